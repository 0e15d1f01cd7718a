#include "trace/trace_writer.h"

#include <algorithm>
#include <charconv>

#include "text/format.h"
#include "text/json.h"
#include "trace/names.h"

namespace interleave {
namespace {

// Of the file: what it traces is one process.
constexpr int kProcess = 1;
constexpr int kLockTrack = 1'000;  // and on: one an account

int trackOf(std::size_t task) { return static_cast<int>(task) + 1; }

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

// The parts of a run that its events do not contain.
Json summaryOf(const RunResult& result, const std::string& link) {
  Json owners = Json::array();
  for (const auto& owner : result.owners) owners.push_back(owner ? Json(*owner) : Json(nullptr));
  while (owners.size() < kListedAccounts) owners.push_back(nullptr);
  Balances balances = result.balances;
  if (balances.size() < kListedAccounts) balances.resize(kListedAccounts, 0);
  return {{"interleave", 1},
          {"link", link},
          {"replayed", result.replayed},
          {"end", endName(result.end)},
          {"scheduleEnded", result.scheduleEnded},
          {"balances", balances},
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

std::string balanceName(Mode mode, std::size_t account) {
  if (mode == Mode::account) return "balance";
  return ordinalOf(account) + " balance";
}

std::string quotedForJson(const std::string& text) { return Json(text).dump(); }

// RFC 4180: a quotation mark within is doubled.
std::string quotedForCsv(std::string text) {
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) text.insert(at, 1, '"');
  return '"' + text + '"';
}

// Spreadsheets treat a field with such a beginning as a formula (OWASP, "CSV Injection"); an apostrophe makes it text.
std::string harmless(const std::string& text) {
  return std::string_view("=+-@").find(text.front()) == std::string_view::npos ? text : "'" + text;
}

}  // namespace

TraceWriter::TraceWriter(const RunResult& result, std::string link, TraceFormat format, std::size_t traced)
    : result_(result),
      link_(std::move(link)),
      format_(format),
      tasks_(result.settings.program.transactions.size()),
      traced_(format == TraceFormat::csv ? result.trace.events.size() : std::min(result.trace.events.size(), traced)) {
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    tasks_[task].holds.resize(accountsOf(result.settings.program.mode));
    const std::string& label = result.settings.program.transactions[task].label;
    if (format == TraceFormat::csv) {
      tasks_[task].name = quotedForCsv(harmless(label));
    } else {
      tasks_[task].name = quotedForJson(letterText(task) + " " + label);
    }
  }
  for (std::size_t account = 0; account < accountsOf(result.settings.program.mode); ++account) {
    lockTitles_.push_back(quotedForJson(lockTitle(result.settings.program, account)));
    balanceNames_.push_back(quotedForJson(balanceName(result.settings.program.mode, account)));
  }
}

std::string TraceWriter::next() {
  piece_.clear();
  if (!begun_) head();
  begun_ = true;
  const EventList& events = result_.trace.events;
  while (piece_.size() < kPiece && at_ < traced_) event(events[at_++]);
  if (at_ >= traced_ && piece_.size() < kPiece && !tracedAll_) endOfTraced();
  if (tracedAll_ && piece_.size() < kPiece) rows();
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
    line(metadata("thread_name", trackOf(task), letterText(task) + " " + result_.settings.program.transactions[task].label));
    line(metadata("thread_sort_index", trackOf(task), trackOf(task)));
  }
  if (!acquires(result_.settings.program.lock)) return;
  for (std::size_t account = 0; account < accountsOf(result_.settings.program.mode); ++account) {
    line(metadata("thread_name", kLockTrack + static_cast<int>(account), lockTitle(result_.settings.program, account)));
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

void TraceWriter::put(std::int64_t number) {
  std::array<char, 24> digits;
  piece_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void TraceWriter::put(std::uint64_t number) {
  std::array<char, 24> digits;
  piece_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// The format's times are microseconds: three decimals are exact.
void TraceWriter::putMicroseconds(std::int64_t ns) {
  put(ns / 1'000);
  const std::int64_t rest = ns % 1'000;
  piece_ += '.';
  for (const std::int64_t digit : {rest / 100, rest / 10 % 10, rest % 10}) piece_ += static_cast<char>('0' + digit);
}

// {"ph": phase, "pid": 1, "tid": track, "ts": time, and whatever follows it
void TraceWriter::open(char phase, int track, std::int64_t ns) {
  line(R"({"ph":")");
  piece_ += phase;
  piece_ += R"(","pid":1,"tid":)";
  put(std::int64_t{track});
  piece_ += R"(,"ts":)";
  putMicroseconds(ns);
}

void TraceWriter::csvLine(const Event& event) {
  put(event.timeNs);
  piece_ += ',';
  piece_ += taskLetter(event.task);
  piece_ += ',';
  piece_ += tasks_[event.task].name;
  for (const std::int64_t number : {std::int64_t{event.worker}, std::int64_t{event.update}, numberInFile(event.objects)}) {
    piece_ += ',';
    put(number);
  }
  piece_ += ',';
  piece_ += eventName(event.kind);
  piece_ += ',';
  put(event.value);
  piece_ += ',';
  if (!event.link.initial()) put(event.link.bits);
  piece_ += "\r\n";
}

void TraceWriter::instant(const Event& event) {
  open('i', trackOf(event.task), event.timeNs);
  piece_ += R"(,"s":"t","name":")";
  piece_ += eventName(event.kind);
  if (readsBalance(event.kind) || writesBalance(event.kind)) {
    piece_ += ' ';
    put(event.value);
  }
  piece_ += R"(","args":{"event":")";
  piece_ += eventName(event.kind);
  piece_ += R"(","value":)";
  put(event.value);
  piece_ += R"(,"update":)";
  put(std::int64_t{event.update});
  piece_ += R"(,"account":)";
  put(numberInFile(event.objects));
  piece_ += R"(,"worker":)";
  put(std::int64_t{event.worker});
  // As text: a name has 64 bits, and a JavaScript number only 53.
  if (!event.link.initial()) {
    piece_ += R"(,"link":")";
    put(event.link.bits);
    piece_ += '"';
  }
  piece_ += "}}";
}

void TraceWriter::complete(std::size_t task, std::string_view name, std::optional<Money> value, std::int64_t from,
                           std::int64_t to) {
  open('X', trackOf(task), from);
  piece_ += R"(,"name":")";
  piece_ += name;
  if (value) put(*value);
  piece_ += R"(","dur":)";
  putMicroseconds(to - from);
  piece_ += '}';
}

