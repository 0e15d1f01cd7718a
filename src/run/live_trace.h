// A run while it goes on: its trace, merged and arranged piece by piece as the workers record.
//
// The order is made by the rules of trace/trace.h, but with less to go by: what a worker has not published yet may
// belong before what another has. So of a worker that has not said that it pauses the latest events are held back, and
// nothing goes past one of which there are no others. That makes the order right but for threads that lose the processor
// at an unlucky moment, between a pause and the record of what came after it. Where the order is found wrong it is not
// followed any further, which lags() tells; the trace that is made of the whole record once the run has ended is right.
// So it is with times: they are bounded by what is there.
//
// It takes memory of its own beside the record, and is bounded: kMaxLiveEvents.
//
// For one thread, beside those that record.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "run/recorder.h"
#include "trace/merge_rules.h"
#include "trace/merged_times.h"
#include "trace/standing.h"
#include "trace/timeline.h"
#include "trace/trace.h"

namespace interleave {

class LiveTrace {
 public:
  explicit LiveTrace(const AccountProgram& program);

  // Takes what has been recorded since: at most kLiveEventsAtOnce events, for about kLiveTimeAtOnce. `recorder` is the
  // same each time, is recording one run of the program, and has not been taken over. True if there was something new.
  // Where memory runs out it takes nothing more.
  bool follow(const Recorder& recorder);

  // What has been taken. None counts as dropped.
  const Trace& trace() const { return trace_; }
  const Timeline& timeline() const { return timeline_; }
  const Standing& standing() const { return standing_; }
  const Console& console() const { return console_; }

  // More has been recorded than is in the trace, and than is held back for a moment: it comes later, or when the run has
  // ended.
  bool lags() const;

 private:
  // Goes along a record. What is behind the last event that is published must not be looked at.
  class Place {
   public:
    explicit Place(const EventChunk* first) : chunk_(first) {}
    const Event& event() {
      if (at_ == chunk_->room) {
        chunk_ = chunk_->next;
        at_ = 0;
      }
      return chunk_->events()[at_];
    }
    void next() { ++at_; }

   private:
    const EventChunk* chunk_;
    std::size_t at_ = 0;
  };

  struct Source {
    explicit Source(const EventChunk* first) : noting(first), taking(first) {}
    EventBuffer::Progress progress;
    Place noting;
    std::size_t noted = 0;  // events; so many may be merged
    Place taking;
    std::size_t taken = 0;

    std::size_t waiting() const { return noted - taken; }
    // Nothing comes before what is known of any other.
    bool settled() const { return progress.paused && noted == progress.events; }
  };

  void look(const Recorder& recorder);
  void tell();
  void note();
  std::size_t note(Source& source, std::size_t most);
  void merge();
  Source* next();
  void take(Source& source);

  const AccountProgram program_;
  std::vector<Source> sources_;  // one a worker
  std::uint64_t recorded_ = 0;   // all there was to take when it was followed last, what was dropped included
  int idle_ = 0;                 // so many times in a row there was something, and nothing could be taken
  bool over_ = false;            // nothing more is taken
  MergeRules rules_;
  MergedTimes times_;
  Trace trace_;
  Timeline timeline_;
  Standing standing_;
  Console console_;
  std::size_t told_ = 0;         // events of the trace that these know
};

}  // namespace interleave
