/* test-generative-momentum.c: solvers that remember, against reference tables, orders and closed
 * forms; and where they are stable. */
#include "core/plume-random.h"
#include "generative/plume-guidance.h"
#include "generative/plume-momentum-weights.h"
#include "generative/plume-solver.h"
#include "generative/plume-stability.h"

#include "reference-table.h"

#include <math.h>
#include <string.h>

typedef struct
{
  PlumeProcess process;
  PlumeMixture *mixture, *first; /* mixture A of the tables, and its component 0 */
  PlumeScore *score;
  double start[16], exact[16];
} Setting;

/* Mixture A: four components, the covariances as U diag (e) Uᵀ in mixture.json */
static const double weights[4] = { 0.3, 0.25, 0.25, 0.2 },
                    means[8] = { -1.5, -0.5, 1.2, 1.0, 0.9, -1.3, -0.4, 1.6 },
                    covariances[16] = { 0.07161209223472559,
                                        0.03365883939231586,
                                        0.03365883939231586,
                                        0.028387907765274414,
                                        0.0504798631054193,
                                        0.033878548403702115,
                                        0.03387854840370212,
                                        0.14952013689458069,
                                        0.0225,
                                        0.0,
                                        0.0,
                                        0.0225,
                                        0.03499752770177088,
                                        0.08358856859320493,
                                        0.08358856859320493,
                                        0.2175024722982291 };

static void
set_up (Setting *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", "start-and-exact.csv");

  self->process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  self->mixture = plume_mixture_new (4, 2, weights, means, covariances, NULL);
  self->first = plume_mixture_new (1, 2, weights, means, covariances, NULL);
  self->score = plume_mixture_score_new (self->mixture);
  g_assert_cmpuint (rows->len, ==, 9);
  for (guint p = 0; p < 8; p++)
    for (guint c = 0; c < 2; c++)
      {
        self->start[2 * p + c] = reference_number (rows, p + 1, 1 + c);
        self->exact[2 * p + c] = reference_number (rows, p + 1, 3 + c);
      }
}

static void
tear_down (Setting *self, gconstpointer data)
{
  plume_score_unref (self->score);
  plume_mixture_unref (self->mixture);
  plume_mixture_unref (self->first);
}

static PlumeSampling *
sample (Setting *self,
        const PlumeScore *score,
        const char *solver,
        guint order,
        double momentum,
        const char *grid,
        guint n_steps,
        gsize n,
        const double *start)
{
  g_autoptr (GError) error = NULL;
  PlumeSamplingPlan plan = { .process = &self->process,
                             .score = score,
                             .solver = plume_solver_find (solver),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find (grid),
                             .budget = n_steps * score->cost };
  PlumeSampling *sampling;

  plan.options.order = order;
  plan.options.momentum = momentum;
  sampling = plume_sample (&plan, n, start, PLUME_KEEP_END, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sampling->evaluations, ==, n_steps * score->cost);
  return sampling;
}

static double
rms (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < 2 * n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrt (sum / (double)n);
}

static double
error_of (
    Setting *self, const char *solver, guint order, double momentum, const char *grid, guint n)
{
  g_autoptr (PlumeSampling) sampling =
      sample (self, self->score, solver, order, momentum, grid, n, 8, self->start);

  return rms (8, sampling->end, self->exact);
}

static double
slope_of (Setting *self, const char *solver, guint order, double momentum)
{
  return log2 (error_of (self, solver, order, momentum, "lambda", 320)
               / error_of (self, solver, order, momentum, "lambda", 640));
}

static const char *
solver_of (const char *method)
{
  return strcmp (method, "hb") == 0 ? "heavy-ball" : method;
}

