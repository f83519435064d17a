/* bench-points.c: what points with categories, selections and places in space cost: medians of 21,
 * layout and marks on an image of 900 × 600 by Cairo. */
#include "figure/plume-paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RUNS   21
#define WIDTH  900
#define HEIGHT 600

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static double
uniform (guint64 *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0;
}

typedef enum
{
  PLAIN,
  CATEGORIES,
  VALUES,
} Colouring;

static PlumeFigure *
make_figure (gsize n, Colouring colouring, gboolean in_space)
{
  static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", NULL };
  PlumeFigure *figure = plume_figure_new ("points", "Points");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) y = plume_array_new (n);
  g_autoptr (PlumeArray) z = plume_array_new (n);
  g_autoptr (PlumeArray) codes = plume_array_new (n);
  guint64 state = 1;
  PlumeMark *mark;

  for (gsize i = 0; i < n; i++)
    {
      double radius = sqrt (-2 * log (1 - uniform (&state))), turn = 2 * G_PI * uniform (&state);

      codes->values[i] = floor (10 * uniform (&state));
      x->values[i] = radius * cos (turn) + codes->values[i];
      y->values[i] = radius * sin (turn) + fmod (3 * codes->values[i], 7);
      z->values[i] = uniform (&state) + codes->values[i];
    }
  if (in_space)
    plume_axes_set_space (axes, 35, 25);
  mark = in_space ? plume_axes_add_points_in_space (axes, "points", NULL, x, y, z, (PlumeInk){ 0 })
                  : plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ 0 });
  if (colouring == CATEGORIES)
    plume_mark_set_categories (mark, codes, names);
  else if (colouring == VALUES)
    plume_mark_set_values (mark, z, PLUME_COLOUR_MAP_DEFAULT, "Height");
  plume_mark_set_items (mark, NULL);
  return figure;
}

static void
report (const char *name, double times[RUNS])
{
  qsort (times, RUNS, sizeof *times, compare);
  printf ("%s: median %.2f ms (min %.2f, max %.2f)\n", name, times[RUNS / 2], times[0],
          times[RUNS - 1]);
}

/* A new layout and its marks every time, as when what is chosen changes. */
static void
bench (const char *name, PlumeFigure *figure, gboolean chosen)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  gsize n = plume_figure_count_items (figure);
  g_autofree guint8 *flags = g_new0 (guint8, n);
  g_autoptr (PlumeSelection) selection = NULL;
  double times[RUNS];

  for (gsize i = 0; i < n; i += 2)
    flags[i] = 1;
  selection = plume_selection_new_from_flags (flags, n);
  for (int run = -1; run < RUNS; run++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumeLayout) layout =
          plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
      cairo_t *cr = cairo_create (surface);

      plume_layout_set_selection (layout, chosen ? selection : NULL);
      plume_cairo_paint_marks (cr, layout);
      cairo_destroy (cr);
      if (run >= 0)
        times[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  report (name, times);
  cairo_surface_destroy (surface);
  plume_figure_unref (figure);
}

/* A free outline of 200 corners. */
static void
bench_outline (const char *name, PlumeFigure *figure)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  double outline[400], times[RUNS];

  for (int i = 0; i < 200; i++)
    {
      double turn = 2 * G_PI * i / 200, radius = 0.35 + 0.05 * sin (9 * turn);

      outline[2 * i] = WIDTH * (0.5 + radius * cos (turn));
      outline[2 * i + 1] = HEIGHT * (0.5 + radius * sin (turn));
    }
  for (int run = 0; run < RUNS; run++)
    {
      gint64 start = g_get_monotonic_time ();

      plume_selection_unref (plume_layout_select (layout, 0, outline, 200));
      times[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  report (name, times);
  plume_figure_unref (figure);
}

int
main (void)
{
  bench ("45,000 points", make_figure (45000, PLAIN, FALSE), FALSE);
  bench ("45,000 points of 10 categories", make_figure (45000, CATEGORIES, FALSE), FALSE);
  bench ("45,000 points of 10 categories, half of them chosen",
         make_figure (45000, CATEGORIES, FALSE), TRUE);
  bench ("45,000 points of 10 categories in space", make_figure (45000, CATEGORIES, TRUE), FALSE);
  bench ("a million points", make_figure (1000000, PLAIN, FALSE), FALSE);
  bench ("a million points of 10 categories", make_figure (1000000, CATEGORIES, FALSE), FALSE);
  bench ("a million points of 10 categories, half of them chosen",
         make_figure (1000000, CATEGORIES, FALSE), TRUE);
  bench ("a million points with values, half of them chosen", make_figure (1000000, VALUES, FALSE),
         TRUE);
  bench ("a million points of 10 categories in space, half of them chosen",
         make_figure (1000000, CATEGORIES, TRUE), TRUE);
  bench_outline ("outline around a million points", make_figure (1000000, CATEGORIES, FALSE));
  bench_outline ("outline around a million points in space",
                 make_figure (1000000, CATEGORIES, TRUE));
  return 0;
}
