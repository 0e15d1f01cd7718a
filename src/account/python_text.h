// The program of the settings as Python: what a reader sees, and the program of the language whose schedules are explored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "account/text_template.h"
#include "model/run_settings.h"

namespace interleave {

// A lock has a template of each (LockInfo). They are the same where the language has all of it.
enum class PythonDialect : std::uint8_t {
  shown,    // runs with Python alone
  program,  // in the language of programs: takes the steps of model/program.h, and no others
};

// Pure; for any thread. Precondition: `settings` are within their limits.
std::vector<TemplateLine> pythonText(const RunSettings& settings, PythonDialect dialect);

}  // namespace interleave
