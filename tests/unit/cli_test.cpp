// The native command, as a user or a script runs it.

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/real_run.h"
#include "link/link.h"
#include "run/execution.h"
#include "support.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

struct Outcome {
  int exitCode = -1;
  std::string output;
};

// `arguments` as a shell reads them; `redirect` is the redirection of standard error.
Outcome outcomeOf(const std::string& arguments, const std::string& redirect) {
  Outcome outcome;
  const std::string command = "'" INTERLEAVE_COMMAND "' " + arguments + " " + redirect;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "cannot run " << command;
    return outcome;
  }
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    outcome.output.append(buffer.data(), got);
  }
  const int status = pclose(pipe);
  outcome.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

Outcome printed(const std::string& arguments) { return outcomeOf(arguments, "2>/dev/null"); }
Outcome complained(const std::string& arguments) { return outcomeOf(arguments, "2>&1 >/dev/null"); }

// ---- run ----------------------------------------------------------------------------------------

TEST(CliTest, RunsTheLessonUnderALock) {
  const Outcome outcome = printed("run '#delay=0&lock=scoped&workers=1'");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output,
            "starting with balance of 100\n"
            "deposit thread updating...\n"
            "deposit thread finishing...\n"
            "withdrawal thread updating...\n"
            "withdrawal thread finishing...\n"
            "ending balance of 0\n"
            "\n"
            "One thread did one update after another: no race is possible.\n"
            "ending 0, expected 0: as expected\n");
  EXPECT_EQ(complained("run '#delay=0&lock=scoped&workers=1'").output, "");
}

TEST(CliTest, PrintsTheResultAsOneLineOfJson) {
  const Outcome outcome = printed("run 'https://example.org/#v=1&delay=0&lock=manual' --json");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output.find('\n'), outcome.output.size() - 1);
  const Json json = Json::parse(outcome.output);
  EXPECT_EQ(json["ending"], 0);
  EXPECT_EQ(json["expected"], 0);
  EXPECT_EQ(json["deadlock"], false);
  EXPECT_EQ(json["lost"], Json::array());
  EXPECT_EQ(json["dropped"], 0);
  EXPECT_EQ(json["output"].size(), 6U);
}

TEST(CliTest, ARaceIsAResultAndNoError) {
  const Outcome outcome = printed("run '#delay=20' --json");
  EXPECT_EQ(outcome.exitCode, 0);
  const Json json = Json::parse(outcome.output);
  EXPECT_EQ(json["lost"].empty(), json["ending"] == 0);
  EXPECT_EQ(possiblePrefix(Settings{}.program, json["schedule"].get<std::string>()), 4U);
}

TEST(CliTest, ADeadlockIsAResultAndNoError) {
  const Outcome outcome = printed("run '#delay=0&lock=manual&fail=A&workers=1'");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output,
            "starting with balance of 100\n"
            "deposit thread updating...\n"
            "withdrawal thread updating...\n"
            "\n"
            "Deadlock: the deposit raised an exception while it held the lock and never released it. The withdrawal waits for "
            "ever.\n"
            "ending none, expected none: deadlock\n");
  EXPECT_EQ(Json::parse(printed("run '#delay=0&lock=manual&fail=A&workers=1' --json").output)["ending"], nullptr);
}

