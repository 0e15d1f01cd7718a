// The balance over run after run, beside the expected one.
#include <array>
#include <cmath>

#include "text/format.h"
#include "ui/timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// Choices of the number of runs shown at once.
constexpr std::array<std::uint64_t, 3> kShown = {20, 200, limits::kMaxHistoryRuns};
constexpr std::array<const char*, 3> kNames = {"Last 20", "Last 200", "All"};
// More runs than this have no mark each.
constexpr std::uint64_t kMostMarks = 400;

constexpr double kRun = static_cast<double>(RunHistory::kRun);

std::uint64_t firstShown(const RunHistory& history, int choice) {
  const std::uint64_t most = kShown[static_cast<std::size_t>(choice)];
  return history.end() - history.first() > most ? history.end() - most : history.first();
}

Geometry geometryOf(const Ui& ui, const RunHistory& history, int choice, const Area& area) {
  Geometry g{};
  g.left = area.x + ui.theme.px(56);
  g.right = area.x + area.width - ui.theme.px(6);
  g.lanesTop = g.balanceTop = area.y + ui.theme.px(10);
  g.balanceBottom = area.y + area.height - ui.theme.px(26);
  g.fromNs = static_cast<double>(firstShown(history, choice)) * kRun;
  g.toNs = static_cast<double>(history.end()) * kRun;
  const Money expected = expectedLine(history.settings().program).value_or(history.settings().program.start);
  const auto low = static_cast<double>(std::min(history.lowest(), expected));
  const auto high = static_cast<double>(std::max(history.highest(), expected));
  const double margin = std::max(1.0, (high - low) * 0.12);
  g.lowest = low - margin;
  g.highest = high + margin;
  return g;
}

// A mark at the end of each run: a disc for the expected ending, a cross for any other.
void addEndings(const Ui& ui, const RunHistory& history, const SceneView& view, int choice, HistoryScene& scene) {
  const std::uint64_t first = firstShown(history, choice);
  // With two accounts the ending is their sum, and has no place on either line.
  if (history.end() - first > kMostMarks || history.accounts() > 1) return;
  const auto expected = serialEnding(history.settings().program);
  const Palette& p = ui.theme.colors();
  for (std::uint64_t run = first; run < history.end(); ++run) {
    const auto ending = history.ending(run);
    const bool right = ending && ending == expected;
    const auto x = static_cast<float>(view.x((static_cast<double>(run) + 0.95) * kRun));
    const Money shown = ending.value_or(history.settings().program.start);
    scene.balanceMarks.push_back({x, static_cast<float>(shown - scene.base), 3.5f * ui.theme.scale(), right ? p.good : p.bad,
                                  static_cast<float>(right ? MarkShape::disc : MarkShape::cross)});
  }
}

void refresh(Ui& ui, const RunHistory& history, const Geometry& g) {
  HistoryState& state = ui.state.history;
  const SceneKey key{ui.app.results().historyVersion(),
                     ui.theme.dark(),
                     ui.theme.scale(),
                     g.right - g.left,
                     g.fromNs,
                     g.toNs,
                     g.toNs,
                     g.highest};
  if (state.key == key && state.layers) return;
  state.key = key;
  const SceneView view{g.fromNs, g.toNs, g.toNs, g.right - g.left, g.highest};
  const SceneStyle style{ui.theme.scale(), ui.theme.colors().muted, ui.theme.colors().bad, &Theme::thread};
  const Columns columns = columnsOf(view);
  HistoryScene& scene = state.scene;
  scene.balance.clear();
  scene.balanceMarks.clear();
  scene.base = history.lowest();
  const BalancePicture line{view, style, columns, 0, g.right - g.left, scene.base};
  state.ranges.resize(static_cast<std::size_t>(columns.count));
  for (std::size_t account = 0; account < history.accounts(); ++account) {
    history.line(account).condense(columns, state.ranges);
    line.addLine(state.ranges, account == 0 ? BoxStyle::solid : BoxStyle::dashed, scene.balance);
  }
  addEndings(ui, history, view, state.shown, scene);
  if (!state.layers) state.layers = std::make_unique<HistoryLayers>();
  state.layers->upload(scene);
}

