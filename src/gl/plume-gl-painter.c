/* plume-gl-painter.c: the order of painting.
 *
 * Strokes and areas are painted in two steps, so that a translucent line does not darken where it
 * meets itself: first the coverage of the mark, strokes by the maximum of their segments and areas
 * by the sum of their trapezoids, into one channel of a texture; then up to four such channels in
 * their colours, one over the other, onto the picture. Markers and pixels go there directly.
 */
#include "gl/plume-gl-marks.h"

#include "core/plume-error.h"
#include "figure/plume-ink.h"
#include "figure/plume-stamps.h"

#include <glib/gi18n.h>
#include <math.h>

#define CHANNELS 4
/* Vertices a pixel from which the strokes of a line lie side by side. */
#define CROWDED 1.2f

struct _PlumeGlPainter
{
  PlumeGlProgram programs[PLUME_GL_N_PROGRAMS];
  GLuint vertex_array, buffer;
  GLuint framebuffer, coverage; /* coverage is empty between marks */
  int coverage_width, coverage_height;
  PlumeGlTextures *textures;
  PlumeGlClouds *clouds;
  PlumeGlPixelsFunc pixels_func;
  gpointer pixels_data;
  PlumeGlGeometry geometry;

  /* of the picture that is being painted */
  int width, height;
  double scale;
  GLuint target;
  PlumeGlBox clip;
  int n_channels;
  float colours[CHANNELS][4];
  PlumeGlBox covered;
};

/**
 * plume_gl_painter_new:
 * @error: %PLUME_ERROR_COMPUTE where the context cannot do it
 *
 * Builds the programs in the current context, OpenGL 3.3 or OpenGL ES 3.0 at least. The painter
 * belongs to that context.
 *
 * Returns: (transfer full): a painter
 */
PlumeGlPainter *
plume_gl_painter_new (GError **error)
{
  g_autoptr (PlumeGlPainter) painter = NULL;
  int version = epoxy_gl_version ();

  if (version < (epoxy_is_desktop_gl () ? 33 : 30))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The graphics driver offers OpenGL %d.%d, and 3.3 is needed; figures are "
                      "painted without it."),
                   version / 10, version % 10);
      return NULL;
    }
  painter = g_new0 (PlumeGlPainter, 1);
  plume_gl_geometry_init (&painter->geometry);
  painter->textures = plume_gl_textures_new ();
  painter->clouds = plume_gl_clouds_new ();
  for (int kind = 0; kind < PLUME_GL_N_PROGRAMS; kind++)
    if (!plume_gl_program_build (&painter->programs[kind], kind, error))
      return NULL;
  glGenVertexArrays (1, &painter->vertex_array);
  glGenBuffers (1, &painter->buffer);
  glGenFramebuffers (1, &painter->framebuffer);
  glGenTextures (1, &painter->coverage);
  return g_steal_pointer (&painter);
}

/**
 * plume_gl_painter_free:
 * @painter: (nullable): a painter, whose context is current
 */
void
plume_gl_painter_free (PlumeGlPainter *painter)
{
  if (painter == NULL)
    return;
  for (int kind = 0; kind < PLUME_GL_N_PROGRAMS; kind++)
    plume_gl_program_clear (&painter->programs[kind]);
  glDeleteVertexArrays (1, &painter->vertex_array);
  glDeleteBuffers (1, &painter->buffer);
  glDeleteFramebuffers (1, &painter->framebuffer);
  glDeleteTextures (1, &painter->coverage);
  plume_gl_textures_free (painter->textures);
  plume_gl_clouds_free (painter->clouds);
  plume_gl_geometry_clear (&painter->geometry);
  g_free (painter);
}

/**
 * plume_gl_painter_set_pixels_func:
 * @function: (nullable): gives pixels that are made elsewhere; %NULL to make them while painting
 */
void
plume_gl_painter_set_pixels_func (PlumeGlPainter *painter,
                                  PlumeGlPixelsFunc function,
                                  gpointer user_data)
{
  painter->pixels_func = function;
  painter->pixels_data = user_data;
}

