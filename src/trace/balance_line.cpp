#include "trace/balance_line.h"

#include <algorithm>
#include <limits>

namespace interleave {

void BalanceLine::Range::add(const Range& other) {
  lowest = std::min(lowest, other.lowest);
  highest = std::max(highest, other.highest);
}

bool BalanceLine::fits(std::int64_t timeNs, Money value) const {
  if (blocks_.empty() || blocks_.back().used == kBlock) return false;
  const Money change = value - blocks_.back().base;
  return timeNs - blocks_.back().beginNs <= std::numeric_limits<std::uint32_t>::max() &&
         change >= std::numeric_limits<std::int32_t>::min() && change <= std::numeric_limits<std::int32_t>::max();
}

void BalanceLine::write(std::int64_t timeNs, Money value) {
  if (!fits(timeNs, value)) {
    blocks_.emplace_back();
    Block& fresh = blocks_.back();
    fresh.beginNs = timeNs;
    fresh.before = now_;
    fresh.base = value;
    fresh.range = {value, value};
    fresh.number = writes_;
  }
  Block& block = blocks_.back();
  block.deltas[block.used] = static_cast<std::uint32_t>(timeNs - block.beginNs);
  block.values[block.used] = static_cast<std::int32_t>(value - block.base);
  ++block.used;
  block.range.add({value, value});
  now_ = value;
  ++writes_;
  raise({value, value});
}

// Into the nodes above the latest block.
void BalanceLine::raise(Range range) {
  std::uint64_t node = end() - 1;
  for (Level& level : levels_) {
    node /= kFan;
    if (level.nodes.empty()) level.forgotten = node;
    if (node - level.forgotten == level.nodes.size()) level.nodes.push_back(range);
    level.nodes.back().add(range);
  }
}

std::size_t BalanceLine::bytes() const {
  std::size_t sum = blocks_.size() * sizeof(Block);
  for (const Level& level : levels_) sum += level.nodes.size() * sizeof(Range);
  return sum;
}

void BalanceLine::forget(std::int64_t timeNs) {
  while (blocks_.size() > 1 && blocks_[1].beginNs < timeNs) {
    blocks_.pop_front();
    ++forgotten_;
  }
  std::uint64_t nodes = forgotten_;
  for (Level& level : levels_) {
    nodes /= kFan;
    for (; level.forgotten < nodes && !level.nodes.empty(); ++level.forgotten) level.nodes.pop_front();
  }
}

// The place before the first write at or after a moment; not before `from`.
BalanceLine::Place BalanceLine::placeAt(std::int64_t timeNs, Place from) const {
  const auto begins = [&](std::uint64_t number) { return block(number).beginNs >= timeNs; };
  // The first block that begins at or after it, or the end: mostly near.
  std::uint64_t low = from.block;
  std::uint64_t step = 1;
  while (low + step < end() && !begins(low + step)) {
    low += step;
    step *= 2;
  }
  std::uint64_t high = std::min(low + step, end());
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (begins(middle) ? high : low) = middle;
  }
  if (low >= end() || begins(low)) return std::max(from, Place{low, 0});
  const Block& in = block(low);
  const auto deltas = std::span(in.deltas).first(in.used);
  const auto at = static_cast<std::size_t>(std::ranges::lower_bound(deltas, timeNs - in.beginNs) - deltas.begin());
  return std::max(from, at == in.used ? Place{low + 1, 0} : Place{low, at});
}

// The balance at a place.
Money BalanceLine::valueAt(Place place) const {
  if (place.block == end()) return now_;
  const Block& in = block(place.block);
  return place.at == 0 ? in.before : in.base + in.values[place.at - 1];
}

void BalanceLine::addWithin(std::uint64_t number, std::size_t from, std::size_t to, Range& range) const {
  const Block& in = block(number);
  for (std::size_t i = from; i < to; ++i) range.add({in.base + in.values[i], in.base + in.values[i]});
}

// Whole blocks, by the largest nodes that fit.
void BalanceLine::addBlocks(std::uint64_t from, std::uint64_t to, Range& range) const {
  while (from < to) {
    std::uint64_t covered = 1;
    const Range* best = &block(from).range;
    std::uint64_t node = from;
    for (const Level& level : levels_) {
      if (node % kFan != 0 || from + covered * kFan > to) break;
      node /= kFan;
      covered *= kFan;
      best = &level.nodes[static_cast<std::size_t>(node - level.forgotten)];
    }
    range.add(*best);
    from += covered;
  }
}

BalanceRange BalanceLine::between(Place from, Place to) const {
  const Money first = valueAt(from);
  Range range{first, first};
  const auto number = [&](Place place) { return place.block == end() ? writes_ : block(place.block).number + place.at; };
  if (from.block == to.block) {
    if (from.at < to.at) addWithin(from.block, from.at, to.at, range);
  } else {
    addWithin(from.block, from.at, block(from.block).used, range);
    addBlocks(from.block + 1, to.block, range);
    if (to.at > 0) addWithin(to.block, 0, to.at, range);
  }
  return {first, valueAt(to), range.lowest, range.highest, number(to) - number(from)};
}

void BalanceLine::condense(const Columns& columns, std::span<BalanceRange> out) const {
  Place from = placeAt(columns.begin(0), {forgotten_, 0});
  for (std::int64_t i = 0; i < columns.count; ++i) {
    const Place to = placeAt(columns.begin(i + 1), from);
    out[static_cast<std::size_t>(i)] = between(from, to);
    from = to;
  }
}

}  // namespace interleave
