// Possible endings beside actual ones: for every ending the number of schedules and of real runs that lead there.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "text/format.h"
#include "text/utf8.h"
#include "trace/verdict.h"
#include "ui/figures.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr NumberLimits kRunsLimits{1, limits::kMaxManyRuns, 1000};
// Letters that are shown of either end of a longer example.
constexpr std::size_t kEndLetters = 4;
constexpr std::size_t kFewEndLetters = 2;
constexpr std::size_t kLettersInTip = 200;
// Least widths of the two columns with bars.
constexpr float kSchedules = 58;
constexpr float kRuns = 32;

// The widths of the columns, and their contents when there is little room.
struct Columns {
  float ending = 0;
  float refused = 0;                      // of it: what was refused, in words; 0: is not shown
  float schedules = 0;
  float runs = 0;
  float grade = 0;
  float example = 0;
  bool words = true;                      // of grades, beside their signs
  bool longTitles = true;
  std::size_t endLetters = kEndLetters;   // of examples
};

// The ending without what was refused.
std::string shortName(const OutcomeRow& row) { return row.refused.empty() ? outcomeName(row) : formatNumber(row.least); }

float refusedWidth(const Ui& ui, const OutcomeTable& table) {
  const auto& longest = std::ranges::max(table.rows, {}, [](const OutcomeRow& row) { return row.refused.size(); });
  if (longest.refused.empty()) return 0;
  WithFont font(ui.theme.small());
  return wordsWidth(longest.refused) + ui.theme.px(10);
}

// `deadlock`: the deadlock is named there, too.
float endingWidth(const Ui& ui, const OutcomeTable& table, bool deadlock) {
  WithFont font(ui.theme.monoSmall());
  float width = wordsWidth("Ending");
  const auto measure = [&](const OutcomeRow& row) {
    if (row.kind != OutcomeRow::Kind::deadlock || deadlock) width = std::max(width, wordsWidth(shortName(row)));
  };
  // No name is longer than those of the least and of the greatest ending, and there may be hundreds.
  const auto [least, greatest] = std::ranges::minmax_element(table.rows, {}, &OutcomeRow::least);
  measure(*least);
  measure(*greatest);
  for (const OutcomeRow& row : table.rows) {
    if (row.kind == OutcomeRow::Kind::deadlock) measure(row);
  }
  return width;
}

float gradeWidth(const Ui& ui, const OutcomeTable& table) {
  WithFont font(ui.theme.strong());
  std::array<bool, kVerdicts> seen{};
  float width = 0;
  for (const OutcomeRow& row : table.rows) {
    if (std::exchange(seen[static_cast<std::size_t>(row.grade)], true)) continue;
    width = std::max(width, wordsWidth(verdictName(row.grade)));
  }
  return width;
}

float exampleWidth(const Ui& ui, const OutcomeTable& table, std::size_t endLetters) {
  std::size_t letters = 0;
  for (const OutcomeRow& row : table.rows) letters = std::max(letters, row.example.size());
  letters = std::min(letters, 2 * endLetters + 1);
  WithFont font(ui.theme.monoSmall());
  const float width = ImGui::CalcTextSize("A").x * static_cast<float>(letters) + ui.theme.px(14);
  return std::max(width, ui.theme.px(56));
}

// Letters are cut first, then the words of grades, then those of refusals; the two columns with bars get the remaining width.
Columns columnsOf(const Ui& ui, const OutcomeTable& table, float width) {
  Columns columns;
  const float least = ui.theme.px(kSchedules + kRuns);
  columns.refused = refusedWidth(ui, table);
  columns.ending = endingWidth(ui, table, false) + columns.refused;
  const float sign = ImGui::GetTextLineHeight() + ui.theme.px(6);
  columns.grade = sign + gradeWidth(ui, table);
  columns.example = exampleWidth(ui, table, columns.endLetters);
  const auto left = [&] { return width - columns.ending - columns.grade - columns.example; };
  if (left() < least) {
    columns.endLetters = kFewEndLetters;
    columns.example = exampleWidth(ui, table, columns.endLetters);
  }
  if (left() < least) {
    columns.words = false;
    columns.grade = sign;
    columns.ending = endingWidth(ui, table, true) + columns.refused;
  }
  if (left() < least) {
    columns.ending -= columns.refused;
    columns.refused = 0;
  }
  const float more = std::max(0.0f, left() - least);
  columns.schedules = std::floor(ui.theme.px(kSchedules) + more * 0.5f);
  columns.runs = std::floor(ui.theme.px(kRuns) + more * 0.5f);
  WithFont font(ui.theme.small());
  columns.longTitles = wordsWidth("Can happen") <= columns.schedules && wordsWidth("Did happen") <= columns.runs;
  return columns;
}

