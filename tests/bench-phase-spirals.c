/* bench-phase-spirals.c: how soon the picture of a phase spiral answers: opening, the time slider
 * while it is held and when it is let go, and the kick. */
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <stdlib.h>

#define RUNS 15

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
  g_print ("%s: median %.1f ms (min %.1f, max %.1f)\n", name, ms[RUNS / 2], ms[0], ms[RUNS - 1]);
}

/* One change of a number, answered by the plane alone or by everything */
static void
measure (const char *name, const char *parameter, double from, gboolean coarse, gboolean all)
{
  const PlumeExperiment *experiment = plume_experiments_find ("phase-spirals");
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  int index = plume_experiment_find_parameter (experiment, parameter);
  gboolean plane[16] = { TRUE };
  double ms[RUNS];

  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) now =
          plume_values_with_number (values, &PLUME_ADDRESS (index), from * (1 + 0.01 * run), NULL);
      PlumeWish wish = { .values = now,
                         .inputs = inputs,
                         .views = all ? NULL : plane,
                         .readouts = all,
                         .coarse = coarse && run >= 0 };
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

      if (run >= 0)
        ms[run] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  report (name, ms);
  plume_engine_free (engine);
}

int
main (int argc, char **argv)
{
  measure ("time, held, plane", "time", 500, TRUE, FALSE);
  measure ("time, let go, plane", "time", 500, FALSE, FALSE);
  measure ("divider, held, plane", "divider", 0.5, TRUE, FALSE);
  measure ("kick, held, plane", "kick", 8, TRUE, FALSE);
  measure ("kick, let go, plane", "kick", 8, FALSE, FALSE);
  measure ("time, held, all views and read-outs", "time", 500, TRUE, TRUE);
  measure ("time, let go, all views and read-outs", "time", 500, FALSE, TRUE);
  measure ("kick, let go, all views and read-outs", "kick", 8, FALSE, TRUE);
  return 0;
}
