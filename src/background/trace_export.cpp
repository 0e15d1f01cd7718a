#include "background/trace_export.h"

#include <utility>

#include "run/service_thread.h"

namespace interleave {

TraceExport::TraceExport(std::shared_ptr<const RunResult> run, const std::string& link, TraceFormat format,
                         std::function<void()> onNews, By by)
    : state_(std::make_shared<State>(std::move(run), link, format)),
      by_(by),
      able_(by == By::caller || runDetached([state = state_, onNews = std::move(onNews)] { live(*state, onNews); })) {}

TraceExport::~TraceExport() {
  state_->quit.store(true);
  state_->room.ring();
}

std::optional<std::string> TraceExport::take() {
  if (by_ == By::caller) {
    if (state_->writer.done()) return std::nullopt;
    std::string piece = write(*state_);
    state_->written.store(state_->writer.done());
    return piece;
  }
  std::optional<std::string> piece = state_->pieces.take();
  if (piece) state_->room.ring();
  return piece;
}

double TraceExport::progress() const {
  const std::size_t events = state_->run->trace.events.size();
  return events == 0 ? 1.0 : static_cast<double>(state_->events.load(std::memory_order_relaxed)) / static_cast<double>(events);
}

std::string TraceExport::write(State& state) {
  std::string piece = state.writer.next();
  state.events.store(state.writer.written(), std::memory_order_relaxed);
  return piece;
}

void TraceExport::live(State& state, const std::function<void()>& onNews) {
  while (!state.writer.done() && !state.quit.load()) {
    std::string piece = write(state);
    while (!state.pieces.give(piece)) {
      if (state.quit.load()) return;
      state.room.wait();
    }
    onNews();
  }
  state.written.store(true, std::memory_order_release);
  onNews();
}

}  // namespace interleave
