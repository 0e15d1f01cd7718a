// The parser of statements.
#pragma once

#include <string_view>
#include <vector>

#include "lang/expressions.h"
#include "lang/parsing.h"

namespace interleave::lang {

// Blocks inside one another, an `elif` counted as one: walking a tree by recursion takes little stack.
inline constexpr std::size_t kMaxBlockDepth = 200;
// `for`, `while`, `try` and `with` inside one another in a function, as in CPython (CO_MAXBLOCKS).
inline constexpr std::size_t kMaxStaticBlocks = 20;

class Statements {
 public:
  Statements(Parsing& parsing, Cursor& cursor) : parsing_(parsing), cursor_(cursor), expressions_(parsing, cursor) {}

  // file: [statements] ENDMARKER
  NodeId module();

 private:
  // What stands around a statement.
  struct Around {
    bool scope = false;  // a function or class
    bool function = false;
    bool loop = false;
    bool handler = false;
    std::size_t depth = 0;
    std::size_t blocks = 0;
  };
  using Rule = NodeId (Statements::*)();

  void statements(std::vector<NodeId>& out);
  void statement(std::vector<NodeId>& out);
  void unexpectedIndent(std::vector<NodeId>& out);
  Rule compoundHere() const;
  void leaveOutAsync();
  void simpleStatements(std::vector<NodeId>& out);
  NodeId simple();
  void endOfStatement();
  NodeId block(std::string_view owner, const Span& place, const Around& inside);
  void requireDepth(const Span& place);
  void colon(std::string_view owner);
  Around blocksMore(const Span& place, std::size_t more, bool loop);

  NodeId ifStatement();
  NodeId elseBlock(const Around& inside);
  NodeId whileStatement();
  NodeId forStatement();
  NodeId tryStatement();
  NodeId handler();
  NodeId withStatement();
  bool atBracketedItems() const;
  NodeId withItem();
  NodeId decorated();
  NodeId functionDef(const std::vector<NodeId>& decorators);
  NodeId decorator(bool repeated);
  NodeId classDef();
  void typeParameters();
  void leftOutKeyword();

  NodeId expressionStatement();
  NodeId assignment(NodeId first, const Span& begin);
  NodeId augmented(NodeId target, const Span& begin);
  NodeId annotated(NodeId target, const Span& begin, bool bracketed);
  NodeId returnStatement();
  NodeId loopStatement();
  NodeId passStatement();
  NodeId raiseStatement();
  NodeId assertStatement();
  NodeId deleteStatement();
  void requireElement(NodeId node);
  NodeId importStatement();
  NodeId importFrom();
  NodeId alias(bool dotted);
  std::string dottedName();
  NodeId scopeStatement();

  NodeId add(NodeKind kind, const Span& begin, std::span<const NodeId> children);
  NodeId addNode(Node node, const Span& begin, std::span<const NodeId> children);

  Parsing& parsing_;
  Cursor& cursor_;
  Expressions expressions_;
  Around around_;
};

}  // namespace interleave::lang
