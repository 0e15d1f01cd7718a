// Text that our fonts lack, shaped and drawn by the system: each run of it is one glyph of the font atlas, under a character
// for private use, so that ImGui measures, wraps, cuts and draws it like any other.
//
// Main thread only. A run that is needed for the first time is an ellipsis for one frame; those that the newest frame has
// not needed go when the atlas is made again.
#pragma once

#include <imgui.h>

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/missing_runs.h"
#include "text/text_picture.h"

namespace interleave {

class ShapedText {
 public:
  // Draws a text; none where the system cannot.
  using Drawn = std::function<std::optional<TextPicture>(const std::string&, const TextStyle&)>;

  // Begins a frame in which these labels may stand: each is shaped as one. `widest` is the width of a run at most, pixels.
  void begin(std::vector<std::string> labels, float widest);

  // The text for ImGui's present font, until the frame's end: the same one, or one made in `room`. Controls of its direction
  // are marks.
  std::string_view drawable(std::string_view text, std::string& room);
  // The parts of a text that cannot be drawn in part.
  std::vector<TextRun> runsIn(std::string_view text) const;
  // Whether ImGui's present font lacks some of it.
  bool lacks(std::string_view text) const { return !runsIn(text).empty(); }

  // Whether the atlas has to be made again.
  bool changed() const;
  // While an atlas is made: first of all, when its fonts are known (`styles`, in their order), and once it is built.
  void place(ImFontAtlas& atlas, const std::vector<TextStyle>& styles, const Drawn& draw);
  void paint(ImFontAtlas& atlas);

 private:
  static constexpr std::size_t kMostUnused = 32;

  struct Key {
    int font = 0;  // its place in the atlas
    std::string text;
    auto operator<=>(const Key&) const = default;
  };
  // Of the two layers of a picture, the letters and what has colours, either may be missing.
  struct Layer {
    int rectangle = -1;  // of the atlas; -1: missing
    ImWchar character = 0;
  };
  struct Run {
    TextStyle style;  // of the picture
    std::optional<TextPicture> picture;
    std::array<Layer, 2> layers;
    bool placed = false;
    std::uint64_t neededIn = 0;  // frame
  };

  std::string charactersOf(const Key& key);
  // By the frame before the one that begins, or that has ended.
  bool isUnused(const Run& run) const { return run.neededIn + 1 < frame_; }
  std::size_t unused() const;
  // Whether it would have another width now: the display has.
  bool misfits(const Run& run) const;

  std::vector<std::string> labels_;  // the longest first
  std::vector<std::string> marked_;  // the same, as they are shown
  float widest_ = 0;
  std::map<Key, Run> runs_;
  std::uint64_t frame_ = 0;
  bool wanted_ = false;
};

}  // namespace interleave
