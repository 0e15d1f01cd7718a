#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <optional>

#include "lang/letters.h"
#include "lang/token.h"

namespace interleave::lang {
namespace {

constexpr std::array<std::string_view, 35> kKeywords = {
    "False",  "None",     "True", "and",    "as",      "assert", "async",  "await",  "break", "class",  "continue", "def",
    "del",    "elif",     "else", "except", "finally", "for",    "from",   "global", "if",    "import", "in",       "is",
    "lambda", "nonlocal", "not",  "or",     "pass",    "raise",  "return", "try",    "while", "with",   "yield"};

// Keywords that begin a statement or a clause and cannot stand in an expression: at the beginning of a line inside a bracket
// they tell that the bracket was never closed.
constexpr std::array<std::string_view, 18> kStatementKeywords = {"assert", "break",  "class",   "continue", "def",    "del",
                                                                 "elif",   "except", "finally", "global",   "import", "nonlocal",
                                                                 "pass",   "raise",  "return",  "try",      "while",  "with"};

// Longer ones first.
constexpr std::array<std::string_view, 50> kOperators = {
    "**=", "//=", ">>=", "<<=", "...", "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=", ":=", "<<",
    "<=",  "==",  ">=",  ">>",  "@=",  "^=", "|=", "<>", "&&", "||", "%",  "&",  "(",  ")",  "*",  "+",  ",",
    "-",   ".",   "/",   ":",   ";",   "<",  "=",  ">",  "@",  "[",  "]",  "^",  "{",  "|",  "}",  "~"};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isHexDigit(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool isOctalDigit(char c) { return c >= '0' && c <= '7'; }
bool isBinaryDigit(char c) { return c == '0' || c == '1'; }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }
bool isAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

char closerOf(char opener) { return opener == '(' ? ')' : opener == '[' ? ']' : '}'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

class Lexer {
 public:
  Lexer(const SourceText& source, std::size_t begin, std::size_t end, bool isField)
      : source_(source), text_(source.text().substr(0, end)), at_(begin), isField_(isField) {}

  Lexed run();

 private:
  // How far a line is indented. CPython measures twice, with tabs to multiples of 8 and of 1: where the two disagree about
  // which line is indented further, blanks and tabs are mixed.
  struct Indent {
    std::size_t column = 0;
    std::size_t narrow = 0;
    std::size_t other = 0;  // a second column of the level, given to it by a line that fits no level; 0: none
  };
  struct Bracket {
    char opener;
    std::size_t token;
  };

  char now(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool atEnd() const { return at_ >= text_.size(); }
  Span spanFrom(std::size_t begin) const { return source_.span(begin, at_); }

  void add(TokenKind kind, std::size_t begin, std::string fault = {});
  void addFault(std::size_t begin, std::string fault);
  void stop();

  void beginLine();
  std::optional<Indent> measureIndent();
  void indentTo(const Indent& indent, std::size_t lineBegin);
  void dedentTo(const Indent& indent, std::size_t lineBegin);
  void comment();
  void watch(std::string_view names, std::size_t begin);
  void lineEnd();
  void joinLines();

  void token();
  void name();
  void number();
  std::string_view digitsAfter(bool (*isOne)(char), bool needed);
  void radixNumber(std::size_t begin, const char* what, bool (*isOne)(char));
  void endNumber(std::size_t begin, std::string_view what);
  bool keywordFollowsNumber() const;
  bool string();
  void unterminated(std::size_t begin, bool triple);
  void op();
  void open(std::size_t begin);
  void close(std::size_t begin);
  void strange();
  void leaveBrackets();
  bool statementBegins() const;

  const SourceText& source_;
  std::string_view text_;  // up to where tokens are wanted
  std::size_t at_;
  const bool isField_;
  Lexed out_;
  std::vector<Indent> indents_{{}};
  std::vector<Bracket> brackets_;
  bool mixedTold_ = false;    // one fault about tabs is enough
  bool strangeTold_ = false;  // in this logical line
  bool stopped_ = false;
};

void Lexer::add(TokenKind kind, std::size_t begin, std::string fault) {
  out_.tokens.push_back({kind, spanFrom(begin), text_.substr(begin, at_ - begin), std::move(fault)});
}

void Lexer::addFault(std::size_t begin, std::string fault) { add(TokenKind::fault, begin, std::move(fault)); }

// Reads nothing more: behind this fault, whatever is told would be told because of it.
void Lexer::stop() {
  at_ = text_.size();
  stopped_ = true;
}

Lexed Lexer::run() {
  if (!isField_) beginLine();
  while (!atEnd()) token();
  leaveBrackets();
  if (!isField_) {
    at_ = text_.size();
    if (!out_.tokens.empty() && out_.tokens.back().kind != TokenKind::newline && out_.tokens.back().kind != TokenKind::dedent) {
      add(TokenKind::newline, at_ - (text_.empty() || stopped_ ? 0 : 1));
    }
    while (indents_.size() > 1) {
      indents_.pop_back();
      add(TokenKind::dedent, at_);
    }
  }
  add(TokenKind::end, at_);
  if (isField_) out_.tokens.back().text = source_.text().substr(at_, 1);
  return std::move(out_);
}

// ---- Lines --------------------------------------------------------------------------------------

// Reads the indentation of the next line that has more than blanks and a comment.
void Lexer::beginLine() {
  strangeTold_ = false;
  while (!atEnd()) {
    const std::size_t lineBegin = at_;
    const std::optional<Indent> indent = measureIndent();
    if (!indent) return;
    if (now() == '#') comment();
    if (now() == '\n') {
      ++at_;
      continue;
    }
    if (atEnd()) return;
    if (indent->column > indents_.back().column && indent->column != indents_.back().other) {
      indentTo(*indent, lineBegin);
    } else {
      dedentTo(*indent, lineBegin);
    }
    return;
  }
}

// None where a line is joined to what cannot follow.
std::optional<Lexer::Indent> Lexer::measureIndent() {
  Indent indent;
  std::size_t joinedColumn = 0;  // where lines are joined by a backslash inside of the indentation, the first one counts
  for (;; ++at_) {
    if (now() == ' ') {
      ++indent.column;
      ++indent.narrow;
    } else if (now() == '\t') {
      indent.column = (indent.column / 8 + 1) * 8;
      ++indent.narrow;
    } else if (now() == '\f') {
      indent = {};
    } else if (now() == '\\' && now(1) == '\n' && at_ + 2 < text_.size()) {
      if (joinedColumn == 0) joinedColumn = indent.column;
      ++at_;
    } else {
      break;
    }
  }
  if (now() == '\\') return std::nullopt;
  if (joinedColumn > 0 && now() != '#' && now() != '\n') indent.column = indent.narrow = joinedColumn;
  return indent;
}

void Lexer::indentTo(const Indent& indent, std::size_t lineBegin) {
  if (indents_.size() == kMaxIndents) {
    addFault(lineBegin, "more than " + std::to_string(kMaxIndents - 1) + " levels of indentation: put a part into a function");
    return stop();
  }
  const bool mixed = indent.narrow <= indents_.back().narrow;
  indents_.push_back(indent);
  add(TokenKind::indent, at_);
  if (mixed && !mixedTold_) {
    mixedTold_ = true;
    addFault(lineBegin, "tabs and blanks are mixed in the indentation, so it is open how far it goes: indent with blanks alone");
  }
}

void Lexer::dedentTo(const Indent& indent, std::size_t lineBegin) {
  const auto fits = [&](const Indent& level) {
    return level.column == indent.column || (level.other > 0 && level.other == indent.column);
  };
  std::optional<Indent> left;
  while (!fits(indents_.back()) && indent.column < indents_.back().column) {
    left = indents_.back();
    indents_.pop_back();
    add(TokenKind::dedent, at_);
  }
  if (!fits(indents_.back())) {
    // The line stays in the level that it is nearest to, so that this is told once.
    const std::size_t outer = indents_.back().column;
    Indent level = *left;
    level.other = level.column;
    level.column = indent.column;
    level.narrow = indent.narrow;
    indents_.push_back(level);
    out_.tokens.pop_back();
    at_ = lineBegin;
    while (isBlank(now())) ++at_;
    addFault(lineBegin, "this line is indented by " + std::to_string(indent.column) + ", the blocks around it by " +
                            std::to_string(outer) + " and " + std::to_string(left->column) + ": it has to be one of these");
    return;
  }
  if (indent.column == indents_.back().column && indent.narrow != indents_.back().narrow && !mixedTold_) {
    mixedTold_ = true;
    addFault(lineBegin, "tabs and blanks are mixed in the indentation, so it is open how far it goes: indent with blanks alone");
  }
}

void Lexer::comment() {
  const std::size_t begin = at_;
  at_ = std::min(text_.find('\n', at_), text_.size());
  const std::string_view line = trimmed(text_.substr(begin + 1, at_ - begin - 1));
  if (!line.starts_with("watch:")) return;
  const bool begins = begin == 0 || text_[begin - 1] == '\n';
  if (begins || (indents_.size() == 1 && brackets_.empty() && !isBlank(text_[text_.rfind('\n', begin) + 1])))
    watch(line.substr(6), begin);
}

// The names of a comment `# watch: NAME, …` at module level.
void Lexer::watch(std::string_view names, std::size_t begin) {
  const auto isName = [](std::string_view part) {
    if (part.empty() || isDigit(part[0]) || isKeyword(part)) return false;
    while (!part.empty()) {
      const CodePoint letter = firstCodePoint(part);
      if (!isAsciiLetter(part[0]) && !isDigit(part[0]) && !isLetter(letter.value)) return false;
      part.remove_prefix(letter.bytes);
    }
    return true;
  };
  for (std::string_view rest = names;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view dotted = trimmed(rest.substr(0, comma));
    for (std::string_view parts = dotted;;) {
      const std::size_t dot = parts.find('.');
      if (!isName(parts.substr(0, dot))) {
        out_.faults.push_back({spanFrom(begin),
                               "a comment `# watch:` lists the variables to watch, separated by commas, such as "
                               "`# watch: counter, account.balance`"});
        return;
      }
      if (dot == std::string_view::npos) break;
      parts.remove_prefix(dot + 1);
    }
    out_.watched.push_back({std::string(dotted), source_.span(dotted)});
    if (comma == std::string_view::npos) return;
    rest.remove_prefix(comma + 1);
  }
}

void Lexer::lineEnd() {
  const std::size_t begin = at_++;
  if (isField_) return;
  if (brackets_.empty()) {
    add(TokenKind::newline, begin);
    beginLine();
    return;
  }
  if (!statementBegins()) return;
  leaveBrackets();
  add(TokenKind::newline, begin);
  out_.tokens.back().text = {};
  beginLine();
}

// Whether the next line begins with what only a statement begins with.
bool Lexer::statementBegins() const {
  std::size_t begin = at_;
  while (begin < text_.size() && isBlank(text_[begin])) ++begin;
  std::size_t end = begin;
  while (end < text_.size() && isAsciiLetter(text_[end])) ++end;
  if (end < text_.size() && (isDigit(text_[end]) || static_cast<unsigned char>(text_[end]) >= 0x80)) return false;
  return std::ranges::find(kStatementKeywords, text_.substr(begin, end - begin)) != kStatementKeywords.end();
}

// Tells of every bracket that is open that it was never closed.
void Lexer::leaveBrackets() {
  if (brackets_.empty()) return;
  for (const Bracket& each : brackets_) out_.open.push_back({each.token, out_.tokens.size() + 1});
  const Bracket& inner = brackets_.back();
  Token fault = out_.tokens[inner.token];
  fault.kind = TokenKind::fault;
  fault.fault = neverClosed(fault.text);
  out_.tokens.push_back(std::move(fault));
  brackets_.clear();
}

// A backslash outside of strings.
void Lexer::joinLines() {
  const std::size_t begin = at_++;
  if (now() != '\n') {
    at_ = std::min(text_.find('\n', at_), text_.size());
    return addFault(begin, "`\\` joins two lines and has to be the last character of its line");
  }
  ++at_;
  if (atEnd()) {
    at_ = begin + 1;
    addFault(begin, "`\\` joins two lines, and there is no line behind this one");
    ++at_;
  }
}

// ---- Tokens -------------------------------------------------------------------------------------

void Lexer::token() {
  const char c = now();
  if (isBlank(c)) {
    ++at_;
  } else if (c == '\n') {
    lineEnd();
  } else if (c == '#') {
    if (isField_) {
      const std::size_t begin = at_;
      at_ = text_.size();
      addFault(begin, "a comment cannot stand in a field of an f-string");
    } else {
      comment();
    }
  } else if (c == '\\') {
    joinLines();
  } else if (isDigit(c) || (c == '.' && isDigit(now(1)))) {
    number();
  } else if (isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80) {
    if (!string()) name();
  } else if (c == '\'' || c == '"') {
    string();
  } else {
    op();
  }
}

void Lexer::name() {
  const std::size_t begin = at_;
  while (!atEnd()) {
    const CodePoint letter = firstCodePoint(text_.substr(at_));
    if (!isAsciiLetter(now()) && !isDigit(now()) && !isLetter(letter.value)) break;
    at_ += letter.bytes;
  }
  if (at_ == begin) return strange();
  add(TokenKind::name, begin);
}

// Digits, with single underscores between them and, if there were some before, before them.
std::string_view Lexer::digitsAfter(bool (*isOne)(char), bool needed) {
  const std::size_t begin = at_;
  while (isOne(now()) || (now() == '_' && isOne(now(1)) && (at_ > begin || !needed))) ++at_;
  return text_.substr(begin, at_ - begin);
}

// "Numeric literals" of the reference: whole numbers, floats; complex ones to refuse them.
void Lexer::number() {
  const std::size_t begin = at_;
  if (now() == '0' && (now(1) == 'x' || now(1) == 'X'))
    return radixNumber(begin, "hexadecimal number: its digits are 0 to 9 and a to f", isHexDigit);
  if (now() == '0' && (now(1) == 'o' || now(1) == 'O'))
    return radixNumber(begin, "octal number: its digits are 0 to 7", isOctalDigit);
  if (now() == '0' && (now(1) == 'b' || now(1) == 'B'))
    return radixNumber(begin, "binary number: its digits are 0 and 1", isBinaryDigit);
  const std::string_view whole = digitsAfter(isDigit, true);
  bool isWhole = true;
  if (now() == '.') {
    isWhole = false;
    ++at_;
    digitsAfter(isDigit, true);
  }
  const std::size_t sign = now(1) == '+' || now(1) == '-' ? 1 : 0;
  if ((now() == 'e' || now() == 'E') && isDigit(now(1 + sign))) {
    isWhole = false;
    at_ += 1 + sign;
    digitsAfter(isDigit, true);
  }
  if (now() == 'j' || now() == 'J') {
    ++at_;
    return add(TokenKind::number, begin, "complex numbers are not in the language");
  }
  if (isWhole && whole[0] == '0' && whole.find_first_not_of("0_") != std::string_view::npos) {
    return add(TokenKind::number, begin, "a whole number cannot begin with 0: leave it out, or write `0o` for an octal number");
  }
  endNumber(begin, "number and no name: a name begins with a letter");
}

void Lexer::radixNumber(std::size_t begin, const char* what, bool (*isOne)(char)) {
  at_ += 2;
  if (digitsAfter(isOne, false).empty()) {
    while (isAsciiLetter(now()) || isDigit(now())) ++at_;
    return add(TokenKind::number, begin, inTicks(text_.substr(begin, at_ - begin)) + " is no " + what);
  }
  endNumber(begin, what);
}

// What follows a number must not continue it, except for a keyword.
void Lexer::endNumber(std::size_t begin, std::string_view what) {
  if (keywordFollowsNumber()) return add(TokenKind::number, begin);
  const std::size_t end = at_;
  while (!atEnd()) {
    const CodePoint letter = firstCodePoint(text_.substr(at_));
    if (!isAsciiLetter(now()) && !isDigit(now()) && !isLetter(letter.value)) break;
    at_ += letter.bytes;
  }
  if (at_ == end) return add(TokenKind::number, begin);
  const std::string all(text_.substr(begin, at_ - begin));
  add(TokenKind::number, begin, inTicks(all) + " is no " + std::string(what));
}

// As CPython's verify_end_of_number(): it looks at one or two letters, not at the end of the word.
bool Lexer::keywordFollowsNumber() const {
  constexpr std::array<std::string_view, 9> kBeginnings = {"and", "else", "for", "if", "in", "is", "or", "not", ""};
  const std::string_view rest = text_.substr(at_);
  return std::ranges::any_of(kBeginnings, [&](std::string_view each) { return !each.empty() && rest.starts_with(each); });
}

// A string literal, if one begins here: a prefix of at most two letters, and quotes.
bool Lexer::string() {
  std::size_t quote = 0;
  while (quote < 2 && std::string_view("rRfFuUbB").find(now(quote)) != std::string_view::npos && now(quote) != '\0') ++quote;
  const char mark = now(quote);
  if (mark != '\'' && mark != '"') return false;
  std::string prefix(text_.substr(at_, quote));
  std::ranges::transform(prefix, prefix.begin(), [](char c) { return c < 'a' ? static_cast<char>(c + 32) : c; });
  constexpr std::array<std::string_view, 9> kPrefixes = {"", "r", "f", "u", "b", "rf", "fr", "br", "rb"};
  if (std::ranges::find(kPrefixes, prefix) == kPrefixes.end()) return false;
  const std::size_t begin = at_;
  at_ += quote;
  const bool triple = now(1) == mark && now(2) == mark;
  at_ += triple ? 3 : 1;
  const auto closes = [&] { return now() == mark && (!triple || (now(1) == mark && now(2) == mark)); };
  while (!atEnd() && !closes()) {
    if (!triple && now() == '\n') break;
    at_ += now() == '\\' && at_ + 1 < text_.size() ? 2 : 1;
  }
  if (!closes()) {
    unterminated(begin, triple);
    return true;
  }
  at_ += triple ? 3 : 1;
  const bool bytes = prefix.find('b') != std::string::npos;
  add(TokenKind::string, begin, bytes ? "bytes are not in the language: write a string without `b`" : "");
  return true;
}

void Lexer::unterminated(std::size_t begin, bool triple) {
  std::size_t end = at_;
  at_ = std::min(text_.find('\n', begin), text_.size());
  addFault(begin, triple ? "this string was never closed: its three closing quotes are missing"
                         : "this string was never closed: a closing quote is missing before the end of the line");
  at_ = triple ? text_.size() : end;
  if (triple) {
    brackets_.clear();
    return;
  }
  // `print('hello)`: what would close the brackets went into the string.
  const std::string_view rest = trimmed(text_.substr(begin, end - begin));
  const auto closers = std::ranges::count_if(rest, [](char c) { return c == ')' || c == ']' || c == '}'; });
  if (static_cast<std::size_t>(closers) >= brackets_.size()) brackets_.clear();
}

// ---- Operators and brackets ---------------------------------------------------------------------

void Lexer::op() {
  const std::string_view rest = text_.substr(at_);
  const auto* const found = std::ranges::find_if(kOperators, [&](std::string_view each) { return rest.starts_with(each); });
  if (found == kOperators.end()) return strange();
  const std::size_t begin = at_;
  at_ += found->size();
  const char c = text_[begin];
  if (c == '(' || c == '[' || c == '{') return open(begin);
  if (c == ')' || c == ']' || c == '}') return close(begin);
  if (*found == "&&") return add(TokenKind::op, begin, "`&&` is no operator of Python: write `and`");
  if (*found == "||") return add(TokenKind::op, begin, "`||` is no operator of Python: write `or`");
  add(TokenKind::op, begin);
}

void Lexer::open(std::size_t begin) {
  if (brackets_.size() == kMaxBrackets) {
    addFault(begin, "more than " + std::to_string(kMaxBrackets) +
                        " brackets are open: name a part of the expression in a line of its own");
    brackets_.clear();
    return stop();
  }
  brackets_.push_back({text_[begin], out_.tokens.size()});
  add(TokenKind::op, begin);
}

void Lexer::close(std::size_t begin) {
  const char closer = text_[begin];
  if (brackets_.empty()) return addFault(begin, inTicks(text_.substr(begin, 1)) + " closes nothing: no bracket is open here");
  const Bracket last = brackets_.back();
  brackets_.pop_back();
  if (closerOf(last.opener) == closer) return add(TokenKind::op, begin);
  const auto opens = [&](const Bracket& each) { return closerOf(each.opener) == closer; };
  while (std::ranges::any_of(brackets_, opens) && !opens(brackets_.back())) brackets_.pop_back();
  if (!brackets_.empty() && opens(brackets_.back())) brackets_.pop_back();
  const Span place = out_.tokens[last.token].span;
  addFault(begin, inTicks(text_.substr(begin, 1)) + " does not close " + inTicks(std::string(1, last.opener)) + " of line " +
                      std::to_string(place.line) + ": " + inTicks(std::string(1, closerOf(last.opener))) + " is expected");
}

// What begins no token. One fault a logical line: quotes of a word processor, say, come in pairs.
void Lexer::strange() {
  const std::size_t begin = at_;
  const CodePoint character = firstCodePoint(text_.substr(at_));
  at_ += character.bytes;
  if (strangeTold_) return addFault(begin, "");
  strangeTold_ = true;
  std::array<char, 12> code{};
  std::snprintf(code.data(), code.size(), "U+%04X", static_cast<unsigned>(character.value));
  const std::string shown = inTicks(text_.substr(begin, character.bytes));
  if (character.value == '!') return addFault(begin, "`!` stands only in `!=`: write `not` to negate");
  if (character.value == 0x201C || character.value == 0x201D || character.value == 0x201E || character.value == 0x2018 ||
      character.value == 0x2019) {
    return addFault(begin, shown + " is no quote of Python: write ' or \"");
  }
  if (character.value == 0xA0) return addFault(begin, "a no-break space (U+00A0) stands here: write a blank");
  if (character.value < 0x20 || (character.value >= 0x7F && character.value < 0xA0)) {
    return addFault(begin, std::string("a control character (") + code.data() + ") stands here: remove it");
  }
  if (character.value >= 0x80) {
    return addFault(begin,
                    shown + " (" + code.data() + ") can stand only in a string or a comment: names have letters, digits and _");
  }
  addFault(begin, shown + " is no operator of Python");
}

}  // namespace

std::string neverClosed(std::string_view bracket) {
  return inTicks(bracket) + " was never closed: " + inTicks(std::string(1, closerOf(bracket[0]))) + " is missing";
}

bool isKeyword(std::string_view name) { return std::ranges::find(kKeywords, name) != kKeywords.end(); }

Lexed lex(const SourceText& source) { return Lexer(source, 0, source.text().size(), false).run(); }

Lexed lexField(const SourceText& source, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - source.text().data());
  return Lexer(source, begin, begin + part.size(), true).run();
}

}  // namespace interleave::lang
