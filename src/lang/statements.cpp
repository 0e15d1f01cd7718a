#include "lang/statements.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interleave::lang {

NodeId Statements::add(NodeKind kind, const Span& begin, std::span<const NodeId> children) {
  Node node;
  node.kind = kind;
  return addNode(std::move(node), begin, children);
}

NodeId Statements::addNode(Node node, const Span& begin, std::span<const NodeId> children) {
  node.span = cursor_.spanFrom(begin);
  return parsing_.add(std::move(node), children);
}

// ---- Rows of statements -------------------------------------------------------------------------

NodeId Statements::module() {
  const Span begin = cursor_.now().span;
  std::vector<NodeId> out;
  while (!cursor_.at(TokenKind::end)) {
    statements(out);
    if (cursor_.at(TokenKind::dedent)) cursor_.take();
  }
  return add(NodeKind::block, begin, out);
}

// statements: statement+
void Statements::statements(std::vector<NodeId>& out) {
  while (!cursor_.at(TokenKind::end) && !cursor_.at(TokenKind::dedent)) statement(out);
}

// statement: compound_stmt | simple_stmts
void Statements::statement(std::vector<NodeId>& out) {
  if (cursor_.at(TokenKind::newline)) {
    cursor_.take();
    return;
  }
  if (cursor_.at(TokenKind::indent)) return unexpectedIndent(out);
  const Around around = around_;
  const std::size_t first = cursor_.now().span.line;
  try {
    leaveOutAsync();
    if (const Rule rule = compoundHere()) {
      out.push_back((this->*rule)());
    } else {
      simpleStatements(out);
    }
  } catch (const Abandoned&) {
    around_ = around;
    cursor_.skipStatement();
    const std::size_t next = cursor_.now().span.line;
    parsing_.gaps().add(first, cursor_.at(TokenKind::end) ? next : std::max(first, next - 1));
  }
}

void Statements::unexpectedIndent(std::vector<NodeId>& out) {
  const bool first = cursor_.index() == 0;
  cursor_.take();
  if (first) {
    parsing_.faultAlone(cursor_.now().span, "the first line is indented: begin it without blanks");
  } else if (!cursor_.at(TokenKind::fault)) {
    parsing_.faultAlone(cursor_.now().span,
                        "this line is indented further than the one before, which begins no block: indent both alike");
  }
  statements(out);
  if (cursor_.at(TokenKind::dedent)) cursor_.take();
}

// Of the compound statement that begins here, if one does.
Statements::Rule Statements::compoundHere() const {
  using Named = std::pair<std::string_view, Rule>;
  static constexpr std::array kCompound = {
      Named{"if", &Statements::ifStatement},     Named{"while", &Statements::whileStatement},
      Named{"for", &Statements::forStatement},   Named{"try", &Statements::tryStatement},
      Named{"with", &Statements::withStatement}, Named{"def", &Statements::decorated},
      Named{"class", &Statements::classDef},     Named{"@", &Statements::decorated},
  };
  const auto* const found = std::ranges::find_if(kCompound, [this](const Named& each) { return cursor_.at(each.first); });
  return found == kCompound.end() ? nullptr : found->second;
}

// 'async' before `def`, `for` and `with`, to refuse it.
void Statements::leaveOutAsync() {
  if (!cursor_.at("async")) return;
  parsing_.faultAlone(cursor_.now().span, "`async` is not in the language: write functions for threads");
  cursor_.take();
}

// simple_stmts: simple_stmt (';' simple_stmt)* [';'] NEWLINE. What has faults is no part of the tree.
void Statements::simpleStatements(std::vector<NodeId>& out) {
  const std::size_t before = out.size();
  const std::size_t gaps = parsing_.gaps().count();
  const std::size_t first = cursor_.now().span.line;
  do {
    out.push_back(simple());
    if (!cursor_.at(";") && !cursor_.at(TokenKind::newline)) endOfStatement();
  } while (cursor_.accept(";") && !cursor_.at(TokenKind::newline));
  if (parsing_.gaps().count() > gaps) {
    out.resize(before);
    parsing_.gaps().add(first, cursor_.last().endLine);
  }
  cursor_.take();
}

