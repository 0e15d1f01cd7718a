// The result of a counter: numbers and examples, not yet as decimal strings (exploration.h).
#pragma once

#include <map>
#include <string>

#include "explore/limbs.h"
#include "model/account_program.h"

namespace interleave {

struct CountedEnding {
  Count schedules = 0;
  std::string example;  // the alphabetically first

  // Adds another set of schedules with this ending.
  void include(const Count& more, std::string candidate) {
    schedules += more;
    if (example.empty() || candidate < example) example = std::move(candidate);
  }
};

struct Counted {
  std::map<FinalState, CountedEnding> endings;
  CountedEnding deadlock;
  std::string missing;  // what was not counted because of a bound, in words; empty: nothing
};

}  // namespace interleave
