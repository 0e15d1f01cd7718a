#include "cli/program_text.h"

#include <algorithm>
#include <limits>
#include <set>

#include "cli/terminal.h"
#include "cli/text_table.h"
#include "explore/decimal.h"
#include "lang/source.h"
#include "text/format.h"
#include "text/utf8.h"
#include "walk/ending_words.h"
#include "walk/step_words.h"
#include "words/phrases.h"

namespace interleave {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
// Steps of one execution that are listed; JSON has them all.
constexpr std::size_t kListedSteps = 400;
// Below that a column a thread has too little of a line.
constexpr std::size_t kNarrowest = 16;
// Names of values that have a column each, as wide as all of them together may be.
constexpr std::size_t kValueColumns = 40;
constexpr std::string_view kNothingExpected =
    "nothing: the threads one after another end in an error, in a deadlock, or not at all";

// ---- Endings in words --------------------------------------------------------------------------

// "A waits to acquire fork, held by B, at line 14"
std::string waitingText(const program::DeadlockedThread& one) {
  std::string text = std::string(1, one.thread) + " " + walk::waitWords(one.waits, shown(one.object), one.held);
  if (one.line != 0) text += ", at line " + std::to_string(one.line);
  return text;
}

std::string errorText(const program::EndingError& error) { return shown(walk::errorWords(error)); }

std::string valuesText(const program::Ending& ending) {
  std::string text;
  for (const auto& [name, value] : ending.values) text += (text.empty() ? "" : ", ") + shown(name) + " = " + shown(value);
  return text.empty() ? "none" : text;
}

// "A, B wait for ever; C: ValueError at line 3: …"
std::string troubleText(const program::Ending& ending) {
  std::string text;
  for (const program::DeadlockedThread& one : ending.deadlock) text += (text.empty() ? "" : ", ") + std::string(1, one.thread);
  if (!text.empty()) text += ending.deadlock.size() == 1 ? " waits for ever" : " wait for ever";
  for (const program::EndingError& error : ending.errors) text += (text.empty() ? "" : "; ") + errorText(error);
  return text;
}

std::string printedText(const std::string& printed) {
  std::string text;
  for (const char c : printed) text += c == '\n' ? "\\n" : std::string(1, c);
  return shown(text);
}

// "counter = 2", and, where printing is a step, what is printed.
std::string wholeText(const program::Ending& ending) {
  return valuesText(ending) + (ending.printed.empty() ? "" : ", printing " + printedText(ending.printed));
}

// ---- The table of endings ----------------------------------------------------------------------

class EndingTable {
 public:
  EndingTable(const ProgramExploration& exploration, const ExplorationWords& words, bool output, std::size_t most,
              std::size_t columns)
      : exploration_(exploration),
        words_(words),
        shownEndings_(std::min(most, exploration.endings.size())),
        output_(output),
        columns_(columns) {
    nameColumns();
  }

  std::string text() {
    std::vector<TableRow> rows;
    TableRow titles = names_.empty() ? TableRow{"values"} : names_;
    std::vector<bool> right(titles.size(), !names_.empty());
    const auto add = [&](const char* title, bool isRight) {
      titles.emplace_back(title);
      right.push_back(isRight);
    };
    counted_ = isDecimal(exploration_.schedules);
    if (counted_) add("schedules", true);
    if (counted_) add("share", true);
    add("grade", false);
    add("example", false);
    troubled_ = any([](const program::Ending& ending) { return !troubleText(ending).empty(); });
    if (troubled_) add("", false);
    if (output_) add("printed", false);
    rows.push_back(std::move(titles));
    for (std::size_t i = 0; i < shownEndings_; ++i) rows.push_back(rowOf(exploration_.endings[i]));
    cut_ = fit(rows, right, columns_);
    return withWords(tableOf(rows, right)) + notes();
  }

 private:
  template <class Test>
  bool any(Test test) const {
    return std::ranges::any_of(exploration_.endings, test, &ProgramEnding::ending);
  }

  // Few short values have a column each.
  void nameColumns() {
    std::vector<std::string> names;
    for (const ProgramEnding& one : exploration_.endings) {
      for (const auto& [name, unused] : one.ending.values) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      }
    }
    std::size_t width = 0;
    for (const std::string& name : names) {
      std::size_t widest = name.size();
      for (std::size_t i = 0; i < shownEndings_; ++i) widest = std::max(widest, valueOf(exploration_.endings[i], name).size());
      width += widest + 2;
    }
    if (width <= kValueColumns) names_ = std::move(names);
  }

  static std::string valueOf(const ProgramEnding& one, const std::string& name) {
    const auto found = std::ranges::find(one.ending.values, name, &std::pair<std::string, std::string>::first);
    return found == one.ending.values.end() ? "" : shown(found->second);
  }

