// The places of the panels: one window with docked areas.
#pragma once

namespace interleave {

struct Ui;

// Device pixels.
struct Area {
  float x = 0, y = 0, width = 0, height = 0;
};

// Below header and notices the lesson, where there is one.
// Wide: program and code or console on the left; outcome, timeline, schedule and outcomes on the right.
// Narrow: one column, or two where there is little height; outcome, timeline and run bar stay in
// view, the rest is in tabs.
struct Layout {
  bool narrow = false;
  Area header, notices, lesson, outcome, timeline, program, runBar, code, schedule, outcomes, tabs;
};

// From this many CSS pixels on the layout is wide.
inline constexpr float kWideFrom = 1240;

Layout makeLayout(const Ui& ui, float width, float height);

}  // namespace interleave
