#include "explore/state_layout.h"

#include <gtest/gtest.h>

#include <vector>

#include "support.h"

namespace interleave {
namespace {

using Numbers = std::vector<std::uint32_t>;

// Numbers that there are, by position.
Numbers randomNumbers(test::Random& random, const Numbers& counts) {
  Numbers numbers;
  for (const std::uint32_t count : counts) numbers.push_back(static_cast<std::uint32_t>(random() % count));
  return numbers;
}

std::vector<std::uint64_t> written(const StateLayout& layout, const Numbers& numbers) {
  std::vector<std::uint64_t> state(layout.words(), 0);
  for (StateLayout::Position position = 0; position < numbers.size(); ++position) {
    EXPECT_TRUE(layout.fits({position, numbers[position]}));
    layout.set(state.data(), {position, numbers[position]});
  }
  return state;
}

void expectNumbers(const StateLayout& layout, const std::vector<std::uint64_t>& state, const Numbers& numbers) {
  for (StateLayout::Position position = 0; position < numbers.size(); ++position)
    ASSERT_EQ(layout.get(state.data(), position), numbers[position]);
}

TEST(StateLayout, GrowsAndKeepsWhatStatesAre) {
  test::Random random(1);
  for (int round = 0; round < 50; ++round) {
    StateLayout layout;
    Numbers counts(1, 1);
    for (int step = 0; step < 30; ++step) {
      const Numbers before = randomNumbers(random, counts);
      const std::vector<std::uint64_t> state = written(layout, before);
      for (std::uint32_t& count : counts) {
        if (random() % 4 == 0) count += static_cast<std::uint32_t>(random() % (2 * count));
      }
      counts.resize(counts.size() + random() % 3, 1 + static_cast<std::uint32_t>(random() % 3));
      const StateLayout grown = layout.grown(counts);
      std::vector<std::uint64_t> now(grown.words());
      StateLayout::Conversion(layout, grown).write(state.data(), now.data());
      expectNumbers(grown, now, before);
      if (layout.isPartOf(grown)) {
        EXPECT_EQ(now, state);
      }
      const Numbers after = randomNumbers(random, counts);
      expectNumbers(grown, written(grown, after), after);
      layout = grown;
    }
  }
}

TEST(StateLayout, FieldsOfOneWidthDoNotOverlap) {
  for (const std::uint32_t width : {1U, 8U, 20U, 32U}) {
    const StateLayout layout = StateLayout::uniform(70, width);
    EXPECT_EQ(layout.words(), (70 + 64 / width - 1) / (64 / width));
    Numbers numbers(70, 0);
    for (std::uint32_t i = 0; i < 70; ++i) numbers[i] = static_cast<std::uint32_t>((i % 2 == 0 ? ~0ull : 0) >> (64 - width));
    expectNumbers(layout, written(layout, numbers), numbers);
    EXPECT_FALSE(layout.fits({70, 1}));
  }
}

}  // namespace
}  // namespace interleave
