/* plume-gl-clouds.c: points that turn on known orbits, moved and counted by the graphics card.
 *
 * The points of a cloud and its table are sent once and stay on the card while the cloud is
 * painted; a new time is a uniform. The card adds points up in a raster of 32-bit floats, which
 * hold whole numbers exactly up to 16.7 million, finds the greatest count by passes that take 8 × 8
 * together, and tones the raster onto the picture, so that nothing is ever read back. Where the
 * card cannot blend such floats, the pixels are counted by figure/plume-density.c.
 */
#include "gl/plume-gl-private.h"

#include "figure/plume-pixels.h"

#include <math.h>

#define STEP       8
#define MOST_STEPS 6 /* 8⁶ pixels */
#define RAMP       64
/* Points that are sent in one frame, some milliseconds' worth, where the picture can wait. */
#define MOST_SENT 500000

typedef struct
{
  PlumeCloud *cloud;
  GLuint vertex_array, buffer, table;
  gsize n_sent;
  gboolean used;
} Entry;

struct _PlumeGlClouds
{
  gboolean possible;
  GLint largest_texture;
  GArray *entries;
  GLuint framebuffer;
  GLuint rasters[1 + MOST_STEPS]; /* counts, then ever fewer greatest ones */
  int n_rasters, width, height;
};

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  glDeleteVertexArrays (1, &entry->vertex_array);
  glDeleteBuffers (1, &entry->buffer);
  glDeleteTextures (1, &entry->table);
  plume_cloud_unref (entry->cloud);
}

PlumeGlClouds *
plume_gl_clouds_new (void)
{
  PlumeGlClouds *clouds = g_new0 (PlumeGlClouds, 1);

  clouds->possible = epoxy_is_desktop_gl ()
                     || (epoxy_has_gl_extension ("GL_EXT_color_buffer_float")
                         && epoxy_has_gl_extension ("GL_EXT_float_blend"));
  glGetIntegerv (GL_MAX_TEXTURE_SIZE, &clouds->largest_texture);
  clouds->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_array_set_clear_func (clouds->entries, clear_entry);
  glGenFramebuffers (1, &clouds->framebuffer);
  return clouds;
}

void
plume_gl_clouds_free (PlumeGlClouds *clouds)
{
  if (clouds == NULL)
    return;
  g_array_unref (clouds->entries);
  glDeleteFramebuffers (1, &clouds->framebuffer);
  glDeleteTextures (clouds->n_rasters, clouds->rasters);
  g_free (clouds);
}

void
plume_gl_clouds_tidy (PlumeGlClouds *clouds)
{
  for (guint i = clouds->entries->len; i > 0; i--)
    {
      Entry *entry = &g_array_index (clouds->entries, Entry, i - 1);

      if (!entry->used)
        g_array_remove_index_fast (clouds->entries, i - 1);
      else
        entry->used = FALSE;
    }
}

/* Room for all columns, one after the other. */
static void
reserve (const PlumeCloud *cloud)
{
  gsize bytes = cloud->length * sizeof (float);
  GLuint n_columns = cloud->weight != NULL ? 4 : 3;

  glBufferData (GL_ARRAY_BUFFER, (GLsizeiptr)(n_columns * bytes), NULL, GL_STATIC_DRAW);
  for (GLuint column = 0; column < n_columns; column++)
    {
      glEnableVertexAttribArray (column);
      glVertexAttribPointer (column, 1, GL_FLOAT, GL_FALSE, sizeof (float),
                             (const void *)(column * bytes));
    }
}

static void
send_column (const Entry *entry, gsize column, const float *values, gsize length)
{
  glBufferSubData (GL_ARRAY_BUFFER,
                   (GLintptr)((column * entry->cloud->length + entry->n_sent) * sizeof (float)),
                   (GLsizeiptr)(length * sizeof (float)), values);
}

/* Sends some more points. Cards differ in how they compare NaN, so what is not drawn is sent with a
 * radius of −1. */
