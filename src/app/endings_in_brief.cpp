#include "app/endings_in_brief.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "words/phrases.h"

namespace interleave {
namespace {

using Both = std::array<const ProgramExploration*, 2>;

bool isClean(const program::Ending& ending) { return ending.errors.empty() && ending.deadlock.empty(); }

// In the order of the first ending that has them.
std::vector<std::string> tellingNames(const Both& both) {
  std::vector<std::string> names;
  std::map<std::string, std::set<std::string>> values;
  for (const ProgramExploration* const each : both) {
    for (const ProgramEnding& one : each->endings) {
      if (!isClean(one.ending)) continue;
      for (const auto& [name, value] : one.ending.values) {
        if (!values.contains(name)) names.push_back(name);
        values[name].insert(value);
      }
    }
  }
  std::vector<std::string> telling;
  std::ranges::copy_if(names, std::back_inserter(telling), [&](const std::string& name) { return values[name].size() > 1; });
  if (!telling.empty()) return telling;
  names.resize(std::min<std::size_t>(names.size(), 1));
  return names;
}

// "KeyError" of "A: KeyError at line 9: 'x'".
std::string typeOf(const program::EndingError& error) {
  const std::size_t from = error.text.find(": ") + 2;
  return error.text.substr(from, error.text.find(" at line", from) - from);
}

std::string waitersOf(const program::Ending& ending) {
  std::string letters;
  for (const program::DeadlockedThread& each : ending.deadlock) {
    if (each.thread == 'm' && ending.deadlock.size() > 1) continue;  // it waits for the others' end
    letters += (letters.empty() ? "" : ", ") + words::letterText(program::agentOf(each.thread));
  }
  return letters;
}

std::string wordsOf(const program::Ending& ending, const std::vector<std::string>& names) {
  if (!ending.deadlock.empty()) {
    const std::string waiters = waitersOf(ending);
    return waiters + (waiters.find(',') == std::string::npos ? " waits for ever" : " wait for ever");
  }
  std::string words;
  for (const program::EndingError& each : ending.errors) {
    const std::string type = typeOf(each);
    if (words.find(type) == std::string::npos) words += (words.empty() ? "" : ", ") + type;
  }
  if (!words.empty()) return words;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(ending.values, name, &std::pair<std::string, std::string>::first);
    if (found != ending.values.end()) words += (words.empty() ? "" : ", ") + name + " " + found->second;
  }
  return words.empty() ? "ends" : words;
}

EndingsInBrief briefOf(const ProgramExploration& exploration, const std::vector<std::string>& names) {
  EndingsInBrief brief;
  brief.forever = exploration.endless.has_value();
  for (const ProgramEnding& one : exploration.endings) {
    const EndingsInBrief::Row row{one.grade, wordsOf(one.ending, names), shareOf(one, exploration)};
    const auto same = std::ranges::find_if(
        brief.rows, [&](const EndingsInBrief::Row& each) { return each.grade == row.grade && each.words == row.words; });
    if (same == brief.rows.end())
      brief.rows.insert(std::ranges::upper_bound(brief.rows, row.grade, {}, &EndingsInBrief::Row::grade), row);
    else same->share += row.share;
  }
  return brief;
}

}  // namespace

std::pair<EndingsInBrief, EndingsInBrief> inBrief(const ProgramExploration& one, const ProgramExploration& other) {
  const std::vector<std::string> names = tellingNames({&one, &other});
  return {briefOf(one, names), briefOf(other, names)};
}

}  // namespace interleave
