// What the other copy of the program does (background/background.h).
#pragma once

#include <functional>
#include <string>

#include "background/background.h"

namespace interleave {

// Blocks until it is done; the answer. `tell` is called now and then. Throws what the work throws: where memory
// runs out, std::bad_alloc.
std::string performTask(BackgroundTask task, const std::string& question,
                        const std::function<void(const BackgroundProgress&)>& tell);

}  // namespace interleave
