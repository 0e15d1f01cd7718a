// The web worker for long work in a page without threads (web/worker.mjs). It has a second copy of the program, in which
// main() never runs.

#include <emscripten/emscripten.h>

#include <cstddef>
#include <exception>
#include <new>
#include <string>

#include "background/work.h"

extern "C" {

void page_post_progress(double found, double done, double total);
void page_post_answer(const char* answer, std::size_t length);
void page_post_failure(const char* why);

// Posts one answer or one failure.
EMSCRIPTEN_KEEPALIVE void interleave_perform(int task, const char* question, std::size_t length) {
  try {
    const auto post = [](const interleave::BackgroundProgress& progress) {
      page_post_progress(static_cast<double>(progress.found), static_cast<double>(progress.done),
                         static_cast<double>(progress.total));
    };
    const std::string answer =
        interleave::performTask(static_cast<interleave::BackgroundTask>(task), std::string(question, length), post);
    page_post_answer(answer.data(), answer.size());
  } catch (const std::bad_alloc&) {
    page_post_failure("there is not enough memory for it");
  } catch (const std::exception& error) {
    page_post_failure(error.what());
  }
}

}  // extern "C"
