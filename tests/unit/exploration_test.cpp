#include "explore/exploration.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "explore/symmetry_counter.h"
#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

using Method = ExploreOptions::Method;
using boost::multiprecision::cpp_int;

Exploration exploreWith(const Settings& settings, Method method, int threads = 1) {
  ExploreProgress progress;
  ExploreOptions options;
  options.method = method;
  options.threads = threads;
  return explore(settings.program, options, progress);
}

Exploration exploreLink(std::string_view link, Method method = Method::automatic) {
  return exploreWith(decodeLink(link).settings, method);
}

// Every schedule, one after another, in the alphabet's order.
struct BruteForce {
  struct Ending {
    std::uint64_t schedules = 0;
    std::string example;
  };
  std::map<FinalState, Ending> endings;
  Ending deadlock;
  std::uint64_t schedules = 0;
  EndParts parts;

  explicit BruteForce(const Settings& settings) : parts(endPartsOf(settings.program)) { goOn(Program(settings.program), ""); }

  void goOn(Program program, const std::string& schedule) {
    if (program.finished()) return include(endings[program.finalState(parts)], schedule);
    if (program.deadlocked()) return include(deadlock, schedule);
    std::vector<std::size_t> able;
    for (std::size_t task = 0; task < program.tasks().size(); ++task) {
      if (program.canStep(task)) able.push_back(task);
    }
    for (const std::size_t task : able) {
      // Copying a program takes longer than a step of it.
      Program next = task == able.back() ? std::move(program) : program;
      next.step(task);
      goOn(std::move(next), schedule + taskLetter(task));
    }
  }

  void include(Ending& ending, const std::string& schedule) {
    ++schedules;
    if (ending.schedules++ == 0) ending.example = schedule;
  }
};

void expectEqual(const Exploration& found, const BruteForce& all) {
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.bound, "");
  EXPECT_EQ(found.schedules, std::to_string(all.schedules));
  EXPECT_EQ(found.deadlock.schedules, std::to_string(all.deadlock.schedules));
  EXPECT_EQ(found.deadlock.example, all.deadlock.example);
  ASSERT_EQ(found.endings.size(), all.endings.size());
  std::size_t i = 0;
  for (const auto& [end, ending] : all.endings) {
    EXPECT_EQ(found.endings[i].finalState(), end);
    EXPECT_EQ(found.endings[i].schedules, std::to_string(ending.schedules));
    EXPECT_EQ(found.endings[i].example, ending.example);
    ++i;
  }
}

void expectEqual(const Exploration& a, const Exploration& b) {
  EXPECT_EQ(a.schedules, b.schedules);
  EXPECT_EQ(a.deadlock.schedules, b.deadlock.schedules);
  EXPECT_EQ(a.deadlock.example, b.deadlock.example);
  ASSERT_EQ(a.endings.size(), b.endings.size());
  for (std::size_t i = 0; i < a.endings.size(); ++i) {
    EXPECT_EQ(a.endings[i].finalState(), b.endings[i].finalState());
    EXPECT_EQ(a.endings[i].schedules, b.endings[i].schedules);
    EXPECT_EQ(a.endings[i].example, b.endings[i].example);
  }
}

// Every example must end where it says, in the step machine.
void expectExamplesToHold(const Exploration& found) {
  cpp_int sum(found.deadlock.schedules);
  for (const ExploredEnding& ending : found.endings) {
    test::Drive drive({found.program, {}});
    drive.steps(ending.example);
    EXPECT_TRUE(drive.program().finished()) << ending.example;
    EXPECT_EQ(drive.program().balance(), ending.balance) << ending.example;
    sum += cpp_int(ending.schedules);
  }
  if (!found.deadlock.example.empty()) {
    test::Drive drive({found.program, {}});
    drive.steps(found.deadlock.example);
    EXPECT_TRUE(drive.program().deadlocked()) << found.deadlock.example;
  }
  EXPECT_EQ(sum.str(), found.schedules);
}

