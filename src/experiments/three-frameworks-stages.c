/* three-frameworks-stages.c: DDPM, NCSN and a score SDE on the same data with the same budget.
 *
 * Each is a row of the table of processes, a row of the table of solvers, and the exact score. It
 * draws nothing.
 */
#include "experiments/three-frameworks-slices.h"

#include "generative/plume-measures.h"
#include "generative/plume-noise-ladder.h"
#include "generative/plume-variational-bound.h"

#include <math.h>

#define QUALITY_SAMPLES 600
#define BOUND_SAMPLES   300

static const char *const sde_types[] = { "vp-linear", "sub-vp", "ve" };
static const char *const sde_solvers[] = { "euler-maruyama", "predictor-corrector",
                                           "sde-dpm-solver++-2m", "euler-t", "heun" };

static void
free_run (gpointer data)
{
  TfRun *run = data;

  g_clear_pointer (&run->sampling, plume_sampling_free);
  g_free (run);
}

static PlumeResult *
run_result (TfRun *run)
{
  const PlumeSampling *sampling = run->sampling;

  return plume_result_new (
      run, sizeof *run + (sampling->n_nodes + 2) * sampling->n * sampling->d * sizeof (double),
      free_run);
}

double
tf_lambda (const PlumeProcess *process, double t)
{
  return plume_process_at (process, t).lambda;
}

/* β_i = β(i/N)/N of the linear clock */
PlumeProcess
tf_ddpm_process (const PlumeReads *reads, PlumeArray **table)
{
  guint n_steps = (guint)plume_reads_integer (reads, "ddpm-steps");
  double first = plume_reads_number (reads, "beta-start"),
         last = plume_reads_number (reads, "beta-end");
  PlumeProcess process = plume_process_init (&plume_process_discrete, NULL);

  *table = plume_array_new (n_steps + 1);
  for (guint i = 1; i <= n_steps; i++)
    {
      double beta = (first + (last - first) * i / n_steps) / n_steps;

      (*table)->values[i] = (*table)->values[i - 1] + 0.5 * log1p (-MIN (beta, 0.999));
    }
  process.table = *table;
  return process;
}

/* The largest distance between two data: of centres, and two deviations beyond them */
static double
widest (const SceneDensity *density)
{
  const double *means = plume_mixture_get_means (density->mixture),
               *covariances = plume_mixture_get_covariances (density->mixture);
  guint n = plume_mixture_get_n_components (density->mixture);
  double greatest = 0;

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k <= i; k++)
      greatest =
          MAX (greatest, hypot (means[2 * i] - means[2 * k], means[2 * i + 1] - means[2 * k + 1])
                             + 2 * sqrt (covariances[4 * i] + covariances[4 * i + 3])
                             + 2 * sqrt (covariances[4 * k] + covariances[4 * k + 3]));
  return greatest;
}

/* Greatest level: as told, or the largest distance between two data */
static PlumeProcess
ncsn_process (const PlumeReads *reads, double largest)
{
  double least = plume_reads_number (reads, "level-least"),
         greatest = plume_reads_number (reads, "level-greatest");
  double parameters[PLUME_PROCESS_PARAMETERS] = { least, MAX (greatest, 1.01 * least) };

  if (greatest <= 0)
    parameters[1] = MAX (largest, 10 * least);
  return plume_process_init (plume_process_type_find ("ve"), parameters);
}

PlumeProcess
tf_ncsn_process (const PlumeReads *reads)
{
  return ncsn_process (reads, widest (scene_read_density (reads)));
}

/* Data that a framework samples: of the plane, or slices */
typedef struct
{
  const PlumeScore *score;
  double widest; /* the largest distance between two of them */
} Source;

static Source
read_plane (const PlumeReads *reads)
{
  const SceneDensity *density = scene_read_density (reads);

  return (Source){ density->score, widest (density) };
}

PlumeProcess
tf_sde_process (const PlumeReads *reads)
{
  int kind = plume_reads_integer (reads, "sde");
  double beta[PLUME_PROCESS_PARAMETERS] = { plume_reads_number (reads, "beta-start"),
                                            plume_reads_number (reads, "beta-end") },
         sigma[PLUME_PROCESS_PARAMETERS] = { plume_reads_number (reads, "sigma-least"),
                                             plume_reads_number (reads, "sigma-greatest") };

  return plume_process_init (plume_process_type_find (sde_types[kind]), kind == 2 ? sigma : beta);
}

