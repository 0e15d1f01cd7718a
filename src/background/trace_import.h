// Reads a trace file in the background, for a caller that must not wait: the page. The bytes are given as they come.
//
// Every function returns at once and is for one thread, the one that made it. A thread of its own reads each file;
// without threads, a Background does, which gets the file as a whole.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "background/background.h"
#include "run/doorbell.h"
#include "run/piece_queue.h"
#include "trace/report.h"
#include "trace/trace_reader.h"

namespace interleave {

// What the reader reads, unless the trace contradicts itself (explore/contradiction.h). Any thread but the browser's main one.
ReadTrace readTrace(TraceReader& reader, const TraceReader::NextBytes& next, const std::atomic<bool>& cancel);

// Carries pieces of text from one thread, which never waits, to one that does.
class PiecePipe {
 public:
  // The giving thread; as PieceQueue.
  bool give(std::string& piece);
  // No further piece is given, or none is to be read.
  void close();
  // For the other thread: waits for the next piece, which is not empty and valid until the next call. Empty: there are
  // no more.
  std::string_view next();

 private:
  PieceQueue pieces_;
  std::atomic<bool> closed_{false};
  std::string current_;
  Doorbell doorbell_;
};

class TraceImport {
 public:
  struct Read {
    std::shared_ptr<const Report> report;  // null: see problem
    std::string problem;                   // empty: it was cancelled
    View view = {};                        // of the link in the file
  };

  // The reading thread calls `onNews` when there is a result to take; it must not block, and may be called after
  // this is destroyed.
  TraceImport(TraceReader::SettingsOf settingsOf, std::function<void()> onNews);
  // `background`: not null.
  TraceImport(std::unique_ptr<Background> background, std::function<void()> onNews);
  // Cancels; the thread ends by itself.
  ~TraceImport() { cancel(); }
  TraceImport(const TraceImport&) = delete;
  TraceImport& operator=(const TraceImport&) = delete;

  // False if the system provided no thread: nothing is ever read.
  bool able() const { return able_; }
  // The file's next bytes. False if they are to be offered again later; `piece` is then unchanged.
  bool give(std::string& piece);
  void endOfFile();
  void cancel();
  std::uint64_t eventsSoFar() const { return background_ ? eventsSoFar_ : state_->reader.eventsSoFar(); }
  bool finished() const { return state_->finished.load(std::memory_order_acquire); }
  // Precondition: finished().
  Read take() { return std::move(state_->read); }

 private:
  // Shared with the thread, which may outlive this.
  struct State {
    explicit State(TraceReader::SettingsOf settingsOf) : reader(std::move(settingsOf)) {}
    TraceReader reader;
    PiecePipe pipe;
    std::atomic<bool> cancel{false};
    Read read;
    std::atomic<bool> finished{false};  // `read` is there
  };
  static void live(State& state);
  static Read readOf(ReadTrace read);
  static Read readOf(const std::string& answer);
  void finish(Read read);

  std::shared_ptr<State> state_;
  bool able_ = false;

  // Without threads.
  std::function<void()> onNews_;
  std::unique_ptr<Background> background_;
  std::string file_;
  std::uint64_t eventsSoFar_ = 0;
};

}  // namespace interleave
