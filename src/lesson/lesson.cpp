#include "lesson/lesson.h"

#include <algorithm>
#include <array>

#include "text/format.h"

namespace interleave {
namespace {

std::optional<std::size_t> firstWriter(const RunResult& result) {
  for (const Event& event : result.trace.events) {
    if (writesBalance(event.kind)) return event.task;
  }
  return std::nullopt;
}

bool isLesson(const AccountProgram& program) {
  const AccountProgram lesson;
  if (program.start != lesson.start || program.transactions.size() != lesson.transactions.size()) return false;
  for (std::size_t task = 0; task < lesson.transactions.size(); ++task) {
    const Transaction& each = program.transactions[task];
    if (each.amount != lesson.transactions[task].amount || each.times != 1) return false;
  }
  return program.mode == Mode::account;
}

// Each thread's two lines stand together: no thread began before the previous one had finished.
bool oneAfterAnother(const RunResult& result) {
  int going = 0;
  int most = 0;
  for (const Event& event : result.trace.events) {
    if (event.kind == EventKind::updating) most = std::max(most, ++going);
    if (event.kind == EventKind::finishing) --going;
  }
  return most == 1 && result.settings.program.transactions.size() > 1;
}

void seeBeginnings(LessonFacts& facts, const RunResult& result) {
  std::vector<std::int64_t> begun;
  for (const Event& event : result.trace.events) {
    if (event.kind == EventKind::updating && event.update == 0) begun.push_back(event.timeNs);
    if (begun.size() == 2) break;
  }
  if (begun.size() < 2) return;
  (oneAfterAnother(result) ? facts.beganApartNs : facts.beganTogetherNs) = begun[1] - begun[0];
}

bool protects(LockKind lock) { return acquires(lock) && lockInfo(lock).guarantee == Guarantee::kept; }

void seeLost(LessonFacts& facts, const RunResult& result) {
  for (const LostUpdate& lost : result.lost) {
    const Money amount = result.settings.program.transactions[result.trace.events[lost.write].task].amount;
    (amount > 0 ? facts.lostDeposit : facts.lostWithdrawal) = true;
  }
}

void seeExceptions(LessonFacts& facts, const RunResult& result) {
  const LockKind lock = result.settings.program.lock;
  if (result.exceptions == 0) return;
  if (lock == LockKind::manual && result.end == RunEnd::deadlocked) facts.deadlock = true;
  if (result.end != RunEnd::completed) return;
  if (lock == LockKind::manual) facts.luckyException = true;
  if (lock == LockKind::scoped) facts.mended = true;
}

void seeCompleted(LessonFacts& facts, const RunResult& result) {
  const AccountProgram& program = result.settings.program;
  const bool ran = !result.replayed || !facts.realThreads;
  if (result.replayed && program.lock == LockKind::none) {
    seeLost(facts, result);
    if (result.asExpected()) facts.endedRight = true;
  }
  if (ran && isLesson(program) && program.lock == LockKind::none) facts.racyEndings.insert(result.balance);
  if (ran && program.lock == LockKind::scoped && result.asExpected()) facts.scopedRun = true;
  if (ran && oneAfterAnother(result)) facts.oneAtATime = true;
  if (!result.replayed) seeBeginnings(facts, result);
  const bool waited =
      std::ranges::any_of(result.trace.events, [](const Event& event) { return event.kind == EventKind::waiting; });
  if (result.replayed && program.lock == LockKind::manual && waited) facts.waitedByHand = true;
  if (const auto first = firstWriter(result); first && protects(program.lock) && isLesson(program)) {
    (program.transactions[*first].amount > 0 ? facts.depositFirst : facts.withdrawalFirst) = true;
  }
  if (program.overdraft == Overdraft::refuse) {
    // One payment alone has no rival for the money.
    const bool contested = program.transactions.size() > 1 && program.mode == Mode::account;
    const bool all = result.refusals == 0 && result.expected != result.balance;
    if (contested && all && program.lock == LockKind::none) facts.checkFailed = true;
    if (contested && result.refusals > 0 && result.updates > 0 && protects(program.lock)) facts.checkHeld = true;
  }
}

std::string nothing(const LessonFacts&) { return {}; }

constexpr std::uint64_t kManyRuns = 10'000;

std::string hintOfMany(const LessonFacts& facts) {
  if (!facts.realThreads) {
    if (facts.everyScheduleRight) return "Every schedule ends right. Now choose \"No lock\".";
    return facts.someScheduleWrong ? "Some lose an update. Now choose \"Context manager\"." : "";
  }
  if (facts.mostRuns >= kManyRuns) return "All ended right. Now choose \"No lock\", and do it again.";
  if (facts.mostRuns > 0) return formatCount(facts.mostRuns, "run") + ", and all ended right. Make it 10,000.";
  if (facts.mostRacyRuns >= kManyRuns) return "These had no lock. Now choose \"Context manager\", and do it again.";
  return facts.mostRacyRuns > 0 ? formatCount(facts.mostRacyRuns, "run") + ". Make it 10,000." : "";
}

constexpr std::array<LessonStep, limits::kLessonSteps> kSteps = {
    LessonStep{"The race",
               LessonPanel::program,
               "An account holds 100. One thread deposits 50, another withdraws 150. Each copies the balance, changes its copy, "
               "sleeps a second and writes the copy back. It should end at 0.",
               "Press Run until you have seen it end at -50 and at 150.",
               "#v=1&lesson=1",
               {},
               false,
               [](const LessonFacts& facts) { return facts.racyEndings.contains(-50) && facts.racyEndings.contains(150); },
               [](const LessonFacts& facts) -> std::string {
                 if (facts.racyEndings.contains(-50)) return "It ended at -50. Run again: 150 happens, too.";
                 if (facts.racyEndings.contains(150)) return "It ended at 150. Run again: -50 happens, too.";
                 return facts.racyEndings.contains(0) ? "It ended at 0: luck. Run it again." : "";
               },
               "Yes. One program, several endings: which one, the order of the steps decides. That is a race condition."},
    LessonStep{
        "Why: read, sleep, write",
        LessonPanel::scheduler,
        "Now you are the scheduler: each press lets one thread take one step. A reads the balance into its copy, and later "
        "writes the copy, changed, over whatever is there then. B does the same.",
        "Take the four steps so that the deposit is lost: it ends at -50.",
        "#v=1&lesson=2",
        {},
        true,
        [](const LessonFacts& facts) { return facts.lostDeposit; },
        [](const LessonFacts& facts) -> std::string {
          if (facts.lostWithdrawal)
            return "That lost the withdrawal: the deposit wrote last. Undo, and let the withdrawal write last.";
          return facts.endedRight ? "One after the other ends right. Let both read before either writes." : "";
        },
        "Yes. The withdrawal wrote a copy that was older than the deposit's 150, and the deposit was lost."},
    LessonStep{"A lock by itself",
               LessonPanel::lock,
               "A lock has two states. acquire() makes an unlocked lock locked, and the thread that called it its owner. A "
               "thread that calls acquire() on a locked lock waits. release() makes it unlocked, and lets one that waits go on.",
               "Make a lock, acquire it, let the other thread wait for it, release it, and see who has it then.",
               "#v=1&lock=scoped&lesson=3",
               {},
               true,
               [](const LessonFacts& facts) { return facts.lock.passedOn; },
               [](const LessonFacts& facts) -> std::string {
                 if (facts.lock.otherWaited) return "The other thread waits. Release the lock.";
                 return facts.lock.lockedByMain ? "It is locked. Now let the other thread acquire it." : "";
               },
               "Yes. One thread holds a lock at a time: the other one waited inside acquire() until the lock was released."},
    LessonStep{
        "Acquire and release by hand",
        LessonPanel::scheduler,
        "The lock goes around the three lines that must not be mixed: the critical section. A thread acquires it before it "
        "reads, and releases it after it has written. The other cannot read in between.",
        "Step both threads to the end, and see the one wait while the other holds the lock.",
        "#v=1&lock=manual&lesson=4",
        {},
        true,
        [](const LessonFacts& facts) { return facts.waitedByHand; },
        nothing,
        "Yes. The second thread read only after the first had written: no copy was old, and nothing was lost."},
    LessonStep{"The context manager",
               LessonPanel::comparedCode,
               "Two calls by hand are easy to get wrong. A context manager does both: Python's \"with lock:\" and C++'s "
               "std::scoped_lock acquire on the way in, and release on every way out.",
               "Compare the two under Code. Then choose the lock \"Context manager\" and run.",
               "#v=1&lock=manual&lesson=5",
               {},
               false,
               [](const LessonFacts& facts) { return facts.scopedRun; },
               nothing,
               "Yes. One line instead of two calls, and it ends at 0: no way out of the block can forget the release."},
    LessonStep{
        "What stays outside",
        LessonPanel::console,
        "The two prints are outside the lock, so both threads say \"updating...\" at once, and only the three lines in the "
        "middle wait. Were the prints inside, one thread would not even begin before the other had finished, as with one "
        "thread alone.",
        "Look at the order of the lines in the console. Then set the worker threads to 1, run, and look again.",
        "#v=1&lock=scoped&lesson=6",
        {},
        false,
        [](const LessonFacts& facts) { return facts.oneAtATime; },
        [](const LessonFacts& facts) -> std::string {
          if (!facts.beganTogetherNs) return {};
          return "The second thread began " + formatDuration(*facts.beganTogetherNs) +
                 " after the first. Now set the worker threads to 1, and run.";
        },
        "Yes. Now each thread finishes before the next one begins. Keep in the lock what must not be mixed, and no more.",
        [](const LessonFacts& facts) -> std::string {
          if (!facts.beganTogetherNs || !facts.beganApartNs) return {};
          return "Yes. On two threads the second began " + formatDuration(*facts.beganTogetherNs) + " after the first, on one " +
                 formatDuration(*facts.beganApartNs) + " after it. Keep in the lock what must not be mixed, and no more.";
        }},
    LessonStep{"An exception inside",
               LessonPanel::program,
               "The deposit raises an exception right after it has read. By hand, its release() is never reached: the lock stays "
               "locked, its "
               "owner is gone, and the withdrawal waits for ever. That is a deadlock.",
               "Run it until it deadlocks; then mend it with the context manager, and run again.",
               "#v=1&lock=manual&fail=A&lesson=7",
               {},
               false,
               [](const LessonFacts& facts) { return facts.deadlock && facts.mended; },
               [](const LessonFacts& facts) -> std::string {
                 if (facts.deadlock) return "Deadlock. Now choose the lock \"Context manager\", and run.";
                 if (facts.mended) return "Mended; but see the deadlock first: choose \"By hand\", and run.";
                 return facts.luckyException
                            ? "The withdrawal went first this time, and no thread was left to wait. Run it again."
                            : "";
               },
               "Yes. By hand, the exception skipped the release; the context manager released the lock on the way out."},
    LessonStep{"Who goes first",
               LessonPanel::program,
               "A lock says that only one thread is inside at a time. It does not say who goes first. Both orders end at 0, but "
               "where the withdrawal goes first, the account is overdrawn in between.",
               "See both orders: by running until both have come, or by stepping them.",
               "#v=1&lock=scoped&lesson=8",
               {},
               false,
               [](const LessonFacts& facts) { return facts.depositFirst && facts.withdrawalFirst; },
               [](const LessonFacts& facts) -> std::string {
                 if (facts.depositFirst)
                   return "The deposit went first. Now let the withdrawal: run again, or step it (Shift+B).";
                 return facts.withdrawalFirst ? "The withdrawal went first, down to -50. Now the deposit (Shift+A)." : "";
               },
               "Yes. Both orders end at 0. The lock keeps the threads apart; it does not say which one comes first."},
    LessonStep{
        "A check for overdrafts",
        LessonPanel::program,
        "Nothing has checked for an overdraft so far. Here two payments share 100, and each is checked. Without a lock both "
        "can read 100 and find it enough. A check counts only while no other thread can change what was checked: inside the "
        "lock.",
        "See both paid although they were checked; then choose the lock \"Context manager\" and see one refused.",
        "#v=1&tx=cash:-80,card:-60&overdraft=refuse&lesson=9",
        {},
        false,
        [](const LessonFacts& facts) { return facts.checkFailed && facts.checkHeld; },
        [](const LessonFacts& facts) -> std::string {
          if (facts.checkFailed)
            return "Both were checked, and both were paid. Now choose the lock \"Context manager\", and run.";
          return facts.checkHeld ? "One was refused. Now see it fail: choose \"No lock\", and run." : "";
        },
        "Yes. What a thread has checked stays true only while it holds the lock, from the check to the payment."},
    LessonStep{
        "As often as you like", LessonPanel::outcomes,
        "A race that is rare is still a race: to run a program a few times proves little. Under Outcomes is every schedule "
        "that there is, and what real threads did. With the lock there is one ending.",
        "Under Outcomes, set the number to 10000, and press \"Run 10,000 times\". Then choose the lock \"Context manager\", "
        "and do it again.",
        "#v=1&lesson=10",
        "Under Outcomes, see where the schedules end; then choose the lock \"Context manager\", and see that every one ends "
        "right.",
        false,
        [](const LessonFacts& facts) {
          const bool ran = facts.mostRuns >= kManyRuns && facts.mostRacyRuns >= kManyRuns;
          return ran || (!facts.realThreads && facts.everyScheduleRight && facts.someScheduleWrong);
        },
        hintOfMany, "Yes. Without the lock some schedules lose an update, however often it goes well; with it none can."},
};

}  // namespace

void see(LessonFacts& facts, const RunResult& result) {
  seeExceptions(facts, result);
  if (result.end == RunEnd::completed) seeCompleted(facts, result);
}

void see(LessonFacts& facts, const RunTally& tally) {
  const bool right = tally.endings.size() == 1 && tally.endings.begin()->first.balance == tally.expected && tally.others == 0 &&
                     tally.deadlocks == 0;
  const LockKind lock = tally.settings.program.lock;
  if (right && protects(lock)) facts.mostRuns = std::max(facts.mostRuns, tally.runs);
  if (lock == LockKind::none) facts.mostRacyRuns = std::max(facts.mostRacyRuns, tally.runs);
}

void see(LessonFacts& facts, const Exploration& exploration) {
  if (!exploration.complete || exploration.deadlock.schedules != "0") return;
  const bool right = exploration.endings.size() == 1 && exploration.endings.front().balance == exploration.expected;
  if (right && protects(exploration.program.lock)) facts.everyScheduleRight = true;
  if (!right && exploration.program.lock == LockKind::none) facts.someScheduleWrong = true;
}

std::span<const LessonStep> lessonSteps() { return kSteps; }

std::string_view lessonSummary() {
  return "That was the lesson. Threads that read, change and write the same thing lose updates. A lock lets one at a time into "
         "the critical section; a context manager releases it on every way out. The order of the threads remains open, and a "
         "check counts only inside the lock. Go on with a preset: Overdraft, Transfers that deadlock, Eight workers.";
}

std::span<const std::string_view> presetsAfterLesson() {
  static constexpr std::array<std::string_view, 3> kNames = {"Overdraft", "Transfers that deadlock", "Eight workers"};
  return kNames;
}

}  // namespace interleave
