#include "lang/scopes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace interleave::lang {
namespace {

// A target of a comprehension that is being gone through: what its name in the text stands for.
struct Target {
  std::string name;
  std::string variable;
};

// What is known of a scope while the text is gone through, beside what Scope has.
struct Draft {
  std::vector<Target> around;  // comprehension targets of the parent where this scope begins, the innermost last
  struct Name {
    bool global = false;
    bool nonlocal = false;
    bool annotated = false;  // `x: int` makes x local, even without a value
    bool mentioned = false;  // so far
    bool target = false;     // of a comprehension
    NodeId first = kNoNode;  // the first node of this name in the text
  };
  std::unordered_map<std::string, Name> names;
};

struct Use {
  NodeId node;
  ScopeId scope;
  std::string name;
};

// The function or module around a class body; of another scope: itself.
ScopeId outsideOfClasses(const Scopes& scopes, ScopeId scope) {
  while (scopes.scopes[scope].ofClass) scope = scopes.scopes[scope].parent;
  return scope;
}

bool before(const Span& a, const Span& b) { return std::pair(a.line, a.column) < std::pair(b.line, b.column); }

// Goes through the text once: scopes, what each binds and mentions.
class Collector {
 public:
  explicit Collector(const Tree& tree) : tree_(tree) {
    addScope({.node = tree.root(), .name = {}, .variables = {}});
    visit(tree.root());
    inOrderOfText();
  }

  Scopes result;
  std::vector<Draft> drafts;
  std::vector<Use> uses;

 private:
  ScopeId addScope(Scope scope) {
    const auto id = static_cast<ScopeId>(result.scopes.size());
    if (id != kModuleScope) result.scopeOf.emplace(scope.node, id);
    result.scopes.push_back(std::move(scope));
    drafts.push_back({.around = targets_, .names = {}});
    return id;
  }

  Variable& variable(const std::string& name) { return variable(scope_, name); }
  Variable& variable(ScopeId scope, const std::string& name) {
    std::vector<Variable>& variables = result.scopes[scope].variables;
    const auto found = std::ranges::find(variables, name, &Variable::name);
    if (found != variables.end()) return *found;
    variables.push_back({.name = name});
    return variables.back();
  }

  void inOrderOfText() {
    for (const Use& use : uses) {
      NodeId& first = drafts[use.scope].names[use.name].first;
      if (first == kNoNode || before(tree_[use.node].span, tree_[first].span)) first = use.node;
    }
    for (std::size_t scope = 0; scope < drafts.size(); ++scope) {
      auto& names = drafts[scope].names;
      std::ranges::sort(result.scopes[scope].variables, [&](const Variable& a, const Variable& b) {
        if (a.parameter != b.parameter) return a.parameter;
        return before(tree_[names[a.name].first].span, tree_[names[b.name].first].span);
      });
    }
  }

  void fault(const Span& span, std::string what) { result.faults.push_back({span, std::move(what)}); }

  void bind(const std::string& name, NodeId node, bool inLoop) { bind(scope_, name, node, inLoop); }
  void bind(ScopeId scope, const std::string& name, NodeId node, bool inLoop) {
    Variable& bound = variable(scope, name);
    if (bound.bindings++ == 0) bound.firstBinding = node;
    bound.boundInLoop |= inLoop;
    drafts[scope].names[name].mentioned = true;
    uses.push_back({node, scope, name});
  }

  // The scope that has the targets of a comprehension that stands here.
  ScopeId scopeOfTargets() const { return outsideOfClasses(result, scope_); }

  void mention(NodeId node) {
    const std::string& name = tree_[node].text;
    const auto target = std::ranges::find(targets_.rbegin(), targets_.rend(), name, &Target::name);
    if (target != targets_.rend()) {
      uses.push_back({node, scopeOfTargets(), target->variable});
      return;
    }
    variable(name);
    if (targets_.empty()) {
      drafts[scope_].names[name].mentioned = true;
    } else if (result.scopes[scope_].ofClass) {
      inComprehensionOfClass_.push_back({node, scope_, name});
    }
    uses.push_back({node, scope_, name});
  }

