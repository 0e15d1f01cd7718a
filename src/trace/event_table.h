// The events of a run as rows of a table: the timeline in words, for screen readers and for programs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "trace/report.h"

namespace interleave {

// {"total": 8, "first": 0, "order": "Data race: ...", "rows":
//  [{"number": "1", "time": "0 ns", "thread": "A, deposit", "what": "began an update", "current": false}, ...]}
// At most kMaxTableEvents rows, around the cursor where there is one (index of an event), else the first ones.
// Pure; O(rows).
std::string eventTableJson(const Report& report, std::optional<std::size_t> cursor);

// "Event 3 of 8, after 1.02 s: A, deposit, read 100."
std::string eventSentence(const Report& report, std::size_t event);

}  // namespace interleave
