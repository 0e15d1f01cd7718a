#include "words/endless.h"

#include <algorithm>
#include <map>
#include <set>

#include "text/format.h"
#include "words/phrases.h"

namespace interleave::words {
namespace {

// "lines 9 to 12", "line 9".
std::string textOf(const std::set<int>& lines) {
  if (lines.empty()) return "its steps";
  if (lines.size() == 1) return "line " + std::to_string(*lines.begin());
  return "lines " + std::to_string(*lines.begin()) + " to " + std::to_string(*lines.rbegin());
}

std::set<int> linesOf(const ProgramTrace& trace, std::size_t from, char letter) {
  std::set<int> lines;
  for (std::size_t step = from; step < trace.size(); ++step) {
    if (trace[step].agent == program::agentOf(letter) && trace[step].line != 0) lines.insert(trace[step].line);
  }
  return lines;
}

// "A goes round on lines 9 to 12", "A and B go round on line 9".
std::string roundsOf(const ProgramTrace& trace, std::size_t from, const std::string& letters, Phrases& phrases) {
  std::map<std::set<int>, std::vector<std::string>> agents;
  for (const char letter : letters) agents[linesOf(trace, from, letter)].push_back(phrases.who(program::agentOf(letter)));
  std::vector<std::string> rounds;
  for (const auto& [lines, who] : agents) {
    rounds.push_back(listOf(who) + (who.size() == 1 ? " goes" : " go") + " round on " + textOf(lines));
  }
  return listOf(rounds);
}

// "main could go on in `with lock` on line 19 and never does": its step to come in a state of the cycle in which it has one.
std::string starving(const ProgramTrace& trace, std::size_t from, char letter, Phrases& phrases) {
  const program::AgentId agent = program::agentOf(letter);
  for (std::size_t step = from; step <= trace.size(); ++step) {
    program::Machine machine = trace.before(step);
    if (agent >= machine.agents() || !machine.canStep(agent)) continue;
    const Event next = nextOf(machine, agent);
    const std::string who = phrases.who(agent);
    return who + " could go on" + phrases.in(next) + " and never does";
  }
  return phrases.who(agent) + " never goes on";
}

}  // namespace

std::string textOf(const Endless& endless, std::shared_ptr<const program::Program> program, std::string_view source,
                   bool output) {
  const ProgramTrace trace(std::move(program), source, output, endless.schedule + endless.cycle);
  const std::size_t from = std::min(endless.schedule.size(), trace.size());
  Phrases phrases(trace);
  std::string text = roundsOf(trace, from, endless.steps, phrases) + " for ever";
  std::vector<std::string> starved;
  for (const char letter : endless.never) starved.push_back(starving(trace, from, letter, phrases));
  if (!starved.empty()) text += "; " + listOf(starved);
  if (endless.fair)
    text += starved.empty() ? ": a livelock, which no fair scheduler ends" : ": starvation, which a fair scheduler need not end";
  else text += ": starvation, which a fair scheduler ends";
  return capitalized(text) + ".";
}

}  // namespace interleave::words
