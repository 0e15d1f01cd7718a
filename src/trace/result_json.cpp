
#include "text/format.h"
#include "text/json.h"
#include "trace/report.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

Json optionalMoney(std::optional<Money> amount) { return amount ? Json(*amount) : Json(nullptr); }

std::string lockName(const AccountProgram& program, std::size_t account) {
  if (program.mode == Mode::account) return "lock";
  return ordinalOf(account) + " lock";
}

Json lostJson(const RunResult& result) {
  Json list = Json::array();
  for (const LostUpdate& lost : result.lost) {
    if (list.size() == limits::kMaxListedLost) break;
    const std::size_t task = result.trace.events[lost.write].task;
    list.push_back({{"task", letterText(task)},
                    {"amount", changeOf(result.settings.program.mode, result.settings.program.transactions[task].amount,
                                        result.trace.events[lost.write].objects.first())},
                    {"by", letterText(result.trace.events[lost.by].task)}});
  }
  return list;
}

Json balancesJson(const RunResult& result) {
  Json list = Json::array();
  for (std::size_t account = 0; account < accountsOf(result.settings.program.mode); ++account)
    list.push_back(result.balances[account]);
  return list;
}

Json waitsJson(const RunResult& result) {
  Json list = Json::array();
  for (const std::size_t task : result.waiters) {
    const std::size_t account = result.waitedFor(task);
    const auto owner = result.owners[account];
    list.push_back({{"task", letterText(task)},
                    {"for", lockName(result.settings.program, account)},
                    {"heldBy", owner ? Json(letterText(*owner)) : Json(nullptr)}});
  }
  return list;
}

}  // namespace

std::string toJson(const Report& report) {
  const RunResult& result = report.run;
  const std::string schedule = scheduleOf(result.trace, limits::kMaxScheduleSteps);
  const Json json = {
      {"ending", optionalMoney(result.ending())},
      {"expected", optionalMoney(result.expected)},
      {"verdict", verdictName(report.verdict)},
      {"explanation", report.sentence},
      {"output", report.console.lines},
      {"outputOmitted", report.console.omitted},
      {"lost", lostJson(result)},
      {"lostTotal", result.lost.size()},
      {"dataRaces", report.races.races},
      {"order", report.races.words},
      {"deadlock", result.end == RunEnd::deadlocked},
      {"waits", waitsJson(result)},
      {"stopped", result.end == RunEnd::stopped},
      {"balance", result.balance},
      {"balances", balancesJson(result)},
      {"updates", result.updates},
      {"refusals", result.refusals},
      {"givenUp", result.givenUp},
      {"exceptions", result.exceptions},
      {"durationNs", result.durationNs},
      {"schedule", schedule},
      {"scheduleOmitted", report.steps - schedule.size()},
      {"events", result.trace.events.size()},
      {"dropped", result.trace.dropped},
  };
  return json.dump();
}

}  // namespace interleave
