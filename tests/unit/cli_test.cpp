// The native command, as a user or a script runs it.

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "cli/program_text.h"
#include "cli/real_run.h"
#include "gallery/gallery.h"
#include "link/link.h"
#include "program/load.h"
#include "run/execution.h"
#include "support.h"
#include "text/utf8.h"

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
            "fail, mode, order, schedule, at, lesson, embed, and code, output of programs.\n"
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

TEST(CliTest, KnowsClassesUnderEachLock) {
  const Json json = Json::parse(printed("explore '#lock=ticket' --classes --json").output);
  EXPECT_EQ(json["schedules"], "10");
  EXPECT_EQ(json["classes"]["number"], "6");
  EXPECT_EQ(Json::parse(printed("explore '#lock=scoped' --classes --json").output)["classes"]["number"], "2");
}

TEST(CliTest, CountsClassesOfPrograms) {
  const std::string race = INTERLEAVE_TESTS "/programs/88-nonlocal-counter.py";
  const Outcome outcome = printed("explore --classes " + race);
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_NE(outcome.output.find("\nclasses    4\n"), std::string::npos) << outcome.output;
  EXPECT_EQ(Json::parse(printed("explore --classes --json " + race).output)["classes"]["representatives"],
            Json::parse(R"(["AABB", "ABAB", "ABBA", "BBAA"])"));
  const std::string condition = INTERLEAVE_TESTS "/programs/34-if-around-wait-fixed.py";
  const Outcome refused = complained("explore --classes " + condition);
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_EQ(refused.output, "interleave: --classes is not possible here: classes are not known of programs with a Condition.\n");
  EXPECT_FALSE(Json::parse(printed("explore --classes --json " + condition).output).contains("classes"));
}

TEST(CliTest, FindsTheFirstBadEnding) {
  const Outcome bad = printed("explore --first-bad " INTERLEAVE_TESTS "/programs/25-bow.py");
  EXPECT_EQ(bad.exitCode, 0);
  EXPECT_EQ(bad.output.find("A schedule to a deadlock:\n"), 0U) << bad.output;
  EXPECT_NE(bad.output.find("A (bow(Friend#2)) holds `Friend#1.lock`"), std::string::npos) << bad.output;
  const Outcome good = printed("explore --first-bad " INTERLEAVE_TESTS "/programs/25-bow-fixed.py");
  EXPECT_EQ(good.output, "No schedule ends badly.\n\nclasses    2\n");
  EXPECT_EQ(Json::parse(printed("explore --first-bad --json " INTERLEAVE_TESTS "/programs/25-bow.py").output)["bad"]["grade"],
            "deadlock");
}

TEST(CliTest, AnswersAQuestion) {
  const std::string race = INTERLEAVE_TESTS "/programs/lesson.py";
  const Outcome found = printed("explore " + race + " --ask 'account.balance < 0' --at-end");
  EXPECT_EQ(found.exitCode, 0);
  EXPECT_EQ(
      found.output.find("account.balance < 0, at the end\nYes, after BAAB: the simplest such schedule, with 1 preemption.\n"), 0U)
      << found.output;
  EXPECT_NE(found.output.find("values    account.balance = -50\n"), std::string::npos) << found.output;
  EXPECT_EQ(Json::parse(printed("explore " + race + " --ask 'account.balance < 0' --json").output)["schedule"], "BB");
  const Outcome none = printed("explore " + race + " --ask 'account.balance > 150'");
  EXPECT_EQ(none.exitCode, 0);
  EXPECT_EQ(none.output, "account.balance > 150, at any moment\nNo, in none of 6 schedules.\n");
  // The account is asked as its program.
  EXPECT_EQ(printed("explore '' --ask 'account.balance > 150'").output, none.output);
  const Outcome cut = printed("explore " + race + " --ask 'account.balance > 150' --bound-states 2");
  EXPECT_EQ(cut.exitCode, 3);
  EXPECT_EQ(Json::parse(printed("explore " + race + " --ask 'account.balance > 150' --bound-states 2 --json").output)["complete"],
            false);
}

