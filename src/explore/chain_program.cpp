#include "explore/chain_program.h"

#include <algorithm>
#include <bit>
#include <iterator>

namespace interleave {

ChainProgram::ChainProgram(const AccountProgram& program) : program_(program), classes_(classifyTasks(program, program_)) {
  layOut();
}

void ChainProgram::layOut() {
  const auto isWhole = [](const TaskClass& each) { return !each.individual; };
  wholeClasses_ = static_cast<std::size_t>(std::ranges::count_if(classes_.list, isWhole));
  for (const TaskClass& each : classes_.list) {
    positionBits_ = std::max(positionBits_, static_cast<int>(std::bit_width(program_.end(each.model))));
    if (each.individual) {
      intendedBits_ = std::max(intendedBits_, static_cast<int>(std::bit_width(static_cast<Word>(each.updates))));
    }
  }
  taskBits_ = static_cast<int>(std::bit_width(classes_.list.size())) + positionBits_ + intendedBits_ + 1;
  tasksInWord_ = static_cast<std::size_t>(64 / taskBits_);
  const std::size_t most = std::min(program_.tasks(), program_.workers());
  words_ = 1 + (wholeClasses_ + 1) / 2 + (most + tasksInWord_ - 1) / tasksInWord_;
}

ChainState ChainProgram::first() const {
  ChainState state;
  state.count = std::min(program_.tasks(), program_.workers());
  for (std::size_t task = 0; task < state.count; ++task) state.flight[task] = make(classes_.of[task], 0, 0, false);
  return state;
}

void ChainProgram::intend(ChainState& state, std::size_t task, std::uint64_t updates) const {
  state.flight[task] = make(classes_.of[task], 0, updates, false);
}

// States that differ only by a renaming get the same key: the tasks in it are sorted.
void ChainProgram::pack(const ChainState& state, Word* key) const {
  std::array<Word, limits::kMaxWorkers> sorted = state.flight;
  std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(state.count));
  std::fill_n(key, words_, Word{0});
  key[0] = state.ended << 8 | state.count << 1 | Word{state.stuck};
  for (std::size_t i = 0; i < wholeClasses_; ++i) key[1 + i / 2] |= static_cast<Word>(state.intended[i]) << (i % 2 * 32);
  Word* tasks = key + 1 + (wholeClasses_ + 1) / 2;
  for (std::size_t i = 0; i < state.count; ++i) {
    tasks[i / tasksInWord_] |= sorted[i] << (static_cast<int>(i % tasksInWord_) * taskBits_);
  }
}

ChainState ChainProgram::unpack(const Word* key) const {
  ChainState state;
  state.stuck = (key[0] & 1) != 0;
  state.count = static_cast<std::size_t>((key[0] >> 1) & 0x7F);
  state.ended = static_cast<std::size_t>(key[0] >> 8);
  for (std::size_t i = 0; i < wholeClasses_; ++i) {
    state.intended[i] = static_cast<std::uint32_t>(key[1 + i / 2] >> (i % 2 * 32));
  }
  const Word* tasks = key + 1 + (wholeClasses_ + 1) / 2;
  const Word mask = taskBits_ == 64 ? ~Word{0} : (Word{1} << taskBits_) - 1;
  for (std::size_t i = 0; i < state.count; ++i) {
    state.flight[i] = (tasks[i / tasksInWord_] >> (static_cast<int>(i % tasksInWord_) * taskBits_)) & mask;
  }
  return state;
}

bool ChainProgram::lockFree(const ChainState& state) const {
  if (state.stuck) return false;
  const auto end = state.flight.begin() + static_cast<std::ptrdiff_t>(state.count);
  return std::none_of(state.flight.begin(), end, [&](Word each) { return positionOf(each) % 4 != 0; });
}

bool ChainProgram::anyLive(const ChainState& state) const {
  const auto end = state.flight.begin() + static_cast<std::ptrdiff_t>(state.count);
  return std::any_of(state.flight.begin(), end, &ChainProgram::live);
}