static void
send_points (Entry *entry, gsize most)
{
  const PlumeCloud *cloud = entry->cloud;
  gsize from = entry->n_sent, length = MIN (cloud->length - from, most);
  g_autofree float *column = NULL;
  g_autofree guint32 *counts = NULL;

  if (length == 0)
    return;
  column = g_new (float, length);
  glBindBuffer (GL_ARRAY_BUFFER, entry->buffer);
  for (gsize i = 0; i < length; i++)
    {
      float radius = cloud->radius[from + i];

      column[i] = isfinite (radius + cloud->angle[from + i] + cloud->rate[from + i]) ? radius : -1;
    }
  send_column (entry, 0, column, length);
  send_column (entry, 1, cloud->angle + from, length);
  send_column (entry, 2, cloud->rate + from, length);
  if (cloud->weight != NULL)
    {
      counts = g_new (guint32, length);
      plume_cloud_get_counts (cloud, from, length, counts);
      for (gsize i = 0; i < length; i++)
        column[i] = (float)counts[i];
      send_column (entry, 3, column, length);
    }
  entry->n_sent += length;
}

static void
set_nearest (void)
{
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
}

static Entry *
find_entry (PlumeGlClouds *clouds, PlumeCloud *cloud)
{
  Entry fresh = { 0 };

  for (guint i = 0; i < clouds->entries->len; i++)
    {
      Entry *entry = &g_array_index (clouds->entries, Entry, i);

      if (entry->cloud == cloud)
        return entry;
    }
  fresh.cloud = plume_cloud_ref (cloud);
  glGenVertexArrays (1, &fresh.vertex_array);
  glGenBuffers (1, &fresh.buffer);
  glBindVertexArray (fresh.vertex_array);
  glBindBuffer (GL_ARRAY_BUFFER, fresh.buffer);
  reserve (cloud);
  glGenTextures (1, &fresh.table);
  glBindTexture (GL_TEXTURE_2D, fresh.table);
  set_nearest ();
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei (GL_UNPACK_ROW_LENGTH, 0);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RG32F, (GLsizei)cloud->n_angles + 2,
                (GLsizei)cloud->n_radii + 1, 0, GL_RG, GL_FLOAT, cloud->table);
  g_array_append_val (clouds->entries, fresh);
  return &g_array_index (clouds->entries, Entry, clouds->entries->len - 1);
}

/* Rasters for a size, each an eighth of the one before, the last one a single number. */
static gboolean
resize (PlumeGlClouds *clouds, int width, int height)
{
  int w = width, h = height;

  if (clouds->width == width && clouds->height == height)
    return TRUE;
  glDeleteTextures (clouds->n_rasters, clouds->rasters);
  clouds->width = clouds->height = clouds->n_rasters = 0;
  for (int i = 0; i <= MOST_STEPS; i++)
    {
      glGenTextures (1, &clouds->rasters[i]);
      clouds->n_rasters++;
      glBindTexture (GL_TEXTURE_2D, clouds->rasters[i]);
      set_nearest ();
      glTexImage2D (GL_TEXTURE_2D, 0, GL_R32F, w, h, 0, GL_RED, GL_FLOAT, NULL);
      glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D,
                              clouds->rasters[i], 0);
      if (glCheckFramebufferStatus (GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
        return FALSE;
      if (w == 1 && h == 1)
        break;
      w = (w + STEP - 1) / STEP;
      h = (h + STEP - 1) / STEP;
    }
  clouds->width = width;
  clouds->height = height;
  return TRUE;
}

/* A factor in three pieces of 12 bits. */
static void
set_pieces (GLint uniform, double factor)
{
  float pieces[3];

  for (int i = 0; i < 3; i++)
    {
      int exponent;
      double mantissa = frexp (factor, &exponent);

      pieces[i] = (float)ldexp (trunc (ldexp (mantissa, 12)), exponent - 12);
      factor -= pieces[i];
    }
  glUniform3f (uniform, pieces[0], pieces[1], pieces[2]);
}

static void
count_points (const PlumeGlClouds *clouds,
              const PlumeGlProgram *program,
              const Entry *entry,
              double time,
              const PlumeProjection *to)
{
  const PlumeCloud *cloud = entry->cloud;
  double width = clouds->width, height = clouds->height,
         rows_per_radius = (cloud->n_radii - 1) / cloud->radius_max;

  glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, clouds->rasters[0],
                          0);
  glViewport (0, 0, clouds->width, clouds->height);
  glScissor (0, 0, clouds->width, clouds->height);
  glClearColor (0, 0, 0, 0);
  glClear (GL_COLOR_BUFFER_BIT);
  if (cloud->length == 0 || !isfinite (time))
    return;
  glUseProgram (program->name);
  glUniform1i (program->uniforms[PLUME_GL_UNIFORM_TEXTURE], 0);
  set_pieces (program->uniforms[PLUME_GL_UNIFORM_TURN], 1 / (2 * G_PI));
  set_pieces (program->uniforms[PLUME_GL_UNIFORM_TIME], time / (2 * G_PI));
  glUniform2f (program->uniforms[PLUME_GL_UNIFORM_ROWS], (float)rows_per_radius,
               (float)cloud->n_radii - 1);
  glUniform4f (program->uniforms[PLUME_GL_UNIFORM_PLANE],
               (float)((width / 2 - to->x_offset) / to->x_slope),
               (float)((height / 2 - to->y_offset) / to->y_slope), (float)(2 * to->x_slope / width),
               (float)(2 * to->y_slope / height));
  glUniform1f (program->uniforms[PLUME_GL_UNIFORM_WEIGHTED], cloud->weight != NULL);
  glBindTexture (GL_TEXTURE_2D, entry->table);
  glBindVertexArray (entry->vertex_array);
  glBlendEquation (GL_FUNC_ADD);
  glBlendFunc (GL_ONE, GL_ONE);
  glDrawArrays (GL_POINTS, 0, (GLsizei)cloud->length);
}

