#include "lang/expressions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "text/utf8.h"

namespace interleave::lang {
namespace {

// Counts how many expressions are being parsed inside one another.
class Nested {
 public:
  explicit Nested(Parsing& parsing) : parsing_(parsing) { ++parsing_.nesting; }
  ~Nested() { --parsing_.nesting; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  Parsing& parsing_;
};

constexpr std::string_view kExpected = "an expression is expected";

// What can be named in a message.
std::string nounOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::call: return "a call";
    case NodeKind::constantInt:
    case NodeKind::constantFloat: return "a number";
    case NodeKind::constantStr: return "a string";
    case NodeKind::joined: return "an f-string";
    case NodeKind::constantNone: return "None";
    case NodeKind::constantTrue: return "True";
    case NodeKind::constantFalse: return "False";
    case NodeKind::compare: return "a comparison";
    case NodeKind::conditional: return "a conditional expression";
    case NodeKind::lambda: return "a lambda";
    case NodeKind::listComp: return "a list comprehension";
    case NodeKind::generator: return "a generator expression";
    case NodeKind::dict: return "a dict";
    case NodeKind::set: return "a set";
    case NodeKind::binary:
    case NodeKind::unary:
    case NodeKind::boolAnd:
    case NodeKind::boolOr: return "an operation";
    default: return "this";
  }
}

}  // namespace

struct Expressions::Binary {
  std::string_view text;
  Level level;
  Operator op;             // none: the language has no such operator
  std::string_view instead;  // of what it does not have
};

// ---- Nodes --------------------------------------------------------------------------------------

NodeId Expressions::add(NodeKind kind, const Span& begin, std::span<const NodeId> children, Operator op) {
  Node node;
  node.kind = kind;
  node.op = op;
  node.span = cursor_.spanFrom(begin);
  return addNode(std::move(node), children);
}

NodeId Expressions::addNode(Node node, std::span<const NodeId> children) {
  const Span span = node.span;
  const NodeId id = parsing_.add(std::move(node), children);
  if (parsing_.depthOf(id) > kMaxExpressionDepth) tooDeep(span);
  return id;
}

void Expressions::tooDeep(const Span& span) {
  cursor_.fail(span, "more than " + std::to_string(kMaxExpressionDepth) +
                         " expressions stand inside one another: give a part of them a name in a line before");
}

void Expressions::noExpression() {
  if (cursor_.at("=")) cursor_.fail("`=` assigns and cannot stand here: write `==` to compare");
  if (cursor_.at("yield")) cursor_.fail("`yield` is not in the language, as generators are: return a list");
  if (cursor_.at("await") || cursor_.at("async")) {
    cursor_.fail("`" + std::string(cursor_.now().text) + "` is not in the language: write functions for threads");
  }
  if (cursor_.at("not") || cursor_.at("lambda")) {
    const std::string word(cursor_.now().text);
    cursor_.fail("`" + word + "` cannot stand behind an operator: put it in parentheses, such as `(" + word + " …)`");
  }
  if (cursor_.at(TokenKind::newline) && cursor_.index() > 1) {
    const std::string_view last = cursor_.token(cursor_.index() - 1).text;
    const bool doubled = last == cursor_.token(cursor_.index() - 2).text && (last == "+" || last == "-");
    if (doubled) cursor_.fail(cursor_.last(), "Python has no `" + std::string(2, last[0]) + "`: write `" + last[0] + "= 1`");
  }
  if (cursor_.at("*") || cursor_.at("**")) {
    cursor_.fail("`" + std::string(cursor_.now().text) + "` cannot stand here: only `print(*values)` takes it");
  }
  cursor_.unexpected(kExpected);
}

// ---- Operators ----------------------------------------------------------------------------------

