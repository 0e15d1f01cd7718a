#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/figures.h"
#include "ui/program_outcomes.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kLeastValue = 22;
constexpr float kMostValue = 150;
constexpr float kLeastSchedules = 62;
constexpr float kMostSchedules = 190;
constexpr std::size_t kEndLetters = 4;
constexpr std::size_t kFewEndLetters = 2;

float widthIn(ImFont* font, std::string_view words) {
  WithFont with(font);
  return wordsWidth(words);
}

float valueWidth(const Ui& ui, const ProgramTable& table, std::size_t column) {
  float width = std::max(widthIn(ui.theme.small(), table.names[column]), ui.theme.px(kLeastValue));
  WithFont font(ui.theme.monoSmall());
  const float most = ui.theme.px(kMostValue);
  for (const ProgramTable::Row& row : table.rows) {
    if (width >= most) return most;
    width = std::max(width, wordsWidth(row.values[column]));
  }
  return std::min(width, most);
}

float gradesWidth(const Ui& ui, const ProgramExploration& exploration, bool words) {
  float width = 0;
  bool seen[5] = {};
  for (const ProgramEnding& each : exploration.endings) {
    bool& known = seen[static_cast<std::size_t>(each.grade)];
    if (!known) width = std::max(width, gradeWidth(ui, each.grade, words));
    known = true;
  }
  return width;
}

float letterWidth(const Ui& ui, const ProgramExploration& exploration, std::size_t endLetters) {
  std::size_t letters = 0;
  for (const ProgramEnding& each : exploration.endings) letters = std::max(letters, each.simplest.size());
  WithFont font(ui.theme.monoSmall());
  const float width = ImGui::CalcTextSize("A").x * static_cast<float>(std::min(letters, 2 * endLetters + 1));
  return std::max(width, widthIn(ui.theme.small(), "Simplest"));
}

// As many variables as have room, those first that tell endings apart.
void placeValues(const Ui& ui, const ProgramTable& table, float room, OutcomeColumns& columns) {
  const float gap = ui.theme.px(kOutcomeGap);
  const float more = widthIn(ui.theme.small(), "+10") + gap;
  float used = 0;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    const float width = valueWidth(ui, table, i);
    const bool last = i + 1 == table.names.size();
    if (used + width + gap + (last ? 0 : more) > room && i > 0) break;
    columns.values.push_back(std::min(width, std::max(ui.theme.px(kLeastValue), room - gap - (last ? 0 : more))));
    used += columns.values.back() + gap;
  }
  columns.hidden = table.names.size() - columns.values.size();
  columns.more = columns.hidden > 0 ? more : 0;
}

OutcomeColumns columnsOf(const Ui& ui, const ProgramExploration& exploration, const ProgramTable& table, float width) {
  OutcomeColumns columns;
  const float gap = ui.theme.px(kOutcomeGap);
  columns.endLetters = kEndLetters;
  columns.grade = gradesWidth(ui, exploration, true);
  columns.simplest = letterWidth(ui, exploration, columns.endLetters);
  columns.schedules = ui.theme.px(kLeastSchedules);
  columns.first = widthIn(ui.theme.small(), "First") + 2 * ui.theme.px(6);
  float wanted = 0;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, table.differing) && i < table.names.size(); ++i)
    wanted += valueWidth(ui, table, i) + gap;
  const auto room = [&] { return width - columns.schedules - columns.grade - columns.simplest - columns.first - 5 * gap; };
  if (room() < wanted) {
    columns.endLetters = kFewEndLetters;
    columns.simplest = letterWidth(ui, exploration, columns.endLetters);
  }
  if (room() < wanted) {
    columns.words = false;
    columns.grade = gradesWidth(ui, exploration, false);
  }
  placeValues(ui, table, room(), columns);
  float used = columns.more;
  for (const float each : columns.values) used += each + gap;
  columns.schedules = std::clamp(columns.schedules + room() - used, columns.schedules, ui.theme.px(kMostSchedules));
  return columns;
}

float notesHeight(const Ui& ui, std::size_t row, float width) {
  float height = 0;
  for (const OutcomeNote& note : outcomeNotes(ui, row)) {
    WithFont font(outcomeNoteFont(ui, note));
    height += std::round(wordsSize(note.words, width).y) + ui.theme.px(kOutcomeNoteGap);
  }
  return height > 0 ? height + ui.theme.px(kOutcomeNoteGap) : 0;
}

// Of the longest sentence, which may be cut: then nothing moves when another row is chosen.
float sentencesHeight(const Ui& ui, float width) {
  constexpr std::size_t kMeasured = 200;
  constexpr float kMostLines = 4;
  WithFont font(ui.theme.small());
  float height = 0;
  const ExplorationWords& words = ui.app.userProgram().words();
  const auto measure = [&](const std::string& sentence) {
    if (!sentence.empty()) height = std::max(height, wordsSize(inLines(sentence, width)).y);
  };
  measure(words.forever);
  for (std::size_t i = 0; i < std::min(words.endings.size(), kMeasured); ++i) measure(words.endings[i]);
  return std::round(std::min(height, kMostLines * ImGui::GetTextLineHeight()));
}

std::string printedNote(const std::vector<std::string>& lines) {
  std::string words = "prints ";
  for (std::size_t i = 0; i < lines.size(); ++i) words += (i > 0 ? " · " : "") + lines[i];
  return words;
}

}  // namespace

float outcomeLine(const Ui& ui) { return ui.theme.px(ui.theme.roomy() ? 38 : 27); }

ImFont* outcomeNoteFont(const Ui& ui, const OutcomeNote& note) {
  return note.kind == OutcomeNote::Kind::fault ? ui.theme.small() : ui.theme.monoSmall();
}

std::vector<OutcomeNote> outcomeNotes(const Ui& ui, std::size_t row) {
  const ProgramView& view = ui.state.program;
  std::vector<OutcomeNote> notes;
  if (row == view.table.rows.size()) return notes;
  const ProgramTable::Row& each = view.table.rows[row];
  for (std::size_t i = 0; i < view.places.columns.values.size(); ++i) {
    if (widthIn(ui.theme.monoSmall(), each.values[i]) > view.places.columns.values[i])
      notes.push_back({OutcomeNote::Kind::value, view.table.names[i] + " " + each.values[i]});
  }
  for (const std::string& fault : each.faults) notes.push_back({OutcomeNote::Kind::fault, fault});
  if (!each.printed.empty()) notes.push_back({OutcomeNote::Kind::printed, printedNote(each.printed)});
  return notes;
}

void placeOutcomes(Ui& ui, float width) {
  ProgramView& view = ui.state.program;
  OutcomePlaces& places = view.places;
  const OutcomePlaces::Key key{view.tableNumber, width, ui.theme.scale(), ui.theme.roomy()};
  if (places.key == key) return;
  places.key = key;
  const ProgramExploration& exploration = *ui.app.userProgram().exploration();
  places.columns = columnsOf(ui, exploration, view.table, width);
  places.tops = {0};
  const std::size_t rows = view.table.rows.size() + (exploration.endless ? 1 : 0);
  for (std::size_t row = 0; row < rows; ++row) {
    places.tops.push_back(places.tops.back() + outcomeLine(ui) + notesHeight(ui, row, width - ui.theme.px(2 * kOutcomeGap)));
  }
  places.sentence = sentencesHeight(ui, width - ui.theme.px(2 * kOutcomeGap));
}

}  // namespace interleave
