// What is said of executions of programs: of each program in tests/programs that can go wrong, the fault that it has; and nothing
// that a program does not have.
#include "words/words.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "program/load.h"
#include "random_threads.h"
#include "support.h"
#include "text/json.h"
#include "words/fault.h"

namespace interleave::test {
namespace {

constexpr std::uint64_t kMostStates = 100'000;  // of a program that has no end of them

struct Explored {
  std::string source;
  std::shared_ptr<const program::Program> program;
  bool output = false;
  ProgramExploration found;
};

Explored explored(const std::string& source, bool output = false) {
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) {
    ADD_FAILURE() << lang::messageOf(loaded.faults.front(), source) << "\n" << source;
    return {};
  }
  ExploreOptions options;
  options.threads = 1;
  options.maxStates = kMostStates;
  ExploreProgress progress;
  return {source, loaded.program, output, exploreProgram(loaded.program, output, options, progress)};
}

std::string textOfFile(const std::string& name) {
  std::ifstream file(INTERLEAVE_TESTS "/programs/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The programs of tests/programs, by name without ".py".
const std::map<std::string, Explored>& programs() {
  static const std::map<std::string, Explored> all = [] {
    std::ifstream file(INTERLEAVE_TESTS "/programs/expected.json");
    const Json expected = Json::parse(file)["programs"];
    std::map<std::string, Explored> found;
    for (const auto& [name, one] : expected.items()) {
      found.emplace(name.substr(0, name.rfind('.')), explored(textOfFile(name), one.value("output", false)));
    }
    return found;
  }();
  return all;
}

bool isBad(Grade grade) { return grade == Grade::wrong || grade == Grade::error || grade == Grade::deadlock; }

// Of what is cut short and expects nothing, nothing is known to be wrong.
bool isJudged(const Explored& program, const ProgramEnding& one) {
  return one.grade > Grade::wrong || program.found.complete || program.found.expected;
}

std::optional<words::Told> toldOf(const Explored& program, const ProgramEnding& one) {
  return words::tell(program.program, program.source, program.output, one.simplest, one.grade);
}

// ---- The table ----------------------------------------------------------------------------------

struct Row {
  std::string program, kind;
  std::vector<std::string> parts;  // of each sentence of that kind
};

bool says(const Row& row, const words::Told& told) {
  return row.kind == told.kind &&
         std::ranges::all_of(row.parts, [&](const std::string& part) { return told.sentence.find(part) != std::string::npos; });
}

const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {"01-plus-equals", "lost update", {"`counter`", "`counter += 1`", "on line 11"}},
      {"02-three-by-three", "lost update", {"`hits`", "`hits += 1`", "on line 10"}},
      {"02-two-by-five", "lost update", {"`total`", "`total = value + 1`", "on line 12", "on line 11"}},
      {"04-doubling", "lost update", {"overwrites `", "on line 1"}},
      {"05-account-sleep",
       "lost update",
       {"`BankAccount#1.balance`", "`self.balance = current + amount`", "on line 13", "on line 11"}},
      {"05-deposit-withdraw-100",
       "lost update",
       {"`account.balance`", "`self.balance = new_balance`", "on line 17", "on line 12"}},
      {"06-tickets", "check-then-act", {"`stock`", "`while stock > 0`", "on line 11", "`stock -= 1`", "on line 14"}},
      {"07-atomic-flag",
       "check-then-act",
       {"`running`", "`if not running.load()`", "on line 14", "`running.store(True)`", "on line 15"}},
      {"09-no-second-look",
       "check-then-act",
       {"`connection`", "`if connection is None`", "on line 17", "`connection = Connection()`", "on line 19", "`made += 1`",
        "on line 12"}},
      {"10-published-too-early",
       "read too early",
       {"`return self.idf * self.centrality`", "on line 22", "`Cache#1.centrality`", "`self.centrality = 7`", "on line 17"}},
      {"102-check-then-lock", "lost update", {"both have `lock` at once", "`sold`", "`sold += 1`", "on line 13", "`lock`"}},
      {"103-full-shelf",
       "interrupted",
       {"`shelf.put_nowait(loaf)`", "on line 14", "`shelf`", "`shelf.get_nowait()`", "on line 22"}},
      {"103-stack-of-plates",
       "interrupted",
       {"`notes`", "`notes.put(plate.upper())`", "on line 13", "`note = notes.get()`", "on line 18", "`plates`",
        "`taken.append(f'{note[:1]} {plates.get_nowait()}')`", "on line 19", "`plates.put(plate)`", "on line 12"}},
      {"104-word-count", "lost update", {"`counts['fox']`", "`counts[word] += 1`", "on line 13"}},
      {"105-called-twice",
       "check-then-act",
       {"`waiting`", "`if waiting.index('ann') <= 0 and name in waiting`", "on line 9", "`waiting.remove(name)`", "on line 10"}},
      {"105-delete-twice",
       "check-then-act",
       {"`cache['old']`", "`if 'old' in cache`", "on line 8", "`del cache['old']`", "on line 9"}},
      {"107-porter",
       "interrupted",
       {"`door.acquire()`", "on line 16", "`door`", "`report.append((threading.main_thread().is_alive(), door.l...`",
        "on line 11"}},
      {"108-mailbox",
       "interrupted",
       {"`box`", "`old = box.exchange('letter')`", "on line 10", "`letter = box.exchange('')`", "on line 15", "`delivered`",
        "`delivered.append(letter)`", "on line 17", "`delivered.append(repr(old))`", "on line 11"}},
      {"110-given-back-twice", "uncaught exception", {"`places.release()`", "on line 20", "`places`", "on line 13"}},
      {"113-all-present", "interrupted", {"`present[i] = True`", "on line 9", "`if all(present)`", "on line 10", "`present`"}},
      {"113-all-present", "check-then-act", {"`present`", "`if all(present)`", "on line 10", "`present[i] = True`", "on line 9"}},
      {"115-urgent-case",
       "interrupted",
       {"`line.extend('d')`", "on line 11", "`line`", "`calls.extend([line.pop()])`", "on line 16"}},
      {"119-strike-off",
       "check-then-act",
       {"`numbers[8]`", "`if n not in numbers`", "on line 14", "`numbers.discard(n)`", "on line 16",
        "`notes.append(tuple([n, bool(numbers)]))`", "on line 17"}},
      {"119-strike-off",
       "uncaught exception",
       {"`raise Gone(f'{n} is gone')`", "on line 15", "`numbers[8]`", "`numbers.discard(n)`", "on line 16"}},
      {"12-lock-per-call", "no common lock", {"`counter`", "`counter += 1`", "on line 11", "`lock#1`", "`lock#2`"}},
      {"12-lock-per-object",
       "no common lock",
       {"`Turnstile.visitors`", "`Turnstile.visitors += 1`", "on line 13", "`north.lock`", "`south.lock`"}},
      {"130-poll-flag", "lost update", {"`result`", "`result = result + 1`", "on line 13"}},
      {"14-guard-without-a-name", "lost update", {"`frames`", "`frames = current + 1`", "on line 13", "on line 12"}},
      {"15-getter-without-lock", "half done", {"`total`", "on line 17", "`lock`", "lines 12 and 13"}},
      {"15-lock-around-write",
       "lost update",
       {"read is not under `node.lock`", "`node.links`", "`self.links = links + 1`", "on line 13", "on line 11", "`node.lock`"}},
      {"16-torn-pair-writer-lock",
       "torn read",
       {"only A holds", "`point.x`", "`point.y`", "on line 24", "lines 18 and 19", "`point_lock`"}},
      {"16-torn-pair", "torn read", {"`point.x`", "`point.y`", "on line 22", "lines 16 and 17"}},
      {"18-try-acquire-ignored-fixed",
       "gave up",
       {"`lock`", "`if not lock.acquire(blocking=False)`", "on line 11", "`skipped += 1`", "on line 12"}},
      {"20-early-return", "lock kept", {"ends without releasing", "`lock`", "on line 10"}},
      {"20-exception-fixed",
       "uncaught exception",
       {"ValueError", "also when it runs alone", "`total += int(text)`", "on line 12"}},
      {"20-exception", "lock kept", {"ends with ValueError", "on line 11", "`lock`", "on line 10"}},
      {"20-exception", "uncaught exception", {"`total += int(text)`", "on line 11"}},
      {"21-locks-twice-main", "lock cycle", {"waits for itself", "`lock` (line 13)", "on line 8"}},
      {"21-locks-twice", "lock cycle", {"waits for itself", "`account.lock`", "line 15", "on line 11"}},
      {"23-try-then-acquire-two-permits", "permits taken", {"`permits`", "line 11", "line 12"}},
      {"23-try-then-acquire-two-permits",
       "gave up",
       {"`permits`", "`if permits.acquire(blocking=False)`", "on line 11", "`permits.acquire()`", "on line 12"}},
      {"23-try-then-acquire", "permits taken", {"`permits`", "line 11", "line 12"}},
      {"25-bow", "lock cycle", {"`Friend#1.lock`", "line 11", "`Friend#2.lock`", "line 16"}},
      {"25-swap", "lock cycle", {"`left.lock`", "line 12", "`right.lock`", "line 13"}},
      {"27-philosophers", "lock cycle", {"`forks[0]`", "line 12", "`forks[1]`", "line 14", "`forks[2]`"}},
      {"28-join-under-lock", "lock cycle", {"waits for the end of A", "`lock`", "line 17", "line 19", "line 10"}},
      {"29-pool-one-worker", "pool exhausted", {"`pool`", "line 13"}},
      {"29-pool-two-workers-spaced", "pool exhausted", {"`pool`", "line 14"}},
      {"29-pool-two-workers", "pool exhausted", {"`pool`", "line 13"}},
      {"30-no-second-look",
       "lost update",
       {"gives `rw` back between", "`likes`", "`likes = seen + 1`", "on line 15", "on line 13", "`rw`"}},
      {"30-upgrade-read-lock", "lock cycle", {"asks for writing", "`rw`", "line 11", "on line 13"}},
      {"32-notify-before-wait", "lost wake-up", {"`ready`", "on line 15", "on line 9"}},
      {"36-nested-monitor", "nested monitor", {"`gate.inner`", "on line 15", "`gate.outer`", "line 12", "on line 18"}},
      {"39-own-signal", "permits taken", {"`signal`", "`signal.acquire()`", "on line 18", "line 8"}},
      {"43-both-read-zero",
       "interrupted",
       {"`x`", "`x = 1`", "on line 12", "`s = x`", "on line 19", "`y`", "`y = 1`", "on line 18", "`r = y`", "on line 13"}},
      {"54-philosophers",
       "lock cycle",
       {"`Philosopher#1.left`", "line 13", "`Philosopher#1.right`", "line 14", "`Philosopher#2.right`"}},
      {"58-two-phases-no-barrier",
       "interrupted",
       {"`parts[me] = (me + 1) * 10`", "on line 11", "`totals[me] = sum(parts)`", "on line 12", "`parts`"}},
      {"59-queue-one-sentinel-two-consumers", "queue", {"2 items were put", "`jobs`", "line 10"}},
      {"62-transfer-deadlock", "lock cycle", {"`anna.lock`", "line 13", "`ben.lock`", "line 14"}},
      {"63-check-then-act-dict", "lost update", {"`counts['tea']`", "`counts[word] += 1`", "on line 10"}},
      {"64-list-append", "interrupted", {"`log.append(f'{name}{n}')`", "on line 9", "`log`"}},
      {"65-thread-subclass", "lost update", {"`Counter.total`", "`Counter.total += 1`", "on line 14"}},
      {"66-closure-loop-variable",
       "interrupted",
       {"`main.n`", "`t = threading.Thread(target=lambda: seen.append(n))`", "on line 10", "`for n in range(2)`", "on line 9",
        "`seen`", "line 10"}},
      {"67-daemon-thread", "daemon cut off", {"A is a daemon", "`saved = "}},
      {"71-ignored-error",
       "uncaught exception",
       {"ZeroDivisionError", "the error is lost", "`ratios.append(a // b)`", "on line 8"}},
      {"72-queue-task-done-missing", "queue", {"2 items", "`jobs`", "line 19", "`task_done`"}},
      {"79-audit", "torn read", {"`accounts['savings']`", "`accounts['checking']`", "on line 15", "lines 9 and 10"}},
      {"82-started-twice", "uncaught exception", {"threads can only be started once", "`t.start()`", "on line 15"}},
      {"84-two-locks-two-orders", "lock cycle", {"`a`", "line 9", "`b`", "line 14"}},
      {"87-submit-after-shutdown",
       "uncaught exception",
       {"main shut down", "`pool.submit(send_mail)`", "on line 13", "`pool`", "`with ThreadPoolExecutor(max_workers=2) as pool`",
        "on line 17"}},
      {"88-nonlocal-counter", "lost update", {"`main.visits`", "`visits += 1`", "on line 10"}},
      {"89-set-check-then-act",
       "check-then-act",
       {"`seen['home']`", "`if page not in seen`", "on line 9", "`seen.add(page)`", "on line 10", "`fetched.append(page)`",
        "on line 11"}},
      {"97-daemon-logger", "daemon cut off", {"`written.append(lines.get())`", "on line 11"}},
      {"98-event-timeout",
       "gave up",
       {"`opened`", "`if opened.wait(timeout=0.002)`", "on line 9", "`opened.set()`", "on line 17",
        "`door.append('guest leaves')`", "on line 12"}},
      {"lesson", "lost update", {"is lost", "`account.balance`", "`self.balance = copy`", "on line 15", "on line 12"}},
  };
  return rows;
}

TEST(Words, NameTheFaultOfEachProgram) {
  std::set<const Row*> used;
  for (const auto& [name, program] : programs()) {
    for (const ProgramEnding& one : program.found.endings) {
      if (!isBad(one.grade) || !isJudged(program, one)) continue;
      const auto told = toldOf(program, one);
      ASSERT_TRUE(told) << name << " " << one.simplest;
      const auto row = std::ranges::find_if(table(), [&](const Row& each) { return each.program == name && says(each, *told); });
      if (row == table().end()) ADD_FAILURE() << name << " " << one.simplest << " " << told->kind << ": " << told->sentence;
      else used.insert(&*row);
    }
  }
  for (const Row& row : table()) EXPECT_TRUE(used.contains(&row)) << row.program << " " << row.kind;
}

TEST(Words, NameWhoGoesRoundForEver) {
  const auto forever = [](const std::string& name) {
    const Explored& program = programs().at(name);
    return words::tellAll(program.program, program.source, program.output, program.found).forever;
  };
  EXPECT_EQ(forever("47-unlock-lock-again"),
            "A goes round on lines 10 to 11 for ever; main could go on in `with lock` on line 19 and never "
            "does: starvation, which a fair scheduler need not end.");
  EXPECT_EQ(forever("47-unlock-lock-again-fixed"),
            "A goes round on lines 12 to 13 for ever; main could go on in `with lock` on line 21 and never "
            "does: starvation, which a fair scheduler ends.");
}

// ---- Sentences as a whole ---------------------------------------------------------------------------

// Starts a thread for each of some functions, and waits for them.
std::string started(const std::string& program, const std::string& functions) {
  return "import threading\n" + program + "threads = [threading.Thread(target=f) for f in (" + functions +
         ")]\nfor t in threads:\n    t.start()\nfor t in threads:\n    t.join()\n";
}

// Of a schedule, which the exploration grades.
std::string sentence(const std::string& source, const std::string& schedule) {
  const Explored program = explored(source);
  for (const ProgramEnding& one : program.found.endings) {
    if (one.simplest != schedule && one.example != schedule) continue;
    const auto told = words::tell(program.program, source, false, schedule, one.grade);
    return told ? std::string(told->kind) + ": " + told->sentence : "";
  }
  std::string known;
  for (const ProgramEnding& one : program.found.endings) known += " " + one.simplest;
  return schedule + " is no example, but" + known;
}

struct Said {
  std::string source, schedule, sentence;
};

void expectSaid(const std::vector<Said>& all) {
  for (const auto& [source, schedule, expected] : all) EXPECT_EQ(sentence(source, schedule), expected) << source;
}

const std::string kAdd = "total = 0\ndef add():\n    global total\n    total += 1\n";

TEST(Words, TellHowUpdatesAreLost) {
  expectSaid({
      {textOfFile("lesson.py"), "BAAB",
       "lost update: B (update('withdrawal', -150)) overwrites `account.balance` with `self.balance = copy` on line 15, having "
       "read "
       "it on line 12 before A (update('deposit', 50)) wrote it there: A's +50 is lost."},
      {textOfFile("12-lock-per-object.py"), "AABBBBAA",
       "no common lock: A overwrites `Turnstile.visitors` with `Turnstile.visitors += 1` on line 13, having read it before B "
       "wrote "
       "it there: B's +1 is lost; A holds `north.lock` and B `south.lock`, and no lock is common to both."},
      {started(kAdd + "def add_more():\n    global total\n    for _ in range(2):\n        total = total + 5\n", "add, add_more"),
       "ABBBBA",
       "lost update: A (add) overwrites `total` with `total += 1` on line 5, having read it before B (add_more) wrote it on line "
       "9: 2 "
       "updates of B (+10) are lost."},
      {started("seats = threading.Semaphore(2)\ntotal = 0\ndef add():\n    global total\n    with seats:\n        total += 1\n",
               "add, add"),
       "AABBBBAA",
       "lost update: A overwrites `total` with `total += 1` on line 7, having read it before B wrote it there: B's +1 is lost; "
       "both "
       "have `seats` at once."},
      {started("from interleave import RWLock\nlock = RWLock()\ntotal = 0\ndef add():\n    global total\n    with lock.read():\n"
               "        total += 1\n",
               "add, add"),
       "AABBBBAA",
       "lost update: A overwrites `total` with `total += 1` on line 8, having read it before B wrote it there: B's +1 is lost; "
       "both "
       "hold `lock` at once, for reading."},
      {"import threading\n" + kAdd + "other = threading.Thread(target=add)\nother.start()\ntotal += 1\nother.join()\n", "mAA",
       "lost update: Main overwrites `total` with `total += 1` on line 8, having read it before A wrote it on line 5: A's +1 is "
       "lost."},
      {started(kAdd, "add, add") + "assert total == 2, 'one is lost'\n", "ABBA",
       "failed assert: Main fails at `assert total == 2, 'one is lost'` on line 11 (one is lost): `total` is 1, which A wrote "
       "last, in "
       "`total += 1` on line 5; A overwrites `total` on line 5, having read it before B wrote it there: B's +1 is lost."},
  });
}

TEST(Words, TellWhatThreadsSee) {
  expectSaid({
      {textOfFile("89-set-check-then-act.py"), "ABBBAA",
       "check-then-act: A checks `seen['home']` in `if page not in seen` on line 9, B changes it in `seen.add(page)` on line 10, "
       "and A "
       "goes by the old answer in `fetched.append(page)` on line 11."},
      {textOfFile("16-torn-pair.py"), "ABBBA",
       "torn read: B (look) reads `point.x` and `point.y` on line 22 at different moments of A (move), which writes them on "
       "lines 16 "
       "and 17 around the two reads: the first is new, the second old."},
      {textOfFile("15-getter-without-lock.py"), "AAAABBAA",
       "half done: B (report) reads `total` = 1 on line 17 in the middle of what A (add_pair) does under `lock`, between its "
       "writes on "
       "lines 12 and 13; B does not take `lock`."},
      {"import threading\nresult = None\ndef work():\n    global result\n    result = 42\n"
       "threading.Thread(target=work).start()\nassert result == 42\n",
       "mA",
       "read too early: Main raises AssertionError in `assert result == 42` on line 7, as `result` is still None: A writes it "
       "only "
       "afterwards, in `result = 42` on line 5."},
      {"import threading\nclass Box:\n    value = 0\n    copy = 0\ndef work():\n    Box.value = 1\n    Box.value = 2\n"
       "threading.Thread(target=work).start()\nBox.copy = Box.value\n",
       "AmmA",
       "missing join: Main reads `Box.value` in `Box.copy = Box.value` on line 9 before A has written it in `Box.value = 2` on "
       "line 7: "
       "main does not wait for the end of A (join) before it reads."},
      {started("stack = [1]\ndef pop():\n    if stack:\n        stack.pop()\n", "pop, pop"), "ABBA",
       "check-then-act: A checks `stack` in `if stack` on line 4, B changes it in `stack.pop()` on line 5, and A goes by the old "
       "answer "
       "on line 5: IndexError (pop from empty list)."},
      {started("names = {'a': 1, 'b': 2}\ndef show():\n    for name in names:\n        print(name)\ndef grow():\n    names['c'] "
               "= 3\n",
               "show, grow"),
       "ABA",
       "uncaught exception: A (show) raises RuntimeError in `for name in names` on line 4 (dictionary changed size during "
       "iteration): B "
       "(grow) wrote `names['c']` before, in `names['c'] = 3` on line 7."},
  });
}

TEST(Words, TellWhyThreadsWait) {
  expectSaid({
      {textOfFile("84-two-locks-two-orders.py"), "AB",
       "lock cycle: A (one) holds `a` (line 9) and waits for `b` (line 9); B (other) holds `b` (line 14) and waits for `a` (line "
       "14)."},
      {textOfFile("28-join-under-lock.py"), "m",
       "lock cycle: Main holds `lock` (line 17) and waits for the end of A (line 19); A waits for `lock` (line 10)."},
      {textOfFile("36-nested-monitor.py"), "AAAA",
       "nested monitor: A (enter) sleeps in `gate.inner` on line 15 and still holds `gate.outer` (line 12), as waiting gives "
       "back only "
       "the lock of `gate.inner`; B (open) needs `gate.outer` on line 18 before it could wake it."},
      {textOfFile("29-pool-one-worker.py"), "Am",
       "pool exhausted: Every worker of `pool`, which has 1, is busy with a task that waits: A (square_plus_one) waits for the "
       "result of "
       "B (square) (line 13); B and C wait for a worker."},
      {started("event = threading.Event()\ndef wait():\n    event.wait()\ndef blink():\n    event.set()\n    event.clear()\n",
               "wait, blink"),
       "BBA",
       "lost wake-up: B (blink) sets `event` on line 6, B clears it on line 7, and only then A (wait) waits for it on line 4, "
       "for ever."},
      {started("event = threading.Event()\ndef wait():\n    event.wait()\n", "wait,"), "A",
       "lost wake-up: A sleeps in `event` on line 4, and nothing sets it any more."},
      {started(
           "room = threading.Condition()\nitems = 0\ndef take():\n    global items\n    with room:\n        while items == 0:\n"
           "            room.wait()\n        items -= 1\ndef put():\n    global items\n    with room:\n        items += 2\n"
           "        room.notify()\n",
           "take, take, put"),
       "AAABBBCCCCCBBBBB",
       "lost wake-up: A (take) sleeps in `room` on line 8; C (put) notifies it on line 14, which wakes B (take) alone, and "
       "nothing wakes "
       "A."},
      {started("room = threading.Condition()\nitems = []\ndef take():\n    with room:\n        if not items:\n            "
               "room.wait()\n"
               "        items.pop()\ndef put():\n    with room:\n        items.append(1)\n        room.notify_all()\n",
               "take, take, put"),
       "CCCCBBBBAAA",
       "lost wake-up: A (take) sleeps in `room` on line 7, having found `items` as B (take) left it on line 8, and nothing "
       "notifies it any "
       "more."},
      {started("door = threading.Barrier(3)\ndef come():\n    door.wait()\n", "come, come"), "AB",
       "barrier: A waits at the barrier `door` on line 4, to which 2 of 3 have come, and no other comes any more."},
      {started("from interleave import CheckThenLock\nloose = CheckThenLock()\ndef work():\n    for _ in range(2):\n        "
               "loose.check()\n"
               "        loose.take()\n",
               "work,"),
       "AA", "lock cycle: A holds `loose` (line 7) and waits for it once more on line 6: it waits for itself."},
      {started("go = False\ndef wait():\n    while not go:\n        pass\ndef blink():\n    global go\n    go = True\n    go = "
               "False\n",
               "wait, blink"),
       "BB", "polls for ever: A (wait) waits for `go` to change (line 4), and nothing changes it any more."},
      {started("import queue\nshelf = queue.Queue(1)\ndef bake():\n    for _ in range(3):\n        shelf.put(0)\ndef buy():\n"
               "    shelf.get()\n",
               "bake, buy"),
       "ABA", "queue: A (bake) waits for room in `shelf` (line 6), and nothing takes an item out any more."},
      {"import queue\nimport threading\njobs = queue.Queue()\njobs.put('wash')\ndef work():\n    jobs.get()\n"
       "threading.Thread(target=work, daemon=True).start()\njobs.join()\n",
       "A",
       "queue: Main waits until all items of `jobs` are done (line 8): `task_done` is missing for 1 item of 1 that was put."},
      {"import queue\nimport threading\njobs = queue.Queue()\njobs.put('wash')\ndef work():\n    if not jobs.empty():\n"
       "        jobs.get()\nthreads = [threading.Thread(target=work) for _ in range(2)]\nfor t in threads:\n    t.start()\n",
       "ABB",
       "queue: A waits for an item of `jobs` (line 7), and no more come: 1 item was put, of which B has taken 1 (line 7)."},
  });
}

TEST(Words, TellOfLivelocks) {
  const Explored program = explored(
      started("a = threading.Lock()\nb = threading.Lock()\ndef take(x, y):\n    while True:\n        x.acquire()\n        if "
              "y.acquire(False):\n            break\n        x.release()\n    y.release()\n    x.release()\n"
              "def one():\n    take(a, b)\ndef other():\n    take(b, a)\n",
              "one, other"));
  EXPECT_EQ(words::tellAll(program.program, program.source, false, program.found).forever,
            "A (one) and B (other) go round on lines 6 to 9 for ever: a livelock, which no fair "
            "scheduler ends.");
}

// ---- What holds of every sentence ---------------------------------------------------------------------

std::vector<std::string> linesOf(const std::string& source) {
  std::vector<std::string> lines(1);
  for (const char c : source) {
    if (c == '\n') lines.emplace_back();
    else lines.back() += c;
  }
  return lines;
}

bool isWordOf(const std::string& source, const std::string& word) {
  const auto isPart = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (std::size_t at = source.find(word); at != std::string::npos; at = source.find(word, at + 1)) {
    const bool begins = at == 0 || !isPart(source[at - 1]);
    if (begins && (at + word.size() == source.size() || !isPart(source[at + word.size()]))) return true;
  }
  return false;
}

// A name of the program, by its first part; or an object by type and number; or text of a line.
bool isOfProgram(const std::string& source, const std::string& quoted) {
  const std::string name = quoted.substr(0, quoted.find_first_of(".[#"));
  if (quoted == "task_done" || isWordOf(source, name)) return true;
  if (quoted.find('#') != std::string::npos) return true;
  const std::string text = quoted.ends_with("...") ? quoted.substr(0, quoted.size() - 3) : quoted;
  return source.find(text) != std::string::npos;
}

void expectOfProgram(const std::string& source, const std::string& sentence) {
  const std::vector<std::string> lines = linesOf(source);
  for (std::size_t at = sentence.find("line"); at != std::string::npos; at = sentence.find("line", at + 1)) {
    std::size_t digits = at + 4;
    if (sentence[digits] == 's') ++digits;
    if (sentence[digits] != ' ' || std::isdigit(static_cast<unsigned char>(sentence[digits + 1])) == 0) continue;
    const auto number = std::stoul(sentence.substr(digits + 1));
    EXPECT_TRUE(number >= 1 && number <= lines.size() && lines[number - 1].find_first_not_of(' ') != std::string::npos)
        << sentence << "\n"
        << source;
  }
  for (std::size_t from = sentence.find('`'); from != std::string::npos;) {
    const std::size_t to = sentence.find('`', from + 1);
    ASSERT_NE(to, std::string::npos) << sentence;
    const std::string quoted = sentence.substr(from + 1, to - from - 1);
    EXPECT_TRUE(isOfProgram(source, quoted)) << quoted << " in: " << sentence << "\n" << source;
    from = sentence.find('`', to + 1);
  }
  EXPECT_TRUE(sentence.ends_with(".") && !sentence.ends_with("..")) << sentence;
}

void expectOfProgram(const Explored& program) {
  const ExplorationWords told = words::tellAll(program.program, program.source, program.output, program.found);
  ASSERT_EQ(told.endings.size(), program.found.endings.size());
  for (std::size_t i = 0; i < told.endings.size(); ++i) {
    const ProgramEnding& one = program.found.endings[i];
    if (one.grade == Grade::expected || !isJudged(program, one)) EXPECT_EQ(told.endings[i], "") << program.source;
    else if (!told.endings[i].empty()) expectOfProgram(program.source, told.endings[i]);
  }
  if (program.found.endless) expectOfProgram(program.source, told.forever);
  else EXPECT_EQ(told.forever, "");
}

TEST(Words, NameWhatEachProgramHas) {
  for (const auto& [name, program] : programs()) expectOfProgram(program);
}

TEST(Words, NameWhatRandomProgramsHave) {
  Random random(31);
  int bad = 0, silent = 0;
  const int count = rounds(isNightly() ? 3'000 : 300);
  for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    const Explored program = explored(randomThreads(random), oneIn(random, 4));
    if (!program.program) return;
    expectOfProgram(program);
    for (const ProgramEnding& one : program.found.endings) {
      if (!isBad(one.grade) || !isJudged(program, one)) continue;
      ++bad;
      silent += !toldOf(program, one);
    }
  }
  EXPECT_GT(bad, count);
  EXPECT_LT(silent, bad / 20) << "of " << bad;
}

TEST(Words, SayNothingOfWhatIsNotAnEnding) {
  const std::string source = started(kAdd, "add, add");
  const Explored program = explored(source);
  EXPECT_FALSE(words::tell(program.program, source, false, "ABZ", Grade::wrong)) << "no step of it";
  EXPECT_FALSE(words::tell(program.program, source, false, std::string(words::kMostSteps + 1, 'A'), Grade::wrong));
  EXPECT_FALSE(words::tell(program.program, source, false, "AABB", Grade::expected));
}

TEST(Words, ArePartOfAnExplorationAsJson) {
  const Explored program = explored(textOfFile("lesson.py"));
  const auto told = words::tellAll(program.program, program.source, false, program.found);
  const Json json = Json::parse(toJson(program.found, false, told));
  for (const Json& ending : json["endings"]) EXPECT_EQ(ending.contains("words"), ending["grade"] == "wrong") << ending;
}

}  // namespace
}  // namespace interleave::test
