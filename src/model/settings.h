// Everything that a link can say (see src/link/README.md, "The link").
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/run_settings.h"

namespace interleave {

// What is shown of a program, and where. Neither its schedules nor its runs depend on it.
struct View {
  std::string schedule;           // one letter a step; empty: none
  std::optional<std::size_t> at;  // steps of `schedule` that are shown; none: all
  int lesson = 0;                 // the step of the lesson that the reader is at, from 1; 0: none
  bool embed = false;             // shown inside another page: compact

  bool operator==(const View&) const = default;
};

// The document that a link describes: what the program is, how it is run and what is shown of it. It is a RunSettings
// so that a function that runs programs takes the document without seeing its view.
struct Settings : RunSettings {
  View view;

  bool operator==(const Settings&) const = default;
};

}  // namespace interleave
