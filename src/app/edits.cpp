#include "app/edits.h"

#include <utility>

namespace interleave {

void Edits::changed(LinkContent before, Step step) {
  after_.clear();
  const bool goesOn = step == Step::typed && time_.seconds < typedUntil_ && canUndo();
  typedUntil_ = step == Step::typed ? time_.seconds + kTogetherSeconds : 0;
  if (goesOn) return;
  if (before_.size() == kMost) before_.erase(before_.begin());
  before_.push_back(std::move(before));
}

LinkContent Edits::move(std::vector<LinkContent>& from, std::vector<LinkContent>& to, LinkContent now) {
  typedUntil_ = 0;
  to.push_back(std::move(now));
  LinkContent content = std::move(from.back());
  from.pop_back();
  return content;
}

}  // namespace interleave
