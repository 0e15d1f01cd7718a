// What was set before, to go back to and forward again.
//
//            | changed()                        | undo()                 | redo()
//   undo()   | has what was set before          | one less               | one more
//   redo()   | has nothing                      | one more               | one less
//
// Changes that come soon after one another, such as the digits of a number, are taken back together. Main thread only.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "app/frame_time.h"
#include "link/link.h"

namespace interleave {

class Edits {
 public:
  static constexpr double kTogetherSeconds = 0.8;
  // The oldest are forgotten.
  static constexpr std::size_t kMost = 200;

  // There for as long as this.
  explicit Edits(const FrameTime& time) : time_(time) {}

  enum class Step : bool { typed, whole };
  // `before` is about to be replaced. A whole step, such as a program of the gallery, is taken back by itself.
  void changed(LinkContent before, Step step);

  bool canUndo() const { return !before_.empty(); }
  bool canRedo() const { return !after_.empty(); }
  // What to set in place of `now`. Preconditions: canUndo(), canRedo().
  LinkContent undo(LinkContent now) { return move(before_, after_, std::move(now)); }
  LinkContent redo(LinkContent now) { return move(after_, before_, std::move(now)); }

 private:
  LinkContent move(std::vector<LinkContent>& from, std::vector<LinkContent>& to, LinkContent now);

  const FrameTime& time_;
  std::vector<LinkContent> before_;  // the newest last
  std::vector<LinkContent> after_;   // the next one last
  double typedUntil_ = 0;         // until then, what is typed belongs to the newest change
};

}  // namespace interleave