NodeId Statements::simple() {
  using Named = std::pair<std::string_view, Rule>;
  static constexpr std::array kSimple = {
      Named{"return", &Statements::returnStatement},  Named{"break", &Statements::loopStatement},
      Named{"continue", &Statements::loopStatement},  Named{"pass", &Statements::passStatement},
      Named{"raise", &Statements::raiseStatement},    Named{"assert", &Statements::assertStatement},
      Named{"del", &Statements::deleteStatement},     Named{"import", &Statements::importStatement},
      Named{"from", &Statements::importFrom},         Named{"global", &Statements::scopeStatement},
      Named{"nonlocal", &Statements::scopeStatement},
  };
  const auto* const found = std::ranges::find_if(kSimple, [this](const Named& each) { return cursor_.at(each.first); });
  if (found != kSimple.end()) return (this->*found->second)();
  leftOutKeyword();
  return expressionStatement();
}

// What stands behind a complete statement.
void Statements::endOfStatement() {
  const Token& before = cursor_.token(cursor_.index() - 1);
  if (before.text == "print" && cursor_.atExpression()) cursor_.fail(before.span, "`print` is a function: write `print(…)`");
  if (cursor_.at(":=")) cursor_.fail("`:=` is not in the language: assign in a line of its own");
  if (cursor_.at("=")) cursor_.fail("`=` cannot stand here: only a whole statement assigns");
  if (cursor_.at(":"))
    cursor_.fail("`:` cannot stand here: it ends the first line of `if`, `else`, `for`, `while`, `def` and so on");
  if (cursor_.atExpression()) {
    cursor_.fail(describe(cursor_.now()) + " cannot stand behind " + describe(before) +
                 ": an operator, a comma or the end of the line is expected");
  }
  cursor_.unexpected("the end of the line is expected");
}

// Words that begin what the language does not have, or what belongs to a statement before.
void Statements::leftOutKeyword() {
  const Token& word = cursor_.now();
  if (word.text == "elif" || word.text == "else" || word.text == "except" || word.text == "finally") {
    const std::string before = word.text == "elif" ? "`if`" : word.text == "else" ? "`if`, `for`, `while` or `try`" : "`try`";
    cursor_.fail(inTicks(word.text) + " has no " + before + " before it with the same indentation");
  }
  if (word.kind != TokenKind::name) return;
  if (word.text == "match") {
    std::size_t last = cursor_.index();
    while (cursor_.token(last).kind != TokenKind::newline && cursor_.token(last).kind != TokenKind::end) ++last;
    const bool cases = cursor_.token(last - 1).text == ":" && cursor_.token(last).kind == TokenKind::newline &&
                       cursor_.token(last + 1).kind == TokenKind::indent && cursor_.token(last + 2).text == "case";
    if (cases) cursor_.fail("`match` is not in the language: write `if` and `elif`");
  }
  if (word.text == "type" && isName(cursor_.now(1)) && cursor_.now(2).text == "=") {
    cursor_.fail("`type` is not in the language: assign the type to a name, or leave it out");
  }
}

// ---- Blocks -------------------------------------------------------------------------------------

// block: NEWLINE INDENT statements DEDENT | simple_stmts; with the ':' before it.
NodeId Statements::block(std::string_view owner, const Span& place, const Around& inside) {
  const Around outside = std::exchange(around_, inside);
  requireDepth(place);
  colon(owner);
  std::vector<NodeId> out;
  Span begin = cursor_.now().span;
  if (!cursor_.at(TokenKind::newline)) {
    if (compoundHere() != nullptr) {
      cursor_.fail(inTicks(cursor_.now().text) + " needs a line of its own, indented further than " + inTicks(owner));
    }
    simpleStatements(out);
  } else {
    cursor_.take();
    begin = cursor_.now().span;
    if (cursor_.at(TokenKind::indent)) {
      cursor_.take();
      begin = cursor_.now().span;
      statements(out);
      if (cursor_.at(TokenKind::dedent)) cursor_.take();
    } else if (cursor_.at(TokenKind::fault)) {
      cursor_.fail("");
    } else {
      const bool ends = cursor_.at(TokenKind::end) || cursor_.at(TokenKind::dedent);
      parsing_.faultAlone(ends ? cursor_.last() : begin, "an indented block is expected behind " + inTicks(owner) + " of line " +
                                                             std::to_string(place.line) + ": write `pass` if it does nothing");
    }
  }
  around_ = outside;
  return add(NodeKind::block, begin, out);
}

