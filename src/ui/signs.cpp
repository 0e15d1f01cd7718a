#include "ui/signs.h"

#include <cmath>
#include <numbers>
#include <string>

#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

void drawSign(ImDrawList& draw, Sign sign, ImVec2 middle, float size, ImU32 color) {
  const float h = size * 0.5f;
  const auto triangle = [&](float tip, float base) {
    const float x = middle.x + base;
    draw.AddTriangleFilled({middle.x + tip, middle.y}, {x, middle.y - h}, {x, middle.y + h}, color);
  };
  const auto bar = [&](float x) {
    draw.AddRectFilled({middle.x + x - size * 0.09f, middle.y - h}, {middle.x + x + size * 0.09f, middle.y + h}, color);
  };
  // An arrow that bends back.
  const auto bent = [&](float side) {
    const float radius = size * 0.36f;
    const ImVec2 centre{middle.x + side * size * 0.06f, middle.y + size * 0.1f};
    if (side > 0) draw.PathArcTo(centre, radius, -kPi * 0.75f, kPi * 0.5f);
    else draw.PathArcTo(centre, radius, kPi * 1.75f, kPi * 0.5f);
    draw.PathStroke(color, 0, size * 0.15f);
    const ImVec2 tip{centre.x - side * radius * 0.75f, centre.y - radius * 0.78f};
    const auto near = [&](float x, float y) { return ImVec2(tip.x + side * size * x, tip.y + size * y); };
    draw.AddTriangleFilled(near(-0.3f, 0.05f), near(0.08f, -0.3f), near(0.16f, 0.28f), color);
  };
  switch (sign) {
    case Sign::toStart:
      bar(-h * 0.8f);
      triangle(-h * 0.6f, h * 0.8f);
      break;
    case Sign::back: triangle(-h * 0.7f, h * 0.6f); break;
    case Sign::on: triangle(h * 0.7f, -h * 0.6f); break;
    case Sign::toEnd:
      bar(h * 0.8f);
      triangle(h * 0.6f, -h * 0.8f);
      break;
    case Sign::undo: bent(1); break;
    case Sign::redo: bent(-1); break;
  }
}

}  // namespace

bool signButton(Ui& ui, const char* name, const char* tip, Sign sign, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  const float height = ImGui::GetFrameHeight();
  const float width = std::round(height * (ui.theme.roomy() ? 1.0f : 0.95f));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushButtonRepeat(sign != Sign::toStart && sign != Sign::toEnd);
  const bool pressed = ImGui::Button((std::string("##") + name).c_str(), {width, height});
  ImGui::PopButtonRepeat();
  ImGui::EndDisabled();
  noteItem(ui, name);
  const Palette& p = ui.theme.colors();
  drawSign(*ImGui::GetWindowDrawList(), sign, {at.x + width / 2, at.y + height / 2}, ui.theme.px(12),
           enabled ? p.text : withAlpha(p.muted, 0x70));
  tooltip(ui, tip);
  return pressed;
}

}  // namespace interleave
