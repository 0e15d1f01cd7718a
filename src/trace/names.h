// What the tasks and the locks of a program are called in sentences.
#pragma once

#include <string>

#include "model/account_program.h"

namespace interleave {

// "Lock"; of two accounts "Lock 1" and "Lock 2".
std::string lockTitle(const AccountProgram& program, std::size_t account);
// "the deposit"; with a letter where labels repeat, to tell them apart.
std::string nameOf(const AccountProgram& program, std::size_t task);

}  // namespace interleave
