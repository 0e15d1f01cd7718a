#include "account/program.h"

#include <cassert>
#include <utility>

#include "account/python_text.h"
#include "lang/parser.h"

namespace interleave {

std::string programText(const RunSettings& settings) {
  std::string text;
  for (const TemplateLine& line : pythonText(settings, PythonDialect::program)) text += line.text + '\n';
  return text;
}

lang::Tree programTree(const RunSettings& settings) {
  lang::Parsed parsed = lang::parse(programText(settings));
  assert(parsed.faults.empty());
  return std::move(parsed.tree);
}

program::Loaded loadProgram(const RunSettings& settings) { return program::load(programText(settings)); }

}  // namespace interleave
