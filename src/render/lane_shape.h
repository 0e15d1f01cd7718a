// What a lane of the timeline looks like, for the shader and for pictures in files alike.
//
// Heights are parts of a lane's, from its top; shades are opacities.
#pragma once

namespace interleave::lane_shape {

// The box of a thread that has a copy in hand.
inline constexpr float kBoxTop = 0.18f;
inline constexpr float kBoxBottom = 0.82f;
inline constexpr float kSleepingShade = 0.44f;
inline constexpr float kStaleShade = 0.69f;     // on the stripes of its hatching
inline constexpr float kBetweenStripes = 0.45f;  // as a part of that
// Who holds a lock.
inline constexpr float kOwnerTop = 0.28f;
inline constexpr float kOwnerBottom = 0.72f;

}  // namespace interleave::lane_shape
