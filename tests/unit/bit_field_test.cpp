#include "explore/bit_field.h"

#include <gtest/gtest.h>

#include <array>

namespace interleave {
namespace {

TEST(BitLayoutTest, PutsNumbersSideBySideAndNoneAcrossTheEndOfAWord) {
  BitLayout layout;
  EXPECT_EQ(layout.words(), 1U);
  const std::array fields = {layout.add(10), layout.add(20), layout.add(34), layout.add(1), layout.add(63), layout.add(2)};
  const std::array<std::size_t, 6> words = {0, 0, 0, 1, 1, 2};
  const std::array<int, 6> shifts = {0, 10, 30, 0, 1, 0};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    EXPECT_EQ(fields[i].word, words[i]) << i;
    EXPECT_EQ(fields[i].shift, shifts[i]) << i;
  }
  EXPECT_EQ(layout.words(), 3U);
}

TEST(BitLayoutTest, EachNumberIsReadAsItWasWritten) {
  BitLayout layout;
  const std::array fields = {layout.add(1), layout.add(31), layout.add(32), layout.add(7)};
  std::array<BitField::Word, 2> words{};
  for (const BitField& field : fields) field.set(words.data(), field.mask);
  for (const BitField& field : fields) EXPECT_EQ(field.get(words.data()), field.mask);
  fields[1].set(words.data(), 5);
  EXPECT_EQ(fields[0].get(words.data()), fields[0].mask);
  EXPECT_EQ(fields[1].get(words.data()), 5U);
  EXPECT_EQ(fields[2].get(words.data()), fields[2].mask);
}

}  // namespace
}  // namespace interleave
