#include "words/words.h"

#include <algorithm>

#include "text/format.h"
#include "words/endless.h"
#include "words/fault.h"

namespace interleave::words {
namespace {

std::optional<Trouble> troubleOf(Grade grade) {
  switch (grade) {
    case Grade::deadlock: return Trouble::deadlock;
    case Grade::error: return Trouble::error;
    case Grade::wrong: return Trouble::wrong;
    case Grade::anotherOrder: return Trouble::anotherOrder;
    case Grade::expected: break;
  }
  return std::nullopt;
}

std::vector<program::WaitingAgent> waitingDaemons(program::Machine& machine) {
  std::vector<program::WaitingAgent> all;
  for (std::size_t each = 1; each < machine.agents(); ++each) {
    const auto agent = static_cast<program::AgentId>(each);
    const program::Agent& one = machine.agent(agent);
    if (one.daemon && one.stance != program::Stance::ended) all.push_back({agent, machine.whyNot(agent), machine.lineOf(agent)});
  }
  return all;
}

}  // namespace

std::optional<Told> tell(std::shared_ptr<const program::Program> program, std::string_view source, bool output,
                         std::string_view schedule, Grade grade) {
  const auto trouble = troubleOf(grade);
  if (!trouble || schedule.size() > kMostSteps) return std::nullopt;
  const ProgramTrace trace(std::move(program), source, output, schedule);
  if (trace.size() < schedule.size() || !trace.end().stopped().empty()) return std::nullopt;
  Case here{trace, *trouble, {}, {}, trace.end().errors()};
  if (!trace.end().finished()) here.waiting = trace.end().waiting();
  if (*trouble == Trouble::deadlock) here.daemons = waitingDaemons(trace.end());
  for (const Fault& fault : faults()) {
    if (fault.trouble != *trouble) continue;
    if (const Sentence sentence = fault.find(here)) return Told{fault.kind, capitalized(*sentence) + "."};
  }
  return std::nullopt;
}

void tellOf(BadEndingSearch& search, std::shared_ptr<const program::Program> program, std::string_view source, bool output) {
  if (!search.bad) return;
  if (auto told = tell(std::move(program), source, output, search.bad->schedule, search.bad->grade))
    search.bad->words = std::move(told->sentence);
}

ExplorationWords tellAll(std::shared_ptr<const program::Program> program, std::string_view source, bool output,
                         const ProgramExploration& exploration, const std::atomic<bool>* cancel) {
  const auto cancelled = [cancel] { return cancel != nullptr && cancel->load(std::memory_order_relaxed); };
  ExplorationWords words;
  words.endings.resize(exploration.endings.size());
  std::size_t left = kMostTold;
  for (const bool bad : {true, false}) {
    for (std::size_t i = 0; i < words.endings.size() && left > 0 && !cancelled(); ++i) {
      const ProgramEnding& one = exploration.endings[i];
      // Of what is cut short, nothing may be expected yet.
      const bool judged = one.grade > Grade::wrong || exploration.complete || exploration.expected;
      if (!judged || one.grade == Grade::expected || (one.grade >= Grade::wrong) != bad) continue;
      --left;
      const std::string& schedule = one.simplest.empty() ? one.example : one.simplest;
      if (auto found = tell(program, source, output, schedule, one.grade)) words.endings[i] = std::move(found->sentence);
    }
  }
  if (exploration.endless && !cancelled()) words.forever = textOf(*exploration.endless, program, source, output);
  return words;
}

}  // namespace interleave::words
