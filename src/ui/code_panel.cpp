// The program as source text, with the line at which each thread stands.
#include <algorithm>
#include <array>
#include <cmath>
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

void refresh(Ui& ui) {
  CodeView& view = ui.state.code;
  const Language language = languageOf(ui);
  const RunSettings& settings = ui.app.document().settings();
  if (view.listed == language && view.settings == settings) return;
  view.listed = language;
  view.settings = settings;
  view.listing = listingOf(settings, language);
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
  if (line.tokens.empty()) text("");
  for (std::size_t i = 0; i < line.tokens.size(); ++i) {
    const Token& token = line.tokens[i];
    if (i > 0) ImGui::SameLine(0, 0);
    WithColor color(ImGuiCol_Text, colorOf(p, token.kind));
    text(std::string_view(line.text).substr(token.begin, token.end - token.begin));
  }
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

void drawListing(Ui& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.theme.px(3)});
  // A stop of its own for the keyboard, which the arrows scroll.
  ImGui::BeginChild("code lines", {0, 0}, 0, ImGuiWindowFlags_HorizontalScrollbar);
  {
    WithFont font(ui.theme.monoSmall());
    const auto marks = marksOf(ui);
    follow(ui, marks.empty() ? std::nullopt : std::optional(marks.begin()->first));
    const std::vector<CodeLine>& lines = ui.state.code.listing.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto found = marks.find(i);
      drawLine(ui, lines[i], i, found == marks.end() ? nullptr : &found->second);
    }
  }
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace

void drawCodeCommands(Ui& ui) {
  refresh(ui);
  chooseLanguage(ui);
  const char* label = ui.app.sharing().justCopied(Sharing::What::code) ? "Copied" : "Copy";
  const float width = buttonWidth("Copied");
  const float pad = ui.theme.px(16);
  ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - width - pad));
  if (button(ui, (std::string(label) + "###copy code").c_str(), "Copy the whole program: it compiles and runs as it is",
             {width, 0})) {
    ui.app.sharing().copyCode(ui.state.code.listing.text());
  }
}

void drawCode(Ui& ui, const Area& area) {
  Panel panel(ui, "Code", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) drawCodeCommands(ui);
  drawListing(ui);
}

}  // namespace interleave
