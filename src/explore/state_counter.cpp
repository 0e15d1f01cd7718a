#include "explore/state_counter.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <numeric>

#include "explore/bit_field.h"
#include "explore/compact_program.h"
#include "explore/key_table.h"
#include "explore/packed_values.h"
#include "explore/prefix_trie.h"

namespace interleave {
namespace {

using Word = std::uint64_t;
using Position = CompactProgram::Position;

constexpr int kWordBits = 64;
// Fewer states than this in a level are not worth waking other threads for.
constexpr std::size_t kPaysFrom = 20'000;

// Rows of: key, order, count. All states stand at the same positions.
struct Group {
  std::vector<Word> rows;
};

// One step of one task leads all states of a group into another.
struct Edge {
  std::uint32_t from;
  std::uint8_t task;
  PackedValues::StepEffect effect;
};

// States of a level by position.
struct Level {
  explicit Level(std::size_t words) : positions(words) {}
  KeyTable positions;
  std::vector<Group> groups;
};

// The hash table of the group that a thread is making: the rows lie in the group. Each thread counts in its own
// with every row: a cache line for each.
class alignas(64) Slots {
 public:
  // For about so many rows.
  void clear(std::size_t rows) {
    const std::size_t slots = std::bit_ceil(std::max<std::size_t>(16, 2 * rows));
    if (slots_.size() < slots) slots_.resize(slots);
    use(slots);
  }
  // The row with `key`; a new one where there is none yet. kWords 0: `words`.
  template <std::size_t kWords>
  Word* row(std::vector<Word>& rows, std::size_t stride, const Word* key, std::size_t words) {
    if (2 * count_ >= mask_) grow(rows, stride, words);
    const std::size_t length = kWords == 0 ? words : kWords;
    auto slot = static_cast<std::size_t>(hashWords(key, length) >> shift_);
    for (;; slot = (slot + 1) & mask_) {
      if (slots_[slot] == 0) break;
      Word* found = rows.data() + (slots_[slot] - 1) * stride;
      if (std::equal(key, key + length, found)) return found;
    }
    slots_[slot] = static_cast<std::uint32_t>(++count_);
    const std::size_t at = rows.size();
    rows.resize(at + stride);
    Word* made = rows.data() + at;
    std::copy_n(key, length, made);
    made[length] = ~Word{0};
    return made;
  }

 private:
  void use(std::size_t slots) {
    std::fill_n(slots_.begin(), slots, 0U);
    mask_ = slots - 1;
    shift_ = kWordBits - std::countr_zero(slots);
    count_ = 0;
  }
  void grow(const std::vector<Word>& rows, std::size_t stride, std::size_t words) {
    const std::size_t count = count_;
    const std::size_t slots = 2 * (mask_ + 1);
    if (slots_.size() < slots) slots_.resize(slots);
    use(slots);
    for (; count_ < count; ++count_) {
      auto slot = static_cast<std::size_t>(hashWords(rows.data() + count_ * stride, words) >> shift_);
      while (slots_[slot] != 0) slot = (slot + 1) & mask_;
      slots_[slot] = static_cast<std::uint32_t>(count_ + 1);
    }
  }

  std::vector<std::uint32_t> slots_;  // row + 1; 0: free
  std::size_t mask_ = 0;
  std::size_t count_ = 0;
  int shift_ = kWordBits;
};

class StateCounter {
 public:
  StateCounter(const AccountProgram& program, Budget& budget, Team& team);
  Counted count();

 private:
  std::size_t stride(std::size_t limbs) const { return words_ + 1 + limbs; }
  Level firstLevel() const;
  void collectEndings(std::size_t group);
  void findEdges();
  void follow(std::size_t group, std::size_t task, const PackedValues::StepEffect& effect);
  void buildNext();
  std::size_t statesBefore(std::size_t group) const;
  void buildGroup(std::size_t group, Slots& slots);
  template <std::size_t kWords>
  void merge(const Edge& edge, Group& to, Slots& slots) const;
  void rankNext();
  std::string missing() const;

  void positionsOf(const Level& level, std::size_t group);
  void packPositions(Word* key) const;

  const CompactProgram program_;
  const PackedValues values_;
  Budget& budget_;
  Team& team_;
  std::size_t words_ = 1;              // of a state's key
  std::size_t positionWords_ = 1;
  std::vector<BitField> positionFields_;  // of each task

