// Reads what trace/trace_writer.h has written as Chrome trace, and makes the same run of it.
//
// The file is input from strangers. It is read once, from its beginning to its end, and nothing but the events is
// kept. What is not as it was written is not guessed: the problem names the place, the value and what is allowed.
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
  // Settings of a link; none, and what is wrong with it.
  using SettingsOf = std::function<std::optional<Settings>(const std::string& link, std::string& problem)>;

  // `onEvent` is called by the thread that reads, after each event.
  explicit TraceReader(SettingsOf settingsOf, std::function<void()> onEvent = {})
      : settingsOf_(std::move(settingsOf)), onEvent_(std::move(onEvent)) {}

  // The file's next bytes, there until the next call; empty: there are no more. It may block.
  using NextBytes = std::function<std::string_view()>;
  // Of a file that is in memory as a whole.
  static NextBytes allOf(std::string_view file) {
    return [rest = file]() mutable { return std::exchange(rest, {}); };
  }

  // Any thread; blocks as long as `next` does. `most`: how many events there may be.
  ReadTrace read(const NextBytes& next, std::uint64_t most, const std::atomic<bool>& cancel);
  // Any thread, meanwhile.
  std::uint64_t eventsSoFar() const { return events_.load(std::memory_order_relaxed); }

 private:
  SettingsOf settingsOf_;
  std::function<void()> onEvent_;
  std::atomic<std::uint64_t> events_{0};
};

}  // namespace interleave
