// A run on real threads, waited for and printed.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "trace/report.h"

namespace interleave {

// Runs to the end, in the order of the letters of `schedule` if there is one. Null, after a message, if a thread cannot
// be started. Precondition: the schedule is possible.
std::shared_ptr<const Report> runToEnd(const RunSettings& settings, std::optional<std::string_view> schedule = {});

void print(const Report& result, bool json);

}  // namespace interleave