// expression: disjunction ['if' disjunction 'else' expression] | lambdef
NodeId Expressions::expression() {
  const Nested nested(parsing_);
  if (parsing_.nesting > kMaxExpressionDepth) tooDeep(cursor_.now().span);
  if (cursor_.at("lambda")) return lambda();
  const Span begin = cursor_.now().span;
  const NodeId then = operators(Level::disjunction);
  return cursor_.at("if") ? conditional(then, begin) : then;
}

NodeId Expressions::conditional(NodeId then, const Span& begin) {
  cursor_.take();
  const NodeId test = operators(Level::disjunction);
  if (!cursor_.accept("else")) cursor_.unexpected("`else` and a value are expected behind `if` in an expression");
  const NodeId otherwise = expression();
  return add(NodeKind::conditional, begin, std::array{test, then, otherwise});
}

// named_expression: NAME ':=' expression | expression
NodeId Expressions::namedExpression() {
  const NodeId node = expression();
  if (cursor_.at(":=")) {
    parsing_.fault(cursor_.now().span, "`:=` is not in the language: assign in a line of its own");
    cursor_.take();
    expression();
  }
  return node;
}

// star_expressions: star_expression (',' star_expression)* [',']
NodeId Expressions::starExpressions(const Span* place) {
  const Span begin = cursor_.now().span;
  const NodeId first = cursor_.at("*") ? starred() : expression();
  if (!cursor_.at(",")) return first;
  std::vector<NodeId> elements{first};
  while (cursor_.accept(",") && (cursor_.atExpression() || cursor_.at("*"))) {
    elements.push_back(cursor_.at("*") ? starred() : expression());
  }
  Node node;
  node.kind = NodeKind::tuple;
  node.span = place != nullptr ? *place : cursor_.spanFrom(begin);
  return addNode(std::move(node), elements);
}

// star_expression: '*' bitwise_or, which is refused.
NodeId Expressions::starred() {
  const Span begin = cursor_.now().span;
  parsing_.fault(begin, "`*` before a value is not in the language, but for `print(*values)`");
  cursor_.take();
  return operators(Level::bitOr);
}

// The operators from the weakest that is allowed: disjunction, conjunction, inversion, comparison, bitwise_or … power.
NodeId Expressions::operators(Level lowest) {
  static constexpr std::array kBinary = {
      Binary{"+", Level::sum, Operator::add, ""},
      Binary{"-", Level::sum, Operator::subtract, ""},
      Binary{"*", Level::term, Operator::multiply, ""},
      Binary{"//", Level::term, Operator::floorDivide, ""},
      Binary{"%", Level::term, Operator::modulo, ""},
      Binary{"/", Level::term, Operator::none, "write `//` for whole numbers"},
      Binary{"@", Level::term, Operator::none, "there are no matrices"},
      Binary{"<<", Level::shift, Operator::none, "write `* 2 ** n`"},
      Binary{">>", Level::shift, Operator::none, "write `// 2 ** n`"},
      Binary{"&", Level::bitAnd, Operator::none, "write `and` for two conditions"},
      Binary{"^", Level::bitXor, Operator::none, "write `**` for a power, `!=` for two conditions"},
      Binary{"|", Level::bitOr, Operator::none, "write `or` for two conditions"},
  };
  const Span begin = cursor_.now().span;
  NodeId left = prefixed(lowest);
  for (;;) {
    const auto* const op = std::ranges::find_if(kBinary, [&](const Binary& each) { return cursor_.at(each.text); });
    if (op != kBinary.end() && op->level >= lowest) {
      left = arithmetic(left, begin, *op);
    } else if (lowest <= Level::comparison && atComparison()) {
      left = comparison(left, begin);
    } else if (lowest <= Level::conjunction && (cursor_.at("and") || cursor_.at("&&"))) {
      left = boolean(left, begin, NodeKind::boolAnd, Level::inversion);
    } else if (lowest <= Level::disjunction && (cursor_.at("or") || cursor_.at("||"))) {
      left = boolean(left, begin, NodeKind::boolOr, Level::conjunction);
    } else {
      return left;
    }
  }
}

