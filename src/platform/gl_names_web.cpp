// Emscripten's own eglGetProcAddress links a table of all functions of WebGL 1 and 2, with their code, into the page. SDL
// uses it only to query extensions, and without an answer treats the context as one without extensions; all other code
// here calls OpenGL by linked names.

extern "C" void (*eglGetProcAddress(const char*))() { return nullptr; }
