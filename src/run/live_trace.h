// A run while it goes on: its trace, merged and arranged piece by piece as the workers record.
//
// The order follows the rules of trace/trace.h, with less information: an event that a worker has not published yet may
// belong before published events of others. So the latest events of a worker that has not reported a pause are held
// back, and merging stops where no further event of such a worker is available. The order is then right unless a thread
// loses the processor between a pause and the record of its next event. When the order turns out wrong, merging stops
// and lags() returns true; the trace that is made of the whole record after the run is right. The same holds for
// times: they are bounded by the events that are available.
//
// It takes memory of its own beside the record, limited by kMaxLiveEvents.
//
// For one thread, while other threads record.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "run/recorder.h"
#include "trace/merge_rules.h"
#include "trace/merged_times.h"
#include "trace/timeline.h"
#include "trace/trace.h"
#include "trace/trace_fold.h"

namespace interleave {

class LiveTrace {
 public:
  explicit LiveTrace(const AccountProgram& program);

  // Takes what has been recorded since: at most kLiveEventsAtOnce events, for about kLiveTimeAtOnce. `recorder` is the
  // same each time, is recording one run of the program, and has not been taken over. True if there was something new.
  // Where memory runs out it takes nothing more.
  bool follow(const Recorder& recorder);

  // The events that were taken. No event counts as dropped.
  const Trace& trace() const { return trace_; }
  const Timeline& timeline() const { return timeline_; }
  const ThreadStates& states() const { return fold_.states(); }
  const Console& console() const { return console_; }

  // More events have been recorded than are in the trace or held back for a moment: they come later, or when the run has
  // ended.
  bool lags() const;

 private:
  // A cursor in a record. Memory behind the last published event must not be read.
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
    std::size_t noted = 0;  // events that may be merged
    Place taking;
    std::size_t taken = 0;

    std::size_t waiting() const { return noted - taken; }
    // No unknown event of this source can precede the known events of another.
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
  std::uint64_t recorded_ = 0;   // events at the last call, dropped ones included
  int idle_ = 0;                 // calls in a row with events of which none could be taken
  bool over_ = false;            // no further event is taken
  MergeRules rules_;
  MergedTimes times_;
  Trace trace_;
  TraceFold fold_;
  Timeline timeline_;
  Console console_;
  std::size_t told_ = 0;         // events of the trace that these have seen
};

}  // namespace interleave
