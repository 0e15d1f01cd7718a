#include "app/endings_in_brief.h"

#include "gallery/gallery.h"
#include "program/load.h"
#include "support.h"

namespace interleave::test {
namespace {

using Row = EndingsInBrief::Row;

ProgramExploration explored(std::string_view name) {
  ExploreOptions options;
  options.threads = 1;
  ExploreProgress progress;
  return exploreProgram(program::load(gallery::named(name)->source()).program, false, options, progress);
}

std::pair<EndingsInBrief, EndingsInBrief> briefOf(const std::string& name) {
  return inBrief(explored(name), explored(name + "-fixed"));
}

TEST(EndingsInBrief, HaveTheVariablesThatDiffer) {
  const auto [fault, fix] = briefOf("audit");
  EXPECT_EQ(fault.rows, (std::vector<Row>{{Grade::expected, "total 100", 2.0 / 3}, {Grade::wrong, "total 80", 1.0 / 3}}));
  EXPECT_EQ(fix.rows, (std::vector<Row>{{Grade::expected, "total 100", 1}}));
  EXPECT_FALSE(fault.forever);
}

TEST(EndingsInBrief, HaveSomeVariableWhereNoneDiffers) {
  const auto [fault, fix] = briefOf("opposite-orders");
  EXPECT_EQ(fix.rows, (std::vector<Row>{{Grade::expected, "ann.balance 80", 1}}));
  ASSERT_EQ(fault.rows.size(), 2U);
  EXPECT_EQ(fault.rows[0].words, fix.rows[0].words);
  EXPECT_EQ(fault.rows[1].words, "A, B wait for ever");
  EXPECT_EQ(fault.rows[1].grade, Grade::deadlock);
}

TEST(EndingsInBrief, MergeWhatReadsAlike) {
  // Either thread can be the one that fails.
  const auto [fault, fix] = briefOf("delete-twice");
  ASSERT_EQ(fault.rows.size(), 2U);
  EXPECT_EQ(fault.rows[1].words, "KeyError");
  EXPECT_DOUBLE_EQ(fault.rows[0].share + fault.rows[1].share, 1);
  EXPECT_EQ(fix.rows.size(), 1U);
}

TEST(EndingsInBrief, SayThatMainWaitsAloneAndThatThereIsNothingToTell) {
  EXPECT_EQ(briefOf("task-done-missing").first.rows[0].words, "main waits for ever");
  EXPECT_EQ(briefOf("empty-then-get").second.rows, (std::vector<Row>{{Grade::expected, "ends", 1}}));
}

TEST(EndingsInBrief, CountNothingThatCanGoOnForEver) {
  const auto [fault, fix] = briefOf("livelock");
  EXPECT_TRUE(fault.forever);
  EXPECT_EQ(fault.rows, (std::vector<Row>{{Grade::expected, "ends", 0}}));
  EXPECT_FALSE(fix.forever);
}

}  // namespace
}  // namespace interleave::test