void canHappen(Ui& ui, const Exploration& exploration, const OutcomeRow& row) {
  WithFont font(ui.theme.monoSmall());
  const float room = ImGui::GetContentRegionAvail().x;
  const std::string total = " of " + formatDecimal(exploration.schedules);
  const bool ofTotal = exploration.complete && wordsWidth(formatDecimal(exploration.schedules) + total) <= room;
  const std::size_t digits = digitsThatFit(room);
  const std::string shown = formatDecimal(row.schedules, digits);
  const float width = wordsWidth(ofTotal ? shown + total : shown);
  if (exploration.complete) percentBefore(ui, row.share, width);
  alignRight(width);
  countText(ui, shown, row.schedules, row.schedules.size() > digits, "schedules of " + outcomeName(row));
  if (!ofTotal) return;
  ImGui::SameLine(0, 0);
  mutedText(ui, total);
}

void didHappen(const Ui& ui, const OutcomeRow& row, double all) {
  WithFont font(ui.theme.monoSmall());
  const std::string runs = formatNumber(row.runs);
  const float width = wordsWidth(runs);
  if (row.runs > 0) percentBefore(ui, static_cast<double>(row.runs) / all, width);
  alignRight(width);
  row.runs == 0 ? mutedText(ui, runs) : text(runs);
}

std::string exampleTip(std::string_view example) {
  if (example.size() > limits::kMaxScheduleSteps) {
    return "A schedule of more than " + formatCount(limits::kMaxScheduleSteps, "letter") + " cannot be loaded";
  }
  return "Follow this schedule, step by step: " + shortened(example, kLettersInTip);
}

void exampleButton(Ui& ui, const OutcomeRow& row, std::size_t endLetters) {
  if (row.example.empty()) return;
  const bool tooLong = row.example.size() > limits::kMaxScheduleSteps;
  const std::string name = "example of " + outcomeName(row);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(6), ui.theme.px(ui.theme.roomy() ? 7 : 2)});
  ImGui::BeginDisabled(tooLong || !ui.app.outcomes().tableIsCurrent());
  bool pressed = false;
  {
    WithFont font(ui.theme.monoSmall());
    pressed =
        ImGui::Button((shortenedInside(row.example, endLetters) + "###" + name).c_str(), {ImGui::GetContentRegionAvail().x, 0});
  }
  ImGui::EndDisabled();
  ImGui::PopStyleVar();
  noteItem(ui, name);
  tooltip(ui, exampleTip(row.example).c_str());
  if (!pressed) return;
  ui.app.scheduler().follow(row.example, row.example.size());
}

// Of all rows; at least 1, so that it can divide.
double runsOf(const OutcomeTable& table) {
  double runs = 0;
  for (const OutcomeRow& row : table.rows) runs += static_cast<double>(row.runs);
  return std::max(runs, 1.0);
}

// A grade, with a tooltip if the word is not beside the sign.
void grade(const Ui& ui, Verdict grade, bool words) {
  if (words) return verdict(ui, grade);
  verdictSign(ui, grade);
  tooltip(ui, verdictName(grade).data());
}

void drawEnding(const Ui& ui, const OutcomeRow& row, const Columns& columns) {
  if (columns.refused > 0 && !row.refused.empty()) {
    WithFont font(ui.theme.small());
    mutedText(ui, row.refused);
    ImGui::SameLine(0, 0);
  }
  WithFont font(ui.theme.monoSmall());
  const bool named = row.kind != OutcomeRow::Kind::deadlock || !columns.words;
  const std::string name = named ? shortName(row) : "–";
  alignRight(wordsWidth(name));
  text(name);
  if (columns.refused == 0 && !row.refused.empty()) tooltip(ui, row.refused.c_str());
}

