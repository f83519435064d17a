/* mean-reverting-sampler-stages.c: the sampler that is set, its rivals at the same number of
 * evaluations, the way there, and races.
 *
 * Luo et al. 2023 (arXiv 2301.11699), Li et al. 2025 (arXiv 2502.07856). No solver is written here:
 * with y = x − μ those of the generative core do it all.
 */
#include "experiments/mean-reverting-sampler.h"

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_CELLS       144
#define FORWARD_NODES 60
#define EXACT_SAMPLES 400
#define LAW_SAMPLES   1000

SceneClock
mrs_read_clock (const PlumeReads *reads)
{
  static const char *const ids[] = { "mean-reverting", "mean-reverting-linear",
                                     "mean-reverting-constant" };
  const PlumeProcessType *type =
      plume_process_type_find (ids[plume_reads_integer (reads, "process")]);
  double parameters[PLUME_PROCESS_PARAMETERS] = { 0 };
  SceneClock clock;

  for (guint i = 0; type->parameters[i].id != NULL; i++)
    parameters[i] = type->parameters[i].value;
  parameters[0] = plume_reads_number (reads, "end-alpha");
  parameters[1] = plume_reads_number (reads, "level");
  clock.process = plume_process_init (type, parameters);
  clock.from = clock.process.last;
  clock.to = plume_reads_number (reads, "end-time");
  return clock;
}

double
mrs_progress (double journey)
{
  return journey < 1 ? 1 - journey : journey - 1;
}

static void
shifted_free (gpointer data)
{
  MrsShifted *shifted = data;

  plume_score_unref (shifted->score);
  plume_mixture_unref (shifted->mixture);
  g_free (shifted);
}

PlumeResult *
mrs_compute_shifted (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  MrsShifted *shifted = g_new0 (MrsShifted, 1);

  shifted->centre[0] = plume_reads_number (reads, "degraded-x");
  shifted->centre[1] = plume_reads_number (reads, "degraded-y");
  shifted->mixture = plume_mixture_new_shifted (density->mixture, shifted->centre);
  shifted->score = plume_mixture_score_new (shifted->mixture);
  return plume_result_new (shifted, sizeof *shifted + 1024, shifted_free);
}

static void
heat_free (gpointer data)
{
  MrsHeat *heat = data;

  plume_array_unref (heat->values);
  g_free (heat);
}

typedef struct
{
  const MrsHeat *heat;
  const MrsShifted *shifted;
  PlumeMarginal at;
} HeatWork;

static void
heat_rows (gsize from, gsize to, gpointer data)
{
  const HeatWork *work = data;
  const MrsHeat *heat = work->heat;
  double step_x = (heat->x_to - heat->x_from) / (double)heat->n,
         step_y = (heat->y_to - heat->y_from) / (double)heat->n;
  g_autofree double *places = g_new (double, 2 * heat->n);

  for (gsize row = from; row < to; row++)
    {
      double *values = heat->values->values + row * heat->n;

      for (gsize i = 0; i < heat->n; i++)
        {
          places[2 * i] = heat->x_from + ((double)i + 0.5) * step_x - work->shifted->centre[0];
          places[2 * i + 1] =
              heat->y_from + ((double)row + 0.5) * step_y - work->shifted->centre[1];
        }
      plume_mixture_evaluate (work->shifted->mixture, &work->at, heat->n, places, values, NULL,
                              NULL, NULL, NULL);
      for (gsize i = 0; i < heat->n; i++)
        values[i] = exp (values[i]);
    }
}

/* The square of the data, widened until the noise about μ fits in. */
static void
find_square (MrsHeat *heat, const SceneDensity *density, const double centre[2], double level)
{
  double half = 0.5 * (density->x_to - density->x_from),
         x = 0.5 * (density->x_from + density->x_to), y = 0.5 * (density->y_from + density->y_to);

  half = MAX (half, MAX (fabs (centre[0] - x), fabs (centre[1] - y)) + 3 * level);
  heat->x_from = x - half;
  heat->x_to = x + half;
  heat->y_from = y - half;
  heat->y_to = y + half;
}

