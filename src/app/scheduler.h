// The reader as the scheduler: the schedule in the present program, and its state in words.
//
// When the program is edited, the part of the schedule that is still possible stays. The rest is put aside with a
// notice; it comes back if the program is edited back before the next action.
//
// For one thread.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "app/choices.h"
#include "explore/schedule_cursor.h"
#include "trace/report.h"

namespace interleave {

// A step as a line of the program: "copy = balance", "balance = copy + 50", "acquire".
std::string stepCode(const AccountProgram& program, std::size_t task, const Action& action);

class Scheduler {
 public:
  // `onAct` is called after every action, even one without effect.
  explicit Scheduler(std::function<void()> onAct);

  // Takes a program with its schedule, as a link gives them.
  void load(const Settings& settings);
  // Takes the present program; ignores a schedule in it.
  void edit(const Settings& settings);

  // A schedule of that program is one of this: it differs in labels or the delay at most.
  bool follows(const AccountProgram& program) const { return choices_.of(program); }

  const ScheduleCursor& cursor() const { return cursor_; }
  // At the cursor.
  const Report& report() const { return report_; }
  // The state at the cursor, a sentence for each thread.
  std::string words() const;
  // The part that an edit has put aside, and why; empty: none.
  const std::string& notice() const { return notice_; }
  void dismissNotice() { notice_.clear(); }
  Choices& choices() { return choices_; }

  // Actions (explore/schedule_cursor.h).
  void step(std::size_t task) { acted(cursor_.step(task)); }
  void random() { acted(cursor_.random(seeds_())); }
  // The same from the beginning.
  void randomAnew();
  void follow(std::string_view schedule, std::size_t at) { acted(cursor_.follow(schedule, at)); }
  void seek(std::size_t step) { acted(cursor_.seek(step)); }
  void toNextLoss() { acted(cursor_.toNextLoss()); }
  void undo() { acted(cursor_.undo()); }
  void redo() { acted(cursor_.redo()); }

 private:
  void acted(bool didSomething);
  void renew(Settings settings);

  std::function<void()> onAct_;
  ScheduleCursor cursor_;
  Report report_;
  std::string wanted_;  // the schedule as it was after the newest action
  std::size_t wantedAt_ = 0;
  std::string notice_;
  Choices choices_;
  std::mt19937_64 seeds_{std::random_device{}()};
};

}  // namespace interleave
