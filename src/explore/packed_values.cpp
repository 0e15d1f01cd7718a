#include "explore/packed_values.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace interleave {
namespace {

// What each task adds to one account.
AccountProgram changesOf(AccountProgram source, std::size_t account) {
  for (std::size_t task = 0; task < source.transactions.size(); ++task) {
    Transaction& transaction = source.transactions[task];
    // With fetch_add the task has added before it throws.
    if (transaction.throws && changesBalance(source, task)) {
      transaction.throws = false;
      transaction.times = 1;
    }
    transaction.amount = changeOf(source.mode, transaction.amount, account);
  }
  return source;
}

}  // namespace

PackedValues::PackedValues(const AccountProgram& source, const CompactProgram& program, const EndParts& parts)
    : program_(program),
      byVersion_(lockInfo(source.lock).copyCheck == CopyCheck::version),
      queue_(lockInfo(source.lock).admission == Admission::inTurn),
      hasFlag_(std::ranges::find(lockInfo(source.lock).steps, Step::check) != lockInfo(source.lock).steps.end()),
      parts_(parts) {
  for (std::size_t account = 0; account < accountsOf(source.mode); ++account) {
    codes_.emplace_back(changesOf(source, account));
  }
  for (const ValueCode& code : codes_) {
    for (std::size_t task = 0; task < program_.tasks(); ++task) adders_.push_back(code.adder(task));
  }
  for (std::size_t task = 0; task < program_.tasks(); ++task) {
    const ObjectId payer = source.mode == Mode::transfer ? routeOf(source, task).payer : kFirstAccount;
    refusedBelow_.push_back(codes_[payer].firstFrom(std::abs(program_.amount(task))));
  }
  dueOfTransfers_ = startOfAll(source);
  layOut();
}

void PackedValues::layOut() {
  BitLayout layout;
  int copyBits = 0;
  for (const ValueCode& code : codes_) {
    balances_.push_back(layout.add(code.bits()));
    copyBits = std::max(copyBits, code.bits());
  }
  if (byVersion_) copyBits = 1;
  if (lockInfo(program_.lock()).form == UpdateForm::added) copyBits = 0;
  for (std::size_t task = 0; task < program_.tasks(); ++task) copies_.push_back(layout.add(copyBits));
  if (queue_) {
    const int placeBits = static_cast<int>(std::bit_width(std::min(program_.tasks(), program_.workers())));
    for (std::size_t task = 0; task < program_.tasks(); ++task) places_.push_back(layout.add(placeBits));
  }
  if (hasFlag_) flag_ = layout.add(1);
  if (parts_.due && codes_.size() == 1) due_ = layout.add(codes_[0].bits());
  if (parts_.lost) {
    for (std::size_t task = 0; task < program_.tasks(); ++task) stale_.push_back(layout.add(1));
    lost_ = layout.add(1);
  }
  if (parts_.gaveUp) gaveUp_ = layout.add(1);
  words_ = layout.words();
}

void PackedValues::first(Word* values) const {
  std::fill_n(values, words_, Word{0});
  for (std::size_t account = 0; account < codes_.size(); ++account) balances_[account].set(values, codes_[account].start());
  due_.set(values, due_.mask & codes_[0].start());
}

FinalState PackedValues::finalState(const Word* values) const {
  FinalState state;
  for (std::size_t account = 0; account < codes_.size(); ++account) {
    state.balance += codes_[account].value(balances_[account].get(values));
  }
  if (parts_.due) state.due = codes_.size() == 1 ? codes_[0].value(due_.get(values)) : dueOfTransfers_;
  state.lost = lost_.get(values) != 0;
  state.gaveUp = gaveUp_.get(values) != 0;
  return state;
}

// The tasks with a copy of the account.
std::uint32_t PackedValues::holdersOfCopies(std::size_t except, ObjectId account, std::span<const Position> positions) const {
  std::uint32_t holders = 0;
  for (std::size_t task = 0; task < positions.size(); ++task) {
    if (task == except || !program_.holdsCopy(task, positions[task])) continue;
    if (program_.actionAt(task, positions[task]).objects == account) holders |= std::uint32_t{1} << task;
  }
  return holders;
}

PackedValues::StepEffect PackedValues::writeEffect(std::size_t task, std::span<const Position> positions) const {
  const ObjectId account = program_.actionAt(task, positions[task]).objects.first();
  const StepOutcome outcome = program_.outcomeOf(task, positions);
  if (!parts_.due && !parts_.lost) return {Effect::write, outcome, false, account};
  return {Effect::toldWrite, outcome, false, account, parts_.lost ? holdersOfCopies(task, account, positions) : 0};
}

