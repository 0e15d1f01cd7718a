// An exploration as a table for a terminal.
#pragma once

#include <string>

#include "explore/class_search.h"
#include "explore/exploration.h"

namespace interleave {

// Lists at most `most` endings and the deadlock, then the totals, and of an exploration that was cut short what is
// missing. Lines end with '\n'. Pure.
std::string textOf(const Exploration& exploration, std::size_t most);

// The number of classes, in a line of the same form. Pure.
std::string textOf(const ClassCounts& found);

}  // namespace interleave
