#include "background/background.h"

#include <gtest/gtest.h>

#include <utility>

#include "background/explorer.h"
#include "background/messages.h"
#include "background/trace_import.h"
#include "background/work.h"
#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

// The second copy of the program is this one; it works on request.
class NearBackground final : public Background {
 public:
  void begin(BackgroundTask task, const std::string& question, Replies replies) override {
    task_ = task;
    question_ = question;
    replies_ = std::move(replies);
    ++begun;
  }
  void cancel() override { replies_ = {}; }

  void work() {
    if (!replies_.answer) return;
    const std::string answer = performTask(task_, question_, replies_.progress);
    std::exchange(replies_, {}).answer(answer);
  }
  void fail(const std::string& why) { std::exchange(replies_, {}).failure(why); }
  const Replies& replies() const { return replies_; }

  int begun = 0;

 private:
  BackgroundTask task_{};
  std::string question_;
  Replies replies_;
};

class FarExplorer {
 public:
  FarExplorer() : FarExplorer(std::make_unique<NearBackground>()) {}

  int news = 0;
  NearBackground& background;
  Explorer explorer;

 private:
  explicit FarExplorer(std::unique_ptr<NearBackground> made) : background(*made), explorer([this] { ++news; }, std::move(made)) {}
};

struct FarImport {
  explicit FarImport(std::unique_ptr<NearBackground> made = std::make_unique<NearBackground>())
      : background(*made), import(std::move(made), [this] { ++news; }) {}
  int news = 0;
  NearBackground& background;
  TraceImport import;
};

void expectSame(const Exploration& found, const Exploration& wanted) {
  EXPECT_EQ(found.program, wanted.program);
  EXPECT_EQ(found.complete, wanted.complete);
  EXPECT_EQ(found.cancelled, wanted.cancelled);
  EXPECT_EQ(found.bound, wanted.bound);
  EXPECT_EQ(found.schedules, wanted.schedules);
  ASSERT_EQ(found.endings.size(), wanted.endings.size());
  for (std::size_t i = 0; i < found.endings.size(); ++i) {
    EXPECT_EQ(found.endings[i].finalState(), wanted.endings[i].finalState());
    EXPECT_EQ(found.endings[i].schedules, wanted.endings[i].schedules);
    EXPECT_EQ(found.endings[i].share, wanted.endings[i].share);
    EXPECT_EQ(found.endings[i].example, wanted.endings[i].example);
  }
  EXPECT_EQ(found.deadlock.schedules, wanted.deadlock.schedules);
  EXPECT_EQ(found.deadlock.share, wanted.deadlock.share);
  EXPECT_EQ(found.deadlock.example, wanted.deadlock.example);
  EXPECT_EQ(found.expected, wanted.expected);
  EXPECT_EQ(found.method, wanted.method);
  EXPECT_EQ(found.states, wanted.states);
}

TEST(BackgroundTest, AnotherCopyFindsWhatExploreFinds) {
  test::Random random(61);
  for (int round = 0; round < test::rounds(60); ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 2, .workers = 3});
    ExploreOptions options;
    options.threads = 1;
    if (round % 3 == 0) options.maxStates = 40;
    FarExplorer far;
    far.explorer.start(settings.program, options, 3);
    EXPECT_TRUE(far.explorer.busy());
    EXPECT_EQ(far.explorer.take(), nullptr);
    far.background.work();
    EXPECT_EQ(far.news, 1);
    const auto found = far.explorer.take();
    ASSERT_NE(found, nullptr);
    ExploreProgress progress;
    const Exploration wanted = explore(settings.program, options, progress);
    expectSame(*found, wanted);
    EXPECT_EQ(far.explorer.takeJson(), toJson(wanted, 3));
  }
}

TEST(BackgroundTest, OneThatIsCancelledHasNothingAndSaysSo) {
  FarExplorer far;
  far.explorer.start(test::lesson().program, {});
  far.explorer.cancel();
  EXPECT_FALSE(far.explorer.busy());
  const auto found = far.explorer.take();
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->cancelled);
  EXPECT_FALSE(found->complete);
  EXPECT_EQ(found->bound, "it was cancelled; nothing is counted");
  EXPECT_EQ(found->expected, 0);
  far.background.work();
  EXPECT_EQ(far.explorer.take(), nullptr) << "nobody waits for it any more";
}

TEST(BackgroundTest, ALaterQuestionTakesThePlaceOfOneThatIsGoingOn) {
  FarExplorer far;
  far.explorer.start(test::lesson().program, {});
  far.explorer.start(test::lesson(LockKind::scoped).program, {});
  EXPECT_TRUE(far.explorer.busy());
  far.background.work();
  const auto found = far.explorer.take();
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->schedules, "2");
  EXPECT_EQ(far.background.begun, 2);
}

