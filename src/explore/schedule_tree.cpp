#include "explore/schedule_tree.h"

#include <algorithm>

#include "model/program.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

// What all states of an account have.
struct Graded {
  const AccountProgram& program;
  std::optional<Money> expected;
  EndParts parts;
};

struct AccountState {
  const Graded* graded;
  Program program;

  std::vector<std::pair<char, AccountState>> next() const {
    std::vector<std::pair<char, AccountState>> states;
    for (std::size_t task = 0; task < program.tasks().size(); ++task) {
      if (!program.canStep(task)) continue;
      states.emplace_back(taskLetter(task), *this);
      states.back().second.program.step(task);
    }
    return states;
  }
  Verdict verdict() const {
    return program.finished() ? verdictOf(graded->program, program.finalState(graded->parts), graded->expected)
                              : Verdict::deadlock;
  }
  std::int64_t value(bool /*leaf*/) const { return program.balance(); }
};

}  // namespace

std::optional<ScheduleTree> ScheduleTree::of(const AccountProgram& program) {
  const Graded graded{program, serialEnding(program), endPartsOf(program)};
  // Copies of it are made at every step: without labels they are cheap.
  TreeMaker<AccountState> maker({&graded, Program(withoutLabels(program))});
  while (maker.advance(limits::kMaxTreeNodes)) {
  }
  return maker.take();
}

// Children come after their parents.
void ScheduleTree::sumUp() {
  for (std::size_t i = nodes_.size(); i-- > 1;) {
    Node& parent = nodes_[nodes_[i].parent];
    parent.size += nodes_[i].size;
    parent.leaves += nodes_[i].leaves;
  }
}

std::string ScheduleTree::schedule(std::size_t node) const {
  std::string letters;
  for (; node != 0; node = nodes_[node].parent) letters += nodes_[node].letter;
  std::ranges::reverse(letters);
  return letters;
}

std::vector<std::size_t> ScheduleTree::path(std::string_view schedule) const {
  std::vector<std::size_t> path = {0};
  for (const char letter : schedule) {
    std::optional<std::size_t> next;
    forChildren(path.back(), [&](std::size_t child) {
      if (nodes_[child].letter == letter) next = child;
    });
    if (!next) break;
    path.push_back(*next);
  }
  return path;
}

}  // namespace interleave
