// The graph of a program's states, edge by edge, beside a machine that has each state as a whole: the same steps lead to the same states.
#include "explore/program_graph.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "program/ending.h"
#include "program/load.h"
#include "support.h"
#include "support/started_machine.h"

namespace interleave::test {
namespace {

constexpr std::uint64_t kMostStates = 1'500;  // of a program that is looked at as a whole

void expectSameSteps(const std::string& name, const std::shared_ptr<const program::Program>& program, bool output) {
  SCOPED_TRACE(name);
  ProgramGraph graph(program, output);
  ExploreProgress progress;
  Budget budget(ExploreOptions{}, progress);
  Team team(1);
  graph.build(budget, team, kMostStates, ProgramGraph::LikeStates::apart);
  if (!graph.stopped().empty()) return;
  std::vector<std::optional<StartedMachine>> machines(graph.nodes());
  machines[0].emplace(graph.start());
  std::map<std::string, std::uint32_t> nodes{{keyOf(*machines[0]), 0}};
  for (std::uint32_t node = 0; node < graph.expanded(); ++node) {
    ASSERT_TRUE(machines[node]) << node;
    const std::string here = keyOf(*machines[node]);
    std::string letters, edges;
    for (const ProgramGraph::Edge& edge : graph.edges(node)) {
      const auto agent = agentOfRank(static_cast<LetterRank>(edge.rank));
      edges += program::letterOf(agent);
      StartedMachine next = *machines[node];
      ASSERT_TRUE(next.canStep(agent)) << node;
      next.step(agent);
      // States are told apart alike.
      EXPECT_EQ(nodes.try_emplace(keyOf(next), edge.target).first->second, edge.target) << node << edges;
      if (machines[edge.target]) EXPECT_EQ(keyOf(*machines[edge.target]), keyOf(next)) << node << edges;
      else machines[edge.target] = std::move(next);
    }
    for (LetterRank rank = 0; rank < program::kMaxAgents; ++rank) {
      StartedMachine next = *machines[node];
      if (agentOfRank(rank) >= next.agents() || !next.canStep(agentOfRank(rank))) continue;
      next.step(agentOfRank(rank));
      if (keyOf(next) != here) letters += letterOfRank(rank);
    }
    EXPECT_EQ(letters, edges) << node;
    // What is put together from parts is the state as a whole.
    const program::Ending put = program::endingOf(graph.machineAt(node)), whole = program::endingOf(*machines[node]);
    EXPECT_EQ(put.values, whole.values) << node;
    EXPECT_EQ(put.errors, whole.errors) << node;
    EXPECT_EQ(put.printed, whole.printed) << node;
    if (edges.empty()) EXPECT_EQ(put, whole) << node;
  }
}

std::shared_ptr<const program::Program> programIn(const std::filesystem::path& path) {
  std::ifstream file(path);
  return program::load(std::string(std::istreambuf_iterator<char>(file), {})).program;
}

TEST(ProgramGraph, EveryStepLeadsWhereItDoesOnTheMachine) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (entry.path().extension() == ".py") paths.push_back(entry.path());
  }
  ASSERT_GT(paths.size(), 100U);
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    const auto program = programIn(path);
    if (!program) continue;
    expectSameSteps(path.filename(), program, false);
    expectSameSteps(path.filename().string() + ", output", program, true);
  }
}

// Objects that are made on the way, have an identity or not, are passed on and forgotten.
TEST(ProgramGraph, ObjectsThatComeAndGoAreToldApart) {
  const std::map<std::string, std::string> programs = {{"locks of its own", R"(import threading
kept = []
def work():
    lock = None
    for i in range(2):
        lock = threading.Lock()
        kept.append(lock)
        with lock:
            kept.pop()
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
)"},
                                                       {"lists that several parts refer to", R"(import threading
shared = {}
def work(name):
    mine = [name]
    shared[name] = mine
    mine.append(len(shared))
    other = shared.get('A')
    if other is not None:
        other.append(name)
    shared.pop(name)
    mine.append(0)
a = threading.Thread(target=work, args=('A',))
b = threading.Thread(target=work, args=('B',))
a.start()
b.start()
a.join()
b.join()
)"},
                                                       {"an attribute that names other objects", R"(import threading
class Box:
    def __init__(self):
        self.content = None
box = Box()
class Item:
    def __init__(self, n):
        self.n = n
def work(n):
    box.content = Item(n)
    item = box.content
    item.n += 1
    box.content = None
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
)"},
                                                       {"iterators over a deque", R"(import threading
from collections import deque
d = deque([1, 2])
errors = 0
def look():
    global errors
    try:
        for x in d:
            pass
    except RuntimeError:
        errors += 1
def change():
    d.append(3)
    d.popleft()
a = threading.Thread(target=look)
b = threading.Thread(target=change)
a.start()
b.start()
a.join()
b.join()
)"},
                                                       {"threads that start threads", R"(import threading
n = 0
def leaf():
    global n
    n += 1
def branch():
    t = threading.Thread(target=leaf)
    t.start()
    t.join()
threads = []
for i in range(2):
    t = threading.Thread(target=branch)
    threads.append(t)
    t.start()
    print(n)
for t in threads: t.join()
)"},
                                                       {"a queue of objects", R"(import threading, queue
class Job:
    def __init__(self, n):
        self.n = n
        self.done = threading.Event()
jobs = queue.Queue()
def worker():
    while True:
        job = jobs.get()
        if job is None:
            return
        job.n *= 2
        job.done.set()
def client(n):
    job = Job(n)
    jobs.put(job)
    job.done.wait()
    jobs.put(None)
a = threading.Thread(target=worker)
b = threading.Thread(target=client, args=(3,))
a.start()
b.start()
a.join()
b.join()
)"},
                                                       {"a pool", R"(from concurrent.futures import ThreadPoolExecutor
total = 0
def add(n):
    global total
    total += n
    return [n]
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(add, n) for n in range(3)]
    results = [f.result() for f in futures]
)"}};
  for (const auto& [name, text] : programs) {
    const program::Loaded loaded = program::load(text);
    ASSERT_TRUE(loaded.program) << name << ": " << lang::messageOf(loaded.faults.front(), text);
    expectSameSteps(name, loaded.program, false);
  }
}

}  // namespace
}  // namespace interleave::test
