// Readers share the lock, a writer has it alone. A transaction of amount 0 is a reader: it only prints the
// balance. Readers that hold the lock exclude a writer, and a writer excludes readers.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kSharedSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kSharedPython{
    .imports = "import threading",
    .classes = R"(class SharedLock:  # readers together, a writer alone
    def __init__(self):
        self.readers, self.writing, self.changed = 0, False, threading.Condition()
    def acquire_shared(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.writing)
            self.readers += 1
    def release_shared(self):
        with self.changed:
            self.readers -= 1
            self.changed.notify_all()
    def __enter__(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.writing and self.readers == 0)
            self.writing = True
    def __exit__(self, *error):
        with self.changed:
            self.writing = False
            self.changed.notify_all())",
    .account = R"(self.balance = $start
self.lock = SharedLock())",
    .update = R"(with self.lock:  @acquire @release
    $update)",
    .reader = R"(self.lock.acquire_shared()  # together with other readers  @acquire*
try:
    seen = self.balance  @read*
    $throw
    $sleep  @release~*
finally:
    self.lock.release_shared()  @release*)",
};
inline constexpr PythonUse kSharedProgram{
    .library = "RWLock",
    .account = R"(self.balance = $start
self.lock = RWLock())",
    .update = R"(with self.lock.write():  @acquire @release
    $update)",
    .reader = R"(with self.lock.read():  # together with other readers  @acquire* @release*
    seen = self.balance  @read*
    $throw
    $sleep  @release~*)",
};
inline constexpr CppUse kSharedCpp{
    .headers = "mutex shared_mutex",
    .lock = "std::shared_mutex lock_;",
    .reader = R"(std::shared_lock guard(lock_);  // together with other readers  @acquire*
seen = balance_;  @read*
$throw
$sleep  @release~*)",
};
inline constexpr LockInfo kSharedLock{
    .name = "shared",
    .title = "Shared",
    .steps = kSharedSteps,
    .admission = Admission::readersTogether,
    .guarantee = Guarantee::kept,
    .explanation = "Readers (amount 0: they only print the balance) hold it together, a writer alone.",
    .source = "[thread.sharedmutex.class]: std::shared_mutex and std::shared_lock",
    .python = kSharedPython,
    .program = kSharedProgram,
    .cpp = kSharedCpp,
};

}  // namespace interleave
