/* bench-gl.c: what a frame of a pan costs: layout, geometry with OpenGL calls, the card's (or the
 * processor's) part, words, and Cairo for comparison. Every frame has other limits, as when a
 * person drags.
 */
#include "gl/plume-gl-private.h"

#include "gl-context.h"
#include "gl-figures.h"
#include <locale.h>
#include <stdlib.h>

#define N_FRAMES 41

enum
{
  LAYOUT,
  GEOMETRY,
  CALLS,
  CARD,
  OVERLAY,
  CAIRO,
  N_PARTS,
};

static const char *const part_names[N_PARTS] = { "layout",
                                                 "geometry alone",
                                                 "OpenGL painter, calls",
                                                 "OpenGL painter, finished",
                                                 "words and frames (Cairo)",
                                                 "whole picture (Cairo, worker)" };

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
now (void)
{
  return (double)g_get_monotonic_time () / 1000;
}

static void
draw_million (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1, 1000000);
  g_autoptr (PlumeArray) y = gl_figures_noisy (1000000, 1, 0, 7);

  plume_axes_add_line (axes, "noise", "noise", x, y, (PlumeInk){ PLUME_COLOUR_BLUE });
}

static void
draw_smooth_million (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1, 1000000);
  g_autoptr (PlumeArray) y = gl_figures_column (1000000, gl_figures_wave);

  plume_axes_add_line (axes, "wave", "wave", x, y, (PlumeInk){ PLUME_COLOUR_BLUE });
}

static void
measure_geometry (const PlumeLayout *layout)
{
  PlumeGlGeometry geometry;

  plume_gl_geometry_init (&geometry);
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint k = 0; k < plot->axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, k);

          if (mark->kind == PLUME_MARK_LINE)
            plume_gl_geometry_add_line (&geometry, plot, mark, layout->style.pixels_per_unit);
          else if (mark->kind == PLUME_MARK_BAND)
            plume_gl_geometry_add_band (&geometry, plot, mark, layout->style.pixels_per_unit);
        }
    }
  plume_gl_geometry_clear (&geometry);
}

static void
bench (const char *name, void (*draw) (PlumeFigure *figure), int width, int height)
{
  g_autoptr (PlumeFigure) figure = plume_figure_new (name, NULL);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  static double times[N_PARTS][N_FRAMES];
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  PlumeGlPainter *painter;
  PlumeLimits limits[2] = { PLUME_LIMITS_NONE, PLUME_LIMITS_NONE };
  g_autoptr (PlumeLayout) first = NULL;
  g_autoptr (GError) error = NULL;
  GlContext gl;
  double from, to;

  draw (figure);
  first = plume_layout_new (figure, &style, width, height, NULL, 0, NULL);
  from = ((const PlumePlot *)g_ptr_array_index (first->plots, 0))->x_from;
  to = ((const PlumePlot *)g_ptr_array_index (first->plots, 0))->x_to;
  if (!gl_context_open (&gl, FALSE, width, height)
      || (painter = plume_gl_painter_new (&error)) == NULL)
    {
      g_print ("%s: no OpenGL here\n", name);
      return;
    }
  for (int frame = 0; frame < N_FRAMES; frame++)
    {
      double shift = 0.002 * frame * (to - from), start = now ();
      PlumeLayout *layout;
      cairo_t *cr;

      for (int i = 0; i < 2; i++)
        {
          limits[i].x_from = from + shift;
          limits[i].x_to = to + shift;
        }
      layout = plume_layout_new (figure, &style, width, height, limits, 2, NULL);
      times[LAYOUT][frame] = now () - start;
      start = now ();
      measure_geometry (layout);
      times[GEOMETRY][frame] = now () - start;
      start = now ();
      if (!plume_gl_painter_paint (painter, layout, width, height, 1, &error))
        g_error ("%s", error->message);
      times[CALLS][frame] = now () - start;
      glFinish ();
      times[CARD][frame] = now () - start;
      start = now ();
      cr = cairo_create (surface);
      plume_cairo_paint_overlay (cr, layout);
      cairo_destroy (cr);
      times[OVERLAY][frame] = now () - start;
      start = now ();
      cr = cairo_create (surface);
      plume_cairo_paint (cr, layout);
      cairo_destroy (cr);
      times[CAIRO][frame] = now () - start;
      plume_layout_unref (layout);
    }
  for (int part = 0; part < N_PARTS; part++)
    {
      qsort (times[part], N_FRAMES, sizeof (double), compare_doubles);
      g_print ("%s, %d × %d, %s: median %.2f ms (min %.2f, max %.2f)\n", name, width, height,
               part_names[part], times[part][N_FRAMES / 2], times[part][0],
               times[part][N_FRAMES - 1]);
    }
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
  cairo_surface_destroy (surface);
}

