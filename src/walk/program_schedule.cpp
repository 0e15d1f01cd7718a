#include "walk/program_schedule.h"

#include <algorithm>
#include <random>

#include "explore/schedule_edits.h"
#include "program/names.h"
#include "text/format.h"
#include "walk/chronicle.h"
#include "walk/ending_words.h"
#include "walk/kept_states.h"
#include "walk/step_words.h"
#include "walk/thread_state.h"

namespace interleave::walk {

using program::AgentId;
using program::Machine;

namespace {

// Edits that can be undone.
constexpr std::size_t kMostEdits = 1'000;

bool isLetter(char letter) { return letter == 'm' || (letter >= 'A' && letter <= 'Z'); }

}  // namespace

struct ProgramSchedule::Data {
  Data(std::shared_ptr<const program::Program> program, std::string text, bool printing)
      : source(std::move(text)),
        output(printing),
        stepping(Machine(std::move(program), printing, true)),
        kept(stepping.start()),
        here(stepping.start()),
        able(stepping.able(here)),
        chronicle(stepping) {}

  // Brings all to where the edits are, if they did something; returns whether.
  bool edited(bool didSomething);
  // The same after an edit other than follow().
  bool acted(bool didSomething);
  // Of the schedule only the first letters are still the same.
  void cut(std::size_t same);
  // As much of a schedule as is possible, and in `refused` why not all of it is.
  std::string possible(std::string_view schedule);
  // At random from here on, until nothing can step.
  std::string drawn(std::uint64_t seed);

  // ---- What is told, once it is asked for
  struct Whole {
    std::vector<Step> steps;
    std::vector<Track> tracks;
    std::vector<Lock> locks;
    std::vector<History> histories;
  };
  const Whole& told();
  const Chronicle& upToDate();
  State stateHere();
  std::optional<program::Ending> endingThere();