/* Leaves the greatest count in the last raster. */
static void
find_greatest (const PlumeGlClouds *clouds, const PlumeGlProgram *program, GLuint empty_array)
{
  int width = clouds->width, height = clouds->height;

  glUseProgram (program->name);
  glUniform1i (program->uniforms[PLUME_GL_UNIFORM_TEXTURE], 0);
  glBindVertexArray (empty_array);
  glDisableVertexAttribArray (0);
  glDisableVertexAttribArray (1);
  glDisable (GL_BLEND);
  for (int i = 1; i < clouds->n_rasters; i++)
    {
      width = (width + STEP - 1) / STEP;
      height = (height + STEP - 1) / STEP;
      glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D,
                              clouds->rasters[i], 0);
      glViewport (0, 0, width, height);
      glScissor (0, 0, width, height);
      glBindTexture (GL_TEXTURE_2D, clouds->rasters[i - 1]);
      glDrawArrays (GL_TRIANGLE_STRIP, 0, 4);
    }
  glEnable (GL_BLEND);
}

/* Where the raster of a mark is, how large, and how data are in it: a pixel a device pixel of the
 * frame, or the cells that the mark has. FALSE where cells are smaller than pixels, whose mean the
 * card does not take. */
static gboolean
place_raster (const PlumeLayout *layout,
              const PlumePlot *plot,
              const PlumeMark *mark,
              PlumeRect *rect,
              int *width,
              int *height,
              PlumeProjection *projection)
{
  double left, right, top, bottom, x_slope, y_slope;

  if (!plume_mark_has_cells (mark))
    {
      plume_pixels_extent (layout, &plot->frame, rect, width, height);
      *projection = plume_density_project (plot, rect, (gsize)*width, (gsize)*height);
      return TRUE;
    }
  if (mark->n_columns > 16384 || mark->n_rows > 16384 || mark->value_from != 0)
    return FALSE;
  *width = (int)mark->n_columns;
  *height = (int)mark->n_rows;
  left = plume_plot_x (plot, mark->x_from);
  right = plume_plot_x (plot, mark->x_to);
  top = plume_plot_y (plot, mark->y_to);
  bottom = plume_plot_y (plot, mark->y_from);
  *rect = (PlumeRect){ left, top, right - left, bottom - top };
  x_slope = *width / (mark->x_to - mark->x_from);
  y_slope = -*height / (mark->y_to - mark->y_from);
  *projection =
      (PlumeProjection){ x_slope, -mark->x_from * x_slope, y_slope, -mark->y_to * y_slope };
  return fabs (right - left) * layout->style.pixels_per_unit >= *width
         && fabs (bottom - top) * layout->style.pixels_per_unit >= *height;
}

