#include <utility>

#include "run/run_tally.h"
#include "text/json.h"
#include "trace/verdict.h"

namespace interleave {

std::string toJson(const RunTally& tally) {
  Json endings = Json::array();
  for (const auto& [state, ending] : tally.endings) {
    Json each = {{"balance", state.balance},
                 {"runs", ending.runs},
                 {"verdict", verdictName(verdictOf(tally.settings.program, state, tally.expected))},
                 {"example", ending.example}};
    if (state.due) each["due"] = *state.due;
    endings.push_back(std::move(each));
  }
  const Json json = {
      {"runs", tally.runs},
      {"asked", tally.asked},
      {"stopped", tally.stopped},
      {"expected", tally.expected ? Json(*tally.expected) : Json(nullptr)},
      {"delay", tally.settings.run.delay.count()},
      {"endings", endings},
      {"others", tally.others},
      {"deadlocks", tally.deadlocks},
      {"deadlockExample", tally.deadlockExample},
  };
  return json.dump();
}

}  // namespace interleave
