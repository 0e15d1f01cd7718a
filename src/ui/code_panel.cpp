// The program as source text, with the line at which each thread stands.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr std::array kLanguages = {TabName{"Python", "The program in Python"}, TabName{"C++", "The program in C++"}};
constexpr std::string_view kPreference = "language";
constexpr float kGutter = 46;

Language languageOf(Ui& ui) {
  CodeView& view = ui.state.code;
  if (!view.language) {
    const bool cpp = ui.app.platform().preference(std::string(kPreference)) == "cpp";
    view.language = cpp ? Language::cpp : Language::python;
  }
  return *view.language;
}

void chooseLanguage(Ui& ui) {
  const int chosen = languageOf(ui) == Language::python ? 0 : 1;
  WithFont font(ui.theme.small());
  const int now = tabNames(ui, kLanguages, chosen);
  if (now == chosen) return;
  ui.state.code.language = now == 0 ? Language::python : Language::cpp;
  ui.app.platform().storePreference(std::string(kPreference), now == 0 ? "python" : "cpp");
}

// The code may have the room of the program's settings.
void chooseHeight(Ui& ui) {
  bool& alone = ui.state.left.codeAlone;
  const char* tip = alone ? "Show the program's settings again" : "As tall as the window: puts the program's settings away";
  if (button(ui, alone ? "↓###code height" : "↑###code height", tip)) alone = !alone;
}

std::optional<LockKind> comparedLock(const Ui& ui) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  if (lesson.step() == 0 || lesson.current().panel != LessonPanel::comparedCode) return std::nullopt;
  switch (ui.app.document().settings().program.lock) {
    case LockKind::manual: return LockKind::scoped;
    case LockKind::scoped: return LockKind::manual;
    default: return std::nullopt;
  }
}

void refresh(Ui& ui) {
  CodeView& view = ui.state.code;
  const Language language = languageOf(ui);
  const RunSettings& settings = ui.app.document().settings();
  const auto compared = comparedLock(ui);
  if (view.listed == language && view.settings == settings && view.compared.has_value() == compared.has_value()) return;
  view.listed = language;
  view.settings = settings;
  view.listing = listingOf(settings, language);
  view.compared.reset();
  view.selection = {};
  if (compared) {
    RunSettings other = settings;
    other.program.lock = *compared;
    view.compared = listingOf(other, language);
  }
  view.scrolledTo.reset();
  view.opened = false;
}

// The tasks that stand at each line.
std::map<std::size_t, std::vector<std::size_t>> marksOf(const Ui& ui) {
  std::map<std::size_t, std::vector<std::size_t>> marks;
  const RunSettings& settings = ui.app.document().settings();
  const ThreadStates& states = ui.state.shown.states;
  if (states.tasks.size() != settings.program.transactions.size()) return marks;
  for (std::size_t task = 0; task < states.tasks.size(); ++task) {
    const auto line = lineOf(ui.state.code.listing, settings, task, states.tasks[task], ui.app.display().showsSchedule());
    if (line) marks[*line].push_back(task);
  }
  return marks;
}

ImU32 colorOf(const Palette& p, TokenKind kind) {
  switch (kind) {
    case TokenKind::keyword: return p.codeKeyword;
    case TokenKind::string: return p.codeString;
    case TokenKind::number: return p.codeNumber;
    case TokenKind::comment: return p.muted;
    case TokenKind::plain: break;
  }
  return p.text;
}

// In the gutter, and as a tint of the line in the colour of the first.
void drawMarks(Ui& ui, const std::vector<std::size_t>& tasks, ImVec2 at, float width, float height) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, withAlpha(Theme::thread(tasks.front()), 0x30), ui.theme.px(3));
  const float size = height - ui.theme.px(2);
  const float most = std::max(1.0f, std::floor(ui.theme.px(kGutter - 4) / (size + ui.theme.px(2))));
  float x = at.x + ui.theme.px(2);
  for (std::size_t i = 0; i < tasks.size() && static_cast<float>(i) < most; ++i) {
    ImGui::SetCursorScreenPos({x, at.y + ui.theme.px(1)});
    badge(ui, tasks[i], size);
    noteItem(ui, std::string("code line ") + taskLetter(tasks[i]));
    x += size + ui.theme.px(2);
  }
}

// The line in its colours, from this byte on. Each token stands where it would in the line as a whole: a width is rounded.
void drawTokens(const Ui& ui, const CodeLine& line, std::size_t from) {
  if (line.text.size() <= from) text("");
  const float left = ImGui::GetCursorPosX();
  const std::string_view words(line.text);
  bool first = true;
  for (const Token& token : line.tokens) {
    if (token.end <= from) continue;
    const std::size_t begin = std::max<std::size_t>(token.begin, from);
    if (!std::exchange(first, false)) {
      ImGui::SameLine(0, 0);
      ImGui::SetCursorPosX(left + wordsWidth(words.substr(from, begin - from)));
    }
    WithColor color(ImGuiCol_Text, colorOf(ui.theme.colors(), token.kind));
    text(words.substr(begin, token.end - begin));
  }
}