TEST(CliTest, SaysWhatWasCut) {
  // The text of `run`, with a smaller record.
  Recorder recorder(200'000);
  Execution execution(test::programOf({{"a", 1, 50'001}}, LockKind::none, 1), recorder, [] {});
  execution.work(0);
  ::testing::internal::CaptureStdout();
  print(makeReport(execution.takeResult()), false);
  const std::string output = ::testing::internal::GetCapturedStdout();
  EXPECT_NE(output.find("200,000 events recorded, 4 more did not fit\n"), std::string::npos);
  EXPECT_NE(output.find("(98,004 lines not listed)\n"), std::string::npos);
  EXPECT_NE(output.find("ending balance of 50101\n"), std::string::npos);
}

TEST(CliTest, AProblemWithTheLinkIsReportedAndTheRestIsRun) {
  const std::string arguments = "run '#delay=0&lock=scoped&workers=99&speed=1'";
  const Outcome outcome = printed(arguments);
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_NE(outcome.output.find("ending balance of 0\n"), std::string::npos);
  EXPECT_EQ(complained(arguments).output,
            "interleave: speed is an unknown key and is ignored; known are v, start, tx, workers, delay, lock, timeout, permits, "
            "overdraft, "
            "fail, mode, order, schedule, at, lesson, embed.\n"
            "interleave: workers: \"99\" is not allowed; allowed is a whole number from 1 to 16. The default is used.\n");
}

// ---- replay -------------------------------------------------------------------------------------

TEST(CliTest, ReplaysTheScheduleOfALink) {
  const Outcome outcome = printed("replay '#schedule=ABAB'");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output,
            "starting with balance of 100\n"
            "deposit thread updating...\n"
            "withdrawal thread updating...\n"
            "deposit thread finishing...\n"
            "withdrawal thread finishing...\n"
            "ending balance of -50\n"
            "\n"
            "The withdrawal read 100 before the deposit wrote 150: +50 was lost.\n"
            "ending -50, expected 0: wrong\n");
  const struct {
    const char* schedule;
    Money ending;
  } cases[] = {{"AABB", 0}, {"ABBA", 150}, {"BAAB", -50}, {"BABA", 150}, {"BBAA", 0}};
  for (const auto& each : cases) {
    const Outcome run = printed("replay '#schedule=" + std::string(each.schedule) + "' --json");
    EXPECT_EQ(run.exitCode, 0) << each.schedule;
    const Json json = Json::parse(run.output);
    EXPECT_EQ(json["ending"], each.ending) << each.schedule;
    EXPECT_EQ(json["schedule"], each.schedule);
  }
}

TEST(CliTest, ReplaysTheStepsThatTheLinkShows) {
  const Outcome outcome = printed("replay '#schedule=ABAB&at=3'");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output,
            "starting with balance of 100\n"
            "deposit thread updating...\n"
            "withdrawal thread updating...\n"
            "deposit thread finishing...\n"
            "\n"
            "The schedule ends here, before the program does.\n"
            "ending none, expected 0: not at its end\n");
  const Json json = Json::parse(printed("replay '#schedule=ABAB&at=3' --json").output);
  EXPECT_EQ(json["schedule"], "ABA");
  EXPECT_EQ(json["stopped"], true);
  EXPECT_EQ(json["balance"], 150);
  EXPECT_EQ(Json::parse(printed("replay '#schedule=ABAB&at=0' --json").output)["schedule"], "");
}

TEST(CliTest, ReplaysADeadlock) {
  const Json json = Json::parse(printed("replay '#lock=manual&fail=A&schedule=AA' --json").output);
  EXPECT_EQ(json["deadlock"], true);
  EXPECT_EQ(json["schedule"], "AA");
  EXPECT_EQ(json["waits"], Json::parse(R"([{"task": "B", "for": "lock", "heldBy": "A"}])"));
}

TEST(CliTest, WithoutAScheduleThereIsNothingToReplay) {
  const std::string missing =
      "interleave: schedule is missing; allowed is the start of a possible schedule, a letter for each step, at most "
      "4,096 letters\n";
  EXPECT_EQ(printed("replay ''").exitCode, 2);
  EXPECT_EQ(printed("replay ''").output, "");
  EXPECT_EQ(complained("replay '#lock=scoped'").output, missing);
  // One that is impossible is reported first.
  const Outcome outcome = complained("replay '#schedule=ABABA'");
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_EQ(outcome.output.find("interleave: schedule: "), 0U);
  EXPECT_EQ(outcome.output.find(missing), outcome.output.size() - missing.size());
}

// ---- explore ------------------------------------------------------------------------------------

TEST(CliTest, ExploresTheLesson) {
  const Outcome outcome = printed("explore ''");
  EXPECT_EQ(outcome.exitCode, 0);
  const std::string table =
      "ending  schedules   share  verdict      example\n"
      "   -50          2  33.33%  wrong        ABAB\n"
      "     0          2  33.33%  as expected  AABB\n"
      "   150          2  33.33%  wrong        ABBA\n"
      "\n"
      "schedules  6\n"
      "endings    3\n"
      "deadlocks  0\n"
      "expected   0, by 33.33% of the schedules\n"
      "states     ";
  EXPECT_EQ(outcome.output.substr(0, table.size()), table);
  EXPECT_EQ(complained("explore ''").output, "");
}

TEST(CliTest, ExploresADeadlock) {
  const Outcome outcome = printed("explore '#lock=manual&fail=A'");
  EXPECT_EQ(outcome.exitCode, 0);
  const std::string table =
      "ending  schedules   share  verdict   example\n"
      "   -50          1  50.00%  wrong     BBBBAA\n"
      "  none          1  50.00%  deadlock  AA\n"
      "\n"
      "schedules  2\n"
      "endings    1\n"
      "deadlocks  1\n"
      "expected   nothing: one after another in list order, the tasks deadlock\n";
  EXPECT_EQ(outcome.output.substr(0, table.size()), table);
}

TEST(CliTest, ExploresRefusals) {
  const std::string link = "'#tx=cash:-60,card:-80&overdraft=refuse'";
  const std::string table =
      "ending  schedules   share  verdict                    example\n"
      "    20          2  33.33%  wrong, all paid            ABAB\n"
      "    20          1  16.67%  another order, A refused   BBA\n"
      "    40          2  33.33%  right by chance, all paid  ABBA\n"
      "    40          1  16.67%  as expected, B refused     AAB\n"
      "\n"
      "schedules  6\n"
      "endings    4\n"
      "deadlocks  0\n"
      "expected   40, by 50.00% of the schedules\n";
  EXPECT_EQ(printed("explore " + link).output.substr(0, table.size()), table);
  EXPECT_EQ(Json::parse(printed("explore --json " + link).output)["endings"], Json::parse(R"([
    {"balance": 20, "schedules": "3", "example": "ABAB", "verdicts": [
      {"due": -40, "verdict": "wrong", "schedules": "2", "example": "ABAB"},
      {"due": 20, "verdict": "another order", "schedules": "1", "example": "BBA"}]},
    {"balance": 40, "schedules": "3", "example": "AAB", "verdicts": [
      {"due": -40, "verdict": "right by chance", "schedules": "2", "example": "ABBA"},
      {"due": 40, "verdict": "as expected", "schedules": "1", "example": "AAB"}]}])"));
}

TEST(CliTest, GradesWhatTheLockLeavesOut) {
  const std::string timed = printed("explore '#lock=timed'").output;
  EXPECT_NE(timed.find("   -50          3  37.50%  gave up      BABBB\n"), std::string::npos) << timed;
  const std::string refused = printed("explore '#lock=scoped&overdraft=refuse'").output;
  EXPECT_NE(refused.find("   150          1  50.00%  another order  BBBAAAA\n"), std::string::npos) << refused;
}

TEST(CliTest, AnExplorationAsJson) {
  const Outcome outcome = printed("explore 'https://example.org/#v=1' --json");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output.find('\n'), outcome.output.size() - 1);
  const Json json = Json::parse(outcome.output);
  EXPECT_EQ(json["complete"], true);
  EXPECT_EQ(json["schedules"], "6");
  EXPECT_EQ(json["deadlocks"], "0");
  EXPECT_EQ(json["expected"], 0);
  EXPECT_EQ(json["endings"], Json::parse(R"([{"balance": -50, "schedules": "2", "example": "ABAB"},
                                             {"balance": 0, "schedules": "2", "example": "AABB"},
                                             {"balance": 150, "schedules": "2", "example": "ABBA"}])"));
}

TEST(CliTest, ListsTwentyEndingsUnlessAllAreAskedFor) {
  const std::string link = "'#tx=a:1,b:2,c:4,d:8,e:16&workers=5'";
  const Outcome some = printed("explore " + link);
  EXPECT_EQ(some.exitCode, 0);
  EXPECT_NE(some.output.find("\n(11 more endings; --all-endings lists them)\n"), std::string::npos);
  EXPECT_NE(some.output.find("\nschedules  113,400\nendings    31\n"), std::string::npos);
  EXPECT_EQ(some.output.find("\n   131 "), std::string::npos);
  const Outcome all = printed("explore --all-endings " + link);
  EXPECT_EQ(all.output.find("more ending"), std::string::npos);
  EXPECT_NE(all.output.find("\n   131 "), std::string::npos);
  EXPECT_EQ(Json::parse(printed("explore --json " + link).output)["endings"].size(), 31U);
}

TEST(CliTest, CountsClassesWhereTheyAreAskedFor) {
  EXPECT_EQ(printed("explore ''").output.find("classes"), std::string::npos);
  EXPECT_FALSE(Json::parse(printed("explore '' --json").output).contains("classes"));
  const Outcome outcome = printed("explore '' --classes");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_NE(outcome.output.find("\nclasses    4\n"), std::string::npos) << outcome.output;
  const Json json = Json::parse(printed("explore '' --classes --json").output);
  EXPECT_EQ(json["schedules"], "6");
  EXPECT_EQ(json["classes"], Json::parse(R"({"complete": true, "number": "4", "representativesOmitted": 0,
                                             "representatives": ["AABB", "ABAB", "ABBA", "BBAA"]})"));
}

TEST(CliTest, KnowsNoClassesOfOtherLocks) {
  const Outcome outcome = complained("explore '#lock=ticket' --classes");
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_EQ(outcome.output,
            "interleave: --classes is possible with one account and lock none, manual, scoped, spin, or semaphore with "
            "one permit.\n");
  const Json json = Json::parse(printed("explore '#lock=ticket' --classes --json").output);
  EXPECT_EQ(json["schedules"], "10");
  EXPECT_FALSE(json.contains("classes"));
  EXPECT_EQ(printed("explore '#lock=spin' --classes").exitCode, 0);
}

TEST(CliTest, ListsAThousandClasses) {
  const Json json = Json::parse(printed("explore '#tx=a:1,b:2,c:3,d:4,e:5&workers=5' --classes --json").output);
  EXPECT_EQ(json["classes"]["number"], "14400");
  EXPECT_EQ(json["classes"]["representatives"].size(), 1'000U);
  EXPECT_EQ(json["classes"]["representativesOmitted"], 13'400);
}

TEST(CliTest, SaysWhatCutTheClassesShort) {
  // The search for classes takes no schedule of that length.
  const Outcome outcome = printed("explore '#tx=a:1x5000&workers=1' --classes --bound-states 1000");
  EXPECT_EQ(outcome.exitCode, 3);
  EXPECT_NE(outcome.output.find("\nclasses    0 at least: a schedule has more than 4,096 steps\n"), std::string::npos)
      << outcome.output;
}

TEST(CliTest, SaysWhatABoundHasCutShort) {
  const std::string arguments = "explore '#tx=a:1x9,b:2x9,c:4x9&workers=3&overdraft=refuse' --bound-states 1000";
  const Outcome outcome = printed(arguments);
  EXPECT_EQ(outcome.exitCode, 3);
  EXPECT_NE(outcome.output.find("\nCut short: it has come to the bound of 1,000 states; "), std::string::npos);
  const Json json = Json::parse(printed(arguments + " --json").output);
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["bound"].get<std::string>().find("it has come to the bound of 1,000 states; "), 0U);
}

TEST(CliTest, ATimeCutsAnExplorationShort) {
  // Few states at a time and for very many steps: no bound of memory comes before that of time.
  const std::string link = "'#start=40&tx=a:1x90,b:-20x90,c:40x90&workers=3&lock=scoped&overdraft=refuse'";
  const Outcome outcome = printed("explore --bound-seconds 1.25 " + link);
  EXPECT_EQ(outcome.exitCode, 3);
  EXPECT_NE(outcome.output.find("\nCut short: it has come to the bound of 1.25 s; "), std::string::npos) << outcome.output;
}

TEST(CliTest, CtrlCCancelsAnExploration) {
  // Few states at a time and for very many steps: no bound of memory comes before the signal.
  const std::string link = "'#start=100000&tx=a:1x100000,b:-1x100000&lock=scoped&overdraft=refuse'";
  // In the foreground: otherwise the signal comes twice, to the command and to its group, and the second ends it.
  FILE* pipe =
      popen(("exec timeout --foreground --preserve-status -s INT 2 '" INTERLEAVE_COMMAND "' explore " + link).c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string output;
  for (int c = 0; (c = fgetc(pipe)) != EOF;) output += static_cast<char>(c);
  const int status = pclose(pipe);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 3) << status;
  EXPECT_NE(output.find("\nCut short: it was cancelled; "), std::string::npos) << output;
}

TEST(CliTest, ALinkWithAProblemIsExploredAllTheSame) {
  const Outcome outcome = printed("explore '#workers=99'");
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_NE(outcome.output.find("\nschedules  6\n"), std::string::npos);
  EXPECT_EQ(complained("explore '#workers=99'").output.find("interleave: workers: \"99\" is not allowed"), 0U);
}

// ---- Arguments ----------------------------------------------------------------------------------

TEST(CliTest, BadArgumentsExplainThemselves) {
  const char* const noCommand = "the first word must be the command: run, replay or explore";
  const char* const ofExplore = "known are --json, --bound-states, --bound-seconds, --all-endings, --classes and --help";
  const char* const states = "allowed is a whole number from 1 to 1,000,000,000";
  const char* const seconds = "allowed is a number of seconds from 1 to 86,400";
  const struct {
    std::string arguments;
    std::string problem;
  } cases[] = {
      {"", noCommand},
      {"cursor ''", noCommand},
      {"'' run", noCommand},
      {"run", "LINK is missing; '' is the lesson"},
      {"run --json", "LINK is missing; '' is the lesson"},
      {"replay", "LINK is missing; '' is the lesson"},
      {"explore --all-endings", "LINK is missing; '' is the lesson"},
      {"run '' --fast", "--fast is an unknown option; known are --json and --help"},
      {"run '' --all-endings", "--all-endings is an unknown option; known are --json and --help"},
      {"replay --bound-states 5 ''", "--bound-states is an unknown option; known are --json and --help"},
      {"explore '' --fast", std::string("--fast is an unknown option; ") + ofExplore},
      {"run a b", "b is one word too many; put the link in quotes"},
      {"run '' --json --json", "--json is given twice"},
      {"explore '' --bound-states 5 --bound-states 6", "--bound-states is given twice"},
      {"explore '' --bound-states", std::string("--bound-states: its value is missing; ") + states},
      {"explore '' --bound-seconds", std::string("--bound-seconds: its value is missing; ") + seconds},
      {"explore '' --bound-states 0", std::string("--bound-states: \"0\" is not allowed; ") + states},
      {"explore '' --bound-states 1000000001", std::string("--bound-states: \"1000000001\" is not allowed; ") + states},
      {"explore '' --bound-states 1e6", std::string("--bound-states: \"1e6\" is not allowed; ") + states},
      {"explore '' --bound-states -5", std::string("--bound-states: \"-5\" is not allowed; ") + states},
      {"explore --bound-states '' ''", std::string("--bound-states: \"\" is not allowed; ") + states},
      {"explore '' --bound-states 99999999999999999999",
       std::string("--bound-states: \"99999999999999999999\" is not allowed; ") + states},
      {"explore '' --bound-seconds 0.5", std::string("--bound-seconds: \"0.5\" is not allowed; ") + seconds},
      {"explore '' --bound-seconds 86401", std::string("--bound-seconds: \"86401\" is not allowed; ") + seconds},
      {"explore '' --bound-seconds nan", std::string("--bound-seconds: \"nan\" is not allowed; ") + seconds},
      {"explore '' --bound-seconds 1s", std::string("--bound-seconds: \"1s\" is not allowed; ") + seconds},
  };
  for (const auto& each : cases) {
    const Outcome outcome = complained(each.arguments);
    EXPECT_EQ(outcome.exitCode, 2) << each.arguments;
    EXPECT_EQ(outcome.output.find("interleave: " + each.problem + "\n\nUsage: interleave run LINK"), 0U)
        << each.arguments << ": " << outcome.output;
    EXPECT_EQ(printed(each.arguments).output, "") << each.arguments;
  }
}

TEST(CliTest, BoundsMayBeAnythingWithinTheirLimits) {
  for (const char* bounds :
       {"--bound-states 1000000000", "--bound-seconds 1", "--bound-seconds 86400", "--bound-seconds 1.5 --bound-states 500"}) {
    EXPECT_EQ(printed("explore '' " + std::string(bounds)).exitCode, 0) << bounds;
  }
  EXPECT_EQ(printed("explore '' --bound-states 1").exitCode, 3);
}

TEST(CliTest, HelpIsPrintedWhereItWasAskedFor) {
  for (const char* arguments : {"--help", "-h", "run --help", "replay -h", "explore --json --help"}) {
    const Outcome outcome = printed(arguments);
    EXPECT_EQ(outcome.exitCode, 0) << arguments;
    EXPECT_EQ(outcome.output.find("Usage: interleave run LINK"), 0U) << arguments;
  }
}

}  // namespace
}  // namespace interleave
