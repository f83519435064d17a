/* plume-gl-private.h: what the files of this room share: geometry in device pixels, textures, and
 * the state that is given back. */
#pragma once

#include "gl/plume-gl-painter.h"
#include "gl/plume-gl-shaders.h"

G_BEGIN_DECLS

/**
 * PlumeGlBox: device pixels, y downwards.
 */
typedef struct
{
  float left, top, right, bottom;
} PlumeGlBox;

#define PLUME_GL_BOX_NONE ((PlumeGlBox){ INFINITY, INFINITY, -INFINITY, -INFINITY })

enum
{
  PLUME_GL_SEGMENT = 1, /* from this vertex to the next one */
  PLUME_GL_LINE_BEGINS = 2,
  PLUME_GL_LINE_ENDS = 4,
};

/* A vertex of a stroke: place, length of the line so far, PLUME_GL_… flags. */
typedef struct
{
  float x, y, length, flags;
} PlumeGlVertex;

/* Upper and lower edge between two x; upper ≤ lower. */
typedef struct
{
  float x0, x1, upper0, upper1, lower0, lower1;
} PlumeGlTrapezoid;

typedef struct
{
  float x, y;
  guint8 colour[4]; /* premultiplied */
} PlumeGlMarker;

/**
 * PlumeGlGeometry:
 * @vertices: @trapezoids: @markers: arrays of the structures above; which are filled depends on the
 * mark
 * @runs: #PlumeStampRun, in device pixels: which markers have which shape and size
 * @bounds: of strokes (without their width) and areas
 */
typedef struct
{
  GArray *vertices, *trapezoids, *markers, *runs;
  PlumeGlBox bounds;
} PlumeGlGeometry;

/**
 * PlumeGlStroke: device pixels; off 0 for a solid line.
 */
typedef struct
{
  double width;
  double on, off;
  gboolean round;
  PlumeRgba colour;
} PlumeGlStroke;

void plume_gl_geometry_init (PlumeGlGeometry *geometry);
void plume_gl_geometry_clear (PlumeGlGeometry *geometry);
void plume_gl_geometry_restart (PlumeGlGeometry *geometry);
void plume_gl_geometry_add_segment (
    PlumeGlGeometry *geometry, double x0, double y0, double x1, double y1);
void plume_gl_geometry_add_line (PlumeGlGeometry *geometry,
                                 const PlumePlot *plot,
                                 const PlumeMark *mark,
                                 double scale);
void plume_gl_geometry_add_segments (PlumeGlGeometry *geometry,
                                     const PlumePlot *plot,
                                     const PlumeMark *mark,
                                     double scale);
void plume_gl_geometry_add_rules (PlumeGlGeometry *geometry,
                                  const PlumePlot *plot,
                                  const PlumeMark *mark,
                                  double scale);
void plume_gl_geometry_add_box (PlumeGlGeometry *geometry, const PlumePlot *plot, double scale);
void plume_gl_geometry_add_grid (PlumeGlGeometry *geometry, const PlumePlot *plot, double scale);
void plume_gl_geometry_add_band (PlumeGlGeometry *geometry,
                                 const PlumePlot *plot,
                                 const PlumeMark *mark,
                                 double scale);
void plume_gl_geometry_add_bars (PlumeGlGeometry *geometry,
                                 const PlumeLayout *layout,
                                 const PlumePlot *plot,
                                 const PlumeMark *mark,
                                 double scale);
void plume_gl_geometry_add_points (PlumeGlGeometry *geometry,
                                   const PlumeLayout *layout,
                                   const PlumePlot *plot,
                                   const PlumeMark *mark,
                                   double scale);

/* plume-gl-textures.c: pixels on the card, kept while they are used. */
typedef struct _PlumeGlTextures PlumeGlTextures;

PlumeGlTextures *plume_gl_textures_new (void);
void plume_gl_textures_free (PlumeGlTextures *textures);
/* The texture of a mark and where it belongs; 0 where there is nothing to see. */
GLuint plume_gl_textures_get (PlumeGlTextures *textures,
                              const PlumeLayout *layout,
                              const PlumePlot *plot,
                              const PlumeMark *mark,
                              PlumeGlPixelsFunc function,
                              gpointer user_data,
                              PlumeRect *rect);
/* Forgets what was not asked for since the last call. */
void plume_gl_textures_tidy (PlumeGlTextures *textures);

/* plume-gl-clouds.c: clouds on the card, kept while they are used. */
typedef struct _PlumeGlClouds PlumeGlClouds;

/**
 * PlumeGlCounts: textures of one number a pixel, and one number; and where they belong, units.
 */
typedef struct
{
  GLuint counts, greatest;
  PlumeRect rect;
} PlumeGlCounts;

PlumeGlClouds *plume_gl_clouds_new (void);
void plume_gl_clouds_free (PlumeGlClouds *clouds);
gboolean plume_gl_clouds_count (PlumeGlClouds *clouds,
                                const PlumeGlProgram programs[PLUME_GL_N_PROGRAMS],
                                GLuint empty_array,
                                const PlumeLayout *layout,
                                const PlumePlot *plot,
                                const PlumeMark *mark,
                                gboolean may_wait,
                                PlumeGlCounts *counts);
void plume_gl_clouds_set_tone (const PlumeGlProgram *program,
                               const PlumeLayout *layout,
                               const PlumeMark *mark,
                               const PlumeGlCounts *counts);
/* Forgets the clouds that were not counted since the last call. */
void plume_gl_clouds_tidy (PlumeGlClouds *clouds);

/* plume-gl-state.c */
typedef struct
{
  GLint draw_framebuffer, read_framebuffer, program, vertex_array, array_buffer, active_texture,
      textures[2];
  GLint viewport[4], scissor[4];
  GLint blend_source[2], blend_destination[2], blend_equation[2];
  GLint unpack_alignment, unpack_row_length;
  GLboolean program_point_size; /* of desktop OpenGL; always on with OpenGL ES */
  GLboolean scissor_test, blend, depth_test, stencil_test, cull_face;
  GLboolean colour_mask[4];
  GLfloat clear_colour[4];
} PlumeGlState;

void plume_gl_state_save (PlumeGlState *state);
void plume_gl_state_restore (const PlumeGlState *state);

G_END_DECLS
