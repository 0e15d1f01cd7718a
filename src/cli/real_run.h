// A run on real threads, waited for and printed.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "trace/report.h"

namespace interleave {

// Runs to the end, by the letters of `schedule` where there is one; null, after a message, where a thread
// cannot be made. Precondition: the schedule is a possible one.
std::shared_ptr<const Report> runToEnd(const RunSettings& settings, std::optional<std::string_view> schedule = {});

void print(const Report& result, bool json);

}  // namespace interleave
