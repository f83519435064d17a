/* stochastic-interpolants-stages.c: samples on their way, the pictures' fields, and what they cost.
 */
#include "experiments/stochastic-interpolants.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_PLACES       4000000 /* that are kept of a walk */
#define COARSE_SAMPLES    2000
#define COARSE_STEPS      20
#define COARSE_PAIRS      128 /* with which those samples go; of more, fewer samples */
#define HEAT              256
#define HEAT_COARSE       128
#define ARROWS            26
#define SHOWN_DEPTH       5.0 /* of ln ρ below its greatest, where arrows are shown */
#define STRIP_TIMES       200
#define STRIP_PLACES      256
#define LOSS_SAMPLES      2000
#define ENERGY_SAMPLES    4000
#define SEARCH_SAMPLES    200
#define MATCHED           200
#define MOST_STRAIGHTENED 16 /* components of an end between which bends are searched */
#define CROSSING_PATHS    120

const double si_comb_epsilons[SI_COMB] = { 0, 0.1, 1, 10 };

gboolean
si_is_backward (const PlumeReads *reads)
{
  return plume_reads_integer (reads, "direction") == 1;
}

static PlumeFlowPlan
read_plan (const PlumeReads *reads)
{
  static const PlumeFlowMethod methods[] = { PLUME_FLOW_RUNGE_KUTTA, PLUME_FLOW_ADAPTIVE,
                                             PLUME_FLOW_HEUN, PLUME_FLOW_NOISE_FIRST,
                                             PLUME_FLOW_EULER_MARUYAMA };
  SiMethod method = (SiMethod)plume_reads_integer (reads, "method");
  PlumeFlowPlan plan =
      plume_flow_plan_init (methods[method], (guint)plume_reads_integer (reads, "steps"));

  plan.from = si_is_backward (reads) ? 1 : 0;
  plan.to = 1 - plan.from;
  plan.epsilon = plume_reads_number (reads, "epsilon");
  plan.noise = plume_noise_brownian (plume_reads_seed (reads, "seed"), 1);
  plan.stays_stable = plume_reads_switch (reads, "stays-stable");
  plan.tolerance = 1e-7;
  plan.keeps_path = TRUE;
  plan.measures = method == SI_FLOW || method == SI_ADAPTIVE;
  return plan;
}

static void
free_flow (gpointer data)
{
  plume_flow_free (data);
}

static PlumeResult *
walk (const PlumeReads *reads, gsize n, guint steps, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  PlumeFlowPlan plan = read_plan (reads);
  g_autofree double *start = g_new (double, 2 * n);
  PlumeFlow *flow;

  plan.steps = MIN (plan.steps, steps);
  plan.keep_every = (guint)((n * plan.steps + MOST_PLACES - 1) / MOST_PLACES);
  plume_bridge_sample (bridge->plane, plan.from, n, plume_reads_seed (reads, "seed"), start, NULL,
                       NULL, NULL);
  flow = plume_flow_run (bridge->plane, &plan, n, start, task, error);
  if (flow == NULL)
    return NULL;
  return plume_result_new (flow, (flow->n_nodes + 3) * n * 2 * sizeof (double), free_flow);
}

PlumeResult *
si_walk (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return walk (reads, (gsize)plume_reads_integer (reads, "samples"), G_MAXUINT, task, error);
}

PlumeResult *
si_walk_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  gsize n_pairs = plume_bridge_get_n_pairs (bridge->plane),
        n = MIN (COARSE_SAMPLES, COARSE_SAMPLES * COARSE_PAIRS / n_pairs);

  return walk (reads, MIN ((gsize)plume_reads_integer (reads, "samples"), n), COARSE_STEPS, task,
               error);
}

/* The same number of steps on the line, for the space–time picture */
PlumeResult *
si_walk_line (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  PlumeFlowPlan plan = read_plan (reads);
  double start[SI_LINE_PATHS];
  PlumeFlow *flow;

  plan.measures = FALSE;
  plume_bridge_sample (bridge->line, plan.from, SI_LINE_PATHS, plume_reads_seed (reads, "seed"),
                       start, NULL, NULL, NULL);
  flow = plume_flow_run (bridge->line, &plan, SI_LINE_PATHS, start, task, error);
  if (flow == NULL)
    return NULL;
  return plume_result_new (flow, (flow->n_nodes + 2) * SI_LINE_PATHS * sizeof (double), free_flow);
}

static void
free_heat (gpointer data)
{
  SiHeat *heat = data;

  plume_array_unref (heat->density);
  g_free (heat);
}