// How many steps of an update others can come in between.
std::int64_t weightOf(const Settings& settings) {
  if (settings.program.mode == Mode::transfer) return settings.program.lock == LockKind::none ? 4 : 2;
  switch (settings.program.lock) {
    case LockKind::none:
    case LockKind::ticket:
    case LockKind::timed: return 2;
    case LockKind::cas:
    case LockKind::optimistic: return 3;
    case LockKind::semaphore: return settings.program.permits == 1 ? 1 : 4;
    case LockKind::shared:
    case LockKind::wrongLock: return 4;
    case LockKind::checkThenLock: return 5;
    default: return 1;
  }
}

// A rough measure of how many schedules there are, to keep brute force affordable.
bool fewSchedules(const Settings& settings, std::int64_t steps) {
  std::int64_t updates = 0;
  for (const Transaction& each : settings.program.transactions) updates += each.throws ? 1 : each.times;
  return updates * weightOf(settings) <= steps;
}

std::vector<Transaction> powersOfTwo(int count, std::int64_t times = 1) {
  std::vector<Transaction> transactions;
  for (int i = 0; i < count; ++i) transactions.push_back({letterText(std::size_t(i)), Money{1} << i, times});
  return transactions;
}

// (2N)! / 2^N
std::string closedForm(int tasks) {
  cpp_int product = 1;
  for (int i = 2; i <= 2 * tasks; ++i) product *= i;
  return cpp_int(product >> tasks).str();
}

TEST(Exploration, CountsTheLesson) {
  EXPECT_EQ(nlohmann::json::parse(toJson(exploreLink("#v=1"), 10)),
            nlohmann::json::parse(R"({"complete": true, "schedules": "6", "deadlocks": "0", "expected": 0,
              "endings": [{"balance": -50, "schedules": "2", "example": "ABAB"},
                          {"balance": 0, "schedules": "2", "example": "AABB"},
                          {"balance": 150, "schedules": "2", "example": "ABBA"}],
              "endingsOmitted": 0, "states": 9, "method": "symmetry"})"));
}

TEST(Exploration, FindsOneEndingUnderALock) {
  for (const char* link : {"#v=1&lock=scoped", "#v=1&lock=manual"}) {
    const Exploration found = exploreLink(link);
    ASSERT_EQ(found.endings.size(), 1U);
    EXPECT_EQ(found.schedules, "2");
    EXPECT_EQ(found.endings[0].balance, 0);
    EXPECT_EQ(found.endings[0].example, "AAAABBBB");
  }
}

TEST(Exploration, FindsTheDeadlockOfALockThatIsNotReleased) {
  const Exploration found = exploreLink("#v=1&lock=manual&fail=A");
  EXPECT_EQ(found.schedules, "2");
  EXPECT_EQ(found.deadlock.schedules, "1");
  EXPECT_EQ(found.deadlock.example, "AA");
  EXPECT_EQ(found.deadlock.share, 0.5);
  EXPECT_EQ(found.expected, std::nullopt);
  ASSERT_EQ(found.endings.size(), 1U);
  EXPECT_EQ(found.endings[0].balance, -50);
  EXPECT_EQ(found.endings[0].example, "BBBBAA");
  const auto json = nlohmann::json::parse(toJson(found, 10));
  EXPECT_TRUE(json["expected"].is_null());
  EXPECT_EQ(json["endings"][1], nlohmann::json::parse(R"({"deadlock": true, "schedules": "1", "example": "AA"})"));
}

TEST(Exploration, FindsOneScheduleWithOneWorker) {
  const Exploration found = exploreLink("#v=1&workers=1&tx=a:1x3,b:2,c:3x2");
  EXPECT_EQ(found.schedules, "1");
  EXPECT_EQ(found.endings[0].example, "AAAAAABBCCCC");
}

