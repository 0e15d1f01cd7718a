#include "words/program_trace.h"

#include <algorithm>
#include <utility>

#include "lang/source.h"
#include "program/ending.h"

namespace interleave::words {
namespace {

using program::AgentId;
using program::Machine;

// States are kept so many steps apart.
constexpr std::size_t kApart = 32;

// The beginning of a comment, or the end of the line.
std::size_t endOfCode(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0 && c == '\\') ++i;
    else if (quote != 0 && c == quote) quote = 0;
    else if (quote == 0 && (c == '\'' || c == '"')) quote = c;
    else if (quote == 0 && c == '#') return i;
  }
  return line.size();
}

}  // namespace

bool overlap(const Place& one, const Place& other) {
  if (one.of != other.of || one.of == Place::Of::nothing) return false;
  if (one.object != other.object || one.number != other.number) return false;
  return one.key.empty() || other.key.empty() || one.key == other.key;
}

Event take(Machine& machine, AgentId agent) {
  Event event = nextOf(machine, agent);
  const bool container = event.deed == Deed::look || event.deed == Deed::change;
  const auto contents = [&] {
    const auto values = std::as_const(machine).heap().values(event.place.object);
    return std::vector<program::Value>(values.begin(), values.end());
  };
  const std::vector<program::Value> before = container ? contents() : std::vector<program::Value>();
  machine.step(agent);
  if (container) {
    event.writes = contents() != before;
    event.deed = event.writes ? Deed::change : Deed::look;
    if (event.writes) event.before = "";
  }
  return event;
}

std::string nameOf(const Place& place, const program::Program& program, const program::Names& names) {
  const auto object = [&] { return names.of(program::objectValue(place.object)); };
  switch (place.of) {
    case Place::Of::nothing: return "";
    case Place::Of::global: return program.globals[place.number].name;
    case Place::Of::attribute: return object() + "." + program.names[place.number];
    case Place::Of::output: return "print";
    case Place::Of::object: break;
  }
  return object() + (place.key.empty() ? "" : "[" + place.key + "]");
}

ProgramTrace::ProgramTrace(std::shared_ptr<const program::Program> program, std::string_view source, bool output,
                           std::string_view schedule)
    : source_(source), start_(std::move(program), output, true), end_(start_) {
  look(end_);
  for (const char letter : schedule) {
    const AgentId agent = program::agentOf(letter);
    if (agent >= end_.agents() || !end_.canStep(agent)) break;
    if (events_.size() % kApart == 0) kept_.push_back(end_);
    events_.push_back(words::take(end_, agent));
    look(end_);
  }
  names_.emplace(end_);
}

void ProgramTrace::look(Machine& machine) {
  for (std::size_t agent = titles_.size(); agent < machine.agents(); ++agent) {
    const auto id = static_cast<AgentId>(agent);
    titles_.push_back(id == program::kMain ? std::string() : program::titleOf(machine, id));
  }
}

bool ProgramTrace::spend(std::size_t steps) const {
  if (steps > left_) return false;
  left_ -= steps;
  return true;
}

Machine ProgramTrace::before(std::size_t step) const {
  if (step >= events_.size()) return end_;
  Machine machine = kept_[step / kApart];
  for (std::size_t i = step / kApart * kApart; i < step; ++i) machine.step(events_[i].agent);
  return machine;
}

std::string ProgramTrace::nameOf(const Place& place) const { return words::nameOf(place, program(), *names_); }

std::string ProgramTrace::sourceOf(int line) const {
  if (line == 0) return "";
  std::string_view text = lang::lineOf(source_, static_cast<std::size_t>(line));
  text = text.substr(0, endOfCode(text));
  const std::size_t from = text.find_first_not_of(" \t\f");
  if (from == std::string_view::npos) return "";
  text = text.substr(from, text.find_last_not_of(" \t\f\r:") + 1 - from);
  return std::string(text);
}

}  // namespace interleave::words
