// States that differ by a renaming of like threads, as one node and apart: all that is found is the same, but for the number of states.
#include "explore/like_threads.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "explore/program_exploration.h"
#include "program/load.h"
#include "random_threads.h"
#include "support.h"

namespace interleave::test {
namespace {

using Like = ProgramGraph::LikeStates;

struct Compared {
  std::uint64_t states = 0, apart = 0;
  bool complete = false;
};

ProgramExploration explored(const std::shared_ptr<const program::Program>& program, bool output, Like like, int threads) {
  ExploreOptions options;
  options.threads = threads;
  options.maxStates = 30'000;
  ExploreProgress progress;
  return exploreProgram(program, output, options, progress, like);
}

Compared compare(const std::string& source, bool output, int threads = 1) {
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) return {};
  ProgramExploration merged = explored(loaded.program, output, Like::asOne, threads);
  ProgramExploration apart = explored(loaded.program, output, Like::apart, threads);
  const Compared result{merged.states, apart.states, apart.complete};
  if (!apart.complete) return result;
  merged.states = apart.states;
  EXPECT_EQ(toJson(merged, output), toJson(apart, output)) << source;
  return result;
}

// Four threads that run `work`, which has this body.
std::string programOf(const std::string& body, const std::string& afterwards = "for t in threads: t.join()\n",
                      const std::string& made = "threading.Thread(target=work)") {
  std::string indented = "    " + body;
  for (std::size_t at = indented.find('\n'); at != std::string::npos; at = indented.find('\n', at + 5))
    indented.insert(at + 1, "    ");
  return "import threading\nx = 0\nx = 0\nitems = []\nlock = threading.Lock()\nclass Box:\n    def __init__(self):\n"
         "        self.n = 0\ndef work(k=0):\n    global x\n" +
         indented + "\nthreads = [" + made + " for k in range(4)]\nfor t in threads: t.start()\n" + afterwards;
}

TEST(LikeThreads, AreFoundWhereNothingTellsThemApart) {
  const std::string pool =
      "import threading\nfrom concurrent.futures import ThreadPoolExecutor\nx = 0\nx = 0\n"
      "def work():\n    global x\n    x += 1\nwith ThreadPoolExecutor(4) as pool:\n"
      "    for _ in range(4): pool.submit(work)\n";
  for (const std::string& source : {programOf("x += 1"), programOf("with lock: items.append(x)"), pool, programOf("x += 1", ""),
                                    programOf("x += 1", "for t in threads: t.join()\nassert x == 4\n"),
                                    programOf("x += 1", "for t in threads[::-1]: t.join()\nprint(threads[0].name)\n")}) {
    const Compared compared = compare(source, false);
    EXPECT_LT(5 * compared.states, compared.apart) << source;
  }
}

TEST(LikeThreads, AreNoneWhereSomethingTellsThemApart) {
  for (const std::string& source :
       {programOf("x += k", "for t in threads: t.join()\n", "threading.Thread(target=work, args=(k,))"),
        programOf("items.append(threading.current_thread().name)"), programOf("items.append(Box())"),
        programOf("items.append(id(Box()))"), programOf("items.append(len(threads))"),
        programOf("lock.acquire()"),  // who waits for ever
        programOf("x += 1\nassert x < 4"),  // whose exception
        programOf("x += 1", "x += 5\nthreads[0].join()\n"), programOf("x += 1", "while threads[0].is_alive(): pass\n")}) {
    const Compared compared = compare(source, false);
    EXPECT_EQ(compared.states, compared.apart) << source;
  }
}

TEST(LikeThreads, FilesAreExploredAlike) {
  int fewer = 0;
  for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (entry.path().extension() != ".py") continue;
    std::ifstream file(entry.path());
    const std::string source(std::istreambuf_iterator<char>(file), {});
    for (const bool output : {false, true}) {
      const Compared compared = compare(source, output);
      fewer += compared.complete && compared.states < compared.apart;
    }
  }
  EXPECT_GT(fewer, 20);
}

TEST(LikeThreads, RandomProgramsAreExploredAlike) {
  Random random(17);
  const int count = rounds(isNightly() ? 20'000 : 600);
  int fewer = 0, alike = 0;
  for (int i = 0; i < count && !HasFailure(); ++i) {
    const Compared compared = compare(randomLikeThreads(random), oneIn(random, 4), oneIn(random, 8) ? 2 : 1);
    alike += compared.complete;
    fewer += compared.complete && compared.states < compared.apart;
  }
  EXPECT_GT(alike, count * 9 / 10);
  EXPECT_GT(fewer, count / 4);
}

}  // namespace
}  // namespace interleave::test