  std::string source;
  bool output;
  ScheduleEdits edits{kMostEdits};
  Stepping stepping;
  KeptStates kept;
  Machine here;  // at the cursor
  std::string able;
  std::string refused;
  Chronicle chronicle;  // of the first steps of the schedule
  std::optional<Whole> whole;
  // Of the schedule, once it is known whether there is any.
  struct End {
    std::optional<program::Ending> ending;
  };
  std::optional<End> end;
  std::optional<State> state;
};

// ---- Actions

void ProgramSchedule::Data::cut(std::size_t same) {
  kept.cut(same);
  chronicle.cut(std::min(same, chronicle.size()));
  whole.reset();
  end.reset();
}

bool ProgramSchedule::Data::edited(bool didSomething) {
  if (!didSomething) return false;
  if (edits.changed()) cut(*edits.changed());
  here = kept.after(edits.letters(), edits.at());
  able = stepping.able(here);
  state.reset();
  return true;
}

bool ProgramSchedule::Data::acted(bool didSomething) {
  if (didSomething) refused.clear();
  return edited(didSomething);
}

std::string ProgramSchedule::Data::possible(std::string_view schedule) {
  const auto split = std::ranges::mismatch(edits.letters(), schedule);
  std::string letters(schedule.substr(0, static_cast<std::size_t>(split.in2 - schedule.begin())));
  Machine machine = kept.after(letters, letters.size());
  for (const char letter : schedule.substr(letters.size())) {
    if (letters.size() == kMostSteps) {
      refused = "a schedule has at most " + formatNumber(kMostSteps) + " steps here";
      break;
    }
    auto next = isLetter(letter) ? stepping.after(machine, program::agentOf(letter)) : std::nullopt;
    if (!next) {
      refused = impossibleStep(letters.size(), letter, stepping.able(machine), machine.stopped());
      break;
    }
    machine = std::move(*next);
    letters += letter;
  }
  return letters;
}

std::string ProgramSchedule::Data::drawn(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string letters;
  Machine machine = here;
  while (edits.at() + letters.size() < kMostSteps) {
    std::vector<AgentId> open;
    for (std::size_t agent = 0; agent < machine.agents(); ++agent) open.push_back(static_cast<AgentId>(agent));
    std::optional<Machine> next;
    // Standard distributions differ between standard libraries, so none is used. One that has no step is drawn no more.
    while (!next && !open.empty()) {
      const auto choice = open.begin() + static_cast<std::ptrdiff_t>(random() % open.size());
      next = stepping.after(machine, *choice);
      if (next) letters += program::letterOf(*choice);
      else open.erase(choice);
    }
    if (!next) break;
    machine = std::move(*next);
  }
  return letters;
}

// ---- What is told

const Chronicle& ProgramSchedule::Data::upToDate() {
  if (chronicle.size() < edits.letters().size()) {
    Machine machine = kept.after(edits.letters(), chronicle.size());
    while (chronicle.size() < edits.letters().size())
      chronicle.take(machine, program::agentOf(edits.letters()[chronicle.size()]));
  }
  return chronicle;
}

const ProgramSchedule::Data::Whole& ProgramSchedule::Data::told() {
  if (!whole) {
    upToDate();
    const Machine last = kept.after(edits.letters(), edits.letters().size());
    whole = Whole{chronicle.steps(last, source), chronicle.tracks(), chronicle.locks(last), chronicle.histories()};
  }
  return *whole;
}

State ProgramSchedule::Data::stateHere() {
  upToDate();
  State told;
  const program::Names names(here);
  for (std::size_t each = 0; each < here.agents(); ++each) {
    const auto agent = static_cast<AgentId>(each);
    const bool can = able.find(program::letterOf(agent)) != std::string::npos;
    ThreadState& thread = told.threads.emplace_back(threadStateOf(here, agent, can, names, source));
    thread.title = chronicle.titleOf(agent);
    thread.holds = chronicle.heldBy(agent, edits.at(), names);
    for (std::size_t step = edits.at(); step-- > 0 && thread.done == 0;) {
      if (chronicle.events()[step].agent == agent) thread.done = chronicle.events()[step].line;
    }
  }
  program::Ending ending = program::endingOf(here);
  for (auto& [name, value] : ending.values) told.values.push_back({std::move(name), std::move(value)});
  for (const program::EndingError& error : ending.errors) told.errors.push_back(errorWords(error));
  told.printed = here.printed();
  told.stopped = here.stopped();
  told.atEnd = able.empty();
  told.deadlocked = told.atEnd && told.stopped.empty() && !here.finished();
  return told;
}

std::optional<program::Ending> ProgramSchedule::Data::endingThere() {
  Machine there = kept.after(edits.letters(), edits.letters().size());
  if (!there.stopped().empty() || !stepping.able(there).empty()) return std::nullopt;
  program::Ending ending = program::endingOf(there);
  if (!output) ending.printed.clear();
  return ending;
}

// ---- The schedule

ProgramSchedule::ProgramSchedule(std::shared_ptr<const program::Program> program, std::string source, bool output)
    : data_(std::make_unique<Data>(std::move(program), std::move(source), output)) {}
ProgramSchedule::~ProgramSchedule() = default;
ProgramSchedule::ProgramSchedule(ProgramSchedule&&) noexcept = default;
ProgramSchedule& ProgramSchedule::operator=(ProgramSchedule&&) noexcept = default;

const std::string& ProgramSchedule::source() const { return data_->source; }
const std::string& ProgramSchedule::schedule() const { return data_->edits.letters(); }
std::size_t ProgramSchedule::at() const { return data_->edits.at(); }
const std::string& ProgramSchedule::able() const { return data_->able; }
const std::string& ProgramSchedule::refused() const { return data_->refused; }

const State& ProgramSchedule::state() const {
  if (!data_->state) data_->state = data_->stateHere();
  return *data_->state;
}
const std::vector<Step>& ProgramSchedule::steps() const { return data_->told().steps; }
const std::vector<Track>& ProgramSchedule::tracks() const { return data_->told().tracks; }
const std::vector<Lock>& ProgramSchedule::locks() const { return data_->told().locks; }
const std::vector<History>& ProgramSchedule::histories() const { return data_->told().histories; }

const std::optional<program::Ending>& ProgramSchedule::ending() const {
  if (!data_->end) data_->end = Data::End{data_->endingThere()};
  return data_->end->ending;
}

bool ProgramSchedule::step(char letter) {
  if (able().find(letter) == std::string::npos || at() == kMostSteps) return false;
  return data_->acted(data_->edits.step(letter));
}

bool ProgramSchedule::random(std::uint64_t seed) { return data_->acted(data_->edits.append(data_->drawn(seed))); }

bool ProgramSchedule::follow(std::string_view schedule, std::size_t at) {
  data_->refused.clear();
  const std::string letters = data_->possible(schedule);
  std::string why = std::exchange(data_->refused, {});
  const bool did = data_->edited(data_->edits.follow(letters, std::min(at, letters.size())));
  data_->refused = std::move(why);
  return did;
}

void ProgramSchedule::load(std::string_view schedule, std::size_t at) {
  follow(schedule, at);
  data_->edits.forget();
}

bool ProgramSchedule::seek(std::size_t step) { return data_->edited(data_->edits.seek(step)); }

bool ProgramSchedule::canUndo() const { return data_->edits.canUndo(); }
bool ProgramSchedule::canRedo() const { return data_->edits.canRedo(); }
bool ProgramSchedule::undo() { return data_->acted(data_->edits.undo()); }
bool ProgramSchedule::redo() { return data_->acted(data_->edits.redo()); }

}  // namespace interleave::walk
