// The places of the panels: one window with docked areas.
#pragma once

namespace interleave {

struct Ui;

// Device pixels.
struct Area {
  float x = 0, y = 0, width = 0, height = 0;
};

// Below header and banner the lesson, where there is one; and what belongs to the program of the gallery that is set.
// Wide: program and code or console on the left; outcome, timeline, schedule and outcomes on the right.
// Narrow: one column, or two where there is little height; outcome, timeline and run bar stay in
// view, the rest is in tabs.
struct Layout {
  bool narrow = false;
  Area header, banner, lesson, gallery, outcome, timeline, program, runBar, code, splitter, schedule, outcomes, tabs;
  Area notices;  // over the lower edge of the timeline
};

// From this many CSS pixels on the layout is wide.
inline constexpr float kWideFrom = 1240;

// By how much everything is larger in a window of this size, in CSS pixels: from 1920 x 1080 on it grows with the window, to
// twice its size.
float growthOf(float width, float height);

Layout makeLayout(const Ui& ui, float width, float height);

}  // namespace interleave
