#include "lang/asked.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "lang/checker.h"
#include "lang/checks.h"
#include "text/format.h"

namespace interleave::lang {
namespace {

constexpr auto kLooks = std::to_array<std::string_view>({
    "abs",
    "all",
    "any",
    "enumerate",
    "id",
    "isinstance",
    "len",
    "max",
    "min",
    "repr",
    "sorted",
    "sum",
    "zip",
    "bool",
    "dict",
    "float",
    "int",
    "list",
    "range",
    "set",
    "str",
    "tuple",
    "str.count",
    "str.endswith",
    "str.find",
    "str.format",
    "str.join",
    "str.lower",
    "str.replace",
    "str.split",
    "str.startswith",
    "str.strip",
    "str.upper",
    "list.copy",
    "list.count",
    "list.index",
    "tuple.count",
    "tuple.index",
    "dict.get",
    "dict.items",
    "dict.keys",
    "dict.values",
    "threading.Thread.is_alive",
    "threading.Lock.locked",
    "threading.Event.is_set",
    "queue.Queue.empty",
    "queue.Queue.full",
    "queue.Queue.qsize",
    "queue.LifoQueue.empty",
    "queue.LifoQueue.full",
    "queue.LifoQueue.qsize",
    "queue.SimpleQueue.empty",
    "queue.SimpleQueue.qsize",
    "concurrent.futures.Future.done",
    "interleave.Atomic.load",
});

constexpr std::string_view kLooksOnly =
    "a question only looks: it can call `len`, `sum`, `min`, `max`, `any`, `all` and the like, and methods such as `locked`, "
    "`qsize` "
    "and `is_set`";

bool isNameOfLook(std::string_view name) {
  return std::ranges::any_of(kLooks, [&](std::string_view look) { return lastPart(look) != look && lastPart(look) == name; });
}

// ---- The tree ------------------------------------------------------------------------------

// Adds a tree's node, with all below it, to another tree.
NodeId addFrom(const Tree& from, NodeId node, Tree& to) {
  if (node == kNoNode) return kNoNode;
  std::vector<NodeId> children;
  for (const NodeId child : from.children(node)) children.push_back(addFrom(from, child, to));
  return to.add(from[node], children);
}

// The only statement of a text, if it is an expression: that; else kNoNode, and the fault.
NodeId expressionOf(const Parsed& parsed, Faults& faults) {
  const auto statements = parsed.tree.children(parsed.tree.root());
  if (statements.empty()) {
    faults.push_back({{1, 0, 1, 0}, "an expression is expected, as `x < 0`"});
    return kNoNode;
  }
  const Node& first = parsed.tree[statements[0]];
  if (first.kind == NodeKind::assign || first.kind == NodeKind::augAssign || first.kind == NodeKind::annAssign) {
    faults.push_back({first.span, "an assignment cannot be asked; compare with `==`"});
  } else if (first.kind != NodeKind::expression) {
    faults.push_back({first.span, "a statement cannot be asked; an expression is expected, as `x < 0`"});
  } else if (statements.size() > 1) {
    faults.push_back({parsed.tree[statements[1]].span, "a question is one expression; join several with `and` or `or`"});
  }
  return faults.empty() ? parsed.tree.child(statements[0], 0) : kNoNode;
}

// A name that no program can give to something.
constexpr std::string_view kFunction = "@question";

void addFunction(const Tree& program, const Parsed& parsed, NodeId expression, Asked& asked) {
  Tree& tree = asked.tree;
  tree = program;
  const auto add = [&tree](NodeKind kind, std::span<const NodeId> children, const Span& span, std::string_view name = {}) {
    Node node;
    node.kind = kind;
    node.span = node.nameSpan = span;
    node.text = name;
    return tree.add(std::move(node), children);
  };
  const Span& place = parsed.tree[expression].span;
  const NodeId value = addFrom(parsed.tree, expression, tree);
  const NodeId returns = add(NodeKind::returnStatement, {&value, 1}, place);
  const std::array parts{add(NodeKind::parameters, {}, place), add(NodeKind::block, {&returns, 1}, place), kNoNode};
  asked.function = add(NodeKind::functionDef, parts, place, kFunction);
  const auto before = program.children(program.root());
  std::vector<NodeId> statements(before.begin(), before.end());
  statements.push_back(asked.function);
  tree.setRoot(add(NodeKind::block, statements, program[program.root()].span));
}

// ---- What it may look at ----------------------------------------------------------------------

class QuestionCheck {
 public:
  QuestionCheck(const Facts& facts, Refusals& refusals) : facts_(facts), tree_(facts.tree()), refusals_(refusals) {}

  void look(NodeId node) {
    switch (tree_.kind(node)) {
      case NodeKind::lambda:
        refusals_.add(tree_[node].span, "a `lambda` cannot stand in a question: " + std::string(kLooksOnly));
        return;
      case NodeKind::name: name(node); break;
      case NodeKind::call: call(node); break;
      case NodeKind::listComp:
      case NodeKind::generator: target(tree_.child(node, 1)); break;
      default: break;
    }
    for (const NodeId child : tree_.children(node)) {
      if (child != kNoNode) look(child);
    }
  }

