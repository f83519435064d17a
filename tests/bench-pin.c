/* bench-pin.c: what a pinned result costs a frame: the merge of two figures, and the images that
 * are subtracted. Medians. */
#include "experiments/plume-experiments.h"
#include "figure/plume-ghost.h"
#include "lab/plume-engine.h"

#include <stdio.h>
#include <stdlib.h>

#define N_RUNS 201

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static void
measure (const char *name, PlumeFigure *figure, PlumeFigure *pinned, gboolean difference)
{
  double times[N_RUNS];

  for (int i = 0; i < N_RUNS; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      plume_figure_unref (plume_figure_with_ghost (figure, pinned, difference));
      times[i] = (double)(g_get_monotonic_time () - begin);
    }
  qsort (times, N_RUNS, sizeof *times, compare);
  printf ("%-44s %8.1f µs\n", name, times[N_RUNS / 2]);
}

static void
measure_views (const char *id, const char *parameter, double value)
{
  const PlumeExperiment *experiment = plume_experiments_find (id);
  g_autoptr (PlumeEngine) engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  g_autoptr (PlumeValues) changed = plume_values_with_number (
      values, &PLUME_ADDRESS (plume_experiment_find_parameter (experiment, parameter)), value,
      NULL);
  PlumeWish before = { .values = values, .inputs = inputs };
  PlumeWish now = { .values = changed, .inputs = inputs };
  g_autoptr (PlumePublication) a = plume_engine_evaluate (engine, &before, NULL, NULL);
  g_autoptr (PlumePublication) b = plume_engine_evaluate (engine, &now, NULL, NULL);

  for (guint i = 0; i < experiment->n_views; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s, %s", id, experiment->views[i].id);

      if (a->figures[i] != NULL && b->figures[i] != NULL)
        measure (name, b->figures[i], a->figures[i], FALSE);
    }
}

static PlumeFigure *
make_image (gsize side, double value)
{
  PlumeFigure *figure = plume_figure_new ("image", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "image", NULL, 1);
  g_autoptr (PlumeArray) pixels = plume_array_new (side * side);

  for (gsize i = 0; i < pixels->length; i++)
    pixels->values[i] = value * (double)i;
  plume_axes_add_image (axes, "image", side, side, pixels, 0, 1, 0, 1);
  return figure;
}

int
main (void)
{
  g_autoptr (PlumeFigure) a = make_image (256, 1), b = make_image (256, 2);

  measure_views ("gas-chromatography", "hold-up-time", 50);
  measure ("difference of images of 256 × 256", b, a, TRUE);
  return 0;
}