TEST(Exploration, EqualsBruteForceOnRandomSettings) {
  test::Random random(20261);
  int compared = 0;
  while (compared < test::rounds(3000)) {
    const Settings settings = test::randomSettings(random, {.transactions = 5, .times = 3, .workers = 4});
    if (!fewSchedules(settings, compared % 10 == 0 ? 10 : 8)) continue;
    SCOPED_TRACE(encodeLink(settings));
    const BruteForce all(settings);
    expectEqual(exploreWith(settings, Method::states), all);
    // Of settings that symmetry does not apply to, the same again.
    expectEqual(exploreWith(settings, Method::symmetry), all);
    ++compared;
    if (HasFailure()) return;
  }
}

TEST(Exploration, CountersAgreeWhereBruteForceCannotFollow) {
  test::Random random(7);
  std::map<std::pair<LockKind, Mode>, int> compared;
  int all = 0;
  while (all < test::rounds(600)) {
    Settings settings = test::randomSettings(random, {.transactions = 7, .times = 3, .workers = 7});
    // Few amounts, so that tasks are often alike; now and then all of them deposits, which add up to nothing never.
    const Money least = test::oneIn(random, 3) ? 0 : -2;
    for (Transaction& each : settings.program.transactions) each.amount = 10 * test::between(random, least, 2);
    if (test::oneIn(random, 4)) settings.program.overdraft = Overdraft::allow;
    if (fewSchedules(settings, 10) || !fewSchedules(settings, 16)) continue;
    if (!symmetryApplies(settings.program)) continue;
    SCOPED_TRACE(encodeLink(settings));
    const Exploration found = exploreWith(settings, Method::symmetry);
    EXPECT_EQ(found.method, Method::symmetry);
    expectEqual(exploreWith(settings, Method::states), found);
    expectExamplesToHold(found);
    ++compared[{settings.program.lock, settings.program.mode}];
    ++all;
    if (HasFailure()) return;
  }
  // Each lock, and of transfers those that have any.
  EXPECT_EQ(compared.size(), allLocks().size() + 3);
}

TEST(Exploration, EqualsTheClosedForm) {
  for (int tasks = 1; tasks <= limits::kMaxWorkers; ++tasks) {
    const Settings settings = test::programOf(powersOfTwo(std::min(tasks, 10)));
    if (tasks <= 6) EXPECT_EQ(exploreWith(settings, Method::states).schedules, closedForm(tasks));
    if (tasks <= 10) EXPECT_EQ(exploreWith(settings, Method::symmetry).schedules, closedForm(tasks));
    const Settings equal = test::programOf(std::vector<Transaction>(std::size_t(tasks), Transaction{"deposit", 50}));
    EXPECT_EQ(exploreWith(equal, Method::automatic).schedules, closedForm(tasks));
  }
}

TEST(Exploration, EndsRightOnlyInOrder) {
  std::uint64_t factorial = 1;
  for (int tasks = 1; tasks <= 5; ++tasks) {
    factorial *= static_cast<std::uint64_t>(tasks);
    const Exploration found = exploreWith(test::programOf(powersOfTwo(tasks)), Method::automatic);
    EXPECT_EQ(found.endings.back().balance, found.expected);
    EXPECT_EQ(found.endings.back().schedules, std::to_string(factorial));
    EXPECT_EQ(found.endings.size(), (std::size_t{1} << tasks) - 1);
  }
}

TEST(Exploration, FindsTheEndingsOfFourTransactions) {
  const Exploration found = exploreLink("#v=1&start=0&tx=a:50,b:-150,c:50,d:-150&workers=4");
  std::vector<Money> balances;
  for (const ExploredEnding& each : found.endings) balances.push_back(each.balance);
  EXPECT_EQ(balances, (std::vector<Money>{-300, -250, -200, -150, -100, -50, 50, 100}));
}

TEST(Exploration, CountsTheLargestList) {
  std::vector<Transaction> deposits(limits::kMaxTransactions, Transaction{"deposit", 50});
  const Exploration found = exploreWith(test::programOf(std::move(deposits)), Method::automatic);
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.endings.size(), std::size_t{limits::kMaxTransactions});
  expectExamplesToHold(found);
}

