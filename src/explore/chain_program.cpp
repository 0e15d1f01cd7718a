#include "explore/chain_program.h"

#include <algorithm>
#include <bit>
#include <iterator>

namespace interleave {
namespace {

bool hasStep(const AccountProgram& program, Step step) {
  const std::span<const Step> steps = lockInfo(program.lock).steps;
  return std::ranges::find(steps, step) != steps.end();
}

}  // namespace

ChainProgram::ChainProgram(const AccountProgram& program)
    : program_(program), classes_(classifyTasks(program, program_)), flagged_(hasStep(program, Step::check)) {
  if (hasStep(program, Step::ticket)) {
    placeBits_ = static_cast<int>(std::bit_width(std::min(program_.tasks(), program_.workers())));
  }
  layOut();
}

void ChainProgram::layOut() {
  for (const TaskClass& each : classes_.list) {
    scripts_.push_back(scriptOf(each));
    if (!each.individual && each.updates > 0) slots_ += classes_.intentions;
    positionBits_ = std::max(positionBits_, static_cast<int>(std::bit_width(program_.end(each.model))));
    if (each.individual) {
      intendedBits_ = std::max(intendedBits_, static_cast<int>(std::bit_width(static_cast<Word>(each.updates))));
    }
  }
  allIntendedBits_ = intendedBits_ * static_cast<int>(classes_.intentions);
  taskBits_ = static_cast<int>(std::bit_width(classes_.list.size())) + positionBits_ + placeBits_ + allIntendedBits_ + 1;
  tasksInWord_ = static_cast<std::size_t>(64 / taskBits_);
  const std::size_t most = std::min(program_.tasks(), program_.workers());
  words_ = 1 + (slots_ + 1) / 2 + (most + tasksInWord_ - 1) / tasksInWord_;
}

ChainProgram::Script ChainProgram::scriptOf(const TaskClass& each) const {
  const std::vector<Action>& actions = program_.updateOf(each.model).actions;
  Script script;
  script.length = static_cast<Position>(actions.size());
  script.slot = slots_;
  const auto offset = [&](Step step, ObjectId account) {
    return static_cast<Position>(std::ranges::find(actions, Action{step, account}) - actions.begin());
  };
  if (classes_.contained == Contained::admitted) script.decides[0] = offset(Step::acquire, kFirstAccount);
  if (!chained()) return script;
  for (std::size_t account = 0; account < classes_.intentions; ++account) {
    const auto object = static_cast<ObjectId>(account);
    script.decides[account] = offset(Step::read, object);
    script.lastWrites[account] = program_.end(each.model) - script.length + offset(Step::write, object);
  }
  return script;
}

ChainState ChainProgram::first() const {
  ChainState state;
  state.count = std::min(program_.tasks(), program_.workers());
  for (std::size_t task = 0; task < state.count; ++task) state.flight[task] = make(classes_.of[task], 0, 0, 0, false);
  return state;
}

void ChainProgram::intend(ChainState& state, std::size_t task, std::size_t which, std::uint64_t updates) const {
  const std::size_t classNumber = classes_.of[task];
  if (classes_.list[classNumber].individual) {
    state.flight[task] |= updates << (1 + which * static_cast<std::size_t>(intendedBits_));
  } else {
    state.intended[scripts_[classNumber].slot + which] = static_cast<std::uint32_t>(updates);
  }
}

bool ChainProgram::idleGiveUps() const {
  const auto throws = [&](const TaskClass& each) { return program_.throws(each.model); };
  return classes_.contained == Contained::admitted && std::ranges::any_of(classes_.list, throws);
}

// States that differ only by a renaming get the same key: the tasks in it are sorted.
void ChainProgram::pack(const ChainState& state, Word* key) const {
  std::array<Word, limits::kMaxWorkers> sorted;
  for (std::size_t i = 0; i < state.count; ++i) {
    // By insertion: they are few, and sorted but for one where the state before was.
    std::size_t at = i;
    for (; at > 0 && sorted[at - 1] > state.flight[i]; --at) sorted[at] = sorted[at - 1];
    sorted[at] = state.flight[i];
  }
  std::fill_n(key, words_, Word{0});
  key[0] = state.ended << 16 | state.count << 8 | static_cast<Word>(state.giveUps) << 2 | Word{state.flagTaken} << 1 |
           Word{state.stuck};
  for (std::size_t i = 0; i < slots_; ++i) key[1 + i / 2] |= static_cast<Word>(state.intended[i]) << (i % 2 * 32);
  Word* tasks = key + 1 + (slots_ + 1) / 2;
  for (std::size_t i = 0; i < state.count; ++i) {
    tasks[i / tasksInWord_] |= sorted[i] << (static_cast<int>(i % tasksInWord_) * taskBits_);
  }
}

ChainState ChainProgram::unpack(const Word* key) const {
  ChainState state;
  state.stuck = (key[0] & 1) != 0;
  state.flagTaken = (key[0] >> 1 & 1) != 0;
  state.giveUps = static_cast<GiveUps>(key[0] >> 2 & 3);
  state.count = static_cast<std::size_t>((key[0] >> 8) & 0xFF);
  state.ended = static_cast<std::size_t>(key[0] >> 16);
  for (std::size_t i = 0; i < slots_; ++i) {
    state.intended[i] = static_cast<std::uint32_t>(key[1 + i / 2] >> (i % 2 * 32));
  }
  const Word* tasks = key + 1 + (slots_ + 1) / 2;
  const Word mask = taskBits_ == 64 ? ~Word{0} : (Word{1} << taskBits_) - 1;
  for (std::size_t i = 0; i < state.count; ++i) {
    state.flight[i] = (tasks[i / tasksInWord_] >> (static_cast<int>(i % tasksInWord_) * taskBits_)) & mask;
  }
  return state;
}

// ---- Which steps are possible -----------------------------------------------------------------------

ChainProgram::Survey ChainProgram::survey(const ChainState& state) const {
  Survey survey;
  const std::span<const Word> flight(state.flight.data(), state.count);
  if (chained()) {
    for (const Word each : flight) {
      if (marked(each)) survey.copyLive[objectsAt(each).first()] = true;
    }
  }
  if (program_.locks()) {
    for (const Word each : flight) includeHolder(survey, each);
  }
  return survey;
}

void ChainProgram::includeHolder(Survey& survey, Word each) const {
  const std::size_t model = modelOf(each);
  for (std::uint32_t held = program_.locksHeld(model, positionOf(each)); held != 0; held &= held - 1) {
    CompactProgram::Holders& holders = survey.holders[static_cast<std::size_t>(std::countr_zero(held))];
    ++holders.count;
    holders.writer = holders.writer || !program_.readsOnly(model);
  }
}

bool ChainProgram::admits(Word each, std::size_t account, const ChainState& state, const Survey& survey) const {
  CompactProgram::Holders others = survey.holders[account];
  // The task may hold a recursive lock already.
  if (others.count > 0 && program_.holdsLock(modelOf(each), positionOf(each), account)) --others.count;
  return !state.stuck && program_.admits(modelOf(each), others);
}

// By all locks that its next step, an acquire, is about.
bool ChainProgram::admitted(Word each, const ChainState& state, const Survey& survey) const {
  const ObjectSpan objects = objectsAt(each);
  return placeOf(each) == 0 && std::ranges::all_of(objects.begin(), objects.end(),
                                                   [&](std::size_t account) { return admits(each, account, state, survey); });
}

bool ChainProgram::canStep(const ChainState& state, std::size_t index, const Survey& survey) const {
  const Word each = state.flight[index];
  const Action& action = program_.actionAt(modelOf(each), positionOf(each));
  switch (action.step) {
    case Step::acquire: return classes_.contained == Contained::admitted || admitted(each, state, survey);
    case Step::check: return !state.flagTaken;
    // A live balance must not be overwritten.
    case Step::write: return !chained() || survey.copyLive[action.objects.first()];
    default: return true;
  }
}

bool ChainProgram::guesses(Word each) const {
  if (!chained()) return false;
  const std::size_t model = modelOf(each);
  return program_.stepAt(model, positionOf(each)) == Step::read && !program_.throws(model);
}

std::span<const ChainProgram::Read> ChainProgram::reads(const ChainState& state, std::size_t index, const Survey& survey) const {
  static constexpr std::array kReads = {Read::dead, Read::chain};
  const Word each = state.flight[index];
  const bool chain = guesses(each) && !survey.copyLive[objectsAt(each).first()];
  return std::span(kReads).first(chain ? 2 : 1);
}

// ---- Taking them ------------------------------------------------------------------------------------

bool ChainProgram::take(ChainState& state, std::size_t index, Read read, const Survey& survey) const {
  const Word each = state.flight[index];
  const std::size_t model = modelOf(each);
  const Position at = positionOf(each);
  const Step step = program_.stepAt(model, at);
  const bool throwing = program_.throws(model) && program_.isFirstRead(model, at);
  if (guesses(each)) return takeRead(state, index, read);
  switch (step) {
    case Step::swap: return takeSwap(state, index);
    case Step::ticket: draw(state, index); break;
    case Step::acquire:
      if (classes_.contained == Contained::admitted) return takeInTime(state, index, survey);
      state.flagTaken = flagged_;
      break;
    case Step::release:
      state.flagTaken = false;
      if (placeBits_ > 0) leaveQueue(state);
      break;
    default: break;
  }
  move(state, index, program_.after(model, at, throwing ? StepOutcome::threw : StepOutcome::done), false);
  return step != Step::write || !marked(each) || !hopeless(state, program_.actionAt(model, at).objects.first());
}

bool ChainProgram::takeRead(ChainState& state, std::size_t index, Read read) const {
  const Word each = state.flight[index];
  const Position to = positionOf(each) + 1;
  const std::size_t account = objectsAt(each).first();
  if (read == Read::chain) {
    if (!fulfil(state, index, account)) return false;
    move(state, index, to, true);
    return true;
  }
  move(state, index, to, false);
  return stillPossible(state, each, account, to);
}

bool ChainProgram::takeSwap(ChainState& state, std::size_t index) const {
  const Word each = state.flight[index];
  const std::size_t model = modelOf(each);
  if (marked(each)) {
    move(state, index, program_.after(model, positionOf(each), StepOutcome::failed), false);
    return true;
  }
  if (!classes_.list[classOf(each)].silent) {
    for (std::size_t i = 0; i < state.count; ++i) {
      if (i != index && program_.holdsCopy(modelOf(state.flight[i]), positionOf(state.flight[i]))) state.flight[i] |= 1;
    }
  }
  move(state, index, program_.after(model, positionOf(each)), false);
  return true;
}

// An acquire that gives its update up where the lock is held.
bool ChainProgram::takeInTime(ChainState& state, std::size_t index, const Survey& survey) const {
  const Word each = state.flight[index];
  if (!admitted(each, state, survey)) return giveUp(state, index);
  if (!program_.throws(modelOf(each)) && !fulfil(state, index, 0)) return false;
  move(state, index, positionOf(each) + 1, false);
  return true;
}

bool ChainProgram::giveUp(ChainState& state, std::size_t index) const {
  const Word each = state.flight[index];
  const std::size_t model = modelOf(each);
  const Position to = program_.after(model, positionOf(each), StepOutcome::gaveUp);
  if (state.giveUps == GiveUps::none) return false;
  state.giveUps = GiveUps::any;
  move(state, index, to, false);
  return program_.throws(model) || stillPossible(state, each, 0, to);
}

// The task draws a ticket behind all that have one.
void ChainProgram::draw(ChainState& state, std::size_t index) const {
  Word queued = 0;
  for (std::size_t i = 0; i < state.count; ++i) {
    queued += program_.isQueued(modelOf(state.flight[i]), positionOf(state.flight[i])) ? 1 : 0;
  }
  state.flight[index] |= queued << (1 + allIntendedBits_);
}

// The task with the ticket that is served leaves; one fewer is before each other.
void ChainProgram::leaveQueue(ChainState& state) const {
  for (std::size_t i = 0; i < state.count; ++i) {
    if (placeOf(state.flight[i]) > 0) state.flight[i] -= Word{1} << (1 + allIntendedBits_);
  }
}

void ChainProgram::move(ChainState& state, std::size_t index, Position to, bool mark) const {
  const Word each = state.flight[index];
  const std::size_t classNumber = classOf(each);
  const std::size_t model = classes_.list[classNumber].model;
  if (to != program_.end(model)) {
    state.flight[index] = make(classNumber, to, placeOf(each), allIntends(each), mark);
    return;
  }
  state.stuck = state.stuck || program_.holdsLock(model, to);
  ++state.ended;
  std::shift_left(state.flight.begin() + static_cast<std::ptrdiff_t>(index),
                  state.flight.begin() + static_cast<std::ptrdiff_t>(state.count), 1);
  const std::size_t next = state.ended + state.count - 1;
  if (next < program_.tasks()) {
    state.flight[state.count - 1] = make(classes_.of[next], 0, 0, 0, false);
  } else {
    state.flight[--state.count] = 0;
  }
}

// ---- What is intended -------------------------------------------------------------------------------

// Updates of a task that stands there whose intention has been decided.
std::int64_t ChainProgram::decided(std::size_t classNumber, std::size_t which, Position at) const {
  const Script& script = scripts_[classNumber];
  const Position over = at < script.length ? 0 : at / script.length;
  return over + (at - over * script.length > script.decides[which] ? 1 : 0);
}

// Updates of the class that are not decided, in flight and in the queue.
std::int64_t ChainProgram::undecided(const ChainState& state, std::size_t classNumber, std::size_t which) const {
  const TaskClass& mine = classes_.list[classNumber];
  std::int64_t updates = 0;
  for (std::size_t i = 0; i < state.count; ++i) {
    const Word each = state.flight[i];
    if (classOf(each) == classNumber) updates += mine.updates - decided(classNumber, which, positionOf(each));
  }
  for (std::size_t task = state.ended + state.count; task < program_.tasks(); ++task) {
    if (classes_.of[task] == classNumber) updates += mine.updates;
  }
  return updates;
}

// One more of the intended updates is certain. False if no more are intended.
bool ChainProgram::fulfil(ChainState& state, std::size_t index, std::size_t which) const {
  Word& each = state.flight[index];
  const std::size_t classNumber = classOf(each);
  if (classes_.list[classNumber].individual) {
    if (intends(each, which) == 0) return false;
    each -= Word{1} << (1 + which * static_cast<std::size_t>(intendedBits_));
    return true;
  }
  std::uint32_t& intended = state.intended[scripts_[classNumber].slot + which];
  if (intended == 0) return false;
  --intended;
  return true;
}

// Whether enough updates are left after a task, `before` its step, has moved on without fulfilling an intention.
bool ChainProgram::stillPossible(const ChainState& state, Word before, std::size_t which, Position to) const {
  const std::size_t classNumber = classOf(before);
  const TaskClass& mine = classes_.list[classNumber];
  if (mine.individual) {
    return static_cast<std::int64_t>(intends(before, which)) <= mine.updates - decided(classNumber, which, to);
  }
  const std::size_t slot = scripts_[classNumber].slot + which;
  return static_cast<std::int64_t>(state.intended[slot]) <= undecided(state, classNumber, which);
}

bool ChainProgram::hopeless(const ChainState& state) const {
  for (std::size_t account = 0; chained() && account < classes_.intentions; ++account) {
    if (hopeless(state, account)) return true;
  }
  return false;
}

// Of an account whose balance is live.
bool ChainProgram::hopeless(const ChainState& state, std::size_t account) const {
  for (std::size_t slot = account; slot < slots_; slot += classes_.intentions) {
    if (state.intended[slot] > 0) return false;
  }
  bool writes = false;
  for (std::size_t i = 0; i < state.count; ++i) {
    const Word each = state.flight[i];
    if (intends(each, account) > 0) return false;
    writes = writes || (!program_.throws(modelOf(each)) && positionOf(each) <= scripts_[classOf(each)].lastWrites[account]);
  }
  for (std::size_t task = state.ended + state.count; task < program_.tasks(); ++task) {
    writes = writes || !program_.throws(task);
  }
  return writes;
}

}  // namespace interleave
