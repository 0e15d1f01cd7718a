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
  // Null if there is no window or no WebGL2; `problem` then says what the system said.
  // `onInput` is called for every event of the user, also between frames.
  static std::unique_ptr<Window> open(std::function<void()> onInput, std::string& problem);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Device pixels a CSS pixel.
  float scale() const;
  // Of the canvas, in device pixels.
  float width() const;

  // Between the two, ImGui widgets.
  void beginFrame(float deltaSeconds);
  void endFrame(unsigned clearColor);

  // By how much two fingers have moved apart in the newest frame: 2 is twice as far.
  float pinch() const { return pinch_; }
  const MoveKeys& moveKeys() const { return moveKeys_; }

  // The context is gone, with every GL object: forget them. And it is back.
  void graphicsLost();
  void graphicsRestored();
  bool drawable() const { return drawable_; }
  // The font atlas has changed: its texture is made again with the next frame.
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
  float pinch_ = 1;
  MoveKeys moveKeys_;
};

}  // namespace interleave
