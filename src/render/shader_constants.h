// The constants that the shaders share with C++. Each has its value in C++, and goes in front of a shader's text as a
// #define. Pure functions, for any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace interleave {

struct ShaderConstant {
  std::string_view name;
  float value = 0;
  bool whole = false;  // an int in the shader, else a float
};

std::span<const ShaderConstant> shaderConstants();

// A shader's text with all of them defined behind its first line, which says the version. The compiler counts lines as
// before.
std::string withShaderConstants(std::string_view text);

}  // namespace interleave