TEST(Exploration, CountsAsOftenOnAnyNumberOfThreads) {
  const Settings settings = test::programOf(powersOfTwo(6));
  const Exploration one = exploreWith(settings, Method::states);
  for (const int threads : {2, 3, 8}) expectEqual(exploreWith(settings, Method::states, threads), one);
  const Settings many = test::programOf(powersOfTwo(8));
  expectEqual(exploreWith(many, Method::symmetry, 4), exploreWith(many, Method::symmetry));
}

TEST(Exploration, CountsPastAnyMachineNumber) {
  // Of 2 x 60 updates under a lock: (120 choose 60) orders, 117 bits.
  Settings settings = test::programOf({{"a", 1, 60}, {"b", -1, 60}}, LockKind::scoped);
  cpp_int orders = 1;
  for (int i = 1; i <= 60; ++i) orders = orders * (60 + i) / i;
  EXPECT_EQ(exploreWith(settings, Method::states).schedules, orders.str());
  EXPECT_EQ(exploreWith(settings, Method::symmetry).schedules, orders.str());
}

TEST(Exploration, TasksThatThrowOverwriteNothingAfterTheLastUpdate) {
  const Settings settings =
      test::programOf({{"a", 1}, {"b", 2, 1, true}, {"c", 3, 1, true}, {"d", 4, 1, true}}, LockKind::none, 1);
  for (const Method method : {Method::states, Method::symmetry}) {
    const Exploration found = exploreWith(settings, method);
    EXPECT_EQ(found.schedules, "1");
    ASSERT_EQ(found.endings.size(), 1U);
    EXPECT_EQ(found.endings.front().balance, 101);
  }
}

TEST(Exploration, CountsBySymmetryWhereNoValueDecidesTheSteps) {
  for (const LockInfo& lock : allLocks()) {
    const std::string link = "#v=1&lock=" + std::string(lock.name);
    EXPECT_EQ(exploreLink(link).method, Method::symmetry) << link;
    EXPECT_EQ(exploreLink(link + "&overdraft=refuse").method, Method::states) << link;
    // No withdrawal, nothing to refuse.
    EXPECT_EQ(exploreLink(link + "&overdraft=refuse&tx=a:1,b:2").method, Method::symmetry) << link;
    // A balance that has changed and changed back counts as unchanged for compare-and-swap.
    const bool byValue = lock.kind == LockKind::cas;
    EXPECT_EQ(exploreLink(link + "&tx=a:1,b:2,c:-3").method, byValue ? Method::states : Method::symmetry) << link;
    if (!canTransfer(lock.kind)) continue;
    EXPECT_EQ(exploreLink(link + "&mode=transfer").method, Method::symmetry) << link;
    EXPECT_EQ(exploreLink(link + "&mode=transfer&overdraft=refuse").method, Method::states) << link;
  }
}

TEST(Exploration, CountsTheLargestListUnderEveryLock) {
  for (const LockInfo& lock : allLocks()) {
    const std::vector<Transaction> deposits(limits::kMaxTransactions, Transaction{"deposit", 50});
    const Exploration found = exploreWith(test::programOf(deposits, lock.kind, 6), Method::automatic);
    SCOPED_TRACE(lock.name);
    EXPECT_TRUE(found.complete) << found.bound;
    EXPECT_EQ(found.method, Method::symmetry);
    expectExamplesToHold(found);
  }
}

TEST(Exploration, GoesOnWithTheCounterThatIsDoneFirst) {
  // Tasks of many updates and different amounts, two at a time: there are more intentions than balances.
  const char* link = "#v=1&start=0&lock=timed&tx=a:1,b:2x2,c:5x5,d:10x5,e:17x3,f:26x5";
  const Exploration found = exploreLink(link);
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.method, Method::states);
  const Exploration plain = exploreLink(link, Method::states);
  expectEqual(found, plain);
  EXPECT_EQ(found.states, plain.states);
  expectExamplesToHold(found);
}

