// What each thread of a program is in at the cursor: its calls with their locals, what it holds and waits for; and the shared variables.
#include "text/format.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

void wrapped(const Ui& ui, std::string_view words, bool muted) {
  ImGui::PushTextWrapPos(0);
  muted ? mutedText(ui, words) : text(words);
  ImGui::PopTextWrapPos();
}

std::string listOf(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::string statusOf(const walk::ThreadState& thread) {
  std::string words = thread.ended ? "has ended" : thread.able ? thread.next : thread.whyNot;
  if (!thread.holds.empty()) words += (words.empty() ? "holds " : "; holds ") + listOf(thread.holds);
  return words;
}

std::string localsOf(const walk::Frame& frame) {
  std::string words;
  for (const walk::Variable& local : frame.locals) words += (words.empty() ? "" : ", ") + local.name + " = " + local.value;
  return words;
}

void drawFrame(const Ui& ui, const walk::Frame& frame, std::size_t depth) {
  WithFont font(ui.theme.monoSmall());
  const float indent = ui.theme.px(12) * static_cast<float>(depth);
  ImGui::Indent(indent + ui.theme.px(1));
  text(frame.function + (frame.line > 0 ? ", line " + std::to_string(frame.line) : ""));
  if (const std::string locals = localsOf(frame); !locals.empty()) {
    ImGui::Indent(ui.theme.px(12));
    wrapped(ui, locals, true);
    ImGui::Unindent(ui.theme.px(12));
  }
  ImGui::Unindent(indent + ui.theme.px(1));
}

void drawThread(const Ui& ui, const walk::ThreadState& thread) {
  letterBadge(ui, thread.letter);
  ImGui::SameLine(0, ui.theme.px(8));
  text(thread.title);
  if (const std::string status = statusOf(thread); !status.empty()) {
    const float width = wordsWidth(status);
    const float right = ImGui::GetItemRectMax().x + ui.theme.px(12) + width;
    const bool beside = right <= ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    if (beside) ImGui::SameLine(0, ui.theme.px(12));
    else ImGui::Indent(ui.theme.px(26));
    wrapped(ui, status, true);
    if (!beside) ImGui::Unindent(ui.theme.px(26));
  }
  ImGui::Indent(ui.theme.px(26));
  for (std::size_t depth = 0; depth < thread.frames.size(); ++depth) drawFrame(ui, thread.frames[depth], depth);
  ImGui::Unindent(ui.theme.px(26));
}

void drawValues(const Ui& ui, const walk::State& state) {
  for (const walk::Variable& each : state.values) {
    mutedText(ui, each.name);
    WithFont font(ui.theme.mono());
    const float room = ImGui::GetWindowContentRegionMax().x - (ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x);
    if (wordsWidth(each.value) + ui.theme.px(8) <= room) ImGui::SameLine(0, ui.theme.px(8));
    wrapped(ui, each.value, false);
  }
}

void drawErrors(const Ui& ui, const walk::State& state) {
  WithColor bad(ImGuiCol_Text, ui.theme.colors().bad);
  for (const std::string& error : state.errors) {
    verdictSign(ui, Verdict::wrong);
    ImGui::SameLine(0, ui.theme.px(4));
    wrapped(ui, error, false);
  }
  if (state.stopped.empty()) return;
  verdictSign(ui, Verdict::stopped);
  ImGui::SameLine(0, ui.theme.px(4));
  wrapped(ui, state.stopped, false);
}

}  // namespace

void drawProgramThreads(Ui& ui, const Area& area) {
  Panel panel(ui, "Threads", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (saysUnplayable(ui)) return;
  OfOlderText pale(ui);
  const walk::State& state = ui.app.userProgram().schedule().state();
  ImGui::BeginChild("list", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(4)});
  drawErrors(ui, state);
  drawValues(ui, state);
  for (const walk::ThreadState* const thread : byLetter(state)) drawThread(ui, *thread);
  ImGui::PopStyleVar();
  touchScroll(ui);
  ImGui::EndChild();
}

}  // namespace interleave
