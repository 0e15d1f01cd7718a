// The stretch of a run's time in sight, and its movements: zoomed at a moment, panned, fitted.
//
// Times are ns and may be fractions, so that a slow zoom is smooth; up to 2^53 ns, some 104 days, they are exact. Plain
// values; any thread.
#pragma once

#include <cstdint>

namespace interleave {

class TimeView {
 public:
  // The closest zoom, at which whole ns, or steps of a schedule, are distinct.
  static constexpr double kShortestNs = 4;

  double fromNs() const { return from_; }
  double toNs() const { return to_; }
  double lengthNs() const { return to_ - from_; }
  // Shows the whole run, and goes on doing so while it gets longer.
  bool fitted() const { return fitted_; }
  // The whole time: 0 to here.
  double wholeNs() const { return whole_; }

  // A run may get longer, or be replaced. The view stays the same, as far as that time exists.
  void setWhole(double ns);
  void fit();
  // Within the whole time, and at least kShortestNs long.
  void show(double fromNs, double toNs);
  // A `factor` below 1 zooms in. `atNs` keeps its place, unless the end prevents it.
  void zoom(double factor, double atNs);
  void pan(double ns) { show(from_ + ns, to_ + ns); }
  // Pans as little as possible to bring a moment into sight, with a tenth of the view beside it.
  void reveal(double ns);

  bool operator==(const TimeView&) const = default;

 private:
  double from_ = 0;
  double to_ = kShortestNs;
  double whole_ = kShortestNs;
  bool fitted_ = true;
};

}  // namespace interleave
