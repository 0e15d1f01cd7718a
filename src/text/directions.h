// The controls of the direction of text (UAX #9): invisible, they reorder what stands around them. Pure functions, for any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace interleave {

struct DirectionControl {
  std::string_view utf8;
  std::string_view name;     // as in UAX #9: "RLO"
  std::string_view escaped;  // in C++, Python and JavaScript: "\u202E"
};

// The control with which this begins, or null.
const DirectionControl* directionAt(std::string_view utf8);

// The text with a mark in place of each of them, "[RLO]": as the text is shown, not as it is kept.
std::string withDirectionsMarked(std::string_view utf8);

// Whether its first letter is of a script that is written from the right: Hebrew, Arabic and their kin.
bool isRightToLeft(std::string_view utf8);

}  // namespace interleave
