#include "explore/schedule_cursor.h"

#include <algorithm>
#include <random>
#include <utility>

#include "text/format.h"

namespace interleave {
namespace {

// Moves a replay to the end of `schedule`, from its present place if that is a prefix.
void bring(Replay& replay, const AccountProgram& program, std::string_view schedule) {
  if (!schedule.starts_with(replay.schedule())) replay = Replay(program);
  for (const char letter : schedule.substr(replay.schedule().size())) replay.step(taskOf(letter));
}

}  // namespace

ScheduleCursor::ScheduleCursor(Settings settings)
    : program_(std::move(settings.program)),
      edits_(limits::kMaxUndo, std::move(settings.view.schedule)),
      here_(program_),
      whole_(program_) {
  edits_.seek(std::min(settings.view.at.value_or(schedule().size()), schedule().size()));
  edited(true);
}

std::string ScheduleCursor::whyNot(std::size_t task) const {
  const Program& program = here_.program();
  if (task >= program.tasks().size()) return "is no task of the program";
  if (program.tasks()[task].ended) return "has ended";
  if (!program.inFlight(task)) return "waits for a free worker";
  if (!program.canStep(task)) {
    const std::size_t owner = program.waitsFor(task);
    return std::string("waits for the lock, ") + (program.tasks()[owner].ended ? "never released by " : "held by ") +
           taskLetter(owner);
  }
  if (at() < limits::kMaxScheduleSteps) return {};
  return "would be step " + formatNumber(limits::kMaxScheduleSteps + 1) + ": a schedule has at most " +
         formatNumber(limits::kMaxScheduleSteps);
}

bool ScheduleCursor::step(std::size_t task) { return canStep(task) && edited(edits_.step(taskLetter(task))); }

bool ScheduleCursor::random(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Program program = here_.program();
  std::string letters;
  std::vector<std::size_t> possible;
  while (at() + letters.size() < limits::kMaxScheduleSteps) {
    possible.clear();
    for (std::size_t task = 0; task < program.tasks().size(); ++task) {
      if (program.canStep(task)) possible.push_back(task);
    }
    if (possible.empty()) break;
    // Standard distributions differ between standard libraries, so none is used.
    const std::size_t task = possible[static_cast<std::size_t>(random() % possible.size())];
    program.step(task);
    letters += taskLetter(task);
  }
  return edited(edits_.append(std::move(letters)));
}

bool ScheduleCursor::follow(std::string_view schedule, std::size_t at) {
  const bool possible = schedule.size() <= limits::kMaxScheduleSteps && at <= schedule.size() &&
                        possiblePrefix(program_, schedule) == schedule.size();
  return possible && edited(edits_.follow(schedule, at));
}

bool ScheduleCursor::seek(std::size_t step) { return edited(edits_.seek(step)); }

std::optional<std::size_t> ScheduleCursor::nextLoss() const {
  const auto& losses = whole_.losses();
  const auto next = std::ranges::upper_bound(losses, at());
  return next == losses.end() ? std::nullopt : std::optional(*next);
}

bool ScheduleCursor::toNextLoss() {
  const auto next = nextLoss();
  return next && seek(*next);
}

bool ScheduleCursor::undo() { return edited(edits_.undo()); }
bool ScheduleCursor::redo() { return edited(edits_.redo()); }

bool ScheduleCursor::edited(bool didSomething) {
  if (!didSomething) return false;
  bring(whole_, program_, schedule());
  bring(here_, program_, std::string_view(schedule()).substr(0, at()));
  return true;
}

}  // namespace interleave
