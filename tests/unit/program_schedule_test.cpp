// One schedule of a program at a cursor: what is told of it, and that it is one of the program's.
#include "walk/program_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "explore/program_exploration.h"
#include "program/load.h"
#include "walk/line_steps.h"

namespace interleave::walk {
namespace {

const std::string kCounter = R"(import threading

counter = 0


def add(n):
    global counter
    counter += n


if __name__ == '__main__':
    threads = [threading.Thread(target=add, args=(n,)) for n in (5, 7)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(counter)
)";

const std::string kTransfer = R"(import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    with source.lock:
        with target.lock:
            source.balance -= amount
            target.balance += amount


anna = Account(100)
ben = Account(100)
t1 = threading.Thread(target=transfer, args=(anna, ben, 30))
t2 = threading.Thread(target=transfer, args=(ben, anna, 50))
t1.start()
t2.start()
t1.join()
t2.join()
)";

std::shared_ptr<const program::Program> loaded(const std::string& source) {
  const program::Loaded result = program::load(source);
  for (const lang::Fault& fault : result.faults) ADD_FAILURE() << lang::messageOf(fault, source);
  return result.program;
}

ProgramSchedule scheduleOf(const std::string& source, bool output = false) { return {loaded(source), source, output}; }

std::vector<std::string> wordsOf(const std::vector<Step>& steps) {
  std::vector<std::string> words;
  for (const Step& step : steps) words.push_back(std::string(1, step.letter) + " " + step.words);
  return words;
}

using Texts = std::vector<std::string>;

TEST(ProgramSchedule, TellsTheStepsOfALostUpdate) {
  ProgramSchedule schedule = scheduleOf(kCounter);
  EXPECT_EQ(schedule.able(), "AB");
  ASSERT_TRUE(schedule.follow("ABAB", 9));
  EXPECT_EQ(schedule.at(), 4U);
  EXPECT_EQ(schedule.able(), "");
  EXPECT_EQ(schedule.refused(), "");
  EXPECT_EQ(wordsOf(schedule.steps()),
            Texts({"A reads counter: 0", "B reads counter: 0", "A writes counter: 5", "B writes counter: 7"}));
  EXPECT_EQ(schedule.steps()[2].source, "counter += n");
  EXPECT_EQ(schedule.steps()[2].line, 8);
  EXPECT_EQ(schedule.steps()[2].place, "counter");
  EXPECT_EQ(schedule.steps()[2].value, "5");
  ASSERT_TRUE(schedule.ending());
  EXPECT_EQ(schedule.ending()->values, program::NamedValues({{"counter", "7"}}));
  EXPECT_EQ(schedule.ending()->printed, "") << "what is printed belongs to no ending here";
  EXPECT_EQ(schedule.state().printed, "7\n");
  ASSERT_EQ(schedule.histories().size(), 1U);
  EXPECT_EQ(schedule.histories()[0].values, Texts({"0", "0", "0", "5", "7"}));
  EXPECT_TRUE(schedule.histories()[0].numbers);
  EXPECT_TRUE(schedule.locks().empty());
}

TEST(ProgramSchedule, TellsTheStateAtTheCursor) {
  ProgramSchedule schedule = scheduleOf(kCounter);
  schedule.follow("ABAB", 3);
  const State& state = schedule.state();
  ASSERT_EQ(state.threads.size(), 3U);
  const ThreadState& main = state.threads[0];
  EXPECT_EQ(main.letter, 'm');
  EXPECT_EQ(main.title, "main");
  EXPECT_FALSE(main.able);
  EXPECT_EQ(main.whyNot, "waits for the end of B (join)");
  EXPECT_EQ(main.waitsFor, "B");
  EXPECT_EQ(main.line, 16);
  const ThreadState& a = state.threads[1];
  EXPECT_EQ(a.title, "add(5)");
  EXPECT_TRUE(a.ended);
  EXPECT_EQ(a.whyNot, "has ended");
  EXPECT_EQ(a.done, 8);
  EXPECT_EQ(a.line, 0);
  const ThreadState& b = state.threads[2];
  EXPECT_TRUE(b.able);
  EXPECT_EQ(b.next, "writes counter");
  EXPECT_EQ(b.line, 8);
  EXPECT_EQ(b.done, 8);
  EXPECT_EQ(b.source, "counter += n");
  ASSERT_EQ(b.frames.size(), 1U);
  EXPECT_EQ(b.frames[0].function, "add");
  EXPECT_EQ(b.frames[0].locals, std::vector<Variable>({{"n", "7"}}));
  EXPECT_EQ(state.values, std::vector<Variable>({{"counter", "5"}}));
  EXPECT_FALSE(state.atEnd);
}

TEST(ProgramSchedule, TellsWhoHoldsAndWhoWaits) {
  ProgramSchedule schedule = scheduleOf(kTransfer);
  schedule.follow("AB", 2);
  const State& state = schedule.state();
  EXPECT_TRUE(state.atEnd);
  EXPECT_TRUE(state.deadlocked);
  EXPECT_EQ(state.threads[1].holds, Texts({"anna.lock"}));
  EXPECT_EQ(state.threads[1].whyNot, "waits to acquire ben.lock, held by B");
  EXPECT_EQ(state.threads[1].waitsFor, "ben.lock");
  EXPECT_EQ(state.threads[1].frames[0].locals, std::vector<Variable>({{"source", "anna"}, {"target", "ben"}, {"amount", "30"}}));
  ASSERT_EQ(schedule.locks().size(), 2U);
  EXPECT_EQ(schedule.locks()[0].name, "anna.lock");
  EXPECT_EQ(schedule.locks()[0].type, "lock");
  EXPECT_EQ(schedule.locks()[0].holders, Texts({"", "A", "A"}));
  EXPECT_EQ(schedule.locks()[0].waiters, Texts({"", "", "B"}));
  EXPECT_EQ(schedule.locks()[1].holders, Texts({"", "", "B"}));
  EXPECT_EQ(schedule.tracks()[1].standings, std::vector<Standing>({Standing::able, Standing::able, Standing::waits}));
  EXPECT_EQ(schedule.tracks()[0].standings, std::vector<Standing>(3, Standing::waits));
  EXPECT_EQ(schedule.ending()->deadlock.size(), 3U);
}

TEST(ProgramSchedule, CountsPermits) {
  ProgramSchedule schedule = scheduleOf(R"(import threading
permits = threading.Semaphore(2)
def work():
    with permits:
        with permits:
            pass
t = threading.Thread(target=work)
t.start()
)");
  schedule.random(1);
  ASSERT_EQ(schedule.locks().size(), 1U);
  EXPECT_EQ(schedule.locks()[0].name, "permits");
  EXPECT_EQ(schedule.locks()[0].holders, Texts({"", "A", "AA", "A", ""}));
}

TEST(ProgramSchedule, AnotherStepReplacesWhatFollows) {
  ProgramSchedule schedule = scheduleOf(kCounter);
  EXPECT_FALSE(schedule.canUndo());
  schedule.follow("ABAB", 1);
  ASSERT_TRUE(schedule.step('B'));
  EXPECT_EQ(schedule.schedule(), "ABAB") << "it comes next anyway";
  ASSERT_TRUE(schedule.step('B'));
  EXPECT_EQ(schedule.schedule(), "ABB");
  EXPECT_EQ(schedule.able(), "A");
  EXPECT_EQ(schedule.steps().back().words, "writes counter: 7");
  EXPECT_FALSE(schedule.step('B'));
  EXPECT_FALSE(schedule.step('Z'));
  ASSERT_TRUE(schedule.undo());
  EXPECT_EQ(schedule.schedule(), "ABAB");
  EXPECT_EQ(schedule.at(), 2U);
  EXPECT_EQ(schedule.steps().back().words, "writes counter: 7");
  EXPECT_EQ(schedule.steps()[2].words, "writes counter: 5");
  ASSERT_TRUE(schedule.undo());
  EXPECT_EQ(schedule.at(), 1U);
  ASSERT_TRUE(schedule.redo());
  ASSERT_TRUE(schedule.redo());
  EXPECT_EQ(schedule.schedule(), "ABB");
  EXPECT_FALSE(schedule.redo());
}

TEST(ProgramSchedule, FollowsAsMuchAsIsPossible) {
  ProgramSchedule schedule = scheduleOf(kCounter);
  EXPECT_TRUE(schedule.follow("AAAB", 4));
  EXPECT_EQ(schedule.schedule(), "AA");
  EXPECT_EQ(schedule.at(), 2U);
  EXPECT_EQ(schedule.refused(), "step 3 of the schedule, A, is not possible: only B can step then");
  EXPECT_FALSE(schedule.ending());
  EXPECT_TRUE(schedule.follow("AABB", 0));
  EXPECT_EQ(schedule.refused(), "");
  EXPECT_EQ(schedule.at(), 0U);
  EXPECT_TRUE(schedule.ending()) << "of the schedule, wherever the cursor is";
  EXPECT_TRUE(schedule.follow("@", 0));
  EXPECT_EQ(schedule.schedule(), "");
  EXPECT_EQ(schedule.refused(), "step 1 of the schedule, @, is not possible: only A and B can step then");
}

TEST(ProgramSchedule, WhatPollsInVainHasNoStep) {
  const std::string source = R"(import threading
stop = False
def spin():
    while not stop:
        pass
def halt():
    global stop
    stop = True
threading.Thread(target=spin).start()
threading.Thread(target=halt).start()
)";
  ProgramSchedule schedule = scheduleOf(source);
  EXPECT_EQ(schedule.able(), "B");
  EXPECT_EQ(schedule.state().threads[1].whyNot, "polls stop, and finds nothing changed");
  EXPECT_EQ(schedule.state().threads[1].waitsFor, "stop");
  schedule.random(0);
  EXPECT_EQ(schedule.schedule(), "BA");
  EXPECT_EQ(schedule.tracks()[1].standings, std::vector<Standing>({Standing::waits, Standing::able, Standing::ended}));
}