/* Times of the common clock at the same λ, and y/√(α² + σ²) */
static void
move_to_common (PlumeSampling *sampling, const PlumeProcess *process, const SceneClock *common)
{
  gsize length = sampling->n * sampling->d;

  for (guint i = 0; i < sampling->n_nodes; i++)
    {
      PlumeMarginal at = plume_process_at (process, sampling->times[i]);
      double scale = 1 / hypot (at.alpha, at.sigma);

      sampling->times[i] =
          isfinite (at.lambda) ? plume_process_time_at (&common->process, at.lambda) : 0;
      if (sampling->path != NULL)
        for (gsize j = 0; j < length; j++)
          sampling->path[i * length + j] *= scale;
      if (i + 1 == sampling->n_nodes)
        for (gsize j = 0; j < length; j++)
          sampling->end[j] *= scale;
    }
}

/* N(0, α² + σ²) of the first moment: where every framework begins */
static double *
starts_of (const PlumeProcess *process, double from, guint64 seed, gsize n, gsize dimension)
{
  double sigma = plume_process_at (process, from).sigma;
  double *start = g_new (double, n *dimension);

  plume_noise_start (seed, n, dimension, start);
  for (gsize i = 0; i < n * dimension; i++)
    start[i] *= sigma;
  return start;
}

static PlumeSampling *
sample_ddpm (const PlumeReads *reads,
             const Source *source,
             guint budget,
             gsize n,
             PlumeKeep keep,
             TfRun *run,
             PlumeTask *task,
             GError **error)
{
  g_autoptr (PlumeArray) table = NULL;
  PlumeProcess process = tf_ddpm_process (reads, &table);
  guint n_trained = (guint)table->length - 1, n_steps = MIN (budget, n_trained);
  g_autoptr (PlumeArray) times = plume_array_new (n_steps + 1);
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autofree double *start = starts_of (&process, 1, seed, n, source->score->dimension);
  PlumeSamplingPlan plan = { .process = &process,
                             .score = source->score,
                             .solver = plume_solver_find ("ancestral"),
                             .options = plume_solver_options_init (),
                             .times = times,
                             .budget = n_steps,
                             .noise = plume_noise_brownian (seed, 1) };
  PlumeSampling *sampling;

  /* evenly chosen among the trained steps, the ends among them */
  for (guint i = 0; i <= n_steps; i++)
    times->values[i] = round ((double)n_trained * (n_steps - i) / n_steps) / n_trained;
  plan.options.variance_beta = plume_reads_integer (reads, "ddpm-variance") == 1;
  sampling = plume_sample (&plan, n, start, keep, task, error);
  if (sampling != NULL && run != NULL)
    {
      SceneClock common = scene_read_clock (reads);

      run->first = tf_lambda (&process, 1);
      run->last = tf_lambda (&process, 1.0 / n_trained);
      move_to_common (sampling, &process, &common);
    }
  return sampling;
}

