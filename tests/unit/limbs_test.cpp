#include "explore/limbs.h"

#include <gtest/gtest.h>

#include <vector>

#include "support.h"

namespace interleave {
namespace {

std::vector<std::uint64_t> randomLimbs(test::Random& random, std::size_t limbs) {
  std::vector<std::uint64_t> number(limbs);
  // All ones and zeros are where carries go wrong.
  for (std::uint64_t& limb : number) limb = test::oneIn(random, 3) ? ~std::uint64_t{0} : test::oneIn(random, 3) ? 0 : random();
  return number;
}

Count modulo(const Count& number, std::size_t limbs) { return number % (Count(1) << static_cast<unsigned>(64 * limbs)); }

TEST(Limbs, AddMultiplesAsTheLibraryDoes) {
  test::Random random(3);
  for (int i = 0; i < 2'000; ++i) {
    const auto limbs = static_cast<std::size_t>(test::between(random, 1, 5));
    const auto fromLimbs = static_cast<std::size_t>(test::between(random, 1, static_cast<std::int64_t>(limbs)));
    const auto factor = static_cast<std::uint64_t>(test::between(random, 0, 26));
    std::vector<std::uint64_t> to = randomLimbs(random, limbs);
    const std::vector<std::uint64_t> from = randomLimbs(random, fromLimbs);
    const Count sum = limbs::toCount(to.data(), limbs) + limbs::toCount(from.data(), fromLimbs) * factor;
    limbs::addMultiple(to.data(), limbs, from.data(), fromLimbs, factor);
    ASSERT_EQ(limbs::toCount(to.data(), limbs), modulo(sum, limbs));
  }
}

TEST(Limbs, KnowZero) {
  std::vector<std::uint64_t> number(3, 0);
  EXPECT_TRUE(limbs::isZero(number.data(), 3));
  number[2] = 1;
  EXPECT_FALSE(limbs::isZero(number.data(), 3));
  EXPECT_TRUE(limbs::isZero(number.data(), 2));
}

TEST(Limbs, HoldEveryNumberOfSchedules) {
  for (const std::size_t choices : {1U, 2U, 3U, 4U, 7U, 8U, 16U}) {
    Count schedules = 1;
    for (std::uint64_t steps = 0; steps <= 200; ++steps) {
      ASSERT_GT(Count(1) << static_cast<unsigned>(64 * limbs::forSchedules(steps, choices)), schedules);
      schedules *= choices;
    }
  }
}

}  // namespace
}  // namespace interleave
