// How the balance can be protected: one row for each lock. A lock's row, and what is its own, is in its
// file in model/locks; the table of all rows is model/locks.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/step.h"

namespace interleave {

enum class LockKind : std::uint8_t {
  none,
  manual,
  scoped,
  recursive,
  shared,
  timed,
  semaphore,
  spin,
  ticket,
  atomic,
  cas,
  optimistic,
  checkThenLock,
  wrongLock,
};

// What every schedule of the lesson (+50 and -150 on two threads) comes to under a lock with its default
// settings. Tests explore each and hold it to that.
enum class Promise : std::uint8_t {
  none,       // updates can be lost
  kept,       // it ends as one after the other would, whoever goes first
  orGivenUp,  // no update is lost, but one may be given up
};

struct LockInfo {
  LockKind kind = LockKind::none;
  std::string_view name;         // in a link
  std::string_view title;        // in a menu
  std::span<const Step> steps;   // of one update; updateSteps() says what settings change about them
  Promise promise = Promise::none;
  std::string_view explanation;  // one line for a tooltip
  std::string_view source;       // the clause of the C++ standard (C++20, N4861), or the paper
};

std::span<const LockInfo> allLocks();
const LockInfo& lockInfo(LockKind kind);
// Names of all locks, "none, manual, ...", for messages.
std::string lockNames();

// Whether its steps acquire something and release it.
bool acquires(LockKind kind);

}  // namespace interleave
