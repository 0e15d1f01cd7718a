#include "walk/verdict.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "explore/decimal.h"
#include "text/format.h"
#include "walk/ending_words.h"
#include "words/phrases.h"

namespace interleave::walk {
namespace {

// Behind "1 schedule", behind "2 schedules", and of endings by themselves.
struct FaultWords {
  Grade grade;
  std::string_view ends;
  std::string_view end;
  std::string_view is;
};
constexpr std::array<FaultWords, 3> kFaults = {{
    {Grade::deadlock, " ends in a deadlock", " end in a deadlock", "a deadlock"},
    {Grade::error, " ends in an exception", " end in an exception", "an exception"},
    {Grade::wrong, " ends wrong", " end wrong", "wrong"},
}};

std::string schedulesOf(const ProgramExploration& exploration, Grade grade) {
  std::vector<std::string_view> counts;
  for (const ProgramEnding& each : exploration.endings) {
    if (each.grade == grade) counts.emplace_back(each.schedules);
  }
  return counts.empty() ? "0" : sumOf(counts);
}

std::string rightWords(const ProgramExploration& exploration) {
  const bool one = exploration.schedules == "1";
  const std::string who = one ? "The only schedule ends" : "All " + formatDecimal(exploration.schedules) + " schedules end";
  if (exploration.endings.size() == 1) return who + " as expected: " + valuesWords(exploration.endings.front().ending) + ".";
  return who + " right, in " + formatNumber(exploration.endings.size()) + " ways: the order of the threads decides.";
}

// "2 of 6 schedules end in a deadlock, and 1 ends wrong."
std::string countedWords(const ProgramExploration& exploration) {
  const std::string& total = exploration.schedules;
  std::vector<std::string> parts;
  for (const FaultWords& fault : kFaults) {
    const std::string count = schedulesOf(exploration, fault.grade);
    if (count == "0") continue;
    const bool one = count == "1";
    const std::string end(one ? fault.ends : fault.end);
    if (count == total) return (one ? "The only schedule" : "All " + formatDecimal(total) + " schedules") + end + ".";
    const std::string of = parts.empty() ? " of " + formatDecimal(total) + " schedules" : "";
    parts.push_back(formatDecimal(count) + of + end);
  }
  return parts.empty() ? rightWords(exploration) : words::listOf(parts) + ".";
}

// "3 endings, and 1 is a deadlock"
std::string endingsWords(const ProgramExploration& exploration, std::string_view behind) {
  const std::string least = exploration.endingsOmitted > 0 ? "at least " : "";
  std::vector<std::string> parts;
  for (const FaultWords& fault : kFaults) {
    // Of what is cut short, nothing may be expected yet.
    if (fault.grade == Grade::wrong && !exploration.complete && !exploration.expected) continue;
    const auto count = static_cast<std::size_t>(std::ranges::count(exploration.endings, fault.grade, &ProgramEnding::grade));
    if (count > 0) parts.push_back(least + formatNumber(count) + (count == 1 ? " is " : " are ") + std::string(fault.is));
  }
  const std::uint64_t all = exploration.endings.size() + exploration.endingsOmitted;
  const std::string text = formatCount(all, "ending") + std::string(behind);
  return parts.empty() ? text : text + ": " + words::listOf(parts);
}

}  // namespace

std::string verdictOf(const ProgramExploration& exploration) {
  if (!exploration.complete) {
    const bool none = exploration.endings.empty();
    return "Not every schedule is known" +
           (none ? "."
                 : "; so far " + endingsWords(exploration, exploration.endings.size() == 1 ? " is found" : " are found") + ".");
  }
  if (exploration.endless) {
    if (exploration.endings.empty()) return "Every execution goes on for ever.";
    return "Executions can go on for ever; " + endingsWords(exploration, " can be reached") + ".";
  }
  if (exploration.endingsOmitted > 0 || !isDecimal(exploration.schedules))
    return capitalized(endingsWords(exploration, " can be reached")) + ".";
  return countedWords(exploration);
}

}  // namespace interleave::walk
