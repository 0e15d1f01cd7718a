#include <emscripten/proxying.h>
#include <emscripten/threading.h>

#include "platform/wake.h"

namespace interleave {

void callOnMainThread(void (*call)()) {
  emscripten_proxy_async(
      emscripten_proxy_get_system_queue(), emscripten_main_runtime_thread_id(),
      [](void* function) { reinterpret_cast<void (*)()>(function)(); }, reinterpret_cast<void*>(call));
}

}  // namespace interleave
