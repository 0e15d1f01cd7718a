// The native command, as a user or a script runs it.

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

struct Outcome {
  int exitCode = -1;
  std::string output;
};

// `arguments` as a shell reads them; `redirect` says what becomes of standard error.
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
  EXPECT_EQ(possiblePrefix(Settings{}, json["schedule"].get<std::string>()), 4U);
}

TEST(CliTest, ADeadlockIsAResultAndNoError) {
  const Outcome outcome = printed("run '#delay=0&lock=manual&fail=A&workers=1'");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(outcome.output,
            "starting with balance of 100\n"
            "deposit thread updating...\n"
            "withdrawal thread updating...\n"
            "\n"
            "Deadlock: the deposit threw an exception while it held the lock and never released it. The withdrawal waits for "
            "ever.\n"
            "ending none, expected none: deadlock\n");
  EXPECT_EQ(Json::parse(printed("run '#delay=0&lock=manual&fail=A&workers=1' --json").output)["ending"], nullptr);
}

TEST(CliTest, SaysWhatWasCut) {
  const Outcome outcome = printed("run '#delay=0&workers=1&tx=a:1x65537'");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_NE(outcome.output.find("262,144 events recorded, 4 more did not fit\n"), std::string::npos);
  EXPECT_NE(outcome.output.find("(129,076 lines not listed)\n"), std::string::npos);
  EXPECT_NE(outcome.output.find("ending balance of 65637\n"), std::string::npos);
}

TEST(CliTest, AProblemWithTheLinkIsReportedAndTheRestIsRun) {
  const std::string arguments = "run '#delay=0&lock=scoped&workers=99&speed=1'";
  const Outcome outcome = printed(arguments);
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_NE(outcome.output.find("ending balance of 0\n"), std::string::npos);
  EXPECT_EQ(complained(arguments).output,
            "interleave: speed is an unknown key and is ignored; known are v, start, tx, workers, delay, lock, overdraft, "
            "fail, schedule, at.\n"
            "interleave: workers: \"99\" is not allowed; allowed is a whole number from 1 to 16. The default is used.\n");
}

TEST(CliTest, BadArgumentsExplainThemselves) {
  const struct {
    const char* arguments;
    const char* problem;
  } cases[] = {
      {"", "the first word must be the command: run"},
      {"walk ''", "the first word must be the command: run"},
      {"run", "LINK is missing; '' is the lesson"},
      {"run --json", "LINK is missing; '' is the lesson"},
      {"run '' --fast", "--fast is an unknown option; known are --json and --help"},
      {"run a b", "b is one word too many; put the link in quotes"},
  };
  for (const auto& each : cases) {
    const Outcome outcome = complained(each.arguments);
    EXPECT_EQ(outcome.exitCode, 2) << each.arguments;
    EXPECT_EQ(outcome.output.find("interleave: " + std::string(each.problem) + "\n\nUsage: interleave run LINK"), 0U)
        << each.arguments << ": " << outcome.output;
    EXPECT_EQ(printed(each.arguments).output, "") << each.arguments;
  }
}

TEST(CliTest, HelpIsPrintedWhereItWasAskedFor) {
  for (const char* arguments : {"--help", "-h", "run --help"}) {
    const Outcome outcome = printed(arguments);
    EXPECT_EQ(outcome.exitCode, 0) << arguments;
    EXPECT_EQ(outcome.output.find("Usage: interleave run LINK"), 0U) << arguments;
  }
}

}  // namespace
}  // namespace interleave