// inversion: 'not' inversion | comparison; factor: ('+' | '-' | '~') factor | power
NodeId Expressions::prefixed(Level lowest) {
  const Span begin = cursor_.now().span;
  const bool negates = cursor_.at("not");
  if (!negates && !cursor_.at("-") && !cursor_.at("+") && !cursor_.at("~")) return power();
  if (negates && lowest > Level::inversion) noExpression();
  const Nested nested(parsing_);
  if (parsing_.nesting > kMaxExpressionDepth) tooDeep(begin);
  const Operator op = negates ? Operator::logicalNot : cursor_.at("-") ? Operator::negative : Operator::positive;
  if (cursor_.at("~")) parsing_.fault(begin, "the operator `~` is not in the language: write `-x - 1`");
  cursor_.take();
  const NodeId operand = operators(negates ? Level::inversion : Level::factor);
  return add(NodeKind::unary, begin, std::array{operand}, op);
}

NodeId Expressions::boolean(NodeId first, const Span& begin, NodeKind kind, Level level) {
  std::vector<NodeId> operands{first};
  const bool either = kind == NodeKind::boolOr;
  while (cursor_.accept(either ? "or" : "and") || cursor_.accept(either ? "||" : "&&")) operands.push_back(operators(level));
  return add(kind, begin, operands);
}

NodeId Expressions::arithmetic(NodeId left, const Span& begin, const Binary& op) {
  if (op.op == Operator::none) {
    parsing_.fault(cursor_.now().span,
                   "the operator `" + std::string(op.text) + "` is not in the language: " + std::string(op.instead));
  }
  cursor_.take();
  const NodeId right = operators(static_cast<Level>(static_cast<int>(op.level) + 1));
  return add(NodeKind::binary, begin, std::array{left, right}, op.op);
}

bool Expressions::atComparison() const {
  constexpr std::array<std::string_view, 9> kOperators = {"==", "!=", "<", "<=", ">", ">=", "in", "is", "<>"};
  return (cursor_.at("not") && cursor_.follows("in")) ||
         std::ranges::any_of(kOperators, [this](std::string_view each) { return cursor_.at(each); });
}

// compare_op: one or two tokens.
Operator Expressions::comparisonOperator() {
  using Named = std::pair<std::string_view, Operator>;
  static constexpr std::array kOperators = {
      Named{"==", Operator::equal},     Named{"!=", Operator::notEqual}, Named{"<", Operator::less},
      Named{"<=", Operator::lessEqual}, Named{">", Operator::greater},   Named{">=", Operator::greaterEqual},
      Named{"in", Operator::in},
  };
  if (cursor_.at("<>")) cursor_.fail("`<>` is no operator of Python 3: write `!=`");
  const std::string_view text = cursor_.take().text;
  if (text == "not") {
    cursor_.take();
    return Operator::notIn;
  }
  if (text == "is") return cursor_.accept("not") ? Operator::isNot : Operator::is;
  return std::ranges::find(kOperators, text, &Named::first)->second;
}

// comparison: bitwise_or (compare_op bitwise_or)+
NodeId Expressions::comparison(NodeId first, const Span& begin) {
  std::vector<NodeId> operands{first};
  Node node;
  node.kind = NodeKind::compare;
  while (atComparison()) {
    node.ops.push_back(comparisonOperator());
    operands.push_back(operators(Level::bitOr));
  }
  node.span = cursor_.spanFrom(begin);
  return addNode(std::move(node), operands);
}

// power: primary ['**' factor]
NodeId Expressions::power() {
  const Span begin = cursor_.now().span;
  const NodeId base = primary();
  if (!cursor_.at("**")) return base;
  cursor_.take();
  const Nested nested(parsing_);
  if (parsing_.nesting > kMaxExpressionDepth) tooDeep(cursor_.now().span);
  const NodeId exponent = operators(Level::factor);
  return add(NodeKind::binary, begin, std::array{base, exponent}, Operator::power);
}

