// Classes of schedules of accounts, as their programs have them, beside models of the account alone.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "account/program.h"
#include "explore/exploration.h"
#include "explore/program_classes.h"
#include "explore/program_run.h"
#include "slow_classes.h"
#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;

struct Explored {
  ProgramClasses classes;
  std::vector<std::string> representatives;
  std::map<Money, std::uint64_t> endings;  // classes of each
  std::uint64_t deadlocks = 0;             // classes

  std::set<std::string> canonical() const { return {representatives.begin(), representatives.end()}; }
};

Explored explored(const Settings& settings, const PartialOrderOptions& options = {}) {
  Explored explored;
  const std::atomic<bool> cancel{false};
  explored.classes = exploreClasses(loadProgram(settings).program, false, options, 100'000, cancel);
  explored.representatives = explored.classes.representatives;
  for (const std::string& schedule : explored.representatives) {
    Program program(settings.program);
    for (const char letter : schedule) program.step(taskOf(letter));
    if (program.finished()) ++explored.endings[program.balance()];
    else ++explored.deadlocks;
  }
  return explored;
}

std::uint64_t numberOfClasses(const Settings& settings) {
  const std::atomic<bool> cancel{false};
  const ProgramClasses classes = exploreClasses(loadProgram(settings).program, false, {}, 0, cancel);
  EXPECT_TRUE(classes.complete) << classes.bound;
  EXPECT_EQ(classes.blocked, 0u);
  return classes.classes;
}

// The first schedule of the same class.
std::string canonicalSchedule(const Settings& settings, std::string_view schedule) {
  ProgramRun run(loadProgram(settings).program, false);
  for (const char letter : schedule) run.step(rankOf(program::agentOf(letter)));
  const auto letterOf = [](std::size_t task) { return letterOfRank(static_cast<LetterRank>(task)); };
  return interleave::canonicalSchedule(run, program::kMaxAgents, letterOf);
}

std::string described(const Settings& settings) {
  std::string text = "start " + std::to_string(settings.program.start) + ", " + std::to_string(settings.program.workers) +
                     " workers, lock " + std::string(lockInfo(settings.program.lock).name) +
                     (settings.program.overdraft == Overdraft::refuse ? ", refuses" : "");
  for (const Transaction& transaction : settings.program.transactions) {
    text += ", " + std::to_string(transaction.amount) + "x" + std::to_string(transaction.times) +
            (transaction.throws ? " throws" : "");
  }
  return text;
}

// ---- Known numbers --------------------------------------------------------------------------------

// Both read before the first write, in either order: two of the six schedules are no class of their own.
TEST(PartialOrder, TheLessonHasFourClasses) {
  const Explored lessons = explored(lesson());
  EXPECT_TRUE(lessons.classes.complete);
  EXPECT_EQ(lessons.classes.bound, "");
  EXPECT_EQ(lessons.classes.classes, 4u);
  EXPECT_EQ(lessons.deadlocks, 0u);
  EXPECT_EQ(lessons.endings, (std::map<Money, std::uint64_t>{{-50, 1}, {0, 2}, {150, 1}}));
  EXPECT_EQ(lessons.canonical(), (std::set<std::string>{"AABB", "ABAB", "ABBA", "BBAA"}));
}

TEST(PartialOrder, TheLessonUnderALockHasTwo) {
  for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
    const Explored lessons = explored(lesson(lock));
    EXPECT_EQ(lessons.endings, (std::map<Money, std::uint64_t>{{0, 2}}));
    EXPECT_EQ(lessons.representatives, (std::vector<std::string>{"AAAABBBB", "BBBBAAAA"}));
  }
}

// n! orders of the writes; and the task that writes in the k-th place has read in one of k gaps: n! again.
TEST(PartialOrder, SingleUpdatesWithoutALockHaveASquareOfAFactorial) {
  std::uint64_t factorial = 1;
  std::vector<Transaction> transactions;
  for (std::uint64_t n = 1; n <= 5; ++n) {
    factorial *= n;
    transactions.push_back({"update", static_cast<Money>(n)});
    EXPECT_EQ(numberOfClasses(programOf(transactions)), factorial * factorial);
  }
}

TEST(PartialOrder, OneWorkerHasOneClass) {
  for (const LockInfo& lock : allLocks()) {
    const Settings settings = programOf({{"a", 1, 50}, {"b", -2, 20}, {"c", 3}}, lock.kind, 1);
    EXPECT_EQ(numberOfClasses(settings), 1u);
  }
}