static PlumeSampling *
sample_ncsn (const PlumeReads *reads,
             const Source *source,
             guint budget,
             gsize n,
             PlumeKeep keep,
             TfRun *run,
             PlumeTask *task,
             GError **error)
{
  PlumeProcess process = ncsn_process (reads, source->widest);
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autofree double *start = starts_of (&process, 1, seed, n, source->score->dimension);
  PlumeSamplingPlan plan = { .process = &process,
                             .score = source->score,
                             .solver = plume_solver_find ("annealed-langevin"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = budget,
                             .to = 1e-300, /* t = 0, the least level */
                             .noise = plume_noise_brownian (seed, 1) };
  PlumeSampling *sampling;

  plan.options.langevin_steps =
      MIN ((guint)plume_reads_integer (reads, "langevin-steps"), MAX (budget / 2, 1));
  plan.options.langevin_size = plume_reads_number (reads, "langevin-size");
  plan.options.denoise = plume_reads_switch (reads, "ncsn-denoise");
  sampling = plume_sample (&plan, n, start, keep, task, error);
  if (sampling != NULL && run != NULL)
    {
      SceneClock common = scene_read_clock (reads);
      double least = process.parameter[0];

      run->first = -log (process.parameter[1]);
      run->last = -log (least);
      run->levels = sampling->n_nodes;
      run->steps = plan.options.langevin_steps;
      run->ratio = exp ((run->last - run->first) / MAX (run->levels - 1, 1));
      run->step = plan.options.langevin_size > 0 ? plan.options.langevin_size / (least * least)
                                                 : plume_noise_ladder_step (run->ratio, run->steps);
      move_to_common (sampling, &process, &common);
    }
  return sampling;
}

static PlumeSampling *
sample_sde (const PlumeReads *reads,
            const Source *source,
            guint budget,
            gsize n,
            PlumeKeep keep,
            TfRun *run,
            PlumeTask *task,
            GError **error)
{
  PlumeProcess process = tf_sde_process (reads);
  double end = plume_reads_number (reads, "end-time");
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autofree double *start = starts_of (&process, 1, seed, n, source->score->dimension);
  int solver = plume_reads_integer (reads, "sde-sampler");
  PlumeSamplingPlan plan = { .process = &process,
                             .score = source->score,
                             .solver = plume_solver_find (sde_solvers[solver]),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find (solver < 2 || solver == 3 ? "time"
                                                                                     : "lambda"),
                             .budget = budget,
                             .to = end,
                             .noise = plume_noise_brownian (seed, 1) };
  PlumeSampling *sampling;

  plan.options.langevin_ratio = plume_reads_number (reads, "corrector-ratio");
  sampling = plume_sample (&plan, n, start, keep, task, error);
  if (sampling != NULL && run != NULL)
    {
      SceneClock common = scene_read_clock (reads);

      run->first = tf_lambda (&process, 1);
      run->last = tf_lambda (&process, end);
      move_to_common (sampling, &process, &common);
    }
  return sampling;
}

typedef PlumeSampling *(*Sample) (const PlumeReads *reads,
                                  const Source *source,
                                  guint budget,
                                  gsize n,
                                  PlumeKeep keep,
                                  TfRun *run,
                                  PlumeTask *task,
                                  GError **error);

static const Sample frameworks[TF_N_FRAMEWORKS] = { sample_ddpm, sample_ncsn, sample_sde };

static PlumeResult *
run_framework (const PlumeReads *reads,
               TfFramework which,
               const Source *source,
               guint budget,
               gsize n,
               PlumeTask *task,
               GError **error)
{
  TfRun *run = g_new0 (TfRun, 1);

  run->sampling = frameworks[which](reads, source, budget, n, PLUME_KEEP_PATH, run, task, error);
  if (run->sampling == NULL)
    {
      free_run (run);
      return NULL;
    }
  return run_result (run);
}

static PlumeResult *
run_on_plane (const PlumeReads *reads, TfFramework which, PlumeTask *task, GError **error)
{
  Source source = read_plane (reads);

  return run_framework (reads, which, &source, (guint)plume_reads_integer (reads, "evaluations"),
                        (gsize)plume_reads_integer (reads, "samples"), task, error);
}

static PlumeResult *
run_on_slices (const PlumeReads *reads, TfFramework which, PlumeTask *task, GError **error)
{
  const TfScores *scores = plume_reads_result (reads, "slice-scores");
  Source source = { scores->known, scores->widest };

  return run_framework (reads, which, &source,
                        (guint)plume_reads_integer (reads, "slice-evaluations"), TF_GENERATED, task,
                        error);
}

PlumeResult *
tf_run_ddpm (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_on_plane (reads, TF_DDPM, task, error);
}

PlumeResult *
tf_run_ddpm_on_slices (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_on_slices (reads, TF_DDPM, task, error);
}

PlumeResult *
tf_run_ncsn (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_on_plane (reads, TF_NCSN, task, error);
}

PlumeResult *
tf_run_ncsn_on_slices (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_on_slices (reads, TF_NCSN, task, error);
}

PlumeResult *
tf_run_sde (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_on_plane (reads, TF_SDE, task, error);
}

PlumeResult *
tf_run_sde_on_slices (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_on_slices (reads, TF_SDE, task, error);
}

#define MOST_LEVELS 60
#define SHOWN_STEPS 20

static void
free_ladder (gpointer data)
{
  TfLadder *ladder = data;

  plume_array_unref (ladder->step);
  plume_array_unref (ladder->variance);
  plume_array_unref (ladder->evaluations);
  plume_array_unref (ladder->left);
  g_free (ladder);
}

/* Each number of levels has a best step size, which is searched for. */
PlumeResult *
tf_find_ladder (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const TfRun *run = plume_reads_result (reads, "ncsn");
  guint most = MAX (run->steps, SHOWN_STEPS);
  TfLadder *ladder = g_new (TfLadder, 1);

  ladder->step = plume_array_new_linear (0, most, most + 1);
  ladder->variance = plume_array_new (most + 1);
  ladder->evaluations = plume_array_new (MOST_LEVELS - 1);
  ladder->left = plume_array_new (MOST_LEVELS - 1);
  for (guint i = 0; i <= most; i++)
    ladder->variance->values[i] = plume_noise_ladder_variance (run->step, run->ratio, i);
  for (guint levels = 2; levels <= MOST_LEVELS; levels++)
    {
      double ratio = exp ((run->last - run->first) / (levels - 1)),
             step = plume_noise_ladder_step (ratio, run->steps);

      ladder->evaluations->values[levels - 2] = levels * (double)run->steps;
      ladder->left->values[levels - 2] = plume_noise_ladder_variance (step, ratio, run->steps);
    }
  return plume_result_new (ladder, sizeof *ladder + 2 * (most + MOST_LEVELS) * sizeof (double),
                           free_ladder);
}

static void
free_quality (gpointer data)
{
  TfQuality *quality = data;

  g_clear_pointer (&quality->budget, plume_array_unref);
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    {
      g_clear_pointer (&quality->distance[f], plume_array_unref);
      g_clear_pointer (&quality->low[f], plume_array_unref);
      g_clear_pointer (&quality->high[f], plume_array_unref);
    }
  g_free (quality);
}

static const double budgets[TF_BUDGETS] = { 10, 20, 40, 80, 160, 320 };

/* A copy of what is there so far, for those who watch */
static PlumeResult *
copy_quality (const TfQuality *quality)
{
  TfQuality *copy = g_memdup2 (quality, sizeof *quality);

  copy->budget = plume_array_ref (quality->budget);
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    {
      copy->distance[f] = plume_array_new_copy (quality->distance[f]->values, TF_BUDGETS);
      copy->low[f] = plume_array_new_copy (quality->low[f]->values, TF_BUDGETS);
      copy->high[f] = plume_array_new_copy (quality->high[f]->values, TF_BUDGETS);
    }
  return plume_result_new (copy, sizeof *copy + 10 * TF_BUDGETS * sizeof (double), free_quality);
}

static PlumeResult *
quality_new (TfQuality **quality)
{
  *quality = g_new0 (TfQuality, 1);
  (*quality)->budget = plume_array_new_copy (budgets, TF_BUDGETS);
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    {
      PlumeArray **columns[] = { &(*quality)->distance[f], &(*quality)->low[f],
                                 &(*quality)->high[f] };

      for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
        {
          *columns[c] = plume_array_new (TF_BUDGETS);
          for (guint i = 0; i < TF_BUDGETS; i++)
            (*columns[c])->values[i] = NAN;
        }
    }
  (*quality)->floor = NAN;
  return plume_result_new (*quality, sizeof **quality + 10 * TF_BUDGETS * sizeof (double),
                           free_quality);
}

/* While a control is held there is no time for it. */
PlumeResult *
tf_measure_quality_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  TfQuality *quality;

  return quality_new (&quality);
}

