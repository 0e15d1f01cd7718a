// Emscripten's own eglGetProcAddress brings a table of all functions of WebGL 1 and 2, and with it what each of them does,
// into the page. SDL asks it for what says which extensions there are, and takes a context without them for one that has
// none; all else here calls OpenGL by the names that it is linked with.

extern "C" void (*eglGetProcAddress(const char*))() { return nullptr; }
