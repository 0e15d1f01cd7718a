#include "explore/state_layout.h"

#include <algorithm>
#include <bit>

namespace interleave {

// Each field goes into the first word that has room for it.
StateLayout StateLayout::of(std::span<const std::uint32_t> counts) {
  constexpr std::uint32_t kWordBits = 64, kMostBits = 32, kFew = 4;
  StateLayout layout;
  layout.fields_.resize(counts.size());
  std::vector<std::uint32_t> used(1, 0);
  for (std::size_t position = 0; position < counts.size(); ++position) {
    if (counts[position] <= 1) continue;
    const auto needed = static_cast<std::uint32_t>(std::bit_width(counts[position] - 1));
    const std::uint32_t width = std::min(kMostBits, needed + (counts[position] > kFew ? 2 : counts[position] > 2 ? 1 : 0));
    std::size_t word = 0;
    while (word < used.size() && used[word] + width > kWordBits) ++word;
    if (word == used.size()) used.push_back(0);
    layout.fields_[position] = {static_cast<std::uint32_t>(word), used[word],
                                static_cast<std::uint32_t>((std::uint64_t{1} << width) - 1)};
    used[word] += width;
  }
  layout.words_ = used.size();
  return layout;
}

void StateLayout::convert(const std::uint64_t* state, const StateLayout& to, std::uint64_t* converted) const {
  std::fill_n(converted, to.words_, 0);
  for (Position position = 0; position < fields_.size(); ++position) {
    if (fields_[position].mask != 0) to.set(converted, {position, get(state, position)});
  }
}

}  // namespace interleave
