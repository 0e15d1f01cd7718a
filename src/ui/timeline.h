// Shared by the files that draw the timeline: its geometry, and its state between frames.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "render/history_renderer.h"
#include "trace/event.h"
#include "trace/time_view.h"
#include "ui/layout.h"

namespace interleave {

struct Ui;

// CSS pixels: a lower lane has no words beside its marks.
inline constexpr float kLaneWithWords = 18;

// The inputs of a scene, which is made again only when they have changed.
struct SceneKey {
  std::uint64_t version = ~std::uint64_t{0};
  bool dark = false;
  float scale = 0;
  float width = 0;
  double fromNs = 0;
  double toNs = 0;
  double untilNs = 0;
  double top = 0;

  bool operator==(const SceneKey&) const = default;
};

// A scene, and its copy on the GPU.
struct Picture {
  HistoryScene scene;
  SceneMaker maker;
  SceneKey key;
  std::unique_ptr<HistoryLayers> layers;  // null while there is no context
};

struct TimelineState {
  TimeView view;    // in sight
  TimeView wanted;  // the target that `view` moves to
  bool ofSchedule = false;
  Picture picture;
  Picture overview;  // of the whole time, in the minimap
  struct Measure {
    double fromNs = 0;  // where it began; may be the later end
    double toNs = 0;
  };
  std::optional<Measure> measure;
  bool measuring = false;    // drags measure, without Shift
  bool dragMeasures = false; // the drag that is going on
  bool keys = false;         // the timeline was pressed last
  bool hovered = false;      // the pointer is over the plot
  Area area;                 // of the panel in this frame
  bool filesAsked = false;
};

// The data of the draw callback of a balance over time; ImGui calls it after the panels are done.
struct BalanceDrawing {
  const HistoryRenderer* renderer = nullptr;
  const HistoryLayers* layers = nullptr;
  Canvas canvas;
  PlotArea balance;
};

// The state of the panel of run after run.
struct HistoryState {
  int shown = 0;  // the choice of the number of runs
  SceneKey key;
  HistoryScene scene;
  std::vector<BalanceRange> ranges;
  std::unique_ptr<HistoryLayers> layers;  // null while there is no context
  BalanceDrawing drawing;
};

// The geometry, in device pixels.
struct Geometry {
  float left, right;            // of the plots
  float lanesTop, laneHeight;
  std::size_t lanes;            // tasks, and a lane for each lock if there is one
  float balanceTop, balanceBottom;
  double fromNs, toNs;          // at the left and the right end
  double lowest, highest;       // of the balance axis

  double perNs() const { return static_cast<double>(right - left) / (toNs - fromNs); }
  float x(double ns) const {
    // Clamped far out of sight, where a float is exact enough.
    return left + static_cast<float>(std::clamp((ns - fromNs) * perNs(), -1e6, 1e6));
  }
  double ns(float x) const { return fromNs + static_cast<double>(x - left) / perNs(); }
  float y(double money) const {
    return balanceBottom - static_cast<float>((money - lowest) / (highest - lowest)) * (balanceBottom - balanceTop);
  }
  double perUnit() const { return static_cast<double>(balanceBottom - balanceTop) / (highest - lowest); }
  float laneMiddle(std::size_t lane) const { return lanesTop + (static_cast<float>(lane) + 0.5f) * laneHeight; }
  bool inSight(float x) const { return x >= left - 1 && x <= right + 1; }
};

// ---- timeline_panel.cpp

// Of money above `base`; marks may stand `reach` pixels out of the plot.
void placeBalance(const Ui& ui, const Geometry& g, Money base, float reach, BalanceDrawing& drawing);

// ---- timeline_axes.cpp

struct Tick {
  double at = 0;  // ns, or money
  std::string label;
};

std::size_t locksOf(const AccountProgram& program);
// The expected ending, where it has a place on the axis of the balance.
std::optional<Money> expectedLine(const AccountProgram& program);
// "deposit", "Lock".
std::string laneName(const AccountProgram& program, std::size_t lane);
std::vector<Tick> timeTicks(const Ui& ui, const Geometry& g);
std::vector<Tick> moneyTicks(const Ui& ui, const Geometry& g);
void drawTimeAxis(const Ui& ui, const Geometry& g);
void drawMoneyAxis(const Ui& ui, const Geometry& g);
void drawExpected(const Ui& ui, const Geometry& g, const AccountProgram& program);
void drawLaneNames(const Ui& ui, const Area& area, const Geometry& g);

// ---- timeline_files.cpp

// The menu of formats to save and open.
void drawFilesMenu(Ui& ui);
// Makes the picture that was requested.
void savePictureWanted(Ui& ui, const Area& area, const Geometry& g);

// ---- timeline_input.cpp

// The row above the lanes: the minimap and the buttons.
Area minimapOf(const Ui& ui, const Area& bar);
void drawTimelineBar(Ui& ui, const Area& bar);
// Drags, the wheel, two fingers, clicks. Before the picture is drawn.
void moveTimeline(Ui& ui, const Geometry& g);
// Keys, once a frame.
void timelineKeys(Ui& ui);

// ---- timeline_marks.cpp: what stands over the picture.

void drawLostArrows(const Ui& ui, const Geometry& g);
void drawStepLabels(const Ui& ui, const Geometry& g);
// The threads that wait for ever, where the end of the time is in sight; and these words at the edge of their lanes.
inline constexpr const char* kEndless = "waits for ever";
std::vector<std::size_t> endless(const Ui& ui, const Geometry& g);
void drawEndless(const Ui& ui, const Geometry& g);
void drawCursor(const Ui& ui, const Geometry& g);
void drawMeasure(const Ui& ui, const Geometry& g);
void drawEventTooltip(const Ui& ui, const Geometry& g);
// Says in the picture what is missing from it.
void drawGaps(const Ui& ui, const Area& area);

// Index of the event whose mark is under a point, or the nearest one to it where `anywhere`.
std::optional<std::size_t> eventAt(const Ui& ui, const Geometry& g, ImVec2 point, bool anywhere);

}  // namespace interleave
