#include "lang/checks.h"
#include "lang/formats.h"

namespace interleave::lang {
namespace {

class ValueCheck : Check {
 public:
  ValueCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals) {}

  void run() {
    for (const NodeId node : facts_.nodes()) {
      switch (tree_.kind(node)) {
        case NodeKind::binary:
        case NodeKind::augAssign: operation(node); break;
        case NodeKind::compare: comparison(node); break;
        case NodeKind::dict: keys(node); break;
        case NodeKind::subscript: index(node); break;
        case NodeKind::call: formatCall(node); break;
        default: break;
      }
    }
  }

 private:
  // ---- Operators

  void operation(NodeId node) {
    const NodeId left = tree_.child(node, 0);
    const NodeId right = tree_.child(node, 1);
    const std::optional<std::string_view> leftType = facts_.typeOf(left);
    const std::optional<std::string_view> rightType = facts_.typeOf(right);
    switch (tree_[node].op) {
      case Operator::modulo:
        if (leftType == "str") return refuse(node, "`%` is for numbers; write an f-string: `f'{name} has {count}'`");
        [[fallthrough]];
      case Operator::floorDivide:
        if (leftType == "float" || rightType == "float") return floats(node);
        return;
      case Operator::power:
        if (leftType == "float" || rightType == "float") return floats(node);
        if (isNegative(right))
          refuse(right, "a negative exponent is not in the language, as there is no `/`; write an exponent from 0");
        return;
      case Operator::subtract:
        if (leftType == "set" || rightType == "set") {
          refuse(node, "`-` of sets is not in the language; write a list comprehension: `[x for x in sorted(a) if x not in b]`");
        }
        return;
      default: return;
    }
  }

  void floats(NodeId node) {
    refuse(node, "floats have `+`, `-`, `*` and comparison here; calculate with whole numbers, in smaller units");
  }

  bool isNegative(NodeId node) const {
    return tree_.kind(node) == NodeKind::unary && tree_[node].op == Operator::negative &&
           tree_.kind(tree_.child(node, 0)) == NodeKind::constantInt && tree_[tree_.child(node, 0)].integer > 0;
  }

  // `is` of values that Python may or may not share.
  void comparison(NodeId node) {
    const std::span<const NodeId> operands = tree_.children(node);
    for (std::size_t i = 0; i < tree_[node].ops.size(); ++i) {
      const Operator op = tree_[node].ops[i];
      if (op != Operator::is && op != Operator::isNot) continue;
      const std::string instead = op == Operator::is ? "`==`" : "`!=`";
      const NodeId left = operands[i];
      const NodeId right = operands[i + 1];
      if (isOne(left) || isOne(right)) continue;
      for (const NodeId operand : {left, right}) {
        if (isValue(operand)) refuse(operand, "`is` compares None, bools and objects; compare values with " + instead);
      }
    }
  }

  // There is one None, one True and one False, so any value can be compared with it.
  bool isOne(NodeId node) const {
    const NodeKind kind = tree_.kind(node);
    return kind == NodeKind::constantNone || kind == NodeKind::constantTrue || kind == NodeKind::constantFalse;
  }

  bool isValue(NodeId node) const {
    const std::optional<std::string_view> type = facts_.typeOf(node);
    return type == "int" || type == "float" || type == "str" || type == "tuple";
  }

  // ---- Keys

  void keys(NodeId node) {
    const std::span<const NodeId> children = tree_.children(node);
    for (std::size_t i = 0; i < children.size(); i += 2) {
      if (!canBeKey(children[i])) refuse(children[i], "the keys of a dict are int or str; write a text, as `f'{x},{y}'`");
    }
  }

  void index(NodeId node) {
    const NodeId key = tree_.child(node, 1);
    if (facts_.inAnnotation(node) || tree_.kind(key) == NodeKind::slice || canBeKey(key)) return;
    refuse(key, "an index is an int, and a key of a dict int or str; for several values write a text, as `f'{x},{y}'`");
  }

  bool canBeKey(NodeId node) const {
    switch (tree_.kind(node)) {
      case NodeKind::constantNone:
      case NodeKind::lambda: return false;
      default: break;
    }
    const std::optional<std::string_view> type = facts_.typeOf(node);
    // An index may be a bool that is computed, but as a literal it is a key.
    if (type == "bool") return tree_.kind(node) != NodeKind::constantTrue && tree_.kind(node) != NodeKind::constantFalse;
    return !type || type == "int" || type == "str";
  }

  // ---- Formats

  void formatCall(NodeId node) {
    const NodeId callee = tree_.child(node, 0);
    if (tree_.kind(callee) != NodeKind::attribute || tree_[callee].text != "format") return;
    const NodeId text = tree_.child(callee, 0);
    if (tree_.kind(text) != NodeKind::constantStr) return;
    if (std::optional<std::string> fault = faultOfTemplate(tree_[text].text)) refuse(text, std::move(*fault));
  }
};

}  // namespace

void checkValues(const Facts& facts, Refusals& refusals) { ValueCheck(facts, refusals).run(); }

}  // namespace interleave::lang
