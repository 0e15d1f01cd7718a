// The keys that move the timeline while they are held.
#pragma once

namespace interleave {

struct MoveKey {
  bool pressed = false;  // since the frame before
  float held = 0;        // seconds; 0: it is not held
};

// W, S, A and D by where they are on the keyboard.
struct MoveKeys {
  MoveKey in, out, left, right;

  bool any() const { return in.held > 0 || out.held > 0 || left.held > 0 || right.held > 0; }
};

}  // namespace interleave
