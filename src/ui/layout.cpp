#include "ui/layout.h"

#include <algorithm>

#include "ui/panel_set.h"

namespace interleave {
namespace {

constexpr float kGap = 10;
constexpr float kHeader = 52;
constexpr float kRunBar = 58;
constexpr float kRoomyRunBar = 64;
// In a lower window panels are side by side even if it is narrow: a phone on its side.
constexpr float kShortUnder = 520;
constexpr float kShortFrom = 560;
// From here on they are in any window: a tablet, half of a screen.
constexpr float kColumnsFrom = 900;
// Of the code, below a long program.
constexpr float kLowestCode = 110;
// A lower frame has no room for tabs.
constexpr float kCompactUnder = 560;
constexpr float kLowestTimeline = 110;
constexpr float kLeastTimeline = 190;
constexpr float kLeastBottom = 150;
// Lines of the sentence for which there is always room, so that nothing moves between a short sentence and a long one.
constexpr int kLines = 2;
constexpr int kNarrowLines = 3;
constexpr float kFewWordsUnder = 600;
// Of the left column; and of what is beside it.
constexpr float kLeastLeft = 416;
constexpr float kMostLeft = 470;
constexpr float kLeastRight = 620;
// Up to this size of a window, in CSS pixels, everything has its own size; in eighths, as fonts are made anew for each.
constexpr float kGrowsFromWidth = 1920;
constexpr float kGrowsFromHeight = 1080;
constexpr float kMostGrowth = 2;
constexpr float kGrowthSteps = 8;

Layout wide(const Ui& ui, Area rest) {
  const Theme& theme = ui.theme;
  const float gap = theme.px(kGap);
  Layout layout;
  const float usual = std::clamp(rest.width * 0.33f, theme.px(kLeastLeft), theme.px(kMostLeft));
  const float wanted = ui.state.left.width.value_or(0) > 0 ? theme.px(*ui.state.left.width) : usual;
  const float left = std::clamp(wanted, theme.px(kLeastLeft), std::max(usual, rest.width - gap - theme.px(kLeastRight)));
  const Area right{rest.x + left + gap, rest.y, rest.width - left - gap, rest.height};

  const float runBar = theme.px(kRunBar);
  const float most = rest.height - runBar - theme.px(kLowestCode) - 2 * gap;
  const float program = ui.state.left.codeAlone && ui.state.codeTab == 0 ? 0 : std::min(panelSet(ui).programHeight(ui), most);
  layout.program = {rest.x, rest.y, left, program};
  layout.runBar = {rest.x, rest.y + program, left, runBar};
  const float codeTop = rest.y + program + runBar + gap;
  layout.code = {rest.x, codeTop, left, rest.y + rest.height - codeTop};
  layout.splitter = {rest.x + left, rest.y, gap, rest.height};

  const float outcome = std::max(panelSet(ui).outcomeHeight(ui, right.width, kLines), theme.px(96));
  // In a low window the picture keeps its height, and what is below it scrolls.
  const float below = std::clamp(rest.height * 0.37f, theme.px(200), theme.px(380));
  const float room = right.height - outcome - theme.px(kLeastTimeline) - 2 * gap;
  const float bottom = std::max(theme.px(kLeastBottom), std::min(below, room));
  layout.outcome = {right.x, right.y, right.width, outcome};
  layout.timeline = {right.x, right.y + outcome + gap, right.width, right.height - outcome - bottom - 2 * gap};
  const float bottomTop = right.y + right.height - bottom;
  const float schedule = std::round((right.width - gap) * 0.56f);
  layout.schedule = {right.x, bottomTop, schedule, bottom};
  layout.outcomes = {right.x + schedule + gap, bottomTop, right.width - schedule - gap, bottom};
  return layout;
}

Layout narrow(const Ui& ui, Area rest) {
  const Theme& theme = ui.theme;
  const float gap = theme.px(6);
  Layout layout;
  layout.narrow = true;
  float y = rest.y;
  const auto take = [&](float height) {
    const Area area{rest.x, y, rest.width, height};
    y += height + gap;
    return area;
  };
  const int lines = rest.width < theme.px(kFewWordsUnder) ? kNarrowLines : kLines;
  layout.outcome = take(std::max(panelSet(ui).outcomeHeight(ui, rest.width, lines), theme.px(86)));
  // Beside the lesson there is less room.
  const bool tight = ui.app.lesson().guide().step() > 0;
  layout.timeline = take(std::clamp(rest.height * 0.29f, theme.px(tight ? 160 : 180), theme.px(380)));
  // A step of the lesson with the lock by itself needs the room, and no run.
  if (!ui.app.lesson().guide().stepped()) layout.runBar = take(theme.px(kRoomyRunBar));
  layout.tabs = {rest.x, y, rest.width, std::max(theme.px(120), rest.y + rest.height - y)};
  return layout;
}

// What is in tabs on the left, the sentence and the picture on the right.
Layout twoColumns(const Ui& ui, Area rest) {
  const float gap = ui.theme.px(6);
  const float left = std::round(rest.width * 0.46f);
  const Area right{rest.x + left + gap, rest.y, rest.width - left - gap, rest.height};
  const float runBar = ui.theme.px(kRoomyRunBar);
  const float outcome = std::min(panelSet(ui).outcomeHeight(ui, right.width, kLines),
                                 std::max(panelSet(ui).outcomeHeight(ui, right.width, 1), rest.height * 0.5f));
  Layout layout;
  layout.narrow = true;
  layout.runBar = {rest.x, rest.y, left, runBar};
  layout.tabs = {rest.x, rest.y + runBar + gap, left, rest.height - runBar - gap};
  layout.outcome = {right.x, right.y, right.width, outcome};
  layout.timeline = {right.x, right.y + outcome + gap, right.width, right.height - outcome - gap};
  return layout;
}

// In a frame of another page: the sentence, the picture, and Run.
Layout compact(const Ui& ui, Area rest) {
  const float gap = ui.theme.px(6);
  const float runBar = ui.theme.px(kRoomyRunBar);
  const float both = rest.height - runBar - gap;
  const float outcome = std::min(panelSet(ui).outcomeHeight(ui, rest.width, 1), both);
  Layout layout;
  layout.narrow = true;
  layout.outcome = {rest.x, rest.y, rest.width, outcome};
  layout.timeline = {rest.x, rest.y + outcome + gap, rest.width, both - outcome - gap};
  // A picture that low shows nothing, so it is left out.
  if (const float lowest = ui.theme.px(kLowestTimeline); layout.timeline.height < lowest) {
    layout.timeline = {rest.x, 2 * rest.y + rest.height, rest.width, lowest};
    layout.outcome.height = both;
  }
  layout.runBar = {rest.x, rest.y + rest.height - runBar, rest.width, runBar};
  return layout;
}

// Over the lower edge of the picture, or of the sentence where there is none.
void placeNotices(const Ui& ui, Layout& layout, float height) {
  const bool pictured = layout.timeline.y + layout.timeline.height <= height;
  const Area& under = pictured ? layout.timeline : layout.outcome;
  const float margin = ui.theme.px(8);
  const float width = under.width - 2 * margin;
  const float needed = std::min(noticesHeight(ui, width), under.height - 2 * margin);
  layout.notices = {under.x + margin, under.y + under.height - margin - needed, width, needed};
}

}  // namespace

float growthOf(float width, float height) {
  const float growth = std::clamp(std::min(width / kGrowsFromWidth, height / kGrowsFromHeight), 1.0f, kMostGrowth);
  return std::floor(growth * kGrowthSteps) / kGrowthSteps;
}

Layout makeLayout(const Ui& ui, float width, float height) {
  const Theme& theme = ui.theme;
  const bool isNarrow = width < theme.px(kWideFrom);
  const float margin = theme.px(isNarrow ? 6 : kGap);
  // Inside another page, name and menu are that page's.
  const float header = ui.app.document().embedded() ? margin : theme.px(kHeader);
  const float banner = bannerHeight(ui, width - 2 * margin);
  const float top = header + (banner > 0 ? banner + margin : 0);
  const float lesson = lessonHeight(ui, width - 2 * margin);
  const float galleryTop = top + (lesson > 0 ? lesson + margin : 0);
  const float gallery = galleryComparisonHeight(ui, width - 2 * margin);
  const float below = galleryTop + (gallery > 0 ? gallery + margin : 0);
  const Area rest{margin, below, width - 2 * margin, height - below - margin};
  const bool isShort = height < theme.px(kShortUnder);
  const bool hasColumns = isShort ? width >= theme.px(kShortFrom) : isNarrow && width >= theme.px(kColumnsFrom);
  const bool isCompact = ui.app.document().embedded() && height < theme.px(kCompactUnder);
  Layout layout = isCompact    ? compact(ui, rest)
                  : hasColumns ? twoColumns(ui, rest)
                  : isNarrow   ? narrow(ui, rest)
                               : wide(ui, rest);
  if (!ui.app.document().embedded()) layout.header = {0, 0, width, header};
  layout.banner = {margin, header, width - 2 * margin, banner};
  layout.lesson = {margin, top, width - 2 * margin, lesson};
  layout.gallery = {margin, galleryTop, width - 2 * margin, gallery};
  placeNotices(ui, layout, height);
  return layout;
}

}  // namespace interleave
