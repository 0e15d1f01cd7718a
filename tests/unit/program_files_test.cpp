// The programs in tests/programs: each is one of the language.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "lang/checker.h"
#include "lang/parser.h"

namespace interleave::lang {
namespace {

TEST(ProgramFiles, AreAccepted) {
  std::size_t count = 0;
  for (const auto& each : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    // The module in plain Python, for CPython alone.
    if (each.path().extension() != ".py" || each.path().filename() == "interleave.py") continue;
    std::ifstream file(each.path());
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    const Parsed program = parse(source);
    for (const Fault& fault : check(program, scopesOf(program.tree, program.gaps)))
      ADD_FAILURE() << each.path() << ": " << messageOf(fault, source);
    ++count;
  }
  EXPECT_GT(count, 150U);
}

}  // namespace
}  // namespace interleave::lang
