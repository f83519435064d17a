/* bench-figure.c: what a frame costs: layout, a line and a density of a million points, a large
 * image, the whole at 1200 × 700. */
#include "clouds.h"
#include "figure/plume-export.h"
#include "figure/plume-paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RUNS   41
#define WIDTH  1200
#define HEIGHT 700

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static void
bench (const char *name, void (*run) (gpointer), gpointer data)
{
  double times[RUNS];

  run (data);
  for (int i = 0; i < RUNS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      run (data);
      times[i] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  qsort (times, RUNS, sizeof *times, compare);
  printf ("%s: median %.3f ms (min %.3f, max %.3f)\n", name, times[RUNS / 2], times[0],
          times[RUNS - 1]);
}

typedef struct
{
  PlumeFigure *figure;
  PlumeStyle style;
  PlumeLayout *layout;
  cairo_surface_t *surface;
} Scene;

static void
lay_out (gpointer data)
{
  Scene *scene = data;

  plume_layout_unref (
      plume_layout_new (scene->figure, &scene->style, WIDTH, HEIGHT, NULL, 0, NULL));
}

static void
trace (gpointer data)
{
  Scene *scene = data;
  const PlumePlot *plot = g_ptr_array_index (scene->layout->plots, 0);
  PlumePath path;

  plume_path_from_mark (plot, g_ptr_array_index (plot->axes->marks, 0), 1, &path);
  plume_path_clear (&path);
}

static void
make_pixels (gpointer data)
{
  Scene *scene = data;
  const PlumePlot *plot = g_ptr_array_index (scene->layout->plots, 0);
  PlumeRect rect;

  cairo_surface_destroy (
      plume_paint_pixels (scene->layout, plot, g_ptr_array_index (plot->axes->marks, 0), &rect));
}

static void
paint_marks (gpointer data)
{
  Scene *scene = data;
  cairo_t *cr = cairo_create (scene->surface);

  plume_cairo_paint_marks (cr, scene->layout);
  cairo_destroy (cr);
}

static void
paint_overlay (gpointer data)
{
  Scene *scene = data;
  cairo_t *cr = cairo_create (scene->surface);

  plume_cairo_paint_overlay (cr, scene->layout);
  cairo_destroy (cr);
}

static void
paint_all (gpointer data)
{
  Scene *scene = data;
  g_autoptr (PlumeLayout) layout =
      plume_layout_new (scene->figure, &scene->style, WIDTH, HEIGHT, NULL, 0, NULL);
  cairo_t *cr = cairo_create (scene->surface);

  plume_cairo_paint (cr, layout);
  cairo_destroy (cr);
}

static Scene
scene_new (PlumeFigure *figure)
{
  Scene scene = { figure, plume_style_screen (FALSE, 1) };

  scene.layout = plume_layout_new (figure, &scene.style, WIDTH, HEIGHT, NULL, 0, NULL);
  scene.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  return scene;
}

static void
scene_clear (Scene *scene)
{
  plume_layout_unref (scene->layout);
  plume_figure_unref (scene->figure);
  cairo_surface_destroy (scene->surface);
}

static double
uniform (guint64 *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0;
}

static PlumeFigure *
million (PlumeMarkKind kind, gboolean rough)
{
  const gsize n = 1000000;
  PlumeFigure *figure = plume_figure_new ("million", "A million");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 900, n);
  g_autoptr (PlumeArray) y = plume_array_new (n);
  guint64 state = 1;

  plume_axis_set (&axes->x, PLUME_SCALE_TIME, "Time <i>t</i>", "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Signal", "mV");
  for (gsize i = 0; i < n; i++)
    {
      if (kind == PLUME_MARK_DENSITY)
        x->values[i] =
            sqrt (-2 * log (1 - uniform (&state))) * cos (6.28318530718 * uniform (&state));
      y->values[i] =
          kind == PLUME_MARK_DENSITY
              ? sqrt (-2 * log (1 - uniform (&state))) * cos (6.28318530718 * uniform (&state))
              : sin (0.05 * x->values[i]) + (rough ? 0.2 : 0.01) * uniform (&state);
    }
  if (kind == PLUME_MARK_DENSITY)
    plume_axes_add_density (axes, "density", NULL, x, y, (PlumeInk){ 0 });
  else
    plume_axes_add_line (axes, "line", "signal", x, y, (PlumeInk){ 0 });
  return figure;
}

static PlumeFigure *
image (gsize rows, gsize columns)
{
  PlumeFigure *figure = plume_figure_new ("image", "An image");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) values = plume_array_new (rows * columns);
  PlumeMark *mark;

  for (gsize i = 0; i < rows * columns; i++)
    values->values[i] = sin (1e-4 * (double)i);
  mark = plume_axes_add_image (axes, "image", rows, columns, values, 0, 1, 0, 1);
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_DEFAULT, "Value");
  return figure;
}

