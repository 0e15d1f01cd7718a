#include "trace/explanation.h"
#include "ui/panels.h"

namespace interleave {
namespace {

std::string sentenceFor(const App& app) {
  const Runner& runner = app.runner();
  if (app.live() || (app.running() && app.result() == nullptr)) {
    if (runner.threadsUp() < app.settings().workers + 1) {
      return "Starting threads: " + std::to_string(runner.threadsUp()) + " of " + std::to_string(runner.threadsMade()) +
             " are there.";
    }
    return "Running...";
  }
  return app.result() != nullptr ? explain(*app.result()) : "Press Run.";
}

}  // namespace

void updateShown(Ui& ui) {
  const App& app = ui.app;
  Shown& shown = ui.state.shown;
  // While it runs, a looping program keeps the newest sentence: it would flicker otherwise.
  if (!app.looping() || app.result() == nullptr) shown.sentence = sentenceFor(app);
  if (shown.version == app.traceVersion() && shown.live == app.live()) return;
  shown.version = app.traceVersion();
  shown.live = app.live();
  const RunResult* result = app.result();
  const auto ending = app.live() || result == nullptr ? std::nullopt : result->ending();
  shown.console = consoleOf(app.shownTrace(), app.shownSettings(), ending);
  shown.standing = standingAfter(app.shownSettings(), app.shownTrace().events);
  if (app.looping() && result != nullptr) shown.sentence = explain(*result);
}

}  // namespace interleave
