// The application as the page calls it, without a canvas: on real threads, and where there are none.
#include "app/page_calls.h"

#include "account/program.h"
#include "support.h"
#include "support/fake_platform.h"

namespace interleave {
namespace {

using test::FakePlatform;
using Values = std::vector<Json>;

class NoCanvas final : public Drawing {
 public:
  bool draws() const override { return false; }
  void onInput() override { ++inputs; }
  void paste(std::string_view) override {}
  void addLetters(std::string) override {}
  std::string inspectJson() override { return "{}"; }

  int inputs = 0;
};

class PageCallsTest : public testing::Test {
 protected:
  void start(bool realThreads = true) {
    if (!realThreads) platform.known = {{"whyNoThreads", "there are none"}, {"threadsRemedy", "Take another browser."}};
    app.emplace(platform);
    calls.emplace(*app, canvas);
  }
  Json call(std::string_view name, const std::string& data = {}, const Json& options = Json::object()) {
    return Json::parse(calls->call(name, data, options.dump()));
  }
  unsigned ask(std::string_view name, const std::string& data = {}, const Json& options = Json::object()) {
    return call(name, data, options).get<unsigned>();
  }
  // The one answer to a question.
  Json answerTo(unsigned number) {
    for (app->collect(); !platform.answers.contains(number); app->collect()) platform.waitForNews();
    EXPECT_EQ(platform.answers[number].size(), 1U);
    return platform.answers[number].front();
  }
  Json refusal(std::string_view why) { return {{"error", why}}; }
  // The run before one that waits is stopped for it, and may have ended before the next call: the one that waits has begun
  // then, and is stopped itself.
  testing::AssertionResult refusedOrStopped(unsigned number, std::string_view why) {
    const Json answer = answerTo(number);
    if (answer == refusal(why) || answer.value("stopped", false)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << answer;
  }
  std::string link() { return call("settings")["link"]; }

  FakePlatform platform;
  NoCanvas canvas;
  std::optional<App> app;
  std::optional<PageCalls> calls;
};

TEST_F(PageCallsTest, TheEditorGetsTheTextOfWhatIsSet) {
  start();
  call("load", "#v=1&lock=scoped");
  call("editProgram");
  ASSERT_EQ(platform.of(request::kOpenEditor).size(), 1U);
  const Json account = platform.of(request::kOpenEditor).front();
  EXPECT_EQ(account["source"], programText(app->document().settings()));
  EXPECT_EQ(account["line"], 1);
  EXPECT_EQ(account["column"], 0);
  EXPECT_EQ(account["below"], nullptr);
  EXPECT_TRUE(app->codeEditor().takeSought());
  EXPECT_FALSE(app->codeEditor().takeSought());

  call("typeProgram", "x = 1\n");
  app->editProgram({.line = 2, .column = 3, .below = 40.0f});
  EXPECT_EQ(platform.of(request::kOpenEditor).back(), (Json{{"source", "x = 1\n"}, {"line", 2}, {"column", 3}, {"below", 40.0}}));

  EXPECT_FALSE(app->codeEditor().open());
  call("editorOpened", {}, {{"open", true}});
  EXPECT_TRUE(app->codeEditor().open());
  call("editorOpened", {}, {{"open", false}});
  EXPECT_FALSE(app->codeEditor().open());
}

TEST_F(PageCallsTest, ThePageIsToldWhereTheEditorLiesWhenThatChanges) {
  start();
  CodeEditor& editor = app->codeEditor();
  editor.place(std::nullopt, 1);
  editor.place(FieldArea{1, 2, 3, 4}, 1);
  editor.place(FieldArea{1, 2, 3, 4}, 1);
  editor.place(FieldArea{1, 2, 3, 5}, 1);
  editor.place(FieldArea{1, 2, 3, 5}, 1.5f);
  editor.place(std::nullopt, 1.5f);
  const auto placed = [](int height, double growth) {
    return Json{{"x", 1.0}, {"y", 2.0}, {"width", 3.0}, {"height", height}, {"growth", growth}};
  };
  EXPECT_EQ(platform.of(topic::kEditor), (Values{placed(4, 1), placed(5, 1), placed(5, 1.5), nullptr}));
}

TEST_F(PageCallsTest, ThereIsNothingToSayToAnUnknownName) {
  start();
  EXPECT_EQ(calls->call("cursor", {}, "{}"), "");
}

TEST_F(PageCallsTest, LoadsALinkWithoutRunningIt) {
  start();
  call("load", "#v=1&lock=scoped");
  EXPECT_EQ(link(), "#v=1&lock=scoped");
  EXPECT_FALSE(app->runs().running());
  call("load", "#v=1&schedule=ABAB&at=2");
  EXPECT_TRUE(app->display().showsSchedule());
  call("load", "#v=1");
  EXPECT_FALSE(app->display().showsSchedule());
}

TEST_F(PageCallsTest, ARunThatALinkBeginsKeepsFewerEventsThanOneThatIsAskedFor) {
  start();
  call("follow", "#v=1&delay=0&workers=1&tx=a:1x125001");
  while (app->runs().running()) {
    platform.waitForNews();
    app->collect();
  }
  EXPECT_EQ(app->display().report()->run.trace.events.size(), limits::kMaxEventsByItself);
  EXPECT_EQ(app->display().report()->run.trace.dropped, 4U);
  const Json asked = answerTo(ask("run"));
  EXPECT_EQ(asked["events"], limits::kMaxEventsByItself + 4);
  EXPECT_EQ(asked["dropped"], 0);
}

TEST_F(PageCallsTest, EachQuestionHasANumberAndOneAnswer) {
  start();
  call("load", "#v=1&delay=2000");
  const unsigned first = ask("run");
  const unsigned second = ask("run");
  const unsigned third = ask("runMany", {}, {{"runs", 20}, {"delay", 0}});
  EXPECT_EQ(second, first + 1);
  EXPECT_TRUE(refusedOrStopped(second, "another run was asked for before it began"));
  EXPECT_EQ(answerTo(third)["runs"], 20);
  EXPECT_TRUE(answerTo(first).contains("ending"));
  for (const auto& [number, answers] : platform.answers) EXPECT_EQ(answers.size(), 1U) << number;
}

TEST_F(PageCallsTest, StoppingAnswersWhatHasNotBegun) {
  start();
  call("load", "#v=1&delay=2000");
  const unsigned first = ask("run");
  const unsigned second = ask("run");
  call("stop");
  EXPECT_TRUE(refusedOrStopped(second, "the run was stopped before it began"));
  EXPECT_EQ(answerTo(first)["stopped"], true);
}

TEST_F(PageCallsTest, AThreadThatFailsAnswersWhatHasNotBegun) {
  start();
  call("load", "#v=1&delay=2000");
  const unsigned first = ask("run");
  const unsigned second = ask("run");
  call("threadError", "no script");
  EXPECT_TRUE(refusedOrStopped(second, "a thread that is needed could not be started"));
  ASSERT_EQ(app->notices().lines().size(), 1U);
  EXPECT_TRUE(app->notices().lines().front().starts_with("A thread could not be started: no script."));
  call("stop");
  EXPECT_EQ(answerTo(first).contains("stopped") || answerTo(first).contains("error"), true);
}

TEST_F(PageCallsTest, ReplaysWhatALinkShows) {
  start();
  EXPECT_EQ(answerTo(ask("replay", "#v=1&schedule=ABAB"))["ending"], -50);
  EXPECT_EQ(link(), "#v=1&schedule=ABAB");
  EXPECT_EQ(answerTo(ask("replay", "#v=1")),
            refusal("schedule: there is none to replay; allowed is the start of a possible schedule, one letter a step"));
  const Json faulty = answerTo(ask("replay", "#v=1&workers=99&schedule=AB"));
  EXPECT_EQ(faulty, refusal("workers: \"99\" is not allowed; allowed is a whole number from 1 to 16."));
  EXPECT_EQ(link(), "#v=1&schedule=ABAB") << "nothing of it was loaded";
}

TEST_F(PageCallsTest, ExploresALinkThatIsNotLoaded) {
  start();
  call("load", "#v=1&lock=scoped");
  const Json answer = answerTo(ask("explore", "#v=1", {{"endings", 10}}));
  EXPECT_EQ(answer["schedules"], "6");
  EXPECT_EQ(link(), "#v=1&lock=scoped");
}

TEST_F(PageCallsTest, ComparesLocksAndIsCancelledByARun) {
  start();
  call("load", "#v=1&delay=0");
  const unsigned comparison = ask("compare", {}, {{"threads", {2, 1, 2}}, {"seconds", 60}});
  EXPECT_EQ(app->lockCosts().comparer().comparison().threads, std::vector<int>({1, 2}));
  answerTo(ask("run"));
  EXPECT_EQ(app->lockCosts().note(), "Cancelled by a run: each would disturb the other.");
  EXPECT_EQ(answerTo(comparison)["cancelled"], true);
}

TEST_F(PageCallsTest, AnEditKeepsWhatIsPossibleOfTheScheduleAndGivesTheRestBack) {
  start();
  call("load", "#v=1&schedule=ABAB");
  Settings settings = app->document().settings();
  settings.program.lock = LockKind::scoped;
  app->edit(settings);
  EXPECT_NE(app->document().settings().view.schedule, "ABAB");
  ASSERT_EQ(app->notices().lines().size(), 1U);
  EXPECT_TRUE(app->notices().lines().front().starts_with("The schedule no longer fits the program"));
  settings = app->document().settings();
  settings.program.lock = LockKind::none;
  app->edit(settings);
  EXPECT_EQ(app->document().settings().view.schedule, "ABAB");
  EXPECT_TRUE(app->notices().lines().empty());
}

TEST_F(PageCallsTest, AnEditOfTheScheduleAloneIsAnActionThatCanBeUndone) {
  start();
  call("load", "#v=1&schedule=ABAB");
  Settings settings = app->document().settings();
  settings.view.schedule = "AABB";
  app->edit(settings);
  EXPECT_EQ(app->document().settings().view.schedule, "AABB");
  app->scheduler().undo();
  EXPECT_EQ(app->document().settings().view.schedule, "ABAB");
  app->scheduler().redo();
  EXPECT_EQ(app->document().settings().view.schedule, "AABB");
}

TEST_F(PageCallsTest, DismissedNoticesAreGoneFromTheSettingsToo) {
  start();
  call("load", "#v=1&workers=99");
  EXPECT_EQ(call("settings")["problems"].size(), 1U);
  EXPECT_EQ(platform.of(topic::kNotices).back(), app->notices().lines().front());
  app->dismissNotices();
  EXPECT_EQ(call("settings")["problems"].size(), 0U);
  EXPECT_EQ(platform.of(topic::kNotices).back(), "");
}

TEST_F(PageCallsTest, SavesARunAndOpensItAgain) {
  start();
  call("load", "#v=1&delay=0");
  const unsigned early = ask("exportRun", "csv");
  EXPECT_EQ(answerTo(early), refusal("no run has ended yet"));
  const Json run = answerTo(ask("run"));
  const unsigned number = ask("exportRun", "chrome");
  for (app->collect(); platform.of(request::kFinishFile).empty(); app->collect()) platform.waitForNews();
  EXPECT_EQ(platform.of(request::kFinishFile),
            Values({{{"number", number}, {"name", "interleave-trace.json"}, {"type", "application/json"}}}));

  call("load", "#v=1&lock=scoped");
  const unsigned opened = ask("beginImport", {}, {{"forProgram", true}});
  while (!call("importPiece", platform.file).get<bool>()) app->collect();
  call("endImport");
  const Json again = answerTo(opened);
  EXPECT_EQ(again["ending"], run["ending"]);
  EXPECT_EQ(again["events"], run["events"]);
  EXPECT_EQ(link(), "#v=1&delay=0");
}

TEST_F(PageCallsTest, RefusesAPictureThatCannotBeDrawnAndAFileThatIsNoTrace) {
  start();
  EXPECT_EQ(answerTo(ask("exportRun", "png")), refusal("a picture takes WebGL2, which is not to be had here"));
  const unsigned opened = ask("beginImport", {}, {{"forProgram", true}});
  call("importPiece", "no trace");
  call("endImport");
  EXPECT_TRUE(answerTo(opened).contains("error"));
  EXPECT_TRUE(app->notices().lines().empty()) << "the program learns it, not the user";
}

TEST_F(PageCallsTest, TheUsersCallsAreInputToTheCanvas) {
  start();
  call("load", "#v=1&schedule=ABAB&at=0");
  call("stepEvent", {}, {{"by", 1}});
  EXPECT_EQ(app->scheduler().cursor().at(), 1U);
  call("text", "typed", {{"field", 5}});
  EXPECT_EQ(canvas.inputs, 2);
  EXPECT_EQ(app->takeText(4), std::nullopt);
  EXPECT_EQ(app->takeText(5), "typed");
  EXPECT_EQ(app->takeText(5), std::nullopt) << "it is taken once";
}

TEST_F(PageCallsTest, ACopyIsShownForAMomentAndARefusalUntilTheNext) {
  start();
  app->advance(10);
  app->sharing().copyText(Sharing::What::code, "print()");
  EXPECT_EQ(platform.of(request::kCopyText), Values({"print()"}));
  call("copied", {}, {{"done", true}});
  EXPECT_TRUE(app->sharing().justCopied());
  EXPECT_TRUE(app->sharing().justCopied(Sharing::What::code));
  EXPECT_FALSE(app->sharing().justCopied(Sharing::What::link));
  // The text of a field: no button says that it was copied.
  call("copied", {}, {{"done", true}});
  EXPECT_FALSE(app->sharing().justCopied());
  app->sharing().copyLink();
  call("copied", {}, {{"done", true}});
  EXPECT_TRUE(app->sharing().justCopied(Sharing::What::link));
  app->advance(10 + Sharing::kCopiedSeconds);
  EXPECT_FALSE(app->sharing().justCopied());
  call("copied", {}, {{"done", false}});
  EXPECT_EQ(app->notices().lines().size(), 1U);
  call("copied", {}, {{"done", true}});
  EXPECT_TRUE(app->notices().lines().empty());
}

TEST_F(PageCallsTest, TheLessonOpensItsStepsAndCloses) {
  start();
  call("openLesson", {}, {{"step", -1}});
  EXPECT_EQ(call("lesson")["step"], 1);
  call("openLesson", {}, {{"step", 2}});
  EXPECT_EQ(app->document().settings().view.lesson, 2);
  call("openLesson", {}, {{"step", 0}});
  EXPECT_EQ(call("lesson")["step"], 0);
  EXPECT_EQ(app->document().settings().view.lesson, 0);
}

TEST_F(PageCallsTest, AStepOfTheLessonRunsInAnEntryOfItsOwn) {
  start();
  Settings settings = app->document().settings();
  settings.program.start = 8;
  app->edit(settings);
  platform.requested.clear();
  call("openLesson", {}, {{"step", 5}});
  EXPECT_EQ(platform.requested, (FakePlatform::Named{{request::kReplaceLink.name, "#v=1&start=8"},
                                                     {request::kNewEntry.name, nullptr},
                                                     {request::kReplaceLink.name, "#v=1&lock=manual&lesson=5"}}));
  EXPECT_TRUE(app->runs().running());
  app->stop();
}

TEST_F(PageCallsTest, AStepThatIsSteppedShowsAScheduleThatHasNoStep) {
  start();
  call("openLesson", {}, {{"step", 2}});
  EXPECT_TRUE(app->display().showsSchedule());
  EXPECT_EQ(app->document().settings().view.schedule, "");
  EXPECT_FALSE(app->runs().running());
}

TEST_F(PageCallsTest, AFrameAddsNothingToTheHistoryOfThePageAroundIt) {
  start();
  call("load", "#v=1&embed=1");
  call("openLesson", {}, {{"step", 5}});
  EXPECT_EQ(platform.of(request::kNewEntry), Values());
  app->stop();
}

TEST_F(PageCallsTest, WithoutThreadsARunIsARandomScheduleAndTheRestIsRefused) {
  start(false);
  const std::string sentence = "Real threads are off here, because there are none. Take another browser.";
  call("follow", "#v=1");
  EXPECT_TRUE(app->display().showsSchedule());
  EXPECT_EQ(app->document().settings().view.schedule.size(), 4U);
  EXPECT_EQ(answerTo(ask("run")), refusal(sentence));
  EXPECT_EQ(answerTo(ask("runMany", {}, {{"runs", 5}})), refusal(sentence));
  EXPECT_EQ(answerTo(ask("compare", {}, {{"threads", {1}}, {"seconds", 1}})), refusal(sentence));
  EXPECT_EQ(app->notices().lines(), std::vector<std::string>{sentence});
  app->dismissNotices();
  EXPECT_EQ(app->notices().lines(), std::vector<std::string>{sentence}) << "it has a place of its own";
  app->notices().dismissStanding();
  call("load", "#v=1&lock=scoped");
  EXPECT_TRUE(app->notices().lines().empty()) << "it was dismissed";
}

TEST_F(PageCallsTest, AFrameHasNoRoomForWhyThereAreNoThreads) {
  start(false);
  call("load", "#v=1&embed=1");
  EXPECT_TRUE(app->notices().lines().empty());
}

}  // namespace
}  // namespace interleave
