// A lock with a queue: each thread draws a ticket, and is admitted when its number is served. First come, first
// served, which no other lock here guarantees.
//
// J. M. Mellor-Crummey, M. L. Scott, "Algorithms for scalable synchronization on shared-memory
// multiprocessors", ACM TOCS 9(1), 1991, section 2.2. It yields after a while: the thread that
// is next may not be running. In a browser a yield may do nothing, and then that thread has to wait for a core.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kTicketSteps[] = {Step::ticket, Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kTicketPython{
    .imports = "import threading",
    .classes = R"(class TicketLock:
    def __init__(self):
        self.next = self.serving = 0
        self.called = threading.Condition()
    def __enter__(self):
        with self.called:
            mine = self.next  @ticket
            self.next += 1
            self.called.wait_for(lambda: self.serving == mine)  @acquire
    def __exit__(self, *error):
        with self.called:
            self.serving += 1  @release
            self.called.notify_all())",
    .account = R"(self.balance = $start
self.lock = TicketLock())",
    .update = R"(with self.lock:
    $update)",
};
inline constexpr PythonUse kTicketProgram{
    .library = "TicketLock",
    .account = R"(self.balance = $start
self.lock = TicketLock())",
    .update = R"(with self.lock:  @ticket @acquire @release
    $update)",
};
inline constexpr CppUse kTicketCpp{
    .headers = "atomic mutex",
    .classes = R"(class TicketLock {
 public:
  void lock() {
    const int mine = next_++;  @ticket
    while (serving_ != mine) std::this_thread::yield();  @acquire
  }
  void unlock() { ++serving_; }  @release

 private:
  std::atomic<int> next_ = 0;
  std::atomic<int> serving_ = 0;
};)",
    .lock = "TicketLock lock_;",
    .update = R"({
  std::scoped_lock guard(lock_);
  $update
})",
};
inline constexpr LockInfo kTicketLock{
    .name = "ticket",
    .title = "Ticket",
    .steps = kTicketSteps,
    .admission = Admission::inTurn,
    .guarantee = Guarantee::kept,
    .explanation = "The thread that comes first draws the lower number and is served first: none overtakes it.",
    .source = "Mellor-Crummey and Scott, ACM TOCS 9(1), 1991",
    .python = kTicketPython,
    .program = kTicketProgram,
    .cpp = kTicketCpp,
};

// Any thread; await() blocks, busily.
class TicketLock {
 public:
  using Number = std::uint32_t;

  // Its numbers place what their threads do among all other accesses: seq_cst (model/balance.h).
  Number draw() { return next_.fetch_add(1, std::memory_order_seq_cst); }
  bool called(Number number) const { return serving_.load(std::memory_order_acquire) == number; }
  void await(Number number) const {
    for (int looks = 0; !called(number); ++looks) {
      if (looks >= kLooksBeforeYield) std::this_thread::yield();
    }
  }

  void lock() { await(draw()); }
  // For the thread that holds it.
  void unlock() { serving_.store(serving_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

 private:
  static constexpr int kLooksBeforeYield = 100;
  std::atomic<Number> next_{0};
  std::atomic<Number> serving_{0};
};

}  // namespace interleave
