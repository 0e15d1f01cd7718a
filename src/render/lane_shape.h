// What the timeline looks like, for the shaders (render/shader_constants.h) and for pictures in files alike.
#pragma once

// Of a lane. Heights are parts of a lane's, from its top; shades are opacities; lengths are CSS pixels.
namespace interleave::lane_shape {

// The box of a thread that has a copy in hand.
inline constexpr float kBoxTop = 0.18f;
inline constexpr float kBoxBottom = 0.82f;
inline constexpr float kSleepingShade = 0.44f;
inline constexpr float kStaleShade = 0.69f;     // on the stripes of its hatching
inline constexpr float kBetweenStripes = 0.45f;  // as a part of that
// The line of one that has none.
inline constexpr float kLineWidth = 2;
// The strip below the box while it holds a lock, and while others wait for that.
inline constexpr float kStrip = 3;
inline constexpr float kContendedStrip = 6;
// The owner of a lock.
inline constexpr float kOwnerTop = 0.28f;
inline constexpr float kOwnerBottom = 0.72f;
// Patterns: how often a stripe, a dash or a dot comes, and how wide it is.
inline constexpr float kHatchPeriod = 6;
inline constexpr float kHatchWidth = 2;
inline constexpr float kDashPeriod = 8;
inline constexpr float kDashWidth = 5;
inline constexpr float kDotPeriod = 5;
inline constexpr float kDotWidth = 2;
inline constexpr float kDotShade = 0.6f;  // what a dot takes away

}  // namespace interleave::lane_shape

// Of the mark of one event. Lengths are CSS pixels.
namespace interleave::mark_shape {

inline constexpr float kStroke = 2.2f;  // width of the strokes of a cross or a bar
inline constexpr float kRing = 1.8f;    // width of a ring
inline constexpr float kArm = 0.75f;    // of a cross, across and down, as a part of the mark's radius

}  // namespace interleave::mark_shape
