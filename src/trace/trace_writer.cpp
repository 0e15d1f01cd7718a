#include "trace/trace_writer.h"

#include <nlohmann/json.hpp>

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

// Of the file: what it traces is one process.
constexpr int kProcess = 1;
constexpr int kLockTrack = 1'000;  // and on: one an account

int trackOf(std::size_t task) { return static_cast<int>(task) + 1; }

std::string letterText(std::size_t task) { return std::string(1, taskLetter(task)); }

// The format's times are microseconds: three decimals are exact. A JSON library would write a double.
std::string microseconds(std::int64_t ns) {
  const std::string digits = std::to_string(ns % 1'000);
  return std::to_string(ns / 1'000) + "." + std::string(3 - digits.size(), '0') + digits;
}

// {"ph": phase, …, "ts": time, …}
std::string traceEvent(std::string_view phase, int track, std::int64_t ns, const Json& rest) {
  std::string text = R"({"ph":")" + std::string(phase) + R"(","pid":)" + std::to_string(kProcess) + R"(,"tid":)" +
                     std::to_string(track) + R"(,"ts":)" + microseconds(ns);
  const std::string more = rest.dump();
  return text + (more.size() > 2 ? "," + more.substr(1) : "}");
}

std::string metadata(std::string_view what, int track, const Json& value) {
  const std::string key = what.ends_with("name") ? "name" : "sort_index";
  return Json({{"ph", "M"}, {"pid", kProcess}, {"tid", track}, {"name", what}, {"args", {{key, value}}}}).dump();
}

std::string_view endName(RunEnd end) {
  switch (end) {
    case RunEnd::completed: return "completed";
    case RunEnd::deadlocked: return "deadlocked";
    case RunEnd::stopped: break;
  }
  return "stopped";
}

// What the events do not tell of the run.
Json summaryOf(const RunResult& result, const std::string& link) {
  Json owners = Json::array();
  for (const auto& owner : result.owners) owners.push_back(owner ? Json(*owner) : Json(nullptr));
  return {{"interleave", 1},
          {"link", link},
          {"replayed", result.replayed},
          {"end", endName(result.end)},
          {"scheduleEnded", result.scheduleEnded},
          {"balances", result.balances},
          {"owners", owners},
          {"waiters", result.waiters},
          {"linesPrinted", result.linesPrinted},
          {"updates", result.updates},
          {"refusals", result.refusals},
          {"givenUp", result.givenUp},
          {"exceptions", result.exceptions},
          {"durationNs", result.durationNs},
          {"events", result.trace.events.size()},
          {"dropped", result.trace.dropped}};
}

std::string lockTrackName(const RunResult& result, std::size_t account) {
  if (result.settings.mode == Mode::account) return "Lock";
  return account == 0 ? "Lock 1" : "Lock 2";
}

std::string balanceName(const RunResult& result, Which account) {
  if (result.settings.mode == Mode::account) return "balance";
  return account == Which::second ? "second balance" : "first balance";
}

}  // namespace

TraceWriter::TraceWriter(const RunResult& result, std::string link, TraceFormat format)
    : result_(result), link_(std::move(link)), format_(format), tasks_(result.settings.transactions.size()) {}

std::string TraceWriter::next() {
  piece_.clear();
  if (!begun_) head();
  begun_ = true;
  const EventList& events = result_.trace.events;
  while (piece_.size() < kPiece && at_ < events.size()) event(events[at_++]);
  if (at_ == events.size() && piece_.size() < kPiece) foot();
  return std::move(piece_);
}

void TraceWriter::head() {
  if (format_ == TraceFormat::csv) {
    piece_ += "time_ns,task,label,worker,update,account,event,value,link\r\n";
    return;
  }
  piece_ += R"({"displayTimeUnit":"ns","otherData":)" + summaryOf(result_, link_).dump() + ",\n\"traceEvents\":[\n";
  line(metadata("process_name", 0, "Interleave"));
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    line(metadata("thread_name", trackOf(task), letterText(task) + " " + result_.settings.transactions[task].label));
    line(metadata("thread_sort_index", trackOf(task), trackOf(task)));
  }
  if (!acquires(result_.settings.lock)) return;
  for (std::size_t account = 0; account < accountsOf(result_.settings.mode); ++account) {
    line(metadata("thread_name", kLockTrack + static_cast<int>(account), lockTrackName(result_, account)));
  }
}

void TraceWriter::line(std::string_view json) {
  if (!first_) piece_ += ",\n";
  first_ = false;
  piece_ += json;
}

