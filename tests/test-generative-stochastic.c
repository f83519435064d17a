/* test-generative-stochastic.c: reverse diffusions and the paths that drive them. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "generative-reference.h"
#include "generative/plume-measures.h"
#include "generative/plume-noise-ladder.h"
#include "generative/plume-variational-bound.h"

#include <string.h>

static PlumeProcess
process_of (const char *id, double first, double second)
{
  double parameters[PLUME_PROCESS_PARAMETERS] = { first, second };

  return plume_process_init (plume_process_type_find (id), parameters);
}

static PlumeSamplingPlan
plan_of (const PlumeProcess *process, const PlumeScore *score, const char *solver, guint budget)
{
  PlumeSamplingPlan plan = { .process = process,
                             .score = score,
                             .solver = plume_solver_find (solver),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = budget,
                             .noise = reference_noise () };

  g_assert_nonnull (plan.solver);
  return plan;
}

/* Rows of one method: the largest distance of an end from its row */
static double
compare_ends (GPtrArray *rows, const char *method, const PlumeSampling *sampling)
{
  double apart = 0;
  guint found = 0;

  for (guint row = 1; row < rows->len; row++)
    {
      char **fields = g_ptr_array_index (rows, row);
      gsize point = (gsize)g_ascii_strtoull (fields[1], NULL, 10);

      if (strcmp (fields[0], method) != 0)
        continue;
      for (guint c = 0; c < 2; c++)
        apart =
            MAX (apart, fabs (sampling->end[2 * point + c] - reference_number (rows, row, 2 + c)));
      found++;
    }
  g_assert_cmpuint (found, ==, sampling->n);
  return apart;
}

typedef struct
{
  const char *method, *process, *solver;
  double first, second, scale;
  guint budget;
} Framework;

static void
test_frameworks_equal_the_reference (void)
{
  static const Framework frameworks[] = {
    { "vp-sde-euler-maruyama", "vp-linear", "euler-maruyama", 0.1, 20, 1, 200 },
    { "subvp-sde-euler-maruyama", "sub-vp", "euler-maruyama", 0.1, 20, 1, 200 },
    { "ve-sde-euler-maruyama", "ve", "euler-maruyama", 0.01, 10, 10, 200 },
    { "ncsn-annealed-langevin", "ve", "annealed-langevin", 0.03, 3, 3, 200 },
    { "ncsn-annealed-langevin-denoised", "ve", "annealed-langevin", 0.03, 3, 3, 201 },
  };
  g_autoptr (GPtrArray) rows = read_reference ("11-three-frameworks", "endpoints-given-noise.csv");
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  gsize n;
  g_autofree double *starts = reference_starts ("14-dpm-solver", &n);
  g_autofree double *scaled = g_new (double, 2 * n);

  for (guint i = 0; i < G_N_ELEMENTS (frameworks); i++)
    {
      const Framework *framework = &frameworks[i];
      PlumeProcess process = process_of (framework->process, framework->first, framework->second);
      PlumeSamplingPlan plan = plan_of (&process, score, framework->solver, framework->budget);
      g_autoptr (PlumeSampling) sampling = NULL;
      g_autoptr (GError) error = NULL;

      if (strcmp (framework->solver, "annealed-langevin") == 0)
        {
          plan.options.langevin_steps = 20;
          plan.options.langevin_size = 0.0008;
          plan.options.denoise = framework->budget % 2 == 1;
          plan.to = 1e-300; /* t = 0, where σ is the least */
        }
      else
        plan.grid = plume_time_grid_find ("time");
      for (gsize j = 0; j < 2 * n; j++)
        scaled[j] = framework->scale * starts[j];
      sampling = plume_sample (&plan, n, scaled, PLUME_KEEP_END, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sampling->evaluations, ==, framework->budget);
      g_assert_cmpfloat (compare_ends (rows, framework->method, sampling), <, 1e-8);
    }
}

