// The lesson: ten steps for somebody who has never seen a lock.
//
// Each step is a state of the playground with a link of its own, and ends with a question that the reader
// answers by doing something there. What counts as an answer is a pure function of what the reader has
// done since the step was opened.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "explore/exploration.h"
#include "lesson/lock_inspector.h"
#include "run/run_tally.h"
#include "trace/result.h"

namespace interleave {

// What has been seen since a step was opened.
struct LessonFacts {
  bool realThreads = true;           // false: there are none, and a schedule counts as a run
  std::set<Money> racyEndings;       // of runs without a lock
  bool lostDeposit = false;          // a schedule that loses the deposit was taken to its end
  bool lostWithdrawal = false;
  bool endedRight = false;           // a schedule without a lock that ends as expected
  bool waitedByHand = false;         // a schedule in which a thread waited for a lock held by hand, to its end
  bool scopedRun = false;            // a run in the context manager that ended as expected
  bool oneAtATime = false;           // a run whose console has each thread's two lines together
  bool deadlock = false;             // by hand, after an exception
  bool luckyException = false;       // an exception by hand that deadlocked nobody
  bool mended = false;               // the same in the context manager, to its end
  bool depositFirst = false;         // of runs or schedules under a lock
  bool withdrawalFirst = false;
  bool checkFailed = false;          // both withdrawals were made although they were checked
  bool checkHeld = false;            // one was refused, under a lock
  std::uint64_t mostRuns = 0;        // of many runs under a lock that all ended as expected
  bool everyScheduleRight = false;   // all of a program under a lock, and of one without:
  bool someScheduleWrong = false;
  LockInspector::Seen lock;
};

// Takes into account a run that has ended or a schedule at its cursor, many runs, every schedule, what was done with the
// lock.
void see(LessonFacts& facts, const RunResult& result);
void see(LessonFacts& facts, const RunTally& tally);
void see(LessonFacts& facts, const Exploration& exploration);
inline void see(LessonFacts& facts, const LockInspector::Seen& seen) { facts.lock = seen; }

struct LessonStep {
  std::string_view title;
  std::string_view text;
  std::string_view question;
  std::string_view link;       // where it begins, canonical
  std::string_view threadless = {};  // the question where there are no threads, if it is another
  bool schedule = false;       // it is about a schedule: nothing is run by itself
  bool (*answered)(const LessonFacts&);
  // What to say to an attempt that is none, or is half of it; empty: nothing.
  std::string (*hint)(const LessonFacts&);
};

// kLessonSteps of them; the number of a step in links is its place, from 1.
std::span<const LessonStep> lessonSteps();

}  // namespace interleave
