// The native command: the page's programs on the machine's own threads. See usage() below.
//
// Exit codes: 0 done, 2 bad input. Problems with a link go to standard error.

#include <iostream>
#include <semaphore>
#include <span>
#include <string_view>

#include "link/link.h"
#include "run/runner.h"
#include "trace/explanation.h"

namespace interleave {
namespace {

constexpr int kDone = 0;
constexpr int kBadInput = 2;

constexpr std::string_view kUsage =
    "Usage: interleave run LINK [--json]\n"
    "\n"
    "Runs the program of a link on real threads and prints what it printed, its ending and what\n"
    "went wrong. LINK is a page's address or its hash, e.g. '#v=1&lock=scoped'; '' is the lesson.\n"
    "\n"
    "  --json   print the run's result as one line of JSON instead\n"
    "  --help   print this\n";

struct Arguments {
  std::string_view command;
  std::string_view link;
  bool json = false;
  bool help = false;
  std::string problem;
};

Arguments parse(std::span<char*> words) {
  Arguments arguments;
  int positional = 0;
  for (const std::string_view word : words) {
    if (word == "--json") {
      arguments.json = true;
    } else if (word == "--help" || word == "-h") {
      arguments.help = true;
    } else if (word.starts_with("--")) {
      arguments.problem = std::string(word) + " is an unknown option; known are --json and --help";
    } else if (positional == 0) {
      arguments.command = word;
      ++positional;
    } else if (positional == 1) {
      arguments.link = word;
      ++positional;
    } else {
      arguments.problem = std::string(word) + " is one word too many; put the link in quotes";
    }
  }
  if (arguments.problem.empty() && !arguments.help) {
    if (arguments.command != "run") arguments.problem = "the first word must be the command: run";
    else if (positional < 2) arguments.problem = "LINK is missing; '' is the lesson";
  }
  return arguments;
}

std::shared_ptr<const Report> runToEnd(const Settings& settings) {
  std::binary_semaphore finished{0};
  Runner* news = nullptr;
  Runner runner([&] {
    if (news->phase() == Runner::Phase::finished) finished.release();
  });
  news = &runner;
  if (!runner.start(settings)) {
    std::cerr << "interleave: a thread cannot be made: " << runner.warm(settings.workers) << '\n';
    return nullptr;
  }
  finished.acquire();
  return runner.take();
}

void print(const Report& result) {
  const Console& console = result.console;
  for (const std::string& line : console.lines) std::cout << line << '\n';
  if (console.omitted > 0) std::cout << "(" << formatCount(console.omitted, "line") << " not listed)\n";
  std::cout << "\n" << result.sentence << '\n';
  std::cout << "ending " << (result.ending() ? formatMoney(*result.ending()) : std::string("none")) << ", expected "
            << (result.expected ? formatMoney(*result.expected) : std::string("none")) << ": "
            << verdictName(verdictOf(result)) << '\n';
  if (result.trace.dropped > 0) {
    std::cout << formatCount(result.trace.events.size(), "event") << " recorded, "
              << formatMoney(static_cast<Money>(result.trace.dropped)) << " more did not fit\n";
  }
}

int run(const Arguments& arguments) {
  const DecodedLink decoded = decodeLink(arguments.link);
  for (const LinkProblem& problem : decoded.problems) std::cerr << "interleave: " << problem.message() << '\n';
  const auto result = runToEnd(decoded.settings);
  if (!result) return kBadInput;
  if (arguments.json) {
    std::cout << result->json << '\n';
  } else {
    print(*result);
  }
  return decoded.problems.empty() ? kDone : kBadInput;
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  using namespace interleave;
  const Arguments arguments = parse({argv + 1, argv + argc});
  if (!arguments.problem.empty()) {
    std::cerr << "interleave: " << arguments.problem << "\n\n" << kUsage;
    return kBadInput;
  }
  if (arguments.help) {
    std::cout << kUsage;
    return kDone;
  }
  return run(arguments);
}
