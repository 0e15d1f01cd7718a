#include "explore/schedule_tree.h"

#include <algorithm>
#include <map>

#include "explore/exploration.h"
#include "support.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::Random;

// "ABAB -50 wrong", a line for each leaf.
std::vector<std::string> leavesOf(const ScheduleTree& tree) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < tree.nodes().size(); ++i) {
    const ScheduleTree::Node& node = tree.nodes()[i];
    if (!node.leaf()) continue;
    const std::string verdict(verdictName(node.verdict));
    lines.push_back(tree.schedule(i) + " " + std::to_string(node.value) + " " + verdict);
  }
  return lines;
}

TEST(ScheduleTreeTest, TheLessonHasSixLeaves) {
  const auto tree = ScheduleTree::of(lesson().program);
  ASSERT_TRUE(tree);
  EXPECT_EQ(leavesOf(*tree), (std::vector<std::string>{"AABB 0 as expected", "ABAB -50 wrong", "ABBA 150 wrong", "BAAB -50 wrong",
                                                       "BABA 150 wrong", "BBAA 0 as expected"}));
  EXPECT_EQ(tree->leaves(), 6U);
  EXPECT_EQ(tree->depth(), 4U);
  EXPECT_EQ(tree->root().value, 100);
  EXPECT_EQ(tree->root().middle(), 2.5);
}

TEST(ScheduleTreeTest, ALockLeavesTwoSchedules) {
  EXPECT_EQ(leavesOf(*ScheduleTree::of(lesson(LockKind::scoped).program)),
            (std::vector<std::string>{"AAAABBBB 0 as expected", "BBBBAAAA 0 as expected"}));
}

TEST(ScheduleTreeTest, DeadlocksAreLeaves) {
  const auto tree = ScheduleTree::of(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual).program);
  EXPECT_EQ(leavesOf(*tree), (std::vector<std::string>{"AA 100 deadlock", "BBBBAA 102 wrong"}));
}

TEST(ScheduleTreeTest, WhereNothingIsLostTheOrderDecides) {
  Settings settings = programOf({{"deposit", 100}, {"withdrawal", -150}});
  settings.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(leavesOf(*ScheduleTree::of(settings.program)),
            (std::vector<std::string>{"AABB 50 as expected", "ABA 200 another order", "BAA 200 another order"}));
}

TEST(ScheduleTreeTest, AgreesWithEverySchedule) {
  Random random(33);
  int small = 0;
  for (int i = 0; i < test::rounds(400); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 3, .times = 2, .workers = 3});
    const auto tree = ScheduleTree::of(settings.program);
    ExploreProgress progress;
    const Exploration exploration = explore(settings.program, {.threads = 1}, progress);
    // More is too slow for brute force.
    const bool many = exploration.schedules.size() > 5;
    if (many) ASSERT_FALSE(tree);
    if (many) continue;
    const test::Endings endings = test::endingsOf(settings);
    if (endings.schedules > limits::kMaxTreeSchedules) ASSERT_FALSE(tree);
    // Long schedules can have too many nodes.
    if (!tree) ASSERT_GT(endings.schedules, limits::kMaxTreeSchedules / 10);
    if (!tree) continue;
    ++small;
    ASSERT_EQ(tree->leaves(), endings.schedules);
    test::Endings found;
    for (std::size_t node = 0; node < tree->nodes().size(); ++node) {
      const ScheduleTree::Node& each = tree->nodes()[node];
      const std::string schedule = tree->schedule(node);
      ASSERT_EQ(each.depth, schedule.size());
      ASSERT_EQ(tree->path(schedule).back(), node);
      const RunResult result = replay(settings.program, schedule);
      ASSERT_EQ(each.value, result.balance);
      ASSERT_EQ(each.leaf(), result.end != RunEnd::stopped);
      if (!each.leaf()) continue;
      ASSERT_EQ(each.firstLeaf, found.schedules++);
      if (result.end == RunEnd::deadlocked) ++found.deadlocks;
      else ++found.balances[each.value];
      ASSERT_EQ(each.verdict, verdictOf(result)) << schedule;
    }
    ASSERT_EQ(found.deadlocks, endings.deadlocks);
    ASSERT_EQ(found.balances, endings.balances);
  }
  EXPECT_GT(small, test::rounds(200));
}

TEST(ScheduleTreeTest, ANodeStandsAboveItsLeaves) {
  const auto tree = ScheduleTree::of(programOf({{"a", 1}, {"b", 2}, {"c", 3}}).program);
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->leaves(), 90U);
  for (std::size_t node = 0; node < tree->nodes().size(); ++node) {
    std::uint32_t leaf = tree->nodes()[node].firstLeaf;
    std::string letters;
    tree->forChildren(node, [&](std::size_t child) {
      EXPECT_EQ(tree->nodes()[child].parent, node);
      EXPECT_EQ(tree->nodes()[child].firstLeaf, leaf);
      leaf += tree->nodes()[child].leaves;
      letters += tree->nodes()[child].letter;
    });
    EXPECT_TRUE(std::ranges::is_sorted(letters));
    if (!letters.empty()) EXPECT_EQ(leaf, tree->nodes()[node].firstLeaf + tree->nodes()[node].leaves);
  }
}

TEST(ScheduleTreeTest, APathGoesAsFarAsItIsPossible) {
  const auto tree = ScheduleTree::of(lesson().program);
  EXPECT_EQ(tree->path("").size(), 1U);
  EXPECT_EQ(tree->path("AB").size(), 3U);
  EXPECT_EQ(tree->path("AAAB").size(), 3U);
  EXPECT_EQ(tree->path("x").size(), 1U);
}

TEST(ScheduleTreeTest, OnlyOfSmallPrograms) {
  std::vector<Transaction> transactions = {{"a", 1}, {"b", 2}, {"c", 4}, {"d", 8}};
  EXPECT_EQ(ScheduleTree::of(programOf(transactions).program)->leaves(), 2'520U);
  transactions.push_back({"e", 16});
  EXPECT_FALSE(ScheduleTree::of(programOf(transactions).program));
  EXPECT_FALSE(ScheduleTree::of(programOf({{"a", 1, 1'000'000}}).program)) << "one schedule, two million nodes";
}

}  // namespace
}  // namespace interleave