void Statements::requireDepth(const Span& place) {
  if (++around_.depth <= kMaxBlockDepth) return;
  cursor_.fail(place, "more than " + std::to_string(kMaxBlockDepth) +
                          " blocks stand inside one another, each `elif` counted as one: put a part into a function");
}

void Statements::colon(std::string_view owner) {
  if (cursor_.accept(":")) return;
  if (cursor_.at("=")) cursor_.fail("`=` assigns and cannot stand here: write `==` to compare");
  if (cursor_.at(":=")) cursor_.fail("`:=` is not in the language: assign in a line before");
  if (cursor_.at("{")) cursor_.fail("`{` begins no block in Python: write `:` and indent the lines of the block");
  if (owner == "else" && cursor_.at("if")) cursor_.fail("`else if` is written `elif` in Python");
  if (!cursor_.at(TokenKind::newline)) cursor_.unexpected("`:` is expected at the end of the line of " + inTicks(owner));
  // Where a block follows, only this is wrong.
  if (cursor_.now(1).kind != TokenKind::indent) cursor_.fail("`:` is missing at the end of the line of " + inTicks(owner));
  parsing_.faultAlone(cursor_.now().span, "`:` is missing at the end of the line of " + inTicks(owner));
}

// What stands around a block inside of `for`, `while`, `try` or `with`.
Statements::Around Statements::blocksMore(const Span& place, std::size_t more, bool loop) {
  Around inside = around_;
  inside.loop = inside.loop || loop;
  inside.blocks += more;
  if (inside.blocks > kMaxStaticBlocks) {
    cursor_.fail(place, "more than " + std::to_string(kMaxStaticBlocks) +
                            " `for`, `while`, `try` and `with` stand inside one another: put a part into a function");
  }
  return inside;
}

// if_stmt: 'if' named_expression ':' block (elif_stmt | [else_block]); an `elif` is parsed as an `if` in an `else`.
NodeId Statements::ifStatement() {
  const Span begin = cursor_.now().span;
  const std::string owner(cursor_.take().text);
  const NodeId test = expressions_.namedExpression();
  const NodeId then = block(owner, begin, around_);
  NodeId otherwise = kNoNode;
  if (cursor_.at("elif")) {
    const Span place = cursor_.now().span;
    const Around outside = around_;
    requireDepth(place);
    const NodeId inner = ifStatement();
    around_ = outside;
    otherwise = add(NodeKind::block, place, std::array{inner});
  } else {
    otherwise = elseBlock(around_);
  }
  Node node;
  node.kind = NodeKind::ifStatement;
  node.flag = owner == "elif";
  return addNode(std::move(node), begin, std::array{test, then, otherwise});
}

// else_block: 'else' ':' block; none where there is none.
NodeId Statements::elseBlock(const Around& inside) {
  const Span place = cursor_.now().span;
  return cursor_.accept("else") ? block("else", place, inside) : kNoNode;
}

// while_stmt: 'while' named_expression ':' block [else_block]
NodeId Statements::whileStatement() {
  const Span begin = cursor_.take().span;
  const NodeId test = expressions_.namedExpression();
  const NodeId body = block("while", begin, blocksMore(begin, 1, true));
  const NodeId otherwise = elseBlock(around_);
  return add(NodeKind::whileStatement, begin, std::array{test, body, otherwise});
}

// for_stmt: 'for' star_targets 'in' star_expressions ':' block [else_block]
NodeId Statements::forStatement() {
  const Span begin = cursor_.take().span;
  const NodeId target = expressions_.targets();
  if (!cursor_.accept("in")) cursor_.unexpected("`in` and what to go through are expected behind the variable of a `for`");
  const NodeId iterable = expressions_.starExpressions();
  const NodeId body = block("for", begin, blocksMore(begin, 1, true));
  const NodeId otherwise = elseBlock(around_);
  return add(NodeKind::forStatement, begin, std::array{target, iterable, body, otherwise});
}

