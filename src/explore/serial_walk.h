// Executions of a program in which threads take turns without being interrupted, step by step: no graph of states is needed.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "program/ending.h"
#include "program/key.h"
#include "program/machine.h"

namespace interleave {

// The serial execution: the lowest letter that has a step takes it, main last; where that would repeat a state, the next letter goes. Its
// steps are added to `path`. None: it would have to go back, does not end within 100,000 steps, was cancelled, or a bound of the
// language ends the program.
std::optional<program::Ending> endOfSerialWalk(program::Machine machine, program::StateEncoder& encoder, std::string& path,
                                               const std::atomic<bool>& cancel);

// Whether an execution without a preemption comes to that ending: no agent takes a step while the one before could have gone on. None:
// that is not known after 100,000 states, or it was cancelled.
std::optional<bool> endsSoUninterrupted(const program::Machine& start, program::StateEncoder& encoder,
                                        const program::Ending& ending, const std::atomic<bool>& cancel);

}  // namespace interleave