  // Runs `inside` in a new scope.
  template <class Inside>
  void within(Scope scope, const Inside& inside) {
    scope.parent = scope_;
    const ScopeId id = addScope(std::move(scope));
    const ScopeId outerScope = std::exchange(scope_, id);
    std::vector<Target> outerTargets = std::exchange(targets_, {});
    const bool outerLoop = std::exchange(inLoop_, false);
    inside();
    scope_ = outerScope;
    targets_ = std::move(outerTargets);
    inLoop_ = outerLoop;
  }

  void visitAll(std::span<const NodeId> nodes) {
    for (const NodeId node : nodes) visit(node);
  }

  void visit(NodeId node) {
    switch (tree_.kind(node)) {
      case NodeKind::none: return;
      case NodeKind::functionDef:
      case NodeKind::lambda: return function(node);
      case NodeKind::classDef: return classBody(node);
      case NodeKind::assign: return assign(node);
      case NodeKind::augAssign: return augAssign(node);
      case NodeKind::annAssign: return annAssign(node);
      case NodeKind::forStatement: return forLoop(node);
      case NodeKind::whileStatement: return whileLoop(node);
      case NodeKind::withStatement: return with(node);
      case NodeKind::handler: return handler(node);
      case NodeKind::import:
      case NodeKind::importFrom: return imports(node);
      case NodeKind::global:
      case NodeKind::nonlocal: return declaration(node);
      case NodeKind::listComp:
      case NodeKind::generator: return comprehension(node);
      case NodeKind::name: return mention(node);
      default: visitAll(tree_.children(node));
    }
  }

  void function(NodeId node) {
    const bool named = tree_.kind(node) == NodeKind::functionDef;
    const NodeId parameters = tree_.child(node, 0);
    if (named) {
      bind(tree_[node].text, node, inLoop_);
      visitAll(tree_.children(node).subspan(2));
    }
    // Annotations and defaults stand in the scope around.
    for (const NodeId parameter : tree_.children(parameters)) visitAll(tree_.children(parameter));
    within({.node = node, .name = named ? tree_[node].text : "<lambda>", .variables = {}}, [&] {
      for (const NodeId parameter : tree_.children(parameters)) bindParameter(parameter);
      visit(tree_.child(node, 1));
    });
  }

  void bindParameter(NodeId parameter) {
    const Node& node = tree_[parameter];
    if (result.find(scope_, node.text) != nullptr) {
      fault(node.nameSpan, "`" + node.text + "` is a parameter twice; give each parameter a name of its own");
    }
    bind(node.text, parameter, false);
    variable(node.text).parameter = true;
  }

  void classBody(NodeId node) {
    bind(tree_[node].text, node, inLoop_);
    visitAll(tree_.children(node).subspan(1));
    within({.node = node, .name = tree_[node].text, .ofClass = true, .variables = {}}, [&] {
      std::vector<Use> outer = std::exchange(inComprehensionOfClass_, {});
      visit(tree_.child(node, 0));
      for (const Use& use : inComprehensionOfClass_) {
        if (result.find(scope_, use.name)->bindings == 0) continue;
        fault(tree_[use.node].span,
              "`" + use.name +
                  "` of the class is not seen inside a comprehension of its body; use a `for` loop in `__init__`, or assign `" +
                  use.name + "` at module level");
      }
      inComprehensionOfClass_ = std::move(outer);
    });
  }

  void bindTarget(NodeId target, bool inLoop) {
    switch (tree_.kind(target)) {
      case NodeKind::name: return bind(tree_[target].text, target, inLoop);
      case NodeKind::tuple:
      case NodeKind::list:
      case NodeKind::starred:
        for (const NodeId part : tree_.children(target)) bindTarget(part, inLoop);
        return;
      default: visit(target);
    }
  }

  void assign(NodeId node) {
    visit(tree_.child(node, 0));
    for (const NodeId target : tree_.children(node).subspan(1)) bindTarget(target, inLoop_);
  }

  void augAssign(NodeId node) {
    bindTarget(tree_.child(node, 0), inLoop_);
    visit(tree_.child(node, 1));
  }

