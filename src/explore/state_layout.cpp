#include "explore/state_layout.h"

#include <algorithm>
#include <bit>

namespace interleave {

namespace {

constexpr std::uint32_t kWordBits = 64, kMostBits = 32;

// `width`: one at least.
std::uint64_t bitsOf(std::uint32_t shift, std::uint32_t width) { return ~std::uint64_t{0} >> (kWordBits - width) << shift; }

// With some room, so that it lasts for a while.
std::uint32_t widthFor(std::uint32_t count) {
  constexpr std::uint32_t kFew = 4;
  const auto needed = static_cast<std::uint32_t>(std::bit_width(count - 1));
  return std::min(kMostBits, needed + (count > kFew ? 2 : count > 2 ? 1 : 0));
}

}  // namespace

StateLayout StateLayout::uniform(std::size_t parts, std::uint32_t width) {
  const std::uint32_t inWord = kWordBits / width;
  StateLayout layout;
  layout.used_.assign((parts + inWord - 1) / inWord, bitsOf(0, inWord * width));
  for (std::uint32_t i = 0; i < parts; ++i) {
    layout.fields_.push_back({static_cast<std::uint32_t>(bitsOf(0, width)), static_cast<std::uint16_t>(i / inWord),
                              static_cast<std::uint16_t>(i % inWord * width)});
  }
  return layout;
}

StateLayout StateLayout::grown(std::span<const std::uint32_t> counts) const {
  const auto lacks = [&](const StateLayout& layout, Position position) {
    return counts[position] > 1 && counts[position] - 1 > layout.fields_[position].mask;
  };
  StateLayout layout = *this;
  layout.fields_.resize(counts.size());
  bool fits = true;
  for (Position position = 0; position < counts.size() && fits; ++position)
    fits = !lacks(layout, position) || layout.widen(position, widthFor(counts[position]));
  if (fits) return layout;
  layout = {};
  layout.fields_.resize(counts.size());
  for (Position position = 0; position < counts.size(); ++position) {
    if (lacks(layout, position)) layout.placeAnywhere(position, widthFor(counts[position]));
  }
  layout.spreadRoom();
  return layout;
}

// A field that gets more bits, where it is or elsewhere, or its first ones. False: there is no room for that.
bool StateLayout::widen(Position position, std::uint32_t width) {
  Field& field = fields_[position];
  if (field.mask == 0) return place(position, width);
  const std::uint64_t before = std::uint64_t{field.mask} << field.shift;
  const bool fits = field.shift + width <= kWordBits;
  if (!fits || (used_[field.word] & ~before & bitsOf(field.shift, width)) != 0) {
    used_[field.word] &= ~before;
    return place(position, width);
  }
  used_[field.word] |= bitsOf(field.shift, width);
  field.mask = static_cast<std::uint32_t>(bitsOf(0, width));
  return true;
}

// In the first word that has room for it. False: none has.
bool StateLayout::place(Position position, std::uint32_t width) {
  for (std::size_t word = 0; word < used_.size(); ++word) {
    for (std::uint32_t shift = 0; shift + width <= kWordBits; ++shift) {
      if ((used_[word] & bitsOf(shift, width)) != 0) continue;
      used_[word] |= bitsOf(shift, width);
      fields_[position] = {static_cast<std::uint32_t>(bitsOf(0, width)), static_cast<std::uint16_t>(word),
                           static_cast<std::uint16_t>(shift)};
      return true;
    }
  }
  return false;
}

void StateLayout::placeAnywhere(Position position, std::uint32_t width) {
  while (!place(position, width)) used_.push_back(0);
}

// Gives half of the bits that a word has left to its fields, one behind the other; the other half is for new ones.
void StateLayout::spreadRoom() {
  for (std::size_t word = 0; word < used_.size(); ++word) {
    const auto isIn = [word](const Field& field) { return field.mask != 0 && field.word == word; };
    const auto fields = static_cast<std::uint32_t>(std::ranges::count_if(fields_, isIn));
    const auto left = kWordBits - static_cast<std::uint32_t>(std::popcount(used_[word]));
    const std::uint32_t more = fields == 0 ? 0 : left / 2 / fields;
    std::uint32_t shift = 0;
    used_[word] = 0;
    for (Field& field : fields_) {
      if (!isIn(field)) continue;
      const std::uint32_t width = std::min(kMostBits, static_cast<std::uint32_t>(std::popcount(field.mask)) + more);
      field.mask = static_cast<std::uint32_t>(bitsOf(0, width));
      field.shift = static_cast<std::uint16_t>(shift);
      used_[word] |= bitsOf(shift, width);
      shift += width;
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
