// A program of the user's in the application: what is set, what the page is told, and the way back.
#include "account/program.h"
#include "app/page_calls.h"
#include "link/link.h"
#include "support.h"
#include "support/fake_platform.h"

namespace interleave {
namespace {

using test::FakePlatform;

const std::string kRace =
    "import threading\n"
    "counter = 0\n"
    "def add(n):\n"
    "    global counter\n"
    "    counter += n\n"
    "threads = [threading.Thread(target=add, args=(n,)) for n in (5, 7)]\n"
    "for t in threads: t.start()\n"
    "for t in threads: t.join()\n"
    "print(counter)\n";

class NoCanvas final : public Drawing {
 public:
  bool draws() const override { return false; }
  void onInput() override {}
  void paste(std::string_view) override {}
  void addLetters(std::string) override {}
  std::string inspectJson() override { return "{}"; }
};

class OwnProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    app.emplace(platform);
    calls.emplace(*app, canvas);
    call("load", "#v=1&lock=scoped");
    pass(1);
  }
  Json call(std::string_view name, const std::string& data = {}, const Json& options = Json::object()) {
    return Json::parse(calls->call(name, data, options.dump()));
  }
  void pass(double by) { app->advance(seconds += by); }
  Json answerTo(unsigned number) {
    for (app->collect(); !platform.answers.contains(number); app->collect()) platform.waitForNews();
    return platform.answers[number].front();
  }
  Json answerTo(std::string_view name, const std::string& data = {}, const Json& options = Json::object()) {
    return answerTo(call(name, data, options).get<unsigned>());
  }
  void awaitExploration() {
    for (app->collect(); app->userProgram().totals().empty(); app->collect()) platform.waitForNews();
    pass(1);
  }
  Json newest(Topic topic) { return platform.of(topic).back(); }
  static std::string linkOfRace(const std::string& schedule = {}) {
    ProgramSettings settings{kRace, false, true, {}};
    settings.view.schedule = schedule;
    return encodeLink(settings);
  }
  // What the page gets by that, of which the account's are published by themselves.
  std::string accountLink() const { return "#v=1&lock=scoped"; }

  FakePlatform platform;
  NoCanvas canvas;
  double seconds = 0;
  std::optional<App> app;
  std::optional<PageCalls> calls;
};

TEST_F(OwnProgramTest, ALinkWithCodeLoadsTheProgramAtItsStep) {
  call("load", linkOfRace("ABAB") + "&at=3");
  ASSERT_NE(app->document().program(), nullptr);
  EXPECT_EQ(app->document().program()->source, kRace);
  EXPECT_EQ(app->document().link(), linkOfRace("ABAB") + "&at=3");
  EXPECT_EQ(app->userProgram().schedule().at(), 3U);
  EXPECT_TRUE(app->notices().lines().empty());
  pass(1);
  EXPECT_EQ(newest(topic::kSettings), linkOfRace("ABAB") + "&at=3");
  const Json program = newest(topic::kProgram);
  EXPECT_EQ(program["source"], kRace);
  EXPECT_EQ(program["faults"], Json::array());
  EXPECT_EQ(program["current"], true);
  EXPECT_EQ(program["summary"], "2 threads, 1 variable");
  EXPECT_EQ(program["lines"], Json::parse(R"([{"line": 5, "steps": ["reads counter", "writes counter"]}])"));
  EXPECT_EQ(program["threads"][2], Json::parse(R"({"letter": "B", "done": 5, "next": 5, "able": true})"));
  EXPECT_EQ(newest(topic::kOutcome)["explanation"], "After step 3 of 4: counter = 5.");
  EXPECT_EQ(newest(topic::kEvents)["rows"][2]["what"], "writes counter: 5");
  EXPECT_EQ(newest(topic::kEvents)["rows"][2]["current"], true);
  EXPECT_TRUE(newest(topic::kSchedule).get<std::string>().starts_with("Step 3 of 4: counter = 5. Main waits for the end of B"));
}

TEST_F(OwnProgramTest, WithoutAScheduleTheSentenceIsOfAllOfThem) {
  call("load", linkOfRace(""));
  awaitExploration();
  EXPECT_EQ(newest(topic::kOutcome)["explanation"], "4 of 6 schedules end wrong.");
}