// lambdef: 'lambda' [lambda_params] ':' expression
NodeId Expressions::lambda() {
  const Span begin = cursor_.take().span;
  const NodeId taken = parameters(true);
  if (!cursor_.accept(":")) cursor_.unexpected("`:` and an expression are expected behind the parameters of a lambda");
  const NodeId body = expression();
  return add(NodeKind::lambda, begin, std::array{taken, body});
}

// ---- Attributes, elements, calls ----------------------------------------------------------------

// primary: primary '.' NAME | primary '(' [arguments] ')' | primary '[' slices ']' | atom
NodeId Expressions::primary() {
  const Span begin = cursor_.now().span;
  NodeId node = atom();
  for (;;) {
    if (cursor_.at(".")) {
      node = attribute(node, begin);
    } else if (cursor_.at("[")) {
      node = subscript(node, begin);
    } else if (cursor_.at("(")) {
      node = call(node, begin);
    } else {
      return node;
    }
  }
}

NodeId Expressions::attribute(NodeId object, const Span& begin) {
  cursor_.take();
  const Token& name = cursor_.takeName("the name of an attribute");
  Node node;
  node.kind = NodeKind::attribute;
  node.text = name.text;
  node.nameSpan = name.span;
  node.span = cursor_.spanFrom(begin);
  return addNode(std::move(node), std::array{object});
}

// slices: slice !',' | (slice | starred_expression) (',' …)* [',']
NodeId Expressions::subscript(NodeId object, const Span& begin) {
  cursor_.take();
  if (cursor_.at("]")) cursor_.fail("an index is missing between `[` and `]`");
  const Span first = cursor_.now().span;
  NodeId chosen = index();
  if (cursor_.at(",")) {
    std::vector<NodeId> elements{chosen};
    while (cursor_.accept(",") && !cursor_.at("]")) elements.push_back(index());
    for (const NodeId each : elements) {
      if (parsing_.tree().kind(each) == NodeKind::slice) {
        parsing_.fault(parsing_.tree()[each].span,
                       "a slice beside other indexes is not in the language: write one index or one slice");
      }
    }
    chosen = add(NodeKind::tuple, first, elements);
  }
  closeBracket("]");
  return add(NodeKind::subscript, begin, std::array{object, chosen});
}

// slice: [expression] ':' [expression] [':' [expression]] | named_expression
NodeId Expressions::index() {
  const Span begin = cursor_.now().span;
  if (cursor_.at("*")) return starred();
  const auto isLeftOut = [this] { return cursor_.at(":") || cursor_.at("]") || cursor_.at(","); };
  const NodeId lower = cursor_.at(":") ? kNoNode : namedExpression();
  if (!cursor_.accept(":")) return lower;
  const NodeId upper = isLeftOut() ? kNoNode : expression();
  const NodeId step = cursor_.accept(":") && !isLeftOut() ? expression() : kNoNode;
  return add(NodeKind::slice, begin, std::array{lower, upper, step});
}

NodeId Expressions::call(NodeId callee, const Span& begin) {
  const Span bracket = cursor_.take().span;
  std::vector<NodeId> children = arguments(callee, bracket);
  children.insert(children.begin(), callee);
  return add(NodeKind::call, begin, children);
}

// Whether a call of this takes a generator expression.
bool Expressions::takesGenerator(NodeId callee) {
  constexpr std::array<std::string_view, 8> kTaking = {"sum", "any", "all", "min", "max", "sorted", "list", "tuple"};
  const Node& called = parsing_.tree()[callee];
  return called.kind == NodeKind::name && std::ranges::find(kTaking, called.text) != kTaking.end();
}