TEST(CliTest, AQuestionWithAFaultIsRefusedWithItsPlace) {
  const Outcome refused = complained("explore '' --ask 'acount.balance < 0'");
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_EQ(refused.output, "--ask:1:1: `acount` is defined nowhere; did you mean `account`?\n    acount.balance < 0\n    ^\n");
  EXPECT_EQ(Json::parse(printed("explore '' --ask 'account.balanc' --json").output)["faults"][0]["column"], 9);
}

TEST(CliTest, SearchesClassesBehindTheBoundOfStates) {
  const std::string bow = INTERLEAVE_TESTS "/programs/25-bow.py";
  const Outcome found = printed("explore --bound-states 5 " + bow);
  EXPECT_EQ(found.exitCode, 3);
  EXPECT_NE(found.output.find("\nThen classes of schedules were gone through up to the "), std::string::npos) << found.output;
  EXPECT_NE(found.output.find(": it ends in a deadlock.\n\nA schedule to a deadlock:\n\n"), std::string::npos) << found.output;
  EXPECT_NE(found.output.find("A (bow(Friend#2)) holds `Friend#1.lock`"), std::string::npos) << found.output;
  const Json json = Json::parse(printed("explore --json --bound-states 5 " + bow).output);
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["search"]["bad"]["grade"], "deadlock");
  const std::string fixed = INTERLEAVE_TESTS "/programs/25-bow-fixed.py";
  const Outcome none = printed("explore --bound-states 5 " + fixed);
  EXPECT_EQ(none.exitCode, 3);
  EXPECT_NE(none.output.find("\nThen classes of schedules were gone through, all 2 of them: none ends badly.\n"),
            std::string::npos)
      << none.output;
  EXPECT_EQ(Json::parse(printed("explore --json --bound-states 5 " + fixed).output)["search"],
            Json::parse(R"({"bad": null, "classes": {"complete": true, "number": "2"}})"));
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

// ---- Programs -----------------------------------------------------------------------------------

const std::string kPrograms = INTERLEAVE_TESTS "/programs/";

std::string program(const std::string& name) { return "'" + kPrograms + name + ".py'"; }

// Without what may change with the way states are stored.
std::string withoutStates(const std::string& text) {
  const std::size_t at = text.find("states     ");
  return at == std::string::npos ? text : text.substr(0, at) + text.substr(text.find('\n', at) + 1);
}

TEST(CliTest, ExploresAProgram) {
  const Outcome outcome = printed("explore " + program("63-check-then-act-dict"));
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(
      withoutStates(outcome.output),
      "    counts  schedules   share  grade     example\n"
      "{'tea': 1}         40  66.67%  wrong     AAABBBA\n"
      "    A overwrites `counts['tea']` with `counts[word] += 1` on line 10, having read it before B wrote it there: B's +1 is "
      "lost.\n"
      "{'tea': 2}         20  33.33%  expected  AAAABBB\n"
      "\n"
      "schedules  60\n"
      "endings    2\n"
      "deadlocks  0\n"
      "expected   counts = {'tea': 2}, by 33.33% of the schedules\n"
      "\n"
      "The simplest schedule to a wrong ending:\n"
      "\n"
      "A  count_word('tea')\n"
      "B  count_word('tea')\n"
      "\n"
      "step  A                           B\n"
      "   1   8  if word not in counts:\n"
      "   2   9  counts[word] = 0\n"
      "   3  10  counts[word] += 1\n"
      "   4                               8  if word not in counts:\n"
      "   5                              10  counts[word] += 1\n"
      "   6                              10  counts[word] += 1\n"
      "   7  10  counts[word] += 1\n");
  EXPECT_EQ(complained("explore " + program("63-check-then-act-dict")).output, "");
}

