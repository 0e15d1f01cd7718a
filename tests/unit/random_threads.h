// Random small programs of two to four threads.
#pragma once

#include <string>

#include "support.h"

namespace interleave::test {

// Of every kind of shared thing that the language has; they may deadlock, raise, or go on for ever. A few statements a thread.
std::string randomThreads(Random& random);
// Two to four of which two or more are like ones: the same function with the same arguments.
std::string randomLikeThreads(Random& random);

}  // namespace interleave::test
