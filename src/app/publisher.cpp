#include "app/publisher.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace interleave {

void Publisher::define(Matter matter, Pace pace, double interval, std::function<void()> publish) {
  Item& item = of(matter);
  item = {pace, interval, std::move(publish), false, 0, {}};
  // The page begins with something to read; only what comes at once does not wait for the first interval.
  if (pace != Pace::atOnce) item.publishedAt = 0;
}

double Publisher::dueAt(const Item& item) {
  if (item.pace == Pace::settled) return item.changedAt + item.interval;
  return item.publishedAt ? *item.publishedAt + item.interval : -std::numeric_limits<double>::infinity();
}

void Publisher::changed(Matter matter) {
  Item& item = of(matter);
  item.waits = true;
  item.changedAt = time_.seconds;
  if (item.pace == Pace::atOnce && time_.seconds >= dueAt(item)) publish(matter);
}

void Publisher::publish(Matter matter) {
  Item& item = of(matter);
  item.waits = false;
  item.publishedAt = time_.seconds;
  item.publish();
}

std::optional<double> Publisher::dueIn(Matter matter) const {
  const Item& item = items_[static_cast<std::size_t>(matter)];
  if (!item.waits) return std::nullopt;
  return std::max(0.0, dueAt(item) - time_.seconds);
}

void Publisher::advance() {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].waits && time_.seconds >= dueAt(items_[i])) publish(static_cast<Matter>(i));
  }
}

}  // namespace interleave
