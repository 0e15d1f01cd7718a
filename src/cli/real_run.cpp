#include "cli/real_run.h"

#include <iostream>
#include <new>
#include <semaphore>

#include "run/runner.h"
#include "text/directions.h"
#include "text/format.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

void printText(const Report& result) {
  const Console& console = result.console;
  for (const std::string& line : console.lines) std::cout << withDirectionsMarked(line) << '\n';
  if (console.omitted > 0) std::cout << "(" << formatCount(console.omitted, "line") << " not listed)\n";
  std::cout << "\n" << withDirectionsMarked(result.sentence) << '\n';
  std::cout << "ending " << (result.run.ending() ? formatNumber(*result.run.ending()) : std::string("none")) << ", expected "
            << (result.run.expected ? formatNumber(*result.run.expected) : std::string("none")) << ": "
            << verdictName(result.verdict) << '\n';
  if (result.run.trace.dropped > 0) {
    std::cout << formatCount(result.run.trace.events.size(), "event") << " recorded, " << formatNumber(result.run.trace.dropped)
              << " more did not fit\n";
  }
}

}  // namespace

std::shared_ptr<const Report> runToEnd(const RunSettings& settings, std::optional<std::string_view> schedule) {
  std::binary_semaphore finished{0};
  Runner* news = nullptr;
  Runner runner([&] {
    if (news->phase() == Runner::Phase::finished) finished.release();
  });
  news = &runner;
  const bool begun = schedule ? runner.startForced(settings, *schedule) : runner.start(settings);
  if (!begun) {
    std::cerr << "interleave: a thread cannot be made: " << runner.warm(settings.program.workers) << '\n';
    return nullptr;
  }
  finished.acquire();
  auto report = runner.take();
  if (!report) throw std::bad_alloc();
  return report;
}

void print(const Report& result, bool json) {
  if (json) {
    std::cout << toJson(result) << '\n';
  } else {
    printText(result);
  }
}

}  // namespace interleave
