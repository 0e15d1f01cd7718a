#include <algorithm>
#include <array>
#include <utility>

#include "lang/checks.h"
#include "lang/hints.h"

namespace interleave::lang {
namespace {

constexpr std::string_view kModules =
    "the modules are `threading`, `time`, `queue`, `collections`, `concurrent.futures`, `interleave`, and `random` inside the "
    "argument of `sleep`";

bool isModule(std::string_view name) {
  const std::optional<EntryId> entry = findEntry(name);
  return entry && entries()[*entry].kind == EntryKind::module;
}

// What a module, or, of the empty name, the language itself has.
std::vector<std::string_view> namesOf(std::string_view module) {
  std::vector<std::string_view> names;
  for (const Entry& entry : entries()) {
    if (entry.kind == EntryKind::method || entry.kind == EntryKind::attribute || entry.kind == EntryKind::module) continue;
    const std::size_t dot = entry.name.rfind('.');
    if (module == (dot == std::string_view::npos ? std::string_view() : entry.name.substr(0, dot)))
      names.push_back(lastPart(entry.name));
  }
  return names;
}

class NameCheck : Check {
 public:
  NameCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals) {}

  void run() {
    for (const NodeId node : facts_.nodes()) {
      switch (tree_.kind(node)) {
        case NodeKind::import: imports(node); break;
        case NodeKind::importFrom: importsFrom(node); break;
        case NodeKind::name: name(node); break;
        case NodeKind::attribute: moduleAttribute(node); break;
        case NodeKind::parameter:
        case NodeKind::handler:
        case NodeKind::alias: boundName(node); break;
        default: break;
      }
    }
    for (const Watched& watched : tree_.watched()) watch(watched);
  }

 private:
  void noModule(NodeId alias, std::string_view module) {
    const std::string_view hint = hintFor(module);
    const std::size_t dot = module.rfind('.');
    std::string what = notInLanguage(module, hint.empty() ? kModules : hint);
    if (dot != std::string_view::npos && findEntry(module)) {
      what = inTicks(module) + " is no module; write `from " + std::string(module.substr(0, dot)) + " import " +
             std::string(module.substr(dot + 1)) + "`";
    }
    refusals_.add(tree_[alias].span, what);
  }

  void placeOfImport(NodeId node) {
    if (facts_.scopes().scopes[facts_.scopeAt(node)].ofClass) {
      refusals_.add(tree_[node].span,
                    "an `import` in a class body is not in the language; write it at the beginning of the program");
    }
  }

  void imports(NodeId node) {
    placeOfImport(node);
    for (const NodeId alias : tree_.children(node)) {
      if (!isModule(tree_[alias].text)) noModule(alias, tree_[alias].text);
    }
  }

  void importsFrom(NodeId node) {
    placeOfImport(node);
    const std::string& module = tree_[node].text;
    if (!isModule(module)) return noModule(node, module);
    for (const NodeId alias : tree_.children(node)) {
      const std::string& name = tree_[alias].text;
      if (!isNameOf(module, name)) refusals_.add(tree_[alias].span, noNameOf(module, name));
    }
  }

  static bool isNameOf(std::string_view module, std::string_view name) {
    const std::vector<std::string_view> names = namesOf(module);
    return std::ranges::find(names, name) != names.end();
  }

  static std::string noNameOf(std::string_view module, std::string_view name) {
    const std::string full = std::string(module) + "." + std::string(name);
    const std::string_view hint = hintFor(full);
    if (!hint.empty()) return notInLanguage(full, hint);
    const std::vector<std::string_view> names = namesOf(module);
    const std::string_view near = nearest(name, names);
    if (!near.empty()) return notInLanguage(full, "did you mean " + inTicks(near) + "?");
    std::string all;
    for (const std::string_view each : names) all += (all.empty() ? "" : ", ") + inTicks(each);
    return notInLanguage(full, inTicks(module) + " has " + all);
  }

  void boundName(NodeId node) {
    const Node& there = tree_[node];
    const std::string& name = there.kind == NodeKind::alias ? there.name2 : there.text;
    if (isReserved(name)) reserved(there.nameSpan, name);
  }

  void reserved(const Span& span, std::string_view name) {
    const std::string_view plain = name.substr(name.find_first_not_of('_'));
    refusals_.add(span, "a name that begins with two underscores is not in the language; write " +
                            inTicks("_" + std::string(plain.substr(0, plain.find_last_not_of('_') + 1))));
  }