/* The read-out under a pointer that moves over very many points. */
static void
bench_nearest (const char *name, void (*draw) (PlumeFigure *figure))
{
  g_autoptr (PlumeFigure) figure = plume_figure_new (name, NULL);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = NULL;
  const PlumePlot *plot;
  double times[N_FRAMES];

  draw (figure);
  layout = plume_layout_new (figure, &style, 900, 600, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  for (int i = 0; i < N_FRAMES; i++)
    {
      double start = now ();
      PlumeHit hit;

      plume_layout_nearest (layout, plot->frame.x + plot->frame.width * i / N_FRAMES,
                            plot->frame.y + plot->frame.height / 2, 28, &hit);
      times[i] = now () - start;
    }
  qsort (times, N_FRAMES, sizeof (double), compare_doubles);
  g_print ("%s, nearest datum: median %.2f ms (min %.2f, max %.2f)\n", name, times[N_FRAMES / 2],
           times[0], times[N_FRAMES - 1]);
}

static void
draw_cloud (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_noisy (1000000, 3, 0, 5);
  g_autoptr (PlumeArray) y = gl_figures_noisy (1000000, 3, 0, 6);

  plume_axes_add_density (axes, "density", NULL, x, y, (PlumeInk){ PLUME_COLOUR_BLUE });
}

/* A slider of time over points on known orbits: a new figure of the same cloud a frame. */
static double
bench_time (gsize length)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (length, FALSE);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeGlPainter *painter;
  double calls[N_FRAMES], card[N_FRAMES], first = 0;
  g_autoptr (GError) error = NULL;
  GlContext gl;

  if (!gl_context_open (&gl, FALSE, 900, 600) || (painter = plume_gl_painter_new (&error)) == NULL)
    {
      g_print ("cloud: no OpenGL here\n");
      return NAN;
    }
  for (int frame = -1; frame < N_FRAMES; frame++)
    {
      g_autoptr (PlumeFigure) figure = plume_figure_new ("cloud", NULL);
      g_autoptr (PlumeLayout) layout = NULL;
      double start;

      plume_axes_add_cloud (gl_figures_axes (figure), "stars", NULL, cloud, 0.1 * frame,
                            (PlumeInk){ 0 });
      layout = plume_layout_new (figure, &style, 900, 600, NULL, 0, NULL);
      start = now ();
      if (!plume_gl_painter_paint (painter, layout, 900, 600, 1, &error))
        g_error ("%s", error->message);
      if (frame >= 0)
        calls[frame] = now () - start;
      glFinish ();
      if (frame >= 0)
        card[frame] = now () - start;
      else
        first = now () - start;
    }
  qsort (calls, N_FRAMES, sizeof (double), compare_doubles);
  qsort (card, N_FRAMES, sizeof (double), compare_doubles);
  g_print ("cloud of %zu points, first frame with sending: %.1f ms\n", length, first);
  g_print ("cloud of %zu points, calls: median %.2f ms (min %.2f, max %.2f)\n", length,
           calls[N_FRAMES / 2], calls[0], calls[N_FRAMES - 1]);
  g_print ("cloud of %zu points, finished: median %.2f ms (min %.2f, max %.2f)\n", length,
           card[N_FRAMES / 2], card[0], card[N_FRAMES - 1]);
  plume_gl_painter_free (painter);
  gl_context_close (&gl);
  return card[N_FRAMES / 2];
}

int
main (void)
{
  setlocale (LC_ALL, "");
  bench ("1,000,000 noisy points", draw_million, 900, 600);
  bench ("1,000,000 points of a curve", draw_smooth_million, 900, 600);
  bench ("chromatogram, 5 × 2,000 points and their sum", gl_figures_chromatogram, 900, 600);
  bench ("chromatogram, 5 × 2,000 points and their sum", gl_figures_chromatogram, 1600, 900);
  bench_nearest ("1,000,000 noisy points", draw_million);
  bench_nearest ("density of 1,000,000 points", draw_cloud);
  g_print ("cloud: cost grows as n^%.2f\n", log10 (bench_time (10000000) / bench_time (1000000)));
  return 0;
}