PlumeResult *
mrs_compute_heat (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  SceneClock clock = mrs_read_clock (reads);
  MrsHeat *heat = g_new0 (MrsHeat, 1);
  g_autoptr (PlumeResult) result = NULL;
  HeatWork work = { heat, shifted,
                    scene_moment (&clock, mrs_progress (plume_reads_number (reads, "journey"))) };
  double least;

  heat->n = N_CELLS;
  heat->values = plume_array_new (heat->n * heat->n);
  find_square (heat, scene_read_density (reads), shifted->centre,
               plume_process_level (&clock.process));
  result = plume_result_new (heat, sizeof *heat + heat->n * heat->n * sizeof (double), heat_free);
  if (!plume_parallel_for (heat->n, 8, heat_rows, &work, task, error))
    return NULL;
  plume_array_range (heat->values, &least, &heat->greatest);
  if (!(heat->greatest > 0))
    heat->greatest = 1;
  return g_steal_pointer (&result);
}

static void
run_free (gpointer data)
{
  MrsRun *run = data;

  plume_sampling_free (run->sampling);
  g_free (run);
}

/* Takes samplings in y and gives them in x. */
static PlumeResult *
run_new (PlumeSampling *sampling, const double centre[2])
{
  MrsRun *run = g_new0 (MrsRun, 1);
  gsize length = sampling->n * sampling->d,
        kept = sampling->path != NULL ? length * sampling->n_nodes : 0;

  for (gsize i = 0; i < kept; i++)
    sampling->path[i] += centre[i % 2];
  for (gsize i = 0; i < length; i++)
    sampling->end[i] += centre[i % 2];
  run->sampling = sampling;
  return plume_result_new (run, sizeof *run + (kept + length) * sizeof (double), run_free);
}

static guint
samples_read (const PlumeReads *reads)
{
  return (guint)plume_reads_integer (reads, "samples");
}

/* The forward SDE by its exact transitions, from draws of the data; nodes from noise to data as of
 * samplers. */
PlumeResult *
mrs_compute_forward (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  SceneClock clock = mrs_read_clock (reads);
  guint64 seed = plume_reads_seed (reads, "seed");
  gsize n = samples_read (reads), length = 2 * n;
  PlumeSampling *sampling;
  PlumeMarginal later = { .alpha = 1 }; /* the data */

  if (!plume_task_check (task, error))
    return NULL;
  sampling = g_new0 (PlumeSampling, 1);
  sampling->n = n;
  sampling->d = 2;
  sampling->n_nodes = FORWARD_NODES;
  sampling->times = g_new (double, FORWARD_NODES);
  sampling->path = g_new (double, FORWARD_NODES *length);
  sampling->end = g_new (double, length);
  plume_mixture_sample (shifted->mixture, n, seed, sampling->end, NULL);
  for (guint i = FORWARD_NODES; i-- > 0;)
    {
      PlumeMarginal at = scene_moment (&clock, (double)i / (FORWARD_NODES - 1));
      const double *from =
          i + 1 == FORWARD_NODES ? sampling->end : sampling->path + (i + 1) * length;
      double ratio = exp (at.log_alpha - later.log_alpha), before = ratio * later.sigma,
             noise = sqrt (MAX (at.sigma * at.sigma - before * before, 0));

      for (gsize k = 0; k < n; k++)
        {
          PlumeStream stream = plume_stream (seed + i, "forward", k);

          for (gsize c = 0; c < 2; c++)
            sampling->path[i * length + 2 * k + c] =
                ratio * from[2 * k + c] + noise * plume_stream_normal (&stream);
        }
      sampling->times[i] = at.time;
      later = at;
    }
  return run_new (sampling, shifted->centre);
}

/* What all plans share: the paper's formulas on the grid that is set. */
static PlumeSamplingPlan
common_plan (const PlumeReads *reads, const SceneClock *clock, const MrsShifted *shifted)
{
  static const char *const grids[] = { "lambda", "time", "karras" };
  PlumeSamplingPlan plan = { .process = &clock->process,
                             .score = shifted != NULL ? shifted->score : NULL,
                             .options = plume_solver_options_init (),
                             .grid =
                                 plume_time_grid_find (grids[plume_reads_integer (reads, "grid")]),
                             .from = clock->from,
                             .to = clock->to };

  plan.options.taylor = TRUE;
  plan.options.lower_order_final = PLUME_LOWER_NEVER;
  return plan;
}

