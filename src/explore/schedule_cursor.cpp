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
  edited();
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

bool ScheduleCursor::step(std::size_t task) {
  if (!canStep(task)) return false;
  std::string letter = letterText(task);
  if (schedule().substr(at(), 1) == letter) replace(schedule().size(), {}, at() + 1);
  else replace(at(), std::move(letter), at() + 1);
  return true;
}

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
  if (letters.empty()) return false;
  const std::size_t end = at() + letters.size();
  replace(at(), std::move(letters), end);
  return true;
}

bool ScheduleCursor::follow(std::string_view schedule, std::size_t at) {
  const bool possible = schedule.size() <= limits::kMaxScheduleSteps && at <= schedule.size() &&
                        possiblePrefix(program_, schedule) == schedule.size();
  if (!possible) return false;
  if (schedule == this->schedule()) return seek(at);
  const auto split = std::ranges::mismatch(this->schedule(), schedule);
  const auto same = static_cast<std::size_t>(split.in1 - this->schedule().begin());
  replace(same, std::string(schedule.substr(same)), at);
  return true;
}

bool ScheduleCursor::seek(std::size_t step) {
  if (step > schedule().size() || step == at()) return false;
  edits_.seek(step);
  moved();
  return true;
}

std::optional<std::size_t> ScheduleCursor::nextLoss() const {
  const auto& losses = whole_.losses();
  const auto next = std::ranges::upper_bound(losses, at());
  return next == losses.end() ? std::nullopt : std::optional(*next);
}

bool ScheduleCursor::toNextLoss() {
  const auto next = nextLoss();
  return next && seek(*next);
}

bool ScheduleCursor::undo() {
  if (!canUndo()) return false;
  edits_.undo();
  edited();
  return true;
}

bool ScheduleCursor::redo() {
  if (!canRedo()) return false;
  edits_.redo();
  edited();
  return true;
}

void ScheduleCursor::replace(std::size_t from, std::string letters, std::size_t at) {
  edits_.replace(from, std::move(letters), at);
  edited();
}

void ScheduleCursor::edited() {
  bring(whole_, program_, schedule());
  moved();
}

void ScheduleCursor::moved() { bring(here_, program_, std::string_view(schedule()).substr(0, at())); }

}  // namespace interleave
