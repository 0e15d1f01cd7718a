// A schedule as a row of letters, one a step, with the cursor in it, and buttons that move the cursor.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ui/panels.h"

namespace interleave {

struct ScheduleStrip {
  std::string_view schedule;
  std::size_t at = 0;
  // Of a step by its index: what its tooltip says of it, behind "Step 3 of 4: A", and whether it has a mark.
  std::function<std::string(std::size_t)> about;
  std::function<bool(std::size_t)> marked;  // null: none has
};

// Where the user has moved the cursor; none: it stays.
std::optional<std::size_t> drawScheduleStrip(Ui& ui, const ScheduleStrip& strip);

}  // namespace interleave
