// Colours, type and spacing: the only place that defines the look of Interleave.
//
// ImGui works in device pixels here, not in CSS pixels, so that text and lines fall on whole pixels
// at any display scale. Sizes in code are those at which the theme is designed, passed through px(): CSS pixels, which in a
// large window are more than one each (growthOf).
#pragma once

#include <imgui.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ui/shaped_text.h"

namespace interleave {

struct Palette {
  ImU32 background;   // behind the panels
  ImU32 panel;
  ImU32 field;        // where something can be typed
  ImU32 fieldHover;
  ImU32 border;
  ImU32 text;
  ImU32 muted;        // secondary text, at least 4.5:1 on a panel
  ImU32 grid;
  ImU32 primary;      // the one important button
  ImU32 primaryHover;
  ImU32 onPrimary;
  ImU32 good;         // always with a word and a sign beside it
  ImU32 bad;
  ImU32 codeKeyword;  // of source text, at least 4.5:1 on a panel
  ImU32 codeString;
  ImU32 codeNumber;
  ImU32 notice;       // background of a notice
  ImU32 onNotice;
};

class Theme {
 public:
  // Makes the fonts for this scale, and the style. Call outside of a frame; the font texture is then out of date.
  // `extra` is text whose characters the fonts must have, too: those that our fonts lack are taken from
  // `letters`, a TrueType font with Inter's measures, which must live until the next call; while it is empty they are
  // left out. What is left out can be drawn as `shaped`, by `draw`. `roomy`: controls are large enough for fingers.
  void apply(float scale, bool dark, bool roomy, std::string_view extra, std::string_view letters, ShapedText& shaped,
             const ShapedText::Drawn& draw);
  // Whether the fonts have this character even if `extra` lacks it. Each such character delays the first frame.
  static bool hasAlways(unsigned character);
  // Whether a character of it is missing that the font of further letters may have.
  bool lacksLetters(std::string_view text) const;

  const Palette& colors() const { return *palette_; }
  bool dark() const { return dark_; }
  bool roomy() const { return roomy_; }
  float scale() const { return scale_; }
  // A designed size in device pixels, whole ones.
  float px(float css) const;

  // The body font is ImGui's default and needs no name.
  ImFont* small() const { return small_; }
  ImFont* heading() const { return heading_; }
  ImFont* strong() const { return strong_; }
  ImFont* mono() const { return mono_; }
  ImFont* monoSmall() const { return monoSmall_; }

  // A thread's colour: the same for its task everywhere. From the seventh task on the colours come
  // again, with a pattern (repeats() > 0).
  static ImU32 thread(std::size_t task);
  static int repeats(std::size_t task);
  // Text that can be read on thread(task).
  static ImU32 onThread(std::size_t task);

 private:
  void makeFonts(std::string_view extra, std::string_view letters, ShapedText& shaped, const ShapedText::Drawn& draw);
  // Returns their styles, in the order of the atlas. The ranges of characters have to live until it is built.
  std::vector<TextStyle> addFonts(const ImVector<ImWchar>& ranges, std::string_view letters);
  void makeStyle();

  const Palette* palette_ = nullptr;
  bool dark_ = false;
  bool roomy_ = false;
  float scale_ = 1;
  ImFont* small_ = nullptr;
  ImFont* heading_ = nullptr;
  ImFont* strong_ = nullptr;
  ImFont* mono_ = nullptr;
  ImFont* monoSmall_ = nullptr;
};

// A colour with another opacity.
constexpr ImU32 withAlpha(ImU32 color, ImU32 alpha) { return (color & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT); }

// Pushes a font during its lifetime.
class WithFont {
 public:
  explicit WithFont(ImFont* font) { ImGui::PushFont(font); }
  ~WithFont() { ImGui::PopFont(); }
  WithFont(const WithFont&) = delete;
  WithFont& operator=(const WithFont&) = delete;
};

// Pushes one colour during its lifetime.
class WithColor {
 public:
  WithColor(ImGuiCol index, ImU32 color) { ImGui::PushStyleColor(index, color); }
  ~WithColor() { ImGui::PopStyleColor(); }
  WithColor(const WithColor&) = delete;
  WithColor& operator=(const WithColor&) = delete;
};

}  // namespace interleave
