#include "background/messages.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

#include "link/link.h"
#include "trace/lost_updates.h"

namespace interleave {
namespace {

// Numbers in their memory layout, texts preceded by their length.
class ByteWriter {
 public:
  template <class Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
  void put(Number number) {
    const auto bytes = std::bit_cast<std::array<char, sizeof number>>(number);
    bytes_.append(bytes.data(), bytes.size());
  }
  void put(const std::string& text) {
    put(std::uint64_t{text.size()});
    bytes_ += text;
  }
  template <class Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    put(value.value_or(Value()));
  }
  template <class Value>
  void put(const std::vector<Value>& list) {
    put(std::uint64_t{list.size()});
    for (const Value& each : list) put(each);
  }
  std::string take() { return std::move(bytes_); }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
  void get(Number& number) {
    std::array<char, sizeof number> bytes;
    std::ranges::copy(next(bytes.size()), bytes.begin());
    number = std::bit_cast<Number>(bytes);
  }
  void get(bool& value) { value = next(1).front() != 0; }
  void get(std::string& text) { text = next(count()); }
  template <class Value>
  void get(std::optional<Value>& value) {
    bool there = false;
    Value inner{};
    get(there);
    get(inner);
    value = there ? std::optional(inner) : std::nullopt;
  }
  template <class Value>
  void get(std::vector<Value>& list) {
    list.clear();
    for (std::size_t left = count(); left > 0; --left) get(list.emplace_back());
  }
  std::size_t count() {
    std::uint64_t count = 0;
    get(count);
    return static_cast<std::size_t>(count);
  }
  std::string_view next(std::size_t size) {
    if (size > bytes_.size()) throw std::runtime_error("the message ends early");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view bytes_;
};

Settings settingsOf(ByteReader& reader) {
  std::string link;
  reader.get(link);
  std::string problem;
  auto settings = settingsOfLink(link, problem);
  if (!settings) throw std::runtime_error(problem);
  return std::move(*settings);
}

// The fields beside the lists, in one order for writing and reading.
void eachField(auto& exploration, auto&& use) {
  use(exploration.complete);
  use(exploration.cancelled);
  use(exploration.outOfMemory);
  use(exploration.bound);
  use(exploration.schedules);
  use(exploration.deadlock.schedules);
  use(exploration.deadlock.share);
  use(exploration.deadlock.example);
  use(exploration.expected);
  use(exploration.method);
  use(exploration.states);
}

void eachFieldOfEnding(auto& ending, auto&& use) {
  use(ending.balance);
  use(ending.schedules);
  use(ending.share);
  use(ending.example);
  use(ending.due);
  use(ending.lost);
  use(ending.gaveUp);
}

void eachFieldOfRun(auto& result, auto&& use) {
  use(result.replayed);
  use(result.end);
  use(result.scheduleEnded);
  use(result.balance);
  use(result.balances);
  use(result.due);
  use(result.expected);
  use(result.owners);
  use(result.waiters);
  use(result.linesPrinted);
  use(result.updates);
  use(result.refusals);
  use(result.givenUp);
  use(result.exceptions);
  use(result.durationNs);
  use(result.trace.dropped);
}

void putEvents(const EventList& events, ByteWriter& writer) {
  static_assert(std::is_trivially_copyable_v<Event>);
  writer.put(std::uint64_t{events.size()});
  std::string& bytes = writer.bytes();
  std::size_t at = bytes.size();
  bytes.resize(at + events.size() * sizeof(Event));
  for (const Event& event : events) {
    std::memcpy(bytes.data() + at, &event, sizeof event);
    at += sizeof event;
  }
}

void getEvents(ByteReader& reader, EventList& events) {
  for (std::size_t left = reader.count(); left > 0; --left) {
    Event event;
    std::memcpy(&event, reader.next(sizeof event).data(), sizeof event);
    events.push_back(event);
  }
}

}  // namespace

// ---- Exploring

std::string encodeQuestion(const AccountProgram& program, const ExploreOptions& options) {
  ByteWriter writer;
  writer.put(encodeLink({{program, {}}, {}}));
  writer.put(options.maxStates);
  writer.put(std::int64_t{options.maxTime.count()});
  writer.put(options.maxBytes);
  writer.put(options.threads);
  writer.put(options.method);
  return writer.take();
}

ExploreQuestion decodeExploreQuestion(const std::string& bytes) {
  ByteReader reader(bytes);
  ExploreQuestion question;
  question.program = settingsOf(reader).program;
  reader.get(question.options.maxStates);
  std::int64_t milliseconds = 0;
  reader.get(milliseconds);
  question.options.maxTime = std::chrono::milliseconds(milliseconds);
  reader.get(question.options.maxBytes);
  reader.get(question.options.threads);
  reader.get(question.options.method);
  return question;
}

std::string encodeExploration(const Exploration& exploration) {
  ByteWriter writer;
  const auto put = [&](const auto& field) { writer.put(field); };
  eachField(exploration, put);
  writer.put(std::uint64_t{exploration.endings.size()});
  for (const ExploredEnding& ending : exploration.endings) eachFieldOfEnding(ending, put);
  return writer.take();
}

Exploration decodeExploration(const std::string& bytes, const AccountProgram& program) {
  ByteReader reader(bytes);
  const auto get = [&](auto& field) { reader.get(field); };
  Exploration exploration;
  exploration.program = withoutLabels(program);
  eachField(exploration, get);
  for (std::size_t left = reader.count(); left > 0; --left) eachFieldOfEnding(exploration.endings.emplace_back(), get);
  return exploration;
}

Exploration nothingExplored(const AccountProgram& program, bool cancelled, const std::string& bound) {
  Exploration exploration;
  exploration.program = withoutLabels(program);
  exploration.expected = serialEnding(program);
  exploration.complete = false;
  exploration.cancelled = cancelled;
  exploration.bound = bound;
  exploration.schedules = "0";
  return exploration;
}

// ---- Reading a trace

std::string encodeReadTrace(const ReadTrace& read) {
  ByteWriter writer;
  writer.put(read.problem);
  writer.put(read.result != nullptr);
  if (!read.result) return writer.take();
  const RunResult& result = *read.result;
  writer.put(encodeLink({result.settings, read.view}));
  eachFieldOfRun(result, [&](const auto& field) { writer.put(field); });
  putEvents(result.trace.events, writer);
  return writer.take();
}

ReadTrace decodeReadTrace(const std::string& bytes) {
  ByteReader reader(bytes);
  ReadTrace read;
  bool there = false;
  reader.get(read.problem);
  reader.get(there);
  if (!there) return read;
  read.result = std::make_shared<RunResult>();
  RunResult& result = *read.result;
  const Settings settings = settingsOf(reader);
  result.settings = settings;
  read.view = settings.view;
  eachFieldOfRun(result, [&](auto& field) { reader.get(field); });
  getEvents(reader, result.trace.events);
  result.lost = lostUpdates(result.trace);
  return read;
}

}  // namespace interleave
