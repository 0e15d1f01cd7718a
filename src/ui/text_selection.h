// Text that is drawn line by line, and can be selected and copied like any other: by dragging, a double click for a line, Ctrl+A,
// Ctrl+C.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string_view>

namespace interleave {

struct Ui;

struct TextSelection {
  // Before a byte of a line.
  struct Place {
    std::size_t line = 0;
    std::size_t byte = 0;
    auto operator<=>(const Place&) const = default;
  };
  Place anchor;  // where it began
  Place head;  // where the pointer has gone
  bool dragging = false;
};

// Lines of one height; device pixels. `line` gives the text of each, as long as this lives.
struct TextLines {
  std::size_t count = 0;
  std::function<std::string_view(std::size_t)> line;
  float left = 0;
  float top = 0;
  float height = 0;
};

// To be called in the window that has the lines, with their font, before they are drawn: what is selected lies under them.
void selectText(Ui& ui, TextSelection& selection, const TextLines& lines);

}  // namespace interleave
