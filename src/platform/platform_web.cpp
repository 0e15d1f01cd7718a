// The browser tab. JavaScript calls the exported functions at the end of this file; the functions
// named page_* are in web/platform.lib.js.

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "platform/platform.h"
#include "platform/wake.h"
#include "text/directions.h"

extern "C" {
void page_connect(void* platform);
void page_wake();
void page_request_frame();
void page_request_frame_in(double seconds);
void page_publish(const char* topic, const char* json);
void page_request(const char* name, const char* json);
char* page_query(const char* name, const char* argument);
std::int32_t* page_draw_text(const char* text, double em, int weight, bool mono, double most);
void page_answer(unsigned number, const char* json);
void page_add_to_file(const char* piece, std::size_t length);
void page_begin_background(void* background, int task, const char* question, std::size_t length);
void page_cancel_background(void* background);
void page_end_background(void* background);
}

namespace interleave {

// A web worker of the page; the object's address is its name there.
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
  // The reply may begin the next task at once.
  void answer(const std::string& answer) {
    if (const Replies replies = std::exchange(replies_, {}); replies.answer) replies.answer(answer);
  }
  void failure(const std::string& why) {
    if (const Replies replies = std::exchange(replies_, {}); replies.failure) replies.failure(why);
  }

 private:
  Replies replies_;
};

// What page_draw_text has written: six numbers, then the pixels of each layer that is there.
TextPicture pictureIn(const std::int32_t* drawn) {
  TextPicture picture{.width = drawn[0], .height = drawn[1], .left = drawn[2], .above = drawn[3], .advance = drawn[4]};
  const std::int32_t layers = drawn[5];
  const std::int32_t* pixels = drawn + 6;
  const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(picture.width) * picture.height;
  if ((layers & 1) != 0) {
    picture.letters.assign(pixels, pixels + count);
    pixels += count;
  }
  if ((layers & 2) != 0) picture.colored.assign(pixels, pixels + count);
  return picture;
}

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
    // One message until it is handled: a fast run must not flood the main thread.
    if (waking_.exchange(true)) return;
    callOnMainThread(&page_wake);
  }

  MakeBackground backgrounds() override {
    return [] { return std::make_unique<WebBackground>(); };
  }

  void publishJson(Topic topic, const std::string& json) override {
    page_publish(topic.name, withDirectionsMarked(json).c_str());
  }
  void requestJson(Request request, const std::string& json) override { page_request(request.name, json.c_str()); }
  std::string query(Query query, const std::string& argument) override {
    char* const text = page_query(query.name, argument.c_str());
    std::string copy(text);
    std::free(text);
    return copy;
  }
  std::optional<TextPicture> drawText(const std::string& text, const TextStyle& style) override {
    const std::unique_ptr<std::int32_t, decltype(&std::free)> drawn(
        page_draw_text(text.c_str(), style.em, style.strong ? 600 : 400, style.mono, style.most), &std::free);
    if (!drawn) return std::nullopt;
    return pictureIn(drawn.get());
  }
  void answer(unsigned number, const std::string& json) override { page_answer(number, json.c_str()); }
  void addToFile(const std::string& piece) override { page_add_to_file(piece.data(), piece.size()); }

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

// ---- Functions for the page, with the pointer from page_connect.

using interleave::WebBackground;
using interleave::WebPlatform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void interleave_frame(WebPlatform* platform, double seconds) { platform->events().onFrame(seconds); }

EMSCRIPTEN_KEEPALIVE void interleave_wake(WebPlatform* platform) { platform->woken(); }

// `length` below 0: `data` is a text that ends with its first NUL. The caller frees the returned string; null: there is
// no call of that name.
EMSCRIPTEN_KEEPALIVE char* interleave_call(WebPlatform* platform, const char* name, const char* data, int length,
                                           const char* options) {
  std::string given = length < 0 ? std::string(data) : std::string(data, static_cast<std::size_t>(length));
  const std::string json = platform->events().onCall(name, std::move(given), options);
  return json.empty() ? nullptr : strdup(json.c_str());
}

// ---- Of a worker's work, to the page's copy of the program. A cancelled background gets no callback.

EMSCRIPTEN_KEEPALIVE void interleave_background_progress(WebBackground* background, double found, double done, double total) {
  const auto count = [](double value) { return static_cast<std::uint64_t>(value); };
  background->progress({count(found), count(done), count(total)});
}

EMSCRIPTEN_KEEPALIVE void interleave_background_answer(WebBackground* background, const char* answer, std::size_t length) {
  background->answer(std::string(answer, length));
}

EMSCRIPTEN_KEEPALIVE void interleave_background_failure(WebBackground* background, const char* why) { background->failure(why); }

}  // extern "C"
