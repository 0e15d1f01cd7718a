// One key each for what one does most. Not while something is typed, or a menu is open.
#include "ui/panels.h"

namespace interleave {

void handleKeys(Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;
  const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(key, false); };
  if (pressed(ImGuiKey_R)) ui.app.run();
  if (pressed(ImGuiKey_L)) ui.app.setLooping(!ui.app.looping());
  if (pressed(ImGuiKey_S)) ui.app.stop();
  if (pressed(ImGuiKey_C)) ui.app.copyLink();
  if (pressed(ImGuiKey_T)) ui.app.cycleTheme();
  // The character and not the key: where it is differs between keyboards.
  if (io.InputQueueCharacters.contains('?')) ui.state.helpOpen = true;
}

}  // namespace interleave
