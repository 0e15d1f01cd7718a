// Exploring level by level beside the graph: all that is found is the same, but for the number of states.
#include "explore/program_levels.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "explore/program_exploration.h"
#include "program/load.h"
#include "program/terminates.h"
#include "random_threads.h"
#include "support.h"

namespace interleave::test {
namespace {

using Like = ProgramGraph::LikeStates;

struct How {
  bool output = false;
  Like like = Like::asOne;
  int threads = 1;
};

ProgramExploration explored(const std::shared_ptr<const program::Program>& program, const How& how, ProgramSearch search,
                            ExploreOptions options = {}) {
  options.threads = how.threads;
  ExploreProgress progress;
  return exploreProgram(program, how.output, options, progress, how.like, search);
}

struct Tally {
  int compared = 0;
  int recurring = 0;  // some states are in several levels
  int bounded = 0;  // a bound of the language ended them
};

void compare(const std::string& source, const How& how, Tally& tally) {
  const auto program = program::load(source).program;
  if (!program || !program::terminates(*program)) return;
  ExploreOptions options;
  options.maxStates = 100'000;
  const ProgramExploration graph = explored(program, how, ProgramSearch::graph, options);
  if (!graph.complete && graph.bound.find("bound of states") != std::string::npos) return;
  EXPECT_FALSE(graph.endless) << source;
  options.maxStates = 10'000'000;
  ProgramExploration levels = explored(program, how, ProgramSearch::levels, options);
  ++tally.compared;
  tally.recurring += levels.states != graph.states;
  tally.bounded += !graph.complete;
  if (graph.complete) EXPECT_GE(levels.states, graph.states) << source;
  levels.states = graph.states;
  EXPECT_EQ(toJson(levels, how.output), toJson(graph, how.output)) << source;
}

TEST(ProgramLevels, FilesAreExploredAlike) {
  Tally tally;
  for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (entry.path().extension() != ".py") continue;
    SCOPED_TRACE(entry.path().filename());
    std::ifstream file(entry.path());
    const std::string source(std::istreambuf_iterator<char>(file), {});
    for (const bool output : {false, true}) compare(source, {.output = output}, tally);
    compare(source, {.like = Like::apart, .threads = 2}, tally);
  }
  EXPECT_GT(tally.compared, 350);
  EXPECT_GT(tally.recurring, 50);
}

TEST(ProgramLevels, RandomProgramsAreExploredAlike) {
  Random random(31);
  Tally tally;
  const int count = rounds(isNightly() ? 30'000 : 2'000);
  for (int i = 0; i < count && !HasFailure(); ++i) {
    const std::string source = oneIn(random, 2) ? randomThreads(random) : randomLikeThreads(random);
    const How how{
        .output = oneIn(random, 4), .like = oneIn(random, 4) ? Like::apart : Like::asOne, .threads = oneIn(random, 16) ? 2 : 1};
    compare(source, how, tally);
  }
  EXPECT_GT(tally.compared, count / 2);
  EXPECT_GT(tally.recurring, count / 20);
}

std::string threadsThat(const std::string& definitions, int count, const std::string& arguments) {
  return "import threading\nx = 0\nx = 0\nlocks = [threading.Lock() for _ in range(8)]\n" + definitions +
         "threads = [threading.Thread(target=work, args=(" + arguments + ")) for i in range(" + std::to_string(count) +
         ")]\nfor t in threads: t.start()\nfor t in threads: t.join()\n";
}

std::string philosophers(int count, int rounds) {
  return threadsThat("def work(i):\n    for _ in range(" + std::to_string(rounds) +
                         "):\n        with locks[i]:\n            with locks[(i + 1) % " + std::to_string(count) +
                         "]:\n                pass\n",
                     count, "i,");
}

// Of which a thread takes a step more or less.
std::string updates() {
  return threadsThat(
      "def work(n):\n    global x\n    for _ in range(2):\n        if x % 2 == 0:\n            x += n\n        x += 1\n", 3,
      "i,");
}

// Of which each wakes all that wait, which then wait again.
std::string waiters() {
  return threadsThat(
      "items = []\ncondition = threading.Condition()\ndef work(i):\n    for _ in range(3):\n        with condition:\n"
      "            while (len(items) > 0) == (i < 2): condition.wait()\n"
      "            if i < 2: items.append(i)\n            else: items.pop()\n            condition.notify_all()\n",
      4, "i,");
}

// Programs whose levels are wide enough for two threads, and whose counts have several limbs.
TEST(ProgramLevels, LargeProgramsAreExploredAlike) {
  Tally tally;
  for (const std::string& source : {philosophers(4, 2), updates(), waiters()}) {
    for (const int threads : {1, 2}) compare(source, {.threads = threads}, tally);
  }
  EXPECT_EQ(tally.compared, 6);
}

TEST(ProgramLevels, CountsAreExactAtAnySize) {
  Tally tally;
  compare(threadsThat("def work(i):\n    for _ in range(200): print(x)\n", 2, "i,"), {}, tally);
  EXPECT_EQ(tally.compared, 1);
}

// Which then tells what the graph has found by then.
TEST(ProgramLevels, ABoundOfTheLanguageEndsThem) {
  Tally tally;
  const std::string body = "    for _ in range(2): x += 1\n    if x == 3: y = 2 ** 70\n";
  for (const std::string& arguments : {"0,", "i,"}) {
    for (const int threads : {1, 2})
      compare(threadsThat("def work(i):\n    global x\n" + body, 3, arguments), {.threads = threads}, tally);
  }
  EXPECT_EQ(tally.bounded, 4);
}

// Levels are not followed where the graph has fewer states, unless that is too large.
TEST(ProgramLevels, AreExploredWhereTheGraphIsTooLarge) {
  for (const auto& [source, bytes] : {std::pair(philosophers(5, 2), 3'500'000), std::pair(updates(), 3'500'000)}) {
    const auto program = program::load(source).program;
    ASSERT_TRUE(program);
    const ProgramExploration all = explored(program, {}, ProgramSearch::graph);
    ASSERT_TRUE(all.complete) << all.bound;
    ExploreOptions options;
    options.maxBytes = static_cast<std::uint64_t>(bytes);
    const ProgramExploration graph = explored(program, {}, ProgramSearch::graph, options);
    EXPECT_TRUE(graph.outOfMemory) << source;
    ProgramExploration found = explored(program, {}, ProgramSearch::automatic, options);
    EXPECT_TRUE(found.complete) << found.bound << source;
    found.states = all.states;
    EXPECT_EQ(toJson(found, false), toJson(all, false)) << source;
  }
}

TEST(ProgramLevels, TheGraphIsBuiltWhereItIsSmaller) {
  const auto program = program::load(waiters()).program;
  const ProgramExploration graph = explored(program, {}, ProgramSearch::graph);
  const ProgramExploration levels = explored(program, {}, ProgramSearch::levels);
  EXPECT_GT(levels.states, 3 * graph.states / 2);
  EXPECT_EQ(toJson(explored(program, {}, ProgramSearch::automatic), false), toJson(graph, false));
  // Where all levels together have too many states, too.
  const auto few = program::load(updates()).program;
  const ProgramExploration fewStates = explored(few, {}, ProgramSearch::graph);
  const ProgramExploration fewLevels = explored(few, {}, ProgramSearch::levels);
  ASSERT_GT(fewLevels.states, fewStates.states);
  ExploreOptions options;
  options.maxStates = fewStates.states;
  EXPECT_TRUE(explored(few, {}, ProgramSearch::automatic, options).complete);
}

// What was found by then is told: of each ending a shortest schedule, and no counts.
TEST(ProgramLevels, ABoundEndsThem) {
  const auto program = program::load(updates()).program;
  const ProgramExploration all = explored(program, {}, ProgramSearch::levels);
  ASSERT_TRUE(all.complete);
  bool some = false;
  for (const std::uint64_t part : {0U, 3U, 6U, 9U}) {
    ExploreOptions options;
    options.maxStates = all.states * part / 10 + 1;
    const ProgramExploration found = explored(program, {}, ProgramSearch::levels, options);
    EXPECT_FALSE(found.complete);
    EXPECT_EQ(found.bound, "the bound of states was reached; the endings found by then are listed");
    EXPECT_EQ(found.schedules, "");
    EXPECT_EQ(found.deadlocks, "");
    EXPECT_LE(found.endings.size(), all.endings.size());
    EXPECT_EQ(found.expected, all.expected);
    for (const ProgramEnding& one : found.endings) {
      EXPECT_EQ(one.schedules, "");
      const auto same = std::ranges::find_if(all.endings, [&](const ProgramEnding& other) { return other.ending == one.ending; });
      ASSERT_NE(same, all.endings.end());
      EXPECT_LE(one.example.size(), same->example.size());
      EXPECT_GE(one.preemptions, same->preemptions);
    }
    some = some || (!found.endings.empty() && found.endings.size() < all.endings.size());
  }
  EXPECT_TRUE(some);
}

TEST(ProgramLevels, AreCancelled) {
  const auto program = program::load(philosophers(5, 2)).program;
  ExploreProgress progress;
  progress.cancel.store(true);
  const ProgramExploration found = exploreProgram(program, false, {}, progress, Like::asOne, ProgramSearch::levels);
  EXPECT_TRUE(found.cancelled);
  EXPECT_FALSE(found.complete);
  EXPECT_EQ(found.bound, "it was cancelled");
}

}  // namespace
}  // namespace interleave::test
