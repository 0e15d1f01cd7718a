// Every choice as a picture: the tree of schedules, or the states by level if there are too many. Of an account and of a program alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explore/schedule_tree.h"
#include "explore/step_level.h"
#include "ui/panels.h"

namespace interleave {

struct TreePicture {
  const ScheduleTree& tree;
  // What is shown in it.
  std::string_view schedule;
  std::size_t at = 0;
  std::string totals;  // above it
  // The ending of a leaf that is no deadlock, in as few characters as can be.
  std::string (*label)(const Ui&, const ScheduleTree::Node&);
  // Of a node by its number: what its tooltip says, behind its schedule.
  std::string (*about)(Ui&, std::size_t);
};
// A schedule that the user wants to go to.
std::optional<std::string> drawTreePicture(Ui& ui, const TreePicture& picture);

struct LevelPicture {
  const std::vector<StepLevel>& levels;
  std::size_t at = 0;  // the level of the cursor
  std::string totals;
};
// The level that the user has pressed.
std::optional<std::size_t> drawLevelPicture(Ui& ui, const LevelPicture& picture);

}  // namespace interleave