  TableRow rowOf(const ProgramEnding& one) {
    TableRow row;
    for (const std::string& name : names_) row.push_back(valueOf(one, name));
    if (names_.empty()) row.push_back(valuesText(one.ending));
    if (counted_) row.push_back(grouped(one.schedules));
    if (counted_) row.push_back(percent(shareOf(one, exploration_)));
    row.emplace_back(nameOf(one.grade));
    row.push_back(exampleText(one.simplest.empty() ? one.example : one.simplest));
    if (troubled_) row.push_back(troubleText(one.ending));
    if (output_) row.push_back(printedText(one.ending.printed));
    return row;
  }

  // Under an ending, what went wrong in its example.
  std::string withWords(const std::string& table) const {
    std::string text;
    std::size_t line = 0;
    for (std::size_t from = 0, to = 0; from < table.size(); from = to, ++line) {
      to = table.find('\n', from) + 1;
      text += table.substr(from, to - from);
      const std::size_t ending = line - 1;  // the first line has the titles
      if (line > 0 && ending < words_.endings.size()) text += wrapped(words_.endings[ending], 4, columns_);
    }
    return text;
  }

  std::string notes() const {
    std::string text;
    const std::uint64_t more = exploration_.endings.size() - shownEndings_;
    if (more > 0) text += "(" + formatCount(more, "more ending") + "; --all-endings lists them)\n";
    if (exploration_.endingsOmitted > 0) {
      text += "(" + formatCount(exploration_.endingsOmitted, "more final state") + ", whose endings are in no list)\n";
    }
    if (cut_) text += "(what is long is cut; --json has it whole)\n";
    return text;
  }

  const ProgramExploration& exploration_;
  const ExplorationWords& words_;
  std::size_t shownEndings_;
  bool output_;
  std::size_t columns_;
  std::vector<std::string> names_;  // of values with a column each; none: one column for all
  bool counted_ = false;
  bool troubled_ = false;
  bool cut_ = false;
};

std::string expectedText(const ProgramExploration& exploration) {
  if (!exploration.expected) {
    return exploration.complete ? std::string(kNothingExpected) : "not known";
  }
  std::string text = wholeText(*exploration.expected);
  if (!isDecimal(exploration.schedules)) return text;
  const auto same = std::ranges::find(exploration.endings, *exploration.expected, &ProgramEnding::ending);
  if (same != exploration.endings.end()) text += ", by " + percent(shareOf(*same, exploration)) + " of the schedules";
  return text;
}

std::string endlessText(const Endless& endless, const std::string& words, std::size_t columns) {
  return "It can go on for ever: " + (endless.schedule.empty() ? "from the start" : "after " + exampleText(endless.schedule)) +
         ", the steps " + exampleText(endless.cycle) + " lead back to the same state.\n" + wrapped(words, 0, columns);
}

std::string countText(const std::string& number, const std::string& otherwise) {
  if (number.empty()) return otherwise;
  return isDecimal(number) ? grouped(number) : number;
}

// ---- Steps -------------------------------------------------------------------------------------

// Two accesses of one line are told apart: "counter += 1  (read)".
std::vector<std::string> cellsOf(const Walk& walk, std::size_t count) {
  std::vector<std::string> cells;
  int last = 0;
  for (const WalkedStep& step : walk.steps) last = std::max(last, step.line);
  const std::size_t digits = std::to_string(last).size();
  for (std::size_t i = 0; i < count; ++i) {
    const WalkedStep& step = walk.steps[i];
    const std::string line = step.line == 0 ? std::string("-") : std::to_string(step.line);
    std::string text = std::string(digits - line.size(), ' ') + line + "  " + (step.line == 0 ? "its end" : step.source);
    if (step.access == WalkedStep::Access::read) text += "  (read)";
    if (step.access == WalkedStep::Access::write) text += "  (write)";
    cells.push_back(std::move(text));
  }
  return cells;
}

// The marks of a cut line stay, as they tell steps of one line apart.
std::string cutCell(const std::string& cell, std::size_t columns) {
  if (widthOf(cell) <= columns) return cell;
  const std::size_t mark = cell.ends_with(')') ? cell.rfind("  (") : std::string::npos;
  if (mark == std::string::npos || cell.size() - mark + 6 > columns) return cutTo(cell, columns);
  return cutTo(cell.substr(0, mark), columns - (cell.size() - mark)) + cell.substr(mark);
}

// Whole, so that it can be copied, unless it is longer than a link may have it.
std::string scheduleText(const std::string& schedule) {
  return shortened(schedule, limits::kMaxScheduleSteps,
                   "... (" + formatCount(schedule.size(), "step") + "; --json has them all)");
}

