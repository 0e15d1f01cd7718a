#include "trace/trace_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <new>
#include <stdexcept>

#include "text/format.h"
#include "text/json.h"
#include "text/utf8.h"
#include "trace/trace_writer.h"

namespace interleave {
namespace {

struct Problem : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Cancelled {};

constexpr std::size_t kMostShown = 40;  // bytes of what the file says, in a message

// The content of a list or an object is left out: the file decides how deep it is nested, and dump() recurses.
std::string shown(const Json& value) {
  if (value.is_array()) return value.empty() ? "[]" : "[…]";
  if (value.is_object()) return value.empty() ? "{}" : "{…}";
  return shortened(jsonText(value), kMostShown);
}

[[noreturn]] void refuse(const std::string& field, const Json& value, const std::string& allowed) {
  throw Problem(field + ": " + shown(value) + " is not allowed; allowed is " + allowed);
}

const Json& member(const Json& object, const std::string& where, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) throw Problem(where + ": \"" + name + "\" is missing");
  return *found;
}

std::int64_t number(const Json& object, const std::string& where, const char* name, std::int64_t least, std::int64_t most) {
  const Json& value = member(object, where, name);
  const auto within = [&] {
    if (value.is_number_unsigned())
      return value.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::max<std::int64_t>(most, 0));
    return value.is_number_integer() && value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
  };
  if (!within() || value.get<std::int64_t>() < least) {
    refuse(where + "." + name, value, "a whole number from " + formatNumber(least) + " to " + formatNumber(most));
  }
  return value.get<std::int64_t>();
}

bool flag(const Json& object, const std::string& where, const char* name) {
  const Json& value = member(object, where, name);
  if (!value.is_boolean()) refuse(where + "." + name, value, "true or false");
  return value.get<bool>();
}

template <class Value, std::size_t Count>
Value oneOf(const Json& object, const std::string& where, const char* name,
            const std::array<std::pair<std::string_view, Value>, Count>& values) {
  const Json& value = member(object, where, name);
  std::string allowed;
  for (const auto& [word, meaning] : values) {
    if (value.is_string() && value.get_ref<const std::string&>() == word) return meaning;
    allowed += (allowed.empty() ? "" : ", ") + std::string(word);
  }
  refuse(where + "." + name, value, "one of " + allowed);
}

constexpr std::int64_t kMostTime = std::int64_t{1} << 53;
constexpr std::int64_t kMostCount = std::int64_t{1} << 53;

constexpr std::array<std::pair<std::string_view, RunEnd>, 3> kEnds = {
    {{"completed", RunEnd::completed}, {"deadlocked", RunEnd::deadlocked}, {"stopped", RunEnd::stopped}}};

std::array<std::pair<std::string_view, EventKind>, 15> eventKinds() {
  std::array<std::pair<std::string_view, EventKind>, 15> kinds;
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = {eventName(static_cast<EventKind>(i)), static_cast<EventKind>(i)};
  return kinds;
}

// What stands for an event's account (numberInFile()): of a lock's operation it may be all accounts.
std::int64_t mostAccount(EventKind kind, std::int64_t accounts) {
  const bool ofLock = kind == EventKind::waiting || kind == EventKind::acquired || kind == EventKind::released;
  return accounts > 1 && ofLock ? accounts : accounts - 1;
}
ObjectSpan objectsOf(std::int64_t given, std::int64_t accounts) {
  return given < accounts ? ObjectSpan(static_cast<ObjectId>(given)) : ObjectSpan::of(0, static_cast<std::size_t>(accounts));
}

// One event of moreEvents, as trace_rows tells.
class Row {
 public:
  Row(std::string_view text, std::size_t index) : text_(text), rest_(text), index_(index) {}

