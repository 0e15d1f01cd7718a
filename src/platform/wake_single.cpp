#include <emscripten/emscripten.h>

#include "platform/wake.h"

namespace interleave {

void callOnMainThread(void (*call)()) {
  emscripten_async_call([](void* function) { reinterpret_cast<void (*)()>(function)(); }, reinterpret_cast<void*>(call), 0);
}

}  // namespace interleave