// try_stmt: 'try' ':' block finally_block | 'try' ':' block except_block+ [else_block] [finally_block]
NodeId Statements::tryStatement() {
  const Span begin = cursor_.take().span;
  // With both `except` and `finally` it is, to CPython, two statements.
  const std::size_t outer = cursor_.hasClause("finally") ? 1 : 0;
  const std::size_t inner = cursor_.hasClause("except") ? 1 : 0;
  const Around before = around_;
  around_ = blocksMore(begin, outer, false);
  const NodeId body = block("try", begin, blocksMore(begin, inner, false));
  std::vector<NodeId> handlers;
  bool bare = false;
  while (cursor_.at("except")) {
    if (bare) parsing_.faultAlone(cursor_.now().span, "`except` without an exception catches all and has to be the last one");
    handlers.push_back(handler());
    bare = bare || parsing_.tree().child(handlers.back(), 0) == kNoNode;
  }
  const Span place = cursor_.now().span;
  const NodeId otherwise = elseBlock(around_);
  around_ = before;
  if (otherwise != kNoNode && handlers.empty())
    parsing_.faultAlone(place, "`else` of `try` stands behind `except`, which is missing");
  NodeId last = kNoNode;
  if (const Span end = cursor_.now().span; cursor_.accept("finally")) last = block("finally", end, blocksMore(end, 1, false));
  if (handlers.empty() && last == kNoNode && otherwise == kNoNode) {
    parsing_.faultAlone(begin, "`try` needs `except` or `finally` behind its block, with the same indentation");
  }
  std::vector<NodeId> children{body, otherwise, last};
  children.insert(children.end(), handlers.begin(), handlers.end());
  return add(NodeKind::tryStatement, begin, children);
}

// except_block: 'except' [expression ['as' NAME]] ':' block
NodeId Statements::handler() {
  const Span begin = cursor_.take().span;
  if (cursor_.at("*")) {
    parsing_.faultAlone(cursor_.now().span, "`except*` is not in the language: write `except`");
    cursor_.take();
  }
  Node node;
  node.kind = NodeKind::handler;
  const NodeId type = cursor_.at(":") || cursor_.at(TokenKind::newline) ? kNoNode : expressions_.expression();
  if (cursor_.at(",")) cursor_.fail("several exceptions stand in brackets: write `except (A, B):`");
  if (type != kNoNode && cursor_.accept("as")) {
    const Token& name = cursor_.takeName("the name of an exception");
    node.text = name.text;
    node.nameSpan = name.span;
  }
  Around inside = blocksMore(begin, 2, false);
  inside.handler = true;
  const NodeId body = block("except", begin, inside);
  return addNode(std::move(node), begin, std::array{type, body});
}

// with_stmt: 'with' '(' ','.with_item+ [','] ')' ':' block | 'with' ','.with_item+ ':' block
NodeId Statements::withStatement() {
  const Span begin = cursor_.take().span;
  std::vector<NodeId> items;
  const bool bracketed = atBracketedItems();
  if (bracketed) cursor_.take();
  do {
    if (bracketed && cursor_.at(")")) break;
    items.push_back(withItem());
  } while (cursor_.accept(","));
  if (bracketed && !cursor_.accept(")")) cursor_.unexpected("`,` or `)` is expected");
  const NodeId body = block("with", begin, blocksMore(begin, items.size(), false));
  items.insert(items.begin(), body);
  return add(NodeKind::withStatement, begin, items);
}

// Whether the bracket that stands here is one around all items.
bool Statements::atBracketedItems() const {
  if (!cursor_.at("(") || cursor_.follows(")")) return false;
  return cursor_.token(cursor_.closing() + 1).text == ":";
}

// with_item: expression 'as' star_target | expression
NodeId Statements::withItem() {
  const Span begin = cursor_.now().span;
  const NodeId context = expressions_.namedExpression();
  const NodeId target = cursor_.accept("as") ? expressions_.target() : kNoNode;
  return add(NodeKind::withItem, begin, std::array{context, target});
}

// ---- Functions and classes ----------------------------------------------------------------------

// function_def: ('@' named_expression NEWLINE)* 'def' …; class_def with decorators, to refuse it.
NodeId Statements::decorated() {
  const std::size_t first = cursor_.now().span.line;
  const std::size_t gaps = parsing_.gaps().count();
  std::vector<NodeId> decorators;
  while (cursor_.at("@")) decorators.push_back(decorator(!decorators.empty()));
  leaveOutAsync();
  if (cursor_.at("def")) {
    if (parsing_.gaps().count() > gaps) parsing_.gaps().add(first, cursor_.now().span.line);
    return functionDef(decorators);
  }
  if (!cursor_.at("class")) cursor_.unexpected("`def` is expected behind a decorator");
  const bool told = std::ranges::any_of(decorators, [this](NodeId each) { return parsing_.tree()[each].text != "staticmethod"; });
  if (!told) parsing_.fault(cursor_.now().span, "a class with a decorator is not in the language: write its methods");
  const NodeId node = classDef();
  // A decorator may give the class methods and attributes.
  parsing_.gaps().add(first, cursor_.last().endLine);
  return node;
}

