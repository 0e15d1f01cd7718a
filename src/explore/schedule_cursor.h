// A schedule that is being edited, and a cursor in it: the user acts as the scheduler.
//
// The steps before the cursor have been taken, and here() is the state there. The steps after it are kept until a
// different step is taken.
//
//   action         | the schedule                               | the cursor
//   step(task)     | unchanged if its letter comes next; else   | one on
//                  | the letter replaces what follows           |
//   random(seed)   | continues at random from the cursor        | to the end
//   follow(s, n)   | becomes s                                  | to n
//   seek(n)        | unchanged                                  | to n
//   toNextLoss()   | unchanged                                  | right after the next write that loses an update
//   undo(), redo() | as before or after the newest step, random or follow; the same for the cursor
//
// Moving the cursor is no action to undo, as in a text editor. For one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explore/replay.h"
#include "explore/schedule_edits.h"
#include "model/settings.h"

namespace interleave {

class ScheduleCursor {
 public:
  // Takes the program of `settings`, its schedule, and `at` or the schedule's end.
  // Precondition: the schedule is possible, as those of links are.
  explicit ScheduleCursor(Settings settings);

  const AccountProgram& program() const { return program_; }
  const std::string& schedule() const { return edits_.letters(); }
  std::size_t at() const { return edits_.at(); }
  bool atEnd() const { return at() == schedule().size(); }
  // The state at the cursor, and the way there.
  const Replay& here() const { return here_; }

  bool canStep(std::size_t task) const { return whyNot(task).empty(); }
  // The numbers of the schedule's steps that lose an update.
  const std::vector<std::size_t>& losses() const { return whole_.losses(); }

  // Why the task cannot step at the cursor, "waits for the lock, held by A"; empty where it can.
  std::string whyNot(std::size_t task) const;
  // Actions return whether they did something; an impossible action changes nothing.
  bool step(std::size_t task);
  bool random(std::uint64_t seed);
  bool follow(std::string_view schedule, std::size_t at);

  bool seek(std::size_t step);
  // The cursor's place right after the next write that loses an update; none if the schedule loses no update
  // after the cursor.
  std::optional<std::size_t> nextLoss() const;
  bool toNextLoss();

  bool canUndo() const { return edits_.canUndo(); }
  bool canRedo() const { return edits_.canRedo(); }
  bool undo();
  bool redo();

 private:
  // Brings the replays to where the edits are, if they did something; returns whether.
  bool edited(bool didSomething);

  AccountProgram program_;
  ScheduleEdits edits_;
  Replay here_;
  Replay whole_;  // at the end of the schedule
};

}  // namespace interleave
