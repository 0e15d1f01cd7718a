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
  layout.words_ = layout.used_.size();
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
  if (words_ != grown.words_) return false;
  for (Position position = 0; position < fields_.size(); ++position) {
    const Field &one = fields_[position], &other = grown.fields_[position];
    if (one.mask != 0 && (one.word != other.word || one.shift != other.shift)) return false;
  }
  return true;
}

void StateLayout::convert(const std::uint64_t* state, const StateLayout& to, std::uint64_t* converted) const {
  std::fill_n(converted, to.words_, 0);
  for (Position position = 0; position < fields_.size(); ++position) {
    if (fields_[position].mask != 0) to.set(converted, {position, get(state, position)});
  }
}

}  // namespace interleave
