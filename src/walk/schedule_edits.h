// The letters of a schedule that is edited at a cursor, and the way back. Whether they are possible, the caller knows.
// For one thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::walk {

class ScheduleEdits {
 public:
  // The oldest edits are forgotten.
  static constexpr std::size_t kMost = 1'000;

  const std::string& letters() const { return letters_; }
  std::size_t at() const { return at_; }

  void seek(std::size_t at) { at_ = at; }
  // `letters` take the place of all from `from` on; the cursor goes to `at`. Where that changes no letter, what was undone stays.
  void replace(std::size_t from, std::string letters, std::size_t at);

  // There is no way back or forward any more.
  void forget() { undo_.clear(), redo_.clear(); }

  bool canUndo() const { return !undo_.empty(); }
  bool canRedo() const { return !redo_.empty(); }
  // Preconditions: canUndo(), canRedo().
  void undo();
  void redo();

 private:
  // At `from`, `added` replaced `removed`.
  struct Edit {
    std::size_t from = 0;
    std::string removed;
    std::string added;
    std::size_t before = 0;  // the cursor's place before
    std::size_t after = 0;
  };

  std::string letters_;
  std::size_t at_ = 0;
  std::vector<Edit> undo_;
  std::vector<Edit> redo_;
};

}  // namespace interleave::walk
