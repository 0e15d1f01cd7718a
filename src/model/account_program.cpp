#include "model/account_program.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <ranges>
#include <utility>

namespace interleave {
namespace {

// How many of `times` withdrawals of `amount` (positive) a balance can pay when each is checked.
std::int64_t affordable(Money balance, Money amount, std::int64_t times) {
  return balance < amount ? 0 : std::min<std::int64_t>(times, balance / amount);
}

// Everything about the account that pays, then everything about the other.
std::vector<Action> transferSteps(const AccountProgram& program, std::size_t task) {
  const auto [payer, payee, acquiredFirst, acquiredLast] = routeOf(program, task);
  std::vector<Action> actions = {{Step::read, payer}, {Step::write, payer}, {Step::read, payee}, {Step::write, payee}};
  const auto hold = [&](ObjectSpan account) {
    actions.insert(actions.begin(), {Step::acquire, account});
    actions.push_back({Step::release, account});
  };
  const UpdateForm form = lockInfo(program.lock).form;
  if (form == UpdateForm::guarded) hold(kBothAccounts);
  if (form == UpdateForm::byHand) {
    hold(acquiredLast);
    hold(acquiredFirst);
  }
  return actions;
}

// The sums of updates that move the balance one way, sorted, 0 among them; none where there are too many.
std::optional<std::vector<Money>> sumsOf(const AccountProgram& program, bool up) {
  constexpr std::size_t kMostSums = 512;
  std::vector<Money> sums = {0};
  for (const Transaction& each : program.transactions) {
    if (each.throws || each.amount == 0 || (each.amount > 0) != up) continue;
    std::vector<Money> all;
    for (std::int64_t times = 0; times <= each.times; ++times) {
      for (const Money sum : sums) all.push_back(sum + times * std::abs(each.amount));
      if (all.size() > kMostSums) return std::nullopt;
    }
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    sums = std::move(all);
  }
  return sums;
}

}  // namespace

bool canTransfer(LockKind lock) { return !lockInfo(lock).python.transfer.empty(); }

bool readsOnly(const AccountProgram& program, std::size_t task) {
  return lockInfo(program.lock).admission == Admission::readersTogether && program.transactions[task].amount == 0;
}

bool checksOverdraft(const AccountProgram& program, std::size_t task) {
  const Money amount = program.transactions[task].amount;
  return program.overdraft == Overdraft::refuse && (program.mode == Mode::transfer ? amount != 0 : amount < 0);
}

bool mayRefuse(const AccountProgram& program, std::size_t task) {
  return checksOverdraft(program, task) && !program.transactions[task].throws;
}

bool changesBalance(const AccountProgram& program, std::size_t task) {
  return !program.transactions[task].throws || updateSteps(program, task).actions.front().step == Step::add;
}

TransferRoute routeOf(const AccountProgram& program, std::size_t task) {
  const bool forwards = program.transactions[task].amount >= 0;
  const bool inOrder = forwards || program.order == LockOrder::address;
  TransferRoute route{kSecondAccount, kFirstAccount, kSecondAccount, kFirstAccount};
  if (forwards) std::swap(route.payer, route.payee);
  if (inOrder) std::swap(route.acquiredFirst, route.acquiredLast);
  return route;
}

bool mayLoseUpdates(const AccountProgram& program) {
  if (program.workers == 1 || program.transactions.size() == 1) return false;
  const bool shares = hasPermits(program.lock) && program.permits > 1;
  return shares || lockInfo(program.lock).guarantee == Guarantee::none;
}

bool leavesOut(const AccountProgram& program) {
  const auto tasks = std::views::iota(std::size_t{0}, program.transactions.size());
  return givesUp(program.lock) || std::ranges::any_of(tasks, [&](std::size_t task) { return mayRefuse(program, task); });
}

bool hasDue(const AccountProgram& program) { return leavesOut(program) && mayLoseUpdates(program); }

bool updatesMayCancel(const AccountProgram& program) {
  // A transfer adds to one account what it takes from the other.
  const auto moves = [](const Transaction& each) { return !each.throws && each.amount != 0; };
  if (program.mode == Mode::transfer) return std::ranges::any_of(program.transactions, moves);
  const auto up = sumsOf(program, true);
  const auto down = sumsOf(program, false);
  if ((up && up->size() == 1) || (down && down->size() == 1)) return false;
  if (!up || !down) return true;
  return std::ranges::any_of(*up, [&](Money sum) { return sum > 0 && std::ranges::binary_search(*down, sum); });
}

Money completeEnding(const AccountProgram& program) {
  Money balance = startOfAll(program);
  // A transfer adds to one account what it takes from the other.
  if (program.mode == Mode::transfer) return balance;
  for (std::size_t task = 0; task < program.transactions.size(); ++task) {
    const Transaction& each = program.transactions[task];
    if (changesBalance(program, task)) balance += each.amount * (each.throws ? 1 : each.times);
  }
  return balance;
}

EndParts endPartsOf(const AccountProgram& program) {
  const bool evensOut = mayLoseUpdates(program) && updatesMayCancel(program);
  return {hasDue(program), evensOut, givesUp(program.lock)};
}

UpdateSteps updateSteps(const AccountProgram& program, std::size_t task) {
  UpdateSteps steps;
  if (program.mode == Mode::transfer) {
    steps.actions = transferSteps(program, task);
  } else {
    // fetch_add checks nothing, so a checked withdrawal reads the balance before.
    if (lockInfo(program.lock).form == UpdateForm::added && checksOverdraft(program, task)) steps.actions.push_back({Step::read});
    for (const Step step : lockInfo(program.lock).steps) {
      if (step != Step::write || !readsOnly(program, task)) steps.actions.push_back({step});
    }
  }
  const auto exit = std::ranges::find(steps.actions, Step::release, &Action::step);
  steps.exit = static_cast<std::size_t>(exit - steps.actions.begin());
  return steps;
}

bool totalsFit(Money start, std::span<const Transaction> transactions, Mode mode) {
  Money total = std::abs(start);
  for (const Transaction& transaction : transactions) {
    // At most 26 products of 10^9 and 10^6: the sum stays far below 2^63.
    total += std::abs(transaction.amount) * transaction.times;
  }
  return total * static_cast<Money>(accountsOf(mode)) <= limits::kMaxTotal;
}

AccountProgram withoutLabels(AccountProgram program) {
  for (Transaction& transaction : program.transactions) transaction.label.clear();
  return program;
}

std::optional<Money> serialEnding(const AccountProgram& program) {
  Money balance = program.start;
  bool held = false;
  for (std::size_t task = 0; task < program.transactions.size(); ++task) {
    const Transaction& transaction = program.transactions[task];
    if (held) return std::nullopt;
    if (transaction.throws) {
      held = keepsOnException(program.lock);
      if (changesBalance(program, task)) balance += transaction.amount;
      continue;
    }
    if (program.mode == Mode::transfer) continue;
    const std::int64_t times =
        checksOverdraft(program, task) ? affordable(balance, -transaction.amount, transaction.times) : transaction.times;
    balance += transaction.amount * times;
  }
  // A transfer adds to one account what it takes from the other.
  return program.mode == Mode::transfer ? startOfAll(program) : balance;
}

}  // namespace interleave
