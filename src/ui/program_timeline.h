// Shared by the files that draw the picture of a program's schedule: a column a step, a lane for each thread, object and variable.
#pragma once

#include <cstddef>
#include <vector>

#include "ui/layout.h"
#include "walk/lanes.h"

namespace interleave {

struct Ui;

// A lane in sight or scrolled out of it, in device pixels.
struct LanePlace {
  enum class Of : unsigned char { thread, object, value };

  Of of = Of::thread;
  std::size_t index = 0;  // among its kind
  float top = 0;  // of the panel while nothing is scrolled
  float height = 0;
};

// A step is a column: step 0 reaches from x(0) to x(1). A state reaches from the middle of the step before it to the middle of the one
// behind it.
struct StepsGeometry {
  Area area;  // of the lanes, with their names
  Area bar;  // above them; without height: there is none
  float left = 0, right = 0;  // of the columns
  double from = 0;  // in steps, at the left edge
  double perStep = 0;  // device pixels
  std::size_t steps = 0;
  std::vector<LanePlace> lanes;
  float lanesHeight = 0;  // of all of them: where it is more than the area's, they scroll

  bool scrolls() const { return lanesHeight > area.height; }
  float x(double step) const { return left + static_cast<float>((step - from) * perStep); }
  double step(float x) const { return from + static_cast<double>(x - left) / perStep; }
  float begin(std::size_t state) const { return x(state == 0 ? 0 : static_cast<double>(state) - 0.5); }
  float end(std::size_t state) const { return x(state >= steps ? static_cast<double>(steps) : static_cast<double>(state) + 0.5); }
  // Of steps in sight: the first one, and the one behind the last.
  std::size_t firstStep() const;
  std::size_t endStep() const;
};

// ---- program_timeline_input.cpp

// Fits the view to the schedule, and brings the cursor into sight where it has moved. `width`: of the columns.
void followSteps(Ui& ui, double width);
void drawStepsBar(Ui& ui, const StepsGeometry& g);
// Presses, drags, the wheel, fingers, held keys: in the window that has the lanes.
void moveSteps(Ui& ui, StepsGeometry& g);

// ---- program_timeline_lanes.cpp

// `top`: of the lane in the window.
void drawLane(const Ui& ui, const StepsGeometry& g, const LanePlace& lane, float top);
void drawLaneName(Ui& ui, const StepsGeometry& g, const LanePlace& lane, float top);
// What is under the pointer, in words; empty: nothing.
std::string laneWords(const Ui& ui, const LanePlace& lane, std::size_t step, std::size_t state);

// How a step stands in its lane.
enum class StepShape : unsigned char { reads, writes, has, gives, other };
StepShape shapeOf(words::Deed deed);
void drawShape(const Ui& ui, ImDrawList& draw, StepShape shape, ImVec2 low, ImVec2 high, ImU32 color);
// Diagonal lines over a rectangle.
void drawHatched(const Ui& ui, ImDrawList& draw, ImVec2 low, ImVec2 high, ImU32 color);
// A mark of an object's operation.
void drawDiamond(const Ui& ui, ImDrawList& draw, ImVec2 middle, ImU32 color);

}  // namespace interleave
