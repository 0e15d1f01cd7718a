// Where the schedules of a program end: values, exceptions, deadlocks, how many schedules, and how to get there.
#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "text/utf8.h"
#include "ui/figures.h"
#include "ui/program_outcomes.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"
#include "walk/program_tree.h"

namespace interleave {
namespace {

constexpr std::size_t kLettersInTip = 200;
constexpr float kSentenceGap = 6;  // above what is said of the chosen row
const std::string kNothing;

void drawProgress(Ui& ui) {
  UserProgram& program = ui.app.userProgram();
  const std::uint64_t found = program.progress().states.load();
  const bool searching = program.searching();
  const std::string words =
      searching ? "no bad ending in " + formatCount(found, "class", "classes") : formatCount(found, "state");
  const char* tip = searching
                        ? "There are too many states. A schedule of each class is looked at, up to the first bad ending: of one "
                          "class are schedules that differ only in the order of steps that do not depend on each other"
                        : "Exploring every schedule: so many states so far";
  if (drawExploring(ui, program.progress(), words, tip)) program.cancel();
}

// Where a part of a row begins; `gap` is that between columns.
struct Pen {
  float x;
  float gap;

  // The left edge of the next column.
  float next(float width) {
    const float left = x;
    x += width + gap;
    return left;
  }
};

// Text in the middle of a line, on its right or its left.
void put(const Ui& ui, std::string_view words, float left, float width, float middle, ImU32 color, bool right) {
  const float extent = std::min(wordsWidth(words), width);
  const float x = right ? left + width - extent : left;
  drawLabel(*ImGui::GetWindowDrawList(), {std::round(x), std::round(middle - ImGui::GetTextLineHeight() / 2)},
            extent + ui.theme.px(1), color, words);
}

void drawValues(const Ui& ui, const ProgramTable::Row& row, const OutcomeColumns& columns, Pen& pen, float middle) {
  WithFont font(ui.theme.monoSmall());
  const Palette& p = ui.theme.colors();
  for (std::size_t i = 0; i < columns.values.size(); ++i) {
    const float left = pen.next(columns.values[i]);
    const bool bound = !row.values[i].empty();
    put(ui, bound ? row.values[i] : "–", left, columns.values[i], middle, bound ? p.text : p.muted, true);
  }
  pen.x += columns.more;
}

std::string whyUncounted(const ProgramExploration& exploration) {
  return exploration.endless ? "Not counted: executions can go on for ever" : "Not known: the exploration was cut short";
}

// "33 %   2 of 6" over a bar.
void drawSchedules(const Ui& ui, std::size_t row, float left, float width, float middle) {
  const ProgramExploration& exploration = *ui.app.userProgram().exploration();
  const ProgramEnding& ending = exploration.endings[row];
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.monoSmall());
  if (ending.schedules.empty()) return put(ui, "?", left, width, middle, p.muted, true);
  const double share = ui.state.program.table.rows[row].share;
  const float barTop = std::round(middle + ImGui::GetTextLineHeight() / 2 + ui.theme.px(1));
  drawShareBar(ui, {left, barTop}, width, share, verdictColor(p, walk::asVerdict(ending.grade)));
  const std::string shown = formatDecimal(ending.schedules, digitsThatFit(width));
  const std::string total = exploration.complete ? " of " + formatDecimal(exploration.schedules) : "";
  const bool ofTotal = exploration.complete && wordsWidth(shown + total) <= width;
  const float lifted = middle - ui.theme.px(1);
  put(ui, ofTotal ? total : shown, left, width, lifted, ofTotal ? p.muted : p.text, true);
  const float right = width - (ofTotal ? wordsWidth(total) : 0);
  if (ofTotal) put(ui, shown, left, right, lifted, p.text, true);
  const std::string percent = formatPercent(share);
  const float taken = wordsWidth(shown) + (ofTotal ? wordsWidth(total) : 0);
  if (exploration.complete && wordsWidth(percent) + ui.theme.px(10) + taken <= width)
    put(ui, percent, left, width, lifted, p.muted, false);
}

void drawNotes(const Ui& ui, std::size_t row, ImVec2 at, float width) {
  const Palette& p = ui.theme.colors();
  for (const OutcomeNote& note : outcomeNotes(ui, row)) {
    WithFont font(outcomeNoteFont(ui, note));
    const ImU32 color = note.kind == OutcomeNote::Kind::fault     ? p.bad
                        : note.kind == OutcomeNote::Kind::printed ? p.muted
                                                                  : p.text;
    ImGui::SetCursorScreenPos(at);
    WithColor words(ImGuiCol_Text, color);
    ImGui::PushTextWrapPos(at.x - ImGui::GetWindowPos().x + ImGui::GetScrollX() + width);
    text(note.words);
    ImGui::PopTextWrapPos();
    at.y += std::round(wordsSize(note.words, width).y) + ui.theme.px(kOutcomeNoteGap);
  }
}

std::string preemptions(const ProgramEnding& ending) {
  return ending.preemptions == 0 ? "no preemption" : formatCount(static_cast<std::uint64_t>(ending.preemptions), "preemption");
}

std::string rowTip(const Ui& ui, std::size_t row) {
  const UserProgram& program = ui.app.userProgram();
  const ProgramExploration& exploration = *program.exploration();
  const ProgramEnding& ending = exploration.endings[row];
  const ProgramTable& table = ui.state.program.table;
  std::string tip;
  if (row < program.words().endings.size()) tip += program.words().endings[row];
  for (std::size_t i = ui.state.program.places.columns.values.size(); i < table.names.size(); ++i) {
    const std::string& value = table.rows[row].values[i];
    tip += (tip.empty() ? "" : "\n") + table.names[i] + " " + (value.empty() ? "is not bound" : value);
  }
  for (const std::string& line : table.rows[row].printed) tip += (tip.empty() ? "" : "\n") + ("prints " + line);
  const std::string counted = ending.schedules.empty() ? whyUncounted(exploration)
                                                       : formatDecimal(ending.schedules, ending.schedules.size()) +
                                                             (ending.schedules == "1" ? " schedule" : " schedules");
  tip += (tip.empty() ? "" : "\n") + counted;
  const std::string which = ending.anySchedule ? "a schedule to it" : "the simplest (" + preemptions(ending) + ")";
  if (!ending.simplest.empty()) tip += "\nPress to follow " + which + ": " + shortened(ending.simplest, kLettersInTip);
  return tip;
}

void followSchedule(Ui& ui, const std::string& schedule, std::size_t row) {
  ui.app.userProgram().follow(schedule, schedule.size());
  ui.state.program.row = row;
  ui.state.program.rowOf = ui.app.userProgram().schedule().schedule();
}

// The other example of an ending, at the right of its row.
void firstButton(Ui& ui, std::size_t row, float left, float width, float middle) {
  const ProgramEnding& ending = ui.app.userProgram().exploration()->endings[row];
  if (ending.example.empty() || ending.example == ending.simplest) return;
  WithFont font(ui.theme.small());
  const float height = outcomeLine(ui) - ui.theme.px(5);
  ImGui::SetCursorScreenPos({left, std::round(middle - height / 2)});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      {ui.theme.px(6), std::max(0.0f, std::floor((height - ImGui::GetTextLineHeight()) / 2))});
  const std::string name = "first of " + nameOf(ending.ending);
  const std::string tip = "Follow the first of its schedules in alphabetical order: " + shortened(ending.example, kLettersInTip);
  if (button(ui, ("First###" + name).c_str(), tip.c_str(), {width, height})) followSchedule(ui, ending.example, row);
  ImGui::PopStyleVar();
}