void drawPicture(const ImDrawList*, const ImDrawCmd* command) {
  const auto* drawing = static_cast<const BalanceDrawing*>(command->UserCallbackData);
  drawing->renderer->drawBalance(*drawing->layers, drawing->canvas, drawing->balance);
}

void queuePicture(Ui& ui, const Geometry& g) {
  BalanceDrawing& drawing = ui.state.history.drawing;
  drawing.layers = ui.state.history.layers.get();
  placeBalance(ui, g, ui.state.history.scene.base, ui.theme.px(5), drawing);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddCallback(drawPicture, &drawing);
  draw.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

// The runs' numbers, from 1.
void drawRunAxis(const Ui& ui, const RunHistory& history, const Geometry& g) {
  const auto first = static_cast<std::uint64_t>(std::llround(g.fromNs / kRun));
  const float line = std::max(1.0f, std::floor(ui.theme.scale()));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  WithFont font(ui.theme.small());
  const auto label = [&](std::uint64_t run, float at) {
    const std::string words = "run " + formatNumber(run + 1);
    draw.AddText({std::round(at), g.balanceBottom + ui.theme.px(7)}, ui.theme.colors().muted, words.c_str());
    return wordsWidth(words);
  };
  const float used = g.left + label(first, g.left);
  const std::string last = "run " + formatNumber(history.end());
  const float at = g.right - wordsWidth(last);
  if (at > used + ui.theme.px(12)) label(history.end() - 1, at);
  // A line between runs, if they are wide enough to be distinguished.
  if (history.end() - first > 40) return;
  for (std::uint64_t run = first; run <= history.end(); ++run) {
    const float x = std::round(g.x(static_cast<double>(run) * kRun));
    draw.AddRectFilled({x, g.balanceTop}, {x + line, g.balanceBottom}, ui.theme.colors().grid);
  }
}

// The run under the pointer, and its ending.
void drawRunTooltip(const Ui& ui, const RunHistory& history, const Geometry& g) {
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool over = mouse.x >= g.left && mouse.x < g.right && mouse.y >= g.balanceTop && mouse.y <= g.balanceBottom;
  if (!over || !ImGui::IsWindowHovered() || ui.touch) return;
  const auto run = static_cast<std::uint64_t>(g.ns(mouse.x) / kRun);
  if (run < history.first() || run >= history.end()) return;
  const auto ending = history.ending(run);
  const std::string words =
      "Run " + formatNumber(run + 1) + (ending ? " ended at " + formatNumber(*ending) : std::string(" came to no end"));
  ImGui::SetTooltip("%s", words.c_str());
}

void drawHead(Ui& ui, const RunHistory& history) {
  HistoryState& state = ui.state.history;
  WithFont font(ui.theme.small());
  for (int i = 0; i < static_cast<int>(kNames.size()); ++i) {
    if (i > 0) ImGui::SameLine(0, ui.theme.px(4));
    if (choiceButton(ui, kNames[static_cast<std::size_t>(i)], state.shown == i)) state.shown = i;
    noteItem(ui, kNames[static_cast<std::size_t>(i)]);
    tooltip(ui, i == 2 ? "All runs that are in memory" : "The newest runs only");
  }
  if (history.first() == 0) return;
  ImGui::SameLine(0, ui.theme.px(10));
  ImGui::AlignTextToFramePadding();
  mutedText(ui, formatCount(history.first(), "older run") + " left");
}

}  // namespace

void drawHistory(Ui& ui, const Area& area) {
  Panel panel(ui, "History", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  const RunHistory* history = ui.app.results().history();
  if (history == nullptr) {
    mutedText(ui, "No run has ended yet. Press Run, or Loop.");
    return;
  }
  drawHead(ui, *history);
  const float top = ImGui::GetCursorScreenPos().y;
  const Geometry g =
      geometryOf(ui, *history, ui.state.history.shown,
                 {area.x + ui.theme.px(ui.narrow ? 0 : 4), top, area.width - ui.theme.px(20), area.y + area.height - top});
  if (g.balanceBottom - g.balanceTop < ui.theme.px(24)) return;
  refresh(ui, *history, g);
  drawRunAxis(ui, *history, g);
  drawMoneyAxis(ui, g);
  drawExpected(ui, g, history->settings().program);
  queuePicture(ui, g);
  drawRunTooltip(ui, *history, g);
}

}  // namespace interleave
