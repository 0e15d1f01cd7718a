#include "program/sharing.h"

#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace interleave::program {
namespace {

using lang::kNoNode;
using lang::Node;
using lang::NodeId;
using lang::NodeKind;
using lang::Scopes;
using lang::Tree;

bool isFunction(NodeKind kind) { return kind == NodeKind::functionDef || kind == NodeKind::lambda; }
bool isLoop(NodeKind kind) { return kind == NodeKind::forStatement || kind == NodeKind::whileStatement; }

// The definitions of a program by name, to look up what a mention may mean.
class Definitions {
 public:
  Definitions(const Tree& tree) : tree_(tree) { collect(tree.root(), kNoNode); }

  const std::vector<NodeId>& functions(const std::string& name) const { return of(functions_, name); }
  const std::vector<NodeId>& methods(const std::string& name) const { return of(methods_, name); }
  const std::vector<NodeId>& lambdas() const { return lambdas_; }
  // The methods of classes of this name that are called `method`.
  std::vector<NodeId> methodsOf(const std::string& className, std::string_view method) const {
    std::vector<NodeId> found;
    for (const NodeId node : of(classes_, className)) {
      for (const NodeId statement : tree_.children(tree_.child(node, 0))) {
        if (tree_.kind(statement) == NodeKind::functionDef && tree_[statement].text == method) found.push_back(statement);
      }
    }
    return found;
  }

 private:
  using ByName = std::map<std::string, std::vector<NodeId>, std::less<>>;

  static const std::vector<NodeId>& of(const ByName& all, const std::string& name) {
    static const std::vector<NodeId> kNothing;
    const auto found = all.find(name);
    return found == all.end() ? kNothing : found->second;
  }

  void collect(NodeId node, NodeId inClass) {
    const NodeKind kind = tree_.kind(node);
    if (kind == NodeKind::functionDef) (inClass != kNoNode ? methods_ : functions_)[tree_[node].text].push_back(node);
    if (kind == NodeKind::lambda) lambdas_.push_back(node);
    if (kind == NodeKind::classDef) classes_[tree_[node].text].push_back(node);
    const NodeId around = kind == NodeKind::classDef ? node : kind == NodeKind::block ? inClass : kNoNode;
    for (const NodeId child : tree_.children(node)) collect(child, around);
  }

  const Tree& tree_;
  ByName functions_, methods_, classes_;
  std::vector<NodeId> lambdas_;
};

class Analysis {
 public:
  Analysis(const Tree& tree, const Scopes& scopes) : tree_(tree), scopes_(scopes), definitions_(tree) {}

  Sharing result() {
    findRoots(tree_.root(), false);
    for (const NodeId lambda : definitions_.lambdas()) reach(lambda);
    for (const NodeId run : definitions_.methods("run")) reach(run);
    while (!open_.empty()) {
      const NodeId function = open_.back();
      open_.pop_back();
      const lang::ScopeId scope = scopes_.scopeOf.at(function);
      for (const NodeId part : bodyOf(function)) mention(part, scope);
    }
    bindModuleNames();
    bindAttributes(tree_.root(), {});
    for (const auto& [name, places] : attributePlaces_) {
      for (const auto& [where, count] : places) {
        if (where == kNoNode || count > 1) sharing_.variableAttributes.insert(name);
      }
    }
    lookForQuestions(tree_.root());
    if (!hasPools_) sharing_.othersUsePools = false;
    return std::move(sharing_);
  }

 private:
  // Whose names a function's body mentions: not its defaults and annotations, which belong to the code around it.
  std::vector<NodeId> bodyOf(NodeId function) const { return {tree_.child(function, 1)}; }

  void reach(NodeId function) {
    if (sharing_.reached.insert(function).second) open_.push_back(function);
  }
  void reachAll(const std::vector<NodeId>& functions) {
    for (const NodeId function : functions) reach(function);
  }
  void reachName(const std::string& name) {
    reachAll(definitions_.functions(name));
    reachAll(definitions_.methodsOf(name, "__init__"));
  }