TEST_F(OwnProgramTest, WhatThePageIsToldBelongsToTheProgram) {
  call("load", linkOfRace("ABAB"));
  awaitExploration();
  EXPECT_EQ(newest(topic::kOutcomes)["totals"], "6 schedules, 3 endings");
  EXPECT_EQ(newest(topic::kOutcomes)["rows"][0]["ending"], "counter = 5");
  EXPECT_EQ(newest(topic::kOutcomes)["rows"][0]["example"], "ABBA");
  EXPECT_EQ(newest(topic::kOutcome)["verdict"], "wrong");
  EXPECT_EQ(newest(topic::kOutcome)["ending"], "counter = 7");
  EXPECT_EQ(newest(topic::kOutcome)["expected"], "counter = 12");
  EXPECT_EQ(newest(topic::kOutcome)["output"], Json::array({"7"}));
  EXPECT_EQ(call("settings")["code"], kRace);
  EXPECT_EQ(call("code", "python"), kRace);
  const Json state = call("programState");
  EXPECT_EQ(state["grade"], "wrong");
  EXPECT_EQ(state["values"], Json::parse(R"({"counter": "7"})"));
  call("leaveProgram");
  pass(1);
  EXPECT_EQ(app->document().link(), accountLink());
  EXPECT_EQ(newest(topic::kProgram), nullptr);
  EXPECT_EQ(newest(topic::kOutcome), nullptr);
  EXPECT_EQ(newest(topic::kSchedule), "");
  EXPECT_NE(newest(topic::kOutcomes)["totals"], "6 schedules, 3 endings");
  EXPECT_EQ(call("programState"), nullptr);
}

TEST_F(OwnProgramTest, UndoGoesBackToTheAccountAndRedoToTheProgram) {
  const Settings account = app->document().settings();
  call("typeProgram", kRace);
  EXPECT_EQ(app->userProgram().source(), kRace);
  EXPECT_TRUE(app->userProgram().playable()) << "the account's program, until the text has been checked";
  pass(1);
  call("typeProgram", kRace + "\n");
  pass(1);
  EXPECT_EQ(app->document().settings(), account) << "they stay";
  call("undo");
  EXPECT_EQ(app->document().program(), nullptr) << "all that was typed is one step";
  EXPECT_EQ(app->document().settings(), account);
  EXPECT_FALSE(app->userProgram().present());
  EXPECT_FALSE(app->edits().canUndo());
  call("redo");
  ASSERT_NE(app->document().program(), nullptr);
  EXPECT_EQ(app->userProgram().source(), kRace + "\n");
  call("typeProgram", kRace);
  call("undo");
  EXPECT_EQ(app->userProgram().source(), kRace + "\n");
}

TEST_F(OwnProgramTest, ALinkThatIsLoadedNeverTakesATextAwayForGood) {
  call("typeProgram", kRace);
  pass(1);
  call("load", "#v=1&workers=3");
  EXPECT_EQ(app->document().program(), nullptr);
  call("undo");
  EXPECT_EQ(app->userProgram().source(), kRace);
  call("loadProgram", "print(1)", {{"output", true}});
  EXPECT_TRUE(app->document().program()->output);
  call("undo");
  EXPECT_EQ(app->userProgram().source(), kRace);
}

TEST_F(OwnProgramTest, TheAddressFollowsTheProgramAndItsSchedule) {
  call("typeProgram", kRace);
  pass(1);
  pass(1);
  EXPECT_EQ(platform.of(request::kReplaceLink).back(), linkOfRace());
  app->userProgram().follow("ABB", 3);
  pass(1);
  pass(1);
  EXPECT_EQ(platform.of(request::kReplaceLink).back(), linkOfRace("ABB"));
}

