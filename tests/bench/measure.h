// What the benchmarks of exploring measure, and how.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#ifdef __EMSCRIPTEN__
#include <emscripten/heap.h>
#endif

namespace interleave {

using Json = nlohmann::ordered_json;
using Milliseconds = std::chrono::duration<double, std::milli>;

// The most memory that the process has had, in bytes; 0 where the system does not report it. A module's never shrinks.
inline std::uint64_t peakMemory() {
#ifdef __EMSCRIPTEN__
  return emscripten_get_heap_size();
#else
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::uint64_t kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
#endif
}

// What `explore` gives, as `tell` writes it, with the time that it took: the least of so many runs that fit into a second.
template <typename Explore, typename Tell>
Json measure(int runs, Explore explore, Tell tell) {
  Json measured;
  Milliseconds least = Milliseconds::max();
  Milliseconds spent{0};
  for (int run = 0; run == 0 || (run < runs && spent < std::chrono::seconds(1)); ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = explore();
    const Milliseconds took = std::chrono::steady_clock::now() - begin;
    least = std::min(least, took);
    spent += took;
    measured = {{"ms", least.count()}, {"peakBytes", peakMemory()}};
    measured.update(tell(result));
  }
  return measured;
}

}  // namespace interleave
