#include <algorithm>
#include <array>

#include "lang/arguments.h"
#include "lang/checks.h"
#include "lang/hints.h"

namespace interleave::lang {
namespace {

constexpr auto kSpecial = std::to_array<std::string_view>({"__init__", "__enter__", "__exit__"});

// What stands in a base list, a decorator or an annotation, as far as that is a dotted name.
std::string dotted(const Tree& tree, NodeId node) {
  if (tree.kind(node) == NodeKind::call) return dotted(tree, tree.child(node, 0));
  if (tree.kind(node) == NodeKind::attribute) return dotted(tree, tree.child(node, 0)) + "." + tree[node].text;
  return tree.kind(node) == NodeKind::name ? tree[node].text : "…";
}

class DefinitionCheck : Check {
 public:
  DefinitionCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals) {}

  void run() {
    for (const NodeId node : facts_.nodes()) {
      switch (tree_.kind(node)) {
        case NodeKind::classDef: definedClass(node); break;
        case NodeKind::functionDef: function(node); break;
        case NodeKind::returnStatement: returned(node); break;
        case NodeKind::annAssign: annotation(tree_.child(node, 1), node); break;
        case NodeKind::parameter: annotation(tree_.child(node, 0), node); break;
        case NodeKind::call: superCall(node); break;
        default: break;
      }
    }
  }

 private:
  // ---- Classes

  void definedClass(NodeId node) {
    const ClassFacts& one = *facts_.classOf(node);
    const std::span<const NodeId> children = tree_.children(node);
    if (isReserved(tree_[node].text)) reservedName(node);
    if (children.size() > 2) {
      refusals_.add(tree_[children[2]].span, "a class has one base at most; keep the other object in an attribute");
    } else if (children.size() == 2) {
      base(one, children[1]);
    }
    for (const NodeId statement : tree_.children(children[0])) inClass(one, statement);
    if (one.ancestry == Ancestry::thread) threadClass(one);
  }

  void base(const ClassFacts& one, NodeId base) {
    if (facts_.isRefusedName(base)) return;
    if (one.base.is("threading.Thread") || one.base.is("Exception")) return;
    const std::string allowed = "; a class is derived from `threading.Thread`, `Exception`, or an exception class of the program";
    if (one.base.kind == Meaning::Kind::ofClass) {
      if (one.ancestry == Ancestry::exception) return;
      return refusals_.add(tree_[base].span, inTicks(tree_[one.node].text) + " cannot be derived from " +
                                                 inTicks(dotted(tree_, base)) + allowed +
                                                 "; keep an object of that class in an attribute");
    }
    refusals_.add(tree_[base].span,
                  inTicks(tree_[one.node].text) + " cannot be derived from " + inTicks(dotted(tree_, base)) + allowed);
  }

  void inClass(const ClassFacts& one, NodeId statement) {
    const NodeKind kind = tree_.kind(statement);
    if (kind == NodeKind::functionDef || kind == NodeKind::pass || kind == NodeKind::import || kind == NodeKind::importFrom)
      return;
    if (kind == NodeKind::expression && tree_.kind(tree_.child(statement, 0)) == NodeKind::constantStr) return;
    if (kind == NodeKind::assign || kind == NodeKind::annAssign) {
      const std::span<const NodeId> targets =
          kind == NodeKind::assign ? tree_.children(statement).subspan(1) : tree_.children(statement).subspan(0, 1);
      for (const NodeId target : targets) classAttribute(one, target);
      return;
    }
    const std::string what = kind == NodeKind::classDef ? "a class inside a class" : "this statement in a class body";
    refusals_.add(tree_[statement].span, what + " is not in the language; a class body has methods and `name = value`");
  }

  void classAttribute(const ClassFacts& one, NodeId target) {
    if (tree_.kind(target) == NodeKind::tuple || tree_.kind(target) == NodeKind::list) {
      for (const NodeId part : tree_.children(target)) classAttribute(one, part);
      return;
    }
    if (tree_.kind(target) != NodeKind::name) {
      return refusals_.add(tree_[target].span, "a class body assigns to names alone; do this in `__init__` or behind the class");
    }
    if (one.ancestry == Ancestry::thread && tree_[target].text == "run") {
      return refusals_.add(tree_[target].span, "`run` of a Thread is defined as a method: `def run(self):`");
    }
    nameInClass(one, tree_[target].text, tree_[target].span);
  }

  // Names that mean something to a base class.
  void nameInClass(const ClassFacts& one, std::string_view name, const Span& span) {
    if (one.ancestry == Ancestry::thread && name != "run" && (findMember("threading.Thread", name) || isUsedByThread(name))) {
      refusals_.add(span, inTicks(name) + " of a Thread cannot be replaced; " +
                              (name == "name" || name == "daemon" ? "assign it in `__init__`, behind `super().__init__()`"
                                                                  : "choose another name"));
    }
    if (one.ancestry == Ancestry::exception && (name == "args" || name == "with_traceback" || name == "add_note")) {
      refusals_.add(span, inTicks(name) + " of an exception cannot be replaced; choose another name");
    }
  }