TEST(ProgramSchedule, AScheduleThatGoesOnForEverIsCut) {
  ProgramSchedule schedule = scheduleOf(R"(import threading
turn = 0
def play(other):
    global turn
    while True:
        turn = other
threading.Thread(target=play, args=(1,)).start()
threading.Thread(target=play, args=(2,)).start()
)");
  ASSERT_TRUE(schedule.random(3));
  EXPECT_EQ(schedule.schedule().size(), ProgramSchedule::kMostSteps);
  EXPECT_FALSE(schedule.random(3));
  EXPECT_FALSE(schedule.step('A'));
  EXPECT_FALSE(schedule.ending());
  EXPECT_EQ(schedule.histories()[0].values.size(), ProgramSchedule::kMostSteps + 1);
  ASSERT_TRUE(schedule.seek(7'777));
  EXPECT_EQ(schedule.state().values[0].value, schedule.histories()[0].values[7'777]);
}

TEST(ProgramSchedule, LinesHaveTheirSteps) {
  const auto lines = stepsOfLines(loaded(kCounter), false);
  EXPECT_EQ(lines, std::vector<LineSteps>({{8, {"reads counter", "writes counter"}}})) << "main has no steps while it is alone";
  const auto transfer = stepsOfLines(loaded(kTransfer), false);
  ASSERT_EQ(transfer.size(), 4U);
  EXPECT_EQ(transfer[0].line, 11);
  EXPECT_EQ(transfer[0].steps, Texts({"acquires anna.lock or ben.lock", "releases anna.lock or ben.lock"}));
  EXPECT_EQ(transfer[2].steps, Texts({"reads anna.balance or ben.balance", "writes anna.balance or ben.balance"}));
}

// ---- Every program of the corpus ------------------------------------------------------------

std::vector<std::filesystem::path> programFiles() {
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (each.path().extension() == ".py" && each.path().filename() != "interleave.py") files.push_back(each.path());
  }
  std::ranges::sort(files);
  return files;
}

std::string textOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// All that is told at a cursor of a schedule that was reached in another way.
void expectSame(const ProgramSchedule& one, const ProgramSchedule& other) {
  EXPECT_EQ(one.able(), other.able());
  EXPECT_EQ(one.state().values, other.state().values);
  EXPECT_EQ(one.state().printed, other.state().printed);
  EXPECT_EQ(one.state().errors, other.state().errors);
  ASSERT_EQ(one.state().threads.size(), other.state().threads.size());
  for (std::size_t i = 0; i < one.state().threads.size(); ++i) {
    const ThreadState& thread = one.state().threads[i];
    const ThreadState& same = other.state().threads[i];
    EXPECT_EQ(thread.title, same.title);
    EXPECT_EQ(thread.line, same.line);
    EXPECT_EQ(thread.done, same.done);
    EXPECT_EQ(thread.next, same.next);
    EXPECT_EQ(thread.holds, same.holds);
    EXPECT_EQ(thread.whyNot, same.whyNot);
  }
}

void expectConsistent(const ProgramSchedule& schedule) {
  const std::size_t states = schedule.schedule().size() + 1;
  ASSERT_EQ(schedule.steps().size() + 1, states);
  for (const Step& step : schedule.steps()) EXPECT_EQ(step.words.find("  "), std::string::npos) << step.words;
  for (const Step& step : schedule.steps()) EXPECT_FALSE(step.words.empty() || step.words.ends_with(' ')) << step.words;
  for (const Track& track : schedule.tracks()) EXPECT_EQ(track.standings.size(), states);
  for (const Lock& lock : schedule.locks()) EXPECT_EQ(lock.holders.size(), states);
  for (const History& history : schedule.histories()) EXPECT_EQ(history.values.size(), states);
  for (const Variable& value : schedule.state().values) {
    const auto history = std::ranges::find(schedule.histories(), value.name, &History::name);
    ASSERT_NE(history, schedule.histories().end()) << value.name;
    EXPECT_EQ(history->values[schedule.at()], value.value) << value.name;
  }
  for (std::size_t i = 0; i < schedule.state().threads.size(); ++i) {
    const ThreadState& thread = schedule.state().threads[i];
    const Standing standing = schedule.tracks()[i].standings[schedule.at()];
    EXPECT_EQ(thread.able, standing == Standing::able);
    EXPECT_EQ(thread.able, schedule.able().find(thread.letter) != std::string::npos);
    EXPECT_NE(thread.whyNot.empty(), !thread.able);
    EXPECT_EQ(thread.next.empty(), !thread.able);
  }
}

TEST(ProgramSchedule, EveryProgramIsWalkedTheSameInEveryWay) {
  for (const auto& path : programFiles()) {
    SCOPED_TRACE(path.filename().string());
    const std::string source = textOf(path);
    const auto program = loaded(source);
    ProgramSchedule schedule(program, source, false);
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      schedule.seek(seed);
      // Some never end.
      schedule.random(seed);
      if (schedule.schedule().size() > 400) schedule.follow(schedule.schedule().substr(0, 400), 400);
      expectConsistent(schedule);
      ProgramSchedule fresh(program, source, false);
      fresh.follow(schedule.schedule(), schedule.schedule().size());
      ASSERT_EQ(fresh.refused(), "");
      ASSERT_EQ(fresh.schedule(), schedule.schedule());
      expectSame(schedule, fresh);
      EXPECT_EQ(wordsOf(schedule.steps()), wordsOf(fresh.steps()));
    }
    for (std::size_t at = 0; at < schedule.schedule().size(); at += 1 + schedule.schedule().size() / 5) {
      schedule.seek(at);
      expectConsistent(schedule);
      ProgramSchedule fresh(program, source, false);
      fresh.follow(schedule.schedule().substr(0, at), at);
      expectSame(schedule, fresh);
    }
  }
}

TEST(ProgramSchedule, EndsInAnEndingOfTheExploration) {
  ExploreOptions options;
  options.threads = 1;
  options.maxStates = 5'000;
  for (const auto& path : programFiles()) {
    SCOPED_TRACE(path.filename().string());
    const std::string source = textOf(path);
    const auto program = loaded(source);
    ExploreProgress progress;
    const ProgramExploration found = exploreProgram(program, false, options, progress);
    if (!found.complete) continue;
    ProgramSchedule schedule(program, source, false);
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      schedule.seek(0);
      schedule.random(seed);
      if (schedule.schedule().size() == ProgramSchedule::kMostSteps) continue;
      const auto ending = schedule.ending();
      ASSERT_TRUE(ending || !schedule.state().stopped.empty());
      if (!ending) continue;
      EXPECT_NE(std::ranges::find(found.endings, *ending, &ProgramEnding::ending), found.endings.end()) << schedule.schedule();
      EXPECT_EQ(schedule.state().deadlocked, !ending->deadlock.empty());
    }
  }
}

}  // namespace
}  // namespace interleave::walk
