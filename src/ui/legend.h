// How to read a picture: a table of its marks, each as it is drawn there, and what it means.
#pragma once

#include <span>

#include "ui/panels.h"

namespace interleave {

struct LegendSample {
  // Draws the mark in the middle of a line of that width.
  void (*draw)(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width);
  const char* meaning;
};

void drawLegendTable(const Ui& ui, std::span<const LegendSample> samples);

}  // namespace interleave