TEST(Exploration, SaysWhatABoundHasKeptFromIt) {
  Settings settings = test::programOf(powersOfTwo(6));
  for (const Method method : {Method::states, Method::symmetry}) {
    ExploreProgress progress;
    ExploreOptions options;
    options.method = method;
    options.maxStates = 20;
    const Exploration found = explore(settings.program, options, progress);
    EXPECT_FALSE(found.complete);
    EXPECT_FALSE(found.cancelled);
    EXPECT_NE(found.bound.find("20 states"), std::string::npos) << found.bound;
    const auto json = nlohmann::json::parse(toJson(found, 10));
    EXPECT_EQ(json["complete"], false);
    EXPECT_EQ(json["bound"], found.bound);
  }
}

TEST(Exploration, KeepsWhatWasCountedBeforeTheBound) {
  // A refused withdrawal makes shorter schedules: those are counted when the bound is hit.
  const Settings settings = decodeLink("#v=1&start=0&tx=a:-1,b:-1,c:1x2&workers=3&overdraft=refuse").settings;
  const Exploration all = exploreWith(settings, Method::states);
  ExploreProgress progress;
  ExploreOptions options;
  options.maxStates = all.states - 1;
  const Exploration found = explore(settings.program, options, progress);
  EXPECT_FALSE(found.complete);
  EXPECT_GT(cpp_int(found.schedules), 0);
  EXPECT_LT(cpp_int(found.schedules), cpp_int(all.schedules));
}

TEST(Exploration, IsBoundInTimeAndMemory) {
  Settings settings = test::programOf(powersOfTwo(9));
  ExploreOptions options;
  options.method = Method::states;
  options.maxTime = std::chrono::milliseconds(1);
  ExploreProgress progress;
  EXPECT_NE(explore(settings.program, options, progress).bound.find("1.00 ms"), std::string::npos);
  options = {};
  options.maxBytes = 1'000'000;
  for (const Method method : {Method::states, Method::symmetry}) {
    options.method = method;
    ExploreProgress fresh;
    const Settings large = method == Method::states ? settings : test::programOf({{"a", 1, 90}, {"b", -1, 90}});
    EXPECT_NE(explore(large.program, options, fresh).bound.find("memory"), std::string::npos);
  }
}

