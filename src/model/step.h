// The atomic steps that a schedule is made of. Each is one letter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/object.h"

namespace interleave {

enum class Step : std::uint8_t {
  acquire,  // takes the lock
  read,     // copies the balance
  write,    // stores the copy, changed
  release,  // gives the lock back
  check,    // sees that the lock is free, without taking it
  ticket,   // draws the next number of the queue
  add,      // changes the balance in one step
  swap,     // stores the changed copy if it is still good; otherwise back to read
};
std::string_view stepName(Step step);

struct Action {
  Step step = Step::read;
  ObjectSpan objects{};  // more than one: of acquire and release only

  bool operator==(const Action&) const = default;
};

// The straight line of one update, and where it goes on after a refusal or an exception.
struct UpdateSteps {
  std::vector<Action> actions;
  std::size_t exit = 0;  // the first release; without one, the number of actions
};

}  // namespace interleave
