#include "render/history_renderer.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>

#include "embedded/shaders.h"
#include "render/shader_constants.h"

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
GLsizei fill(GLuint buffer, const std::vector<T>& data) {
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(data.size() * sizeof(T)), data.data(), GL_DYNAMIC_DRAW);
  return static_cast<GLsizei>(data.size());
}

// A texel a column, a row a lane.
void fillTexture(GLuint texture, const void* texels, std::size_t columns, std::size_t rows) {
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, static_cast<GLsizei>(columns), static_cast<GLsizei>(rows), 0, GL_RGBA,
               GL_UNSIGNED_BYTE, texels);
  // No smoothing: the shader reads single texels.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

void clipTo(const Canvas& canvas, const PlotArea& area) {
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glEnable(GL_SCISSOR_TEST);
  glScissor(static_cast<GLint>(area.left), static_cast<GLint>(canvas.height - area.top - area.height),
            static_cast<GLsizei>(area.width), static_cast<GLsizei>(area.height));
}

void setThreads(GLuint program, const ThreadColors& threads) {
  std::array<float, 4 * limits::kMaxTransactions> values{};
  for (std::size_t i = 0; i < threads.color.size(); ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      values[4 * i + channel] = static_cast<float>((threads.color[i] >> (8 * channel)) & 0xFF) / 255.0f;
    }
    values[4 * i + 3] = threads.repeated[i] ? 1.0f : 0.0f;
  }
  glUniform4fv(glGetUniformLocation(program, "uThreads"), static_cast<GLsizei>(threads.color.size()), values.data());
}

// Does not query the result: the query would wait for the compiler.
GLuint beginLink(const char* vertex, const char* fragment) {
  const GLuint program = glCreateProgram();
  const auto attach = [&](GLenum kind, const char* source) {
    const GLuint shader = glCreateShader(kind);
    const std::string text = withShaderConstants(source);
    const char* const characters = text.c_str();
    glShaderSource(shader, 1, &characters, nullptr);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
  };
  attach(GL_VERTEX_SHADER, vertex);
  attach(GL_FRAGMENT_SHADER, fragment);
  glLinkProgram(program);
  return program;
}

// The shader compiler's error; empty: none.
std::string linkProblem(GLuint program) {
  GLint linked = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  if (linked != 0) return {};
  std::array<GLuint, 2> shaders{};
  GLsizei count = 0;
  glGetAttachedShaders(program, static_cast<GLsizei>(shaders.size()), &count, shaders.data());
  std::string problem;
  for (const GLuint shader : std::span(shaders).first(static_cast<std::size_t>(count))) {
    GLint compiled = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (compiled != 0) continue;
    std::array<char, 1024> log{};
    glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
    problem += log.data();
  }
  return problem.empty() ? "the shaders do not fit together" : problem;
}

void bindTexture(GLuint program, const char* name, GLuint texture, GLenum unit) {
  glActiveTexture(GL_TEXTURE0 + unit);
  glBindTexture(GL_TEXTURE_2D, texture);
  glUniform1i(glGetUniformLocation(program, name), static_cast<GLint>(unit));
}

}  // namespace

// ---- Layers

HistoryLayers::HistoryLayers() {
  for (Instances* each : {&balance_, &laneMarks_, &balanceMarks_}) {
    glGenVertexArrays(1, &each->array);
    glGenBuffers(1, &each->buffer);
    glBindVertexArray(each->array);
    glBindBuffer(GL_ARRAY_BUFFER, each->buffer);
    if (each == &balance_) {
      attribute(0, 4, GL_FLOAT, false, sizeof(Box), offsetof(Box, time0));
      attribute(1, 4, GL_FLOAT, false, sizeof(Box), offsetof(Box, left));
      attribute(2, 4, GL_UNSIGNED_BYTE, true, sizeof(Box), offsetof(Box, color));
      attribute(3, 1, GL_FLOAT, false, sizeof(Box), offsetof(Box, style));
    } else {
      attribute(0, 3, GL_FLOAT, false, sizeof(Mark), offsetof(Mark, time));
      attribute(1, 4, GL_UNSIGNED_BYTE, true, sizeof(Mark), offsetof(Mark, color));
      attribute(2, 1, GL_FLOAT, false, sizeof(Mark), offsetof(Mark, shape));
    }
  }
  glBindVertexArray(0);
  glGenTextures(1, &doing_);
  glGenTextures(1, &holding_);
}

