// Puts the parts together and gives control to the system, which calls back.
#include <cmath>
#include <memory>
#include <string>

#include "app/app.h"
#include "app/frame.h"
#include "app/window.h"
#include "code/listing.h"
#include "link/presets.h"
#include "link/settings_json.h"
#include "platform/platform.h"
#include "text/json.h"

namespace interleave {
namespace {

class Interleave final : public PlatformEvents {
 public:
  explicit Interleave(std::unique_ptr<Platform> platform) : platform_(std::move(platform)), app_(*platform_) {}

  void begin() {
    platform_->connect(*this);
    std::string problem;
    window_ = Window::open([this] { onInput(); }, problem);
    if (window_) frame_ = std::make_unique<Frame>(app_, *window_);
    // The first thing that a newcomer sees: the program of the link, run for real.
    app_.open(platform_->link());
    if (!window_) platform_->showReady(false);
  }

  void onFrame(double seconds) override {
    if (frame_) {
      frame_->draw(seconds);
    } else {
      app_.advance(seconds);
      if (app_.busy()) {
        platform_->requestFrame();
      } else if (const auto soon = app_.changesWithin()) {
        platform_->requestFrameIn(*soon);
      }
    }
    if (!shownReady_ && window_) platform_->showReady(true);
    shownReady_ = true;
  }

  void onWake() override {
    app_.collect();
    platform_->requestFrame();
  }
  void onLink(std::string_view link) override { app_.load(link); }
  void onFollow(std::string_view link) override { app_.open(link); }
  void onText(unsigned field, std::string_view text) override {
    app_.putText(field, text);
    onInput();
  }
  void onPaste(std::string_view text) override {
    if (frame_) frame_->paste(text);
  }
  void onLetters(std::string font) override {
    if (frame_) frame_->addLetters(std::move(font));
  }
  void onThreadError(std::string_view message) override { app_.reportThreadError(message); }
  void onCopied(bool done) override { app_.copied(done); }
  void onThemeChange() override {
    platform_->showTheme(app_.dark());
    onInput();
  }
  void onGraphicsLost() override {
    if (frame_) frame_->graphicsLost();
  }
  void onGraphicsRestored() override {
    if (frame_) frame_->graphicsRestored();
  }
  std::string settingsJson() override { return toJson(app_.settings(), app_.linkProblems()); }
  std::string inspectJson() override {
    return frame_ ? frame_->inspectJson() : Json{{"frames", 0}, {"items", Json::object()}}.dump();
  }
  std::string presetsJson() override { return toJson(presets()); }
  std::string limitsJson() override { return interleave::limitsJson(); }
  void stop() override { app_.stop(); }
  void pressRun() override {
    app_.run();
    onInput();
  }
  unsigned run() override { return app_.runForProgram(); }
  unsigned replay(std::string_view link) override { return app_.replayForProgram(link); }
  unsigned runMany(unsigned runs, int delayMs) override {
    return app_.runManyForProgram(runs, delayMs < 0 ? std::nullopt : std::optional(std::chrono::milliseconds(delayMs)));
  }
  unsigned explore(std::string_view link, const ExploreBounds& bounds) override {
    ExploreOptions options;
    if (bounds.states > 0) options.maxStates = static_cast<std::uint64_t>(bounds.states);
    if (bounds.seconds > 0) options.maxTime = std::chrono::milliseconds(std::llround(bounds.seconds * 1000));
    return app_.exploreForProgram(link, options, static_cast<std::size_t>(bounds.endings));
  }
  void cancelExploration() override { app_.cancelExploration(); }
  unsigned compare(unsigned threads, int milliseconds) override {
    std::vector<int> numbers;
    for (int each = 1; each <= limits::kMaxWorkers; ++each) {
      if ((threads >> (each - 1) & 1) != 0) numbers.push_back(each);
    }
    return app_.compareForProgram(std::move(numbers), std::chrono::milliseconds(milliseconds));
  }
  void cancelComparison() override { app_.cancelComparison(); }
  unsigned exportRun(FileFormat format) override {
    if (frame_ || (format != FileFormat::png && format != FileFormat::svg)) return app_.exportForProgram(format);
    return app_.refuseForProgram("a picture takes WebGL2, which is not to be had here");
  }
  unsigned beginImport(bool forProgram) override { return app_.beginImport(forProgram); }
  bool importPiece(std::string piece) override { return app_.importPiece(piece); }
  void endImport() override { app_.endImport(); }
  void cancelImport() override { app_.cancelFiles(); }
  std::string codeJson(bool python) override {
    return Json(listingOf(app_.settings(), python ? Language::python : Language::cpp).text()).dump();
  }
  void stepEvent(int by) override {
    app_.stepEvent(by);
    onInput();
  }
  void stepLost(int by) override {
    app_.stepLost(by);
    onInput();
  }
  void openLesson(int step) override { app_.openLesson(step < 0 ? app_.lesson().next() : step); }
  std::string lessonJson() override { return app_.lessonJson(); }
  void useLock(LockAction action) override {
    app_.useLock(action);
    onInput();
  }

 private:
  void onInput() {
    if (frame_) frame_->onInput();
  }

  std::unique_ptr<Platform> platform_;
  App app_;
  std::unique_ptr<Window> window_;
  std::unique_ptr<Frame> frame_;
  bool shownReady_ = false;
};

}  // namespace
}  // namespace interleave

int main() {
  // Lives as long as the page, which calls it back after main has returned.
  auto* interleave = new interleave::Interleave(interleave::makePlatform());
  interleave->begin();
  return 0;
}
