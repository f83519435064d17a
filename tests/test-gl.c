/* test-gl.c: the OpenGL painter paints what the Cairo painter paints.
 *
 * Every figure is painted by both, at two scales, light and dark, with desktop OpenGL and with
 * OpenGL ES. Differences are counted over the pixels that hold ink, so that an empty picture cannot
 * pass for a similar one; a picture that is moved by one pixel has to fail.
 */
#include "gl/plume-gl-painter.h"

#include "gl-context.h"
#include "gl-figures.h"

#define WIDTH  420
#define HEIGHT 300
/* Difference of a channel, of 255, that anti-aliasing explains. */
#define TOLERANCE 40
/* Mean difference of ink pixels, and share of them that may exceed the tolerance; measured at most
 * 4.4 (dots, else 3.0) and 0.8 %. */
#define MOST_MEAN   5.0
#define MOST_BEYOND 0.01

typedef struct
{
  double mean, beyond;
  gsize n_ink;
} Difference;

/* RGBA bytes of background and marks. */
static guint8 *
paint_with_cairo (const PlumeLayout *layout, int width, int height, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr;
  guint8 *pixels = g_malloc (4 * (gsize)width * (gsize)height);

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  plume_cairo_paint_background (cr, layout);
  plume_cairo_paint_marks (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int row = 0; row < height; row++)
    {
      const guint32 *line =
          (const guint32 *)(gconstpointer)(cairo_image_surface_get_data (surface)
                                           + row * cairo_image_surface_get_stride (surface));

      for (int column = 0; column < width; column++)
        {
          guint8 *pixel = pixels + 4 * (row * width + column);

          pixel[0] = line[column] >> 16 & 255;
          pixel[1] = line[column] >> 8 & 255;
          pixel[2] = line[column] & 255;
          pixel[3] = line[column] >> 24;
        }
    }
  cairo_surface_destroy (surface);
  return pixels;
}

/* b is looked at shifted by some columns. */
static Difference
compare (const guint8 *a, const guint8 *b, int width, int height, int shift)
{
  Difference difference = { 0, 0, 0 };
  const guint8 *ground = a; /* the corner is background */

  for (int row = 0; row < height; row++)
    for (int column = 0; column + shift < width; column++)
      {
        const guint8 *p = a + 4 * (row * width + column),
                     *q = b + 4 * (row * width + column + shift);
        int most = 0;

        if (memcmp (p, ground, 4) == 0 && memcmp (q, ground, 4) == 0)
          continue;
        difference.n_ink++;
        for (int channel = 0; channel < 4; channel++)
          most = MAX (most, ABS (p[channel] - q[channel]));
        difference.mean += most;
        difference.beyond += most > TOLERANCE;
      }
  difference.mean /= MAX (difference.n_ink, 1);
  difference.beyond /= MAX (difference.n_ink, 1);
  return difference;
}

static void
choose_every_third (PlumeLayout *layout)
{
  gsize n_items = plume_figure_count_items (layout->figure);
  g_autofree guint8 *flags = g_new0 (guint8, n_items);
  g_autoptr (PlumeSelection) selection = NULL;

  for (gsize i = 0; i < n_items; i += 3)
    flags[i] = 1;
  selection = plume_selection_new_from_flags (flags, n_items);
  plume_layout_set_selection (layout, selection);
}

