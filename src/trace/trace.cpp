#include "trace/trace.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <memory_resource>
#include <new>
#include <optional>

namespace interleave {
namespace {

// What the merge knows of something that threads read and write: a balance, or the flag of a lock.
struct Register {
  std::vector<std::pmr::deque<std::uint32_t>> readsLeft;  // of each worker's writes
  std::uint32_t readsLeftOfInitial = 0;
  std::array<std::uint64_t, limits::kMaxWorkers> writesTaken{};
  WriteId latest;

  // How many reads of this write are still to come; null for a write that no record holds.
  std::uint32_t* left(WriteId write) {
    if (write.initial()) return &readsLeftOfInitial;
    const auto worker = static_cast<std::size_t>(write.worker());
    if (worker >= readsLeft.size() || write.number() >= readsLeft[worker].size()) return nullptr;
    return &readsLeft[worker][static_cast<std::size_t>(write.number())];
  }
};

// Calls `visit` for each event of a record.
void forEach(const WorkerRecord& record, const auto& visit) {
  for (const std::span<const Event> piece : record.pieces) {
    for (const Event& event : piece) visit(event);
  }
}

// Goes through a record, event by event.
class Cursor {
 public:
  explicit Cursor(const WorkerRecord& record) : pieces_(record.pieces), dropped_(record.dropped > 0) { enter(); }

  // Null behind the last event.
  const Event* event() const { return at_; }
  // Events that followed were dropped.
  bool cutShort() const { return dropped_; }
  // True if that was the last event of a piece.
  bool next() {
    if (++at_ != end_) return false;
    pieces_ = pieces_.subspan(1);
    enter();
    return true;
  }

 private:
  void enter() {
    at_ = pieces_.empty() ? nullptr : pieces_.front().data();
    end_ = pieces_.empty() ? nullptr : at_ + pieces_.front().size();
  }

  std::span<const std::span<const Event>> pieces_;
  const Event* at_ = nullptr;
  const Event* end_ = nullptr;
  bool dropped_;
};

class Merge {
 public:
  Merge(std::span<const WorkerRecord> workers, const PieceTaken& pieceTaken)
      : workers_(workers), pieceTaken_(pieceTaken), cursors_(workers.begin(), workers.end()) {
    for (Register& each : registers_) each.readsLeft.resize(workers.size());
    for (std::size_t worker = 0; worker < workers.size(); ++worker) countWrites(worker);
    for (const WorkerRecord& record : workers) countReads(record);
    std::ranges::sort(givesUpAt_);
    listBeginnings();
    latestTime_.fill(-1);  // before any time
  }

  Trace run() {
    Trace trace;
    std::size_t recorded = 0;
    for (const WorkerRecord& record : workers_) {
      recorded += record.size();
      trace.dropped += record.dropped;
    }
    try {
      while (const std::optional<std::size_t> worker = nextWorker()) take(*worker, trace.events);
    } catch (const std::bad_alloc&) {
      // The trace ends here.
    }
    trace.events.dropSpare();
    trace.dropped += recorded - trace.events.size();
    boundTimes(trace.events);
    return trace;
  }

 private:
  // The flag of a lock stands behind the balances.
  static constexpr std::size_t kFlag = kMostAccounts;

  // What an event reads or writes; none: nothing that others could see.
  static std::optional<std::size_t> readsOf(const Event& event) {
    if (event.kind == EventKind::checked) return kFlag;
    return readsBalance(event.kind) ? std::optional(static_cast<std::size_t>(event.account)) : std::nullopt;
  }
  static std::optional<std::size_t> writesOf(const Event& event) {
    if (operatesLock(event)) return event.value == kByLink ? std::optional(kFlag) : std::nullopt;
    return writesBalance(event.kind) ? std::optional(static_cast<std::size_t>(event.account)) : std::nullopt;
  }
  static bool operatesLock(const Event& event) {
    return event.kind == EventKind::acquired || event.kind == EventKind::released;
  }

  // Whether the next event's time is a reading of the clock: else it is that of its worker's event before.
  void noteReading(const Event& event) {
    std::int64_t& latest = latestTime_[event.worker];
    isReading_.push_back(event.timeNs != latest);
    latest = event.timeNs;
  }

