#include "cli/exploration_text.h"

#include <vector>

#include "cli/text_table.h"
#include "text/format.h"
#include "trace/refused.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

std::vector<TableRow> rowsOf(const Exploration& exploration, std::size_t most) {
  std::vector<TableRow> rows = {{"ending", "schedules", "share", "verdict", "example"}};
  const Refusals refusals(exploration.program);
  for (const ExploredEnding& found : exploration.endings) {
    if (rows.size() > most) break;
    const Verdict judged = verdictOf(exploration.program, found.finalState(), exploration.expected);
    const std::string refused = found.due ? ", " + refusals.inWords(*found.due) : std::string();
    rows.push_back({formatNumber(found.balance), grouped(found.schedules), percent(found.share),
                    std::string(verdictName(judged)) + refused, exampleText(found.example)});
  }
  if (const ExploredDeadlock& deadlock = exploration.deadlock; !deadlock.example.empty()) {
    rows.push_back({"none", grouped(deadlock.schedules), percent(deadlock.share), "deadlock", exampleText(deadlock.example)});
  }
  return rows;
}

std::string expectedOf(const Exploration& exploration) {
  if (!exploration.expected) return "nothing: one after another in list order, the tasks deadlock";
  double share = 0;
  for (const ExploredEnding& each : exploration.endings) share += each.balance == *exploration.expected ? each.share : 0;
  const std::string balance = formatNumber(*exploration.expected);
  return share > 0 ? balance + ", by " + percent(share) + " of the schedules" : balance;
}

}  // namespace

std::string textOf(const Exploration& exploration, std::size_t most) {
  std::string text;
  if (const auto rows = rowsOf(exploration, most); rows.size() > 1) text += tableOf(rows, {true, true, true, false, false});
  if (exploration.endings.size() > most) {
    text += "(" + formatCount(exploration.endings.size() - most, "more ending") + "; --all-endings lists them)\n";
  }
  if (!text.empty()) text += '\n';
  text += "schedules  " + grouped(exploration.schedules) + '\n';
  text += "endings    " + formatNumber(exploration.endings.size()) + '\n';
  text += "deadlocks  " + grouped(exploration.deadlock.schedules) + '\n';
  text += "expected   " + expectedOf(exploration) + '\n';
  text += "states     " + formatNumber(exploration.states) + '\n';
  if (!exploration.complete) text += "\nCut short: " + exploration.bound + ".\n";
  return text;
}

std::string textOf(const ClassCounts& found) {
  const std::string number = grouped(std::to_string(found.classes));
  if (found.complete) return "classes    " + number + '\n';
  return "classes    " + number + " at least: " + found.bound + '\n';
}

}  // namespace interleave