  Counted counted_;
  PrefixTrie trie_;
  std::uint64_t steps_ = 0;            // that lead to level_
  std::size_t limbs_ = 1;              // of its counts
  std::size_t nextLimbs_ = 1;
  Level level_;
  Level next_;
  std::atomic<std::uint64_t> held_{0};  // bytes
  std::vector<std::vector<Edge>> edges_;  // into each group of next_
  std::vector<Slots> slots_;              // of each thread
  std::vector<Position> positions_;       // of the group that is looked at
  std::vector<std::size_t> steppers_;
  std::vector<PackedValues::StepEffect> effects_;
};

StateCounter::StateCounter(const AccountProgram& program, Budget& budget, Team& team)
    : program_(program),
      values_(program, program_),
      budget_(budget),
      team_(team),
      trie_(program.transactions.size()),
      level_(0),
      next_(0),
      slots_(static_cast<std::size_t>(team.threads())),
      positions_(program.transactions.size()) {
  const std::size_t tasks = program_.tasks();
  words_ = values_.words();
  BitLayout layout;
  for (std::size_t task = 0; task < tasks; ++task) {
    positionFields_.push_back(layout.add(static_cast<int>(std::bit_width(program_.end(task)))));
  }
  positionWords_ = layout.words();
  level_ = firstLevel();
}

Level StateCounter::firstLevel() const {
  Level level(positionWords_);
  const std::vector<Word> nowhere(positionWords_, 0);
  level.positions.insert(nowhere.data());
  Group& group = level.groups.emplace_back();
  group.rows.assign(stride(1), 0);
  values_.first(group.rows.data());
  group.rows[words_ + 1] = 1;
  return level;
}

void StateCounter::positionsOf(const Level& level, std::size_t group) {
  const Word* key = level.positions.key(group);
  for (std::size_t task = 0; task < positions_.size(); ++task) {
    positions_[task] = static_cast<Position>(positionFields_[task].get(key));
  }
}

void StateCounter::packPositions(Word* key) const {
  for (std::size_t task = 0; task < positions_.size(); ++task) positionFields_[task].set(key, positions_[task]);
}

Counted StateCounter::count() {
  budget_.progress().total.store(program_.longest());
  budget_.spend(1);
  while (!level_.groups.empty()) {
    nextLimbs_ = limbs::forSchedules(steps_ + 1, std::min(program_.tasks(), program_.workers()));
    next_ = Level(positionWords_);
    edges_.clear();
    findEdges();
    buildNext();
    if (budget_.spent()) {
      counted_.missing = missing();
      break;
    }
    rankNext();
    level_ = std::move(next_);
    limbs_ = nextLimbs_;
    budget_.progress().done.store(++steps_);
  }
  return std::move(counted_);
}

// Makes the next level's groups, empty, and collects the schedules that end in this one.
void StateCounter::findEdges() {
  for (std::size_t group = 0; group < level_.groups.size(); ++group) {
    // Where no state takes the step that leads there, as a swap that could have failed.
    if (level_.groups[group].rows.empty()) continue;
    positionsOf(level_, group);
    program_.steppers(positions_, steppers_);
    if (steppers_.empty()) {
      collectEndings(group);
      continue;
    }
    for (const std::size_t task : steppers_) {
      values_.effects(task, positions_, effects_);
      for (const PackedValues::StepEffect& effect : effects_) follow(group, task, effect);
    }
  }
}

// Of a group in which no task has a step.
void StateCounter::collectEndings(std::size_t group) {
  const bool finished = program_.finished(positions_);
  const std::vector<Word>& rows = level_.groups[group].rows;
  for (std::size_t at = 0; at < rows.size(); at += stride(limbs_)) {
    CountedEnding& ending = finished ? counted_.endings[values_.balance(&rows[at])] : counted_.deadlock;
    ending.include(limbs::toCount(&rows[at + words_ + 1], limbs_), trie_.schedule(rows[at + words_]));
  }
}

void StateCounter::follow(std::size_t group, std::size_t task, const PackedValues::StepEffect& effect) {
  const Position before = positions_[task];
  positions_[task] = program_.after(task, before, effect.outcome);
  std::array<Word, limits::kMaxTransactions> key{};
  packPositions(key.data());
  positions_[task] = before;
  const std::uint32_t to = next_.positions.insert(key.data());
  if (to == edges_.size()) edges_.emplace_back();
  edges_[to].push_back({static_cast<std::uint32_t>(group), static_cast<std::uint8_t>(task), effect});
}

std::size_t StateCounter::statesBefore(std::size_t group) const {
  std::size_t words = 0;
  for (const Edge& edge : edges_[group]) words += level_.groups[edge.from].rows.size();
  return words / stride(limbs_);
}

void StateCounter::buildNext() {
  next_.groups.resize(edges_.size());
  std::size_t bytes = trie_.bytes() + level_.positions.bytes() + next_.positions.bytes();
  for (const Group& group : level_.groups) bytes += group.rows.capacity() * sizeof(Word);
  held_.store(bytes);
  // The largest first, so that no thread is left with one at the end.
  std::vector<std::pair<std::size_t, std::size_t>> order;
  std::size_t states = 0;
  for (std::size_t group = 0; group < edges_.size(); ++group) {
    order.emplace_back(statesBefore(group), group);
    states += order.back().first;
  }
  const bool pays = states >= kPaysFrom;
  if (pays) std::ranges::sort(order, std::greater());
  team_.forEach(order.size(), pays, [&](std::size_t index, std::size_t thread) {
    if (!budget_.spent()) buildGroup(order[index].second, slots_[thread]);
  });
}

void StateCounter::buildGroup(std::size_t group, Slots& slots) {
  std::size_t largest = 0;
  for (const Edge& edge : edges_[group]) largest = std::max(largest, level_.groups[edge.from].rows.size());
  Group& to = next_.groups[group];
  slots.clear(largest / stride(limbs_));
  to.rows.reserve(largest / stride(limbs_) * stride(nextLimbs_));
  for (const Edge& edge : edges_[group]) {
    if (budget_.spent()) return;
    if (words_ == 1) merge<1>(edge, to, slots);
    else if (words_ == 2) merge<2>(edge, to, slots);
    else merge<0>(edge, to, slots);
  }
  budget_.spend(to.rows.size() / stride(nextLimbs_));
  held_.fetch_add(to.rows.capacity() * sizeof(Word), std::memory_order_relaxed);
  budget_.hold(held_.load(std::memory_order_relaxed));
}

template <std::size_t kWords>
void StateCounter::merge(const Edge& edge, Group& to, Slots& slots) const {
  const PackedValues::Stepper step(values_, edge.effect, edge.task);
  const std::vector<Word>& rows = level_.groups[edge.from].rows;
  const std::size_t words = kWords == 0 ? words_ : kWords;
  std::array<Word, kWords == 0 ? PackedValues::kMostWords : kWords> key;
  for (std::size_t at = 0; at < rows.size(); at += stride(limbs_)) {
    const Word* from = rows.data() + at;
    std::copy_n(from, words, key.data());
    if (!step.take(key.data())) continue;
    Word* row = slots.row<kWords>(to.rows, stride(nextLimbs_), key.data(), words);
    row[words] = std::min(row[words], trie_.pair(from[words], edge.task));
    if (limbs_ == 1 && nextLimbs_ == 1) row[words + 1] += from[words + 1];
    else limbs::addMultiple(row + words + 1, nextLimbs_, from + words + 1, limbs_, 1);
  }
}

// From here on a state's order is its rank.
void StateCounter::rankNext() {
  trie_.beginLevel();
  std::size_t states = 0;
  for (const Group& group : next_.groups) states += group.rows.size() / stride(nextLimbs_);
  const bool pays = states >= kPaysFrom;
  const auto forEachOrder = [&](auto use) {
    team_.forEach(next_.groups.size(), pays, [&](std::size_t group, std::size_t) {
      std::vector<Word>& rows = next_.groups[group].rows;
      for (std::size_t at = words_; at < rows.size(); at += stride(nextLimbs_)) use(rows[at]);
    });
  };
  forEachOrder([&](Word pair) { trie_.mark(pair); });
  trie_.endLevel();
  forEachOrder([&](Word& order) { order = trie_.rank(order); });
}

std::string StateCounter::missing() const {
  return "schedules of more than " + std::to_string(steps_) + " steps, of at most " + std::to_string(program_.longest()) +
         ", are not counted";
}

}  // namespace

Counted countStates(const AccountProgram& program, Budget& budget, Team& team) {
  return StateCounter(program, budget, team).count();
}

}  // namespace interleave