void drawLine(Ui& ui, const CodeLine& line, std::size_t number, const std::vector<std::size_t>* tasks) {
  const Palette& p = ui.theme.colors();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetTextLineHeightWithSpacing();
  const float width = std::max(ImGui::GetContentRegionAvail().x, ImGui::GetWindowWidth());
  if (tasks != nullptr) drawMarks(ui, *tasks, {at.x, at.y - ImGui::GetStyle().ItemSpacing.y / 2}, width, height);
  ImGui::SetCursorScreenPos({at.x + ui.theme.px(kGutter), at.y});
  if (tasks == nullptr) {
    const std::string count = std::to_string(number + 1);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float right = at.x + ui.theme.px(kGutter - 12);
    draw.AddText({right - ImGui::CalcTextSize(count.c_str()).x, at.y}, withAlpha(p.muted, 0xB0), count.c_str());
  }
  drawTokens(ui, line, 0);
}

// Scrolls if a thread has reached a line that is out of sight; a listing that is new opens at the update.
void follow(Ui& ui, std::optional<std::size_t> first) {
  CodeView& view = ui.state.code;
  if (!std::exchange(view.opened, true) && !first) {
    ImGui::SetScrollY(static_cast<float>(view.listing.update) * ImGui::GetTextLineHeightWithSpacing());
  }
  if (!first || view.scrolledTo == first) return;
  view.scrolledTo = first;
  const float line = ImGui::GetTextLineHeightWithSpacing();
  const float top = static_cast<float>(*first) * line;
  const bool seen = top >= ImGui::GetScrollY() && top + 2 * line <= ImGui::GetScrollY() + ImGui::GetWindowHeight();
  if (!seen) ImGui::SetScrollY(std::max(0.0f, top - ImGui::GetWindowHeight() * 0.35f));
}

// What stands between the two prints of the update, under the name of its lock.
void drawBetweenPrints(const Ui& ui, const Listing& listing, LockKind lock) {
  {
    WithFont font(ui.theme.strong());
    text(lockInfo(lock).title);
  }
  const auto prints = [&listing](std::size_t line, std::string_view words) {
    return listing.lines[line].text.find(words) != std::string::npos;
  };
  std::size_t line = listing.update;
  while (line + 1 < listing.updateEnd() && !prints(line, "updating")) ++line;
  const std::size_t indent = listing.lines[line].text.find_first_not_of(' ');
  for (++line; line < listing.updateEnd() && !prints(line, "finishing"); ++line) drawTokens(ui, listing.lines[line], indent);
}

// By hand beside the context manager, whichever of them is set.
void drawCompared(Ui& ui) {
  const CodeView& view = ui.state.code;
  const bool byHand = view.settings.program.lock == LockKind::manual;
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.theme.px(10), ui.theme.px(2)});
  if (ImGui::BeginTable(
          "compared", 2,
          ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY)) {
    ImGui::TableNextColumn();
    drawBetweenPrints(ui, byHand ? view.listing : *view.compared, LockKind::manual);
    ImGui::TableNextColumn();
    drawBetweenPrints(ui, byHand ? *view.compared : view.listing, LockKind::scoped);
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
}

// Says so after a click into the text, which looks like a place to type, until the pointer moves.
void sayReadOnly(const Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 way{io.MousePos.x - io.MouseClickedPos[0].x, io.MousePos.y - io.MouseClickedPos[0].y};
  const float far = ui.theme.px(6);
  const bool there = ImGui::IsWindowFocused() && ImGui::IsWindowHovered() && way.x * way.x + way.y * way.y < far * far;
  if (there && !io.MouseDown[0])
    hoverWords(ui, "Read only: made from the settings under Program. Drag to select, Ctrl+C to copy");
}

void drawWhole(Ui& ui) {
  const auto marks = marksOf(ui);
  follow(ui, marks.empty() ? std::nullopt : std::optional(marks.begin()->first));
  const std::vector<CodeLine>& lines = ui.state.code.listing.lines;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  selectText(ui, ui.state.code.selection,
             {.count = lines.size(),
              .line = [&lines](std::size_t i) { return std::string_view(lines[i].text); },
              .left = at.x + ui.theme.px(kGutter),
              .top = at.y - ImGui::GetStyle().ItemSpacing.y / 2,
              .height = ImGui::GetTextLineHeightWithSpacing()});
  sayReadOnly(ui);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto found = marks.find(i);
    drawLine(ui, lines[i], i, found == marks.end() ? nullptr : &found->second);
  }
}

void drawListing(Ui& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.theme.px(3)});
  // A stop of its own for the keyboard, which the arrows scroll.
  ImGui::BeginChild("code lines", {0, 0}, 0, ImGuiWindowFlags_HorizontalScrollbar);
  {
    WithFont font(ui.theme.monoSmall());
    ui.state.code.compared ? drawCompared(ui) : drawWhole(ui);
  }
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace

void drawCodeCommands(Ui& ui) {
  refresh(ui);
  chooseLanguage(ui);
  const float height = ui.narrow ? 0 : buttonWidth("↑") + ui.theme.px(6);
  if (!ui.narrow) {
    ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - height - copyWidth(ui)));
    chooseHeight(ui);
  }
  if (copyAtRight(ui, "copy code", "Copy the whole program: it compiles and runs as it is", Sharing::What::code)) {
    ui.app.sharing().copyText(Sharing::What::code, ui.state.code.listing.text());
  }
}

void drawCode(Ui& ui, const Area& area) {
  Panel panel(ui, "Code", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) drawCodeCommands(ui);
  drawListing(ui);
}

}  // namespace interleave
