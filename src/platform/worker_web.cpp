// The worker that does what would keep the page from answering where there are no threads (web/worker.mjs). It has a copy
// of the program of its own, of which main() never runs.

#include <emscripten/emscripten.h>

#include <cstddef>
#include <exception>
#include <new>
#include <string>

#include "background/work.h"

extern "C" {

void page_tell_progress(double found, double done, double total);
void page_tell_answer(const char* answer, std::size_t length);
void page_tell_failure(const char* why);

// Tells one answer or one failure.
EMSCRIPTEN_KEEPALIVE void interleave_perform(int task, const char* question, std::size_t length) {
  try {
    const auto tell = [](const interleave::BackgroundProgress& progress) {
      page_tell_progress(static_cast<double>(progress.found), static_cast<double>(progress.done),
                         static_cast<double>(progress.total));
    };
    const std::string answer =
        interleave::performTask(static_cast<interleave::BackgroundTask>(task), std::string(question, length), tell);
    page_tell_answer(answer.data(), answer.size());
  } catch (const std::bad_alloc&) {
    page_tell_failure("there is not enough memory for it");
  } catch (const std::exception& error) {
    page_tell_failure(error.what());
  }
}

}  // extern "C"
