// The checker's parts. Each goes through the program once and adds its faults.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "lang/facts.h"
#include "lang/source.h"

namespace interleave::lang {

class Refusals {
 public:
  explicit Refusals(const Gaps& gaps) : gaps_(gaps) {}

  // The first one at a place counts. What stands in a gap has its fault already.
  void add(const Span& span, std::string what) {
    if (!gaps_.hasLine(span.line) && places_.emplace(span.line, span.column).second) faults_.push_back({span, std::move(what)});
  }
  void add(const Faults& faults) {
    for (const Fault& fault : faults) add(fault.span, fault.what);
  }
  Faults take() { return std::move(faults_); }

 private:
  const Gaps& gaps_;
  Faults faults_;
  std::set<std::pair<std::uint16_t, std::uint16_t>> places_;
};

// What each of them goes by.
class Check {
 protected:
  Check(const Facts& facts, Refusals& refusals) : facts_(facts), tree_(facts.tree()), refusals_(refusals) {}

  void refuse(NodeId node, std::string what) { refusals_.add(tree_[node].span, std::move(what)); }

  const Facts& facts_;
  const Tree& tree_;
  Refusals& refusals_;
};

// The part behind the last dot.
inline std::string_view lastPart(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// `__init__`, but also `__x`.
inline bool isReserved(std::string_view name) {
  return name.starts_with("__") && name.find_first_not_of('_') != std::string_view::npos;
}

// What stands between what is refused and the hint.
inline std::string notInLanguage(std::string_view what, std::string_view hint) {
  return inTicks(what) + " is not in the language" + (hint.empty() ? "" : ": " + std::string(hint));
}

// Imports, names that are defined nowhere, modules, random numbers, `# watch:`.
void checkNames(const Facts& facts, Refusals& refusals);
// Classes, functions, decorators, annotations.
void checkDefinitions(const Facts& facts, Refusals& refusals);
// Attributes and methods.
void checkMembers(const Facts& facts, Refusals& refusals);
// Arguments, and what only calls of certain functions may be.
void checkCalls(const Facts& facts, Refusals& refusals);
// Views, iterators and sets, which are used where they are made.
void checkIteration(const Facts& facts, Refusals& refusals);
// Operators, literals, formats.
void checkValues(const Facts& facts, Refusals& refusals);
// `with`, `raise`, `except`.
void checkStatements(const Facts& facts, Refusals& refusals);

}  // namespace interleave::lang
