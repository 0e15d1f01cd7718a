// The program as source text, with the line at which each thread stands.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "text/utf8.h"
#include "ui/code_lines.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr std::array kLanguages = {TabName{"Python", "The program in Python"}, TabName{"C++", "The program in C++"}};
constexpr std::string_view kPreference = "language";

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

// A program of the user's is in Python.
bool editable(Ui& ui) { return ui.app.userProgram().present() || languageOf(ui) == Language::python; }

// Of the user's program; whether it is set.
bool refreshProgram(Ui& ui) {
  CodeView& view = ui.state.code;
  const UserProgram& program = ui.app.userProgram();
  if (!program.present()) {
    if (std::exchange(view.source, std::nullopt)) view.listed.reset();
    return false;
  }
  if (view.source == program.source()) return true;
  view.source = program.source();
  view.listing = listingOf(*view.source);
  view.compared.reset();
  view.selection = {};
  return true;
}

void refresh(Ui& ui) {
  if (refreshProgram(ui)) return;
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
  for (++line; line < listing.updateEnd() && !prints(line, "finishing"); ++line) drawCodeTokens(ui, listing.lines[line], indent);
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

// The page edits the program from where the user has pressed, or the keyboard is.
void edit(Ui& ui, float top) {
  const CodeView& view = ui.state.code;
  const bool byKey =
      ImGui::IsWindowFocused() && std::exchange(ui.state.code.focused, true) && ImGui::IsKeyPressed(ImGuiKey_Enter, false);
  ui.state.code.focused = ImGui::IsWindowFocused();
  if (!byKey && !pressedIntoText(ui)) return;
  CodePlace place;
  if (!byKey) {
    const float line = (ImGui::GetIO().MousePos.y - top) / ImGui::GetTextLineHeightWithSpacing();
    place.line = 1 + static_cast<int>(std::clamp(line, 0.0f, static_cast<float>(view.listing.lines.size())));
    place.below = (std::floor(line) * ImGui::GetTextLineHeightWithSpacing() + top - ImGui::GetWindowPos().y) / ui.cssPixel;
    const TextSelection::Place& head = view.selection.head;
    if (!ui.touch && head.line + 1 == static_cast<std::size_t>(place.line))
      place.column = static_cast<int>(unitsBefore(view.listing.lines[head.line].text, head.byte));
  }
  ui.app.editProgram(place);
}

// After a click into C++, which looks like a place to type, too, until the pointer moves.
void sayReadOnly(const Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 way{io.MousePos.x - io.MouseClickedPos[0].x, io.MousePos.y - io.MouseClickedPos[0].y};
  const float far = ui.theme.px(6);
  const bool there = ImGui::IsWindowFocused() && ImGui::IsWindowHovered() && way.x * way.x + way.y * way.y < far * far;
  if (there && !io.MouseDown[0]) {
    hoverWords(
        ui,
        "Read only: made from the settings under Program. The program in Python can be edited. Drag to select, Ctrl+C to copy");
  }
}

// The first line at which a thread is about to step.
std::optional<std::size_t> firstNext(const CodeMarks& marks) {
  const auto found = std::ranges::find_if(
      marks, [](const auto& each) { return !each.second.threads.empty() && each.second.threads.front().next; });
  return found == marks.end() ? std::nullopt : std::optional(found->first);
}

void drawFaults(const Ui& ui) {
  const UserProgram& program = ui.app.userProgram();
  if (!program.present() || program.faults().empty()) return;
  WithFont font(ui.theme.small());
  WithColor color(ImGuiCol_Text, ui.theme.colors().bad);
  for (const lang::Fault& fault : program.faults()) text("Line " + std::to_string(fault.span.line) + ": " + fault.what);
}

void drawWhole(Ui& ui) {
  const CodeMarks marks = codeMarks(ui);
  follow(ui, firstNext(marks));
  const std::vector<CodeLine>& lines = ui.state.code.listing.lines;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float top = at.y - ImGui::GetStyle().ItemSpacing.y / 2;
  selectText(ui, ui.state.code.selection,
             {.count = lines.size(),
              .line = [&lines](std::size_t i) { return std::string_view(lines[i].text); },
              .left = at.x + ui.theme.px(kCodeGutter),
              .top = top,
              .height = ImGui::GetTextLineHeightWithSpacing()});
  editable(ui) ? edit(ui, top) : sayReadOnly(ui);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto found = marks.find(i);
    drawCodeLine(ui, lines[i], i, found == marks.end() ? CodeLineMarks() : found->second);
  }
  drawFaults(ui);
}

// Whether the page's editor lies over the rest of the panel.
bool editorIsHere(Ui& ui) {
  if (!editable(ui) || ui.state.code.compared) return false;
  // What opens over the panel is drawn by the canvas, and would lie under it.
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return false;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::GetContentRegionAvail();
  if (size.x <= 0 || size.y <= 0) return false;
  const float css = ui.cssPixel;
  ui.state.editorArea = FieldArea{at.x / css, at.y / css, size.x / css, size.y / css};
  return ui.app.codeEditor().open();
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
  if (!ui.app.userProgram().present()) chooseLanguage(ui);
  const float height = ui.narrow ? 0 : buttonWidth("↑") + ui.theme.px(6);
  if (!ui.narrow) {
    ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - height - copyWidth(ui)));
    chooseHeight(ui);
  }
  if (copyAtRight(ui, "copy code", "Copy the whole program: it compiles and runs as it is", Sharing::What::code)) {
    ui.app.sharing().copyText(Sharing::What::code, ui.state.code.source.value_or(ui.state.code.listing.text()));
  }
}

void drawCode(Ui& ui, const Area& area) {
  Panel panel(ui, "Code", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) drawCodeCommands(ui);
  if (!editorIsHere(ui)) drawListing(ui);
}

}  // namespace interleave
