#include <algorithm>

#include "lesson/lesson_guide.h"
#include "link/link.h"
#include "link/presets.h"
#include "support.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::lesson;
using test::resultOf;

// The run or schedule that `letters` are of the step's own program, edited.
RunResult done(int step, std::string_view letters, bool replayed, void (*edit)(Settings&) = nullptr) {
  Settings settings = decodeLink(lessonSteps()[static_cast<std::size_t>(step) - 1].link).settings;
  if (edit != nullptr) edit(settings);
  RunResult result = resultOf(settings, letters);
  result.replayed = replayed;
  return result;
}

void inScope(Settings& settings) { settings.program.lock = LockKind::scoped; }

struct WithoutThreads : LessonGuide {
  explicit WithoutThreads(int step) : LessonGuide("", false) { open(step); }
  bool isAnswered() const { return answered(step()); }
};

// A guide at a step, with nothing answered.
struct At : LessonGuide {
  explicit At(int step) : LessonGuide("") { open(step); }
  bool isAnswered() const { return answered(step()); }
};

TEST(LessonTest, EachStepHasACanonicalLinkOfItsOwn) {
  ASSERT_EQ(lessonSteps().size(), static_cast<std::size_t>(limits::kLessonSteps));
  for (std::size_t i = 0; i < lessonSteps().size(); ++i) {
    const LessonStep& step = lessonSteps()[i];
    const DecodedLink decoded = decodeLink(step.link);
    EXPECT_TRUE(decoded.problems.empty()) << step.title;
    EXPECT_EQ(encodeLink(decoded.settings), step.link);
    EXPECT_EQ(decoded.settings.view.lesson, static_cast<int>(i) + 1);
    for (const std::string_view words : {step.title, step.text, step.question}) EXPECT_FALSE(words.empty());
    EXPECT_TRUE(step.learned.starts_with("Yes. ")) << step.title;
    EXPECT_FALSE(step.answered({})) << step.title << ": nothing is no answer";
    EXPECT_EQ(step.hint({}), "") << step.title;
  }
}

TEST(LessonTest, TheRaceIsSeenInBothEndings) {
  At guide(1);
  EXPECT_TRUE(guide.see(done(1, "AABB", false)));
  EXPECT_EQ(guide.remark(), "It ended at 0: luck. Run it again.");
  guide.see(done(1, "ABAB", false));
  EXPECT_EQ(guide.remark(), "It ended at -50. Run again: 150 happens, too.");
  guide.see(done(1, "ABBA", true));
  EXPECT_FALSE(guide.isAnswered()) << "a schedule is no run";
  guide.see(done(1, "BBBBAAAA", false, inScope));
  EXPECT_FALSE(guide.isAnswered());
  EXPECT_TRUE(guide.see(done(1, "ABBA", false)));
  EXPECT_TRUE(guide.isAnswered());
  EXPECT_EQ(guide.remark(),
            "Yes. One program, several endings: which one, the order of the steps decides. That is a race condition.");
}

TEST(LessonTest, TheDepositIsLostByHand) {
  At guide(2);
  guide.see(done(2, "AB", true));
  guide.see(done(2, "AABB", true));
  EXPECT_EQ(guide.remark(), "One after the other ends right. Let both read before either writes.");
  guide.see(done(2, "ABBA", true));
  EXPECT_EQ(guide.remark(), "That lost the withdrawal: the deposit wrote last. Undo, and let the withdrawal write last.");
  guide.see(done(2, "ABAB", false));
  EXPECT_FALSE(guide.isAnswered()) << "by luck, and not by hand";
  guide.see(done(2, "ABAB", true));
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, TheLockIsPassedOn) {
  At guide(3);
  guide.see(LockInspector::Seen{.lockedByMain = true});
  EXPECT_EQ(guide.remark(), "It is locked. Now let the other thread acquire it.");
  guide.see(LockInspector::Seen{.lockedByMain = true, .otherWaited = true});
  EXPECT_EQ(guide.remark(), "The other thread waits. Release the lock.");
  guide.see(LockInspector::Seen{.lockedByMain = true, .otherWaited = true, .passedOn = true});
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, ByHandIsSteppedToTheEnd) {
  At guide(4);
  guide.see(done(4, "AAA", true));
  guide.see(done(4, "AAAABBBB", true, inScope));
  guide.see(done(4, "AAAABBBB", false));
  EXPECT_FALSE(guide.isAnswered());
  guide.see(done(4, "AAAABBBB", true));
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, TheContextManagerIsRun) {
  At guide(5);
  guide.see(done(5, "AAAABBBB", false));
  EXPECT_FALSE(guide.isAnswered()) << "still by hand";
  guide.see(done(5, "AAAABBBB", false, inScope));
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, OneWorkerPrintsOneAfterAnother) {
  // The time of an event is its number.
  const auto alone = [](Settings& settings) { settings.program.workers = 1; };
  At guide(6);
  guide.see(done(6, "AAAABBBB", false));
  EXPECT_FALSE(guide.isAnswered()) << "both have begun at once";
  EXPECT_EQ(guide.remark(), "The second thread began 1 ns after the first. Now set the worker threads to 1, and run.");
  guide.see(done(6, "AAAABBBB", false, alone));
  EXPECT_TRUE(guide.isAnswered());
  EXPECT_EQ(guide.remark(),
            "Yes. On two threads the second began 1 ns after the first, on one 6 ns after it. Keep in the lock what must not "
            "be mixed, and no more.");
  At other(6);
  other.see(done(6, "AAAABBBB", false, alone));
  EXPECT_EQ(other.remark(), lessonSteps()[5].learned) << "one of the two was not measured";
}

