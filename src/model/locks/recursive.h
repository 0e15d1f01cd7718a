// A lock that its owner may acquire again: update() holds it, and so does what update() calls. Once
// acquired twice it has to be released twice. Under a plain mutex the second acquire is undefined
// behaviour in C++ and waits for ever in Python.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kRecursiveSteps[] = {Step::acquire, Step::acquire, Step::read, Step::write, Step::release, Step::release};
inline constexpr PythonUse kRecursivePython{
    .imports = "import threading",
    .account = R"(self.balance = $start
self.lock = threading.RLock())",
    .methods = R"(def change(self, $changed):
    with self.lock:  @acquire1 @release
        $update)",
    .update = R"(with self.lock:  @acquire @release1
    self.change($changed)  # acquires it again)",
};
inline constexpr CppUse kRecursiveCpp{
    .methods = R"(void change($changed) {
  std::scoped_lock guard(lock_);  // again: update() holds it already  @acquire1
  $update
}  @release)",
    .lock = "std::recursive_mutex lock_;",
    .update = R"({
  std::scoped_lock guard(lock_);  @acquire
  change($arguments);
}  @release1)",
};
inline constexpr LockInfo kRecursiveLock{
    .name = "recursive",
    .title = "Recursive",
    .steps = kRecursiveSteps,
    .form = UpdateForm::twice,
    .admission = Admission::alone,
    .guarantee = Guarantee::kept,
    .explanation = "Its owner may acquire it again: it is free after as many releases.",
    .source = "[thread.mutex.recursive]: std::recursive_mutex",
    .python = kRecursivePython,
    .program = kRecursivePython,
    .cpp = kRecursiveCpp,
};

}  // namespace interleave