TEST(BackgroundTest, ACopyThatEndsLeavesAResultThatSaysWhy) {
  FarExplorer far;
  far.explorer.start(test::lesson().program, {});
  far.background.fail("there is not enough memory for it");
  const auto found = far.explorer.take();
  ASSERT_NE(found, nullptr);
  EXPECT_FALSE(found->complete);
  EXPECT_FALSE(found->cancelled);
  EXPECT_EQ(found->bound, "there is not enough memory for it; nothing is counted");
}

TEST(BackgroundTest, ProgressIsPassedOn) {
  FarExplorer far;
  far.explorer.start(test::lesson().program, {});
  far.background.replies().progress({12, 3, 4});
  EXPECT_EQ(far.explorer.progress().states.load(), 12U);
  EXPECT_EQ(far.explorer.progress().done.load(), 3U);
  EXPECT_EQ(far.explorer.progress().total.load(), 4U);
}

// Some 100,000 states: more than one progress message reports.
TEST(BackgroundTest, ALongSearchIsLookedAtWhileItGoesOn) {
  ExploreProgress progress;
  int looks = 0;
  progress.onLook = [&] { ++looks; };
  ExploreOptions options;
  options.threads = 1;
  options.method = ExploreOptions::Method::states;
  explore(test::programOf({{"a", 1, 1}, {"b", 2, 1}, {"c", 4, 1}, {"d", 8, 1}, {"e", 16, 1}, {"f", 32, 1}}).program, options,
          progress);
  EXPECT_GT(looks, 0);
}

TEST(BackgroundTest, AnswersThatAreNoneAreRefused) {
  ExploreProgress progress;
  const std::string whole = encodeExploration(explore(test::lesson().program, {}, progress));
  EXPECT_EQ(decodeExploration(whole, test::lesson().program).schedules, "6");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_THROW(decodeExploration(whole.substr(0, length), test::lesson().program), std::runtime_error) << length;
  }
}

// A schedule in the settings is no part of a request, which is about all schedules.
TEST(BackgroundTest, AScheduleIsNoPartOfARequest) {
  Settings settings = test::lesson();
  settings.view.schedule = "ABAB";
  settings.program.lock = LockKind::scoped;
  FarExplorer far;
  far.explorer.start(settings.program, {});
  far.background.work();
  const auto found = far.explorer.take();
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->complete) << found->bound;
  EXPECT_EQ(found->schedules, "2");
}

TEST(BackgroundTest, AnAnswerThatCannotBeTakenIsReportedAndEndsNothing) {
  FarExplorer far;
  far.explorer.start(test::lesson().program, {});
  far.background.replies().answer("no answer");
  const auto found = far.explorer.take();
  ASSERT_NE(found, nullptr);
  EXPECT_FALSE(found->complete);
  FarImport import;
  import.import.endOfFile();
  import.background.replies().answer("none either");
  ASSERT_TRUE(import.import.finished());
  EXPECT_NE(import.import.take().problem, "");
}

// ---- Reading a trace

TEST(BackgroundTest, AnotherCopyReadsTheSameRun) {
  test::Random random(62);
  for (int round = 0; round < test::rounds(40); ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 20, .workers = 4});
    test::Drive drive(settings);
    while (drive.stepRandomly(random) && !test::oneIn(random, 50)) {
    }
    const RunResult result = drive.result();
    FarImport far;
    std::string file = test::written(result, TraceFormat::chrome);
    std::string half = file.substr(file.size() / 2);
    file.resize(file.size() / 2);
    EXPECT_TRUE(far.import.give(file));
    EXPECT_TRUE(far.import.give(half));
    far.import.endOfFile();
    EXPECT_FALSE(far.import.finished());
    far.background.work();
    ASSERT_TRUE(far.import.finished());
    const TraceImport::Read read = far.import.take();
    ASSERT_NE(read.report, nullptr) << read.problem;
    EXPECT_EQ(read.report->run.trace.events, result.trace.events);
    EXPECT_EQ(toJson(*read.report), toJson(makeReport(result)));
  }
}

TEST(BackgroundTest, AProblemWithAFileIsReportedAsByAThread) {
  FarImport far;
  std::string file = "[]";
  far.import.give(file);
  far.import.endOfFile();
  far.background.work();
  ASSERT_TRUE(far.import.finished());
  const TraceImport::Read read = far.import.take();
  EXPECT_EQ(read.report, nullptr);
  EXPECT_EQ(read.problem, "The file is no trace: it is array, and not an object");
}

TEST(BackgroundTest, ReadingThatIsCancelledOrFailsIsOver) {
  FarImport cancelled;
  cancelled.import.endOfFile();
  cancelled.import.cancel();
  ASSERT_TRUE(cancelled.import.finished());
  EXPECT_EQ(cancelled.import.take().problem, "");
  FarImport early;
  early.import.cancel();
  early.import.endOfFile();
  EXPECT_EQ(early.background.begun, 0) << "nothing is read of a file that was given up before its end";
  FarImport failed;
  failed.import.endOfFile();
  failed.background.fail("it ended");
  ASSERT_TRUE(failed.import.finished());
  EXPECT_EQ(failed.import.take().problem, "It could not be read: it ended.");
}

}  // namespace
}  // namespace interleave
