// The program of the gallery that is open: what goes wrong in it, its endings beside those of the same program without its fault, and
// the switch between the two.
#include <algorithm>
#include <cmath>
#include <string>

#include "text/format.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"
#include "walk/program_tree.h"

namespace interleave {
namespace {

using Row = EndingsInBrief::Row;

// CSS pixels.
constexpr float kPad = 16;
constexpr float kTop = 9;
constexpr float kBar = 6;
constexpr float kSide = 250;
constexpr float kLeastWords = 300;
constexpr std::size_t kMostRows = 3;
// In a lower window the sentence, and then the endings, are left out: the menu of the gallery has the one, the outcomes have the other.
constexpr float kSentenceFrom = 900;
constexpr float kSidesFrom = 600;

struct Room {
  float words = 0;
  float side = 0;
  bool below = false;  // the two sides stand below the words
  bool hasSentence = true;
  bool hasSides = true;
};

Room roomOf(const Ui& ui, float width) {
  const float inner = width - 2 * ui.theme.px(kPad);
  const float gap = ui.theme.px(kPad);
  const float side = ui.theme.px(kSide);
  const float words = inner - 2 * (side + gap);
  const float height = ImGui::GetIO().DisplaySize.y;
  if (height < ui.theme.px(kSidesFrom)) return {inner, 0, true, false, false};
  if (words >= ui.theme.px(kLeastWords)) return {words, side, false, true, true};
  return {inner, std::floor((inner - gap) / 2), true, height >= ui.theme.px(kSentenceFrom), true};
}

float lineOf(const Ui& ui) {
  WithFont font(ui.theme.small());
  return ImGui::GetTextLineHeight();
}

// The title and the two buttons.
float headHeight(const Ui& ui) { return ImGui::GetFrameHeight() + ui.theme.px(4); }

float sideHeight(const Ui& ui) {
  const float line = lineOf(ui) + ui.theme.px(2);
  return line + ui.theme.px(kBar + 6) + static_cast<float>(kMostRows) * line;
}

// A part of the bar for each row, in the colour of its grade; where they are not counted, all parts are alike.
void drawBar(const Ui& ui, const EndingsInBrief& brief, float width) {
  const float height = ui.theme.px(kBar);
  ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, height});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float gap = ui.theme.px(1);
  const std::size_t parts = brief.rows.size() + (brief.forever ? 1 : 0);
  const auto part = [&](double share, ImU32 color) {
    const float length = width * static_cast<float>(brief.forever || share == 0 ? 1.0 / static_cast<double>(parts) : share);
    draw.AddRectFilled(at, {at.x + std::max(1.0f, length - gap), at.y + height}, color, ui.theme.px(2));
    at.x += length;
  };
  for (const Row& row : brief.rows) part(row.share, verdictColor(ui.theme.colors(), walk::asVerdict(row.grade)));
  if (brief.forever) part(0, ui.theme.colors().bad);
}

void drawRow(const Ui& ui, Verdict sign, std::string_view words, double share, float width) {
  verdictSign(ui, sign);
  ImGui::SameLine(0, ui.theme.px(6));
  const std::string percent = share > 0 ? formatPercent(share) : "";
  const float room = width - ImGui::GetTextLineHeight() - ui.theme.px(14) - wordsWidth(percent);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  drawLabel(*ImGui::GetWindowDrawList(), at, room, ui.theme.colors().text, words);
  ImGui::Dummy({room, ImGui::GetTextLineHeight()});
  if (wordsWidth(words) > room) tooltip(ui, std::string(words).c_str());
  if (percent.empty()) return;
  ImGui::SameLine(0, ui.theme.px(8));
  mutedText(ui, percent);
}

void drawSide(const Ui& ui, const char* title, bool shown, const EndingsInBrief* brief, float width) {
  ImGui::BeginGroup();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(6), ui.theme.px(2)});
  WithFont font(ui.theme.small());
  shown ? text(title) : mutedText(ui, title);
  if (brief == nullptr) {
    mutedText(ui, ui.app.galleryComparison().unable() ? "cannot be counted here" : "being counted…");
  } else {
    ImGui::Dummy({width, ui.theme.px(1)});
    drawBar(ui, *brief, width);
    const std::size_t all = brief->rows.size() + (brief->forever ? 1 : 0);
    const std::size_t room = all > kMostRows ? kMostRows - 1 : kMostRows;
    // What is worst stands first where not all have room.
    const std::size_t left = room - (brief->forever ? 1 : 0);
    if (brief->forever) drawRow(ui, Verdict::wrong, "can go on for ever", 0, width);
    const std::size_t from = brief->rows.size() - std::min(left, brief->rows.size());
    for (std::size_t i = from; i < brief->rows.size(); ++i) {
      drawRow(ui, walk::asVerdict(brief->rows[i].grade), brief->rows[i].words, brief->rows[i].share, width);
    }
    if (from > 0) mutedText(ui, formatCount(from, "more ending"));
  }
  ImGui::PopStyleVar();
  ImGui::EndGroup();
}