// Updates of the class that have not read yet, in flight and in the queue.
std::int64_t ChainProgram::unread(const ChainState& state, std::size_t classNumber) const {
  const TaskClass& mine = classes_.list[classNumber];
  std::int64_t updates = 0;
  for (std::size_t i = 0; i < state.count; ++i) {
    if (classOf(state.flight[i]) == classNumber) updates += mine.updates - (positionOf(state.flight[i]) + 1) / 2;
  }
  for (std::size_t task = state.ended + state.count; task < program_.tasks(); ++task) {
    if (classes_.of[task] == classNumber) updates += mine.updates;
  }
  return updates;
}

bool ChainProgram::canStep(const ChainState& state, std::size_t index, bool free, bool live) const {
  const Word each = state.flight[index];
  switch (program_.stepAt(classes_.list[classOf(each)].model, positionOf(each))) {
    case Step::acquire: return free;
    // A live balance must not be overwritten.
    case Step::write: return program_.locks() || live;
    // Plain programs have no other steps.
    default: return true;
  }
}

bool ChainProgram::take(ChainState& state, std::size_t index, Read read) const {
  const Word each = state.flight[index];
  const std::size_t model = classes_.list[classOf(each)].model;
  const Position at = positionOf(each);
  const bool throwing = program_.throws(model) && program_.isFirstRead(model, at);
  const Position to = program_.after(model, at, throwing ? StepOutcome::threw : StepOutcome::done);
  const bool isRead = program_.stepAt(model, at) == Step::read;
  if (isRead && !program_.locks() && !program_.throws(model)) return takeRead(state, index, read);
  if (read == Read::chain) return false;  // only reads are guessed
  move(state, index, to, false);
  return program_.locks() || !live(each) || !hopeless(state);
}

bool ChainProgram::takeRead(ChainState& state, std::size_t index, Read read) const {
  const Word each = state.flight[index];
  const std::size_t classNumber = classOf(each);
  const TaskClass& mine = classes_.list[classNumber];
  const Position to = positionOf(each) + 1;
  Word intended = mine.individual ? intends(each) : state.intended[classNumber];
  if (read == Read::chain) {
    if (intended == 0 || anyLive(state)) return false;
    --intended;
    if (mine.individual) state.flight[index] = make(classNumber, positionOf(each), intended, false);
    else state.intended[classNumber] = static_cast<std::uint32_t>(intended);
    move(state, index, to, true);
    return true;
  }
  move(state, index, to, false);
  const std::int64_t left = mine.individual ? mine.updates - (to + 1) / 2 : unread(state, classNumber);
  return static_cast<std::int64_t>(intended) <= left;
}

void ChainProgram::move(ChainState& state, std::size_t index, Position to, bool live) const {
  const Word each = state.flight[index];
  const std::size_t classNumber = classOf(each);
  const std::size_t model = classes_.list[classNumber].model;
  if (to != program_.end(model)) {
    state.flight[index] = make(classNumber, to, intends(each), live);
    return;
  }
  state.stuck = state.stuck || program_.holdsLock(model, to);
  ++state.ended;
  std::shift_left(state.flight.begin() + static_cast<std::ptrdiff_t>(index),
                  state.flight.begin() + static_cast<std::ptrdiff_t>(state.count), 1);
  const std::size_t next = state.ended + state.count - 1;
  if (next < program_.tasks()) {
    state.flight[state.count - 1] = make(classes_.of[next], 0, 0, false);
  } else {
    state.flight[--state.count] = 0;
  }
}

bool ChainProgram::hopeless(const ChainState& state) const {
  if (std::any_of(state.intended.begin(), state.intended.end(), [](std::uint32_t each) { return each > 0; })) return false;
  bool writes = false;
  for (std::size_t i = 0; i < state.count; ++i) {
    if (intends(state.flight[i]) > 0) return false;
    writes = writes || !program_.throws(classes_.list[classOf(state.flight[i])].model);
  }
  for (std::size_t task = state.ended + state.count; task < program_.tasks(); ++task) {
    writes = writes || !program_.throws(task);
  }
  return writes;
}

}  // namespace interleave
