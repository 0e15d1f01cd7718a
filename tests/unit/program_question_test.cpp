// Questions about the states of programs: what is refused, and answers beside a search that takes every schedule on Machines.
#include "explore/program_question.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "explore/program_exploration.h"
#include "lang/asked.h"
#include "program/key.h"
#include "program/load.h"
#include "random_threads.h"
#include "support.h"
#include "support/started_machine.h"

namespace interleave::test {
namespace {

using Like = ProgramGraph::LikeStates;
using Machine = StartedMachine;

constexpr const char* kAccount =
    "import threading\n"
    "class Account:\n"
    "    def __init__(self):\n"
    "        self.balance = 100\n"
    "        self.owner = None\n"
    "    def add(self, amount):\n"
    "        self.balance = self.balance + amount\n"
    "account = Account()\n"
    "lock = threading.Lock()\n"
    "queue = [1, 2]\n"
    "def update(amount):\n"
    "    n = amount\n"
    "    with lock:\n"
    "        account.add(n)\n"
    "threads = [threading.Thread(target=update, args=(a,)) for a in (50, -150)]\n"
    "for t in threads: t.start()\n"
    "for t in threads: t.join()\n"
    "done = True\n";

constexpr const char* kRace =
    "import threading\n"
    "counter = 0\n"
    "counter = 0\n"
    "def work():\n"
    "    global counter\n"
    "    counter += 1\n"
    "threads = [threading.Thread(target=work) for _ in range(2)]\n"
    "for t in threads: t.start()\n"
    "for t in threads: t.join()\n"
    "total = counter\n";

QuestionAnswer answerOf(const std::string& source, const std::string& question, bool atEnd = false, Like like = Like::asOne,
                        const ExploreOptions& options = {}) {
  const program::LoadedQuestion loaded = program::load(source, question);
  EXPECT_TRUE(loaded.program) << question << (loaded.questionFaults.empty() ? "" : ": " + loaded.questionFaults[0].what);
  if (!loaded.program) return {};
  ExploreProgress progress;
  return answerQuestion(loaded.program, false, atEnd, options, progress, like);
}

// The schedule that is found, or what is said instead.
std::string told(const std::string& source, const std::string& question, bool atEnd = false) {
  const QuestionAnswer answer = answerOf(source, question, atEnd);
  return answer.schedule ? *answer.schedule : sentenceOf(answer);
}

TEST(ProgramQuestion, IsAnsweredByTheSimplestSchedule) {
  EXPECT_EQ(told(kRace, "counter == 1"), "AA");
  EXPECT_EQ(told(kRace, "counter == 0"), "");
  EXPECT_EQ(told(kRace, "counter == 2"), "AABB");
  EXPECT_EQ(told(kRace, "counter != 2", true), "ABBA");
  EXPECT_EQ(told(kRace, "counter == 1 or counter > 2", true), "ABBA");
  EXPECT_EQ(told(kRace, "counter > 2"), "No, in none of 6 schedules.");
  EXPECT_EQ(told(kRace, "counter"), "AA");
  EXPECT_EQ(told(kRace, "total != counter"), "No, in none of 6 schedules.");
  EXPECT_EQ(told(kRace, "total == 1"), "ABBA");
  EXPECT_EQ(told(kRace, "not any(t.is_alive() for t in threads)"), "AABB");
  EXPECT_EQ(sentenceOf(answerOf(kRace, "total == 1")), "Yes, after ABBA: the simplest such schedule, with 1 preemption.");
  EXPECT_EQ(sentenceOf(answerOf(kRace, "counter == 1")), "Yes, after AA: the simplest such schedule, with no preemption.");
  EXPECT_EQ(sentenceOf(answerOf(kRace, "counter == 0")), "Yes, before the first step.");
}

TEST(ProgramQuestion, LooksAtObjectsAndTheLibrary) {
  EXPECT_EQ(told(kAccount, "account.balance < 0"), "BBB");
  EXPECT_EQ(told(kAccount, "account.balance < 0", true), "No, in none of 2 schedules.");
  EXPECT_EQ(told(kAccount, "account.balance == 0", true), "AAAABBBB");
  EXPECT_EQ(told(kAccount, "lock.locked() and account.balance == 150"), "AAA");
  EXPECT_EQ(told(kAccount, "len(queue) > 2 and not done"), "No, in none of 2 schedules.");
  EXPECT_EQ(told(kAccount, "isinstance(account, Account) and account.owner is None"), "");
  EXPECT_EQ(told(kAccount, "sum(queue) == 3 and max(queue) in queue and queue[-1] == 2 and f'{queue}' == '[1, 2]'"), "");
  EXPECT_EQ(told(kAccount, "[a.balance for a in [account] if a.balance > 100]"), "AAA");
}

TEST(ProgramQuestion, ComesToNothingWhereItCannotBeAnswered) {
  EXPECT_EQ(told(kAccount, "done", true).size(), 8U);
  EXPECT_EQ(told(kAccount, "account.owner.name"),
            "No, in none of 2 schedules. It comes to nothing in every state: AttributeError: 'NoneType' object has no attribute "
            "'name'.");
  EXPECT_EQ(told(kAccount, "queue[2] == 0"),
            "No, in none of 2 schedules. It comes to nothing in every state: IndexError: list index out of range.");
  EXPECT_EQ(
      told(kAccount, "1 // (len(queue) - 2)"),
      "No, in none of 2 schedules. It comes to nothing in every state: ZeroDivisionError: integer division or modulo by zero.");
  // What is called is not known before.
  EXPECT_EQ(
      told(kAccount, "threads[0].join()"),
      "No, in none of 2 schedules. It comes to nothing in every state: a question cannot call `threading.Thread.join`, which "
      "waits or changes something.");
  // Not in every state: then it does not match there, and no more.
  EXPECT_EQ(told(kAccount, "done and account.balance == 1"), "No, in none of 2 schedules.");
}

TEST(ProgramQuestion, AsksOfEndingsDeadlocksIncluded) {
  const std::string source =
      "import threading\na = threading.Lock()\nb = threading.Lock()\n"
      "def one():\n    with a:\n        with b: pass\n"
      "def two():\n    with b:\n        with a: pass\n"
      "threads = [threading.Thread(target=f) for f in (one, two)]\n"
      "for t in threads: t.start()\nfor t in threads: t.join()\n";
  EXPECT_EQ(told(source, "a.locked() and b.locked()", true), "AB");
  EXPECT_EQ(told(source, "a.locked() and not b.locked()", true), "No, in none of 6 schedules.");
}

TEST(ProgramQuestion, OfExecutionsThatGoOnForEver) {
  const std::string source =
      "import threading\nturn = 0\nx = 0\nx = 0\n"
      "def one():\n    global turn, x\n    while turn == 0:\n        turn = 1\n        turn = 0\n    x = 1\n"
      "def two():\n    global turn\n    turn = 2\n"
      "threads = [threading.Thread(target=f) for f in (one, two)]\n"
      "for t in threads: t.start()\nfor t in threads: t.join()\n";
  EXPECT_EQ(answerOf(source, "x == 7").schedules, "unbounded");
  EXPECT_EQ(told(source, "x == 7"), "No, in none of its schedules, some of which go on for ever.");
  EXPECT_FALSE(told(source, "x == 1 and turn == 2", true).starts_with("No"));
}

TEST(ProgramQuestion, ThatABoundCutsShortSaysNoMoreThanIsKnown) {
  std::string source = "import threading\nx = 0\nx = 0\ndef work():\n    global x\n";
  for (int i = 0; i < 8; ++i) source += "    x += 1\n";
  source += "for _ in range(3): threading.Thread(target=work).start()\n";
  ExploreOptions options;
  options.maxStates = 100;
  const QuestionAnswer none = answerOf(source, "x > 100", false, Like::asOne, options);
  EXPECT_FALSE(none.complete);
  EXPECT_TRUE(none.schedules.empty());
  EXPECT_EQ(sentenceOf(none), "In none of the schedules explored so far: the bound of states was reached.");
  const QuestionAnswer some = answerOf(source, "x == 1", false, Like::asOne, options);
  ASSERT_TRUE(some.schedule);
  EXPECT_EQ(*some.schedule, "AA");
  EXPECT_EQ(sentenceOf(some), "Yes, after AA: the simplest such schedule of those explored so far, with no preemption.");
}

// What main has for itself is seen between its joins, too.
TEST(ProgramQuestion, SeesWhatMainDoesBetweenJoins) {
  const std::string source =
      "import threading\nx = 0\nx = 0\nseen = []\ndef work():\n    global x\n    x = 1\n"
      "threads = [threading.Thread(target=work) for _ in range(3)]\n"
      "for t in threads: t.start()\n"
      "phase = 0\n"
      "for t in threads:\n    t.join()\n    phase = phase + 1\n    seen.append(phase)\n";
  EXPECT_EQ(told(source, "phase == 1"), "A");
  EXPECT_EQ(told(source, "len(seen) == 2"), "AB");
}

TEST(ProgramQuestion, IsRefusedWithItsPlace) {
  struct Refused {
    std::string question;
    std::string message;
  };
  constexpr std::string_view kLooks =
      "a question only looks: it can call `len`, `sum`, `min`, `max`, `any`, `all` and the like, and methods such as `locked`, "
      "`qsize` and `is_set`";
  const std::string looks(kLooks);
  const std::vector<Refused> all = {
      {"", "line 1, column 1: an expression is expected, as `x < 0`"},
      {"   ", "line 1, column 4: an expression is expected, as `x < 0`"},
      {"account.balance = 0", "line 1, column 1: an assignment cannot be asked; compare with `==`"},
      {"  queue += [1]", "line 1, column 3: an assignment cannot be asked; compare with `==`"},
      {"pass", "line 1, column 1: a statement cannot be asked; an expression is expected, as `x < 0`"},
      {"done; done", "line 1, column 7: a question is one expression; join several with `and` or `or`"},
      {"account.balance <", "line 1, column 18: the line ends here: an expression is expected"},
      {" account.balanc < 0",
       "line 1, column 10: no class of the program and no type of the language has `balanc`; did you mean `balance`?"},
      {"balance < 0", "line 1, column 1: `balance` is defined nowhere; assign it or import it first"},
      {"n < 0",
       "line 1, column 1: `n` is a variable of `update`; a question is about variables of the module and what they refer to"},
      {"update(50)", "line 1, column 1: `update` is the program's own and cannot be called here: " + looks},
      {"Account().balance", "line 1, column 1: `Account` is the program's own and cannot be called here: " + looks},
      {"account.add(1)", "line 1, column 9: `add` is the program's own and cannot be called here: " + looks},
      {"lock.acquire()", "line 1, column 6: `acquire` waits or changes something: " + looks},
      {"queue.append(3)", "line 1, column 7: `append` waits or changes something: " + looks},
      {"queue.pop() == 1", "line 1, column 7: `pop` waits or changes something: " + looks},
      {"[1 for account.balance in queue]", "line 1, column 8: a question assigns nothing: a name is expected"},
      {"print(1)", "line 1, column 1: `print` cannot be called here: " + looks},
      {"threading.Lock()", "line 1, column 11: `Lock` cannot be called here: " + looks},
      {"any(map(lambda a: a, queue))", ""},
      {"(lambda: 1)()", "line 1, column 2: what is called has to be a name or a method: " + looks},
      {"sorted(queue, key=lambda a: -a)", "line 1, column 19: a `lambda` cannot stand in a question: " + looks},
      {std::string(1001, 'x'), "line 1, column 1: a question of 1,001 bytes is too long; at most 1,000 are allowed"},
  };
  for (const Refused& each : all) {
    const program::LoadedQuestion loaded = program::load(kAccount, each.question);
    EXPECT_TRUE(loaded.faults.empty());
    ASSERT_FALSE(loaded.questionFaults.empty()) << each.question;
    EXPECT_FALSE(loaded.program);
    if (!each.message.empty()) EXPECT_EQ(lang::messageOf(loaded.questionFaults[0], each.question), each.message);
  }
}

TEST(ProgramQuestion, OfAProgramWithFaultsIsNotAsked) {
  const program::LoadedQuestion loaded = program::load("x = 1 / 2\n", "x < 0");
  EXPECT_FALSE(loaded.program);
  EXPECT_EQ(loaded.faults.size(), 1U);
  EXPECT_TRUE(loaded.questionFaults.empty());
}

TEST(ProgramQuestion, GivesItsAnswerAsJson) {
  EXPECT_EQ(toJson(answerOf(kRace, "counter == 1", true), {"counter == 1", true}),
            R"({"complete":true,"where":"counter == 1","atEnd":true,"found":true,"schedule":"ABBA","preemptions":1,)"
            R"("schedules":"6","states":8,"asked":2,"matching":1})");
  const QuestionAnswer none = answerOf(kRace, "counter // 0");
  EXPECT_EQ(toJson(none, {"counter // 0", false}),
            R"({"complete":true,"where":"counter // 0","atEnd":false,"found":false,"schedules":"6","states":8,"asked":8,)"
            R"("matching":0,"failure":"ZeroDivisionError: integer division or modulo by zero"})");
}

// ---- Beside every schedule on Machines ----------------------------------------------------

const std::vector<std::string>& questions() {
  static const std::vector<std::string> kAll = {"x == 1",
                                                "x > 2",
                                                "x if flag else turn",
                                                "turn == 1",
                                                "flag",
                                                "len(items) == 2",
                                                "sum(items) > 2",
                                                "items == [1, 2]",
                                                "max(items) - min(items)",
                                                "items[0] > items[-1]",
                                                "table.get(1, 0) > 1",
                                                "2 in table",
                                                "list(table.values()) == [1]",
                                                "lock.locked()",
                                                "lock.locked() and other.locked()",
                                                "event.is_set()",
                                                "barrier.n_waiting == 1",
                                                "queue1.qsize() > 1",
                                                "queue2.full()",
                                                "atom.load() == 1",
                                                "box.n == 2",
                                                "Box.made > 0",
                                                "box.later",
                                                "len(box.items) > 0",
                                                "1 in names",
                                                "line[0] == 2",
                                                "all(t.is_alive() for t in threads)",
                                                "len([t for t in threads if not t.is_alive()]) == 1"};
  return kAll;
}

struct Path {
  int preemptions = 0;
  std::string schedule;
};

// The best schedule to a state that matches, by taking each of them.
class Search {
 public:
  Search(Machine start, bool atEnd) : atEnd_(atEnd) { walk(start, "", 0); }

