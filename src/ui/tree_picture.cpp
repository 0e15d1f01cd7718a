#include "ui/tree_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "text/format.h"
#include "trace/verdict.h"
#include "ui/figures.h"
#include "ui/letters.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kZoomStep = 1.5f;
constexpr float kWheelStep = 1.2f;
constexpr float kWidestColumn = 90;  // CSS pixels that a leaf gets at most
constexpr float kHighestRow = 34;
constexpr float kNever = 1e30f;

// Room for a picture with a line of words above it; the picture takes clicks, drags and the wheel.
struct Canvas2D {
  ImVec2 low;
  ImVec2 size;
  bool hovered = false;
  bool clicked = false;  // and not dragged
  bool dragged = false;
};

Canvas2D beginCanvas(const Ui& ui, const char* name) {
  Canvas2D canvas;
  canvas.low = ImGui::GetCursorScreenPos();
  canvas.size = ImGui::GetContentRegionAvail();
  canvas.size.x = std::max(canvas.size.x, 8.0f);
  canvas.size.y = std::max(canvas.size.y, ui.theme.px(60));
  const bool released = ImGui::InvisibleButton(name, canvas.size);
  const ImGuiIO& io = ImGui::GetIO();
  // A quick drag begins and ends within one frame.
  const ImVec2 way{io.MousePos.x - io.MouseClickedPos[0].x, io.MousePos.y - io.MouseClickedPos[0].y};
  const float slack = ui.theme.px(ui.touch ? 8 : 4);
  const bool moved = std::max(io.MouseDragMaxDistanceSqr[0], way.x * way.x + way.y * way.y) > slack * slack;
  canvas.hovered = ImGui::IsItemHovered();
  // The keyboard can press it, too, without a position.
  canvas.clicked = released && canvas.hovered && !moved;
  canvas.dragged = (ImGui::IsItemActive() || ImGui::IsItemDeactivated()) && moved;
  const ImVec2 high{canvas.low.x + canvas.size.x, canvas.low.y + canvas.size.y};
  ImGui::GetWindowDrawList()->PushClipRect(canvas.low, high, true);
  return canvas;
}

void endCanvas() { ImGui::GetWindowDrawList()->PopClipRect(); }

// ---- The tree

// The places of nodes, in device pixels.
struct TreePlot {
  ImVec2 low, size;  // of the nodes; the endings are below
  float column = 1;
  float row = 1;
  float left = 0, top = 0;  // pixels that are hidden there
  float margin = 0;

  float x(const ScheduleTree::Node& node) const {
    return low.x + margin + (static_cast<float>(node.middle()) + 0.5f) * column - left;
  }
  float y(const ScheduleTree::Node& node) const { return low.y + margin + static_cast<float>(node.depth) * row - top; }
  float bottom() const { return low.y + size.y; }
};

float endingsHeight(const Ui& ui) { return ui.theme.px(12) + ImGui::GetTextLineHeight(); }

TreePlot plotOf(const Ui& ui, const ScheduleTree& tree, const Canvas2D& canvas) {
  TreePlot plot;
  plot.low = canvas.low;
  plot.size = {canvas.size.x, canvas.size.y - endingsHeight(ui)};
  plot.margin = ui.theme.px(15);  // the ring around a node fits
  const float fitColumn = (plot.size.x - 2 * plot.margin) / static_cast<float>(tree.leaves());
  const float fitRow = (plot.size.y - 2 * plot.margin) / static_cast<float>(std::max(1u, tree.depth()));
  TreeView& view = ui.state.tree;
  view.zoom = std::clamp(view.zoom, 1.0f, std::max(1.0f, ui.theme.px(kWidestColumn) / fitColumn));
  plot.column = fitColumn * view.zoom;
  plot.row = std::clamp(fitRow * view.zoom, fitRow, std::max(fitRow, ui.theme.px(kHighestRow)));
  const auto hidden = [&](float whole, float room) { return std::max(0.0f, whole - (room - 2 * plot.margin)); };
  view.left = std::clamp(view.left, 0.0f, hidden(plot.column * static_cast<float>(tree.leaves()), plot.size.x));
  view.top = std::clamp(view.top, 0.0f, hidden(plot.row * static_cast<float>(tree.depth()), plot.size.y));
  plot.left = view.left;
  plot.top = view.top;
  return plot;
}

