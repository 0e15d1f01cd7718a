// Reads a Chrome trace that trace/trace_writer.h has written, and restores the run.
//
// The file is untrusted input. It is read once, from its beginning to its end, and only the events are kept. Nothing is
// guessed: the problem of any other file names the place, the value and what is allowed.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/settings.h"
#include "trace/result.h"

namespace interleave {

struct ReadTrace {
  std::shared_ptr<RunResult> result;  // null: see problem
  std::string problem;                // empty if there is a result, or it was cancelled
  View view = {};                     // of the link in the file
};

class TraceReader {
 public:
  // The settings of a link; or none, and the link's problem.
  using SettingsOf = std::function<std::optional<Settings>(const std::string& link, std::string& problem)>;

  // The reading thread calls `onEvent` after each event.
  explicit TraceReader(SettingsOf settingsOf, std::function<void()> onEvent = {})
      : settingsOf_(std::move(settingsOf)), onEvent_(std::move(onEvent)) {}

  // The file's next bytes, valid until the next call; empty at its end. May block.
  using NextBytes = std::function<std::string_view()>;
  // Reads a file that is in memory as a whole.
  static NextBytes allOf(std::string_view file) {
    return [rest = file]() mutable { return std::exchange(rest, {}); };
  }

  // Any thread; blocks as long as `next` does. `most`: the most events allowed.
  ReadTrace read(const NextBytes& next, std::uint64_t most, const std::atomic<bool>& cancel);
  // Any thread, while read() runs.
  std::uint64_t eventsSoFar() const { return events_.load(std::memory_order_relaxed); }

 private:
  SettingsOf settingsOf_;
  std::function<void()> onEvent_;
  std::atomic<std::uint64_t> events_{0};
};

}  // namespace interleave
