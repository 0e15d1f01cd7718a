// Whether a text is a program of the language: its names, calls and methods.
//
// What is refused here would otherwise be found out while the program runs, or would mean something else than in CPython.
#pragma once

#include "lang/parser.h"
#include "lang/scopes.h"
#include "lang/source.h"

namespace interleave::lang {

// The parser's faults and those of the names, calls and methods in what could be parsed, less what may only follow from the
// parser's. None: it is a program. Pure; for any thread.
Faults check(const Parsed& program, const Scopes& scopes);

}  // namespace interleave::lang
