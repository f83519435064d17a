/* bench-dpm-solver.c: how soon the race of solvers answers: a component that is dragged on the
 * plane, alone and with all that is shown; every stage by itself; and the whole race. In processor
 * time of all cores, since that does not depend on what else the machine does.
 */
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <stdlib.h>
#include <time.h>

#define RUNS 5

typedef struct
{
  const PlumeExperiment *experiment;
  PlumeEngine *engine;
  PlumeValues *values;
  PlumeInputs *inputs;
} Bench;

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
  g_print ("%-46s median %7.1f ms of processor time (min %.1f, max %.1f)\n", name, ms[RUNS / 2],
           ms[0], ms[RUNS - 1]);
}

static PlumeValues *
moved (const Bench *bench, double x)
{
  PlumeAddress address;

  g_assert_true (plume_address_parse (bench->values, "components[0].x", &address, NULL));
  return plume_values_with_number (bench->values, &address, x, NULL);
}

/* The first component moves by a little each time, so that nothing is remembered. */
static void
measure_drag (Bench *bench, const char *name, guint n_views, gboolean readouts, gboolean coarse)
{
  gboolean views[32] = { FALSE };
  double ms[RUNS];

  for (guint i = 0; i < n_views && i < bench->experiment->n_views; i++)
    views[i] = !bench->experiment->views[i].hidden;
  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) now = moved (bench, -1.5 + 0.01 * (run + 2) + (coarse ? 0.005 : 0));
      PlumeWish wish = { .values = now,
                         .inputs = bench->inputs,
                         .views = views,
                         .readouts = readouts,
                         .coarse = coarse };
      clock_t start = clock ();
      g_autoptr (PlumePublication) publication =
          plume_engine_evaluate (bench->engine, &wish, NULL, NULL);

      if (run >= 0)
        ms[run] = 1e3 * (double)(clock () - start) / CLOCKS_PER_SEC;
    }
  report (name, ms);
}

/* Every stage in its order, those before it known. */
static void
measure_stages (Bench *bench)
{
  for (guint i = 0; i < bench->experiment->n_stages; i++)
    {
      double ms[RUNS];

      for (int run = 0; run < RUNS; run++)
        {
          g_autoptr (PlumeValues) now = moved (bench, -1.4 + 0.001 * run);
          clock_t start = clock ();
          g_autoptr (PlumeResult) result = plume_engine_get_result (
              bench->engine, now, bench->inputs, bench->experiment->stages[i].id, NULL, NULL);

          ms[run] = 1e3 * (double)(clock () - start) / CLOCKS_PER_SEC;
        }
      report (bench->experiment->stages[i].id, ms);
    }
}

int
main (int argc, char **argv)
{
  const PlumeExperiment *experiment = plume_experiments_find ("dpm-solver");
  Bench bench = { experiment, plume_engine_new (experiment, 1 << 28), plume_values_new (experiment),
                  plume_inputs_new (experiment, TRUE) };

  measure_drag (&bench, "component, held, plane", 1, FALSE, TRUE);
  measure_drag (&bench, "component, held, all shown", 32, TRUE, TRUE);
  measure_drag (&bench, "component, let go, plane", 1, FALSE, FALSE);
  measure_stages (&bench);
  plume_values_unref (bench.values);
  plume_inputs_unref (bench.inputs);
  plume_engine_free (bench.engine);
  return 0;
}
