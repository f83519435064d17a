/* plume-gl-state.c: the painter leaves the context as it found it, so that a toolkit's own drawing
 * goes on undisturbed. */
#include "gl/plume-gl-private.h"

void
plume_gl_state_save (PlumeGlState *state)
{
  glGetIntegerv (GL_DRAW_FRAMEBUFFER_BINDING, &state->draw_framebuffer);
  glGetIntegerv (GL_READ_FRAMEBUFFER_BINDING, &state->read_framebuffer);
  glGetIntegerv (GL_CURRENT_PROGRAM, &state->program);
  glGetIntegerv (GL_VERTEX_ARRAY_BINDING, &state->vertex_array);
  glGetIntegerv (GL_ARRAY_BUFFER_BINDING, &state->array_buffer);
  glGetIntegerv (GL_ACTIVE_TEXTURE, &state->active_texture);
  for (GLenum i = 0; i < 2; i++)
    {
      glActiveTexture (GL_TEXTURE1 - i);
      glGetIntegerv (GL_TEXTURE_BINDING_2D, &state->textures[1 - i]);
    }
  glGetIntegerv (GL_VIEWPORT, state->viewport);
  glGetIntegerv (GL_SCISSOR_BOX, state->scissor);
  glGetIntegerv (GL_BLEND_SRC_RGB, &state->blend_source[0]);
  glGetIntegerv (GL_BLEND_SRC_ALPHA, &state->blend_source[1]);
  glGetIntegerv (GL_BLEND_DST_RGB, &state->blend_destination[0]);
  glGetIntegerv (GL_BLEND_DST_ALPHA, &state->blend_destination[1]);
  glGetIntegerv (GL_BLEND_EQUATION_RGB, &state->blend_equation[0]);
  glGetIntegerv (GL_BLEND_EQUATION_ALPHA, &state->blend_equation[1]);
  glGetIntegerv (GL_UNPACK_ALIGNMENT, &state->unpack_alignment);
  glGetIntegerv (GL_UNPACK_ROW_LENGTH, &state->unpack_row_length);
  glGetBooleanv (GL_COLOR_WRITEMASK, state->colour_mask);
  glGetFloatv (GL_COLOR_CLEAR_VALUE, state->clear_colour);
  state->scissor_test = glIsEnabled (GL_SCISSOR_TEST);
  state->blend = glIsEnabled (GL_BLEND);
  state->depth_test = glIsEnabled (GL_DEPTH_TEST);
  state->stencil_test = glIsEnabled (GL_STENCIL_TEST);
  state->cull_face = glIsEnabled (GL_CULL_FACE);
  if (epoxy_is_desktop_gl ())
    state->program_point_size = glIsEnabled (GL_PROGRAM_POINT_SIZE);
}

static void
set_enabled (GLenum capability, GLboolean enabled)
{
  if (enabled)
    glEnable (capability);
  else
    glDisable (capability);
}

void
plume_gl_state_restore (const PlumeGlState *state)
{
  glBindFramebuffer (GL_DRAW_FRAMEBUFFER, (GLuint)state->draw_framebuffer);
  glBindFramebuffer (GL_READ_FRAMEBUFFER, (GLuint)state->read_framebuffer);
  glUseProgram ((GLuint)state->program);
  glBindVertexArray ((GLuint)state->vertex_array);
  glBindBuffer (GL_ARRAY_BUFFER, (GLuint)state->array_buffer);
  for (GLenum i = 0; i < 2; i++)
    {
      glActiveTexture (GL_TEXTURE0 + i);
      glBindTexture (GL_TEXTURE_2D, (GLuint)state->textures[i]);
    }
  glActiveTexture ((GLenum)state->active_texture);
  glViewport (state->viewport[0], state->viewport[1], state->viewport[2], state->viewport[3]);
  glScissor (state->scissor[0], state->scissor[1], state->scissor[2], state->scissor[3]);
  glBlendFuncSeparate ((GLenum)state->blend_source[0], (GLenum)state->blend_destination[0],
                       (GLenum)state->blend_source[1], (GLenum)state->blend_destination[1]);
  glBlendEquationSeparate ((GLenum)state->blend_equation[0], (GLenum)state->blend_equation[1]);
  glPixelStorei (GL_UNPACK_ALIGNMENT, state->unpack_alignment);
  glPixelStorei (GL_UNPACK_ROW_LENGTH, state->unpack_row_length);
  glColorMask (state->colour_mask[0], state->colour_mask[1], state->colour_mask[2],
               state->colour_mask[3]);
  glClearColor (state->clear_colour[0], state->clear_colour[1], state->clear_colour[2],
                state->clear_colour[3]);
  set_enabled (GL_SCISSOR_TEST, state->scissor_test);
  set_enabled (GL_BLEND, state->blend);
  set_enabled (GL_DEPTH_TEST, state->depth_test);
  set_enabled (GL_STENCIL_TEST, state->stencil_test);
  set_enabled (GL_CULL_FACE, state->cull_face);
  if (epoxy_is_desktop_gl ())
    set_enabled (GL_PROGRAM_POINT_SIZE, state->program_point_size);
}