// The first end admits C into flight, and then the other task reads before C writes or after.
TEST(PartialOrder, EndsThatTakeFromTheQueueAreInOrder) {
  Settings settings = programOf({{"a", -1}, {"b", -1}, {"c", 1}}, LockKind::none, 2);
  settings.program.start = 0;
  settings.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(explored(settings).canonical(), (std::set<std::string>{"ABCC", "ACCBB", "BACC", "BCCAA"}));
}

// With the queue empty ends commute: AB and BA are one class.
TEST(PartialOrder, EndsThatFindTheQueueEmptyCommute) {
  Settings settings = programOf({{"a", -1}, {"b", -1}}, LockKind::none, 2);
  settings.program.start = 0;
  settings.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(explored(settings).canonical(), (std::set<std::string>{"AB"}));
}

// A throws and keeps the lock: tasks before it are done, the others wait for ever.
TEST(PartialOrder, DeadlocksAreClassesToo) {
  const Settings settings = programOf({{"a", 1, 1, true}, {"b", 10}, {"c", 100}}, LockKind::manual);
  const Explored all = explored(settings);
  EXPECT_EQ(all.canonical(), (std::set<std::string>{"AA", "BBBBAA", "BBBBCCCCAA", "CCCCAA", "CCCCBBBBAA"}));
  EXPECT_EQ(all.classes.classes, 5u);
  // Where A comes last, no task is left to wait.
  EXPECT_EQ(all.deadlocks, 3u);
  EXPECT_EQ(all.endings, (std::map<Money, std::uint64_t>{{210, 2}}));
}

// ---- Against slow models --------------------------------------------------------------------------

void expectTheSame(const Settings& settings, const test::SlowClasses& slow) {
  SCOPED_TRACE(described(settings));
  const Explored fast = explored(settings);
  EXPECT_TRUE(fast.classes.complete) << fast.classes.bound;
  EXPECT_EQ(fast.classes.blocked, 0u);
  EXPECT_EQ(fast.classes.classes, slow.classes);
  EXPECT_EQ(fast.endings, slow.endings);
  EXPECT_EQ(fast.deadlocks, slow.deadlocks);
  EXPECT_EQ(fast.representatives.size(), slow.classes);
  std::set<std::size_t> seen;
  for (const std::string& schedule : fast.representatives) {
    const auto found = slow.classOf.find(schedule);
    ASSERT_NE(found, slow.classOf.end()) << schedule << " is no schedule to the end";
    EXPECT_TRUE(seen.insert(found->second).second) << schedule << " is of a class that was seen before";
  }
}

