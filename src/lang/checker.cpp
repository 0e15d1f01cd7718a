#include "lang/checker.h"

#include <algorithm>
#include <utility>

#include "lang/checks.h"

namespace interleave::lang {

Faults check(const Tree& tree, const Scopes& scopes) {
  const Facts facts(tree, scopes);
  Refusals refusals;
  refusals.add(scopes.faults);
  // Of two faults at one place the one that is found first is told.
  checkNames(facts, refusals);
  checkDefinitions(facts, refusals);
  checkMembers(facts, refusals);
  checkCalls(facts, refusals);
  checkIteration(facts, refusals);
  checkValues(facts, refusals);
  checkStatements(facts, refusals);
  Faults faults = refusals.take();
  std::ranges::sort(faults, {}, [](const Fault& fault) { return std::pair(fault.span.line, fault.span.column); });
  if (faults.size() > kMaxFaults) faults.resize(kMaxFaults);
  return faults;
}

}  // namespace interleave::lang