// The background of a row that is chosen, or under the pointer.
void drawBack(const Ui& ui, ImVec2 at, ImVec2 size, bool chosen, bool hovered) {
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 high{at.x + size.x, at.y + size.y - ui.theme.px(1)};
  if (chosen || hovered) draw.AddRectFilled(at, high, chosen ? p.fieldHover : p.field, ui.theme.px(5));
  if (chosen) draw.AddRectFilled(at, {at.x + ui.theme.px(3), high.y}, p.text, ui.theme.px(2));
}

void drawRow(Ui& ui, std::size_t row, ImVec2 at, ImVec2 size) {
  const OutcomeColumns& columns = ui.state.program.places.columns;
  const ProgramEnding& ending = ui.app.userProgram().exploration()->endings[row];
  const float pad = ui.theme.px(kOutcomeGap);
  ImGui::SetCursorScreenPos(at);
  const std::string name = "ending " + nameOf(ending.ending);
  // Beside it is the button for the other example.
  const bool pressed = ImGui::InvisibleButton("row", {size.x - columns.first - 1.5f * pad, size.y});
  noteItem(ui, name);
  const bool hovered = ImGui::IsItemHovered();
  tooltip(ui, rowTip(ui, row).c_str());
  drawBack(ui, at, size, ui.state.program.row == row, hovered);
  const float middle = at.y + outcomeLine(ui) / 2;
  Pen pen{at.x + pad, pad};
  drawValues(ui, ui.state.program.table.rows[row], columns, pen, middle);
  const float schedules = pen.next(columns.schedules);
  drawSchedules(ui, row, schedules, columns.schedules, middle);
  ImGui::SetCursorScreenPos({pen.next(columns.grade), std::round(middle - ImGui::GetTextLineHeight() / 2)});
  gradeSign(ui, ending.grade, columns.words);
  {
    WithFont font(ui.theme.monoSmall());
    const float left = pen.next(columns.simplest);
    put(ui, shortenedInside(ending.simplest, columns.endLetters), left, columns.simplest, middle, ui.theme.colors().text, false);
  }
  firstButton(ui, row, pen.next(columns.first), columns.first, middle);
  drawNotes(ui, row, {at.x + pad, at.y + outcomeLine(ui) - ui.theme.px(1)}, size.x - 2 * pad);
  if (pressed && !ending.simplest.empty()) followSchedule(ui, ending.simplest, row);
}

