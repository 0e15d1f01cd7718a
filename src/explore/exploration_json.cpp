#include <algorithm>
#include <span>
#include <utility>

#include "explore/classes_json.h"
#include "explore/decimal.h"
#include "explore/exploration.h"
#include "explore/program_classes.h"
#include "text/json.h"
#include "trace/verdict.h"

namespace interleave {

Json classesJson(const ClassCounts& found) {
  Json json = {{"complete", found.complete}};
  if (!found.complete) json["bound"] = found.bound;
  json["number"] = std::to_string(found.classes);
  return json;
}

Json classesJson(const ClassCounts& found, const std::vector<std::string>& representatives) {
  Json json = classesJson(found);
  json["representatives"] = representatives;
  json["representativesOmitted"] = found.classes - representatives.size();
  return json;
}

namespace {

Json endingJson(Money balance, std::string_view schedules, std::string_view example) {
  return {{"balance", balance}, {"schedules", schedules}, {"example", example}};
}

// Of the endings with one balance, which the other parts of FinalState tell apart.
Json mergedJson(const Exploration& exploration, std::span<const ExploredEnding> same) {
  std::vector<std::string_view> schedules;
  std::string_view first = same.front().example;
  Json parts = Json::array();
  for (const ExploredEnding& each : same) {
    schedules.push_back(each.schedules);
    first = std::min<std::string_view>(first, each.example);
    Json part = {{"schedules", each.schedules}, {"example", each.example}};
    part["verdict"] = verdictName(verdictOf(exploration.program, each.finalState(), exploration.expected));
    if (each.due) part["due"] = *each.due;
    parts.push_back(std::move(part));
  }
  Json json = endingJson(same.front().balance, sumOf(schedules), first);
  json["verdicts"] = std::move(parts);
  return json;
}

// A list by balance; the rest of `endings` with more balances than `most` is counted.
Json endingsJson(const Exploration& exploration, std::size_t most, std::size_t& omitted) {
  Json list = Json::array();
  const bool hasParts = endPartsOf(exploration.program).any();
  std::span<const ExploredEnding> left(exploration.endings);
  for (omitted = 0; !left.empty();) {
    const auto end = std::ranges::find_if(left, [&](const ExploredEnding& each) { return each.balance != left.front().balance; });
    const auto same = left.first(static_cast<std::size_t>(end - left.begin()));
    left = left.subspan(same.size());
    if (list.size() == most) ++omitted;
    else if (hasParts) list.push_back(mergedJson(exploration, same));
    else list.push_back(endingJson(same.front().balance, same.front().schedules, same.front().example));
  }
  return list;
}

}  // namespace

std::string toJson(const Exploration& exploration, std::size_t most, const ProgramClasses* classes) {
  std::size_t omitted = 0;
  Json endings = endingsJson(exploration, most, omitted);
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
  json["endingsOmitted"] = omitted;
  json["states"] = exploration.states;
  json["method"] = exploration.method == ExploreOptions::Method::symmetry ? "symmetry" : "states";
  if (classes != nullptr) json["classes"] = classesJson(*classes, classes->representatives);
  return json.dump();
}

}  // namespace interleave