// arguments: args [','] &')'; and ')' itself. Positional ones come first.
std::vector<NodeId> Expressions::arguments(NodeId callee, const Span& bracket) {
  std::vector<NodeId> positional;
  std::vector<NodeId> keywords;
  while (!cursor_.at(")")) {
    const Span begin = cursor_.now().span;
    if (cursor_.at("*")) {
      positional.push_back(starArgument(callee));
    } else if (cursor_.accept("**")) {
      parsing_.fault(begin, "`**` before an argument is not in the language: write the arguments one by one");
      keywords.push_back(expression());
    } else if (cursor_.at(TokenKind::name) && cursor_.follows("=")) {
      keywords.push_back(keywordArgument(keywords));
    } else {
      const NodeId argument = namedExpression();
      if (atComprehension()) return generatorArgument(callee, argument, bracket, positional.empty() && keywords.empty());
      if (!keywords.empty()) {
        parsing_.fault(parsing_.tree()[argument].span,
                       "an argument without a name stands behind one with a name: move it before");
      }
      positional.push_back(argument);
    }
    if (!cursor_.accept(",")) break;
  }
  closeBracket(")");
  positional.insert(positional.end(), keywords.begin(), keywords.end());
  return positional;
}

// genexp: '(' (assignment_expression | expression !':=') for_if_clauses ')', as the arguments of a call.
std::vector<NodeId> Expressions::generatorArgument(NodeId callee, NodeId element, const Span& bracket, bool alone) {
  const Span keyword = cursor_.now().span;
  const std::vector<NodeId> clauses = comprehension(element);
  if (!alone || cursor_.at(",")) {
    parsing_.fault(keyword, "a generator expression beside other arguments is not in the language: write a list, [… for … in …]");
    cursor_.accept(",");
    return arguments(callee, bracket);
  }
  if (!takesGenerator(callee)) {
    parsing_.fault(keyword,
                   "this generator expression is not in the language, but as the argument of sum, any, all, min, max, "
                   "sorted, list or tuple: "
                   "write a list, [… for … in …]");
  }
  closeBracket(")");
  return {add(NodeKind::generator, bracket, clauses)};
}

// kwarg: NAME '=' expression
NodeId Expressions::keywordArgument(const std::vector<NodeId>& earlier) {
  const Token& name = cursor_.takeName("the name of an argument");
  cursor_.take();
  const NodeId value = expression();
  const bool repeated = std::ranges::any_of(earlier, [&](NodeId each) {
    return parsing_.tree().kind(each) == NodeKind::keyword && parsing_.tree()[each].text == name.text;
  });
  if (repeated) parsing_.fault(name.span, "the argument `" + std::string(name.text) + "` is given twice");
  if (atComprehension())
    cursor_.fail("a generator expression as an argument with a name is not in the language: write a list, [… for … in …]");
  Node node;
  node.kind = NodeKind::keyword;
  node.text = name.text;
  node.nameSpan = name.span;
  node.span = cursor_.spanFrom(name.span);
  return addNode(std::move(node), std::array{value});
}

// starred_expression: '*' expression
NodeId Expressions::starArgument(NodeId callee) {
  const Span begin = cursor_.now().span;
  const Node& called = parsing_.tree()[callee];
  if (called.kind != NodeKind::name || called.text != "print") {
    parsing_.fault(begin,
                   "`*` before an argument is not in the language, but for `print(*values)`: write the arguments one by one");
  }
  cursor_.take();
  const NodeId value = expression();
  return add(NodeKind::starred, begin, std::array{value});
}

// Takes the bracket that closes what has been read.
void Expressions::closeBracket(std::string_view closer) {
  if (cursor_.accept(closer)) return;
  if (cursor_.at("=")) cursor_.fail("`=` assigns and cannot stand here: write `==` to compare");
  if (cursor_.at(":=")) cursor_.fail("`:=` is not in the language: assign in a line of its own");
  const std::string allowed = "`,` or `" + std::string(closer) + "` is expected";
  if (cursor_.atExpression()) cursor_.fail(describe(cursor_.now()) + " follows a value directly: " + allowed);
  cursor_.unexpected(allowed);
}

// ---- Atoms --------------------------------------------------------------------------------------

