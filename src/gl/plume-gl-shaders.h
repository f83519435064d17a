/* plume-gl-shaders.h: the programs of the painter, and how they are built. */
#pragma once

#include <epoxy/gl.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PLUME_GL_STROKE,    /* segments of lines, into coverage */
  PLUME_GL_AREA,      /* trapezoids, into coverage */
  PLUME_GL_COMPOSITE, /* four coverages in their colours, onto the picture */
  PLUME_GL_MARKER,    /* markers, onto the picture */
  PLUME_GL_PIXELS,    /* a texture, onto the picture */
  PLUME_GL_CLOUD,     /* points of a cloud, into counts */
  PLUME_GL_GREATEST,  /* the greatest of some counts */
  PLUME_GL_TONE,      /* counts in colours, onto the picture */
  PLUME_GL_N_PROGRAMS,
} PlumeGlProgramKind;

typedef enum
{
  PLUME_GL_UNIFORM_VIEWPORT,
  PLUME_GL_UNIFORM_CLIP,
  PLUME_GL_UNIFORM_HALF_WIDTH,
  PLUME_GL_UNIFORM_DASH,
  PLUME_GL_UNIFORM_ROUND,
  PLUME_GL_UNIFORM_SIDES,
  PLUME_GL_UNIFORM_COLOURS,
  PLUME_GL_UNIFORM_SHAPE,
  PLUME_GL_UNIFORM_SIZE,
  PLUME_GL_UNIFORM_TEXTURE,
  PLUME_GL_UNIFORM_RECT,
  PLUME_GL_UNIFORM_TIME,
  PLUME_GL_UNIFORM_TURN,
  PLUME_GL_UNIFORM_PLANE,
  PLUME_GL_UNIFORM_ROWS,
  PLUME_GL_UNIFORM_WEIGHTED,
  PLUME_GL_UNIFORM_GREATEST,
  PLUME_GL_UNIFORM_TONE,
  PLUME_GL_UNIFORM_RAMP,
  PLUME_GL_N_UNIFORMS,
} PlumeGlUniform;

typedef struct
{
  GLuint name;
  GLint uniforms[PLUME_GL_N_UNIFORMS]; /* −1 where the program has none */
} PlumeGlProgram;

extern const char plume_gl_common[];
extern const char plume_gl_stroke_vertex[], plume_gl_stroke_fragment[];
extern const char plume_gl_area_vertex[], plume_gl_area_fragment[];
extern const char plume_gl_composite_vertex[], plume_gl_composite_fragment[];
extern const char plume_gl_marker_vertex[], plume_gl_marker_fragment[];
extern const char plume_gl_pixels_fragment[];
extern const char plume_gl_cloud_vertex[], plume_gl_cloud_fragment[];
extern const char plume_gl_greatest_vertex[], plume_gl_greatest_fragment[];
extern const char plume_gl_tone_fragment[];

gboolean plume_gl_program_build (PlumeGlProgram *program, PlumeGlProgramKind kind, GError **error);
void plume_gl_program_clear (PlumeGlProgram *program);

G_END_DECLS
