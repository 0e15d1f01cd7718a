#include "explore/team.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "model/limits.h"

namespace interleave {

Team::Team(int threads) : threads_(threads) {
  if (threads_ == 0) threads_ = static_cast<int>(std::thread::hardware_concurrency());
  threads_ = std::clamp(threads_, 1, limits::kMaxExploreThreads);
}

Team::~Team() {
  std::vector<bool> up;
  {
    std::lock_guard guard(work_->mutex);
    work_->quit = true;
    up = work_->up;
  }
  work_->news.notify_all();
  for (std::size_t helper = 0; helper < helpers_.size(); ++helper) {
    // A helper that has not started refers to the shared work only, and ends by itself.
    if (up[helper]) helpers_[helper].join();
    else helpers_[helper].detach();
  }
}

void Team::startHelpers() {
  const auto wanted = static_cast<std::size_t>(threads_) - 1;
  try {
    while (helpers_.size() < wanted) {
      const std::size_t helper = helpers_.size();
      {
        std::lock_guard guard(work_->mutex);
        work_->up.resize(wanted, false);
      }
      helpers_.emplace_back([work = work_, helper] { work->help(helper); });
    }
  } catch (const std::system_error&) {
    // The system provides no further thread: the existing ones do the work.
    threads_ = static_cast<int>(helpers_.size()) + 1;
  }
}

void Team::forEach(std::size_t parts, bool pays, const Part& part) {
  if (!pays || threads_ == 1 || parts < 2) {
    for (std::size_t index = 0; index < parts; ++index) part(index, 0);
    return;
  }
  startHelpers();
  Work& work = *work_;
  {
    std::lock_guard guard(work.mutex);
    work.part = &part;
    work.parts = parts;
    work.next.store(0);
    ++work.round;
  }
  work.news.notify_all();
  work.share(part, parts, 0);
  std::unique_lock guard(work.mutex);
  work.part = nullptr;
  work.news.wait(guard, [&] { return work.helping == 0; });
  if (work.failure) std::rethrow_exception(std::exchange(work.failure, nullptr));
}

void Team::Work::help(std::size_t helper) {
  std::unique_lock guard(mutex);
  up[helper] = true;
  for (std::size_t seen = 0;;) {
    news.wait(guard, [&] { return quit || (part != nullptr && round != seen); });
    if (quit) return;
    seen = round;
    ++helping;
    // When no part is left to begin, the caller withdraws the work, while helpers may still be at their last parts.
    const Part& mine = *part;
    const std::size_t count = parts;
    guard.unlock();
    share(mine, count, helper + 1);
    guard.lock();
    if (--helping == 0) news.notify_all();
  }
}

void Team::Work::share(const Part& each, std::size_t count, std::size_t thread) {
  try {
    for (;;) {
      const std::size_t index = next.fetch_add(1);
      if (index >= count) return;
      each(index, thread);
    }
  } catch (...) {
    std::lock_guard guard(mutex);
    failure = std::current_exception();
    next.store(count);
  }
}

}  // namespace interleave