static void
test_weights (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("18-momentum-sampling", "ghvb-coefficients.csv");

  g_assert_cmpuint (rows->len, ==, 26);
  for (guint i = 1; i < rows->len; i++)
    {
      guint order = (guint)reference_number (rows, i, 0);
      double momentum = reference_number (rows, i, 1), sum = 0;
      double found[PLUME_MOMENTUM_ORDER];

      plume_momentum_averaged_weights (order, momentum, found);
      for (guint j = 0; j < order; j++)
        {
          double expected = reference_number (rows, i, 2 + j);

          g_assert_cmpfloat_with_epsilon (found[j], expected, 1e-14 * MAX (1, fabs (expected)));
          sum += found[j];
        }
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-13);
    }
}

/* What the small system gives on equal steps after the start has been forgotten is the table. */
static void
test_weights_of_equal_steps (void)
{
  double kappa[302];

  for (guint i = 0; i < G_N_ELEMENTS (kappa); i++)
    kappa[i] = 7 - 0.02 * i;
  for (guint order = 1; order <= PLUME_MOMENTUM_ORDER; order++)
    for (double momentum = 0.3; momentum <= 1; momentum += 0.1)
      {
        double table[PLUME_MOMENTUM_ORDER], found[PLUME_MOMENTUM_ORDER];

        plume_momentum_averaged_weights (order, momentum, table);
        plume_momentum_variable_weights (300, kappa, order, momentum, found);
        for (guint j = 0; j < order; j++)
          g_assert_cmpfloat_with_epsilon (found[j], table[j], 1e-9 * (1 + fabs (table[j])));
      }
}

/* On any grid the step integrates polynomials below the order, from any start. */
static void
test_weights_of_unequal_steps (void)
{
  double kappa[9] = { 150, 70, 31, 12, 5, 2.5, 0.8, 0.3, 0.1 };

  for (guint order = 1; order <= PLUME_MOMENTUM_ORDER; order++)
    for (guint step = order - 1; step < 8; step++)
      for (guint m = 0; m < order; m++)
        {
          double found[PLUME_MOMENTUM_ORDER], average[9], sum = 0, momentum = 0.6;
          double from = kappa[step], to = kappa[step + 1], exact, scale = 0;

          plume_momentum_variable_weights (step, kappa, order, momentum, found);
          for (guint i = 0; i <= step; i++)
            average[i] = (i == 0 ? 1 : momentum) * pow (kappa[i], m)
                         + (i == 0 ? 0 : (1 - momentum) * average[i - 1]);
          for (guint j = 0; j < order; j++)
            {
              sum += found[j] * average[step - j];
              scale += fabs (found[j] * average[step - j]);
            }
          exact = (pow (to, m + 1) - pow (from, m + 1)) / ((m + 1) * (to - from));
          g_assert_cmpfloat_with_epsilon (sum, exact, 1e-11 * scale);
        }
}

static void
test_endpoints (Setting *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = read_reference ("18-momentum-sampling", "endpoints.csv");
  guint compared = 0;

  for (guint i = 1; i + 7 < rows->len; i += 8)
    {
      char **row = g_ptr_array_index (rows, i);
      guint n_steps = (guint)reference_number (rows, i, 4);
      double tolerance = strcmp (row[3], "karras") == 0 && n_steps == 10 ? 1e-7 : 1e-9;
      g_autoptr (PlumeSampling) sampling =
          sample (self, self->score, solver_of (row[0]), (guint)reference_number (rows, i, 1),
                  reference_number (rows, i, 2), row[3], n_steps, 8, self->start);

      for (guint p = 0; p < 8; p++)
        for (guint c = 0; c < 2; c++)
          {
            double expected = reference_number (rows, i + p, 6 + c);

            g_assert_cmpfloat_with_epsilon (sampling->end[2 * p + c], expected, tolerance);
          }
      compared++;
    }
  g_assert_cmpuint (compared, ==, 216);
}

static void
test_errors (Setting *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = read_reference ("18-momentum-sampling", "errors.csv");

  g_assert_cmpuint (rows->len, ==, 217);
  for (guint i = 1; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      guint n_steps = (guint)reference_number (rows, i, 4);
      double tolerance = strcmp (row[3], "karras") == 0 && n_steps == 10 ? 1e-7 : 1e-9;

      g_assert_cmpfloat_with_epsilon (error_of (self, solver_of (row[0]),
                                                (guint)reference_number (rows, i, 1),
                                                reference_number (rows, i, 2), row[3], n_steps),
                                      reference_number (rows, i, 5), tolerance);
    }
}