static void
exponentiate (gsize from, gsize to, gpointer data)
{
  double *values = data;

  for (gsize i = from; i < to; i++)
    values[i] = exp (values[i]);
}

static PlumeResult *
make_heat (const PlumeReads *reads, gsize n, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  g_autofree double *places = g_new (double, 2 * n * n);
  g_autoptr (PlumeArray) density = plume_array_new (n * n);
  PlumeBridgeFields fields = { .log_density = density->values };
  SiHeat *heat;
  double low;

  for (gsize i = 0; i < n * n; i++)
    {
      places[2 * i] =
          bridge->x_from + ((double)(i % n) + 0.5) / n * (bridge->x_to - bridge->x_from);
      places[2 * i + 1] =
          bridge->y_from + ((double)(i / n) + 0.5) / n * (bridge->y_to - bridge->y_from);
    }
  if (!plume_bridge_evaluate (bridge->plane, plume_reads_number (reads, "time"), n * n, places,
                              &fields, task, error)
      || !plume_parallel_for (n * n, 4096, exponentiate, density->values, task, error))
    return NULL;
  heat = g_new0 (SiHeat, 1);
  heat->n = n;
  heat->density = plume_array_ref (density);
  plume_array_range (density, &low, &heat->greatest);
  return plume_result_new (heat, sizeof *heat + n * n * sizeof (double), free_heat);
}

PlumeResult *
si_make_heat (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return make_heat (reads, HEAT, task, error);
}

PlumeResult *
si_make_heat_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return make_heat (reads, HEAT_COARSE, task, error);
}

static void
free_field (gpointer data)
{
  SiField *field = data;

  plume_array_unref (field->x);
  plume_array_unref (field->y);
  plume_array_unref (field->x1);
  plume_array_unref (field->y1);
  g_free (field);
}

static void
put_stroke (SiField *field, gsize i, double x, double y, double dx, double dy)
{
  field->x->values[i] = x;
  field->y->values[i] = y;
  field->x1->values[i] = x + dx;
  field->y1->values[i] = y + dy;
}

/* Shafts and heads; lengths up to the spacing, by the greatest length that matters */
static SiField *
strokes_of (const SiBridge *bridge,
            gsize n,
            const double *places,
            const double *values,
            const double *log_density)
{
  SiField *field = g_new0 (SiField, 1);
  double spacing = (bridge->x_to - bridge->x_from) / ARROWS, greatest = 0, top = -INFINITY;

  field->x = plume_array_new (3 * n);
  field->y = plume_array_new (3 * n);
  field->x1 = plume_array_new (3 * n);
  field->y1 = plume_array_new (3 * n);
  for (gsize i = 0; i < n; i++)
    top = MAX (top, log_density[i]);
  for (gsize i = 0; i < n; i++)
    if (log_density[i] > top - SHOWN_DEPTH)
      greatest = MAX (greatest, hypot (values[2 * i], values[2 * i + 1]));
  for (gsize i = 0; i < n; i++)
    {
      double size = hypot (values[2 * i], values[2 * i + 1]);
      double length = greatest > 0 ? 0.9 * spacing * MIN (sqrt (size / greatest), 1) : 0;
      gboolean is_shown = size > 0 && log_density[i] > top - SHOWN_DEPTH;
      double dx = is_shown ? length * values[2 * i] / size : NAN,
             dy = is_shown ? length * values[2 * i + 1] / size : NAN;
      double tip_x = places[2 * i] + 0.5 * dx, tip_y = places[2 * i + 1] + 0.5 * dy;

      put_stroke (field, 3 * i, tip_x - dx, tip_y - dy, dx, dy);
      put_stroke (field, 3 * i + 1, tip_x, tip_y, -0.3 * dx - 0.16 * dy, -0.3 * dy + 0.16 * dx);
      put_stroke (field, 3 * i + 2, tip_x, tip_y, -0.3 * dx + 0.16 * dy, -0.3 * dy - 0.16 * dx);
    }
  return field;
}