TEST(CliTest, SaysWhoWaitsForWhatInADeadlock) {
  const std::string output = withoutStates(printed("explore " + program("20-exception")).output);
  const std::string table =
      "total  schedules   share  grade     example\n"
      "    0          1  50.00%  deadlock  BB       A, m wait for ever; B: ValueError at line 11: invalid literal for int() with "
      "base "
      "10: 'a dozen'\n"
      "    B (add_line('a dozen')) ends with ValueError on line 11 without releasing `lock`, acquired on line 10, and A "
      "(add_line('12')) waits for it for ever on line 10.\n"
      "   12          1  50.00%  error     AAAABB   B: ValueError at line 11: invalid literal for int() with base 10: 'a dozen'\n"
      "    B (add_line('a dozen')) raises ValueError in `total += int(text)` on line 11 (invalid literal for int() with base 10: "
      "'a dozen'), also when it runs alone.\n"
      "\n"
      "schedules  2\n"
      "endings    2\n"
      "deadlocks  1\n"
      "expected   nothing: the threads one after another end in an error, in a deadlock, or not at all\n"
      "\n"
      "The simplest schedule to a deadlock:\n"
      "\n"
      "A  add_line('12')\n"
      "B  add_line('a dozen')\n"
      "\n"
      "step  B\n"
      "   1  10  lock.acquire()\n"
      "   2  11  total += int(text)  (read)\n"
      "Deadlock:\n"
      "  A waits to acquire lock, held by B, at line 10.\n"
      "  m waits for the end of Thread#1 (join), at line 20.\n"
      "B: ValueError at line 11: invalid literal for int() with base 10: 'a dozen'\n";
  EXPECT_EQ(output, table);
}

TEST(CliTest, SaysWhoGoesOnForEver) {
  const std::string livelock = printed("explore " + program("47-unlock-lock-again")).output;
  EXPECT_NE(livelock.find("\nschedules  unbounded\n"), std::string::npos) << livelock;
  EXPECT_NE(
      livelock.find(
          "\nIt can go on for ever: from the start, the steps AAA lead back to the same state.\nA goes round on lines 10 to "
          "11 for ever; main could go on in `with lock` on line 19 and never does: starvation, which a fair scheduler need "
          "not end.\n"),
      std::string::npos)
      << livelock;
  const std::string unfair = printed("explore " + program("47-unlock-lock-again-fixed")).output;
  EXPECT_NE(unfair.find(" on line 21 and never does: starvation, which a fair scheduler ends.\n"), std::string::npos) << unfair;
}

TEST(CliTest, AnExplorationOfAProgramAsJson) {
  const Outcome outcome = printed("explore --json " + program("48-plain-print"));
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(Json::parse(outcome.output)["endings"].size(), 1U);
  const Json json = Json::parse(printed("explore --json --output " + program("48-plain-print")).output);
  EXPECT_EQ(json["schedules"], "2");
  ASSERT_EQ(json["endings"].size(), 2U);
  EXPECT_EQ(json["endings"][0]["output"], "a\nb\n");
  EXPECT_NE(printed("explore --output " + program("48-plain-print")).output.find("another order  BA       b\\na\\n\n"),
            std::string::npos);
}

TEST(CliTest, BoundsHoldForPrograms) {
  const std::string arguments = "explore " + program("68-stop-event-counting") + " --bound-states 500";
  const Outcome outcome = printed(arguments);
  EXPECT_EQ(outcome.exitCode, 3);
  EXPECT_NE(outcome.output.find("\nCut short: the bound of states was reached; "), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find(" more endings; --all-endings lists them)\n"), std::string::npos) << outcome.output;
  EXPECT_EQ(printed(arguments + " --all-endings").output.find("more ending"), std::string::npos);
  EXPECT_EQ(Json::parse(printed(arguments + " --json").output)["complete"], false);
}

TEST(CliTest, RunsAProgramStepByStep) {
  const Json json = Json::parse(printed("run --json " + program("01-plus-equals")).output);
  const auto schedule = json["schedule"].get<std::string>();
  EXPECT_EQ(schedule.size(), 12U);
  EXPECT_EQ(json["steps"].size(), 12U);
  EXPECT_EQ(json["steps"][0]["source"], "counter += 1");
  EXPECT_EQ(json["steps"][0]["line"], 11);
  EXPECT_EQ(json["steps"][0]["access"], "read");
  EXPECT_EQ(json["atEnd"], true);
  EXPECT_EQ(json["output"], "counter: " + json["values"]["counter"].get<std::string>() + "\n");
  EXPECT_EQ(json["expected"], Json::parse(R"({"values": {"counter": "6"}})"));
  EXPECT_EQ(json["grade"], json["values"]["counter"] == "6" ? "expected" : "wrong");
  EXPECT_EQ(json["threads"], Json({{"A", "add_many()"}, {"B", "add_many()"}}));
  const Outcome text = printed("run " + program("01-plus-equals"));
  EXPECT_EQ(text.exitCode, 0);
  EXPECT_EQ(text.output.find("One schedule, drawn at random and taken step by step, without threads:\n\ncounter: "), 0U)
      << text.output;
  EXPECT_NE(text.output.find("\nexpected  counter = 6\n"), std::string::npos);
  // The order of a run replays to its ending.
  const Json again = Json::parse(printed("replay --json " + program("01-plus-equals") + " " + schedule).output);
  EXPECT_EQ(again, json);
}

