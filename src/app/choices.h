// The choices in a program: the tree of its schedules, or its states by level if the tree is too large. Computed on
// the calling thread, a little at a time. For one thread.
#pragma once

#include <chrono>
#include <optional>

#include "explore/level_graph.h"
#include "explore/schedule_tree.h"

namespace interleave {

// Of a frame's 16 ms, the most that choices take: enough is left to draw it.
inline constexpr std::chrono::milliseconds kChoicesSlice{6};

class Choices {
 public:
  // The program; begins anew if that has other schedules or endings than before.
  void follow(const AccountProgram& program);
  // Whether that program has the same schedules and endings.
  bool of(const AccountProgram& program) const { return withoutLabels(program) == program_; }
  // Works for some milliseconds; true while there is more to do.
  bool work();

  // One of them, after the first call of work().
  const ScheduleTree* tree() const { return tree_ ? &*tree_ : nullptr; }
  const LevelGraph* levels() const { return levels_ ? &*levels_ : nullptr; }
  // Counts up whenever the program has become another.
  std::uint64_t version() const { return version_; }

 private:
  std::optional<AccountProgram> program_;  // without labels
  std::optional<ScheduleTree> tree_;
  std::optional<LevelGraph> levels_;
  std::uint64_t version_ = 0;
};

}  // namespace interleave
