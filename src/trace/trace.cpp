#include "trace/trace.h"

#include <algorithm>
#include <array>
#include <new>
#include <optional>

#include "trace/merge_rules.h"
#include "trace/merged_times.h"

namespace interleave {
namespace {

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

// How many objects there are, by what the records name.
std::size_t objectsOf(std::span<const WorkerRecord> workers) {
  std::size_t objects = 1;
  for (const WorkerRecord& record : workers) {
    forEach(record, [&](const Event& event) { objects = std::max(objects, event.objects.first() + event.objects.size()); });
  }
  return objects;
}

class Merge {
 public:
  Merge(std::span<const WorkerRecord> workers, const PieceTaken& pieceTaken)
      : workers_(workers),
        pieceTaken_(pieceTaken),
        cursors_(workers.begin(), workers.end()),
        rules_(workers.size(), objectsOf(workers)) {
    // If a record is cut short, a read may have seen a write that is in no record.
    for (const WorkerRecord& record : workers) forEach(record, [&](const Event& event) { rules_.noteWrite(event); });
    for (const WorkerRecord& record : workers) forEach(record, [&](const Event& event) { rules_.noteRead(event); });
    if (std::ranges::all_of(workers, [](const WorkerRecord& record) { return record.dropped == 0; })) passOver();
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
    times_.bound(trace.events, 0);
    return trace;
  }

 private:
  // A task that was taken when the run was stopped may have no event.
  void passOver() {
    std::array<bool, limits::kMaxTransactions> begun{};
    for (const WorkerRecord& record : workers_) {
      forEach(record, [&](const Event& event) { begun[event.task] = begun[event.task] || MergeRules::begins(event); });
    }
    for (std::size_t task = 0; task < begun.size(); ++task) {
      if (!begun[task]) rules_.passOver(task);
    }
  }

  // The worker of the next event in the merged order; none if no further event can be placed. Of events of the same time, the
  // one of the worker with the lowest number comes first.
  std::optional<std::size_t> nextWorker() {
    // A thread does many steps before another one goes on: its own event first, so that few of the others' are looked at.
    const Event* first = nullptr;
    std::size_t best = latest_;
    if (!cursors_.empty()) first = cursors_[best].event();
    if (first != nullptr && !rules_.allowed(*first)) first = nullptr;
    for (std::size_t worker = 0; worker < cursors_.size(); ++worker) {
      const Event* head = cursors_[worker].event();
      if (head == nullptr) {
        // The rest of this record was dropped, so any later event may belong after a dropped one.
        if (cursors_[worker].cutShort()) return std::nullopt;
        continue;
      }
      const bool earlier = first == nullptr || head->timeNs < first->timeNs || (head->timeNs == first->timeNs && worker < best);
      if (!earlier || !rules_.allowed(*head)) continue;
      first = head;
      best = worker;
    }
    return first == nullptr ? std::nullopt : std::optional(best);
  }

  void take(std::size_t worker, EventList& events) {
    latest_ = worker;
    const Event event = *cursors_[worker].event();
    times_.note(event);
    events.push_back(event);
    rules_.take(event);
    if (cursors_[worker].next() && pieceTaken_) events.give(pieceTaken_(worker));
  }

  std::span<const WorkerRecord> workers_;
  const PieceTaken& pieceTaken_;
  std::vector<Cursor> cursors_;  // one a worker
  std::size_t latest_ = 0;       // the worker of the event before
  MergeRules rules_;
  MergedTimes times_;
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

Trace mergeRecords(std::span<const WorkerRecord> workers, const PieceTaken& pieceTaken) {
  return Merge(workers, pieceTaken).run();
}

std::size_t firstEventAt(const Trace& trace, std::int64_t timeNs) {
  const auto found = std::ranges::partition_point(trace.events, [&](const Event& event) { return event.timeNs < timeNs; });
  return static_cast<std::size_t>(found - trace.events.begin());
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
  return static_cast<std::size_t>(std::ranges::count_if(trace.events, [](const Event& event) { return isStep(event.kind); }));
}

bool prints(EventKind kind) { return kind == EventKind::updating || kind == EventKind::finishing || kind == EventKind::gaveUp; }

namespace {

std::string lineOf(const Event& event, const AccountProgram& program) {
  const std::string thread = program.transactions[event.task].label + " thread ";
  const bool reader = readsOnly(program, event.task);
  if (event.kind == EventKind::gaveUp) return thread + "giving up...";
  if (event.kind == EventKind::updating) return thread + (reader ? "reading..." : "updating...");
  return thread + (reader ? "sees balance of " + std::to_string(event.value) : "finishing...");
}

std::string balanceLine(std::string_view verb, const AccountProgram& program, const Balances& balances) {
  const std::size_t accounts = accountsOf(program.mode);
  std::string line = std::string(verb) + (accounts > 1 ? " balances of " : " balance of ");
  for (std::size_t i = 0; i < accounts; ++i) line += (i == 0 ? "" : " and ") + std::to_string(balances[i]);
  return line;
}

}  // namespace

void Console::print(const Event& event, const AccountProgram& program, std::size_t kept) {
  if (!prints(event.kind)) return;
  if (lines.size() + kept >= limits::kMaxOutputLines) ++omitted;
  else lines.push_back(lineOf(event, program));
}

Console consoleBefore(const AccountProgram& program) {
  return {{balanceLine("starting with", program, Balances(accountsOf(program.mode), program.start))}};
}

Console consoleOf(const Trace& trace, const AccountProgram& program, std::optional<Balances> ending) {
  Console console = consoleBefore(program);
  for (const Event& event : trace.events) console.print(event, program, ending ? 1 : 0);
  if (ending) console.lines.push_back(balanceLine("ending", program, *ending));
  return console;
}

}  // namespace interleave
