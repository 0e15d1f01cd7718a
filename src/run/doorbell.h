// Wakes one waiting thread; the ringing thread never waits.
//
// The browser's main thread may not block, not even for a mutex that is held for a microsecond: it
// rings, and the threads behind it do the locking. A ring is never lost: without a waiting thread it ends
// the next wait at once. The waiting thread checks what has changed itself, so a spurious ring does no harm.
#pragma once

#include <semaphore.h>

namespace interleave {

class Doorbell {
 public:
  Doorbell() { sem_init(&semaphore_, 0, 0); }
  ~Doorbell() { sem_destroy(&semaphore_); }
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  // Any thread; never blocks (POSIX: sem_post is async-signal-safe).
  void ring() { sem_post(&semaphore_); }

  // Blocks until rung. Not on the browser's main thread.
  void wait() {
    // A signal has interrupted the wait: wait again.
    while (sem_wait(&semaphore_) != 0) {
    }
  }

 private:
  sem_t semaphore_;
};

}  // namespace interleave
