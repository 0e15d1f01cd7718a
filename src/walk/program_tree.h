// The tree of choices of a user's program whose schedules have been counted: what each leaf comes to, the exploration tells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "explore/program_exploration.h"
#include "explore/schedule_tree.h"
#include "program/code.h"
#include "trace/verdict.h"

namespace interleave::walk {

// A grade as a verdict of the account's, which has the same sign and colour.
Verdict asVerdict(Grade grade);

// For one thread at a time.
class ProgramTree {
 public:
  // `output`: printing is a step. The exploration is of the same program, and knows every schedule (mayFit()).
  ProgramTree(std::shared_ptr<const program::Program> program, bool output, const ProgramExploration& exploration);
  ~ProgramTree();
  ProgramTree(const ProgramTree&) = delete;
  ProgramTree& operator=(const ProgramTree&) = delete;

  // Whether the exploration has counted few enough schedules for a tree: up to kMaxTreeSchedules.
  static bool mayFit(const ProgramExploration& exploration);

  // Makes about so many more nodes; true while there is more to do.
  bool advance(std::size_t nodes);
  bool done() const { return done_; }
  // Once that is done; null where there are too many nodes. The value of a leaf is the number of its ending in the exploration.
  const ScheduleTree* tree() const { return tree_ ? &*tree_ : nullptr; }
  // "counter = 2": the shared variables behind a schedule, which is possible. Takes its steps.
  std::string valuesAfter(std::string_view schedule) const;

 private:
  struct Making;

  std::unique_ptr<Making> making_;
  std::optional<ScheduleTree> tree_;
  bool done_ = false;
};

}  // namespace interleave::walk
