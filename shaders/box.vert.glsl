#version 300 es
// A rectangle of the timeline: corners in data units (time, value), grown by a number of pixels on
// each side. Lines are rectangles that have only grown. One instance a rectangle, no vertex data.
precision highp float;

layout(location = 0) in vec4 aData;    // time and value of two corners
layout(location = 1) in vec4 aGrow;    // pixels to the left, up, right, down
layout(location = 2) in vec4 aColor;
layout(location = 3) in float aStyle;

uniform vec2 uScale;                   // data units to pixels of the canvas, y down
uniform vec2 uOffset;
uniform vec2 uCanvas;                  // size in pixels

out vec4 vColor;
flat out float vStyle;

void main() {
  vec2 first = aData.xy * uScale + uOffset;
  vec2 second = aData.zw * uScale + uOffset;
  vec2 low = min(first, second) - aGrow.xy;
  vec2 high = max(first, second) + aGrow.zw;
  // A shape shorter than a pixel stays visible.
  high.x = max(high.x, low.x + 1.0);
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vec2 pixel = mix(floor(low + 0.5), floor(high + 0.5), corner);
  gl_Position = vec4(pixel / uCanvas * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
  vColor = aColor;
  vStyle = aStyle;
}