TEST(Exploration, KeepsToItsBoundOfMemoryWhateverTakesIt) {
  // Nearly every state stands at positions of its own: what is kept of these takes more than the states.
  std::vector<Transaction> tasks;
  for (Money i = 0; i < 26; ++i) tasks.push_back({"d", i * i + 1});
  const Settings settings = test::programOf(std::move(tasks), LockKind::atomic, 16);
  ExploreOptions options;
  options.method = Method::states;
  options.maxBytes = 20'000'000;
  ExploreProgress progress;
  const Exploration found = explore(settings.program, options, progress);
  EXPECT_NE(found.bound.find("memory"), std::string::npos) << found.bound;
  EXPECT_LT(found.states, 120'000U);
}

TEST(Exploration, KeepsToItsBoundOfMemoryWhereItBegins) {
  // Each of 2,000,001 sets of updates that the last balance may contain is a state before the first step.
  const Settings settings = test::programOf({{"a", 1, 1'000'000}, {"b", 1, 1'000'000}});
  ExploreOptions options;
  options.method = Method::symmetry;
  options.maxBytes = 1'000'000;
  ExploreProgress progress;
  const Exploration found = explore(settings.program, options, progress);
  EXPECT_NE(found.bound.find("memory"), std::string::npos) << found.bound;
  EXPECT_LT(found.states, 60'000U);
  options = {.maxStates = 1'000};
  options.method = Method::symmetry;
  ExploreProgress fresh;
  EXPECT_EQ(explore(settings.program, options, fresh).states, 1'000U);
  EXPECT_LT(fresh.states.load(), 10'000U);
}

TEST(Exploration, CountsTheMemoryOfEndings) {
  const Settings settings = test::programOf(powersOfTwo(13));
  ExploreOptions options;
  options.method = Method::symmetry;
  ExploreProgress progress;
  const Exploration all = explore(settings.program, options, progress);
  ASSERT_TRUE(all.complete);
  // Each takes more than that.
  options.maxBytes = all.endings.size() * 150;
  ExploreProgress fresh;
  const Exploration found = explore(settings.program, options, fresh);
  EXPECT_NE(found.bound.find("memory"), std::string::npos) << found.bound;
  // All states had been found.
  EXPECT_EQ(fresh.states.load(), progress.states.load());
}

TEST(Exploration, AProgramWithOneScheduleIsNeverTooLarge) {
  const auto onlyOne = [](std::string_view link, Money ending, std::size_t steps) {
    ExploreProgress progress;
    ExploreOptions options;
    options.maxStates = 1'000;
    const Exploration found = explore(decodeLink(link).settings.program, options, progress);
    EXPECT_TRUE(found.complete) << found.bound;
    EXPECT_EQ(found.schedules, "1");
    ASSERT_EQ(found.endings.size(), 1U);
    EXPECT_EQ(found.endings[0].balance, ending);
    EXPECT_EQ(found.endings[0].share, 1);
    EXPECT_EQ(found.endings[0].example.size(), steps);
    EXPECT_EQ(found.states, steps + 1);
  };
  onlyOne("#v=1&tx=a:1x1000000", 1'000'100, 2'000'000);
  onlyOne("#v=1&tx=a:1x50000,b:-2x50000&workers=1&lock=scoped&start=0", -50'000, 400'000);
  ExploreProgress progress;
  const Exploration stuck = explore(decodeLink("#v=1&workers=1&lock=manual&fail=A").settings.program, {}, progress);
  EXPECT_EQ(stuck.deadlock.schedules, "1");
  EXPECT_EQ(stuck.deadlock.example, "AA");
}

TEST(Exploration, OneScheduleIsFoundAsByEveryOtherCounter) {
  test::Random random(19);
  for (int i = 0; i < test::rounds(200); ++i) {
    Settings settings = test::randomSettings(random, {.transactions = 4, .times = 3, .workers = 1});
    settings.program.workers = 1;
    expectEqual(exploreWith(settings, Method::automatic), exploreWith(settings, Method::states));
  }
}

TEST(Exploration, CanBeCancelled) {
  Settings settings = test::programOf(powersOfTwo(9));
  for (const Method method : {Method::states, Method::symmetry}) {
    ExploreProgress progress;
    ExploreOptions options;
    options.method = method;
    if (method == Method::symmetry) settings = test::programOf({{"a", 1, 300}, {"b", -1, 300}});
    std::thread canceller([&] {
      while (progress.states.load() < 1000) std::this_thread::yield();
      progress.cancel.store(true);
    });
    const Exploration found = explore(settings.program, options, progress);
    canceller.join();
    EXPECT_TRUE(found.cancelled);
    EXPECT_FALSE(found.complete);
    EXPECT_NE(found.bound, "");
  }
}

TEST(Exploration, ListsSoManyEndingsAndSaysHowManyMore) {
  const Exploration found = exploreWith(test::programOf(powersOfTwo(4)), Method::automatic);
  const auto json = nlohmann::json::parse(toJson(found, 5));
  EXPECT_EQ(json["endings"].size(), 5U);
  EXPECT_EQ(json["endingsOmitted"], 10);
}

TEST(Exploration, SharesAddUpToOne) {
  const Exploration found = exploreLink("#v=1&lock=manual&fail=A&tx=a:1,b:2,c:4&workers=3");
  double sum = found.deadlock.share;
  for (const ExploredEnding& each : found.endings) sum += each.share;
  EXPECT_DOUBLE_EQ(sum, 1.0);
}

}  // namespace
}  // namespace interleave
