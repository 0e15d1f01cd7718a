// What the parser's parts share: the tree that is made, the faults that were found, and the place in the tokens.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/gaps.h"
#include "lang/source.h"
#include "lang/source_text.h"
#include "lang/token.h"
#include "lang/tree.h"

namespace interleave::lang {

// Thrown where a statement cannot be parsed on, after its fault has been added; caught where the next statement is looked for.
struct Abandoned {};

class Parsing {
 public:
  explicit Parsing(const SourceText& source) : source_(source) {}

  const SourceText& source() const { return source_; }
  Tree& tree() { return tree_; }
  Gaps& gaps() { return gaps_; }

  // The statement can be parsed on behind it, to a tree that is not what was meant: its lines are a gap.
  void fault(const Span& span, std::string what);
  // The tree is the one that it would be without this fault.
  void faultAlone(const Span& span, std::string what);
  // The first kMaxFaults in the order of their places.
  Faults faults() const;

  // Adds a node and keeps count of how deep it is.
  NodeId add(Node node, std::span<const NodeId> children);
  std::size_t depthOf(NodeId node) const { return depths_[node]; }

  // How many expressions are being parsed inside one another.
  std::size_t nesting = 0;

 private:
  const SourceText& source_;
  Tree tree_;
  Faults faults_;  // in the order of their places
  Gaps gaps_;
  std::vector<std::size_t> depths_{0};
};

// The place in a row of tokens, which the parser reads from the first to the last.
class Cursor {
 public:
  Cursor(Parsing& parsing, const Lexed& lexed) : parsing_(parsing), lexed_(lexed) {}

  const Token& now(std::size_t ahead = 0) const;
  bool at(std::string_view text) const { return now().text == text && isText(now()); }
  bool at(TokenKind kind) const { return now().kind == kind; }
  bool follows(std::string_view text) const { return now(1).text == text && isText(now(1)); }
  std::size_t index() const { return index_; }

  // The next token, which is left behind; tells what is wrong with it.
  const Token& take();
  bool accept(std::string_view text);
  // A name that is no keyword. `what` names it in the message: "a name for the function".
  const Token& takeName(std::string_view what);

  // From where `begin` begins to the end of the last token that was taken and is more than layout.
  Span spanFrom(const Span& begin) const { return {begin.line, begin.column, last_.endLine, last_.endColumn}; }
  const Span& last() const { return last_; }

  // What stands here cannot stand here. If a token cannot be one, or a bracket around this place was never closed, that is the
  // fault, and else `what`.
  [[noreturn]] void fail(std::string what) const;
  [[noreturn]] void fail(const Span& span, std::string what) const;
  // "'foo' cannot stand here: " and what is allowed.
  [[noreturn]] void unexpected(std::string_view allowed) const;

  // Goes on behind a statement that cannot be parsed: to the next one of the same or a smaller indentation. What is wrong on the
  // way is not told, as it may come of the first fault.
  void skipStatement();

  // Whether an expression can begin with the next token.
  bool atExpression() const;
  // The number of the token that closes the bracket which is the next token; of the last token, where nothing does.
  std::size_t closing() const;
  // Behind `try`: whether the statement has a clause that begins with this keyword.
  bool hasClause(std::string_view keyword) const;
  const Token& token(std::size_t index) const { return lexed_.tokens[std::min(index, lexed_.tokens.size() - 1)]; }

 private:
  void skipLine();
  static bool isText(const Token& token) { return token.kind == TokenKind::op || token.kind == TokenKind::name; }

  Parsing& parsing_;
  const Lexed& lexed_;
  std::size_t index_ = 0;
  Span last_;
};

// "the name 'foo'", "the end of the line": for a message.
std::string describe(const Token& token);

// Whether a name can be given to something: no keyword.
inline bool isName(const Token& token) { return token.kind == TokenKind::name && !isKeyword(token.text); }

}  // namespace interleave::lang
