#include "trace/verdict.h"

namespace interleave {

namespace {

// Whether an update was lost, as far as the balance shows: another one would be there if all that were made were kept.
bool losesByBalance(const AccountProgram& program, const FinalState& end, std::optional<Money> expected) {
  if (!mayLoseUpdates(program)) return false;
  return end.balance != (end.due ? end.due : expected);
}

}  // namespace

Verdict verdictOf(const RunResult& result) {
  switch (result.end) {
    case RunEnd::deadlocked: return Verdict::deadlock;
    case RunEnd::stopped: return result.replayed || result.scheduleEnded ? Verdict::unfinished : Verdict::stopped;
    case RunEnd::completed: break;
  }
  const AccountProgram& program = result.settings.program;
  return verdictOf(program, result.finalState(endPartsOf(program)), result.expected);
}

Verdict verdictOf(const AccountProgram& program, const FinalState& end, std::optional<Money> expected) {
  const bool dueUnknown = !end.due && hasDue(program);
  const bool asExpected = end.balance == expected;
  if (end.lost || (!dueUnknown && losesByBalance(program, end, expected))) return asExpected ? Verdict::chance : Verdict::wrong;
  if (end.unjudged || dueUnknown) return Verdict::unjudged;
  if (end.gaveUp) return Verdict::gaveUp;
  if (asExpected) return Verdict::expected;
  // Only a check makes the ending depend on the order.
  return leavesOut(program) && expected ? Verdict::order : Verdict::wrong;
}

std::string_view verdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::expected: return "as expected";
    case Verdict::chance: return "right by chance";
    case Verdict::order: return "another order";
    case Verdict::gaveUp: return "gave up";
    case Verdict::wrong: return "wrong";
    case Verdict::unjudged: return "not judged";
    case Verdict::deadlock: return "deadlock";
    case Verdict::stopped: return "stopped";
    case Verdict::unfinished: return "not at its end";
  }
  return "";
}

}  // namespace interleave
