// A thread of its own for work for a caller that must not wait: the browser's main thread.
//
//   state     | start()  | the system begins the thread | abandon()       | end(), or the destructor
//   none      | made     | -                            | none            | none
//   made      | -        | up                           | abandoned       | abandoned
//   up        | -        | -                            | -               | joined: blocks until the work has returned
//   abandoned | -        | it ends at once              | -               | -
//
// A system can promise a thread that never begins, as a browser does where a worker cannot be loaded. Such a thread is
// abandoned: it shares nothing with its owner but what it needs to see that, so the owner may go first.
//
// All functions are for one thread, the one that made the object, except where it is said.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "run/doorbell.h"

namespace interleave {

// How a thread is made. Throws std::system_error where the system gives none.
using MakeThread = std::function<std::thread(std::function<void()> body)>;

class ServiceThread {
 public:
  // `work` is called on the thread whenever it was rung, once for several rings in a row. Where it blocks, it does so by
  // waitForRing(), and returns once ending() is true.
  explicit ServiceThread(std::function<void()> work, MakeThread makeThread = {});
  ~ServiceThread() { end(); }
  ServiceThread(const ServiceThread&) = delete;
  ServiceThread& operator=(const ServiceThread&) = delete;

  // Makes the thread, unless that is done; never blocks. Returns what the system said if it gives none, else an empty
  // string.
  std::string start();
  bool made() const { return thread_.joinable(); }
  // The thread has begun to run. Any thread.
  bool up() const { return state_->phase.load() == Phase::up; }
  // Any thread; never blocks. A ring before start() counts.
  void ring() { state_->doorbell.ring(); }

  // Gives up a thread that has not begun to run: it never will. False if it is up, or none was made. Never blocks.
  bool abandon();
  // Nothing is worked on after this. Not on the browser's main thread.
  void end();

  // For the work, on the thread: blocks until the next ring.
  void waitForRing() { state_->doorbell.wait(); }
  // The work is to return. It is rung when that becomes true.
  bool ending() const { return state_->ending.load(); }

 private:
  enum class Phase : std::uint8_t { made, up, abandoned };
  // The thread's as well, which may be the last to leave.
  struct State {
    std::function<void()> work;
    Doorbell doorbell;
    std::atomic<Phase> phase{Phase::made};
    std::atomic<bool> ending{false};

    void live();
  };

  const std::shared_ptr<State> state_ = std::make_shared<State>();
  const MakeThread makeThread_;
  std::thread thread_;
};

// Does one job on a thread that ends with it and that nothing waits for: the job owns or shares what it uses. False if the
// system gives no thread.
bool runDetached(std::function<void()> job);

}  // namespace interleave
