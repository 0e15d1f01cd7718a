// The browser tab. JavaScript calls the exported functions at the end of this file; the functions
// named page_* are in web/platform.lib.js.

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "platform/platform.h"
#include "platform/wake.h"

extern "C" {
void page_connect(void* platform);
void page_wake();
void page_request_frame();
void page_load_letters();
void page_request_frame_in(double seconds);
char* page_why_no_threads();
char* page_threads_remedy();
char* page_link();
void page_replace_link(const char* link);
char* page_address();
void page_open_page(const char* link);
void page_copy_link(const char* link);
void page_copy_text(const char* text);
int page_prefers_dark();
int page_prefers_reduced_motion();
char* page_preference(const char* name);
void page_store_preference(const char* name, const char* value);
void page_edit_text(unsigned field, int isNumber, double x, double y, double width, double height, const char* text,
                    const char* name);
void page_show_running(int running);
void page_show_notices(const char* lines);
void page_show_settings(const char* link);
void page_show_outcome(const char* json);
void page_show_walk(const char* words);
void page_show_outcomes(const char* json);
void page_show_cursor(const char* words);
void page_show_events(const char* json);
void page_show_lesson(const char* json);
void page_show_comparison(const char* json);
void page_answer(unsigned number, const char* json);
void page_add_to_file(const char* piece, std::size_t length);
void page_finish_file(unsigned number, const char* name, const char* type);
void page_save_picture(unsigned number, const char* name, double x, double y, double width, double height);
void page_drop_file(unsigned number);
void page_choose_file();
void page_show_theme(int dark);
void page_show_ready(int drawing);
void page_begin_background(void* background, int task, const char* question, std::size_t length);
void page_cancel_background(void* background);
void page_end_background(void* background);
}

namespace interleave {

static std::string taken(char* text) {
  std::string copy(text);
  std::free(text);
  return copy;
}

// A worker of the page's, whose address is its name there.
class WebBackground final : public Background {
 public:
  ~WebBackground() override { page_end_background(this); }

  void begin(BackgroundTask task, const std::string& question, Replies replies) override {
    replies_ = std::move(replies);
    page_begin_background(this, static_cast<int>(task), question.data(), question.size());
  }
  void cancel() override {
    page_cancel_background(this);
    replies_ = {};
  }

  void progress(const BackgroundProgress& progress) const {
    if (replies_.progress) replies_.progress(progress);
  }
  // Whoever gets the last word may ask the next thing at once.
  void answer(const std::string& answer) {
    if (const Replies replies = std::exchange(replies_, {}); replies.answer) replies.answer(answer);
  }
  void failure(const std::string& why) {
    if (const Replies replies = std::exchange(replies_, {}); replies.failure) replies.failure(why);
  }

 private:
  Replies replies_;
};

class WebPlatform final : public Platform {
 public:
  void connect(PlatformEvents& events) override {
    events_ = &events;
    page_connect(this);
    emscripten_set_webglcontextlost_callback("#canvas", this, false, &WebPlatform::contextLost);
    emscripten_set_webglcontextrestored_callback("#canvas", this, false, &WebPlatform::contextRestored);
  }
  PlatformEvents& events() const { return *events_; }

  void woken() {
    waking_.exchange(false);
    events_->onWake();
  }

  void requestFrame() override { page_request_frame(); }
  void requestFrameIn(double seconds) override { page_request_frame_in(seconds); }

  void wake() override {
    // One message is enough until it has been answered: a fast run must not flood the main thread.
    if (waking_.exchange(true)) return;
    callOnMainThread(&page_wake);
  }

  ThreadsOff threadsOff() override { return {taken(page_why_no_threads()), taken(page_threads_remedy())}; }
  MakeBackground backgrounds() override {
    return [] { return std::make_unique<WebBackground>(); };
  }