// What each letter does, and an empty line.
std::string titlesOf(const Walk& walk) {
  std::string text;
  for (const auto& [letter, title] : walk.threads) text += std::string(1, letter) + "  " + shown(title) + '\n';
  return text.empty() ? text : text + '\n';
}

}  // namespace

std::string textOf(const ProgramExploration& exploration, const ExplorationWords& words, bool output, std::size_t most,
                   std::size_t columns) {
  std::string text;
  if (!exploration.endings.empty()) text += EndingTable(exploration, words, output, most, columns).text() + '\n';
  text += "schedules  " + countText(exploration.schedules, "not counted") + '\n';
  text += "endings    " + formatNumber(exploration.endings.size()) + '\n';
  text += "deadlocks  " + countText(exploration.deadlocks, "not counted") + '\n';
  text += "expected   " + expectedText(exploration) + '\n';
  text += "states     " + formatNumber(exploration.states) + '\n';
  if (exploration.endless) text += '\n' + endlessText(*exploration.endless, words.forever, columns);
  if (!exploration.complete) text += "\nCut short: " + exploration.bound + ".\n";
  return text;
}

std::string stepsOf(const Walk& walk, std::size_t columns) {
  const std::size_t count = std::min(walk.steps.size(), kListedSteps);
  const std::string titles = titlesOf(walk);
  if (count == 0) return titles + "No step has been taken.\n";
  const std::vector<std::string> cells = cellsOf(walk, count);
  std::string letters;
  for (const char letter : std::set<char>(walk.schedule.begin(), walk.schedule.end())) letters += letter;
  const std::string number = std::to_string(count);
  // The number of the step, and two spaces before each column.
  const std::size_t room = columns == kNone ? kNone : (columns - std::max<std::size_t>(4, number.size())) / letters.size() - 2;
  bool cut = false;
  const auto fitted = [&](const std::string& cell, std::size_t most) {
    cut = cut || widthOf(cell) > most;
    return cutCell(cell, most);
  };
  std::vector<TableRow> rows;
  std::vector<bool> right = {true};
  if (room < kNarrowest) {
    rows.push_back({"step", "", ""});
    right.insert(right.end(), {false, false});
    for (std::size_t i = 0; i < count; ++i) {
      rows.push_back({std::to_string(i + 1), std::string(1, walk.steps[i].thread), fitted(cells[i], columns - 12)});
    }
  } else {
    rows.push_back({"step"});
    for (const char letter : letters) rows.back().emplace_back(1, letter);
    right.resize(1 + letters.size(), false);
    for (std::size_t i = 0; i < count; ++i) {
      TableRow row(1 + letters.size());
      row[0] = std::to_string(i + 1);
      row[1 + letters.find(walk.steps[i].thread)] = fitted(cells[i], room);
      rows.push_back(std::move(row));
    }
  }
  std::string text = titles + tableOf(rows, right);
  if (walk.steps.size() > count) text += "(" + formatCount(walk.steps.size() - count, "more step") + "; --json lists them)\n";
  if (cut) text += "(long lines are cut; --json has them whole)\n";
  return text;
}

std::string outcomeOf(const Walk& walk) {
  std::string text;
  if (!walk.stopped.empty()) {
    text += "Stopped: " + shown(walk.stopped) + ".\n";
  } else if (!walk.atEnd()) {
    text += "Not at its end: " + words::listOfLetters(walk.able) + " can take the next step.\n";
  } else if (walk.deadlocked()) {
    text += "Deadlock:\n";
  }
  for (const program::DeadlockedThread& one : walk.ending.deadlock) text += "  " + waitingText(one) + ".\n";
  for (const program::EndingError& error : walk.ending.errors) text += errorText(error) + '\n';
  return text;
}

std::string textOf(const Walk& walk, const Judgement& judgement, std::size_t columns) {
  std::string text = walk.printed;
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  if (!text.empty()) text += '\n';
  text += "schedule  " + (walk.schedule.empty() ? "(empty)" : scheduleText(walk.schedule)) + "\n\n";
  text += stepsOf(walk, columns) + '\n' + outcomeOf(walk);
  text += "values    " + valuesText(walk.ending) + (walk.atEnd() ? "" : ", so far") + '\n';
  if (judgement.knowsExpected) {
    text += "expected  " + (judgement.expected ? wholeText(*judgement.expected) : std::string(kNothingExpected)) + '\n';
  }
  if (judgement.grade) text += "grade     " + std::string(nameOf(*judgement.grade)) + '\n';
  if (!judgement.words.empty()) text += '\n' + wrapped(judgement.words, 0, columns);
  return text;
}

}  // namespace interleave
