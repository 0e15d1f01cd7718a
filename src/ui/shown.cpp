#include "text/format.h"
#include "ui/panels.h"

namespace interleave {
namespace {

std::string startingThreads(const Runner& runner) {
  return "Starting threads: " + std::to_string(runner.threadsUp()) + " of " + std::to_string(runner.threadsMade()) +
         " are there.";
}

std::string sentenceFor(const App& app) {
  if (app.showsResult()) return app.shownReport()->sentence;
  if (!app.running()) return "Press Run.";
  const Runner& runner = app.runner();
  if (runner.phase() != Runner::Phase::running) return startingThreads(runner);
  return app.live() ? "Running..." : "Running: " + formatCount(runner.eventsSoFar(), "event") + " so far...";
}

}  // namespace

void updateShown(Ui& ui) {
  const App& app = ui.app;
  Shown& shown = ui.state.shown;
  shown.sentence = sentenceFor(app);
  if (shown.version == app.traceVersion() && shown.live == app.live() && shown.cursor == app.cursorVersion()) return;
  shown.version = app.traceVersion();
  shown.live = app.live();
  shown.cursor = app.cursorVersion();
  shown.standing = app.shownStanding();
  const LiveTrace* live = app.liveTrace();
  const Report* result = app.shownReport();
  shown.console = live != nullptr     ? live->console()
                  : result != nullptr ? result->console
                                      : consoleBefore(app.shownSettings().program);
}

}  // namespace interleave