PlumeSamplingPlan
mrs_plan (const PlumeReads *reads, const SceneClock *clock, const MrsShifted *shifted)
{
  guint order = (guint)plume_reads_integer (reads, "order");
  double eta = plume_reads_number (reads, "stochasticity");
  gboolean is_data = plume_reads_integer (reads, "parameterisation") == 0;
  PlumeSamplingPlan plan = common_plan (reads, clock, shifted);

  plan.budget = (guint)plume_reads_integer (reads, "evaluations");
  plan.options.form = is_data ? PLUME_FORM_DATA : PLUME_FORM_NOISE;
  plan.options.published = plume_reads_switch (reads, "published");
  plan.options.denoise = plume_reads_switch (reads, "denoise");
  plan.options.eta = eta;
  if (eta > 0)
    plan.solver =
        plume_solver_find (is_data ? (order == 1 ? "sde-dpm-solver++-1" : "sde-dpm-solver++-2m")
                                   : (order == 1 ? "sde-dpm-solver-1" : "sde-dpm-solver-2m"));
  else
    plan.solver = plume_solver_find (order == 1   ? "dpm-solver-1"
                                     : order == 2 ? "dpm-solver-2m"
                                                  : "dpm-solver-3m");
  return plan;
}

static PlumeResult *
sample (const PlumeReads *reads,
        SceneClock *clock,
        PlumeSamplingPlan plan,
        PlumeTask *task,
        GError **error)
{
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  guint64 seed = plume_reads_seed (reads, "seed");
  gsize n = samples_read (reads);
  g_autofree double *start = scene_start_new (clock, seed, n, 2);
  PlumeSampling *sampling;

  plan.noise = plume_noise_brownian (seed, clock->from);
  sampling = plume_sample (&plan, n, start, PLUME_KEEP_PATH, task, error);
  return sampling != NULL ? run_new (sampling, shifted->centre) : NULL;
}

PlumeResult *
mrs_compute_sampler (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneClock clock = mrs_read_clock (reads);

  return sample (reads, &clock, mrs_plan (reads, &clock, plume_reads_result (reads, "shifted")),
                 task, error);
}

static PlumeResult *
sample_rival (
    const PlumeReads *reads, const char *solver, const char *grid, PlumeTask *task, GError **error)
{
  SceneClock clock = mrs_read_clock (reads);
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  PlumeSamplingPlan plan = { .process = &clock.process,
                             .score = shifted->score,
                             .solver = plume_solver_find (solver),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find (grid),
                             .budget = (guint)plume_reads_integer (reads, "evaluations"),
                             .from = clock.from,
                             .to = clock.to };

  return sample (reads, &clock, plan, task, error);
}

PlumeResult *
mrs_compute_posterior (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return sample_rival (reads, "ancestral", "time", task, error);
}

PlumeResult *
mrs_compute_euler (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return sample_rival (reads, "euler-maruyama", "time", task, error);
}

static void
exact_free (gpointer data)
{
  MrsExact *exact = data;

  g_free (exact->end);
  g_free (exact);
}

PlumeResult *
mrs_compute_exact (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneClock clock = mrs_read_clock (reads);
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  PlumeSamplingPlan plan = { .process = &clock.process,
                             .score = shifted->score,
                             .options = plume_solver_options_init (),
                             .from = clock.from,
                             .to = clock.to };
  gsize n = MIN (samples_read (reads), EXACT_SAMPLES);
  g_autofree double *start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), n, 2);
  g_autoptr (PlumeSampling) sampling =
      plume_sample_exactly (&plan, n, start, 2, PLUME_KEEP_END, task, error);
  MrsExact *exact;

  if (sampling == NULL)
    return NULL;
  exact = g_new0 (MrsExact, 1);
  exact->n = n;
  exact->end = g_new (double, 2 * n);
  for (gsize i = 0; i < 2 * n; i++)
    exact->end[i] = sampling->end[i] + shifted->centre[i % 2];
  return plume_result_new (exact, sizeof *exact + 2 * n * sizeof (double), exact_free);
}

/* Fresh noise for every step: a race does not refine one path. */
static void
draw_fresh (const PlumeNoise *noise,
            guint draw_index,
            double from,
            double to,
            gsize first,
            gsize n,
            gsize dimension,
            double *normal)
{
  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (noise->seed + draw_index, "race", first + i);

      for (gsize c = 0; c < dimension; c++)
        normal[i * dimension + c] = plume_stream_normal (&stream);
    }
}

