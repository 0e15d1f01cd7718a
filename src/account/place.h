// What a line of a program's text does. A plain value.
#pragma once

#include "model/step.h"

namespace interleave {

// The n-th step of a kind in an update, from 0, or the sleep before that step.
struct Place {
  Step step = Step::read;
  int number = 0;
  bool sleep = false;
  bool reader = false;  // in the function of the readers

  bool operator==(const Place&) const = default;
};

}  // namespace interleave
