// Keys of a program's schedule: letters take steps, arrows move the cursor.
#include <imgui.h>

#include <array>
#include <optional>

#include "ui/program_panels.h"

namespace interleave {
namespace {

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(key, false); }
bool pressedOrHeld(ImGuiKey key) { return ImGui::IsKeyPressed(key, true); }

std::optional<char> pressedLetter(const walk::ProgramSchedule& schedule) {
  for (const walk::ThreadState& thread : schedule.state().threads) {
    const int key = thread.letter == kMainLetter ? ImGuiKey_M : ImGuiKey_A + (thread.letter - 'A');
    if (pressed(static_cast<ImGuiKey>(key))) return thread.letter;
  }
  return std::nullopt;
}

void cursorKeys(Ui& ui) {
  UserProgram& program = ui.app.userProgram();
  const std::size_t at = program.schedule().at();
  const std::size_t end = program.schedule().schedule().size();
  if (pressedOrHeld(ImGuiKey_LeftArrow) && at > 0) program.seek(at - 1);
  if (pressedOrHeld(ImGuiKey_RightArrow) && at < end) program.seek(at + 1);
  if (pressed(ImGuiKey_Home)) program.seek(0);
  if (pressed(ImGuiKey_End)) program.seek(end);
  if (pressedOrHeld(ImGuiKey_Backspace)) program.undo();
}

}  // namespace

bool takeBackProgramStep(Ui& ui, bool again) {
  UserProgram& program = ui.app.userProgram();
  // Elsewhere the text is what is undone.
  if (!ui.state.scheduleKeys.on || !program.playable()) return false;
  if (!(again ? program.schedule().canRedo() : program.schedule().canUndo())) return false;
  again ? program.redo() : program.undo();
  return true;
}

bool programKeys(Ui& ui) {
  UserProgram& program = ui.app.userProgram();
  if (!program.playable()) return false;
  const bool on = ui.state.scheduleKeys.on;
  if (on || ImGui::GetIO().KeyShift) {
    if (const auto letter = pressedLetter(program.schedule())) {
      program.step(*letter);
      return true;
    }
  }
  if (on) cursorKeys(ui);
  if (pressed(ImGuiKey_R)) program.run();
  if (pressed(ImGuiKey_F)) ui.state.program.steps.perStep = 0;
  // Characters and not keys, whose place differs between keyboards.
  for (const ImWchar character : ImGui::GetIO().InputQueueCharacters) {
    const std::size_t at = program.schedule().at();
    if (character == '.' && !program.schedule().atEnd()) program.seek(at + 1);
    if (character == ',' && at > 0) program.seek(at - 1);
  }
  return false;
}

}  // namespace interleave
