#include "explore/prefix_trie.h"

#include <algorithm>
#include <bit>

#include "model/account_program.h"

namespace interleave {
namespace {

constexpr std::uint64_t kWord = 64;
constexpr std::size_t kBlock = 8;  // words

// Relaxed: the caller orders all marking before all reading.
std::uint64_t load(const std::atomic<std::uint64_t>& word) { return word.load(std::memory_order_relaxed); }

std::uint64_t ones(std::uint64_t word) { return static_cast<std::uint64_t>(std::popcount(word)); }

}  // namespace

void PrefixTrie::beginLevel() {
  const std::size_t words = static_cast<std::size_t>(states_ * letters_ / kWord) + 1;
  levels_.push_back({std::vector<std::atomic<std::uint64_t>>(words), {}});
}

void PrefixTrie::mark(std::uint64_t pair) {
  levels_.back().bits[static_cast<std::size_t>(pair / kWord)].fetch_or(std::uint64_t{1} << (pair % kWord),
                                                                       std::memory_order_relaxed);
}

void PrefixTrie::endLevel() {
  Level& level = levels_.back();
  std::uint64_t before = 0;
  for (std::size_t word = 0; word < level.bits.size(); ++word) {
    if (word % kBlock == 0) level.before.push_back(before);
    before += ones(load(level.bits[word]));
  }
  states_ = before;
  bytes_ += (level.bits.size() + level.before.size()) * sizeof(std::uint64_t);
}

std::uint64_t PrefixTrie::rank(std::uint64_t pair) const {
  const Level& level = levels_.back();
  const auto word = static_cast<std::size_t>(pair / kWord);
  std::uint64_t rank = level.before[word / kBlock];
  for (std::size_t i = word / kBlock * kBlock; i < word; ++i) {
    rank += ones(load(level.bits[i]));
  }
  const std::uint64_t lower = (std::uint64_t{1} << (pair % kWord)) - 1;
  return rank + ones(load(level.bits[word]) & lower);
}

// The pair with that rank.
std::uint64_t PrefixTrie::select(const Level& level, std::uint64_t rank) {
  const auto block = std::ranges::upper_bound(level.before, rank) - level.before.begin() - 1;
  std::uint64_t left = rank - level.before[static_cast<std::size_t>(block)];
  auto word = static_cast<std::size_t>(block) * kBlock;
  for (;; ++word) {
    const auto here = ones(load(level.bits[word]));
    if (left < here) break;
    left -= here;
  }
  std::uint64_t bits = load(level.bits[word]);
  for (; left > 0; --left) bits &= bits - 1;
  return word * kWord + static_cast<std::uint64_t>(std::countr_zero(bits));
}

std::string PrefixTrie::schedule(std::uint64_t rank) const {
  std::string letters(levels_.size(), ' ');
  for (std::size_t i = levels_.size(); i > 0; --i) {
    const std::uint64_t pair = select(levels_[i - 1], rank);
    letters[i - 1] = taskLetter(static_cast<std::size_t>(pair % letters_));
    rank = pair / letters_;
  }
  return letters;
}

}  // namespace interleave
