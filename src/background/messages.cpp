#include "background/messages.h"

#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>

#include "link/link.h"
#include "trace/lost_updates.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

Json orNull(const auto& value) { return value ? Json(*value) : Json(nullptr); }

template <class Value>
std::optional<Value> optionalOf(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<Value>());
}

Settings settingsOf(const Json& json) {
  std::string problem;
  auto settings = settingsOfLink(json.at("link").get_ref<const std::string&>(), problem);
  if (!settings) throw std::runtime_error(problem);
  return std::move(*settings);
}

Json headOf(const RunResult& result) {
  Json owners = Json::array();
  for (const auto& owner : result.owners) owners.push_back(orNull(owner));
  return {{"link", encodeLink(result.settings)},
          {"replayed", result.replayed},
          {"end", static_cast<int>(result.end)},
          {"scheduleEnded", result.scheduleEnded},
          {"balance", result.balance},
          {"balances", result.balances},
          {"expected", orNull(result.expected)},
          {"owners", owners},
          {"waiters", result.waiters},
          {"linesPrinted", result.linesPrinted},
          {"updates", result.updates},
          {"refusals", result.refusals},
          {"givenUp", result.givenUp},
          {"exceptions", result.exceptions},
          {"durationNs", result.durationNs},
          {"dropped", result.trace.dropped},
          {"events", result.trace.events.size()}};
}

void readHead(const Json& head, RunResult& result) {
  result.settings = settingsOf(head);
  head.at("replayed").get_to(result.replayed);
  result.end = static_cast<RunEnd>(head.at("end").get<int>());
  head.at("scheduleEnded").get_to(result.scheduleEnded);
  head.at("balance").get_to(result.balance);
  head.at("balances").get_to(result.balances);
  result.expected = optionalOf<Money>(head.at("expected"));
  for (std::size_t i = 0; i < result.owners.size(); ++i) result.owners[i] = optionalOf<std::size_t>(head.at("owners").at(i));
  head.at("waiters").get_to(result.waiters);
  head.at("linesPrinted").get_to(result.linesPrinted);
  head.at("updates").get_to(result.updates);
  head.at("refusals").get_to(result.refusals);
  head.at("givenUp").get_to(result.givenUp);
  head.at("exceptions").get_to(result.exceptions);
  head.at("durationNs").get_to(result.durationNs);
  head.at("dropped").get_to(result.trace.dropped);
}

}  // namespace

// ---- Exploring

std::string encodeQuestion(const Settings& settings, const ExploreOptions& options) {
  return Json{{"link", encodeLink(settings)},
              {"maxStates", options.maxStates},
              {"maxTimeMs", options.maxTime.count()},
              {"maxBytes", options.maxBytes},
              {"threads", options.threads},
              {"method", static_cast<int>(options.method)}}
      .dump();
}

ExploreQuestion decodeExploreQuestion(const std::string& bytes) {
  const Json json = Json::parse(bytes);
  ExploreQuestion question;
  question.settings = settingsOf(json);
  json.at("maxStates").get_to(question.options.maxStates);
  question.options.maxTime = std::chrono::milliseconds(json.at("maxTimeMs").get<std::int64_t>());
  json.at("maxBytes").get_to(question.options.maxBytes);
  json.at("threads").get_to(question.options.threads);
  question.options.method = static_cast<ExploreOptions::Method>(json.at("method").get<int>());
  return question;
}

std::string encodeExploration(const Exploration& exploration) {
  Json endings = Json::array();
  for (const ExploredEnding& each : exploration.endings) endings.push_back({each.balance, each.schedules, each.share, each.example});
  const ExploredDeadlock& deadlock = exploration.deadlock;
  return Json{{"complete", exploration.complete},
              {"cancelled", exploration.cancelled},
              {"bound", exploration.bound},
              {"schedules", exploration.schedules},
              {"endings", std::move(endings)},
              {"deadlock", {deadlock.schedules, deadlock.share, deadlock.example}},
              {"expected", orNull(exploration.expected)},
              {"method", static_cast<int>(exploration.method)},
              {"states", exploration.states}}
      .dump();
}

Exploration decodeExploration(const std::string& bytes, const Settings& settings) {
  Exploration exploration;
  exploration.settings = withoutSchedule(settings);
  try {
    const Json json = Json::parse(bytes);
    json.at("complete").get_to(exploration.complete);
    json.at("cancelled").get_to(exploration.cancelled);
    json.at("bound").get_to(exploration.bound);
    json.at("schedules").get_to(exploration.schedules);
    for (const Json& each : json.at("endings")) {
      exploration.endings.push_back({each.at(0), each.at(1), each.at(2), each.at(3)});
    }
    const Json& deadlock = json.at("deadlock");
    exploration.deadlock = {deadlock.at(0), deadlock.at(1), deadlock.at(2)};
    exploration.expected = optionalOf<Money>(json.at("expected"));
    exploration.method = static_cast<ExploreOptions::Method>(json.at("method").get<int>());
    json.at("states").get_to(exploration.states);
  } catch (const Json::exception& error) {
    throw std::runtime_error(error.what());
  }
  return exploration;
}

Exploration nothingExplored(const Settings& settings, bool cancelled, const std::string& bound) {
  Exploration exploration;
  exploration.settings = withoutSchedule(settings);
  exploration.expected = serialEnding(settings);
  exploration.complete = false;
  exploration.cancelled = cancelled;
  exploration.bound = bound;
  exploration.schedules = "0";
  return exploration;
}

// ---- Reading a trace: a line of JSON, and the events as they are in memory.

std::string encodeReadTrace(const ReadTrace& read) {
  if (!read.result) return Json{{"problem", read.problem}}.dump() + "\n";
  std::string bytes = headOf(*read.result).dump() + "\n";
  static_assert(std::is_trivially_copyable_v<Event>);
  const std::size_t head = bytes.size();
  const EventList& events = read.result->trace.events;
  bytes.resize(head + events.size() * sizeof(Event));
  char* at = bytes.data() + head;
  for (const Event& event : events) {
    std::memcpy(at, &event, sizeof event);
    at += sizeof event;
  }
  return bytes;
}

ReadTrace decodeReadTrace(const std::string& bytes) {
  const std::size_t end = bytes.find('\n');
  const Json head = Json::parse(bytes.substr(0, end));
  if (head.contains("problem")) return {nullptr, head.at("problem")};
  auto result = std::make_shared<RunResult>();
  readHead(head, *result);
  const auto events = head.at("events").get<std::size_t>();
  const char* at = bytes.data() + end + 1;
  for (std::size_t i = 0; i < events; ++i, at += sizeof(Event)) {
    Event event;
    std::memcpy(&event, at, sizeof event);
    result->trace.events.push_back(event);
  }
  result->lost = lostUpdates(result->trace);
  return {std::move(result), {}};
}

}  // namespace interleave
