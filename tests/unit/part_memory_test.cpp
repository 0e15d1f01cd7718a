#include "program/part_memory.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "program/part_table.h"
#include "support.h"

namespace interleave::program {
namespace {

using Words = std::vector<std::uint64_t>;

PartTable::Position positionIn(PartTable& table, std::uint32_t global) {
  static const Words kFirst{0};
  return table.positionOf({PartKey::Kind::global, global, 0},
                          [] { return std::pair(std::span<const std::uint64_t>(kFirst), false); });
}

Words wordsOf(PartMemory& memory, PartTable::Position position, std::uint32_t number) {
  const auto words = memory.read(position, number);
  return {words.begin(), words.end()};
}

// Two memories of one table, which forget at different times, and the table itself tell the same.
TEST(PartMemory, TellsWhatTheTableTells) {
  PartTable table;
  PartMemory one(table), other(table);
  std::mt19937_64 random(7);
  std::vector<std::pair<PartTable::Position, std::uint32_t>> known;
  for (int round = 0; round < 40'000; ++round) {
    const PartTable::Position position = positionIn(table, static_cast<std::uint32_t>(random() % 50));
    Words words(random() % 30);
    for (std::uint64_t& word : words) word = random() >> (random() % 64);
    PartMemory& memory = random() % 3 == 0 ? other : one;
    const std::uint32_t number = memory.numberOf(position, words, 1, false);
    ASSERT_EQ(number, table.numberOf(position, words, 1, false));
    ASSERT_EQ(wordsOf(one, position, number), words);
    known.push_back({position, number});
    const auto [before, its] = known[random() % known.size()];
    Words told;
    table.read(before, its, told);
    ASSERT_EQ(wordsOf(other, before, its), told);
    ASSERT_EQ(other.numberOf(before, told, 1, false), its);
    one.forgetIfFull();
    other.forgetIfFull();
  }
  EXPECT_LE(one.bytes(), std::size_t{16} << 20);
}

}  // namespace
}  // namespace interleave::program
