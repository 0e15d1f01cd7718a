// An exploration as a table for a terminal.
#pragma once

#include <string>

#include "explore/class_sample.h"
#include "explore/exploration.h"

namespace interleave {

// At most `most` endings are listed, the deadlock beside them; then what there is in all, and, of one that was
// cut short, what is missing. Lines end with '\n'. Pure.
std::string textOf(const Exploration& exploration, std::size_t most);

// How many classes there are, in a line like those above. Pure.
std::string textOf(const ClassSample& sample);

}  // namespace interleave
