#include "text/missing_runs.h"

#include "support.h"

namespace interleave {
namespace {

using test::utf8;

// Like ours, with the signs and the accents of western Europe.
bool has(char32_t character) { return character < 0x100 || character == U'…'; }

// The parts of the text, each that is missing in brackets.
std::string parted(std::string_view text, const std::vector<std::string>& wholes = {}) {
  std::string parts;
  std::size_t done = 0;
  for (const TextRun& run : missingRuns(text, has, wholes)) {
    parts.append(text.substr(done, run.begin - done)).append("<").append(text.substr(run.begin, run.end - run.begin)).append(">");
    done = run.end;
  }
  return parts.append(text.substr(done));
}

TEST(MissingRunsTest, WhatTheFontHasIsInNone) {
  EXPECT_EQ(parted(""), "");
  EXPECT_EQ(parted("deposit thread updating..."), "deposit thread updating...");
  EXPECT_EQ(parted("Überweisung…"), "Überweisung…");
  EXPECT_EQ(parted("deposit", {"deposit"}), "deposit");
}

TEST(MissingRunsTest, OneGoesFromTheFirstLetterToTheLast) {
  EXPECT_EQ(parted("the 日本語 read 100"), "the <日本語> read 100");
  EXPECT_EQ(parted("שלום עולם thread"), "<שלום עולם> thread");
  EXPECT_EQ(parted("שלום, 12: עולם!"), "<שלום, 12: עולם>!");
  EXPECT_EQ(parted("हिन्दी a ไทย"), "<हिन्दी> a <ไทย>");
  EXPECT_EQ(parted("שלום é עולם"), "<שלום> é <עולם>");
}

TEST(MissingRunsTest, AMarkTakesTheCharacterBeforeItAlong) {
  EXPECT_EQ(parted("keycap 1" + utf8(U'\uFE0F') + utf8(U'\u20E3')), "keycap <1" + utf8(U'\uFE0F') + utf8(U'\u20E3') + ">");
  EXPECT_EQ(parted("ae" + utf8(U'\u0301') + "b"), "a<e" + utf8(U'\u0301') + ">b");
  EXPECT_EQ(parted(utf8(U'\u0301') + "b"), "<" + utf8(U'\u0301') + ">b");
  // None that is in another run.
  EXPECT_EQ(parted("日b" + utf8(U'\u0301')), "<日><b" + utf8(U'\u0301') + ">");
}

TEST(MissingRunsTest, ALabelIsOneWithTheLettersThatTheFontHas) {
  const std::vector<std::string> labels = {"abc שלום def", "👍 ok", "日本"};
  EXPECT_EQ(parted("The abc שלום def read", labels), "The <abc שלום def> read");
  EXPECT_EQ(parted("\"👍 ok\", 50", labels), "\"<👍 ok>\", 50");
  // Of two labels between which there is no letter, each is one.
  EXPECT_EQ(parted("日本, 👍 ok", labels), "<日本>, <👍 ok>");
  EXPECT_EQ(parted("שלום: 日本", labels), "<שלום>: <日本>");
  // Not as a part of a longer word.
  EXPECT_EQ(parted("日本語", labels), "<日本語>");
  // The first that stands there.
  EXPECT_EQ(parted("日本 ok", {"日本 ok", "日本"}), "<日本 ok>");
}

TEST(MissingRunsTest, RunsAreOfWholeCharactersInOrder) {
  const std::string text = "a👍b日 本c\xFF" + utf8(U'\u0301') + "שd";
  std::size_t before = 0;
  for (const TextRun& run : missingRuns(text, has, {})) {
    EXPECT_LE(before, run.begin);
    EXPECT_LT(run.begin, run.end);
    before = run.end;
  }
  EXPECT_LE(before, text.size());
  // What is no UTF-8 is missing, too.
  EXPECT_EQ(parted("a\xFF z"), "a<\xFF> z");
}

}  // namespace
}  // namespace interleave
