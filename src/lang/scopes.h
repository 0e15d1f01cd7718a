// Where each name of a program lives: the scopes of the Python 3.11 reference, section 4.2 ("Naming and binding").
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "lang/gaps.h"
#include "lang/source.h"
#include "lang/tree.h"

namespace interleave::lang {

using ScopeId = std::uint32_t;
inline constexpr ScopeId kModuleScope = 0;

enum class Place : std::uint8_t {
  global,   // a name of the module, or, where the module does not bind it, a built-in one
  local,    // of the function
  cell,     // of the function, and mentioned by a function or lambda inside it
  free,     // of a function around this one
  ofClass,  // of the class whose body this is
};

struct Variable {
  std::string name;
  Place place = Place::local;
  bool parameter = false;
  // Statements, parameters, `def`s and so on that bind it: how many stand in the text, and whether one of them is in a loop
  // (a `for` and a comprehension bind their targets in one). Of a name of the module, or a cell: also those in the functions
  // inside, by `global` and `nonlocal`. Of the variable as a function inside sees it (global, free): those of that function
  // alone. 0 of a name that the module only mentions: a built-in one, or none at all.
  int bindings = 0;
  bool boundInLoop = false;
  NodeId firstBinding = kNoNode;  // the node of the first one: a name, alias, functionDef, classDef, handler, parameter
};

// A function, a lambda, a class body, or the module. A comprehension is none: its target is a variable of the function or module
// around it, also where it stands in a class body, with a name of its own (`x` of a comprehension at node 17 is `x@17`), so
// nothing outside can mention it. It is global at module level and local in a function; where a lambda inside the comprehension
// mentions it, it is a cell in both, a new one each time the comprehension is computed.
struct Scope {
  NodeId node = kNoNode;         // functionDef, lambda, classDef; of the module: its block
  ScopeId parent = kModuleScope;
  std::string name;              // of the function or class; of a lambda "<lambda>"
  bool ofClass = false;
  // Parameters first, in their order; then by their first place in the text; then the free ones that only functions inside
  // mention. A class body that binds such a name itself has it only as its own.
  std::vector<Variable> variables;
};

struct Scopes {
  std::vector<Scope> scopes;                            // the module first, then in the order of the text
  std::unordered_map<NodeId, ScopeId> scopeOf;          // of functionDef, lambda, classDef
  // Of each node of kind `name`, and each other node that binds a name: the variable's name in the scope in which it stands
  // (its own, or that of a comprehension's target).
  std::unordered_map<NodeId, std::string> variableOf;
  // Names that the rules forbid: `nonlocal` without a binding around it, `global` behind a use, a parameter twice.
  Faults faults;

  // The variable of this name in this scope, if the scope has one.
  const Variable* find(ScopeId scope, std::string_view name) const;
};

// Pure; for any thread. `gaps`: what the tree leaves out, where names may be bound.
Scopes scopesOf(const Tree& tree, const Gaps& gaps = {});

}  // namespace interleave::lang
