// The tree of choices of a program, and its states by steps where there is no room for a tree, beside an exploration.
#include "walk/program_tree.h"

#include <cmath>
#include <map>
#include <numbers>

#include "app/program_choices.h"
#include "program/load.h"
#include "random_threads.h"
#include "support.h"
#include "walk/ending_words.h"
#include "walk/stepping.h"

namespace interleave {
namespace {

using test::Random;

std::shared_ptr<const program::Program> programOf(const std::string& source) { return program::load(source).program; }

ProgramExploration explored(const std::shared_ptr<const program::Program>& program, std::uint64_t states = 100'000,
                            ProgramGraph::LikeStates like = ProgramGraph::LikeStates::asOne) {
  ExploreOptions options;
  options.maxStates = states;
  options.threads = 1;
  options.levels = true;
  ExploreProgress progress;
  return exploreProgram(program, false, options, progress, like);
}

// `amounts`: what each thread adds.
std::string adding(const std::string& amounts) {
  return "import threading\nx = 0\ndef add(n):\n    global x\n    x += n\nfor n in (" + amounts +
         "): threading.Thread(target=add, args=(n,)).start()\n";
}

// "ABAB x = 5 wrong", a line for each leaf.
std::vector<std::string> leavesOf(const ScheduleTree& tree, const ProgramExploration& exploration) {
  std::vector<std::string> lines;
  for (const std::uint32_t end : tree.ends()) {
    const ProgramEnding& ending = exploration.endings.at(static_cast<std::size_t>(tree.nodes()[end].value));
    EXPECT_EQ(tree.nodes()[end].verdict, walk::asVerdict(ending.grade));
    lines.push_back(tree.schedule(end) + " " + walk::endingWords(ending.ending) + " " + std::string(nameOf(ending.grade)));
  }
  return lines;
}

std::vector<std::string> leavesOf(const std::string& source) {
  const auto program = programOf(source);
  const ProgramExploration exploration = explored(program);
  walk::ProgramTree tree(program, false, exploration);
  while (tree.advance(1)) {
  }
  return tree.tree() == nullptr ? std::vector<std::string>{} : leavesOf(*tree.tree(), exploration);
}

TEST(ProgramTreeTest, ARaceHasSixLeaves) {
  const auto program = programOf(adding("5, 7"));
  const ProgramExploration exploration = explored(program);
  walk::ProgramTree tree(program, false, exploration);
  EXPECT_EQ(tree.tree(), nullptr) << "it is not made yet";
  EXPECT_TRUE(tree.advance(3));
  EXPECT_FALSE(tree.done());
  EXPECT_FALSE(tree.advance(1'000));
  EXPECT_TRUE(tree.done());
  ASSERT_NE(tree.tree(), nullptr);
  EXPECT_EQ(leavesOf(*tree.tree(), exploration),
            (std::vector<std::string>{"AABB x = 12 expected", "ABAB x = 7 wrong", "ABBA x = 5 wrong", "BAAB x = 7 wrong",
                                      "BABA x = 5 wrong", "BBAA x = 12 expected"}));
  EXPECT_EQ(tree.valuesAfter(""), "x = 0");
  EXPECT_EQ(tree.valuesAfter("BB"), "x = 7");
}

// Main comes last, and what polls without finding anything changed has no step.
TEST(ProgramTreeTest, HasTheStepsThatCanBeTaken) {
  EXPECT_EQ(leavesOf("import threading\nx = 0\ndone = False\ndef work():\n    global done\n    done = True\n"
                     "threading.Thread(target=work).start()\nwhile not done: pass\nx = 1\n"),
            std::vector<std::string>{"A done = True expected"});
}

TEST(ProgramTreeTest, DeadlocksAndErrorsAreLeaves) {
  const std::vector<std::string> leaves = leavesOf(
      "import threading\nlock = threading.Lock()\ndef take():\n    lock.acquire()\n    raise ValueError('kept')\n"
      "for i in range(2): threading.Thread(target=take).start()\n");
  ASSERT_EQ(leaves.size(), 2U);
  EXPECT_TRUE(leaves[0].starts_with("A ") && leaves[0].ends_with(" deadlock")) << leaves[0];
}

// Each schedule of it is possible, ends as its leaf says, and there are as many of each ending as were counted.
TEST(ProgramTreeTest, AgreesWithTheExplorationOfRandomPrograms) {
  Random random(51);
  int small = 0;
  for (int i = 0; i < test::rounds(150) && !testing::Test::HasFailure(); ++i) {
    const std::string source = i % 4 == 0 ? test::randomLikeThreads(random) : test::randomThreads(random);
    SCOPED_TRACE(source);
    const auto program = programOf(source);
    const ProgramExploration exploration = explored(program, 5'000);
    if (!walk::ProgramTree::mayFit(exploration)) continue;
    walk::ProgramTree made(program, false, exploration);
    while (made.advance(100)) {
    }
    if (made.tree() == nullptr) continue;
    ++small;
    const ScheduleTree& tree = *made.tree();
    ASSERT_EQ(std::to_string(tree.leaves()), exploration.schedules);
    std::map<std::int64_t, std::uint64_t> counts;
    walk::Stepping stepping{program::Machine(program)};
    for (const std::uint32_t end : tree.ends()) {
      ++counts[tree.nodes()[end].value];
      program::Machine machine = stepping.start();
      for (const char letter : tree.schedule(end)) {
        auto next = stepping.after(machine, program::agentOf(letter));
        ASSERT_TRUE(next);
        machine = std::move(*next);
      }
      ASSERT_EQ(stepping.able(machine), "");
      ASSERT_EQ(program::endingOf(machine), exploration.endings[static_cast<std::size_t>(tree.nodes()[end].value)].ending);
    }
    for (const auto& [ending, count] : counts)
      ASSERT_EQ(std::to_string(count), exploration.endings[static_cast<std::size_t>(ending)].schedules);
    for (const ProgramEnding& ending : exploration.endings)
      ASSERT_EQ(tree.path(ending.example).size(), ending.example.size() + 1);
  }
  EXPECT_GT(small, test::rounds(60));
}

TEST(ProgramTreeTest, OnlyOfSmallPrograms) {
  EXPECT_TRUE(walk::ProgramTree::mayFit(explored(programOf(adding("1, 2, 4, 8")))));  // 2,520
  EXPECT_FALSE(walk::ProgramTree::mayFit(explored(programOf(adding("1, 2, 4, 8, 16")))));
  EXPECT_FALSE(walk::ProgramTree::mayFit(explored(programOf(adding("1, 2")), 3))) << "not all are known";
  EXPECT_FALSE(
      walk::ProgramTree::mayFit(explored(programOf("import threading\nx = 0\ndef work(n):\n    global x\n    while True: x = n\n"
                                                   "for n in (1, 2): threading.Thread(target=work, args=(n,)).start()\n"))))
      << "executions can go on for ever";
  // Few schedules of many steps.
  const auto program = programOf(
      "import threading\nx = 0\nlock = threading.Lock()\ndef work():\n    global x\n    with lock:\n"
      "        for i in range(680): x += 1\nfor n in range(3): threading.Thread(target=work).start()\n");
  const ProgramExploration exploration = explored(program);
  ASSERT_EQ(exploration.schedules, "6");
  EXPECT_TRUE(walk::ProgramTree::mayFit(exploration));
  walk::ProgramTree tree(program, false, exploration);
  while (tree.advance(1'000)) {
  }
  EXPECT_TRUE(tree.done());
  EXPECT_EQ(tree.tree(), nullptr);
}

TEST(ProgramChoicesTest, MakesATreeBitByBit) {
  const auto program = programOf(adding("1, 2, 4, 8"));
  const ProgramExploration exploration = explored(program);
  ProgramChoices choices;
  EXPECT_FALSE(choices.work());
  const std::uint64_t before = choices.version();
  choices.follow(program, false, exploration);
  EXPECT_NE(choices.version(), before);
  EXPECT_TRUE(choices.making());
  while (choices.work()) EXPECT_EQ(choices.tree(), nullptr);
  ASSERT_NE(choices.tree(), nullptr);
  EXPECT_FALSE(choices.making());
  EXPECT_EQ(choices.tree()->leaves(), 2'520U);
  EXPECT_EQ(choices.valuesAt(choices.tree()->path("AA").back()), "x = 1");
  EXPECT_EQ(choices.valuesAt(choices.tree()->path("AABB").back()), "x = 3");
  EXPECT_EQ(choices.valuesAt(0), "x = 0");
  choices.follow(programOf(adding("1, 2, 4, 8, 16")), false, explored(programOf(adding("1, 2, 4, 8, 16"))));
  EXPECT_FALSE(choices.making());
  EXPECT_EQ(choices.tree(), nullptr);
}

// ---- States by steps -----------------------------------------------------------------------------------

TEST(GraphLevelsTest, CountStatesAndWays) {
  const GraphLevels found = explored(programOf(adding("5, 7"))).levels;
  EXPECT_TRUE(found.complete);
  const std::vector<StepLevel> expected = {{1, 0, 1, 0}, {2, 0, 2, 0}, {3, 0, 4, 0}, {4, 0, 6, 0}, {3, 3, 6, 0}};
  EXPECT_EQ(found.levels, expected);
}

// Beside all states that each number of steps leads to, one by one; the ways to the ends are the schedules.
TEST(GraphLevelsTest, AreThoseOfRandomPrograms) {
  Random random(52);
  int compared = 0;
  for (int i = 0; i < test::rounds(300) && !testing::Test::HasFailure(); ++i) {
    const std::string source = test::randomThreads(random);
    SCOPED_TRACE(source);
    const auto program = programOf(source);
    const ProgramExploration exploration = explored(program, 2'000, ProgramGraph::LikeStates::apart);
    if (!exploration.complete || exploration.endless) continue;
    ++compared;
    EXPECT_TRUE(exploration.levels.complete);
    walk::Stepping stepping{program::Machine(program)};
    program::StateEncoder encoder(stepping.start());
    const auto keyOf = [&](const program::Machine& machine) {
      const auto bytes = encoder.encode(machine);
      return std::string(bytes.begin(), bytes.end());
    };
    struct Reached {
      program::Machine machine;
      double ways = 0;
    };
    std::map<std::string, Reached> here;
    here.emplace(keyOf(stepping.start()), Reached{stepping.start(), 1});
    double schedules = 0;
    for (const StepLevel& level : exploration.levels.levels) {
      std::map<std::string, Reached> next;
      StepLevel counted{.states = here.size()};
      for (auto& [key, one] : here) {
        counted.ways += one.ways;
        const std::string able = stepping.able(one.machine);
        if (able.empty()) schedules += one.ways;
        counted.ends += able.empty() ? 1 : 0;
        for (const char letter : able) {
          auto after = stepping.after(one.machine, program::agentOf(letter));
          next.try_emplace(keyOf(*after), Reached{*after, 0}).first->second.ways += one.ways;
        }
      }
      ASSERT_EQ(level, counted);
      here = std::move(next);
    }
    EXPECT_TRUE(here.empty());
    EXPECT_EQ(std::to_string(static_cast<std::uint64_t>(schedules)), exploration.schedules);
  }
  EXPECT_GT(compared, test::rounds(150));
}

TEST(GraphLevelsTest, OfLikeThreadsTheWaysAreAll) {
  const auto program = programOf(adding("1, 1, 1"));
  const ProgramExploration asOne = explored(program);
  const ProgramExploration apart = explored(program, 100'000, ProgramGraph::LikeStates::apart);
  EXPECT_TRUE(asOne.likeAsOne);
  EXPECT_FALSE(apart.likeAsOne);
  ASSERT_EQ(asOne.levels.levels.size(), apart.levels.levels.size());
  for (std::size_t i = 0; i < asOne.levels.levels.size(); ++i) {
    EXPECT_EQ(asOne.levels.levels[i].ways, apart.levels.levels[i].ways);
    EXPECT_LE(asOne.levels.levels[i].states, apart.levels.levels[i].states);
  }
  EXPECT_LT(asOne.states, apart.states);
}

// More ways than a double can hold, found level by level and over the graph alike.
TEST(GraphLevelsTest, HaveAnyNumberOfWays) {
  const auto program = programOf(
      "import threading\nx = 0\ndef write():\n    global x\n    x = 1\ndef look(n):\n    for i in range(400): x\n"
      "for n in (1, 2): threading.Thread(target=look, args=(n,)).start()\n");
  ExploreOptions options;
  options.levels = true;
  for (const ProgramSearch search : {ProgramSearch::levels, ProgramSearch::graph}) {
    ExploreProgress progress;
    const ProgramExploration found = exploreProgram(program, false, options, progress, ProgramGraph::LikeStates::asOne, search);
    ASSERT_TRUE(found.levels.complete);
    const StepLevel& last = found.levels.levels.back();
    EXPECT_EQ(last.exponent, kTooManyWaysLog10);
    const double expected = (std::lgamma(801) - 2 * std::lgamma(401)) / std::numbers::ln10;
    EXPECT_NEAR(std::log10(last.ways) + last.exponent, expected, 1e-6);
  }
}

TEST(GraphLevelsTest, EndWhereNoMoreIsKnown) {
  const GraphLevels cut = explored(programOf(adding("1, 2, 4, 8")), 20).levels;
  const GraphLevels all = explored(programOf(adding("1, 2, 4, 8"))).levels;
  EXPECT_FALSE(cut.complete);
  EXPECT_LT(cut.levels.size(), all.levels.size());
  for (std::size_t i = 0; i < cut.levels.size(); ++i) EXPECT_EQ(cut.levels[i], all.levels[i]);
  const std::string forEver =
      "import threading\nx = 0\ndef work(n):\n    global x\n    while True: x = n\n"
      "for n in (1, 2): threading.Thread(target=work, args=(n,)).start()\n";
  const GraphLevels endless = explored(programOf(forEver)).levels;
  EXPECT_FALSE(endless.complete);
  EXPECT_EQ(endless.levels.size(), limits::kMaxScheduleSteps + 1);
  EXPECT_EQ(endless.levels[1].ends, 0U);
}

}  // namespace
}  // namespace interleave
