// Classes of schedules of programs, beside all schedules, of which those that differ by the order of two independent neighbours are one class.
#include "explore/program_classes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "account/program.h"
#include "explore/partial_order.h"
#include "explore/program_run.h"
#include "program/load.h"
#include "random_threads.h"
#include "support.h"

namespace interleave::test {
namespace {

constexpr std::size_t kMostSchedules = 3'000;
constexpr std::size_t kMostSteps = 60;

struct Schedule {
  std::vector<ProgramLabel> labels;
  std::vector<bool> inOrder;  // by step: it depends on the one before
  program::Ending ending;
};

// Every schedule, one after the other.
struct AllSchedules {
  explicit AllSchedules(ProgramRun& over) : run(over) { go(); }

  void go() {
    if (!trouble.empty() || tooMany) return;
    trouble = run.trouble();
    if (!trouble.empty()) return;
    bool moved = false;
    for (std::size_t task = 0; task < program::kMaxAgents; ++task) {
      if (!run.canStep(task)) continue;
      moved = true;
      run.step(task);
      if (run.length() > kMostSteps) tooMany = true;
      go();
      run.undo();
    }
    if (moved) return;
    Schedule schedule;
    for (std::size_t place = 0; place < run.length(); ++place) {
      schedule.labels.push_back(run.label(place));
      const std::size_t task = place == 0 ? 0 : run.label(place - 1).task;
      schedule.inOrder.push_back(place > 0 && run.stepsBefore(place, task) >= run.stepsBefore(place - 1, task));
    }
    program::Machine end = run.machine();
    schedule.ending = program::endingOf(end);
    found.emplace(run.schedule(), std::move(schedule));
    tooMany = tooMany || found.size() > kMostSchedules;
  }

  ProgramRun& run;
  std::map<std::string, Schedule> found;
  std::string trouble;
  bool tooMany = false;
};

// The number of each schedule's class.
std::map<std::string, std::size_t> classesBySwaps(const AllSchedules& all, const std::string& source) {
  std::vector<std::size_t> parent(all.found.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i];
    return i;
  };
  std::map<std::string, std::size_t> numbers;
  for (const auto& [letters, schedule] : all.found) numbers.emplace(letters, numbers.size());
  for (const auto& [letters, schedule] : all.found) {
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
      if (schedule.inOrder[i + 1]) continue;
      std::string swapped = letters;
      std::swap(swapped[i], swapped[i + 1]);
      const auto other = all.found.find(swapped);
      if (other == all.found.end()) {
        ADD_FAILURE() << letters << " without " << swapped << "\n" << source;
        return {};
      }
      EXPECT_EQ(other->second.labels[i], schedule.labels[i + 1]) << letters << " " << swapped << "\n" << source;
      EXPECT_EQ(other->second.labels[i + 1], schedule.labels[i]) << letters << " " << swapped << "\n" << source;
      EXPECT_EQ(other->second.ending, schedule.ending) << letters << " " << swapped << "\n" << source;
      parent[root(numbers[letters])] = root(numbers[swapped]);
    }
  }
  for (auto& [letters, number] : numbers) number = root(number);
  return numbers;
}

struct Tally {
  int compared = 0, fewer = 0, deadlocks = 0, left = 0, large = 0;
};

void compare(const std::shared_ptr<const program::Program>& program, bool output, const std::string& source, Tally& tally) {
  const std::atomic<bool> cancel{false};
  ProgramRun every(program, output);
  const AllSchedules all(every);
  if (all.tooMany) {
    ++tally.large;
    return;
  }
  PartialOrderOptions options;
  options.maxClasses = kMostSchedules;
  const ProgramClasses found = exploreClasses(program, output, options, kMostSchedules, cancel);
  if (!all.trouble.empty()) {
    ++tally.left;
    EXPECT_FALSE(found.complete) << all.trouble << "\n" << source;
    return;
  }
  const auto classes = classesBySwaps(all, source);
  std::set<std::size_t> distinct, met;
  for (const auto& [letters, number] : classes) distinct.insert(number);
  EXPECT_TRUE(found.complete) << found.bound << "\n" << source;
  EXPECT_EQ(found.blocked, 0U) << source;
  EXPECT_EQ(found.classes, distinct.size()) << all.found.size() << " schedules\n" << source;
  for (const std::string& letters : found.representatives) {
    const auto known = classes.find(letters);
    if (known == classes.end()) {
      ADD_FAILURE() << letters << " is no schedule\n" << source;
      continue;
    }
    EXPECT_TRUE(met.insert(known->second).second) << letters << " is of a class that was seen before\n" << source;
    // The first of its class.
    const auto first = std::ranges::find(classes, known->second, [](const auto& one) { return one.second; });
    EXPECT_EQ(first->first, letters) << source;
  }
  const bool bad = std::ranges::any_of(all.found, [](const auto& one) { return !one.second.ending.deadlock.empty(); });
  ++tally.compared;
  tally.fewer += distinct.size() < all.found.size();
  tally.deadlocks += bad;
}

TEST(ProgramClasses, AreThoseOfAllSchedulesOfRandomPrograms) {
  Random random(18);
  Tally tally;
  const int count = rounds(isNightly() ? 5'000 : 1'000);
  for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    const std::string source = randomThreads(random);
    const auto loaded = program::load(source);
    ASSERT_TRUE(loaded.program) << source;
    compare(loaded.program, oneIn(random, 4), source, tally);
  }
  std::cerr << tally.compared << " " << tally.fewer << " " << tally.deadlocks << " left " << tally.left << " large " << tally.large << "\n";
  EXPECT_GT(tally.compared, count / 4);
  EXPECT_GT(tally.fewer, count / 20);
  EXPECT_GT(tally.deadlocks, count / 50);
}

TEST(ProgramClasses, AreThoseOfAllSchedulesOfTheCorpus) {
  Tally tally;
  for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (entry.path().extension() != ".py") continue;
    std::ifstream file(entry.path());
    const std::string source(std::istreambuf_iterator<char>(file), {});
    const auto loaded = program::load(source);
    if (!loaded.program) continue;
    for (const bool output : {false, true}) compare(loaded.program, output, entry.path().filename().string(), tally);
  }
  std::cerr << tally.compared << " " << tally.fewer << " " << tally.deadlocks << " left " << tally.left << " large " << tally.large << "\n";
  EXPECT_GT(tally.compared, 100);
}

}  // namespace
}  // namespace interleave::test
