// What was refused, told from what was due: which withdrawals a program that ended so has left out. Pure.
#pragma once

#include <string>

#include "model/account_program.h"

namespace interleave {

// "all paid", "B refused", "A, B 2 times refused"; "20 due" where different refusals leave as much, or are too many to
// try. Precondition: `program` refuses overdrafts, and some schedule of it ends with `due` (FinalState).
std::string refusedInWords(const AccountProgram& program, Money due);

}  // namespace interleave
