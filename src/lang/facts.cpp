#include "lang/facts.h"

#include <algorithm>

namespace interleave::lang {
namespace {

// Names that stand for one another in a row, and values that are computed from one another, are followed so far.
constexpr int kDeepest = 8;

const std::vector<NodeId> kNoNodes;

bool isDefinition(NodeKind kind) { return kind == NodeKind::functionDef || kind == NodeKind::classDef; }

Meaning entryMeaning(std::string_view name) {
  const std::optional<EntryId> entry = findEntry(name);
  return entry ? Meaning{.kind = Meaning::Kind::entry, .entry = *entry} : Meaning{};
}

// A module's name is no built-in one.
Meaning builtIn(std::string_view name) {
  const Meaning meaning = entryMeaning(name);
  return meaning.is(EntryKind::module) ? Meaning{} : meaning;
}

}  // namespace

Facts::Facts(const Tree& tree, const Scopes& scopes, const Gaps& gaps)
    : tree_(tree),
      scopes_(scopes),
      gaps_(gaps),
      parents_(tree.size(), kNoNode),
      scopeAt_(tree.size(), kModuleScope),
      owners_(tree.size(), {kModuleScope, nullptr}),
      inAnnotation_(tree.size(), false),
      bindings_(scopes.scopes.size()) {
  walk(tree.root(), kNoNode, kModuleScope, false);
  for (const NodeId node : nodes_) owners_[node] = findOwner(node);
  for (const NodeId node : nodes_) noteStores(node);
  noteBindings();
  noteClasses();
}

void Facts::walk(NodeId node, NodeId parent, ScopeId scope, bool inAnnotation) {
  if (node == kNoNode) return;
  nodes_.push_back(node);
  parents_[node] = parent;
  scopeAt_[node] = scope;
  inAnnotation_[node] = inAnnotation;
  const auto inside = scopes_.scopeOf.find(node);
  const std::span<const NodeId> children = tree_.children(node);
  for (std::size_t i = 0; i < children.size(); ++i) {
    const NodeKind kind = tree_.kind(node);
    const bool annotation = inAnnotation || (kind == NodeKind::annAssign && i == 1) || (kind == NodeKind::parameter && i == 0) ||
                            (kind == NodeKind::functionDef && i == 2);
    const bool body = i == (kind == NodeKind::classDef ? 0U : 1U);
    walk(children[i], node, inside != scopes_.scopeOf.end() && body ? inside->second : scope, annotation);
  }
  if (inside == scopes_.scopeOf.end() || tree_.kind(node) == NodeKind::classDef) return;
  for (const NodeId parameter : tree_.children(children[0])) scopeAt_[parameter] = inside->second;
}

void Facts::store(NodeId target, NodeId value) {
  switch (tree_.kind(target)) {
    case NodeKind::tuple:
    case NodeKind::list:
    case NodeKind::starred:
      for (const NodeId part : tree_.children(target)) store(part, kNoNode);
      return;
    case NodeKind::attribute:
      attributeStores_[tree_[target].text].push_back(target);
      stored_.emplace(target, value);
      return;
    case NodeKind::name:
      // The target of a comprehension is none of the class.
      if (const Variable* variable = owners_[target].second; variable != nullptr && variable->place == Place::ofClass) {
        attributeStores_[tree_[target].text].push_back(target);
      }
      stored_.emplace(target, value);
      return;
    case NodeKind::subscript: stored_.emplace(target, value); return;
    default: return;
  }
}

void Facts::noteStores(NodeId node) {
  const std::span<const NodeId> children = tree_.children(node);
  switch (tree_.kind(node)) {
    case NodeKind::assign:
      for (const NodeId target : children.subspan(1)) store(target, children[0]);
      return;
    case NodeKind::annAssign:
      if (children[2] != kNoNode) store(children[0], children[2]);
      return;
    case NodeKind::augAssign:
    case NodeKind::forStatement: return store(children[0], kNoNode);
    case NodeKind::listComp:
    case NodeKind::generator: return store(children[1], kNoNode);
    case NodeKind::withItem:
      if (children[1] != kNoNode) store(children[1], kNoNode);
      return;
    default: return;
  }
}

void Facts::noteBindings() {
  for (const NodeId node : nodes_) {
    const NodeKind kind = tree_.kind(node);
    const bool binds = isDefinition(kind) || kind == NodeKind::alias || kind == NodeKind::parameter ||
                       kind == NodeKind::handler || (kind == NodeKind::name && stored_.contains(node));
    if (!binds) continue;
    const auto [scope, variable] = ownerOf(node);
    if (variable != nullptr) bindings_[scope][variable->name].push_back(node);
  }
}

void Facts::noteClasses() {
  for (const NodeId node : nodes_) {
    if (tree_.kind(node) != NodeKind::classDef) continue;
    ClassFacts one{.node = node, .ancestry = Ancestry::plain, .base = {}, .methods = {}};
    const std::span<const NodeId> children = tree_.children(node);
    if (children.size() > 1) one.base = meaningOf(children[1]);
    for (const NodeId statement : tree_.children(children[0])) {
      if (tree_.kind(statement) == NodeKind::functionDef) one.methods[tree_[statement].text].push_back(statement);
    }
    classes_.push_back(std::move(one));
  }
  for (ClassFacts& one : classes_) one.ancestry = ancestryOf(one, 0);
}

Ancestry Facts::ancestryOf(const ClassFacts& one, int depth) const {
  if (tree_[one.node].childCount == 1) return Ancestry::plain;
  if (one.base.is("threading.Thread")) return Ancestry::thread;
  if (one.base.is(EntryKind::exception)) return Ancestry::exception;
  const ClassFacts* base = classOf(one.base.node);
  if (base == nullptr || depth == kDeepest * kDeepest) return Ancestry::unknown;
  return ancestryOf(*base, depth + 1);
}

NodeId Facts::functionAround(NodeId node) const {
  for (NodeId around = parents_[node]; around != kNoNode; around = parents_[around]) {
    const NodeKind kind = tree_.kind(around);
    if (kind == NodeKind::functionDef || kind == NodeKind::lambda) return around;
    if (kind == NodeKind::classDef) return kNoNode;
  }
  return kNoNode;
}

const ClassFacts* Facts::classOfMethod(NodeId function) const {
  if (function == kNoNode || tree_.kind(function) != NodeKind::functionDef) return nullptr;
  return classOf(parents_[parents_[function]]);
}

bool Facts::isStaticMethod(NodeId function) const {
  const std::span<const NodeId> children = tree_.children(function);
  return children.size() == 4 && tree_.kind(children[3]) == NodeKind::name && tree_[children[3]].text == "staticmethod";
}

const ClassFacts* Facts::classOfSelf(NodeId expression) const {
  if (tree_.kind(expression) != NodeKind::name) return nullptr;
  const auto [scope, variable] = ownerOf(expression);
  if (variable == nullptr || !variable->parameter) return nullptr;
  const std::vector<NodeId>& bindings = bindingsOf(scope, variable->name);
  if (bindings.size() != 1) return nullptr;
  const NodeId function = parents_[parents_[bindings.front()]];
  if (tree_.child(tree_.child(function, 0), 0) != bindings.front()) return nullptr;
  const ClassFacts* one = classOfMethod(function);
  return one == nullptr || isStaticMethod(function) ? nullptr : one;
}

NodeId Facts::storedValue(NodeId node) const {
  const auto found = stored_.find(node);
  return found == stored_.end() ? kNoNode : found->second;
}

std::pair<ScopeId, const Variable*> Facts::findOwner(NodeId name) const {
  const auto known = scopes_.variableOf.find(name);
  if (known == scopes_.variableOf.end()) return {kModuleScope, nullptr};
  ScopeId scope = scopeAt_[name];
  // The target of a comprehension in a class body is a variable of the function or module around.
  while (scopes_.scopes[scope].ofClass && scopes_.find(scope, known->second) == nullptr) scope = scopes_.scopes[scope].parent;
  const Variable* variable = scopes_.find(scope, known->second);
  if (variable == nullptr) return {kModuleScope, nullptr};
  if (variable->place == Place::global) scope = kModuleScope;
  while (variable != nullptr && variable->place == Place::free && scope != kModuleScope) {
    do {
      scope = scopes_.scopes[scope].parent;
      variable = scopes_.find(scope, known->second);
    } while (scope != kModuleScope && (variable == nullptr || variable->place != Place::cell));
  }
  variable = scopes_.find(scope, known->second);
  if (variable == nullptr || (scope == kModuleScope && variable->bindings == 0)) return {kModuleScope, nullptr};
  return {scope, variable};
}

const std::vector<NodeId>& Facts::bindingsOf(ScopeId scope, std::string_view name) const {
  const auto found = bindings_[scope].find(name);
  return found == bindings_[scope].end() ? kNoNodes : found->second;
}

Meaning Facts::meaningOfBinding(NodeId binding, int depth) const {
  const Node& node = tree_[binding];
  switch (node.kind) {
    case NodeKind::functionDef: return {.kind = Meaning::Kind::function, .node = binding};
    case NodeKind::classDef: return {.kind = Meaning::Kind::ofClass, .node = binding};
    case NodeKind::alias: {
      const Node& statement = tree_[parents_[binding]];
      if (statement.kind == NodeKind::importFrom) return entryMeaning(statement.text + "." + node.text);
      if (node.name2.empty() && node.text.find('.') != std::string::npos) return {.kind = Meaning::Kind::package};
      return entryMeaning(node.text);
    }
    case NodeKind::name: {
      const NodeId value = storedValue(binding);
      return value == kNoNode ? Meaning{} : meaningOf(value, depth + 1);
    }
    default: return {};
  }
}

Meaning Facts::meaningOf(NodeId expression, int depth) const {
  const Node& node = tree_[expression];
  if (depth > kDeepest) return {};
  if (node.kind == NodeKind::attribute) {
    const Meaning object = meaningOf(tree_.child(expression, 0), depth + 1);
    if (object.kind == Meaning::Kind::package) return entryMeaning("concurrent." + node.text);
    if (!object.is(EntryKind::module)) return {};
    return entryMeaning(std::string(entries()[object.entry].name) + "." + node.text);
  }
  if (node.kind != NodeKind::name || gaps_.mayBind(node.text)) return {};
  const auto [scope, variable] = ownerOf(expression);
  if (variable == nullptr) return builtIn(node.text);
  // A name of a class is looked for in the module, too.
  if (variable->place == Place::ofClass) return {};
  const std::vector<NodeId>& bindings = bindingsOf(scope, variable->name);
  if (bindings.empty()) return {};
  const Meaning first = meaningOfBinding(bindings.front(), depth);
  for (const NodeId other : std::span(bindings).subspan(1)) {
    // An import may stand in several functions.
    if (tree_.kind(other) != NodeKind::alias || meaningOfBinding(other, depth) != first) return {};
  }
  return first;
}

bool Facts::calls(NodeId call, std::string_view entryName) const {
  return tree_.kind(call) == NodeKind::call && meaningOf(tree_.child(call, 0)).is(entryName);
}

std::optional<std::string_view> Facts::typeOf(NodeId expression, int depth) const {
  if (depth > kDeepest) return std::nullopt;
  switch (tree_.kind(expression)) {
    case NodeKind::constantTrue:
    case NodeKind::constantFalse: return "bool";
    case NodeKind::constantInt: return "int";
    case NodeKind::constantFloat: return "float";
    case NodeKind::constantStr:
    case NodeKind::joined: return "str";
    case NodeKind::list:
    case NodeKind::listComp: return "list";
    case NodeKind::tuple: return "tuple";
    case NodeKind::dict: return "dict";
    case NodeKind::set: return "set";
    case NodeKind::call: return typeOfCall(expression, depth);
    case NodeKind::name: return typeOfName(expression, depth);
    case NodeKind::unary:
      if (tree_[expression].op == Operator::logicalNot) return "bool";
      return typeOf(tree_.child(expression, 0), depth + 1);
    case NodeKind::attribute: {
      const std::vector<NodeId>& stores = attributeStores(tree_[expression].text);
      if (stores.size() != 1 || gaps_.mayBind(tree_[expression].text) || isMember(tree_[expression].text) ||
          !methodsNamed(tree_[expression].text).empty())
        return std::nullopt;
      return typeOfBinding(stores.front(), depth);
    }
    default: return std::nullopt;
  }
}

std::optional<std::string_view> Facts::typeOfCall(NodeId call, int depth) const {
  const NodeId callee = tree_.child(call, 0);
  const Meaning meaning = meaningOf(callee, depth + 1);
  if (meaning.is(EntryKind::type)) return entries()[meaning.entry].name;
  if (meaning.is("sorted")) return "list";
  if (meaning.is("len") || meaning.is("id")) return "int";
  if (meaning.is("repr")) return "str";
  if (meaning.is("threading.main_thread")) return "threading.Thread";
  if (tree_.kind(callee) != NodeKind::attribute) return std::nullopt;
  const std::optional<std::string_view> object = typeOf(tree_.child(callee, 0), depth + 1);
  const std::string& method = tree_[callee].text;
  if (object == "concurrent.futures.ThreadPoolExecutor" && method == "submit") return "concurrent.futures.Future";
  if (object == "interleave.RWLock" && (method == "read" || method == "write")) return "interleave.RWLockSide";
  return std::nullopt;
}

std::optional<std::string_view> Facts::typeOfName(NodeId name, int depth) const {
  if (gaps_.mayBind(tree_[name].text)) return std::nullopt;
  const auto [scope, variable] = ownerOf(name);
  if (variable == nullptr || variable->place == Place::ofClass) return std::nullopt;
  const std::vector<NodeId>& bindings = bindingsOf(scope, variable->name);
  return bindings.size() == 1 ? typeOfBinding(bindings.front(), depth) : std::nullopt;
}

std::optional<std::string_view> Facts::typeOfBinding(NodeId node, int depth) const {
  const NodeId statement = parents_[node];
  if (tree_.kind(statement) == NodeKind::withItem) {
    // An executor's `with` gives the executor.
    const std::optional<std::string_view> entered = typeOf(tree_.child(statement, 0), depth + 1);
    return entered == "concurrent.futures.ThreadPoolExecutor" ? entered : std::nullopt;
  }
  const NodeId value = storedValue(node);
  return value == kNoNode ? std::nullopt : typeOf(value, depth + 1);
}

bool Facts::isRefusedName(NodeId expression) const {
  if (tree_.kind(expression) == NodeKind::attribute) return isRefusedName(tree_.child(expression, 0));
  if (tree_.kind(expression) != NodeKind::name || meaningOf(expression).kind != Meaning::Kind::unknown) return false;
  const auto [scope, variable] = ownerOf(expression);
  if (variable == nullptr || gaps_.mayBind(tree_[expression].text)) return true;
  const std::vector<NodeId>& bindings = bindingsOf(scope, variable->name);
  return std::ranges::any_of(bindings, [&](NodeId binding) { return tree_.kind(binding) == NodeKind::alias; });
}

const ClassFacts* Facts::classOf(NodeId definition) const {
  const auto found = std::ranges::find(classes_, definition, &ClassFacts::node);
  return found == classes_.end() ? nullptr : &*found;
}

const std::vector<NodeId>& Facts::attributeStores(std::string_view name) const {
  const auto found = attributeStores_.find(name);
  return found == attributeStores_.end() ? kNoNodes : found->second;
}

std::vector<NodeId> Facts::methodsNamed(std::string_view name) const {
  std::vector<NodeId> all;
  for (const ClassFacts& one : classes_) {
    const auto found = one.methods.find(name);
    if (found != one.methods.end()) all.insert(all.end(), found->second.begin(), found->second.end());
  }
  return all;
}

bool Facts::programHas(std::string_view name) const {
  return gaps_.mayBind(name) || !attributeStores(name).empty() || !methodsNamed(name).empty();
}

std::vector<std::string_view> Facts::programMembers() const {
  std::vector<std::string_view> all;
  all.reserve(attributeStores_.size());
  for (const auto& [name, stores] : attributeStores_) all.push_back(name);
  for (const ClassFacts& one : classes_) {
    for (const auto& [name, definitions] : one.methods) all.push_back(name);
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace interleave::lang
