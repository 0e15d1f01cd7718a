// The step of the lesson: its text, its question, and whether that is answered.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "link/presets.h"
#include "trace/verdict.h"
#include "ui/panel_set.h"
#include "ui/signs.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kPad = 16;
constexpr float kTop = 9;
constexpr float kHead = 30;
constexpr float kGap = 24;
// Of a narrow window: text that does not fit scrolls.
constexpr float kMostNarrow = 178;
constexpr float kMostPart = 0.36f;
// The text's part of the width beside the question.
constexpr float kTextPart = 0.56f;

struct TextColumns {
  float text;
  float question;
};

TextColumns columnsOf(const Ui& ui, float width) {
  const float inner = width - 2 * ui.theme.px(kPad);
  if (ImGui::GetIO().DisplaySize.x < ui.theme.px(kWideFrom)) return {inner, inner};
  const float text = std::round((inner - ui.theme.px(kGap)) * kTextPart);
  return {text, inner - ui.theme.px(kGap) - text};
}

float wrappedHeight(std::string_view words, float width) { return words.empty() ? 0 : wordsSize(words, width).y; }

float questionHeight(const Ui& ui, const LessonGuide& lesson, float width) {
  WithFont font(ui.theme.strong());
  const float sign = ImGui::GetTextLineHeight() + ui.theme.px(6);
  return wrappedHeight(lesson.question(), width - sign);
}

void wrapped(std::string_view words) {
  ImGui::PushTextWrapPos(0);
  text(words);
  ImGui::PopTextWrapPos();
}

// Gives the next control the focus that the lesson's button in the header had, which is gone.
void takeFocus(Ui& ui) {
  if (std::exchange(ui.state.lessonOpened, false)) ImGui::SetKeyboardFocusHere();
}

// A number for each step: answered, or not, or shown.
void drawNumbers(Ui& ui) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  const Palette& p = ui.theme.colors();
  const float size = ui.theme.px(ui.theme.roomy() ? 26 : 22);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, 0});
  WithFont font(ui.theme.monoSmall());
  for (int step = 1; step <= limits::kLessonSteps; ++step) {
    if (step > 1) ImGui::SameLine(0, ui.theme.px(3));
    const bool shown = step == lesson.step();
    if (shown) takeFocus(ui);
    const bool answered = lesson.answered(step);
    const std::string tip = "Step " + std::to_string(step) + ": " +
                            std::string(lessonSteps()[static_cast<std::size_t>(step) - 1].title) +
                            (answered ? " (answered)" : "");
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string number = std::to_string(step);
    if (choiceButton(ui, (number + "###lesson " + number).c_str(), shown, {size, size})) ui.app.openLesson(step);
    noteItem(ui, "lesson " + number);
    const float line = ui.theme.px(3);
    if (answered) {
      ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + size}, {at.x + size, at.y + size + line}, p.good, line / 2);
    }
    tooltip(ui, tip.c_str());
  }
  ImGui::PopStyleVar();
}

constexpr const char* kPreviousTip = "The step before";
constexpr const char* kNextTip = "The next step; you can come back to this one";
constexpr const char* kAgainTip = "Forget the answers, and begin with step 1";
constexpr const char* kCloseTip = "Close the lesson; what you have answered is kept";

// Signs in place of words, for little room.
void drawSigns(Ui& ui) {
  const int step = ui.app.lesson().guide().step();
  const float gap = ui.theme.px(6);
  const bool last = step == limits::kLessonSteps;
  if (signButton(ui, "lesson previous", kPreviousTip, Sign::back, step > 1)) ui.app.openLesson(step - 1);
  ImGui::SameLine(0, gap);
  // The numbers of the steps are below the text, which would be scrolled to them.
  takeFocus(ui);
  if (last && signButton(ui, "lesson again", kAgainTip, Sign::undo, true)) ui.app.restartLesson();
  if (!last && signButton(ui, "lesson next", kNextTip, Sign::on, true)) ui.app.openLesson(step + 1);
  ImGui::SameLine(0, gap);
  if (button(ui, "×###lesson close", kCloseTip)) ui.app.openLesson(0);
}