std::string lettersOr(const std::string& letters, std::string_view none) {
  return letters.empty() ? std::string(none) : shortenedInside(letters, 8);
}

void drawEndless(Ui& ui, ImVec2 at, ImVec2 size) {
  const Endless& endless = *ui.app.userProgram().exploration()->endless;
  const std::size_t row = ui.state.program.table.rows.size();
  ImGui::SetCursorScreenPos(at);
  const bool pressed = ImGui::InvisibleButton("for ever", size);
  noteItem(ui, "for ever");
  const bool hovered = ImGui::IsItemHovered();
  const std::string& sentence = ui.app.userProgram().words().forever;
  tooltip(ui, (sentence + (sentence.empty() ? "" : "\n") + "Press to follow it: the way in, and twice round").c_str());
  drawBack(ui, at, size, ui.state.program.row == row, hovered);
  const float pad = ui.theme.px(kOutcomeGap);
  const float middle = at.y + outcomeLine(ui) / 2;
  const Palette& p = ui.theme.colors();
  const ImU32 color = endless.fair ? p.bad : p.muted;
  const float sign = ImGui::GetTextLineHeight();
  ImGui::GetWindowDrawList()->AddCircle({at.x + pad + sign / 2, middle}, sign * 0.3f, color, 0, std::max(1.0f, ui.theme.px(2)));
  float left = at.x + pad + sign + ui.theme.px(4);
  {
    WithFont font(ui.theme.strong());
    put(ui, "for ever", left, size.x, middle, color, false);
    left += wordsWidth("for ever") + pad;
  }
  WithFont font(ui.theme.small());
  const std::string way = (endless.schedule.empty() ? "" : "after " + lettersOr(endless.schedule, "") + ": ") +
                          lettersOr(endless.cycle, "nothing") + " again and again";
  const std::string fair = endless.fair ? ", even if the scheduler is fair" : ", if the scheduler is unfair";
  const float room = at.x + size.x - pad - left;
  put(ui, wordsWidth(way + fair) <= room ? way + fair : way, left, room, middle, p.text, false);
  drawNotes(ui, row, {at.x + pad, at.y + outcomeLine(ui) - ui.theme.px(1)}, size.x - 2 * pad);
  if (pressed) followSchedule(ui, endless.schedule + endless.cycle + endless.cycle, row);
}

