#include <algorithm>
#include <array>

#include "lang/checks.h"

namespace interleave::lang {
namespace {

// What goes through its argument and keeps nothing of it.
constexpr auto kGoThrough = std::to_array<std::string_view>(
    {"list", "tuple", "set", "dict", "sorted", "sum", "any", "all", "min", "max", "enumerate", "zip", "collections.deque"});

class IterationCheck : Check {
 public:
  IterationCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals) {}

  void run() {
    for (const NodeId node : facts_.nodes()) {
      switch (tree_.kind(node)) {
        case NodeKind::call: call(node); break;
        case NodeKind::attribute: viewMethod(node); break;
        case NodeKind::forStatement: overSet(tree_.child(node, 1)); break;
        case NodeKind::listComp:
        case NodeKind::generator: overSet(tree_.child(node, 2)); break;
        case NodeKind::starred: overSet(tree_.child(node, 0)); break;
        case NodeKind::assign: unpacked(node); break;
        default: break;
      }
    }
  }

 private:
  void call(NodeId node) {
    const NodeId callee = tree_.child(node, 0);
    const Meaning meaning = facts_.meaningOf(callee);
    if (meaning.is("enumerate") || meaning.is("zip")) {
      if (!isGoneThrough(node)) refuse(node, kept(tree_[callee].text + "(…)"));
    } else if (isViewOf(callee)) {
      if (!isGoneThrough(node) && !isLookedAt(node)) refuse(node, kept("." + tree_[callee].text + "()"));
    } else if (isMapOfPool(callee)) {
      if (!isGoneThrough(node)) refuse(node, kept(".map(…)"));
    }
    if (!goesThrough(node) || meaning.is("sorted")) return;
    for (const NodeId argument : tree_.children(node).subspan(1)) overSet(argument);
  }

  static std::string kept(const std::string& what) {
    return "what " + inTicks(what) + " gives is gone through where it is made and not kept; write `list(…)` around it";
  }

  bool isViewOf(NodeId callee) const {
    if (tree_.kind(callee) != NodeKind::attribute) return false;
    const std::string& name = tree_[callee].text;
    if (name != "items" && name != "keys" && name != "values") return false;
    return facts_.typeOf(tree_.child(callee, 0)) == "dict" || !facts_.programHas(name);
  }

  bool isMapOfPool(NodeId callee) const {
    if (tree_.kind(callee) != NodeKind::attribute || tree_[callee].text != "map") return false;
    return facts_.typeOf(tree_.child(callee, 0)) == "concurrent.futures.ThreadPoolExecutor" || !facts_.programHas("map");
  }

  // Without a call: the method itself as a value.
  void viewMethod(NodeId node) {
    const NodeId parent = facts_.parent(node);
    if (tree_.kind(parent) == NodeKind::call && tree_.child(parent, 0) == node) return;
    const std::string& name = tree_[node].text;
    if (facts_.isStored(node) || facts_.programHas(name) || facts_.meaningOf(node).kind != Meaning::Kind::unknown) return;
    if (isViewOf(node) || isMapOfPool(node))
      refusals_.add(tree_[node].nameSpan, inTicks(name) + " is called where it stands and not handed over");
  }

  // `list(x)`, `text.join(x)`.
  bool goesThrough(NodeId call) const {
    const NodeId callee = tree_.child(call, 0);
    const Meaning meaning = facts_.meaningOf(callee);
    if (std::ranges::any_of(kGoThrough, [&](std::string_view each) { return meaning.is(each); })) return true;
    if (tree_.kind(callee) != NodeKind::attribute || facts_.programHas(tree_[callee].text)) return false;
    const std::string& name = tree_[callee].text;
    return name == "join" || name == "extend" || name == "update";
  }

  bool isGoneThrough(NodeId node) const {
    const NodeId parent = facts_.parent(node);
    switch (tree_.kind(parent)) {
      case NodeKind::expression: return true;
      case NodeKind::forStatement: return tree_.child(parent, 1) == node;
      case NodeKind::listComp:
      case NodeKind::generator: return tree_.child(parent, 2) == node;
      case NodeKind::starred: return true;
      case NodeKind::call: return tree_.child(parent, 0) != node && goesThrough(parent);
      case NodeKind::assign:
        return tree_.child(parent, 0) == node && tree_[parent].childCount == 2 &&
               (tree_.kind(tree_.child(parent, 1)) == NodeKind::tuple || tree_.kind(tree_.child(parent, 1)) == NodeKind::list);
      default: return false;
    }
  }

  // `len(d.keys())`, `x in d.values()`.
  bool isLookedAt(NodeId node) const {
    const NodeId parent = facts_.parent(node);
    if (facts_.calls(parent, "len")) return true;
    if (tree_.kind(parent) != NodeKind::compare || tree_.child(parent, 1) != node || tree_[parent].childCount != 2) return false;
    return tree_[parent].ops[0] == Operator::in || tree_[parent].ops[0] == Operator::notIn;
  }

  void unpacked(NodeId node) {
    for (const NodeId target : tree_.children(node).subspan(1)) {
      if (tree_.kind(target) == NodeKind::tuple || tree_.kind(target) == NodeKind::list) return overSet(tree_.child(node, 0));
    }
  }

  void overSet(NodeId node) {
    if (facts_.typeOf(node) != "set") return;
    refuse(node, "the elements of a set have no order that a program can rely on; go through `sorted(…)` of it");
  }
};

}  // namespace

void checkIteration(const Facts& facts, Refusals& refusals) { IterationCheck(facts, refusals).run(); }

}  // namespace interleave::lang
