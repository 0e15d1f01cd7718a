// An `assert` that fails, with what wrote its variables before.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "words/exceptions.h"
#include "words/lost_update.h"

namespace interleave::words {
namespace {

// Whether the code of a line mentions what a place is called: a variable of the module, an attribute.
bool mentions(const program::Program& program, int line, const Place& place) {
  using program::Op;
  for (const program::Function& function : program.functions) {
    for (std::size_t i = 0; i < function.code.size(); ++i) {
      if (function.places[i].line != line) continue;
      const program::Instruction& instruction = function.code[i];
      if (instruction.op == Op::loadGlobal && place.of == Place::Of::global && instruction.a == place.number) return true;
      if (instruction.op == Op::loadAttribute && place.of == Place::Of::attribute && instruction.a == place.number) return true;
    }
  }
  return false;
}

bool hasWord(std::string_view text, std::string_view word) {
  const auto isPart = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if ((at == 0 || !isPart(at - 1)) && !isPart(at + word.size())) return true;
  }
  return false;
}

// Behind the thread's last step before the assertion fails; of main, which may be alone by then, at the end of all.
std::size_t endBefore(const ProgramTrace& trace, const program::Error& error) {
  if (const auto look = lastLook(trace, error); look && trace[*look].line == error.line) return *look + 1;
  if (error.agent == program::kMain) return trace.size();
  std::size_t end = trace.size();
  while (end > 0 && trace[end - 1].agent != error.agent) --end;
  return end;
}

// The last step that has changed something that the line mentions, or that the containers that it mentions have in them. `notBy`: of
// another thread.
std::optional<std::size_t> lastChange(const ProgramTrace& trace, const program::Error& error, program::AgentId notBy) {
  const std::string line = trace.sourceOf(error.line);
  for (std::size_t step = endBefore(trace, error); step-- > 0;) {
    const Event& event = trace[step];
    if (!event.writes || event.agent == notBy) continue;
    if (mentions(trace.program(), error.line, event.place)) return step;
    if (event.deed != Deed::write && event.deed != Deed::update && event.deed != Deed::change) continue;
    if (event.place.of != Place::Of::object) continue;
    const std::string name = trace.nameOf(event.place.object);
    if (hasWord(line, name.substr(name.rfind('.') + 1))) return step;
  }
  return std::nullopt;
}

// "`counter` is 1, which B wrote last, in `counter += 1` on line 5"
std::string changeText(const ProgramTrace& trace, const program::Error& error, std::size_t change, Phrases& phrases) {
  const Event& last = trace[change];
  const bool known = (last.deed == Deed::write || last.deed == Deed::update) && !last.shown.empty();
  std::string text = known ? phrases.place(last.place) + " is " + last.shown + ", which " + phrases.who(last.agent) + " " +
                                 std::string(pastOf(last.deed))
                           : phrases.who(last.agent) + " " + std::string(pastOf(last.deed)) + " " + phrases.place(last.place);
  text += " last," + phrases.in(last);
  if (last.agent != error.agent) return text;
  const auto other = lastChange(trace, error, error.agent);
  if (!other || !overlap(trace[*other].place, last.place)) return text;
  const Event& its = trace[*other];
  return text + ", after " + phrases.who(its.agent) + " " + std::string(pastOf(its.deed)) + " it," + phrases.in(its);
}

}  // namespace

Sentence failedAssert(const Case& here) {
  const ProgramTrace& trace = here.trace;
  const auto error = std::ranges::find(here.errors, "AssertionError", &program::Error::type);
  if (error == here.errors.end()) return std::nullopt;
  Phrases phrases(trace);
  std::string text = phrases.who(error->agent) + " fails at " + code(trace.sourceOf(error->line)) + onLine(error->line);
  if (!error->message.empty()) text += " (" + error->message + ")";
  if (const auto change = lastChange(trace, *error, program::kNobody)) text += ": " + changeText(trace, *error, *change, phrases);
  for (const bool different : {true, false}) {
    if (const auto lost = findLostUpdate(trace, different)) return text + "; " + textOf(*lost, trace, phrases);
  }
  return text;
}

}  // namespace interleave::words