NodeId Statements::decorator(bool repeated) {
  const Span begin = cursor_.take().span;
  const NodeId node = expressions_.namedExpression();
  const Node& named = parsing_.tree()[node];
  if (named.kind != NodeKind::name || named.text != "staticmethod") {
    parsing_.fault(cursor_.spanFrom(begin), "this decorator is not in the language: allowed is `@staticmethod`");
  } else if (repeated) {
    parsing_.fault(cursor_.spanFrom(begin), "`@staticmethod` stands once before a function");
  }
  if (!cursor_.at(TokenKind::newline)) cursor_.unexpected("the end of the line is expected behind a decorator");
  cursor_.take();
  return node;
}

// function_def_raw: 'def' NAME '(' [params] ')' ['->' expression] ':' block
NodeId Statements::functionDef(const std::vector<NodeId>& decorators) {
  const Span begin = cursor_.take().span;
  const Token& name = cursor_.takeName("the name of a function");
  Node node;
  node.kind = NodeKind::functionDef;
  node.text = name.text;
  node.nameSpan = name.span;
  typeParameters();
  if (!cursor_.accept("("))
    cursor_.unexpected("`(` is expected behind the name of a function, and `)`, with parameters or none between");
  const NodeId taken = expressions_.parameters(false);
  if (!cursor_.accept(")")) cursor_.unexpected("`,` or `)` is expected behind a parameter");
  const NodeId returns = cursor_.accept("->") ? expressions_.expression() : kNoNode;
  Around inside;
  inside.scope = true;
  inside.function = true;
  inside.depth = around_.depth;
  const NodeId body = block("def", begin, inside);
  std::vector<NodeId> children{taken, body, returns};
  children.insert(children.end(), decorators.begin(), decorators.end());
  return addNode(std::move(node), begin, children);
}

// class_def_raw: 'class' NAME ['(' [arguments] ')'] ':' block
NodeId Statements::classDef() {
  const Span begin = cursor_.take().span;
  const Token& name = cursor_.takeName("the name of a class");
  Node node;
  node.kind = NodeKind::classDef;
  node.text = name.text;
  node.nameSpan = name.span;
  typeParameters();
  std::vector<NodeId> children;
  if (const Span bracket = cursor_.now().span; cursor_.accept("(")) children = expressions_.arguments(kNoNode, bracket);
  for (const NodeId each : children) {
    const Node& base = parsing_.tree()[each];
    if (base.kind == NodeKind::keyword) {
      parsing_.fault(base.span,
                     inTicks(base.text + "=") + " is not in the language: behind the name of a class stand its base classes");
    }
  }
  Around inside;
  inside.scope = true;
  inside.depth = around_.depth;
  children.insert(children.begin(), block("class", begin, inside));
  return addNode(std::move(node), begin, children);
}

void Statements::typeParameters() {
  if (cursor_.at("[")) cursor_.fail("type parameters are not in the language: leave out what stands in `[` and `]`");
}

// ---- Assignments and expressions ----------------------------------------------------------------

// assignment | star_expressions
NodeId Statements::expressionStatement() {
  constexpr std::array<std::string_view, 12> kAugmented = {
      "+=", "-=", "*=", "//=", "%=", "**=", "/=", "@=", "&=", "|=", "^=", "<<="};
  const Span begin = cursor_.now().span;
  const bool bracketed = cursor_.at("(");
  const NodeId first = expressions_.starExpressions();
  if (cursor_.at("=")) return assignment(first, begin);
  const auto isNext = [this](std::string_view each) { return cursor_.at(each); };
  if (std::ranges::any_of(kAugmented, isNext) || cursor_.at(">>=")) return augmented(first, begin);
  if (cursor_.at(":")) return annotated(first, begin, bracketed);
  return add(NodeKind::expression, begin, std::array{first});
}

// (star_targets '=')+ star_expressions
NodeId Statements::assignment(NodeId first, const Span& begin) {
  std::vector<NodeId> children{first};
  while (cursor_.accept("=")) {
    expressions_.requireTarget(children.back());
    children.push_back(expressions_.starExpressions());
  }
  std::ranges::rotate(children, children.end() - 1);
  return add(NodeKind::assign, begin, children);
}