static gboolean
distance_of (const double *samples,
             const double *data,
             double *value,
             double *standard_error,
             PlumeTask *task,
             GError **error)
{
  PlumeMeasureInput input = { .n = QUALITY_SAMPLES,
                              .n_reference = QUALITY_SAMPLES,
                              .d = 2,
                              .samples = samples,
                              .reference = data };
  PlumeMeasured measured;

  if (!plume_measure (plume_measure_find ("sliced"), &input, &measured, task, error))
    return FALSE;
  *value = measured.value;
  *standard_error = measured.error;
  return TRUE;
}

PlumeResult *
tf_measure_quality (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  Source source = read_plane (reads);
  TfQuality *quality;
  g_autoptr (PlumeResult) result = quality_new (&quality);
  guint64 seed = plume_reads_seed (reads, "seed");
  g_autofree double *data = g_new (double, 2 * QUALITY_SAMPLES),
                    *other = g_new (double, 2 * QUALITY_SAMPLES);
  double standard_error;

  plume_mixture_sample (density->mixture, QUALITY_SAMPLES, seed, data, NULL);
  plume_mixture_sample (density->mixture, QUALITY_SAMPLES, seed + 1, other, NULL);
  if (!distance_of (other, data, &quality->floor, &standard_error, task, error))
    return NULL;
  for (guint i = 0; i < TF_BUDGETS; i++)
    {
      for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
        {
          g_autoptr (GError) refused = NULL;
          g_autoptr (PlumeSampling) sampling =
              frameworks[f](reads, &source, (guint)budgets[i], QUALITY_SAMPLES, PLUME_KEEP_END,
                            NULL, task, &refused);
          double value;

          if (!plume_task_check (task, error))
            return NULL;
          if (sampling == NULL)
            continue; /* this budget is too small for it */
          if (!distance_of (sampling->end, data, &value, &standard_error, task, error))
            return NULL;
          quality->distance[f]->values[i] = value;
          quality->low[f]->values[i] = MAX (value - standard_error, 0.3 * value);
          quality->high[f]->values[i] = value + standard_error;
        }
      quality->n_done = i + 1;
      if (plume_task_wants_partial (task))
        plume_task_publish (task, copy_quality (quality));
      plume_task_set_progress (task, (i + 1.0) / TF_BUDGETS);
    }
  return g_steal_pointer (&result);
}

