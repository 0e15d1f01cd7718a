#include "app/program_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "text/lines.h"
#include "words/phrases.h"

namespace interleave {
namespace {

std::string faultText(const program::EndingError& error) {
  return error.lost ? error.text + " (lost: nothing asks for the task's result)" : error.text;
}

std::string faultText(const program::DeadlockedThread& thread) {
  const auto nameOf = [](char letter) { return words::letterText(program::agentOf(letter)); };
  std::string text = nameOf(thread.thread) + " waits for " + (thread.object.empty() ? std::string(thread.waits) : thread.object);
  if (!thread.held.empty()) text += ", held by " + nameOf(thread.held[0]);
  return thread.line > 0 ? text + ", line " + std::to_string(thread.line) : text;
}

std::vector<std::string> faultsOf(const program::Ending& ending) {
  std::vector<std::string> faults;
  for (const program::EndingError& error : ending.errors) faults.push_back(faultText(error));
  for (const program::DeadlockedThread& thread : ending.deadlock) faults.push_back(faultText(thread));
  return faults;
}

// Those whose values differ first, each part in the order of the program.
void sortNames(const std::vector<ProgramEnding>& endings, ProgramTable& table) {
  std::vector<std::string_view> names;
  std::map<std::string_view, std::set<std::string_view>> values;
  std::map<std::string_view, std::size_t> bound;
  for (const ProgramEnding& each : endings) {
    for (const auto& [name, value] : each.ending.values) {
      if (values[name].empty()) names.push_back(name);
      values[name].insert(value);
      ++bound[name];
    }
  }
  const auto differs = [&](std::string_view name) { return values[name].size() > 1 || bound[name] < endings.size(); };
  for (const bool wanted : {true, false}) {
    for (const std::string_view name : names) {
      if (differs(name) == wanted) table.names.emplace_back(name);
    }
    if (wanted) table.differing = table.names.size();
  }
}

}  // namespace

ProgramTable programTable(const ProgramExploration& exploration) {
  ProgramTable table;
  sortNames(exploration.endings, table);
  std::map<std::string_view, std::size_t> columns;
  for (std::size_t i = 0; i < table.names.size(); ++i) columns.emplace(table.names[i], i);
  table.counted = std::ranges::none_of(exploration.endings, [](const ProgramEnding& each) { return each.schedules.empty(); });
  for (const ProgramEnding& each : exploration.endings) {
    const std::vector<std::string_view> printed = linesOf(each.ending.printed);
    ProgramTable::Row row{.values = std::vector<std::string>(table.names.size()),
                          .faults = faultsOf(each.ending),
                          .printed = {printed.begin(), printed.end()},
                          .share = shareOf(each, exploration)};
    for (const auto& [name, value] : each.ending.values) row.values[columns.at(name)] = value;
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string nameOf(const program::Ending& ending) {
  std::string name;
  for (const auto& [variable, value] : ending.values) name += (name.empty() ? "" : ", ") + variable + " " + value;
  for (const std::string& fault : faultsOf(ending)) name += (name.empty() ? "" : "; ") + fault;
  for (const std::string_view line : linesOf(ending.printed))
    name.append(name.empty() ? "" : "; ").append("prints ").append(line);
  return name.empty() ? "nothing" : name;
}

}  // namespace interleave
