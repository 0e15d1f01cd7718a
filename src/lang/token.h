// The tokens of a program: "Lexical analysis" of the Python 3.11 reference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source.h"
#include "lang/source_text.h"
#include "lang/tree.h"

namespace interleave::lang {

enum class TokenKind : std::uint8_t {
  name,      // keywords, too
  number,
  string,    // with its prefix and quotes
  op,        // operators, brackets, `:` and so on
  newline,   // the end of a logical line
  indent,
  dedent,
  end,       // of the program
  fault,     // what is no token: the statement that it is in cannot be parsed
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  std::string_view text;  // in the SourceText
  // What is wrong with it, if anything is: always of a token of kind `fault`. The others can be parsed on all the same.
  std::string fault;
};

// A bracket that nothing closes, by the numbers of tokens: all from `begin` to before `end` stand inside it.
struct OpenBracket {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Lexed {
  std::vector<Token> tokens;         // a `newline` or `dedent` before the last, which is `end`
  std::vector<OpenBracket> open;     // inner ones behind outer ones
  std::vector<Watched> watched;      // see Tree::watched()
  Faults faults;                     // of comments; those of tokens are in the tokens
};

// Levels of indentation, the module's included, and of brackets, as in CPython (Parser/tokenizer.h).
inline constexpr std::size_t kMaxIndents = 100;
inline constexpr std::size_t kMaxBrackets = 200;

// Letters in names are those of ASCII and those of letters.h.
Lexed lex(const SourceText& source);

// The expression of a field of an f-string: as if it stood in brackets, so line ends are no tokens. `part` is in the source;
// the text of the token `end` is the character behind it.
Lexed lexField(const SourceText& source, std::string_view part);

// What is told of an opening bracket that nothing closes.
std::string neverClosed(std::string_view bracket);

bool isKeyword(std::string_view name);

}  // namespace interleave::lang