  void threadClass(const ClassFacts& one) {
    const auto run = one.methods.find("run");
    if (run != one.methods.end()) {
      const NodeId method = run->second.front();
      const Signature signature = signatureOfFunction(tree_, method, true);
      const bool needsMore = std::ranges::any_of(signature.parameters, &Parameter::required);
      if (needsMore && !facts_.isStaticMethod(method)) {
        refusals_.add(tree_[method].nameSpan,
                      "`run` of a Thread is called with `self` alone; give the rest to `__init__` and keep it in attributes");
      }
    }
    const auto made = one.methods.find("__init__");
    if (made == one.methods.end()) return;
    const NodeId super = superOf(made->second.front());
    const Span& text = tree_[made->second.front()].span;
    if (super == kNoNode && facts_.gaps().touches(text.line, text.endLine)) return;
    if (super == kNoNode) {
      return refusals_.add(tree_[made->second.front()].nameSpan, "`__init__` of a Thread has to call `super().__init__()` first");
    }
    for (const std::string_view name : {"name", "daemon"}) {
      for (const NodeId store : facts_.attributeStores(name)) {
        if (tree_.kind(store) == NodeKind::attribute && facts_.functionAround(store) == made->second.front() &&
            facts_.classOfSelf(tree_.child(store, 0)) == &one && before(store, super)) {
          refusals_.add(tree_[store].span, "`super().__init__()` has to be called before " + inTicks(name) + " is assigned");
        }
      }
    }
  }

  bool before(NodeId one, NodeId other) const {
    const Span& a = tree_[one].span;
    const Span& b = tree_[other].span;
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  }

  // The call of `super()` in a method.
  NodeId superOf(NodeId method) const {
    for (const NodeId node : facts_.nodes()) {
      if (isSuper(node) && facts_.functionAround(node) == method) return node;
    }
    return kNoNode;
  }

  bool isSuper(NodeId node) const {
    if (tree_.kind(node) != NodeKind::call) return false;
    const NodeId callee = tree_.child(node, 0);
    return tree_.kind(callee) == NodeKind::name && tree_[callee].text == "super" && facts_.ownerOf(callee).second == nullptr;
  }

  // `super().__init__(…)`, directly in an `__init__`.
  void superCall(NodeId call) {
    if (!isSuper(call)) return;
    const NodeId attribute = facts_.parent(call);
    const NodeId outer = facts_.parent(attribute);
    const NodeId method = facts_.functionAround(call);
    const ClassFacts* one = facts_.classOfMethod(method);
    const bool inInit = one != nullptr && tree_[method].text == "__init__";
    const bool form = tree_.kind(attribute) == NodeKind::attribute && tree_[attribute].text == "__init__" &&
                      tree_.kind(outer) == NodeKind::call && tree_.child(outer, 0) == attribute;
    if (tree_[call].childCount > 1) {
      refusals_.add(tree_[call].span, "`super` takes no arguments here; write `super().__init__(…)`");
    } else if (!form || !inInit) {
      refusals_.add(tree_[call].span, "`super()` stands only in `super().__init__(…)`, in the `__init__` of a class");
    } else {
      superArguments(*one, outer);
    }
  }

  void superArguments(const ClassFacts& one, NodeId call) {
    std::optional<Signature> signature;
    if (one.base.kind == Meaning::Kind::entry) signature = signatureOf(one.base.entry);
    if (one.base.kind == Meaning::Kind::ofClass) signature = signatureOfClass(facts_, *facts_.classOf(one.base.node));
    if (tree_[one.node].childCount == 1) signature = Signature{};
    if (!signature) return;
    const std::string callee = one.base.is("threading.Thread") ? "threading.Thread" : "super().__init__";
    if (std::optional<Fault> fault = misfit(tree_, call, *signature, callee)) refusals_.add(fault->span, std::move(fault->what));
  }

  // ---- Functions

  void reservedName(NodeId node) {
    const std::string& name = tree_[node].text;
    const std::string plain(name.substr(name.find_first_not_of('_')));
    refusals_.add(tree_[node].nameSpan, "a name that begins with two underscores is not in the language; write " +
                                            inTicks("_" + plain.substr(0, plain.find_last_not_of('_') + 1)));
  }

  void function(NodeId node) {
    const std::string& name = tree_[node].text;
    const ClassFacts* one = facts_.classOfMethod(node);
    decorators(node, one != nullptr);
    if (one == nullptr) {
      if (isReserved(name)) reservedName(node);
      return;
    }
    nameInClass(*one, name, tree_[node].nameSpan);
    if (isReserved(name)) special(node);
  }

