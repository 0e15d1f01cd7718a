#include "lang/checker.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "lang/checks.h"

namespace interleave::lang {

Faults check(const Parsed& program, const Scopes& scopes) {
  if (program.tree.root() == kNoNode) return program.faults;
  const Facts facts(program.tree, scopes, program.gaps);
  Refusals refusals(program.gaps);
  refusals.add(scopes.faults);
  // Of two faults at one place the one that is found first is told.
  checkNames(facts, refusals);
  checkDefinitions(facts, refusals);
  checkMembers(facts, refusals);
  checkCalls(facts, refusals);
  checkIteration(facts, refusals);
  checkValues(facts, refusals);
  checkStatements(facts, refusals);
  const auto place = [](const Fault& fault) { return std::pair(fault.span.line, fault.span.column); };
  Faults refused = refusals.take();
  std::ranges::sort(refused, {}, place);
  Faults faults;
  std::ranges::merge(program.faults, refused, std::back_inserter(faults), {}, place, place);
  if (faults.size() > kMaxFaults) faults.resize(kMaxFaults);
  return faults;
}

}  // namespace interleave::lang