void TraceWriter::event(const Event& event) {
  if (format_ == TraceFormat::csv) return csvLine(event);
  Task& task = tasks_[event.task];
  switch (event.kind) {
    case EventKind::waiting: task.waitsSince = event.timeNs; break;
    case EventKind::acquired:
      endWait(event);
      lock(event, true);
      break;
    case EventKind::read:
      task.copySince = event.timeNs;
      task.copy = event.value;
      break;
    case EventKind::released:
      endCopy(event);
      lock(event, false);
      break;
    case EventKind::checked:
    case EventKind::gaveUp: endWait(event); break;
    case EventKind::write:
    case EventKind::swapped:
    case EventKind::retry:
    case EventKind::refused:
    case EventKind::thrown: endCopy(event); break;
    default: break;
  }
  instant(event);
  if (writesBalance(event.kind)) counter(event);
}

void TraceWriter::csvLine(const Event& event) {
  std::string label = result_.settings.transactions[event.task].label;
  for (std::size_t at = 0; (at = label.find('"', at)) != std::string::npos; at += 2) label.insert(at, 1, '"');
  piece_ += std::to_string(event.timeNs) + ',' + taskLetter(event.task) + ",\"" + label + "\"," + std::to_string(event.worker) + ',' +
            std::to_string(event.update) + ',' + std::to_string(static_cast<int>(event.account)) + ',' +
            std::string(eventName(event.kind)) + ',' + std::to_string(event.value) + ',' +
            (event.link.initial() ? "" : std::to_string(event.link.bits)) + "\r\n";
}

void TraceWriter::instant(const Event& event) {
  std::string name(eventName(event.kind));
  if (readsBalance(event.kind) || writesBalance(event.kind)) name += " " + std::to_string(event.value);
  Json arguments = {{"event", eventName(event.kind)}, {"value", event.value}, {"update", event.update},
                    {"account", static_cast<int>(event.account)}, {"worker", event.worker}};
  // As text: a name has 64 bits, and a JavaScript number only 53.
  if (!event.link.initial()) arguments["link"] = std::to_string(event.link.bits);
  line(traceEvent("i", trackOf(event.task), event.timeNs, {{"s", "t"}, {"name", name}, {"args", arguments}}));
}

void TraceWriter::complete(std::size_t task, const std::string& name, std::int64_t from, std::int64_t to) {
  std::string text = traceEvent("X", trackOf(task), from, {{"name", name}});
  text.insert(text.size() - 1, R"(,"dur":)" + microseconds(to - from));
  line(text);
}

void TraceWriter::endWait(const Event& event) {
  Task& task = tasks_[event.task];
  if (task.waitsSince) complete(event.task, "waits", *task.waitsSince, event.timeNs);
  task.waitsSince.reset();
}

void TraceWriter::endCopy(const Event& event) {
  Task& task = tasks_[event.task];
  if (task.copySince) complete(event.task, "copy " + std::to_string(task.copy), *task.copySince, event.timeNs);
  task.copySince.reset();
}

// Async events, since several can hold a semaphore or a shared lock at one time.
void TraceWriter::lock(const Event& event, bool acquired) {
  for (std::size_t account = 0; account < accountsOf(result_.settings.mode); ++account) {
    int& times = tasks_[event.task].holds[account];
    if (!isAbout(event.account, account) || (!acquired && times == 0)) continue;
    times += acquired ? 1 : -1;
    if (times != (acquired ? 1 : 0)) continue;
    const auto id = account * limits::kMaxTransactions + event.task;
    line(traceEvent(acquired ? "b" : "e", kLockTrack + static_cast<int>(account), event.timeNs,
                    {{"cat", lockTrackName(result_, account)}, {"id", id},
                     {"name", letterText(event.task) + " " + result_.settings.transactions[event.task].label}}));
  }
}

void TraceWriter::counter(const Event& event) {
  line(traceEvent("C", 0, event.timeNs, {{"name", balanceName(result_, event.account)}, {"args", {{"balance", event.value}}}}));
}

// From each lost write to the one that lost it.
void TraceWriter::flows() {
  for (; flow_ < result_.lost.size() && piece_.size() < kPiece; ++flow_) {
    const LostUpdate& lost = result_.lost[flow_];
    const Event& from = result_.trace.events[lost.write];
    const Event& to = result_.trace.events[lost.by];
    const auto end = [&](std::string_view phase, const Event& at, Json rest) {
      rest["id"] = flow_;
      rest["name"] = "lost update";
      rest["cat"] = "lost";
      line(traceEvent(phase, trackOf(at.task), at.timeNs, rest));
    };
    end("s", from, Json::object());
    end("f", to, {{"bp", "e"}});
  }
}

void TraceWriter::foot() {
  if (format_ == TraceFormat::chrome) {
    flows();
    if (flow_ < result_.lost.size()) return;
    // What had not ended when the run did.
    const std::int64_t end = std::max(result_.trace.events.empty() ? 0 : result_.trace.events.back().timeNs, std::int64_t{0});
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      if (tasks_[task].waitsSince) complete(task, "waits", *tasks_[task].waitsSince, end);
      if (tasks_[task].copySince) complete(task, "copy " + std::to_string(tasks_[task].copy), *tasks_[task].copySince, end);
    }
    piece_ += "\n]}\n";
  }
  done_ = true;
}

}  // namespace interleave