void drawRow(Ui& ui, const OutcomeRow& row, double runs, const Columns& columns) {
  const ImU32 color = verdictColor(ui.theme.colors(), row.grade);
  const float line = ui.theme.px(ui.theme.roomy() ? 5 : 0);
  const auto centred = [line] { ImGui::SetCursorPosY(ImGui::GetCursorPosY() + line); };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.theme.px(2)});
  ImGui::TableNextColumn();
  centred();
  drawEnding(ui, row, columns);
  ImGui::TableNextColumn();
  centred();
  if (ui.app.outcomes().knowsSchedules(row)) {
    canHappen(ui, *ui.app.outcomes().exploration(), row);
    shareBar(ui, row.share, color);
  } else if (ui.app.outcomes().exploration() != nullptr) {
    alignRight(wordsWidth("?"));
    mutedText(ui, "?");
    tooltip(ui, "Not known: not every schedule was counted");
  }
  ImGui::TableNextColumn();
  centred();
  didHappen(ui, row, runs);
  shareBar(ui, static_cast<double>(row.runs) / runs, color);
  ImGui::TableNextColumn();
  centred();
  grade(ui, row.grade, columns.words);
  ImGui::TableNextColumn();
  exampleButton(ui, row, columns.endLetters);
  ImGui::PopStyleVar();
}

struct Title {
  const char* words;
  const char* shorter;  // where there is little room
  const char* tip;      // null: none
};

constexpr std::array kTitles = {
    Title{"Ending", "Ending", nullptr},
    Title{"Can happen", "Schedules", "How many schedules end here"},
    Title{"Did happen", "Runs", "How many real runs have ended here"},
    Title{"", "", nullptr},
    Title{"Example", "Example", nullptr},
};

void drawHead(const Ui& ui, bool longTitles) {
  WithFont font(ui.theme.small());
  ImGui::TableNextRow();
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    ImGui::TableNextColumn();
    const Title& title = kTitles[i];
    const char* words = longTitles ? title.words : title.shorter;
    if (i < 3) alignRight(wordsWidth(words));
    mutedText(ui, words);
    if (title.tip != nullptr) tooltip(ui, title.tip);
  }
}

constexpr ImGuiTableFlags kTable = ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_NoPadOuterX;

bool beginTable(const char* name, const Columns& columns) {
  if (!ImGui::BeginTable(name, static_cast<int>(kTitles.size()), kTable)) return false;
  for (const float width : {columns.ending, columns.schedules, columns.runs, columns.grade, columns.example}) {
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, width);
  }
  return true;
}

void drawRows(Ui& ui, const OutcomeTable& table, const Columns& columns) {
  const double runs = runsOf(table);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(table.rows.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      ImGui::PushID(i);
      drawRow(ui, table.rows[static_cast<std::size_t>(i)], runs, columns);
      ImGui::PopID();
    }
  }
}

// The titles are above the scrolled area. ImGui's frozen rows are not used: Tab does not enter their window.
void drawTable(Ui& ui, const OutcomeTable& table, float height) {
  const float padding = ui.theme.px(3);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {padding, ui.theme.px(2)});
  const float between = 2 * padding * static_cast<float>(kTitles.size() - 1);
  const float rowHeight = ui.theme.px(ui.theme.roomy() ? 36 : 25);
  const bool scrolls = rowHeight * static_cast<float>(table.rows.size() + 1) > height;
  const float bar = scrolls ? ImGui::GetStyle().ScrollbarSize : 0;
  const Columns columns = columnsOf(ui, table, ImGui::GetContentRegionAvail().x - between - bar);
  const float bottom = ImGui::GetCursorPosY() + height;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  if (beginTable("titles", columns)) {
    drawHead(ui, columns.longTitles);
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
  ImGui::BeginChild("rows", {0, bottom - ImGui::GetCursorPosY()}, 0, ImGuiWindowFlags_NavFlattened);
  if (beginTable("endings", columns)) {
    drawRows(ui, table, columns);
    ImGui::EndTable();
  }
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void drawRemarks(Ui& ui) {
  Outcomes& outcomes = ui.app.outcomes();
  const std::string remarks = outcomes.remarks();
  if (remarks.empty()) return;
  const auto larger = outcomes.larger();
  const float width = buttonWidth("Go on");
  WithFont font(ui.theme.small());
  const float left = ImGui::GetCursorPosX();
  const float right = left + ImGui::GetContentRegionAvail().x - width;
  const float room = ImGui::GetContentRegionAvail().x - (larger ? width + ui.theme.px(8) : 0);
  mutedText(ui, inLines(remarks, room));
  if (!larger) return;
  ImGui::SameLine(right);
  const std::string tip = "Explore again, up to " + formatCount(larger->maxStates, "state") + " and " +
                          formatDuration(std::chrono::nanoseconds(larger->maxTime).count());
  if (button(ui, "Go on", tip.c_str(), {width, 0})) outcomes.goOn();
}

void drawManyGoing(Ui& ui, const Runs::ManyRuns& many) {
  const float gap = ui.theme.px(8);
  const float stop = buttonWidth("Stop");
  const std::string words = formatNumber(many.done) + " of " + formatNumber(many.asked);
  const double part = static_cast<double>(many.done) / static_cast<double>(many.asked);
  progressBar(ui, part, words, ImGui::GetContentRegionAvail().x - stop - gap);
  ImGui::SameLine(0, gap);
  if (button(ui, "Stop###stop many runs", "Let these runs be; what they have counted stays", {stop, 0})) ui.app.stop();
}

void drawManyRuns(Ui& ui) {
  if (!ui.app.realThreads().available()) {
    ImGui::AlignTextToFramePadding();
    mutedText(ui, "No runs: real threads are off here.");
    return tooltip(ui, ui.app.realThreads().sentence().c_str());
  }
  if (const auto many = ui.app.runs().manyRuns()) return drawManyGoing(ui, *many);
  ManyRunsForm& form = ui.state.manyRuns;
  const float gap = ui.theme.px(8);
  numberField(ui, "runs", "number of runs", form.runs, kRunsLimits, ui.theme.px(70), "How many real runs, up to 100,000", false);
  ImGui::SameLine(0, gap);
  ImGui::Checkbox("no delay", &form.noDelay);
  noteItem(ui, "no delay");
  tooltip(ui, "Without the delay between reading and writing, these runs take no time; with it, each takes at least as long");
  ImGui::SameLine(0, gap);
  const std::string label = "Run " + formatCount(static_cast<std::uint64_t>(form.runs), "time") + "###run many";
  if (button(ui, label.c_str(), "Run this program so often on real threads, and count where it ends",
             {ImGui::GetContentRegionAvail().x, 0})) {
    ui.app.runMany(static_cast<std::uint64_t>(form.runs), form.noDelay);
  }
}

// With the gap above them.
float controlsHeight(const Ui& ui) {
  WithFont font(ui.theme.mono());
  return ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
}

}  // namespace

