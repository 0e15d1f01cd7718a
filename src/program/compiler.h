// A checked tree to linear code.
#pragma once

#include "lang/asked.h"
#include "lang/scopes.h"
#include "lang/tree.h"
#include "program/code.h"

namespace interleave::program {

struct Compiled {
  Program program;
  lang::Faults faults;  // what is too large; the program is then not to be used
};

// `tree` and `scopes` are without faults, and lang::check() has found none. Pure; for any thread.
Compiled compile(const lang::Tree& tree, const lang::Scopes& scopes);
// The same with what is asked of it, which changes nothing of the program.
Compiled compile(const lang::Tree& tree, const lang::Asked& asked);

}  // namespace interleave::program
