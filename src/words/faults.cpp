#include <array>

#include "words/fault.h"

namespace interleave::words {
namespace {

using enum Trouble;

constexpr auto kFaults = std::to_array<Fault>({
    {"pool exhausted", deadlock, poolExhausted},
    {"lock kept", deadlock, lockKept},
    {"nested monitor", deadlock, nestedMonitor},
    {"lock cycle", deadlock, lockCycle},
    {"lost wake-up", deadlock, lostWakeUp},
    {"permits taken", deadlock, permitsTaken},
    {"queue", deadlock, queueWait},
    {"barrier", deadlock, barrierWait},
    {"polls for ever", deadlock, pollsForEver},
    {"waits for ever", deadlock, waitsForEver},
    {"read too early", error, readTooEarly},
    {"failed assert", error, failedAssert},
    {"check-then-act", error, checkThenAct},
    {"uncaught exception", error, uncaught},
    {"no common lock", wrong, noCommonLock},
    {"lost update", wrong, lostUpdate},
    {"gave up", wrong, gaveUp},
    {"check-then-act", wrong, checkThenAct},
    {"torn read", wrong, tornRead},
    {"half done", wrong, halfDone},
    {"daemon cut off", wrong, daemonCutOff},
    {"missing join", wrong, missingJoin},
    {"interrupted", wrong, interrupted},
    {"daemon cut off", anotherOrder, daemonCutOff},
    {"missing join", anotherOrder, missingJoin},
});

}  // namespace

std::span<const Fault> faults() { return kFaults; }

}  // namespace interleave::words
