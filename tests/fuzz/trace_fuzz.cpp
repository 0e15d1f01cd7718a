// A file of any bytes, read as a saved trace: an accepted run can be described, drawn and written, and is the same when
// it is read again.

#include <algorithm>
#include <optional>
#include <string>

#include "fuzz.h"
#include "link/link.h"
#include "render/history_scene.h"
#include "render/scene_svg.h"
#include "text/utf8.h"
#include "trace/report.h"
#include "trace/trace_reader.h"
#include "trace/trace_writer.h"

namespace interleave::fuzz {
namespace {

constexpr std::uint64_t kMaxEvents = 2'000;

ReadTrace read(const std::string& text) {
  const std::atomic<bool> goOn{false};
  return TraceReader(settingsOfLink).read(TraceReader::allOf(text), kMaxEvents, goOn);
}

std::string written(const RunResult& result, TraceFormat format) {
  TraceWriter writer(result, encodeLink({result.settings, {}}), format);
  std::string text;
  while (!writer.done()) text += writer.next();
  return text;
}

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

std::uint32_t threadColor(std::size_t task) { return 0xFF000000 | static_cast<std::uint32_t>(task); }

void draw(const Report& report, double from, double to) {
  constexpr float kWidth = 60;
  SceneMaker maker;
  HistoryScene scene;
  const auto end = static_cast<double>(report.timeline.endNs());
  maker.make(report.timeline, report.run.trace, report.run.lost, {from, to, end, kWidth, 100}, {1, 1, 2, threadColor}, scene);
  SvgFrame frame;
  frame.width = kWidth + 20;
  frame.height = 200;
  frame.laneHeight = 10;
  frame.tasks = report.run.settings.program.transactions.size();
  frame.locks = acquires(report.run.settings.program.lock) ? accountsOf(report.run.settings.program.mode) : 0;
  frame.mostHolders = report.timeline.mostHolders();
  frame.perUnit = 0.5F;
  for (std::size_t task = 0; task < frame.tasks; ++task) frame.threads.push_back(threadColor(task));
  const std::string svg = sceneSvg(scene, frame);
  require(count(svg, "nan") == 0 && count(svg, "inf") == 0, "a picture has numbers");
}

void check(const std::string& text) {
  const ReadTrace first = read(text);
  require((first.result == nullptr) != first.problem.empty(), "there is a run, or a problem");
  require(first.problem.size() < 1'000 && countCharacters(first.problem), "a problem is short, and UTF-8");
  if (!first.result) return;
  const Report report = makeReport(*first.result);
  const std::size_t events = report.run.trace.events.size();
  require(events <= kMaxEvents, "there are no more events than are allowed");
  require(!report.sentence.empty() && !toJson(report).empty(), "a run is told");

  const ReadTrace again = read(written(report.run, TraceFormat::chrome));
  require(again.result != nullptr, "what was written can be read");
  require(again.result->settings == report.run.settings, "what was written has the same settings");
  require(again.result->trace.events == report.run.trace.events, "what was written has the same events");
  require(toJson(makeReport(*again.result)) == toJson(report), "what was written is the same run");
  require(count(written(report.run, TraceFormat::csv), "\r\n") == events + 1, "a table has a line for each event");

  const auto end = static_cast<double>(report.timeline.endNs());
  draw(report, 0, end * 1.06 + 4);
  draw(report, end / 3, end / 3 + 40);
  for (const std::size_t after : {std::size_t{0}, events / 2, events})
    report.threadStates.after(report.run.settings.program, report.run.trace, after);
}

}  // namespace
}  // namespace interleave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interleave::fuzz::check(std::string(interleave::fuzz::textOf(data, size)));
  return 0;
}
