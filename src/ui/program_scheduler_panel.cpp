// The user as the scheduler of a program: the schedule with its cursor, and for each thread its next step, or why it has none.
#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/program_panels.h"
#include "ui/schedule_rows.h"
#include "ui/schedule_strip.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kMostStatus = 0.62f;  // of a row's width

void drawStrip(Ui& ui) {
  UserProgram& program = ui.app.userProgram();
  const walk::ProgramSchedule& schedule = program.schedule();
  const auto about = [&schedule](std::size_t step) {
    const walk::Step& taken = schedule.steps()[step];
    return " " + taken.words + (taken.line > 0 ? ", line " + std::to_string(taken.line) : "");
  };
  const ScheduleStrip strip{.schedule = schedule.schedule(), .at = schedule.at(), .about = about, .marked = nullptr};
  if (const auto wanted = drawScheduleStrip(ui, strip)) program.seek(*wanted);
}

void drawCommands(Ui& ui) {
  UserProgram& program = ui.app.userProgram();
  const Pressed pressed = drawUndoRedo(ui, program.schedule().canUndo(), program.schedule().canRedo());
  if (pressed == Pressed::undo) program.undo();
  if (pressed == Pressed::redo) program.redo();
  const float height = ImGui::GetFrameHeight();
  WithFont font(ui.theme.small());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(7), (height - ImGui::GetTextLineHeight()) / 2});
  if (drawRandom(ui, !program.schedule().able().empty(), ui.theme.px(8))) program.random();
  ImGui::PopStyleVar();
}

std::string rowTip(const walk::ThreadState& thread) {
  const std::string who = letterName(thread.letter);
  if (!thread.able) return who + " " + thread.whyNot;
  const std::string key(1, static_cast<char>(std::toupper(static_cast<unsigned char>(thread.letter))));
  const std::string line = thread.line > 0 ? " (line " + std::to_string(thread.line) + ")" : "";
  return who + " takes its next step: it " + thread.next + line + "\nPress, or Shift+" + key + "; " + key +
         " alone while the schedule has the keys";
}

// The title, and on the right what the thread does next or why it does nothing.
void drawWords(const Ui& ui, const walk::ThreadState& thread, ImVec2 at, float width) {
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::string& status = thread.able ? thread.next : thread.whyNot;
  float statusWidth = 0;
  {
    WithFont font(ui.theme.small());
    statusWidth = std::min(wordsWidth(status), width * kMostStatus);
    drawLabel(draw, {std::round(at.x + width - statusWidth), at.y + ui.theme.px(1)}, statusWidth, thread.able ? p.text : p.muted,
              status);
  }
  drawLabel(draw, at, width - statusWidth - ui.theme.px(10), thread.able ? p.text : p.muted, thread.title);
}

// The line of the next step.
void drawSource(const Ui& ui, const walk::ThreadState& thread, ImVec2 at, float width) {
  if (thread.line == 0) return;
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  WithFont font(ui.theme.monoSmall());
  const float number = ImGui::CalcTextSize("000").x;
  const std::string line = std::to_string(thread.line);
  drawLabel(draw, {at.x + number - wordsWidth(line), at.y}, wordsWidth(line), p.muted, line);
  const float left = at.x + number + ui.theme.px(8);
  const float pad = ui.theme.px(4);
  const float room = width - (left - at.x) - pad;
  if (thread.able) {
    const ImU32 color = letterColor(ui, thread.letter);
    const ImVec2 low{left - pad, at.y - ui.theme.px(1)};
    const ImVec2 high{left + std::min(room, wordsWidth(thread.source)) + pad, at.y + ImGui::GetTextLineHeight() + ui.theme.px(1)};
    draw.AddRectFilled(low, high, withAlpha(color, 0x30), ui.theme.px(4));
  }
  drawLabel(draw, {left, at.y}, room, thread.able ? p.text : p.muted, thread.source);
}

bool drawThread(Ui& ui, const walk::ThreadState& thread) {
  const float pad = ui.theme.px(ui.theme.roomy() ? 7 : 3);
  const float line = ImGui::GetTextLineHeight();
  const ThreadRow row = drawThreadRow(ui, thread.letter, thread.able, pad, rowTip(thread));
  const float left = std::round(row.left);
  // What has ended has no line.
  const float down = thread.line > 0 ? pad : (row.size.y - line) / 2;
  drawWords(ui, thread, {left, std::round(row.at.y + down)}, row.right - left);
  drawSource(ui, thread, {left, std::round(row.at.y + pad + line + ui.theme.px(3))}, row.right - left);
  return row.pressed;
}

void drawThreadRows(Ui& ui) {
  UserProgram& program = ui.app.userProgram();
  std::optional<char> stepped;
  for (const walk::ThreadState* const thread : byLetter(program.schedule().state())) {
    if (drawThread(ui, *thread)) stepped = thread->letter;
  }
  // Afterwards, as it changes the state.
  if (stepped) program.step(*stepped);
}

}  // namespace

void drawProgramCommands(Ui& ui) {
  if (!ui.app.userProgram().playable()) return;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(7), ui.theme.px(4)});
  float words = 0;
  {
    WithFont font(ui.theme.small());
    words = buttonWidth("Random");
  }
  const float signs = 2 * ImGui::GetFrameHeight() + ui.theme.px(3 + 8);
  ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - ui.theme.px(16) - words - signs));
  drawCommands(ui);
  ImGui::PopStyleVar();
}

void drawProgramScheduler(Ui& ui, const Area& area) {
  Panel panel(ui, "Scheduler", area, ui.narrow ? Panel::kScrolls : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) takeKeys(ui, area);
  if (saysUnplayable(ui)) return;
  OfOlderText pale(ui);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(6)});
  drawStrip(ui);
  // Beside other panels only the threads scroll; in a narrow window the whole panel does.
  if (!ui.narrow) ImGui::BeginChild("threads", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(1)});
  drawThreadRows(ui);
  ImGui::PopStyleVar();
  if (const std::string& notice = ui.app.userProgram().schedule().state().stopped; !notice.empty()) {
    ImGui::PushTextWrapPos(0);
    mutedText(ui, "The program was ended: " + notice);
    ImGui::PopTextWrapPos();
  }
  // On a phone the threads come first, since they are pressed most.
  if (ui.narrow) drawCommands(ui);
  touchScroll(ui);
  if (!ui.narrow) ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace interleave
