// String literals: prefixes, escapes, the fields of f-strings ("String and Bytes literals" and "Formatted string literals" of
// the Python 3.11 reference; where that is silent, CPython's Parser/string_parser.c).

#include <algorithm>
#include <array>
#include <utility>

#include "lang/expressions.h"
#include "lang/formats.h"

namespace interleave::lang {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWord(char c) { return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\n'; }

int hexValue(char c) {
  if (isDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The literals in a row: their text is gathered, up to the next field.
class StringParser {
 public:
  StringParser(Parsing& parsing, const Span& span) : parsing_(parsing), span_(span) {}

  void literal(const Token& token);
  NodeId finish();

 private:
  char now(std::size_t ahead = 0) const { return at_ + ahead < body_.size() ? body_[at_ + ahead] : '\0'; }
  bool atEnd() const { return at_ >= body_.size(); }
  Span place(std::size_t begin, std::size_t end) const { return parsing_.source().span(body_.substr(begin, end - begin)); }
  [[noreturn]] void fail(std::size_t begin, std::size_t end, std::string what);

  void character(std::string& text);
  void escape(std::string& text);
  void hexEscape(std::string& text, std::size_t begin, int digits);
  void octalEscape(std::string& text);
  void formatted();
  bool brace();
  void field();
  std::size_t endOfExpression();
  bool skipQuoted(std::size_t& i) const;
  void bracket(std::size_t i, std::string& open);
  NodeId expression(std::size_t begin, std::size_t end);
  std::string conversion();
  NodeId spec();

  NodeId add(NodeKind kind, const Span& span, std::string text, std::span<const NodeId> children);
  void flush();

  Parsing& parsing_;
  // As in CPython, a format's nodes have the place of their literal, and all others that of all literals in the row.
  const Span span_;
  Span literalSpan_;
  std::string_view body_;
  std::size_t at_ = 0;
  bool raw_ = false;
  bool isFormatted_ = false;  // one literal is an f-string
  std::string text_;
  std::vector<NodeId> parts_;
};

NodeId StringParser::add(NodeKind kind, const Span& span, std::string text, std::span<const NodeId> children) {
  Node node;
  node.kind = kind;
  node.span = span;
  node.text = std::move(text);
  return parsing_.add(std::move(node), children);
}

void StringParser::flush() {
  if (!text_.empty()) parts_.push_back(add(NodeKind::constantStr, span_, std::exchange(text_, {}), {}));
}

NodeId StringParser::finish() {
  if (!isFormatted_) return add(NodeKind::constantStr, span_, std::move(text_), {});
  flush();
  return add(NodeKind::joined, span_, "", parts_);
}

void StringParser::fail(std::size_t begin, std::size_t end, std::string what) {
  parsing_.fault(place(begin, end), std::move(what));
  throw Abandoned{};
}

void StringParser::literal(const Token& literal) {
  const std::string_view token = literal.text;
  literalSpan_ = literal.span;
  const std::size_t quote = token.find_first_of("'\"");
  const std::string_view prefix = token.substr(0, quote);
  const bool triple = token.size() >= quote + 6 && token[quote + 1] == token[quote] && token[quote + 2] == token[quote];
  const std::size_t marks = triple ? 3 : 1;
  body_ = token.substr(quote + marks, token.size() - quote - 2 * marks);
  at_ = 0;
  raw_ = prefix.find_first_of("rR") != std::string_view::npos;
  if (prefix.find_first_of("fF") != std::string_view::npos) {
    isFormatted_ = true;
    formatted();
  } else {
    while (!atEnd()) character(text_);
  }
}

// ---- Escapes ------------------------------------------------------------------------------------

void StringParser::character(std::string& text) {
  if (now() == '\\' && !raw_) {
    escape(text);
  } else {
    text += body_[at_++];
  }
}

// "String and Bytes literals", table of escape sequences. What is none stays as it is, with its backslash.
void StringParser::escape(std::string& text) {
  using Simple = std::pair<char, char>;
  constexpr std::array kSimple = {Simple{'\\', '\\'}, Simple{'\'', '\''}, Simple{'"', '"'},  Simple{'a', '\a'},
                                  Simple{'b', '\b'},  Simple{'f', '\f'},  Simple{'n', '\n'}, Simple{'r', '\r'},
                                  Simple{'t', '\t'},  Simple{'v', '\v'}};
  const std::size_t begin = at_++;
  const char c = now();
  const auto* const simple = std::ranges::find(kSimple, c, &Simple::first);
  if (atEnd()) {
    text += '\\';
  } else if (simple != kSimple.end()) {
    ++at_;
    text += simple->second;
  } else if (c == '\n') {
    ++at_;
  } else if (c >= '0' && c <= '7') {
    octalEscape(text);
  } else if (c == 'x' || c == 'u' || c == 'U') {
    hexEscape(text, begin, c == 'x' ? 2 : c == 'u' ? 4 : 8);
  } else if (c == 'N') {
    ++at_;
    if (now() == '{') at_ = std::min(body_.find('}', at_), body_.size() - 1) + 1;
    parsing_.fault(place(begin, at_), "`\\N` is not in the language: write the character itself, or \\u and its number");
  } else {
    text += '\\';
  }
}

void StringParser::octalEscape(std::string& text) {
  char32_t value = 0;
  for (int i = 0; i < 3 && now() >= '0' && now() <= '7'; ++i) value = value * 8 + static_cast<char32_t>(body_[at_++] - '0');
  appendUtf8(text, value);
}

void StringParser::hexEscape(std::string& text, std::size_t begin, int digits) {
  const std::string_view sign = body_.substr(begin, 2);
  ++at_;
  char32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    if (hexValue(now()) < 0) {
      return parsing_.fault(place(begin, at_), inTicks(sign) + " takes " + std::to_string(digits) + " hexadecimal digits");
    }
    value = value * 16 + static_cast<char32_t>(hexValue(body_[at_++]));
  }
  if (value >= 0xD800 && value < 0xE000)
    return parsing_.fault(
        place(begin, at_),
        "a surrogate, which is half of a character, is not in the language: write \\U and the number of the whole");
  if (value > 0x10FFFF) return parsing_.fault(place(begin, at_), "characters have numbers up to \\U0010FFFF");
  appendUtf8(text, value);
}

// ---- f-strings ----------------------------------------------------------------------------------

void StringParser::formatted() {
  while (!atEnd()) {
    if (now() == '{' || now() == '}') {
      if (!brace()) field();
    } else {
      character(text_);
    }
  }
}

// A brace that is doubled stands for itself; false: a field begins.
bool StringParser::brace() {
  const char c = now();
  if (now(1) == c) {
    text_ += c;
    at_ += 2;
    return true;
  }
  if (c == '}') fail(at_, at_ + 1, "`}` closes nothing in this f-string: write `}}` for the character");
  return false;
}

// replacement_field: '{' f_expression ['='] ['!' conversion] [':' format_spec] '}'
void StringParser::field() {
  const std::size_t opening = at_++;
  const std::size_t begin = at_;
  const std::size_t end = endOfExpression();
  if (std::ranges::all_of(body_.substr(begin, end - begin), isBlank))
    fail(opening, end, "an expression is missing behind `{`: write `{{` for the character");
  const NodeId value = expression(begin, end);
  at_ = end;
  const bool shown = now() == '=';
  if (shown) {
    do ++at_;
    while (isBlank(now()));
    text_ += body_.substr(begin, at_ - begin);
  }
  std::string as = now() == '!' ? conversion() : "";
  const NodeId format = now() == ':' ? spec() : kNoNode;
  if (atEnd() || now() != '}') fail(opening, opening + 1, "`{` was never closed in this f-string: `}` is missing");
  ++at_;
  if (shown && as.empty() && format == kNoNode) as = "r";
  flush();
  parts_.push_back(add(NodeKind::formatted, span_, std::move(as), std::array{value, format}));
}

// Where the expression that begins here ends: at '!', ':', '=' or '}' outside of brackets and strings.
std::size_t StringParser::endOfExpression() {
  std::string open;  // brackets
  for (std::size_t i = at_; i < body_.size(); ++i) {
    const char c = body_[i];
    const char next = i + 1 < body_.size() ? body_[i + 1] : '\0';
    if (c == '\\') fail(i, i + 1, "a backslash cannot stand in a field of an f-string: assign to a name in a line before");
    if (c == '#') fail(i, i + 1, "`#` cannot stand in a field of an f-string");
    if (c == '\'' || c == '"') {
      const std::size_t quote = i;
      if (!skipQuoted(i)) fail(quote, quote + 1, "this string in a field of an f-string was never closed");
    } else if (open.empty() && (c == '=' || c == '!' || c == '<' || c == '>') && next == '=') {
      ++i;
    } else if (open.empty() && (c == '!' || c == ':' || c == '}' || c == '=')) {
      return i;
    } else if (std::string_view("([{)]}").find(c) != std::string_view::npos) {
      bracket(i, open);
    }
  }
  // `f"{d["key"]}"`: what follows the closing quote tells that it was not meant as one.
  const std::string_view all = parsing_.source().text();
  const char next = all[static_cast<std::size_t>(body_.data() - all.data()) + body_.size() + 1];
  const bool sameQuotes = body_.find_first_of("'\"", at_) == std::string_view::npos && isWord(next);
  if (sameQuotes)
    fail(body_.size(), body_.size() + 1, "the f-string ends here: in its fields, write other quotes than those around it");
  if (!open.empty()) fail(at_ - 1, at_, "`" + open.substr(open.size() - 1) + "` was never closed in this field of an f-string");
  fail(at_ - 1, at_, "`{` was never closed in this f-string: write `}`, or `{{` for the character");
}

// From an opening quote to the closing one; false where there is none. A backslash inside ends the search, too.
bool StringParser::skipQuoted(std::size_t& i) const {
  const std::string_view rest = body_.substr(i);
  const char mark = rest[0];
  const bool triple = rest.size() > 2 && rest[1] == mark && rest[2] == mark;
  const std::string closing(triple ? 3 : 1, mark);
  const std::size_t end = rest.find(closing, closing.size());
  const std::size_t backslash = rest.find('\\');
  if (backslash < end) {
    i += backslash - 1;
    return true;
  }
  if (end == std::string_view::npos) return false;
  i += end + closing.size() - 1;
  return true;
}

void StringParser::bracket(std::size_t i, std::string& open) {
  const char c = body_[i];
  if (c == '(' || c == '[' || c == '{') {
    open += c;
    return;
  }
  const char opener = c == ')' ? '(' : c == ']' ? '[' : '{';
  if (open.empty() || open.back() != opener)
    fail(i, i + 1, "`" + std::string(1, c) + "` closes nothing in this field of an f-string");
  open.pop_back();
}

NodeId StringParser::expression(std::size_t begin, std::size_t end) {
  const Lexed lexed = lexField(parsing_.source(), body_.substr(begin, end - begin));
  Cursor cursor(parsing_, lexed);
  // CPython puts brackets around the field, which a tuple counts as its own.
  const Span brackets = place(begin - 1, end + 1);
  const NodeId value = Expressions(parsing_, cursor).starExpressions(&brackets);
  if (!cursor.at(TokenKind::end)) cursor.unexpected("the field of an f-string ends with `}`");
  return value;
}

std::string StringParser::conversion() {
  const std::size_t begin = at_++;
  const char c = now();
  if (c != 'r' && c != 's') fail(begin, begin + 1, "behind `!` in an f-string stands `r` or `s`");
  ++at_;
  return {c};
}

// format_spec, without fields inside.
NodeId StringParser::spec() {
  const std::size_t begin = ++at_;
  std::string text;
  while (!atEnd() && now() != '{' && now() != '}') character(text);
  if (now() == '{') fail(at_, at_ + 1, "a field inside a format is not in the language: write the format itself");
  if (!isFormat(text)) {
    parsing_.fault(place(begin, at_), "the format " + inTicks(text) +
                                          " is not in the language: allowed is "
                                          "`[[fill]align][sign][0][width][,][.digits][d|f|s]`");
  }
  if (text.empty()) return add(NodeKind::joined, literalSpan_, "", {});
  const NodeId constant = add(NodeKind::constantStr, literalSpan_, std::move(text), {});
  return add(NodeKind::joined, literalSpan_, "", std::array{constant});
}

}  // namespace

NodeId parseStrings(Parsing& parsing, Cursor& cursor) {
  std::size_t last = cursor.index();
  while (cursor.token(last + 1).kind == TokenKind::string) ++last;
  const Span first = cursor.now().span;
  const Span& end = cursor.token(last).span;
  StringParser parser(parsing, {first.line, first.column, end.endLine, end.endColumn});
  while (cursor.at(TokenKind::string)) parser.literal(cursor.take());
  return parser.finish();
}

}  // namespace interleave::lang
