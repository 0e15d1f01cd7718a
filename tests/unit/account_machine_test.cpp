// The account's own machine beside the language's, which executes the program of the settings: after every step of a schedule both are
// in the same state, as far as a reader can tell.
#include <map>

#include "account/program.h"
#include "account/python_text.h"
#include "code/listing.h"
#include "explore/only_schedule.h"
#include "model/program.h"
#include "program/ending.h"
#include "program/machine.h"
#include "program/names.h"
#include "support.h"
#include "trace/trace.h"
#include "walk/chronicle.h"
#include "walk/stepping.h"
#include "words/program_trace.h"

namespace interleave::test {
namespace {

using program::AgentId;
using program::Machine;

constexpr AgentId agentOf(std::size_t task) { return static_cast<AgentId>(task + 1); }

// A state as both machines tell it. Tasks are letters, in alphabetical order.
struct State {
  Balances balances;
  std::vector<std::string> locks;  // of each account: who holds it; of a semaphore, its permits; of a flag, whether it is taken
  std::string queued, able, ended;
  std::string threw;  // of those that have ended
  std::map<char, std::string> waits;  // for which account's lock, and who holds it
  std::map<char, std::size_t> lines;  // of the next step of those in flight
  std::string printed;
  bool finished = false;
  bool deadlocked = false;

  bool operator==(const State&) const = default;
  friend void PrintTo(const State& state, std::ostream* out) {
    for (const Money each : state.balances) *out << each << ' ';
    for (const std::string& each : state.locks) *out << "lock " << each << ' ';
    *out << "queued " << state.queued << " able " << state.able << " ended " << state.ended << " threw " << state.threw;
    for (const auto& [task, why] : state.waits) *out << ", " << task << " waits for " << why;
    for (const auto& [task, line] : state.lines) *out << ", " << task << " at line " << line;
    *out << (state.finished ? ", finished" : "") << (state.deadlocked ? ", deadlocked" : "") << '\n' << state.printed;
  }
};

std::string sorted(std::string letters) {
  std::ranges::sort(letters);
  return letters;
}

bool hasFlag(const AccountProgram& program) { return std::ranges::count(lockInfo(program.lock).steps, Step::check) > 0; }

// "lock 1, held by A": `account` is none where one lock is that of both. `whom`: for whom a machine says that the task waits. Of
// several readers each names another.
std::string waitText(std::optional<std::size_t> account, const std::string& holders, char whom) {
  EXPECT_TRUE(holders.empty() || holders.find(whom) != std::string::npos) << holders << ", not " << whom;
  return "lock" + (account ? " " + std::to_string(*account + 1) : "") + ", held by " + sorted(holders);
}

// ---- The account's machine --------------------------------------------------------------------------------

class AccountSide {
 public:
  explicit AccountSide(const RunSettings& settings)
      : settings_(settings), replay_(settings.program), printed_(consoleBefore(settings.program).lines.front() + '\n') {
    for (TemplateLine& line : pythonText(settings, PythonDialect::program))
      text_.lines.push_back({std::move(line.text), {}, std::move(line.places)});
    hear();
  }

  const Program& program() const { return replay_.program(); }

  void step(std::size_t task) {
    const Step step = program().tasks()[task].next;
    if (step == Step::acquire || step == Step::release) flagTaken_ = step == Step::acquire;
    replay_.step(task);
    hear();
  }

  State state() const {
    State state;
    state.balances = program().balances();
    state.locks = locks();
    state.printed = printed_;
    state.finished = program().finished();
    state.deadlocked = program().deadlocked();
    for (std::size_t task = 0; task < program().tasks().size(); ++task) {
      const char letter = taskLetter(task);
      if (program().tasks()[task].ended && threw_.find(letter) != std::string::npos) state.threw += letter;
      if (program().tasks()[task].ended) state.ended += letter;
      else if (!program().inFlight(task)) state.queued += letter;
      else state.lines[letter] = lineOf(task);
      if (program().canStep(task)) state.able += letter;
      else if (program().waits(task)) state.waits[letter] = waitOf(task);
    }
    return state;
  }

 private:
  // Takes what is new in the record.
  void hear() {
    Console console;
    for (; heard_ < replay_.events().size(); ++heard_) {
      const Event& event = replay_.events()[heard_];
      console.print(event, settings_.program);
      if (event.kind == EventKind::thrown) threw_ += taskLetter(event.task);
    }
    if (program().finished()) console.lines.push_back(consoleOf({}, settings_.program, program().balances()).lines.back());
    for (const std::string& line : console.lines) printed_ += line + '\n';
  }