TEST(PartialOrder, GivesOneScheduleOfEachClass) {
  test::Random random(1);
  const test::Shape shapes[] = {
      {.transactions = 2, .times = 3, .workers = 2, .plain = true},
      {.transactions = 3, .times = 2, .workers = 3, .plain = true},
      {.transactions = 4, .times = 1, .workers = 4, .plain = true},
      {.transactions = 6, .times = 2, .workers = 2, .plain = true},
  };
  int compared = 0;
  std::size_t most = 0;
  for (int i = 0; compared < test::rounds(3'000); ++i) {
    const Settings settings = test::randomSettings(random, shapes[i % 4]);
    const auto slow = test::classesBySwaps(settings, 800);
    if (!slow) continue;
    ++compared;
    most = std::max(most, slow->classes);
    expectTheSame(settings, *slow);
    const test::Endings endings = test::endingsOf(settings);
    EXPECT_EQ(slow->schedules.size(), endings.schedules);
    EXPECT_EQ(slow->deadlocks > 0, endings.deadlocks > 0);
    EXPECT_TRUE(std::ranges::equal(
        slow->endings, endings.balances, {}, [](const auto& e) { return e.first; }, [](const auto& e) { return e.first; }));
    if (HasFailure()) return;
  }
  EXPECT_GT(most, 300u);
}

// Reads that end their task, before a queue: what only the pool puts in order.
TEST(PartialOrder, GivesOneScheduleOfEachClassWhereReadsEndTasks) {
  test::Random random(2);
  int compared = 0;
  while (compared < test::rounds(500)) {
    Settings settings = test::randomSettings(random, {.transactions = 6, .times = 2, .workers = 3, .plain = true});
    settings.program.lock = LockKind::none;
    settings.program.overdraft = Overdraft::refuse;
    settings.program.start = test::between(random, 0, 20);
    for (Transaction& transaction : settings.program.transactions) {
      transaction.throws = test::oneIn(random, 3);
      transaction.amount = test::between(random, -20, 10);
    }
    const auto slow = test::classesBySwaps(settings, 1'500);
    if (!slow) continue;
    ++compared;
    expectTheSame(settings, *slow);
    if (HasFailure()) return;
  }
}

TEST(PartialOrder, UnderALockEveryScheduleIsAClass) {
  test::Random random(3);
  int compared = 0;
  while (compared < test::rounds(200)) {
    Settings settings = test::randomSettings(random, {.transactions = 5, .times = 2, .workers = 4, .plain = true});
    if (settings.program.lock == LockKind::none) continue;
    const test::Endings endings = test::endingsOf(settings);
    ++compared;
    const Explored fast = explored(settings);
    EXPECT_EQ(fast.classes.classes, endings.schedules) << described(settings);
    EXPECT_EQ(fast.endings, endings.balances) << described(settings);
    EXPECT_EQ(fast.deadlocks, endings.deadlocks) << described(settings);
    for (const std::string& schedule : fast.representatives) {
      EXPECT_EQ(canonicalSchedule(settings, schedule), schedule);
    }
    if (HasFailure()) return;
  }
}

// Programs with too many schedules to list them.
TEST(PartialOrder, CountsAsGapsBetweenWritesDo) {
  EXPECT_EQ(test::classesByGaps(lesson()), 4u);
  test::Random random(4);
  int compared = 0;
  std::uint64_t most = 0;
  while (compared < 60) {
    Settings settings = test::randomSettings(random, {.transactions = 5, .times = 3, .workers = 5, .plain = true});
    settings.program.lock = LockKind::none;
    settings.program.workers = limits::kMaxWorkers;
    std::int64_t updates = 0;
    for (Transaction& transaction : settings.program.transactions) {
      transaction.throws = false;
      updates += transaction.times;
    }
    if (updates < 4 || updates > 6) continue;
    const std::uint64_t classes = test::classesByGaps(settings);
    if (classes > 30'000) continue;
    ++compared;
    most = std::max(most, classes);
    EXPECT_EQ(numberOfClasses(settings), classes) << described(settings);
  }
  EXPECT_GT(most, 10'000u);
}

TEST(PartialOrder, TheCanonicalScheduleIsTheFirstOfItsClass) {
  test::Random random(5);
  int compared = 0;
  while (compared < test::rounds(300)) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 2, .workers = 3, .plain = true});
    const auto slow = test::classesBySwaps(settings, 200);
    if (!slow) continue;
    ++compared;
    for (const std::string& schedule : slow->schedules) {
      EXPECT_EQ(canonicalSchedule(settings, schedule), slow->firstOf(schedule)) << described(settings);
    }
    if (HasFailure()) return;
  }
}

TEST(PartialOrder, ThePartOfAScheduleHasACanonicalOneToo) {
  EXPECT_EQ(canonicalSchedule(lesson(), ""), "");
  EXPECT_EQ(canonicalSchedule(lesson(), "BA"), "AB");
  EXPECT_EQ(canonicalSchedule(lesson(), "BBA"), "BBA");
}

// ---- Bounds ---------------------------------------------------------------------------------------

Settings fiveSingleUpdates() { return programOf({{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}}); }

TEST(PartialOrder, SaysWhenThereAreMoreClasses) {
  const Explored some = explored(fiveSingleUpdates(), {.maxClasses = 100});
  EXPECT_FALSE(some.classes.complete);
  EXPECT_EQ(some.classes.bound, "it has come to the bound of 100 classes");
  EXPECT_EQ(some.classes.classes, 100u);
  EXPECT_EQ(some.representatives.size(), 100u);
  // As many as allowed are not more.
  EXPECT_TRUE(explored(lesson(), {.maxClasses = 4}).classes.complete);
  EXPECT_FALSE(explored(lesson(), {.maxClasses = 3}).classes.complete);
}

TEST(PartialOrder, SaysWhenTheTimeIsUp) {
  Settings settings = fiveSingleUpdates();
  for (Transaction& transaction : settings.program.transactions) transaction.times = 100;
  PartialOrderOptions options;
  options.maxTime = std::chrono::milliseconds(20);
  const ProgramClasses classes = explored(settings, options).classes;
  EXPECT_FALSE(classes.complete);
  EXPECT_EQ(classes.bound, "it has come to the bound of 20.0 ms");
}

TEST(PartialOrder, SaysWhenItIsCancelled) {
  std::atomic<bool> cancel{false};
  ProgramRun run(loadProgram(fiveSingleUpdates()).program, false);
  std::uint64_t seen = 0;
  const auto atEnd = [&] {
    cancel = ++seen == 10;
    return true;
  };
  const ClassCounts classes = ClassSearch(run, {}, atEnd, cancel).search();
  EXPECT_FALSE(classes.complete);
  EXPECT_EQ(classes.bound, "it was cancelled");
  EXPECT_EQ(classes.classes, 10u);
}

TEST(PartialOrder, SaysWhenTooMuchIsStillToBeExplored) {
  const ProgramClasses classes = explored(fiveSingleUpdates(), {.maxWakeups = 10}).classes;
  EXPECT_FALSE(classes.complete);
  EXPECT_EQ(classes.bound, "it has come to the bound of its memory");
  EXPECT_GT(classes.classes, 0u);
}

TEST(PartialOrder, SaysWhenSchedulesAreTooLong) {
  const auto steps = static_cast<std::int64_t>(limits::kMaxScheduleSteps);
  EXPECT_EQ(numberOfClasses(programOf({{"a", 1, steps / 2}})), 1u);
  const ProgramClasses classes = explored(programOf({{"a", 1, steps / 2 + 1}})).classes;
  EXPECT_FALSE(classes.complete);
  EXPECT_EQ(classes.bound, "a schedule has more than 4,096 steps");
  EXPECT_EQ(classes.classes, 0u);
}

// The longest schedules that it takes, with many races to reverse in each.
TEST(PartialOrder, GoesThroughLongSchedules) {
  for (const LockKind lock : {LockKind::none, LockKind::scoped}) {
    const auto times = static_cast<std::int64_t>(limits::kMaxScheduleSteps) / (lock == LockKind::none ? 8 : 16);
    const Settings settings = programOf({{"a", 1, times}, {"b", 2, times}, {"c", 3, times}, {"d", 4, times}}, lock);
    const Explored some = explored(settings, {.maxClasses = 20});
    EXPECT_EQ(some.classes.bound, "it has come to the bound of 20 classes");
    ASSERT_EQ(some.representatives.size(), 20u);
    for (const std::string& schedule : some.representatives) {
      EXPECT_EQ(schedule.size(), limits::kMaxScheduleSteps);
      EXPECT_EQ(possiblePrefix(settings.program, schedule), schedule.size());
    }
    EXPECT_EQ(some.canonical().size(), 20u);
  }
}

// ---- As JSON --------------------------------------------------------------------------------------

using Json = nlohmann::json;

Json listed(std::size_t most, const PartialOrderOptions& options = {}) {
  const std::atomic<bool> cancel{false};
  const ProgramClasses classes = exploreClasses(loadProgram(lesson()).program, false, options, most, cancel);
  return Json::parse(toJson(Exploration(), 0, &classes))["classes"];
}

TEST(PartialOrder, ListsTheFirstScheduleOfEachClass) {
  EXPECT_EQ(listed(4), Json::parse(R"({"complete": true, "number": "4",
      "representatives": ["AABB", "ABAB", "ABBA", "BBAA"], "representativesOmitted": 0})"));
}

TEST(PartialOrder, SaysHowManyItDoesNotList) {
  const Json json = listed(3);
  EXPECT_EQ(json["number"], "4");
  EXPECT_EQ(json["representatives"].size(), 3u);
  EXPECT_EQ(json["representativesOmitted"], 1);
  EXPECT_EQ(json["complete"], true);
}

TEST(PartialOrder, SaysWhatCutTheListShort) {
  const Json json = listed(1'000, {.maxClasses = 2});
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["bound"], "it has come to the bound of 2 classes");
  EXPECT_EQ(json["number"], "2");
  EXPECT_EQ(json["representatives"].size(), 2u);
  EXPECT_EQ(json["representativesOmitted"], 0);
}

}  // namespace
}  // namespace interleave