/* The rows of plms-2 and plms-4 in the tables of the DPM solver */
static void
test_plain_errors (Setting *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", "errors.csv");
  guint compared = 0;

  for (guint i = 1; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      const char *grid = strcmp (row[1], "quad") == 0 ? "quadratic" : row[1];

      if (!g_str_has_prefix (row[0], "plms-"))
        continue;
      g_assert_cmpfloat_with_epsilon (error_of (self, "plms", (guint)(row[0][5] - '0'), 1, grid,
                                                (guint)reference_number (rows, i, 2)),
                                      reference_number (rows, i, 4), 1e-9);
      compared++;
    }
  g_assert_cmpuint (compared, >=, 20);
}

static void
test_no_momentum (Setting *self, gconstpointer data)
{
  static const char *const same[] = { "heavy-ball", "nesterov", "ghvb" };

  for (guint order = 1; order <= PLUME_MOMENTUM_ORDER; order++)
    {
      g_autoptr (PlumeSampling) plain =
          sample (self, self->score, "plms", order, 1, "lambda", 24, 8, self->start);
      g_autoptr (PlumeSampling) variable =
          sample (self, self->score, "lms", order, 1, "lambda", 24, 8, self->start);
      g_autoptr (PlumeSampling) also =
          sample (self, self->score, "vghvb", order, 1, "lambda", 24, 8, self->start);

      for (guint i = 0; i < G_N_ELEMENTS (same); i++)
        {
          g_autoptr (PlumeSampling) other =
              sample (self, self->score, same[i], order, 1, "lambda", 24, 8, self->start);

          g_assert_cmpfloat (rms (8, plain->end, other->end), <=, 1e-13);
        }
      g_assert_cmpfloat (rms (8, variable->end, also->end), <=, 1e-13);
    }
}

/* With one answer a step in memory the weighted update is DDIM; DPM-Solver++ 2M with full memory of
 * the newest direction is 2M, whose error the tables of the DPM solver hold. */
static void
test_data_form (Setting *self, gconstpointer data)
{
  g_autoptr (PlumeSampling) ddim =
      sample (self, self->score, "ddim", 0, 1, "lambda", 20, 8, self->start);
  g_autoptr (PlumeSampling) first =
      sample (self, self->score, "2m-heavy-ball", 1, 1, "lambda", 20, 8, self->start);
  g_autoptr (PlumeSampling) plain =
      sample (self, self->score, "plms", 1, 1, "lambda", 20, 8, self->start);

  g_assert_cmpfloat (rms (8, ddim->end, first->end), <=, 1e-12);
  g_assert_cmpfloat (rms (8, ddim->end, plain->end), <=, 1e-12);
  g_assert_cmpfloat_with_epsilon (error_of (self, "2m-heavy-ball", 2, 1, "lambda", 24),
                                  0.0133736205000849, 1e-9);
  g_assert_cmpfloat_with_epsilon (error_of (self, "2m-heavy-ball", 2, 1, "lambda", 96), 0.000857457,
                                  1e-8);
}

/* Averaged directions lag by (1 − β)/β steps, so heavy ball and Nesterov are of first order. */
static void
test_slopes (Setting *self, gconstpointer data)
{
  g_assert_cmpfloat_with_epsilon (slope_of (self, "heavy-ball", 1, 0.8), 1, 0.1);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "heavy-ball", 1, 0.5), 1, 0.1);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "heavy-ball", 4, 0.8), 0.97, 0.1);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "nesterov", 2, 0.8), 1, 0.1);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "ghvb", 2, 0.8), 1.95, 0.1);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "ghvb", 4, 0.7), 2, 0.15);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "plms", 4, 1), 2, 0.15);
  g_assert_cmpfloat (slope_of (self, "vghvb", 4, 0.7), >=, 3.7);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "vghvb", 4, 0.7), 3.92, 0.05);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "vghvb", 3, 0.8), 2.94, 0.05);
  g_assert_cmpfloat_with_epsilon (slope_of (self, "lms", 4, 1), 3.93, 0.05);
}

