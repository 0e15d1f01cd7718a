// The lesson: ten steps for a reader who has never seen a lock.
//
// Each step is a state of the playground with a link of its own, and ends with a question that the reader
// answers by doing something there. What counts as an answer is a pure function of what the reader has
// done since the step was opened.
#pragma once

#include <cstdint>
#include <optional>
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
  bool realThreads = true;           // false: the page has none, and a schedule counts as a run
  std::set<Money> racyEndings;       // of runs without a lock
  bool lostDeposit = false;          // a schedule that loses the deposit was followed to its end
  bool lostWithdrawal = false;
  bool endedRight = false;           // a schedule without a lock that ends as expected
  bool waitedByHand = false;         // a schedule in which a thread waited for a lock held by hand, to its end
  bool scopedRun = false;            // a run in the context manager that ended as expected
  bool oneAtATime = false;           // a run whose console has each thread's two lines together
  // How long after the first task the second one began, in the newest real run in which they were under way at once, and in
  // the newest in which they were not.
  std::optional<std::int64_t> beganTogetherNs;
  std::optional<std::int64_t> beganApartNs;
  bool deadlock = false;             // by hand, after an exception
  bool luckyException = false;       // an exception with a lock by hand that caused no deadlock
  bool mended = false;               // the same exception in the context manager, followed to its end
  bool depositFirst = false;         // of runs or schedules under a lock
  bool withdrawalFirst = false;
  bool checkFailed = false;          // both withdrawals were made although they were checked
  bool checkHeld = false;            // one was refused, under a lock
  std::uint64_t mostRuns = 0;        // of many runs under a lock that all ended as expected
  std::uint64_t mostRacyRuns = 0;    // of many runs without a lock
  bool everyScheduleRight = false;   // all schedules of a program under a lock; and of one without:
  bool someScheduleWrong = false;
  LockInspector::Seen lock;
};

// Each takes one thing into account: a run that has ended or a schedule at its cursor; many runs; an exploration;
// what the reader did with the lock by itself.
void see(LessonFacts& facts, const RunResult& result);
void see(LessonFacts& facts, const RunTally& tally);
void see(LessonFacts& facts, const Exploration& exploration);
inline void see(LessonFacts& facts, const LockInspector::Seen& seen) { facts.lock = seen; }

// What a step is about, and is shown when it is opened.
enum class LessonPanel : std::uint8_t {
  program,
  scheduler,
  comparedCode,  // the code with the lock by hand beside that with the context manager
  console,
  lock,          // by itself
  outcomes,
};

struct LessonStep {
  std::string_view title;
  LessonPanel panel;
  std::string_view text;
  std::string_view question;
  std::string_view link;       // the state of the page at which it begins, canonical
  std::string_view threadless = {};  // the question for a page without threads, where it differs
  bool schedule = false;       // the reader takes its steps: the page shows a schedule that has none, and runs nothing
  bool (*answered)(const LessonFacts&);
  // The remark on an attempt that does not answer the question, or half of it; empty: no remark.
  std::string (*hint)(const LessonFacts&);
  std::string_view learned;    // the remark on an answer: what it has shown
  // The same with what was measured; empty: nothing was.
  std::string (*measured)(const LessonFacts&) = nullptr;
};

// kLessonSteps steps; the number of a step in links is its place, from 1.
std::span<const LessonStep> lessonSteps();
// What all of it has shown, in place of the last step's text once that is answered; and the names of presets to go on with.
std::string_view lessonSummary();
std::span<const std::string_view> presetsAfterLesson();

}  // namespace interleave
