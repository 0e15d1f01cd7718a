// Included in front of ImGui's OpenGL backend, which queries the GL state before it draws and restores it
// afterwards. In a browser such a query makes the main thread wait until the GPU process has finished all
// earlier commands. Nothing else draws on our canvas between frames, and src/render, which draws within a
// frame, sets all the state that it needs: so these queries return the initial state.
#pragma once

#include <GLES3/gl3.h>

static inline void interleaveInitialState(GLenum name, GLint* values) {
  switch (name) {
    case GL_ACTIVE_TEXTURE: values[0] = GL_TEXTURE0; break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: values[0] = GL_ONE; break;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: values[0] = GL_ZERO; break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: values[0] = GL_FUNC_ADD; break;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING: values[0] = 0; break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX: values[0] = values[1] = values[2] = values[3] = 0; break;
    default: glGetIntegerv(name, values); break;
  }
}

static inline GLboolean interleaveInitiallyEnabled(GLenum) { return GL_FALSE; }

#define glGetIntegerv interleaveInitialState
#define glIsEnabled interleaveInitiallyEnabled
