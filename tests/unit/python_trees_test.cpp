// The parser beside CPython's own: the same programs are accepted, with the same trees at the same places.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "lang/parser.h"
#include "printer.h"
#include "support.h"
#include "tree_dump.h"

namespace interleave::test {
namespace {

using lang::parse;
using lang::Parsed;

void expectSamePrinted(const Parsed& parsed, const std::string& source) {
  const std::string text = print(parsed.tree);
  if (text.size() > lang::kMaxSourceBytes) return;
  const Parsed again = parse(text);
  ASSERT_TRUE(again.faults.empty()) << source << "\nis printed as\n" << text << messageOf(again.faults.front(), text);
  EXPECT_TRUE(sameTree(parsed.tree, again.tree)) << source << "\nis printed as\n" << text;
}

// How many are accepted, by both.
std::size_t compare(const std::vector<PythonVerdict>& programs) {
  std::size_t accepted = 0;
  for (const PythonVerdict& each : programs) {
    const Parsed parsed = parse(each.source);
    if (parsed.faults.empty()) {
      ++accepted;
      EXPECT_EQ(each.verdict, "accepted") << each.source;
      EXPECT_EQ(dumpOf(parsed.tree), each.dump) << each.source;
      expectSamePrinted(parsed, each.source);
    } else if (!each.verdict.starts_with("refused")) {
      // CPython takes it, so the language leaves it out, and says so.
      const std::string message = messageOf(parsed.faults.front(), each.source);
      EXPECT_NE(message.find("not in the language"), std::string::npos) << each.source << message;
    }
    if (testing::Test::HasFailure()) return accepted;
  }
  return accepted;
}

TEST(PythonTrees, AreThoseOfThePrograms) {
  std::string files;
  std::size_t count = 0;
  for (const auto& each : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (each.path().extension() != ".py" || each.path().filename() == "interleave.py") continue;
    files += " '" + each.path().string() + "'";
    ++count;
  }
  EXPECT_GT(count, 150U);
  EXPECT_EQ(compare(pythonVerdicts(files)), count);
}

TEST(PythonTrees, AreThoseOfRandomPrograms) {
  const std::size_t count = rounds(std::size_t{5'000});
  const std::size_t accepted = compare(pythonVerdicts("--random valid 1 " + std::to_string(count)));
  EXPECT_GT(accepted, count * 9 / 10);
}

TEST(PythonTrees, WhatIsBrokenIsRefusedWherePythonRefusesIt) {
  const std::size_t count = rounds(std::size_t{5'000});
  const std::size_t accepted = compare(pythonVerdicts("--random broken 1 " + std::to_string(count)));
  EXPECT_GT(accepted, count / 10);
  EXPECT_LT(accepted, count / 2);
}

}  // namespace
}  // namespace interleave::test