void drawButtons(Ui& ui) {
  if (ui.narrow) return drawSigns(ui);
  const LessonGuide& lesson = ui.app.lesson().guide();
  const int step = lesson.step();
  const float gap = ui.theme.px(6);
  ImGui::BeginDisabled(step == 1);
  if (button(ui, "Previous###lesson previous", kPreviousTip)) ui.app.openLesson(step - 1);
  ImGui::EndDisabled();
  ImGui::SameLine(0, gap);
  if (step < limits::kLessonSteps) {
    const bool on = lesson.answered(step);
    const char* label = "Next###lesson next";
    if (on ? primaryButton(ui, label, kNextTip) : button(ui, label, kNextTip)) ui.app.openLesson(step + 1);
  } else if (button(ui, "Start again###lesson again", kAgainTip)) {
    ui.app.restartLesson();
  }
  ImGui::SameLine(0, gap);
  if (button(ui, "×###lesson close", kCloseTip)) ui.app.openLesson(0);
}

float buttonsWidth(const Ui& ui) {
  const bool last = ui.app.lesson().guide().step() == limits::kLessonSteps;
  const float gap = ui.theme.px(6);
  // A sign is about as wide as it is high.
  if (ui.narrow) return 2 * ImGui::GetFrameHeight() + buttonWidth("×") + 2 * gap;
  return buttonWidth("Previous") + buttonWidth(last ? "Start again" : "Next") + buttonWidth("×") + 2 * gap;
}

std::string placeOf(const LessonGuide& lesson) {
  return "Step " + std::to_string(lesson.step()) + " of " + std::to_string(limits::kLessonSteps);
}

// What the buttons leave of the head.
float headRoom(const Ui& ui, float width) {
  const float numbers = ui.narrow ? 0 : static_cast<float>(limits::kLessonSteps) * ui.theme.px(25) + ui.theme.px(12);
  return width - 2 * ui.theme.px(kPad) - buttonsWidth(ui) - numbers;
}

// On a phone the title of some steps has a line of its own.
bool titleInHead(const Ui& ui, float width) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  float needed = ui.theme.px(10 + 6);
  {
    WithFont font(ui.theme.small());
    needed += wordsWidth(placeOf(lesson));
  }
  WithFont font(ui.theme.strong());
  return needed + wordsWidth(lesson.current().title) <= headRoom(ui, width);
}

void drawHead(Ui& ui, float width) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  const float inner = width - 2 * ui.theme.px(kPad);
  const float right = headRoom(ui, width);
  const float left = ImGui::GetCursorPosX();
  const float top = ImGui::GetCursorPosY();
  {
    WithFont font(ui.theme.small());
    ImGui::SetCursorPosY(top + std::round((ui.theme.px(kHead) - ImGui::GetTextLineHeight()) / 2));
    mutedText(ui, placeOf(lesson));
  }
  if (titleInHead(ui, width)) {
    ImGui::SameLine(0, ui.theme.px(10));
    WithFont font(ui.theme.strong());
    ImGui::SetCursorPosY(top + std::round((ui.theme.px(kHead) - ImGui::GetTextLineHeight()) / 2));
    text(lesson.current().title);
  }
  if (!ui.narrow) {
    ImGui::SetCursorPos({left + right, top + ui.theme.px(3)});
    drawNumbers(ui);
  }
  ImGui::SetCursorPos({left + inner - buttonsWidth(ui), top});
  drawButtons(ui);
  ImGui::SetCursorPos({left, top + ui.theme.px(kHead + 4)});
}

// Where to go from here.
void drawPresets(Ui& ui) {
  const float right = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  for (const std::string_view name : presetsAfterLesson()) {
    const auto preset = std::ranges::find(presets(), name, &Preset::name);
    const std::string label = std::string(name) + "###go on with " + std::string(name);
    const std::string tip(preset->description);
    if (button(ui, label.c_str(), tip.c_str())) ui.app.visit(preset->link);
    const float next = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + ui.theme.px(6);
    if (name != presetsAfterLesson().back() && next + ui.theme.px(120) < right) ImGui::SameLine(0, ui.theme.px(6));
  }
}

void drawQuestion(Ui& ui) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  const bool answered = lesson.answered(lesson.step());
  const Palette& p = ui.theme.colors();
  {
    WithFont font(ui.theme.strong());
    const float line = ImGui::GetTextLineHeight();
    if (answered) {
      verdictSign(ui, Verdict::expected);
    } else {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const float inset = ui.theme.px(2.5f);
      ImGui::Dummy({line, line});
      ImGui::GetWindowDrawList()->AddCircle({at.x + line / 2, at.y + line / 2}, line / 2 - inset, p.muted, 0, ui.theme.px(1.5f));
    }
    ImGui::SameLine(0, ui.theme.px(6));
    wrapped(lesson.question());
  }
  const std::string remark = lesson.remark();
  if (remark.empty()) return;
  {
    WithColor color(ImGuiCol_Text, answered ? p.good : p.muted);
    wrapped(remark);
  }
  if (lesson.ended()) drawPresets(ui);
}

