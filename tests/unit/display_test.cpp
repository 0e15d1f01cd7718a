#include "app/display.h"

#include "support.h"
#include "support/fake_platform.h"

namespace interleave {
namespace {

using test::FakePlatform;
using Values = std::vector<Json>;

// Nothing runs.
class NoRuns final : public Runs::Events {
 public:
  Settings settingsToRun() const override { return {}; }
  void onBegun(const Runs::Job&) override {}
  void onTally(const RunTally&) override {}
  void onEnded(const Runs::Job&, std::shared_ptr<const Report>) override {}
  void onManyEnded(const Runs::Job&, std::shared_ptr<const RunTally>) override {}
  void onRefused(const Runs::Job&, std::string_view) override {}
  void onFailed(const Runs::Job&, std::string_view) override {}
  void onFollowed() override {}
  void onUnanswered(bool) override {}
  void onNoThread(const std::string&) override {}
};

// A run of the lesson that took these steps.
std::shared_ptr<const Report> runOf(std::string_view steps) {
  test::Drive drive(test::lesson());
  drive.steps(steps);
  return std::make_shared<const Report>(makeReport(drive.result()));
}

class DisplayTest : public testing::Test {
 protected:
  DisplayTest() { load("#v=1"); }

  void load(std::string_view link) {
    document.load(link);
    scheduler.load(document.settings());
    display.programChanged();
  }
  void advanceTo(double seconds) {
    time.seconds = seconds;
    publisher.advance();
  }
  // The cursor after a number of steps.
  std::optional<std::size_t> stepped(int by) {
    display.step(by);
    return display.cursor();
  }
  Values endings() const {
    Values values;
    for (const Json& result : platform.of(topic::kOutcome)) values.push_back(result["ending"]);
    return values;
  }