  void annAssign(NodeId node) {
    const NodeId target = tree_.child(node, 0);
    visitAll(tree_.children(node).subspan(1));
    if (tree_.kind(target) == NodeKind::name) {
      const std::string& name = tree_[target].text;
      Draft::Name& about = drafts[scope_].names[name];
      if (about.global || about.nonlocal) {
        fault(tree_[target].span, "`" + name + "` is declared `" + (about.global ? "global" : "nonlocal") +
                                      "` here, so it can have no annotation; leave the annotation out");
      }
      about.annotated = true;
      about.mentioned = true;
      if (tree_.child(node, 2) == kNoNode) {
        variable(name);
        uses.push_back({target, scope_, name});
        return;
      }
    }
    bindTarget(target, inLoop_);
  }

  void visitInLoop(NodeId block) {
    const bool outer = std::exchange(inLoop_, true);
    visit(block);
    inLoop_ = outer;
  }

  void forLoop(NodeId node) {
    visit(tree_.child(node, 1));
    bindTarget(tree_.child(node, 0), true);
    visitInLoop(tree_.child(node, 2));
    visit(tree_.child(node, 3));
  }

  void whileLoop(NodeId node) {
    visit(tree_.child(node, 0));
    visitInLoop(tree_.child(node, 1));
    visit(tree_.child(node, 2));
  }

  void with(NodeId node) {
    for (const NodeId item : tree_.children(node).subspan(1)) {
      visit(tree_.child(item, 0));
      bindTarget(tree_.child(item, 1), inLoop_);
    }
    visit(tree_.child(node, 0));
  }

  void handler(NodeId node) {
    visit(tree_.child(node, 0));
    if (!tree_[node].text.empty()) bind(tree_[node].text, node, inLoop_);
    visit(tree_.child(node, 1));
  }

  void imports(NodeId node) {
    for (const NodeId alias : tree_.children(node)) {
      const Node& imported = tree_[alias];
      // `import a.b` binds a.
      bind(imported.name2.empty() ? imported.text.substr(0, imported.text.find('.')) : imported.name2, alias, inLoop_);
    }
  }

  void declaration(NodeId node) {
    const bool global = tree_.kind(node) == NodeKind::global;
    const std::string word = global ? "global" : "nonlocal";
    for (const NodeId named : tree_.children(node)) {
      const std::string& name = tree_[named].text;
      const Span& span = tree_[named].span;
      Draft::Name& about = drafts[scope_].names[name];
      if (variable(name).parameter) {
        fault(span, "`" + name + "` is a parameter and " + word + "; give the parameter another name");
      } else if (global ? about.nonlocal : about.global) {
        fault(span, "`" + name + "` is declared nonlocal and global; keep one of the two");
      } else if (about.mentioned && scope_ != kModuleScope) {
        fault(span,
              "`" + name + "` is used before this line; write `" + word + " " + name + "` at the beginning of the function");
      }
      (global ? about.global : about.nonlocal) = true;
      uses.push_back({named, scope_, name});
    }
  }

  void comprehension(NodeId node) {
    // The iterable is computed in the scope around.
    visit(tree_.child(node, 2));
    const std::size_t outer = targets_.size();
    addTargets(tree_.child(node, 1), node);
    bindTargets(tree_.child(node, 1));
    visit(tree_.child(node, 3));
    visit(tree_.child(node, 0));
    targets_.resize(outer);
  }

  void addTargets(NodeId target, NodeId comprehension) {
    const Node& node = tree_[target];
    if (node.kind == NodeKind::name) {
      targets_.push_back({node.text, node.text + "@" + std::to_string(comprehension)});
    } else if (node.kind == NodeKind::tuple || node.kind == NodeKind::list || node.kind == NodeKind::starred) {
      for (const NodeId part : tree_.children(target)) addTargets(part, comprehension);
    }
  }

  void bindTargets(NodeId target) {
    const Node& node = tree_[target];
    if (node.kind == NodeKind::name) {
      const std::string name = std::ranges::find(targets_.rbegin(), targets_.rend(), node.text, &Target::name)->variable;
      bind(scopeOfTargets(), name, target, true);
      drafts[scopeOfTargets()].names[name].target = true;
    } else if (node.kind == NodeKind::tuple || node.kind == NodeKind::list || node.kind == NodeKind::starred) {
      for (const NodeId part : tree_.children(target)) bindTargets(part);
    } else {
      visit(target);
    }
  }