// atom: NAME | 'True' | 'False' | 'None' | strings | NUMBER | tuple | group | genexp | list | listcomp | dict | set | '...'
NodeId Expressions::atom() {
  if (isName(cursor_.now())) return name();
  if (cursor_.at(TokenKind::number)) return number();
  if (cursor_.at(TokenKind::string)) return parseStrings(parsing_, cursor_);
  if (cursor_.at("(")) return group();
  if (cursor_.at("[")) return list();
  if (cursor_.at("{")) return braces();
  if (cursor_.at("None")) return constant(NodeKind::constantNone);
  if (cursor_.at("True")) return constant(NodeKind::constantTrue);
  if (cursor_.at("False")) return constant(NodeKind::constantFalse);
  if (cursor_.at("...")) {
    parsing_.fault(cursor_.now().span, "`...` is not in the language: write `pass` for an empty block, `None` for no value");
    return constant(NodeKind::constantNone);
  }
  noExpression();
}

NodeId Expressions::constant(NodeKind kind) {
  const Span begin = cursor_.take().span;
  return add(kind, begin, {});
}

NodeId Expressions::name() {
  const Token& token = cursor_.take();
  Node node;
  node.kind = NodeKind::name;
  node.span = token.span;
  node.text = token.text;
  return addNode(std::move(node), {});
}

// The value of a literal; 0 where the token has a fault, which has been told.
NodeId Expressions::number() {
  const Token& token = cursor_.take();
  Node node;
  node.kind = NodeKind::constantInt;
  node.span = token.span;
  std::string digits(token.text);
  std::erase(digits, '_');
  if (!token.fault.empty()) return addNode(std::move(node), {});
  const bool radix =
      digits.size() > 1 && digits[0] == '0' && std::string_view("xXoObB").find(digits[1]) != std::string_view::npos;
  if (radix || digits.find_first_of(".eE") == std::string::npos) return wholeNumber(std::move(node), digits);
  node.kind = NodeKind::constantFloat;
  node.real = std::strtod(digits.c_str(), nullptr);
  return addNode(std::move(node), {});
}

NodeId Expressions::wholeNumber(Node node, std::string_view digits) {
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0' && digits[1] > '9') {
    base = digits[1] == 'x' || digits[1] == 'X' ? 16 : digits[1] == 'o' || digits[1] == 'O' ? 8 : 2;
    digits.remove_prefix(2);
  }
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), node.integer, base);
  if (read.ec != std::errc()) {
    parsing_.fault(node.span, "a whole number of more than 64 bits is not in the language: allowed is up to 9223372036854775807");
  }
  return addNode(std::move(node), {});
}

// group: '(' (yield_expr | named_expression) ')'; tuple: '(' [star_named_expression ',' [star_named_expressions]] ')'; genexp
NodeId Expressions::group() {
  const Span begin = cursor_.take().span;
  if (cursor_.accept(")")) return add(NodeKind::tuple, begin, {});
  const NodeId first = starredOrNamed();
  if (atComprehension()) {
    parsing_.fault(cursor_.now().span,
                   "a generator expression in brackets of its own is not in the language: write a list, [… for … in …]");
    const std::vector<NodeId> clauses = comprehension(first);
    closeBracket(")");
    return add(NodeKind::generator, begin, clauses);
  }
  if (!cursor_.at(",")) {
    closeBracket(")");
    return first;
  }
  std::vector<NodeId> elements{first};
  while (cursor_.accept(",") && !cursor_.at(")")) elements.push_back(starredOrNamed());
  closeBracket(")");
  return add(NodeKind::tuple, begin, elements);
}

// star_named_expression: '*' bitwise_or | named_expression
NodeId Expressions::starredOrNamed() { return cursor_.at("*") ? starred() : namedExpression(); }

