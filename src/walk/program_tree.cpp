#include "walk/program_tree.h"

#include <utility>

#include "explore/decimal.h"
#include "explore/ending_numbers.h"
#include "explore/letter_rank.h"
#include "model/limits.h"
#include "walk/ending_words.h"
#include "walk/stepping.h"

namespace interleave::walk {

using program::Machine;

namespace {

struct KnownEnding {
  std::size_t number = 0;
  Grade grade = Grade::wrong;
};

// What all states have.
struct Known {
  Known(std::shared_ptr<const program::Program> program, bool output, const ProgramExploration& exploration)
      : stepping(Machine(std::move(program), output)) {
    for (std::size_t i = 0; i < exploration.endings.size(); ++i)
      endings.emplace(keyOf(exploration.endings[i].ending), KnownEnding{i, exploration.endings[i].grade});
  }

  // Precondition: nothing can step. Every ending is known.
  const KnownEnding& endingOf(Machine& machine) const { return endings.at(keyOf(program::endingOf(machine))); }

  Stepping stepping;
  std::unordered_map<std::string, KnownEnding> endings;
};

struct TreeState {
  Known* known;
  Machine machine;

  std::vector<std::pair<char, TreeState>> next() {
    std::vector<std::pair<char, TreeState>> states;
    for (LetterRank rank = 0; rank < program::kMaxAgents; ++rank) {
      if (auto after = known->stepping.after(machine, agentOfRank(rank)))
        states.emplace_back(letterOfRank(rank), TreeState{known, std::move(*after)});
    }
    return states;
  }
  Verdict verdict() { return asVerdict(known->endingOf(machine).grade); }
  std::int64_t value(bool leaf) { return leaf ? static_cast<std::int64_t>(known->endingOf(machine).number) : 0; }
};

}  // namespace

Verdict asVerdict(Grade grade) {
  switch (grade) {
    case Grade::expected: return Verdict::expected;
    case Grade::anotherOrder: return Verdict::order;
    case Grade::wrong:
    case Grade::error: return Verdict::wrong;
    case Grade::deadlock: return Verdict::deadlock;
  }
  return Verdict::unfinished;
}

struct ProgramTree::Making {
  Making(std::shared_ptr<const program::Program> program, bool output, const ProgramExploration& exploration)
      : known(std::move(program), output, exploration), maker(std::in_place, TreeState{&known, known.stepping.start()}) {}

  Known known;
  std::optional<TreeMaker<TreeState>> maker;
};

ProgramTree::ProgramTree(std::shared_ptr<const program::Program> program, bool output, const ProgramExploration& exploration)
    : making_(std::make_unique<Making>(std::move(program), output, exploration)) {}

ProgramTree::~ProgramTree() = default;

bool ProgramTree::mayFit(const ProgramExploration& exploration) {
  return exploration.complete && isDecimal(exploration.schedules) && exploration.endingsOmitted == 0 &&
         exploration.schedules.size() <= std::to_string(limits::kMaxTreeSchedules).size() &&
         std::stoull(exploration.schedules) <= limits::kMaxTreeSchedules;
}

bool ProgramTree::advance(std::size_t nodes) {
  if (done_ || making_->maker->advance(nodes)) return !done_;
  tree_ = making_->maker->take();
  making_->maker.reset();
  done_ = true;
  return false;
}

std::string ProgramTree::valuesAfter(std::string_view schedule) const {
  Machine machine = making_->known.stepping.start();
  for (const char letter : schedule) machine.step(program::agentOf(letter));
  return valuesWords(program::valuesOf(machine));
}

}  // namespace interleave::walk
