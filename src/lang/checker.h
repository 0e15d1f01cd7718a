// Whether a tree is a program of the language: its names, calls and methods.
//
// What is refused here would otherwise be found out while the program runs, or would mean something else than in CPython.
#pragma once

#include "lang/scopes.h"
#include "lang/source.h"
#include "lang/tree.h"

namespace interleave::lang {

// The faults of a tree without faults; none: it is a program. Pure; for any thread.
Faults check(const Tree& tree, const Scopes& scopes);

}  // namespace interleave::lang