static void
test_bad_options (Setting *self, gconstpointer data)
{
  PlumeSamplingPlan plan = { .process = &self->process,
                             .score = self->score,
                             .solver = plume_solver_find ("ghvb"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = 5 };
  g_autoptr (GError) order = NULL, momentum = NULL;

  plan.options.order = 6;
  g_assert_null (plume_sample (&plan, 8, self->start, PLUME_KEEP_END, NULL, &order));
  g_assert_nonnull (order);
  plan.options.order = 2;
  plan.options.momentum = 0;
  g_assert_null (plume_sample (&plan, 8, self->start, PLUME_KEEP_END, NULL, &momentum));
  g_assert_nonnull (momentum);
}

/* Towards component 0: ε̂ = ε̂_mix + w (ε̂_0 − ε̂_mix) */
static PlumeScore *
guided_new (Setting *setting, double strength)
{
  g_autoptr (PlumeScore) guide = plume_mixture_score_new (setting->first);
  PlumeGuidanceParts parts = plume_guidance_parts_init ();
  g_autoptr (GError) error = NULL;
  PlumeScore *guided;

  parts.base = setting->score;
  parts.guide = guide;
  parts.scale = strength;
  guided = plume_guidance_find ("classifier-free")->make (&parts, &error);
  g_assert_no_error (error);
  return guided;
}

enum
{
  N_STARTS = 400
};

typedef struct
{
  double largest, beyond, error;
} Outcome;

static Outcome
outcome_of (Setting *self,
            const PlumeScore *score,
            const char *solver,
            guint order,
            double momentum,
            guint n_steps,
            const double *start,
            const double *exact)
{
  g_autoptr (PlumeSampling) sampling =
      sample (self, score, solver, order, momentum, "lambda", n_steps, N_STARTS, start);
  Outcome outcome = { .error = exact != NULL ? rms (N_STARTS, sampling->end, exact) : 0 };

  for (gsize i = 0; i < N_STARTS; i++)
    {
      double farthest = MAX (fabs (sampling->end[2 * i]), fabs (sampling->end[2 * i + 1]));

      outcome.largest = MAX (outcome.largest, farthest);
      outcome.beyond += farthest > 3 ? 1.0 / N_STARTS : 0;
    }
  g_test_message ("%s k=%u β=%g N=%u: max|x| %.4g, beyond 3 %.3f, error %.4g", solver, order,
                  momentum, n_steps, outcome.largest, outcome.beyond, outcome.error);
  return outcome;
}

static void
test_strong_guidance (Setting *self, gconstpointer data)
{
  g_autoptr (PlumeScore) guided = guided_new (self, 15);
  double start[2 * N_STARTS];
  Outcome plain, answers, heavy, low, plain2, sharp, mild;
  g_autoptr (PlumeSampling) exact = NULL;

  plume_noise_start (1, N_STARTS, 2, start);
  exact = sample (self, guided, "lms", 4, 1, "lambda", 4000, N_STARTS, start);
  for (gsize i = 0; i < 2 * N_STARTS; i++)
    g_assert_cmpfloat (fabs (exact->end[i]), <, 3.6);

  plain = outcome_of (self, guided, "plms", 4, 1, 10, start, exact->end);
  answers = outcome_of (self, guided, "ghvb", 4, 0.5, 10, start, exact->end);
  heavy = outcome_of (self, guided, "heavy-ball", 4, 0.5, 10, start, exact->end);
  low = outcome_of (self, guided, "heavy-ball", 2, 0.8, 10, start, exact->end);
  plain2 = outcome_of (self, guided, "plms", 2, 1, 10, start, exact->end);
  /* order without stability explodes, momentum of the direction does not */
  g_assert_cmpfloat (plain.largest, >, answers.largest);
  g_assert_cmpfloat (answers.largest, >, 100 * heavy.largest);
  g_assert_cmpfloat (plain.largest, >, 1000);
  g_assert_cmpfloat (plain.beyond, >, 0.8);
  g_assert_cmpfloat (heavy.largest, <, 5);
  /* and the best is a damped low order */
  g_assert_cmpfloat (low.error, <, plain2.error);
  g_assert_cmpfloat (low.error, <, heavy.error);
  g_assert_cmpfloat (low.error, <, 0.3);
  /* a sharp threshold between r = 2.7 and r = 2.3, and of the heavy ball between 0.8 and 0.7 */
  sharp = outcome_of (self, guided, "ghvb", 3, 0.7, 10, start, exact->end);
  mild = outcome_of (self, guided, "ghvb", 3, 0.3, 10, start, exact->end);
  g_assert_cmpfloat (sharp.largest, >, 100);
  g_assert_cmpfloat (mild.largest, <, 4);
  sharp = outcome_of (self, guided, "heavy-ball", 4, 0.8, 10, start, exact->end);
  mild = outcome_of (self, guided, "heavy-ball", 4, 0.7, 10, start, exact->end);
  g_assert_cmpfloat (sharp.largest, >, 100 * mild.largest);
  /* twice the steps heal all, and order wins */
  plain = outcome_of (self, guided, "plms", 4, 1, 20, start, exact->end);
  answers = outcome_of (self, guided, "ghvb", 4, 0.5, 20, start, exact->end);
  heavy = outcome_of (self, guided, "heavy-ball", 4, 0.5, 20, start, exact->end);
  g_assert_cmpfloat (plain.largest, <, 5);
  g_assert_cmpfloat (plain.error, <, 0.005);
  g_assert_cmpfloat (answers.error, <, 0.005);
  g_assert_cmpfloat (heavy.error, >, 10 * plain.error);
}

static void
test_no_guidance (Setting *self, gconstpointer data)
{
  g_autoptr (PlumeScore) guided = guided_new (self, 1);
  double start[2 * N_STARTS];
  g_autoptr (PlumeSampling) exact = NULL;
  Outcome plain, heavy;

  plume_noise_start (1, N_STARTS, 2, start);
  exact = sample (self, guided, "lms", 4, 1, "lambda", 2000, N_STARTS, start);
  plain = outcome_of (self, guided, "plms", 4, 1, 10, start, exact->end);
  heavy = outcome_of (self, guided, "heavy-ball", 4, 0.5, 10, start, exact->end);
  g_assert_cmpfloat (plain.largest, <, 5);
  g_assert_cmpfloat (heavy.error, >, 3 * plain.error);
}

static PlumeMomentum
kind_of (const char *method)
{
  if (strcmp (method, "hb") == 0)
    return PLUME_MOMENTUM_HEAVY;
  if (strcmp (method, "ghvb") == 0)
    return PLUME_MOMENTUM_ANSWERS;
  if (strcmp (method, "nesterov") == 0)
    return PLUME_MOMENTUM_NESTEROV;
  g_assert_cmpstr (method, ==, "plms");
  return PLUME_MOMENTUM_NONE;
}

static void
test_boundary (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("18-momentum-sampling", "stability-boundary.csv");

  g_assert_cmpuint (rows->len, >, 100);
  for (guint i = 1; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      PlumeMultistep solver = plume_multistep_momentum (
          kind_of (row[0]), (guint)reference_number (rows, i, 1), reference_number (rows, i, 2));
      double theta = MAX (reference_number (rows, i, 3) * G_PI / 180, 1e-9), re, im;

      plume_stability_boundary (&solver, 1, &theta, &re, &im);
      g_assert_cmpfloat_with_epsilon (re, reference_number (rows, i, 4), 1e-10);
      g_assert_cmpfloat_with_epsilon (im, reference_number (rows, i, 5), 1e-10);
      /* the curve is where a root is on the circle */
      g_assert_cmpfloat (plume_stability_growth (&solver, re, im), >=, 1 - 1e-7);
    }
}

static double
interval_of (PlumeMomentum kind, guint order, double momentum)
{
  PlumeMultistep solver = plume_multistep_momentum (kind, order, momentum);

  return plume_stability_interval (&solver);
}

static void
test_intervals (void)
{
  static const double plain[] = { -2, -1, -6.0 / 11, -0.3, -90.0 / 551 };

  for (guint order = 1; order <= PLUME_MOMENTUM_ORDER; order++)
    {
      double adams = interval_of (PLUME_MOMENTUM_NONE, order, 1);

      g_assert_cmpfloat_with_epsilon (adams, plain[order - 1], 1e-6);
      for (double momentum = 0.2; momentum <= 1; momentum += 0.1)
        g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_HEAVY, order, momentum),
                                        adams * (2 - momentum) / momentum, 1e-6);
      g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, order, 1), adams, 1e-6);
      g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_NESTEROV, order, 1), adams, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 2, 0.8), -1.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 2, 0.5), -1.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 2, 0.2), -1.8, 1e-6);
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 3, 0.7), -0.69, 0.005);
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 3, 0.5), -0.78, 0.005);
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 4, 0.8), -0.353, 0.0005);
  g_assert_cmpfloat_with_epsilon (interval_of (PLUME_MOMENTUM_ANSWERS, 4, 0.5), -0.429, 0.0005);
}

