// Writes a run as a file in the background, for a caller that must not wait: the page.
//
// Every function returns at once and is for one thread, the one that made it. A thread of its own writes each file; it
// waits until its pieces are taken, so that the file is never in memory as a whole. Without threads, taking a piece
// writes it, which takes about a millisecond.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "run/doorbell.h"
#include "run/piece_queue.h"
#include "trace/trace_writer.h"

namespace interleave {

class TraceExport {
 public:
  enum class By : std::uint8_t { thread, caller };

  // The writing thread calls `onNews` when there is a piece to take; it must not block, and may be called after this is
  // destroyed. `link`: the one that stands for the run's settings.
  TraceExport(std::shared_ptr<const RunResult> run, const std::string& link, TraceFormat format, std::function<void()> onNews,
              By by = By::thread);
  // Cancels; the thread ends by itself.
  ~TraceExport();
  TraceExport(const TraceExport&) = delete;
  TraceExport& operator=(const TraceExport&) = delete;

  // False if the system provided no thread: nothing is ever written.
  bool able() const { return able_; }
  // The next piece, if there is one.
  std::optional<std::string> take();
  // Everything has been written; the pieces that are still to be taken are the last ones.
  bool written() const { return state_->written.load(std::memory_order_acquire); }
  // 0 to 1.
  double progress() const;

 private:
  // Shared with the thread, which may outlive this.
  struct State {
    State(std::shared_ptr<const RunResult> of, const std::string& link, TraceFormat format)
        : run(std::move(of)), writer(*run, link, format) {}
    std::shared_ptr<const RunResult> run;
    TraceWriter writer;
    PieceQueue pieces;
    Doorbell room;
    std::atomic<std::size_t> events{0};
    std::atomic<bool> quit{false};
    std::atomic<bool> written{false};
  };
  static void live(State& state, const std::function<void()>& onNews);
  static std::string write(State& state);

  std::shared_ptr<State> state_;
  const By by_;
  const bool able_;
};

}  // namespace interleave
