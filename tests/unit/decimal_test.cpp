#include "explore/decimal.h"

#include <gtest/gtest.h>

#include <vector>

namespace interleave {
namespace {

std::string sumOf(std::vector<std::string_view> counts) { return interleave::sumOf(counts); }

TEST(DecimalTest, AddsNothingUpToZero) {
  EXPECT_EQ(sumOf({}), "0");
  EXPECT_EQ(sumOf({"0", "0"}), "0");
}

TEST(DecimalTest, AddsSmallCounts) {
  EXPECT_EQ(sumOf({"2", "2", "2"}), "6");
  EXPECT_EQ(sumOf({"999", "1"}), "1000");
}

TEST(DecimalTest, CarriesFromLimbToLimb) {
  EXPECT_EQ(sumOf({"999999999999999999", "1"}), "1000000000000000000");
  EXPECT_EQ(sumOf({"1", "999999999999999999999999999999999999"}), "1000000000000000000000000000000000000");
  EXPECT_EQ(sumOf({"1000000000000000000000000000000000001", "5"}), "1000000000000000000000000000000000006");
}

TEST(DecimalTest, KeepsZerosWithinANumber) {
  EXPECT_EQ(sumOf({"1000000000000000007", "0"}), "1000000000000000007");
  EXPECT_EQ(sumOf({"500000000000000000000000000000000000", "500000000000000000000000000000000000"}),
            "1000000000000000000000000000000000000");
}

TEST(DecimalTest, AddsManyTimes) { EXPECT_EQ(sumOf(std::vector<std::string_view>(1'000, "81729648000")), "81729648000000"); }

TEST(DecimalTest, DividesNumbersOfAnyLength) {
  EXPECT_DOUBLE_EQ(ratioOf("1", "3"), 1.0 / 3);
  EXPECT_EQ(ratioOf("0", "3"), 0);
  EXPECT_EQ(ratioOf("7", "7"), 1);
  const std::string zeros(500, '0');
  EXPECT_DOUBLE_EQ(ratioOf("25" + zeros, "100" + zeros), 0.25);
  EXPECT_DOUBLE_EQ(ratioOf("123456789012345678901", "1234567890123456789010"), 0.1);
}

TEST(DecimalTest, KeepsAPartThatIsTooSmallToCountFromNothing) { EXPECT_GT(ratioOf("1", "1" + std::string(500, '0')), 0); }

}  // namespace
}  // namespace interleave