TEST(CliTest, ReplaysAProgramAsFarAsTheScheduleGoes) {
  const Outcome outcome = printed("replay " + program("27-philosophers") + " AAAB");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output,
            "schedule  AAAB\n"
            "\n"
            "A  dine(0)\n"
            "B  dine(1)\n"
            "C  dine(2)\n"
            "\n"
            "step  A                               B\n"
            "   1  10  left = forks[i]\n"
            "   2  11  right = forks[(i + 1) % N]\n"
            "   3  12  with left:\n"
            "   4                                  10  left = forks[i]\n"
            "\n"
            "Not at its end: A, B and C can take the next step.\n"
            "  m waits for the end of Thread#1 (join), at line 23.\n"
            "values    none, so far\n"
            "expected  none\n");
  const Json json = Json::parse(printed("replay --json " + program("27-philosophers") + " AAACCCBBB").output);
  EXPECT_EQ(json["atEnd"], true);
  EXPECT_EQ(json["grade"], "deadlock");
  EXPECT_EQ(json["next"], Json::array());
  EXPECT_EQ(json["deadlock"].size(), 4U);
  EXPECT_EQ(
      json["words"],
      "A (dine(0)) holds `forks[0]` (line 12) and waits for `forks[1]` (line 14); B (dine(1)) holds `forks[1]` (line 12) and "
      "waits for `forks[2]` (line 14); C (dine(2)) holds `forks[2]` (line 12) and waits for `forks[0]` (line 14).");
  EXPECT_FALSE(
      Json::parse(printed("replay --json " + program("27-philosophers") + " AAAAAABBBBBBCCCCCC").output).contains("words"));
  EXPECT_EQ(json["deadlock"][0],
            Json::parse(R"({"thread": "A", "waits": "acquire", "for": "forks[1]", "held": "B", "line": 14})"));
  EXPECT_EQ(Json::parse(printed("replay --json " + program("27-philosophers") + " ''").output)["next"],
            Json::parse(R"(["A", "B", "C"])"));
}

TEST(CliTest, NamesTheStepThatIsNotPossible) {
  const struct {
    const char* schedule;
    const char* problem;
  } cases[] = {
      {"AAABBBCCCA", "step 10 of the schedule, A, is not possible: no thread has a step left"},
      {"D", "step 1 of the schedule, D, is not possible: only A, B and C can step then"},
      {"AAACCCBBm", "step 9 of the schedule, m, is not possible: only A and B can step then"},
      {"a", "step 1 of the schedule, a, is not possible: only A, B and C can step then"},
  };
  for (const auto& each : cases) {
    const std::string arguments = "replay " + program("27-philosophers") + " " + each.schedule;
    const Outcome outcome = complained(arguments);
    EXPECT_EQ(outcome.exitCode, 2) << each.schedule;
    EXPECT_EQ(outcome.output, "interleave: " + std::string(each.problem) + "\n");
    EXPECT_EQ(printed(arguments).output, "") << each.schedule;
  }
  EXPECT_EQ(complained("replay " + program("27-philosophers")).output.find("interleave: schedule is missing; allowed is "), 0U);
  // A step that changes nothing is none.
  EXPECT_EQ(complained("replay " + program("42-stop-flag") + " A").output,
            "interleave: step 1 of the schedule, A, is not possible: only m can step then\n");
}

