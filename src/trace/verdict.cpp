#include "trace/verdict.h"

namespace interleave {

Verdict verdictOf(const RunResult& result) {
  switch (result.end) {
    case RunEnd::deadlocked: return Verdict::deadlock;
    case RunEnd::stopped: return result.replayed || result.scheduleEnded ? Verdict::unfinished : Verdict::stopped;
    case RunEnd::completed: break;
  }
  const bool lost = !result.lost.empty();
  if (result.asExpected()) return lost ? Verdict::chance : Verdict::expected;
  if (!lost && result.trace.dropped == 0 && result.givenUp > 0) return Verdict::gaveUp;
  // Only a check makes the ending depend on the order. Updates that were not recorded may have been lost.
  const bool checked = result.settings.program.overdraft == Overdraft::refuse;
  return checked && !lost && result.trace.dropped == 0 ? Verdict::order : Verdict::wrong;
}

Verdict verdictOf(const AccountProgram& program, const FinalState& end, std::optional<Money> expected) {
  const bool lossless = leavesOut(program) && !mayLoseUpdates(program);
  const bool lost = end.due ? end.due != end.balance : !lossless && end.balance != expected;
  if (end.balance == expected) return lost ? Verdict::chance : Verdict::expected;
  if (lost) return Verdict::wrong;
  return program.lock == LockKind::timed ? Verdict::gaveUp : Verdict::order;
}

std::string_view verdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::expected: return "as expected";
    case Verdict::chance: return "right by chance";
    case Verdict::order: return "another order";
    case Verdict::gaveUp: return "gave up";
    case Verdict::wrong: return "wrong";
    case Verdict::deadlock: return "deadlock";
    case Verdict::stopped: return "stopped";
    case Verdict::unfinished: return "not at its end";
  }
  return "";
}

}  // namespace interleave