/* β_i of N steps as the table of a discrete process (transfer full) */
static PlumeArray *
linear_betas (guint n, double first, double last)
{
  PlumeArray *table = plume_array_new (n + 1);

  for (guint i = 1; i <= n; i++)
    table->values[i] =
        table->values[i - 1] + 0.5 * log1p (-(first + (last - first) * (i - 1) / (n - 1)));
  return table;
}

static PlumeSampling *
sample_ddpm (const PlumeScore *score,
             const PlumeArray *betas,
             guint n_steps,
             guint last_step,
             const PlumeSamplingPlan *like,
             gsize n,
             const double *starts)
{
  PlumeProcess process = plume_process_init (&plume_process_discrete, NULL);
  g_autoptr (PlumeArray) times = plume_array_new (n_steps - last_step + 1);
  PlumeSamplingPlan plan = *like;
  g_autoptr (GError) error = NULL;
  PlumeSampling *sampling;

  process.table = betas;
  for (guint i = 0; i < times->length; i++)
    times->values[i] = (double)(n_steps - i) / n_steps;
  plan.process = &process;
  plan.times = times;
  sampling = plume_sample (&plan, n, starts, PLUME_KEEP_END, NULL, &error);
  g_assert_no_error (error);
  return sampling;
}

static void
test_ddpm_equals_the_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("11-three-frameworks", "endpoints-given-noise.csv");
  g_autoptr (PlumeArray) betas = linear_betas (200, 0.0005, 0.1);
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  gsize n;
  g_autofree double *starts = reference_starts ("14-dpm-solver", &n);

  for (guint beta = 0; beta < 2; beta++)
    {
      PlumeSamplingPlan plan = plan_of (NULL, score, "ancestral", 200);
      g_autoptr (PlumeSampling) sampling = NULL;

      plan.options.variance_beta = beta == 1;
      sampling = sample_ddpm (score, betas, 200, 0, &plan, n, starts);
      g_assert_cmpfloat (compare_ends (rows, beta == 1 ? "ddpm-beta" : "ddpm-beta-tilde", sampling),
                         <, 1e-8);
    }
}

static void
test_schedule_equals_the_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("11-three-frameworks", "ddpm-schedule.csv");
  g_autoptr (PlumeArray) betas = linear_betas (200, 0.0005, 0.1);
  PlumeProcess process = plume_process_init (&plume_process_discrete, NULL);

  process.table = betas;
  for (guint row = 1; row < rows->len; row++)
    {
      guint step = (guint)reference_number (rows, row, 0);
      PlumeMarginal s = plume_process_at (&process, step / 200.0),
                    t = plume_process_at (&process, (step - 1) / 200.0);
      double r = exp (s.log_alpha - t.log_alpha), all = s.sigma * s.sigma, left = t.sigma * t.sigma,
             between = all - r * r * left;

      g_assert_cmpfloat_with_epsilon (-expm1 (2 * (s.log_alpha - t.log_alpha)),
                                      reference_number (rows, row, 1), 1e-12);
      g_assert_cmpfloat_with_epsilon (s.alpha * s.alpha, reference_number (rows, row, 2), 1e-12);
      g_assert_cmpfloat_with_epsilon (t.alpha * between / all, reference_number (rows, row, 3),
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (r * left / all, reference_number (rows, row, 4), 1e-12);
      g_assert_cmpfloat_with_epsilon (between * left / all, reference_number (rows, row, 5), 1e-12);
    }
}

