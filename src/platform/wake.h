// Calls the browser's main thread from another thread. For platform_web.cpp only; one implementation with threads and
// one without.
#pragma once

namespace interleave {

// Any thread: `call` follows on the main thread, and may interrupt anything there. While the main thread waits for a
// mutex, such as the allocator's, Emscripten lets it run calls from other threads (emscripten_futex_wait). So `call`
// must neither touch the program's state nor allocate.
void callOnMainThread(void (*call)());

}  // namespace interleave
