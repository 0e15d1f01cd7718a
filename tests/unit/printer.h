// A tree to a program's text: what the parser is held to. The tree of what is printed is the tree that was printed.
#pragma once

#include <string>

#include "lang/tree.h"

namespace interleave::lang {

// Python that parses to the same tree (sameTree), if it is not longer than kMaxSourceBytes: four blanks an indentation, single
// quotes where the text has none, no more parentheses than are needed, and the names to watch in a comment before all. Other
// comments and the layout of the original are not in a tree. Precondition: the tree is one without faults. Pure; for any thread.
std::string print(const Tree& tree);

// The same program: kinds, operators, texts, values and children, and the watched names, are equal; places are not compared.
bool sameTree(const Tree& one, const Tree& other);

}  // namespace interleave::lang