TEST(CliTest, ALinkStandsForAFile) {
  const std::string file = program("27-philosophers");
  std::string link = printed("link " + file).output;
  ASSERT_EQ(link.find("#v=1&code="), 0U);
  ASSERT_EQ(link.back(), '\n');
  link.pop_back();
  EXPECT_EQ(printed("link " + file).exitCode, 0);
  EXPECT_EQ(Json::parse(printed("link --json " + file).output)["link"], link);
  EXPECT_EQ(printed("link --output " + file).output, link + "&output=1\n");
  EXPECT_EQ(printed("code '" + link + "'").output, printed("code 'https://example.org/" + link + "&at=0'").output);
  EXPECT_EQ(outcomeOf("code '" + link + "' | cmp - " + file, "2>&1").output, "");
  EXPECT_EQ(printed("explore --json '" + link + "'").output, printed("explore --json " + file).output);
  EXPECT_EQ(printed("replay '" + link + "&schedule=AAAB&at=2'").output, printed("replay " + file + " AA").output);
  EXPECT_EQ(printed("replay '" + link + "&schedule=AAAB' B").output, printed("replay " + file + " B").output);
  EXPECT_EQ(printed("check '" + link + "'").exitCode, 0);
  const Outcome account = printed("link '#workers=2&delay=5'");
  EXPECT_EQ(account.output, "#v=1&delay=5\n");
}

TEST(CliTest, TheGalleryIsListedAndStandsForFiles) {
  const Outcome list = printed("gallery");
  EXPECT_EQ(list.exitCode, 0);
  EXPECT_NE(list.output.find("\nRace\n  counter: wrong, lost update\n    `counter += 1` is a read and a write: "),
            std::string::npos)
      << list.output;
  EXPECT_NE(list.output.find("  livelock: for ever, livelock\n"), std::string::npos);
  EXPECT_EQ(Json::parse(printed("gallery --json").output), Json::parse(gallery::toJson()));
  EXPECT_EQ(printed("code gallery:tickets").output, gallery::named("tickets")->source());
  EXPECT_EQ(printed("code gallery:tickets-fixed").output, gallery::named("tickets-fixed")->source());
  EXPECT_EQ(printed("replay gallery:counter ABAB").exitCode, 0);
  const Outcome none = complained("explore gallery:ticket");
  EXPECT_EQ(none.exitCode, 2);
  EXPECT_EQ(none.output, "interleave: gallery:ticket is no program of the gallery; 'interleave gallery' lists them\n");
}

TEST(CliTest, AnAccountIsAProgramToo) {
  const Outcome lesson = printed("code '#v=1'");
  EXPECT_EQ(lesson.exitCode, 0);
  EXPECT_EQ(Json::parse(printed("code --json '#v=1'").output)["code"], lesson.output);
  for (const char* link :
       {"#v=1", "#lock=manual&fail=A", "#lock=timed&timeout=0", "#lock=shared&tx=a:0x2,b:5", "#lock=cas&overdraft=refuse"}) {
    const std::string quoted = std::string("'") + link + "'";
    const Json account = Json::parse(printed("explore --json " + quoted).output);
    const Json program = Json::parse(outcomeOf("code " + quoted + " | '" INTERLEAVE_COMMAND "' explore --json -", "2>&1").output);
    EXPECT_EQ(program["schedules"], account["schedules"]) << link;
    EXPECT_EQ(program["deadlocks"], account["deadlocks"]) << link;
    EXPECT_EQ(program["endings"].front()["example"], account["endings"].front()["example"]) << link;
  }
}

TEST(CliTest, LinksOfShortProgramsAreShort) {
  for (const auto& each : std::filesystem::directory_iterator(kPrograms)) {
    if (each.path().extension() != ".py" || each.path().filename() == "interleave.py") continue;
    EXPECT_LE(printed("link '" + each.path().string() + "'").output.size(), 900U) << each.path();
  }
}

