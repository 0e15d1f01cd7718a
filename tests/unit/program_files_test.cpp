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
    Faults faults = program.faults;
    if (faults.empty()) faults = check(program.tree, scopesOf(program.tree));
    for (const Fault& fault : faults) ADD_FAILURE() << each.path() << ": " << messageOf(fault, source);
    ++count;
  }
  EXPECT_GT(count, 150U);
}

}  // namespace
}  // namespace interleave::lang