void drawHead(const Ui& ui, float width) {
  const ProgramView& view = ui.state.program;
  const OutcomeColumns& columns = view.places.columns;
  WithFont font(ui.theme.small());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetTextLineHeight() + ui.theme.px(2);
  const float middle = at.y + height / 2;
  const ImU32 color = ui.theme.colors().muted;
  Pen pen{at.x + ui.theme.px(kOutcomeGap), ui.theme.px(kOutcomeGap)};
  const auto title = [&](std::string_view words, float columnWidth, bool right, const char* tip) {
    const float left = pen.next(columnWidth);
    put(ui, words, left, columnWidth, middle, color, right);
    ImGui::SetCursorScreenPos({left, at.y});
    ImGui::Dummy({std::max(1.0f, columnWidth), height});
    tooltip(ui, tip);
  };
  for (std::size_t i = 0; i < columns.values.size(); ++i)
    title(view.table.names[i], columns.values[i], true, view.table.names[i].c_str());
  if (columns.hidden > 0) {
    std::string tip = "Without room here; a row's tooltip has them:";
    for (std::size_t i = columns.values.size(); i < view.table.names.size(); ++i) tip += "\n" + view.table.names[i];
    title("+" + std::to_string(columns.hidden), columns.more - ui.theme.px(kOutcomeGap), false, tip.c_str());
  }
  title("Schedules", columns.schedules, true, "How many schedules end so");
  pen.next(columns.grade);
  title("Simplest", columns.simplest, false, "A schedule with the fewest preemptions: press the row to follow it");
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  ImGui::Dummy({width, 0});
}

// Only rows in sight, and one on either side, which the keyboard can go to.
void drawRows(Ui& ui, float width) {
  const std::vector<float>& tops = ui.state.program.places.tops;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float from = ImGui::GetScrollY();
  const float to = from + ImGui::GetWindowHeight();
  const auto above = [&](float y) { return static_cast<std::size_t>(std::ranges::upper_bound(tops, y) - tops.begin()); };
  const std::size_t rows = tops.size() - 1;
  const std::size_t first = above(from) - std::min<std::size_t>(above(from), 2);
  const std::size_t end = std::min(rows, above(to) + 1);
  for (std::size_t row = first; row < end; ++row) {
    const ImVec2 at{origin.x, std::round(origin.y + tops[row])};
    const ImVec2 size{width, std::round(tops[row + 1]) - std::round(tops[row])};
    ImGui::PushID(static_cast<int>(row));
    if (row == ui.state.program.table.rows.size()) drawEndless(ui, at, size);
    else drawRow(ui, row, at, size);
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos({origin.x, origin.y + tops.back()});
  ImGui::Dummy({width, 0});
}

// Of the place for what is said of the chosen row, in so high a table: what the rows leave, and two lines at least.
float sentenceHeight(const Ui& ui, float table) {
  const OutcomePlaces& places = ui.state.program.places;
  WithFont font(ui.theme.small());
  const float line = ImGui::GetTextLineHeight();
  const float spare = table - places.tops.back() - ui.theme.px(kSentenceGap);
  return std::min(places.sentence, line * std::max(2.0f, std::floor(spare / line)));
}

// At most so many lines; where words are left out, an ellipsis says so.
std::string inFewLines(std::string_view words, float width, std::size_t most) {
  std::string lines = inLines(words, width);
  std::size_t end = 0, start = 0;
  for (std::size_t line = 0; line < most; ++line) {
    start = end;
    end = lines.find('\n', start);
    if (end == std::string::npos) return lines;
    ++end;
  }
  lines.resize(end - 1);
  for (std::size_t blank = lines.rfind(' '); wordsWidth(lines.substr(start) + "…") > width; blank = lines.rfind(' ')) {
    if (blank == std::string::npos || blank < start) break;
    lines.resize(blank);
  }
  return lines + "…";
}

// What the chosen row comes to.
void drawSentence(const Ui& ui, ImVec2 size) {
  const ProgramView& view = ui.state.program;
  const ExplorationWords& words = ui.app.userProgram().words();
  const ImVec2 at{ImGui::GetCursorScreenPos().x + ui.theme.px(kOutcomeGap),
                  ImGui::GetCursorScreenPos().y + ui.theme.px(kSentenceGap)};
  ImGui::Dummy({size.x, ui.theme.px(kSentenceGap) + size.y});
  const bool ofEnding = view.row && *view.row < words.endings.size();
  const std::string& sentence = ofEnding                             ? words.endings[*view.row]
                                : view.row == view.table.rows.size() ? words.forever
                                                                     : kNothing;
  if (sentence.empty()) return;
  tooltip(ui, sentence.c_str());
  WithFont font(ui.theme.small());
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect(at, {at.x + size.x, at.y + size.y}, true);
  const auto lines = static_cast<std::size_t>(std::max(1.0f, std::round(size.y / ImGui::GetTextLineHeight())));
  drawWords(draw, at, ui.theme.colors().text, inFewLines(sentence, size.x - 2 * ui.theme.px(kOutcomeGap), lines));
  draw.PopClipRect();
}

// Three rows have room, whatever the height.
float leastHeight(const Ui& ui) {
  const OutcomePlaces& places = ui.state.program.places;
  WithFont font(ui.theme.small());
  const float lines = 1 + std::min(2.0f, std::ceil(places.sentence / ImGui::GetTextLineHeight()));
  return ui.theme.px(2 + kSentenceGap) + lines * ImGui::GetTextLineHeight() + std::min(places.tops.back(), 3 * outcomeLine(ui));
}

void drawTable(Ui& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  const float width = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize;
  placeOutcomes(ui, width);
  const float bottom = ImGui::GetCursorPosY() + std::max(leastHeight(ui), ImGui::GetContentRegionAvail().y);
  if (!ui.state.program.table.rows.empty()) drawHead(ui, width);
  const float sentence = sentenceHeight(ui, bottom - ImGui::GetCursorPosY());
  const float below = sentence > 0 ? sentence + ui.theme.px(kSentenceGap) : 0;
  ImGui::BeginChild("rows", {0, bottom - below - ImGui::GetCursorPosY()}, 0, ImGuiWindowFlags_NavFlattened);
  drawRows(ui, width);
  touchScroll(ui);
  ImGui::EndChild();
  if (sentence > 0) drawSentence(ui, {width, sentence});
  ImGui::PopStyleVar();
}

void drawRemarks(const Ui& ui) {
  const std::string remarks = ui.app.userProgram().remarks();
  if (remarks.empty()) return;
  WithFont font(ui.theme.small());
  mutedText(ui, inLines(remarks, ImGui::GetContentRegionAvail().x));
}

}  // namespace

