#include "support.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <thread>

#include "link/link.h"
#include "trace/trace.h"

namespace interleave::test {

Settings lesson(LockKind lock, int workers) {
  Settings settings;
  settings.program.lock = lock;
  settings.program.workers = workers;
  settings.run.delay = std::chrono::milliseconds(0);
  return settings;
}

Settings programOf(std::vector<Transaction> transactions, LockKind lock, int workers) {
  Settings settings = lesson(lock, workers);
  settings.program.transactions = std::move(transactions);
  return settings;
}

bool isNightly() {
  const char* nightly = std::getenv("INTERLEAVE_NIGHTLY");
  return nightly != nullptr && std::string_view(nightly) == "1";
}

bool fewerRounds() { return INTERLEAVE_SLOW_ROUNDS && !isNightly(); }

// Not a standard distribution: those differ between standard libraries.
std::int64_t between(Random& random, std::int64_t least, std::int64_t most) {
  const auto count = static_cast<std::uint64_t>(most - least) + 1;
  return least + static_cast<std::int64_t>(random() % count);
}

bool oneIn(Random& random, std::int64_t n) { return between(random, 1, n) == 1; }

Settings randomSettings(Random& random, const Shape& most) {
  Settings settings = lesson();
  settings.program.start = between(random, -50, 200);
  settings.program.workers = static_cast<int>(between(random, 1, most.workers));
  settings.program.lock = static_cast<LockKind>(between(random, 0, 2));
  if (!most.plain && oneIn(random, 2))
    settings.program.lock = static_cast<LockKind>(between(random, 3, std::ssize(allLocks()) - 1));
  settings.program.permits = static_cast<int>(between(random, 1, 3));
  settings.run.timeout = std::chrono::milliseconds(between(random, 0, 1));
  settings.program.order = oneIn(random, 2) ? LockOrder::address : LockOrder::given;
  if (!most.plain && canTransfer(settings.program.lock) && oneIn(random, 4)) settings.program.mode = Mode::transfer;
  settings.program.overdraft = oneIn(random, 2) ? Overdraft::refuse : Overdraft::allow;
  settings.program.transactions.clear();
  const std::int64_t count = between(random, 1, most.transactions);
  for (std::int64_t i = 0; i < count; ++i) {
    settings.program.transactions.push_back({.label = "task " + std::to_string(i % 5),
                                             .amount = oneIn(random, 6) ? 0 : between(random, -150, 150),
                                             .times = between(random, 1, most.times),
                                             .throws = oneIn(random, 8)});
  }
  return settings;
}

std::string utf8(char32_t codePoint) {
  const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  const auto tail = [&](int shift) { return byte(0x80 | ((codePoint >> shift) & 0x3F)); };
  if (codePoint < 0x80) return {byte(codePoint)};
  if (codePoint < 0x800) return {byte(0xC0 | codePoint >> 6), tail(0)};
  if (codePoint < 0x10000) return {byte(0xE0 | codePoint >> 12), tail(6), tail(0)};
  return {byte(0xF0 | codePoint >> 18), tail(12), tail(6), tail(0)};
}

// ---- Drive --------------------------------------------------------------------------------------

void Drive::step(std::size_t task) {
  ASSERT_TRUE(program().canStep(task)) << "after " << schedule() << ": " << taskLetter(task);
  replay_.step(task);
}

void Drive::steps(std::string_view letters) {
  for (const char letter : letters) step(taskOf(letter));
}

bool Drive::stepRandomly(Random& random) {
  const std::vector<std::size_t> possible = enabledTasks(program());
  if (possible.empty()) return false;
  step(possible[random() % possible.size()]);
  return true;
}

std::vector<Event> Drive::events() const {
  std::vector<Event> events = replay_.events();
  for (std::size_t i = 0; i < events.size(); ++i) events[i].timeNs = static_cast<std::int64_t>(i);
  return events;
}

std::vector<std::vector<Event>> Drive::records() const {
  std::vector<std::vector<Event>> records(limits::kMaxWorkers);
  for (const Event& event : events()) records[event.worker].push_back(event);
  return records;
}

RunResult Drive::result() const {
  RunResult result = replay_.result();
  result.settings.run = run_;
  result.replayed = false;
  const std::vector<Event> all = events();
  result.trace.events.assign(all.begin(), all.end());
  return result;
}

Trace traceOf(const std::vector<Event>& events) { return {EventList(events.begin(), events.end()), 0}; }

std::vector<Event> randomTrace(Random& random, const RunSettings& settings) {
  Drive drive(settings);
  while (drive.stepRandomly(random)) {
  }
  std::vector<Event> events = drive.events();
  std::int64_t now = 0;
  for (Event& event : events) {
    if (!oneIn(random, 3)) now += between(random, 0, oneIn(random, 20) ? 20'000'000'000 : oneIn(random, 3) ? 100'000 : 300);
    event.timeNs = now;
  }
  return events;
}

std::vector<std::size_t> enabledTasks(const Program& program) {
  std::vector<std::size_t> tasks;
  for (std::size_t task = 0; task < program.tasks().size(); ++task) {
    if (program.canStep(task)) tasks.push_back(task);
  }
  return tasks;
}

RunResult resultOf(const RunSettings& settings, std::string_view letters) {
  Drive drive(settings);
  drive.steps(letters);
  return drive.result();
}

namespace {

void exploreFrom(const Program& program, Endings& endings) {
  if (program.finished()) {
    ++endings.schedules;
    ++endings.balances[program.balance()];
  } else if (program.deadlocked()) {
    ++endings.schedules;
    ++endings.deadlocks;
  }
  for (std::size_t task = 0; task < program.tasks().size(); ++task) {
    if (!program.canStep(task)) continue;
    Program next = program;
    next.step(task);
    exploreFrom(next, endings);
  }
}

}  // namespace

Endings endingsOf(const Settings& settings) {
  Endings endings;
  exploreFrom(Program(settings.program), endings);
  return endings;
}

// ---- Real runs ----------------------------------------------------------------------------------

std::shared_ptr<const RunResult> TestRunner::run(const Settings& settings) {
  EXPECT_TRUE(runner_.start(settings));
  return finish();
}

std::shared_ptr<const RunResult> TestRunner::finish() {
  while (runner_.phase() != Runner::Phase::finished) news_.wait();
  const std::shared_ptr<const Report> report = runner_.take();
  return report ? std::shared_ptr<const RunResult>(report, &report->run) : nullptr;
}

void TestRunner::awaitEvents(std::uint64_t events) {
  while (runner_.eventsSoFar() < events && runner_.phase() != Runner::Phase::finished) {
    std::this_thread::yield();
  }
}

// ---- Files --------------------------------------------------------------------------------------

std::string written(const RunResult& result, TraceFormat format) {
  TraceWriter writer(result, encodeLink({result.settings, {}}), format);
  std::string text;
  while (!writer.done()) text += writer.next();
  return text;
}

// ---- Slow and obvious models --------------------------------------------------------------------

std::vector<LostUpdate> lostBySets(const Trace& trace) {
  using Updates = std::set<std::uint32_t>;
  std::map<std::size_t, Updates> balances;
  std::map<std::size_t, Updates> made;
  std::map<std::uint8_t, Updates> copies;
  std::map<std::uint8_t, std::uint32_t> readAt;
  std::map<std::uint32_t, std::uint32_t> readOf;
  for (std::uint32_t i = 0; i < trace.events.size(); ++i) {
    const Event& event = trace.events[i];
    Updates& balance = balances[event.objects.first()];
    // What is done in one step reads what it replaces.
    if (event.kind == EventKind::read || event.kind == EventKind::added || event.kind == EventKind::swapped) {
      copies[event.worker] = balance;
      readAt[event.worker] = i;
    }
    if (!writesBalance(event.kind)) continue;
    readOf[i] = readAt[event.worker];
    made[event.objects.first()].insert(i);
    balance = copies[event.worker];
    balance.insert(i);
  }
  std::map<std::uint32_t, LostUpdate> lostBy;
  for (const auto& [account, updates] : made) {
    const Updates& last = balances[account];
    for (const std::uint32_t update : updates) {
      if (last.contains(update)) continue;
      const std::uint32_t by = *last.upper_bound(update);
      lostBy[update] = {update, by, readOf[by]};
    }
  }
  std::vector<LostUpdate> lost;
  for (const auto& [update, how] : lostBy) lost.push_back(how);
  return lost;
}

}  // namespace interleave::test