/* HB (1, β) is stable in an ellipse of half-axes (2 − β)/β and 1. */
static void
test_area (void)
{
  enum
  {
    N = 256
  };
  g_autofree double *growth = g_new (double, N *N);

  for (double momentum = 0.3; momentum <= 1; momentum += 0.1)
    {
      PlumeMultistep solver = plume_multistep_momentum (PLUME_MOMENTUM_HEAVY, 1, momentum);
      PlumeStabilityBox box = plume_stability_box (&solver);
      double area = G_PI * (2 - momentum) / momentum;

      g_assert_true (plume_stability_raster (&solver, &box, N, N, growth, NULL, NULL));
      g_assert_cmpfloat_with_epsilon (plume_stability_area (&box, N, N, growth), area, 2e-3 * area);
    }
}

/* The quick roots of the raster against eigenvalues of the companion matrix, everywhere. */
static void
test_raster (void)
{
  enum
  {
    ROWS = 64,
    COLUMNS = 96
  };
  g_autofree double *growth = g_new (double, ROWS *COLUMNS);

  for (guint kind = PLUME_MOMENTUM_NONE; kind <= PLUME_MOMENTUM_ANSWERS; kind++)
    for (guint order = 1; order <= PLUME_MOMENTUM_ORDER; order += 2)
      {
        PlumeMultistep solver = plume_multistep_momentum (kind, order, 0.6);
        PlumeStabilityBox box = plume_stability_box (&solver);
        guint inside = 0;

        g_assert_true (plume_stability_raster (&solver, &box, ROWS, COLUMNS, growth, NULL, NULL));
        for (guint i = 0; i < ROWS; i++)
          for (guint j = 0; j < COLUMNS; j++)
            {
              double re = box.re_from + (box.re_to - box.re_from) * (j + 0.5) / COLUMNS,
                     im = box.im_from + (box.im_to - box.im_from) * (i + 0.5) / ROWS;

              g_assert_cmpfloat_with_epsilon (growth[i * COLUMNS + j],
                                              plume_stability_growth (&solver, re, im), 1e-7);
              inside += growth[i * COLUMNS + j] <= 1;
              if (growth[i * COLUMNS + j] <= 1) /* the region stays off the box's rim */
                g_assert_true (i > 0 && i < ROWS - 1 && j > 0 && j < COLUMNS - 1);
            }
        g_assert_cmpuint (inside, >, ROWS * COLUMNS / 5);
      }
}

