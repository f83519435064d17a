/* generative-scene-race.c: runs of all lanes at all budgets, their errors and fitted orders, and
 * the picture of them.
 *
 * The exact end is made once for every sample; later rounds only add the samples that are new.
 */
#include "experiments/generative-scene-race.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DIRECTIONS 24
#define FITTED     4
#define ROUND_OFF  3e-12 /* of the exact end; errors below 30 of it are not fitted */

const PlumeChoice scene_race_measures[] = {
  { "rms", N_ ("Distance to the exact end, rms"), NULL },
  { "median", N_ ("Distance to the exact end, median"), NULL },
  { "transport", N_ ("Sliced Wasserstein distance"), NULL },
  { "likelihood", N_ ("Excess of −ln p"), NULL },
  { NULL },
};

static void
race_free (gpointer data)
{
  SceneRace *race = data;

  for (guint i = 0; i < race->n_lanes; i++)
    {
      g_free (race->id[i]);
      g_free (race->title[i]);
    }
  g_free (race);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Projections of n places on directions that divide the half circle evenly, each sorted. In more
 * than two dimensions pairs of coordinates take turns. DIRECTIONS × n; free with g_free(). */
static double *
project (gsize n, gsize d, const double *places)
{
  double *sorted = g_new (double, DIRECTIONS *n);

  for (gsize k = 0; k < DIRECTIONS; k++)
    {
      double c = cos (G_PI * ((double)k + 0.5) / DIRECTIONS),
             s = sin (G_PI * ((double)k + 0.5) / DIRECTIONS);
      gsize first = k % d, second = (k + 1) % d;

      for (gsize i = 0; i < n; i++)
        sorted[k * n + i] = c * places[i * d + first] + s * places[i * d + second];
      qsort (sorted + k * n, n, sizeof (double), compare_doubles);
    }
  return sorted;
}

/* Sliced W₂ of two sets of which both have their projections. */
static double
distance_of_projections (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < DIRECTIONS * n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrt (sum / (double)(DIRECTIONS * n));
}

/* Sliced W₂ between two sets of n places. */
double
scene_transport_distance (gsize n, gsize d, const double *a, const double *b)
{
  g_autofree double *of_a = project (n, d, a), *of_b = project (n, d, b);

  return distance_of_projections (n, of_a, of_b);
}

static double
mean_surprise (const PlumeScore *score, const PlumeMarginal *at, gsize n, const double *places)
{
  g_autofree double *densities = NULL;

  if (score->type->density == NULL)
    return NAN;
  densities = g_new (double, n);
  score->type->density (score, at, n, places, densities, NULL);
  return -plume_sum (densities, n) / (double)n;
}

static void
measure (double error[SCENE_RACE_N_MEASURES],
         const SceneLane *lane,
         gsize n,
         const double *exact,
         const double *projections,
         const PlumeSampling *sampling)
{
  g_autofree double *own = project (n, sampling->d, sampling->end);
  gsize d = sampling->d;
  g_autofree double *squares = g_new (double, n);
  PlumeMarginal at =
      plume_process_at (lane->plan.process, lane->plan.to > 0 ? lane->plan.to : 1e-3);

  for (gsize i = 0; i < n; i++)
    {
      squares[i] = 0;
      for (gsize c = 0; c < d; c++)
        squares[i] += pow (sampling->end[i * d + c] - exact[i * d + c], 2);
    }
  error[SCENE_RACE_RMS] = sqrt (plume_sum (squares, n) / (double)n);
  error[SCENE_RACE_TRANSPORT] = distance_of_projections (n, own, projections);
  error[SCENE_RACE_LIKELIHOOD] = fabs (mean_surprise (lane->plan.score, &at, n, sampling->end)
                                       - mean_surprise (lane->plan.score, &at, n, exact));
  qsort (squares, n, sizeof (double), compare_doubles);
  error[SCENE_RACE_MEDIAN] = 0.5 * (sqrt (squares[(n - 1) / 2]) + sqrt (squares[n / 2]));
}

/* Least squares of ln error on −ln evaluations over the last points above round-off. */
static void
fit_slope (SceneRace *race, SceneRaceMeasure what, guint lane)
{
  double x[FITTED], y[FITTED], mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0, slope;
  guint n = 0;

  race->slope[what][lane] = race->slope_error[what][lane] = NAN;
  for (guint i = race->n[lane]; i > 0 && n < FITTED; i--)
    {
      double error = race->error[what][lane][i - 1];

      if (!(error > 30 * ROUND_OFF) || !isfinite (error))
        continue;
      x[n] = -log (race->evaluations[lane][i - 1]);
      y[n++] = log (error);
    }
  if (n < 3)
    return;
  for (guint i = 0; i < n; i++)
    {
      mean_x += x[i] / n;
      mean_y += y[i] / n;
    }
  for (guint i = 0; i < n; i++)
    {
      xx += (x[i] - mean_x) * (x[i] - mean_x);
      xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
  slope = xy / xx;
  for (guint i = 0; i < n; i++)
    rest += pow (y[i] - mean_y - slope * (x[i] - mean_x), 2);
  race->slope[what][lane] = slope;
  race->slope_error[what][lane] = sqrt (rest / (n - 2) / xx);
}

static SceneRace *
race_new (const SceneRacePlan *plan, gsize n_samples)
{
  SceneRace *race = g_new0 (SceneRace, 1);

  race->n_samples = n_samples;
  race->n_lanes = plan->n_lanes;
  for (guint i = 0; i < race->n_lanes; i++)
    {
      race->id[i] = g_strdup (plan->lanes[i].id);
      race->title[i] = g_strdup (plan->lanes[i].title);
      race->order[i] = plan->lanes[i].order;
    }
  return race;
}

/* One lane at one budget. */
typedef struct
{
  gboolean is_there; /* a budget that a solver cannot honour leaves no point */
  double evaluations, error[SCENE_RACE_N_MEASURES];
} Point;

typedef struct
{
  const SceneRacePlan *plan;
  gsize n;
  const double *exact, *projections;
  PlumeTask *task;
  Point *points; /* by lane and budget */
} Round;

static void
run_point (const Round *round, const SceneLane *lane, guint budget, Point *point)
{
  PlumeSamplingPlan one = lane->plan;
  g_autoptr (PlumeArray) times = NULL;
  g_autoptr (PlumeSampling) sampling = NULL;
  g_autoptr (GError) reason = NULL;

  one.budget = budget;
  if (lane->make_times != NULL)
    one.times = times = lane->make_times (lane, budget, &reason);
  if (reason == NULL)
    sampling = plume_sample (&one, round->n, round->plan->start, PLUME_KEEP_END, round->task, NULL);
  if (sampling == NULL)
    return;
  point->is_there = TRUE;
  point->evaluations = sampling->evaluations;
  measure (point->error, lane, round->n, round->exact, round->projections, sampling);
}

/* The dearest budgets first, so that no core waits for one of them in the end. */
static void
run_points (gsize from, gsize to, gpointer data)
{
  const Round *round = data;
  guint n_lanes = round->plan->n_lanes, n_budgets = round->plan->n_budgets;

  for (gsize i = from; i < to; i++)
    {
      guint lane = (guint)i % n_lanes, budget = n_budgets - 1 - (guint)i / n_lanes;

      if (!plume_task_is_cancelled (round->task))
        run_point (round, &round->plan->lanes[lane], round->plan->budgets[budget],
                   &round->points[lane * n_budgets + budget]);
    }
}

/* All lanes and budgets on the first n samples; points are shared out to the cores. */
static PlumeResult *
run_round (const SceneRacePlan *plan, gsize n, const double *exact, PlumeTask *task, GError **error)
{
  SceneRace *race = race_new (plan, n);
  g_autoptr (PlumeResult) result = plume_result_new (race, sizeof *race, race_free);
  g_autofree Point *points = g_new0 (Point, plan->n_lanes * plan->n_budgets);
  g_autoptr (PlumeTask) quiet = plume_task_new_part (task, 0, 0);
  g_autofree double *projections = project (n, plan->lanes[0].plan.score->dimension, exact);
  Round round = { plan, n, exact, projections, quiet, points };

  if (!plume_parallel_for (plan->n_lanes * plan->n_budgets, 1, run_points, &round, task, error))
    return NULL;
  for (guint lane = 0; lane < plan->n_lanes; lane++)
    {
      for (guint i = 0; i < plan->n_budgets; i++)
        {
          const Point *point = &points[lane * plan->n_budgets + i];
          guint at = race->n[lane];

          if (!point->is_there)
            continue;
          race->budget[lane][at] = plan->budgets[i];
          race->evaluations[lane][at] = point->evaluations;
          for (guint what = 0; what < SCENE_RACE_N_MEASURES; what++)
            race->error[what][lane][at] = point->error[what];
          race->n[lane]++;
        }
      for (guint what = 0; what < SCENE_RACE_N_MEASURES; what++)
        fit_slope (race, (SceneRaceMeasure)what, lane);
    }
  return g_steal_pointer (&result);
}

/**
 * scene_race_run:
 * @plan: lanes, budgets and rounds
 * @task: is given the result of each round but the last
 *
 * Returns: (transfer full): the race on the samples of the last round (#SceneRace)
 */
PlumeResult *
scene_race_run (const SceneRacePlan *plan, PlumeTask *task, GError **error)
{
  gsize d = plan->lanes[0].plan.score->dimension, all = plan->rounds[plan->n_rounds - 1], done = 0;
  g_autofree double *exact = g_new (double, all *d);

  g_return_val_if_fail (plan->n_lanes <= SCENE_MAX_LANES && plan->n_budgets <= SCENE_MAX_BUDGETS,
                        NULL);

  for (guint i = 0; i < plan->n_rounds; i++)
    {
      gsize n = plan->rounds[i];
      PlumeSamplingPlan reference = plan->lanes[0].plan;
      g_autoptr (PlumeSampling) more = NULL;
      PlumeResult *result;

      reference.options.relative_tolerance = plan->tolerance > 0 ? plan->tolerance : 1e-12;
      more = plume_sample_exactly (&reference, n - done, plan->start + done * d, 2, PLUME_KEEP_END,
                                   task, error);
      if (more == NULL)
        return NULL;
      memcpy (exact + done * d, more->end, (n - done) * d * sizeof (double));
      done = n;
      result = run_round (plan, n, exact, task, error);
      if (result == NULL || i + 1 == plan->n_rounds)
        return result;
      if (plume_task_wants_partial (task))
        plume_task_publish (task, result);
      else
        plume_result_unref (result);
    }
  return NULL;
}

double
scene_race_reach (const SceneRace *race, SceneRaceMeasure what, guint lane, double error)
{
  const double *x = race->evaluations[lane], *y = race->error[what][lane];

  for (guint i = 0; i < race->n[lane]; i++)
    if (y[i] <= error)
      {
        if (i == 0)
          return x[0];
        return x[i - 1] * pow (x[i] / x[i - 1], log (error / y[i - 1]) / log (y[i] / y[i - 1]));
      }
  return NAN;
}

static void
add_lane (PlumeAxes *axes, const SceneRace *race, const SceneRaceLook *look, guint lane)
{
  gsize n = race->n[lane];
  gboolean behind = look->colour[lane] == PLUME_COLOUR_GREY;
  double slope = race->slope[look->measure][lane];
  g_autofree char *label = isfinite (slope) ? g_strdup_printf ("%s  %.2f", race->title[lane], slope)
                                            : g_strdup (race->title[lane]),
                  *points = g_strdup_printf ("%s-points", race->id[lane]);
  g_autoptr (PlumeArray) x = plume_array_new_copy (race->evaluations[lane], n);
  g_autoptr (PlumeArray) y = plume_array_new_copy (race->error[look->measure][lane], n);
  PlumeInk ink = { .colour = look->colour[lane],
                   .width = behind ? 0.6 : 1.2,
                   .opacity = behind ? 0.7 : 1 };

  for (gsize i = 0; i < n; i++)
    if (!(y->values[i] > 0))
      y->values[i] = NAN;
  plume_axes_add_line (axes, race->id[lane], label, x, y, ink);
  ink.size = behind ? 0.8 : 1.2;
  ink.opacity = behind ? 0.7 : 1;
  plume_axes_add_points (axes, points, NULL, x, y, ink);
}

/* A handle on a lane; between its points by a power law. */
static void
add_chosen (PlumeAxes *axes, const SceneRace *race, const SceneRaceLook *look, guint lane)
{
  const double *x = race->evaluations[lane], *y = race->error[look->measure][lane];
  guint n = race->n[lane], i = 0;
  double at = CLAMP (look->chosen_budget, x[0], x[n - 1]), error;

  while (i + 2 < n && x[i + 1] < at)
    i++;
  error = n > 1 && x[i + 1] > x[i]
              ? y[i] * pow (y[i + 1] / y[i], log (at / x[i]) / log (x[i + 1] / x[i]))
              : y[i];
  if (error > 0 && isfinite (error))
    plume_axes_add_handle (axes, "chosen", NULL, at, error, PLUME_DRAG_BOTH,
                           (PlumeInk){ .colour = look->colour[lane] });
}

/* Those that stay behind first, so that the chosen ones lie on top. */
void
scene_race_draw (PlumeFigure *figure, const SceneRace *race, const SceneRaceLook *look)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "race", NULL, 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Evaluations of the score"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ (scene_race_measures[look->measure].title), NULL);
  for (guint pass = 0; pass < 2; pass++)
    for (guint lane = 0; lane < race->n_lanes; lane++)
      if ((look->colour[lane] != PLUME_COLOUR_GREY) == (pass == 1) && race->n[lane] > 0)
        add_lane (axes, race, look, lane);
  if (look->chosen >= 0 && race->n[look->chosen] > 0)
    add_chosen (axes, race, look, (guint)look->chosen);
}

gboolean
scene_race_nearest (
    const SceneRace *race, SceneRaceMeasure what, double x, double y, guint *lane, guint *budget)
{
  double best = INFINITY;

  for (guint k = 0; k < race->n_lanes; k++)
    for (guint i = 0; i < race->n[k]; i++)
      {
        /* budgets span about two decades and errors about six */
        double distance =
            hypot (3 * log (race->evaluations[k][i] / x), log (race->error[what][k][i] / y));

        if (!(distance < best))
          continue;
        best = distance;
        *lane = k;
        *budget = race->budget[k][i];
      }
  return isfinite (best);
}
