#include "explore/symmetry_counter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "explore/chain_program.h"
#include "explore/key_table.h"

namespace interleave {
namespace {

using Word = std::uint64_t;

// The most sets of updates that are gone through one by one.
constexpr double kMostChoices = 50e6;

class SymmetryCounter {
 public:
  SymmetryCounter(const AccountProgram& source, Budget& budget, Team& team);
  Counted count();

 private:
  static constexpr std::size_t kStatesPerLook = 256;
  static constexpr std::size_t kEndingsPerLook = 256;
  // Of an ending in the two maps, nodes and all.
  static constexpr std::size_t kEndingBytes = sizeof(std::pair<const FinalState, CountedEnding>) +
                                              sizeof(std::pair<const FinalState, std::vector<std::uint64_t>>) + 8 * sizeof(void*);
  // Kinds of endings that are counted separately.
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

  // ---- Counting
  void findStates();
  void expand(std::size_t level);
  void countWays();
  void countLevel(Level& level, std::size_t steps, const std::vector<Word>& next, std::vector<Word>& ways);
  std::size_t limbsFor(std::size_t level) const;

  // ---- Endings
  // How many updates of a task, or of all tasks of its class, the last balance, or that of one account, is to contain.
  struct Intention {
    std::size_t task;    // or one of its class
    std::size_t which;   // of the task's
    std::uint64_t most;
    Money change;        // that each of the updates makes
  };
  std::vector<Intention> intentionsOf() const;
  template <class Use>
  void forEachIntention(std::uint64_t choice, Use use) const;
  ChainState intend(std::uint64_t choice) const;
  FinalState endOf(std::uint64_t choice) const;
  template <class Use>
  void forEachChoice(Use use) const;
  void collect(Counted& counted);
  void findExamples(Counted& counted);
  std::string firstSchedule(const ChainState& from, std::size_t kind, const std::string& best) const;
  struct Guess {
    ChainState state;
    ChainProgram::Survey survey;  // of the state
  };
  std::vector<Guess> guessesAfter(const std::vector<Guess>& guesses, std::size_t index, std::size_t level,
                                  std::size_t kind) const;
  bool possible(const ChainState& state, std::size_t level, std::size_t kind) const;

