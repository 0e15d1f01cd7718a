// Draws a HistoryScene with WebGL2 and the shaders in shaders/.
//
// Main thread, with the canvas's context current. Lives as long as the context: after a lost one,
// make a new renderer.
#pragma once

#include <GLES3/gl3.h>

#include <span>
#include <string>

#include "render/history_scene.h"

namespace interleave {

// Where shapes land on the canvas, in device pixels from its top left: data * scale + offset.
struct PlotArea {
  float left = 0, top = 0, width = 0, height = 0;  // what is outside is clipped
  float scaleX = 1, scaleY = 1, offsetX = 0, offsetY = 0;
};

struct Canvas {
  float width = 0, height = 0;  // device pixels
  float pixel = 1;              // device pixels a CSS pixel
  std::uint32_t panel = 0;      // colour behind the shapes, 0xAABBGGRR
};

class HistoryRenderer {
 public:
  HistoryRenderer();
  ~HistoryRenderer();
  HistoryRenderer(const HistoryRenderer&) = delete;
  HistoryRenderer& operator=(const HistoryRenderer&) = delete;

  // Takes the shapes to the GPU; they stay there until the next upload.
  void upload(const HistoryScene& scene);
  void drawLanes(const Canvas& canvas, const PlotArea& area) const { draw(lanes_, canvas, area); }
  void drawBalance(const Canvas& canvas, const PlotArea& area) const { draw(balance_, canvas, area); }

  // What the shader compiler said where it failed; then nothing is drawn.
  const std::string& problem() const { return problem_; }

 private:
  struct Layer {
    GLuint boxArray = 0, boxBuffer = 0, markArray = 0, markBuffer = 0;
    GLsizei boxes = 0, marks = 0;
  };
  GLuint link(const char* vertex, const char* fragment);
  void makeLayer(Layer& layer) const;
  static void uploadLayer(Layer& layer, const Shapes& shapes);
  void draw(const Layer& layer, const Canvas& canvas, const PlotArea& area) const;

  GLuint boxProgram_ = 0;
  GLuint markProgram_ = 0;
  Layer lanes_;
  Layer balance_;
  std::string problem_;
};

}  // namespace interleave