// Keeps the content at `x` in its place.
void zoom(Ui& ui, const TreePlot& plot, float factor, float x, float y) {
  TreeView& view = ui.state.tree;
  const float atX = x - plot.low.x - plot.margin;
  const float atY = y - plot.low.y - plot.margin;
  const float before = view.zoom;
  view.zoom = std::max(1.0f, view.zoom * factor);
  const float grown = view.zoom / before;
  view.left = (view.left + atX) * grown - atX;
  view.top = (view.top + atY) * grown - atY;
}

void moveView(Ui& ui, const Canvas2D& canvas, const TreePlot& plot) {
  const ImGuiIO& io = ImGui::GetIO();
  if (canvas.dragged && ui.pinch == 1) {
    ui.state.tree.left -= io.MouseDelta.x;
    ui.state.tree.top -= io.MouseDelta.y;
  }
  const float wheel = canvas.hovered ? std::pow(kWheelStep, io.MouseWheel) : 1.0f;
  const float factor = wheel * (canvas.hovered || canvas.dragged ? ui.pinch : 1.0f);
  if (factor != 1) zoom(ui, plot, factor, io.MousePos.x, io.MousePos.y);
}

class TreeDrawing {
 public:
  TreeDrawing(const Ui& ui, const TreePicture& picture, const TreePlot& plot)
      : ui_(ui),
        p_(ui.theme.colors()),
        picture_(picture),
        tree_(picture.tree),
        plot_(plot),
        draw_(*ImGui::GetWindowDrawList()),
        radius_(std::min({plot.column * 0.42f, plot.row * 0.4f, ui.theme.px(9)})) {}

  void all() {
    draw_.PushClipRect(plot_.low, {plot_.low.x + plot_.size.x, plot_.bottom()}, true);
    branches(0);
    path();
    draw_.PopClipRect();
    endings();
  }

  void mark(std::size_t node) {
    const auto& each = tree_.nodes()[node];
    const float radius = std::max(radius_, ui_.theme.px(3)) + ui_.theme.px(3);
    draw_.AddCircle({plot_.x(each), plot_.y(each)}, radius, p_.text, 0, ui_.theme.px(2));
  }

 private:
  bool visible(const ScheduleTree::Node& node) const {
    const float from = plot_.low.x + plot_.margin + static_cast<float>(node.firstLeaf) * plot_.column - plot_.left;
    const float to = from + static_cast<float>(node.leaves) * plot_.column;
    return to >= plot_.low.x && from <= plot_.low.x + plot_.size.x;
  }

