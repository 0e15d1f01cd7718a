// What each lock costs, as far as it is measured, for the user or for a program that waits for it. Main thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/answers.h"
#include "compare/lock_comparer.h"
#include "platform/platform.h"

namespace interleave {

class LockCosts {
 public:
  LockCosts(Platform& platform, Answers& answers);

  const LockComparer& comparer() const { return comparer_; }
  // Why what was measured is not all; empty: it is, or is still being measured.
  const std::string& note() const { return note_; }

  void compare();
  // Answers `number` with what was measured, cancelled or not.
  void compareFor(unsigned number, Comparison comparison);
  void cancel() { cancel("Cancelled."); }
  // A run begins meanwhile.
  void cancelForRun() { cancel("Cancelled by a run: each would disturb the other."); }
  // A thread of the page could not be started, perhaps the comparison's.
  void threadFailed(std::string_view why);
  // Takes over what has been measured.
  void collect();

 private:
  void cancel(std::string_view note);

  Platform& platform_;
  Answers& answers_;
  std::optional<unsigned> number_;  // of the program that waits
  std::string note_;
  // Last: its thread calls the platform until it is gone.
  LockComparer comparer_;
};

}  // namespace interleave
