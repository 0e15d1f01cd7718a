// Classes of schedules as JSON: src/link/README.md, "An exploration". Pure.
#pragma once

#include <string>
#include <vector>

#include "explore/class_search.h"
#include "text/json_fwd.h"

namespace interleave {

Json classesJson(const ClassCounts& found);
Json classesJson(const ClassCounts& found, const std::vector<std::string>& representatives);

}  // namespace interleave
