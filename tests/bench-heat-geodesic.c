/* bench-heat-geodesic.c: how soon heat geodesics answer as an experiment: the rough and the full
 * picture of new data, a time that is dragged, other sliders, and many points. With an argument, a
 * number of points, only that many: bench-heat-geodesic 100000.
 */
#include "experiments/plume-experiments.h"
#include "lab/plume-engine.h"

#include <stdlib.h>
#include <time.h>

#define RUNS 7

typedef struct
{
  const PlumeExperiment *experiment;
  PlumeEngine *engine;
  PlumeValues *values;
  PlumeInputs *inputs;
} Bench;

static void
set (Bench *bench, const char *name, double value)
{
  PlumeAddress address;
  PlumeValues *changed;

  if (!plume_address_parse (bench->values, name, &address, NULL))
    g_error ("%s", name);
  changed = plume_values_with_number (bench->values, &address, value, NULL);
  plume_values_unref (bench->values);
  bench->values = changed;
}

/* Stages that take long, as they end. */
static gboolean
time_stage (int stage, gboolean coarse, gpointer data)
{
  static gint64 since;
  static clock_t processor;
  static int running = -1;
  const Bench *bench = data;
  double spent = 1e-3 * (double)(g_get_monotonic_time () - since);

  if (stage < 0 && running >= 0 && spent > 100)
    g_print ("  %-46s %9.1f ms, processor %9.1f ms\n", bench->experiment->stages[running].id, spent,
             1e3 * (double)(clock () - processor) / CLOCKS_PER_SEC);
  running = stage;
  since = g_get_monotonic_time ();
  processor = clock ();
  return TRUE;
}

/* Only the picture, or all views that are open at first. */
static void
evaluate (const Bench *bench, gboolean coarse, gboolean all)
{
  g_autofree gboolean *views = g_new0 (gboolean, bench->experiment->n_views);
  PlumeWish wish = { .values = bench->values,
                     .inputs = bench->inputs,
                     .views = views,
                     .readouts = all,
                     .coarse = coarse,
                     .running = time_stage,
                     .running_data = (gpointer)bench };
  g_autoptr (PlumePublication) publication = NULL;

  for (guint v = 0; v < bench->experiment->n_views; v++)
    views[v] = v == 0 || (all && !bench->experiment->views[v].hidden);
  publication = plume_engine_evaluate (bench->engine, &wish, NULL, NULL);
  if (publication->errors[0] != NULL)
    g_error ("%s", publication->errors[0]->message);
}

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

static double
wall_since (Start start)
{
  return 1e-3 * (double)(g_get_monotonic_time () - start.wall);
}

static double
processor_since (Start start)
{
  return 1e3 * (double)(clock () - start.processor) / CLOCKS_PER_SEC;
}

static void
report_once (const char *name, Start start)
{
  g_print ("%-48s %9.1f ms, processor %9.1f ms\n", name, wall_since (start),
           processor_since (start));
}

/* A slider that is held, in steps of 3 %. */
static void
drag (Bench *bench, const char *title, const char *name, double from, gboolean all)
{
  double wall[RUNS], processor[RUNS];

  for (int run = -1; run < RUNS; run++)
    {
      Start start;

      set (bench, name, from * (1 + 0.03 * (run + 2)));
      start = start_now ();
      evaluate (bench, TRUE, all);
      if (run < 0)
        continue;
      wall[run] = wall_since (start);
      processor[run] = processor_since (start);
    }
  qsort (wall, RUNS, sizeof *wall, compare);
  qsort (processor, RUNS, sizeof *processor, compare);
  g_print ("%-48s median %6.1f ms, processor %6.1f ms\n", title, wall[RUNS / 2],
           processor[RUNS / 2]);
}

static void
measure (double n_points, double ambient)
{
  Bench bench = { .experiment = plume_experiments_find ("heat-geodesic-embedding") };
  Start start;

  g_print ("-- %.0f points\n", n_points);
  bench.engine = plume_engine_new (bench.experiment, (gsize)4 << 30);
  bench.values = plume_values_new (bench.experiment);
  bench.inputs = plume_inputs_new (bench.experiment, TRUE);
  set (&bench, "points", n_points);
  set (&bench, "ambient", ambient);
  start = start_now ();
  evaluate (&bench, TRUE, FALSE);
  report_once ("new data to a rough picture", start);
  evaluate (&bench, FALSE, FALSE);
  report_once ("new data to the full picture", start);
  drag (&bench, "time held, picture", "time", 10, FALSE);
  drag (&bench, "volume correction held, picture", "harnack", 0.5, FALSE);
  start = start_now ();
  evaluate (&bench, FALSE, TRUE);
  report_once ("then all that is open, with read-outs", start);
  drag (&bench, "time held, all that is open", "time", 10, TRUE);
  plume_engine_free (bench.engine);
  plume_values_unref (bench.values);
  plume_inputs_unref (bench.inputs);
}

int
main (int argc, char **argv)
{
  if (argc > 1)
    measure (g_ascii_strtod (argv[1], NULL), 50);
  else
    {
      measure (1000, 0);
      measure (3000, 0);
      measure (20000, 50);
    }
  return 0;
}
