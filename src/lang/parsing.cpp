#include "lang/parsing.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "text/utf8.h"

namespace interleave::lang {

void Parsing::fault(const Span& span, std::string what) {
  gaps_.add(span.line, span.endLine);
  faultAlone(span, std::move(what));
}

void Parsing::faultAlone(const Span& span, std::string what) {
  const auto place = [](const Fault& fault) { return std::pair(fault.span.line, fault.span.column); };
  const auto behind = std::ranges::upper_bound(faults_, std::pair(span.line, span.column), {}, place);
  faults_.insert(behind, {span, std::move(what)});
}

Faults Parsing::faults() const {
  return {faults_.begin(), faults_.begin() + std::min(std::ssize(faults_), std::ptrdiff_t{kMaxFaults})};
}

NodeId Parsing::add(Node node, std::span<const NodeId> children) {
  std::size_t depth = 0;
  for (const NodeId child : children) depth = std::max(depth, depths_[child]);
  depths_.push_back(depth + 1);
  return tree_.add(std::move(node), children);
}

const Token& Cursor::now(std::size_t ahead) const { return lexed_.tokens[std::min(index_ + ahead, lexed_.tokens.size() - 1)]; }

const Token& Cursor::take() {
  const Token& token = now();
  if (token.kind == TokenKind::fault) fail("");
  if (!token.fault.empty()) parsing_.fault(token.span, token.fault);
  if (token.kind == TokenKind::name || token.kind == TokenKind::number || token.kind == TokenKind::string ||
      token.kind == TokenKind::op) {
    last_ = token.span;
  }
  if (index_ + 1 < lexed_.tokens.size()) ++index_;
  return token;
}

bool Cursor::accept(std::string_view text) {
  if (!at(text)) return false;
  take();
  return true;
}

const Token& Cursor::takeName(std::string_view what) {
  if (isName(now())) return take();
  if (at(TokenKind::name)) fail("`" + std::string(now().text) + "` is a keyword of Python and cannot be " + std::string(what));
  unexpected(std::string(what) + " is expected");
}

void Cursor::fail(std::string what) const { fail(now().span, std::move(what)); }

void Cursor::fail(const Span& span, std::string what) const {
  if (const Token& token = now(); token.kind == TokenKind::fault) {
    if (!token.fault.empty()) parsing_.fault(token.span, token.fault);
    throw Abandoned{};
  }
  const auto around = std::ranges::find_if(lexed_.open.rbegin(), lexed_.open.rend(),
                                           [&](const OpenBracket& each) { return each.begin < index_ && index_ < each.end; });
  if (around != lexed_.open.rend()) {
    const Token& bracket = lexed_.tokens[around->begin];
    parsing_.fault(bracket.span, neverClosed(bracket.text));
    throw Abandoned{};
  }
  parsing_.fault(span, std::move(what));
  throw Abandoned{};
}

void Cursor::unexpected(std::string_view allowed) const {
  const bool program = at(TokenKind::end) && now().text.empty();
  const std::string here = at(TokenKind::newline) ? "the line ends here"
                           : program              ? "the program ends here"
                                                  : describe(now()) + " cannot stand here";
  fail(here + ": " + std::string(allowed));
}

// A logical line and the block that is indented behind it.
void Cursor::skipLine() {
  while (!at(TokenKind::newline) && !at(TokenKind::end)) ++index_;
  if (at(TokenKind::newline)) ++index_;
  if (!at(TokenKind::indent)) return;
  std::size_t levels = 0;
  do {
    if (at(TokenKind::indent)) ++levels;
    if (at(TokenKind::dedent)) --levels;
    ++index_;
  } while (levels > 0);
}

void Cursor::skipStatement() {
  skipLine();
  while (at("elif") || at("else") || at("except") || at("finally")) skipLine();
}

bool Cursor::atExpression() const {
  if (at(TokenKind::number) || at(TokenKind::string) || isName(now())) return true;
  constexpr std::array<std::string_view, 14> kBeginnings = {"(",    "[",    "{",     "-",   "+",      "~",     "...",
                                                            "None", "True", "False", "not", "lambda", "await", "yield"};
  return std::ranges::any_of(kBeginnings, [this](std::string_view each) { return at(each); });
}

std::size_t Cursor::closing() const {
  std::size_t open = 0;
  for (std::size_t i = index_; i < lexed_.tokens.size(); ++i) {
    const Token& token = lexed_.tokens[i];
    if (token.kind != TokenKind::op) continue;
    if (token.text == "(" || token.text == "[" || token.text == "{") ++open;
    if ((token.text == ")" || token.text == "]" || token.text == "}") && --open == 0) return i;
  }
  return lexed_.tokens.size() - 1;
}

bool Cursor::hasClause(std::string_view keyword) const {
  std::size_t levels = 0;
  for (std::size_t i = index_; i + 1 < lexed_.tokens.size(); ++i) {
    const TokenKind kind = lexed_.tokens[i].kind;
    if (kind == TokenKind::indent) ++levels;
    if (kind == TokenKind::dedent && levels-- == 0) return false;
    if (levels > 0 || (kind != TokenKind::newline && kind != TokenKind::dedent)) continue;
    const Token& next = lexed_.tokens[i + 1];
    if (next.kind == TokenKind::indent || next.kind == TokenKind::dedent) continue;
    if (next.text == keyword) return true;
    if (next.text != "except" && next.text != "else") return false;
  }
  return false;
}

std::string describe(const Token& token) {
  constexpr std::size_t kMaxShown = 30;
  const std::string shown = "`" + shortened(token.text, kMaxShown) + "`";
  switch (token.kind) {
    case TokenKind::newline: return "the end of the line";
    case TokenKind::indent:
    case TokenKind::dedent: return "another indentation";
    case TokenKind::end: return token.text.empty() ? "the end of the program" : shown;
    case TokenKind::number: return "the number " + shown;
    case TokenKind::string: return "a string";
    case TokenKind::name: return (isKeyword(token.text) ? "the keyword " : "the name ") + shown;
    default: return shown;
  }
}

}  // namespace interleave::lang
