#include "explore/state_layout.h"

#include <algorithm>
#include <bit>

namespace interleave {

namespace {

constexpr std::uint32_t kWordBits = 64;

std::uint64_t bitsOf(std::uint32_t shift, std::uint32_t width) { return ((std::uint64_t{1} << width) - 1) << shift; }

// With some room, so that it lasts for a while.
std::uint32_t widthFor(std::uint32_t count) {
  constexpr std::uint32_t kMostBits = 32, kFew = 4;
  const auto needed = static_cast<std::uint32_t>(std::bit_width(count - 1));
  return std::min(kMostBits, needed + (count > kFew ? 2 : count > 2 ? 1 : 0));
}

}  // namespace

StateLayout StateLayout::grown(std::span<const std::uint32_t> counts) const {
  StateLayout layout = *this;
  layout.fields_.resize(counts.size());
  for (Position position = 0; position < counts.size(); ++position) {
    Field& field = layout.fields_[position];
    if (counts[position] <= 1 || counts[position] - 1 <= field.mask) continue;
    const std::uint32_t width = widthFor(counts[position]);
    std::uint64_t& used = layout.used_[field.word];
    const std::uint64_t before = std::uint64_t{field.mask} << field.shift;
    const bool grows = field.mask != 0 && field.shift + width <= kWordBits && (used & ~before & bitsOf(field.shift, width)) == 0;
    if (grows) {
      field.mask = static_cast<std::uint32_t>(bitsOf(0, width));
      used |= bitsOf(field.shift, width);
    } else {
      used &= ~before;
      layout.place(position, width);
    }
  }
  return layout;
}

// In the first word that has room for it.
void StateLayout::place(Position position, std::uint32_t width) {
  for (std::uint32_t word = 0;; ++word) {
    if (word == used_.size()) used_.push_back(0);
    for (std::uint32_t shift = 0; shift + width <= kWordBits; ++shift) {
      if ((used_[word] & bitsOf(shift, width)) != 0) continue;
      used_[word] |= bitsOf(shift, width);
      fields_[position] = {word, shift, static_cast<std::uint32_t>(bitsOf(0, width))};
      return;
    }
  }
}

bool StateLayout::isPartOf(const StateLayout& grown) const {
  if (words() != grown.words()) return false;
  for (Position position = 0; position < fields_.size(); ++position) {
    const Field &one = fields_[position], &other = grown.fields_[position];
    if (one.mask != 0 && (one.word != other.word || one.shift != other.shift)) return false;
  }
  return true;
}

StateLayout::Conversion::Conversion(const StateLayout& from, const StateLayout& to)
    : kept_(std::min(from.words(), to.words()), 0), words_(to.words()) {
  for (Position position = 0; position < from.fields_.size(); ++position) {
    const Field &before = from.fields_[position], &after = to.fields_[position];
    if (before.mask == 0) continue;
    if (before.word == after.word && before.shift == after.shift)
      kept_[before.word] |= std::uint64_t{before.mask} << before.shift;
    else moved_.emplace_back(before, after);
  }
}

void StateLayout::Conversion::write(const std::uint64_t* state, std::uint64_t* converted) const {
  for (std::size_t word = 0; word < words_; ++word) converted[word] = word < kept_.size() ? state[word] & kept_[word] : 0;
  for (const auto& [from, to] : moved_) converted[to.word] |= (state[from.word] >> from.shift & from.mask) << to.shift;
}

}  // namespace interleave
