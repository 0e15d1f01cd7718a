// The sentence that says what went wrong, and the ending beside the expected ending.
#include "ui/widgets.h"

namespace interleave {
namespace {

void figure(const Ui& ui, const char* name, const std::string& value) {
  mutedText(ui, name);
  ImGui::SameLine(0, ui.theme.px(6));
  WithFont font(ui.theme.mono());
  text(value);
  ImGui::SameLine(0, ui.theme.px(20));
}

std::string orDash(std::optional<Money> amount) { return amount ? formatMoney(*amount) : "–"; }

void figures(const Ui& ui) {
  const Report* result = ui.app.result();
  if (!ui.app.showsResult()) {
    figure(ui, "balance", ui.app.live() ? formatMoney(ui.state.shown.standing.balance) : "–");
    figure(ui, "expected", orDash(serialEnding(ui.app.shownSettings())));
    ImGui::NewLine();
    return;
  }
  figure(ui, "ending", orDash(result->ending()));
  figure(ui, "expected", orDash(result->expected));
  verdict(ui, verdictOf(*result));
  if (!ui.narrow) {
    ImGui::SameLine(0, ui.theme.px(20));
    figure(ui, "took", formatDuration(result->durationNs));
    ImGui::NewLine();
  }
}

}  // namespace

// Room for the sentence and the figures; never less than one line of each.
float outcomeHeight(const Ui& ui, float width) {
  WithFont font(ui.theme.heading());
  const float wrapped = width - 2 * ui.theme.px(16);
  const float sentence = ImGui::CalcTextSize(ui.state.shown.sentence.c_str(), nullptr, false, wrapped).y;
  return std::round(sentence) + ui.theme.px(14 + 12 + 18 + 14);
}

void drawOutcome(Ui& ui, const Area& area) {
  Panel panel(ui, "Outcome", area);
  {
    WithFont font(ui.theme.heading());
    ImGui::PushTextWrapPos(0);
    text(ui.state.shown.sentence);
    ImGui::PopTextWrapPos();
  }
  const float line = ImGui::GetTextLineHeight();
  ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), area.height - ui.theme.px(14) - line));
  figures(ui);
}

}  // namespace interleave
