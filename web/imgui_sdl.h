// Included in front of ImGui's SDL2 backend, which asks for gamepads where a program wants them, and for SDL's own renderer
// where that draws. Here neither is so, and SDL is built without (web/sdl2/CMakeLists.txt).
#pragma once

#include <SDL.h>

#define SDL_GameControllerOpen(index) (static_cast<SDL_GameController*>(nullptr))
#define SDL_GameControllerGetButton(controller, button) 0
#define SDL_GameControllerGetAxis(controller, axis) 0
#define SDL_GetRendererOutputSize(renderer, width, height) static_cast<void>(0)
