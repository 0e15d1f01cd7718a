#include "app/edits.h"

#include <utility>

namespace interleave {

void Edits::changed(const Settings& before, Step step) {
  after_.clear();
  const bool goesOn = step == Step::typed && time_.seconds < typedUntil_ && canUndo();
  typedUntil_ = step == Step::typed ? time_.seconds + kTogetherSeconds : 0;
  if (goesOn) return;
  if (before_.size() == kMost) before_.erase(before_.begin());
  before_.push_back(before);
}

Settings Edits::move(std::vector<Settings>& from, std::vector<Settings>& to, const Settings& now) {
  typedUntil_ = 0;
  to.push_back(now);
  Settings settings = std::move(from.back());
  from.pop_back();
  return settings;
}

}  // namespace interleave
