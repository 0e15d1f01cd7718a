// A program about accounts: what its threads do to one balance, or to two. It decides alone which schedules there are
// and how each of them ends.
//
// An AccountProgram is a plain value. Functions here are pure and may be called from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/limits.h"
#include "model/lock_info.h"
#include "model/object.h"
#include "model/task_letter.h"

namespace interleave {

// The kind of update: of the one account, or a transfer between two.
//
// A transfer takes its amount from the first account and adds it to the second; a negative amount goes
// the other way. It needs both locks. Both accounts start with `start`.
enum class Mode : std::uint8_t { account, transfer };

// The order in which a transfer by hand acquires its two locks.
enum class LockOrder : std::uint8_t {
  given,    // the account that pays first: two transfers in opposite directions can deadlock
  address,  // the same order for all, that of the accounts in memory
};

// The effect of a withdrawal that finds too little money.
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
struct AccountProgram {
  Money start = limits::kDefaultStart;
  std::vector<Transaction> transactions = {{"deposit", 50}, {"withdrawal", -150}};
  int workers = limits::kDefaultWorkers;
  LockKind lock = LockKind::none;
  int permits = limits::kDefaultPermits;  // of a semaphore
  Overdraft overdraft = Overdraft::allow;
  Mode mode = Mode::account;
  LockOrder order = LockOrder::given;  // of a transfer

  bool operator==(const AccountProgram&) const = default;
};

// No step depends on a label: programs that are equal without their labels have the same schedules, and each schedule
// ends alike in both.
AccountProgram withoutLabels(AccountProgram program);

// Of each account.
using Balances = std::vector<Money>;

// The accounts of a transfer. Where there is one account, it is the first.
inline constexpr ObjectId kFirstAccount = 0;
inline constexpr ObjectId kSecondAccount = 1;
inline constexpr ObjectSpan kBothAccounts = ObjectSpan::of(kFirstAccount, 2);

constexpr std::size_t accountsOf(Mode mode) { return mode == Mode::transfer ? 2 : 1; }

// The balance at the start, all accounts together.
inline Money startOfAll(const AccountProgram& program) { return static_cast<Money>(accountsOf(program.mode)) * program.start; }

// The change that an update makes to an account's balance.
constexpr Money changeOf(Mode mode, Money amount, std::size_t account) {
  return mode == Mode::transfer && account == 0 ? -amount : amount;
}

// Whether transfers are possible under that lock: it can be held together with another.
bool canTransfer(LockKind lock);

// Under a shared lock, a transaction that changes nothing: it only prints the balance.
bool readsOnly(const AccountProgram& program, std::size_t task);

// Whether an update of the task is checked against an overdraft: it is refused if the balance is less than the amount.
bool checksOverdraft(const AccountProgram& program, std::size_t task);

// The same, of an update that gets as far as the check: one that raises an exception does not.
bool mayRefuse(const AccountProgram& program, std::size_t task);

// Whether the task changes the balance. One that throws does so right after its first access to the balance: only if that
// adds to it.
bool changesBalance(const AccountProgram& program, std::size_t task);

// The accounts of a transfer, and the order in which it acquires their locks by hand.
struct TransferRoute {
  ObjectId payer, payee;
  ObjectId acquiredFirst, acquiredLast;
};
TransferRoute routeOf(const AccountProgram& program, std::size_t task);

// Whether some schedule of the program can lose an update.
bool mayLoseUpdates(const AccountProgram& program);

// Whether the program can leave out an update without losing it: by refusing it, or by giving it up.
bool leavesOut(const AccountProgram& program);

// Whether updates can be both left out and lost: then only FinalState::due tells one from the other.
bool hasDue(const AccountProgram& program);

// Whether some of the updates can add up to nothing; true, too, where there are too many sums to look for one that is 0.
bool updatesMayCancel(const AccountProgram& program);

// Where the program ends if each update is made and none is lost, all accounts together.
Money completeEnding(const AccountProgram& program);

// What else tells the ends of a program apart, each only where the balance alone does not show it.
struct EndParts {
  bool due = false;     // hasDue()
  bool lost = false;    // updates can be lost, and losses make up for each other
  bool gaveUp = false;  // updates can be given up

  bool any() const { return due || lost || gaveUp; }
};
EndParts endPartsOf(const AccountProgram& program);

// Where the program ends, all accounts together.
struct FinalState {
  Money balance = 0;
  // The balance if no update had been lost: the start, and each update that was made. None unless hasDue().
  std::optional<Money> due{};
  bool lost = false;    // some update was lost; false unless EndParts::lost
  bool gaveUp = false;  // some update was given up; false unless EndParts::gaveUp
  bool unjudged = false;  // of a real run that was not recorded to its end: whether updates were lost is not known

  auto operator<=>(const FinalState&) const = default;
};

// The steps of one update of a task.
UpdateSteps updateSteps(const AccountProgram& program, std::size_t task);

// True if no balance of any schedule exceeds +-kMaxTotal, even with lost updates.
bool totalsFit(Money start, std::span<const Transaction> transactions, Mode mode = Mode::account);

// The ending when the tasks run one after another in list order, the sum of both accounts; none if that deadlocks.
std::optional<Money> serialEnding(const AccountProgram& program);

}  // namespace interleave
