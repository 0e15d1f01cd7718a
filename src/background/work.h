// The work of the second copy of the program (background/background.h).
#pragma once

#include <functional>
#include <string>

#include "background/background.h"

namespace interleave {

// Blocks until the work is done; returns the answer. Calls `tell` now and then. Throws what the work throws:
// std::bad_alloc if memory runs out.
std::string performTask(BackgroundTask task, const std::string& question,
                        const std::function<void(const BackgroundProgress&)>& tell);

}  // namespace interleave
