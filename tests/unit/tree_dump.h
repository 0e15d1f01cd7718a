// Trees as text, and what CPython makes of programs: tests/python/dump_ast.py prints the same lines.
#pragma once

#include <string>
#include <vector>

#include "lang/tree.h"

namespace interleave::test {

// A node a line: as many blanks as it is deep, its kind, its place as LINE:COLUMN-LINE:COLUMN where Python's `ast` has one, and
// what it holds. Names in `global` and `nonlocal` stand in one line.
std::string dumpOf(const lang::Tree& tree);

// A program, and what CPython says of it.
struct PythonVerdict {
  std::string source;
  std::string verdict;  // "accepted"; "other", accepted with what dump_ast.py does not know; "refused", and why
  std::string dump;     // of an accepted one
};

// Of what dump_ast.py prints when it gets these arguments.
std::vector<PythonVerdict> pythonVerdicts(const std::string& arguments);

}  // namespace interleave::test
