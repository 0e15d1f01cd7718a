#include "program/machine.h"

#include <string>
#include <vector>

#include "explore/program_graph.h"
#include "program/ending.h"
#include "program/key.h"
#include "program/load.h"
#include "support.h"

namespace interleave::test {
namespace {

using program::AgentId;
using program::agentOf;
using program::letterOf;
using program::Machine;

Machine machineOf(const std::string& source, bool output = false) {
  const program::Loaded loaded = program::load(source);
  EXPECT_TRUE(loaded.program) << (loaded.faults.empty() ? "" : lang::messageOf(loaded.faults.front(), source)) << source;
  return Machine(loaded.program, output);
}

// The letters that have a step.
std::string able(Machine& machine) {
  std::string letters;
  for (std::size_t i = 1; i <= machine.agents(); ++i) {
    const auto agent = static_cast<AgentId>(i % machine.agents());
    if (machine.canStep(agent)) letters += letterOf(agent);
  }
  return letters;
}

void take(Machine& machine, std::string_view letters) {
  for (const char letter : letters) {
    ASSERT_TRUE(machine.canStep(agentOf(letter))) << letter << " of " << letters << "; able: " << able(machine);
    machine.step(agentOf(letter));
  }
}

// The lowest letter that has a step takes it, until none has one; the letters.
std::string runSerially(Machine& machine) {
  std::string taken;
  for (std::string letters = able(machine); !letters.empty() && taken.size() < 1'000; letters = able(machine)) {
    take(machine, letters.substr(0, 1));
    taken += letters[0];
  }
  return taken;
}

std::string valueOf(Machine& machine, const std::string& name) {
  for (const auto& [known, value] : program::endingOf(machine).values) {
    if (known == name) return value;
  }
  return "";
}

const std::string kThings =
    "import threading, queue, time\nfrom collections import deque\nfrom interleave import Atomic, SpinLock, TicketLock, RWLock, "
    "CheckThenLock\n"
    "class Box:\n    def __init__(self):\n        self.n = 0\n        self.name = 'box'\n    def add(self):\n        self.n += "
    "1\n"
    "x = 1\nx = 0\nflag = True\nflag = True\nitems = []\nitems = [1, 2]\ntable = {1: 5}\nline = deque([1, 2])\nnames = {1}\nbox "
    "= Box()\nwhole = (1, 2)\n"
    "lock = threading.Lock()\nagain = threading.RLock()\ncond = threading.Condition()\npermits = threading.Semaphore(2)\nevent = "
    "threading.Event()\n"
    "barrier = threading.Barrier(2)\nfull = queue.Queue(1)\nfull.put(1)\nshelf = queue.Queue()\nshelf.put(1)\natom = "
    "Atomic(1)\nspin = SpinLock()\n"
    "tickets = TicketLock()\nrooms = RWLock()\nloose = CheckThenLock()\n";

// A thread A does this, while main waits for it.
std::string programOfA(const std::string& body) {
  std::string indented = "    " + body;
  for (std::size_t at = indented.find('\n'); at != std::string::npos; at = indented.find('\n', at + 5))
    indented.insert(at + 1, "    ");
  return kThings + "def work():\n    global x, flag, items\n    y = 3\n" + indented +
         "\nt = threading.Thread(target=work)\nt.start()\nt.join()\n";
}

std::string stepsOf(const std::string& body, bool output = false) {
  Machine machine = machineOf(programOfA(body), output);
  std::string taken = runSerially(machine);
  EXPECT_TRUE(machine.finished()) << body;
  return taken;
}

TEST(Machine, AStepIsEveryAccessOfWhatIsShared) {
  const std::vector<std::pair<std::string, std::size_t>> kSteps = {
      {"y += 1", 0},
      {"y = whole[0] + 1", 0},
      {"x = 1", 1},
      {"y = x", 1},
      {"x += 1", 2},
      {"y = x if flag else 0", 2},
      {"y = x == 1 and x == 2", 1},
      {"x, flag = 1, 2", 2},
      {"y = box.n", 1},
      {"y = box.name", 0},
      {"box.add()", 2},
      {"y = [x for i in range(3)]", 3},
      {"y = lambda: x", 0},
      {"y = f'{x} {x}'", 2},
  };
  for (const auto& [body, steps] : kSteps) EXPECT_EQ(stepsOf(body), std::string(steps, 'A')) << body;
}

// `items` is bound twice, so looking at the name is a step of its own.
TEST(Machine, AStepIsEveryOperationOfASharedContainer) {
  const std::vector<std::pair<std::string, std::size_t>> kSteps = {
      {"table[1] = 2", 1},
      {"table[1] += 2", 2},
      {"y = len(table)", 1},
      {"y = 1 in table", 1},
      {"if table: y = 1", 1},
      {"y = table == {}", 1},
      {"y = str(table)", 1},
      {"del table[1]", 1},
      {"y = table.get(1)", 1},
      {"for k in table: y = 1", 3},
      {"for k, v in table.items(): y = 1", 4},
      {"for i in line: y = 1", 4},
      {"line.append(1)", 1},
      {"y = sorted(line)", 1},
      {"names.add(2)", 1},
      {"y = items", 1},
      {"y = items\nfor i in y: pass", 4},
      {"y = items\ny.append(x)", 3},
      {"a, b = line", 1},
      {"print(table, table)", 2},
  };
  for (const auto& [body, steps] : kSteps) EXPECT_EQ(stepsOf(body), std::string(steps, 'A')) << body;
}

TEST(Machine, AStepIsEveryOperationOfTheLibrary) {
  const std::vector<std::pair<std::string, std::size_t>> kSteps = {
      {"with lock: pass", 2},
      {"y = lock.locked()", 1},
      {"y = lock.acquire(False)", 1},
      {"with again:\n    with again: pass", 4},
      {"with permits: pass", 2},
      {"with cond: cond.notify()", 3},
      {"with cond: cond.wait(0.1)", 5},
      {"with cond: cond.wait_for(lambda: flag)", 3},
      {"event.set()", 1},
      {"event.set()\nevent.wait()", 2},
      {"event.wait(0.1)", 2},
      {"try: barrier.wait(0.1)\nexcept threading.BrokenBarrierError: pass", 2},
      {"shelf.put(1)", 1},
      {"y = shelf.get()", 1},
      {"try: full.put(1, timeout=0.1)\nexcept queue.Full: pass", 1},
      {"atom.add(1)", 1},
      {"with spin: pass", 2},
      {"with tickets: pass", 3},
      {"with rooms.read(): pass", 2},
      {"loose.check(); loose.take(); loose.release()", 3},
      {"time.sleep(1)", 0},
      {"print('a')", 0},
  };
  for (const auto& [body, steps] : kSteps) EXPECT_EQ(stepsOf(body), std::string(steps, 'A')) << body;
  EXPECT_EQ(stepsOf("print('a')", true), "A") << "printing is a step where the output belongs to the ending";
}

TEST(Machine, MainAloneTakesNoSteps) {
  Machine machine = machineOf(
      kThings +
      "def work(): pass\nx = 1\nx += 1\nitems.append(3)\nt = threading.Thread(target=work)\nt.start()\nt.join()\nx += 1\n");
  EXPECT_TRUE(machine.finished());
  EXPECT_EQ(able(machine), "");
}

const std::string kTwo =
    "\nt = threading.Thread(target=one)\nu = threading.Thread(target=two)\nt.start()\nu.start()\nt.join()\nu.join()\n";

TEST(Machine, AnAcquireWaitsUntilTheLockCanBeHad) {
  Machine machine = machineOf(kThings + "def one():\n    with lock: pass\ndef two():\n    with lock: pass\n" + kTwo);
  EXPECT_EQ(able(machine), "AB");
  take(machine, "A");
  EXPECT_EQ(able(machine), "A");
  EXPECT_EQ(nameOf(machine.whyNot(agentOf('B')).waits), "acquire");
  EXPECT_EQ(machine.whyNot(agentOf('B')).holder, agentOf('A'));
  take(machine, "A");
  EXPECT_EQ(able(machine), "B");
  take(machine, "BB");
  EXPECT_TRUE(machine.finished());
}

TEST(Machine, AStepThatChangesNothingLeavesTheSameState) {
  Machine machine = machineOf(kThings + "def one():\n    while not x: pass\ndef two():\n    global x\n    x = 1\n" + kTwo);
  const Machine start = machine;
  program::StateEncoder encoder(start);
  const auto key = [&] {
    const auto bytes = encoder.encode(machine);
    return std::string(bytes.begin(), bytes.end());
  };
  const std::string before = key();
  take(machine, "A");
  EXPECT_EQ(key(), before) << "the thread polls: it is back where it stood";
  take(machine, "BA");
  EXPECT_TRUE(machine.finished());
}

const std::string kSleepers = "def one():\n    with cond: cond.wait()\ndef two():\n    with cond: cond.wait()\n";

TEST(Machine, ANotificationWakesOneOfThoseAsleepAtThatMoment) {
  Machine machine = machineOf(kThings + kSleepers + "def three():\n    with cond: cond.notify()\n" +
                              "\nfor f in [one, two, three]: threading.Thread(target=f).start()\n");
  take(machine, "AA");
  EXPECT_EQ(able(machine), "BC") << "A is asleep";
  take(machine, "CCC");
  EXPECT_EQ(able(machine), "AB");
  take(machine, "BB");
  EXPECT_EQ(able(machine), "A") << "B fell asleep afterwards: the notification is not for it";
  take(machine, "AA");
  EXPECT_EQ(able(machine), "");
  EXPECT_EQ(nameOf(machine.whyNot(agentOf('B')).waits), "wait");
}

TEST(Machine, WhoTakesTheNextStepUsesTheNotification) {
  Machine machine = machineOf(kThings + kSleepers + "def three():\n    with cond: cond.notify()\n" +
                              "\nfor f in [one, two, three]: threading.Thread(target=f).start()\n");
  take(machine, "AABBCCC");
  EXPECT_EQ(able(machine), "AB");
  take(machine, "BB");
  EXPECT_EQ(able(machine), "") << "there was one notification";
}

TEST(Machine, ASetWakesThoseWhoSleepEvenIfAClearFollows) {
  Machine machine = machineOf(
      kThings + "def one():\n    event.wait()\n    event.is_set()\ndef two():\n    event.set()\n    event.clear()\n" + kTwo);
  take(machine, "A");
  EXPECT_EQ(able(machine), "B");
  take(machine, "BB");
  EXPECT_EQ(able(machine), "A");
  take(machine, "A");
  EXPECT_TRUE(machine.finished());
}

TEST(Machine, ThoseAtABarrierGoOnWhenTheLastOneArrives) {
  Machine machine = machineOf(kThings + "def one():\n    barrier.wait()\ndef two():\n    barrier.wait()\n" + kTwo);
  take(machine, "A");
  EXPECT_EQ(able(machine), "B");
  take(machine, "B");
  EXPECT_TRUE(machine.finished());
}

TEST(Machine, TheTasksInFlightAreTheFirstUnfinishedOnes) {
  Machine machine = machineOf(
      "from concurrent.futures import ThreadPoolExecutor\nx = 0\ndef work():\n    global x\n    x = 1\n"
      "with ThreadPoolExecutor(2) as pool:\n    for i in range(3): pool.submit(work)\n");
  EXPECT_EQ(able(machine), "AB");
  EXPECT_EQ(nameOf(machine.whyNot(agentOf('C')).waits), "worker");
  take(machine, "B");
  EXPECT_EQ(able(machine), "AC");
}

TEST(Machine, DaemonsEndWithTheLastOfTheOthers) {
  Machine machine = machineOf(
      "import threading\nx = 0\ndef work():\n    global x\n    x += 1\n    x += 1\nthreading.Thread(target=work, "
      "daemon=True).start()\n");
  EXPECT_EQ(able(machine), "Am") << "the end of main is a step while a daemon is unfinished";
  take(machine, "AAm");
  EXPECT_TRUE(machine.finished());
  EXPECT_EQ(able(machine), "");
  EXPECT_EQ(valueOf(machine, "x"), "1");
}

TEST(Machine, AnExceptionEndsItsThreadAlone) {
  Machine machine = machineOf(kThings + "def one():\n    y = 1 // x\ndef two():\n    global x\n    x = 1\n" + kTwo);
  take(machine, "A");
  ASSERT_EQ(machine.errors().size(), 1U);
  EXPECT_EQ(machine.errors()[0].type, "ZeroDivisionError");
  EXPECT_EQ(machine.errors()[0].message, "integer division or modulo by zero");
  take(machine, "B");
  EXPECT_TRUE(machine.finished());
}

// The library calls what a thread or task runs: there is no line of the program but that at which it is started.
TEST(Machine, AnExceptionOfTheCallOfAThreadIsAtTheLineThatStartsIt) {
  Machine machine = machineOf(
      "import threading\nfrom concurrent.futures import ThreadPoolExecutor\ndef work():\n    pass\n"
      "t = threading.Thread(target=work, args=(1,))\nu = threading.Thread(target=5)\nt.start()\nu.start()\n"
      "with ThreadPoolExecutor(1) as pool:\n    pool.submit(work,\n                2)\n");
  ASSERT_EQ(machine.errors().size(), 3U);
  EXPECT_EQ(machine.errors()[0].line, 7);
  EXPECT_EQ(machine.errors()[1].line, 8);
  EXPECT_EQ(machine.errors()[2].line, 10);
}

// Main's place among its joins is no part of a state while it joins threads together.
TEST(Machine, JoinsThreadsTogetherWhereNothingCanTell) {
  const std::string start = kThings +
                            "def work(k):\n    global x\n    x += k\nthreads = [threading.Thread(target=work, "
                            "args=(k,)) for k in range(3)]\nfor t in threads: t.start()\n";
  const auto joined = [](Machine machine) {
    machine.joinTogether();
    return std::vector<AgentId>(machine.joined());
  };
  EXPECT_EQ(joined(machineOf(start + "for t in threads: t.join()\n")), (std::vector<AgentId>{1, 2, 3}));
  EXPECT_EQ(joined(machineOf(start + "threads[2].join()\nthreads[0].join()\nx = 5\nthreads[1].join()\n")),
            (std::vector<AgentId>{3, 1}));
  EXPECT_EQ(joined(machineOf(start + "threads[1].join()\nthreading.Thread(target=work, args=(9,)).start()\n"
                                     "threads[0].join()\n")),
            (std::vector<AgentId>{2}));
  EXPECT_EQ(joined(machineOf(start + "x = 5\nthreads[1].join()\n")), (std::vector<AgentId>{}));
  // It goes on as it would have, once all have ended.
  Machine machine = machineOf(start + "for t in threads: t.join()\n"), together = machine;
  together.joinTogether();
  for (const std::string letters : {"BB", "AA", "CC"}) {
    take(machine, letters);
    take(together, letters);
    Machine copy = together;
    copy.joinOneByOne();
    EXPECT_EQ(copy.lineOf(program::kMain), machine.lineOf(program::kMain));
    EXPECT_EQ(program::endingOf(copy), program::endingOf(machine));
  }
  EXPECT_TRUE(together.finished());
}

TEST(Machine, AStateIsTheSameWhenItIsPutTogetherFromItsParts) {
  const auto program = program::load(kThings + kSleepers + "def three():\n    with cond: cond.notify_all()\n    box.add()\n" +
                                     "\nfor f in [one, two, three]: threading.Thread(target=f).start()\n")
                           .program;
  ProgramGraph graph(program, false);
  ExploreProgress progress;
  Budget budget(ExploreOptions{}, progress);
  Team team(1);
  graph.build(budget, team, StateStore::kMostStates, ProgramGraph::LikeStates::apart);
  Machine machine(program);
  std::uint32_t node = 0;
  for (std::string letters = able(machine); !letters.empty(); letters = able(machine)) {
    const char letter = letters.back();
    take(machine, {&letter, 1});
    const auto edges = graph.edges(node);
    const auto edge = std::ranges::find_if(
        edges, [letter](const ProgramGraph::Edge& one) { return letterOfRank(static_cast<LetterRank>(one.rank)) == letter; });
    ASSERT_NE(edge, edges.end()) << letter;
    node = edge->target;
    Machine& other = graph.machineAt(node);
    EXPECT_EQ(program::endingOf(other), program::endingOf(machine)) << letter;
    EXPECT_EQ(able(other), able(machine)) << letter;
  }
}

}  // namespace
}  // namespace interleave::test