// "Fault" and "Fix": which of the two programs is set.
void drawSwitch(Ui& ui, const gallery::Found& open) {
  const auto choice = [&](const char* label, bool fixed, const char* tip) {
    const bool pressed = choiceButton(ui, label, open.fixed == fixed);
    noteItem(ui, label);
    tooltip(ui, tip);
    if (pressed && open.fixed != fixed) visitGallery(ui, open.other());
  };
  choice("Fault", false, "The program with its fault");
  ImGui::SameLine(0, ui.theme.px(4));
  choice("Fix", true, "The same program without its fault");
}

void drawHead(Ui& ui, const gallery::Found& open, float width) {
  const float left = ImGui::GetCursorPosX();
  const float close = ImGui::GetFrameHeight();
  const float gap = ui.theme.px(4);
  const float buttons = buttonWidth("Fault") + buttonWidth("Fix") + close + 2 * gap;
  ImGui::AlignTextToFramePadding();
  {
    WithFont font(ui.theme.strong());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = width - buttons - ui.theme.px(8);
    drawLabel(*ImGui::GetWindowDrawList(), {at.x, at.y + ImGui::GetStyle().FramePadding.y}, room, ui.theme.colors().text,
              open.entry->title);
    ImGui::Dummy({room, ImGui::GetFrameHeight()});
  }
  ImGui::SameLine(left + width - buttons, 0);
  drawSwitch(ui, open);
  ImGui::SameLine(0, gap);
  if (button(ui, "×###close comparison", "Put this away; the gallery brings it back", {close, 0}))
    ui.state.gallery.putAway = open.entry->name;
}

std::optional<gallery::Found> shownComparison(const Ui& ui) {
  const auto& open = ui.app.galleryComparison().open();
  return open && open->entry->name != ui.state.gallery.putAway && !ui.app.document().embedded() ? open : std::nullopt;
}

}  // namespace

float galleryComparisonHeight(const Ui& ui, float width) {
  const auto open = shownComparison(ui);
  if (!open) return 0;
  const Room room = roomOf(ui, width);
  const float words = headHeight(ui) + (room.hasSentence ? wordsSize(open->entry->sentence, room.words).y : 0);
  const float sides = room.hasSides ? sideHeight(ui) : 0;
  return std::round(2 * ui.theme.px(kTop) + (room.below ? words + ui.theme.px(6) + sides : std::max(words, sides)));
}

void drawGalleryComparison(Ui& ui, const Area& area) {
  const auto open = shownComparison(ui);
  if (!open || area.height <= 0) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(kPad), ui.theme.px(kTop)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(4)});
  Panel panel(ui, "Gallery program", area);
  const Room room = roomOf(ui, area.width);
  const float top = ImGui::GetCursorPosY();
  const float left = ImGui::GetCursorPosX();
  drawHead(ui, *open, room.words);
  if (room.hasSentence) {
    ImGui::PushTextWrapPos(left + room.words);
    text(open->entry->sentence);
    ImGui::PopTextWrapPos();
  }
  if (room.hasSides) {
    const float gap = ui.theme.px(kPad);
    if (room.below) ImGui::Dummy({0, ui.theme.px(2)});
    else ImGui::SetCursorPos({left + room.words + gap, top});
    const ImVec2 at = ImGui::GetCursorPos();
    const GalleryComparison& compared = ui.app.galleryComparison();
    drawSide(ui, "With the fault", !open->fixed, compared.fault(), room.side);
    ImGui::SetCursorPos({at.x + room.side + gap, at.y});
    drawSide(ui, "Fixed", open->fixed, compared.fix(), room.side);
  }
  ImGui::PopStyleVar(2);
}

}  // namespace interleave
