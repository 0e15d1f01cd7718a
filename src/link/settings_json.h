// Settings as JSON, for programs (src/link/README.md, "Settings as JSON").
#pragma once

#include <string>
#include <vector>

#include "link/link.h"

namespace interleave {

// {"link": "#v=1...", "start": 100, "tx": [{"task": "A", "label": ..., "amount": ..., "times": ...,
//  "throws": ...}], "workers": ..., "delay": ..., "lock": ..., "overdraft": ..., "schedule": ...,
//  "at": ..., "problems": [{"key", "given", "allowed", "message"}]}
std::string toJson(const Settings& settings, const std::vector<LinkProblem>& problems);
// {"link", "code", "output", "delay", "schedule", "at", "lesson", "embed", "problems"}; `delay` is 0 where runs leave all sleeps out, or
// else null. `link` is given, as there is none of a text that is too long.
std::string toJson(const ProgramSettings& settings, const std::string& link, const std::vector<LinkProblem>& problems);

// {"states", "seconds", "endings", "runs", "delay", "code", "schedule", "at"}: the largest values that a program on the page may pass;
// of code in bytes, of a schedule in letters.
std::string limitsJson();

}  // namespace interleave
