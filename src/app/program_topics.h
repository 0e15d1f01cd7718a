// What the page is told of the user's program: its topics, as JSON (platform/platform.h). Pure.
#pragma once

#include <string>
#include <string_view>

#include "app/user_program.h"
#include "lang/source.h"
#include "text/json_fwd.h"

namespace interleave {

// [{line, column, endLine, endColumn, what}]: lines count from 1, columns characters of the line from 0, in units of UTF-16, as texts of
// the page have them.
Json faultsForPage(const lang::Faults& faults, std::string_view source);

// topic::kProgram: {source, version, faults, checked, lines: [{line, steps}], threads: [{letter, done, next, able}], current, summary}.
// `done` and `next` are lines, or 0; `checked`: the faults are of this text, and not of the one before.
std::string programTopic(const UserProgram& program);
// The same with what a program on the page may want to know: output, link, schedule, at, able (letters), sentence, grade, ending, values.
std::string programState(const UserProgram& program, const std::string& link);
// topic::kOutcome, as of a run: {explanation, ending, expected, verdict, output, outputOmitted, dropped}; the endings are texts.
std::string programOutcomeTopic(const UserProgram& program);
// topic::kEvents: the steps around the cursor.
std::string programStepsTopic(const UserProgram& program);
// topic::kOutcomes.
std::string programOutcomesTopic(const UserProgram& program);

}  // namespace interleave