PlumeResult *
si_make_field (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  SiArrows kind = (SiArrows)plume_reads_integer (reads, "arrows");
  gsize n = kind == SI_NO_ARROWS ? 0 : ARROWS * ARROWS;
  double places[2 * ARROWS * ARROWS], velocity[2 * ARROWS * ARROWS], score[2 * ARROWS * ARROWS],
      denoiser[2 * ARROWS * ARROWS], log_density[ARROWS * ARROWS];
  double epsilon = plume_reads_number (reads, "epsilon") * (si_is_backward (reads) ? -1 : 1);
  PlumeBridgeFields fields = {
    .velocity = velocity, .score = score, .denoiser = denoiser, .log_density = log_density
  };
  SiField *field;

  for (gsize i = 0; i < n; i++)
    {
      places[2 * i] =
          bridge->x_from + ((double)(i % ARROWS) + 0.5) / ARROWS * (bridge->x_to - bridge->x_from);
      places[2 * i + 1] =
          bridge->y_from + ((double)(i / ARROWS) + 0.5) / ARROWS * (bridge->y_to - bridge->y_from);
    }
  if (n > 0
      && !plume_bridge_evaluate (bridge->plane, plume_reads_number (reads, "time"), n, places,
                                 &fields, task, error))
    return NULL;
  for (gsize i = 0; i < 2 * n && kind == SI_ARROWS_DRIFT; i++)
    velocity[i] += epsilon * score[i];
  field = strokes_of (bridge, n, places,
                      kind == SI_ARROWS_SCORE      ? score
                      : kind == SI_ARROWS_DENOISER ? denoiser
                                                   : velocity,
                      log_density);
  return plume_result_new (field, sizeof *field + 12 * n * sizeof (double), free_field);
}

static void
free_strip (gpointer data)
{
  SiStrip *strip = data;

  plume_array_unref (strip->density);
  g_free (strip);
}

typedef struct
{
  const SiBridge *bridge;
  double *density;
} StripWork;

static void
fill_columns (gsize from, gsize to, gpointer data)
{
  StripWork *work = data;
  const SiBridge *bridge = work->bridge;
  double places[STRIP_PLACES], log_density[STRIP_PLACES];
  PlumeBridgeFields fields = { .log_density = log_density };

  for (gsize i = 0; i < STRIP_PLACES; i++)
    places[i] = bridge->line_from
                + ((double)i + 0.5) / STRIP_PLACES * (bridge->line_to - bridge->line_from);
  for (gsize column = from; column < to; column++)
    {
      g_autoptr (PlumeBridgeMoment) moment =
          plume_bridge_moment_new (bridge->line, ((double)column + 0.5) / STRIP_TIMES, NULL);

      for (gsize i = 0; i < STRIP_PLACES; i++)
        log_density[i] = NAN;
      if (moment != NULL)
        plume_bridge_moment_evaluate (moment, STRIP_PLACES, places, &fields);
      for (gsize i = 0; i < STRIP_PLACES; i++)
        work->density[i * STRIP_TIMES + column] = exp (log_density[i]);
    }
}

PlumeResult *
si_make_strip (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeArray) density = plume_array_new (STRIP_TIMES * STRIP_PLACES);
  StripWork work = { plume_reads_result (reads, "bridge"), density->values };
  SiStrip *strip;

  if (!plume_parallel_for (STRIP_TIMES, 8, fill_columns, &work, task, error))
    return NULL;
  strip = g_new0 (SiStrip, 1);
  strip->n_rows = STRIP_PLACES;
  strip->n_columns = STRIP_TIMES;
  strip->density = plume_array_ref (density);
  return plume_result_new (strip, STRIP_TIMES * STRIP_PLACES * sizeof (double), free_strip);
}

static void
free_comb (gpointer data)
{
  SiComb *comb = data;

  for (guint i = 0; i < SI_COMB; i++)
    g_clear_pointer (&comb->flows[i], plume_flow_free);
  g_free (comb);
}