static PlumeLayout *
lay_out (const GlFigure *figure, gboolean dark, double scale)
{
  g_autoptr (PlumeFigure) drawn = plume_figure_new (figure->name, NULL);
  PlumeStyle style = plume_style_screen (dark, scale);

  PlumeLayout *layout;

  figure->draw (drawn);
  layout = plume_layout_new (drawn, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  if (figure->chosen)
    choose_every_third (layout);
  return layout;
}

static void
keep_picture (const char *name, const guint8 *pixels, int width, int height)
{
  const char *folder = g_getenv ("PLUME_KEEP_PICTURES");
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%s.png", folder, name) : NULL;
  cairo_surface_t *surface;

  if (folder == NULL)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  for (int i = 0; i < width * height; i++)
    ((guint32 *)(gpointer)cairo_image_surface_get_data (surface))[i] =
        (guint32)pixels[4 * i + 3] << 24 | (guint32)pixels[4 * i] << 16
        | (guint32)pixels[4 * i + 1] << 8 | pixels[4 * i + 2];
  cairo_surface_mark_dirty (surface);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

static void
compare_painters (const GlFigure *figure, gboolean es, gboolean dark, double scale)
{
  int width = (int)(WIDTH * scale), height = (int)(HEIGHT * scale);
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  GlContext gl;

  if (!gl_context_open (&gl, es, width, height))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  {
    g_autoptr (PlumeLayout) layout = lay_out (figure, dark, scale);
    g_autofree guint8 *expected = paint_with_cairo (layout, width, height, scale);
    g_autofree guint8 *painted = NULL;
    g_autofree char *cairo_name = g_strdup_printf ("%s-%g-cairo", figure->name, scale);
    g_autofree char *gl_name = g_strdup_printf ("%s-%g-gl", figure->name, scale);
    Difference same, moved;

    g_assert_true (plume_gl_painter_paint (painter, layout, width, height, scale, &error));
    g_assert_no_error (error);
    painted = gl_context_read (&gl);
    keep_picture (cairo_name, expected, width, height);
    keep_picture (gl_name, painted, width, height);
    same = compare (expected, painted, width, height, 0);
    moved = compare (expected, painted, width, height, 1);
    g_test_message ("%s: %zu"
                    " pixels of ink, mean %.2f, beyond %.2f %%; moved: mean %.2f, beyond %.2f %%",
                    figure->name, same.n_ink, same.mean, 100 * same.beyond, moved.mean,
                    100 * moved.beyond);
    g_assert_cmpuint (same.n_ink, >, 500);
    g_assert_cmpfloat (same.mean, <, MOST_MEAN);
    g_assert_cmpfloat (same.beyond, <, MOST_BEYOND);
    g_assert_true (moved.mean > MOST_MEAN || moved.beyond > MOST_BEYOND);
  }
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

static void
test_same_picture (gconstpointer data)
{
  compare_painters (data, FALSE, FALSE, 1);
  compare_painters (data, FALSE, TRUE, 2);
}

static void
test_same_picture_es (gconstpointer data)
{
  compare_painters (data, TRUE, FALSE, 1);
}

/* A second picture in another size, and the first again: buffers and textures are used again and
 * leave no trace. */
static void
test_painting_again (void)
{
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  GlContext gl;

  if (!gl_context_open (&gl, FALSE, 2 * WIDTH, 2 * HEIGHT))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (gl_figures); i++)
    {
      g_autoptr (PlumeLayout) layout = lay_out (&gl_figures[i], FALSE, 2);
      g_autoptr (PlumeLayout) other =
          lay_out (&gl_figures[(i + 5) % G_N_ELEMENTS (gl_figures)], TRUE, 1);
      g_autofree guint8 *first = NULL, *again = NULL;

      g_assert_true (plume_gl_painter_paint (painter, layout, 2 * WIDTH, 2 * HEIGHT, 2, &error));
      first = gl_context_read (&gl);
      g_assert_true (plume_gl_painter_paint (painter, other, WIDTH, HEIGHT, 1, &error));
      g_assert_true (plume_gl_painter_paint (painter, layout, 2 * WIDTH, 2 * HEIGHT, 2, &error));
      again = gl_context_read (&gl);
      g_assert_cmpmem (first, 4 * 4 * WIDTH * HEIGHT, again, 4 * 4 * WIDTH * HEIGHT);
    }
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

static gboolean
note_pixels (const PlumeLayout *layout,
             const PlumePlot *plot,
             const PlumeMark *mark,
             PlumeGlPixels *pixels,
             gpointer user_data)
{
  (*(int *)user_data)++;
  return FALSE;
}

static Difference
compare_times (GlContext *gl, PlumeGlPainter *painter, double cairo_time, double gl_time)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeFigure) a = plume_figure_new ("cloud", NULL);
  g_autoptr (PlumeFigure) b = plume_figure_new ("cloud", NULL);
  g_autoptr (PlumeLayout) for_cairo = NULL, for_gl = NULL;
  g_autofree guint8 *expected = NULL, *painted = NULL;
  g_autoptr (GError) error = NULL;

  gl_figures_cloud_at (a, cairo_time);
  gl_figures_cloud_at (b, gl_time);
  for_cairo = plume_layout_new (a, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  for_gl = plume_layout_new (b, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  expected = paint_with_cairo (for_cairo, WIDTH, HEIGHT, 1);
  plume_gl_painter_paint (painter, for_gl, WIDTH, HEIGHT, 1, &error);
  g_assert_no_error (error);
  painted = gl_context_read (gl);
  return compare (expected, painted, WIDTH, HEIGHT, 0);
}

/* The card moves a cloud by itself and asks nobody for its pixels; another time is another picture,
 * also after thousands of turns. */
static void
test_cloud_follows_time (gconstpointer es)
{
  const double times[] = { 0, 0.71, -5, 2500 };
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  GlContext gl;
  int n_asked = 0;

  if (!gl_context_open (&gl, GPOINTER_TO_INT (es), WIDTH, HEIGHT))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  plume_gl_painter_set_pixels_func (painter, note_pixels, &n_asked);
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      Difference same = compare_times (&gl, painter, times[i], times[i]);
      Difference other = compare_times (&gl, painter, times[i], times[i] + 0.02);

      g_test_message (
          "time %g: mean %.2f, beyond %.2f %%; a moment later: mean %.2f, beyond %.2f %%", times[i],
          same.mean, 100 * same.beyond, other.mean, 100 * other.beyond);
      g_assert_cmpuint (same.n_ink, >, 5000);
      g_assert_cmpfloat (same.mean, <, 2.5);
      g_assert_cmpfloat (same.beyond, <, MOST_BEYOND);
      g_assert_true (other.mean > MOST_MEAN || other.beyond > MOST_BEYOND);
    }
  g_assert_cmpint (n_asked, ==, 0);
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

/* A large cloud goes to the card part by part, and its pixels are asked for until it is there. */
static void
test_large_cloud_is_sent_in_parts (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (600000, TRUE);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("cloud", NULL);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = NULL;
  g_autofree guint8 *expected = NULL, *painted = NULL;
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  Difference same;
  GlContext gl;
  int n_asked = 0;

  if (!gl_context_open (&gl, FALSE, WIDTH, HEIGHT))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  plume_gl_painter_set_pixels_func (painter, note_pixels, &n_asked);
  plume_axes_add_cloud (gl_figures_axes (figure), "stars", NULL, cloud, 1.5, (PlumeInk){ 0 });
  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  g_assert_true (plume_gl_painter_paint (painter, layout, WIDTH, HEIGHT, 1, &error));
  g_assert_cmpint (n_asked, ==, 1);
  g_assert_true (plume_gl_painter_paint (painter, layout, WIDTH, HEIGHT, 1, &error));
  g_assert_cmpint (n_asked, ==, 1);
  painted = gl_context_read (&gl);
  expected = paint_with_cairo (layout, WIDTH, HEIGHT, 1);
  same = compare (expected, painted, WIDTH, HEIGHT, 0);
  g_assert_cmpuint (same.n_ink, >, 5000);
  g_assert_cmpfloat (same.mean, <, 2.5);
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

/* An equal-quantile tone needs all counts, so the pixels are asked for. */
static void
test_cloud_by_quantiles_is_asked_for (void)
{
  g_autoptr (PlumeFigure) figure = plume_figure_new ("cloud", NULL);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  PlumeAxes *axes;
  GlContext gl;
  int n_asked = 0;

  if (!gl_context_open (&gl, FALSE, WIDTH, HEIGHT))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  plume_gl_painter_set_pixels_func (painter, note_pixels, &n_asked);
  gl_figures_cloud_at (figure, 0);
  axes = g_ptr_array_index (figure->axes, 0);
  ((PlumeMark *)g_ptr_array_index (axes->marks, 0))->tone = PLUME_TONE_QUANTILE;
  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  g_assert_true (plume_gl_painter_paint (painter, layout, WIDTH, HEIGHT, 1, &error));
  g_assert_cmpint (n_asked, ==, 1);
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

/* No points, or an infinite time: the picture of empty axes. */
static void
test_empty_cloud_is_no_ink (void)
{
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  GlContext gl;

  if (!gl_context_open (&gl, FALSE, WIDTH, HEIGHT))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (PlumeCloud) cloud = clouds_new (i == 0 ? 0 : 5000, FALSE);
      g_autoptr (PlumeFigure) figure = plume_figure_new ("cloud", NULL);
      PlumeStyle style = plume_style_screen (FALSE, 1);
      g_autoptr (PlumeLayout) layout = NULL;
      g_autofree guint8 *painted = NULL;
      PlumeAxes *axes = gl_figures_axes (figure);
      gsize n_coloured = 0;

      plume_axes_add_cloud (axes, "stars", NULL, cloud, i == 1 ? INFINITY : 1, (PlumeInk){ 0 });
      layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
      g_assert_true (plume_gl_painter_paint (painter, layout, WIDTH, HEIGHT, 1, &error));
      painted = gl_context_read (&gl);
      for (gsize pixel = 0; pixel < WIDTH * HEIGHT; pixel++)
        n_coloured += ABS (painted[4 * pixel] - painted[4 * pixel + 2]) > 30;
      if (i < 2)
        g_assert_cmpuint (n_coloured, ==, 0);
      else
        g_assert_cmpuint (n_coloured, >, 500);
    }
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

static void
test_state_is_given_back (void)
{
  static const GLenum integers[] = { GL_DRAW_FRAMEBUFFER_BINDING,
                                     GL_READ_FRAMEBUFFER_BINDING,
                                     GL_CURRENT_PROGRAM,
                                     GL_VERTEX_ARRAY_BINDING,
                                     GL_ARRAY_BUFFER_BINDING,
                                     GL_ACTIVE_TEXTURE,
                                     GL_TEXTURE_BINDING_2D,
                                     GL_BLEND_SRC_RGB,
                                     GL_BLEND_DST_ALPHA,
                                     GL_BLEND_EQUATION_RGB,
                                     GL_UNPACK_ROW_LENGTH,
                                     GL_SCISSOR_TEST,
                                     GL_BLEND,
                                     GL_PROGRAM_POINT_SIZE,
                                     GL_DEPTH_TEST,
                                     GL_CULL_FACE };
  GLint before[G_N_ELEMENTS (integers)], box[4], scissor[4];
  g_autoptr (GError) error = NULL;
  PlumeGlPainter *painter;
  GlContext gl;

  if (!gl_context_open (&gl, FALSE, WIDTH, HEIGHT))
    {
      g_test_skip ("this machine makes no OpenGL context");
      return;
    }
  painter = plume_gl_painter_new (&error);
  g_assert_no_error (error);
  glEnable (GL_DEPTH_TEST);
  glEnable (GL_CULL_FACE);
  glViewport (3, 4, 50, 60);
  glScissor (5, 6, 70, 80);
  glBlendFunc (GL_DST_COLOR, GL_ZERO);
  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++)
    glGetIntegerv (integers[i], &before[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (gl_figures); i++)
    {
      g_autoptr (PlumeLayout) layout = lay_out (&gl_figures[i], FALSE, 1);

      g_assert_true (plume_gl_painter_paint (painter, layout, WIDTH, HEIGHT, 1, &error));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      GLint after;

      glGetIntegerv (integers[i], &after);
      g_assert_cmpint (after, ==, before[i]);
    }
  glGetIntegerv (GL_VIEWPORT, box);
  glGetIntegerv (GL_SCISSOR_BOX, scissor);
  g_assert_true (box[0] == 3 && box[1] == 4 && box[2] == 50 && box[3] == 60);
  g_assert_true (scissor[0] == 5 && scissor[1] == 6 && scissor[2] == 70 && scissor[3] == 80);
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (gl_figures); i++)
    {
      g_autofree char *path = g_strdup_printf ("/gl/%s/is-that-of-cairo", gl_figures[i].name);
      g_autofree char *es_path =
          g_strdup_printf ("/gl/%s/is-that-of-cairo-with-es", gl_figures[i].name);

      g_test_add_data_func (path, &gl_figures[i], test_same_picture);
      g_test_add_data_func (es_path, &gl_figures[i], test_same_picture_es);
    }
  g_test_add_data_func ("/gl/cloud-follows-time", GINT_TO_POINTER (FALSE), test_cloud_follows_time);
  g_test_add_data_func ("/gl/cloud-follows-time-with-es", GINT_TO_POINTER (TRUE),
                        test_cloud_follows_time);
  g_test_add_func ("/gl/large-cloud-is-sent-in-parts", test_large_cloud_is_sent_in_parts);
  g_test_add_func ("/gl/cloud-by-quantiles-is-asked-for", test_cloud_by_quantiles_is_asked_for);
  g_test_add_func ("/gl/empty-cloud-is-no-ink", test_empty_cloud_is_no_ink);
  g_test_add_func ("/gl/painting-again-gives-the-same", test_painting_again);
  g_test_add_func ("/gl/state-is-given-back", test_state_is_given_back);
  return g_test_run ();
}
