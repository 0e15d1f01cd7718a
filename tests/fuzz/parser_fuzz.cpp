// A program of any bytes: it is refused with messages that have a place in it, or it is printed and parsed to the same tree. What
// could be parsed of it is checked.

#include <algorithm>
#include <string>

#include "fuzz.h"
#include "lang/checker.h"
#include "lang/parser.h"
#include "printer.h"
#include "text/utf8.h"

namespace interleave::fuzz {
namespace {

using lang::Fault;
using lang::Faults;
using lang::Parsed;
using lang::Span;

// Lines end with LF, CR, or CR and LF, and one more may be missing its end.
std::size_t linesOf(std::string_view source) {
  std::size_t lines = 1;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n' || (source[i] == '\r' && !source.substr(i + 1).starts_with('\n'))) ++lines;
  }
  return lines + 1;
}

void requireFault(const Fault& fault, std::string_view source) {
  const Span& span = fault.span;
  require(span.line >= 1 && span.line <= span.endLine && span.endLine <= linesOf(source), "a fault is in the program");
  require(span.line < span.endLine || span.column <= span.endColumn, "a fault ends behind its beginning");
  require(!fault.what.empty() && fault.what.size() < 500 && countCharacters(fault.what), "a message is short, and UTF-8");
  require(!messageOf(fault, source).empty(), "a fault has a message");
}

bool before(const Fault& one, const Fault& other) {
  return one.span.line < other.span.line || (one.span.line == other.span.line && one.span.column < other.span.column);
}

void requireFaults(const Faults& faults, std::string_view source) {
  require(faults.size() <= lang::kMaxFaults, "faults are within their limit");
  require(std::ranges::is_sorted(faults, before), "faults are in the order of their places");
  for (const Fault& each : faults) requireFault(each, source);
}

void check(std::string_view source) {
  const Parsed parsed = lang::parse(source);
  requireFaults(parsed.faults, source);
  const Faults checked = lang::check(parsed, lang::scopesOf(parsed.tree, parsed.gaps));
  requireFaults(checked, source);
  require(parsed.faults.empty() || checked.size() >= parsed.faults.size(), "the checker leaves the parser's faults");
  if (!parsed.faults.empty()) return;

  const std::string text = lang::print(parsed.tree);
  if (text.size() > lang::kMaxSourceBytes) return;
  const Parsed again = lang::parse(text);
  require(again.faults.empty(), "what was printed is parsed");
  require(lang::sameTree(parsed.tree, again.tree), "what was printed is the same program");
  require(lang::print(again.tree) == text, "what was printed is printed alike");
}

}  // namespace
}  // namespace interleave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interleave::fuzz::check(interleave::fuzz::textOf(data, size));
  return 0;
}
