// A program's text to its tree.
//
// The grammar is that of the Python 3.11 reference ("Full Grammar specification", "Lexical analysis"), less what the language
// leaves out. Parsing goes on behind a fault at the next statement of the same or a smaller indentation.
#pragma once

#include <string_view>

#include "lang/gaps.h"
#include "lang/source.h"
#include "lang/tree.h"

namespace interleave::lang {

struct Parsed {
  Tree tree;      // of the statements that could be parsed; without a root where the text cannot be read at all
  Gaps gaps;      // where the tree is not complete
  Faults faults;
};

// Pure; for any thread. `source` may be any bytes. The stack that it takes is bounded, and so is what walking the tree by
// recursion takes: expressions.h and statements.h limit how deep a tree is.
Parsed parse(std::string_view source);

}  // namespace interleave::lang