static const struct
{
  const char *id, *title, *solver, *grid;
  guint order;
  PlumeForm form;
  gboolean published;
} lanes[MRS_N_LANES] = {
  [MRS_ODE_1] = { "ode-1", N_ ("ODE 1"), "dpm-solver-1", NULL, 1, PLUME_FORM_DATA, FALSE },
  [MRS_ODE_2] = { "ode-2", N_ ("ODE 2"), "dpm-solver-2m", NULL, 2, PLUME_FORM_DATA, FALSE },
  [MRS_ODE_3] = { "ode-3", N_ ("ODE 3"), "dpm-solver-3m", NULL, 3, PLUME_FORM_DATA, FALSE },
  [MRS_ODE_3_PUBLISHED] = { "ode-3-published", N_ ("ODE 3, published"), "dpm-solver-3m", NULL, 3,
                            PLUME_FORM_DATA, TRUE },
  [MRS_ODE_2_NOISE] = { "ode-2-noise", N_ ("ODE 2, noise"), "dpm-solver-2m", NULL, 2,
                        PLUME_FORM_NOISE, FALSE },
  [MRS_ODE_3_NOISE] = { "ode-3-noise", N_ ("ODE 3, noise"), "dpm-solver-3m", NULL, 3,
                        PLUME_FORM_NOISE, FALSE },
  [MRS_SDE_1] = { "sde-1", N_ ("SDE 1"), "sde-dpm-solver++-1", NULL, 1, PLUME_FORM_DATA, FALSE },
  [MRS_SDE_2] = { "sde-2", N_ ("SDE 2"), "sde-dpm-solver++-2m", NULL, 2, PLUME_FORM_DATA, FALSE },
  [MRS_POSTERIOR] = { "posterior", N_ ("Posterior"), "ancestral", "time", 1, PLUME_FORM_DATA,
                      FALSE },
  [MRS_EULER] = { "euler", N_ ("Euler–Maruyama"), "euler-maruyama", "time", 1, PLUME_FORM_NOISE,
                  FALSE },
};

const char *
mrs_lane_id (MrsLane lane)
{
  return lanes[lane].id;
}

const char *
mrs_lane_title (MrsLane lane)
{
  return lanes[lane].title;
}

PlumeSamplingPlan
mrs_lane_plan (const PlumeReads *reads,
               const SceneClock *clock,
               const MrsShifted *shifted,
               MrsLane lane)
{
  PlumeSamplingPlan plan = common_plan (reads, clock, shifted);

  plan.solver = plume_solver_find (lanes[lane].solver);
  plan.options.form = lanes[lane].form;
  plan.options.published = lanes[lane].published;
  plan.options.eta = lane >= MRS_N_ODE ? 1 : 0;
  plan.noise = (PlumeNoise){ .draw = draw_fresh, .seed = plume_reads_seed (reads, "seed") };
  if (lanes[lane].grid != NULL)
    plan.grid = plume_time_grid_find (lanes[lane].grid);
  return plan;
}

static PlumeResult *
race (const PlumeReads *reads,
      guint n_budgets,
      const guint *budgets,
      guint n_rounds,
      const gsize *rounds,
      PlumeTask *task,
      GError **error)
{
  SceneClock clock = mrs_read_clock (reads);
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autofree double *start = scene_start_new (&clock, seed, rounds[n_rounds - 1], 2);
  SceneLane run[MRS_N_ODE];
  SceneRacePlan plan = { .n_lanes = MRS_N_ODE,
                         .n_budgets = n_budgets,
                         .n_rounds = n_rounds,
                         .lanes = run,
                         .budgets = budgets,
                         .rounds = rounds,
                         .start = start };

  for (guint i = 0; i < MRS_N_ODE; i++)
    run[i] = (SceneLane){ lanes[i].id, _ (lanes[i].title), lanes[i].order,
                          mrs_lane_plan (reads, &clock, shifted, i) };
  return scene_race_run (&plan, task, error);
}

PlumeResult *
mrs_compute_race (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  static const guint budgets[] = { 5, 7, 10, 14, 20, 40, 80, 160, 226, 320 };
  static const gsize rounds[] = { 60, 250 };

  return race (reads, G_N_ELEMENTS (budgets), budgets, G_N_ELEMENTS (rounds), rounds, task, error);
}

PlumeResult *
mrs_compute_race_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  static const guint budgets[] = { 5, 10, 20, 40, 80, 160 };
  static const gsize rounds[] = { 60 };

  return race (reads, G_N_ELEMENTS (budgets), budgets, G_N_ELEMENTS (rounds), rounds, task, error);
}

/* n draws of p_t in y. */
static double *
draw_noised (const MrsShifted *shifted, const PlumeMarginal *at, guint64 seed, gsize n)
{
  double *places = g_new (double, 2 * n);

  plume_mixture_sample (shifted->mixture, n, seed, places, NULL);
  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "noised", i);

      for (gsize c = 0; c < 2; c++)
        places[2 * i + c] =
            at->alpha * places[2 * i + c] + at->sigma * plume_stream_normal (&stream);
    }
  return places;
}