  Event event(const RunResult& run) {
    const AccountProgram& program = run.settings.program;
    const EventList& before = run.trace.events;
    const auto accounts = static_cast<std::int64_t>(accountsOf(program.mode));
    Event event;
    event.task = static_cast<std::uint8_t>(letter("task", kTasks.substr(0, program.transactions.size())));
    event.kind = static_cast<EventKind>(letter("event", trace_rows::kLetters));
    event.worker = static_cast<std::uint8_t>(number("worker", 0, program.workers - 1));
    const std::int64_t from = before.empty() ? 0 : before.back().timeNs;
    event.timeNs = from + next("time", 0, kMostTime - from);
    event.update = static_cast<std::uint32_t>(next("update", 0, limits::kMaxTimes - 1));
    event.value = next("value", -limits::kMaxTotal, limits::kMaxTotal);
    const std::int64_t account = next("account", 0, mostAccount(event.kind, accounts));
    event.objects = objectsOf(account, accounts);
    if (rest_.empty()) return event;
    const auto worker = static_cast<int>(next("worker of the link", 0, limits::kMaxWorkers - 1));
    event.link = WriteId::of(worker, static_cast<std::uint64_t>(next("number of the link", 0, kMostCount)));
    if (!rest_.empty()) fail("the end of the event", "nothing further");
    return event;
  }

 private:
  [[noreturn]] void fail(const std::string& field, const std::string& allowed) const {
    refuse("event " + formatNumber(index_) + " of moreEvents, " + field, Json(std::string(text_)), allowed);
  }
  std::size_t letter(const std::string& field, std::string_view allowed) {
    const std::size_t found = rest_.empty() ? std::string_view::npos : allowed.find(rest_.front());
    if (found == std::string_view::npos) fail(field, "one of the letters " + std::string(allowed));
    rest_.remove_prefix(1);
    return found;
  }
  std::int64_t number(const std::string& field, std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (error != std::errc() || number < least || number > most) {
      fail(field, "a whole number from " + formatNumber(least) + " to " + formatNumber(most));
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return number;
  }
  std::int64_t next(const std::string& field, std::int64_t least, std::int64_t most) {
    if (rest_.empty() || rest_.front() != ',') fail(field, "a comma before it");
    rest_.remove_prefix(1);
    return number(field, least, most);
  }

  static constexpr std::string_view kTasks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static_assert(kTasks.size() == limits::kMaxTransactions);

  std::string_view text_;
  std::string_view rest_;
  std::size_t index_;
};

// Handles the parser's events: the summary first, and then the events one by one.
class Taker {
 public:
  Taker(const TraceReader::SettingsOf& settingsOf, std::uint64_t most) : settingsOf_(settingsOf), most_(most) {}

  void summary(const Json& json) {
    const std::string where = "otherData";
    // The events were checked against the limits of the first.
    if (summarized_) throw Problem("otherData is given more than once; allowed is once");
    number(json, where, "interleave", 1, 1);
    const Json& link = member(json, where, "link");
    if (!link.is_string()) refuse(where + ".link", link, "a link as text");
    std::string problem;
    const auto settings = settingsOf_(link.get<std::string>(), problem);
    if (!settings) throw Problem(where + ".link: " + problem);
    result_->settings = *settings;
    view_ = settings->view;
    result_->replayed = flag(json, where, "replayed");
    result_->scheduleEnded = flag(json, where, "scheduleEnded");
    result_->end = oneOf(json, where, "end", kEnds);
    balances(json);
    tasks(json);
    const auto count = [&](const char* name) { return static_cast<std::uint64_t>(number(json, where, name, 0, kMostCount)); };
    result_->linesPrinted = count("linesPrinted");
    result_->updates = count("updates");
    result_->refusals = count("refusals");
    result_->givenUp = count("givenUp");
    result_->exceptions = count("exceptions");
    result_->durationNs = number(json, where, "durationNs", 0, kMostTime);
    result_->trace.dropped = count("dropped");
    events_ = static_cast<std::uint64_t>(number(json, where, "events", 0, static_cast<std::int64_t>(most_)));
    summarized_ = true;
  }

