#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "code/writer.h"

namespace interleave {
namespace {

constexpr auto kCppWords = std::to_array<std::string_view>(
    {"#include", "using",  "namespace", "struct", "class", "public:", "private:", "private",      "public",    "void",
     "const",    "long",   "int",       "bool",   "auto",  "if",      "else",     "while",        "do",        "for",
     "break",    "return", "throw",     "try",    "catch", "true",    "false",    "thread_local", "constexpr", "std"});
constexpr auto kPythonWords = std::to_array<std::string_view>(
    {"from", "import", "def",    "class", "global", "with",     "as",      "if",       "else",   "elif", "while",
     "for",  "in",     "return", "raise", "try",    "except",   "finally", "pass",     "not",    "and",  "or",
     "True", "False",  "None",   "self",  "lambda", "nonlocal", "break",   "continue", "assert", "del",  "is"});

bool isWord(char c, Language language) {
  if (c == '#') return language == Language::cpp;  // #include
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// The end of the string literal whose text goes on at `at`, with the delimiter that ends it; none: it goes on in the next line.
std::optional<std::size_t> endOfString(std::string_view text, std::size_t at, std::string_view delimiter) {
  for (std::size_t i = at; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text.substr(i).starts_with(delimiter)) return i + delimiter.size();
  }
  return std::nullopt;
}

// What the string literal that begins at `at` ends with; empty: none begins there.
std::string_view delimiterAt(std::string_view text, std::size_t at, Language language) {
  const std::string_view rest = text.substr(at);
  if (language == Language::cpp) return rest.starts_with('"') ? "\"" : "";
  for (const std::string_view each : {"\"\"\"", "'''", "\"", "'"}) {
    if (rest.starts_with(each)) return each;
  }
  return "";
}

TokenKind kindOf(std::string_view word, Language language) {
  if (std::isdigit(static_cast<unsigned char>(word[0])) != 0) return TokenKind::number;
  const bool keyword = language == Language::cpp ? std::ranges::find(kCppWords, word) != kCppWords.end()
                                                 : std::ranges::find(kPythonWords, word) != kPythonWords.end();
  return keyword ? TokenKind::keyword : TokenKind::plain;
}

// `open` is what ends the string that the line begins in, and afterwards the one that goes on in the next line; empty: none.
void tokenize(CodeLine& line, Language language, std::string_view& open) {
  const std::string_view text = line.text;
  const auto add = [&](std::size_t begin, std::size_t end, TokenKind kind) {
    if (!line.tokens.empty() && line.tokens.back().kind == kind) line.tokens.back().end = end;
    else line.tokens.push_back({begin, end, kind});
  };
  const std::string_view comment = language == Language::cpp ? "//" : "#";
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    TokenKind kind = TokenKind::plain;
    const bool within = !open.empty();
    const std::string_view delimiter = within ? open : delimiterAt(text, at, language);
    if (!delimiter.empty()) {
      const auto found = endOfString(text, within ? at : at + delimiter.size(), delimiter);
      // Only one in three quotes goes on.
      open = !found && delimiter.size() == 3 ? delimiter : "";
      end = found.value_or(text.size());
      kind = TokenKind::string;
    } else if (text.substr(at).starts_with(comment)) {
      end = text.size();
      kind = TokenKind::comment;
    } else if (isWord(text[at], language)) {
      while (end < text.size() && isWord(text[end], language)) ++end;
      kind = kindOf(text.substr(at, end - at), language);
    }
    add(at, end, kind);
    at = end;
  }
}

}  // namespace

void highlight(Listing& listing, Language language) {
  std::string_view open;
  for (CodeLine& line : listing.lines) tokenize(line, language, open);
}

}  // namespace interleave
