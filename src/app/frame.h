// One frame: from input events to the picture, and whether another frame must follow.
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

  // To be called on input: frames follow for a while, so that hovers and menus settle.
  void onInput();
  // Draws one frame if drawing is possible. `seconds` is a steady time.
  void draw(double seconds);

  // Pastes into the field that is being edited, if there is one.
  void paste(std::string_view text);
  // What request::kLetters asked for: a font, or nothing where it could not be had.
  void addLetters(std::string font);

  void graphicsLost();
  void graphicsRestored();
  // The number of frames drawn, whether nothing moves now, and the places of the controls, as JSON: {"frames": n, "still":
  // true, "items": {"Run": [x, y, width, height], ...}, "hidden": [items scrolled out of sight], "cut": [texts in part],
  // "timeline": {what of the time is in sight, ns}}, CSS pixels. The first call starts recording the items, so it has none.
  std::string inspectJson();

 private:
  void updateTheme();
  // The labels that may be shown: of the program that is set, and of the one of the run.
  std::vector<std::string> labels() const;
  // Adds new characters to fontText_.
  void noteCharacters(std::string_view text);
  void noteProgram();
  void followProgram();
  void drawPanels(Ui& ui);
  bool wantsMore() const;
  std::optional<double> restsFor() const;
  // The control that had the focus of the keyboard may be gone: then the next Tab finds another one.
  void keepFocus();

  App& app_;
  Window& window_;
  Theme theme_;
  UiState state_;
  double seconds_ = 0;
  double inputAt_ = 0;
  int framesSinceInput_ = 0;
  int framesWithoutFocus_ = 0;
  std::uint64_t frames_ = 0;
  bool inputSinceFrame_ = true;
  std::string pasted_;  // the clipboard's text at the paste
  // Characters of labels and notices that the fonts are made for. None is removed, since the page may show texts from before an edit.
  std::string fontText_;
  std::uint64_t programNoted_ = ~std::uint64_t{0};  // the version of the program whose characters are there
  std::uint64_t tableNoted_ = 0;  // the same of its table of endings
  std::string letters_;  // a font of characters that ours lack, once it was needed and has been loaded
  bool lettersAsked_ = false;
  bool lettersNew_ = false;
};

}  // namespace interleave
