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

#include "explore/program_run.h"
#include "program/load.h"
#include "random_threads.h"
#include "support.h"

namespace interleave::test {
namespace {

constexpr std::size_t kMostSchedules = 500;
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
  int compared = 0, fewer = 0, deadlocks = 0, left = 0;
};

void compare(const std::shared_ptr<const program::Program>& program, bool output, const std::string& source, Tally& tally) {
  const std::atomic<bool> cancel{false};
  ProgramRun every(program, output);
  const AllSchedules all(every);
  if (all.tooMany) return;
  PartialOrderOptions options;
  options.maxClasses = kMostSchedules + 1;
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

std::shared_ptr<const program::Program> programOf(const std::string& source) {
  const auto loaded = program::load(source);
  EXPECT_TRUE(loaded.program) << source;
  return loaded.program;
}

ProgramClasses classesOf(const std::string& source, bool output = false) {
  const std::atomic<bool> cancel{false};
  return exploreClasses(programOf(source), output, {}, 100, cancel);
}

constexpr std::string_view kRace = R"(import threading
x = 0
def work():
    global x
    x += 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
)";

// Two threads that do not meet have one class, whatever main waits for first.
TEST(ProgramClasses, WhatDoesNotMeetIsOneClass) {
  const ProgramClasses found = classesOf(R"(import threading
x = y = 0
def left():
    global x
    x += 1
def right():
    global y
    y += 1
a, b = threading.Thread(target=left), threading.Thread(target=right)
a.start()
b.start()
b.join()
a.join()
print(x + y)
)");
  EXPECT_TRUE(found.complete) << found.bound;
  EXPECT_EQ(found.representatives, (std::vector<std::string>{"AABB"}));
}

TEST(ProgramClasses, ElementsOfAListAreAPlaceEach) {
  const auto source = [](const std::string& index) {
    return "import threading\nxs = [0, 0]\ndef work(k):\n    xs[" + index +
           "] = k\nthreads = [threading.Thread(target=work, args=(k,)) for k in range(2)]\n"
           "for t in threads: t.start()\nfor t in threads: t.join()\n";
  };
  EXPECT_EQ(classesOf(source("k")).classes, 1U);
  EXPECT_EQ(classesOf(source("k - 1")).classes, 1U);
  EXPECT_EQ(classesOf(source("1")).classes, 2U);
}

TEST(ProgramClasses, OfARaceAreFourAndWithOutputMore) {
  EXPECT_EQ(classesOf(std::string(kRace)).representatives, (std::vector<std::string>{"AABB", "ABAB", "ABBA", "BBAA"}));
  const std::string prints =
      "import threading\ndef work(): print(1)\na = threading.Thread(target=work)\n"
      "b = threading.Thread(target=work)\na.start()\nb.start()\n";
  EXPECT_EQ(classesOf(prints).classes, 1U);
  EXPECT_EQ(classesOf(prints, true).classes, 2U);
}

TEST(ProgramClasses, SayWhatTheyCannotDo) {
  const auto boundOf = [](const std::string& lines) {
    const ProgramClasses found = classesOf("import threading\nx = 0\n" + lines);
    EXPECT_FALSE(found.complete);
    return found.bound;
  };
  EXPECT_EQ(boundOf("ready = threading.Condition()\n"), "classes are not known of programs with a Condition");
  EXPECT_EQ(boundOf("def work():\n    global x\n    x += 1\n    x += 1\nthreading.Thread(target=work, daemon=True).start()\n"
                    "x += 1\n"),
            "classes are not known of programs with daemon threads");
  EXPECT_EQ(boundOf("e = threading.Event()\ndef work():\n    e.wait(1)\nthreading.Thread(target=work).start()\ne.is_set()\n"),
            "classes are not known of programs that wait with a timeout");
  EXPECT_EQ(
      boundOf("def leaf():\n    global x\n    x += 1\ndef branch():\n    leaf()\n    threading.Thread(target=leaf).start()\n"
              "a, b = threading.Thread(target=branch), threading.Thread(target=branch)\na.start()\nb.start()\na.join()\n"
              "threading.Thread(target=leaf).start()\n"),
      "classes are not known where several threads start threads and one of them has waited before");
  EXPECT_EQ(boundOf("def work():\n    global x\n    while True: x += 1\n"
                    "for _ in range(2): threading.Thread(target=work).start()\n"),
            "a schedule has more than 4,096 steps");
  EXPECT_EQ(boundOf("def work():\n    global x\n    x = 1\n    x = 'a' * 20000\n"
                    "for _ in range(2): threading.Thread(target=work).start()\n")
                .substr(0, 7),
            "line 6:");
}

// ---- A bad ending ------------------------------------------------------------------------------------

BadEndingSearch badEndingOf(const std::string& source) {
  ExploreProgress progress;
  BadEndingSearch search = findBadEnding(programOf(source), false, {}, progress);
  EXPECT_EQ(progress.states.load(), search.classes);
  return search;
}

TEST(BadEnding, IsFoundWithAScheduleThatLeadsToIt) {
  BadEndingSearch search = badEndingOf(std::string(kRace));
  ASSERT_TRUE(search.bad);
  EXPECT_EQ(search.bad->grade, Grade::wrong);
  EXPECT_EQ(search.bad->ending.values, (std::vector<std::pair<std::string, std::string>>{{"x", "1"}}));
  EXPECT_EQ(search.bad->schedule, "ABAB");
  EXPECT_EQ(search.expected->values, (std::vector<std::pair<std::string, std::string>>{{"x", "2"}}));
  search.bad->words = "words";
  EXPECT_EQ(toJson(search, false), R"({"bad":{"values":{"x":"1"},"errors":[],"grade":"wrong","schedule":"ABAB","words":"words"},)"
                                   R"("expected":{"values":{"x":"2"}},"classes":{"complete":true,"number":"2"}})");
}

// Which of them comes first is another order, and no fault.
TEST(BadEnding, IsNoneWhereOrdersDiffer) {
  const BadEndingSearch search = badEndingOf(R"(import threading
x = ''
lock = threading.Lock()
def work(name):
    global x
    with lock: x += name
threads = [threading.Thread(target=work, args=(name,)) for name in 'ab']
for t in threads: t.start()
for t in threads: t.join()
)");
  EXPECT_TRUE(search.complete);
  EXPECT_FALSE(search.bad);
  EXPECT_EQ(search.classes, 2U);
}

// It is there, and bad, if and only if it is in the list of all endings.
TEST(BadEnding, IsThereIfOneOfAllEndingsIsBad) {
  Random random(21);
  int bad = 0, good = 0;
  for (int i = 0; i < rounds(400) && !testing::Test::HasFailure(); ++i) {
    const std::string source = randomThreads(random);
    const auto program = programOf(source);
    ExploreOptions bounds;
    bounds.maxStates = 5'000;
    ExploreProgress progress;
    const ProgramExploration all = exploreProgram(program, false, bounds, progress);
    if (!all.complete || all.endless) continue;
    PartialOrderOptions options;
    options.maxClasses = 2'000;
    const BadEndingSearch search = findBadEnding(program, false, options, progress);
    const auto isBad = [](const ProgramEnding& one) { return one.grade > Grade::anotherOrder; };
    if (search.bad) {
      const auto same = std::ranges::find(all.endings, search.bad->ending, &ProgramEnding::ending);
      ASSERT_NE(same, all.endings.end()) << source;
      // Without an expected ending the search leaves those alone that are not bad by themselves.
      EXPECT_EQ(same->grade, search.bad->grade) << source;
      ++bad;
    } else if (search.complete) {
      EXPECT_EQ(std::ranges::any_of(all.endings, isBad) && search.expected, false) << source;
      ++good;
    }
  }
  EXPECT_GT(bad, rounds(60));
  EXPECT_GT(good, rounds(60));
}

// ---- Behind an exploration -----------------------------------------------------------------------------

// An exploration of so few states knows no ending.
struct Beyond {
  ProgramExploration exploration;
  std::optional<BadEndingSearch> search;
};
Beyond beyondStates(const std::string& source, std::uint64_t states, std::chrono::milliseconds time = std::chrono::minutes(1)) {
  const auto begun = std::chrono::steady_clock::now();
  ExploreOptions options;
  options.maxStates = states;
  ExploreProgress progress;
  Beyond found{exploreProgram(programOf(source), false, options, progress), {}};
  options.maxTime = time;
  found.search = searchOn(programOf(source), false, found.exploration, options, begun, progress);
  return found;
}

constexpr std::string_view kLocked =
    "import threading\nx = 0\nlock = threading.Lock()\ndef work():\n    global x\n    with lock: x += 1\n"
    "threads = [threading.Thread(target=work) for _ in range(3)]\n"
    "for t in threads: t.start()\nfor t in threads: t.join()\n";

TEST(SearchOn, FindsWhatTheBoundOfStatesHides) {
  Beyond found = beyondStates(std::string(kRace), 3);
  EXPECT_TRUE(found.exploration.outOfStates);
  EXPECT_TRUE(found.exploration.endings.empty());
  ASSERT_TRUE(found.search && found.search->bad);
  EXPECT_EQ(found.search->bad->schedule, "ABAB");
  EXPECT_EQ(inWords(*found.search), "Then classes of schedules were gone through up to the second: it ends wrong.");
  const std::string json = toJson(found.exploration, false, {}, 10, {.search = &*found.search});
  EXPECT_NE(json.find(R"("search":{"bad":{"values":{"x":"1"},"errors":[],"grade":"wrong","schedule":"ABAB"},)"
                      R"("classes":{"complete":true,"number":"2"}})"),
            std::string::npos)
      << json;
  ExplorationWords words;
  found.search->bad->words = "words";
  addFound(*found.search, found.exploration, words);
  ASSERT_EQ(found.exploration.endings.size(), 1U);
  EXPECT_EQ(found.exploration.endings[0].grade, Grade::wrong);
  EXPECT_EQ(found.exploration.endings[0].simplest, "ABAB");
  EXPECT_TRUE(found.exploration.endings[0].anySchedule);
  EXPECT_EQ(words.endings, std::vector<std::string>{"words"});
  addFound(*found.search, found.exploration, words);
  EXPECT_EQ(found.exploration.endings.size(), 1U) << "it is among them";
}

TEST(SearchOn, SaysOfHowManyClassesNoneEndsBadly) {
  const Beyond found = beyondStates(std::string(kLocked), 3);
  ASSERT_TRUE(found.search);
  EXPECT_FALSE(found.search->bad);
  EXPECT_TRUE(found.search->complete);
  EXPECT_EQ(inWords(*found.search), "Then classes of schedules were gone through, all 6 of them: none ends badly.");
  BadEndingSearch search = *found.search;
  search.complete = false;
  search.bound = "it was cancelled";
  search.classes = 1'234;
  EXPECT_EQ(inWords(search),
            "Then classes of schedules were gone through, the first 1,234 of them: none ends badly (it was cancelled).");
  search.expected.reset();
  EXPECT_EQ(inWords(search),
            "Then classes of schedules were gone through, the first 1,234 of them: none ends with an error or in a "
            "deadlock (it was cancelled).");
  search.classes = 1;
  EXPECT_EQ(inWords(search),
            "Then classes of schedules were gone through, the first: it does not end with an error or in a deadlock (it "
            "was cancelled).");
  search.classes = 0;
  EXPECT_EQ(inWords(search), "Then classes of schedules were gone through: none came to its end (it was cancelled).");
}

TEST(SearchOn, BeginsOnlyWhereItCanFindMore) {
  EXPECT_FALSE(beyondStates(std::string(kRace), 1'000).search) << "all states were looked at";
  EXPECT_FALSE(beyondStates(std::string(kLocked), 3, std::chrono::milliseconds(0)).search) << "no time is left";
  EXPECT_FALSE(beyondStates("import threading\nready = threading.Condition()\n" + std::string(kRace), 3).search);
  // Where one bad ending is known, the search would stop at the next.
  const std::string early =
      "import threading\nx = 0\ndef work():\n    global x\n    x += 1\n    if x > 1:\n"
      "        for i in range(9): x += 1\n"
      "for _ in range(2): threading.Thread(target=work).start()\n";
  ExploreProgress progress;
  const ProgramExploration graph =
      exploreProgram(programOf(early), false, {}, progress, ProgramGraph::LikeStates::asOne, ProgramSearch::graph);
  const Beyond most = beyondStates(early, graph.states - 1);
  EXPECT_TRUE(most.exploration.outOfStates);
  EXPECT_NE(worstOf(most.exploration), nullptr) << "both have written 1";
  EXPECT_FALSE(most.search);
}

// It has to be told whether an ending takes a preemption, which a search without an answer must not claim.
TEST(SearchOn, ClaimsNothingThatItDoesNotKnow) {
  ExploreProgress progress;
  progress.onLook = [&progress] {
    if (progress.states.load() == 2) progress.cancel.store(true);
  };
  const BadEndingSearch search = findBadEnding(programOf(std::string(kRace)), false, {}, progress);
  EXPECT_FALSE(search.bad);
  EXPECT_FALSE(search.complete);
  EXPECT_EQ(search.bound, "it was cancelled");
}

TEST(SearchOn, HasAShareOfTheMemoryOfAnExploration) {
  ExploreOptions options;
  options.maxBytes = 24'000'000;
  EXPECT_EQ(searchBounds(options).maxWakeups, 375'000U);
  options.maxBytes = limits::kDefaultExploreBytes * 10;
  EXPECT_EQ(searchBounds(options).maxWakeups, limits::kDefaultWakeups);
}

// ---- Beside all schedules ------------------------------------------------------------------------------

TEST(ProgramClasses, AreThoseOfAllSchedulesOfRandomPrograms) {
  Random random(18);
  Tally tally;
  const int count = rounds(1'000);
  while (tally.compared < count && !testing::Test::HasFailure()) {
    const std::string source = randomThreads(random);
    compare(programOf(source), oneIn(random, 4), source, tally);
  }
  EXPECT_GT(tally.fewer, count / 2);
  EXPECT_GT(tally.deadlocks, count / 5);
  EXPECT_GT(tally.left, count / 10);
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
  EXPECT_GT(tally.compared, 200);
  EXPECT_GT(tally.fewer, 100);
}

}  // namespace
}  // namespace interleave::test
