#include "trace/time_view.h"

#include <algorithm>

namespace interleave {

void TimeView::setWhole(double ns) {
  whole_ = std::max(ns, kShortestNs);
  fitted_ ? fit() : show(from_, to_);
}

void TimeView::fit() {
  from_ = 0;
  to_ = whole_;
  fitted_ = true;
}

void TimeView::show(double fromNs, double toNs) {
  const double length = std::clamp(toNs - fromNs, kShortestNs, whole_);
  if (length >= whole_) return fit();
  // One that is too short is made longer on both sides.
  const double from = fromNs + (toNs - fromNs - length) / 2;
  from_ = std::clamp(from, 0.0, whole_ - length);
  to_ = from_ + length;
  fitted_ = false;
}

void TimeView::zoom(double factor, double atNs) {
  const double length = std::clamp(lengthNs() * factor, kShortestNs, whole_);
  const double part = std::clamp((atNs - from_) / lengthNs(), 0.0, 1.0);
  const double at = from_ + part * lengthNs();
  show(at - part * length, at + (1 - part) * length);
}

void TimeView::reveal(double ns) {
  const double margin = lengthNs() / 10;
  if (ns < from_ + margin) pan(ns - margin - from_);
  else if (ns > to_ - margin) pan(ns + margin - to_);
}

}  // namespace interleave
