#include "background/trace_import.h"

#include <exception>
#include <new>
#include <utility>

#include "background/messages.h"
#include "explore/contradiction.h"
#include "run/service_thread.h"

namespace interleave {

ReadTrace readTrace(TraceReader& reader, const TraceReader::NextBytes& next, const std::atomic<bool>& cancel) {
  ReadTrace read = reader.read(next, limits::kMaxRecordedEvents, cancel);
  if (!read.result) return read;
  std::string wrong = contradictionIn(*read.result, cancel);
  if (cancel.load()) return {};
  if (!wrong.empty()) return {nullptr, "The trace contradicts itself: " + std::move(wrong)};
  return read;
}

bool PiecePipe::give(std::string& piece) {
  if (!pieces_.give(piece)) return false;
  doorbell_.ring();
  return true;
}

void PiecePipe::close() {
  closed_.store(true);
  doorbell_.ring();
}

std::string_view PiecePipe::next() {
  for (;;) {
    // Read first, so that pieces given before the end are not missed.
    const bool closed = closed_.load();
    if (auto piece = pieces_.take()) {
      current_ = std::move(*piece);
      if (!current_.empty()) return current_;
    } else if (closed) {
      return {};
    } else {
      doorbell_.wait();
    }
  }
}

TraceImport::TraceImport(TraceReader::SettingsOf settingsOf, std::function<void()> onNews)
    : state_(std::make_shared<State>(std::move(settingsOf))), able_(runDetached([state = state_, onNews = std::move(onNews)] {
        live(*state);
        onNews();
      })) {}

TraceImport::TraceImport(std::unique_ptr<Background> background, std::function<void()> onNews)
    : state_(std::make_shared<State>(TraceReader::SettingsOf())),
      able_(true),
      onNews_(std::move(onNews)),
      background_(std::move(background)) {}

bool TraceImport::give(std::string& piece) {
  if (!background_) return state_->pipe.give(piece);
  if (finished()) return true;
  try {
    file_ += piece;
  } catch (const std::exception&) {  // no memory, or no text is so long
    finish({nullptr, "The file does not fit into memory."});
  }
  return true;
}

void TraceImport::endOfFile() {
  if (!background_) return state_->pipe.close();
  if (finished()) return;
  background_->begin(BackgroundTask::readTrace, std::exchange(file_, {}),
                     {[this](const BackgroundProgress& progress) {
                        eventsSoFar_ = progress.found;
                        onNews_();
                      },
                      [this](const std::string& answer) { finish(readOf(answer)); },
                      [this](const std::string& why) { finish({nullptr, "It could not be read: " + why + "."}); }});
}

void TraceImport::finish(Read read) {
  state_->read = std::move(read);
  state_->finished.store(true, std::memory_order_release);
  onNews_();
}

TraceImport::Read TraceImport::readOf(const std::string& answer) {
  try {
    return readOf(decodeReadTrace(answer));
  } catch (const std::exception&) {
    return {nullptr, "The trace does not fit into memory."};
  }
}

TraceImport::Read TraceImport::readOf(ReadTrace read) {
  if (!read.result) return {nullptr, std::move(read.problem)};
  return {std::make_shared<const Report>(makeReport(std::move(*read.result))), std::move(read.problem), std::move(read.view)};
}

void TraceImport::cancel() {
  if (background_ && !finished()) {
    background_->cancel();
    finish({});
  }
  state_->cancel.store(true);
  state_->pipe.close();
}

void TraceImport::live(State& state) {
  try {
    state.read = readOf(readTrace(state.reader, [&state] { return state.pipe.next(); }, state.cancel));
  } catch (const std::bad_alloc&) {
    state.read = {nullptr, "The trace does not fit into memory."};
  }
  state.finished.store(true, std::memory_order_release);
}

}  // namespace interleave