  void event(const Json& json) {
    if (!json.is_object() || json.value("ph", "") != "i") return;
    if (!summarized_) throw Problem("otherData must stand before traceEvents");
    EventList& events = result_->trace.events;
    const std::string where = "event " + formatNumber(events.size());
    const Json& arguments = member(json, where, "args");
    const auto tasks = static_cast<std::int64_t>(result_->settings.program.transactions.size());
    Event event;
    event.timeNs = time(member(json, where, "ts"), where);
    event.task = static_cast<std::uint8_t>(number(json, where, "tid", 1, tasks) - 1);
    event.kind = oneOf(arguments, where, "event", kinds_);
    event.value = number(arguments, where, "value", -limits::kMaxTotal, limits::kMaxTotal);
    event.update = static_cast<std::uint32_t>(number(arguments, where, "update", 0, limits::kMaxTimes - 1));
    event.worker = static_cast<std::uint8_t>(number(arguments, where, "worker", 0, result_->settings.program.workers - 1));
    event.objects = objects(arguments, where, event.kind);
    event.link = link(arguments, where);
    if (!events.empty() && event.timeNs < events.back().timeNs)
      throw Problem(where + ".ts is before that of the event before it");
    add(event);
  }

  // A text of moreEvents.
  void rows(std::string_view text) {
    if (!summarized_) throw Problem("otherData must stand before moreEvents");
    while (!text.empty()) {
      const std::size_t length = std::min(text.find(';'), text.size());
      add(Row(text.substr(0, length), result_->trace.events.size()).event(*result_));
      text.remove_prefix(std::min(length + 1, text.size()));
    }
  }

  std::uint64_t events() const { return result_->trace.events.size(); }

  std::shared_ptr<RunResult> result() {
    if (!summarized_) throw Problem("otherData is missing: this is no trace of Interleave");
    if (events() != events_) {
      throw Problem("otherData.events: there are " + formatNumber(events()) + " events, and not " + formatNumber(events_));
    }
    const AccountProgram& program = result_->settings.program;
    result_->expected = serialEnding(program);
    if (hasDue(program) && result_->trace.dropped == 0) result_->due = startOfAll(program) + changed_;
    result_->lost = lostUpdates(result_->trace);
    return std::move(result_);
  }

  const View& view() const { return view_; }

 private:
  void add(const Event& event) {
    EventList& events = result_->trace.events;
    if (events.size() == events_) throw Problem("otherData.events: there are more events than " + formatNumber(events_));
    if (writesBalance(event.kind)) {
      const AccountProgram& program = result_->settings.program;
      changed_ += changeOf(program.mode, program.transactions[event.task].amount, event.objects.first());
    }
    events.push_back(event);
    if (events.size() % EventChunk::kEvents == 0) events.pack();
  }

  void balances(const Json& json) {
    const Json& list = member(json, "otherData", "balances");
    if (!list.is_array() || list.size() != kListedAccounts) refuse("otherData.balances", list, "a list of two");
    for (const Json& each : list) {
      if (!each.is_number_integer()) refuse("otherData.balances", each, "a whole number");
      result_->balances.push_back(std::clamp(each.get<Money>(), -limits::kMaxTotal, limits::kMaxTotal));
      result_->balance += result_->balances.back();
    }
    if (accountsOf(result_->settings.program.mode) > 1) return;
    if (result_->balances.back() != 0) refuse("otherData.balances", list, "0 as the second, where there is one account");
    result_->balances.pop_back();
  }

  std::size_t task(const Json& value, const std::string& field) const {
    const std::size_t tasks = result_->settings.program.transactions.size();
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= tasks) {
      refuse(field, value, "the number of a task, less than " + std::to_string(tasks));
    }
    return static_cast<std::size_t>(value.get<std::uint64_t>());
  }

  void tasks(const Json& json) {
    const Json& owners = member(json, "otherData", "owners");
    if (!owners.is_array() || owners.size() != kListedAccounts) refuse("otherData.owners", owners, "a list of two");
    for (const Json& each : owners) {
      result_->owners.push_back(each.is_null() ? std::nullopt : std::optional(task(each, "otherData.owners")));
    }
    if (accountsOf(result_->settings.program.mode) == 1) {
      if (result_->owners.back()) refuse("otherData.owners", owners, "null as the second, where there is one account");
      result_->owners.pop_back();
    }
    const Json& waiters = member(json, "otherData", "waiters");
    if (!waiters.is_array() || waiters.size() > result_->settings.program.transactions.size())
      refuse("otherData.waiters", waiters, "a list of tasks");
    for (const Json& each : waiters) result_->waiters.push_back(task(each, "otherData.waiters"));
  }

