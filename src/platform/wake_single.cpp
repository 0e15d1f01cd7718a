#include <emscripten/emscripten.h>

#include "platform/wake.h"

namespace interleave {

void callOnMainThread(void (*call)(void*), void* argument) { emscripten_async_call(call, argument, 0); }

}  // namespace interleave