void TraceWriter::endWait(const Event& event) {
  Task& task = tasks_[event.task];
  if (task.waitsSince) complete(event.task, "waits", std::nullopt, *task.waitsSince, event.timeNs);
  task.waitsSince.reset();
}

void TraceWriter::endCopy(const Event& event) {
  Task& task = tasks_[event.task];
  if (task.copySince) complete(event.task, "copy ", task.copy, *task.copySince, event.timeNs);
  task.copySince.reset();
}

// Async events, since several can hold a semaphore or a shared lock at one time.
void TraceWriter::lock(const Event& event, bool acquired) {
  for (const std::size_t account : event.objects) {
    int& times = tasks_[event.task].holds[account];
    if (!acquired && times == 0) continue;
    times += acquired ? 1 : -1;
    if (times != (acquired ? 1 : 0)) continue;
    open(acquired ? 'b' : 'e', kLockTrack + static_cast<int>(account), event.timeNs);
    piece_ += R"(,"cat":)" + lockTitles_[account] + R"(,"id":)";
    put(std::uint64_t{account * limits::kMaxTransactions + event.task});
    piece_ += R"(,"name":)" + tasks_[event.task].name + "}";
  }
}

void TraceWriter::counter(const Event& event) {
  open('C', 0, event.timeNs);
  piece_ += R"(,"name":)" + balanceNames_[event.objects.first()] + R"(,"args":{"balance":)";
  put(event.value);
  piece_ += "}}";
}

// From each lost write to the write that overwrote it.
void TraceWriter::flows() {
  for (; flow_ < result_.lost.size() && piece_.size() < kPiece; ++flow_) {
    const LostUpdate& lost = result_.lost[flow_];
    if (lost.by >= traced_) continue;
    const Event& from = result_.trace.events[lost.write];
    const Event& to = result_.trace.events[lost.by];
    const auto end = [&](char phase, const Event& at, std::string_view more) {
      open(phase, trackOf(at.task), at.timeNs);
      piece_ += more;
      piece_ += R"(,"id":)";
      put(std::uint64_t{flow_});
      piece_ += R"(,"name":"lost update","cat":"lost"})";
    };
    end('s', from, "");
    end('f', to, R"(,"bp":"e")");
  }
}

void TraceWriter::endOfTraced() {
  if (format_ == TraceFormat::csv) {
    tracedAll_ = true;
    return;
  }
  flows();
  if (flow_ < result_.lost.size()) return;
  // States that have not ended by then.
  const std::int64_t end = traced_ == 0 ? 0 : std::max(result_.trace.events[traced_ - 1].timeNs, std::int64_t{0});
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    if (tasks_[task].waitsSince) complete(task, "waits", std::nullopt, *tasks_[task].waitsSince, end);
    if (tasks_[task].copySince) complete(task, "copy ", tasks_[task].copy, *tasks_[task].copySince, end);
  }
  piece_ += "\n]";
  rowNs_ = end;
  tracedAll_ = true;
}

void TraceWriter::row(const Event& event) {
  piece_ += taskLetter(event.task);
  piece_ += trace_rows::kLetters[static_cast<std::size_t>(event.kind)];
  put(std::int64_t{event.worker});
  for (const std::int64_t number :
       {event.timeNs - rowNs_, std::int64_t{event.update}, event.value, numberInFile(event.objects)}) {
    piece_ += ',';
    put(number);
  }
  if (!event.link.initial()) {
    piece_ += ',';
    put(std::int64_t{event.link.worker()});
    piece_ += ',';
    put(event.link.number());
  }
  piece_ += ';';
  rowNs_ = event.timeNs;
}

void TraceWriter::rows() {
  const EventList& events = result_.trace.events;
  for (; at_ < events.size() && piece_.size() < kPiece; ++at_) {
    if ((at_ - traced_) % trace_rows::kRowsOfText == 0) piece_ += at_ == traced_ ? ",\n\"moreEvents\":[\n\"" : "\",\n\"";
    row(events[at_]);
  }
  if (at_ < events.size()) return;
  if (traced_ < events.size()) piece_ += "\"\n]";
  if (format_ == TraceFormat::chrome) piece_ += "}\n";
  done_ = true;
}

}  // namespace interleave
