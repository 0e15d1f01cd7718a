// One recorded event of a real run, and how events name each other.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/balance.h"
#include "model/limits.h"
#include "model/object.h"

namespace interleave {

enum class EventKind : std::uint8_t {
  updating,   // printed "... thread updating..."
  checked,    // saw that the lock was free, and did not take it; link: the write of the lock's flag it saw
  ticket,     // value: the number drawn, from 0
  waiting,    // found the lock held and began to wait
  acquired,   // value: this operation's number among those of the account's lock, from 0; or kByLink
  read,       // value: the balance seen; link: the write that stored it
  refused,    // value: the balance that the refused withdrawal would have left
  thrown,     // threw an exception right after reading
  write,      // value: the balance stored; link: the write that it replaced
  added,      // in one step; value: the balance stored; link: the write that it replaced and built on
  swapped,    // a swap that found its copy still good; the same
  retry,      // a swap that failed; value: the balance seen; link: the write that stored it
  released,   // value: as of acquired
  gaveUp,     // waited for the lock for too long, prints that, and updates nothing; value: how many operations
              // of the lock there had been, the latest of which had acquired it
  finishing,  // printed "... thread finishing..."; of a reader, value: the balance that it printed
};

// In place of a number: the lock is a flag, and `link` names the write of the flag that this one replaced.
inline constexpr Money kByLink = -1;

std::string_view eventName(EventKind kind);

struct Event {
  std::int64_t timeNs = 0;  // since the run began, on the steady clock
  Money value = 0;          // see EventKind
  WriteId link;             // see EventKind
  std::uint32_t update = 0; // which repetition of the task, from 0
  std::uint8_t task = 0;
  ObjectSpan objects{};     // more than one: of the lock's operations only
  EventKind kind = EventKind::updating;
  std::uint8_t worker = 0;  // the pool's thread

  bool operator==(const Event&) const = default;
};
static_assert(sizeof(Event) == 32);

// Whether the event reads or changes the balance.
constexpr bool readsBalance(EventKind kind) { return kind == EventKind::read || kind == EventKind::retry; }
constexpr bool writesBalance(EventKind kind) {
  return kind == EventKind::write || kind == EventKind::added || kind == EventKind::swapped;
}

// Whether an event of that kind is a step, with a letter in the schedule.
constexpr bool isStep(EventKind kind) {
  return readsBalance(kind) || writesBalance(kind) || kind == EventKind::checked || kind == EventKind::ticket ||
         kind == EventKind::acquired || kind == EventKind::released || kind == EventKind::gaveUp;
}

}  // namespace interleave
