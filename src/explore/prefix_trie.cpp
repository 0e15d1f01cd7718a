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

std::size_t wordsFor(std::uint64_t bits) { return static_cast<std::size_t>(bits / kWord) + 1; }

// `length` bits from `at` on, at most a word's. There is a word behind the last bit, or that is in the last word.
using Bits = std::vector<std::atomic<std::uint64_t>>;
std::uint64_t cut(const Bits& bits, std::uint64_t at, std::size_t length) {
  const auto word = static_cast<std::size_t>(at / kWord);
  const std::uint64_t shift = at % kWord;
  std::uint64_t found = load(bits[word]) >> shift;
  if (shift + length > kWord) found |= load(bits[word + 1]) << (kWord - shift);
  return length == kWord ? found : found & ((std::uint64_t{1} << length) - 1);
}

// Sets bits that are clear.
void paste(Bits& bits, std::uint64_t at, std::uint64_t block) {
  const auto word = static_cast<std::size_t>(at / kWord);
  const std::uint64_t shift = at % kWord;
  bits[word].fetch_or(block << shift, std::memory_order_relaxed);
  if (shift != 0 && block >> (kWord - shift) != 0) bits[word + 1].fetch_or(block >> (kWord - shift), std::memory_order_relaxed);
}

}  // namespace

void PrefixTrie::beginLevel() { levels_.push_back({letters_, Bits(wordsFor(states_ * letters_)), {}}); }

void PrefixTrie::mark(std::uint64_t pair) {
  std::atomic<std::uint64_t>& word = levels_.back().bits[static_cast<std::size_t>(pair / kWord)];
  const std::uint64_t bit = std::uint64_t{1} << (pair % kWord);
  // Most of what this takes is the atomic change.
  if ((load(word) & bit) == 0) word.fetch_or(bit, std::memory_order_relaxed);
}

void PrefixTrie::count(Level& level) {
  level.before.clear();
  level.states = 0;
  for (std::size_t word = 0; word < level.bits.size(); ++word) {
    if (word % kBlock == 0) level.before.push_back(level.states);
    level.states += ones(load(level.bits[word]));
  }
  level.before.shrink_to_fit();
}

void PrefixTrie::endLevel() {
  Level& level = levels_.back();
  count(level);
  states_ = level.states;
  bytes_ += level.bytes();
  // Ranks are asked for far more often than there are words.
  beforeWord_.resize(level.bits.size());
  std::uint64_t before = 0;
  for (std::size_t word = 0; word < level.bits.size(); ++word) {
    beforeWord_[word] = before;
    before += ones(load(level.bits[word]));
  }
}

// Removes the states of `before` from which no pair of `level` comes, and their bits there. False: there are none.
bool PrefixTrie::dropUnused(Level& before, Level& level) {
  std::vector<std::uint64_t> used;
  std::uint64_t rank = 0;
  for (std::atomic<std::uint64_t>& word : before.bits) {
    std::uint64_t kept = load(word);
    for (std::uint64_t left = kept; left != 0; left &= left - 1, ++rank) {
      const std::uint64_t block = cut(level.bits, rank * level.letters, level.letters);
      if (block != 0) used.push_back(block);
      else kept ^= left & ~(left - 1);
    }
    word.store(kept, std::memory_order_relaxed);
  }
  if (used.size() == rank) return false;
  level.bits = Bits(wordsFor(used.size() * level.letters));
  for (std::size_t i = 0; i < used.size(); ++i) paste(level.bits, i * level.letters, used[i]);
  count(level);
  count(before);
  return true;
}

void PrefixTrie::prune() {
  bool dropped = true;
  for (std::size_t i = levels_.size(); i-- > 1 && (dropped || i >= pruned_);) {
    bytes_ -= levels_[i - 1].bytes() + levels_[i].bytes();
    dropped = dropUnused(levels_[i - 1], levels_[i]);
    bytes_ += levels_[i - 1].bytes() + levels_[i].bytes();
  }
  pruned_ = levels_.size();
}

std::uint64_t PrefixTrie::rank(std::uint64_t pair) const {
  const auto word = static_cast<std::size_t>(pair / kWord);
  const std::uint64_t lower = (std::uint64_t{1} << (pair % kWord)) - 1;
  return beforeWord_[word] + ones(load(levels_.back().bits[word]) & lower);
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
  return schedule(rank, [](std::size_t letter, std::size_t) { return taskLetter(letter); });
}

std::string PrefixTrie::schedule(std::uint64_t rank, LetterOf letterOf) const {
  std::string letters(levels_.size(), ' ');
  for (std::size_t i = levels_.size(); i > 0; --i) {
    const Level& level = levels_[i - 1];
    const std::uint64_t pair = select(level, rank);
    letters[i - 1] = letterOf(static_cast<std::size_t>(pair % level.letters), level.letters);
    rank = pair / level.letters;
  }
  return letters;
}

}  // namespace interleave
