// Forces a schedule onto real threads: each waits before a step until the schedule comes to it.
//
// One turn follows another, and only the thread whose turn it is runs. It takes its step and goes on
// until it stands before its next one, or has left; then it passes the turn on. So whatever belongs to
// a step (printing, throwing, taking the next task) is over before the next step begins, and the same
// letters give the same events in the same order every time.
//
//   turn  | its thread
//   begin | takes one of the first tasks: they begin in list order, before the first letter
//   step  | takes the task's next step
//   wait  | says that its task now waits for the lock, and goes on standing where it stands
//
// A task that waits for the lock stands here and not in the lock, so nobody overtakes the task that the
// schedule names. Where the letters end in a deadlock the waiters are let through, to wait for the lock
// in earnest: the lock finds the deadlock, as it does in any run.
//
// All turns are known beforehand (a Program is driven by the letters), so a thread that passes one on
// rings for the one that comes next. Nobody holds anything that another needs to get away.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/account_program.h"
#include "run/doorbell.h"

namespace interleave {

class Gate {
 public:
  enum class Turn : std::uint8_t {
    begin,
    step,
    wait,
    deadlock,  // no turn: the letters have ended, in a deadlock
    over,      // no turn: the letters have ended, or the gate was closed
  };

  // The letters from the first impossible one on are not used (possiblePrefix()).
  Gate(const AccountProgram& source, std::string_view schedule);

  // Blocks until it is the turn of `task`, which stands before its beginning or its next step. Called
  // by the task's thread. After `begin`, `step` and `wait` it owes a pass().
  Turn await(std::size_t task);

  // Passes the turn on. By the thread that has it.
  void pass();

  // Sends all away that stand here, and all that come later. Any thread; never blocks.
  void close();

  // A time for an event: `ns`, or the next one where the clock has not moved on since the last event.
  // Clocks of browsers are coarse, and the times of a forced run alone say in which order two reads
  // came. By the thread that has the turn.
  std::int64_t stamp(std::int64_t ns);
  // The latest time given. Once all threads are back.
  std::int64_t lastNs() const { return lastNs_; }

  // The letters have ended before the program. Once all threads are back.
  bool endedEarly() const { return atEnd_ == Turn::over && position_.load() == turns_.size(); }

 private:
  struct Planned {
    Turn turn;
    std::uint8_t task;
  };
  void plan(const AccountProgram& source, std::string_view schedule);

  std::vector<Planned> turns_;
  Turn atEnd_ = Turn::over;  // meets those who stand here when all turns have been
  std::atomic<std::size_t> position_{0};  // the turn whose it is
  std::atomic<bool> closed_{false};
  std::int64_t lastNs_ = -1;
  std::array<Doorbell, limits::kMaxTransactions> doorbells_;  // one a task
};

}  // namespace interleave
