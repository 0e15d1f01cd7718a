#include "app/program_choices.h"

#include <chrono>
#include <utility>

#include "app/choices.h"

namespace interleave {
namespace {

// Less than 1 ms of work between two readings of the clock.
constexpr std::size_t kNodes = 8;

}  // namespace

void ProgramChoices::follow(std::shared_ptr<const program::Program> program, bool output, const ProgramExploration& exploration) {
  clear();
  if (walk::ProgramTree::mayFit(exploration))
    tree_ = std::make_unique<walk::ProgramTree>(std::move(program), output, exploration);
}

void ProgramChoices::clear() {
  tree_.reset();
  values_.clear();
  ++version_;
}

bool ProgramChoices::work() {
  if (!making()) return false;
  const auto end = std::chrono::steady_clock::now() + kChoicesSlice;
  while (tree_->advance(kNodes)) {
    if (std::chrono::steady_clock::now() >= end) return true;
  }
  return false;
}

const std::string& ProgramChoices::valuesAt(std::size_t node) {
  if (values_.empty() || node != node_) values_ = tree_->valuesAfter(tree()->schedule(node));
  node_ = node;
  return values_;
}

}  // namespace interleave