typedef struct
{
  PlumeMomentum kind;
  guint order;
} Family;

static PlumeMultistep
solver_at (double momentum, gsize index, gpointer data)
{
  const Family *family = data;

  return plume_multistep_momentum (family->kind, family->order, momentum);
}

/* A heavy ball of order k reaches ζ = −AB (2 − β)/β: β = 2/(1 − ζ/AB) is just enough. */
static void
test_automatic_momentum (void)
{
  double zeta[] = { 0.4, 0, -1.7, 0, -0.1, 0 }, mild[] = { -0.2, 0, 3, 0 }, wild[] = { -500, 0 };
  Family low = { PLUME_MOMENTUM_HEAVY, 2 }, high = { PLUME_MOMENTUM_HEAVY, 4 },
         answers = { PLUME_MOMENTUM_ANSWERS, 4 };

  g_assert_cmpfloat_with_epsilon (plume_stability_momentum (solver_at, &low, 3, zeta), 2 / 2.7,
                                  1e-6);
  g_assert_cmpfloat (plume_stability_momentum (solver_at, &high, 2, mild), ==, 1);
  g_assert_true (isnan (plume_stability_momentum (solver_at, &answers, 1, wild)));
}

/* ζ of one Gaussian of variance V: δ (1 − V/κ²/(1 + V/κ²))/κ, from the Jacobian of its score */
static void
test_eigenvalues (Setting *self, gconstpointer data)
{
  double one = 1, mean[2] = { 0.3, -1 }, covariance[4] = { 0.5, 0, 0, 0.02 };
  double y[2] = { 0.2, 0.7 }, jacobian[4], zeta[2], delta = -0.3;
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &one, mean, covariance, NULL);
  PlumeMarginal at = plume_process_at (&self->process, 0.4);

  plume_mixture_evaluate (mixture, &at, 1, y, NULL, NULL, NULL, NULL, jacobian);
  g_assert_true (
      plume_stability_eigenvalues (1, 2, jacobian, -delta * at.alpha * at.sigma, zeta, NULL));
  /* posterior variance v = V κ²/(V + κ²), ζ = δ (1 − v/κ²)/κ */
  for (guint c = 0; c < 2; c++)
    {
      double v = covariance[3 * c], square = at.kappa * at.kappa;
      double posterior = v * square / (v + square);

      g_assert_cmpfloat_with_epsilon (zeta[1 - c], delta * (1 - posterior / square) / at.kappa,
                                      1e-13);
    }
}