void drawOutcomeTotals(Ui& ui) {
  const Outcomes& outcomes = ui.app.outcomes();
  const std::string totals = outcomes.totals();
  WithColor color(ImGuiCol_Text, ui.theme.colors().muted);
  const Exploration* exploration = outcomes.exploration();
  const bool rounded = exploration != nullptr && exploration->schedules.size() > kExactDigits;
  countText(ui, totals, rounded ? std::string_view(exploration->schedules) : "", rounded, "schedules");
}

void drawTotalsInHead(Ui& ui) {
  ImGui::SameLine(0, ui.theme.px(16));
  WithFont font(ui.theme.small());
  const std::string totals = ui.app.outcomes().totals();
  const bool fit = ImGui::CalcTextSize(totals.c_str()).x <= ImGui::GetContentRegionAvail().x;
  ui.state.totalsInHead = fit && !ui.app.outcomes().exploring();
  if (!ui.state.totalsInHead) return;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::round((ui.theme.px(28) - ImGui::GetTextLineHeight()) / 2));
  drawOutcomeTotals(ui);
}

void drawOutcomes(Ui& ui, const Area& area) {
  // A panel that is too low for its parts scrolls as a whole.
  Panel panel(ui, "Outcomes", area, ui.narrow ? Panel::kScrolls : Panel::kScrolls | ImGuiWindowFlags_NoBackground);
  Outcomes& outcomes = ui.app.outcomes();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(6)});
  if ((ui.narrow || !ui.state.totalsInHead) && !outcomes.exploring()) drawOutcomeTotals(ui);
  if (outcomes.exploring()) {
    const std::string words = formatCount(outcomes.progress().states.load(), "state");
    if (drawExploring(ui, outcomes.progress(), words, "Exploring every schedule: so many states so far")) outcomes.cancel();
  }
  drawRemarks(ui);
  const float height = std::max(ui.theme.px(80), ImGui::GetContentRegionAvail().y - controlsHeight(ui));
  if (outcomes.table().rows.empty()) {
    ImGui::BeginChild("none", {0, height});
    ImGui::PushTextWrapPos(0);
    mutedText(ui, "Endings of all schedules, and of real runs, are listed here.");
    ImGui::PopTextWrapPos();
    ImGui::EndChild();
  } else {
    drawTable(ui, outcomes.table(), height);
  }
  drawManyRuns(ui);
  touchScroll(ui);
  ImGui::PopStyleVar();
}

}  // namespace interleave
