#include "account/program.h"

#include "account/python_text.h"

namespace interleave {

std::string programText(const RunSettings& settings) {
  std::string text;
  for (const TemplateLine& line : pythonText(settings, PythonDialect::program)) text += line.text + '\n';
  return text;
}

program::Loaded loadProgram(const RunSettings& settings) { return program::load(programText(settings)); }

}  // namespace interleave