int
main (int argc, char **argv)
{
#define STATE(path, test) g_test_add (path, Setting, NULL, set_up, test, tear_down)
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/momentum/weights-of-the-table", test_weights);
  g_test_add_func ("/generative/momentum/weights-of-equal-steps-are-the-table",
                   test_weights_of_equal_steps);
  g_test_add_func ("/generative/momentum/weights-of-unequal-steps-integrate-polynomials",
                   test_weights_of_unequal_steps);
  STATE ("/generative/momentum/ends-of-the-table", test_endpoints);
  STATE ("/generative/momentum/errors-of-the-table", test_errors);
  STATE ("/generative/momentum/plms-as-in-the-table", test_plain_errors);
  STATE ("/generative/momentum/without-momentum-all-are-one", test_no_momentum);
  STATE ("/generative/momentum/2m-and-ddim-as-limits", test_data_form);
  STATE ("/generative/momentum/orders", test_slopes);
  STATE ("/generative/momentum/bad-options-are-refused", test_bad_options);
  STATE ("/generative/momentum/strong-guidance-explodes-and-damping-helps", test_strong_guidance);
  STATE ("/generative/momentum/without-guidance-damping-only-costs", test_no_guidance);
  g_test_add_func ("/generative/stability/boundary-of-the-table", test_boundary);
  g_test_add_func ("/generative/stability/real-intervals", test_intervals);
  g_test_add_func ("/generative/stability/the-heavy-ball-of-order-one-is-an-ellipse", test_area);
  g_test_add_func ("/generative/stability/quick-roots-are-eigenvalues", test_raster);
  g_test_add_func ("/generative/stability/the-smallest-damping-that-is-enough",
                   test_automatic_momentum);
  STATE ("/generative/stability/eigenvalues-of-a-gaussian", test_eigenvalues);
  return g_test_run ();
#undef STATE
}
