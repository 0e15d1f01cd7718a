#version 300 es
// Shapes, as in src/render/history_scene.h: 0 disc (write), 1 ring (read), 2 cross (exception),
// 3 bar (refusal). All have a rim in the panel's colour where there is room for it, so that they stand out from what is below.
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
  float thick = 1.1 * uPixel;
  if (vShape == 2.0) {
    float arm = vRadius * 0.75;
    edge = min(segmentDistance(vFromCentre, vec2(arm, arm)), segmentDistance(vFromCentre, vec2(arm, -arm))) - thick;
  } else if (vShape == 3.0) {
    edge = segmentDistance(vFromCentre, vec2(0.0, vRadius)) - thick;
  }
  vec4 fill = vColor;
  if (vShape == 1.0) fill = mix(vColor, uPanel, clamp(-edge - 1.8 * uPixel + 0.5, 0.0, 1.0));
  float inside = cover(edge);
  // Small marks stand close together: a rim would wipe out their neighbours.
  float rim = cover(edge - (vRadius > 3.9 * uPixel ? 1.5 * uPixel : 0.0));
  color = vec4(mix(uPanel.rgb, fill.rgb, inside), rim);
}
