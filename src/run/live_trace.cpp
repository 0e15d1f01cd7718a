#include "run/live_trace.h"

#include <algorithm>
#include <new>

namespace interleave {
namespace {

// Of a worker that goes on. Among so many events there are readings of the clock, which say that none of those that
// follow is as early as the first of them.
constexpr std::size_t kHeldBack = 2 * limits::kEventsPerReading;

// More events are noted than merged: what is to come decides what may be next.
constexpr std::size_t kNotedAtOnce = 4 * limits::kLiveEventsAtOnce;
constexpr std::size_t kNotedInTurn = 256;

}  // namespace

LiveTrace::LiveTrace(const Settings& settings)
    : settings_(settings),
      rules_(limits::kMaxWorkers),
      timeline_(settings),
      standing_(standingBefore(settings)),
      console_(consoleBefore(settings)) {}

bool LiveTrace::follow(const Recorder& recorder) {
  look(recorder);
  const std::size_t before = trace_.events.size();
  try {
    if (!full_) note();
    if (!full_) merge();
  } catch (const std::bad_alloc&) {
    full_ = true;
  }
  times_.bound(trace_.events, before);
  for (std::size_t i = before; i < trace_.events.size(); ++i) {
    const Event& event = trace_.events[i];
    timeline_.append(std::span(&event, 1));
    advance(standing_, settings_, event);
    console_.print(event, settings_);
  }
  return trace_.events.size() > before;
}

bool LiveTrace::lags() const { return published_ > trace_.events.size() + sources_.size() * (kHeldBack + 1); }

// How far the records have come. Whoever pauses has to do so before and after the others have been looked at: else it
// may have gone on between, and what another did after that would be known too early.
void LiveTrace::look(const Recorder& recorder) {
  const std::span<const EventBuffer> buffers = recorder.buffers();
  if (sources_.empty()) {
    for (const EventBuffer& buffer : buffers) sources_.emplace_back(buffer.first());
  }
  for (std::size_t i = 0; i < buffers.size(); ++i) sources_[i].progress = buffers[i].progress();
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    EventBuffer::Progress& progress = sources_[i].progress;
    progress.paused = progress == buffers[i].progress() && progress.paused;
  }
  published_ = 0;
  for (const Source& source : sources_) published_ += source.progress.events;
}

void LiveTrace::note() {
  std::size_t left = kNotedAtOnce;
  // A read is noted once the write that it saw is, which may stand in a record that has its turn later.
  for (bool more = true; more;) {
    more = false;
    for (Source& source : sources_) {
      const std::size_t noted = note(source, std::min(left, kNotedInTurn));
      left -= noted;
      more = more || noted > 0;
    }
  }
}

// How many it has noted.
std::size_t LiveTrace::note(Source& source, std::size_t most) {
  const std::size_t before = source.noted;
  while (source.noted < source.progress.events && source.waiting() < limits::kLiveEventsAtOnce &&
         source.noted - before < most) {
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
  for (std::size_t i = 0; i < limits::kLiveEventsAtOnce; ++i) {
    if (trace_.events.size() == limits::kMaxLiveEvents) {
      full_ = true;
      return;
    }
    Source* const source = next();
    if (source == nullptr) return;
    take(*source);
  }
}

// Whose event is the next one; null where that cannot be known yet.
LiveTrace::Source* LiveTrace::next() {
  Source* best = nullptr;
  std::int64_t earliest = 0;
  for (Source& source : sources_) {
    if (!source.settled() && source.waiting() <= kHeldBack) return nullptr;
    if (source.waiting() == 0) continue;
    const Event& event = source.taking.event();
    if (rules_.allowed(event) && (best == nullptr || event.timeNs < earliest)) {
      best = &source;
      earliest = event.timeNs;
    }
  }
  return best;
}

void LiveTrace::take(Source& source) {
  const Event& event = source.taking.event();
  times_.note(event);
  trace_.events.push_back(event);
  rules_.take(event);
  source.taking.next();
  ++source.taken;
}

}  // namespace interleave
