#include "app/runs.h"

#include "support.h"
#include "support/fake_platform.h"

namespace interleave {
namespace {

using test::FakePlatform;
using Job = Runs::Job;
using Lines = std::vector<std::string>;
using Values = std::vector<Json>;

std::string nameOf(const Job& job) { return job.number ? std::to_string(*job.number) : "the user's"; }

class RunsTest : public testing::Test, protected Runs::Events {
 protected:
  Settings settingsToRun() const override { return settings; }
  void onBegun(const Job& job) override { log.push_back("begun: " + nameOf(job)); }
  void onTally(const RunTally& soFar) override { tallied = soFar.runs; }
  void onEnded(const Job& job, std::shared_ptr<const Report> report) override {
    log.push_back((report->run.end == RunEnd::stopped ? "stopped: " : "ended: ") + nameOf(job));
  }
  void onManyEnded(const Job& job, std::shared_ptr<const RunTally> tally) override {
    log.push_back(std::to_string(tally->runs) + " ended: " + nameOf(job));
  }
  void onRefused(const Job& job, std::string_view why) override { log.push_back(nameOf(job) + " refused: " + std::string(why)); }
  void onFailed(const Job& job, std::string_view why) override { log.push_back(nameOf(job) + " failed: " + std::string(why)); }
  void onFollowed() override {}
  void onUnanswered(bool unanswered) override { log.push_back(unanswered ? "unanswered" : "answered"); }
  void onNoThread(const std::string& why) override { log.push_back(why); }

  // Its threads sleep until it is stopped.
  void sleepy() { settings.run.delay = std::chrono::milliseconds(limits::kMaxDelayMs); }
  Job plain(unsigned number) { return {.number = number}; }
  void begin(Job job) {
    runs.ask(std::move(job));
    runs.beginNext();
  }
  // Collects until so many lines have been logged.
  void collectUntil(std::size_t lines) {
    for (runs.collect(); log.size() < lines; runs.collect()) platform.waitForNews();
  }
  void advanceTo(double seconds) {
    time.seconds = seconds;
    runs.advance();
  }