static void
set_scissor (const PlumeGlPainter *painter, PlumeGlBox box)
{
  int left = (int)floorf (MAX (box.left, 0)),
      right = (int)ceilf (MIN (box.right, (float)painter->width));
  int top = (int)floorf (MAX (box.top, 0)),
      bottom = (int)ceilf (MIN (box.bottom, (float)painter->height));

  glScissor (left, painter->height - bottom, MAX (right - left, 0), MAX (bottom - top, 0));
}

static const PlumeGlProgram *
use_program (const PlumeGlPainter *painter, PlumeGlProgramKind kind)
{
  const PlumeGlProgram *program = &painter->programs[kind];

  glUseProgram (program->name);
  glUniform2f (program->uniforms[PLUME_GL_UNIFORM_VIEWPORT], (float)painter->width,
               (float)painter->height);
  glUniform4f (program->uniforms[PLUME_GL_UNIFORM_CLIP], painter->clip.left, painter->clip.top,
               painter->clip.right, painter->clip.bottom);
  return program;
}

static gboolean
resize_coverage (PlumeGlPainter *painter, GError **error)
{
  if (painter->coverage_width == painter->width && painter->coverage_height == painter->height)
    return TRUE;
  glBindTexture (GL_TEXTURE_2D, painter->coverage);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, painter->width, painter->height, 0, GL_RGBA,
                GL_UNSIGNED_BYTE, NULL);
  glBindFramebuffer (GL_FRAMEBUFFER, painter->framebuffer);
  glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, painter->coverage,
                          0);
  if (glCheckFramebufferStatus (GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The graphics card has no room for a picture of %d × %d pixels; figures are "
                      "painted without it."),
                   painter->width, painter->height);
      return FALSE;
    }
  painter->coverage_width = painter->width;
  painter->coverage_height = painter->height;
  glDisable (GL_SCISSOR_TEST);
  glClearColor (0, 0, 0, 0);
  glClear (GL_COLOR_BUFFER_BIT);
  glEnable (GL_SCISSOR_TEST);
  return TRUE;
}

