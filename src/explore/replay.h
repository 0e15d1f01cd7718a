// One schedule, step by step: the record that real threads would have made with the same steps in the
// same order.
//
// Everything that is no step happens with the step before it, as model/program.h says: a thread prints,
// takes its next task, or finds the lock held and begins to wait. The time of an event is the number of
// its step, from 1; an event before any step has time 0.
//
// A plain value for one thread at a time; copies are independent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/program.h"
#include "trace/result.h"

namespace interleave {

class Replay {
 public:
  explicit Replay(const AccountProgram& source);

  // Precondition: program().canStep(task).
  void step(std::size_t task);

  const Program& program() const { return program_; }
  // The letters of the steps so far.
  const std::string& schedule() const { return schedule_; }
  const std::vector<Event>& events() const { return events_; }
  // For each thread of the pool that has had a task: its current task, or the last one.
  const std::vector<std::size_t>& threads() const { return threads_; }
  // Whether another task has written since the task made the copy that it has in hand.
  bool stale(std::size_t task) const;
  // The numbers of the steps that wrote a stale copy: each replaced a balance with updates that the copy
  // did not contain.
  const std::vector<std::size_t>& losses() const { return losses_; }

  // Like a real run's, with `replayed` set. Before the schedule's end: RunEnd::stopped.
  RunResult result() const;

 private:
  // What the program does not keep of a task.
  struct Task {
    std::uint8_t worker = 0;
    std::uint32_t update = 0;
    WriteId copied;        // the write that its copy was read from
    Money copy = 0;        // the value that it read last
    bool waiting = false;  // has found the lock held
  };

  void record(std::size_t task, EventKind kind, Money value = 0, WriteId link = {});
  void begin(std::size_t task, std::size_t worker);
  bool takeStep(std::size_t task);
  void recordStep(std::size_t task, const Program::Taken& taken);
  void operateLock(std::size_t task, EventKind kind);
  void write(std::size_t task, EventKind kind);
  void beginWaits();

  AccountProgram source_;
  Program program_;
  std::string schedule_;
  std::vector<Event> events_;
  std::vector<Task> tasks_;
  std::vector<std::size_t> threads_;
  std::vector<std::vector<std::uint64_t>> writes_;  // of each account, by each worker, so far
  std::vector<std::uint64_t> flagWrites_;                         // of a lock that is a flag, the same
  std::vector<std::size_t> losses_;
  std::size_t nextTask_ = 0;
  std::vector<WriteId> latest_;           // of each account
  WriteId flag_;
  std::vector<Money> lockOperations_;     // of each account's lock
  Money tickets_ = 0;
  ObjectSpan objects_;  // that the event being recorded is about
};

// What `letters` leave behind. Precondition: possiblePrefix(source, letters) == letters.size().
RunResult replay(const AccountProgram& source, std::string_view letters);

}  // namespace interleave
