// The events of one run in one order: the order in which they happened.
//
// Every thread records into a buffer of its own (run/recorder.h), so the buffers have to be merged.
// Times alone cannot do that: a thread can be preempted between an access and reading the clock.
// The order of accesses is exact because accesses name each other:
//   - a write carries the write that it replaced, so the writes form one chain;
//   - a read carries the write whose value it saw, so it stands after that write and before the next;
//   - an operation of a lock carries its number, taken while the lock is held, so who holds it forms one
//     chain too; a lock that is a mere flag is read and written like a balance;
//   - a thread that gives up waiting knows the number of the acquisition that was in its way;
//   - a ticket is a number anyway;
//   - the pool takes tasks first in, first out, so they begin in list order;
//   - within one thread the buffer's order is program order.
// The merge emits, of all events that these rules allow next, the one with the earliest time. The
// run itself obeyed the rules, so there always is one while no event is missing. Two reads of the
// same write commute; their times decide.
//
// The order is exact; a time is not. A thread reads the clock after its event, and can be preempted before it
// does; and it does so only now and then (run/stamp_clock.h): what it does in between has the time of its event
// before, a reading at most kEventsPerReading - 1 of its events old. In a merged trace
//   - no event has a later time than what comes after it, and none an earlier one than what comes before it: a
//     reading is a bound for all that came earlier, the latest reading for all that the thread does next;
//   - events that these bounds leave the same time are 1 ns apart, so that the times alone show their order.
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
  std::uint64_t dropped = 0;  // events that happened later and were not kept
};

// One worker's record: its first events, and how many more it did not keep.
struct WorkerRecord {
  std::vector<std::span<const Event>> pieces;  // one after another; none is empty
  std::uint64_t dropped = 0;

  std::size_t size() const;  // events
};

// The next piece of a worker's record has been taken over as a whole: nobody looks at it again, and its memory can be
// used for the trace.
using PieceTaken = std::function<EventChunk::Owner(std::size_t worker)>;

// Merges the workers' records. Where a record is cut short (memory was full, or the run is still
// going on), the trace ends at the first event that cannot be placed without what is missing, and
// the rest counts as dropped; so it does where memory for the trace runs out. Each event's time is later than the
// one's before. Throws std::bad_alloc, before it has taken anything, where there is no memory to work with. Pure;
// O(events x workers).
//
// Whoever hands the memory over with `pieceTaken` needs little more than that of the events themselves: on top come
// some bytes a write, and for each worker the piece that is being taken.
Trace mergeRecords(std::span<const WorkerRecord> workers, const PieceTaken& pieceTaken = {});

// Index of the first event that is not before a moment; the number of events if there is none. O(log events).
std::size_t firstEventAt(const Trace& trace, std::int64_t timeNs);

// Whether a schedule has a letter for such an event.
bool isStep(EventKind kind);

// The letters of the steps in a trace, at most `most` of them.
std::string scheduleOf(const Trace& trace, std::size_t most);
// How many letters the whole schedule has.
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

// `ending`: the balances in the closing line; none: the program has not got there (it is running, was
// stopped, or is deadlocked). Where the listing is cut, the closing line is still its last.
Console consoleOf(const Trace& trace, const AccountProgram& program, std::optional<Balances> ending);

// Whether the program prints a line with such an event.
bool prints(EventKind kind);

}  // namespace interleave
