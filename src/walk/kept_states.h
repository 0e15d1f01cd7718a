// States of a schedule, some of which are kept, so that any other one is a few steps away. For one thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "program/machine.h"

namespace interleave::walk {

class KeptStates {
 public:
  explicit KeptStates(program::Machine start);

  // The state after `steps` steps of a schedule, which are possible.
  program::Machine after(const std::string& schedule, std::size_t steps);
  // From now on the schedule is another one behind so many steps.
  void cut(std::size_t steps);

 private:
  // Where there are more, they are kept twice as far apart.
  static constexpr std::size_t kMost = 64;

  void keep(const program::Machine& machine);

  std::size_t apart_ = 16;
  std::vector<program::Machine> kept_;  // after 0, apart_, 2 apart_, … steps
};

}  // namespace interleave::walk