// list: '[' [star_named_expressions] ']'; listcomp: '[' named_expression for_if_clauses ']'
NodeId Expressions::list() {
  const Span begin = cursor_.take().span;
  std::vector<NodeId> elements;
  while (!cursor_.at("]")) {
    elements.push_back(starredOrNamed());
    if (atComprehension()) {
      if (elements.size() > 1)
        cursor_.fail("a list comprehension has one value before `for`: put several into brackets, `[(a, b) for …]`");
      const std::vector<NodeId> clauses = comprehension(elements[0]);
      closeBracket("]");
      return add(NodeKind::listComp, begin, clauses);
    }
    if (!cursor_.accept(",")) break;
  }
  closeBracket("]");
  return add(NodeKind::list, begin, elements);
}

// for_if_clauses: ('for' star_targets 'in' ~ disjunction ('if' disjunction)*)+, of which the language has one 'for' and one 'if'.
// The children of a comprehension: element, target, iterable, condition.
std::vector<NodeId> Expressions::comprehension(NodeId element) {
  std::vector<NodeId> children;
  for (bool first = true; atComprehension(); first = false) {
    if (!first) parsing_.fault(cursor_.now().span, "a second `for` in a comprehension is not in the language: write loops");
    if (cursor_.at("async")) noExpression();
    cursor_.take();
    const NodeId target = targets();
    if (!cursor_.accept("in")) cursor_.unexpected("`in` and what to go through are expected behind the variable of a `for`");
    const NodeId iterable = operators(Level::disjunction);
    NodeId condition = kNoNode;
    while (cursor_.at("if")) {
      if (condition != kNoNode)
        parsing_.fault(cursor_.now().span, "a second `if` in a comprehension is not in the language: write `and`");
      cursor_.take();
      condition = operators(Level::disjunction);
    }
    if (first) children = {element, target, iterable, condition};
  }
  if (cursor_.at("else")) cursor_.fail("`else` cannot stand behind the `if` of a comprehension: write `[a if … else b for …]`");
  return children;
}

// dict: '{' [double_starred_kvpairs] '}'; set: '{' star_named_expressions '}'; and comprehensions of both.
NodeId Expressions::braces() {
  const Span begin = cursor_.take().span;
  if (cursor_.accept("}")) return add(NodeKind::dict, begin, {});
  std::vector<NodeId> children;
  bool isDict = false;
  for (bool first = true; !cursor_.at("}"); first = false) {
    const Span place = cursor_.now().span;
    if (cursor_.accept("**")) {
      parsing_.fault(place, "`**` in a dict is not in the language: write `d.update(other)`");
      operators(Level::bitOr);
      isDict = isDict || first;
    } else {
      const NodeId key = starredOrNamed();
      children.push_back(key);
      isDict = isDict || (first && cursor_.at(":"));
      if (isDict) children.push_back(dictValue());
      if (atComprehension()) return leftOutComprehension(begin, key, isDict);
    }
    if (!cursor_.accept(",")) break;
  }
  closeBracket("}");
  return add(isDict ? NodeKind::dict : NodeKind::set, begin, children);
}

// kvpair: expression ':' expression, from the colon on.
NodeId Expressions::dictValue() {
  if (!cursor_.accept(":")) cursor_.unexpected("`:` and a value are expected behind a key of a dict");
  return expression();
}

NodeId Expressions::leftOutComprehension(const Span& begin, NodeId element, bool isDict) {
  parsing_.fault(cursor_.now().span, isDict ? "a dict comprehension is not in the language: fill the dict in a loop"
                                            : "a set comprehension is not in the language: write `set([… for … in …])`");
  comprehension(element);
  closeBracket("}");
  return add(NodeKind::dict, begin, {});
}

// ---- Targets ------------------------------------------------------------------------------------

// star_targets: star_target (',' star_target)* [',']
NodeId Expressions::targets() {
  const Span begin = cursor_.now().span;
  const NodeId first = target();
  if (!cursor_.at(",")) return first;
  std::vector<NodeId> elements{first};
  while (cursor_.accept(",") && (cursor_.atExpression() || cursor_.at("*"))) elements.push_back(target());
  return add(NodeKind::tuple, begin, elements);
}

