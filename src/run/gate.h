// Forces a schedule onto real threads: each thread waits before a step until the schedule reaches it.
//
// There is one turn at a time, and only the thread that has it runs. It takes its step and goes on until it
// reaches its next step or has ended; then it passes the turn on. So everything that belongs to a step
// (printing, throwing, taking the next task) is over before the next step begins, and the same letters give
// the same events in the same order every time.
//
//   turn  | its thread
//   begin | takes one of the first tasks: they begin in list order, before the first letter
//   step  | takes the task's next step
//   wait  | records that its task now waits for the lock, and stays where it is
//
// A task that waits for the lock waits here and not in the lock, so that no other task overtakes the one that
// the schedule names. Where the letters end in a deadlock, the waiting threads are let through to the lock
// itself, which finds the deadlock as in any run.
//
// All turns are known beforehand (the letters drive a Program), so a thread that passes the turn on rings for
// the next one. A thread at the gate holds nothing that another thread needs to end.
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

  // Blocks until it is the turn of `task`, which is before its beginning or its next step. For the task's
  // thread. After `begin`, `step` and `wait` the thread must call pass().
  Turn await(std::size_t task);

  // Passes the turn on. For the thread that has it.
  void pass();

  // Sends away all threads that wait here, and all that come later. Any thread; never blocks.
  void close();

  // The time of an event: `ns`, or the next nanosecond if the clock has not advanced since the last event.
  // Browsers' clocks are coarse, and in a forced run only the times give the order of two reads. For the
  // thread that has the turn.
  std::int64_t stamp(std::int64_t ns);
  // The latest time given. Precondition: all threads have returned.
  std::int64_t lastNs() const { return lastNs_; }

  // The letters have ended before the program. Precondition: all threads have returned.
  bool endedEarly() const { return atEnd_ == Turn::over && position_.load() == turns_.size(); }

 private:
  struct Planned {
    Turn turn;
    std::uint8_t task;
  };
  void plan(const AccountProgram& source, std::string_view schedule);

  std::vector<Planned> turns_;
  Turn atEnd_ = Turn::over;  // for threads that wait here after the last turn
  std::atomic<std::size_t> position_{0};  // of the present turn
  std::atomic<bool> closed_{false};
  std::int64_t lastNs_ = -1;
  std::array<Doorbell, limits::kMaxTransactions> doorbells_;  // one a task
};

}  // namespace interleave
