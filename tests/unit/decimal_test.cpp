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

TEST(DecimalTest, GroupsUpToFifteenDigits) {
  EXPECT_EQ(formatDecimal("0"), "0");
  EXPECT_EQ(formatDecimal("999"), "999");
  EXPECT_EQ(formatDecimal("1000"), "1,000");
  EXPECT_EQ(formatDecimal("81729648000"), "81,729,648,000");
  EXPECT_EQ(formatDecimal("123456789012345"), "123,456,789,012,345");
}

TEST(DecimalTest, RoundsLongerOnesToThreeDigits) {
  EXPECT_EQ(formatDecimal("1000000000000000"), "1.00e15");
  EXPECT_EQ(formatDecimal("3814697265625000000000"), "3.81e21");
  EXPECT_EQ(formatDecimal("3815000000000000000000"), "3.82e21");
  EXPECT_EQ(formatDecimal("9994999999999999"), "9.99e15");
  EXPECT_EQ(formatDecimal("9995000000000000"), "1.00e16");
}

TEST(DecimalTest, RoundsSoonerWhereThereIsLittleRoom) {
  EXPECT_EQ(formatDecimal("7484400", 7), "7,484,400");
  EXPECT_EQ(formatDecimal("7484400", 6), "7.48e6");
  EXPECT_EQ(formatDecimal("1000", 3), "1.00e3");
}

}  // namespace
}  // namespace interleave
