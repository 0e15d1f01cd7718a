#include "app/choices.h"

namespace interleave {
namespace {

// Some 0.1 ms of work between two readings of the clock.
constexpr std::size_t kStates = 50;

}  // namespace

void Choices::follow(const AccountProgram& program) {
  if (of(program)) return;
  program_ = withoutLabels(program);
  tree_.reset();
  levels_.reset();
  ++version_;
}

bool Choices::work() {
  if (!program_ || tree_) return false;
  if (!levels_) {
    tree_ = ScheduleTree::of(*program_);
    if (tree_) return false;
    levels_.emplace(*program_);
  }
  const auto end = std::chrono::steady_clock::now() + kChoicesSlice;
  while (levels_->advance(kStates)) {
    if (std::chrono::steady_clock::now() >= end) return true;
  }
  return false;
}

}  // namespace interleave
