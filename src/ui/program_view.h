// What the panels of a program of the user's own remember between frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "app/program_table.h"
#include "ui/layout.h"
#include "ui/program_outcomes.h"
#include "ui/text_selection.h"
#include "walk/lanes.h"

namespace interleave {

// The part of the schedule in sight in its picture.
struct StepsView {
  double from = 0;  // in steps, at the left edge
  double perStep = 0;  // device pixels; 0: as wide as fits
  double fitted = 0;  // what that comes to
  bool hovered = false;
  bool dragging = false;  // the cursor
  std::size_t room = 0;  // steps for which the axis has room while all of them are in sight
  std::size_t followed = 0;  // the cursor, as it was last brought into sight

  double shownPerStep() const { return perStep > 0 ? perStep : fitted; }
};

struct ProgramView {
  std::uint64_t version = ~std::uint64_t{0};  // of all that is derived here
  walk::Lanes lanes;
  ProgramTable table;
  std::string tableOf;  // what tells its exploration from others
  std::uint64_t tableNumber = 0;  // counts up with each table
  OutcomePlaces places;
  // The row of the ending that the schedule leads to, as far as that is known: also while the cursor stands before its end. Behind the
  // last ending comes the row of executions that go on for ever.
  std::optional<std::size_t> row;
  std::string rowOf;  // that schedule
  StepsView steps;
  TextSelection console;
};

}  // namespace interleave
