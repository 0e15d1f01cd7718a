// What a program is made of: everything that a link can say (see README.md, "The link").
//
// A Settings is a plain value. Functions here are pure and may be called from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/limits.h"

namespace interleave {

// How the balance is protected. `kLocks` holds one row for each.
enum class LockKind : std::uint8_t { none, manual, scoped };

struct LockInfo {
  LockKind kind;
  std::string_view name;         // in a link
  std::string_view title;        // in a menu
  std::string_view explanation;  // one line for a tooltip
};

std::span<const LockInfo> allLocks();
const LockInfo& lockInfo(LockKind kind);
// Names of all locks, "none, manual, scoped", for messages.
std::string lockNames();

// What a withdrawal does that finds too little money.
enum class Overdraft : std::uint8_t { allow, refuse };

// One line of the program: a task that updates the balance `times` times by `amount`.
struct Transaction {
  std::string label;       // UTF-8, 1 to kMaxLabelCharacters code points
  Money amount = 0;        // whole units, +-kMaxAmount
  std::int64_t times = 1;  // 1 to kMaxTimes
  bool throws = false;     // throws right after its first read

  bool operator==(const Transaction&) const = default;
};

// The defaults are the lesson: 100, +50 and -150 on two threads, without a lock.
struct Settings {
  Money start = limits::kDefaultStart;
  std::vector<Transaction> transactions = {{"deposit", 50}, {"withdrawal", -150}};
  int workers = limits::kDefaultWorkers;
  std::chrono::milliseconds delay{limits::kDefaultDelayMs};
  LockKind lock = LockKind::none;
  Overdraft overdraft = Overdraft::allow;
  std::string schedule;           // one letter a step; empty: none
  std::optional<std::size_t> at;  // steps of `schedule` that are shown; none: all

  bool operator==(const Settings&) const = default;
};

// The program alone, no schedule of it.
Settings withoutSchedule(Settings settings);

// Equal but for the schedule that is looked at: real runs of one can be counted with those of the other.
bool sameProgram(Settings a, const Settings& b);

// Programs with the same schedules that end alike: labels and the delay have no part in that.
bool sameSchedules(Settings a, const Settings& b);

// Transactions are named by letters, A for the first.
constexpr char taskLetter(std::size_t task) { return static_cast<char>('A' + task); }

// True if no balance that the program can pass through leaves +-kMaxTotal, whatever is lost.
bool totalsFit(Money start, std::span<const Transaction> transactions);

// What the tasks leave when they run one after another in list order; none where that deadlocks.
std::optional<Money> serialEnding(const Settings& settings);

// Code points of a UTF-8 string; none if it is not valid UTF-8 (RFC 3629) or holds a control
// character.
std::optional<std::size_t> countCharacters(std::string_view utf8);

}  // namespace interleave