static void
test_exponential_integrators_equal_the_reference (void)
{
  static const struct
  {
    const char *name, *solver;
    double eta;
  } solvers[] = {
    { "ddim-eta1-given-noise", "ddim", 1 },
    { "ddim-eta1-given-noise", "ancestral", 0 }, /* η = 1 is ancestral sampling with β̃ */
    { "sde-dpm-solver-1-given-noise", "sde-dpm-solver-1", 1 },
    { "sde-dpm-solver++-1-given-noise", "sde-dpm-solver++-1", 1 },
    { "sde-dpm-solver++-2m-given-noise", "sde-dpm-solver++-2m", 1 },
  };
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", "endpoints-more.csv");
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  gsize n;
  g_autofree double *starts = reference_starts ("14-dpm-solver", &n);
  guint compared = 0;

  for (guint i = 0; i < G_N_ELEMENTS (solvers); i++)
    for (guint g = 0; g < 2; g++)
      for (guint budget = 10; budget <= 20; budget += 10)
        {
          const char *grid = g == 0 ? "lambda" : "time";
          PlumeSamplingPlan plan = plan_of (&process, score, solvers[i].solver, budget);
          g_autoptr (PlumeSampling) sampling = NULL;

          plan.grid = plume_time_grid_find (grid);
          plan.options.eta = solvers[i].eta;
          sampling = plume_sample (&plan, n, starts, PLUME_KEEP_END, NULL, NULL);
          for (guint row = 1; row < rows->len; row++)
            {
              char **fields = g_ptr_array_index (rows, row);
              guint point = (guint)reference_number (rows, row, 3);

              if (strcmp (fields[0], solvers[i].name) != 0 || strcmp (fields[1], grid) != 0
                  || (guint)reference_number (rows, row, 2) != budget)
                continue;
              for (guint c = 0; c < 2; c++)
                g_assert_cmpfloat_with_epsilon (sampling->end[2 * point + c],
                                                reference_number (rows, row, 4 + c),
                                                budget >= 12 ? 1e-9 : 1e-8);
              compared++;
            }
        }
  g_assert_cmpuint (compared, ==, 5 * 2 * 2 * 8);
}

/* β̃ leaves no noise behind where the data are one point, and the last step is exact */
static void
test_ancestral_returns_a_point (void)
{
  double weight = 1, mean[2] = { 0.4, -0.9 }, none[4] = { 0 }, start[2] = { 1.1, 0.2 };
  g_autoptr (PlumeMixture) point = plume_mixture_new (1, 2, &weight, mean, none, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (point);
  g_autoptr (PlumeArray) betas = linear_betas (50, 0.002, 0.3);
  PlumeSamplingPlan plan = plan_of (NULL, score, "ancestral", 50);
  g_autoptr (PlumeSampling) sampling = sample_ddpm (score, betas, 50, 0, &plan, 1, start);

  for (guint c = 0; c < 2; c++)
    g_assert_cmpfloat_with_epsilon (sampling->end[c], mean[c], 1e-13);
}

/* Increments of neighbouring stretches add up to that of the whole, whatever the steps. */
static void
test_steps_share_one_path (void)
{
  PlumeNoise noise = plume_noise_brownian (7, 1);

  for (guint trial = 0; trial < 50; trial++)
    {
      PlumeStream stream = plume_stream (3, "trial", trial);
      double to = 1e-3 * plume_stream_uniform (&stream),
             from = to + (1 - to) * plume_stream_uniform (&stream), whole[6], sum[6] = { 0 },
             part[6];
      const guint n_parts = 1 + trial % 7;

      noise.draw (&noise, 0, from, to, trial, 2, 3, whole);
      for (guint k = 0; k < n_parts; k++)
        {
          double a = from + (to - from) * k / n_parts, b = from + (to - from) * (k + 1) / n_parts;

          noise.draw (&noise, k, a, k + 1 == n_parts ? to : b, trial, 2, 3, part);
          for (guint c = 0; c < 6; c++)
            sum[c] += part[c] * sqrt (a - (k + 1 == n_parts ? to : b));
        }
      for (guint c = 0; c < 6; c++)
        g_assert_cmpfloat_with_epsilon (sum[c], whole[c] * sqrt (from - to), 1e-12);
    }
}

/* Mean 0, variance 1, and no correlation between stretches that do not touch, within 4.5 standard
 * errors; long, short and very early stretches */
static void
test_increments_are_brownian (void)
{
  static const double ends[][2] = {
    { 1, 0.5 }, { 0.5, 0.02 }, { 0.02, 0.0199 }, { 1e-3, 9.9e-4 }, { 2e-4, 0 }, { 1e-10, 5e-11 },
  };
  enum
  {
    N = 40000
  };
  PlumeNoise noise = plume_noise_brownian (11, 1);
  g_autofree double *draws = g_new (double, G_N_ELEMENTS (ends) * N * 2);
  double bound = 4.5 / sqrt (2.0 * N);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    noise.draw (&noise, i, ends[i][0], ends[i][1], 0, N, 2, draws + i * N * 2);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      double mean = 0, square = 0;

      for (gsize j = 0; j < 2 * N; j++)
        {
          mean += draws[i * 2 * N + j] / (2 * N);
          square += draws[i * 2 * N + j] * draws[i * 2 * N + j] / (2 * N);
        }
      g_assert_cmpfloat (fabs (mean), <, bound);
      g_assert_cmpfloat (fabs (square - 1), <, bound * G_SQRT2);
      for (guint k = 0; k < i; k++)
        {
          double product = 0;

          for (gsize j = 0; j < 2 * N; j++)
            product += draws[i * 2 * N + j] * draws[k * 2 * N + j] / (2 * N);
          g_assert_cmpfloat (fabs (product), <, bound);
        }
    }
}

