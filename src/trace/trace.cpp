#include "trace/trace.h"

#include <algorithm>
#include <array>

namespace interleave {
namespace {

class Merge {
 public:
  explicit Merge(std::span<const WorkerRecord> workers) : workers_(workers), next_(workers.size(), 0) {
    readsLeft_.resize(workers.size());
    for (std::size_t worker = 0; worker < workers.size(); ++worker) countWrites(worker);
    for (const WorkerRecord& record : workers) countReads(record);
    listBeginnings();
  }

  Trace run() {
    Trace trace;
    std::size_t recorded = 0;
    for (const WorkerRecord& record : workers_) {
      recorded += record.events.size();
      trace.dropped += record.dropped;
    }
    trace.events.reserve(recorded);
    while (const Event* event = takeNext()) trace.events.push_back(*event);
    trace.dropped += recorded - trace.events.size();
    boundTimes(trace.events);
    return trace;
  }

 private:
  static void boundTimes(std::vector<Event>& events) {
    for (std::size_t i = events.size(); i-- > 1;) {
      events[i - 1].timeNs = std::min(events[i - 1].timeNs, events[i].timeNs);
    }
  }

  void countWrites(std::size_t worker) {
    const auto writes = std::ranges::count(workers_[worker].events, EventKind::write, &Event::kind);
    readsLeft_[worker].assign(static_cast<std::size_t>(writes), 0);
  }

  void countReads(const WorkerRecord& record) {
    for (const Event& event : record.events) {
      if (event.kind != EventKind::read) continue;
      if (std::uint32_t* left = readsLeft(event.link)) ++*left;
    }
  }

  // Every task that begins in the records. One that a worker had taken when the run was stopped has
  // no event and is passed over; one whose beginning was dropped holds up those after it.
  void listBeginnings() {
    bool dropped = false;
    for (const WorkerRecord& record : workers_) {
      dropped = dropped || record.dropped > 0;
      for (const Event& event : record.events) {
        if (begins(event)) beginnings_.push_back(event.task);
      }
    }
    std::ranges::sort(beginnings_);
    std::size_t known = 0;
    while (known < beginnings_.size() && beginnings_[known] == known) ++known;
    if (dropped) beginnings_.resize(known);
  }

  static bool begins(const Event& event) { return event.kind == EventKind::updating && event.update == 0; }

  // How many reads of this write are still to come; null for a write that no record holds.
  std::uint32_t* readsLeft(WriteId write) {
    if (write.initial()) return &readsLeftOfInitial_;
    const auto worker = static_cast<std::size_t>(write.worker());
    if (worker >= readsLeft_.size() || write.number() >= readsLeft_[worker].size()) return nullptr;
    return &readsLeft_[worker][static_cast<std::size_t>(write.number())];
  }

  bool allowed(const Event& event) {
    switch (event.kind) {
      case EventKind::read: return event.link == latest_;
      case EventKind::write: return event.link == latest_ && *readsLeft(latest_) == 0;
      case EventKind::acquired: return !held_ && event.value == nextAcquisition_;
      case EventKind::updating:
        return !begins(event) || (begun_ < beginnings_.size() && beginnings_[begun_] == event.task);
      default: return true;
    }
  }

  // The next event of the merged order; null at the end of what can be placed.
  const Event* takeNext() {
    const Event* best = nullptr;
    std::size_t bestWorker = 0;
    for (std::size_t worker = 0; worker < workers_.size(); ++worker) {
      const WorkerRecord& record = workers_[worker];
      if (next_[worker] == record.events.size()) {
        // Whatever follows here was dropped: any later event may come after it.
        if (record.dropped > 0) return nullptr;
        continue;
      }
      const Event& head = record.events[next_[worker]];
      if (allowed(head) && (best == nullptr || head.timeNs < best->timeNs)) {
        best = &head;
        bestWorker = worker;
      }
    }
    if (best != nullptr) {
      ++next_[bestWorker];
      apply(*best);
    }
    return best;
  }

  void apply(const Event& event) {
    switch (event.kind) {
      case EventKind::read: --*readsLeft(event.link); break;
      case EventKind::write: latest_ = WriteId::of(event.worker, writesTaken_[event.worker]++); break;
      case EventKind::acquired:
        held_ = true;
        ++nextAcquisition_;
        break;
      case EventKind::released: held_ = false; break;
      case EventKind::updating: begun_ += begins(event) ? 1 : 0; break;
      default: break;
    }
  }

  std::span<const WorkerRecord> workers_;
  std::vector<std::size_t> next_;
  std::vector<std::vector<std::uint32_t>> readsLeft_;
  std::uint32_t readsLeftOfInitial_ = 0;
  std::array<std::uint64_t, limits::kMaxWorkers> writesTaken_{};
  std::vector<std::uint16_t> beginnings_;  // tasks in list order
  std::size_t begun_ = 0;
  WriteId latest_;
  bool held_ = false;
  Money nextAcquisition_ = 0;
};

}  // namespace

std::string_view eventName(EventKind kind) {
  switch (kind) {
    case EventKind::updating: return "updating";
    case EventKind::waiting: return "waiting";
    case EventKind::acquired: return "acquired";
    case EventKind::read: return "read";
    case EventKind::refused: return "refused";
    case EventKind::thrown: return "thrown";
    case EventKind::write: return "write";
    case EventKind::released: return "released";
    case EventKind::finishing: return "finishing";
  }
  return "";
}

Trace mergeRecords(std::span<const WorkerRecord> workers) { return Merge(workers).run(); }

bool isStep(EventKind kind) {
  return kind == EventKind::acquired || kind == EventKind::read || kind == EventKind::write ||
         kind == EventKind::released;
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

Console consoleOf(const Trace& trace, const Settings& settings, std::optional<Money> ending) {
  Console console;
  console.lines.push_back("starting with balance of " + std::to_string(settings.start));
  const std::size_t room = limits::kMaxOutputLines - (ending ? 1 : 0);
  for (const Event& event : trace.events) {
    const bool updating = event.kind == EventKind::updating;
    if (!updating && event.kind != EventKind::finishing) continue;
    if (console.lines.size() == room) {
      ++console.omitted;
      continue;
    }
    console.lines.push_back(settings.transactions[event.task].label +
                            (updating ? " thread updating..." : " thread finishing..."));
  }
  if (ending) console.lines.push_back("ending balance of " + std::to_string(*ending));
  return console;
}

}  // namespace interleave
