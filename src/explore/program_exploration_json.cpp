#include <algorithm>
#include <utility>

#include "explore/classes_json.h"
#include "explore/ending_json.h"
#include "explore/program_classes.h"
#include "explore/program_exploration.h"
#include "text/json.h"

namespace interleave {

Json valuesJson(const program::Ending& ending) {
  Json values = Json::object();
  for (const auto& [name, value] : ending.values) values[name] = value;
  return values;
}

Json errorsJson(const program::Ending& ending) {
  Json errors = Json::array();
  for (const program::EndingError& error : ending.errors) {
    if (error.lost) errors.push_back({{"error", error.text}, {"lost", true}});
    else errors.push_back(error.text);
  }
  return errors;
}

Json deadlockJson(const program::Ending& ending) {
  Json threads = Json::array();
  for (const program::DeadlockedThread& one : ending.deadlock) {
    threads.push_back({{"thread", std::string(1, one.thread)},
                       {"waits", one.waits},
                       {"for", one.object},
                       {"held", one.held},
                       {"line", one.line}});
  }
  return threads;
}

Json badJson(const BadEndingSearch& search, bool output) {
  if (!search.bad) return nullptr;
  const program::Ending& ending = search.bad->ending;
  Json bad = {{"values", valuesJson(ending)}, {"errors", errorsJson(ending)}, {"grade", nameOf(search.bad->grade)}};
  if (!ending.deadlock.empty()) bad["deadlock"] = deadlockJson(ending);
  if (output) bad["output"] = ending.printed;
  bad["schedule"] = search.bad->schedule;
  if (!search.bad->words.empty()) bad["words"] = search.bad->words;
  return bad;
}

namespace {

Json endingJson(const ProgramEnding& one, bool output, const std::string& words) {
  Json json = {{"values", valuesJson(one.ending)}, {"errors", errorsJson(one.ending)}};
  if (!one.ending.deadlock.empty()) json["deadlock"] = deadlockJson(one.ending);
  if (output) json["output"] = one.ending.printed;
  json["grade"] = nameOf(one.grade);
  if (!one.schedules.empty()) json["schedules"] = one.schedules;
  json["example"] = one.example;
  json["simplest"] = one.simplest;
  json["preemptions"] = one.preemptions;
  if (!words.empty()) json["words"] = words;
  return json;
}

Json endlessJson(const Endless& endless, const std::string& words) {
  const auto letters = [](const std::string& all) {
    Json list = Json::array();
    for (const char letter : all) list.push_back(std::string(1, letter));
    return list;
  };
  Json json = {{"schedule", endless.schedule},
               {"cycle", endless.cycle},
               {"steps", letters(endless.steps)},
               {"never", letters(endless.never)},
               {"fair", endless.fair}};
  if (!words.empty()) json["words"] = words;
  return json;
}

}  // namespace

std::string toJson(const ProgramExploration& exploration, bool output, const ExplorationWords& words, std::size_t most,
                   const BesideExploration& beside) {
  Json json = {{"complete", exploration.complete}};
  if (!exploration.complete) json["bound"] = exploration.bound;
  if (exploration.cancelled) json["stopped"] = true;
  if (!exploration.schedules.empty()) json["schedules"] = exploration.schedules;
  if (!exploration.deadlocks.empty()) json["deadlocks"] = exploration.deadlocks;
  json["expected"] = nullptr;
  if (exploration.expected) {
    json["expected"] = {{"values", valuesJson(*exploration.expected)}};
    if (output) json["expected"]["output"] = exploration.expected->printed;
  }
  json["endings"] = Json::array();
  const std::size_t listed = std::min(most, exploration.endings.size());
  for (std::size_t i = 0; i < listed; ++i) {
    json["endings"].push_back(
        endingJson(exploration.endings[i], output, i < words.endings.size() ? words.endings[i] : std::string()));
  }
  const std::uint64_t omitted = exploration.endingsOmitted + (exploration.endings.size() - listed);
  if (omitted != 0) json["endingsOmitted"] = omitted;
  if (exploration.endless) json["forever"] = endlessJson(*exploration.endless, words.forever);
  json["threads"] = Json::object();
  for (const auto& [letter, title] : exploration.threads) json["threads"][std::string(1, letter)] = title;
  json["states"] = exploration.states;
  if (beside.search != nullptr) {
    json["search"] = {{"bad", badJson(*beside.search, output)}, {"classes", classesJson(*beside.search)}};
  }
  if (beside.classes != nullptr) json["classes"] = classesJson(*beside.classes, beside.classes->representatives);
  return json.dump();
}

}  // namespace interleave
