/* bench-phase-spirals.c: how soon the picture of a phase spiral answers: opening, and one change of
 * a slider that is held or let go. With 10⁶ stars where nothing else is said. */
#include "experiments/plume-experiments.h"
#include "figure/plume-pixels.h"
#include "lab/plume-engine.h"

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#define RUNS 15

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Time of the wall and, since others may use the machine, of all processors together */
typedef struct
{
  double wall[RUNS], processors[RUNS];
} Times;

static double
processor_ms (void)
{
  return 1000.0 * (double)clock () / CLOCKS_PER_SEC;
}

static void
report (const char *name, Times *ms)
{
  qsort (ms->wall, RUNS, sizeof (double), compare);
  qsort (ms->processors, RUNS, sizeof (double), compare);
  g_print ("%-50s median %7.1f ms (min %.1f, max %.1f), %.1f ms of processors\n", name,
           ms->wall[RUNS / 2], ms->wall[0], ms->wall[RUNS - 1], ms->processors[RUNS / 2]);
}

typedef enum
{
  PLANE,   /* its figure */
  PAINTED, /* and its stars counted on the CPU, as without a graphics card */
  OPEN,    /* the views that are open at first, and read-outs */
} Answer;

typedef struct
{
  const char *name, *parameter;
  double about;
  gboolean coarse; /* the control is held */
  Answer answer;
  const char *settings; /* parameter=value;… */
} Case;

static PlumeValues *
set (PlumeValues *values, const char *settings)
{
  g_auto (GStrv) pairs = g_strsplit (settings, ";", -1);

  for (char **pair = pairs; *pair != NULL && **pair != '\0'; pair++)
    {
      g_auto (GStrv) sides = g_strsplit (*pair, "=", 2);
      PlumeAddress address;
      PlumeValues *next;

      g_assert_true (plume_address_parse (values, sides[0], &address, NULL));
      next = plume_values_with_text (values, &address, sides[1], NULL);
      plume_values_unref (values);
      values = next;
    }
  return values;
}

static void
count_stars (const PlumePublication *publication)
{
  const PlumeAxes *axes = g_ptr_array_index (publication->figures[0]->axes, 0);

  for (guint i = 0; i < axes->marks->len; i++)
    if (plume_mark_has_cells (g_ptr_array_index (axes->marks, i)))
      plume_array_unref (plume_density_cells (g_ptr_array_index (axes->marks, i)));
}

/* One change of a number, from the value to what shows it; the first change fills the memo. */
static void
measure (const Case *now)
{
  const PlumeExperiment *experiment = plume_experiments_find ("phase-spirals");
  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumeValues) values = set (plume_values_new (experiment), now->settings);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  int index = plume_experiment_find_parameter (experiment, now->parameter);
  gboolean views[16] = { TRUE };
  Times ms;

  for (guint i = 1; i < experiment->n_views && now->answer == OPEN; i++)
    views[i] = !experiment->views[i].hidden;
  for (int run = -1; run < RUNS; run++)
    {
      g_autoptr (PlumeValues) changed = plume_values_with_number (
          values, &PLUME_ADDRESS (index), now->about * (1 + 0.01 * run), NULL);
      PlumeWish wish = { .values = changed,
                         .inputs = inputs,
                         .views = views,
                         .readouts = now->answer == OPEN,
                         .coarse = now->coarse && run >= 0 };
      double busy = processor_ms ();
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

      if (now->answer == PAINTED)
        count_stars (publication);
      if (run < 0)
        continue;
      ms.wall[run] = (double)(g_get_monotonic_time () - start) / 1000;
      ms.processors[run] = processor_ms () - busy;
    }
  report (now->name, &ms);
  plume_engine_free (engine);
}

/* From nothing to the plane, then to all that is open at first */
static void
measure_opening (void)
{
  const PlumeExperiment *experiment = plume_experiments_find ("phase-spirals");
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, TRUE);
  Times to_plane, to_all;

  for (int run = 0; run < RUNS; run++)
    {
      PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
      gboolean views[16] = { TRUE };
      PlumeWish wish = { .values = values, .inputs = inputs, .views = views };
      double busy = processor_ms ();
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumePublication) plane = plume_engine_evaluate (engine, &wish, NULL, NULL);

      to_plane.wall[run] = (double)(g_get_monotonic_time () - start) / 1000;
      to_plane.processors[run] = processor_ms () - busy;
      for (guint i = 1; i < experiment->n_views; i++)
        views[i] = !experiment->views[i].hidden;
      wish.readouts = TRUE;

      g_autoptr (PlumePublication) all = plume_engine_evaluate (engine, &wish, NULL, NULL);

      to_all.wall[run] = (double)(g_get_monotonic_time () - start) / 1000;
      to_all.processors[run] = processor_ms () - busy;
      plume_engine_free (engine);
    }
  report ("opening to the plane", &to_plane);
  report ("opening to all that is open", &to_all);
}

#define FREE    "diffusion=0"
#define DENSITY "diffusion=0;plane-shows=density"

static const Case cases[] = {
  { "time, density, held or let go, to the figure", "time", 500, FALSE, PLANE, DENSITY },
  { "time, density, to the counts on the CPU", "time", 500, FALSE, PAINTED, DENSITY },
  { "time, density, 10⁷ stars, to the figure", "time", 500, FALSE, PLANE,
    DENSITY ";star-count=1e7" },
  { "time, density, 10⁷ stars, to the counts", "time", 500, FALSE, PAINTED,
    DENSITY ";star-count=1e7" },
  { "time, contrast, held or let go", "time", 500, FALSE, PLANE, FREE },
  { "time, density, held, all that is open", "time", 500, TRUE, OPEN, DENSITY },
  { "time, density, let go, all that is open", "time", 500, FALSE, OPEN, DENSITY },
  { "time, with clouds, held", "time", 500, TRUE, PLANE, "" },
  { "time, with clouds, let go", "time", 500, FALSE, PLANE, "" },
  { "time, with clouds, held, all that is open", "time", 500, TRUE, OPEN, "" },
  { "divider, held, density", "divider", 0.5, TRUE, PLANE, DENSITY },
  { "kick, held", "kick", 8, TRUE, PLANE, "" },
  { "kick, held, density, no clouds", "kick", 8, TRUE, PAINTED, DENSITY },
  { "kick, held, all that is open", "kick", 8, TRUE, OPEN, "" },
  { "kick, let go", "kick", 8, FALSE, PLANE, "" },
  { "kick, let go, all that is open", "kick", 8, FALSE, OPEN, "" },
};

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    measure (&cases[i]);
  measure_opening ();
  return 0;
}