TEST_F(OwnProgramTest, ATextThatIsTooLongForALinkIsKept) {
  call("load", linkOfRace());
  pass(1);
  const std::string text = kRace + "#" + std::string(lang::kMaxSourceBytes, 'x');
  call("typeProgram", text);
  pass(1);
  pass(1);
  EXPECT_EQ(app->userProgram().source(), text);
  EXPECT_EQ(app->document().link(), linkOfRace());
  ASSERT_EQ(app->notices().lines().size(), 1U);
  EXPECT_TRUE(app->notices().lines().front().starts_with("The program is ")) << app->notices().lines().front();
  app->sharing().copyLink();
  EXPECT_TRUE(platform.of(request::kCopyLink).empty());
  EXPECT_TRUE(app->notices().lines().back().ends_with(" It cannot be shared as a link.")) << app->notices().lines().back();
  call("load", "#v=1");
  call("undo");
  EXPECT_EQ(app->userProgram().source(), text);
}

TEST_F(OwnProgramTest, AProgramWithFaultsIsLoadedAsText) {
  call("loadProgram", "s = '\U0001F600' + yield\n", {{"schedule", "AB"}});
  EXPECT_EQ(app->document().program()->view.schedule, "AB");
  ASSERT_FALSE(app->notices().lines().empty());
  EXPECT_TRUE(app->notices().lines().front().starts_with("The program cannot run: line 1, column "))
      << app->notices().lines().front();
  pass(1);
  const Json faults = newest(topic::kProgram)["faults"];
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults[0]["line"], 1);
  EXPECT_EQ(faults[0]["column"], 11) << "the smiling face takes two units";
  EXPECT_EQ(call("checkProgram", "s = '\U0001F600' + yield\n"), faults);
  EXPECT_EQ(call("checkProgram", kRace), Json::array());
  EXPECT_EQ(newest(topic::kOutcome), nullptr);
  call("typeProgram", kRace);
  EXPECT_TRUE(app->notices().lines().empty());
}

TEST_F(OwnProgramTest, RunsOnRealThreadsAreForTheAccount) {
  call("load", linkOfRace("AB"));
  const Json refusal = {{"error", std::string(App::kForAccount)}};
  EXPECT_EQ(answerTo("run"), refusal);
  EXPECT_EQ(answerTo("runMany", {}, {{"runs", 5}}), refusal);
  EXPECT_EQ(answerTo("compare", {}, {{"threads", {1}}, {"seconds", 0.01}}), refusal);
  EXPECT_EQ(answerTo("replay"), refusal);
  EXPECT_EQ(answerTo("replay", linkOfRace("AB")), refusal);
  EXPECT_EQ(answerTo("exportRun", "chrome"), refusal);
  call("pressRun");
  EXPECT_FALSE(app->runs().running());
  EXPECT_EQ(app->userProgram().schedule().schedule().size(), 4U);
  app->setLooping(true);
  EXPECT_FALSE(app->runs().looping());
  EXPECT_EQ(app->notices().lines().back(), App::kForAccount);
}

TEST_F(OwnProgramTest, ExploresAGivenProgramWithoutSettingIt) {
  const Json explored = answerTo("explore", kRace, {{"isCode", true}, {"endings", 100}});
  EXPECT_EQ(explored["schedules"], "6");
  EXPECT_EQ(explored["endings"].size(), 3U);
  EXPECT_EQ(explored["expected"]["values"]["counter"], "12");
  EXPECT_EQ(app->document().program(), nullptr);
  EXPECT_EQ(answerTo("explore", linkOfRace(), {{"endings", 100}}), explored);
  call("load", linkOfRace());
  EXPECT_EQ(answerTo("explore", {}, {{"endings", 100}}), explored) << "the present one";
  EXPECT_EQ(answerTo("explore", "x = yield", {{"isCode", true}, {"endings", 100}})["error"].get<std::string>().substr(0, 22),
            "code: line 1, column 5");
}

TEST_F(OwnProgramTest, AFollowedLinkShowsAScheduleOfItsOwn) {
  call("follow", linkOfRace());
  EXPECT_EQ(app->userProgram().schedule().schedule().size(), 4U);
  EXPECT_FALSE(app->userProgram().schedule().canUndo());
  EXPECT_FALSE(app->runs().running());
  call("stepEvent", {}, {{"by", -1}});
  EXPECT_EQ(app->userProgram().schedule().at(), 3U);
  call("stepEvent", {}, {{"by", 1}});
  EXPECT_EQ(app->userProgram().schedule().at(), 4U);
}

}  // namespace
}  // namespace interleave
