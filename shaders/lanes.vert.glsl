#version 300 es
// One rectangle that covers all lanes, in pixels of the canvas, y down.
precision highp float;

uniform vec4 uRect;    // left, top, width, height
uniform vec2 uCanvas;

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vec2 pixel = uRect.xy + corner * uRect.zw;
  gl_Position = vec4(pixel / uCanvas * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