  const AccountProgram& source_;
  const EndParts parts_;
  const ChainProgram chain_;
  const CompactProgram& program_;
  const TaskClasses& classes_;
  Budget& budget_;
  Team& team_;
  const std::vector<Intention> intentions_;
  const std::uint64_t allIntended_;  // the choice that all updates are in the last balance
  const std::uint64_t lastChoice_;   // that, or one more: the same, with an update given up that would have changed nothing
  const std::size_t kinds_;
  std::vector<Level> levels_;
  std::size_t held_ = 0;          // bytes of those that are complete
  std::vector<Word> ways_;        // of the first level
  std::map<FinalState, std::vector<std::uint64_t>> choicesOf_;
};

SymmetryCounter::SymmetryCounter(const AccountProgram& source, Budget& budget, Team& team)
    : source_(source),
      parts_(endPartsOf(source)),
      chain_(source),
      program_(chain_.program()),
      classes_(chain_.classes()),
      budget_(budget),
      team_(team),
      intentions_(intentionsOf()),
      allIntended_(static_cast<std::uint64_t>(choicesOf(classes_)) - 1),
      lastChoice_(allIntended_ + (chain_.idleGiveUps() ? 1 : 0)),
      kinds_(classes_.contained == Contained::all ? 2 : 1) {}

// ---- Counting -------------------------------------------------------------------------------------

std::size_t SymmetryCounter::limbsFor(std::size_t level) const {
  const std::uint64_t steps = program_.longest() - std::min<std::uint64_t>(level, program_.longest());
  return limbs::forSchedules(steps, std::min(program_.tasks(), program_.workers()));
}

// All states from which something intended may be reached, level by level.
void SymmetryCounter::findStates() {
  std::vector<Word> key(chain_.keyWords());
  levels_.emplace_back(chain_.keyWords());
  forEachChoice([&](std::uint64_t choice) {
    const ChainState state = intend(choice);
    if (chain_.hopeless(state)) return;
    chain_.pack(state, key.data());
    KeyTable& first = levels_[0].states;
    const std::size_t before = first.size();
    first.insert(key.data());
    if (first.size() == before) return;
    budget_.spend(1);
    if (before % kStatesPerLook == 0) budget_.hold(first.bytes());
  });
  for (std::size_t level = 0; levels_[level].states.size() > 0 && !budget_.spent(); ++level) {
    levels_.emplace_back(chain_.keyWords());
    expand(level);
    budget_.progress().done.store(level + 1);
  }
}

void SymmetryCounter::expand(std::size_t level) {
  Level& from = levels_[level];
  KeyTable& to = levels_[level + 1].states;
  std::vector<Word> key(chain_.keyWords());
  for (std::size_t number = 0; number < from.states.size(); ++number) {
    if (number % kStatesPerLook == 0) {
      budget_.hold(held_ + bytesOf(from) + to.bytes());
      if (budget_.spent()) return;
    }
    from.edgesFrom.push_back(from.edges.size());
    const ChainState state = chain_.unpack(from.states.key(number));
    const ChainProgram::Survey survey = chain_.survey(state);
    // Sorted: tasks that are alike stand together.
    for (std::size_t i = 0, next = 0; i < state.count; i = next) {
      next = i + 1;
      while (next < state.count && state.flight[next] == state.flight[i]) ++next;
      if (!chain_.canStep(state, i, survey)) continue;
      for (const ChainProgram::Read read : chain_.reads(state, i, survey)) {
        ChainState after = state;
        if (!chain_.take(after, i, read, survey)) continue;
        chain_.pack(after, key.data());
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

void SymmetryCounter::countLevel(Level& level, std::size_t steps, const std::vector<Word>& next, std::vector<Word>& ways) {
  const std::size_t limbs = limbsFor(steps);
  const std::size_t nextLimbs = limbsFor(steps + 1);
  const std::size_t states = level.states.size();
  ways.assign(states * kinds_ * limbs, 0);
  for (std::vector<bool>& possible : level.possible) possible.resize(states);
  for (std::size_t number = 0; number < states; ++number) {
    if (number % kStatesPerLook == 0 && budget_.spent()) return;
    Word* mine = ways.data() + number * kinds_ * limbs;
    const auto edges =
        std::span(level.edges).subspan(level.edgesFrom[number], level.edgesFrom[number + 1] - level.edgesFrom[number]);
    if (edges.empty()) {
      const ChainState state = chain_.unpack(level.states.key(number));
      if (chain_.fulfilled(state)) mine[kEnd * limbs] = 1;
      else if (kinds_ > kDeadlock) mine[kDeadlock * limbs] = 1;
    }
    for (std::size_t kind = 0; kind < kinds_; ++kind) {
      Word* sum = mine + kind * limbs;
      for (const Edge& edge : edges) {
        limbs::addMultiple(sum, limbs, next.data() + (edge.to * kinds_ + kind) * nextLimbs, nextLimbs, edge.tasks);
      }
      level.possible[kind][number] = !limbs::isZero(sum, limbs);
    }
  }
  const std::size_t before = bytesOf(level);
  level.edges = {};
  level.edgesFrom = {};
  held_ -= before - bytesOf(level);
}

// ---- Endings --------------------------------------------------------------------------------------

std::vector<SymmetryCounter::Intention> SymmetryCounter::intentionsOf() const {
  std::vector<Intention> intentions;
  const auto add = [&](std::size_t task, std::int64_t most) {
    for (std::size_t which = 0; which < classes_.intentions; ++which) {
      const auto change = changeOf(source_.mode, source_.transactions[task].amount, which);
      intentions.push_back({task, which, static_cast<std::uint64_t>(most), change});
    }
  };
  for (const TaskClass& each : classes_.list) {
    if (!each.individual && each.updates > 0) add(each.model, each.allUpdates());
  }
  for (std::size_t task = 0; task < chain_.first().count; ++task) {
    const TaskClass& mine = classes_.list[classes_.of[task]];
    if (mine.individual) add(task, mine.updates);
  }
  return intentions;
}

// A choice, a number, has a digit for each intention.
template <class Use>
void SymmetryCounter::forEachIntention(std::uint64_t choice, Use use) const {
  choice = std::min(choice, allIntended_);
  for (const Intention& each : intentions_) {
    use(each, choice % (each.most + 1));
    choice /= each.most + 1;
  }
}

ChainState SymmetryCounter::intend(std::uint64_t choice) const {
  ChainState state = chain_.first();
  if (lastChoice_ > allIntended_ && choice >= allIntended_) state.giveUps = choice == lastChoice_ ? GiveUps::due : GiveUps::none;
  forEachIntention(choice,
                   [&](const Intention& each, std::uint64_t updates) { chain_.intend(state, each.task, each.which, updates); });
  return state;
}

FinalState SymmetryCounter::endOf(std::uint64_t choice) const {
  if (classes_.contained == Contained::all) return {completeEnding(source_)};
  FinalState end{startOfAll(source_)};
  forEachIntention(
      choice, [&](const Intention& each, std::uint64_t updates) { end.balance += each.change * static_cast<Money>(updates); });
  end.lost = parts_.lost && choice != allIntended_;
  end.gaveUp = parts_.gaveUp && choice != allIntended_;
  return end;
}

template <class Use>
void SymmetryCounter::forEachChoice(Use use) const {
  constexpr std::uint64_t kChoicesPerLook = 1024;
  for (std::uint64_t choice = 0; choice <= lastChoice_; ++choice) {
    if (choice % kChoicesPerLook == 0) budget_.look();
    if (budget_.spent()) return;
    use(choice);
  }
}

void SymmetryCounter::collect(Counted& counted) {
  const std::size_t limbs = limbsFor(0);
  std::vector<Word> key(chain_.keyWords());
  // Many choices share few different numbers.
  std::vector<Count> ways(levels_[0].states.size());
  for (std::size_t number = 0; number < ways.size(); ++number) {
    ways[number] = limbs::toCount(ways_.data() + number * kinds_ * limbs, limbs);
  }
  forEachChoice([&](std::uint64_t choice) {
    chain_.pack(intend(choice), key.data());
    const auto number = levels_[0].states.find(key.data());
    if (!number) return;
    if (ways[*number] != 0) {
      const FinalState end = endOf(choice);
      counted.endings[end].schedules += ways[*number];
      choicesOf_[end].push_back(choice);
      if (counted.endings.size() % kEndingsPerLook == 0) {
        budget_.hold(held_ + ways_.size() * sizeof(Word) + counted.endings.size() * kEndingBytes);
      }
    }
    if (kinds_ > kDeadlock) {
      counted.deadlock.schedules = limbs::toCount(ways_.data() + (*number * kinds_ + kDeadlock) * limbs, limbs);
    }
  });
}

void SymmetryCounter::findExamples(Counted& counted) {
  std::vector<std::pair<const std::vector<std::uint64_t>*, CountedEnding*>> endings;
  endings.reserve(counted.endings.size());
  for (auto& [end, ending] : counted.endings) endings.emplace_back(&choicesOf_[end], &ending);
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

bool SymmetryCounter::possible(const ChainState& state, std::size_t level, std::size_t kind) const {
  std::array<Word, ChainProgram::kMaxKeyWords> key;
  chain_.pack(state, key.data());
  const auto number = levels_[level].states.find(key.data());
  return number && levels_[level].possible[kind][*number];
}

// The states that are possible after the task at `index` has taken a step, from all states that were possible before
// it; states with an intention that can no longer be fulfilled are left out.
std::vector<SymmetryCounter::Guess> SymmetryCounter::guessesAfter(const std::vector<Guess>& guesses, std::size_t index,
                                                                  std::size_t level, std::size_t kind) const {
  std::vector<Guess> next;
  for (const Guess& guess : guesses) {
    if (!chain_.canStep(guess.state, index, guess.survey)) continue;
    for (const ChainProgram::Read read : chain_.reads(guess.state, index, guess.survey)) {
      ChainState after = guess.state;
      if (!chain_.take(after, index, read, guess.survey) || !possible(after, level, kind)) continue;
      if (std::ranges::find(next, after, &Guess::state) == next.end()) next.push_back({after, chain_.survey(after)});
    }
  }
  return next;
}

// The alphabetically first schedule from a state that has one; empty if it is not before a non-empty `best`.
// The letters do not determine which reads go into the chain, so every guess is followed.
std::string SymmetryCounter::firstSchedule(const ChainState& from, std::size_t kind, const std::string& best) const {
  std::string letters;
  for (std::size_t task = 0; task < from.count; ++task) letters += taskLetter(task);
  std::string schedule;
  bool before = best.empty();
  std::vector<Guess> guesses = {{from, chain_.survey(from)}};
  for (;;) {
    if (budget_.spent()) return {};
    std::vector<Guess> next;
    std::size_t index = 0;
    for (; index < letters.size(); ++index) {
      next = guessesAfter(guesses, index, schedule.size() + 1, kind);
      if (!next.empty()) break;
    }
    if (next.empty()) return before ? schedule : std::string();
    schedule += letters[index];
    if (!before && schedule.back() > best[schedule.size() - 1]) return {};
    before = before || schedule.back() < best[schedule.size() - 1];
    if (next.front().state.ended > guesses.front().state.ended) {
      letters.erase(index, 1);
      // The next task of the queue has taken that task's place.
      if (next.front().state.count > letters.size()) letters += taskLetter(next.front().state.ended + letters.size());
    }
    guesses = std::move(next);
  }
}

Counted SymmetryCounter::count() {
  Counted counted;
  budget_.progress().total.store(2 * program_.longest());
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

bool symmetryApplies(const AccountProgram& source) {
  const CompactProgram program(source);
  const bool swapsByValue = lockInfo(source.lock).copyCheck == CopyCheck::value && updatesMayCancel(source);
  return !program.refuses() && !swapsByValue && choicesOf(classifyTasks(source, program)) <= kMostChoices;
}

bool symmetryIsLikelyLess(const AccountProgram& source) {
  const CompactProgram program(source);
  const TaskClasses classes = classifyTasks(source, program);
  double renamings = 1;
  for (const TaskClass& each : classes.list) {
    renamings *= std::tgamma(static_cast<double>(std::min(each.tasks, program.workers())) + 1);
  }
  return choicesOf(classes) <= renamings;
}

Counted countBySymmetry(const AccountProgram& source, Budget& budget, Team& team) {
  return SymmetryCounter(source, budget, team).count();
}

}  // namespace interleave
