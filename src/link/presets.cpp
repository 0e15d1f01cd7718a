#include "link/presets.h"

#include <array>

namespace interleave {

std::span<const Preset> presets() {
  static constexpr std::array kPresets = {
      Preset{"The race", "Two threads, no lock: one of the updates is lost.", "#v=1"},
      Preset{"The lock", "The same program inside a context manager: it always ends at 0.", "#v=1&lock=scoped"},
      Preset{"By hand, with an exception",
             "acquire() and release() by hand; the deposit raises an exception in between: deadlock.", "#v=1&lock=manual&fail=A"},
      Preset{"One worker", "The same two tasks on one thread: nothing to race with.", "#v=1&workers=1"},
      Preset{"Overdraft", "Two withdrawals check the balance, and both find enough money.",
             "#v=1&tx=cash:-80,card:-60&overdraft=refuse"},
      Preset{"Transfers that deadlock",
             "Two transfers in opposite directions, each with one lock in hand and waiting for the other.",
             "#v=1&tx=rent:50,refund:-30&lock=manual&mode=transfer"},
      Preset{"Transfers with both locks", "std::scoped_lock(a, b) takes both locks or none: no deadlock.",
             "#v=1&tx=rent:50,refund:-30&lock=scoped&mode=transfer"},
      Preset{"Semaphore of two", "Two permits let two threads in at once: the race is back.", "#v=1&lock=semaphore&permits=2"},
      Preset{"Check, then lock", "A lock that is looked at and then taken: both threads can see it free.",
             "#v=1&lock=check-then-lock"},
      Preset{"Readers and writers", "Statements are read together, a deposit and a withdrawal have the lock alone.",
             "#v=1&tx=deposit:50,statement:0x2,report:0x2,withdrawal:-150&workers=4&delay=300&lock=shared"},
      Preset{"Eight workers", "Eight deposits at once: all but one are lost.",
             "#v=1&start=0&tx=first:1,second:2,third:4,fourth:8,fifth:16,sixth:32,seventh:64,eighth:128&workers=8"},
  };
  return kPresets;
}

}  // namespace interleave
