// One frame: from the events that came in to the picture, and whether another must follow.
#pragma once

#include <optional>
#include <string>

#include "app/app.h"
#include "app/window.h"
#include "ui/panels.h"

namespace interleave {

class Frame {
 public:
  Frame(App& app, Window& window);

  // The user did something: frames follow for a while, so that hovers and menus come to rest.
  void onInput();
  // Draws one frame if the canvas can be drawn on. `seconds` is a steady time.
  void draw(double seconds);

  // Into the field that is being edited, if there is one.
  void paste(std::string_view text);
  // What request::kLetters asked for: a font, or nothing where it could not be had.
  void addLetters(std::string font);

  void graphicsLost();
  void graphicsRestored();
  // How many frames have been drawn and where their controls are, as JSON: {"frames": n, "items":
  // {"Run": [x, y, width, height], ...}, "timeline": {what of the time is in sight, ns}}, CSS pixels. The first call
  // asks; items follow.
  std::string inspectJson();

 private:
  void updateTheme();
  // Adds to fontText_ those that are new.
  void noteCharacters(std::string_view text);
  void drawPanels(Ui& ui);
  bool wantsMore() const;
  std::optional<double> restsFor() const;

  App& app_;
  Window& window_;
  Theme theme_;
  UiState state_;
  double seconds_ = 0;
  double inputAt_ = 0;
  int framesSinceInput_ = 0;
  std::uint64_t frames_ = 0;
  bool inputSinceFrame_ = true;
  std::string pasted_;    // what the clipboard held when it was pasted
  // Characters of labels and notices that the fonts are made for. None is forgotten: what is shown may be from before an edit.
  std::string fontText_;
  std::string letters_;   // a font of those that ours lack, once it has been needed and is there
  bool lettersAsked_ = false;
  bool lettersNew_ = false;
};

}  // namespace interleave
