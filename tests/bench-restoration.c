/* bench-restoration.c: how soon restored pictures answer a slider, and what the parts of it cost.
 */
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <stdlib.h>

#define RUNS 9

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* A new value of a parameter each time, from values to a publication */
static void
measure (const char *name,
         const char *view,
         const char *parameter,
         double from,
         double step,
         const char *const *settings,
         gboolean coarse)
{
  const PlumeExperiment *experiment = plume_experiments_find ("mean-reverting-sampler");
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  int moved = plume_experiment_find_parameter (experiment, parameter);
  g_autofree gboolean *views = g_new0 (gboolean, experiment->n_views);
  double ms[RUNS];

  views[plume_experiment_find_view (experiment, view)] = TRUE;
  for (; settings != NULL && settings[0] != NULL; settings += 2)
    {
      PlumeAddress address;
      PlumeValues *next;

      g_assert_true (plume_address_parse (values, settings[0], &address, NULL));
      next = plume_values_with_text (values, &address, settings[1], NULL);
      g_assert_nonnull (next);
      plume_values_unref (values);
      values = next;
    }
  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) now =
          plume_values_with_number (values, &PLUME_ADDRESS (moved), from + step * run, NULL);
      PlumeWish wish = { .values = now, .inputs = inputs, .views = views, .coarse = coarse };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

      g_assert_true (publication->complete);
      if (run >= 0)
        ms[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  qsort (ms, RUNS, sizeof *ms, compare);
  g_print ("%s: median %.1f ms (min %.1f, max %.1f)\n", name, ms[RUNS / 2], ms[0], ms[RUNS - 1]);
  plume_engine_free (engine);
}

int
main (void)
{
  static const char *const sde[] = { "stochasticity", "1", NULL };
  static const char *const whole[] = { "picture-denoiser", "pictures", NULL };

  measure ("pictures, level of noise", "restoration", "level", 0.5, 0.01, NULL, FALSE);
  measure ("pictures, level of noise, held", "restoration", "level", 0.5, 0.01, NULL, TRUE);
  measure ("pictures, tolerance", "restoration", "tolerance", 0.1, 0.005, NULL, FALSE);
  measure ("pictures, tolerance, held", "restoration", "tolerance", 0.1, 0.005, NULL, TRUE);
  measure ("pictures, SDE, level of noise", "restoration", "level", 0.5, 0.01, sde, FALSE);
  measure ("whole pictures, level of noise", "restoration", "level", 0.5, 0.01, whole, FALSE);
  measure ("pictures, journey", "restoration", "journey", 1.0, 0.1, NULL, FALSE);
  measure ("film, level of noise", "film", "level", 0.5, 0.01, NULL, FALSE);
  return 0;
}
