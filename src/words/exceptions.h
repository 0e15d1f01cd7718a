// What led to an exception that nothing caught.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {

// "raises KeyError in `del cache['old']` on line 9 ('old')"
std::string raiseText(const Case& here, const program::Error& error, Phrases& phrases);

// The thread would raise it, too, if it came before all others, and went on alone.
bool raisesAlone(const ProgramTrace& trace, const program::Error& error);

// The thread would raise it, too, if it took the steps from `step` on only after those of all others.
bool raisesLater(const ProgramTrace& trace, const program::Error& error, std::size_t step);

// The last look of its thread at something before the exception is raised: in its line, if that has one.
std::optional<std::size_t> lastLook(const ProgramTrace& trace, const program::Error& error);

// The last step of another agent before `end` that has changed a place.
std::optional<std::size_t> changedBefore(const ProgramTrace& trace, const Place& place, program::AgentId notBy, std::size_t end);

}  // namespace interleave::words
