#include <algorithm>

#include "explore/class_sample.h"
#include "explore/exploration.h"
#include "text/json.h"

namespace interleave {
namespace {

Json classesJson(const ClassSample& sample) {
  Json json = {{"complete", sample.found.complete}};
  if (!sample.found.complete) json["bound"] = sample.found.bound;
  json["number"] = std::to_string(sample.found.classes);
  json["representatives"] = sample.representatives;
  json["representativesOmitted"] = sample.found.classes - sample.representatives.size();
  return json;
}

}  // namespace

std::string toJson(const Exploration& exploration, std::size_t most, const ClassSample* classes) {
  Json endings = Json::array();
  const std::size_t listed = std::min(most, exploration.endings.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const ExploredEnding& ending = exploration.endings[i];
    endings.push_back({{"balance", ending.balance}, {"schedules", ending.schedules}, {"example", ending.example}});
  }
  if (!exploration.deadlock.example.empty()) {
    endings.push_back(
        {{"deadlock", true}, {"schedules", exploration.deadlock.schedules}, {"example", exploration.deadlock.example}});
  }
  Json json = {{"complete", exploration.complete}};
  if (!exploration.complete) json["bound"] = exploration.bound;
  if (exploration.cancelled) json["stopped"] = true;
  json["schedules"] = exploration.schedules;
  json["deadlocks"] = exploration.deadlock.schedules;
  json["expected"] = exploration.expected ? Json(*exploration.expected) : Json(nullptr);
  json["endings"] = std::move(endings);
  json["endingsOmitted"] = exploration.endings.size() - listed;
  json["states"] = exploration.states;
  json["method"] = exploration.method == ExploreOptions::Method::symmetry ? "symmetry" : "states";
  if (classes != nullptr) json["classes"] = classesJson(*classes);
  return json.dump();
}

}  // namespace interleave
