// The timeline's picture as an SVG document (W3C, "Scalable Vector Graphics 1.1", 2011): the same condensed columns
// as on the screen, as rectangles and lines, with the words beside them as text. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "render/history_scene.h"

namespace interleave {

// Words of the picture, from their left edge, middle or right edge.
struct SvgWords {
  enum class Anchor : std::uint8_t { start, middle, end };
  float x = 0;
  float y = 0;  // baseline
  std::string words;
  Anchor anchor = Anchor::start;
  std::uint32_t color = 0;  // 0xAABBGGRR
};

// The geometry of the picture; pixels from its top left.
struct SvgFrame {
  float width = 0, height = 0;
  float pixel = 1;               // pixels a CSS pixel
  float left = 0;                // of the plots
  float lanesTop = 0, laneHeight = 0;
  std::size_t tasks = 0, locks = 0, mostHolders = 1;
  float balanceBase = 0;         // where the scene's base is
  float perUnit = 0;             // pixels a unit of money
  std::uint32_t background = 0;  // 0xAABBGGRR
  std::uint32_t grid = 0;
  std::vector<std::uint32_t> threads;
  std::vector<float> ticks;      // of time, across
  float ticksTop = 0, ticksBottom = 0;
  std::string title;
  std::vector<SvgWords> words;
};

std::string sceneSvg(const HistoryScene& scene, const SvgFrame& frame);

}  // namespace interleave