TEST(CliTest, AProblemWithAProgramsLinkIsReported) {
  const Outcome some = complained("check '#code=KyjKzCvRMNTkAgA&workers=2'");
  EXPECT_EQ(some.exitCode, 2);
  EXPECT_EQ(some.output,
            "interleave: workers is given with code; allowed is delay, output, schedule, at, lesson, embed. It is ignored.\n");
  EXPECT_EQ(printed("explore '#code=KyjKzCvRMNTkAgA&workers=2'").output.find("values  schedules"), 0U);
  for (const char* command : {"run", "replay", "explore", "check", "link", "code"}) {
    const Outcome none = printed(std::string(command) + " '#code=KyjK&schedule=A'");
    EXPECT_EQ(none.exitCode, 2) << command;
    EXPECT_EQ(none.output, "") << command;
  }
}

TEST(CliTest, ARefusedProgramSaysWhere) {
  const std::string file = ::testing::TempDir() + "refused.py";
  const std::string source = "x = 1 / 2\r\ny = '\xC3\xA9' / 3\r\n";
  std::ofstream(file, std::ios::binary) << source;
  // The checker's words are its own.
  const lang::Faults faults = program::load(source).faults;
  ASSERT_EQ(faults.size(), 2U);
  const std::string fault = faults[0].what;
  const std::string text = file + ":1:7: " + fault + "\n    x = 1 / 2\n          ^\n" + file + ":2:9: " + fault +
                           "\n    y = '\xC3\xA9' / 3\n            ^\n";
  for (const char* command : {"check", "run", "replay", "explore"}) {
    EXPECT_EQ(complained(command + (" '" + file + "'")).output, text) << command;
    EXPECT_EQ(printed(command + (" '" + file + "'")).exitCode, 2) << command;
    EXPECT_EQ(printed(command + (" '" + file + "'")).output, "") << command;
    const Outcome json = printed(command + (" --json '" + file + "'"));
    EXPECT_EQ(json.exitCode, 2) << command;
    EXPECT_EQ(Json::parse(json.output)["faults"][1],
              Json({{"line", 2}, {"column", 9}, {"message", fault}, {"source", "y = '\xC3\xA9' / 3"}}));
  }
  // Its link shows the same, wherever it is opened.
  const Outcome link = printed("link '" + file + "'");
  EXPECT_EQ(link.exitCode, 2);
  EXPECT_EQ(complained("link '" + file + "'").output, text);
  EXPECT_EQ(complained("check '" + link.output.substr(0, link.output.size() - 1) + "'").output.find("link:1:7: " + fault), 0U);
  EXPECT_EQ(printed("check --json " + program("01-plus-equals")).output, "{\"faults\":[]}\n");
  std::remove(file.c_str());
}

