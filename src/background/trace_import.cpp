#include "trace/trace_import.h"

#include <istream>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace interleave {

bool PiecePipe::give(std::string& piece) {
  if (!pieces_.give(piece)) return false;
  doorbell_.ring();
  return true;
}

void PiecePipe::close() {
  closed_.store(true);
  doorbell_.ring();
}

PiecePipe::int_type PiecePipe::underflow() {
  for (;;) {
    // Looked at first: what was given before the end is not to be missed.
    const bool closed = closed_.load();
    if (auto piece = pieces_.take()) {
      current_ = std::move(*piece);
      if (!current_.empty()) break;
    } else if (closed) {
      return traits_type::eof();
    } else {
      doorbell_.wait();
    }
  }
  setg(current_.data(), current_.data(), current_.data() + current_.size());
  return traits_type::to_int_type(current_.front());
}

TraceImport::TraceImport(TraceReader::SettingsOf settingsOf, std::function<void()> onNews)
    : state_(std::make_shared<State>(std::move(settingsOf))) {
  try {
    std::thread([state = state_, onNews = std::move(onNews)] {
      live(*state);
      onNews();
    }).detach();
    able_ = true;
  } catch (const std::system_error&) {
    // able() says so.
  }
}

void TraceImport::cancel() {
  state_->cancel.store(true);
  state_->pipe.close();
}

void TraceImport::live(State& state) {
  std::istream in(&state.pipe);
  try {
    ReadTrace read = state.reader.read(in, limits::kMaxRecordedEvents, state.cancel);
    state.read.problem = std::move(read.problem);
    if (read.result) state.read.report = std::make_shared<const Report>(makeReport(std::move(*read.result)));
  } catch (const std::bad_alloc&) {
    state.read = {nullptr, "The trace does not fit into memory."};
  }
  state.finished.store(true, std::memory_order_release);
}

}  // namespace interleave
