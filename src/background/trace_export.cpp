#include "trace/trace_export.h"

#include <system_error>
#include <thread>
#include <utility>

namespace interleave {

TraceExport::TraceExport(std::shared_ptr<const RunResult> run, const std::string& link, TraceFormat format, std::function<void()> onNews)
    : state_(std::make_shared<State>(std::move(run), link, format)) {
  try {
    std::thread([state = state_, onNews = std::move(onNews)] { live(*state, onNews); }).detach();
    able_ = true;
  } catch (const std::system_error&) {
    // able() says so.
  }
}

TraceExport::~TraceExport() {
  state_->quit.store(true);
  state_->room.ring();
}

std::optional<std::string> TraceExport::take() {
  std::optional<std::string> piece = state_->pieces.take();
  if (piece) state_->room.ring();
  return piece;
}

double TraceExport::progress() const {
  const std::size_t events = state_->run->trace.events.size();
  return events == 0 ? 1.0 : static_cast<double>(state_->events.load(std::memory_order_relaxed)) / static_cast<double>(events);
}

void TraceExport::live(State& state, const std::function<void()>& onNews) {
  while (!state.writer.done() && !state.quit.load()) {
    std::string piece = state.writer.next();
    state.events.store(state.writer.written(), std::memory_order_relaxed);
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
