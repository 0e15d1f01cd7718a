#include <algorithm>
#include <array>
#include <cctype>

#include "code/writer.h"

namespace interleave {
namespace {

constexpr auto kCppWords = std::to_array<std::string_view>(
    {"#include", "using",  "namespace", "struct", "class", "public:", "private:", "private",      "public",    "void",
     "const",    "long",   "int",       "bool",   "auto",  "if",      "else",     "while",        "do",        "for",
     "break",    "return", "throw",     "try",    "catch", "true",    "false",    "thread_local", "constexpr", "std"});
constexpr auto kPythonWords =
    std::to_array<std::string_view>({"from",  "import", "def",  "class",  "global", "with", "as",     "if",       "else", "elif",
                                     "while", "for",    "in",   "return", "raise",  "try",  "except", "finally",  "pass", "not",
                                     "and",   "or",     "True", "False",  "None",   "self", "lambda", "nonlocal", "break"});

bool isWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '#' || static_cast<unsigned char>(c) >= 0x80;
}

// The end of the string literal that begins at `at`.
std::size_t endOfString(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == text[at]) return i + 1;
  }
  return text.size();
}

TokenKind kindOf(std::string_view word, Language language) {
  if (std::isdigit(static_cast<unsigned char>(word[0])) != 0) return TokenKind::number;
  const bool keyword = language == Language::cpp ? std::ranges::find(kCppWords, word) != kCppWords.end()
                                                 : std::ranges::find(kPythonWords, word) != kPythonWords.end();
  return keyword ? TokenKind::keyword : TokenKind::plain;
}

void tokenize(CodeLine& line, Language language) {
  const std::string_view text = line.text;
  const auto add = [&](std::size_t begin, std::size_t end, TokenKind kind) {
    if (!line.tokens.empty() && line.tokens.back().kind == kind) line.tokens.back().end = end;
    else line.tokens.push_back({begin, end, kind});
  };
  const std::string_view comment = language == Language::cpp ? "//" : "#";
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    TokenKind kind = TokenKind::plain;
    if (text.substr(at).starts_with(comment)) {
      end = text.size();
      kind = TokenKind::comment;
    } else if (text[at] == '"') {
      end = endOfString(text, at);
      kind = TokenKind::string;
    } else if (isWord(text[at])) {
      while (end < text.size() && isWord(text[end])) ++end;
      kind = kindOf(text.substr(at, end - at), language);
    }
    add(at, end, kind);
    at = end;
  }
}

}  // namespace

void highlight(Listing& listing, Language language) {
  for (CodeLine& line : listing.lines) tokenize(line, language);
}

}  // namespace interleave
