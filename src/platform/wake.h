// How another thread calls the browser's main thread. Of platform_web.cpp alone; one implementation with threads and
// one without.
#pragma once

namespace interleave {

// Any thread: `call` follows on the main thread, and may come in the midst of anything that this does. Where it has to
// wait for a mutex, that of the allocator for one, Emscripten has it do meanwhile what others have asked of it
// (emscripten_futex_wait). So `call` must not touch the program's state, nor allocate.
void callOnMainThread(void (*call)());

}  // namespace interleave