  // Everything that is mentioned other than as what is called.
  void findRoots(NodeId node, bool called) {
    const NodeKind kind = tree_.kind(node);
    if (tree_[node].text == "ThreadPoolExecutor") hasPools_ = true;
    if (!called && kind == NodeKind::name) reachName(tree_[node].text);
    if (!called && kind == NodeKind::attribute) reachAll(definitions_.methods(tree_[node].text));
    const auto children = tree_.children(node);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (isBinding(node, i)) continue;
      findRoots(children[i], kind == NodeKind::call && i == 0);
    }
  }

  // A base of a class, what is caught, and what a statement binds mention nothing that could be run.
  bool isBinding(NodeId node, std::size_t child) const {
    switch (tree_.kind(node)) {
      case NodeKind::classDef: return child > 0;
      case NodeKind::handler: return child == 0;
      case NodeKind::global:
      case NodeKind::nonlocal: return true;
      default: return false;
    }
  }

  // What a reached function mentions.
  void mention(NodeId node, lang::ScopeId scope) {
    const Node& here = tree_[node];
    switch (here.kind) {
      case NodeKind::functionDef:
      case NodeKind::lambda: return mentionHead(node, scope);
      case NodeKind::name: mentionName(node, scope); break;
      case NodeKind::global:
        for (const NodeId name : tree_.children(node)) sharing_.sharedNames.insert(tree_[name].text);
        return;
      case NodeKind::nonlocal: return;
      case NodeKind::attribute:
        reachAll(definitions_.methods(here.text));
        if (here.text == "submit" || here.text == "shutdown" || here.text == "map") sharing_.othersUsePools = true;
        break;
      case NodeKind::withStatement:
        reachAll(definitions_.methods("__enter__"));
        reachAll(definitions_.methods("__exit__"));
        break;
      default: break;
    }
    for (const NodeId child : tree_.children(node)) mention(child, scope);
  }

  void mentionHead(NodeId function, lang::ScopeId scope) {
    const NodeId parameters = tree_.child(function, 0);
    for (const NodeId parameter : tree_.children(parameters)) {
      for (const NodeId part : tree_.children(parameter)) mention(part, scope);
    }
  }

  void mentionName(NodeId node, lang::ScopeId scope) {
    const std::string& written = tree_[node].text;
    reachName(written);
    if (written == "ThreadPoolExecutor") sharing_.othersUsePools = true;
    const auto known = scopes_.variableOf.find(node);
    const std::string& name = known == scopes_.variableOf.end() ? written : known->second;
    for (lang::ScopeId at = scope; at != lang::kModuleScope; at = scopes_.scopes[at].parent) {
      const lang::Variable* variable = scopes_.find(at, name);
      if (!variable) continue;
      if (variable->place == lang::Place::global) break;
      return;
    }
    sharing_.sharedNames.insert(name);
  }

  // A name is constant if its one binding is at module level, outside loops.
  void bindModuleNames() {
    for (const lang::Variable& variable : scopes_.scopes[lang::kModuleScope].variables) {
      if (variable.bindings == 1 && !variable.boundInLoop && isAtModuleLevel(variable.firstBinding)) {
        sharing_.moduleConstants.insert(variable.name);
      }
    }
  }

  bool isAtModuleLevel(NodeId binding) {
    if (moduleNodes_.empty()) collectModuleNodes(tree_.root());
    return moduleNodes_.contains(binding);
  }
  void collectModuleNodes(NodeId node) {
    moduleNodes_.insert(node);
    const NodeKind kind = tree_.kind(node);
    if (isFunction(kind) || kind == NodeKind::classDef) return;
    for (const NodeId child : tree_.children(node)) collectModuleNodes(child);
  }

  // Where a walk through the tree stands, for the places at which attributes are bound.
  struct Around {
    NodeId inClass = kNoNode;      // the class whose body or method this is
    bool classBody = false;
    std::string self;              // the first parameter, in an __init__
    bool inLoop = false;
  };

