#include "explore/compact_program.h"

#include <gtest/gtest.h>

#include "support.h"

namespace interleave {
namespace {

// Walks both machines side by side: they must agree on who can step, what the step is, and the end.
TEST(CompactProgram, StepsAsTheProgramDoes) {
  test::Random random(6);
  for (int i = 0; i < 3'000; ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 6, .times = 3, .workers = 4});
    Program program(settings);
    const CompactProgram compact(settings);
    std::vector<CompactProgram::Position> positions(settings.transactions.size(), 0);
    std::vector<std::size_t> steppers;
    std::uint64_t steps = 0;
    for (;; ++steps) {
      compact.steppers(positions, steppers);
      std::vector<std::size_t> expected;
      for (std::size_t task = 0; task < positions.size(); ++task) {
        ASSERT_EQ(positions[task] == compact.end(task), program.tasks()[task].ended);
        ASSERT_EQ(compact.holdsLock(task, positions[task]), program.lockOwner() == task);
        if (program.canStep(task)) expected.push_back(task);
      }
      ASSERT_EQ(steppers, expected);
      ASSERT_EQ(compact.finished(positions), program.finished());
      if (steppers.empty()) break;
      const std::size_t task = steppers[random() % steppers.size()];
      const bool holds = compact.holdsCopy(task, positions[task]);
      const Step step = compact.stepAt(positions[task]);
      const std::int64_t refusals = program.refusals();
      ASSERT_EQ(program.step(task), step);
      ASSERT_EQ(holds, step == Step::write);
      const bool refused = program.refusals() > refusals;
      if (refused) ASSERT_TRUE(compact.mayRefuse(task));
      positions[task] = compact.after(task, positions[task], refused);
    }
    ASSERT_LE(steps, compact.longest());
    if (!compact.refuses() && program.finished()) ASSERT_EQ(steps, compact.longest());
  }
}

}  // namespace
}  // namespace interleave
