// The costs of recording, which must not change the run, and of the page's work between two frames.

#include <benchmark/benchmark.h>

#include <chrono>
#include <string>
#include <vector>

#include "explore/exploration.h"
#include "link/link.h"
#include "model/balance.h"
#include "model/lock.h"
#include "run/recorder.h"
#include "trace/lost_updates.h"
#include "trace/trace.h"

namespace interleave {
namespace {

using Clock = std::chrono::steady_clock;

// ---- One event ----------------------------------------------------------------------------------

void readTheClock(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Clock::now());
}
BENCHMARK(readTheClock);

constexpr std::size_t kLongRun = 1'000'000;  // events

// Without the clock; now and then the record begins anew, or its events would only be counted.
void recordOneEvent(benchmark::State& state) {
  Recorder recorder;
  recorder.reset(1);
  std::size_t recorded = 0;
  Event event;
  for (auto _ : state) {
    if (++recorded > kLongRun) {
      recorder.reset(1);
      recorded = 1;
    }
    event.timeNs = static_cast<std::int64_t>(recorded);
    recorder.buffer(0).record(event);
  }
}
BENCHMARK(recordOneEvent);

void dropOneEvent(benchmark::State& state) {
  Recorder recorder(0);
  recorder.reset(1);
  for (auto _ : state) recorder.buffer(0).record(Event{});
}
BENCHMARK(dropOneEvent);

// ---- Balance ------------------------------------------------------------------------------------

Balance sharedBalance;

void readBalance(benchmark::State& state) {
  // Not the starting balance, which is a case of its own. Both threads' reads are of whichever is last.
  sharedBalance.write(state.thread_index(), 100);
  for (auto _ : state) benchmark::DoNotOptimize(sharedBalance.read());
}
BENCHMARK(readBalance)->Threads(1)->Threads(2)->UseRealTime();

void writeBalance(benchmark::State& state) {
  const int worker = state.thread_index();
  Money value = 0;
  for (auto _ : state) benchmark::DoNotOptimize(sharedBalance.write(worker, ++value));
}
BENCHMARK(writeBalance)->Threads(1)->Threads(2)->UseRealTime();

void readAndWriteBalance(benchmark::State& state) {
  const int worker = state.thread_index();
  for (auto _ : state) benchmark::DoNotOptimize(sharedBalance.write(worker, sharedBalance.read().value + 1));
}
BENCHMARK(readAndWriteBalance)->Threads(1)->Threads(2)->UseRealTime();

// ---- Lock ---------------------------------------------------------------------------------------

// Made for more threads than there are: none of them leaves, and none is a deadlock.
Lock sharedLock(limits::kMaxWorkers, [] {});

void acquireAndRelease(benchmark::State& state) {
  const auto task = static_cast<std::size_t>(state.thread_index());
  for (auto _ : state) {
    benchmark::DoNotOptimize(sharedLock.acquire(task, [] {}));
    sharedLock.release();
  }
}
BENCHMARK(acquireAndRelease)->Threads(1)->Threads(2)->UseRealTime();

// ---- After the run ------------------------------------------------------------------------------

// `events` of 2 to 16 workers that take turns: all read, then all write.
std::vector<std::vector<Event>> recordsOf(std::size_t workers, std::size_t events) {
  std::vector<std::vector<Event>> records(workers);
  WriteId latest;
  std::int64_t time = 0;
  for (std::uint32_t update = 0; static_cast<std::size_t>(time) < events; ++update) {
    for (const EventKind kind : {EventKind::updating, EventKind::read, EventKind::write, EventKind::finishing}) {
      for (std::size_t worker = 0; worker < workers; ++worker) {
        records[worker].push_back({time++, 100, latest, update, static_cast<std::uint8_t>(worker), kFirstAccount, kind,
                                   static_cast<std::uint8_t>(worker)});
        if (kind == EventKind::write) latest = WriteId::of(static_cast<int>(worker), update);
      }
    }
  }
  return records;
}

std::vector<WorkerRecord> viewOf(const std::vector<std::vector<Event>>& records) {
  std::vector<WorkerRecord> view;
  for (const std::vector<Event>& record : records) view.push_back({{record}, 0});
  return view;
}

void mergeEvents(benchmark::State& state) {
  const auto records = recordsOf(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  const std::vector<WorkerRecord> view = viewOf(records);
  std::size_t events = 0;
  for (auto _ : state) {
    const Trace trace = mergeRecords(view);
    if (trace.dropped > 0) state.SkipWithError("events were dropped");
    events += trace.events.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
// What is shown live at most, and a long run's.
BENCHMARK(mergeEvents)
    ->ArgNames({"workers", "events"})
    ->ArgsProduct({{2, 16}, {limits::kMaxLiveEvents, kLongRun}})
    ->Unit(benchmark::kMillisecond);

void findLostUpdates(benchmark::State& state) {
  const auto records = recordsOf(static_cast<std::size_t>(state.range(0)), kLongRun);
  const Trace trace = mergeRecords(viewOf(records));
  for (auto _ : state) benchmark::DoNotOptimize(lostUpdates(trace));
  state.SetItemsProcessed(static_cast<std::int64_t>(trace.events.size()) * static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(findLostUpdates)->ArgName("workers")->Arg(2)->Arg(16)->Unit(benchmark::kMillisecond);

// ---- Link ---------------------------------------------------------------------------------------

void decodeTheLesson(benchmark::State& state) {
  const std::string link = "#v=1&start=100&tx=deposit:50,withdrawal:-150&workers=2&delay=1000&lock=none";
  for (auto _ : state) benchmark::DoNotOptimize(decodeLink(link));
}
BENCHMARK(decodeTheLesson);

void decodeTheLongestLink(benchmark::State& state) {
  std::string link = "#v=1&workers=16&tx=";
  for (int i = 0; i < limits::kMaxTransactions; ++i) {
    if (i > 0) link += ',';
    for (int character = 0; character < limits::kMaxLabelCharacters; ++character) link += "%F0%9F%92%B0";
    link += ":1x1000000";
  }
  link += "&schedule=";
  for (std::size_t step = 0; step < limits::kMaxScheduleSteps; ++step) link += static_cast<char>('A' + step % 16);
  if (!decodeLink(link).problems.empty()) state.SkipWithError("the link has a problem");
  for (auto _ : state) benchmark::DoNotOptimize(decodeLink(link));
  state.SetBytesProcessed(static_cast<std::int64_t>(link.size()) * static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(decodeTheLongestLink);

// ---- Every schedule -----------------------------------------------------------------------------

// For larger programs, and a comparison with others: peers.mjs.
void exploreEverySchedule(benchmark::State& state) {
  Settings settings;
  settings.program.transactions.clear();
  Money amount = 1;
  for (std::int64_t task = 0; task < state.range(0); ++task, amount *= 10) {
    settings.program.transactions.push_back({letterText(static_cast<std::size_t>(task)), amount, state.range(1)});
  }
  settings.program.workers = static_cast<int>(state.range(0));
  ExploreOptions options;
  options.method = state.range(2) == 1 ? ExploreOptions::Method::symmetry : ExploreOptions::Method::states;
  std::uint64_t states = 0;
  for (auto _ : state) {
    ExploreProgress progress;
    const Exploration exploration = explore(settings.program, options, progress);
    if (!exploration.complete) state.SkipWithError("a bound cut it short");
    states += exploration.states;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(states));
}
BENCHMARK(exploreEverySchedule)
    ->ArgNames({"tasks", "updates", "symmetry"})
    ->ArgsProduct({{2}, {1, 3}, {0, 1}})
    ->ArgsProduct({{4}, {1, 2}, {0, 1}})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace interleave

BENCHMARK_MAIN();
