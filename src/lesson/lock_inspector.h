// A lock by itself, for a reader who has never seen one: make it, acquire it, release it, and let a second thread
// wait for it.
//
// The second thread is a real one and really waits for the lock; without threads it is simulated. The calling thread
// (the browser's main thread) never waits: an acquire that would block is not made, and the log says what the
// languages do in that case. Every function is for the calling thread only and returns at once.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "run/service_thread.h"

namespace interleave {

class LockInspector {
 public:
  enum class Kind : std::uint8_t { lock, recursive };  // Python: Lock, RLock; C++: std::mutex, std::recursive_mutex
  enum class Who : std::uint8_t { nobody, main, other };

  // Simulated: the calling thread does the second thread's work as soon as it is possible.
  enum class OtherThread : std::uint8_t { real, played };

  // The second thread calls `onNews` when a request to it has had an effect; `onNews` must not block.
  explicit LockInspector(std::function<void()> onNews, OtherThread other = OtherThread::real);
  // Blocks until the second thread has ended; not for the browser's main thread.
  ~LockInspector() = default;
  LockInspector(const LockInspector&) = delete;
  LockInspector& operator=(const LockInspector&) = delete;

  // A new lock, unlocked. Refused while the second thread waits for the old one.
  void make(Kind kind);
  void acquire();
  void release();
  // The second thread does these; collect() takes over the result.
  void acquireOnOther();
  void releaseOnOther();
  // Takes over what the second thread has done. True if it has done something.
  bool collect();

  bool made() const { return made_; }
  Kind kind() const { return kind_; }
  Who owner() const { return shownOwner_; }
  // How many times its owner has acquired it: more than once only if the lock is recursive.
  int times() const { return times_; }
  bool otherWaits() const { return shownWaiting_; }
  // The second thread has a request that it has not carried out yet.
  bool otherBusy() const { return told_ != nothing && !shownWaiting_; }
  // False if the system provided no thread.
  bool able() const { return other_ == OtherThread::played || thread_.made(); }

  // What has happened, a sentence each, the newest last.
  const std::vector<std::string>& log() const { return log_; }

  // "locked, owned by the main thread; the other thread waits"
  std::string words() const;

  // What the reader has seen of this lock.
  struct Seen {
    bool lockedByMain = false;
    bool otherWaited = false;  // while the main thread held it
    bool passedOn = false;  // the second thread acquired it when the main thread released it
    bool unlockedAgain = false;  // and released it
    bool releasedUnlocked = false;
    bool acquiredTwice = false;
  };
  const Seen& seen() const { return seen_; }
  // Forgets what has been seen so far.
  void forgetSeen() { seen_ = {}; }

 private:
  enum Command : int { nothing, toAcquire, toRelease };
  // The lock's owner. A thread acquires the lock by writing its name where there is none.
  static constexpr int kFree = 0, kMain = 1, kOther = 2;

  void work();
  void acquireWaiting();
  bool take(int who) {
    int free = kFree;
    return owner_.compare_exchange_strong(free, who);
  }
  void say(std::string_view words);
  void tell(Command command);
  void play(Command command);
  void letPlayedGoOn();

  std::function<void()> onNews_;
  const OtherThread other_;
  Kind kind_ = Kind::lock;
  bool made_ = false;
  int times_ = 0;
  Command told_ = nothing;
  Who shownOwner_ = Who::nobody;
  bool shownWaiting_ = false;
  std::vector<std::string> log_;
  Seen seen_;

  std::atomic<int> owner_{kFree};
  std::atomic<int> command_{nothing};
  std::atomic<bool> waiting_{false};
  std::atomic<std::uint32_t> done_{0};  // requests that the second thread has carried out
  std::uint32_t collected_ = 0;
  // Last: it works with what is above until it has ended.
  ServiceThread thread_;
};

}  // namespace interleave
