#include "link/settings_json.h"

#include "model/json.h"

namespace interleave {

std::string toJson(const Settings& settings, const std::vector<LinkProblem>& problems) {
  Json transactions = Json::array();
  for (std::size_t i = 0; i < settings.transactions.size(); ++i) {
    const Transaction& each = settings.transactions[i];
    transactions.push_back({{"task", std::string(1, taskLetter(i))},
                            {"label", each.label},
                            {"amount", each.amount},
                            {"times", each.times},
                            {"throws", each.throws}});
  }
  Json reported = Json::array();
  for (const LinkProblem& problem : problems) {
    reported.push_back(
        {{"key", problem.key}, {"given", problem.given}, {"allowed", problem.allowed}, {"message", problem.message()}});
  }
  const Json json = {
      {"link", encodeLink(settings)},
      {"start", settings.start},
      {"tx", transactions},
      {"workers", settings.workers},
      {"delay", settings.delay.count()},
      {"lock", lockInfo(settings.lock).name},
      {"timeout", settings.timeout.count()},
      {"permits", settings.permits},
      {"mode", settings.mode == Mode::account ? "account" : "transfer"},
      {"order", settings.order == LockOrder::given ? "given" : "address"},
      {"overdraft", settings.overdraft == Overdraft::allow ? "allow" : "refuse"},
      {"schedule", settings.schedule},
      {"at", settings.at.value_or(settings.schedule.size())},
      {"lesson", settings.lesson},
      {"embed", settings.embed},
      {"problems", reported},
  };
  return json.dump();
}

std::string limitsJson() {
  const Json json = {
      {"states", limits::kMaxExploreStates},  {"seconds", limits::kMaxExploreTime.count()},
      {"endings", limits::kMaxListedEndings}, {"runs", limits::kMaxManyRuns},
      {"delay", limits::kMaxDelayMs},
  };
  return json.dump();
}

std::string toJson(std::span<const Preset> presets) {
  Json list = Json::array();
  for (const Preset& preset : presets) {
    list.push_back({{"name", preset.name}, {"description", preset.description}, {"link", preset.link}});
  }
  return list.dump();
}

}  // namespace interleave