  void boundTimes(EventList& events) const {
    // From above: what came later was later, and so was the reading after it.
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = events.size(); i-- > 0;) {
      if (isReading_[i]) most = std::min(most, events[i].timeNs);
      events[i].timeNs = std::min(events[i].timeNs, most);
    }
    // From below: what came earlier was earlier. At least by 1 ns, so that the times say which came first.
    for (std::size_t i = 1; i < events.size(); ++i) {
      events[i].timeNs = std::max(events[i].timeNs, events[i - 1].timeNs + 1);
    }
  }

  void countWrites(std::size_t worker) {
    forEach(workers_[worker], [&](const Event& event) {
      if (const auto written = writesOf(event)) registers_[*written].readsLeft[worker].push_back(0);
    });
  }

  void countReads(const WorkerRecord& record) {
    forEach(record, [&](const Event& event) {
      if (event.kind == EventKind::gaveUp) givesUpAt_.push_back(event.value);
      const auto read = readsOf(event);
      std::uint32_t* left = read ? registers_[*read].left(event.link) : nullptr;
      if (left != nullptr) ++*left;
    });
  }

  // Every task that begins in the records. One that a worker had taken when the run was stopped has
  // no event and is passed over; one whose beginning was dropped holds up those after it.
  void listBeginnings() {
    bool dropped = false;
    for (const WorkerRecord& record : workers_) {
      dropped = dropped || record.dropped > 0;
      forEach(record, [&](const Event& event) {
        if (begins(event)) beginnings_.push_back(event.task);
      });
    }
    std::ranges::sort(beginnings_);
    std::size_t known = 0;
    while (known < beginnings_.size() && beginnings_[known] == known) ++known;
    if (dropped) beginnings_.resize(known);
  }

  static bool begins(const Event& event) { return event.kind == EventKind::updating && event.update == 0; }

  bool allowed(const Event& event) {
    if (const auto read = readsOf(event)) return event.link == registers_[*read].latest;
    if (const auto written = writesOf(event)) {
      Register& each = registers_[*written];
      return event.link == each.latest && *each.left(each.latest) == 0;
    }
    switch (event.kind) {
      case EventKind::acquired:
      case EventKind::released:
        return event.value == lockOperations_[lockOf(event)] && !someoneGivesUpAt(event.value);
      case EventKind::gaveUp: return event.value == lockOperations_[0];
      case EventKind::ticket: return event.value == nextTicket_;
      case EventKind::updating:
        return !begins(event) || (begun_ < beginnings_.size() && beginnings_[begun_] == event.task);
      default: return true;
    }
  }

  // Lock operations come in the order of their numbers, and who gives up at one comes before it: so those who are
  // still to give up are the last of the list.
  bool someoneGivesUpAt(Money operation) const {
    return givenUp_ < givesUpAt_.size() && givesUpAt_[givenUp_] == operation;
  }

  // Both locks of a transfer are operated as one, and numbered as the first.
  static std::size_t lockOf(const Event& event) { return event.account == Which::second ? 1 : 0; }

  // Whose event is the next one of the merged order; none at the end of what can be placed.
  std::optional<std::size_t> nextWorker() {
    std::optional<std::size_t> best;
    for (std::size_t worker = 0; worker < cursors_.size(); ++worker) {
      const Event* head = cursors_[worker].event();
      if (head == nullptr) {
        // Whatever follows here was dropped: any later event may come after it.
        if (cursors_[worker].cutShort()) return std::nullopt;
        continue;
      }
      if (allowed(*head) && (!best || head->timeNs < cursors_[*best].event()->timeNs)) best = worker;
    }
    return best;
  }

  void take(std::size_t worker, EventList& events) {
    const Event event = *cursors_[worker].event();
    noteReading(event);
    events.push_back(event);
    apply(event);
    if (cursors_[worker].next() && pieceTaken_) events.give(pieceTaken_(worker));
  }

  void apply(const Event& event) {
    if (const auto read = readsOf(event)) --*registers_[*read].left(event.link);
    if (const auto written = writesOf(event)) {
      Register& each = registers_[*written];
      each.latest = WriteId::of(event.worker, each.writesTaken[event.worker]++);
    } else if (operatesLock(event)) {
      ++lockOperations_[lockOf(event)];
    }
    if (event.kind == EventKind::ticket) ++nextTicket_;
    if (event.kind == EventKind::gaveUp) ++givenUp_;
    if (begins(event)) ++begun_;
  }