  void name(NodeId node) {
    const std::string& name = tree_[node].text;
    const NodeId parent = facts_.parent(node);
    const NodeKind around = tree_.kind(parent);
    const bool known = facts_.ownerOf(node).second != nullptr;
    if (name == "__name__" && !known) return moduleName(node);
    if (isReserved(name)) return reserved(tree_[node].span, name);
    if (around == NodeKind::global || around == NodeKind::nonlocal) return;
    const Meaning meaning = facts_.meaningOf(node);
    if (meaning.is(EntryKind::module) || meaning.kind == Meaning::Kind::package) return module(node, meaning);
    if (known || meaning.kind != Meaning::Kind::unknown) return chance(node, meaning);
    if (around == NodeKind::annAssign && tree_.child(parent, 0) == node) return;
    if (!isForm(node) && !facts_.gaps().mayBind(name)) refusals_.add(tree_[node].span, nowhere(node));
  }

  // `__name__ == '__main__'`.
  void moduleName(NodeId node) {
    const NodeId parent = facts_.parent(node);
    const bool compared = tree_.kind(parent) == NodeKind::compare && tree_[parent].childCount == 2 &&
                          (tree_[parent].ops[0] == Operator::equal || tree_[parent].ops[0] == Operator::notEqual) &&
                          tree_.kind(tree_.child(parent, 1)) == NodeKind::constantStr;
    if (!compared) refusals_.add(tree_[node].span, "`__name__` is not in the language but in `if __name__ == '__main__':`");
  }

  // `type(x).__name__`, `super().__init__(…)`, `@staticmethod`: other checks look at them closely.
  bool isForm(NodeId node) const {
    const std::string& name = tree_[node].text;
    const NodeId parent = facts_.parent(node);
    if (name == "staticmethod") return tree_.kind(parent) == NodeKind::functionDef;
    const bool called = tree_.kind(parent) == NodeKind::call && tree_.child(parent, 0) == node;
    const NodeId attribute = facts_.parent(parent);
    if (!called || tree_.kind(attribute) != NodeKind::attribute) return false;
    if (name == "type") return tree_[attribute].text == "__name__" && tree_[parent].childCount == 2;
    return name == "super";
  }

  std::string nowhere(NodeId node) const {
    const std::string& name = tree_[node].text;
    if (isModule(name)) return inTicks(name) + " is not imported; write `import " + name + "` at the beginning";
    for (const Entry& entry : entries()) {
      if (entry.kind != EntryKind::module) continue;
      const std::string module(entry.name);
      if (isNameOf(module, name))
        return inTicks(name) + " is not imported; write `from " + module + " import " + name + "` at the beginning";
      if (const std::string_view hint = hintFor(module + "." + name); !hint.empty())
        return notInLanguage(module + "." + name, hint);
    }
    const std::string_view hint = hintFor(name);
    if (!hint.empty() || isBuiltInOfPython(name)) return notInLanguage(name, hint);
    const std::string_view near = nearest(name, seenFrom(facts_.scopeAt(node)));
    if (!near.empty()) return inTicks(name) + " is defined nowhere; did you mean " + inTicks(near) + "?";
    return inTicks(name) + " is defined nowhere; assign it or import it first";
  }

  std::vector<std::string_view> seenFrom(ScopeId scope) const {
    std::vector<std::string_view> names = namesOf("");
    for (;; scope = facts_.scopes().scopes[scope].parent) {
      for (const Variable& variable : facts_.scopes().scopes[scope].variables) {
        if (variable.bindings > 0 && variable.name.find('@') == std::string::npos) names.push_back(variable.name);
      }
      if (scope == kModuleScope) return names;
    }
  }

  // A module stands before a dot.
  void module(NodeId node, const Meaning& meaning) {
    const NodeId parent = facts_.parent(node);
    if (facts_.isStored(node)) return;
    if (tree_.kind(parent) != NodeKind::attribute) {
      const std::string module =
          meaning.kind == Meaning::Kind::package ? "concurrent" : std::string(entries()[meaning.entry].name);
      refusals_.add(tree_[node].span, "the module " + inTicks(module) + " is no value; write " +
                                          inTicks(tree_[node].text + ".NAME") + " for what you need of it");
    }
  }

