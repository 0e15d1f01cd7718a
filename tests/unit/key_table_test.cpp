#include "explore/key_table.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "support.h"

namespace interleave {
namespace {

TEST(KeyTable, NumbersKeysInOrderOfArrival) {
  test::Random random(1);
  for (const std::size_t words : {1U, 2U, 5U}) {
    KeyTable table(words);
    std::map<std::vector<std::uint64_t>, std::uint32_t> numbers;
    for (int i = 0; i < 20'000; ++i) {
      std::vector<std::uint64_t> key(words);
      // Few bits differ, in any of the words.
      for (std::uint64_t& word : key) word = (random() % 8) << (random() % 2 * 60);
      const auto next = static_cast<std::uint32_t>(numbers.size());
      const std::uint32_t number = numbers.try_emplace(key, next).first->second;
      ASSERT_EQ(table.insert(key.data()), number);
      ASSERT_EQ(table.size(), numbers.size());
    }
    for (const auto& [key, number] : numbers) {
      EXPECT_EQ(table.find(key.data()), number);
      EXPECT_TRUE(std::equal(key.begin(), key.end(), table.key(number)));
    }
  }
}

TEST(KeyTable, FindsNothingThatWasNotInserted) {
  KeyTable table(1);
  const std::uint64_t zero = 0;
  const std::uint64_t one = 1;
  EXPECT_EQ(table.find(&zero), std::nullopt);
  table.insert(&one);
  EXPECT_EQ(table.find(&zero), std::nullopt);
  EXPECT_EQ(table.find(&one), 0U);
}

}  // namespace
}  // namespace interleave