  void branches(std::size_t top) {
    std::vector<std::size_t> open = {top};
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      const auto& from = tree_.nodes()[node];
      // A subtree narrower than a pixel becomes one line down.
      if (static_cast<float>(from.leaves) * plot_.column < 1.0f && !from.leaf()) {
        line(from, {plot_.x(from), plot_.bottom()}, p_.border);
        continue;
      }
      tree_.forChildren(node, [&](std::size_t child) {
        const auto& to = tree_.nodes()[child];
        if (!visible(to)) return;
        line(from, {plot_.x(to), plot_.y(to)}, withAlpha(letterColor(ui_, to.letter), 0x90));
        open.push_back(child);
      });
      dot(from);
    }
  }

  void line(const ScheduleTree::Node& from, ImVec2 to, ImU32 color) {
    draw_.AddLine({plot_.x(from), plot_.y(from)}, to, color, std::clamp(radius_ * 0.25f, 1.0f, ui_.theme.px(2)));
  }

  void dot(const ScheduleTree::Node& node) {
    if (radius_ < ui_.theme.px(2)) return;
    const ImVec2 at{plot_.x(node), plot_.y(node)};
    if (node.depth == 0) return draw_.AddCircleFilled(at, radius_ * 0.7f, p_.muted);
    draw_.AddCircleFilled(at, radius_, letterColor(ui_, node.letter));
    if (radius_ < ui_.theme.px(7)) return;
    WithFont font(ui_.theme.small());
    const char letter[2] = {node.letter, 0};
    const ImVec2 extent = ImGui::CalcTextSize(letter);
    draw_.AddText({std::round(at.x - extent.x / 2), std::round(at.y - extent.y / 2)}, onLetterColor(ui_, node.letter), letter);
  }

  // The present schedule: the steps before and after the cursor.
  void path() {
    const auto nodes = tree_.path(picture_.schedule);
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      const auto& from = tree_.nodes()[nodes[i - 1]];
      const auto& to = tree_.nodes()[nodes[i]];
      const ImU32 color = i <= picture_.at ? p_.text : withAlpha(p_.text, 0x60);
      draw_.AddLine({plot_.x(from), plot_.y(from)}, {plot_.x(to), plot_.y(to)}, color, ui_.theme.px(3));
    }
    for (const std::size_t node : nodes) dot(tree_.nodes()[node]);
    if (picture_.at < nodes.size()) mark(nodes[picture_.at]);
  }

  // A bar for each leaf: high where it ends as expected; with the ending where there is room.
  void endings() {
    const float top = plot_.bottom() + ui_.theme.px(2);
    const float high = ui_.theme.px(10);
    WithFont font(ui_.theme.monoSmall());
    const auto first = static_cast<std::size_t>(std::max(0.0f, plot_.left / plot_.column - 1));
    float drawnTo = -kNever;
    for (std::size_t leaf = first; leaf < tree_.ends().size(); ++leaf) {
      const auto& node = tree_.nodes()[tree_.ends()[leaf]];
      const float middle = plot_.x(node);
      if (middle - plot_.column > plot_.low.x + plot_.size.x) break;
      const float half = std::max(0.5f, std::min(plot_.column / 2 - 1, ui_.theme.px(12)));
      const float height = node.verdict == Verdict::expected ? high : high * 0.5f;
      const ImU32 color = verdictColor(p_, node.verdict);
      if (node.verdict == Verdict::deadlock && half > 3) {
        draw_.AddRectFilled({middle - half, top + high - height}, {middle - half * 0.3f, top + high}, color);
        draw_.AddRectFilled({middle + half * 0.3f, top + high - height}, {middle + half, top + high}, color);
      } else {
        draw_.AddRectFilled({middle - half, top + high - height}, {middle + half, top + high}, color);
      }
      const std::string words = node.verdict == Verdict::deadlock ? "stuck" : picture_.label(ui_, node);
      const ImVec2 extent = ImGui::CalcTextSize(words.c_str());
      if (extent.x + ui_.theme.px(6) > plot_.column && middle - extent.x / 2 < drawnTo) continue;
      if (plot_.column < ui_.theme.px(14)) continue;
      drawnTo = middle + extent.x / 2 + ui_.theme.px(6);
      draw_.AddText({std::round(middle - extent.x / 2), top + high + ui_.theme.px(1)}, color, words.c_str());
    }
  }

  const Ui& ui_;
  const Palette& p_;
  const TreePicture& picture_;
  const ScheduleTree& tree_;
  const TreePlot& plot_;
  ImDrawList& draw_;
  float radius_;
};

