// What a lock is: a row of the table (model/lock_info.h).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/step.h"

namespace interleave {

enum class LockKind : std::uint8_t;  // model/lock_info.h

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

// How an update protects what it does to the balance.
enum class UpdateForm : std::uint8_t {
  plain,    // not at all: copies the balance, changes the copy, writes it back
  byHand,   // acquires and releases; an exception in between leaves the lock held
  guarded,  // holds the lock in a context manager
  twice,    // the same, and what it calls acquires the lock again
  inTime,   // the same, or gives the update up where the lock is held
  added,    // adds in one step
  swapped,  // writes the copy only where it is still good, and begins again otherwise
};

// What a program in Python has for the lock: parts of its text, as templates (account/text_template.h).
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

// What a program in C++ has for the lock, as templates of the same kind.
struct CppUse {
  std::string_view headers = "mutex";       // of the standard library, beside those of every program
  std::string_view classes = {};            // before the class of the account
  std::string_view balance = "long long";   // the type of the balance, where no update can be lost
  std::string_view methods = {};            // of the account, private
  std::string_view lock = {};               // the account's own, and what belongs to it
  std::string_view update = R"({
  std::scoped_lock guard(lock_);  @acquire
  $update
}  @release)";                                        // of one account; the copy, the change and the write are `$update`
  std::string_view reader = {};             // where the lock tells readers from writers: reads `seen`
  std::string_view transfer = {};           // between two accounts; empty: not possible
};

struct LockInfo {
  LockKind kind{};               // its place in the table, which sets it
  std::string_view name;         // in a link
  std::string_view title;        // in a menu
  std::span<const Step> steps;   // of one update; updateSteps() applies the settings
  UpdateForm form = UpdateForm::guarded;
  Admission admission = Admission::always;
  CopyCheck copyCheck = CopyCheck::none;
  Guarantee guarantee = Guarantee::none;
  std::string_view explanation;  // one line for a tooltip
  std::string_view source;       // the clause of the C++ standard (C++20, N4861), or the paper
  PythonUse python = {};         // shown: runs with Python alone
  PythonUse program = {};        // in the language of programs: has the steps above, and no others
  CppUse cpp = {};
};

}  // namespace interleave