  std::vector<std::string> locks() const {
    std::vector<std::string> locks;
    for (std::size_t account = 0; account < program().balances().size(); ++account) {
      const std::string holders = holdersOf(account);
      if (hasPermits(settings_.program.lock)) locks.push_back(std::to_string(settings_.program.permits - std::ssize(holders)));
      else if (hasFlag(settings_.program)) locks.push_back(flagTaken_ ? "True" : "False");
      else locks.push_back(sorted(holders));
    }
    return locks;
  }

  std::string holdersOf(std::size_t account) const {
    std::string letters;
    for (const std::size_t task : program().holders(account)) letters += taskLetter(task);
    return letters;
  }

  // As the code pane finds it.
  std::size_t lineOf(std::size_t task) const {
    ThreadState thread;
    thread.state = TaskState::started;
    thread.at = program().tasks()[task].at;
    const auto line = interleave::lineOf(text_, settings_, task, thread, true);
    return line ? *line + 1 : 0;
  }

  std::string waitOf(std::size_t task) const {
    if (hasFlag(settings_.program)) return "flag";
    if (hasPermits(settings_.program.lock)) return "permit";
    const ObjectSpan locks = program().tasks()[task].objects;
    std::string holders;
    for (const std::size_t account : locks) {
      if (holders.empty()) holders = holdersOf(account);
    }
    return waitText(locks.size() > 1 ? std::nullopt : std::optional<std::size_t>(locks.first()), holders,
                    taskLetter(program().waitsFor(task)));
  }

  const RunSettings& settings_;
  Listing text_;
  Replay replay_;
  std::size_t heard_ = 0;
  bool flagTaken_ = false;
  std::string threw_;
  std::string printed_;
};

// ---- The language's machine ----------------------------------------------------------------------------------

// All variables are shown, whatever the program's endings are made of.
std::shared_ptr<const program::Program> watchingAll(const RunSettings& settings) {
  std::string text = programText(settings);
  if (const std::size_t at = text.find("# watch:"); at != std::string::npos) text.replace(at, 8, "# among:");
  return program::load(text).program;
}

// Reads the account off a machine by the names of the program.
class ProgramSide {
 public:
  explicit ProgramSide(const RunSettings& settings)
      : settings_(settings), stepping_(Machine(watchingAll(settings), false, true)), machine_(stepping_.start()) {}

  // Whether it could.
  bool step(std::size_t task) {
    auto after = stepping_.after(machine_, agentOf(task));
    if (after) machine_ = std::move(*after);
    return after.has_value();
  }

  State state() {
    State state;
    state.able = stepping_.able(machine_);
    state.finished = machine_.finished();
    state.deadlocked = state.able.empty() && !state.finished;
    state.printed = machine_.printed();
    for (const program::Error& error : machine_.errors()) state.threw += program::letterOf(error.agent);
    readVariables(state);
    readLocks(state);
    for (AgentId agent = 1; agent < machine_.agents(); ++agent) readTask(state, agent);
    EXPECT_EQ(machine_.stopped(), "");
    return state;
  }

 private:
  // `account.balance`, `first.balance`, or `account.state`, a balance and its version.
  void readVariables(State& state) {
    for (const auto& [name, value] : program::valuesOf(machine_)) {
      if (name.ends_with(".locked")) state.locks = {value};
      else if (name.find('.') != std::string::npos)
        state.balances.push_back(std::stoll(value.substr(value.front() == '(' ? 1 : 0)));
    }
  }

  void readLocks(State& state) {
    state.locks.resize(state.balances.size());
    const program::Names names(machine_);
    for (program::ObjectId object = 0; object < machine_.heap().size(); ++object) {
      const program::Kind kind = machine_.heap().kind(object);
      if (!walk::canBeHeld(kind)) continue;
      if (kind == program::Kind::semaphore) state.locks[0] = std::to_string(machine_.heap().at(object, 1).small());
      const std::string holders = words::holdersOf(machine_.heap(), object);
      const auto account = accountOf(names.of(program::objectValue(object)));
      for (std::size_t each = 0; each < state.locks.size(); ++each) {
        if (account.value_or(each) == each) state.locks[each] = sorted(state.locks[each] + holders);
      }
    }
  }

