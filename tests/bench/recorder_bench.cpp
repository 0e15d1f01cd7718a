// What recording an event costs, with our stamp and with others, and prints one line of JSON. recorder.mjs runs it.
//
//   interleave_recorder_bench [EVENTS OF A THREAD [REPETITIONS]]
//
// All record into the same buffers, memory included; they differ in what they give an event as its time.

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <vector>

#include "run/recorder.h"
#include "run/stamp_clock.h"
#include "run/start_line.h"

namespace interleave {
namespace {

// ---- Stamps, one for each thread -----------------------------------------------------------------

// Orders what one thread does.
struct Counter {
  std::int64_t stamp() { return ++count; }
  std::int64_t count = 0;
};

// Orders everything: each event takes the next number.
struct SharedNumber {
  static inline std::atomic<std::int64_t> next{0};
  std::int64_t stamp() { return next.fetch_add(1); }
};

struct ClockReading {
  std::int64_t stamp() { return now(); }
  RunClock now;
};

// ---- Measuring ----------------------------------------------------------------------------------

// As Execution's threads do it.
void recordEvents(EventBuffer& buffer, auto stamps, int worker, std::uint32_t events) {
  const auto number = static_cast<std::uint8_t>(worker);
  for (std::uint32_t i = 0; i < events; ++i) {
    buffer.record({stamps.stamp(), 100, WriteId{}, i, number, kFirstAccount, EventKind::read, number});
  }
  buffer.publish();
}

// Nanoseconds for an event of a thread, while `threads` of them record.
double measure(Recorder& recorder, auto stamps, int threads, std::uint32_t events) {
  recorder.reset(threads);
  StartLine startLine(threads);
  std::vector<double> took(static_cast<std::size_t>(threads));
  std::vector<std::thread> team;
  for (int worker = 0; worker < threads; ++worker) {
    team.emplace_back([&, worker] {
      startLine.await();
      const RunClock clock;
      recordEvents(recorder.buffer(worker), stamps, worker, events);
      took[static_cast<std::size_t>(worker)] = static_cast<double>(clock()) / events;
    });
  }
  for (std::thread& thread : team) thread.join();
  return *std::ranges::max_element(took);
}

double median(std::vector<double> of) {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

struct Options {
  std::uint32_t events = 1'000'000;
  int repetitions = 15;
};

void print(const char* name, auto stamps, const Options& options, bool first = false) {
  Recorder recorder;
  for (const int threads : {1, 2}) {
    std::vector<double> each;
    for (int i = 0; i < options.repetitions; ++i) each.push_back(measure(recorder, stamps, threads, options.events));
    std::cout << (first && threads == 1 ? "" : ",") << R"({"stamp":")" << name << R"(","threads":)" << threads
              << R"(,"nsPerEvent":)" << median(each) << "}";
  }
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  using namespace interleave;
  Options options;
  if (argc > 1) options.events = static_cast<std::uint32_t>(std::atoi(argv[1]));
  if (argc > 2) options.repetitions = std::atoi(argv[2]);
  std::cout << "[";
  print("ours", StampClock<>(RunClock()), options, true);
  print("a counter of the thread", Counter(), options);
  print("one shared atomic number", SharedNumber(), options);
  print("a reading of the clock", ClockReading(), options);
  std::cout << "]" << std::endl;
  return 0;
}
