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
    : program_(std::move(settings.program)), schedule_(std::move(settings.view.schedule)), here_(program_), whole_(program_) {
  bring(whole_, program_, schedule_);
  moveTo(settings.view.at.value_or(schedule_.size()));
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
  const std::string letter = letterText(task);
  const bool onTheWay = schedule_.substr(at(), 1) == letter;
  act(onTheWay ? Edit{at(), {}, {}, at(), at() + 1} : Edit{at(), schedule_.substr(at()), letter, at(), at() + 1});
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
  act({at(), schedule_.substr(at()), std::move(letters), at(), end});
  return true;
}

bool ScheduleCursor::follow(std::string_view schedule, std::size_t at) {
  const bool possible = schedule.size() <= limits::kMaxScheduleSteps && at <= schedule.size() &&
                        possiblePrefix(program_, schedule) == schedule.size();
  if (!possible) return false;
  if (schedule == schedule_) return seek(at);
  const auto split = std::ranges::mismatch(schedule_, schedule);
  const auto same = static_cast<std::size_t>(split.in1 - schedule_.begin());
  act({same, schedule_.substr(same), std::string(schedule.substr(same)), this->at(), at});
  return true;
}

bool ScheduleCursor::seek(std::size_t step) {
  if (step > schedule_.size() || step == at()) return false;
  moveTo(step);
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
  if (undo_.empty()) return false;
  Edit edit = std::move(undo_.back());
  undo_.pop_back();
  if (edit.added != edit.removed) replace(edit.from, edit.removed);
  moveTo(edit.before);
  redo_.push_back(std::move(edit));
  return true;
}

bool ScheduleCursor::redo() {
  if (redo_.empty()) return false;
  Edit edit = std::move(redo_.back());
  redo_.pop_back();
  if (edit.added != edit.removed) replace(edit.from, edit.added);
  moveTo(edit.after);
  undo_.push_back(std::move(edit));
  return true;
}

// A step along the schedule changes nothing that redo() relies on.
void ScheduleCursor::act(Edit edit) {
  if (edit.added != edit.removed) {
    redo_.clear();
    replace(edit.from, edit.added);
  }
  moveTo(edit.after);
  if (undo_.size() == limits::kMaxUndo) undo_.erase(undo_.begin());
  undo_.push_back(std::move(edit));
}

void ScheduleCursor::replace(std::size_t from, const std::string& letters) {
  schedule_.replace(from, std::string::npos, letters);
  bring(whole_, program_, schedule_);
}

void ScheduleCursor::moveTo(std::size_t step) { bring(here_, program_, std::string_view(schedule_).substr(0, step)); }

}  // namespace interleave
