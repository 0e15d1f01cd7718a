#include "text/format.h"

#include <gtest/gtest.h>

#include <limits>

namespace interleave {
namespace {

TEST(FormatTest, NumbersAreGroupedByThousands) {
  EXPECT_EQ(formatNumber(0), "0");
  EXPECT_EQ(formatNumber(7), "7");
  EXPECT_EQ(formatNumber(-7), "-7");
  EXPECT_EQ(formatNumber(999), "999");
  EXPECT_EQ(formatNumber(-999), "-999");
  EXPECT_EQ(formatNumber(1000), "1,000");
  EXPECT_EQ(formatNumber(-1000), "-1,000");
  EXPECT_EQ(formatNumber(123'456), "123,456");
  EXPECT_EQ(formatNumber(1'000'000), "1,000,000");
  EXPECT_EQ(formatNumber(std::int64_t{-9'007'199'254'740'992}), "-9,007,199,254,740,992");
}

TEST(FormatTest, SignedNumbersAlwaysHaveASign) {
  EXPECT_EQ(formatSigned(50), "+50");
  EXPECT_EQ(formatSigned(-150), "-150");
  EXPECT_EQ(formatSigned(0), "+0");
  EXPECT_EQ(formatSigned(-1'234), "-1,234");
  EXPECT_EQ(formatSigned(1'234), "+1,234");
}

TEST(FormatTest, CountsHaveTheirNoun) {
  EXPECT_EQ(formatCount(0, "update"), "0 updates");
  EXPECT_EQ(formatCount(1, "update"), "1 update");
  EXPECT_EQ(formatCount(2'000, "update"), "2,000 updates");
}

TEST(FormatTest, DurationsCarryAUnitThatFits) {
  EXPECT_EQ(formatDuration(0), "0 ns");
  EXPECT_EQ(formatDuration(840), "840 ns");
  EXPECT_EQ(formatDuration(999), "999 ns");
  EXPECT_EQ(formatDuration(1'000), "1.00 \xC2\xB5s");
  EXPECT_EQ(formatDuration(12'500), "12.5 \xC2\xB5s");
  EXPECT_EQ(formatDuration(125'400), "125 \xC2\xB5s");
  EXPECT_EQ(formatDuration(3'200'000), "3.20 ms");
  EXPECT_EQ(formatDuration(1'000'000'000), "1.00 s");
  EXPECT_EQ(formatDuration(61'000'000'000), "61.0 s");
  EXPECT_EQ(formatDuration(1'234'000'000'000), "1234 s");
  EXPECT_EQ(formatDuration(-3'200'000), "-3.20 ms");
}

TEST(FormatTest, DurationsAreRoundedIntoTheNextUnit) {
  EXPECT_EQ(formatDuration(9'999), "10.0 \xC2\xB5s");
  EXPECT_EQ(formatDuration(99'999), "100 \xC2\xB5s");
  EXPECT_EQ(formatDuration(999'999), "1.00 ms");
  EXPECT_EQ(formatDuration(999'999'999), "1.00 s");
}

TEST(FormatTest, DecimalsAreGroupedUpToFifteenDigits) {
  EXPECT_EQ(formatDecimal("0"), "0");
  EXPECT_EQ(formatDecimal("999"), "999");
  EXPECT_EQ(formatDecimal("1000"), "1,000");
  EXPECT_EQ(formatDecimal("81729648000"), "81,729,648,000");
  EXPECT_EQ(formatDecimal("123456789012345"), "123,456,789,012,345");
}

TEST(FormatTest, LongerDecimalsAreRoundedToThreeDigits) {
  EXPECT_EQ(formatDecimal("1000000000000000"), "1.00e15");
  EXPECT_EQ(formatDecimal("3814697265625000000000"), "3.81e21");
  EXPECT_EQ(formatDecimal("3815000000000000000000"), "3.82e21");
  EXPECT_EQ(formatDecimal("9994999999999999"), "9.99e15");
  EXPECT_EQ(formatDecimal("9995000000000000"), "1.00e16");
}

TEST(FormatTest, DecimalsAreRoundedSoonerWhereThereIsLittleRoom) {
  EXPECT_EQ(formatDecimal("7484400", 7), "7,484,400");
  EXPECT_EQ(formatDecimal("7484400", 6), "7.48e6");
  EXPECT_EQ(formatDecimal("1000", 3), "1.00e3");
}

TEST(FormatTest, NumbersOfEveryTypeAreWrittenWhole) {
  EXPECT_EQ(formatNumber(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
  EXPECT_EQ(formatNumber(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
  EXPECT_EQ(formatNumber(std::numeric_limits<std::int64_t>::max()), "9,223,372,036,854,775,807");
  EXPECT_EQ(formatNumber(std::uint8_t{200}), "200");
  EXPECT_EQ(formatCount(std::numeric_limits<std::uint64_t>::max(), "event"), "18,446,744,073,709,551,615 events");
}

TEST(FormatTest, CountsOfWhatHasAPluralOfItsOwn) {
  EXPECT_EQ(formatCount(1, "copy", "copies"), "1 copy");
  EXPECT_EQ(formatCount(1'000, "copy", "copies"), "1,000 copies");
}

TEST(FormatTest, OnlyTheFirstLetterIsCapitalized) {
  EXPECT_EQ(capitalized("the deposit"), "The deposit");
  EXPECT_EQ(capitalized("A"), "A");
  EXPECT_EQ(capitalized("\xC3\xA9t\xC3\xA9"), "\xC3\xA9t\xC3\xA9");
  EXPECT_EQ(capitalized(""), "");
}

TEST(FormatTest, PercentIsExactAtItsEnds) {
  EXPECT_EQ(formatPercent(0), "0 %");
  EXPECT_EQ(formatPercent(1e-12), "< 1 %");
  EXPECT_EQ(formatPercent(0.0099), "< 1 %");
  EXPECT_EQ(formatPercent(0.01), "1 %");
  EXPECT_EQ(formatPercent(1.0 / 3), "33 %");
  EXPECT_EQ(formatPercent(2.0 / 3), "67 %");
  EXPECT_EQ(formatPercent(0.99), "99 %");
  EXPECT_EQ(formatPercent(0.9999), "> 99 %");
  EXPECT_EQ(formatPercent(1), "100 %");
}

}  // namespace
}  // namespace interleave
