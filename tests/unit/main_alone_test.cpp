// Programs of which main alone does all, beside CPython: the same is printed, and the same exception ends them, at the same line.
#include <string>
#include <vector>

#include "program/load.h"
#include "program/machine.h"
#include "python.h"
#include "support.h"

namespace interleave::test {
namespace {

using program::Machine;

struct Tally {
  std::size_t agree = 0;
  std::vector<std::string> refused;  // the checker's messages
};

std::string errorOf(const Machine& machine) {
  const auto errors = machine.errors();
  return errors.empty() ? "" : errors[0].type + " at line " + std::to_string(errors[0].line) + ": " + errors[0].message;
}

std::string errorOf(const Json& error) {
  if (error.is_null()) return "";
  return error["type"].get<std::string>() + " at line " + std::to_string(error["line"].get<int>()) + ": " +
         error["message"].get<std::string>();
}

// With the numbers of its lines, for a failure.
std::string numbered(const std::string& source) {
  std::string all;
  int line = 0;
  for (std::size_t from = 0; from < source.size();) {
    const std::size_t to = std::min(source.find('\n', from), source.size());
    all += std::to_string(++line) + "\t" + source.substr(from, to - from) + "\n";
    from = to + 1;
  }
  return all;
}

// The first that can take a step takes it, main last.
bool stepOfFirst(Machine& machine) {
  for (std::size_t i = 1; i <= machine.agents(); ++i) {
    const auto agent = static_cast<program::AgentId>(i % machine.agents());
    if (!machine.canStep(agent)) continue;
    machine.step(agent);
    return true;
  }
  return false;
}

void compare(const Json& one, Tally& tally) {
  const auto source = one["source"].get<std::string>();
  const auto printed = one["printed"].get<std::string>();
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) {
    tally.refused.push_back(lang::messageOf(loaded.faults.front(), source));
    return;
  }
  // Main waits for what it starts at once: there is one schedule.
  Machine machine(loaded.program, true);
  while (stepOfFirst(machine)) continue;
  if (!machine.stopped().empty()) {
    EXPECT_TRUE(printed.starts_with(machine.printed())) << one["name"] << "\n"
                                                        << numbered(source) << machine.stopped() << "\nprinted:\n"
                                                        << machine.printed() << "\nCPython:\n"
                                                        << printed;
    return;
  }
  EXPECT_EQ(machine.printed(), printed) << one["name"] << "\n" << numbered(source) << errorOf(machine);
  // A set in a message is shown in order here.
  if (errorOf(machine).find('{') == std::string::npos)
    EXPECT_EQ(errorOf(machine), errorOf(one["error"])) << one["name"] << "\n" << numbered(source);
  EXPECT_TRUE(machine.finished()) << one["name"] << "\n" << source;
  ++tally.agree;
}

TEST(MainAlone, PrintsWhatCPythonPrints) {
  Tally tally;
  for (const Json& one : python("alone.py '" INTERLEAVE_TESTS "/python/alone.txt'")) compare(one, tally);
  EXPECT_GT(tally.agree, 60U);
  EXPECT_EQ(tally.refused, std::vector<std::string>());
}

// The checker does not see what is called in them.
TEST(MainAlone, SaysWhatCPythonSaysOfArgumentsThatDoNotFit) {
  Tally tally;
  for (const Json& one : python("alone.py '" INTERLEAVE_TESTS "/python/calls.txt'")) compare(one, tally);
  EXPECT_EQ(tally.agree, 11U);
  EXPECT_EQ(tally.refused, std::vector<std::string>());
}

TEST(MainAlone, PrintsWhatCPythonPrintsOfRandomPrograms) {
  const std::size_t count = rounds(isNightly() ? std::size_t{20'000} : std::size_t{1'500});
  Tally tally;
  for (const Json& one : python("alone.py --random 1 " + std::to_string(count))) compare(one, tally);
  EXPECT_GT(tally.agree, count / 2);
}

}  // namespace
}  // namespace interleave::test
