#include "explore/symmetry_counter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <iterator>
#include <span>

#include "explore/compact_program.h"
#include "explore/key_table.h"

namespace interleave {
namespace {

using Word = std::uint64_t;
using Position = CompactProgram::Position;

// Tasks that are interchangeable.
struct Class {
  std::size_t model = 0;         // one of them
  std::size_t tasks = 0;
  std::int64_t updates = 0;      // that one of them can put into the chain
  bool individual = false;       // intentions are each task's own, else the class's as a whole

  std::int64_t allUpdates() const { return updates * static_cast<std::int64_t>(tasks); }
};

struct Classes {
  std::vector<Class> list;
  std::vector<std::size_t> of;  // of each task
};

// A task in flight, in one number that sorts: class, position, intended, live.
struct Bits {
  int intended = 0;
  int position = 0;
  int task = 0;  // all of it

  Word make(std::size_t classNumber, Word at, Word intends, bool live) const {
    return (((static_cast<Word>(classNumber) << position | at) << intended | intends) << 1) | Word{live};
  }
  static bool live(Word each) { return (each & 1) != 0; }
  Word intends(Word each) const { return (each >> 1) & ((Word{1} << intended) - 1); }
  Position at(Word each) const {
    return static_cast<Position>((each >> (1 + intended)) & ((Word{1} << position) - 1));
  }
  std::size_t classOf(Word each) const { return static_cast<std::size_t>(each >> (1 + intended + position)); }
};

// One state, its tasks in list order.
struct State {
  std::size_t ended = 0;         // tasks
  bool stuck = false;            // a task has ended with the lock in its hands
  std::size_t count = 0;         // tasks in flight
  std::array<Word, limits::kMaxWorkers> flight{};
  std::array<std::uint32_t, limits::kMaxTransactions> intended{};  // of each class that is not individual

  bool operator==(const State&) const = default;
};

enum class Read : std::uint8_t { dead, chain };  // whether the copy goes into the chain

double logChoose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

// Ways to hand out `values` to so many tasks that are interchangeable.
double logMultisets(double tasks, double values) { return logChoose(tasks + values - 1, tasks); }

class SymmetryCounter {
 public:
  SymmetryCounter(const Settings& settings, Budget& budget, Team& team);
  Counted count();

 private:
  static constexpr std::size_t kStatesPerLook = 256;
  // More sets of updates than this are not gone through.
  static constexpr double kMostChoices = 50e6;
  // Kinds of the end that are counted apart.
  static constexpr std::size_t kEnd = 0;
  static constexpr std::size_t kDeadlock = 1;

  struct Edge {
    std::uint32_t to;
    std::uint32_t tasks;  // that can take this step
  };
  struct Level {
    explicit Level(std::size_t words) : states(words) {}
    KeyTable states;
    std::vector<std::size_t> edgesFrom;  // of each state, the first of its edges
    std::vector<Edge> edges;
    std::array<std::vector<bool>, 2> possible;  // of each kind, of each state: there is a way
  };

  static std::size_t bytesOf(const Level& level) {
    return level.states.bytes() + level.edges.capacity() * sizeof(Edge) + level.edgesFrom.capacity() * sizeof(std::size_t);
  }

  // ---- Which tasks are alike
  Classes classify(bool individual) const;
  double cost(const Classes& classes) const;
  void layOut();

  // ---- States
  State first() const;
  void pack(const State& state, Word* key) const;
  State unpack(const Word* key) const;
  bool lockFree(const State& state) const;
  bool anyLive(const State& state) const;
  std::int64_t unread(const State& state, std::size_t classNumber) const;
  bool canStep(const State& state, std::size_t index, bool free, bool live) const;
  bool take(State& state, std::size_t index, Read read) const;
  bool takeRead(State& state, std::size_t index, Read read) const;
  void move(State& state, std::size_t index, Position to, bool live) const;
  bool hopeless(const State& state) const;