/* The same starts and the same noise, as much of it as each ε asks for */
PlumeResult *
si_make_comb (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  SiComb *comb = g_new0 (SiComb, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (comb, sizeof *comb + 64 * 101 * 8 * SI_COMB, free_comb);
  double start[SI_LINE_PATHS];

  for (guint i = 0; i < SI_COMB; i++)
    {
      PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_HEUN, 150);

      plan.from = si_is_backward (reads) ? 1 : 0;
      plan.to = 1 - plan.from;
      plan.epsilon = si_comb_epsilons[i];
      plan.noise = plume_noise_brownian (plume_reads_seed (reads, "seed"), 1);
      plan.keeps_path = TRUE;
      plume_bridge_sample (bridge->line, plan.from, SI_LINE_PATHS, plume_reads_seed (reads, "seed"),
                           start, NULL, NULL, NULL);
      comb->flows[i] = plume_flow_run (bridge->line, &plan, SI_LINE_PATHS, start, task, error);
      if (comb->flows[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&result);
}

PlumeResult *
si_find_losses (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  g_autofree SiLosses *losses = g_new0 (SiLosses, 1);

  for (guint i = 0; i < SI_LOSS_MOMENTS; i++)
    {
      losses->times[i] = (i + 0.5) / SI_LOSS_MOMENTS;
      if (!plume_bridge_losses (bridge->plane, losses->times[i], LOSS_SAMPLES,
                                plume_reads_seed (reads, "seed"), losses->losses[i], task, error))
        return NULL;
    }
  return plume_result_new (g_steal_pointer (&losses), sizeof *losses, g_free);
}

PlumeResult *
si_find_valley (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  PlumeFieldError wrong = { .velocity = plume_reads_number (reads, "velocity-error"),
                            .score = plume_reads_number (reads, "score-error"),
                            .wavenumber = plume_reads_number (reads, "error-wavenumber") };
  g_autofree SiValley *valley = g_new0 (SiValley, 1);

  valley->gaps = plume_bridge_gaps (bridge->line, &wrong, 2000, plume_reads_seed (reads, "seed"));
  valley->of_flow = plume_bridge_divergence (bridge->line, &wrong, 0, task, error);
  if (isnan (valley->of_flow))
    return NULL;
  for (guint i = 0; i < SI_VALLEY; i++)
    {
      valley->epsilons[i] = pow (10, -2 + 4.0 * i / (SI_VALLEY - 1));
      valley->measured[i] =
          plume_bridge_divergence (bridge->line, &wrong, valley->epsilons[i], task, error);
      if (isnan (valley->measured[i]))
        return NULL;
    }
  return plume_result_new (g_steal_pointer (&valley), sizeof *valley, g_free);
}

static void
free_energy (gpointer data)
{
  SiEnergy *energy = data;

  g_free (energy->reason);
  g_free (energy);
}

/* The best bends, where both ends are tables, and what they cost over time */
static gboolean
straighten (SiEnergy *energy,
            const SiBridge *bridge,
            double epsilon,
            guint64 seed,
            PlumeTask *task,
            GError **error)
{
  g_autoptr (PlumeBridge) straight = NULL;

  energy->total_straight = NAN;
  for (guint i = 0; i < SI_ENERGY_MOMENTS; i++)
    energy->straight[i] = NAN;
  if (epsilon <= 0 || plume_mixture_get_n_components (bridge->ends[0]) > MOST_STRAIGHTENED
      || plume_mixture_get_n_components (bridge->ends[1]) > MOST_STRAIGHTENED)
    return TRUE;
  if (!plume_interpolant_straighten (&energy->straightened, bridge->ends[0], bridge->ends[1],
                                     epsilon, SEARCH_SAMPLES, seed, &energy->total_straight, task,
                                     error))
    return FALSE;
  straight = plume_bridge_new (&energy->straightened, bridge->ends[0], bridge->ends[1], error);
  if (straight == NULL
      || !plume_bridge_energy (straight, epsilon, ENERGY_SAMPLES, seed, &energy->total_straight,
                               task, error))
    return FALSE;
  for (guint i = 0; i < SI_ENERGY_MOMENTS; i++)
    if (!plume_bridge_energy_at (straight, epsilon, energy->times[i], ENERGY_SAMPLES, seed,
                                 &energy->straight[i], NULL, task, error))
      return FALSE;
  return TRUE;
}

PlumeResult *
si_find_energy (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  double epsilon = plume_reads_number (reads, "epsilon");
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autoptr (GError) missing = NULL;
  SiEnergy *energy = g_new0 (SiEnergy, 1);
  g_autoptr (PlumeResult) result = plume_result_new (energy, sizeof *energy, free_energy);

  for (guint i = 0; i < SI_ENERGY_MOMENTS; i++)
    {
      energy->times[i] = (i + 0.5) / SI_ENERGY_MOMENTS;
      if (!plume_bridge_energy_at (bridge->plane, epsilon, energy->times[i], ENERGY_SAMPLES, seed,
                                   &energy->energy[i], &energy->noise[i], task, error))
        return NULL;
    }
  if (!plume_bridge_energy (bridge->plane, epsilon, ENERGY_SAMPLES, seed, &energy->total, task,
                            error)
      || !straighten (energy, bridge, epsilon, seed, task, error))
    return NULL;
  energy->least = NAN;
  if (epsilon > 0)
    energy->least =
        plume_schroedinger_energy (bridge->ends[0], bridge->ends[1], epsilon, task, &missing);
  else
    energy->reason = g_strdup (_ ("Without noise (ε = 0) there is no Schrödinger bridge."));
  if (missing != NULL)
    {
      if (g_error_matches (missing, PLUME_ERROR, PLUME_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&missing));
          return NULL;
        }
      energy->reason = g_strdup (missing->message);
    }
  return g_steal_pointer (&result);
}

/* W₂ between equally many points */
static double
distance_between (const double *x, const double *y, gsize n)
{
  g_autofree double *cost = plume_squared_distances (n, n, 2, x, y);
  g_autofree guint *partner = g_new (guint, n);
  double sum = 0;

  plume_assignment (n, cost, partner, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    sum += cost[i * n + partner[i]];
  return sqrt (sum / (double)n);
}

static gboolean
cross (const double *a, const double *b, const double *c, const double *d)
{
  double ab_c = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  double ab_d = (b[0] - a[0]) * (d[1] - a[1]) - (b[1] - a[1]) * (d[0] - a[0]);
  double cd_a = (d[0] - c[0]) * (a[1] - c[1]) - (d[1] - c[1]) * (a[0] - c[0]);
  double cd_b = (d[0] - c[0]) * (b[1] - c[1]) - (d[1] - c[1]) * (b[0] - c[0]);

  return ab_c * ab_d < 0 && cd_a * cd_b < 0;
}

/* The share of pairs of samples whose chords from start to end cross */
static double
crossing_of (const PlumeFlow *flow)
{
  gsize n = MIN (flow->n, CROSSING_PATHS), crossed = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      crossed +=
          cross (flow->path + 2 * i, flow->end + 2 * i, flow->path + 2 * j, flow->end + 2 * j);
  return n > 1 ? 2 * (double)crossed / (double)(n * (n - 1)) : NAN;
}

/* −E ln ρ of the ends, less that of draws: 0 where they are of ρ */
static gboolean
find_excess (SiMeasures *measures,
             const SiBridge *bridge,
             const PlumeFlow *flow,
             double to,
             guint64 seed,
             PlumeTask *task,
             GError **error)
{
  gsize n = flow->n;
  g_autofree double *draws = g_new (double, 2 * n), *of_ends = g_new (double, n),
                    *of_draws = g_new (double, n);
  double mean[2], square[2] = { 0 };

  plume_bridge_sample (bridge->plane, to, n, seed + 77, draws, NULL, NULL, NULL);
  if (!plume_bridge_evaluate (bridge->plane, to, n, flow->end,
                              &(PlumeBridgeFields){ .log_density = of_ends }, task, error)
      || !plume_bridge_evaluate (bridge->plane, to, n, draws,
                                 &(PlumeBridgeFields){ .log_density = of_draws }, task, error))
    return FALSE;
  mean[0] = plume_sum (of_ends, n) / (double)n;
  mean[1] = plume_sum (of_draws, n) / (double)n;
  for (gsize i = 0; i < n; i++)
    {
      square[0] += (of_ends[i] - mean[0]) * (of_ends[i] - mean[0]);
      square[1] += (of_draws[i] - mean[1]) * (of_draws[i] - mean[1]);
    }
  measures->excess = mean[1] - mean[0];
  measures->excess_noise = sqrt ((square[0] + square[1]) / (double)n / (double)n);
  if (n >= 2 * MATCHED)
    {
      measures->distance = distance_between (flow->end, draws, MATCHED);
      measures->distance_floor = distance_between (draws + 2 * MATCHED, draws, MATCHED);
    }
  if (flow->log_ratio != NULL)
    {
      g_autofree double *of_starts = g_new (double, n);

      if (!plume_bridge_evaluate (bridge->plane, 1 - to, n, flow->path,
                                  &(PlumeBridgeFields){ .log_density = of_starts }, task, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        of_starts[i] += flow->log_ratio[i] - of_ends[i];
      measures->divergence = plume_sum (of_starts, n) / (double)n;
    }
  return TRUE;
}

PlumeResult *
si_measure (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  const PlumeFlow *flow = plume_reads_result (reads, "walk");
  g_autofree SiMeasures *measures = g_new0 (SiMeasures, 1);
  double to = flow->times[flow->n_nodes - 1];

  measures->distance = measures->distance_floor = measures->divergence = NAN;
  measures->length = measures->action = NAN;
  measures->evaluations = flow->evaluations;
  measures->crossing = crossing_of (flow);
  if (flow->length != NULL)
    {
      measures->length = plume_sum (flow->length, flow->n) / (double)flow->n;
      measures->action = plume_sum (flow->action, flow->n) / (double)flow->n;
    }
  if (!find_excess (measures, bridge, flow, to, plume_reads_seed (reads, "seed"), task, error))
    return NULL;
  return plume_result_new (g_steal_pointer (&measures), sizeof *measures, g_free);
}