  void bindAttributes(NodeId node, Around around) {
    const Node& here = tree_[node];
    if (here.kind == NodeKind::classDef) {
      around = {node, true, {}, false};
    } else if (isFunction(here.kind)) {
      const bool init = around.classBody && here.text == "__init__";
      const auto parameters = tree_.children(tree_.child(node, 0));
      around = {around.inClass, false, init && !parameters.empty() ? tree_[parameters[0]].text : "", false};
    } else if (isLoop(here.kind)) {
      around.inLoop = true;
    }
    bindTargets(node, around);
    for (const NodeId child : tree_.children(node)) bindAttributes(child, around);
  }

  void bindTargets(NodeId node, const Around& around) {
    const auto children = tree_.children(node);
    switch (tree_.kind(node)) {
      case NodeKind::assign:
        for (const NodeId target : children.subspan(1)) bind(target, around);
        break;
      case NodeKind::annAssign:
        if (children[2] != kNoNode) bind(children[0], around);
        break;
      case NodeKind::augAssign: {
        Around changed = around;
        changed.self.clear();
        bind(children[0], changed);
        if (around.classBody && tree_.kind(children[0]) == NodeKind::name) attributePlaces_[tree_[children[0]].text][kNoNode] = 1;
        break;
      }
      case NodeKind::forStatement:
      case NodeKind::listComp:
      case NodeKind::generator: bind(children[tree_.kind(node) == NodeKind::forStatement ? 0 : 1], {}); break;
      case NodeKind::withItem:
        if (children[1] != kNoNode) bind(children[1], {});
        break;
      default: break;
    }
  }

  void bind(NodeId target, const Around& around) {
    const Node& here = tree_[target];
    if (here.kind == NodeKind::tuple || here.kind == NodeKind::list) {
      for (const NodeId part : tree_.children(target)) bind(part, around);
    } else if (here.kind == NodeKind::name && around.classBody) {
      attributePlaces_[here.text][around.inLoop ? kNoNode : around.inClass] += 1;
    } else if (here.kind == NodeKind::attribute) {
      const Node& object = tree_[tree_.child(target, 0)];
      const bool own = !around.self.empty() && !around.inLoop && object.kind == NodeKind::name && object.text == around.self;
      attributePlaces_[here.text][own ? around.inClass : kNoNode] += 1;
    }
  }

  void lookForQuestions(NodeId node) {
    if (tree_.kind(node) == NodeKind::call && tree_.kind(tree_.child(node, 0)) == NodeKind::attribute) lookAtCall(node);
    for (const NodeId child : tree_.children(node)) lookForQuestions(child);
  }

  void lookAtCall(NodeId call) {
    const NodeId callee = tree_.child(call, 0);
    const std::string& name = tree_[callee].text;
    if (!definitions_.methods(name).empty()) return;
    const auto arguments = tree_.children(call).subspan(1);
    if (name == "is_alive" || name == "done") sharing_.asksForEnds = true;
    if (arguments.empty()) return;
    if (name == "result" || name == "exception") sharing_.asksForEnds = true;
    if (name == "join" && !joinsTexts(tree_.child(callee, 0), arguments[0])) sharing_.asksForEnds = true;
  }

  // str.join, as far as that can be seen.
  bool joinsTexts(NodeId object, NodeId argument) const {
    const NodeKind kind = tree_.kind(object);
    if (kind == NodeKind::constantStr || kind == NodeKind::joined) return true;
    switch (tree_.kind(argument)) {
      case NodeKind::list:
      case NodeKind::tuple:
      case NodeKind::listComp:
      case NodeKind::generator:
      case NodeKind::call: return true;
      default: return false;
    }
  }

  const Tree& tree_;
  const Scopes& scopes_;
  const Definitions definitions_;
  Sharing sharing_;
  bool hasPools_ = false;
  std::vector<NodeId> open_;
  std::unordered_set<NodeId> moduleNodes_;
  // By name and class; kNoNode: a place that makes it no constant.
  std::map<std::string, std::map<NodeId, int>> attributePlaces_;
};

}  // namespace

Sharing sharingOf(const Tree& tree, const Scopes& scopes) { return Analysis(tree, scopes).result(); }

}  // namespace interleave::program