  // ---- Counting
  void findStates();
  void expand(std::size_t level);
  void countWays();
  void countLevel(Level& level, std::size_t steps, const std::vector<Word>& next, std::vector<Word>& ways);
  std::size_t limbsFor(std::size_t level) const;

  // ---- Endings
  double choices() const;
  State intend(std::uint64_t choice) const;
  Money valueOf(std::uint64_t choice) const;
  template <class Use>
  void forEachChoice(Use use) const;
  void collect(Counted& counted);
  void findExamples(Counted& counted);
  std::string firstSchedule(const State& from, std::size_t kind, const std::string& best) const;
  std::vector<State> guessesAfter(const std::vector<State>& guesses, std::size_t index, std::size_t level,
                                  std::size_t kind) const;
  bool possible(const State& state, std::size_t level, std::size_t kind) const;

  const Settings& settings_;
  const CompactProgram program_;
  Budget& budget_;
  Team& team_;
  Classes classes_;
  Bits bits_;
  std::size_t words_ = 1;
  std::size_t tasksInWord_ = 1;
  std::size_t wholeClasses_ = 0;  // classes come in this order: those that intend as a whole first
  std::size_t kinds_ = 1;
  std::vector<Level> levels_;
  std::size_t held_ = 0;          // bytes of those that are complete
  std::vector<Word> ways_;        // of the first level
  std::map<Money, std::vector<std::uint64_t>> choicesOf_;
};

SymmetryCounter::SymmetryCounter(const Settings& settings, Budget& budget, Team& team)
    : settings_(settings), program_(settings), budget_(budget), team_(team), kinds_(program_.locks() ? 2 : 1) {
  classes_ = classify(false);
  if (Classes other = classify(true); cost(other) < cost(classes_)) classes_ = std::move(other);
  layOut();
}

// `individual`: tasks of like shape that start in flight are interchangeable whatever their amounts.
Classes SymmetryCounter::classify(bool individual) const {
  struct Kind {
    bool own;
    bool throws;
    std::int64_t times;
    Money amount;
    auto operator<=>(const Kind&) const = default;
  };
  std::map<Kind, std::vector<std::size_t>> tasksOf;
  for (std::size_t task = 0; task < settings_.transactions.size(); ++task) {
    const Transaction& each = settings_.transactions[task];
    const bool chooses = !program_.locks() && !each.throws;
    const bool own = individual && chooses && task < program_.workers();
    tasksOf[{own, each.throws, each.throws ? 1 : each.times, chooses && !own ? each.amount : 0}].push_back(task);
  }
  Classes classes;
  classes.of.resize(settings_.transactions.size());
  for (const auto& [kind, tasks] : tasksOf) {
    for (const std::size_t task : tasks) classes.of[task] = classes.list.size();
    const bool chooses = !program_.locks() && !kind.throws;
    classes.list.push_back({tasks.front(), tasks.size(), chooses ? kind.times : 0, kind.own});
  }
  return classes;
}

// About how much work it is, to choose between two ways. From the number of states and of intentions.
double SymmetryCounter::cost(const Classes& classes) const {
  double states = 0;
  double choices = 0;
  for (const Class& each : classes.list) {
    const double positions = program_.end(each.model) + 1.0;
    const auto updates = static_cast<double>(each.updates);
    const auto tasks = static_cast<double>(each.tasks);
    if (each.individual) {
      states += logMultisets(tasks, (updates + 1) * (updates + 1));
      choices += tasks * std::log(updates + 1);
    } else {
      states += logMultisets(tasks, positions) + std::log(updates * tasks + 1);
      choices += std::log(updates * tasks + 1);
    }
  }
  return std::exp(states) + std::exp(choices) * static_cast<double>(program_.longest());
}

void SymmetryCounter::layOut() {
  const auto isWhole = [](const Class& each) { return !each.individual; };
  wholeClasses_ = static_cast<std::size_t>(std::ranges::count_if(classes_.list, isWhole));
  for (const Class& each : classes_.list) {
    bits_.position = std::max(bits_.position, static_cast<int>(std::bit_width(program_.end(each.model))));
    if (each.individual) {
      bits_.intended = std::max(bits_.intended, static_cast<int>(std::bit_width(static_cast<Word>(each.updates))));
    }
  }
  bits_.task = static_cast<int>(std::bit_width(classes_.list.size())) + bits_.position + bits_.intended + 1;
  tasksInWord_ = static_cast<std::size_t>(64 / bits_.task);
  const std::size_t most = std::min(program_.tasks(), program_.workers());
  words_ = 1 + (wholeClasses_ + 1) / 2 + (most + tasksInWord_ - 1) / tasksInWord_;
}

// ---- States ---------------------------------------------------------------------------------------

// Before any step; nothing is intended yet.
State SymmetryCounter::first() const {
  State state;
  state.count = std::min(program_.tasks(), program_.workers());
  for (std::size_t task = 0; task < state.count; ++task) state.flight[task] = bits_.make(classes_.of[task], 0, 0, false);
  return state;
}

// States that differ only by a renaming get the same key: the tasks in it are sorted.
void SymmetryCounter::pack(const State& state, Word* key) const {
  std::array<Word, limits::kMaxWorkers> sorted = state.flight;
  std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(state.count));
  std::fill_n(key, words_, Word{0});
  key[0] = state.ended << 8 | state.count << 1 | Word{state.stuck};
  for (std::size_t i = 0; i < wholeClasses_; ++i) key[1 + i / 2] |= static_cast<Word>(state.intended[i]) << (i % 2 * 32);
  Word* tasks = key + 1 + (wholeClasses_ + 1) / 2;
  for (std::size_t i = 0; i < state.count; ++i) {
    tasks[i / tasksInWord_] |= sorted[i] << (static_cast<int>(i % tasksInWord_) * bits_.task);
  }
}

State SymmetryCounter::unpack(const Word* key) const {
  State state;
  state.stuck = (key[0] & 1) != 0;
  state.count = static_cast<std::size_t>((key[0] >> 1) & 0x7F);
  state.ended = static_cast<std::size_t>(key[0] >> 8);
  for (std::size_t i = 0; i < wholeClasses_; ++i) {
    state.intended[i] = static_cast<std::uint32_t>(key[1 + i / 2] >> (i % 2 * 32));
  }
  const Word* tasks = key + 1 + (wholeClasses_ + 1) / 2;
  const Word mask = bits_.task == 64 ? ~Word{0} : (Word{1} << bits_.task) - 1;
  for (std::size_t i = 0; i < state.count; ++i) {
    state.flight[i] = (tasks[i / tasksInWord_] >> (static_cast<int>(i % tasksInWord_) * bits_.task)) & mask;
  }
  return state;
}

bool SymmetryCounter::lockFree(const State& state) const {
  if (state.stuck) return false;
  const auto end = state.flight.begin() + static_cast<std::ptrdiff_t>(state.count);
  return std::none_of(state.flight.begin(), end, [&](Word each) { return bits_.at(each) % 4 != 0; });
}

bool SymmetryCounter::anyLive(const State& state) const {
  const auto end = state.flight.begin() + static_cast<std::ptrdiff_t>(state.count);
  return std::any_of(state.flight.begin(), end, &Bits::live);
}

// Updates of the class that have not read yet, in flight and in the queue.
std::int64_t SymmetryCounter::unread(const State& state, std::size_t classNumber) const {
  const Class& mine = classes_.list[classNumber];
  std::int64_t updates = 0;
  for (std::size_t i = 0; i < state.count; ++i) {
    if (bits_.classOf(state.flight[i]) == classNumber) updates += mine.updates - (bits_.at(state.flight[i]) + 1) / 2;
  }
  for (std::size_t task = state.ended + state.count; task < program_.tasks(); ++task) {
    if (classes_.of[task] == classNumber) updates += mine.updates;
  }
  return updates;
}

// `free`: the lock is. `live`: some copy is.
bool SymmetryCounter::canStep(const State& state, std::size_t index, bool free, bool live) const {
  const Word each = state.flight[index];
  switch (program_.stepAt(bits_.at(each))) {
    case Step::acquire: return free;
    // Over a live balance nobody writes.
    case Step::write: return program_.locks() || live;
    case Step::read:
    case Step::release: return true;
  }
  return true;
}

// Takes the next step of a task in flight; false if that cannot lead to what is intended.
// Precondition: canStep().
bool SymmetryCounter::take(State& state, std::size_t index, Read read) const {
  const Word each = state.flight[index];
  const std::size_t model = classes_.list[bits_.classOf(each)].model;
  const Position at = bits_.at(each);
  const Position to = program_.after(model, at);
  const bool isRead = program_.stepAt(at) == Step::read;
  if (isRead && !program_.locks() && !program_.throws(model)) return takeRead(state, index, read);
  if (read == Read::chain) return false;  // a guess for reads only
  move(state, index, to, false);
  return program_.locks() || !Bits::live(each) || !hopeless(state);
}

bool SymmetryCounter::takeRead(State& state, std::size_t index, Read read) const {
  const Word each = state.flight[index];
  const std::size_t classNumber = bits_.classOf(each);
  const Class& mine = classes_.list[classNumber];
  const Position to = bits_.at(each) + 1;
  Word intends = mine.individual ? bits_.intends(each) : state.intended[classNumber];
  if (read == Read::chain) {
    if (intends == 0 || anyLive(state)) return false;
    --intends;
    if (mine.individual) state.flight[index] = bits_.make(classNumber, bits_.at(each), intends, false);
    else state.intended[classNumber] = static_cast<std::uint32_t>(intends);
  }
  move(state, index, to, read == Read::chain);
  if (read == Read::chain) return true;
  const std::int64_t left = mine.individual ? mine.updates - (to + 1) / 2 : unread(state, classNumber);
  return static_cast<std::int64_t>(intends) <= left;
}

void SymmetryCounter::move(State& state, std::size_t index, Position to, bool live) const {
  const Word each = state.flight[index];
  const std::size_t classNumber = bits_.classOf(each);
  const std::size_t model = classes_.list[classNumber].model;
  if (to != program_.end(model)) {
    state.flight[index] = bits_.make(classNumber, to, bits_.intends(each), live);
    return;
  }
  state.stuck = state.stuck || program_.holdsLock(model, to);
  ++state.ended;
  std::shift_left(state.flight.begin() + static_cast<std::ptrdiff_t>(index),
                  state.flight.begin() + static_cast<std::ptrdiff_t>(state.count), 1);
  const std::size_t next = state.ended + state.count - 1;
  if (next < program_.tasks()) {
    state.flight[state.count - 1] = bits_.make(classes_.of[next], 0, 0, false);
  } else {
    state.flight[--state.count] = 0;
  }
}

// The balance is live, and a write will come that destroys it: nothing more is intended to read it.
bool SymmetryCounter::hopeless(const State& state) const {
  if (std::any_of(state.intended.begin(), state.intended.end(), [](std::uint32_t each) { return each > 0; })) return false;
  bool writes = false;
  for (std::size_t i = 0; i < state.count; ++i) {
    if (bits_.intends(state.flight[i]) > 0) return false;
    writes = writes || !program_.throws(classes_.list[bits_.classOf(state.flight[i])].model);
  }
  for (std::size_t task = state.ended + state.count; task < program_.tasks(); ++task) {
    writes = writes || !program_.throws(task);
  }
  return writes;
}

// ---- Counting -------------------------------------------------------------------------------------

std::size_t SymmetryCounter::limbsFor(std::size_t level) const {
  return limbs::forSchedules(program_.longest() - level, std::min(program_.tasks(), program_.workers()));
}

// All states from which something intended may be reached, level by level.
void SymmetryCounter::findStates() {
  std::vector<Word> key(words_);
  levels_.emplace_back(words_);
  forEachChoice([&](std::uint64_t choice) {
    const State state = intend(choice);
    if (!program_.locks() && hopeless(state)) return;
    pack(state, key.data());
    levels_[0].states.insert(key.data());
  });
  budget_.spend(levels_[0].states.size());
  for (std::size_t level = 0; levels_[level].states.size() > 0 && !budget_.spent(); ++level) {
    levels_.emplace_back(words_);
    expand(level);
    budget_.progress().done.store(level + 1);
  }
}

void SymmetryCounter::expand(std::size_t level) {
  Level& from = levels_[level];
  KeyTable& to = levels_[level + 1].states;
  std::vector<Word> key(words_);
  for (std::size_t number = 0; number < from.states.size(); ++number) {
    if (number % kStatesPerLook == 0) {
      budget_.hold(held_ + bytesOf(from) + to.bytes());
      if (budget_.spent()) return;
    }
    from.edgesFrom.push_back(from.edges.size());
    const State state = unpack(from.states.key(number));
    const bool free = lockFree(state);
    const bool live = anyLive(state);
    // Sorted: tasks that are alike stand together.
    for (std::size_t i = 0, next = 0; i < state.count; i = next) {
      next = i + 1;
      while (next < state.count && state.flight[next] == state.flight[i]) ++next;
      if (!canStep(state, i, free, live)) continue;
      for (const Read read : {Read::dead, Read::chain}) {
        State after = state;
        if (!take(after, i, read)) continue;
        pack(after, key.data());
        const std::size_t before = to.size();
        from.edges.push_back({to.insert(key.data()), static_cast<std::uint32_t>(next - i)});
        if (to.size() > before) budget_.spend(1);
      }
    }
  }
  from.edgesFrom.push_back(from.edges.size());
  held_ += bytesOf(from);
}

// From the last level back to the first.
void SymmetryCounter::countWays() {
  std::vector<Word> next;
  for (std::size_t level = levels_.size(); level > 0; --level) {
    if (budget_.spent()) return;
    std::vector<Word> ways;
    countLevel(levels_[level - 1], level - 1, next, ways);
    next = std::move(ways);
    budget_.progress().done.fetch_add(1);
    budget_.look();
  }
  ways_ = std::move(next);
}

void SymmetryCounter::countLevel(Level& level, std::size_t steps, const std::vector<Word>& next,
                                 std::vector<Word>& ways) {
  const std::size_t limbs = limbsFor(std::min<std::size_t>(steps, program_.longest()));
  const std::size_t nextLimbs = limbsFor(std::min<std::size_t>(steps + 1, program_.longest()));
  const std::size_t states = level.states.size();
  ways.assign(states * kinds_ * limbs, 0);
  for (std::vector<bool>& possible : level.possible) possible.resize(states);
  for (std::size_t number = 0; number < states; ++number) {
    if (number % kStatesPerLook == 0 && budget_.spent()) return;
    Word* mine = ways.data() + number * kinds_ * limbs;
    const auto edges = std::span(level.edges).subspan(level.edgesFrom[number],
                                                      level.edgesFrom[number + 1] - level.edgesFrom[number]);
    if (edges.empty()) {
      const State state = unpack(level.states.key(number));
      if (state.ended == program_.tasks()) mine[kEnd * limbs] = 1;
      else if (program_.locks()) mine[kDeadlock * limbs] = 1;
    }
    for (std::size_t kind = 0; kind < kinds_; ++kind) {
      Word* sum = mine + kind * limbs;
      for (const Edge& edge : edges) {
        limbs::addMultiple(sum, limbs, next.data() + (edge.to * kinds_ + kind) * nextLimbs, nextLimbs, edge.tasks);
      }
      level.possible[kind][number] = !limbs::isZero(sum, limbs);
    }
  }
  level.edges = {};
  level.edgesFrom = {};
}

// ---- Endings --------------------------------------------------------------------------------------

// A choice, a number, says what is intended: how many updates of each class, or of each task of its own.
double SymmetryCounter::choices() const {
  double choices = 1;
  for (const Class& each : classes_.list) {
    choices *= each.individual ? std::pow(static_cast<double>(each.updates + 1), static_cast<double>(each.tasks))
                               : static_cast<double>(each.allUpdates() + 1);
  }
  return choices;
}

State SymmetryCounter::intend(std::uint64_t choice) const {
  State state = first();
  const auto digit = [&](std::int64_t most) {
    const auto base = static_cast<std::uint64_t>(most) + 1;
    const std::uint64_t digit = choice % base;
    choice /= base;
    return digit;
  };
  for (std::size_t i = 0; i < wholeClasses_; ++i) {
    state.intended[i] = static_cast<std::uint32_t>(digit(classes_.list[i].allUpdates()));
  }
  for (std::size_t task = 0; task < state.count; ++task) {
    const Class& mine = classes_.list[classes_.of[task]];
    if (mine.individual) state.flight[task] = bits_.make(classes_.of[task], 0, digit(mine.updates), false);
  }
  return state;
}

Money SymmetryCounter::valueOf(std::uint64_t choice) const {
  if (program_.locks()) {
    Money value = settings_.start;
    for (const Transaction& each : settings_.transactions) value += each.throws ? 0 : each.amount * each.times;
    return value;
  }
  const State state = intend(choice);
  Money value = settings_.start;
  for (std::size_t i = 0; i < wholeClasses_; ++i) {
    value += settings_.transactions[classes_.list[i].model].amount * static_cast<Money>(state.intended[i]);
  }
  for (std::size_t task = 0; task < state.count; ++task) {
    value += settings_.transactions[task].amount * static_cast<Money>(bits_.intends(state.flight[task]));
  }
  return value;
}

template <class Use>
void SymmetryCounter::forEachChoice(Use use) const {
  constexpr std::uint64_t kChoicesPerLook = 1024;
  const auto all = static_cast<std::uint64_t>(choices());
  for (std::uint64_t choice = 0; choice < all; ++choice) {
    if (choice % kChoicesPerLook == 0) budget_.look();
    if (budget_.spent()) return;
    use(choice);
  }
}

void SymmetryCounter::collect(Counted& counted) {
  const std::size_t limbs = limbsFor(0);
  std::vector<Word> key(words_);
  // Few different numbers stand behind many choices.
  std::vector<Count> ways(levels_[0].states.size());
  for (std::size_t number = 0; number < ways.size(); ++number) {
    ways[number] = limbs::toCount(ways_.data() + number * kinds_ * limbs, limbs);
  }
  forEachChoice([&](std::uint64_t choice) {
    pack(intend(choice), key.data());
    const auto number = levels_[0].states.find(key.data());
    if (!number) return;
    if (ways[*number] != 0) {
      const Money value = valueOf(choice);
      counted.endings[value].schedules += ways[*number];
      choicesOf_[value].push_back(choice);
    }
    if (program_.locks()) {
      counted.deadlock.schedules = limbs::toCount(ways_.data() + (*number * kinds_ + kDeadlock) * limbs, limbs);
    }
  });
}

void SymmetryCounter::findExamples(Counted& counted) {
  std::vector<std::pair<const std::vector<std::uint64_t>*, CountedEnding*>> endings;
  for (auto& [value, ending] : counted.endings) endings.emplace_back(&choicesOf_[value], &ending);
  budget_.progress().total.fetch_add(endings.size());
  constexpr std::size_t kPaysFrom = 64;
  team_.forEach(endings.size(), endings.size() >= kPaysFrom, [&](std::size_t index, std::size_t) {
    for (const std::uint64_t choice : *endings[index].first) {
      if (budget_.spent()) return;
      std::string schedule = firstSchedule(intend(choice), kEnd, endings[index].second->example);
      if (!schedule.empty()) endings[index].second->example = std::move(schedule);
    }
    budget_.progress().done.fetch_add(1, std::memory_order_relaxed);
    budget_.look();
  });
  if (counted.deadlock.schedules != 0) counted.deadlock.example = firstSchedule(intend(0), kDeadlock, {});
}

bool SymmetryCounter::possible(const State& state, std::size_t level, std::size_t kind) const {
  std::array<Word, 2 + limits::kMaxTransactions + limits::kMaxWorkers> key;
  pack(state, key.data());
  const auto number = levels_[level].states.find(key.data());
  return number && levels_[level].possible[kind][*number];
}

// What may be meant after the task at `index` has taken a step, of all that may have been meant before
// and can still come true.
std::vector<State> SymmetryCounter::guessesAfter(const std::vector<State>& guesses, std::size_t index,
                                                 std::size_t level, std::size_t kind) const {
  std::vector<State> next;
  for (const State& guess : guesses) {
    const bool free = program_.locks() && lockFree(guess);
    if (!canStep(guess, index, free, anyLive(guess))) continue;
    for (const Read read : {Read::dead, Read::chain}) {
      State after = guess;
      if (!take(after, index, read) || !possible(after, level, kind)) continue;
      if (std::ranges::find(next, after) == next.end()) next.push_back(after);
    }
  }
  return next;
}

// The alphabetically first schedule from a state that has one; empty if it is not before `best`, where
// there is one. Letters do not tell which reads go into the chain: every guess is followed.
std::string SymmetryCounter::firstSchedule(const State& from, std::size_t kind, const std::string& best) const {
  std::string letters;
  for (std::size_t task = 0; task < from.count; ++task) letters += taskLetter(task);
  std::string schedule;
  bool before = best.empty();
  std::vector<State> guesses = {from};
  for (;;) {
    if (budget_.spent()) return {};
    std::vector<State> next;
    std::size_t index = 0;
    for (; index < letters.size(); ++index) {
      next = guessesAfter(guesses, index, schedule.size() + 1, kind);
      if (!next.empty()) break;
    }
    if (next.empty()) return before ? schedule : std::string();
    schedule += letters[index];
    if (!before && schedule.back() > best[schedule.size() - 1]) return {};
    before = before || schedule.back() < best[schedule.size() - 1];
    if (next.front().ended > guesses.front().ended) {
      letters.erase(index, 1);
      // The queue's next task has taken its place.
      if (next.front().count > letters.size()) letters += taskLetter(next.front().ended + letters.size());
    }
    guesses = std::move(next);
  }
}

Counted SymmetryCounter::count() {
  Counted counted;
  budget_.progress().total.store(2 * program_.longest());
  if (choices() > kMostChoices) {
    budget_.hit(Bound::memory);
    counted.missing = "no schedule is counted: too many sets of updates can be what is left";
    return counted;
  }
  findStates();
  if (!budget_.spent()) countWays();
  if (!budget_.spent()) collect(counted);
  if (budget_.spent()) {
    counted = {};
    counted.missing = "no schedule is counted";
    return counted;
  }
  findExamples(counted);
  if (budget_.spent()) counted.missing = "some examples are missing";
  return counted;
}

}  // namespace

bool symmetryApplies(const Settings& settings) { return !CompactProgram(settings).refuses(); }

Counted countBySymmetry(const Settings& settings, Budget& budget, Team& team) {
  return SymmetryCounter(settings, budget, team).count();
}

}  // namespace interleave
