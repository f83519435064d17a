/* bench-dpm-solver.c: how soon the race of solvers answers: a component that is dragged on the
 * plane, alone and with all that is shown; every stage by itself; and the whole race. On the wall,
 * and in processor time of all cores, which does not depend on what else the machine does.
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

typedef struct
{
  gint64 wall;
  clock_t processor;
} Start;

static Start
start_now (void)
{
  return (Start){ g_get_monotonic_time (), clock () };
}

/* Times of the runs, ms: on the wall, and of the processors. */
typedef struct
{
  double wall[RUNS], processor[RUNS];
} Times;

static void
note (Times *times, int run, Start start)
{
  times->wall[run] = 1e-3 * (double)(g_get_monotonic_time () - start.wall);
  times->processor[run] = 1e3 * (double)(clock () - start.processor) / CLOCKS_PER_SEC;
}

static void
report (const char *name, Times *times)
{
  qsort (times->wall, RUNS, sizeof (double), compare);
  qsort (times->processor, RUNS, sizeof (double), compare);
  g_print ("%-46s median %7.1f ms, processor %7.1f ms\n", name, times->wall[RUNS / 2],
           times->processor[RUNS / 2]);
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
  Times times;

  for (guint i = 0; i < n_views && i < bench->experiment->n_views; i++)
    views[i] = !bench->experiment->views[i].hidden;
  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) now =
          moved (bench, -1.5 + 0.01 * (run + 2) + 1e-4 * n_views + (coarse ? 0.005 : 0));
      PlumeWish wish = { .values = now,
                         .inputs = bench->inputs,
                         .views = views,
                         .readouts = readouts,
                         .coarse = coarse };
      Start start = start_now ();
      g_autoptr (PlumePublication) publication =
          plume_engine_evaluate (bench->engine, &wish, NULL, NULL);

      if (run >= 0)
        note (&times, run, start);
    }
  report (name, &times);
}

/* Every stage in its order, those before it known. */
static void
measure_stages (Bench *bench)
{
  for (guint i = 0; i < bench->experiment->n_stages; i++)
    {
      Times times;

      for (int run = 0; run < RUNS; run++)
        {
          g_autoptr (PlumeValues) now = moved (bench, -1.4 + 0.001 * run);
          Start start = start_now ();
          g_autoptr (PlumeResult) result = plume_engine_get_result (
              bench->engine, now, bench->inputs, bench->experiment->stages[i].id, NULL, NULL);

          note (&times, run, start);
        }
      report (bench->experiment->stages[i].id, &times);
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
  {
    PlumeAddress address;
    PlumeValues *more;

    g_assert_true (plume_address_parse (bench.values, "evaluations", &address, NULL));
    more = plume_values_with_number (bench.values, &address, 30, NULL);
    plume_values_unref (bench.values);
    bench.values = more;
    measure_drag (&bench, "30 evaluations: component, held, plane", 1, FALSE, TRUE);
    measure_drag (&bench, "30 evaluations: component, held, all shown", 32, TRUE, TRUE);
  }
  plume_values_unref (bench.values);
  plume_inputs_unref (bench.inputs);
  plume_engine_free (bench.engine);
  return 0;
}
