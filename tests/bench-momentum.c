/* bench-momentum.c: how soon the plane of stability answers the slider of β, and what is behind it.
 */
#include "core/plume-parallel.h"
#include "experiments/plume-experiments.h"
#include "generative/plume-stability.h"
#include "lab/plume-engine.h"

#include <stdlib.h>

#define RUNS 31

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static void
report (const char *name, double *ms)
{
  qsort (ms, RUNS, sizeof *ms, compare);
  g_print ("%s: median %.2f ms (min %.2f, max %.2f)\n", name, ms[RUNS / 2], ms[0], ms[RUNS - 1]);
}

/* A new β each time, from values to a publication */
static void
measure_slider (
    const char *name, const char *view, const char *method, gboolean coarse, gboolean all)
{
  const PlumeExperiment *experiment = plume_experiments_find ("momentum-sampling");
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) first = plume_values_new (experiment), values = NULL;
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  int momentum = plume_experiment_find_parameter (experiment, "momentum");
  gboolean views[16] = { FALSE };
  PlumeAddress address;
  double ms[RUNS];

  g_assert_true (plume_address_parse (first, "method", &address, NULL));
  values = plume_values_with_text (first, &address, method, NULL);
  g_assert_nonnull (values);
  if (view != NULL)
    views[plume_experiment_find_view (experiment, view)] = TRUE;
  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) now =
          plume_values_with_number (values, &PLUME_ADDRESS (momentum), 0.6 + 0.01 * run, NULL);
      PlumeWish wish = { .values = now,
                         .inputs = inputs,
                         .views = all ? NULL : views,
                         .readouts = all,
                         .coarse = coarse };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

      if (run >= 0)
        ms[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  report (name, ms);
  plume_engine_free (engine);
}

static void
measure_raster (const char *name, PlumeMomentum kind, guint order, gsize size)
{
  g_autofree double *growth = g_new (double, size *size);
  double ms[RUNS];

  for (int run = 0; run < RUNS; run++)
    {
      PlumeMultistep solver = plume_multistep_momentum (kind, order, 0.6 + 0.01 * run);
      PlumeStabilityBox box = plume_stability_box (&solver);
      gint64 start = g_get_monotonic_time ();

      g_assert_true (plume_stability_raster (&solver, &box, size, size, growth, NULL, NULL));
      ms[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  report (name, ms);
}

int
main (int argc, char **argv)
{
  plume_parallel_wait_passively (argv);
  measure_raster ("raster, 256 x 256, GHVB 2", PLUME_MOMENTUM_ANSWERS, 2, 256);
  measure_raster ("raster, 256 x 256, GHVB 5", PLUME_MOMENTUM_ANSWERS, 5, 256);
  measure_raster ("raster, 128 x 128, GHVB 5", PLUME_MOMENTUM_ANSWERS, 5, 128);
  measure_slider ("damping, held, stability plane", "stability", "ghvb", TRUE, FALSE);
  measure_slider ("damping, let go, stability plane", "stability", "ghvb", FALSE, FALSE);
  measure_slider ("damping, held, stability plane, variable GHVB", "stability", "vghvb", TRUE,
                  FALSE);
  measure_slider ("damping, held, plane", "plane", "ghvb", TRUE, FALSE);
  measure_slider ("damping, held, pictures", "pictures", "ghvb", TRUE, FALSE);
  measure_slider ("damping, held, all views and read-outs", NULL, "ghvb", TRUE, TRUE);
  measure_slider ("damping, let go, all views and read-outs", NULL, "ghvb", FALSE, TRUE);
  return 0;
}