  Settings settings = test::lesson();
  Lines log;
  std::uint64_t tallied = 0;
  FakePlatform platform;
  FrameTime time;
  Runs runs{platform, time, *this};
};

TEST_F(RunsTest, AJobBeginsAndEnds) {
  EXPECT_TRUE(runs.ask(plain(1)));
  EXPECT_FALSE(runs.running()) << "until beginNext()";
  runs.beginNext();
  EXPECT_TRUE(runs.running());
  EXPECT_EQ(runs.going()->number, 1U);
  collectUntil(2);
  EXPECT_EQ(log, Lines({"begun: 1", "ended: 1"}));
  EXPECT_FALSE(runs.running());
  EXPECT_EQ(runs.going(), nullptr);
  EXPECT_EQ(platform.of(topic::kRunning), Values({true, false}));
}

TEST_F(RunsTest, AJobThatWaitsStopsTheOneThatGoesOn) {
  sleepy();
  begin(plain(1));
  EXPECT_TRUE(runs.ask(plain(2)));
  runs.beginNext();
  EXPECT_EQ(runs.going()->number, 1U) << "it has not ended yet";
  collectUntil(2);
  settings.run.delay = {};
  runs.beginNext();
  collectUntil(4);
  EXPECT_EQ(log, Lines({"begun: 1", "stopped: 1", "begun: 2", "ended: 2"}));
}

TEST_F(RunsTest, ALaterJobTakesThePlaceOfOneThatWaits) {
  sleepy();
  begin(plain(1));
  runs.ask(plain(2));
  EXPECT_TRUE(runs.ask(plain(3)));
  EXPECT_EQ(log, Lines({"begun: 1", "2 refused: another run was asked for before it began"}));
}

TEST_F(RunsTest, TheUsersJobDoesNotTakeThePlaceOfAProgramsJob) {
  sleepy();
  begin({});
  EXPECT_TRUE(runs.ask({}));
  EXPECT_TRUE(runs.ask(plain(2)));
  EXPECT_FALSE(runs.ask({}));
  EXPECT_EQ(log, Lines({"begun: the user's", "the user's refused: another run was asked for before it began"}));
}

TEST_F(RunsTest, StoppingRefusesTheJobThatWaits) {
  sleepy();
  begin(plain(1));
  runs.ask(plain(2));
  runs.stop();
  collectUntil(3);
  runs.beginNext();
  EXPECT_EQ(log, Lines({"begun: 1", "2 refused: the run was stopped before it began", "stopped: 1"}));
  EXPECT_FALSE(runs.running());
}

TEST_F(RunsTest, APlainRunTakesTheSettingsWhenItBeginsAndOthersThoseThatTheyWereAskedWith) {
  runs.ask(plain(1));
  settings.program.lock = LockKind::scoped;
  runs.beginNext();
  EXPECT_EQ(runs.going()->settings.program.lock, LockKind::scoped);
  collectUntil(2);
  Settings forced = test::lesson();
  forced.view.schedule = "ABAB";
  forced.view.at = 3;
  begin({.kind = Job::Kind::forced, .settings = forced, .number = 2});
  EXPECT_EQ(runs.going()->settings.program.lock, LockKind::none);
  collectUntil(4);
  EXPECT_EQ(log.back(), "stopped: 2") << "where its schedule ends";
}

TEST_F(RunsTest, ALoopBeginsRunsUntilItIsStopped) {
  runs.setLooping(true);
  advanceTo(1);
  collectUntil(2);
  advanceTo(2);
  collectUntil(4);
  EXPECT_EQ(log, Lines({"begun: the user's", "ended: the user's", "begun: the user's", "ended: the user's"}));
  EXPECT_EQ(platform.of(topic::kRunning), Values({true, true})) << "the page need not learn of the moments between";
  advanceTo(3);
  runs.stop();
  EXPECT_FALSE(runs.looping());
  collectUntil(6);
  EXPECT_EQ(platform.of(topic::kRunning).back(), false);
  advanceTo(4);
  EXPECT_FALSE(runs.running());
}

TEST_F(RunsTest, ManyRunsAreCountedWhileTheyGoOn) {
  EXPECT_FALSE(runs.manyRuns());
  const Job many{.kind = Job::Kind::many, .settings = settings, .runs = 50, .number = 7};
  runs.ask(many);
  ASSERT_TRUE(runs.manyRuns());
  EXPECT_EQ(runs.manyRuns()->asked, 50U);
  runs.beginNext();
  EXPECT_FALSE(runs.runningOne());
  runs.stopManyOfUser();
  collectUntil(2);
  EXPECT_EQ(log, Lines({"begun: 7", "50 ended: 7"})) << "they are not the user's";
  EXPECT_FALSE(runs.manyRuns());
}

TEST_F(RunsTest, TheUsersManyRunsCanBeLeft) {
  sleepy();
  begin({.kind = Job::Kind::many, .settings = settings, .runs = 50});
  runs.stopManyOfUser();
  collectUntil(2);
  EXPECT_EQ(log, Lines({"begun: the user's", "0 ended: the user's"}));
}

TEST_F(RunsTest, ARunIsNoticedOnceItHasGoneOnForAWhile) {
  sleepy();
  time.seconds = 10;
  begin(plain(1));
  EXPECT_FALSE(runs.noticed());
  advanceTo(20);
  EXPECT_FALSE(runs.noticed()) << "it began with this frame";
  advanceTo(20 + Runs::kNoticedAfter / 2);
  EXPECT_FALSE(runs.noticed());
  advanceTo(20 + 2 * Runs::kNoticedAfter);
  EXPECT_TRUE(runs.noticed());
}

TEST_F(RunsTest, SaysWhenAStoppedRunDoesNotEnd) {
  sleepy();
  begin(plain(1));
  advanceTo(1);
  runs.stop();
  EXPECT_EQ(platform.frameIn, Runs::kStopPatience);
  advanceTo(2);
  advanceTo(2 + Runs::kStopPatience / 2);
  EXPECT_EQ(log, Lines({"begun: 1"}));
  // Its result is not collected, which is as good as none.
  advanceTo(2 + Runs::kStopPatience);
  advanceTo(3 + Runs::kStopPatience);
  EXPECT_EQ(log, Lines({"begun: 1", "unanswered"}));
  collectUntil(3);
  advanceTo(9);
  EXPECT_EQ(log, Lines({"begun: 1", "unanswered", "stopped: 1", "answered"}));
}

TEST_F(RunsTest, AThreadThatFailsLeavesNoJobWaiting) {
  runs.setLooping(true);
  runs.ask(plain(1));
  runs.threadFailed("no thread");
  EXPECT_EQ(log, Lines({"1 refused: no thread"}));
  EXPECT_FALSE(runs.looping());
  runs.beginNext();
  EXPECT_FALSE(runs.running());
}

}  // namespace
}  // namespace interleave
