#include "text/utf8.h"

#include <optional>
#include <string>
#include <vector>

#include "support.h"

namespace interleave {
namespace {

using test::utf8;

TEST(Utf8Test, CharactersAreCodePoints) {
  EXPECT_EQ(countCharacters(""), 0U);
  EXPECT_EQ(countCharacters("deposit"), 7U);
  EXPECT_EQ(countCharacters("d\xC3\xA9p\xC3\xB4t"), 5U);
  EXPECT_EQ(countCharacters("\xE2\x82\xAC"), 1U);
  EXPECT_EQ(countCharacters("\xF0\x9F\x92\xB0!"), 2U);
  // The first and the last of every length, and the borders of the surrogates.
  for (const char32_t codePoint :
       {U' ', U'~', U'\u00A0', U'\u07FF', U'\u0800', U'\uD7FF', U'\uE000', U'\uFFFF', U'\U00010000', U'\U0010FFFF'}) {
    EXPECT_EQ(countCharacters(utf8(codePoint)), 1U) << std::hex << static_cast<std::uint32_t>(codePoint);
  }
}

TEST(Utf8Test, TheFirstCharacterHasItsValueAndItsBytes) {
  for (const char32_t codePoint :
       {U' ', U'~', U'\u00A0', U'\u07FF', U'\u0800', U'\uD7FF', U'\uE000', U'\uFFFF', U'\U00010000', U'\U0010FFFF'}) {
    const Character first = characterAt(utf8(codePoint) + "z");
    EXPECT_EQ(first.value, codePoint);
    EXPECT_EQ(first.bytes, utf8(codePoint).size());
  }
  EXPECT_EQ(characterAt("\xD7").value, U'\uFFFD');
  EXPECT_EQ(characterAt("\xD7z").bytes, 1U);
}

TEST(Utf8Test, ControlCharactersAreNotCounted) {
  for (char32_t codePoint = 0; codePoint < 0x100; ++codePoint) {
    const bool control = codePoint < 0x20 || (codePoint >= 0x7F && codePoint < 0xA0);
    EXPECT_EQ(countCharacters("a" + utf8(codePoint) + "b").has_value(), !control)
        << std::hex << static_cast<std::uint32_t>(codePoint);
  }
}

TEST(Utf8Test, MalformedUtf8IsNotCounted) {
  const std::vector<std::string> malformed = {
      "\x80",
      "\xBF",
      "a\x80",
      "\xC3",
      "\xC3(",
      "\xE2\x82",
      "\xE2(\xA1",
      "\xE2\x82(",
      "\xF0\x9F\x92",
      "\xF0(\x8C\xBC",
      "\xF0\x90(\xBC",
      "\xF0\x28\x8C\x28",
      "\xC0\x80",
      "\xC1\xBF",
      "\xE0\x80\x80",
      "\xE0\x9F\xBF",
      "\xF0\x80\x80\x80",
      "\xF0\x8F\xBF\xBF",  // overlong
      "\xED\xA0\x80",
      "\xED\xBF\xBF",                                                                // surrogates
      "\xF4\x90\x80\x80",
      "\xF5\x80\x80\x80",
      "\xF8\x88\x80\x80\x80",
      "\xFE",
      "\xFF",                // too large
      "\xC3\xA9\xA9",
  };
  for (const std::string& text : malformed) EXPECT_EQ(countCharacters(text), std::nullopt) << testing::PrintToString(text);
}

TEST(Utf8Test, EveryCodePointIsCountedAndNoSurrogateIs) {
  for (char32_t codePoint = 0xA0; codePoint <= 0x10FFFF; ++codePoint) {
    const bool surrogate = codePoint >= 0xD800 && codePoint < 0xE000;
    ASSERT_EQ(countCharacters(utf8(codePoint)), surrogate ? std::nullopt : std::optional<std::size_t>(1))
        << std::hex << static_cast<std::uint32_t>(codePoint);
  }
}

TEST(Utf8Test, AShortTextStaysAsItIs) {
  EXPECT_EQ(shortened("", 3), "");
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("\xC3\xA9", 2), "\xC3\xA9");
}

TEST(Utf8Test, ALongerTextEndsWithTheMark) {
  EXPECT_EQ(shortened("abcd", 3), "abc…");
  EXPECT_EQ(shortened("abcd", 3, "..."), "abc...");
  EXPECT_EQ(shortened("abcd", 0), "…");
}

TEST(Utf8Test, NoSequenceIsCut) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x92\xB0";
  const std::vector<std::string> cut = {"", "a", "a", "a\xC3\xA9", "a\xC3\xA9", "a\xC3\xA9", "a\xC3\xA9\xE2\x82\xAC"};
  for (std::size_t most = 0; most < cut.size(); ++most) EXPECT_EQ(shortened(text, most), cut[most] + "…") << most;
}

TEST(Utf8Test, CountsAsThePageDoes) {
  const std::string_view line = "a\xC3\xA9\xF0\x9F\x98\x80\x80z";  // of one, two and four bytes, and one that is not UTF-8
  EXPECT_EQ(unitsBefore(line, 0), 0U);
  EXPECT_EQ(unitsBefore(line, 1), 1U);
  EXPECT_EQ(unitsBefore(line, 3), 2U);
  EXPECT_EQ(unitsBefore(line, 7), 4U);
  EXPECT_EQ(unitsBefore(line, 8), 5U);
  EXPECT_EQ(unitsBefore(line, 100), 6U);
}

TEST(Utf8Test, WhatIsNoTextIsShownAsQuestionMarks) {
  EXPECT_EQ(shortened("a\x80z", 9), "a?z");
  EXPECT_EQ(shortened("a\nb\x7F", 9), "a?b?");
  EXPECT_EQ(shortened("\xC3\xA9\n", 9), "???");
  EXPECT_EQ(shortened("\x80\x80\x80", 2), "…") << "all of them may be the rest of one sequence";
  EXPECT_EQ(shortened("ab\n", 2), "ab…") << "what is not shown does not count";
}

TEST(Utf8Test, BothEndsOfALongTextAreShown) {
  EXPECT_EQ(shortenedInside("ABCDE", 2), "ABCDE");
  EXPECT_EQ(shortenedInside("ABCDEF", 2), "AB…EF");
  EXPECT_EQ(shortenedInside("AB", 2), "AB");
  EXPECT_EQ(shortenedInside("ABCDEFGHI", 4), "ABCDEFGHI");
  EXPECT_EQ(shortenedInside("ABCDEFGHIJ", 4), "ABCD…GHIJ");
}

}  // namespace
}  // namespace interleave
