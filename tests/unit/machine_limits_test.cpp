// The native command where the machine is short of something: threads, memory, or room to write.

#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "support.h"

namespace interleave {
namespace {

struct Outcome {
  bool exited = false;  // else a signal ended it
  int exitCode = -1;
  std::string errors;
};

// `before` is what the shell does first, such as to set a limit.
Outcome outcomeOf(const std::string& before, const std::string& arguments) {
  Outcome outcome;
  const std::string command = "( " + before + "exec '" INTERLEAVE_COMMAND "' " + arguments + " ) 2>&1 >/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "cannot run " << command;
    return outcome;
  }
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) outcome.errors.append(buffer.data(), got);
  const int status = pclose(pipe);
  // A shell tells the signal that has ended its command by an exit code above 128.
  outcome.exited = WIFEXITED(status) && WEXITSTATUS(status) < 128;
  outcome.exitCode = outcome.exited ? WEXITSTATUS(status) : -1;
  return outcome;
}

std::string memory(int megabytes) { return "ulimit -v " + std::to_string(megabytes * 1'000) + "; "; }

// The least memory in which the program itself can be loaded, in MB.
int leastMemory() {
  int megabytes = 1;
  while (outcomeOf(memory(megabytes), "--help").exitCode != 0 && megabytes < 1'000) ++megabytes;
  return megabytes;
}

// In the memory that is given it comes to its end, perhaps with less, or says that there is too little.
void expectEndsWell(int megabytes, const std::string& arguments) {
  const Outcome outcome = outcomeOf(memory(megabytes), arguments);
  const std::string what = std::to_string(megabytes) + " MB: " + arguments + ": " + outcome.errors;
  EXPECT_TRUE(outcome.exited) << what;
  if (outcome.exitCode == 0 || outcome.exitCode == 3) return;
  EXPECT_EQ(outcome.exitCode, 1) << what;
  EXPECT_TRUE(outcome.errors.starts_with("interleave: ")) << what;
}

TEST(MachineLimitsTest, WithLittleMemoryNothingAborts) {
  const int least = leastMemory();
  const std::string many = "'#v=1&delay=0&workers=3&tx=a:1x300000,b:1x300000,c:1x300000' --json";
  for (const int more : {0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256}) {
    expectEndsWell(least + more, "run " + many);
    expectEndsWell(least + more,
                   "explore '#v=1&workers=16&overdraft=refuse&tx=a:1x9,b:-2x9,c:3x9,d:-4x9,e:5x9' --json --bound-seconds 1");
    expectEndsWell(least + more, "replay '#v=1&schedule=ABAB' --json");
  }
}

TEST(MachineLimitsTest, WithoutAThreadItSaysSo) {
  // What a user has running counts; root has no such limit, and so becomes a user who has nothing running.
  const bool root = geteuid() == 0;
  if (root && access("/usr/bin/setpriv", X_OK) != 0) GTEST_SKIP() << "there is no setpriv";
  const auto alone = [root](const std::string& arguments) {
    const std::string limited = "ulimit -u 1; exec '" INTERLEAVE_COMMAND "' " + arguments;
    return root ? outcomeOf("exec setpriv --reuid=65534 --clear-groups bash -c \"" + limited + "\"; ", "")
                : outcomeOf("ulimit -u 1; ", arguments);
  };
  // As where the checkout is in a folder of root's own.
  if (alone("--help").exitCode != 0) GTEST_SKIP() << "that user cannot run the command here";
  for (const char* command : {"run", "replay"}) {
    const Outcome outcome = alone(std::string(command) + " '#v=1&delay=0&schedule=ABAB'");
    EXPECT_EQ(outcome.exitCode, 1) << outcome.errors;
    EXPECT_TRUE(outcome.errors.starts_with("interleave: a thread cannot be made: ")) << outcome.errors;
  }
  const Outcome explored = alone("explore '#v=1' --json");
  EXPECT_EQ(explored.exitCode, 0) << explored.errors;
  EXPECT_EQ(explored.errors, "");
}

TEST(MachineLimitsTest, OutputThatCannotBeWrittenIsSaid) {
  for (const std::string arguments :
       {"explore '#v=1' --json", "run '#v=1&delay=0' --json", "replay '#v=1&schedule=AB'", "--help"}) {
    const Outcome full = outcomeOf("", arguments + " >/dev/full");
    EXPECT_EQ(full.exitCode, 1) << arguments;
    EXPECT_EQ(full.errors, "interleave: the output could not be written: No space left on device\n") << arguments;
    const Outcome closed = outcomeOf("", arguments + " >&-");
    EXPECT_EQ(closed.exitCode, 1) << arguments;
    EXPECT_EQ(closed.errors, "interleave: the output could not be written: Bad file descriptor\n") << arguments;
  }
}

}  // namespace
}  // namespace interleave
