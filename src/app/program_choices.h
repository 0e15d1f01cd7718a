// The tree of choices of the user's program, made on the calling thread, a little at a time. For one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "explore/program_exploration.h"
#include "program/code.h"
#include "walk/program_tree.h"

namespace interleave {

class ProgramChoices {
 public:
  // The program and what is known of it; there is a tree where every schedule is counted, and they are few.
  void follow(std::shared_ptr<const program::Program> program, bool output, const ProgramExploration& exploration);
  void clear();
  // Works for some milliseconds; true while there is more to do.
  bool work();

  // Null where there is none, or it is not done.
  const ScheduleTree* tree() const { return tree_ ? tree_->tree() : nullptr; }
  // It is not done.
  bool making() const { return tree_ && !tree_->done(); }
  // The variables at a node of it.
  const std::string& valuesAt(std::size_t node);
  // Counts up whenever the tree has become another.
  std::uint64_t version() const { return version_; }

 private:
  std::unique_ptr<walk::ProgramTree> tree_;
  std::uint64_t version_ = 0;
  // Of the node that was asked about last.
  std::size_t node_ = 0;
  std::string values_;
};

}  // namespace interleave