HistoryLayers::~HistoryLayers() {
  for (const Instances& each : {balance_, laneMarks_, balanceMarks_}) {
    glDeleteBuffers(1, &each.buffer);
    glDeleteVertexArrays(1, &each.array);
  }
  glDeleteTextures(1, &doing_);
  glDeleteTextures(1, &holding_);
}

void HistoryLayers::upload(const HistoryScene& scene) {
  balance_.count = fill(balance_.buffer, scene.balance);
  laneMarks_.count = fill(laneMarks_.buffer, scene.laneMarks);
  balanceMarks_.count = fill(balanceMarks_.buffer, scene.balanceMarks);
  fillTexture(doing_, scene.lanes.doing.data(), scene.lanes.columns, scene.lanes.lanes);
  fillTexture(holding_, scene.lanes.holding.data(), scene.lanes.columns, scene.lanes.holdingRows());
  columnsFrom_ = scene.columnsFrom;
  columnWidth_ = scene.columnWidth;
  end_ = scene.end;
}

// ---- The renderer

HistoryRenderer::HistoryRenderer()
    : boxProgram_(beginLink(embedded::boxVert, embedded::boxFrag)),
      markProgram_(beginLink(embedded::markVert, embedded::markFrag)),
      laneProgram_(beginLink(embedded::lanesVert, embedded::lanesFrag)) {
  glGenVertexArrays(1, &empty_);
  glFlush();
}

HistoryRenderer::~HistoryRenderer() {
  glDeleteVertexArrays(1, &empty_);
  for (const GLuint program : {boxProgram_, markProgram_, laneProgram_}) glDeleteProgram(program);
}

void HistoryRenderer::finish() {
  if (finished_) return;
  finished_ = true;
  for (const GLuint program : {boxProgram_, markProgram_, laneProgram_}) problem_ += linkProblem(program);
}

void HistoryRenderer::drawLanes(const HistoryLayers& layers, const Canvas& canvas, const PlotArea& area, const LaneRows& rows,
                                const ThreadColors& threads) const {
  if (!problem_.empty()) return;
  clipTo(canvas, area);
  setUniforms(laneProgram_, canvas, area);
  const auto place = [&](const char* name) { return glGetUniformLocation(laneProgram_, name); };
  const std::size_t lanes = rows.tasks + rows.locks;
  glUniform4f(place("uRect"), area.left, area.offsetY, area.width, area.scaleY * static_cast<float>(lanes));
  glUniform1f(place("uLaneHeight"), area.scaleY);
  glUniform2f(place("uColumns"), area.offsetX + layers.columnsFrom_, layers.columnWidth_);
  glUniform1f(place("uEnd"), area.offsetX + layers.end_);
  glUniform3i(place("uCounts"), static_cast<GLint>(rows.tasks), static_cast<GLint>(lanes), static_cast<GLint>(rows.mostHolders));
  setThreads(laneProgram_, threads);
  bindTexture(laneProgram_, "uHolding", layers.holding_, 1);
  bindTexture(laneProgram_, "uDoing", layers.doing_, 0);
  glBindVertexArray(empty_);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, kCorners);
  glBindVertexArray(0);
}

void HistoryRenderer::drawLaneMarks(const HistoryLayers& layers, const Canvas& canvas, const PlotArea& area) const {
  drawInstances(markProgram_, layers.laneMarks_, canvas, area);
}

void HistoryRenderer::drawBalance(const HistoryLayers& layers, const Canvas& canvas, const PlotArea& area) const {
  drawInstances(boxProgram_, layers.balance_, canvas, area);
  drawInstances(markProgram_, layers.balanceMarks_, canvas, area);
}

void HistoryRenderer::drawInstances(GLuint program, const HistoryLayers::Instances& instances, const Canvas& canvas,
                                    const PlotArea& area) const {
  if (!problem_.empty()) return;
  clipTo(canvas, area);
  setUniforms(program, canvas, area);
  glBindVertexArray(instances.array);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, kCorners, instances.count);
  glBindVertexArray(0);
}

}  // namespace interleave