  const Tree& tree_;
  ScopeId scope_ = kModuleScope;
  std::vector<Target> targets_;  // of the comprehensions around, in this scope; the innermost last
  bool inLoop_ = false;
  std::vector<Use> inComprehensionOfClass_;
};

// Says of each name of each scope where it lives.
class Resolver {
 public:
  Resolver(const Tree& tree, const Gaps& gaps, Collector& collected)
      : tree_(tree), gaps_(gaps), scopes_(collected.result), drafts_(collected.drafts), renamed_(drafts_.size()) {}

  void run(const std::vector<Use>& uses) {
    // A parent comes before what is inside it.
    for (ScopeId scope = 0; scope < scopes_.scopes.size(); ++scope) own(scope);
    for (ScopeId scope = 0; scope < scopes_.scopes.size(); ++scope) resolve(scope);
    for (const Use& use : uses) {
      const auto renamed = renamed_[use.scope].find(use.name);
      scopes_.variableOf[use.node] = renamed != renamed_[use.scope].end() ? renamed->second : use.name;
    }
  }

 private:
  struct Owner {
    ScopeId scope;
    std::string name;
  };

  Variable* find(ScopeId scope, const std::string& name) {
    std::vector<Variable>& variables = scopes_.scopes[scope].variables;
    const auto found = std::ranges::find(variables, name, &Variable::name);
    return found == variables.end() ? nullptr : &*found;
  }
  Variable& at(ScopeId scope, const std::string& name) {
    if (Variable* found = find(scope, name)) return *found;
    scopes_.scopes[scope].variables.push_back({.name = name});
    return scopes_.scopes[scope].variables.back();
  }
  const Draft::Name* about(ScopeId scope, const std::string& name) const {
    const auto found = drafts_[scope].names.find(name);
    return found == drafts_[scope].names.end() ? nullptr : &found->second;
  }
  bool declared(ScopeId scope, const std::string& name) const {
    const Draft::Name* known = about(scope, name);
    return known != nullptr && (known->global || known->nonlocal);
  }

  bool owns(ScopeId scope, const Variable& variable) const {
    if (declared(scope, variable.name)) return false;
    const Draft::Name* known = about(scope, variable.name);
    return variable.bindings > 0 || (known != nullptr && known->annotated);
  }

  // The names that a scope binds for itself.
  void own(ScopeId scope) {
    for (Variable& variable : scopes_.scopes[scope].variables) {
      if (scope == kModuleScope) {
        variable.place = Place::global;
      } else if (owns(scope, variable)) {
        variable.place = scopes_.scopes[scope].ofClass ? Place::ofClass : Place::local;
      }
    }
  }

  // Who binds a name that `scope` mentions and does not bind: a scope around it; the module where none does.
  Owner ownerAround(ScopeId scope, const std::string& name) {
    while (scope != kModuleScope) {
      const std::vector<Target>& around = drafts_[scope].around;
      const auto target = std::ranges::find(around.rbegin(), around.rend(), name, &Target::name);
      scope = scopes_.scopes[scope].parent;
      if (target != around.rend()) return {outsideOfClasses(scopes_, scope), target->variable};
      if (scope == kModuleScope || scopes_.scopes[scope].ofClass) continue;
      const Draft::Name* known = about(scope, name);
      if (known != nullptr && known->global) break;
      const Variable* variable = find(scope, name);
      if (variable != nullptr && owns(scope, *variable)) return {scope, name};
    }
    return {kModuleScope, name};
  }

  void resolve(ScopeId scope) {
    // `at` may add to this scope's list: what is added is resolved already.
    const std::size_t count = scopes_.scopes[scope].variables.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Variable variable = scopes_.scopes[scope].variables[i];
      if (scope == kModuleScope || owns(scope, variable)) continue;
      const Draft::Name* known = about(scope, variable.name);
      if (known != nullptr && known->nonlocal) {
        takeNonlocal(scope, i);
      } else if (known != nullptr && known->global) {
        takeGlobal(scope, i);
      } else if (variable.place != Place::free) {
        const Owner owner = ownerAround(scope, variable.name);
        const Draft::Name* there = about(owner.scope, owner.name);
        if (owner.scope == kModuleScope && !(there != nullptr && there->target)) {
          scopes_.scopes[scope].variables[i].place = Place::global;
        } else {
          take(scope, i, owner);
        }
      }
    }
  }

