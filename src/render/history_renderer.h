// Draws a HistoryScene with WebGL2 and the shaders in shaders/.
//
// Main thread, with the canvas's context current. Lives as long as the context: after the context is lost,
// make a new renderer.
#pragma once

#include <GLES3/gl3.h>

#include <array>
#include <string>

#include "render/history_scene.h"

namespace interleave {

// Where shapes land on the canvas, in device pixels from its top left: data * scale + offset.
struct PlotArea {
  float left = 0, top = 0, width = 0, height = 0;  // shapes are clipped to it
  float scaleX = 1, scaleY = 1, offsetX = 0, offsetY = 0;
};

struct Canvas {
  float width = 0, height = 0;  // device pixels
  float pixel = 1;              // device pixels a designed pixel (ui/theme.h)
  std::uint32_t panel = 0;      // colour behind the shapes, 0xAABBGGRR
};

// How the lanes are divided up.
struct LaneRows {
  std::size_t tasks = 0;
  std::size_t locks = 0;        // a lane each below those of the tasks
  std::size_t mostHolders = 1;  // of a lock at one time
};

// The colours of all threads, and which of them repeat an earlier one.
struct ThreadColors {
  std::array<std::uint32_t, limits::kMaxTransactions> color{};
  std::array<bool, limits::kMaxTransactions> repeated{};
};

// One picture on the GPU. It stays there until the next upload.
class HistoryLayers {
 public:
  HistoryLayers();
  ~HistoryLayers();
  HistoryLayers(const HistoryLayers&) = delete;
  HistoryLayers& operator=(const HistoryLayers&) = delete;

  void upload(const HistoryScene& scene);

 private:
  friend class HistoryRenderer;
  struct Instances {
    GLuint array = 0, buffer = 0;
    GLsizei count = 0;
  };
  Instances balance_;  // boxes
  Instances laneMarks_;
  Instances balanceMarks_;
  GLuint doing_ = 0;   // textures
  GLuint holding_ = 0;
  float columnsFrom_ = 0;
  float columnWidth_ = 1;
  float end_ = 0;
};

class HistoryRenderer {
 public:
  // Starts compiling the shaders, and does not wait for it.
  HistoryRenderer();
  ~HistoryRenderer();
  HistoryRenderer(const HistoryRenderer&) = delete;
  HistoryRenderer& operator=(const HistoryRenderer&) = delete;

  // Waits until they are compiled. To be called once before drawing.
  void finish();

  // `area`: scaleY is a lane's height, offsetX the left edge of the plot, offsetY the top of the first lane.
  void drawLanes(const HistoryLayers& layers, const Canvas& canvas, const PlotArea& area, const LaneRows& rows,
                 const ThreadColors& threads) const;
  void drawLaneMarks(const HistoryLayers& layers, const Canvas& canvas, const PlotArea& area) const;
  // `area`: scaleY and offsetY make money, less the scene's base, pixels.
  void drawBalance(const HistoryLayers& layers, const Canvas& canvas, const PlotArea& area) const;

  // The shader compiler's message if it failed; nothing is drawn then.
  const std::string& problem() const { return problem_; }

 private:
  void drawInstances(GLuint program, const HistoryLayers::Instances& instances, const Canvas& canvas, const PlotArea& area) const;

  GLuint boxProgram_ = 0;
  GLuint markProgram_ = 0;
  GLuint laneProgram_ = 0;
  GLuint empty_ = 0;  // a vertex array without data: the lanes' shader needs none
  bool finished_ = false;
  std::string problem_;
};

}  // namespace interleave
