// The ways to protect the balance: one row for each lock. A lock's row, and its own code if any, is in its
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

// The guarantee for every schedule of the lesson (+50 and -150 on two threads) under a lock with its default
// settings. Tests explore the lesson under each lock and check it.
enum class Guarantee : std::uint8_t {
  none,       // updates can be lost
  kept,       // the ending is that of the same tasks one after another, in any order
  orGivenUp,  // no update is lost, but one may be given up
};

// What an acquire needs. One that gives up does so where it is not admitted.
enum class Admission : std::uint8_t {
  always,           // nothing; or there is no acquire
  alone,            // no other task holds the lock
  readersTogether,  // a reader: no writer holds it; a writer: no other task does
  permits,          // fewer tasks hold it than there are permits
  inTurn,           // the task's ticket is served
};

// What makes a copy good enough to be swapped in.
enum class CopyCheck : std::uint8_t {
  none,     // there is no swap
  value,    // the balance equals it
  version,  // no other task has written since it was made
};

// What a program in Python has for the lock: parts of its text, as templates (account/python_template.h).
struct PythonUse {
  std::string_view imports = {};    // before `import time`
  std::string_view library = {};    // what it imports from the module `interleave`
  std::string_view classes = {};    // before the class of the account
  std::string_view account = "self.balance = $start";  // what __init__ of an account sets
  std::string_view methods = {};    // of the account, before its update
  std::string_view update = {};     // of one account; the copy, the change and the write are `$update`
  std::string_view reader = {};     // where the lock tells readers from writers: reads `seen`
  std::string_view transfer = {};   // between two accounts; empty: not possible
  std::string_view shared = {};     // before a transfer: what both accounts share
  std::string_view watch = {};      // the values that an ending is made of; empty: all
  std::string_view ending = {};     // after the pool
  std::string_view balance = "account.balance";  // of the account, outside its class
};

struct LockInfo {
  LockKind kind = LockKind::none;
  std::string_view name;         // in a link
  std::string_view title;        // in a menu
  std::span<const Step> steps;   // of one update; updateSteps() applies the settings
  Admission admission = Admission::always;
  Guarantee guarantee = Guarantee::none;
  std::string_view explanation;  // one line for a tooltip
  std::string_view source;       // the clause of the C++ standard (C++20, N4861), or the paper
  PythonUse python = {};         // shown: runs with Python alone
  PythonUse program = {};        // in the language of programs: has the steps above, and no others
  CopyCheck copyCheck = CopyCheck::none;
};

std::span<const LockInfo> allLocks();
const LockInfo& lockInfo(LockKind kind);
// Names of all locks, "none, manual, ...", for messages.
std::string lockNames();

// Whether its steps include acquire and release.
bool acquires(LockKind kind);

}  // namespace interleave