// single_target augassign star_expressions
NodeId Statements::augmented(NodeId target, const Span& begin) {
  using Named = std::pair<std::string_view, Operator>;
  static constexpr std::array kOperators = {
      Named{"+=", Operator::add},          Named{"-=", Operator::subtract}, Named{"*=", Operator::multiply},
      Named{"//=", Operator::floorDivide}, Named{"%=", Operator::modulo},   Named{"**=", Operator::power},
  };
  const NodeKind kind = parsing_.tree().kind(target);
  if (kind == NodeKind::tuple || kind == NodeKind::list) {
    parsing_.fault(parsing_.tree()[target].span, "several values cannot be changed at once: write a line for each");
  } else {
    expressions_.requireTarget(target);
  }
  const Token& token = cursor_.now();
  const auto* const found = std::ranges::find(kOperators, token.text, &Named::first);
  if (found == kOperators.end()) {
    parsing_.fault(token.span,
                   "the operator " + inTicks(token.text) + " is not in the language: allowed are `+= -= *= //= %= **=`");
  }
  cursor_.take();
  const NodeId value = expressions_.starExpressions();
  Node node;
  node.kind = NodeKind::augAssign;
  node.op = found == kOperators.end() ? Operator::none : found->second;
  return addNode(std::move(node), begin, std::array{target, value});
}

// NAME ':' expression ['=' annotated_rhs] | single_subscript_attribute_target ':' expression ['=' annotated_rhs]
NodeId Statements::annotated(NodeId target, const Span& begin, bool bracketed) {
  const Node& node = parsing_.tree()[target];
  if (cursor_.now(1).kind == TokenKind::newline) {
    cursor_.fail("`:` cannot stand here: it ends the first line of `if`, `else`, `for`, `while`, `def` and so on");
  }
  const bool single =
      node.kind == NodeKind::attribute || node.kind == NodeKind::subscript || (node.kind == NodeKind::name && !bracketed);
  if (!single)
    cursor_.fail("`:` cannot stand here: an annotation stands behind one name, attribute or element, without brackets");
  expressions_.requireTarget(target);
  cursor_.take();
  const NodeId annotation = expressions_.expression();
  const NodeId value = cursor_.accept("=") ? expressions_.starExpressions() : kNoNode;
  return add(NodeKind::annAssign, begin, std::array{target, annotation, value});
}

// ---- Other simple statements --------------------------------------------------------------------

// return_stmt: 'return' [star_expressions]
NodeId Statements::returnStatement() {
  const Span begin = cursor_.take().span;
  if (!around_.function) parsing_.faultAlone(begin, "`return` stands outside of a function");
  const NodeId value = cursor_.at(";") || cursor_.at(TokenKind::newline) ? kNoNode : expressions_.starExpressions();
  return add(NodeKind::returnStatement, begin, std::array{value});
}

NodeId Statements::loopStatement() {
  const Token& word = cursor_.take();
  if (!around_.loop) parsing_.faultAlone(word.span, inTicks(word.text) + " stands outside of a loop");
  return add(word.text == "break" ? NodeKind::breakStatement : NodeKind::continueStatement, word.span, {});
}

NodeId Statements::passStatement() {
  const Span begin = cursor_.take().span;
  return add(NodeKind::pass, begin, {});
}

// raise_stmt: 'raise' [expression ['from' expression]]
NodeId Statements::raiseStatement() {
  const Span begin = cursor_.take().span;
  if (cursor_.at(";") || cursor_.at(TokenKind::newline)) {
    if (!around_.handler)
      parsing_.faultAlone(begin, "`raise` without an exception is not in the language outside of `except`: write `raise E(…)`");
    return add(NodeKind::raiseStatement, begin, std::array{kNoNode, kNoNode});
  }
  const NodeId exception = expressions_.expression();
  const NodeId cause = cursor_.accept("from") ? expressions_.expression() : kNoNode;
  return add(NodeKind::raiseStatement, begin, std::array{exception, cause});
}

// assert_stmt: 'assert' expression [',' expression]
NodeId Statements::assertStatement() {
  const Span begin = cursor_.take().span;
  const NodeId test = expressions_.expression();
  const NodeId message = cursor_.accept(",") ? expressions_.expression() : kNoNode;
  return add(NodeKind::assertStatement, begin, std::array{test, message});
}