/* Paints the coverages gathered so far, and empties the texture where they were. */
static void
flush_coverage (PlumeGlPainter *painter)
{
  PlumeGlBox box = painter->covered;
  const PlumeGlProgram *program;

  if (painter->n_channels == 0)
    return;
  glBindFramebuffer (GL_FRAMEBUFFER, painter->target);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glBlendEquation (GL_FUNC_ADD);
  glBlendFunc (GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  program = use_program (painter, PLUME_GL_COMPOSITE);
  glUniform4fv (program->uniforms[PLUME_GL_UNIFORM_COLOURS], CHANNELS, &painter->colours[0][0]);
  glUniform1i (program->uniforms[PLUME_GL_UNIFORM_TEXTURE], 0);
  glUniform4f (program->uniforms[PLUME_GL_UNIFORM_RECT], box.left, box.top, box.right, box.bottom);
  glBindTexture (GL_TEXTURE_2D, painter->coverage);
  set_scissor (painter, box);
  glDisableVertexAttribArray (0);
  glDisableVertexAttribArray (1);
  glDrawArrays (GL_TRIANGLE_STRIP, 0, 4);

  glBindFramebuffer (GL_FRAMEBUFFER, painter->framebuffer);
  glClearColor (0, 0, 0, 0);
  glClear (GL_COLOR_BUFFER_BIT);
  glBindFramebuffer (GL_FRAMEBUFFER, painter->target);
  painter->n_channels = 0;
  painter->covered = PLUME_GL_BOX_NONE;
}

static PlumeGlBox
intersect (PlumeGlBox a, PlumeGlBox b)
{
  return (PlumeGlBox){ MAX (a.left, b.left), MAX (a.top, b.top), MIN (a.right, b.right),
                       MIN (a.bottom, b.bottom) };
}

static void
set_channel_colour (PlumeGlPainter *painter, int channel, PlumeRgba colour)
{
  painter->colours[channel][0] = (float)colour.red;
  painter->colours[channel][1] = (float)colour.green;
  painter->colours[channel][2] = (float)colour.blue;
  painter->colours[channel][3] = (float)colour.alpha;
}

/* Takes the next one or two channels of the coverage for a mark; FALSE where the mark is out of
 * sight. */
static gboolean
begin_coverage (PlumeGlPainter *painter, PlumeRgba colour, double reach, int n_channels)
{
  PlumeGlBox box = painter->geometry.bounds;
  int channel;

  box.left = floorf (box.left - (float)reach);
  box.top = floorf (box.top - (float)reach);
  box.right = ceilf (box.right + (float)reach);
  box.bottom = ceilf (box.bottom + (float)reach);
  box = intersect (box, painter->clip);
  if (!(box.right > box.left) || !(box.bottom > box.top))
    return FALSE;
  if ((painter->n_channels + n_channels - 1) / n_channels * n_channels + n_channels > CHANNELS)
    flush_coverage (painter);
  channel = (painter->n_channels + n_channels - 1) / n_channels * n_channels;
  for (int i = painter->n_channels; i < CHANNELS; i++)
    set_channel_colour (painter, i,
                        (PlumeRgba){ 0, 0, 0, i > channel && i < channel + n_channels ? -1 : 0 });
  set_channel_colour (painter, channel, colour);
  painter->n_channels = channel + n_channels;
  painter->covered.left = MIN (painter->covered.left, floorf (box.left));
  painter->covered.top = MIN (painter->covered.top, floorf (box.top));
  painter->covered.right = MAX (painter->covered.right, ceilf (box.right));
  painter->covered.bottom = MAX (painter->covered.bottom, ceilf (box.bottom));
  glBindFramebuffer (GL_FRAMEBUFFER, painter->framebuffer);
  set_scissor (painter, box);
  glColorMask (channel == 0, channel == 1 || (channel == 0 && n_channels == 2), channel == 2,
               channel == 3 || (channel == 2 && n_channels == 2));
  glBlendFunc (GL_ONE, GL_ONE);
  return TRUE;
}

/* Gives an array to the card; the old contents are let go, so that nothing waits for the last
 * frame. */
static void
send (GArray *array)
{
  glBufferData (GL_ARRAY_BUFFER, (GLsizeiptr)(array->len * g_array_get_element_size (array)),
                array->data, GL_STREAM_DRAW);
}

static void
set_attribute (
    GLuint index, GLint size, GLenum type, GLboolean normalized, GLsizei stride, gsize offset)
{
  glEnableVertexAttribArray (index);
  glVertexAttribPointer (index, size, type, normalized, stride, (const void *)offset);
  glVertexAttribDivisor (index, 1);
}

static void
paint_strokes (PlumeGlPainter *painter, PlumeGlStroke stroke)
{
  GArray *vertices = painter->geometry.vertices;
  const PlumeGlBox *bounds = &painter->geometry.bounds;
  /* Strokes side by side in a pixel add up; where they are many, each side has a channel of its
   * own. */
  gboolean crowded = (float)vertices->len > CROWDED * (bounds->right - bounds->left);
  const PlumeGlProgram *program;

  if (vertices->len < 2
      || !begin_coverage (painter, stroke.colour, stroke.width / 2 + 1, crowded ? 2 : 1))
    return;
  glBlendEquation (GL_MAX);
  program = use_program (painter, PLUME_GL_STROKE);
  glUniform1f (program->uniforms[PLUME_GL_UNIFORM_HALF_WIDTH], (float)(stroke.width / 2));
  glUniform2f (program->uniforms[PLUME_GL_UNIFORM_DASH], (float)stroke.on, (float)stroke.off);
  glUniform1f (program->uniforms[PLUME_GL_UNIFORM_ROUND], stroke.round);
  glUniform1f (program->uniforms[PLUME_GL_UNIFORM_SIDES], crowded);
  send (vertices);
  set_attribute (0, 4, GL_FLOAT, GL_FALSE, sizeof (PlumeGlVertex), 0);
  set_attribute (1, 4, GL_FLOAT, GL_FALSE, sizeof (PlumeGlVertex), sizeof (PlumeGlVertex));
  glDrawArraysInstanced (GL_TRIANGLE_STRIP, 0, 4, (GLsizei)vertices->len - 1);
}

static void
paint_areas (PlumeGlPainter *painter, PlumeRgba colour)
{
  GArray *trapezoids = painter->geometry.trapezoids;

  if (trapezoids->len == 0 || !begin_coverage (painter, colour, 1, 1))
    return;
  glBlendEquation (GL_FUNC_ADD);
  use_program (painter, PLUME_GL_AREA);
  send (trapezoids);
  set_attribute (0, 2, GL_FLOAT, GL_FALSE, sizeof (PlumeGlTrapezoid),
                 G_STRUCT_OFFSET (PlumeGlTrapezoid, x0));
  set_attribute (1, 4, GL_FLOAT, GL_FALSE, sizeof (PlumeGlTrapezoid),
                 G_STRUCT_OFFSET (PlumeGlTrapezoid, upper0));
  glDrawArraysInstanced (GL_TRIANGLE_STRIP, 0, 4, (GLsizei)trapezoids->len);
}

static void
begin_direct (PlumeGlPainter *painter)
{
  flush_coverage (painter);
  glBindFramebuffer (GL_FRAMEBUFFER, painter->target);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glBlendEquation (GL_FUNC_ADD);
  glBlendFunc (GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  set_scissor (painter, painter->clip);
}

/* One shape and size after the other; each run begins at its own marker of the buffer. */
static void
paint_markers (PlumeGlPainter *painter)
{
  const PlumeGlGeometry *geometry = &painter->geometry;
  const PlumeGlProgram *program;

  if (geometry->markers->len == 0)
    return;
  begin_direct (painter);
  program = use_program (painter, PLUME_GL_MARKER);
  send (geometry->markers);
  for (guint i = 0; i < geometry->runs->len; i++)
    {
      const PlumeStampRun *run = &g_array_index (geometry->runs, PlumeStampRun, i);
      gsize first = run->first * sizeof (PlumeGlMarker);

      glUniform1i (program->uniforms[PLUME_GL_UNIFORM_SHAPE], (GLint)run->marker);
      glUniform2f (program->uniforms[PLUME_GL_UNIFORM_SIZE],
                   (float)(painter->scale * run->diameter),
                   (float)(painter->scale * plume_ink_get_marker_stroke (run->diameter)));
      set_attribute (0, 2, GL_FLOAT, GL_FALSE, sizeof (PlumeGlMarker),
                     first + G_STRUCT_OFFSET (PlumeGlMarker, x));
      set_attribute (1, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof (PlumeGlMarker),
                     first + G_STRUCT_OFFSET (PlumeGlMarker, colour));
      glDrawArraysInstanced (GL_TRIANGLE_STRIP, 0, 4, (GLsizei)run->length);
    }
}

/* Paints the texture that is bound where it belongs. */
static void
paint_rect (const PlumeGlPainter *painter, const PlumeGlProgram *program, PlumeRect rect)
{
  double scale = painter->scale;

  glUniform4f (program->uniforms[PLUME_GL_UNIFORM_RECT], (float)(scale * rect.x),
               (float)(scale * rect.y), (float)(scale * (rect.x + rect.width)),
               (float)(scale * (rect.y + rect.height)));
  glDisableVertexAttribArray (0);
  glDisableVertexAttribArray (1);
  glDrawArrays (GL_TRIANGLE_STRIP, 0, 4);
}

/* FALSE where the card cannot do it, or not yet. */
static gboolean
paint_cloud (PlumeGlPainter *painter,
             const PlumeLayout *layout,
             const PlumePlot *plot,
             const PlumeMark *mark)
{
  const PlumeGlProgram *program;
  PlumeGlCounts counts;
  gboolean counted;

  flush_coverage (painter);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  counted = plume_gl_clouds_count (painter->clouds, painter->programs, painter->vertex_array,
                                   layout, plot, mark, painter->pixels_func != NULL, &counts);
  glViewport (0, 0, painter->width, painter->height);
  glBindVertexArray (painter->vertex_array);
  glBindBuffer (GL_ARRAY_BUFFER, painter->buffer);
  glBindFramebuffer (GL_FRAMEBUFFER, painter->target);
  if (!counted)
    return FALSE;
  begin_direct (painter);
  program = use_program (painter, PLUME_GL_TONE);
  plume_gl_clouds_set_tone (program, layout, mark, &counts);
  paint_rect (painter, program, counts.rect);
  return TRUE;
}

static void
paint_pixels (PlumeGlPainter *painter,
              const PlumeLayout *layout,
              const PlumePlot *plot,
              const PlumeMark *mark)
{
  const PlumeGlProgram *program;
  PlumeRect rect;
  GLuint texture;

  begin_direct (painter);
  texture = plume_gl_textures_get (painter->textures, layout, plot, mark, painter->pixels_func,
                                   painter->pixels_data, &rect);
  if (texture == 0)
    return;
  program = use_program (painter, PLUME_GL_PIXELS);
  glUniform1i (program->uniforms[PLUME_GL_UNIFORM_TEXTURE], 0);
  glBindTexture (GL_TEXTURE_2D, texture);
  paint_rect (painter, program, rect);
}

/* Marks that only differ by this belong into one clip; another one ends the present channels. */
static void
set_clip (PlumeGlPainter *painter, const PlumeRect *rect, double margin)
{
  double scale = painter->scale;
  PlumeGlBox clip = { (float)(scale * (rect->x - margin)), (float)(scale * (rect->y - margin)),
                      (float)(scale * (rect->x + rect->width + margin)),
                      (float)(scale * (rect->y + rect->height + margin)) };

  if (memcmp (&clip, &painter->clip, sizeof clip) == 0)
    return;
  flush_coverage (painter);
  painter->clip = clip;
}

static void
paint_mark (PlumeGlPainter *painter,
            const PlumeLayout *layout,
            const PlumePlot *plot,
            const PlumeMark *mark)
{
  PlumeGlGeometry *geometry = &painter->geometry;
  double scale = painter->scale;
  const PlumeRect whole = { 0, 0, painter->width / scale, painter->height / scale };

  plume_gl_geometry_restart (geometry);
  if (plume_mark_is_pixels (mark))
    {
      set_clip (painter, &plot->frame, 0);
      if (mark->kind != PLUME_MARK_CLOUD || !paint_cloud (painter, layout, plot, mark))
        paint_pixels (painter, layout, plot, mark);
      return;
    }
  switch (mark->kind)
    {
    case PLUME_MARK_LINE:
      plume_gl_geometry_add_line (geometry, plot, mark, scale);
      break;
    case PLUME_MARK_SEGMENTS:
      plume_gl_geometry_add_segments (geometry, plot, mark, scale);
      break;
    case PLUME_MARK_RULES:
      plume_gl_geometry_add_rules (geometry, plot, mark, scale);
      break;
    case PLUME_MARK_BAND:
      plume_gl_geometry_add_band (geometry, plot, mark, scale);
      break;
    case PLUME_MARK_BARS:
      plume_gl_geometry_add_bars (geometry, layout, plot, mark, scale);
      break;
    case PLUME_MARK_POINTS:
      plume_gl_geometry_add_points (geometry, layout, plot, mark, scale);
      set_clip (painter, &whole, 0);
      paint_markers (painter);
      return;
    default:
      return;
    }
  if (mark->kind == PLUME_MARK_BAND || mark->kind == PLUME_MARK_BARS)
    {
      set_clip (painter, &plot->frame, 0);
      paint_areas (painter, plume_ink_get_colour (&layout->style, mark));
    }
  else
    {
      set_clip (painter, &plot->frame, layout->style.stroke);
      paint_strokes (painter, plume_gl_mark_get_stroke (layout, mark, scale));
    }
}

static void
paint_background (PlumeGlPainter *painter, const PlumeLayout *layout)
{
  PlumeRgba ground = plume_style_background (&layout->style);
  double alpha = layout->style.transparent ? 0 : ground.alpha;
  const PlumeRect whole = { 0, 0, painter->width / painter->scale,
                            painter->height / painter->scale };

  glBindFramebuffer (GL_FRAMEBUFFER, painter->target);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glScissor (0, 0, painter->width, painter->height);
  glClearColor ((float)(ground.red * alpha), (float)(ground.green * alpha),
                (float)(ground.blue * alpha), (float)alpha);
  glClear (GL_COLOR_BUFFER_BIT);
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      plume_gl_geometry_restart (&painter->geometry);
      set_clip (painter, plot->space != NULL ? &plot->frame : &whole, 0);
      if (plot->space != NULL)
        plume_gl_geometry_add_box (&painter->geometry, plot, painter->scale);
      else
        plume_gl_geometry_add_grid (&painter->geometry, plot, painter->scale);
      paint_strokes (painter, plume_gl_grid_get_stroke (layout, painter->scale));
    }
}

static void
paint_layout (PlumeGlPainter *painter, const PlumeLayout *layout)
{
  paint_background (painter, layout);
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint k = 0; k < plot->axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, k);

          if (plume_layout_shows (layout, mark))
            paint_mark (painter, layout, plot, mark);
        }
    }
  flush_coverage (painter);
  plume_gl_textures_tidy (painter->textures);
  plume_gl_clouds_tidy (painter->clouds);
}

