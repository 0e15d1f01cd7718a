// One recorded event of a real run, and how events name each other.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/balance.h"
#include "model/limits.h"

namespace interleave {

enum class EventKind : std::uint8_t {
  updating,   // printed "... thread updating..."
  waiting,    // found the lock held and began to wait
  acquired,   // value: number of this acquisition of the lock, from 0
  read,       // value: the balance seen; link: the write that stored it
  refused,    // value: the balance that the refused withdrawal would have left
  thrown,     // threw an exception right after reading
  write,      // value: the balance stored; link: the write that it replaced
  released,   // released the lock
  finishing,  // printed "... thread finishing..."
};

std::string_view eventName(EventKind kind);

struct Event {
  std::int64_t timeNs = 0;  // since the run began, on the steady clock
  Money value = 0;          // see EventKind
  WriteId link;             // see EventKind
  std::uint32_t update = 0; // which repetition of the task, from 0
  std::uint16_t task = 0;
  EventKind kind = EventKind::updating;
  std::uint8_t worker = 0;  // the pool's thread
};
static_assert(sizeof(Event) == 32);

}  // namespace interleave
