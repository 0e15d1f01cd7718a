// The JavaScript side of src/platform/platform_web.cpp and worker_web.cpp: one line for each function, which calls the
// page (web/page.mjs). Strings go in as UTF-8 pointers and come out as newly allocated ones.
/* global _malloc, HEAPU8, LibraryManager, mergeInto, Module, UTF8ToString, stringToNewUTF8 */

mergeInto(LibraryManager.library, {
  page_connect: (platform) => Module.page.connect(platform),
  page_wake: () => Module.page.wake(),
  page_request_frame: () => Module.page.requestFrame(),
  page_request_frame_in: (seconds) => Module.page.requestFrameIn(seconds),
  // SDL's calls: Emscripten's function waits for the GPU process, and sets the size at once.
  emscripten_set_canvas_element_size__deps: [],
  emscripten_set_canvas_element_size(target, width, height) {
    Module.page.resize(width, height);
    return 0;
  },
  page_publish: (topic, json) => Module.page.topics[UTF8ToString(topic)](JSON.parse(UTF8ToString(json))),
  page_request: (name, json) => Module.page.requests[UTF8ToString(name)](JSON.parse(UTF8ToString(json))),
  page_query__deps: ['$stringToNewUTF8'],
  page_query: (name, argument) => stringToNewUTF8(Module.page.queries[UTF8ToString(name)](UTF8ToString(argument))),
  page_draw_text__deps: ['malloc'],
  page_draw_text(text, em, weight, mono, most) {
    const drawn = Module.page.drawText(UTF8ToString(text), em, weight, mono !== 0, most);
    const pointer = drawn === null ? 0 : _malloc(drawn.byteLength);
    if (pointer !== 0) HEAPU8.set(new Uint8Array(drawn.buffer), pointer);
    return pointer;
  },
  page_answer: (number, json) => Module.page.answer(number, JSON.parse(UTF8ToString(json))),
  page_add_to_file: (piece, length) => Module.page.addToFile(HEAPU8.slice(piece, piece + length)),
  page_begin_background: (background, task, question, length) =>
    Module.page.beginBackground(background, task, HEAPU8.slice(question, question + length)),
  page_cancel_background: (background) => Module.page.cancelBackground(background),
  page_end_background: (background) => Module.page.endBackground(background),
  page_post_progress: (found, done, total) => Module.page.postProgress(found, done, total),
  page_post_answer: (answer, length) => Module.page.postAnswer(HEAPU8.slice(answer, answer + length), HEAPU8.length),
  page_post_failure: (why) => Module.page.postFailure(UTF8ToString(why)),
});