  // Microseconds with three decimals: a double is exact enough for the ns to be found again.
  static std::int64_t time(const Json& value, const std::string& where) {
    if (!value.is_number() || value.get<double>() < 0 || value.get<double>() > static_cast<double>(kMostTime) / 1'000) {
      refuse(where + ".ts", value, "a time in microseconds, not negative");
    }
    return std::llround(value.get<double>() * 1'000);
  }

  ObjectSpan objects(const Json& json, const std::string& where, EventKind kind) const {
    const auto accounts = static_cast<std::int64_t>(accountsOf(result_->settings.program.mode));
    return objectsOf(number(json, where, "account", 0, mostAccount(kind, accounts)), accounts);
  }

  WriteId link(const Json& json, const std::string& where) const {
    const auto found = json.find("link");
    if (found == json.end()) return {};
    WriteId id;
    const std::string text = found->is_string() ? found->get<std::string>() : "";
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.bits);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
      refuse(where + ".link", *found, "the number of a write, as text");
    return id;
  }

  const TraceReader::SettingsOf& settingsOf_;
  const std::uint64_t most_;
  const std::array<std::pair<std::string_view, EventKind>, 15> kinds_ = eventKinds();
  std::shared_ptr<RunResult> result_ = std::make_shared<RunResult>();
  View view_;
  std::uint64_t events_ = 0;
  Money changed_ = 0;  // by the updates that were made
  bool summarized_ = false;
};

// A file as the parser goes through it, once.
class Bytes {
 public:
  explicit Bytes(const TraceReader::NextBytes& next) : next_(next) { fill(); }
  bool atEnd() const { return now_.empty(); }
  char front() const { return now_.front(); }
  void pop() {
    now_.remove_prefix(1);
    if (now_.empty()) fill();
  }

 private:
  void fill() { now_ = next_(); }

  const TraceReader::NextBytes& next_;
  std::string_view now_;
};

// Default-constructed, it is the end of any file.
class ByteIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  explicit ByteIterator(Bytes* bytes) : bytes_(bytes) {}
  char operator*() const { return bytes_->front(); }
  ByteIterator& operator++() {
    bytes_->pop();
    return *this;
  }
  ByteIterator operator++(int) {
    const ByteIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const ByteIterator& other) const { return atEnd() == other.atEnd(); }

 private:
  bool atEnd() const { return bytes_ == nullptr || bytes_->atEnd(); }

  Bytes* bytes_;
};

}  // namespace

ReadTrace TraceReader::read(const NextBytes& next, std::uint64_t most, const std::atomic<bool>& cancel) {
  events_.store(0);
  Taker taker(settingsOf_, most);
  std::string key;  // of the file's own members
  const auto take = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (cancel.load(std::memory_order_relaxed)) throw Cancelled{};
    if (depth == 1 && event == Json::parse_event_t::key) key = parsed.get<std::string>();
    if (depth == 1 && event == Json::parse_event_t::object_end && key == "otherData") taker.summary(parsed);
    const bool row = depth == 2 && event == Json::parse_event_t::value && key == "moreEvents";
    const bool traced = depth == 2 && event == Json::parse_event_t::object_end && key == "traceEvents";
    if (!row && !traced) return true;
    if (traced) taker.event(parsed);
    else if (parsed.is_string()) taker.rows(parsed.get_ref<const std::string&>());
    else refuse("moreEvents", parsed, "a list of texts");
    events_.store(taker.events(), std::memory_order_relaxed);
    if (onEvent_) onEvent_();
    // It has been handled, and need not be kept.
    return false;
  };
  try {
    Bytes bytes(next);
    const Json rest = Json::parse(ByteIterator(&bytes), ByteIterator(nullptr), take);
    if (!rest.is_object()) throw Problem("The file is no trace: it is " + std::string(rest.type_name()) + ", and not an object");
    return {taker.result(), "", taker.view()};
  } catch (const Problem& problem) {
    return {nullptr, problem.what()};
  } catch (const Json::exception& problem) {
    constexpr std::size_t kMost = 300;  // the parser's message quotes its input
    return {nullptr, "The file is no JSON that can be read: " + shortened(problem.what(), kMost)};
  } catch (const std::bad_alloc&) {
    return {nullptr, "There is not enough memory for so many events"};
  } catch (const Cancelled&) {
    return {};
  }
}

}  // namespace interleave
