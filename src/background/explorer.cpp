#include "explore/explorer.h"

#include <system_error>
#include <utility>

namespace interleave {

Explorer::Explorer(std::function<void()> onNews) : onNews_(std::move(onNews)) {
  try {
    thread_ = std::thread([this] { live(); });
  } catch (const std::system_error&) {
    // busy() stays false and nothing is ever found; the caller tells that threads are missing.
  }
}

Explorer::~Explorer() {
  cancel();
  quit_.store(true);
  doorbell_.ring();
  if (thread_.joinable()) thread_.join();
}

void Explorer::start(const Settings& settings, const ExploreOptions& options, std::optional<std::size_t> listed) {
  if (!thread_.joinable()) return;
  cancel();
  search_ = std::make_shared<Search>();
  search_->settings = settings;
  search_->options = options;
  search_->listed = listed;
  asked_.put(std::make_unique<std::shared_ptr<Search>>(search_));
  doorbell_.ring();
}

void Explorer::cancel() {
  if (search_) search_->progress.cancel.store(true);
}

bool Explorer::busy() const { return search_ && !search_->finished.load(std::memory_order_acquire); }

std::shared_ptr<const Exploration> Explorer::take() {
  if (!search_ || busy()) return nullptr;
  return std::exchange(search_->result, nullptr);
}

std::string Explorer::takeJson() {
  if (!search_ || busy()) return {};
  return std::exchange(search_->json, {});
}

const ExploreProgress& Explorer::progress() const {
  static const ExploreProgress kNone;
  return search_ ? search_->progress : kNone;
}

void Explorer::live() {
  for (;;) {
    doorbell_.wait();
    if (quit_.load()) return;
    const auto asked = asked_.take();
    if (!asked) continue;
    Search& search = **asked;
    search.result = std::make_shared<const Exploration>(explore(search.settings, search.options, search.progress));
    if (search.listed) search.json = toJson(*search.result, *search.listed);
    search.finished.store(true, std::memory_order_release);
    onNews_();
  }
}

}  // namespace interleave