TEST(LessonTest, EndsWithASummaryAndPresets) {
  WithoutThreads guide(10);
  EXPECT_EQ(guide.text(), lessonSteps()[9].text);
  EXPECT_FALSE(guide.ended());
  Exploration exploration;
  exploration.complete = true;
  exploration.deadlock.schedules = "0";
  exploration.endings = {{-50, "2", 1.0 / 3, "ABAB"}, {0, "4", 2.0 / 3, "AABB"}};
  exploration.expected = 0;
  guide.see(exploration);
  exploration.endings = {{0, "6", 1, "AABB"}};
  exploration.program.lock = LockKind::scoped;
  guide.see(exploration);
  EXPECT_TRUE(guide.ended());
  EXPECT_EQ(guide.text(), lessonSummary());
  for (const std::string_view name : presetsAfterLesson()) {
    EXPECT_NE(std::ranges::find(presets(), name, &Preset::name), presets().end()) << name;
    EXPECT_NE(lessonSummary().find(name), std::string_view::npos) << name;
  }
  guide.open(9);
  EXPECT_EQ(guide.text(), lessonSteps()[8].text);
  guide.open(10);
  EXPECT_EQ(guide.text(), lessonSteps()[9].text) << "it can be read again";
}

TEST(LessonTest, TheDeadlockIsSeenAndMended) {
  At guide(7);
  guide.see(done(7, "BBBBAA", false));
  EXPECT_EQ(guide.remark(), "The withdrawal went first this time, and no thread was left to wait. Run it again.");
  guide.see(done(7, "AA", false));
  EXPECT_EQ(guide.remark(), "Deadlock. Now choose the lock \"Context manager\", and run.");
  EXPECT_FALSE(guide.isAnswered());
  guide.see(done(7, "AAABBBB", false, inScope));
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, BothOrdersAreSeen) {
  At guide(8);
  guide.see(done(8, "BBBBAAAA", false));
  EXPECT_EQ(guide.remark(), "The withdrawal went first, down to -50. Now the deposit (Shift+A).");
  guide.see(done(8, "AAAABBBB", true));
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, TheCheckFailsWithoutALockAndHoldsInside) {
  At guide(9);
  guide.see(done(9, "AAB", false));
  EXPECT_FALSE(guide.isAnswered()) << "it can also go well";
  EXPECT_EQ(guide.remark(), "");
  guide.see(done(9, "ABAB", false));
  EXPECT_EQ(guide.remark(), "Both were checked, and both were paid. Now choose the lock \"Context manager\", and run.");
  guide.see(done(9, "AAAABBB", false, inScope));
  EXPECT_TRUE(guide.isAnswered());
}

