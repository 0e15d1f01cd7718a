// The page's editor of programs, which lies over the code pane: whether it is open, and where. Main thread only.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "platform/platform.h"
#include "text/json_fwd.h"

namespace interleave {

// A place in a text: lines from 1, columns from 0, in units of UTF-16.
struct CodePlace {
  int line = 1;
  int column = 0;
  std::optional<float> below;  // the line is seen so far below the upper edge of what is in sight, in CSS pixels
};

class CodeEditor {
 public:
  explicit CodeEditor(Platform& platform) : platform_(platform) {}

  // The page tells: it shows the editor wherever the pane is in sight.
  bool open() const { return open_; }
  void setOpen(bool open) { open_ = open; }
  // Has the page edit this text, from that place on, as soon as its place is in sight.
  void edit(const std::string& source, CodePlace at);
  // The panels are to bring it into sight; once for each edit().
  bool takeSought() { return std::exchange(sought_, false); }

  // Where the code of a program that can be edited is in sight; none: nowhere. `growth`: the size of type, as a multiple of that
  // in a window of usual size. To be called once a frame; the page is told when it changes.
  void place(const std::optional<FieldArea>& area, float growth);
  // The page's colours: names, and "#rrggbb" or lists of them.
  void paint(const Json& palette) { platform_.publish(topic::kPalette, palette); }

 private:
  Platform& platform_;
  bool open_ = false;
  bool sought_ = false;
  std::optional<FieldArea> area_;
  float growth_ = 0;
};

}  // namespace interleave