/**
 * plume_gl_painter_paint:
 * @layout: what to paint
 * @width_px: @height_px: size of the bound framebuffer
 * @scale: device pixels a unit
 * @error: %PLUME_ERROR_COMPUTE
 *
 * Paints background, grid and marks into the framebuffer that is bound for drawing, from its lower
 * left corner; the state of the context is given back. O(visible points), or O(pixels) where there
 * are more.
 *
 * Returns: %FALSE where the card could not do it; then the framebuffer holds nothing of use
 */
gboolean
plume_gl_painter_paint (PlumeGlPainter *painter,
                        const PlumeLayout *layout,
                        int width_px,
                        int height_px,
                        double scale,
                        GError **error)
{
  PlumeGlState state;
  gboolean done;
  GLenum problem = GL_NO_ERROR;

  plume_gl_state_save (&state);
  painter->width = width_px;
  painter->height = height_px;
  painter->scale = scale;
  painter->target = (GLuint)state.draw_framebuffer;
  painter->n_channels = 0;
  painter->covered = PLUME_GL_BOX_NONE;
  glDisable (GL_DEPTH_TEST);
  glDisable (GL_STENCIL_TEST);
  glDisable (GL_CULL_FACE);
  if (epoxy_is_desktop_gl ())
    glEnable (GL_PROGRAM_POINT_SIZE);
  glEnable (GL_BLEND);
  glEnable (GL_SCISSOR_TEST);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glActiveTexture (GL_TEXTURE0);
  glViewport (0, 0, width_px, height_px);
  glBindVertexArray (painter->vertex_array);
  glBindBuffer (GL_ARRAY_BUFFER, painter->buffer);
  done = resize_coverage (painter, error);
  if (done)
    paint_layout (painter, layout);
  plume_gl_state_restore (&state);
  while (glGetError () != GL_NO_ERROR)
    problem = GL_OUT_OF_MEMORY;
  if (done && problem != GL_NO_ERROR)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("The graphics driver failed while painting; figures are painted without it."));
      return FALSE;
    }
  return done;
}