  void moduleAttribute(NodeId node) {
    const Meaning object = facts_.meaningOf(tree_.child(node, 0));
    const std::string& name = tree_[node].text;
    if (object.kind == Meaning::Kind::package) {
      if (name != "futures")
        refusals_.add(tree_[node].nameSpan, notInLanguage("concurrent." + name, "`concurrent` has `futures`"));
      return;
    }
    if (!object.is(EntryKind::module)) {
      if (facts_.meaningOf(node).is(EntryKind::module)) module(node, facts_.meaningOf(node));
      return;
    }
    const std::string_view module = entries()[object.entry].name;
    if (facts_.isStored(node)) {
      refusals_.add(tree_[node].span,
                    "an attribute of the module " + inTicks(module) + " cannot be assigned here; use a variable of the program");
    } else if (!isNameOf(module, name)) {
      refusals_.add(tree_[node].nameSpan, noNameOf(module, name));
    } else {
      chance(node, facts_.meaningOf(node));
    }
  }

  // Random numbers only say how long a thread sleeps.
  void chance(NodeId node, const Meaning& meaning) {
    if (meaning.kind != Meaning::Kind::entry || !entries()[meaning.entry].name.starts_with("random.") || facts_.isStored(node))
      return;
    NodeId below = node;
    NodeId around = facts_.parent(node);
    while (onlyCalculates(around, below)) below = std::exchange(around, facts_.parent(around));
    if (facts_.calls(around, "time.sleep") && tree_.child(around, 0) != below) return;
    refusals_.add(tree_[node].span, inTicks(entries()[meaning.entry].name) +
                                        " stands only inside the argument of `sleep`, where it is calculated with; write a "
                                        "number, or a thread for each case");
  }

  // What a program does must not depend on chance, so nothing of the program may see the number.
  bool onlyCalculates(NodeId around, NodeId below) const {
    switch (tree_.kind(around)) {
      case NodeKind::binary:
      case NodeKind::unary:
      case NodeKind::list:
      case NodeKind::tuple: return true;
      case NodeKind::call: {
        const Meaning meaning = facts_.meaningOf(tree_.child(around, 0));
        constexpr std::array<std::string_view, 6> kCalculate = {"abs", "float", "int", "max", "min", "sum"};
        return tree_.child(around, 0) == below ||
               std::ranges::any_of(kCalculate, [&](std::string_view each) { return meaning.is(each); }) ||
               (meaning.kind == Meaning::Kind::entry && entries()[meaning.entry].name.starts_with("random."));
      }
      default: return false;
    }
  }

  // A name of the module and attributes, or a function and a variable of its own that a function inside mentions.
  void watch(const Watched& watched) {
    std::string_view left = watched.name;
    std::string_view first = left.substr(0, left.find_first_of(".[#"));
    if (facts_.gaps().mayBind(first)) return;
    const Variable* variable = facts_.scopes().find(kModuleScope, first);
    if (variable == nullptr || variable->bindings == 0) {
      std::vector<std::string_view> names;
      for (const Variable& each : facts_.scopes().scopes[kModuleScope].variables) {
        if (each.bindings > 0) names.push_back(each.name);
      }
      const std::string_view near = nearest(first, names);
      return noWatch(watched, inTicks(first) + " is no variable of the module" +
                                  (near.empty() ? "" : "; did you mean " + inTicks(near) + "?"));
    }
    while (left.find('.') != std::string_view::npos) {
      left.remove_prefix(left.find('.') + 1);
      const std::string_view part = left.substr(0, left.find_first_of(".[#"));
      if (!facts_.programHas(part) && !isVariableOfFunction(part))
        return noWatch(watched, "nothing has an attribute " + inTicks(part));
    }
  }

  bool isVariableOfFunction(std::string_view name) const {
    return std::ranges::any_of(facts_.scopes().scopes, [&](const Scope& scope) {
      return std::ranges::any_of(scope.variables,
                                 [&](const Variable& each) { return each.name == name && each.place == Place::cell; });
    });
  }

  void noWatch(const Watched& watched, const std::string& why) {
    refusals_.add(watched.span, "`# watch: " + watched.name + "`: " + why);
  }
};

}  // namespace

void checkNames(const Facts& facts, Refusals& refusals) { NameCheck(facts, refusals).run(); }

}  // namespace interleave::lang