// The node at a point of the picture; below the nodes are the leaves' endings.
std::size_t nodeAt(const ScheduleTree& tree, const TreePlot& plot, ImVec2 point) {
  const float leaf = std::max(0.0f, (point.x - plot.low.x - plot.margin + plot.left) / plot.column);
  const auto column = std::min(static_cast<std::uint32_t>(leaf), tree.leaves() - 1);
  const float depth = point.y > plot.bottom() ? static_cast<float>(tree.depth())
                                              : std::round((point.y - plot.low.y - plot.margin + plot.top) / plot.row);
  std::size_t node = 0;
  while (!tree.nodes()[node].leaf() && static_cast<float>(tree.nodes()[node].depth) < depth) {
    std::size_t next = node;
    tree.forChildren(node, [&](std::size_t child) {
      if (tree.nodes()[child].firstLeaf <= column) next = child;
    });
    node = next;
  }
  return node;
}

std::string describe(Ui& ui, const TreePicture& picture, std::size_t index) {
  const ScheduleTree::Node& node = picture.tree.nodes()[index];
  const std::string schedule = picture.tree.schedule(index);
  const std::string words = (schedule.empty() ? std::string("The start") : schedule) + "\n" + picture.about(ui, index);
  if (node.leaf()) return words;
  return words + "; " + formatCount(node.leaves, "schedule") + (node.leaves == 1 ? " goes" : " go") + " on from here";
}

// The totals, in as many lines as they take beside the buttons.
void drawTreeHead(Ui& ui, const std::string& totals) {
  const float height = ImGui::GetFrameHeight();
  const float gap = ui.theme.px(3);
  const float fit = buttonWidth("Fit");
  const ImVec2 at = ImGui::GetCursorPos();
  const float room = ImGui::GetContentRegionAvail().x - (2 * (height + gap) + fit);
  float below = 0;
  {
    WithFont font(ui.theme.small());
    const std::string lines = inLines(totals, room - ui.theme.px(8));
    const float high = wordsSize(lines).y;
    below = at.y + std::max(high, height);
    ImGui::SetCursorPosY(std::round(at.y + std::max(0.0f, height - high) / 2));
    mutedText(ui, lines);
  }
  ImGui::SetCursorPos({at.x + room, at.y});
  TreeView& view = ui.state.tree;
  if (button(ui, "−###zoom out", "Zoom out (wheel)", {height, 0})) view.wanted /= kZoomStep;
  ImGui::SameLine(0, gap);
  if (button(ui, "+###zoom in", "Zoom in (wheel); drag to move", {height, 0})) view.wanted *= kZoomStep;
  ImGui::SameLine(0, gap);
  if (button(ui, "Fit###fit", "All of it", {fit, 0})) view.zoom = 1;
  ImGui::SetCursorPos({at.x, below + ImGui::GetStyle().ItemSpacing.y});
}

// ---- The states by level

// "234", "1.2k", "12.3k", "1.2M"
std::string shortCount(std::uint64_t number) {
  if (number < 1'000) return formatNumber(number);
  const char* unit = number < 1'000'000 ? "k" : "M";
  const double value = static_cast<double>(number) / (number < 1'000'000 ? 1e3 : 1e6);
  std::array<char, 16> words{};
  std::snprintf(words.data(), words.size(), value < 100 ? "%.3g%s" : "%.0f%s", value, unit);
  return words.data();
}

std::string ways(const StepLevel& level) {
  double number = level.ways;
  int exponent = level.exponent;
  for (; exponent > 0 && number < 1e12; number *= 10) --exponent;
  if (exponent == 0 && number < 1e12) return formatNumber(static_cast<std::uint64_t>(std::llround(number)));
  for (; number >= 9.995; number /= 10) ++exponent;
  std::array<char, 40> words{};
  std::snprintf(words.data(), words.size(), "%.2f × 10^%d", number, exponent);
  return words.data();
}

std::string describe(const StepLevel& level, std::size_t steps) {
  std::string words = "After " + formatCount(steps, "step") + ": " + formatCount(level.states, "state") + "\n" + ways(level) +
                      (level.ways == 1 && level.exponent == 0 ? " way" : " ways") + " to get there";
  if (level.ends > 0) words += "\nIn " + formatNumber(level.ends) + " of them no thread has a step";
  return words;
}

}  // namespace

