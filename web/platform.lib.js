// The JavaScript side of src/platform/platform_web.cpp: one line for each function, which calls
// the page (web/page.mjs). Strings go in as UTF-8 pointers and come out as newly allocated ones.
/* global HEAPU8, LibraryManager, mergeInto, Module, UTF8ToString, stringToNewUTF8 */

mergeInto(LibraryManager.library, {
  page_connect: (platform) => Module.page.connect(platform),
  page_request_frame: () => Module.page.requestFrame(),
  page_request_frame_in: (seconds) => Module.page.requestFrameIn(seconds),
  page_link__deps: ['$stringToNewUTF8'],
  page_link: () => stringToNewUTF8(Module.page.link()),
  page_replace_link: (link) => Module.page.replaceLink(UTF8ToString(link)),
  page_copy_link: (link) => Module.page.copyLink(UTF8ToString(link)),
  page_copy_text: (text) => Module.page.copyText(UTF8ToString(text)),
  page_prefers_reduced_motion: () => Module.page.prefersReducedMotion(),
  page_prefers_dark: () => Module.page.prefersDark(),
  page_preference__deps: ['$stringToNewUTF8'],
  page_preference: (name) => stringToNewUTF8(Module.page.preference(UTF8ToString(name))),
  page_store_preference: (name, value) =>
    Module.page.storePreference(UTF8ToString(name), UTF8ToString(value)),
  page_edit_text: (field, isNumber, x, y, width, height, text, name) =>
    Module.page.editText(field, Boolean(isNumber), { x, y, width, height },
                         UTF8ToString(text), UTF8ToString(name)),
  page_show_running: (running) => Module.page.showRunning(Boolean(running)),
  page_show_notices: (lines) => Module.page.showNotices(UTF8ToString(lines)),
  page_show_settings: (link) => Module.page.showSettings(UTF8ToString(link)),
  page_show_outcome: (json) => Module.page.showOutcome(JSON.parse(UTF8ToString(json))),
  page_show_walk: (words) => Module.page.showWalk(UTF8ToString(words)),
  page_show_outcomes: (json) => Module.page.showOutcomes(JSON.parse(UTF8ToString(json))),
  page_show_cursor: (words) => Module.page.showCursor(UTF8ToString(words)),
  page_show_events: (json) => Module.page.showEvents(JSON.parse(UTF8ToString(json))),
  page_show_lesson: (json) => Module.page.showLesson(JSON.parse(UTF8ToString(json))),
  page_show_comparison: (json) => Module.page.showComparison(JSON.parse(UTF8ToString(json))),
  page_answer: (number, json) => Module.page.answer(number, JSON.parse(UTF8ToString(json))),
  page_add_to_file: (piece, length) => Module.page.addToFile(HEAPU8.slice(piece, piece + length)),
  page_finish_file: (number, name, type) => Module.page.finishFile(number, UTF8ToString(name), UTF8ToString(type)),
  page_save_picture: (number, name, x, y, width, height) =>
    Module.page.savePicture(number, UTF8ToString(name), { x, y, width, height }),
  page_drop_file: (number) => Module.page.dropFile(number),
  page_choose_file: () => Module.page.chooseFile(),
  page_show_theme: (dark) => Module.page.showTheme(Boolean(dark)),
  page_show_ready: (drawing) => Module.page.showReady(Boolean(drawing)),
});
