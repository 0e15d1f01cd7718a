#version 300 es
// Styles are those of src/render/history_scene.h. What begins with k is defined by src/render/shader_constants.h.
precision highp float;

in vec4 vColor;
flat in float vStyle;
uniform float uPixel;                  // device pixels a CSS pixel
out vec4 color;

// The share of a pixel that is covered by a stripe of `width` that repeats every `period`.
float stripe(float along, float period, float width) {
  float distanceToMiddle = abs(mod(along, period) - period * 0.5);
  return clamp(width * 0.5 - distanceToMiddle + 0.5, 0.0, 1.0);
}

void main() {
  color = vColor;
  vec2 at = gl_FragCoord.xy;
  if (vStyle == kHatched) {
    color.a *= mix(kBetweenStripes, 1.0, stripe((at.x + at.y) * 0.70711, kHatchPeriod * uPixel, kHatchWidth * uPixel));
  } else if (vStyle == kDashed) {
    color.a *= stripe(at.x, kDashPeriod * uPixel, kDashWidth * uPixel);
  } else if (vStyle == kDotted) {
    float dots = stripe(at.x, kDotPeriod * uPixel, kDotWidth * uPixel) * stripe(at.y, kDotPeriod * uPixel, kDotWidth * uPixel);
    color.a *= 1.0 - kDotShade * dots;
  }
}
