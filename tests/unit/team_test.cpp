#include "explore/team.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

#include "model/limits.h"

namespace interleave {
namespace {

TEST(Team, DoesEveryPartOnce) {
  for (const int threads : {1, 2, 4}) {
    Team team(threads);
    for (const std::size_t parts : {0U, 1U, 2U, 1000U}) {
      std::vector<std::atomic<int>> done(parts);
      std::vector<std::atomic<int>> inside(static_cast<std::size_t>(team.threads()));
      std::atomic<bool> shared{false};
      team.forEach(parts, true, [&](std::size_t part, std::size_t thread) {
        if (inside[thread].fetch_add(1) != 0) shared = true;
        ++done[part];
        inside[thread].fetch_sub(1);
      });
      for (const std::atomic<int>& each : done) EXPECT_EQ(each, 1);
      EXPECT_FALSE(shared) << "two calls at a time had one thread's number";
    }
  }
}

TEST(Team, WorksAloneWhereHelpDoesNotPay) {
  Team team(4);
  const std::thread::id caller = std::this_thread::get_id();
  team.forEach(100, false, [&](std::size_t, std::size_t thread) {
    EXPECT_EQ(thread, 0U);
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
}

TEST(Team, ThrowsWhatAPartThrewAndGoesOn) {
  Team team(3);
  for (int round = 0; round < 20; ++round) {
    EXPECT_THROW(team.forEach(100, true,
                              [](std::size_t part, std::size_t) {
                                if (part == 40) throw std::runtime_error("part 40");
                              }),
                 std::runtime_error);
    std::atomic<int> done{0};
    team.forEach(50, true, [&](std::size_t, std::size_t) { ++done; });
    EXPECT_EQ(done, 50);
  }
}

TEST(Team, HasAsManyThreadsAsTheMachineUnlessTold) {
  const int machine = static_cast<int>(std::thread::hardware_concurrency());
  EXPECT_EQ(Team(0).threads(), std::clamp(machine, 1, limits::kMaxExploreThreads));
  EXPECT_EQ(Team(1).threads(), 1);
}

}  // namespace
}  // namespace interleave
