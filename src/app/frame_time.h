// The clock of frames: what App::advance() was called with last. All intervals of the application are measured by it, so
// that a tab in the background, which gets no frames, has no time either.
#pragma once

namespace interleave {

struct FrameTime {
  double seconds = 0;  // steady; 0: before the first frame
};

}  // namespace interleave
