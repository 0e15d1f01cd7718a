#include "trace/explanation.h"
#include "ui/panels.h"

namespace interleave {
namespace {

std::string startingThreads(const Runner& runner) {
  return "Starting threads: " + std::to_string(runner.threadsUp()) + " of " + std::to_string(runner.threadsMade()) +
         " are there.";
}

std::string sentenceFor(const App& app, const std::string& explained) {
  // A looping program keeps the newest sentence while it runs, which would flicker otherwise.
  const bool newest = app.result() != nullptr && (app.looping() || !app.live());
  if (newest) return explained;
  if (!app.running()) return "Press Run.";
  const Runner& runner = app.runner();
  return runner.phase() == Runner::Phase::starting ? startingThreads(runner) : "Running...";
}

}  // namespace

void updateShown(Ui& ui) {
  const App& app = ui.app;
  Shown& shown = ui.state.shown;
  if (shown.version != app.traceVersion() || shown.live != app.live()) {
    shown.version = app.traceVersion();
    shown.live = app.live();
    const RunResult* result = app.result();
    if (result != nullptr && !app.live()) shown.explained = explain(*result);
    const bool ended = result != nullptr && !app.live();
    shown.console = ended ? consoleOf(*result) : consoleOf(app.shownTrace(), app.shownSettings(), std::nullopt);
    shown.standing = standingAfter(app.shownSettings(), app.shownTrace().events);
  }
  shown.sentence = sentenceFor(app, shown.explained);
}

}  // namespace interleave
