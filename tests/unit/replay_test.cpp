#include "explore/replay.h"

#include <algorithm>

#include "explore/contradiction.h"
#include "support.h"
#include "trace/explanation.h"
#include "trace/trace_fold.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::Random;

constexpr std::size_t A = 0, B = 1, C = 2;

// "0 A updating, 1 A read 100"
std::string told(const EventList& events) {
  std::string text;
  for (const Event& event : events) {
    if (!text.empty()) text += ", ";
    text += std::to_string(event.timeNs) + " " + taskLetter(event.task) + " " + std::string(eventName(event.kind));
    if (event.kind == EventKind::read || event.kind == EventKind::write) text += " " + std::to_string(event.value);
  }
  return text;
}

std::string explained(const Settings& settings, std::string_view letters) { return explain(replay(settings.program, letters)); }

TEST(ReplayTest, RecordsWhatThreadsWould) {
  EXPECT_EQ(told(replay(lesson().program, "ABAB").trace.events),
            "0 A updating, 0 B updating, 1 A read 100, 2 B read 100, 3 A write 150, 3 A finishing, 4 B write -50, "
            "4 B finishing");
}

TEST(ReplayTest, AThreadGoesOnAtOnce) {
  EXPECT_EQ(told(replay(programOf({{"a", 1, 2}, {"b", 2}, {"c", 3}}, LockKind::none, 2).program, "AABB").trace.events),
            "0 A updating, 0 B updating, 1 A read 100, 2 A write 101, 2 A finishing, 2 A updating, 3 B read 101, "
            "4 B write 103, 4 B finishing, 4 C updating");
}

TEST(ReplayTest, AThreadWaitsAsSoonAsTheLockIsHeld) {
  const Settings settings = programOf({{"a", 1}, {"b", 2}}, LockKind::scoped);
  EXPECT_EQ(told(replay(settings.program, "AAAAB").trace.events),
            "0 A updating, 0 B updating, 1 A acquired, 1 B waiting, 2 A read 100, 3 A write 101, 4 A released, "
            "4 A finishing, 5 B acquired");
  const ThreadStates states = threadStatesAfter(settings.program, replay(settings.program, "A").trace.events);
  EXPECT_EQ(states.waiters, std::vector<std::size_t>{B});
  // It goes on waiting although the lock is free, until it takes it.
  EXPECT_EQ(threadStatesAfter(settings.program, replay(settings.program, "AAAA").trace.events).waiters,
            std::vector<std::size_t>{B});
}

TEST(ReplayTest, AThreadTakesTheNextTaskWhenItsOwnHasEnded) {
  Replay replay(programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::none, 2).program);
  EXPECT_EQ(replay.threads(), (std::vector<std::size_t>{A, B}));
  replay.step(B);
  replay.step(B);
  EXPECT_EQ(replay.threads(), (std::vector<std::size_t>{A, C}));
  replay.step(A);
  replay.step(A);
  EXPECT_EQ(replay.threads(), (std::vector<std::size_t>{A, C})) << "there is no other";
  EXPECT_EQ(Replay(programOf({{"a", 1}}).program).threads(), std::vector<std::size_t>{A}) << "16 workers, one task";
}

TEST(ReplayTest, EndsAsTheProgramDoes) {
  EXPECT_EQ(replay(lesson().program, "").end, RunEnd::stopped);
  EXPECT_EQ(replay(lesson().program, "ABA").end, RunEnd::stopped);
  EXPECT_EQ(replay(lesson().program, "ABAB").ending(), -50);
  EXPECT_EQ(replay(lesson().program, "ABBA").ending(), 150);
  const RunResult deadlock = replay(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual).program, "AA");
  EXPECT_EQ(deadlock.end, RunEnd::deadlocked);
  EXPECT_EQ(deadlock.owners[0], A);
  EXPECT_EQ(deadlock.waiters, std::vector<std::size_t>{B});
  EXPECT_TRUE(deadlock.replayed);
}

TEST(ReplayTest, NoLineThatWasPrintedIsMissing) {
  const Console console = consoleOf(replay(lesson().program, "ABAB"));
  EXPECT_EQ(console.lines.size(), 6U);
  EXPECT_EQ(console.lines.back(), "ending balance of -50");
  EXPECT_EQ(console.omitted, 0U);
}

TEST(ReplayTest, StaleWritesAreThoseThatLoseAnUpdate) {
  Random random(31);
  for (int i = 0; i < test::rounds(500); ++i) {
    const Settings settings = test::randomSettings(random, {});
    Replay replay(settings.program);
    std::vector<std::size_t> losses;
    for (;;) {
      const auto possible = test::enabledTasks(replay.program());
      if (possible.empty()) break;
      replay.step(possible[random() % possible.size()]);
      const RunResult result = replay.result();
      const auto& events = result.trace.events;
      const bool loses = std::ranges::any_of(result.lost, [&](const LostUpdate& lost) {
        return events[lost.by].timeNs == static_cast<std::int64_t>(replay.schedule().size());
      });
      if (loses) losses.push_back(replay.schedule().size());
      ASSERT_EQ(replay.losses(), losses) << replay.schedule();
    }
    RunResult result = replay.result();
    ASSERT_EQ(contradictionIn(result), "") << replay.schedule();
    ASSERT_EQ(scheduleOf(result.trace, 1'000'000), replay.schedule());
  }
}

TEST(ReplayTest, DescribesItsNewestStep) {
  EXPECT_EQ(explained(lesson(), ""), "No thread has taken a step yet.");
  EXPECT_EQ(explained(lesson(), "A"), "Step 1: The deposit read 100.");
  EXPECT_EQ(explained(lesson(), "ABA"), "Step 3: The deposit wrote 150.");
  EXPECT_EQ(explained(lesson(LockKind::scoped), "A"), "Step 1: The deposit acquired the lock.");
  EXPECT_EQ(explained(lesson(LockKind::scoped), "AAAA"), "Step 4: The deposit released the lock.");
  Settings refusing = programOf({{"deposit", 50}, {"withdrawal", -150}, {"fee", -1}});
  refusing.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(explained(refusing, "B"), "Step 1: The withdrawal read 100, too little for -150, and was refused.");
  EXPECT_EQ(explained(programOf({{"a", 1, 1, true}, {"b", 2}}), "A"), "Step 1: The a read 100 and raised an exception.");
  EXPECT_EQ(explained(lesson(), "ABAB"), "The withdrawal read 100 before the deposit wrote 150: +50 was lost.");
}

TEST(ReplayTest, ReportsWhatIsLostSoFar) {
  const Settings settings = programOf({{"a", 1}, {"b", 10}, {"c", 100}});
  EXPECT_EQ(explained(settings, "ABCAB"), "Step 5: The b read 100 before the a wrote 101: +1 was lost.");
  const Settings four = programOf({{"a", 1}, {"b", 10}, {"c", 100}, {"d", 1000}});
  EXPECT_EQ(explained(four, "ABCABD"), "Step 6: The d read 110. 1 update is lost so far.");
  EXPECT_EQ(explained(four, "ABCABCD"), "Step 7: The d read 200. 2 updates are lost so far.");
}

TEST(ReplayTest, IsJudgedAsARunButForItsMiddle) {
  EXPECT_EQ(verdictOf(replay(lesson().program, "AB")), Verdict::unfinished);
  EXPECT_EQ(verdictName(Verdict::unfinished), "not at its end");
  EXPECT_EQ(verdictOf(replay(lesson().program, "AABB")), Verdict::expected);
  EXPECT_EQ(verdictOf(replay(lesson().program, "ABAB")), Verdict::wrong);
}

}  // namespace
}  // namespace interleave