// star_target: target_with_star_atom; one with '*' is refused.
NodeId Expressions::target() {
  if (cursor_.at("*")) return starred();
  const NodeId node = primary();
  requireTarget(node);
  return node;
}

void Expressions::requireTarget(NodeId node) {
  const Node& target = parsing_.tree()[node];
  switch (target.kind) {
    case NodeKind::name:
    case NodeKind::attribute:
    case NodeKind::starred: return;
    case NodeKind::subscript:
      if (parsing_.tree().kind(parsing_.tree().child(node, 1)) == NodeKind::slice) {
        parsing_.fault(target.span, "assigning to a slice is not in the language: assign to its elements one by one");
      }
      return;
    case NodeKind::tuple:
    case NodeKind::list:
      for (const NodeId each : parsing_.tree().children(node)) requireTarget(each);
      return;
    default:
      parsing_.fault(target.span,
                     nounOf(target.kind) + " cannot be assigned to: allowed are a name, an attribute and an element");
  }
}

// ---- Parameters ---------------------------------------------------------------------------------

// params: param_no_default* param_with_default* ['*' ',' (param_no_default | param_with_default)+]
NodeId Expressions::parameters(bool ofLambda) {
  const Span begin = cursor_.now().span;
  const std::string_view closer = ofLambda ? ":" : ")";
  std::vector<NodeId> children;
  Markers markers;
  while (!cursor_.at(closer)) {
    if (cursor_.at("*") || cursor_.at("**") || cursor_.at("/")) {
      marker(ofLambda, closer, markers);
    } else {
      children.push_back(parameter(ofLambda, markers));
    }
    if (!cursor_.accept(",")) break;
  }
  Node node;
  node.kind = NodeKind::parameters;
  node.span = children.empty() ? Span{begin.line, begin.column, begin.line, begin.column} : cursor_.spanFrom(begin);
  return addNode(std::move(node), children);
}

// '*' alone, and what is refused: '/', '*args', '**kwargs'.
void Expressions::marker(bool ofLambda, std::string_view closer, Markers& markers) {
  const Span begin = cursor_.now().span;
  const std::string text(cursor_.take().text);
  if (text == "/") return parsing_.fault(begin, "`/` among parameters is not in the language: leave it out");
  if (text == "*" && cursor_.at(",")) {
    if (markers.keywordOnly) parsing_.fault(begin, "`*` stands once among parameters");
    markers.keywordOnly = true;
    if (cursor_.follows(closer)) parsing_.fault(begin, "parameters are expected behind `*`");
    return;
  }
  if (text == "*" && cursor_.at(closer)) return parsing_.fault(begin, "parameters are expected behind `*`");
  const std::string name(cursor_.takeName("the name of a parameter").text);
  parsing_.fault(cursor_.spanFrom(begin), "`" + text + name + "` is not in the language: name each parameter" +
                                              (text == "*" ? ", or take one list" : ", or take one dict"));
  markers.keywordOnly = true;
  if (!ofLambda && cursor_.accept(":")) expression();
}

// param: NAME [':' expression] ['=' expression]
NodeId Expressions::parameter(bool ofLambda, Markers& markers) {
  const Token& name = cursor_.takeName("the name of a parameter");
  Node node;
  node.kind = NodeKind::parameter;
  node.text = name.text;
  node.nameSpan = name.span;
  node.flag = markers.keywordOnly;
  const NodeId annotation = !ofLambda && cursor_.accept(":") ? expression() : kNoNode;
  node.span = cursor_.spanFrom(name.span);
  const NodeId standard = cursor_.accept("=") ? expression() : kNoNode;
  if (standard == kNoNode && markers.defaults && !markers.keywordOnly) {
    parsing_.fault(name.span, "the parameter `" + node.text + "` has no default and stands behind one that has: move it before");
  }
  markers.defaults = markers.defaults || standard != kNoNode;
  return addNode(std::move(node), std::array{annotation, standard});
}

}  // namespace interleave::lang