  void loadLetters() override { page_load_letters(); }
  std::string link() override { return taken(page_link()); }
  void replaceLink(const std::string& link) override { page_replace_link(link.c_str()); }
  std::string address() override { return taken(page_address()); }
  void openPage(const std::string& link) override { page_open_page(link.c_str()); }
  void copyLink(const std::string& link) override { page_copy_link(link.c_str()); }
  void copyText(const std::string& text) override { page_copy_text(text.c_str()); }
  bool prefersReducedMotion() override { return page_prefers_reduced_motion() != 0; }
  bool prefersDark() override { return page_prefers_dark() != 0; }
  std::string preference(const std::string& name) override { return taken(page_preference(name.c_str())); }
  void storePreference(const std::string& name, const std::string& value) override {
    page_store_preference(name.c_str(), value.c_str());
  }
  void editText(unsigned field, TextKind kind, const FieldArea& area, const std::string& text, const std::string& name) override {
    page_edit_text(field, kind == TextKind::number, static_cast<double>(area.x), static_cast<double>(area.y),
                   static_cast<double>(area.width), static_cast<double>(area.height), text.c_str(), name.c_str());
  }
  void addToFile(const std::string& piece) override { page_add_to_file(piece.data(), piece.size()); }
  void finishFile(unsigned number, const std::string& name, const std::string& type) override {
    page_finish_file(number, name.c_str(), type.c_str());
  }
  void savePicture(unsigned number, const std::string& name, const FieldArea& area) override {
    page_save_picture(number, name.c_str(), static_cast<double>(area.x), static_cast<double>(area.y),
                      static_cast<double>(area.width), static_cast<double>(area.height));
  }
  void dropFile(unsigned number) override { page_drop_file(number); }
  void chooseFile() override { page_choose_file(); }
  void showRunning(bool running) override { page_show_running(running); }
  void showNotices(const std::string& lines) override { page_show_notices(lines.c_str()); }
  void showSettings(const std::string& link) override { page_show_settings(link.c_str()); }
  void showOutcome(const std::string& resultJson) override { page_show_outcome(resultJson.c_str()); }
  void showWalk(const std::string& words) override { page_show_walk(words.c_str()); }
  void showOutcomes(const std::string& tableJson) override { page_show_outcomes(tableJson.c_str()); }
  void showCursor(const std::string& words) override { page_show_cursor(words.c_str()); }
  void showEvents(const std::string& json) override { page_show_events(json.c_str()); }
  void showLesson(const std::string& json) override { page_show_lesson(json.c_str()); }
  void showComparison(const std::string& json) override { page_show_comparison(json.c_str()); }
  void answer(unsigned number, const std::string& json) override { page_answer(number, json.c_str()); }
  void showTheme(bool dark) override { page_show_theme(dark); }
  void showReady(bool drawing) override { page_show_ready(drawing); }

 private:
  // Saying "handled" lets the browser restore the context later.
  static bool contextLost(int, const void*, void* self) {
    static_cast<WebPlatform*>(self)->events_->onGraphicsLost();
    return true;
  }
  static bool contextRestored(int, const void*, void* self) {
    static_cast<WebPlatform*>(self)->events_->onGraphicsRestored();
    return true;
  }

  PlatformEvents* events_ = nullptr;
  std::atomic<bool> waking_{false};
};

std::unique_ptr<Platform> makePlatform() { return std::make_unique<WebPlatform>(); }

}  // namespace interleave

// ---- What the page calls, with what page_connect gave it. It frees strings that are returned. ----

using interleave::WebBackground;
using interleave::WebPlatform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void interleave_frame(WebPlatform* platform, double seconds) { platform->events().onFrame(seconds); }

EMSCRIPTEN_KEEPALIVE void interleave_wake(WebPlatform* platform) { platform->woken(); }

EMSCRIPTEN_KEEPALIVE void interleave_load(WebPlatform* platform, const char* link) { platform->events().onLink(link); }

EMSCRIPTEN_KEEPALIVE void interleave_follow(WebPlatform* platform, const char* link) { platform->events().onFollow(link); }

EMSCRIPTEN_KEEPALIVE void interleave_text(WebPlatform* platform, unsigned field, const char* text) {
  platform->events().onText(field, text);
}

EMSCRIPTEN_KEEPALIVE void interleave_paste(WebPlatform* platform, const char* text) { platform->events().onPaste(text); }

EMSCRIPTEN_KEEPALIVE void interleave_letters(WebPlatform* platform, const char* font, std::size_t length) {
  platform->events().onLetters(std::string(font, length));
}

EMSCRIPTEN_KEEPALIVE void interleave_thread_error(WebPlatform* platform, const char* message) {
  platform->events().onThreadError(message);
}

EMSCRIPTEN_KEEPALIVE void interleave_copied(WebPlatform* platform, int done) { platform->events().onCopied(done != 0); }

EMSCRIPTEN_KEEPALIVE void interleave_theme_changed(WebPlatform* platform) { platform->events().onThemeChange(); }

EMSCRIPTEN_KEEPALIVE char* interleave_settings(WebPlatform* platform) {
  return strdup(platform->events().settingsJson().c_str());
}

EMSCRIPTEN_KEEPALIVE char* interleave_inspect(WebPlatform* platform) { return strdup(platform->events().inspectJson().c_str()); }

