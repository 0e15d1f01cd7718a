// The letters of a schedule that is edited at a cursor, and the undo and redo of its edits. The caller makes sure that the letters are
// possible. Moving the cursor is no edit, as in a text editor. For one thread at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave {

class ScheduleEdits {
 public:
  // `most`: edits that can be undone; older ones are forgotten.
  explicit ScheduleEdits(std::size_t most, std::string letters = {}) : most_(most), letters_(std::move(letters)) {}

  const std::string& letters() const { return letters_; }
  std::size_t at() const { return at_; }

  // These return whether they did something.
  bool seek(std::size_t at);
  // The letter replaces what follows the cursor, unless it comes next anyway; the cursor goes one on.
  bool step(char letter);
  // They replace what follows the cursor, which goes to the end.
  bool append(std::string letters);
  // They replace all. Where the letters are the same, only the cursor moves. Precondition: `at` is a place in them.
  bool follow(std::string_view letters, std::size_t at);
  bool undo();
  bool redo();
  // From where on the newest of these that did something has changed the letters; none: it moved the cursor alone.
  std::optional<std::size_t> changed() const { return changed_; }

  bool canUndo() const { return !undo_.empty(); }
  bool canRedo() const { return !redo_.empty(); }
  // There is nothing to undo or redo then.
  void forget() { undo_.clear(), redo_.clear(); }

 private:
  // At `from`, `added` replaced `removed`.
  struct Edit {
    std::size_t from = 0;
    std::string removed;
    std::string added;
    std::size_t before = 0;  // the cursor's place before
    std::size_t after = 0;

    std::optional<std::size_t> changes() const { return removed == added ? std::nullopt : std::optional(from); }
  };

  // `letters` take the place of all from `from` on; the cursor goes to `at`. Where that changes no letter, what was undone can still
  // be redone.
  void replace(std::size_t from, std::string letters, std::size_t at);

  std::size_t most_;
  std::string letters_;
  std::size_t at_ = 0;
  std::optional<std::size_t> changed_;
  std::vector<Edit> undo_;
  std::vector<Edit> redo_;
};

}  // namespace interleave
