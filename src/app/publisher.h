// When the page gets what has changed: each matter with the least time between two of its publications.
//
//   pace    | changed()                             | advance()
//   atOnce  | publishes, if the interval has passed | publishes what waits, once the interval has passed since the last
//   inFrame | waits                                 | publication
//   settled | waits                                 | publishes what waits, once nothing has changed for the interval
//
// For one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "app/frame_time.h"

namespace interleave {

// In the order in which they are published.
enum class Matter : std::uint8_t { outcomes, link, schedule, result, program, programWords };
inline constexpr std::size_t kMatters = 6;

class Publisher {
 public:
  enum class Pace : std::uint8_t { atOnce, inFrame, settled };

  explicit Publisher(const FrameTime& time) : time_(time) {}

  // What a matter's publication is. Before it is said, the matter must not change.
  void define(Matter matter, Pace pace, double interval, std::function<void()> publish);
  // Another interval from now on, in seconds.
  void setInterval(Matter matter, double interval) { of(matter).interval = interval; }

  void changed(Matter matter);
  // Whether or not something waits, and however long ago the last publication was.
  void publish(Matter matter);
  // What waits is not published.
  void drop(Matter matter) { of(matter).waits = false; }
  bool waits(Matter matter) const { return items_[static_cast<std::size_t>(matter)].waits; }
  // Seconds until what waits is published; none: nothing waits.
  std::optional<double> dueIn(Matter matter) const;

  // Call once a frame, after the time has gone on.
  void advance();

 private:
  struct Item {
    Pace pace = Pace::inFrame;
    double interval = 0;
    std::function<void()> publish;
    bool waits = false;
    double changedAt = 0;
    std::optional<double> publishedAt;
  };

  Item& of(Matter matter) { return items_[static_cast<std::size_t>(matter)]; }
  static double dueAt(const Item& item);

  const FrameTime& time_;
  std::array<Item, kMatters> items_;
};

}  // namespace interleave