 private:
  // Variables of functions.
  void name(NodeId node) {
    const std::string& name = tree_[node].text;
    const auto [owner, variable] = facts_.ownerOf(node);
    if (findEntry(name) || (variable && variable->bindings > 0)) return;
    for (const Scope& scope : facts_.scopes().scopes) {
      const bool has = scope.node != facts_.functionAround(node) && !scope.ofClass && &scope != facts_.scopes().scopes.data() &&
                       std::ranges::any_of(scope.variables, [&](const Variable& each) {
                         return each.name == name && (each.place == Place::local || each.place == Place::cell);
                       });
      if (!has) continue;
      refusals_.add(tree_[node].span, inTicks(name) + " is a variable of " + inTicks(scope.name) +
                                          "; a question is about variables of the module and what they refer to");
      return;
    }
  }

  void target(NodeId node) {
    if (tree_.kind(node) == NodeKind::attribute || tree_.kind(node) == NodeKind::subscript)
      refusals_.add(tree_[node].span, "a question assigns nothing: a name is expected");
    if (tree_.kind(node) != NodeKind::tuple && tree_.kind(node) != NodeKind::list) return;
    for (const NodeId part : tree_.children(node)) target(part);
  }

  void call(NodeId node) {
    const NodeId callee = tree_.child(node, 0);
    const Node& called = tree_[callee];
    if (called.kind == NodeKind::name) return callName(callee);
    if (called.kind == NodeKind::attribute) return callMember(callee);
    refusals_.add(called.span, "what is called has to be a name or a method: " + std::string(kLooksOnly));
  }

  void callName(NodeId callee) {
    const std::string& name = tree_[callee].text;
    const Meaning meaning = facts_.meaningOf(callee);
    if (meaning.kind == Meaning::Kind::entry && onlyLooks(meaning.entry)) return;
    if (name == "super") return refuse(callee, inTicks(name) + " cannot be called here: ");
    const auto [owner, variable] = facts_.ownerOf(callee);
    // Of a name that is defined nowhere the checker says more.
    if (meaning.kind == Meaning::Kind::unknown && (variable == nullptr || variable->bindings == 0)) return;
    const bool own = meaning.kind == Meaning::Kind::function || meaning.kind == Meaning::Kind::ofClass;
    refuse(callee, own ? inTicks(name) + " is the program's own and cannot be called here: "
                       : inTicks(name) + " cannot be called here: ");
  }

  void callMember(NodeId callee) {
    const std::string& name = tree_[callee].text;
    const NodeId object = tree_.child(callee, 0);
    const Meaning meaning = facts_.meaningOf(callee);
    if (meaning.kind == Meaning::Kind::entry) {
      if (!onlyLooks(meaning.entry)) refuse(callee, inTicks(name) + " cannot be called here: ");
      return;
    }
    if (const auto type = facts_.typeOf(object)) {
      const auto entry = findMember(*type, name);
      // A method that there is not, the checker refuses.
      if (entry && !onlyLooks(*entry)) refuse(callee, inTicks(name) + " waits or changes something: ");
      return;
    }
    if (!facts_.methodsNamed(name).empty())
      return refuse(callee, inTicks(name) + " is the program's own and cannot be called here: ");
    if (isMember(name) && !isNameOfLook(name)) refuse(callee, inTicks(name) + " waits or changes something: ");
  }

  void refuse(NodeId callee, const std::string& why) {
    const Node& called = tree_[callee];
    refusals_.add(called.kind == NodeKind::attribute ? called.nameSpan : called.span, why + std::string(kLooksOnly));
  }

  const Facts& facts_;
  const Tree& tree_;
  Refusals& refusals_;
};

// Moves what is on the first line.
void shift(Span& span, std::size_t columns) {
  if (span.line == 1) span.column = static_cast<std::uint16_t>(span.column + columns);
  if (span.endLine == 1) span.endColumn = static_cast<std::uint16_t>(span.endColumn + columns);
}

void check(Asked& asked, NodeId expression) {
  asked.scopes = scopesOf(asked.tree);
  const Gaps none;
  Refusals refusals(none);
  const Facts facts(asked.tree, asked.scopes);
  QuestionCheck(facts, refusals).look(expression);
  Parsed whole;
  whole.tree = asked.tree;
  // The program has none: all that it finds is of the question.
  refusals.add(check(whole, asked.scopes));
  asked.faults = refusals.take();
  std::ranges::sort(asked.faults, {}, [](const Fault& fault) { return std::pair(fault.span.line, fault.span.column); });
}

}  // namespace

bool onlyLooks(EntryId entry) { return std::ranges::find(kLooks, entries()[entry].name) != kLooks.end(); }

Asked askedOf(const Tree& program, std::string_view question) {
  Asked asked;
  if (question.size() > kMaxQuestionBytes) {
    asked.faults.push_back({{1, 0, 1, 0},
                            "a question of " + formatNumber(question.size()) + " bytes is too long; at most " +
                                formatNumber(kMaxQuestionBytes) + " are allowed"});
    return asked;
  }
  // It is no line of a program, whose indentation would mean something.
  const std::size_t begin = std::min(question.find_first_not_of(" \t\r\n\f"), question.size());
  const Parsed parsed = parse(question.substr(begin));
  asked.faults = parsed.faults;
  NodeId expression = kNoNode;
  if (asked.faults.empty()) expression = expressionOf(parsed, asked.faults);
  if (expression != kNoNode) {
    addFunction(program, parsed, expression, asked);
    const NodeId body = asked.tree.child(asked.function, 1);
    check(asked, asked.tree.child(asked.tree.child(body, 0), 0));
  }
  for (Fault& fault : asked.faults) shift(fault.span, begin);
  return asked;
}

}  // namespace interleave::lang
