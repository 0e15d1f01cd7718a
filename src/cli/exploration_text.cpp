#include "cli/exploration_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "text/format.h"
#include "text/utf8.h"
#include "trace/refused.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

// Longer examples are cut: JSON has them whole.
constexpr std::size_t kExampleLetters = 60;

enum Column : std::size_t { ending, schedules, share, verdict, example, columns };
using Row = std::array<std::string, columns>;

// All digits, so that the number can be copied from a terminal.
std::string grouped(std::string_view decimal) { return formatDecimal(decimal, std::string_view::npos); }

std::string percent(double part) {
  if (part > 0 && part < 0.0001) return "<0.01%";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.2f%%", part * 100);
  return text.data();
}

std::string exampleText(const std::string& letters) {
  return shortened(letters, kExampleLetters, "... (" + formatCount(letters.size(), "step") + ")");
}

std::vector<Row> rowsOf(const Exploration& exploration, std::size_t most) {
  std::vector<Row> rows = {{"ending", "schedules", "share", "verdict", "example"}};
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

// Numbers are aligned to the right, words to the left.
std::string tableOf(const std::vector<Row>& rows) {
  std::array<std::size_t, columns> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string padding(widths[i] - row[i].size(), ' ');
      line += (i == 0 ? "" : "  ") + (i <= share ? padding + row[i] : row[i] + padding);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
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
  if (const auto rows = rowsOf(exploration, most); rows.size() > 1) text += tableOf(rows);
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

std::string textOf(const ClassSample& sample) {
  const std::string number = grouped(std::to_string(sample.found.classes));
  if (sample.found.complete) return "classes    " + number + '\n';
  return "classes    " + number + " at least: " + sample.found.bound + '\n';
}

}  // namespace interleave