std::optional<std::string> drawTreePicture(Ui& ui, const TreePicture& picture) {
  const ScheduleTree& tree = picture.tree;
  drawTreeHead(ui, picture.totals);
  const Canvas2D canvas = beginCanvas(ui, "tree");
  noteItem(ui, "tree");
  TreePlot plot = plotOf(ui, tree, canvas);
  moveView(ui, canvas, plot);
  TreeView& view = ui.state.tree;
  if (view.wanted != 1) {
    // Zooms around the cursor's node.
    const auto path = tree.path(picture.schedule.substr(0, picture.at));
    const auto& node = tree.nodes()[path.back()];
    const float x = std::clamp(plot.x(node), plot.low.x, plot.low.x + plot.size.x);
    zoom(ui, plot, std::exchange(view.wanted, 1.0f), x, plot.y(node));
  }
  plot = plotOf(ui, tree, canvas);
  TreeDrawing drawing(ui, picture, plot);
  drawing.all();
  std::optional<std::string> wanted;
  const bool inside = canvas.hovered && !canvas.dragged;
  if (inside || canvas.clicked) {
    const std::size_t node = nodeAt(tree, plot, ImGui::GetMousePos());
    if (!ui.touch) drawing.mark(node);
    if (inside) hoverWords(ui, describe(ui, picture, node));
    if (canvas.clicked) wanted = tree.schedule(node);
  }
  endCanvas();
  return wanted;
}

std::optional<std::size_t> drawLevelPicture(Ui& ui, const LevelPicture& picture) {
  {
    WithFont font(ui.theme.small());
    ImGui::PushTextWrapPos(0);
    mutedText(ui, picture.totals);
    ImGui::PopTextWrapPos();
  }
  const std::vector<StepLevel>& levels = picture.levels;
  if (levels.empty()) return std::nullopt;
  const Canvas2D canvas = beginCanvas(ui, "levels");
  noteItem(ui, "levels");
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  WithFont font(ui.theme.monoSmall());
  const float line = ImGui::GetTextLineHeight();
  const float base = canvas.low.y + canvas.size.y - line - ui.theme.px(3);
  const float highest = base - canvas.low.y - line - ui.theme.px(4);
  std::uint64_t most = 1;
  for (const StepLevel& level : levels) most = std::max(most, level.states);
  const float scale = 1 / (1 + std::log2(static_cast<float>(most)));
  const float width = std::min(canvas.size.x / static_cast<float>(levels.size()), ui.theme.px(60));
  std::optional<std::size_t> wanted;
  float drawnTo = -kNever;
  float namedTo = -kNever;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const float left = canvas.low.x + static_cast<float>(i) * width;
    const float height = highest * (1 + std::log2(static_cast<float>(levels[i].states))) * scale;
    const float gap = width > 4 ? 1.0f : 0.0f;
    draw.AddRectFilled({left + gap, base - height}, {left + width - gap, base}, i == picture.at ? p.text : p.border);
    const float middle = left + width / 2;
    const auto label = [&](const std::string& words, float y, float& to) {
      const float half = ImGui::CalcTextSize(words.c_str()).x / 2;
      if (middle - half < to || middle - half < canvas.low.x - 1) return;
      to = middle + half + ui.theme.px(4);
      draw.AddText({std::round(middle - half), std::round(y)}, i == picture.at ? p.text : p.muted, words.c_str());
    };
    label(shortCount(levels[i].states), base - height - line - ui.theme.px(1), drawnTo);
    label(formatNumber(i), base + ui.theme.px(3), namedTo);
  }
  const float column = (ImGui::GetMousePos().x - canvas.low.x) / width;
  if (canvas.hovered && column >= 0 && column < static_cast<float>(levels.size())) {
    const auto level = static_cast<std::size_t>(column);
    WithFont body(nullptr);
    hoverWords(ui, describe(levels[level], level));
    if (canvas.clicked) wanted = level;
  }
  endCanvas();
  return wanted;
}

}  // namespace interleave
