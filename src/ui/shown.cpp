#include <set>

#include "text/format.h"
#include "ui/panels.h"
#include "ui/timeline.h"

namespace interleave {
namespace {

std::string startingThreads(const Runner& runner) {
  return "Starting threads: " + std::to_string(runner.threadsUp()) + " of " + std::to_string(runner.threadsMade()) +
         " are there.";
}

std::string sentenceFor(const App& app) {
  if (app.display().showsReport()) return app.display().report()->sentence;
  if (app.display().runsAnother()) return "The run that is going on is of the program that was set before.";
  if (!app.runs().running())
    return app.document().settings().view.schedule.empty() ? "Press Run." : "Press Run, or show the schedule.";
  const Runner& runner = app.runs().runner();
  if (runner.phase() != Runner::Phase::running) return startingThreads(runner);
  return app.display().live() ? "Running..." : "Running: " + formatCount(runner.eventsSoFar(), "event") + " so far...";
}

constexpr std::size_t kFewBalances = 8;
constexpr std::size_t kFewEvents = 10'000;

std::vector<Money> balancesOf(const Display& display) {
  const EventList& events = display.trace().events;
  if (events.size() > kFewEvents) return {};
  std::set<Money> all{display.settings().program.start};
  if (const auto expected = expectedLine(display.settings().program)) all.insert(*expected);
  for (const Event& event : events) {
    if (writesBalance(event.kind)) all.insert(event.value);
    if (all.size() > kFewBalances) return {};
  }
  return {all.begin(), all.end()};
}

}  // namespace

void updateShown(Ui& ui) {
  const App& app = ui.app;
  Shown& shown = ui.state.shown;
  shown.sentence = sentenceFor(app);
  if (shown.version == app.display().version() && shown.live == app.display().live() &&
      shown.cursor == app.display().cursorVersion())
    return;
  shown.version = app.display().version();
  shown.live = app.display().live();
  shown.cursor = app.display().cursorVersion();
  shown.states = app.display().states();
  shown.balances = balancesOf(app.display());
  if (!shown.live) ui.state.consoleSelection = {};
  const LiveTrace* live = app.display().liveTrace();
  const Report* result = app.display().report();
  shown.console = live != nullptr     ? live->console()
                  : result != nullptr ? result->console
                                      : consoleBefore(app.display().settings().program);
}

}  // namespace interleave