TEST(LessonTest, TenThousandRunsEndRightWithTheLockAlone) {
  At guide(10);
  const auto tallied = [](LockKind lock, std::uint64_t right, std::uint64_t wrong) {
    RunTally tally = emptyTally(lesson(lock), right + wrong);
    tally.runs = right + wrong;
    tally.endings[{0, {}}] = {right, ""};
    if (wrong > 0) tally.endings[{150, {}}] = {wrong, ""};
    return tally;
  };
  guide.see(tallied(LockKind::scoped, 1'000, 0));
  EXPECT_EQ(guide.remark(), "1,000 runs, and all ended right. Make it 10,000.");
  guide.see(tallied(LockKind::none, 10'000, 0));
  guide.see(tallied(LockKind::scoped, 9'999, 1));
  EXPECT_FALSE(guide.isAnswered());
  guide.see(tallied(LockKind::scoped, 10'000, 0));
  EXPECT_TRUE(guide.isAnswered());
  EXPECT_EQ(guide.remark(), "Yes. Without the lock some schedules lose an update, however often it goes well; with it none can.");
}

TEST(LessonTest, TenThousandRunsAreMadeOnceWithAndOnceWithoutTheLock) {
  const auto tallied = [](LockKind lock, std::uint64_t runs) {
    RunTally tally = emptyTally(lesson(lock), runs);
    tally.runs = runs;
    tally.endings[{0, {}}] = {runs, ""};
    return tally;
  };
  At without(10);
  without.see(tallied(LockKind::none, 1'000));
  EXPECT_EQ(without.remark(), "1,000 runs. Make it 10,000.");
  without.see(tallied(LockKind::none, 10'000));
  EXPECT_EQ(without.remark(), "These had no lock. Now choose \"Context manager\", and do it again.");
  EXPECT_FALSE(without.isAnswered());
  At with(10);
  with.see(tallied(LockKind::scoped, 10'000));
  EXPECT_EQ(with.remark(), "All ended right. Now choose \"No lock\", and do it again.");
  EXPECT_FALSE(with.isAnswered());
}

TEST(LessonTest, OnlyAnExceptionsDeadlockAndAContestedRefusalCount) {
  At seventh(7);
  Settings transfers = test::programOf({{"rent", 50}, {"refund", -30}}, LockKind::manual);
  transfers.program.mode = Mode::transfer;
  seventh.see(resultOf(transfers, "AB"));
  EXPECT_EQ(seventh.remark(), "");
  At ninth(9);
  Settings alone = test::programOf({{"cash", -200}}, LockKind::scoped);
  alone.program.overdraft = Overdraft::refuse;
  ninth.see(resultOf(alone, "AAA"));
  EXPECT_EQ(ninth.remark(), "");
}

// ---- Progress -----------------------------------------------------------------------------------

TEST(LessonGuideTest, IsKeptAndComesBack) {
  At guide(5);
  guide.see(done(5, "AAAABBBB", false, inScope));
  EXPECT_EQ(guide.stored(), "1:5");
  LessonGuide later(guide.stored());
  EXPECT_TRUE(later.answered(5));
  EXPECT_FALSE(later.answered(1));
  EXPECT_EQ(later.next(), 1);
  later.open(5);
  EXPECT_EQ(later.remark(), "Answered before.");
  later.forget();
  EXPECT_EQ(later.stored(), "1:");
}

TEST(LessonGuideTest, OfWhatIsNotUnderstoodNothingIsUsed) {
  for (const char* bad : {"", "2:1", "1:0", "1:11", "1:x", "1:1,,2", "1:-1", "1: 1", "5"}) {
    EXPECT_EQ(LessonGuide(bad).answers(), 0U) << bad;
  }
  EXPECT_EQ(LessonGuide("1:1,2,10").answers(), 3U);
  EXPECT_EQ(LessonGuide("1:1,2,3,4,5,6,7,8,9,10").next(), 1);
}

TEST(LessonGuideTest, AnotherStepBeginsWithNothingSeen) {
  At guide(1);
  guide.see(done(1, "ABAB", false));
  guide.open(5);
  guide.open(1);
  EXPECT_EQ(guide.remark(), "");
  guide.see(done(1, "ABBA", false));
  EXPECT_FALSE(guide.isAnswered());
}

TEST(LessonGuideTest, WithoutAStepNothingIsJudged) {
  LessonGuide guide("");
  EXPECT_FALSE(guide.see(done(5, "AAAABBBB", false, inScope)));
  EXPECT_EQ(guide.remark(), "");
  EXPECT_EQ(guide.json(LockInspector([] {})),
            R"({"step":0,"steps":10,"done":[],"next":1,"lock":{"state":"There is no lock yet.","log":[]}})");
}

// ---- Without real threads

TEST(LessonTest, WithoutThreadsSchedulesCountAsRuns) {
  WithoutThreads race(1);
  race.see(done(1, "ABAB", true));
  race.see(done(1, "ABBA", true));
  EXPECT_TRUE(race.isAnswered());
  WithoutThreads scoped(5);
  scoped.see(done(5, "AAAABBBB", true, inScope));
  EXPECT_TRUE(scoped.isAnswered());
  WithoutThreads outside(6);
  outside.see(done(6, "AAAABBBB", true, [](Settings& settings) { settings.program.workers = 1; }));
  EXPECT_TRUE(outside.isAnswered());
}

Exploration every(int step, void (*edit)(Settings&) = nullptr) {
  Settings settings = decodeLink(lessonSteps()[static_cast<std::size_t>(step) - 1].link).settings;
  if (edit != nullptr) edit(settings);
  ExploreProgress progress;
  return explore(settings.program, {}, progress);
}

TEST(LessonTest, WithoutThreadsEveryScheduleTakesThePlaceOfManyRuns) {
  WithoutThreads guide(10);
  EXPECT_NE(guide.question(), guide.current().question);
  EXPECT_EQ(At(10).question(), At(10).current().question);
  guide.see(every(10));
  EXPECT_EQ(guide.remark(), "Some lose an update. Now choose \"Context manager\".");
  EXPECT_FALSE(guide.isAnswered());
  guide.see(every(10, inScope));
  EXPECT_TRUE(guide.isAnswered());
  WithoutThreads reversed(10);
  reversed.see(every(10, inScope));
  EXPECT_EQ(reversed.remark(), "Every schedule ends right. Now choose \"No lock\".");
  At withThreads(10);
  withThreads.see(every(10));
  withThreads.see(every(10, inScope));
  EXPECT_FALSE(withThreads.isAnswered()) << "there, it is to be run";
}

TEST(LessonTest, ASearchThatIsNotCompleteProvesNothing) {
  WithoutThreads guide(10);
  Exploration partly = every(10);
  partly.complete = false;
  guide.see(partly);
  guide.see(every(10, inScope));
  EXPECT_FALSE(guide.isAnswered());
}

}  // namespace
}  // namespace interleave