  void special(NodeId node) {
    const std::string& name = tree_[node].text;
    if (!name.ends_with("__")) return reservedName(node);
    if (std::ranges::find(kSpecial, name) == kSpecial.end()) {
      const std::string_view hint = hintFor(name);
      refusals_.add(tree_[node].nameSpan, inTicks(name) + " is not in the language" +
                                              (hint.empty() ? "" : ": " + std::string(hint)) +
                                              "; the special methods are `__init__`, `__enter__` and `__exit__`");
      return;
    }
    const Signature signature = signatureOfFunction(tree_, node, false);
    if (facts_.isStaticMethod(node) || signature.parameters.empty()) {
      return refusals_.add(tree_[node].nameSpan, inTicks(name) + " needs the object as its first parameter: `self`");
    }
    const std::size_t given = name == "__exit__" ? 4 : 1;
    if (name == "__init__") return;
    const auto required = std::ranges::count_if(signature.parameters, &Parameter::required);
    if (signature.parameters.size() < given || static_cast<std::size_t>(required) > given) {
      refusals_.add(tree_[node].nameSpan,
                    name == "__exit__"
                        ? "`__exit__` is called with four arguments; write `def __exit__(self, kind, error, trace):`"
                        : "`__enter__` is called with `self` alone");
    }
  }

  // The parser lets `@staticmethod` pass alone.
  void decorators(NodeId node, bool inClass) {
    for (const NodeId decorator : tree_.children(node).subspan(3)) {
      const auto [scope, variable] = facts_.ownerOf(decorator);
      if (variable != nullptr) {
        refusals_.add(tree_[decorator].span, "`staticmethod` is a name of the program here; give that another name");
      } else if (!inClass) {
        refusals_.add(tree_[decorator].span, "`@staticmethod` stands only in a class");
      }
    }
    // In the place of the result's annotation.
    annotation(tree_.child(node, 2), node);
  }

  void returned(NodeId node) {
    const NodeId method = facts_.functionAround(node);
    const NodeId value = tree_.child(node, 0);
    if (value == kNoNode || facts_.classOfMethod(method) == nullptr || tree_[method].text != "__init__") return;
    if (tree_.kind(value) == NodeKind::constantNone) return;
    refusals_.add(tree_[value].span, "`__init__` returns no value; write `return` alone");
  }

  // ---- Annotations: names, `list[int]`, None, and texts, so that leaving them out changes nothing.

  void annotation(NodeId node, NodeId owner) {
    if (node == kNoNode) return;
    switch (tree_.kind(node)) {
      case NodeKind::constantNone:
      case NodeKind::constantStr: return;
      case NodeKind::name:
      case NodeKind::attribute: return annotationName(node, owner);
      case NodeKind::subscript:
        if (facts_.isRefusedName(tree_.child(node, 0))) return;
        if (!canBeIndexed(tree_.child(node, 0))) break;
        annotation(tree_.child(node, 0), owner);
        return annotation(tree_.child(node, 1), owner);
      case NodeKind::tuple:
        if (tree_.kind(facts_.parent(node)) != NodeKind::subscript) break;
        for (const NodeId part : tree_.children(node)) annotation(part, owner);
        return;
      default: break;
    }
    refusals_.add(tree_[node].span, "an annotation is a known name, as `int`, `list[str]` or `'Account'`; or leave it out");
  }

  bool canBeIndexed(NodeId node) const {
    const Meaning meaning = facts_.meaningOf(node);
    constexpr std::array<std::string_view, 8> kIndexed = {
        "list", "tuple", "dict", "set", "collections.deque", "queue.Queue", "queue.LifoQueue", "queue.SimpleQueue"};
    return std::ranges::any_of(kIndexed, [&](std::string_view each) { return meaning.is(each); });
  }

  bool inFunction(ScopeId scope) const {
    for (; scope != kModuleScope; scope = facts_.scopes().scopes[scope].parent) {
      if (!facts_.scopes().scopes[scope].ofClass) return true;
    }
    return false;
  }

  // Python computes the annotations of functions, of the module and of classes: what is defined further down is not there yet.
  void annotationName(NodeId node, NodeId owner) {
    const Meaning meaning = facts_.meaningOf(node);
    if (tree_.kind(node) == NodeKind::attribute && meaning.kind == Meaning::Kind::unknown) {
      const Meaning object = facts_.meaningOf(tree_.child(node, 0));
      if (object.is(EntryKind::module) || facts_.isRefusedName(node)) return;
      return refusals_.add(tree_[node].span,
                           "an annotation is a known name, as `int`, `list[str]` or `'Account'`; or leave it out");
    }
    // A parameter's grandparent is its function.
    const NodeId statement = tree_.kind(owner) == NodeKind::parameter ? facts_.parent(facts_.parent(owner)) : owner;
    if (meaning.kind != Meaning::Kind::ofClass || inFunction(facts_.scopeAt(statement))) return;
    const Span& defined = tree_[meaning.node].span;
    const Span& here = tree_[node].span;
    if (std::pair(here.line, here.column) < std::pair(defined.endLine, defined.endColumn)) {
      refusals_.add(here, inTicks(tree_[meaning.node].text) + " is not yet defined here; write the annotation as a text: `'" +
                              tree_[meaning.node].text + "'`");
    }
  }
};

}  // namespace

void checkDefinitions(const Facts& facts, Refusals& refusals) { DefinitionCheck(facts, refusals).run(); }

}  // namespace interleave::lang
