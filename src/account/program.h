// The account of the settings as a program of the language.
//
// Its schedules are those of model/program.h, letter by letter, and its examples, too. Its endings are told by values, so it tells
// fewer apart: neither what was lost nor what was given up is a value.
#pragma once

#include <string>

#include "model/run_settings.h"
#include "program/load.h"

namespace interleave {

// Python of the language, which is accepted, and what is made of it. Pure; for any thread. Precondition: `settings` are within
// their limits.
std::string programText(const RunSettings& settings);
program::Loaded loadProgram(const RunSettings& settings);

}  // namespace interleave
