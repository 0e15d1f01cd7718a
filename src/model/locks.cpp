#include <algorithm>

#include "model/lock_info.h"

namespace interleave {

std::string lockNames() {
  std::string names;
  for (const LockInfo& lock : allLocks()) {
    if (!names.empty()) names += ", ";
    names += lock.name;
  }
  return names;
}

bool acquires(LockKind kind) { return std::ranges::find(lockInfo(kind).steps, Step::acquire) != lockInfo(kind).steps.end(); }

}  // namespace interleave
