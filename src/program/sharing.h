// What threads can share, as far as the text tells: which names another thread than main can mention, and what is bound once.
#pragma once

#include <set>
#include <string>
#include <unordered_set>

#include "lang/scopes.h"
#include "lang/tree.h"

namespace interleave::program {

struct Sharing {
  // Functions and lambdas that another thread than main can run: what is mentioned other than as what is called, every `run`,
  // and what these mention (a name: functions of that name; `.f`: every method f; a class: its __init__; a `with`: every
  // __enter__ and __exit__).
  std::unordered_set<lang::NodeId> reached;
  std::set<std::string> sharedNames;        // of the module, which these functions mention
  std::set<std::string> moduleConstants;    // bound once, at module level, outside loops
  std::set<std::string> variableAttributes; // of which an attribute is bound at more than one place
  bool asksForEnds = false;                 // is_alive, done, or join, result or exception with a timeout
  bool othersUsePools = false;              // a reached function submits, or shuts an executor down
};

// Pure; for any thread.
Sharing sharingOf(const lang::Tree& tree, const lang::Scopes& scopes);

}  // namespace interleave::program
