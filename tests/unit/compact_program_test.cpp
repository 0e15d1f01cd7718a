#include "explore/compact_program.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support.h"

namespace interleave {
namespace {

// Runs both machines side by side: they must agree on the tasks that can step, the steps, and the end.
TEST(CompactProgram, StepsAsTheProgramDoes) {
  test::Random random(6);
  for (int i = 0; i < test::rounds(3'000); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 6, .times = 3, .workers = 4});
    Program program(settings.program);
    const CompactProgram compact(settings.program);
    std::vector<CompactProgram::Position> positions(settings.program.transactions.size(), 0);
    std::vector<std::size_t> enabledTasks;
    std::uint64_t steps = 0;
    for (;; ++steps) {
      compact.enabledTasks(positions, enabledTasks);
      std::vector<std::size_t> expected;
      for (std::size_t task = 0; task < positions.size(); ++task) {
        ASSERT_EQ(positions[task] == compact.end(task), program.tasks()[task].ended);
        for (std::size_t account = 0; account < accountsOf(settings.program.mode); ++account) {
          const bool holds = std::ranges::count(program.holders(account), task) > 0;
          ASSERT_EQ(compact.holdsLock(task, positions[task], account), holds);
        }
        if (program.canStep(task)) expected.push_back(task);
      }
      // A queue and a flag block more tasks than the positions show.
      const bool tellsAll = settings.program.lock != LockKind::ticket && settings.program.lock != LockKind::checkThenLock;
      if (tellsAll) ASSERT_EQ(enabledTasks, expected);
      else ASSERT_TRUE(std::ranges::includes(enabledTasks, expected));
      enabledTasks = expected;
      ASSERT_EQ(compact.finished(positions), program.finished());
      if (enabledTasks.empty()) break;
      const std::size_t task = enabledTasks[random() % enabledTasks.size()];
      const bool holds = compact.holdsCopy(task, positions[task]);
      const Step step = compact.stepAt(task, positions[task]);
      const StepOutcome known = compact.outcomeOf(task, positions);
      const Program::Taken taken = program.step(task);
      ASSERT_EQ(taken.step, step);
      ASSERT_EQ(holds, step == Step::write || step == Step::swap);
      if (taken.outcome == StepOutcome::refused) ASSERT_TRUE(compact.mayRefuse(task));
      const bool byValue = taken.outcome == StepOutcome::refused || taken.outcome == StepOutcome::failed;
      ASSERT_EQ(known, byValue ? StepOutcome::done : taken.outcome);
      positions[task] = compact.after(task, positions[task], taken.outcome);
    }
    ASSERT_LE(steps, compact.longest());
    const bool varies = compact.refuses() || settings.program.lock == LockKind::timed || settings.program.lock == LockKind::cas ||
                        settings.program.lock == LockKind::optimistic;
    if (!varies && program.finished()) ASSERT_EQ(steps, compact.longest());
  }
}

}  // namespace
}  // namespace interleave