  FrameTime time;
  FakePlatform platform;
  Publisher publisher{time};
  Notices notices{[] {}};
  Document document{platform, publisher, notices};
  NoRuns nothing;
  Runs runs{platform, time, nothing};
  Scheduler scheduler{[this] {
    const ScheduleCursor& cursor = scheduler.cursor();
    document.setSchedule(cursor.schedule(), cursor.atEnd() ? std::nullopt : std::optional(cursor.at()));
    display.showSchedule();
  }};
  Display display{platform, publisher, document, scheduler, runs};
};

TEST_F(DisplayTest, BeforeTheFirstRunThereAreTheSettingsAlone) {
  EXPECT_EQ(display.report(), nullptr);
  EXPECT_FALSE(display.showsReport());
  EXPECT_TRUE(display.trace().events.empty());
  EXPECT_EQ(display.settings(), document.settings());
  EXPECT_EQ(display.states().balance(), 100);
  EXPECT_EQ(stepped(-1), std::nullopt);
  EXPECT_EQ(display.whyNotFollowRun(), "No run has ended yet.");
}

TEST_F(DisplayTest, AResultIsPublishedAtOnce) {
  const std::uint64_t version = display.version();
  display.setResult(runOf("AABB"), false);
  EXPECT_GT(display.version(), version);
  EXPECT_EQ(endings(), Values{0});
  EXPECT_EQ(platform.of(topic::kEvents).size(), 1U);
  display.setResult(runOf("ABAB"), false);
  EXPECT_EQ(endings(), Values({0, -50}));
}

TEST_F(DisplayTest, ARunIsShownWhileItsProgramIsSet) {
  const auto run = runOf("ABAB");
  display.setResult(run, false);
  display.step(-1);
  const std::uint64_t version = display.version();
  load("#v=1&tx=deposit:51,withdrawal:-150&delay=7");
  EXPECT_EQ(display.report(), nullptr);
  EXPECT_EQ(display.result(), nullptr);
  EXPECT_FALSE(display.showsReport());
  EXPECT_TRUE(display.trace().events.empty());
  EXPECT_EQ(display.settings(), static_cast<const RunSettings&>(document.settings()));
  EXPECT_EQ(display.cursor(), std::nullopt);
  EXPECT_GT(display.version(), version);
  EXPECT_EQ(platform.of(topic::kOutcome).back(), nullptr);
  EXPECT_EQ(platform.of(topic::kEvents).back(), nullptr);
  EXPECT_EQ(platform.of(topic::kCursor).back(), "");
  const std::uint64_t outdated = display.version();
  load("#v=1&tx=deposit:52,withdrawal:-150");
  EXPECT_GT(display.version(), outdated) << "the empty picture is of the program that is set";

  load("#v=1&delay=7");
  EXPECT_EQ(display.report(), run.get()) << "however it is run";
  EXPECT_EQ(platform.of(topic::kOutcome).back()["ending"], -50);
}

TEST_F(DisplayTest, ARunThatEndsAfterItsProgramIsNotShown) {
  load("#v=1&lock=scoped");
  display.setResult(runOf("ABAB"), false);
  EXPECT_EQ(display.report(), nullptr);
  EXPECT_EQ(platform.of(topic::kOutcome), Values({nullptr}));
  EXPECT_NE(display.resultJson().find("\"ending\":-50"), std::string::npos) << "its own program gets it";
}

TEST_F(DisplayTest, OfALoopTheNewestResultIsPublishedNowAndThen) {
  time.seconds = 10;
  display.setResult(runOf("AABB"), false);
  time.seconds = 10.5;
  display.setResult(runOf("ABAB"), true);
  display.setResult(runOf("ABBA"), true);
  advanceTo(10 + Display::kResultEvery - 0.25);
  EXPECT_EQ(endings(), Values{0});
  advanceTo(10 + Display::kResultEvery);
  EXPECT_EQ(endings(), Values({0, 150}));
  EXPECT_EQ(display.report()->run.ending(), 150);
}

TEST_F(DisplayTest, TheCursorGoesThroughTheEventsOfARun) {
  display.setResult(runOf("ABAB"), false);
  const std::size_t last = display.trace().events.size() - 1;
  EXPECT_EQ(display.cursor(), std::nullopt);
  EXPECT_EQ(stepped(-1), last) << "from the end";
  EXPECT_EQ(stepped(1), last);
  EXPECT_EQ(stepped(-1), last - 1);
  const std::uint64_t version = display.cursorVersion();
  display.seek(0);
  EXPECT_EQ(stepped(-1), 0U);
  display.seek(last + 1);
  EXPECT_EQ(display.cursor(), 0U) << "there is no such event";
  EXPECT_EQ(display.cursorVersion(), version + 1);
  EXPECT_EQ(display.states().balance(), 100);
  EXPECT_NE(platform.of(topic::kCursor).back(), "");
}

TEST_F(DisplayTest, FromTheEndTheNextEventIsTheFirst) {
  display.setResult(runOf("ABAB"), false);
  EXPECT_EQ(stepped(1), 0U);
}

TEST_F(DisplayTest, AnotherRunPutsTheCursorBackToTheEnd) {
  display.setResult(runOf("ABAB"), false);
  display.seek(1);
  const std::uint64_t version = display.cursorVersion();
  display.setResult(runOf("AABB"), false);
  EXPECT_EQ(display.cursor(), std::nullopt);
  EXPECT_EQ(display.cursorVersion(), version + 1);
  EXPECT_EQ(platform.of(topic::kCursor).back(), "");
}

TEST_F(DisplayTest, TheCursorGoesToTheWriteThatLosesAnUpdate) {
  display.setResult(runOf("ABAB"), false);
  ASSERT_EQ(display.report()->run.lost.size(), 1U);
  const std::size_t by = display.report()->run.lost.front().by;
  display.stepLost(-1);
  EXPECT_EQ(display.cursor(), by);
  display.stepLost(-1);
  EXPECT_EQ(display.cursor(), by) << "there is none before";
  display.seek(0);
  display.stepLost(1);
  EXPECT_EQ(display.cursor(), by);
  display.stepLost(1);
  EXPECT_EQ(display.cursor(), by);
}

TEST_F(DisplayTest, TheScheduleTakesThePlaceOfTheRunUntilItIsLeft) {
  display.setResult(runOf("AABB"), false);
  load("#v=1&schedule=ABAB&at=3");
  display.showSchedule();
  EXPECT_TRUE(display.showsReport());
  EXPECT_EQ(display.report(), &scheduler.report());
  EXPECT_EQ(display.states().balance(), 150);
  EXPECT_EQ(platform.of(topic::kSchedule), Values({scheduler.words()}));
  display.setResult(runOf("ABBA"), false);
  EXPECT_EQ(display.report(), &scheduler.report()) << "though a run has ended";
  EXPECT_EQ(endings().size(), 2U) << "its result is not published";
  display.showRun();
  EXPECT_EQ(display.report()->run.ending(), 150);
  EXPECT_EQ(platform.of(topic::kSchedule).back(), "");
  EXPECT_EQ(endings().back(), 150);
}

TEST_F(DisplayTest, TheCursorOfAScheduleIsTheSchedulersOwn) {
  load("#v=1&schedule=ABAB&at=2");
  display.showSchedule();
  EXPECT_EQ(stepped(1), std::nullopt);
  EXPECT_EQ(scheduler.cursor().at(), 3U);
  display.step(-1);
  display.step(-1);
  EXPECT_EQ(scheduler.cursor().at(), 1U);
  display.stepLost(1);
  EXPECT_EQ(scheduler.cursor().at(), 4U) << "right after the write that loses";
  display.stepLost(1);
  EXPECT_EQ(scheduler.cursor().at(), 4U) << "there is none after";
  const EventList& events = display.trace().events;
  const auto firstStep = std::ranges::find_if(events, [](const Event& event) { return isStep(event.kind); });
  display.seek(static_cast<std::size_t>(firstStep - events.begin()));
  EXPECT_EQ(scheduler.cursor().at(), 1U) << "after the step of that event";
  display.seek(0);
  EXPECT_EQ(scheduler.cursor().at(), 0U) << "that event is before the first step";
}

TEST_F(DisplayTest, StepsOfAScheduleArePublishedNowAndThen) {
  time.seconds = 10;
  load("#v=1&schedule=ABAB&at=0");
  display.showSchedule();
  display.step(1);
  display.step(1);
  EXPECT_EQ(platform.of(topic::kSchedule).size(), 1U) << "the first at once";
  advanceTo(10 + Display::kScheduleEvery);
  EXPECT_EQ(platform.of(topic::kSchedule).size(), 2U);
  EXPECT_EQ(platform.of(topic::kSchedule).back(), scheduler.words());
  display.step(1);
  display.leaveSchedule();
  advanceTo(20);
  EXPECT_EQ(platform.of(topic::kSchedule).back(), "") << "what waited is not published";
}

TEST_F(DisplayTest, TheOrderOfARunOfTheSameProgramCanBeFollowed) {
  display.setResult(runOf("ABBA"), false);
  EXPECT_EQ(display.whyNotFollowRun(), "");
  EXPECT_EQ(display.orderOfRun(), "ABBA");
  load("#v=1&lock=scoped");
  EXPECT_EQ(display.whyNotFollowRun(), "The last run was one of another program.");
}

TEST_F(DisplayTest, AWholePageShowsTheSameAndAFileNamesTheProgram) {
  display.setResult(runOf("ABBA"), false);
  load("#v=1&embed=1");
  EXPECT_EQ(encodeLink(display.wholePage()), "#v=1&schedule=ABBA") << "with its order, and not in a frame";
  load("#v=1&schedule=ABAB&at=2");
  display.showSchedule();
  EXPECT_EQ(encodeLink(display.wholePage()), "#v=1&schedule=ABAB&at=2");
  EXPECT_EQ(display.linkForFile(), document.link());
}

TEST_F(DisplayTest, ARunOfAFileIsShownAtOnce) {
  load("#v=1&schedule=ABAB&at=2");
  display.showSchedule();
  display.openResult(runOf("AABB"));
  EXPECT_FALSE(display.showsSchedule());
  EXPECT_EQ(display.report()->run.ending(), 0);
  EXPECT_EQ(endings().back(), 0);
}

}  // namespace
}  // namespace interleave
