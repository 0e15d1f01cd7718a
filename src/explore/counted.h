// What a counter finds: numbers and examples, before they are put into words (exploration.h).
#pragma once

#include <map>
#include <string>

#include "explore/limbs.h"
#include "model/limits.h"

namespace interleave {

struct CountedEnding {
  Count schedules = 0;
  std::string example;  // the alphabetically first

  // Another set of schedules with this ending.
  void include(const Count& more, std::string candidate) {
    schedules += more;
    if (example.empty() || candidate < example) example = std::move(candidate);
  }
};

struct Counted {
  std::map<Money, CountedEnding> endings;
  CountedEnding deadlock;
  std::string missing;  // what a bound kept from being counted, in words; empty: nothing is missing
};

}  // namespace interleave
