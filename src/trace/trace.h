// The events of one run in one order: the order in which they happened.
//
// Every thread records into a buffer of its own (run/recorder.h), so the buffers have to be merged.
// Times alone cannot do that: a thread can be preempted between an access and reading the clock.
// The order of accesses is exact because accesses name each other:
//   - a write carries the write that it replaced, so the writes form one chain;
//   - a read carries the write whose value it saw, so it stands after that write and before the next;
//   - an operation of a lock carries its number, taken while the lock is held, so its owners form one
//     chain too; a lock that is a flag is read and written like a balance;
//   - a thread that gives up waiting knows the number of the acquisition that was in its way;
//   - tickets are numbered;
//   - the pool takes tasks first in, first out, so they begin in list order;
//   - within one thread the buffer's order is program order.
// The merge emits, of all events that these rules allow next, the one with the earliest time. The
// run itself obeyed the rules, so there always is one while no event is missing. Two reads of the
// same write commute; their times decide.
//
// The order is exact; a time is not. A thread reads the clock after its event, and can be preempted in between. It
// reads it for few events only (run/stamp_clock.h); the others have the time of the thread's previous event, a reading
// that is at most kEventsPerReading - 1 of its events old. In a merged trace
//   - times never decrease: a reading is an upper bound for all earlier events, and a lower bound for the thread's
//     later ones;
//   - events to which these bounds leave the same time are 1 ns apart, so that the times alone show their order.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/account_program.h"
#include "trace/event.h"
#include "trace/event_list.h"

namespace interleave {

struct Trace {
  EventList events;           // the run's first events, in the order in which they happened
  std::uint64_t dropped = 0;  // later events that were not kept
};

// One worker's record: its first events, and how many more it did not keep.
struct WorkerRecord {
  std::vector<std::span<const Event>> pieces;  // one after another; none is empty
  std::uint64_t dropped = 0;

  std::size_t size() const;  // events
};

// Called when the next piece of a worker's record has been taken over as a whole: it is not read again, and its memory
// can be used for the trace.
using PieceTaken = std::function<EventChunk::Owner(std::size_t worker)>;

// Merges the workers' records. Where a record is cut short (memory was full, or the run is still
// going on), the trace ends at the first event that cannot be placed without what is missing, and
// the rest counts as dropped; so it does where memory for the trace runs out. Each event's time is later than the
// one's before. Throws std::bad_alloc, before it has taken anything, where there is no memory to work with. Pure;
// O(events x workers).
//
// A caller that hands over the memory in `pieceTaken` needs little more than the memory of the events themselves: some
// bytes a write, and for each worker the piece that is being taken.
Trace mergeRecords(std::span<const WorkerRecord> workers, const PieceTaken& pieceTaken = {});

// Index of the first event that is not before a moment; the number of events if there is none. O(log events).
std::size_t firstEventAt(const Trace& trace, std::int64_t timeNs);

// The letters of the steps in a trace, at most `most` of them.
std::string scheduleOf(const Trace& trace, std::size_t most);
// The number of letters of the whole schedule.
std::size_t stepsOf(const Trace& trace);

// The console: what the program prints, line by line.
struct Console {
  std::vector<std::string> lines;  // at most kMaxOutputLines
  std::uint64_t omitted = 0;       // lines that were printed but are not listed

  // The line that the program prints with this event, if it does. Of the listing's lines, `kept` are left free.
  void print(const Event& event, const AccountProgram& program, std::size_t kept = 0);
};

// With the line that the program begins with.
Console consoleBefore(const AccountProgram& program);

// `ending`: the balances in the closing line; none: the program has not ended (it is running, was
// stopped, or is deadlocked). Where the listing is cut, the closing line is still its last.
Console consoleOf(const Trace& trace, const AccountProgram& program, std::optional<Balances> ending);

// Whether the program prints a line with such an event.
bool prints(EventKind kind);

}  // namespace interleave
