#version 300 es
// What every thread does, and who holds the lock: of each column of time how much each state takes up of it, as
// src/render/lane_columns.h condenses it. A lane a thread from the top, then one for each lock. What begins with k is
// defined by src/render/shader_constants.h.
precision highp float;
precision highp int;

uniform vec4 uRect;              // left, top, width, height of all lanes, in pixels of the canvas, y down
uniform vec2 uCanvas;
uniform float uPixel;            // device pixels a CSS pixel
uniform float uLaneHeight;
uniform vec2 uColumns;           // where the first column begins, and how wide one is
uniform float uEnd;              // nothing is known right of here
uniform ivec3 uCounts;           // tasks; lanes; the most owners of a lock at one time
uniform vec4 uThreads[kMostTasks];  // colour, and 1 if it repeats an earlier one
uniform highp sampler2D uDoing;    // running, waiting, sleeping, stale
uniform highp sampler2D uHolding;  // of two locks, and held while others wait; a row a task, then again for the next two

out vec4 color;

// Even the smallest share of a column is visible.
float seen(float part) { return part > 0.0 ? max(part, 0.35) : 0.0; }

float stripe(float along, float period, float width) {
  return clamp(width * 0.5 - abs(mod(along, period) - period * 0.5) + 0.5, 0.0, 1.0);
}

void over(vec3 paint, float alpha) {
  float all = alpha + color.a * (1.0 - alpha);
  if (all > 0.0) color.rgb = (paint * alpha + color.rgb * color.a * (1.0 - alpha)) / all;
  color.a = all;
}

// `y`: from the lane's top.
void drawTask(int task, int column, float y, vec2 at) {
  vec4 doing = texelFetch(uDoing, ivec2(column, task), 0);
  vec4 holding = texelFetch(uHolding, ivec2(column, task), 0);
  vec4 thread = uThreads[task];
  float top = round(kBoxTop * uLaneHeight);
  float bottom = round(kBoxBottom * uLaneHeight);
  if (y > top && y < bottom) {
    float dots = stripe(at.x, kDotPeriod * uPixel, kDotWidth * uPixel) * stripe(at.y, kDotPeriod * uPixel, kDotWidth * uPixel);
    over(thread.rgb, kSleepingShade * seen(doing.b) * (1.0 - kDotShade * dots * thread.a));
    float hatch = mix(kBetweenStripes, 1.0, stripe((at.x + at.y) * 0.70711, kHatchPeriod * uPixel, kHatchWidth * uPixel));
    over(thread.rgb, kStaleShade * seen(doing.a) * hatch);
  }
  if (abs(y - floor(0.5 * uLaneHeight)) < max(0.5, 0.5 * kLineWidth * uPixel)) {
    over(thread.rgb, seen(doing.r));
    over(thread.rgb, seen(doing.g) * stripe(at.x, kDashPeriod * uPixel, kDashWidth * uPixel));
  }
  float strip = (holding.b > 0.0 ? kContendedStrip : kStrip) * uPixel;
  float held = 0.0;
  for (int row = task; row < textureSize(uHolding, 0).y; row += uCounts.x) {
    vec4 locks = texelFetch(uHolding, ivec2(column, row), 0);
    held = max(held, max(locks.r, locks.g));
  }
  if (y > bottom && y < min(bottom + strip, uLaneHeight)) over(thread.rgb, seen(held));
}

float holds(int task, int lock, int column) {
  vec4 locks = texelFetch(uHolding, ivec2(column, task + lock / kLocksOfLane * uCounts.x), 0);
  return lock % kLocksOfLane == 0 ? locks.r : locks.g;
}

// The owners, one below the other where they change within a column or where several hold the lock.
void drawLock(int lock, int column, float y) {
  float down = (y / uLaneHeight - kOwnerTop) / (kOwnerBottom - kOwnerTop);
  if (down < 0.0 || down > 1.0) return;
  float held = 0.0;
  for (int task = 0; task < uCounts.x; ++task) held += holds(task, lock, column);
  if (held <= 0.0) return;
  // With at most one owner, it has the whole height, paler for the time in which the lock is free.
  float room = uCounts.z > 1 ? float(uCounts.z) : held;
  float from = 0.0;
  for (int task = 0; task < uCounts.x; ++task) {
    float until = from + holds(task, lock, column) / room;
    if (down >= from && down < until) over(uThreads[task].rgb, uCounts.z > 1 ? 1.0 : seen(min(held, 1.0)));
    from = until;
  }
}

void main() {
  color = vec4(0.0);
  vec2 at = vec2(gl_FragCoord.x, uCanvas.y - gl_FragCoord.y);
  int lane = int(floor((at.y - uRect.y) / uLaneHeight));
  int column = int(floor((at.x - uColumns.x) / uColumns.y));
  if (at.x > uEnd || lane < 0 || lane >= uCounts.y || column < 0 || column >= textureSize(uDoing, 0).x) discard;
  float y = at.y - uRect.y - float(lane) * uLaneHeight;
  if (lane < uCounts.x) drawTask(lane, column, y, at);
  else drawLock(lane - uCounts.x, column, y);
}
