#include "model/settings.h"

#include <set>

#include "support.h"

namespace interleave {
namespace {

TEST(SettingsTest, TheDefaultsAreTheLesson) {
  const Settings settings;
  EXPECT_EQ(settings.program.start, 100);
  EXPECT_EQ(settings.program.workers, 2);
  EXPECT_EQ(settings.run.delay.count(), 1000);
  EXPECT_EQ(settings.program.lock, LockKind::none);
  EXPECT_EQ(settings.program.overdraft, Overdraft::allow);
  EXPECT_EQ(settings.view.schedule, "");
  EXPECT_EQ(settings.view.at, std::nullopt);
  const std::vector<Transaction> lesson = {{"deposit", 50}, {"withdrawal", -150}};
  EXPECT_EQ(settings.program.transactions, lesson);
}

TEST(SettingsTest, TasksAreLetteredFromA) {
  EXPECT_EQ(taskLetter(0), 'A');
  EXPECT_EQ(taskLetter(25), 'Z');
  EXPECT_EQ(letterText(2), "C");
}

TEST(SettingsTest, ALetterNamesItsTask) {
  for (std::size_t task = 0; task < limits::kMaxTransactions; ++task) EXPECT_EQ(taskOf(taskLetter(task)), task);
}

TEST(SettingsTest, AnyOtherCharacterNamesNone) {
  for (int byte = -128; byte < 128; ++byte) {
    const auto c = static_cast<char>(byte);
    if (c < 'A' || c > 'Z') EXPECT_EQ(taskOf(c), limits::kMaxTransactions) << byte;
  }
}

TEST(SettingsTest, TotalsFitUpToTheBorder) {
  // 2^53 = 9,007,199,254,740,992 = 9 x 10^6 x 10^9 + 7 x 10^3 x 10^9 + 199 x 10^9 + 254,740,992
  std::vector<Transaction> transactions(9, {"a", 1'000'000'000, 1'000'000});
  for (int i = 0; i < 7; ++i) transactions.push_back({"b", 1'000'000'000, 1'000});
  transactions.push_back({"c", 1'000'000'000, 199});
  transactions.push_back({"d", 254'740'992, 1});
  EXPECT_TRUE(totalsFit(0, transactions));
  EXPECT_FALSE(totalsFit(1, transactions));
  EXPECT_FALSE(totalsFit(-1, transactions)) << "whatever is lost: signs do not cancel out";
  transactions.back().amount = -254'740'991;
  EXPECT_TRUE(totalsFit(1, transactions));
  EXPECT_TRUE(totalsFit(-1, transactions));
  EXPECT_FALSE(totalsFit(2, transactions));
  transactions.back().amount = -254'740'992;
  EXPECT_TRUE(totalsFit(0, transactions));
  EXPECT_FALSE(totalsFit(1, transactions));
}

TEST(SettingsTest, TheLargestTotalsDoNotOverflow) {
  const std::vector<Transaction> transactions(limits::kMaxTransactions, {"a", -limits::kMaxAmount, limits::kMaxTimes});
  EXPECT_FALSE(totalsFit(-limits::kMaxAmount, transactions));
}

TEST(SettingsTest, TheSerialEndingIsTheSum) {
  EXPECT_EQ(serialEnding(Settings{}.program), 0);
  EXPECT_EQ(serialEnding(test::programOf({{"a", 3, 1'000'000}}).program), 3'000'100);
}

TEST(SettingsTest, TheSerialEndingLeavesRefusalsOut) {
  Settings settings = test::programOf({{"a", -30, 1'000'000}, {"b", 25}, {"c", -30}});
  settings.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(serialEnding(settings.program), 5) << "100 pays for three; 10 + 25 for one more";
  settings.program.start = -1;
  EXPECT_EQ(serialEnding(settings.program), 24);
}

TEST(SettingsTest, TheSerialEndingLeavesOutWhatThrows) {
  Settings settings = test::programOf({{"a", 50, 7, true}, {"b", -150}});
  EXPECT_EQ(serialEnding(settings.program), -50);
  settings.program.lock = LockKind::scoped;
  EXPECT_EQ(serialEnding(settings.program), -50);
  settings.program.lock = LockKind::manual;
  EXPECT_EQ(serialEnding(settings.program), std::nullopt) << "b waits for ever";
  std::swap(settings.program.transactions[0], settings.program.transactions[1]);
  EXPECT_EQ(serialEnding(settings.program), -50) << "nobody waits for the lock that is held";
}

TEST(SettingsTest, EachPartIsComparedByItself) {
  const Settings lesson;
  Settings other = lesson;
  EXPECT_EQ(other, lesson);
  other.view = {"ABAB", 2, 3, true};
  EXPECT_NE(other, lesson);
  EXPECT_EQ(other.program, lesson.program);
  EXPECT_EQ(other.run, lesson.run);
  EXPECT_EQ(RunSettings(other), RunSettings(lesson)) << "what is shown has no part in a run";
  other.run.delay = std::chrono::milliseconds(1);
  EXPECT_EQ(other.program, lesson.program);
  EXPECT_NE(other.run, lesson.run);
  EXPECT_NE(RunSettings(other), RunSettings(lesson));
  other = lesson;
  other.run.timeout += std::chrono::milliseconds(1);
  EXPECT_NE(other.run, lesson.run);
  other = lesson;
  other.program.start += 1;
  EXPECT_NE(other.program, lesson.program);
  EXPECT_NE(RunSettings(other), RunSettings(lesson));
}

TEST(SettingsTest, ViewsDifferInEachOfTheirFields) {
  const View nothing;
  const View schedule{"A", {}, 0, false};
  const View cursor{"", 0, 0, false};
  const View lesson{"", {}, 1, false};
  const View embedded{"", {}, 0, true};
  for (const View& other : {schedule, cursor, lesson, embedded}) EXPECT_NE(other, nothing);
}

TEST(SettingsTest, ProgramsDifferInTheirLabelsAlone) {
  const AccountProgram lesson;
  AccountProgram other = lesson;
  other.transactions[0].label = "rent";
  EXPECT_NE(other, lesson);
  EXPECT_EQ(withoutLabels(other), withoutLabels(lesson));
  const auto differs = [&](auto change) {
    AccountProgram changed = other;
    change(changed);
    return withoutLabels(changed) != withoutLabels(lesson);
  };
  EXPECT_TRUE(differs([](AccountProgram& each) { each.start += 1; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.workers += 1; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.lock = LockKind::scoped; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.permits += 1; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.overdraft = Overdraft::refuse; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.mode = Mode::transfer; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.order = LockOrder::address; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.transactions[1].amount += 1; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.transactions[1].times += 1; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.transactions[1].throws = true; }));
  EXPECT_TRUE(differs([](AccountProgram& each) { each.transactions.pop_back(); }));
}

}  // namespace
}  // namespace interleave