EMSCRIPTEN_KEEPALIVE char* interleave_presets(WebPlatform* platform) { return strdup(platform->events().presetsJson().c_str()); }

EMSCRIPTEN_KEEPALIVE char* interleave_limits(WebPlatform* platform) { return strdup(platform->events().limitsJson().c_str()); }

EMSCRIPTEN_KEEPALIVE unsigned interleave_run(WebPlatform* platform) { return platform->events().run(); }

EMSCRIPTEN_KEEPALIVE unsigned interleave_replay(WebPlatform* platform, const char* link) {
  return platform->events().replay(link);
}

EMSCRIPTEN_KEEPALIVE unsigned interleave_run_many(WebPlatform* platform, unsigned runs, int delayMs) {
  return platform->events().runMany(runs, delayMs);
}

EMSCRIPTEN_KEEPALIVE unsigned interleave_explore(WebPlatform* platform, const char* link, double states, double seconds,
                                                 double endings) {
  return platform->events().explore(link, {states, seconds, endings});
}

EMSCRIPTEN_KEEPALIVE void interleave_cancel_exploration(WebPlatform* platform) { platform->events().cancelExploration(); }

EMSCRIPTEN_KEEPALIVE unsigned interleave_compare(WebPlatform* platform, unsigned threads, int milliseconds) {
  return platform->events().compare(threads, milliseconds);
}

EMSCRIPTEN_KEEPALIVE void interleave_cancel_comparison(WebPlatform* platform) { platform->events().cancelComparison(); }

EMSCRIPTEN_KEEPALIVE unsigned interleave_export(WebPlatform* platform, int format) {
  using Format = interleave::PlatformEvents::FileFormat;
  if (format < 0 || format > static_cast<int>(Format::svg)) return 0;
  return platform->events().exportRun(static_cast<Format>(format));
}

EMSCRIPTEN_KEEPALIVE unsigned interleave_begin_import(WebPlatform* platform, int forProgram) {
  return platform->events().beginImport(forProgram != 0);
}

EMSCRIPTEN_KEEPALIVE int interleave_import_piece(WebPlatform* platform, const char* piece, std::size_t length) {
  return platform->events().importPiece(std::string(piece, length));
}

EMSCRIPTEN_KEEPALIVE void interleave_end_import(WebPlatform* platform) { platform->events().endImport(); }

EMSCRIPTEN_KEEPALIVE void interleave_cancel_import(WebPlatform* platform) { platform->events().cancelImport(); }

EMSCRIPTEN_KEEPALIVE char* interleave_code(WebPlatform* platform, int python) {
  return strdup(platform->events().codeJson(python != 0).c_str());
}

EMSCRIPTEN_KEEPALIVE void interleave_step_event(WebPlatform* platform, int by) { platform->events().stepEvent(by); }

EMSCRIPTEN_KEEPALIVE void interleave_step_lost(WebPlatform* platform, int by) { platform->events().stepLost(by); }

EMSCRIPTEN_KEEPALIVE void interleave_open_lesson(WebPlatform* platform, int step) { platform->events().openLesson(step); }

EMSCRIPTEN_KEEPALIVE char* interleave_lesson(WebPlatform* platform) { return strdup(platform->events().lessonJson().c_str()); }

EMSCRIPTEN_KEEPALIVE void interleave_use_lock(WebPlatform* platform, int action) {
  using Action = interleave::PlatformEvents::LockAction;
  if (action < 0 || action > static_cast<int>(Action::releaseOnOther)) return;
  platform->events().useLock(static_cast<Action>(action));
}

EMSCRIPTEN_KEEPALIVE void interleave_stop(WebPlatform* platform) { platform->events().stop(); }

EMSCRIPTEN_KEEPALIVE void interleave_press_run(WebPlatform* platform) { platform->events().pressRun(); }

// ---- Of a worker's work, to the page's copy of the program. Whoever is no more asked is never called.

EMSCRIPTEN_KEEPALIVE void interleave_background_progress(WebBackground* background, double found, double done, double total) {
  const auto count = [](double value) { return static_cast<std::uint64_t>(value); };
  background->progress({count(found), count(done), count(total)});
}

EMSCRIPTEN_KEEPALIVE void interleave_background_answer(WebBackground* background, const char* answer, std::size_t length) {
  background->answer(std::string(answer, length));
}

EMSCRIPTEN_KEEPALIVE void interleave_background_failure(WebBackground* background, const char* why) { background->failure(why); }

}  // extern "C"
