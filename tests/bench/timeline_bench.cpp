// Arranges traces of 16 threads and makes pictures of them, and prints one line of JSON, a list.
// timeline.mjs runs it.
//
//   interleave_timeline_bench [MOST EVENTS]

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

#include "render/history_scene.h"

namespace interleave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kThreads = 16;
constexpr std::size_t kFewest = 1'000;
constexpr float kWidth = 1'000;  // pixels of the picture

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

Settings sixteenThreads() {
  Settings settings;
  settings.program.transactions.clear();
  for (std::size_t i = 0; i < kThreads; ++i) settings.program.transactions.push_back({"task", 1, limits::kMaxTimes});
  settings.program.workers = static_cast<int>(kThreads);
  settings.program.lock = LockKind::scoped;
  return settings;
}

// Threads that take turns by chance at updating under one lock: seven events an update, where it has to wait.
class Program {
 public:
  Event next() {
    for (;;) {
      const std::size_t task = random_() % kThreads;
      if (const auto kind = step(task)) {
        now_ += static_cast<std::int64_t>(random_() % 400);
        Event event;
        event.timeNs = now_;
        event.task = event.worker = static_cast<std::uint8_t>(task);
        event.kind = *kind;
        event.value = balance_;
        return event;
      }
    }
  }

 private:
  std::optional<EventKind> step(std::size_t task) {
    EventKind& last = last_[task];
    switch (last) {
      case EventKind::finishing: return last = EventKind::updating;
      case EventKind::updating:
        if (held_) return last = EventKind::waiting;
        [[fallthrough]];
      case EventKind::waiting:
        if (held_) return std::nullopt;
        held_ = true;
        return last = EventKind::acquired;
      case EventKind::acquired: return last = EventKind::read;
      case EventKind::read: balance_ += static_cast<Money>(random_() % 201) - 100; return last = EventKind::write;
      case EventKind::write: held_ = false; return last = EventKind::released;
      default: return last = EventKind::finishing;
    }
  }

  std::mt19937_64 random_{5};
  std::array<EventKind, kThreads> last_ = [] {
    std::array<EventKind, kThreads> all{};
    all.fill(EventKind::finishing);
    return all;
  }();
  bool held_ = false;
  Money balance_ = 0;
  std::int64_t now_ = 0;
};

std::uint32_t noColor(std::size_t) { return 0; }

double pictureMs(const Timeline& timeline, const Trace& trace, double from, double to) {
  SceneView view;
  view.fromNs = from;
  view.toNs = to;
  view.untilNs = static_cast<double>(timeline.endNs());
  view.width = kWidth;
  const SceneStyle style{1, 0, 0, noColor};
  SceneMaker maker;
  HistoryScene scene;
  std::array<double, 5> times{};
  for (double& time : times) {
    const auto begin = Clock::now();
    maker.make(timeline, trace, {}, view, style, scene);
    time = millisecondsSince(begin);
  }
  std::ranges::nth_element(times, times.begin() + times.size() / 2);
  return times[times.size() / 2];
}

// The worst at every zoom, from all of it to a few nanoseconds, at the beginning, in the middle and at the end.
double worstFrameMs(const Timeline& timeline, const Trace& trace) {
  double worst = 0;
  const auto end = static_cast<double>(timeline.endNs());
  for (double length = end; length > 100; length /= 3) {
    for (const double place : {0.0, 0.5, 1.0}) {
      const double from = (end - length) * place;
      worst = std::max(worst, pictureMs(timeline, trace, from, from + length));
    }
  }
  return worst;
}

void measure(std::size_t events) {
  Trace trace;
  Program program;
  while (trace.events.size() < events) trace.events.push_back(program.next());
  const auto begin = Clock::now();
  Timeline timeline(sixteenThreads().program);
  timeline.append(trace.events);
  const double openMs = millisecondsSince(begin);
  const double frameMs = worstFrameMs(timeline, trace);
  const double bytes = static_cast<double>(sizeof(Event)) + static_cast<double>(timeline.bytes()) / static_cast<double>(events);
  std::cout << (events == kFewest ? "[" : ", ") << R"({"events": )" << events << R"(, "openMs": )" << openMs << R"(, "frameMs": )"
            << frameMs << R"(, "bytesPerEvent": )" << bytes << "}";
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  const double most = argc > 1 ? std::atof(argv[1]) : 1e7;
  for (std::size_t events = interleave::kFewest; static_cast<double>(events) <= most; events *= 10) interleave::measure(events);
  std::cout << ']' << std::endl;
  return 0;
}
