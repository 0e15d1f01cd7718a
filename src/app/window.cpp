#include "app/window.h"

#include <GLES3/gl3.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>

#include <cmath>

namespace interleave {
namespace {

constexpr const char* kGlslVersion = "#version 300 es";
constexpr int kFirstWidth = 1280;
constexpr int kFirstHeight = 720;

// SDL reports how much the fingers' distance has grown, in parts of the canvas.
constexpr float kPinch = 3.5f;

// Held, but not for any time yet; seconds.
constexpr float kJustPressed = 1e-6f;

int watch(void* onInput, SDL_Event* event) {
  // Polling creates an event of this type itself, which would cause frames for ever.
  if (event->type == SDL_POLLSENTINEL) return 0;
  (*static_cast<std::function<void()>*>(onInput))();
  return 0;
}

}  // namespace

std::unique_ptr<Window> Window::open(std::function<void()> onInput, std::string& problem) {
  // The canvas gets keys only while it has the focus.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  // No timers: SDL would start a thread for them, and wait for it on the main thread at the end.
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    problem = SDL_GetError();
    return nullptr;
  }
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  std::unique_ptr<Window> window(new Window);
  window->onInput_ = std::move(onInput);
  window->window_ = SDL_CreateWindow("Interleave", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, kFirstWidth, kFirstHeight,
                                     SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (window->window_ != nullptr) window->context_ = SDL_GL_CreateContext(window->window_);
  if (window->context_ == nullptr) {
    problem = SDL_GetError();
    return nullptr;
  }
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  ImGui_ImplSDL2_InitForOpenGL(window->window_, window->context_);
  ImGui_ImplOpenGL3_Init(kGlslVersion);
  SDL_AddEventWatch(watch, &window->onInput_);
  return window;
}

Window::~Window() {
  SDL_DelEventWatch(watch, &onInput_);
  if (ImGui::GetCurrentContext() != nullptr) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImGui::DestroyContext();
  }
  if (context_ != nullptr) SDL_GL_DeleteContext(context_);
  if (window_ != nullptr) SDL_DestroyWindow(window_);
  SDL_Quit();
}

float Window::scale() const {
  int cssWidth = 0;
  int deviceWidth = 0;
  SDL_GetWindowSize(window_, &cssWidth, nullptr);
  SDL_GL_GetDrawableSize(window_, &deviceWidth, nullptr);
  if (cssWidth <= 0 || deviceWidth <= 0) return 1;
  // Sizes are rounded to whole pixels, the ratio of them is not: to the nearest hundredth.
  return std::round(100.0f * static_cast<float>(deviceWidth) / static_cast<float>(cssWidth)) / 100.0f;
}

Window::Size Window::size() const {
  int width = 0;
  int height = 0;
  SDL_GL_GetDrawableSize(window_, &width, &height);
  return {static_cast<float>(width), static_cast<float>(height)};
}

void Window::feedMoveKey(const SDL_KeyboardEvent& key) {
  MoveKey* move = nullptr;
  switch (key.keysym.scancode) {
    case SDL_SCANCODE_W: move = &moveKeys_.in; break;
    case SDL_SCANCODE_S: move = &moveKeys_.out; break;
    case SDL_SCANCODE_A: move = &moveKeys_.left; break;
    case SDL_SCANCODE_D: move = &moveKeys_.right; break;
    default: return;
  }
  if (key.type == SDL_KEYUP) {
    move->held = 0;
  } else if (key.repeat == 0) {
    move->pressed = true;
    move->held = kJustPressed;
  }
}

void Window::feedEvents(float deltaSeconds) {
  for (MoveKey* key : {&moveKeys_.in, &moveKeys_.out, &moveKeys_.left, &moveKeys_.right}) {
    key->pressed = false;
    if (key->held > 0) key->held += deltaSeconds;
  }
  const float ratio = scale();
  pinch_ = 1;
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    if (event.type == SDL_MOUSEMOTION) {
      event.motion.x = static_cast<int>(static_cast<float>(event.motion.x) * ratio);
      event.motion.y = static_cast<int>(static_cast<float>(event.motion.y) * ratio);
    }
    if (event.type == SDL_MULTIGESTURE) pinch_ *= std::exp(kPinch * event.mgesture.dDist);
    if (event.type == SDL_KEYDOWN || event.type == SDL_KEYUP) feedMoveKey(event.key);
    ImGui_ImplSDL2_ProcessEvent(&event);
  }
}

void Window::setSizes() {
  const auto [width, height] = size();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {1, 1};
}

void Window::beginFrame(float deltaSeconds) {
  feedEvents(deltaSeconds);
  ImGui_ImplOpenGL3_NewFrame();
  hasObjects_ = true;
  ImGui_ImplSDL2_NewFrame();
  setSizes();
  ImGui::GetIO().DeltaTime = deltaSeconds;
  ImGui::NewFrame();
}

void Window::endFrame(unsigned clearColor) {
  ImGui::Render();
  const ImVec4 clear = ImGui::ColorConvertU32ToFloat4(clearColor);
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  glViewport(0, 0, static_cast<int>(size.x), static_cast<int>(size.y));
  glClearColor(clear.x, clear.y, clear.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window_);
}

void Window::graphicsLost() {
  drawable_ = false;
  hasObjects_ = false;
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

// The backend makes missing objects in the next frame.
void Window::graphicsRestored() { drawable_ = true; }

// The shaders stay: while they compile, the main thread waits for the GPU process.
void Window::fontsChanged() {
  if (!hasObjects_) return;
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

}  // namespace interleave
