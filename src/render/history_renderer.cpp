#include "render/history_renderer.h"

#include <array>
#include <cstddef>

#include "embedded/shaders.h"

namespace interleave {
namespace {

constexpr GLsizei kCorners = 4;

const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

void attribute(GLuint index, GLint size, GLenum type, bool normalized, GLsizei stride, std::size_t at) {
  glEnableVertexAttribArray(index);
  glVertexAttribPointer(index, size, type, normalized, stride, offset(at));
  glVertexAttribDivisor(index, 1);
}

void setUniforms(GLuint program, const Canvas& canvas, const PlotArea& area) {
  glUseProgram(program);
  glUniform2f(glGetUniformLocation(program, "uScale"), area.scaleX, area.scaleY);
  glUniform2f(glGetUniformLocation(program, "uOffset"), area.offsetX, area.offsetY);
  glUniform2f(glGetUniformLocation(program, "uCanvas"), canvas.width, canvas.height);
  glUniform1f(glGetUniformLocation(program, "uPixel"), canvas.pixel);
  const auto channel = [&](int shift) { return static_cast<float>((canvas.panel >> shift) & 0xFF) / 255.0f; };
  glUniform4f(glGetUniformLocation(program, "uPanel"), channel(0), channel(8), channel(16), 1.0f);
}

template <class T>
void fill(GLuint buffer, const std::vector<T>& data) {
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(data.size() * sizeof(T)), data.data(), GL_DYNAMIC_DRAW);
}

}  // namespace

HistoryRenderer::HistoryRenderer()
    : boxProgram_(link(embedded::boxVert, embedded::boxFrag)), markProgram_(link(embedded::markVert, embedded::markFrag)) {
  makeLayer(lanes_);
  makeLayer(balance_);
}

HistoryRenderer::~HistoryRenderer() {
  for (const Layer& layer : {lanes_, balance_}) {
    const std::array buffers = {layer.boxBuffer, layer.markBuffer};
    const std::array arrays = {layer.boxArray, layer.markArray};
    glDeleteBuffers(2, buffers.data());
    glDeleteVertexArrays(2, arrays.data());
  }
  glDeleteProgram(boxProgram_);
  glDeleteProgram(markProgram_);
}

GLuint HistoryRenderer::link(const char* vertex, const char* fragment) {
  const GLuint program = glCreateProgram();
  const auto attach = [&](GLenum kind, const char* source) {
    const GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    GLint compiled = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (compiled == 0) {
      std::array<char, 1024> log{};
      glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
      problem_ += log.data();
    }
    glAttachShader(program, shader);
    glDeleteShader(shader);
  };
  attach(GL_VERTEX_SHADER, vertex);
  attach(GL_FRAGMENT_SHADER, fragment);
  glLinkProgram(program);
  GLint linked = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  if (linked == 0 && problem_.empty()) problem_ = "the shaders do not fit together";
  return program;
}

void HistoryRenderer::makeLayer(Layer& layer) const {
  glGenVertexArrays(1, &layer.boxArray);
  glGenVertexArrays(1, &layer.markArray);
  glGenBuffers(1, &layer.boxBuffer);
  glGenBuffers(1, &layer.markBuffer);

  glBindVertexArray(layer.boxArray);
  glBindBuffer(GL_ARRAY_BUFFER, layer.boxBuffer);
  attribute(0, 4, GL_FLOAT, false, sizeof(Box), offsetof(Box, time0));
  attribute(1, 4, GL_FLOAT, false, sizeof(Box), offsetof(Box, left));
  attribute(2, 4, GL_UNSIGNED_BYTE, true, sizeof(Box), offsetof(Box, color));
  attribute(3, 1, GL_FLOAT, false, sizeof(Box), offsetof(Box, style));

  glBindVertexArray(layer.markArray);
  glBindBuffer(GL_ARRAY_BUFFER, layer.markBuffer);
  attribute(0, 3, GL_FLOAT, false, sizeof(Mark), offsetof(Mark, time));
  attribute(1, 4, GL_UNSIGNED_BYTE, true, sizeof(Mark), offsetof(Mark, color));
  attribute(2, 1, GL_FLOAT, false, sizeof(Mark), offsetof(Mark, shape));
  glBindVertexArray(0);
}

void HistoryRenderer::uploadLayer(Layer& layer, const Shapes& shapes) {
  fill(layer.boxBuffer, shapes.boxes);
  fill(layer.markBuffer, shapes.marks);
  layer.boxes = static_cast<GLsizei>(shapes.boxes.size());
  layer.marks = static_cast<GLsizei>(shapes.marks.size());
}

void HistoryRenderer::upload(const HistoryScene& scene) {
  uploadLayer(lanes_, scene.lanes);
  uploadLayer(balance_, scene.balance);
}

void HistoryRenderer::draw(const Layer& layer, const Canvas& canvas, const PlotArea& area) const {
  if (!problem_.empty()) return;
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glEnable(GL_SCISSOR_TEST);
  glScissor(static_cast<GLint>(area.left), static_cast<GLint>(canvas.height - area.top - area.height),
            static_cast<GLsizei>(area.width), static_cast<GLsizei>(area.height));
  setUniforms(boxProgram_, canvas, area);
  glBindVertexArray(layer.boxArray);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, kCorners, layer.boxes);
  setUniforms(markProgram_, canvas, area);
  glBindVertexArray(layer.markArray);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, kCorners, layer.marks);
  glBindVertexArray(0);
}

}  // namespace interleave