  // The variable becomes a free one, and so it is in all functions between its owner and this scope.
  void take(ScopeId scope, std::size_t index, const Owner& owner) {
    Variable& variable = scopes_.scopes[scope].variables[index];
    renamed_[scope].emplace(variable.name, owner.name);
    variable.name = owner.name;
    variable.place = Place::free;
    at(owner.scope, owner.name).place = Place::cell;
    for (ScopeId between = scopes_.scopes[scope].parent; between != owner.scope; between = scopes_.scopes[between].parent) {
      if (find(between, owner.name) == nullptr) at(between, owner.name).place = Place::free;
    }
  }

  void takeNonlocal(ScopeId scope, std::size_t index) {
    const std::string name = scopes_.scopes[scope].variables[index].name;
    const Owner owner = ownerAround(scope, name);
    if (owner.scope == kModuleScope) {
      if (gaps_.mayBind(name)) return;
      scopes_.faults.push_back({declarationOf(scope, name), "`nonlocal " + name + "`: no function around binds `" + name +
                                                                "`; for a name of the module write `global " + name + "`"});
      return;
    }
    take(scope, index, owner);
    addBindings(owner, scopes_.scopes[scope].variables[index]);
  }

  void takeGlobal(ScopeId scope, std::size_t index) {
    scopes_.scopes[scope].variables[index].place = Place::global;
    const Variable variable = scopes_.scopes[scope].variables[index];
    if (variable.bindings > 0) addBindings({kModuleScope, variable.name}, variable);
  }

  void addBindings(const Owner& owner, const Variable& from) {
    Variable& variable = at(owner.scope, owner.name);
    if (owner.scope == kModuleScope) variable.place = Place::global;
    if (from.bindings > 0 &&
        (variable.bindings == 0 || before(tree_[from.firstBinding].span, tree_[variable.firstBinding].span))) {
      variable.firstBinding = from.firstBinding;
    }
    variable.bindings += from.bindings;
    variable.boundInLoop |= from.boundInLoop;
  }

  // The place of the `nonlocal` in this scope.
  Span declarationOf(ScopeId scope, const std::string& name) const {
    const NodeId node = scopes_.scopes[scope].node;
    std::vector<NodeId> left = {tree_.kind(node) == NodeKind::classDef ? tree_.child(node, 0) : tree_.child(node, 1)};
    while (!left.empty()) {
      const NodeId next = left.back();
      left.pop_back();
      const NodeKind kind = tree_.kind(next);
      if (kind == NodeKind::nonlocal) {
        for (const NodeId named : tree_.children(next)) {
          if (tree_[named].text == name) return tree_[named].span;
        }
      }
      if (kind == NodeKind::functionDef || kind == NodeKind::classDef) continue;
      left.insert(left.end(), tree_.children(next).begin(), tree_.children(next).end());
    }
    return tree_[node].span;
  }

  const Tree& tree_;
  const Gaps& gaps_;
  Scopes& scopes_;
  const std::vector<Draft>& drafts_;
  std::vector<std::unordered_map<std::string, std::string>> renamed_;  // of each scope: a name in the text to its variable
};

}  // namespace

const Variable* Scopes::find(ScopeId scope, std::string_view name) const {
  const auto found = std::ranges::find(scopes[scope].variables, name, &Variable::name);
  return found == scopes[scope].variables.end() ? nullptr : &*found;
}

Scopes scopesOf(const Tree& tree, const Gaps& gaps) {
  Collector collected(tree);
  Resolver(tree, gaps, collected).run(collected.uses);
  std::ranges::sort(collected.result.faults, before, &Fault::span);
  if (collected.result.faults.size() > kMaxFaults) collected.result.faults.resize(kMaxFaults);
  return std::move(collected.result);
}

}  // namespace interleave::lang