static void
free_forward (gpointer data)
{
  plume_array_unref (((TfForward *)data)->density);
  g_free (data);
}

/* Σ w_k N(α μ_k, α² C_k + σ²) of the first coordinate */
PlumeResult *
tf_dissolve (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  SceneClock clock = scene_read_clock (reads);
  guint n = plume_mixture_get_n_components (density->mixture);
  const double *weights = plume_mixture_get_weights (density->mixture),
               *means = plume_mixture_get_means (density->mixture),
               *covariances = plume_mixture_get_covariances (density->mixture);
  TfForward *forward = g_new0 (TfForward, 1);

  forward->n_rows = 160;
  forward->n_columns = 200;
  forward->from = density->x_from;
  forward->to = density->x_to;
  forward->density = plume_array_new (forward->n_rows * forward->n_columns);
  for (gsize column = 0; column < forward->n_columns; column++)
    {
      PlumeMarginal at = scene_moment (&clock, ((double)column + 0.5) / (double)forward->n_columns);

      for (gsize row = 0; row < forward->n_rows; row++)
        {
          double x = forward->from
                     + ((double)row + 0.5) / (double)forward->n_rows
                           * (forward->to - forward->from),
                 sum = 0;

          for (guint k = 0; k < n; k++)
            {
              double variance = at.alpha * at.alpha * covariances[4 * k] + at.sigma * at.sigma,
                     apart = x - at.alpha * means[2 * k];

              sum +=
                  weights[k] * exp (-0.5 * apart * apart / variance) / sqrt (2 * G_PI * variance);
            }
          forward->density->values[row * forward->n_columns + column] = sum;
        }
    }
  return plume_result_new (forward, forward->density->length * sizeof (double) + sizeof *forward,
                           free_forward);
}

PlumeResult *
tf_bound_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  TfBound *bound = g_new (TfBound, 1);

  *bound = (TfBound){ NAN, NAN, NAN, NAN };
  return plume_result_new (bound, sizeof *bound, g_free);
}

/* Entropy of the data and what DDPM's chain needs for them, nats, on the same draws */
PlumeResult *
tf_bound (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  PlumeResult *result = tf_bound_coarse (reads, task, error);
  TfBound *bound = (TfBound *)plume_result_get (result);
  g_autoptr (PlumeArray) table = NULL;
  PlumeProcess process = tf_ddpm_process (reads, &table);
  g_autoptr (PlumeArray) times = plume_array_new_linear (1, 0, table->length);
  g_autofree double *data = g_new (double, 2 * BOUND_SAMPLES),
                    *log_density = g_new (double, BOUND_SAMPLES);
  PlumeMarginal clean = { .alpha = 1, .sigma = 0 };
  PlumeVariationalBound measured;
  double mean = 0, square = 0;

  plume_mixture_sample (density->mixture, BOUND_SAMPLES, plume_reads_seed (reads, "seed"), data,
                        NULL);
  plume_mixture_evaluate (density->mixture, &clean, BOUND_SAMPLES, data, log_density, NULL, NULL,
                          NULL, NULL);
  for (guint i = 0; i < BOUND_SAMPLES; i++)
    {
      mean -= log_density[i] / BOUND_SAMPLES;
      square += log_density[i] * log_density[i] / BOUND_SAMPLES;
    }
  if (!plume_variational_bound (&process, times, density->score, BOUND_SAMPLES, data,
                                plume_reads_seed (reads, "seed"), &measured, task, error))
    {
      plume_result_unref (result);
      return NULL;
    }
  bound->entropy = mean;
  bound->entropy_error = sqrt (MAX (square - mean * mean, 0) / BOUND_SAMPLES);
  bound->bound = measured.total;
  bound->bound_error = measured.error;
  return result;
}
