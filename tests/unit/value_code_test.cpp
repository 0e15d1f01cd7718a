#include "explore/value_code.h"

#include <gtest/gtest.h>

#include <set>

#include "support.h"

namespace interleave {
namespace {

// Every value that some of the updates make of the start.
std::set<Money> valuesOf(const Settings& settings) {
  std::set<Money> values = {settings.program.start};
  for (const Transaction& each : settings.program.transactions) {
    if (each.throws) continue;
    std::set<Money> more;
    for (const Money value : values) {
      for (std::int64_t i = 0; i <= each.times; ++i) more.insert(value + i * each.amount);
    }
    values = std::move(more);
  }
  return values;
}

void expectToHold(const Settings& settings) {
  const ValueCode code(settings.program);
  ASSERT_EQ(code.value(code.start()), settings.program.start);
  for (const Money value : valuesOf(settings)) {
    const ValueCode::Number number = code.firstFrom(value);
    ASSERT_EQ(code.value(number), value);
    ASSERT_LT(number, std::uint64_t{1} << code.bits());
    // Nothing in between has a number that is not below or above as it is.
    ASSERT_GE(code.firstFrom(value + 1), number + 1);
    for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
      const Money sum = value + settings.program.transactions[task].amount;
      if (settings.program.transactions[task].throws || !valuesOf(settings).contains(sum)) continue;
      ASSERT_EQ(code.value(code.adder(task)(number)), sum);
    }
  }
}

TEST(ValueCode, NumbersTheValuesOfRandomSettings) {
  test::Random random(5);
  for (int i = 0; i < test::rounds(300); ++i)
    expectToHold(test::randomSettings(random, {.transactions = 4, .times = 3, .workers = 2}));
}

TEST(ValueCode, TakesFewBits) {
  // Eight powers of two: 256 values. Five powers of ten: 32 of 11,112 that lie between them.
  EXPECT_EQ(
      ValueCode(test::programOf({{"a", 1}, {"b", 2}, {"c", 4}, {"d", 8}, {"e", 16}, {"f", 32}, {"g", 64}, {"h", 128}}).program)
          .bits(),
      8);
  EXPECT_EQ(ValueCode(test::programOf({{"a", 1}, {"b", 10}, {"c", 100}, {"d", 1000}, {"e", 10000}}).program).bits(), 5);
  // A million deposits of 50: a million values and one, for any amount.
  EXPECT_EQ(ValueCode(test::programOf({{"a", 50, 1'000'000}}).program).bits(), 20);
  EXPECT_EQ(ValueCode(test::programOf({{"a", 0, 5}}).program).bits(), 1);
}

TEST(ValueCode, ReachesTheLargestAmounts) {
  Settings settings = test::programOf({{"a", limits::kMaxAmount, 9'000'000}});
  const ValueCode code(settings.program);
  const Money most = settings.program.start + limits::kMaxAmount * 9'000'000;
  EXPECT_EQ(code.value(code.firstFrom(most)), most);
  EXPECT_LT(code.firstFrom(most), std::uint64_t{1} << code.bits());
}

TEST(ValueCode, FindsTheFirstValueFromAnyAmount) {
  for (const Settings& settings : {test::programOf({{"a", 10, 3}}), test::programOf({{"a", 7}, {"b", 100}})}) {
    const ValueCode code(settings.program);
    const std::set<Money> values = valuesOf(settings);
    for (Money amount = settings.program.start - 5; amount <= *values.rbegin(); ++amount) {
      EXPECT_GE(code.value(code.firstFrom(amount)), amount);
      if (code.firstFrom(amount) > 0) EXPECT_LT(code.value(code.firstFrom(amount) - 1), amount);
    }
  }
}

}  // namespace
}  // namespace interleave
