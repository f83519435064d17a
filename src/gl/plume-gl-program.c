/* plume-gl-program.c: builds the programs for the context at hand: desktop OpenGL 3.3 or OpenGL
 * ES 3. */
#include "gl/plume-gl-shaders.h"

#include "core/plume-error.h"
#include "figure/plume-ink.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const uniform_names[PLUME_GL_N_UNIFORMS] = {
  [PLUME_GL_UNIFORM_VIEWPORT] = "u_viewport",
  [PLUME_GL_UNIFORM_CLIP] = "u_clip",
  [PLUME_GL_UNIFORM_HALF_WIDTH] = "u_half_width",
  [PLUME_GL_UNIFORM_DASH] = "u_dash",
  [PLUME_GL_UNIFORM_ROUND] = "u_round",
  [PLUME_GL_UNIFORM_SIDES] = "u_sides",
  [PLUME_GL_UNIFORM_COLOURS] = "u_colours",
  [PLUME_GL_UNIFORM_SHAPE] = "u_shape",
  [PLUME_GL_UNIFORM_SIZE] = "u_size",
  [PLUME_GL_UNIFORM_TEXTURE] = "u_texture",
  [PLUME_GL_UNIFORM_RECT] = "u_rect",
  [PLUME_GL_UNIFORM_TIME] = "u_time",
  [PLUME_GL_UNIFORM_TURN] = "u_turn",
  [PLUME_GL_UNIFORM_PLANE] = "u_plane",
  [PLUME_GL_UNIFORM_ROWS] = "u_rows",
  [PLUME_GL_UNIFORM_WEIGHTED] = "u_weighted",
  [PLUME_GL_UNIFORM_GREATEST] = "u_greatest",
  [PLUME_GL_UNIFORM_TONE] = "u_tone",
  [PLUME_GL_UNIFORM_RAMP] = "u_ramp",
};

static const struct
{
  const char *vertex, *fragment;
} sources[PLUME_GL_N_PROGRAMS] = {
  [PLUME_GL_STROKE] = { plume_gl_stroke_vertex, plume_gl_stroke_fragment },
  [PLUME_GL_AREA] = { plume_gl_area_vertex, plume_gl_area_fragment },
  [PLUME_GL_COMPOSITE] = { plume_gl_composite_vertex, plume_gl_composite_fragment },
  [PLUME_GL_MARKER] = { plume_gl_marker_vertex, plume_gl_marker_fragment },
  [PLUME_GL_PIXELS] = { plume_gl_composite_vertex, plume_gl_pixels_fragment },
  [PLUME_GL_CLOUD] = { plume_gl_cloud_vertex, plume_gl_cloud_fragment },
  [PLUME_GL_GREATEST] = { plume_gl_greatest_vertex, plume_gl_greatest_fragment },
  [PLUME_GL_TONE] = { plume_gl_composite_vertex, plume_gl_tone_fragment },
};

#define DEFINE(name, value) "#define " name " " value "\n"
#define NUMBER(value)       G_STRINGIFY (value)
#define PAIR(x, y)          "vec2 (" G_STRINGIFY (x) ", " G_STRINGIFY (y) ")"

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define BYTES "bgra"
#else
#define BYTES "gbar"
#endif

/* The shapes of markers, in radii, as the Cairo painter draws them. */
/* clang-format off */
static const char shapes[] =
    DEFINE ("RING", NUMBER (PLUME_SHAPE_RING))
    DEFINE ("SQUARE", NUMBER (PLUME_SHAPE_SQUARE))
    DEFINE ("TRIANGLE_TOP", PAIR (0.0, -PLUME_SHAPE_TRIANGLE_TOP))
    DEFINE ("TRIANGLE_LEFT", PAIR (-PLUME_SHAPE_TRIANGLE_SIDE, PLUME_SHAPE_TRIANGLE_BOTTOM))
    DEFINE ("CROSS", PAIR (PLUME_SHAPE_CROSS, PLUME_SHAPE_CROSS))
    DEFINE ("TICK", NUMBER (PLUME_SHAPE_TICK))
    DEFINE ("CHANNELS", BYTES);
/* clang-format on */

static GLuint
compile (GLenum kind, const char *source, GError **error)
{
  const char *parts[] = {
    epoxy_is_desktop_gl () ? "#version 330 core\n"
                           : "#version 300 es\nprecision highp float;\nprecision highp "
                             "int;\nprecision highp sampler2D;\n",
    kind == GL_FRAGMENT_SHADER ? "#define FRAGMENT\n" : "",
    shapes,
    plume_gl_common,
    source,
  };
  GLuint shader = glCreateShader (kind);
  GLint done = GL_FALSE;

  glShaderSource (shader, G_N_ELEMENTS (parts), parts, NULL);
  glCompileShader (shader);
  glGetShaderiv (shader, GL_COMPILE_STATUS, &done);
  if (!done)
    {
      char log[1024] = "";

      glGetShaderInfoLog (shader, sizeof log, NULL, log);
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The graphics driver does not take Plume’s shaders (%s); figures are painted "
                      "without it."),
                   g_strstrip (log));
      glDeleteShader (shader);
      return 0;
    }
  return shader;
}

/**
 * plume_gl_program_build:
 *
 * Compiles and links one program in the current context.
 */
gboolean
plume_gl_program_build (PlumeGlProgram *program, PlumeGlProgramKind kind, GError **error)
{
  GLuint vertex = compile (GL_VERTEX_SHADER, sources[kind].vertex, error);
  GLuint fragment = vertex != 0 ? compile (GL_FRAGMENT_SHADER, sources[kind].fragment, error) : 0;
  GLint done = GL_FALSE;

  if (fragment == 0)
    {
      glDeleteShader (vertex);
      return FALSE;
    }
  program->name = glCreateProgram ();
  glAttachShader (program->name, vertex);
  glAttachShader (program->name, fragment);
  glLinkProgram (program->name);
  glDeleteShader (vertex);
  glDeleteShader (fragment);
  glGetProgramiv (program->name, GL_LINK_STATUS, &done);
  if (!done)
    {
      char log[1024] = "";

      glGetProgramInfoLog (program->name, sizeof log, NULL, log);
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The graphics driver cannot link Plume’s shaders (%s); figures are painted "
                      "without it."),
                   g_strstrip (log));
      plume_gl_program_clear (program);
      return FALSE;
    }
  for (int i = 0; i < PLUME_GL_N_UNIFORMS; i++)
    program->uniforms[i] = glGetUniformLocation (program->name, uniform_names[i]);
  return TRUE;
}

void
plume_gl_program_clear (PlumeGlProgram *program)
{
  if (program->name != 0)
    glDeleteProgram (program->name);
  memset (program, 0, sizeof *program);
}