  std::span<const WorkerRecord> workers_;
  const PieceTaken& pieceTaken_;
  std::vector<Cursor> cursors_;  // one a worker
  std::array<Register, kMostAccounts + 1> registers_;
  std::array<Money, kMostAccounts> lockOperations_{};
  std::pmr::deque<Money> givesUpAt_;  // threads that give up, by the operation that was in their way, in that order
  std::size_t givenUp_ = 0;           // of these
  Money nextTicket_ = 0;
  std::pmr::vector<bool> isReading_;  // of each event of the trace: its time, as it was recorded
  std::array<std::int64_t, limits::kMaxWorkers> latestTime_ {};
  std::vector<std::uint8_t> beginnings_;  // tasks in list order
  std::size_t begun_ = 0;
};

}  // namespace

std::string_view eventName(EventKind kind) {
  switch (kind) {
    case EventKind::updating: return "updating";
    case EventKind::checked: return "checked";
    case EventKind::ticket: return "ticket";
    case EventKind::waiting: return "waiting";
    case EventKind::acquired: return "acquired";
    case EventKind::read: return "read";
    case EventKind::refused: return "refused";
    case EventKind::thrown: return "thrown";
    case EventKind::write: return "write";
    case EventKind::added: return "added";
    case EventKind::swapped: return "swapped";
    case EventKind::retry: return "retry";
    case EventKind::released: return "released";
    case EventKind::gaveUp: return "gave up";
    case EventKind::finishing: return "finishing";
  }
  return "";
}

std::size_t WorkerRecord::size() const {
  std::size_t events = 0;
  for (const std::span<const Event> piece : pieces) events += piece.size();
  return events;
}

Trace mergeRecords(std::span<const WorkerRecord> workers, const PieceTaken& pieceTaken) { return Merge(workers, pieceTaken).run(); }

std::size_t firstEventAt(const Trace& trace, std::int64_t timeNs) {
  const auto found = std::ranges::partition_point(trace.events, [&](const Event& event) { return event.timeNs < timeNs; });
  return static_cast<std::size_t>(found - trace.events.begin());
}

bool isStep(EventKind kind) {
  switch (kind) {
    case EventKind::checked:
    case EventKind::ticket:
    case EventKind::acquired:
    case EventKind::gaveUp:
    case EventKind::released: return true;
    default: return readsBalance(kind) || writesBalance(kind);
  }
}

std::string scheduleOf(const Trace& trace, std::size_t most) {
  std::string letters;
  for (const Event& event : trace.events) {
    if (letters.size() == most) break;
    if (isStep(event.kind)) letters += taskLetter(event.task);
  }
  return letters;
}

std::size_t stepsOf(const Trace& trace) {
  return static_cast<std::size_t>(
      std::ranges::count_if(trace.events, [](const Event& event) { return isStep(event.kind); }));
}

bool prints(EventKind kind) {
  return kind == EventKind::updating || kind == EventKind::finishing || kind == EventKind::gaveUp;
}

namespace {

std::string lineOf(const Event& event, const Settings& settings) {
  const std::string thread = settings.transactions[event.task].label + " thread ";
  const bool reader = readsOnly(settings, event.task);
  if (event.kind == EventKind::gaveUp) return thread + "giving up...";
  if (event.kind == EventKind::updating) return thread + (reader ? "reading..." : "updating...");
  return thread + (reader ? "sees balance of " + std::to_string(event.value) : "finishing...");
}

std::string balanceLine(std::string_view verb, const Settings& settings, const Balances& balances) {
  const bool two = settings.mode == Mode::transfer;
  return std::string(verb) + (two ? " balances of " : " balance of ") + std::to_string(balances[0]) +
         (two ? " and " + std::to_string(balances[1]) : "");
}

}  // namespace

Console consoleOf(const Trace& trace, const Settings& settings, std::optional<Balances> ending) {
  Console console;
  console.lines.push_back(balanceLine("starting with", settings, {settings.start, settings.start}));
  const std::size_t room = limits::kMaxOutputLines - (ending ? 1 : 0);
  for (const Event& event : trace.events) {
    if (!prints(event.kind)) continue;
    if (console.lines.size() == room) {
      ++console.omitted;
      continue;
    }
    console.lines.push_back(lineOf(event, settings));
  }
  if (ending) console.lines.push_back(balanceLine("ending", settings, *ending));
  return console;
}

}  // namespace interleave
