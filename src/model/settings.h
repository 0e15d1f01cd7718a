// What a program is made of: everything that a link can say (see src/link/README.md, "The link").
//
// A Settings is a plain value. Functions here are pure and may be called from any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/limits.h"
#include "model/lock_info.h"

namespace interleave {

// What an update is: of the one account, or a transfer between two.
//
// A transfer takes its amount from the first account and adds it to the second; a negative amount goes
// the other way. It needs both locks. Both accounts start with `start`.
enum class Mode : std::uint8_t { account, transfer };

// In which order a transfer by hand acquires its two locks.
enum class LockOrder : std::uint8_t {
  given,    // the account that pays first: two transfers in opposite directions can deadlock
  address,  // the same order for all, that of the accounts in memory
};

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
  std::chrono::milliseconds timeout{limits::kDefaultTimeoutMs};  // of a timed lock
  int permits = limits::kDefaultPermits;                         // of a semaphore
  Overdraft overdraft = Overdraft::allow;
  Mode mode = Mode::account;
  LockOrder order = LockOrder::given;  // of a transfer
  std::string schedule;           // one letter a step; empty: none
  std::optional<std::size_t> at;  // steps of `schedule` that are shown; none: all
  int lesson = 0;                 // the step of the lesson that the reader is at, from 1; 0: none

  bool embed = false;             // shown inside another page: compact

  bool operator==(const Settings&) const = default;
};

// The program alone, no schedule of it.
Settings withoutSchedule(Settings settings);

// Shown by a page of its own, and not inside another.
Settings asWholePage(Settings settings);

// Equal but for the schedule that is looked at, the lesson that goes with it, and where it is shown: real runs of one
// can be counted with those of the other.
bool sameProgram(Settings a, const Settings& b);

// Programs with the same schedules that end alike: labels, the delay and the timeout have no part in that.
bool sameSchedules(Settings a, const Settings& b);

// Transactions are named by letters, A for the first.
constexpr char taskLetter(std::size_t task) { return static_cast<char>('A' + task); }

// Of each account; 0 where there is none.
using Balances = std::array<Money, kMostAccounts>;

constexpr std::size_t accountsOf(Mode mode) { return mode == Mode::transfer ? 2 : 1; }

// What an update changes about an account's balance.
constexpr Money changeOf(Mode mode, Money amount, std::size_t account) {
  return mode == Mode::transfer && account == 0 ? -amount : amount;
}

// Whether a transfer can be made under that lock: one that can be held together with another.
bool canTransfer(LockKind lock);

// Under a shared lock, a transaction that changes nothing: it only prints the balance.
bool readsOnly(const Settings& settings, std::size_t task);

// Whether an update of the task is checked against an overdraft: what it takes out is refused where the
// balance is less.
bool checksOverdraft(const Settings& settings, std::size_t task);

// Which account a transfer takes from and which it adds to, and in which order it acquires their locks by hand.
struct TransferRoute {
  Which payer, payee;
  Which acquiredFirst, acquiredLast;
};
TransferRoute routeOf(const Settings& settings, std::size_t task);

// Whether a schedule of it can lose an update.
bool mayLoseUpdates(const Settings& settings);

// Whether it can leave out an update without losing it: by refusing it, or by giving it up.
bool leavesOut(const Settings& settings);

// The steps of one update of a task.
UpdateSteps updateSteps(const Settings& settings, std::size_t task);

// True if no balance that the program can pass through leaves +-kMaxTotal, whatever is lost.
bool totalsFit(Money start, std::span<const Transaction> transactions, Mode mode = Mode::account);

// What the tasks leave when they run one after another in list order, of both accounts together; none where
// that deadlocks.
std::optional<Money> serialEnding(const Settings& settings);

// Code points of a UTF-8 string; none if it is not valid UTF-8 (RFC 3629) or holds a control
// character.
std::optional<std::size_t> countCharacters(std::string_view utf8);

}  // namespace interleave
