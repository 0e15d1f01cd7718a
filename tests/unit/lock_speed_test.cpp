#include "compare/lock_speed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

#include "compare/lock_comparer.h"
#include "support.h"

namespace interleave {
namespace {

const std::atomic<bool> kGoOn{false};

TEST(HistogramTest, PercentilesAreWithinTheirStatedError) {
  test::Random random(51);
  Histogram histogram;
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 20'000; ++i) {
    const auto ns = static_cast<std::uint64_t>(std::pow(10.0, static_cast<double>(test::between(random, 0, 9'000)) / 1'000));
    histogram.add(ns);
    all.push_back(ns);
  }
  std::ranges::sort(all);
  EXPECT_EQ(histogram.total(), all.size());
  EXPECT_EQ(histogram.longest(), all.back());
  for (const double part : {0.01, 0.25, 0.5, 0.9, 0.99, 0.999}) {
    const std::uint64_t exact = all[static_cast<std::size_t>(std::ceil(part * static_cast<double>(all.size()) - 1e-9)) - 1];
    const std::uint64_t found = histogram.percentile(part);
    EXPECT_LE(found, exact) << part;
    EXPECT_GE(static_cast<double>(found), static_cast<double>(exact) * (31.0 / 32)) << part;
  }
}

TEST(HistogramTest, FewTimesAreRankedUp) {
  Histogram three;
  for (const std::uint64_t ns : {1U, 2U, 3U}) three.add(ns);
  EXPECT_EQ(three.percentile(0.5), 2U);
  Histogram ten;
  for (int i = 0; i < 9; ++i) ten.add(1);
  ten.add(31);
  EXPECT_EQ(ten.percentile(0.5), 1U);
  EXPECT_EQ(ten.percentile(0.99), 31U);
}

TEST(HistogramTest, SmallTimesAreExactAndTheLargestFits) {
  Histogram histogram;
  EXPECT_EQ(histogram.percentile(0.5), 0U);
  for (std::uint64_t ns = 0; ns < 64; ++ns) {
    Histogram one;
    one.add(ns);
    EXPECT_EQ(one.percentile(1), ns);
  }
  histogram.add(~std::uint64_t{0});
  EXPECT_EQ(histogram.longest(), ~std::uint64_t{0});
  EXPECT_GT(histogram.percentile(1), std::uint64_t{1} << 63);
  Histogram sum;
  sum.add(histogram);
  sum.add(histogram);
  EXPECT_EQ(sum.total(), 2U);
}

TEST(FairnessTest, IsOneWhereAllHadTheSameAndAPartWhereOneHadAll) {
  EXPECT_EQ(fairnessOf(std::array<std::uint64_t, 3>{7, 7, 7}), 1);
  EXPECT_EQ(fairnessOf(std::array<std::uint64_t, 4>{9, 0, 0, 0}), 0.25);
  EXPECT_EQ(fairnessOf(std::array<std::uint64_t, 2>{0, 0}), 1);
}

TEST(LockSpeedTest, EveryLockCountsExactly) {
  for (const LockKind lock : measurableLocks()) {
    for (const int threads : {1, 3}) {
      const auto subject = makeSpeedSubject(lock);
      const auto speed = measureSpeed(subject, lock, threads, std::chrono::milliseconds(8), kGoOn);
      ASSERT_TRUE(speed);
      EXPECT_TRUE(speed->exact) << lockInfo(lock).name;
      EXPECT_GT(speed->sectionsPerSecond, 0) << lockInfo(lock).name;
      EXPECT_GE(speed->fairness, 1.0 / threads - 1e-9);
      EXPECT_LE(speed->fairness, 1 + 1e-9);
      EXPECT_LE(speed->p50Ns, speed->p99Ns);
      EXPECT_LE(speed->p99Ns, speed->longestNs);
    }
  }
}

TEST(LockSpeedTest, AMillisecondIsDividedToo) {
  const auto subject = makeSpeedSubject(LockKind::scoped);
  const auto speed = measureSpeed(subject, LockKind::scoped, 1, std::chrono::milliseconds(1), kGoOn);
  ASSERT_TRUE(speed);
  EXPECT_TRUE(std::isfinite(speed->sectionsPerSecond));
  EXPECT_TRUE(speed->exact);
}

TEST(LockSpeedTest, OnlyWhatProtectsAPlainBalanceIsMeasured) {
  for (const LockInfo& lock : allLocks()) {
    EXPECT_EQ(makeSpeedSubject(lock.kind) != nullptr, lock.guarantee != Guarantee::none) << lock.name;
  }
}

// Loses every second section, like a lock that admits two threads.
class Losing final : public SpeedSubject {
 public:
  void run(const Signals& signals, Share& share) override {
    for (std::uint64_t done = 0; !signals.stop.load() || done < 2; share.sections.store(++done))
      balance_ += done % 2 == 0 ? 1 : 0;
  }
  void runTimed(const Signals& signals, Share& share, Histogram&) override { run(signals, share); }
  std::int64_t balance() const override { return balance_.load(); }

 private:
  std::atomic<std::int64_t> balance_{0};
};

TEST(LockSpeedTest, ALostSectionIsFound) {
  const auto speed = measureSpeed(std::make_shared<Losing>(), LockKind::scoped, 2, std::chrono::milliseconds(4), kGoOn);
  ASSERT_TRUE(speed);
  EXPECT_FALSE(speed->exact);
}

// The second thread ends its first section only after the first thread has done many.
class Late final : public SpeedSubject {
 public:
  static constexpr std::uint64_t kBefore = 100'000;

  void run(const Signals& signals, Share& share) override {
    const bool late = arrived_.fetch_add(1) % 2 == 1;
    for (std::uint64_t done = 0; !signals.stop.load() || done == 0;) {
      while (late && done == 0 && alone_.load() < kBefore) std::this_thread::yield();
      if (!late && alone_.load() < kBefore) ++alone_;
      // In step from then on.
      while (alone_.load() >= kBefore && turn_.load() != late && !signals.stop.load()) std::this_thread::yield();
      share.sections.store(++done);
      turn_.store(!late);
    }
  }
  void runTimed(const Signals& signals, Share& share, Histogram&) override { run(signals, share); }
  std::int64_t balance() const override { return 0; }

 private:
  std::atomic<int> arrived_{0};
  std::atomic<std::uint64_t> alone_{0};
  std::atomic<bool> turn_{false};
};

TEST(LockSpeedTest, WhatWasDoneBeforeEveryThreadWasThereIsNotCounted) {
  const auto speed = measureSpeed(std::make_shared<Late>(), LockKind::spin, 2, std::chrono::milliseconds(400), kGoOn);
  ASSERT_TRUE(speed);
  EXPECT_GT(speed->leastShare, 0.5);
}

TEST(LockSpeedTest, ACancelledMeasurementGivesNothing) {
  const std::atomic<bool> cancelled{true};
  const auto subject = makeSpeedSubject(LockKind::spin);
  EXPECT_FALSE(measureSpeed(subject, LockKind::spin, 8, std::chrono::hours(1), cancelled));
}

// ---- In the background --------------------------------------------------------------------------

class LockComparerTest : public testing::Test {
 protected:
  void await() {
    while (comparer.busy()) {
      if (!comparer.collect()) news.wait();
    }
  }
  Doorbell news;
  LockComparer comparer{[this] { news.ring(); }};
};

TEST_F(LockComparerTest, MeasuresEachLockWithEachNumberOfThreads) {
  ASSERT_TRUE(comparer.start({{LockKind::scoped, LockKind::atomic}, {1, 2}, std::chrono::milliseconds(4)}));
  EXPECT_FALSE(comparer.start({})) << "one at a time";
  await();
  ASSERT_EQ(comparer.results().size(), 4U);
  EXPECT_FALSE(comparer.cancelled());
  EXPECT_EQ(comparer.results()[1].lock, LockKind::atomic);
  EXPECT_EQ(comparer.results()[2].threads, 2);
  const std::string speeds = toJson(comparer.results());
  EXPECT_NE(speeds.find("\"lock\":\"atomic\",\"threads\":2"), std::string::npos);
  EXPECT_EQ(toJson(comparer.results(), false, 8), "{\"cancelled\":false,\"cores\":8,\"speeds\":" + speeds + "}");
}

TEST_F(LockComparerTest, KeepsWhatWasMeasuredBeforeItWasCancelled) {
  ASSERT_TRUE(comparer.start({{LockKind::scoped, LockKind::spin}, {1}, std::chrono::hours(1)}));
  comparer.cancel();
  await();
  EXPECT_TRUE(comparer.cancelled());
  EXPECT_TRUE(comparer.results().empty());
  ASSERT_TRUE(comparer.start({{LockKind::scoped}, {1}, std::chrono::milliseconds(2)}));
  await();
  EXPECT_EQ(comparer.results().size(), 1U);
}

TEST_F(LockComparerTest, CanBeLeftWhileItMeasures) {
  ASSERT_TRUE(comparer.start({{LockKind::ticket}, {4}, std::chrono::hours(1)}));
}

}  // namespace
}  // namespace interleave
