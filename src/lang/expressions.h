// The parser of expressions.
#pragma once

#include <string_view>
#include <vector>

#include "lang/parsing.h"

namespace interleave::lang {

// A tree is at most so deep below a statement, and so many expressions stand inside one another: walking it by recursion takes
// little stack.
inline constexpr std::size_t kMaxExpressionDepth = 200;

class Expressions {
 public:
  Expressions(Parsing& parsing, Cursor& cursor) : parsing_(parsing), cursor_(cursor) {}

  // The rules of the reference's grammar that statements are made of. Each throws Abandoned where there is none.
  NodeId expression();
  // Also `x := 1`, to refuse it.
  NodeId namedExpression();
  // Several with commas are a tuple; its place is `place`, or else from the first to the last token.
  NodeId starExpressions(const Span* place = nullptr);
  // Of a `for`: what can be assigned to, several with commas are a tuple.
  NodeId targets();
  // One name, attribute, element, or a tuple or list of such.
  NodeId target();
  NodeId primary();
  // Of a `def` up to `)`, of a lambda up to `:`. The bracket or colon is left.
  NodeId parameters(bool ofLambda);
  // The arguments of a call and `)`. `bracket` is where the `(` is, which has been taken.
  std::vector<NodeId> arguments(NodeId callee, const Span& bracket);

  // Refuses a node that cannot be assigned to by `=`, or by `for` and so on.
  void requireTarget(NodeId node);

  NodeId add(NodeKind kind, const Span& begin, std::span<const NodeId> children, Operator op = Operator::none);
  NodeId addNode(Node node, std::span<const NodeId> children);

 private:
  // From the weakest to the strongest.
  enum class Level { disjunction, conjunction, inversion, comparison, bitOr, bitXor, bitAnd, shift, sum, term, factor };
  struct Binary;

  NodeId operators(Level lowest);
  NodeId prefixed(Level lowest);
  NodeId boolean(NodeId first, const Span& begin, NodeKind kind, Level level);
  bool atComparison() const;
  Operator comparisonOperator();
  NodeId comparison(NodeId first, const Span& begin);
  NodeId arithmetic(NodeId left, const Span& begin, const Binary& op);
  NodeId power();
  NodeId lambda();
  NodeId conditional(NodeId then, const Span& begin);

  NodeId attribute(NodeId object, const Span& begin);
  NodeId subscript(NodeId object, const Span& begin);
  NodeId index();
  NodeId call(NodeId callee, const Span& begin);
  bool takesGenerator(NodeId callee);
  std::vector<NodeId> generatorArgument(NodeId callee, NodeId element, const Span& bracket, bool alone);
  NodeId keywordArgument(const std::vector<NodeId>& earlier);
  NodeId starArgument(NodeId callee);

  NodeId atom();
  NodeId constant(NodeKind kind);
  NodeId name();
  NodeId number();
  NodeId wholeNumber(Node node, std::string_view digits);
  NodeId group();
  NodeId list();
  NodeId braces();
  NodeId dictValue();
  NodeId leftOutComprehension(const Span& begin, NodeId element, bool isDict);
  NodeId starred();
  NodeId starredOrNamed();
  std::vector<NodeId> comprehension(NodeId element);

  // What has been read of a list of parameters.
  struct Markers {
    bool keywordOnly = false;  // behind '*'
    bool defaults = false;     // one has a default
  };
  void marker(bool ofLambda, std::string_view closer, Markers& markers);
  NodeId parameter(bool ofLambda, Markers& markers);

  bool atComprehension() const { return cursor_.at("for") || cursor_.at("async"); }
  void closeBracket(std::string_view closer);
  [[noreturn]] void tooDeep(const Span& span);
  [[noreturn]] void noExpression();

  Parsing& parsing_;
  Cursor& cursor_;
};

// One or more string literals in a row, f-strings among them, as one value: strings.cpp.
NodeId parseStrings(Parsing& parsing, Cursor& cursor);

}  // namespace interleave::lang
