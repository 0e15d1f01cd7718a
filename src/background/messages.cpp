#include "background/messages.h"

#include <cstring>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "background/bytes.h"
#include "link/link.h"
#include "trace/lost_updates.h"

namespace interleave {
namespace {

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
    if (events.size() % EventChunk::kEvents == 0) events.pack();
  }
}

}  // namespace

// ---- Exploring

std::string encodeQuestion(const AccountProgram& program, const ExploreOptions& options) {
  ByteWriter writer;
  writer.put(encodeLink({{program, {}}, {}}));
  writer.put(options);
  return writer.take();
}

ExploreQuestion decodeExploreQuestion(const std::string& bytes) {
  ByteReader reader(bytes);
  ExploreQuestion question;
  question.program = settingsOf(reader).program;
  reader.get(question.options);
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
