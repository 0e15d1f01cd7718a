#version 300 es
// The mark of one event: a square of pixels around a point in data units.
precision highp float;

layout(location = 0) in vec3 aMark;    // time, value, radius in pixels
layout(location = 1) in vec4 aColor;
layout(location = 2) in float aShape;

uniform vec2 uScale;
uniform vec2 uOffset;
uniform vec2 uCanvas;
uniform float uPixel;

out vec2 vFromCentre;
out vec4 vColor;
flat out float vRadius;
flat out float vShape;

void main() {
  vec2 centre = floor(aMark.xy * uScale + uOffset) + 0.5;
  float reach = aMark.z + 2.0 * uPixel;
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
  vFromCentre = corner * reach;
  vec2 pixel = centre + vFromCentre;
  gl_Position = vec4(pixel / uCanvas * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
  vColor = aColor;
  vRadius = aMark.z;
  vShape = aShape;
}