void drawProgramTotals(Ui& ui) {
  const UserProgram& program = ui.app.userProgram();
  ui.state.totalsInHead = false;
  if (!program.playable() || program.exploring()) return;
  ImGui::SameLine(0, ui.theme.px(16));
  WithFont font(ui.theme.small());
  const std::string totals = program.totals();
  if (wordsWidth(totals) > ImGui::GetContentRegionAvail().x) return;
  ui.state.totalsInHead = true;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::round((ui.theme.px(28) - ImGui::GetTextLineHeight()) / 2));
  OfOlderText pale(ui);
  mutedText(ui, totals);
}

void drawProgramOutcomes(Ui& ui, const Area& area) {
  // A panel that is too low for its parts scrolls as a whole.
  Panel panel(ui, "Outcomes", area, ui.narrow ? Panel::kScrolls : Panel::kScrolls | ImGuiWindowFlags_NoBackground);
  if (saysUnplayable(ui)) return;
  const UserProgram& program = ui.app.userProgram();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(6)});
  if (program.exploring()) {
    drawProgress(ui);
  } else if (ui.narrow || !ui.state.totalsInHead) {
    WithFont font(ui.theme.small());
    mutedText(ui, inLines(program.totals(), ImGui::GetContentRegionAvail().x));
  }
  OfOlderText pale(ui);
  drawRemarks(ui);
  const ProgramExploration* exploration = program.exploration();
  const bool nothing = exploration == nullptr || (exploration->endings.empty() && !exploration->endless);
  if (nothing)
    mutedText(ui, program.exploring() ? "Every schedule is being explored." : "Endings of all schedules are listed here.");
  else drawTable(ui);
  touchScroll(ui);
  ImGui::PopStyleVar();
}

}  // namespace interleave