static double
report_cloud (const char *what, gsize length, double times[RUNS])
{
  qsort (times, RUNS, sizeof *times, compare);
  printf ("cloud of %zu points, %s: median %.2f ms (min %.2f, max %.2f)\n", length, what,
          times[RUNS / 2], times[0], times[RUNS - 1]);
  return times[RUNS / 2];
}

/* Time goes on from frame to frame, as when a slider of time is dragged. */
static void
bench_cloud (gsize length, double medians[2])
{
  g_autoptr (PlumeCloud) cloud = clouds_new (length, FALSE);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  double places[RUNS], pictures[RUNS], *room = g_new (double, 2 * 512);

  for (int run = 0; run < RUNS; run++)
    {
      g_autoptr (PlumeFigure) figure = plume_figure_new ("cloud", "A cloud");
      g_autoptr (PlumeLayout) layout = NULL;
      double start = (double)g_get_monotonic_time () / 1000;
      PlumeMark *mark;
      PlumeRect rect;

      for (gsize from = 0; from < length; from += 512)
        plume_cloud_get_places (cloud, 0.1 * run, from, MIN (length - from, 512), room, room + 512);
      places[run] = (double)g_get_monotonic_time () / 1000 - start;
      mark = plume_axes_add_cloud (plume_figure_add_axes (figure, "axes", NULL, 1), "stars", NULL,
                                   cloud, 0.1 * run, (PlumeInk){ 0 });
      start = (double)g_get_monotonic_time () / 1000;
      layout = plume_layout_new (figure, &style, 900, 600, NULL, 0, NULL);
      cairo_surface_destroy (
          plume_paint_pixels (layout, g_ptr_array_index (layout->plots, 0), mark, &rect));
      pictures[run] = (double)g_get_monotonic_time () / 1000 - start;
    }
  g_free (room);
  medians[0] = report_cloud ("places, one core", length, places);
  medians[1] = report_cloud ("layout and picture, all cores", length, pictures);
}

static void
bench_clouds (void)
{
  double small[2], large[2];

  bench_cloud (1000000, small);
  bench_cloud (10000000, large);
  for (int i = 0; i < 2; i++)
    printf ("cloud, %s: cost grows as n^%.2f\n", i == 0 ? "places" : "picture",
            log10 (large[i] / small[i]));
}

static PlumeFigure *
three_plots (void)
{
  PlumeFigure *figure = plume_figure_new ("three", "Three plots");

  for (int k = 0; k < 3; k++)
    {
      g_autofree char *id = g_strdup_printf ("axes-%d", k);
      PlumeAxes *axes = plume_figure_add_axes (figure, id, id, 1);
      g_autoptr (PlumeArray) x = plume_array_new_linear (0, 10, 2000);

      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Time <i>t</i>", "s");
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Amplitude <i>a</i>", "m");
      for (int m = 0; m < 4; m++)
        {
          g_autoptr (PlumeArray) y = plume_array_new (2000);
          g_autofree char *label = g_strdup_printf ("mode %d", m);

          for (gsize i = 0; i < 2000; i++)
            y->values[i] = sin (x->values[i] * (m + 1)) * exp (-0.1 * k * x->values[i]);
          plume_axes_add_line (axes, label, label, x, y,
                               (PlumeInk){ .colour = plume_colour_of_component ((guint)m) });
        }
    }
  return figure;
}

int
main (void)
{
  Scene line = scene_new (million (PLUME_MARK_LINE, FALSE)),
        rough = scene_new (million (PLUME_MARK_LINE, TRUE));
  Scene density = scene_new (million (PLUME_MARK_DENSITY, FALSE));
  Scene large = scene_new (image (2000, 2000)), small = scene_new (image (100, 100)),
        three = scene_new (three_plots ());

  bench ("layout of three plots with twelve lines", lay_out, &three);
  bench ("overlay of three plots with twelve lines", paint_overlay, &three);
  bench ("whole of three plots with twelve lines", paint_all, &three);
  bench ("layout of a line of a million points", lay_out, &line);
  bench ("path of a line of a million points", trace, &line);
  bench ("stroke of a line of a million points", paint_marks, &line);
  bench ("stroke of a rough line of a million points", paint_marks, &rough);
  bench ("whole of a line of a million points", paint_all, &line);
  bench ("whole of a rough line of a million points", paint_all, &rough);
  bench ("density of a million points", make_pixels, &density);
  bench ("image of 2000 × 2000 values", make_pixels, &large);
  bench ("image of 100 × 100 values", make_pixels, &small);
  bench_clouds ();
  scene_clear (&line);
  scene_clear (&rough);
  scene_clear (&density);
  scene_clear (&large);
  scene_clear (&small);
  scene_clear (&three);
  return 0;
}
