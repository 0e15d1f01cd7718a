// Which stretch of a run's time is looked at, and how it is moved: zoomed at a moment, panned, fitted.
//
// Times are ns and may lie between two whole ones, so that a slow zoom does not stutter; up to 2^53 ns, some 104
// days, they are exact. Pure values; any thread.
#pragma once

#include <cstdint>

namespace interleave {

class TimeView {
 public:
  // So close that whole ns, or steps of a schedule, can be told apart.
  static constexpr double kShortestNs = 4;

  double fromNs() const { return from_; }
  double toNs() const { return to_; }
  double lengthNs() const { return to_ - from_; }
  // Shows the whole run, and goes on doing so while it gets longer.
  bool fitted() const { return fitted_; }
  // What can be looked at: 0 to here.
  double wholeNs() const { return whole_; }

  // A run may get longer, or another may be looked at. What is looked at stays, as far as there is such a time.
  void setWhole(double ns);
  void fit();
  // Within what there is, and kShortestNs long at least.
  void show(double fromNs, double toNs);
  // `factor` below 1 looks closer. `atNs` stays where it is, unless the end is in the way.
  void zoom(double factor, double atNs);
  void pan(double ns) { show(from_ + ns, to_ + ns); }
  // Pans as little as it takes for a moment to be seen, with a tenth of the view beside it.
  void reveal(double ns);

  bool operator==(const TimeView&) const = default;

 private:
  double from_ = 0;
  double to_ = kShortestNs;
  double whole_ = kShortestNs;
  bool fitted_ = true;
};

}  // namespace interleave
