// The names of a program's tasks and locks in sentences.
#pragma once

#include <string>

#include "model/account_program.h"

namespace interleave {

// "Lock"; of two accounts "Lock 1" and "Lock 2".
std::string lockTitle(const AccountProgram& program, std::size_t account);
// "the deposit"; with a letter where labels repeat, to distinguish them.
std::string nameOf(const AccountProgram& program, std::size_t task);

}  // namespace interleave
