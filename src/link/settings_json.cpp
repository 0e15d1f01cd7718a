#include "link/settings_json.h"

#include "lang/source.h"
#include "text/json.h"

namespace interleave {

namespace {

Json problemsJson(const std::vector<LinkProblem>& problems) {
  Json reported = Json::array();
  for (const LinkProblem& problem : problems) {
    reported.push_back(
        {{"key", problem.key}, {"given", problem.given}, {"allowed", problem.allowed}, {"message", problem.message()}});
  }
  return reported;
}

}  // namespace

std::string toJson(const ProgramSettings& settings, const std::string& link, const std::vector<LinkProblem>& problems) {
  const Json json = {
      {"link", link},
      {"code", settings.source},
      {"output", settings.output},
      {"delay", settings.sleeps ? Json(nullptr) : Json(0)},
      {"schedule", settings.view.schedule},
      {"at", settings.view.at.value_or(settings.view.schedule.size())},
      {"lesson", settings.view.lesson},
      {"embed", settings.view.embed},
      {"problems", problemsJson(problems)},
  };
  return jsonText(json);
}

std::string toJson(const Settings& settings, const std::vector<LinkProblem>& problems) {
  Json transactions = Json::array();
  for (std::size_t i = 0; i < settings.program.transactions.size(); ++i) {
    const Transaction& each = settings.program.transactions[i];
    transactions.push_back({{"task", letterText(i)},
                            {"label", each.label},
                            {"amount", each.amount},
                            {"times", each.times},
                            {"throws", each.throws}});
  }
  const Json json = {
      {"link", encodeLink(settings)},
      {"start", settings.program.start},
      {"tx", transactions},
      {"workers", settings.program.workers},
      {"delay", settings.run.delay.count()},
      {"lock", lockInfo(settings.program.lock).name},
      {"timeout", settings.run.timeout.count()},
      {"permits", settings.program.permits},
      {"mode", settings.program.mode == Mode::account ? "account" : "transfer"},
      {"order", settings.program.order == LockOrder::given ? "given" : "address"},
      {"overdraft", settings.program.overdraft == Overdraft::allow ? "allow" : "refuse"},
      {"schedule", settings.view.schedule},
      {"at", settings.view.at.value_or(settings.view.schedule.size())},
      {"lesson", settings.view.lesson},
      {"embed", settings.view.embed},
      {"problems", problemsJson(problems)},
  };
  return json.dump();
}

std::string limitsJson() {
  const Json json = {
      {"states", limits::kMaxExploreStates},   {"seconds", limits::kMaxExploreTime.count()},
      {"endings", limits::kMaxListedEndings},  {"runs", limits::kMaxManyRuns},
      {"delay", limits::kMaxDelayMs},          {"code", lang::kMaxSourceBytes},
      {"schedule", limits::kMaxScheduleSteps}, {"at", limits::kMaxScheduleSteps},
  };
  return json.dump();
}

}  // namespace interleave