  void readTask(State& state, AgentId agent) {
    const char letter = program::letterOf(agent);
    if (machine_.hasEnded(agent)) state.ended += letter;
    else if (machine_.agent(agent).stance == program::Stance::queued) state.queued += letter;
    else state.lines[letter] = static_cast<std::size_t>(machine_.lineOf(agent));
    const bool inFlight = state.lines.contains(letter);
    if (inFlight && state.able.find(letter) == std::string::npos) state.waits[letter] = waitOf(agent);
  }

  std::string waitOf(AgentId agent) {
    // It could look at the flag again, which changes nothing.
    if (machine_.canStep(agent)) return "flag";
    const program::Why why = machine_.whyNot(agent);
    EXPECT_EQ(why.waits, program::Waits::acquire);
    if (machine_.heap().kind(program::idOf(why.object)) == program::Kind::semaphore) return "permit";
    const program::Names names(machine_);
    return waitText(accountOf(names.of(why.object)), words::holdersOf(machine_.heap(), program::idOf(why.object)),
                    why.holder == program::kNobody ? '-' : program::letterOf(why.holder));
  }

  // Whose lock an object is, by its name; none: that of all accounts.
  std::optional<std::size_t> accountOf(std::string_view name) const {
    if (settings_.program.mode == Mode::account || name.starts_with("first.")) return 0;
    if (name.starts_with("second.")) return 1;
    return std::nullopt;
  }

  const RunSettings& settings_;
  walk::Stepping stepping_;
  Machine machine_;
};

// ---- Beside each other ------------------------------------------------------------------------------------------

// Every lock as often as any other, in all modes, with all options.
Settings settingsOf(Random& random, const Shape& most) {
  Settings settings = randomSettings(random, most);
  AccountProgram& program = settings.program;
  program.lock = static_cast<LockKind>(between(random, 0, std::ssize(allLocks()) - 1));
  program.mode = canTransfer(program.lock) && oneIn(random, 2) ? Mode::transfer : Mode::account;
  settings.run.delay = std::chrono::milliseconds(between(random, 0, 2) * 50);
  return settings;
}

void expectSameStates(Random& random, const Settings& settings) {
  AccountSide account(settings);
  ProgramSide program(settings);
  std::string schedule;
  for (;;) {
    const State state = account.state();
    ASSERT_EQ(program.state(), state) << "after " << schedule;
    if (hasOnlySchedule(settings.program)) ASSERT_LE(state.able.size(), 1U) << "after " << schedule;
    if (state.able.empty()) break;
    schedule += state.able[random() % state.able.size()];
    account.step(taskOf(schedule.back()));
    ASSERT_TRUE(program.step(taskOf(schedule.back()))) << schedule;
  }
}

TEST(AccountMachineTest, EveryStateOfARandomScheduleIsTheSame) {
  Random random(12);
  const int all = isNightly() ? 10'000 : rounds(500);
  for (int round = 0; round < all && !HasFailure(); ++round) {
    const Settings settings = settingsOf(random, {.transactions = 8, .times = 10, .workers = 5});
    SCOPED_TRACE(programText(settings));
    expectSameStates(random, settings);
  }
}

// Letters of steps that can be taken, and now and then of any task, or of none.
std::string randomLetters(Random& random, const AccountProgram& settings) {
  Program program(settings);
  std::string letters;
  while (letters.size() < 60) {
    const std::vector<std::size_t> able = enabledTasks(program);
    const bool possible = !able.empty() && !oneIn(random, 20);
    const std::size_t task = possible ? able[random() % able.size()] : random() % (settings.transactions.size() + 1);
    if (program.canStep(task)) program.step(task);
    letters += taskLetter(task);
  }
  return letters;
}

TEST(AccountMachineTest, AsMuchOfAnyScheduleIsPossible) {
  Random random(13);
  const int all = isNightly() ? 10'000 : rounds(300);
  for (int round = 0; round < all && !HasFailure(); ++round) {
    const Settings settings = settingsOf(random, {});
    const std::string letters = randomLetters(random, settings.program);
    ProgramSide program(settings);
    std::size_t taken = 0;
    while (taken < letters.size() && program.step(taskOf(letters[taken]))) ++taken;
    EXPECT_EQ(taken, possiblePrefix(settings.program, letters)) << letters << '\n' << programText(settings);
  }
}

}  // namespace
}  // namespace interleave::test