static double
rms_apart (const PlumeSampling *one, const PlumeSampling *other)
{
  double sum = 0;

  for (gsize i = 0; i < one->n * one->d; i++)
    sum += (one->end[i] - other->end[i]) * (one->end[i] - other->end[i]);
  return sqrt (sum / (double)one->n);
}

/* Additive noise: Euler–Maruyama on one path converges strongly with order 1. */
static void
test_strong_order (const char *solver)
{
  enum
  {
    N = 300,
    FINEST = 4096
  };
  double weight = 1, mean[2] = { 0.4, -0.9 }, wide[4] = { 0.5, 0.1, 0.1, 0.3 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &weight, mean, wide, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  g_autofree double *starts = g_new (double, 2 * N);
  g_autoptr (PlumeSampling) finest = NULL;
  double errors[3];

  plume_noise_start (5, N, 2, starts);
  for (guint i = 0; i < 4; i++)
    {
      PlumeSamplingPlan plan = plan_of (&process, score, solver, i == 0 ? FINEST : 32u << i);
      g_autoptr (PlumeSampling) sampling = NULL;

      plan.grid = plume_time_grid_find ("time");
      plan.to = 0.02;
      plan.noise = plume_noise_brownian (9, 1);
      sampling = plume_sample (&plan, N, starts, PLUME_KEEP_END, NULL, NULL);
      if (i == 0)
        finest = g_steal_pointer (&sampling);
      else
        errors[i - 1] = rms_apart (sampling, finest);
    }
  g_assert_cmpfloat_with_epsilon (0.5 * log2 (errors[0] / errors[2]), 1, 0.15);
}

static void
test_euler_maruyama_is_of_strong_order_one (void)
{
  test_strong_order ("euler-maruyama");
}

/* DDPM is a discretisation of the reverse VP SDE with β_i = β(t_i)/N */
static void
test_ddpm_tends_to_the_sde (void)
{
  enum
  {
    N = 300,
    FINEST = 4096
  };
  double weight = 1, mean[2] = { 0.4, -0.9 }, wide[4] = { 0.5, 0.1, 0.1, 0.3 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &weight, mean, wide, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  g_autofree double *starts = g_new (double, 2 * N);
  PlumeSamplingPlan plan = plan_of (&process, score, "euler-maruyama", FINEST);
  g_autoptr (PlumeSampling) finest = NULL;
  double errors[3];

  plume_noise_start (5, N, 2, starts);
  plan.grid = plume_time_grid_find ("time");
  plan.to = 0.125; /* the last step of a chain has no noise, which is an error of its own */
  plan.noise = plume_noise_brownian (9, 1);
  finest = plume_sample (&plan, N, starts, PLUME_KEEP_END, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      guint n_steps = 64u << i;
      g_autoptr (PlumeArray) table = plume_array_new (n_steps + 1);
      PlumeSamplingPlan ddpm = plan_of (NULL, score, "ancestral", n_steps);
      g_autoptr (PlumeSampling) sampling = NULL;

      for (guint k = 1; k <= n_steps; k++)
        table->values[k] =
            table->values[k - 1] + 0.5 * log1p (-(0.1 + 19.9 * (double)k / n_steps) / n_steps);
      ddpm.noise = plan.noise;
      ddpm.options.variance_beta = TRUE;
      sampling = sample_ddpm (score, table, n_steps, n_steps / 8, &ddpm, N, starts);
      errors[i] = rms_apart (sampling, finest);
    }
  g_assert_cmpfloat_with_epsilon (0.5 * log2 (errors[0] / errors[2]), 1, 0.15);
}

/* Second moments about the mean of a Gaussian: every η leaves the same */
static void
test_every_eta_has_the_same_marginals (void)
{
  enum
  {
    N = 5000
  };
  static const char *const solvers[] = {
    "ddim", "ancestral", "euler-maruyama", "sde-dpm-solver++-2m", "predictor-corrector", "edm-churn"
  };
  double weight = 1, mean[2] = { 0.4, -0.9 }, wide[4] = { 0.5, 0.1, 0.1, 0.3 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &weight, mean, wide, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  PlumeMarginal end = plume_process_at (&process, 1e-3);
  g_autofree double *starts = g_new (double, 2 * N);

  plume_noise_start (5, N, 2, starts);
  for (guint i = 0; i < G_N_ELEMENTS (solvers); i++)
    {
      PlumeSamplingPlan plan = plan_of (&process, score, solvers[i], 200);
      g_autoptr (PlumeSampling) sampling = NULL;
      double moments[5] = { 0 };

      plan.noise = plume_noise_brownian (13, 1);
      plan.options.churn = 20;
      sampling = plume_sample (&plan, N, starts, PLUME_KEEP_END, NULL, NULL);
      for (gsize p = 0; p < N; p++)
        {
          double x = sampling->end[2 * p] - end.alpha * mean[0],
                 y = sampling->end[2 * p + 1] - end.alpha * mean[1];

          moments[0] += x / N;
          moments[1] += y / N;
          moments[2] += x * x / N;
          moments[3] += x * y / N;
          moments[4] += y * y / N;
        }
      g_test_message ("%s %.4f %.4f %.4f %.4f %.4f", solvers[i], moments[0], moments[1], moments[2],
                      moments[3], moments[4]);
      /* 4 standard errors and the bias of 200 steps */
      g_assert_cmpfloat_with_epsilon (moments[0], 0, 4 * sqrt (0.5 / N) + 0.005);
      g_assert_cmpfloat_with_epsilon (moments[1], 0, 4 * sqrt (0.3 / N) + 0.005);
      g_assert_cmpfloat_with_epsilon (moments[2], 0.5, 4 * 0.5 * sqrt (2.0 / N) + 0.01);
      g_assert_cmpfloat_with_epsilon (moments[3], 0.1, 4 * sqrt (0.16 / N) + 0.01);
      g_assert_cmpfloat_with_epsilon (moments[4], 0.3, 4 * 0.3 * sqrt (2.0 / N) + 0.01);
    }
}

/* Noise of a wrong size: what a sampler draws whose η or variance is written wrongly */
typedef struct
{
  PlumeNoise brownian;
  double scale;
} WrongNoise;

static void
draw_wrongly (const PlumeNoise *noise,
              guint draw_index,
              double from,
              double to,
              gsize first,
              gsize n,
              gsize dimension,
              double *normal)
{
  const WrongNoise *wrong = noise->data;

  wrong->brownian.draw (&wrong->brownian, draw_index, from, to, first, n, dimension, normal);
  for (gsize i = 0; i < n * dimension; i++)
    normal[i] *= wrong->scale;
}

/* p of the hypothesis that samples that stop at a moment are draws of p_t, by permutation of MMD²
 */
static double
test_stop (const char *solver, double eta, double scale, double moment)
{
  enum
  {
    N = 2000,
    SEED = 31
  };
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  PlumeMarginal end = plume_process_at (&process, moment);
  PlumeSamplingPlan plan = plan_of (&process, score, solver, 200);
  WrongNoise wrong = { plume_noise_brownian (SEED, 1), scale };
  g_autofree double *starts = g_new (double, 2 * N), *data = g_new (double, 2 * N);
  g_autoptr (PlumeSampling) sampling = NULL;
  PlumeMeasureInput input = { .n = N, .n_reference = N, .d = 2, .reference = data, .seed = SEED };
  PlumeMeasured measured;

  plume_noise_start (SEED, N, 2, starts);
  plume_mixture_sample (mixture, N, SEED + 1, data, NULL);
  for (gsize i = 0; i < N; i++)
    {
      PlumeStream stream = plume_stream (SEED, "noised-data", i);

      for (gsize c = 0; c < 2; c++)
        data[2 * i + c] = end.alpha * data[2 * i + c] + end.sigma * plume_stream_normal (&stream);
    }
  plan.options.eta = eta;
  plan.to = moment;
  plan.noise = (PlumeNoise){ .draw = draw_wrongly, .last = 1, .data = &wrong };
  sampling = plume_sample (&plan, N, starts, PLUME_KEEP_END, NULL, NULL);
  input.samples = sampling->end;
  g_assert_true (plume_measure (plume_measure_find ("discrepancy"), &input, &measured, NULL, NULL));
  g_test_message ("%s, eta %g, noise times %g, t = %g: MMD %.2g, p = %.3f", solver, eta, scale,
                  moment, measured.value, measured.p_value);
  return measured.p_value;
}

/* Of a density of several modes, on the way and at the end: among 256 labellings the true one is
 * not the most extreme. */
static void
test_every_eta_has_the_same_distribution (void)
{
  static const struct
  {
    const char *solver;
    double eta;
  } samplers[] = { { "dpm-solver-2m", 0 },
                   { "ddim", 0.5 },
                   { "ddim", 1 },
                   { "ancestral", 0 },
                   { "sde-dpm-solver++-2m", 1 },
                   { "sde-dpm-solver++-2m", 0.5 } };

  for (guint i = 0; i < G_N_ELEMENTS (samplers); i++)
    {
      g_assert_cmpfloat (test_stop (samplers[i].solver, samplers[i].eta, 1, 1e-3), >, 0.01);
      g_assert_cmpfloat (test_stop (samplers[i].solver, samplers[i].eta, 1, 0.3), >, 0.01);
    }
}

/* The same test sees noise that is a fifth too small or too great, on the way, where later steps
 * have not yet drawn samples to the data; at the end only noise that is half of it. */
static void
test_wrong_noise_is_seen (void)
{
  static const struct
  {
    const char *solver;
    double eta;
  } samplers[] = { { "ddim", 1 }, { "ancestral", 0 }, { "sde-dpm-solver++-2m", 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (samplers); i++)
    {
      g_assert_cmpfloat (test_stop (samplers[i].solver, samplers[i].eta, 0.8, 0.3), <, 0.01);
      g_assert_cmpfloat (test_stop (samplers[i].solver, samplers[i].eta, 1.2, 0.3), <, 0.01);
      g_assert_cmpfloat (test_stop (samplers[i].solver, samplers[i].eta, 0.5, 1e-3), <, 0.01);
    }
}

/* u ← (1 − c/2)² u + c: the variance of a point's cloud through the levels */
static void
test_langevin_variance_follows_its_recursion (void)
{
  enum
  {
    N = 20000,
    T = 5
  };
  double weight = 1, mean[2] = { 0, 0 }, none[4] = { 0 };
  g_autoptr (PlumeMixture) point = plume_mixture_new (1, 2, &weight, mean, none, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (point);
  PlumeProcess process = process_of ("ve", 0.1, 1.6);
  PlumeSamplingPlan plan = plan_of (&process, score, "annealed-langevin", 5 * T);
  g_autofree double *starts = g_new (double, 2 * N);
  g_autoptr (PlumeSampling) sampling = NULL;
  double u = 1, c = 0.2;

  plume_noise_start (5, N, 2, starts);
  for (gsize i = 0; i < 2 * N; i++)
    starts[i] *= 1.6;
  plan.options.langevin_steps = T;
  plan.options.langevin_size = c * 0.1 * 0.1;
  plan.to = 1e-300;
  plan.noise = plume_noise_brownian (21, 1);
  sampling = plume_sample (&plan, N, starts, PLUME_KEEP_PATH, NULL, NULL);
  g_assert_cmpuint (sampling->n_nodes, ==, 5);
  for (guint level = 0; level < 5; level++)
    {
      double sigma = 1.6 * pow (0.5, level), sum = 0;

      if (level > 0)
        u *= 4;
      for (guint k = 0; k < T; k++)
        u = (1 - c / 2) * (1 - c / 2) * u + c;
      for (gsize i = 0; i < 2 * N; i++)
        sum += pow (sampling->path[level * 2 * N + i], 2);
      sum /= 2 * N * sigma * sigma;
      g_assert_cmpfloat_with_epsilon (sum, u, 3 * u * sqrt (2.0 / (2 * N)));
    }
}

/* Half of a level overlaps the next: the root of the paper's equation; more dimensions need nearer
 * levels */
static void
test_levels_overlap_by_half (void)
{
  double before = 100;

  for (gsize d = 32; d <= 3072; d *= 2)
    {
      double ratio = plume_noise_ladder_ratio (d);

      g_assert_cmpfloat_with_epsilon (plume_noise_ladder_overlap (ratio, d), 0.5, 1e-9);
      g_assert_cmpfloat (ratio, <, before);
      before = ratio;
    }
  /* σ 50 → 0.01 in 3072 dimensions takes 232 levels (Song & Ermon 2020, CIFAR-10),
   * where the half is meant as about a half */
  g_assert_cmpint (abs ((int)plume_noise_ladder_count (50, 0.01, 3072) - 232), <=, 14);
}

/* Steps of ratio r in the signal-to-noise cost (r − 1 − ln r) d/2 more than information: with equal
 * steps of λ the bound comes down to the entropy as 1/N */
static void
test_the_bound_comes_down_to_entropy (void)
{
  enum
  {
    N = 4000
  };
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeMarginal clean = { .alpha = 1, .sigma = 0 };
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  g_autofree double *data = g_new (double, 2 * N), *log_density = g_new (double, N);
  double entropy = 0, error = 0, gaps[3];

  plume_mixture_sample (mixture, N, 4, data, NULL);
  plume_mixture_evaluate (mixture, &clean, N, data, log_density, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < N; i++)
    entropy -= log_density[i] / N;
  for (guint i = 0; i < 3; i++)
    {
      guint n_steps = 50u << (2 * i);
      g_autoptr (PlumeArray) grid = plume_time_grid_make (plume_time_grid_find ("lambda"), &process,
                                                          1, 1e-3, 0, n_steps, NULL);
      g_autoptr (PlumeArray) times = plume_array_new (n_steps + 2);
      PlumeVariationalBound bound;

      memcpy (times->values, grid->values, grid->length * sizeof (double));
      g_assert_true (
          plume_variational_bound (&process, times, score, N, data, 6, &bound, NULL, NULL));
      gaps[i] = bound.total - entropy;
      error = bound.error;
      g_test_message ("%u steps: %.4f ± %.4f over %.4f", n_steps, gaps[i], bound.error, entropy);
    }
  /* the steps have noise of their own beside that of the data */
  g_assert_cmpfloat_with_epsilon (gaps[2], gaps[1] / 4, 3 * error);
  g_assert_cmpfloat_with_epsilon (gaps[0] / gaps[1], 4, 0.8);
}

static void
test_threads_do_not_matter (void)
{
  static const char *const solvers[] = { "euler-maruyama", "predictor-corrector",
                                         "annealed-langevin", "sde-dpm-solver++-2m" };
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_of ("vp-linear", 0.1, 20);
  g_autofree double *starts = g_new (double, 2 * 1000);
  int before = plume_parallel_get_threads ();

  plume_noise_start (5, 1000, 2, starts);
  for (guint i = 0; i < G_N_ELEMENTS (solvers); i++)
    {
      PlumeSamplingPlan plan = plan_of (&process, score, solvers[i], 20);
      g_autoptr (PlumeSampling) one = NULL;
      g_autoptr (PlumeSampling) two = NULL;

      plan.noise = plume_noise_brownian (1, 1);
      plume_parallel_set_threads (1);
      one = plume_sample (&plan, 1000, starts, PLUME_KEEP_END, NULL, NULL);
      plume_parallel_set_threads (2);
      two = plume_sample (&plan, 1000, starts, PLUME_KEEP_END, NULL, NULL);
      g_assert_cmpmem (one->end, 2000 * sizeof (double), two->end, 2000 * sizeof (double));
    }
  plume_parallel_set_threads (before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/three-frameworks/equal-the-reference",
                   test_frameworks_equal_the_reference);
  g_test_add_func ("/generative/ddpm/schedule-equals-the-reference",
                   test_schedule_equals_the_reference);
  g_test_add_func ("/generative/ddpm/equals-the-reference", test_ddpm_equals_the_reference);
  g_test_add_func ("/generative/ddpm/returns-a-point", test_ancestral_returns_a_point);
  g_test_add_func ("/generative/ddpm/tends-to-the-sde", test_ddpm_tends_to_the_sde);
  g_test_add_func ("/generative/sde-dpm-solver/equals-the-reference",
                   test_exponential_integrators_equal_the_reference);
  g_test_add_func ("/generative/noise/steps-share-one-path", test_steps_share_one_path);
  g_test_add_func ("/generative/noise/increments-are-brownian", test_increments_are_brownian);
  g_test_add_func ("/generative/euler-maruyama/strong-order-one",
                   test_euler_maruyama_is_of_strong_order_one);
  g_test_add_func ("/generative/stochastic/every-eta-has-the-same-marginals",
                   test_every_eta_has_the_same_marginals);
  g_test_add_func ("/generative/stochastic/every-eta-has-the-same-distribution",
                   test_every_eta_has_the_same_distribution);
  g_test_add_func ("/generative/stochastic/wrong-noise-is-another-distribution",
                   test_wrong_noise_is_seen);
  g_test_add_func ("/generative/langevin/variance-follows-its-recursion",
                   test_langevin_variance_follows_its_recursion);
  g_test_add_func ("/generative/langevin/levels-overlap-by-half", test_levels_overlap_by_half);
  g_test_add_func ("/generative/ddpm/the-bound-comes-down-to-entropy",
                   test_the_bound_comes_down_to_entropy);
  g_test_add_func ("/generative/stochastic/threads-do-not-matter", test_threads_do_not_matter);
  return g_test_run ();
}
