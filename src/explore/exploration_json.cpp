#include <algorithm>

#include "explore/exploration.h"
#include "text/json.h"

namespace interleave {

std::string toJson(const Exploration& exploration, std::size_t most) {
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
  return json.dump();
}

}  // namespace interleave