/* Samplers of all kinds, by the distance of what they make to what they should make */
PlumeResult *
mrs_compute_laws (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  static const guint budgets[MRS_N_TRIALS] = { 5, 10, 20, 40, 100 };
  static const guint chosen[MRS_N_LAWS] = { MRS_ODE_2, MRS_SDE_1, MRS_SDE_2, MRS_POSTERIOR,
                                            MRS_EULER };
  SceneClock clock = mrs_read_clock (reads);
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  guint64 seed = plume_reads_seed (reads, "seed");
  gsize n = LAW_SAMPLES;
  PlumeMarginal last = plume_process_at (&clock.process, clock.to);
  g_autofree double *start = scene_start_new (&clock, seed, n, 2),
                    *data = draw_noised (shifted, &last, seed + 1, n),
                    *other = draw_noised (shifted, &last, seed + 2, n);
  MrsLaws *laws = g_new0 (MrsLaws, 1);
  g_autoptr (PlumeResult) result = plume_result_new (laws, sizeof *laws, g_free);

  laws->floor = scene_transport_distance (n, 2, data, other);
  for (guint k = 0; k < MRS_N_LAWS; k++)
    {
      laws->id[k] = lanes[chosen[k]].id;
      laws->title[k] = lanes[chosen[k]].title;
      for (guint i = 0; i < MRS_N_TRIALS; i++)
        {
          PlumeSamplingPlan plan = mrs_lane_plan (reads, &clock, shifted, chosen[k]);
          g_autoptr (PlumeSampling) sampling = NULL;

          plan.budget = budgets[i];
          sampling = plume_sample (&plan, n, start, PLUME_KEEP_END, task, error);
          if (sampling == NULL)
            return NULL;
          laws->evaluations[k][i] = sampling->evaluations;
          laws->distance[k][i] = scene_transport_distance (n, 2, sampling->end, data);
          plume_task_set_progress (task, (double)(k * MRS_N_TRIALS + i + 1)
                                             / (MRS_N_LAWS * MRS_N_TRIALS));
        }
    }
  return g_steal_pointer (&result);
}

/* Second order for η = 0, 0.2 … 1 at one and two times the evaluations */
PlumeResult *
mrs_compute_between (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneClock clock = mrs_read_clock (reads);
  const MrsShifted *shifted = plume_reads_result (reads, "shifted");
  guint64 seed = plume_reads_seed (reads, "seed");
  gsize n = LAW_SAMPLES;
  PlumeMarginal last = plume_process_at (&clock.process, clock.to);
  g_autofree double *start = scene_start_new (&clock, seed, n, 2),
                    *data = draw_noised (shifted, &last, seed + 1, n),
                    *other = draw_noised (shifted, &last, seed + 2, n);
  MrsBetween *between = g_new0 (MrsBetween, 1);
  g_autoptr (PlumeResult) result = plume_result_new (between, sizeof *between, g_free);

  between->floor = scene_transport_distance (n, 2, data, other);
  for (guint b = 0; b < MRS_N_BUDGETS; b++)
    for (guint i = 0; i < MRS_N_ETAS; i++)
      {
        PlumeSamplingPlan plan = common_plan (reads, &clock, shifted);
        gboolean is_data = plume_reads_integer (reads, "parameterisation") == 0;
        g_autoptr (PlumeSampling) sampling = NULL;

        plan.budget = (guint)plume_reads_integer (reads, "evaluations") << b;
        plan.options.form = is_data ? PLUME_FORM_DATA : PLUME_FORM_NOISE;
        plan.options.eta = (double)i / (MRS_N_ETAS - 1);
        plan.noise = (PlumeNoise){ .draw = draw_fresh, .seed = seed };
        plan.solver = plume_solver_find (i == 0    ? "dpm-solver-2m"
                                         : is_data ? "sde-dpm-solver++-2m"
                                                   : "sde-dpm-solver-2m");
        sampling = plume_sample (&plan, n, start, PLUME_KEEP_END, task, error);
        if (sampling == NULL)
          return NULL;
        between->budget[b] = plan.budget;
        between->distance[b][i] = scene_transport_distance (n, 2, sampling->end, data);
        plume_task_set_progress (task,
                                 (double)(b * MRS_N_ETAS + i + 1) / (MRS_N_BUDGETS * MRS_N_ETAS));
      }
  return g_steal_pointer (&result);
}
