// A checked tree to linear code.
#pragma once

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

}  // namespace interleave::program
