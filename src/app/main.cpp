// Connects the parts and returns control to the system, which calls back.
#include <memory>
#include <string>

#include "app/app.h"
#include "app/frame.h"
#include "app/page_calls.h"
#include "app/window.h"
#include "platform/platform.h"
#include "text/json.h"

namespace interleave {
namespace {

class Interleave final : public PlatformEvents, public Drawing {
 public:
  explicit Interleave(std::unique_ptr<Platform> platform) : platform_(std::move(platform)), app_(*platform_) {}

  void begin() {
    platform_->connect(*this);
    std::string problem;
    window_ = Window::open([this] { onInput(); }, problem);
    if (window_) frame_ = std::make_unique<Frame>(app_, *window_);
    // The first view of a new user: the program of the link, run on real threads.
    app_.open(platform_->query(query::kLink));
    if (!window_) platform_->publish(topic::kReady, false);
  }

  // ---- PlatformEvents

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
    if (!shownReady_ && window_) platform_->publish(topic::kReady, true);
    shownReady_ = true;
  }
  void onWake() override {
    app_.collect();
    // Each piece of a file that is saved is news, and a frame takes the GPU far longer.
    const auto soon = app_.files().busy() ? app_.changesWithin() : std::nullopt;
    if (soon) platform_->requestFrameIn(*soon);
    else platform_->requestFrame();
  }
  void onGraphicsLost() override {
    if (frame_) frame_->graphicsLost();
  }
  void onGraphicsRestored() override {
    if (frame_) frame_->graphicsRestored();
  }
  std::string onCall(std::string_view name, std::string data, std::string_view options) override {
    return calls_.call(name, std::move(data), options);
  }

  // ---- Drawing

  bool draws() const override { return frame_ != nullptr; }
  void onInput() override {
    if (frame_) frame_->onInput();
  }
  void paste(std::string_view text) override {
    if (frame_) frame_->paste(text);
  }
  void addLetters(std::string font) override {
    if (frame_) frame_->addLetters(std::move(font));
  }
  std::string inspectJson() override { return frame_ ? frame_->inspectJson() : R"({"frames": 0, "items": {}})"; }

 private:
  std::unique_ptr<Platform> platform_;
  App app_;
  PageCalls calls_{app_, *this};
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
