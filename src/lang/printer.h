// A tree to a program's text.
#pragma once

#include <string>

#include "lang/tree.h"

namespace interleave::lang {

// Python that parses to the same tree (sameTree), if it is not longer than kMaxSourceBytes: four blanks an indentation, single
// quotes where the text has none, no more parentheses than are needed, and the names to watch in a comment before all. Other
// comments and the layout of the original are not in a tree. Precondition: the tree is one without faults. Pure; for any thread.
std::string print(const Tree& tree);

}  // namespace interleave::lang
