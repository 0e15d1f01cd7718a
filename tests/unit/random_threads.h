// Random small programs of two or three threads.
#pragma once

#include <string>

#include "support.h"

namespace interleave::test {

// Of every kind of shared thing that the language has; they may deadlock, raise, or go on for ever. A few statements a thread.
std::string randomThreads(Random& random);

}  // namespace interleave::test