// Whether it comes from a file, from standard input, or in a link.
TEST(CliTest, RefusesHostileProgramsAlike) {
  std::string nested;
  for (std::size_t i = 0; i < 10'000; ++i) nested += "if x:";
  const std::string digits(5'000, '9');
  std::string indented;
  for (std::size_t i = 0; i < 160; ++i) indented += std::string(i, ' ') + "if x:\n";
  const struct {
    std::string source, place, message;
  } cases[] = {
      {std::string(16'384, '('), "1:201", "more than 200 brackets are open: name a part of the expression in a line of its own"},
      {nested.substr(0, 16'380), "1:6", "`if` needs a line of its own, indented further than `if`"},
      {indented, "101:1", "more than 99 levels of indentation: put a part into a function"},
      {std::string("x = 1\ny = '\0'\n", 13), "2:6", "a NUL character, which no program can contain: remove it"},
      {"y = '\xED\xA0\x80'\n", "1:6", "the byte 0xED is not UTF-8: save the program as UTF-8"},
      {"y = '\\ud800'\n", "1:6",
       "a surrogate, which is half of a character, is not in the language: write \\U and the number of the whole"},
      {"x = 1\ry = = 2\r", "2:5", "`=` assigns and cannot stand here: write `==` to compare"},
      {"if 1:\n\tx = 1\n        y = 2\n", "3:1",
       "tabs and blanks are mixed in the indentation, so it is open how far it goes: indent with blanks alone"},
      {"x = " + digits + "\n", "1:5",
       "a whole number of more than 64 bits is not in the language: allowed is up to 9223372036854775807"},
  };
  const std::string file = ::testing::TempDir() + "hostile.py";
  for (const auto& each : cases) {
    std::ofstream(file, std::ios::binary) << each.source;
    const std::string link = encodeLink(ProgramSettings{each.source, false, true, {}});
    for (const auto& [source, name] :
         {std::pair("'" + file + "'", file), std::pair("- < '" + file + "'", std::string("standard input")),
          std::pair("'" + link + "'", std::string("link"))}) {
      const Outcome outcome = outcomeOf("check " + source, "2>&1");
      EXPECT_EQ(outcome.exitCode, 2) << name;
      const std::string expected = name + ":" + each.place + ": " + each.message + "\n";
      EXPECT_EQ(outcome.output.substr(0, expected.size()), expected) << each.source.substr(0, 40);
      EXPECT_LT(outcome.output.size(), 2'000U);
    }
  }
  std::remove(file.c_str());
}

TEST(CliTest, StandardInputIsAProgram) {
  const std::string file = ::testing::TempDir() + "input.py";
  std::ofstream(file) << "print(1)\n";
  EXPECT_EQ(outcomeOf("link - < '" + file + "'", "2>&1").output, "#v=1&code=KyjKzCvRMNTkAgA\n");
  std::ofstream(file) << "print(\n";
  EXPECT_EQ(outcomeOf("check - < '" + file + "'", "2>&1").output.find("standard input:"), 0U);
  std::ofstream(file) << std::string(20'000, '#');
  const std::string tooLong = " has 20,000 bytes, 3,616 too many: a program has at most 16,384\n";
  const Outcome outcome = outcomeOf("check - < '" + file + "'", "2>&1");
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_EQ(outcome.output, "interleave: standard input" + tooLong);
  EXPECT_EQ(complained("link '" + file + "'").output, "interleave: " + file + tooLong);
  std::remove(file.c_str());
}

TEST(CliTest, AFileThatCannotBeReadSaysWhy) {
  const struct {
    std::string file;
    const char* problem;
  } cases[] = {
      {"/nowhere/race.py", "No such file or directory"}, {"nowhere", "No such file or directory"}, {"/", "Is a directory"}};
  for (const auto& each : cases) {
    const Outcome outcome = complained("explore " + each.file);
    EXPECT_EQ(outcome.exitCode, 2) << each.file;
    EXPECT_EQ(outcome.output, "interleave: " + each.file + " cannot be read: " + each.problem + "\n");
  }
}

TEST(CliTest, SomeOptionsAreForAccountsOrProgramsAlone) {
  const Outcome output = complained("explore '' --output");
  EXPECT_EQ(output.exitCode, 2);
  EXPECT_EQ(output.output, "interleave: --output is possible with a program, and the link describes an account.\n");
  const Outcome firstBad = complained("explore '' --first-bad");
  EXPECT_EQ(firstBad.exitCode, 2);
  EXPECT_EQ(firstBad.output,
            "interleave: --first-bad is possible with a program, and the link describes an account: interleave code prints it "
            "as one.\n");
}

TEST(CliTest, ReplaysAnAccountInTheOrderOfItsSecondWord) {
  EXPECT_EQ(Json::parse(printed("replay '#delay=0' BBAA --json").output)["schedule"], "BBAA");
  const Outcome outcome = complained("replay '#delay=0' BBB");
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_EQ(outcome.output, "interleave: step 3 of the schedule is not possible\n");
}

// The longest line of a text, in characters.
std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) most = std::max(most, countCharacters(line).value_or(0));
  return most;
}

TEST(CliTest, ATerminalGetsAHundredColumns) {
  Walk walk;
  for (const char thread : std::string("ABCm")) {
    walk.schedule += thread;
    walk.steps.push_back({thread, 7, WalkedStep::Access::read, "total = total + compute(" + std::string(60, 'x') + ")"});
  }
  const std::string columns = stepsOf(walk, 100);
  EXPECT_LE(widest(columns), 100U) << columns;
  EXPECT_NE(columns.find("…  (read)"), std::string::npos) << columns;
  EXPECT_NE(columns.find("(long lines are cut; --json has them whole)\n"), std::string::npos);
  const std::string whole = stepsOf(walk, std::string::npos);
  EXPECT_EQ(whole.find("cut"), std::string::npos);
  EXPECT_NE(whole.find(walk.steps[3].source), std::string::npos);
  // So many threads have no column each.
  for (char thread = 'D'; thread <= 'Z'; ++thread) {
    walk.schedule += thread;
    walk.steps.push_back({thread, 8, WalkedStep::Access::none, "lock.acquire()"});
  }
  const std::string list = stepsOf(walk, 100);
  EXPECT_LE(widest(list), 100U) << list;
  EXPECT_NE(list.find("\n  27  Z  8  lock.acquire()\n"), std::string::npos) << list;

  ProgramExploration exploration;
  exploration.schedules = exploration.endings.emplace_back().schedules = "1";
  exploration.endings[0].ending.values = {{"word", "'" + std::string(200, 'y') + "'"}};
  exploration.endings[0].simplest = std::string(50, 'A');
  const ExplorationWords words{
      {"A (work) overwrites `word` with `word = " + std::string(50, 'x') + "` on line 8: B's update is lost."}, {}};
  const std::string table = textOf(exploration, words, false, 20, 100);
  EXPECT_NE(table.find("\n    A (work) overwrites `word` with "), std::string::npos) << table;
  EXPECT_NE(table.find("` on\n    line 8: B's update is lost.\n"), std::string::npos) << table;
  EXPECT_LE(widest(table.substr(0, table.find("\nschedules"))), 100U) << table;
  EXPECT_NE(table.find("(what is long is cut; --json has it whole)\n"), std::string::npos);
  EXPECT_NE(textOf(exploration, {}, false, 20, std::string::npos).find(std::string(200, 'y')), std::string::npos);
}

// ---- Arguments ----------------------------------------------------------------------------------

TEST(CliTest, BadArgumentsExplainThemselves) {
  const char* const noCommand = "the first word must be the command: run, replay, explore, check, link, code or gallery";
  const char* const ofExplore =
      "known are --json, --output, --bound-states, --bound-seconds, --all-endings, --classes, --first-bad, --ask, --at-end "
      "and --help";
  const char* const states = "allowed is a whole number from 1 to 1,000,000,000";
  const char* const seconds = "allowed is a number of seconds from 1 to 86,400";
  const struct {
    std::string arguments;
    std::string problem;
  } cases[] = {
      {"", noCommand},
      {"cursor ''", noCommand},
      {"'' run", noCommand},
      {"run", "SOURCE is missing; '' is the lesson"},
      {"run --json", "SOURCE is missing; '' is the lesson"},
      {"replay", "SOURCE is missing; '' is the lesson"},
      {"explore --all-endings", "SOURCE is missing; '' is the lesson"},
      {"run '' --fast", "--fast is an unknown option; known are --json, --output and --help"},
      {"run '' --all-endings", "--all-endings is an unknown option; known are --json, --output and --help"},
      {"replay --bound-states 5 ''", "--bound-states is an unknown option; known are --json, --output and --help"},
      {"explore '' --fast", std::string("--fast is an unknown option; ") + ofExplore},
      {"run a b", "b is one word too many; put the link in quotes"},
      {"replay a b c", "c is one word too many; put the link in quotes"},
      {"gallery race", "race is one word too many"},
      {"gallery --output", "--output is an unknown option; known are --json and --help"},
      {"check '' --output", "--output is an unknown option; known are --json and --help"},
      {"link '' --bound-states 5", "--bound-states is an unknown option; known are --json, --output and --help"},
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
      {"explore '' --ask", "--ask: its value is missing; allowed is an expression of Python, as x < 0"},
      {"explore '' --at-end", "--at-end is possible only with --ask"},
      {"explore '' --ask x --classes", "--classes is not possible with --ask"},
      {"explore '' --bound-seconds 1s", std::string("--bound-seconds: \"1s\" is not allowed; ") + seconds},
  };
  for (const auto& each : cases) {
    const Outcome outcome = complained(each.arguments);
    EXPECT_EQ(outcome.exitCode, 2) << each.arguments;
    EXPECT_EQ(outcome.output.find("interleave: " + each.problem + "\n\nUsage: interleave run SOURCE"), 0U)
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
    EXPECT_EQ(outcome.output.find("Usage: interleave run SOURCE"), 0U) << arguments;
  }
}

}  // namespace
}  // namespace interleave
