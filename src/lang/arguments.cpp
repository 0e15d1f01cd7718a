#include "lang/arguments.h"

#include <algorithm>

#include "lang/hints.h"

namespace interleave::lang {
namespace {

std::string counted(std::size_t number) {
  if (number == 0) return "no arguments";
  return std::to_string(number) + (number == 1 ? " argument" : " arguments");
}

// "at most 2 arguments (`a`, `b`)".
std::string allowed(const Signature& signature) {
  std::size_t places = 0;
  std::size_t required = 0;
  std::string names;
  for (const Parameter& each : signature.parameters) {
    if (!each.byPosition) continue;
    ++places;
    required += each.required ? 1 : 0;
    names += (names.empty() ? "" : ", ") + inTicks(each.name);
  }
  return (required < places ? "at most " : "") + counted(places) + (names.empty() ? "" : " (" + names + ")");
}

std::string parameterNames(const Signature& signature) {
  std::string names;
  for (const Parameter& each : signature.parameters) {
    if (each.byName) names += (names.empty() ? "" : ", ") + inTicks(each.name);
  }
  return names.empty() ? "it takes no arguments by name" : "by name it takes " + names;
}

// Goes through the arguments of one call.
class Matching {
 public:
  Matching(const Tree& tree, NodeId call, const Signature& signature, std::string_view callee)
      : tree_(tree), call_(call), signature_(signature), callee_(callee), given_(signature.parameters.size(), false) {}

  std::optional<Fault> fault() {
    for (const NodeId argument : tree_.children(call_).subspan(1)) {
      std::optional<Fault> wrong = tree_.kind(argument) == NodeKind::keyword ? byName(argument) : byPosition(argument);
      if (wrong) return wrong;
    }
    if (starred_) return std::nullopt;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (!signature_.parameters[i].required || given_[i]) continue;
      return Fault{tree_[call_].span, inTicks(callee_) + " needs its argument " + inTicks(signature_.parameters[i].name)};
    }
    return std::nullopt;
  }

 private:
  std::optional<Fault> byPosition(NodeId argument) {
    if (tree_.kind(argument) == NodeKind::starred) starred_ = true;
    while (place_ < given_.size() && !signature_.parameters[place_].byPosition) ++place_;
    if (place_ < given_.size()) {
      given_[place_++] = true;
      return std::nullopt;
    }
    if (signature_.anyNumber) return std::nullopt;
    const auto positional = std::ranges::count_if(tree_.children(call_).subspan(1),
                                                  [&](NodeId each) { return tree_.kind(each) != NodeKind::keyword; });
    return Fault{tree_[argument].span, inTicks(callee_) + " takes " + allowed(signature_) + ", but " +
                                           std::to_string(positional) + (positional == 1 ? " is given" : " are given")};
  }

  std::optional<Fault> byName(NodeId argument) {
    const Node& node = tree_[argument];
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (signature_.parameters[i].name != node.text || (!signature_.parameters[i].byName && signature_.anyName)) continue;
      if (!signature_.parameters[i].byName) {
        return Fault{node.nameSpan, inTicks(node.text) + " of " + inTicks(callee_) + " is given by its place, without its name"};
      }
      if (given_[i])
        return Fault{node.nameSpan, "the argument " + inTicks(node.text) + " of " + inTicks(callee_) + " is given twice"};
      given_[i] = true;
      return std::nullopt;
    }
    if (signature_.anyName) return std::nullopt;
    const std::string_view hint = callee_ == "dict" || callee_ == "dict.update"
                                      ? "write `{'name': value}`"
                                      : hintFor(std::string(callee_) + "(" + node.text + ")");
    return Fault{node.nameSpan, inTicks(callee_) + " takes no argument " + inTicks(node.text) + ": " +
                                    (hint.empty() ? parameterNames(signature_) : std::string(hint))};
  }

  const Tree& tree_;
  const NodeId call_;
  const Signature& signature_;
  const std::string_view callee_;
  std::vector<bool> given_;
  std::size_t place_ = 0;
  bool starred_ = false;
};

}  // namespace

Signature signatureOfFunction(const Tree& tree, NodeId function, bool asMethod) {
  Signature signature;
  for (const NodeId parameter : tree.children(tree.child(function, 0))) {
    const Node& node = tree[parameter];
    signature.parameters.push_back(
        {.name = node.text, .required = tree.child(parameter, 1) == kNoNode, .byPosition = !node.flag});
  }
  if (asMethod && !signature.parameters.empty()) signature.parameters.erase(signature.parameters.begin());
  return signature;
}

std::optional<Signature> signatureOfClass(const Facts& facts, const ClassFacts& one) {
  const auto made = one.methods.find("__init__");
  if (facts.gaps().mayBind("__init__")) return std::nullopt;
  if (made != one.methods.end()) {
    if (made->second.size() > 1) return std::nullopt;
    return signatureOfFunction(facts.tree(), made->second.front(), true);
  }
  if (one.base.kind == Meaning::Kind::entry) return signatureOf(one.base.entry);
  if (one.base.kind == Meaning::Kind::ofClass && one.base.node < one.node)
    return signatureOfClass(facts, *facts.classOf(one.base.node));
  return one.ancestry == Ancestry::plain ? std::optional<Signature>(Signature{}) : std::nullopt;
}

std::optional<Fault> misfit(const Tree& tree, NodeId call, const Signature& signature, std::string_view callee) {
  return Matching(tree, call, signature, callee).fault();
}

NodeId argumentOf(const Tree& tree, NodeId call, std::string_view name, std::size_t place) {
  const std::span<const NodeId> arguments = tree.children(call).subspan(1);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Node& node = tree[arguments[i]];
    if (node.kind == NodeKind::keyword) {
      if (node.text == name) return tree.child(arguments[i], 0);
    } else if (i == place) {
      return arguments[i];
    }
  }
  return kNoNode;
}

}  // namespace interleave::lang
