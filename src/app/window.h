// The canvas: SDL's window, its WebGL2 context, and ImGui's two backends on them.
//
// Main thread only. Everything here is in device pixels (ui/theme.h says why).
#pragma once

#include <SDL.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ui/move_keys.h"

namespace interleave {

class Window {
 public:
  // Null if there is no window or no WebGL2; `problem` is then the system's message.
  // `onInput` is called for every input event, also between frames.
  static std::unique_ptr<Window> open(std::function<void()> onInput, std::string& problem);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Device pixels a CSS pixel.
  float scale() const;
  // Of the canvas, in device pixels.
  struct Size {
    float width = 0, height = 0;
  };
  Size size() const;

  // Between the two, ImGui widgets.
  void beginFrame(float deltaSeconds);
  void endFrame(unsigned clearColor);

  // The factor by which two fingers have moved apart in the newest frame.
  float pinch() const { return pinch_; }
  const MoveKeys& moveKeys() const { return moveKeys_; }

  // To be called when the context is lost, with every GL object, and when it is restored.
  void graphicsLost();
  void graphicsRestored();
  bool drawable() const { return drawable_; }
  // To be called between frames when the font atlas has changed: makes its texture again.
  void fontsChanged();

 private:
  Window() = default;
  void feedEvents(float deltaSeconds);
  void feedMoveKey(const SDL_KeyboardEvent& key);
  void setSizes();

  SDL_Window* window_ = nullptr;
  SDL_GLContext context_ = nullptr;
  std::function<void()> onInput_;
  bool drawable_ = true;
  bool hasObjects_ = false;  // ImGui's shaders, buffers and textures are made
  float pinch_ = 1;
  MoveKeys moveKeys_;
};

}  // namespace interleave
