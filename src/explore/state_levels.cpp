#include "explore/state_levels.h"

#include <array>
#include <functional>
#include <utility>

namespace interleave {
namespace {

// Fewer states than this in a level are not worth waking other threads for.
constexpr std::size_t kPaysFrom = 20'000;

}  // namespace

StateLevels::StateLevels(const AccountProgram& program, Budget& budget, int threads, Order order)
    : program_(program),
      values_(program, program_, order == Order::kept ? endPartsOf(program) : EndParts{}),
      budget_(budget),
      order_(order),
      trie_(program.transactions.size()),
      level_(0),
      next_(0),
      slots_(static_cast<std::size_t>(threads)),
      positions_(program.transactions.size()) {
  const std::size_t tasks = program_.tasks();
  words_ = values_.words();
  BitLayout layout;
  for (std::size_t task = 0; task < tasks; ++task) {
    positionFields_.push_back(layout.add(static_cast<int>(std::bit_width(program_.end(task)))));
  }
  positionWords_ = layout.words();
  level_ = firstLevel();
  budget_.spend(1);
}

StateLevels::Level StateLevels::firstLevel() const {
  Level level(positionWords_);
  const std::vector<Word> nowhere(positionWords_, 0);
  level.positions.insert(nowhere.data());
  Group& group = level.groups.emplace_back();
  group.rows.assign(stride(1), 0);
  values_.first(group.rows.data());
  group.rows[words_ + 1] = 1;
  return level;
}

void StateLevels::positionsOf(const Level& level, std::size_t group) {
  const Word* key = level.positions.key(group);
  for (std::size_t task = 0; task < positions_.size(); ++task) {
    positions_[task] = static_cast<Position>(positionFields_[task].get(key));
  }
}

void StateLevels::packPositions(Word* key) const {
  for (std::size_t task = 0; task < positions_.size(); ++task) positionFields_[task].set(key, positions_[task]);
}

std::uint64_t StateLevels::states() const {
  std::uint64_t states = 0;
  for (std::size_t group = 0; group < level_.groups.size(); ++group) states += statesIn(group);
  return states;
}

Count StateLevels::ways() const {
  std::vector<Word> sum(limbs_, 0);
  for (const Group& group : level_.groups) {
    for (std::size_t at = words_ + 1; at < group.rows.size(); at += stride(limbs_)) {
      limbs::addMultiple(sum.data(), limbs_, &group.rows[at], limbs_, 1);
    }
  }
  return limbs::toCount(sum.data(), limbs_);
}

bool StateLevels::finished(std::size_t group) {
  positionsOf(level_, group);
  return program_.finished(positions_);
}

bool StateLevels::openNext() {
  constexpr std::size_t kGroupsPerLook = 1'024;
  std::uint64_t held = trie_.bytes() + level_.positions.bytes() + level_.groups.capacity() * sizeof(Group);
  for (const Group& group : level_.groups) held += group.rows.capacity() * sizeof(Word);
  nextLimbs_ = limbs::forSchedules(steps_ + 1, std::min(program_.tasks(), program_.workers()));
  next_ = Level(positionWords_);
  edges_.clear();
  edgesMade_ = 0;
  endGroups_.clear();
  for (std::size_t group = 0; group < level_.groups.size(); ++group) {
    if (group % kGroupsPerLook == kGroupsPerLook - 1) {
      budget_.look();
      budget_.hold(held + bytesOfNext());
      if (budget_.spent()) return false;
    }
    // Where no state takes the step that leads there, as a swap that could have failed.
    if (level_.groups[group].rows.empty()) continue;
    positionsOf(level_, group);
    program_.enabledTasks(positions_, enabledTasks_);
    if (enabledTasks_.empty()) {
      endGroups_.push_back(group);
      continue;
    }
    for (const std::size_t task : enabledTasks_) {
      values_.effects(task, positions_, effects_);
      for (const PackedValues::StepEffect& effect : effects_) follow(group, task, effect);
    }
  }
  next_.groups.resize(edges_.size());
  held_.store(held + bytesOfNext());
  return true;
}

// Without its rows, of which there are none yet.
std::uint64_t StateLevels::bytesOfNext() const {
  constexpr std::uint64_t kAllocation = 16;  // what the system adds to each
  const std::uint64_t groups = edges_.capacity() * (sizeof(std::vector<Edge>) + sizeof(Group)) + edges_.size() * kAllocation;
  return next_.positions.bytes() + groups + edgesMade_ * sizeof(Edge);
}

void StateLevels::follow(std::size_t group, std::size_t task, const PackedValues::StepEffect& effect) {
  const Position before = positions_[task];
  positions_[task] = program_.after(task, before, effect.outcome);
  std::array<Word, limits::kMaxTransactions> key{};
  packPositions(key.data());
  positions_[task] = before;
  const std::uint32_t to = next_.positions.insert(key.data());
  if (to == edges_.size()) edges_.emplace_back();
  ++edgesMade_;
  edges_[to].push_back({static_cast<std::uint32_t>(group), static_cast<std::uint8_t>(task), effect});
}

std::size_t StateLevels::statesBefore(std::size_t group) const {
  std::size_t words = 0;
  for (const Edge& edge : edges_[group]) words += level_.groups[edge.from].rows.size();
  return words / stride(limbs_);
}

void StateLevels::buildNext(const Share& share) {
  // The largest first, so that no thread is left with one at the end.
  std::vector<std::pair<std::size_t, std::size_t>> order;
  std::size_t states = 0;
  for (std::size_t group = 0; group < edges_.size(); ++group) {
    order.emplace_back(statesBefore(group), group);
    states += order.back().first;
  }
  const bool pays = states >= kPaysFrom;
  if (pays) std::ranges::sort(order, std::greater());
  share(order.size(), pays, [&](std::size_t index, std::size_t thread) {
    if (!budget_.spent()) buildGroup(order[index].second, thread);
  });
}

std::size_t StateLevels::buildGroup(std::size_t group, std::size_t thread) {
  RowSlots& slots = slots_[thread];
  std::size_t largest = 0;
  for (const Edge& edge : edges_[group]) largest = std::max(largest, level_.groups[edge.from].rows.size());
  Group& to = next_.groups[group];
  slots.clear(largest / stride(limbs_));
  to.rows.reserve(largest / stride(limbs_) * stride(nextLimbs_));
  for (const Edge& edge : edges_[group]) {
    if (budget_.spent()) break;
    if (words_ == 1) merge<1>(edge, to, slots);
    else if (words_ == 2) merge<2>(edge, to, slots);
    else merge<0>(edge, to, slots);
  }
  const std::size_t states = to.rows.size() / stride(nextLimbs_);
  budget_.spend(states);
  held_.fetch_add(to.rows.capacity() * sizeof(Word), std::memory_order_relaxed);
  budget_.hold(held_.load(std::memory_order_relaxed));
  return states;
}

template <std::size_t kWords>
void StateLevels::merge(const Edge& edge, Group& to, RowSlots& slots) const {
  const PackedValues::PreparedStep step(values_, edge.effect, edge.task);
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

void StateLevels::enterNext(const Share& share) {
  if (order_ == Order::kept) rankNext(share);
  level_ = std::move(next_);
  limbs_ = nextLimbs_;
  ++steps_;
}

// From here on a state's order is its rank.
void StateLevels::rankNext(const Share& share) {
  trie_.beginLevel();
  std::size_t states = 0;
  for (const Group& group : next_.groups) states += group.rows.size() / stride(nextLimbs_);
  const bool pays = states >= kPaysFrom;
  const auto forEachOrder = [&](auto use) {
    const auto orders = [&](std::size_t group, std::size_t) {
      std::vector<Word>& rows = next_.groups[group].rows;
      for (std::size_t at = words_; at < rows.size(); at += stride(nextLimbs_)) use(rows[at]);
    };
    share(next_.groups.size(), pays, orders);
  };
  forEachOrder([&](Word pair) { trie_.mark(pair); });
  trie_.endLevel();
  forEachOrder([&](Word& order) { order = trie_.rank(order); });
  budget_.look();
}

}  // namespace interleave
