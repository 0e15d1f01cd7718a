#version 300 es
// Shapes are those of src/render/history_scene.h: a disc for a write, a ring for a read, a cross for an exception, a bar for
// a refusal. All have a rim in the panel's colour where there is room for it, so that they stand out from what is below.
// What begins with k is defined by src/render/shader_constants.h.
precision highp float;

in vec2 vFromCentre;
in vec4 vColor;
flat in float vRadius;
flat in float vShape;
uniform float uPixel;
uniform vec4 uPanel;
out vec4 color;

float cover(float distance) { return clamp(0.5 - distance, 0.0, 1.0); }

float segmentDistance(vec2 p, vec2 end) {
  vec2 nearest = end * clamp(dot(p, end) / dot(end, end), -1.0, 1.0);
  return length(p - nearest);
}

void main() {
  float edge = length(vFromCentre) - vRadius;
  float thick = 0.5 * kStroke * uPixel;
  if (vShape == kCrossMark) {
    float arm = vRadius * kArm;
    edge = min(segmentDistance(vFromCentre, vec2(arm, arm)), segmentDistance(vFromCentre, vec2(arm, -arm))) - thick;
  } else if (vShape == kBarMark) {
    edge = segmentDistance(vFromCentre, vec2(0.0, vRadius)) - thick;
  }
  vec4 fill = vColor;
  if (vShape == kRingMark) fill = mix(vColor, uPanel, clamp(-edge - kRing * uPixel + 0.5, 0.0, 1.0));
  float inside = cover(edge);
  // Small marks stand close together: a rim would wipe out their neighbours.
  float rim = cover(edge - (vRadius > 3.9 * uPixel ? 1.5 * uPixel : 0.0));
  color = vec4(mix(uPanel.rgb, fill.rgb, inside), rim);
}