  bool isOfUse() const { return isOfUse_; }
  const std::optional<Path>& found() const { return found_; }

 private:
  void walk(const Machine& machine, const std::string& schedule, int preemptions) {
    const std::string key = keyOf(machine);
    isOfUse_ = isOfUse_ && ++visits_ < 1'500 && machine.stopped().empty() && std::ranges::find(path_, key) == path_.end();
    if (!isOfUse_) return;
    path_.push_back(key);
    const std::vector<Next> next = nextOf(machine);
    if (!atEnd_ || next.empty()) look(machine, schedule, preemptions);
    const bool goesOn =
        !schedule.empty() && std::ranges::any_of(next, [&](const Next& one) { return one.letter == schedule.back(); });
    for (const Next& one : next)
      walk(one.machine, schedule + one.letter, preemptions + (goesOn && one.letter != schedule.back() ? 1 : 0));
    path_.pop_back();
  }

  void look(const Machine& machine, const std::string& schedule, int preemptions) {
    if (!machine.ask().holds) return;
    const auto rank = [](int many, const std::string& letters) { return std::tuple(many, letters.size(), letters); };
    if (!found_ || rank(preemptions, schedule) < rank(found_->preemptions, found_->schedule)) found_ = {preemptions, schedule};
  }

  bool atEnd_;
  std::vector<std::string> path_;
  std::optional<Path> found_;
  std::size_t visits_ = 0;
  bool isOfUse_ = true;
};

TEST(ProgramQuestion, LeavesTheStateAsItIs) {
  const auto program = program::load(kAccount, "sum([a.balance for a in [account]]) > 0 and sorted(queue)").program;
  Machine machine{program::Machine(program)};
  for (const char letter : std::string("AAAABBBB")) {
    const std::string before = keyOf(machine);
    const bool holds = machine.ask().holds;
    EXPECT_EQ(keyOf(machine), before);
    EXPECT_EQ(machine.ask().holds, holds);
    machine.step(program::agentOf(letter));
    EXPECT_NE(keyOf(machine), before);
  }
}

TEST(ProgramQuestion, IsAnsweredAsByASearchOfEverySchedule) {
  Random random(20'261'130);
  std::size_t compared = 0, found = 0;
  const int count = rounds(isNightly() ? 1'000 : 120);
  for (int i = 0; i < count; ++i) {
    const std::string source = randomThreads(random);
    const bool atEnd = i % 3 == 0;
    for (const std::string& question : questions()) {
      const program::LoadedQuestion loaded = program::load(source, question);
      if (!loaded.program) continue;
      const program::Machine start(loaded.program);
      if (!start.stopped().empty()) break;
      const Search search(Machine(start), atEnd);
      if (!search.isOfUse()) break;
      ExploreProgress progress;
      const QuestionAnswer answer = answerQuestion(loaded.program, false, atEnd, {}, progress);
      ASSERT_TRUE(answer.complete) << source;
      ASSERT_EQ(answer.schedule.has_value(), search.found().has_value()) << question << "\n" << source;
      ++compared;
      if (!answer.schedule) continue;
      ++found;
      EXPECT_EQ(*answer.schedule, search.found()->schedule) << question << "\n" << source;
      EXPECT_EQ(answer.preemptions, search.found()->preemptions) << question << "\n" << source;
    }
  }
  EXPECT_GT(compared, static_cast<std::size_t>(count));
  EXPECT_GT(found, static_cast<std::size_t>(count / 8));
}

TEST(ProgramQuestion, IsAnsweredAlikeWhereLikeThreadsAreOne) {
  Random random(7);
  std::size_t merged = 0;
  const int count = rounds(isNightly() ? 600 : 60);
  for (int i = 0; i < count; ++i) {
    const std::string source = randomLikeThreads(random);
    for (const std::string& question : questions()) {
      if (!program::load(source, question).program) continue;
      ExploreOptions options;
      options.maxStates = 20'000;
      QuestionAnswer one = answerOf(source, question, i % 3 == 0, Like::asOne, options);
      const QuestionAnswer apart = answerOf(source, question, i % 3 == 0, Like::apart, options);
      if (!one.complete || !apart.complete) continue;
      merged += one.states < apart.states;
      one.states = apart.states;
      one.asked = apart.asked;
      one.matching = apart.matching;
      EXPECT_EQ(toJson(one, {question}), toJson(apart, {question})) << question << "\n" << source;
    }
  }
  EXPECT_GT(merged, static_cast<std::size_t>(count / 6));
}

// The program is the same with a question and without.
TEST(ProgramQuestion, ChangesNothingOfTheProgram) {
  Random random(11);
  const int count = rounds(60);
  for (int i = 0; i < count; ++i) {
    const std::string source = i % 2 == 0 ? randomThreads(random) : randomLikeThreads(random);
    const auto explored = [](const std::shared_ptr<const program::Program>& program) {
      ExploreOptions options;
      options.maxStates = 5'000;
      ExploreProgress progress;
      ProgramExploration found = exploreProgram(program, false, options, progress);
      const bool complete = found.complete;
      found.states = 0;
      return complete ? toJson(found, false) : "";
    };
    const std::string alone = explored(program::load(source).program);
    for (const std::string& question : {"len(threads)", "x", "items", "box.n", "lock.locked()", "threads[0].is_alive()"}) {
      const program::LoadedQuestion loaded = program::load(source, question);
      if (loaded.program) EXPECT_EQ(explored(loaded.program), alone) << question << "\n" << source;
    }
  }
}

TEST(ProgramQuestion, CallsThatOnlyLookAreOnesOfTheVocabulary) {
  std::size_t looks = 0;
  const auto all = lang::entries();
  for (std::size_t i = 0; i < all.size(); ++i) looks += lang::onlyLooks(static_cast<lang::EntryId>(i));
  EXPECT_EQ(looks, 55U);
}

}  // namespace
}  // namespace interleave::test
