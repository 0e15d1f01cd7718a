// A program that a user wrote, and how it is run and shown.
#pragma once

#include <string>

#include "model/settings.h"

namespace interleave {

struct ProgramSettings {
  std::string source;   // the program's text, byte for byte; it may be refused
  bool output = false;  // printing is a step
  bool sleeps = true;   // false: real runs leave all sleeps out
  View view;            // `schedule` has letters A to Z and m, and may be impossible

  bool operator==(const ProgramSettings&) const = default;
};

}  // namespace interleave
