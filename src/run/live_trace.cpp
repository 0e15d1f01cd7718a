#include "run/live_trace.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <span>

namespace interleave {
namespace {

// The latest events of a running worker that are held back. This many events contain a reading of the clock, so every
// later event is later than the first of them.
constexpr std::size_t kHeldBack = std::size_t{2} * limits::kEventsPerReading;

// Events are noted ahead of merging, since later events decide which one may be next.
constexpr std::size_t kNotedAtOnce = 4 * limits::kLiveEventsAtOnce;
constexpr std::size_t kNotedInTurn = 256;

// Events that are taken between two readings of the clock.
constexpr std::size_t kLookAtClockEvery = 256;

// After so many frames without progress, a thread with work must have had a processor.
constexpr int kPatience = 30;

}  // namespace

LiveTrace::LiveTrace(const AccountProgram& program)
    : program_(program),
      rules_(limits::kMaxWorkers, accountsOf(program.mode)),
      fold_(program),
      timeline_(program),
      console_(consoleBefore(program)) {}

bool LiveTrace::follow(const Recorder& recorder) {
  const std::size_t before = told_;
  recorded_ = recorder.events();
  if (!over_) {
    try {
      look(recorder);
      note();
      merge();
      tell();
    } catch (const std::bad_alloc&) {
      trace_.events.truncate(told_);
      over_ = true;
    }
  }
  idle_ = told_ > before || recorded_ == told_ ? 0 : idle_ + 1;
  return told_ > before;
}

bool LiveTrace::lags() const {
  return recorded_ > told_ && (over_ || idle_ > kPatience || recorded_ - told_ > limits::kLiveEventsAtOnce);
}

// The progress of all records. A pause counts only if it is seen before and after the other records are read: otherwise
// the worker may have gone on in between, and a later event of another worker would be merged too early.
void LiveTrace::look(const Recorder& recorder) {
  const std::span<const EventBuffer> buffers = recorder.buffers();
  if (sources_.empty()) {
    sources_.reserve(buffers.size());
    for (const EventBuffer& buffer : buffers) sources_.emplace_back(buffer.first());
  }
  for (std::size_t i = 0; i < buffers.size(); ++i) sources_[i].progress = buffers[i].progress();
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    EventBuffer::Progress& progress = sources_[i].progress;
    progress.paused = progress == buffers[i].progress() && progress.paused;
  }
}

void LiveTrace::note() {
  std::size_t left = kNotedAtOnce;
  // A read is noted after the write that it saw, which may be in a record that is visited later.
  for (bool more = true; more;) {
    more = false;
    for (Source& source : sources_) {
      const std::size_t noted = note(source, std::min(left, kNotedInTurn));
      left -= noted;
      more = more || noted > 0;
    }
  }
}

// The number of events that were noted.
std::size_t LiveTrace::note(Source& source, std::size_t most) {
  const std::size_t before = source.noted;
  while (source.noted < source.progress.events && source.noted - before < most) {
    const Event& event = source.noting.event();
    if (!rules_.knowsOrigin(event)) break;
    rules_.noteWrite(event);
    rules_.noteRead(event);
    source.noting.next();
    ++source.noted;
  }
  return source.noted - before;
}

void LiveTrace::merge() {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + limits::kLiveTimeAtOnce;
  for (std::size_t i = 0; i < limits::kLiveEventsAtOnce; ++i) {
    if (i % kLookAtClockEvery == kLookAtClockEvery - 1 && Clock::now() >= end) return;
    over_ = over_ || trace_.events.size() == limits::kMaxLiveEvents;
    Source* const source = over_ ? nullptr : next();
    if (source == nullptr) return;
    take(*source);
  }
}

// The source of the next event; null if that cannot be known yet.
LiveTrace::Source* LiveTrace::next() {
  Source* best = nullptr;
  std::int64_t earliest = 0;
  for (Source& source : sources_) {
    if (!source.settled() && source.waiting() <= kHeldBack) return nullptr;
    if (source.waiting() == 0) continue;
    const Event& event = source.taking.event();
    if (!rules_.allowed(event)) {
      over_ = over_ || rules_.missed(event);
    } else if (best == nullptr || event.timeNs < earliest) {
      best = &source;
      earliest = event.timeNs;
    }
  }
  return over_ ? nullptr : best;
}

void LiveTrace::take(Source& source) {
  const Event& event = source.taking.event();
  times_.note(event);
  trace_.events.push_back(event);
  rules_.take(event);
  source.taking.next();
  ++source.taken;
}

void LiveTrace::tell() {
  times_.bound(trace_.events, told_);
  for (; told_ < trace_.events.size(); ++told_) {
    fold_.add(trace_.events[told_], [this](const FoldStep& step) {
      timeline_.observe(step);
      console_.print(step.event, program_);
    });
  }
}

}  // namespace interleave