/**
 * plume_gl_clouds_count:
 * @clouds: what is on the card
 * @programs: those of the painter
 * @empty_array: a vertex array without points, bound afterwards
 * @layout: gives the resolution
 * @plot: one of its plots, on linear axes
 * @mark: a cloud of it
 * @may_wait: whether the pixels can come from elsewhere until all points of a new cloud are on the
 * card; they are then sent a part a frame
 * @counts: (out): what plume_gl_clouds_set_tone() needs
 *
 * Counts the points of a cloud. Framebuffer, viewport, scissor, program, array buffer and texture 0
 * are others afterwards. Nothing of the points is touched on this side but when a cloud is new.
 *
 * Returns: %FALSE where the card cannot do it or not yet, or the mark has a tone that has to be
 * counted out
 */
gboolean
plume_gl_clouds_count (PlumeGlClouds *clouds,
                       const PlumeGlProgram programs[PLUME_GL_N_PROGRAMS],
                       GLuint empty_array,
                       const PlumeLayout *layout,
                       const PlumePlot *plot,
                       const PlumeMark *mark,
                       gboolean may_wait,
                       PlumeGlCounts *counts)
{
  PlumeProjection projection;
  int width, height;
  Entry *entry;

  if (!clouds->possible || mark->tone == PLUME_TONE_QUANTILE
      || !plume_axis_is_linear (&plot->axes->x) || !plume_axis_is_linear (&plot->axes->y)
      || mark->cloud->length > G_MAXINT32
      || (GLint)MAX (mark->cloud->n_angles, mark->cloud->n_radii) + 2 > clouds->largest_texture)
    return FALSE;
  if (!place_raster (layout, plot, mark, &counts->rect, &width, &height, &projection)
      || MAX (width, height) > clouds->largest_texture)
    return FALSE;
  glBindFramebuffer (GL_FRAMEBUFFER, clouds->framebuffer);
  clouds->possible = resize (clouds, width, height);
  if (!clouds->possible)
    return FALSE;
  entry = find_entry (clouds, mark->cloud);
  entry->used = TRUE;
  send_points (entry, may_wait ? MOST_SENT : G_MAXSIZE);
  if (entry->n_sent < mark->cloud->length)
    return FALSE;
  count_points (clouds, &programs[PLUME_GL_CLOUD], entry, mark->time, &projection);
  find_greatest (clouds, &programs[PLUME_GL_GREATEST], empty_array);
  counts->counts = clouds->rasters[0];
  counts->greatest = clouds->rasters[clouds->n_rasters - 1];
  return TRUE;
}

/**
 * plume_gl_clouds_set_tone:
 * @program: the one of tones, in use
 * @layout: gives the style
 * @mark: a cloud
 * @counts: its counts
 *
 * Sets the uniforms and textures with which counts become the colours of plume_density_paint(), or
 * cells those of an image.
 */
void
plume_gl_clouds_set_tone (const PlumeGlProgram *program,
                          const PlumeLayout *layout,
                          const PlumeMark *mark,
                          const PlumeGlCounts *counts)
{
  double full = plume_density_full (mark);
  gboolean cells = plume_mark_has_cells (mark), linear = mark->tone == PLUME_TONE_LINEAR;
  PlumeColourMap map = plume_style_colour_map (&layout->style, mark->colour_map);
  float ramp[RAMP][4];

  for (int i = 0; i < RAMP; i++)
    {
      double tone = i / (RAMP - 1.0);
      PlumeRgba colour =
          cells ? plume_colour_map_at (map, tone) : plume_density_colour_at (layout, mark, tone);

      ramp[i][0] = (float)(colour.red * colour.alpha);
      ramp[i][1] = (float)(colour.green * colour.alpha);
      ramp[i][2] = (float)(colour.blue * colour.alpha);
      ramp[i][3] = (float)colour.alpha;
    }
  glUniform4fv (program->uniforms[PLUME_GL_UNIFORM_RAMP], RAMP, &ramp[0][0]);
  glUniform3f (program->uniforms[PLUME_GL_UNIFORM_TONE], (float)plume_density_quanta (mark),
               isnan (full) ? 0 : (float)full, (cells ? 2.0f : 0.0f) + (linear ? 1.0f : 0.0f));
  glUniform1i (program->uniforms[PLUME_GL_UNIFORM_TEXTURE], 0);
  glUniform1i (program->uniforms[PLUME_GL_UNIFORM_GREATEST], 1);
  glActiveTexture (GL_TEXTURE1);
  glBindTexture (GL_TEXTURE_2D, counts->greatest);
  glActiveTexture (GL_TEXTURE0);
  glBindTexture (GL_TEXTURE_2D, counts->counts);
}
