// The tree of a program: the abstract syntax of the Python 3.11 reference, as far as the language has it.
//
// One kind of node. Its children are in a fixed order that the table at NodeKind gives; an optional child that is absent is
// kNoNode, the number of a node of kind `none`. A tree owns everything that it refers to; copies are independent. Nodes never
// change after parsing, so any number of threads may read a tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source.h"

namespace interleave::lang {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0;

// In the comments: `text` is Node::text, `flag` is Node::flag, [a, b…] are the children, `b…` any number of them, `c?` an
// optional one. `block` is a node of that kind.
enum class NodeKind : std::uint8_t {
  none,            // an optional child that is absent

  // Statements
  block,           // [statement…]; of a module, a body, a branch
  functionDef,     // text: name; [parameters, block, returns?, decorator…]
  classDef,        // text: name; [block, base…]
  returnStatement, // [value?]
  deleteStatement, // [target…]
  assign,          // [value, target…]: targets from left to right
  augAssign,       // op; [target, value]
  annAssign,       // [target, annotation, value?]
  forStatement,    // [target, iterable, block, else block?]
  whileStatement,  // [test, block, else block?]
  ifStatement,     // [test, block, else block?]; an `elif` is an else block of one ifStatement, flag: written as `elif`
  withStatement,   // [block, withItem…]
  withItem,        // [context, target?]
  raiseStatement,  // [exception?, cause?]
  tryStatement,    // [block, else block?, finally block?, handler…]
  handler,         // text: name or empty; [type?, block]
  assertStatement, // [test, message?]
  import,          // [alias…]
  importFrom,      // text: module; [alias…]
  alias,           // text: name, dotted in `import`; name2: the name after `as`, or empty
  global,          // [name…], which are nodes of kind `name`
  nonlocal,        // [name…]
  expression,      // [value]
  pass,
  breakStatement,
  continueStatement,

  // Expressions
  boolAnd,         // [operand, operand…]
  boolOr,          // [operand, operand…]
  binary,          // op; [left, right]
  unary,           // op; [operand]
  lambda,          // [parameters, body]
  conditional,     // [test, then, otherwise]
  dict,            // [key, value, key, value…]
  set,             // [element…], one at least
  listComp,        // [element, target, iterable, condition?]
  generator,       // the same; the only argument of a call
  compare,         // [left, (compareOp)…, …]: [left, right…], with the operators in `ops`
  call,            // [callee, argument…]: positional ones first; a keyword argument is a `keyword`, `*x` is `starred`
  keyword,         // text: name; [value]
  formatted,       // text: conversion 'r', 's' or empty; [value, spec?]: one field of an f-string; spec is a joined
  joined,          // [constantStr or formatted…]: an f-string
  constantNone,
  constantTrue,
  constantFalse,
  constantInt,     // integer
  constantFloat,   // real
  constantStr,     // text: the string's value, UTF-8
  attribute,       // text: name; [object]
  subscript,       // [object, index]; index may be a slice
  slice,           // [lower?, upper?, step?]
  starred,         // [value]
  name,            // text
  list,            // [element…]
  tuple,           // [element…]

  parameters,      // [parameter…], in the order of the text; there is always one, if perhaps an empty one
  parameter,       // text: name; [annotation?, default?]; flag: keyword only (behind a bare `*`)
};

enum class Operator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  floorDivide,
  modulo,
  power,                              // binary, augAssign
  positive,
  negative,
  logicalNot,                                                    // unary
  equal,
  notEqual,
  less,
  lessEqual,
  greater,
  greaterEqual,
  is,
  isNot,
  in,
  notIn,     // compare
};

struct Node {
  NodeKind kind = NodeKind::none;
  Operator op = Operator::none;
  bool flag = false;
  Span span;                   // as `lineno` to `end_col_offset` of Python's `ast`, for what has them there
  Span nameSpan;               // of the name in a functionDef, classDef, handler, attribute, keyword, alias, parameter
  std::uint32_t firstChild = 0;  // into Tree's list of children
  std::uint32_t childCount = 0;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  std::string name2;
  std::vector<Operator> ops;   // of a compare: one an operand behind the first
};

// A name of a comment `# watch: NAME, …`: dotted, as `account.balance`.
struct Watched {
  std::string name;
  Span span;
};

class Tree {
 public:
  Tree() : nodes_(1) {}

  const Node& operator[](NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }
  std::span<const NodeId> children(NodeId id) const {
    return std::span(children_).subspan(nodes_[id].firstChild, nodes_[id].childCount);
  }
  NodeId child(NodeId id, std::size_t index) const { return children(id)[index]; }
  NodeKind kind(NodeId id) const { return nodes_[id].kind; }

  // The module's block.
  NodeId root() const { return root_; }
  // Of the comments `# watch: NAME, …` at module level, in the order of the text.
  const std::vector<Watched>& watched() const { return watched_; }

  // For who builds a tree. `add` copies the numbers of the children.
  NodeId add(Node node, std::span<const NodeId> children);
  void setRoot(NodeId root) { root_ = root; }
  void watch(Watched watched) { watched_.push_back(std::move(watched)); }

 private:
  std::vector<Node> nodes_;
  std::vector<NodeId> children_;
  std::vector<Watched> watched_;
  NodeId root_ = kNoNode;
};

}  // namespace interleave::lang