void PackedValues::readEffects(std::size_t task, Position position, std::vector<StepEffect>& found) const {
  const bool first = program_.isFirstRead(task, position);
  const ObjectId account = program_.actionAt(task, position).objects.first();
  if (first && program_.throws(task)) {
    found.push_back({Effect::none, StepOutcome::threw});
    return;
  }
  const bool keeps = !byVersion_ && program_.holdsCopy(task, program_.after(task, position));
  const bool mayRefuse = first && program_.mayRefuse(task);
  found.push_back({keeps ? Effect::read : Effect::look, StepOutcome::done, mayRefuse, account});
  if (mayRefuse) found.push_back({Effect::refusedRead, StepOutcome::refused, true, account});
}

void PackedValues::effects(std::size_t task, std::span<const Position> positions, std::vector<StepEffect>& found) const {
  found.clear();
  const Action& action = program_.actionAt(task, positions[task]);
  const ObjectId account = action.objects.first();
  const StepOutcome outcome = program_.outcomeOf(task, positions);
  switch (action.step) {
    case Step::read: return readEffects(task, positions[task], found);
    case Step::write: found.push_back(writeEffect(task, positions)); break;
    case Step::add: found.push_back({Effect::add, outcome}); break;
    case Step::swap: {
      found.push_back({Effect::swap, StepOutcome::done, false, 0, byVersion_ ? holdersOfCopies(task, account, positions) : 0});
      found.push_back({Effect::failedSwap, StepOutcome::failed});
      break;
    }
    case Step::check: found.push_back({Effect::check, outcome}); break;
    case Step::ticket: {
      std::uint32_t queued = 0;
      for (std::size_t other = 0; other < positions.size(); ++other) queued += program_.isQueued(other, positions[other]) ? 1 : 0;
      found.push_back({Effect::draw, outcome, false, 0, queued});
      break;
    }
    case Step::acquire:
      if (outcome == StepOutcome::gaveUp && parts_.gaveUp) found.push_back({Effect::giveUp, outcome});
      else found.push_back({hasFlag_ ? Effect::lockFlag : queue_ ? Effect::serve : Effect::none, outcome});
      break;
    case Step::release:
      found.push_back({hasFlag_ ? Effect::releaseFlag : queue_ ? Effect::leaveQueue : Effect::none, outcome});
      break;
  }
}

bool PackedValues::swap(const StepEffect& step, std::size_t task, Word* values) const {
  const BitField& balance = balances_[0];
  const Word seen = balance.get(values);
  const Word copy = copies_[task].get(values);
  const bool good = !byVersion_ ? copy == seen : copy == 0;
  if (good != (step.effect == Effect::swap)) return false;
  copies_[task].set(values, 0);
  if (!good) return true;
  balance.set(values, adders_[task](seen));
  for (std::uint32_t left = step.others; left != 0; left &= left - 1) {
    copies_[static_cast<std::size_t>(std::countr_zero(left))].set(values, 1);
  }
  return true;
}

void PackedValues::toldWrite(const StepEffect& step, std::size_t task, Word* values) const {
  const ValueCode::Adder& adder = adders_[step.account * program_.tasks() + task];
  balances_[step.account].set(values, adder(copies_[task].get(values)));
  copies_[task].set(values, 0);
  if (due_.mask != 0) due_.set(values, adder(due_.get(values)));
  if (!parts_.lost || lost_.get(values) != 0) return;
  if (stale_[task].get(values) != 0) {
    // From now on it does not matter which copies are stale.
    lost_.set(values, 1);
    for (const BitField& each : stale_) each.set(values, 0);
    return;
  }
  for (std::uint32_t left = step.others; left != 0; left &= left - 1) {
    stale_[static_cast<std::size_t>(std::countr_zero(left))].set(values, 1);
  }
}

bool PackedValues::applyOther(const StepEffect& step, std::size_t task, Word* values) const {
  switch (step.effect) {
    case Effect::toldWrite: toldWrite(step, task, values); return true;
    case Effect::giveUp: gaveUp_.set(values, 1); return true;
    case Effect::check: return flag_.get(values) == 0;
    case Effect::lockFlag: flag_.set(values, 1); return true;
    case Effect::releaseFlag: flag_.set(values, 0); return true;
    case Effect::draw: places_[task].set(values, step.others); return true;
    case Effect::serve: return places_[task].get(values) == 0;
    case Effect::leaveQueue:
      for (const BitField& place : places_) {
        if (const Word before = place.get(values); before > 0) place.set(values, before - 1);
      }
      return true;
    default: return true;
  }
}

}  // namespace interleave
