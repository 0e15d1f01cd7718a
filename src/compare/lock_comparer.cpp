#include "compare/lock_comparer.h"

#include <utility>

namespace interleave {

LockComparer::LockComparer(std::function<void()> onNews)
    : onNews_(std::move(onNews)), thread_([this] {
        if (const auto asked = asked_.take()) measure(*asked);
      }) {}

bool LockComparer::start(Comparison comparison) {
  if (busy_ || !thread_.start().empty()) return false;
  comparison_ = std::move(comparison);
  results_.clear();
  busy_ = true;
  cancel_.store(false);
  asked_.put(std::make_unique<Comparison>(comparison_));
  thread_.ring();
  return true;
}

bool LockComparer::collect() {
  const auto news = news_.take();
  if (!news) return false;
  results_ = std::move(news->results);
  if (news->ended) busy_ = false;
  return true;
}

void LockComparer::measure(const Comparison& comparison) {
  std::vector<LockSpeed> results;
  const auto tell = [&](bool ended) {
    news_.put(std::make_unique<News>(News{results, ended}));
    onNews_();
  };
  for (const int threads : comparison.threads) {
    for (const LockKind lock : comparison.locks) {
      if (cancel_.load()) return tell(true);
      const auto subject = makeSpeedSubject(lock);
      const auto speed = measureSpeed(subject, lock, threads, comparison.time, cancel_);
      if (!speed) return tell(true);
      results.push_back(*speed);
      tell(false);
    }
  }
  tell(true);
}

}  // namespace interleave
