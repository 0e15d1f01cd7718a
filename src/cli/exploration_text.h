// An exploration as a table for a terminal.
#pragma once

#include <string>

#include "explore/exploration.h"

namespace interleave {

// At most `most` endings are listed, the deadlock beside them; then what there is in all, and, of one that was
// cut short, what is missing. Lines end with '\n'. Pure.
std::string textOf(const Exploration& exploration, std::size_t most);

// "81,729,648,000". Precondition: digits only.
std::string grouped(std::string digits);

}  // namespace interleave
