// How another thread calls the browser's main thread. Of platform_web.cpp alone; one implementation with threads and
// one without.
#pragma once

namespace interleave {

// Any thread: `call(argument)` follows on the main thread, once it has nothing else to do.
void callOnMainThread(void (*call)(void*), void* argument);

}  // namespace interleave