// The name of its tab.
std::string_view nameOf(LessonPanel panel) {
  switch (panel) {
    case LessonPanel::program: break;
    case LessonPanel::scheduler: return "Scheduler";
    case LessonPanel::comparedCode: return "Code";
    case LessonPanel::console: return "Console";
    case LessonPanel::lock: return "Lock";
    case LessonPanel::outcomes: return "Outcomes";
  }
  return "Program";
}

// Selects the panels that a step is about, when it is opened.
void arrange(Ui& ui) {
  const int step = ui.app.lesson().guide().step();
  if (ui.state.lessonShown == step) return;
  ui.state.lessonOpened = ui.state.lessonShown == 0 && !ImGui::GetCurrentContext()->NavDisableHighlight;
  ui.state.lessonShown = step;
  if (step == 0) return;
  const std::string_view panel = nameOf(ui.app.lesson().guide().current().panel);
  const PanelSet& panels = panelSet(ui);
  // The first of a card where the step is about another one.
  ui.state.scheduleTab = tabNamed(panels.schedule, panel);
  ui.state.outcomesTab = tabNamed(panels.outcomes, panel);
  ui.state.codeTab = tabNamed(panels.code, panel);
  ui.state.tab = tabNamed(panels.narrow, panel);
  ui.state.left.codeAlone = false;
}

}  // namespace

float lessonHeight(const Ui& ui, float width) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  if (lesson.step() == 0) return 0;
  const TextColumns columns = columnsOf(ui, width);
  const float line = ImGui::GetTextLineHeight();
  float words = wrappedHeight(lesson.current().text, columns.text);
  // The summary takes the place of the last step's text, and nothing moves.
  const bool last = lesson.step() == limits::kLessonSteps;
  if (last) words = std::max(words, wrappedHeight(lessonSummary(), columns.text));
  // Two lines are reserved for the remark, so that nothing moves when it appears.
  const float remark = std::max(2 * line, wrappedHeight(lesson.remark(), columns.question)) + ui.theme.px(4);
  const float presets = last ? ImGui::GetFrameHeight() + ui.theme.px(8) : 0;
  const float question = questionHeight(ui, lesson, columns.question) + remark + presets;
  const float frame = 2 * ui.theme.px(kTop) + ui.theme.px(kHead + 4);
  if (columns.text != columns.question) return std::round(frame + std::max(words, question));
  const float title = titleInHead(ui, width) ? 0 : line + ui.theme.px(4);
  const float all = frame + title + words + ui.theme.px(8) + question + ui.theme.px(36);
  return std::round(std::min({all, ui.theme.px(kMostNarrow), ImGui::GetIO().DisplaySize.y * kMostPart}));
}

void drawLesson(Ui& ui, const Area& area) {
  arrange(ui);
  const LessonGuide& lesson = ui.app.lesson().guide();
  if (lesson.step() == 0 || area.height <= 0) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(kPad), ui.theme.px(kTop)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(4)});
  Panel panel(ui, "Lesson", area);
  drawHead(ui, area.width);
  const TextColumns columns = columnsOf(ui, area.width);
  // A step may have been closed by its button.
  if (lesson.step() > 0 && ui.narrow) {
    ImGui::BeginChild("step", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
    // A step begins at its beginning.
    if (std::exchange(ui.state.lessonScrolled, lesson.step()) != lesson.step()) ImGui::SetScrollY(0);
    if (!titleInHead(ui, area.width)) {
      WithFont font(ui.theme.strong());
      wrapped(lesson.current().title);
    }
    drawQuestion(ui);
    // A preset closes the lesson.
    if (lesson.step() > 0) {
      ImGui::Dummy({1, ui.theme.px(2)});
      wrapped(lesson.text());
      drawNumbers(ui);
    }
    touchScroll(ui);
    ImGui::EndChild();
  } else if (lesson.step() > 0) {
    ImGui::BeginChild("text", {columns.text, 0}, 0, ImGuiWindowFlags_NavFlattened);
    wrapped(lesson.text());
    ImGui::EndChild();
    ImGui::SameLine(0, ui.theme.px(kGap));
    ImGui::BeginChild("question", {columns.question, 0}, 0, ImGuiWindowFlags_NavFlattened);
    drawQuestion(ui);
    ImGui::EndChild();
  }
  ImGui::PopStyleVar(2);
}

}  // namespace interleave
