#include "background/explorer.h"

#include <gtest/gtest.h>

#include "support.h"

namespace interleave {
namespace {

class ExplorerTest : public testing::Test {
 protected:
  std::shared_ptr<const Exploration> finish() {
    for (;;) {
      // Asked first: the search may end between the two.
      const bool busy = explorer_.busy();
      if (auto result = explorer_.take()) return result;
      if (!busy) return nullptr;
      news_.wait();
    }
  }
  // Too many states to be counted during a test.
  static Settings endless() { return test::programOf({{"a", 1, 100'000}, {"b", -1, 100'000}}, LockKind::scoped); }

  Doorbell news_;
  Explorer explorer_{[this] { news_.ring(); }};
};

TEST_F(ExplorerTest, FindsWhatExploreFinds) {
  for (int i = 0; i < 20; ++i) {
    explorer_.start(test::lesson().program, {});
    const auto found = finish();
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->schedules, "6");
    EXPECT_FALSE(explorer_.busy());
    EXPECT_EQ(explorer_.take(), nullptr);
  }
}

TEST_F(ExplorerTest, WritesJsonWhereItIsAskedTo) {
  explorer_.start(test::lesson().program, {}, 2);
  const auto found = finish();
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(explorer_.takeJson(), toJson(*found, 2));
  EXPECT_EQ(explorer_.takeJson(), "");
  explorer_.start(test::lesson().program, {});
  ASSERT_NE(finish(), nullptr);
  EXPECT_EQ(explorer_.takeJson(), "");
}

TEST_F(ExplorerTest, HasNothingBeforeItIsAsked) {
  EXPECT_EQ(explorer_.takeJson(), "");
  EXPECT_FALSE(explorer_.busy());
  EXPECT_EQ(explorer_.take(), nullptr);
  EXPECT_EQ(explorer_.progress().states.load(), 0U);
  explorer_.cancel();
}

TEST_F(ExplorerTest, GivesWhatACancelledSearchHas) {
  explorer_.start(endless().program, {});
  while (explorer_.progress().states.load() < 100) std::this_thread::yield();
  explorer_.cancel();
  const auto found = finish();
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->cancelled);
}

TEST_F(ExplorerTest, LeavesAnOldSearchForANewOne) {
  explorer_.start(endless().program, {});
  explorer_.start(endless().program, {});
  explorer_.start(test::lesson().program, {});
  const auto found = finish();
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->complete);
  EXPECT_EQ(found->program.transactions.size(), 2U);
  EXPECT_EQ(found->schedules, "6");
}

TEST_F(ExplorerTest, EndsWhileItExplores) { explorer_.start(endless().program, {}); }

}  // namespace
}  // namespace interleave
