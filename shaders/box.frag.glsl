#version 300 es
// Styles, as in src/render/history_scene.h: 0 solid, 1 hatched, 2 dashed, 3 dotted.
precision highp float;

in vec4 vColor;
flat in float vStyle;
uniform float uPixel;                  // device pixels a CSS pixel
out vec4 color;

// How much of a pixel a stripe covers that repeats every `period` and is `width` wide.
float stripe(float along, float period, float width) {
  float distanceToMiddle = abs(mod(along, period) - period * 0.5);
  return clamp(width * 0.5 - distanceToMiddle + 0.5, 0.0, 1.0);
}

void main() {
  color = vColor;
  vec2 at = gl_FragCoord.xy;
  if (vStyle == 1.0) {
    color.a *= 0.45 + 0.55 * stripe((at.x + at.y) * 0.70711, 6.0 * uPixel, 2.0 * uPixel);
  } else if (vStyle == 2.0) {
    color.a *= stripe(at.x, 8.0 * uPixel, 5.0 * uPixel);
  } else if (vStyle == 3.0) {
    float dots = stripe(at.x, 5.0 * uPixel, 2.0 * uPixel) * stripe(at.y, 5.0 * uPixel, 2.0 * uPixel);
    color.a *= 1.0 - 0.6 * dots;
  }
}
