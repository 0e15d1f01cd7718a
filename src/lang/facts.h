// What the text of a program says of its nodes, for the checker: where each stands, what it refers to, of which type it is.
//
// All of it is certain or left out: what has two bindings, is computed, or may be bound where the tree has a gap, refers to
// nothing known.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lang/scopes.h"
#include "lang/tree.h"
#include "lang/vocabulary.h"

namespace interleave::lang {

// What an expression refers to.
struct Meaning {
  enum class Kind : std::uint8_t {
    unknown,
    entry,     // a row of the vocabulary: a module, or what it or the language has
    package,   // `concurrent` after `import concurrent.futures`
    function,  // of the program
    ofClass,   // a class of the program
  };
  Kind kind = Kind::unknown;
  EntryId entry = 0;
  NodeId node = kNoNode;  // of a function or class: its definition

  bool is(std::string_view entryName) const { return kind == Kind::entry && entries()[entry].name == entryName; }
  bool is(EntryKind entryKind) const { return kind == Kind::entry && entries()[entry].kind == entryKind; }
  bool operator==(const Meaning&) const = default;
};

enum class Ancestry : std::uint8_t { plain, thread, exception, unknown };

struct ClassFacts {
  NodeId node = kNoNode;
  Ancestry ancestry = Ancestry::plain;
  Meaning base;  // unknown where there is none
  std::unordered_map<std::string_view, std::vector<NodeId>> methods;  // definitions of each name
};

// Constant after construction. It refers to the tree and the scopes, which must outlive it.
class Facts {
 public:
  Facts(const Tree& tree, const Scopes& scopes, const Gaps& gaps = {});

  const Tree& tree() const { return tree_; }
  const Scopes& scopes() const { return scopes_; }
  const Gaps& gaps() const { return gaps_; }

  // Every node of the program, each before its children, in the order of the tree.
  const std::vector<NodeId>& nodes() const { return nodes_; }
  NodeId parent(NodeId node) const { return parents_[node]; }
  ScopeId scopeAt(NodeId node) const { return scopeAt_[node]; }
  // Inside an annotation.
  bool inAnnotation(NodeId node) const { return inAnnotation_[node]; }
  // The function or lambda around, or kNoNode; of a function's own node: the one around it.
  NodeId functionAround(NodeId node) const;
  // The class in whose body the definition of a method stands; null for other functions.
  const ClassFacts* classOfMethod(NodeId function) const;

  // The class of which a name is the first parameter of a method (`self`); null for other expressions.
  const ClassFacts* classOfSelf(NodeId expression) const;
  bool isStaticMethod(NodeId function) const;

  // A name, attribute or subscript that something is assigned to.
  bool isStored(NodeId node) const { return stored_.contains(node); }
  // The value of a plain assignment to it alone, or kNoNode.
  NodeId storedValue(NodeId node) const;

  Meaning meaningOf(NodeId expression) const { return meaningOf(expression, 0); }
  // The full name of a type of the vocabulary, of "concurrent.futures.Future" or "interleave.RWLockSide".
  std::optional<std::string_view> typeOf(NodeId expression) const { return typeOf(expression, 0); }
  // Whether a call's callee is this row.
  bool calls(NodeId call, std::string_view entryName) const;

  // A name, or attributes of one, that is defined nowhere, comes by an import that is refused, or may be bound in a gap.
  bool isRefusedName(NodeId expression) const;

  // The variable that a name node stands for, in the scope that has it, and that scope; null for a built-in name.
  std::pair<ScopeId, const Variable*> ownerOf(NodeId name) const { return owners_[name]; }
  const std::vector<NodeId>& bindingsOf(ScopeId scope, std::string_view name) const;

  const std::vector<ClassFacts>& classes() const { return classes_; }
  const ClassFacts* classOf(NodeId definition) const;
  // What the program assigns to attributes of this name, and in class bodies: the nodes.
  const std::vector<NodeId>& attributeStores(std::string_view name) const;
  // All definitions of methods of this name.
  std::vector<NodeId> methodsNamed(std::string_view name) const;
  // Whether a class of the program has a method or attribute of this name.
  bool programHas(std::string_view name) const;
  // All attributes and methods of the program.
  std::vector<std::string_view> programMembers() const;

 private:
  void walk(NodeId node, NodeId parent, ScopeId scope, bool inAnnotation);
  void noteStores(NodeId node);
  void store(NodeId target, NodeId value);
  std::pair<ScopeId, const Variable*> findOwner(NodeId name) const;
  void noteBindings();
  void noteClasses();
  Ancestry ancestryOf(const ClassFacts& one, int depth) const;
  Meaning meaningOf(NodeId expression, int depth) const;
  Meaning meaningOfBinding(NodeId binding, int depth) const;
  std::optional<std::string_view> typeOf(NodeId expression, int depth) const;
  std::optional<std::string_view> typeOfCall(NodeId call, int depth) const;
  std::optional<std::string_view> typeOfName(NodeId name, int depth) const;
  std::optional<std::string_view> typeOfBinding(NodeId node, int depth) const;

  const Tree& tree_;
  const Scopes& scopes_;
  const Gaps gaps_;
  std::vector<NodeId> nodes_;
  std::vector<NodeId> parents_;
  std::vector<ScopeId> scopeAt_;
  std::vector<std::pair<ScopeId, const Variable*>> owners_;
  std::vector<bool> inAnnotation_;
  std::unordered_map<NodeId, NodeId> stored_;  // to the value
  std::vector<std::unordered_map<std::string_view, std::vector<NodeId>>> bindings_;  // of each scope
  std::vector<ClassFacts> classes_;
  std::unordered_map<std::string_view, std::vector<NodeId>> attributeStores_;
};

}  // namespace interleave::lang