// del_stmt: 'del' del_targets, of which the language has elements.
NodeId Statements::deleteStatement() {
  const Span begin = cursor_.take().span;
  std::vector<NodeId> targets;
  do {
    targets.push_back(expressions_.primary());
    requireElement(targets.back());
  } while (cursor_.accept(",") && cursor_.atExpression());
  return add(NodeKind::deleteStatement, begin, targets);
}

void Statements::requireElement(NodeId node) {
  const Tree& tree = parsing_.tree();
  if (tree.kind(node) == NodeKind::tuple || tree.kind(node) == NodeKind::list) {
    for (const NodeId each : tree.children(node)) requireElement(each);
    return;
  }
  const bool element = tree.kind(node) == NodeKind::subscript && tree.kind(tree.child(node, 1)) != NodeKind::slice;
  if (!element) parsing_.fault(tree[node].span, "`del` of anything but an element is not in the language: write `del d[key]`");
}

// import_name: 'import' ','.dotted_as_name+
NodeId Statements::importStatement() {
  const Span begin = cursor_.take().span;
  std::vector<NodeId> names;
  do names.push_back(alias(true));
  while (cursor_.accept(","));
  if (cursor_.at("from")) cursor_.fail("`from` cannot stand here: write `from MODULE import NAME`");
  return add(NodeKind::import, begin, names);
}

// import_from: 'from' dotted_name 'import' ('(' ','.import_from_as_name+ [','] ')' | ','.import_from_as_name+)
NodeId Statements::importFrom() {
  const Span begin = cursor_.take().span;
  if (cursor_.at(".") || cursor_.at("...")) cursor_.fail("`from .` is not in the language: a program is one file");
  Node node;
  node.kind = NodeKind::importFrom;
  node.text = dottedName();
  if (!cursor_.accept("import")) cursor_.unexpected("`import` is expected behind the name of a module");
  if (cursor_.at("*")) cursor_.fail("`import *` is not in the language: name what is imported");
  const bool bracketed = cursor_.accept("(");
  std::vector<NodeId> names;
  do {
    if (bracketed && !names.empty() && cursor_.at(")")) break;
    if (!names.empty() && !bracketed && cursor_.at(TokenKind::newline)) {
      cursor_.fail(cursor_.last(), "`,` cannot end this line: a name is expected behind it");
    }
    names.push_back(alias(false));
  } while (cursor_.accept(","));
  if (bracketed && !cursor_.accept(")")) cursor_.unexpected("`,` or `)` is expected");
  return addNode(std::move(node), begin, names);
}

// dotted_as_name: dotted_name ['as' NAME]; import_from_as_name: NAME ['as' NAME]
NodeId Statements::alias(bool dotted) {
  const Span begin = cursor_.now().span;
  Node node;
  node.kind = NodeKind::alias;
  node.text = dotted ? dottedName() : std::string(cursor_.takeName("a name to import").text);
  node.nameSpan = cursor_.spanFrom(begin);
  if (cursor_.accept("as")) node.name2 = cursor_.takeName("a name behind `as`").text;
  return addNode(std::move(node), begin, {});
}

std::string Statements::dottedName() {
  std::string name(cursor_.takeName("the name of a module").text);
  while (cursor_.accept(".")) {
    name += '.';
    name += cursor_.takeName("the name of a module").text;
  }
  return name;
}

// global_stmt: 'global' ','.NAME+; nonlocal_stmt: 'nonlocal' ','.NAME+
NodeId Statements::scopeStatement() {
  const Token& word = cursor_.take();
  const Span begin = word.span;
  if (word.text == "nonlocal" && !around_.scope)
    parsing_.faultAlone(begin, "`nonlocal` stands at module level: there is no function around it");
  std::vector<NodeId> names;
  do {
    Node node;
    node.kind = NodeKind::name;
    const Token& name = cursor_.takeName("the name of a variable");
    node.text = name.text;
    names.push_back(addNode(std::move(node), name.span, {}));
  } while (cursor_.accept(","));
  if (cursor_.at("=")) cursor_.fail("`=` cannot stand here: assign in a line of its own behind " + inTicks(word.text));
  return add(word.text == "global" ? NodeKind::global : NodeKind::nonlocal, begin, names);
}

}  // namespace interleave::lang
