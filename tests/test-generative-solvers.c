/* test-generative-solvers.c: deterministic solvers against closed forms, reference tables and their
 * own orders. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"
#include "generative/plume-transfer.h"

#include "reference-mixture.h"
#include "reference-table.h"

#include <math.h>
#include <string.h>

#define POINTS 8

/* What the tables were computed with. */
typedef struct
{
  PlumeProcess process;
  PlumeScore *score;
  PlumeSamplingPlan plan;
  double start[2 * POINTS], exact[2 * POINTS];
} Bench;

static void
bench_init (Bench *bench)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", "start-and-exact.csv");
  g_autoptr (PlumeMixture) mixture = read_reference_mixture ("14-dpm-solver", NULL);

  for (guint i = 0; i < POINTS; i++)
    for (guint c = 0; c < 2; c++)
      {
        bench->start[2 * i + c] = reference_number (rows, i + 1, 1 + c);
        bench->exact[2 * i + c] = reference_number (rows, i + 1, 3 + c);
      }
  bench->score = plume_mixture_score_new (mixture);
  bench->process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  bench->plan = (PlumeSamplingPlan){ .process = &bench->process,
                                     .score = bench->score,
                                     .options = plume_solver_options_init (),
                                     .grid = plume_time_grid_find ("lambda"),
                                     .noise = plume_noise_brownian (5, 1),
                                     .from = 1,
                                     .to = 1e-3 };
}

static void
bench_clear (Bench *bench)
{
  plume_score_unref (bench->score);
}

static PlumeSampling *
sample (const Bench *bench)
{
  g_autoptr (GError) error = NULL;
  PlumeSampling *sampling =
      plume_sample (&bench->plan, POINTS, bench->start, PLUME_KEEP_END, NULL, &error);

  g_assert_no_error (error);
  return sampling;
}

/* The solver of the name that the tables give it */
typedef struct
{
  const char *name, *id;
  PlumeForm form;
  gboolean taylor, published;
} Named;

static const Named named[] = {
  { "ddim", "ddim", PLUME_FORM_AUTO, FALSE, FALSE },
  { "euler-t", "euler-t", PLUME_FORM_AUTO, FALSE, FALSE },
  { "heun-k", "heun", PLUME_FORM_AUTO, FALSE, FALSE },
  { "dpm-solver-2", "dpm-solver-2", PLUME_FORM_NOISE, FALSE, FALSE },
  { "dpm-solver-2-taylor", "dpm-solver-2", PLUME_FORM_NOISE, TRUE, FALSE },
  { "dpm-solver-3", "dpm-solver-3", PLUME_FORM_NOISE, FALSE, FALSE },
  { "dpm-solver++-2s", "dpm-solver-2", PLUME_FORM_DATA, FALSE, FALSE },
  { "dpm-solver++-3s", "dpm-solver-3", PLUME_FORM_DATA, FALSE, FALSE },
  { "dpm-solver-2m", "dpm-solver-2m", PLUME_FORM_NOISE, FALSE, FALSE },
  { "dpm-solver++-2m", "dpm-solver-2m", PLUME_FORM_DATA, FALSE, FALSE },
  { "dpm-solver-3m-published", "dpm-solver-3m", PLUME_FORM_NOISE, FALSE, TRUE },
  { "dpm-solver++-3m-published", "dpm-solver-3m", PLUME_FORM_DATA, FALSE, TRUE },
  { "unipc-2-bh2", "unipc-2", PLUME_FORM_AUTO, FALSE, FALSE },
  { "unipc-3-bh2", "unipc-3", PLUME_FORM_AUTO, FALSE, FALSE },
  { "unipc-3-bh1", "unipc-3-bh1", PLUME_FORM_AUTO, FALSE, FALSE },
  { "unip-3-bh2", "unip-3", PLUME_FORM_AUTO, FALSE, FALSE },
  { "dpm-solver++-3m-corrected", "dpm-solver-3m", PLUME_FORM_DATA, FALSE, FALSE },
};

static const Named *
named_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (strcmp (named[i].name, name) == 0)
      return &named[i];
  return NULL;
}

static void
take (Bench *bench, const Named *solver, const char *grid, guint budget)
{
  bench->plan.solver = plume_solver_find (solver->id);
  g_assert_nonnull (bench->plan.solver);
  bench->plan.options = plume_solver_options_init ();
  bench->plan.options.form = solver->form;
  bench->plan.options.taylor = solver->taylor;
  bench->plan.options.published = solver->published;
  bench->plan.grid = plume_time_grid_find (strcmp (grid, "quad") == 0 ? "quadratic" : grid);
  bench->plan.budget = budget;
}

/* The tables step at full order with inner nodes at equal parts of λ: nodes are given. */
static PlumeSampling *
sample_with_equal_steps (Bench *bench)
{
  guint n_steps = bench->plan.budget / bench->plan.solver->evaluations;
  g_autoptr (PlumeArray) times = plume_time_grid_make (
      bench->plan.grid, &bench->process, bench->plan.from, bench->plan.to, 0, n_steps, NULL);
  PlumeSampling *sampling;

  bench->plan.times = times;
  sampling = sample (bench);
  bench->plan.times = NULL;
  g_assert_cmpuint (sampling->evaluations, ==, n_steps * bench->plan.solver->evaluations);
  g_assert_cmpuint (sampling->n_nodes, ==, n_steps + 1);
  return sampling;
}

static void
compare_table (const char *table, gboolean lower_never)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", table);
  Bench bench;
  guint compared = 0;

  bench_init (&bench);
  for (guint i = 1; i < rows->len; i += POINTS)
    {
      char **first = g_ptr_array_index (rows, i);
      const Named *solver = named_find (first[0]);
      guint nfe = (guint)g_ascii_strtoull (first[2], NULL, 10);
      g_autoptr (PlumeSampling) sampling = NULL;

      if (solver == NULL)
        continue;
      take (&bench, solver, first[1], nfe);
      if (lower_never)
        bench.plan.options.lower_order_final = PLUME_LOWER_NEVER;
      sampling = sample_with_equal_steps (&bench);
      for (guint p = 0; p < POINTS; p++)
        for (guint c = 0; c < 2; c++)
          {
            double wanted = reference_number (rows, i + p, 4 + c), got = sampling->end[2 * p + c];

            if (!(fabs (wanted - got) <= (nfe < 12 ? 1e-7 : 1e-9)))
              g_error ("%s on %s, %u evaluations, point %u: %.15g instead of %.15g", first[0],
                       first[1], nfe, p, got, wanted);
          }
      compared++;
    }
  bench_clear (&bench);
  g_test_message ("%u runs compared", compared);
  g_assert_cmpuint (compared, >, 0);
}

static void
test_endpoints (void)
{
  compare_table ("endpoints.csv", FALSE);
}

static void
test_corrected_endpoints (void)
{
  compare_table ("endpoints-more.csv", TRUE);
}

static void
test_exact (void)
{
  Bench bench;
  g_autoptr (PlumeSampling) ends = NULL, many = NULL;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  ends = plume_sample_exactly (&bench.plan, POINTS, bench.start, 2, PLUME_KEEP_END, NULL, &error);
  g_assert_no_error (error);
  many = plume_sample_exactly (&bench.plan, POINTS, bench.start, 50, PLUME_KEEP_PATH, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2 * POINTS; i++)
    {
      g_assert_cmpfloat_with_epsilon (ends->end[i], bench.exact[i], 2e-11);
      g_assert_cmpfloat_with_epsilon (many->end[i], bench.exact[i], 2e-11);
      g_assert_cmpfloat_with_epsilon (many->path[i], bench.start[i], 1e-14);
    }
  bench_clear (&bench);
}

static double
rms_error (const double *end, const double *exact, guint n)
{
  double sum = 0;

  for (guint i = 0; i < 2 * n; i++)
    sum += (end[i] - exact[i]) * (end[i] - exact[i]);
  return sqrt (sum / n);
}

static void
test_errors (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("14-dpm-solver", "errors.csv");
  Bench bench;
  guint compared = 0;

  bench_init (&bench);
  for (guint i = 1; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      const Named *solver = named_find (row[0]);
      g_autoptr (PlumeSampling) sampling = NULL;
      double wanted = reference_number (rows, i, 4);

      if (solver == NULL)
        continue;
      take (&bench, solver, row[1], (guint)g_ascii_strtoull (row[2], NULL, 10));
      sampling = sample_with_equal_steps (&bench);
      g_assert_cmpuint (sampling->evaluations, ==, g_ascii_strtoull (row[3], NULL, 10));
      g_assert_cmpfloat_with_epsilon (rms_error (sampling->end, bench.exact, POINTS), wanted,
                                      1e-7 * wanted + 1e-10);
      compared++;
    }
  bench_clear (&bench);
  g_assert_cmpuint (compared, >=, 200);
}

/* Order between 160 and 640 steps on the λ grid */
static void
test_slopes (void)
{
  static const struct
  {
    const char *name;
    double order;
  } expected[] = {
    { "ddim", 1.00 },
    { "heun-k", 2.01 },
    { "dpm-solver-2", 2.01 },
    { "dpm-solver-3", 2.97 },
    { "dpm-solver++-2s", 1.97 },
    { "dpm-solver++-3s", 2.95 },
    { "dpm-solver++-2m", 1.99 },
    { "dpm-solver++-3m-published", 2.05 },
    { "dpm-solver++-3m-corrected", 3.1 },
    { "unipc-2-bh2", 3.2 },
    { "unipc-3-bh1", 3.6 },
  };
  Bench bench;

  bench_init (&bench);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const Named *solver = named_find (expected[i].name);
      double errors[2];

      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (PlumeSampling) sampling = NULL;

          take (&bench, solver, "lambda", 0);
          bench.plan.budget = (k == 0 ? 160 : 640) * bench.plan.solver->evaluations;
          if (strcmp (solver->id, "unipc-2") != 0) /* whose end lowers the order in the paper */
            bench.plan.options.lower_order_final = PLUME_LOWER_NEVER;
          sampling = sample_with_equal_steps (&bench);
          errors[k] = rms_error (sampling->end, bench.exact, POINTS);
        }
      g_test_message ("%s: %.3f (%g, %g)", expected[i].name, log (errors[0] / errors[1]) / log (4),
                      errors[0], errors[1]);
      g_assert_cmpfloat_with_epsilon (log (errors[0] / errors[1]) / log (4), expected[i].order,
                                      0.15);
    }
  bench_clear (&bench);
}

/* What the table says of those that correct, where steps are so many that the order shows */
static void
test_corrected_orders (void)
{
  static const char *const names[] = { "unipc-2", "unipc-2-bh1", "unipc-3", "unipc-3-bh1" };
  Bench bench;

  bench_init (&bench);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const PlumeSolver *solver = plume_solver_find (names[i]);
      double errors[2], slope;

      for (guint k = 0; k < 2; k++)
        {
          const Named row = { names[i], names[i], PLUME_FORM_AUTO, FALSE, FALSE };
          g_autoptr (PlumeSampling) sampling = NULL;

          take (&bench, &row, "lambda", k == 0 ? 1280 : 2560);
          bench.plan.options.lower_order_final = PLUME_LOWER_NEVER;
          sampling = sample_with_equal_steps (&bench);
          errors[k] = rms_error (sampling->end, bench.exact, POINTS);
        }
      slope = log2 (errors[0] / errors[1]);
      g_test_message ("%s: %.3f (%g, %g)", names[i], slope, errors[0], errors[1]);
      g_assert_cmpuint (solver->order, ==, solver->predictor_order + 1);
      g_assert_cmpfloat_with_epsilon (slope, solver->order, 0.15);
    }
  bench_clear (&bench);
}

/* An answer that is a polynomial in λ wherever it is asked. */
typedef struct
{
  PlumeScore score;
  double coefficients[3];
  GArray *asked; /* λ, in turn */
} Polynomial;

static gboolean
evaluate_polynomial (const PlumeScore *score,
                     const PlumeMarginal *at,
                     gsize n,
                     const double *y,
                     double *answer,
                     gpointer memory,
                     PlumeTask *task,
                     GError **error)
{
  const Polynomial *self = (const Polynomial *)score;
  const double *c = self->coefficients;

  g_array_append_val (self->asked, at->lambda);
  for (gsize i = 0; i < n; i++)
    answer[i] = c[0] + at->lambda * (c[1] + at->lambda * c[2]);
  return TRUE;
}

static const PlumeScoreType polynomial_noise = { .id = "polynomial",
                                                 .native = PLUME_PREDICT_NOISE,
                                                 .evaluate = evaluate_polynomial };
static const PlumeScoreType polynomial_data = { .id = "polynomial",
                                                .native = PLUME_PREDICT_DATA,
                                                .evaluate = evaluate_polynomial };

/* y at t from y at s: y/α = … − ∫ e^(−λ) ε̂ dλ, y/σ = … + ∫ e^λ x̂0' dλ */
static double
integrate_polynomial (const Polynomial *polynomial,
                      const PlumeMarginal *s,
                      const PlumeMarginal *t,
                      double y)
{
  gboolean is_data = polynomial->score.type == &polynomial_data;
  const PlumeMarginal *ends[2] = { s, t };
  const double *c = polynomial->coefficients;
  double at[2];

  for (guint i = 0; i < 2; i++)
    {
      double l = ends[i]->lambda, sign = is_data ? -1 : 1;

      at[i] = exp (-sign * l) * (c[0] + c[1] * (l + sign) + c[2] * (l * l + 2 * sign * l + 2));
    }
  if (is_data)
    return t->sigma * (y / s->sigma + at[1] - at[0]);
  return t->alpha * (y / s->alpha + at[1] - at[0]);
}

static void
test_polynomials (void)
{
  static const struct
  {
    const char *id;
    guint order; /* of Taylor's formula: exact below */
    guint from;  /* the first node whose history is complete */
    gboolean published;
  } exact[] = { { "ddim", 1, 0, FALSE },          { "dpm-solver-1", 1, 0, FALSE },
                { "dpm-solver-2", 2, 0, FALSE },  { "dpm-solver-3", 3, 0, FALSE },
                { "dpm-solver-2m", 2, 1, FALSE }, { "dpm-solver-3m", 3, 2, FALSE },
                { "dpm-solver-3m", 2, 2, TRUE },  { "unip-3", 3, 2, FALSE },
                { "unipc-3", 3, 2, FALSE } };
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  double start = 0.8;

  for (guint i = 0; i < G_N_ELEMENTS (exact); i++)
    for (guint is_data = 0; is_data < 2; is_data++)
      for (guint order = exact[i].order; order <= MIN (exact[i].order + 1, 3); order++)
        {
          Polynomial polynomial = { .asked = g_array_new (FALSE, FALSE, sizeof (double)) };
          g_autoptr (PlumeArray) times = plume_time_grid_make (plume_time_grid_find ("karras"),
                                                               &process, 1, 1e-2, 3, 14, NULL);
          PlumeSamplingPlan plan = { .process = &process,
                                     .score = &polynomial.score,
                                     .solver = plume_solver_find (exact[i].id),
                                     .options = plume_solver_options_init (),
                                     .times = times };
          g_autoptr (PlumeSampling) sampling = NULL;
          PlumeMarginal first = plume_process_at (&process, times->values[exact[i].from]),
                        last = plume_process_at (&process, 1e-2);
          double wanted;

          if (is_data && strcmp (exact[i].id, "ddim") == 0 && order > 1)
            {
              g_array_unref (polynomial.asked);
              continue;
            }
          plume_score_init (&polynomial.score, is_data ? &polynomial_data : &polynomial_noise, 1);
          for (guint k = 0; k < order; k++)
            polynomial.coefficients[k] = (double[]){ 0.7, -0.4, 0.15 }[k];
          plan.options.form = is_data ? PLUME_FORM_DATA : PLUME_FORM_NOISE;
          plan.options.taylor = TRUE;
          plan.options.published = exact[i].published;
          plan.options.lower_order_final = PLUME_LOWER_NEVER;
          sampling = plume_sample (&plan, 1, &start, PLUME_KEEP_PATH, NULL, NULL);
          wanted = integrate_polynomial (&polynomial, &first, &last, sampling->path[exact[i].from]);
          g_test_message ("%s, %s, degree %u: off by %g", exact[i].id, is_data ? "data" : "noise",
                          order - 1, sampling->end[0] - wanted);
          if (order == exact[i].order)
            g_assert_cmpfloat_with_epsilon (sampling->end[0], wanted, 1e-12);
          else
            g_assert_cmpfloat (fabs (sampling->end[0] - wanted), >, 1e-5);
          g_array_unref (polynomial.asked);
        }
}

/* y_0 = U diag √((α_0² e + σ_0²)/(α_T² e + σ_T²)) Uᵀ y_T about the centre, which moves with α */
static void
test_gaussian (void)
{
  static const char *const processes[] = { "vp-linear", "vp-cosine",      "sub-vp",        "ve",
                                           "edm",       "rectified-flow", "mean-reverting" };
  double weight = 1, centre[2] = { 0.4, -0.3 }, spread[2] = { 0.04, 1.3 }, c = cos (0.6),
         s = sin (0.6), covariance[4], start[2] = { 1.1, -0.2 };
  g_autoptr (PlumeMixture) mixture = NULL;
  g_autoptr (PlumeScore) score = NULL;

  covariance[0] = c * c * spread[0] + s * s * spread[1];
  covariance[1] = covariance[2] = c * s * (spread[0] - spread[1]);
  covariance[3] = s * s * spread[0] + c * c * spread[1];
  mixture = plume_mixture_new (1, 2, &weight, centre, covariance, NULL);
  score = plume_mixture_score_new (mixture);
  for (guint p = 0; p < G_N_ELEMENTS (processes); p++)
    {
      PlumeProcess process = plume_process_init (plume_process_type_find (processes[p]), NULL);
      PlumeSamplingPlan plan = { .process = &process,
                                 .score = score,
                                 .options = plume_solver_options_init () };
      PlumeMarginal from = plume_process_at (&process, process.last),
                    to = plume_process_at (&process, 1e-3);
      g_autoptr (GError) error = NULL;
      double place[2] = { from.alpha * centre[0] + hypot (from.alpha, from.sigma) * start[0],
                          from.alpha * centre[1] + hypot (from.alpha, from.sigma) * start[1] },
             off[2], moved[2] = { 0, 0 };
      g_autoptr (PlumeSampling) sampling =
          plume_sample_exactly (&plan, 1, place, 2, PLUME_KEEP_END, NULL, &error);

      g_assert_no_error (error);
      for (guint k = 0; k < 2; k++)
        off[k] = place[k] - from.alpha * centre[k];
      for (guint j = 0; j < 2; j++)
        {
          double axis[2] = { j == 0 ? c : -s, j == 0 ? s : c };
          double ratio = sqrt ((to.alpha * to.alpha * spread[j] + to.sigma * to.sigma)
                               / (from.alpha * from.alpha * spread[j] + from.sigma * from.sigma)),
                 along = ratio * (axis[0] * off[0] + axis[1] * off[1]);

          moved[0] += along * axis[0];
          moved[1] += along * axis[1];
        }
      for (guint k = 0; k < 2; k++)
        g_assert_cmpfloat_with_epsilon (sampling->end[k], to.alpha * centre[k] + moved[k], 1e-10);
    }
}

/* Data that are one point are reached by DDIM in any number of steps, and so by its relatives in
 * the data form: x̂0 does not change. */
static void
test_point_mass (void)
{
  static const char *const solvers[] = { "ddim",         "dpm-solver-1",  "dpm-solver-2",
                                         "dpm-solver-3", "dpm-solver-2m", "dpm-solver-3m",
                                         "unipc-2",      "unipc-3",       "dpm-solver-12",
                                         "dpm-solver-23" };
  double weight = 1, mean[2] = { 0.3, -1.2 }, zero[4] = { 0 }, start[2] = { 0.7, 0.1 };
  g_autoptr (PlumeMixture) point = plume_mixture_new (1, 2, &weight, mean, zero, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (point);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeMarginal from = plume_process_at (&process, 1), to = plume_process_at (&process, 1e-3);

  for (guint i = 0; i < G_N_ELEMENTS (solvers); i++)
    for (guint n = 1; n <= 12; n++)
      {
        PlumeSamplingPlan plan = { .process = &process,
                                   .score = score,
                                   .solver = plume_solver_find (solvers[i]),
                                   .options = plume_solver_options_init (),
                                   .grid = plume_time_grid_find ("time"),
                                   .budget = n };
        g_autoptr (PlumeSampling) sampling = NULL;

        plan.options.form = PLUME_FORM_DATA;
        if (n < plan.solver->smallest)
          continue;
        sampling = plume_sample (&plan, 1, start, PLUME_KEEP_END, NULL, NULL);
        for (guint c = 0; c < 2; c++)
          g_assert_cmpfloat_with_epsilon (
              sampling->end[c],
              to.alpha * mean[c] + to.sigma * (start[c] - from.alpha * mean[c]) / from.sigma,
              1e-12);
      }
}

static void
test_budgets (void)
{
  Bench bench;

  bench_init (&bench);
  for (guint s = 0; plume_solvers[s] != NULL; s++)
    for (guint g = 0; plume_time_grids[g].id != NULL; g++)
      for (guint budget = 1; budget < 40; budget++)
        {
          const PlumeSolver *solver = plume_solvers[s];
          g_autoptr (PlumeSampling) sampling = NULL;

          if (budget < solver->smallest || solver->evaluations == 0 || solver->is_stochastic)
            continue;
          bench.plan.solver = solver;
          bench.plan.grid = &plume_time_grids[g];
          bench.plan.budget = budget;
          sampling = sample (&bench);
          g_assert_cmpuint (sampling->evaluations, <=, budget);
          if (solver->count_steps == NULL)
            g_assert_cmpuint (sampling->n_nodes - 1, ==, budget / solver->evaluations);
          if (!bench.plan.grid->ends_without_noise
              && (solver->evaluations == 1 || solver->order_at != NULL))
            g_assert_cmpuint (sampling->evaluations, ==, budget);
          g_assert_true (isfinite (rms_error (sampling->end, bench.exact, POINTS)));
        }
  bench_clear (&bench);
}

/* On the time grid, single-step solvers ask at the moments of the grid of all evaluations only. */
static void
test_inner_nodes (void)
{
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  double start = 0.8;

  for (guint order = 2; order <= 3; order++)
    for (guint budget = 1; budget < 20; budget++)
      {
        Polynomial polynomial = { .asked = g_array_new (FALSE, FALSE, sizeof (double)) };
        PlumeSamplingPlan plan = { .process = &process,
                                   .score = &polynomial.score,
                                   .solver = plume_solver_find (order == 2 ? "dpm-solver-2"
                                                                           : "dpm-solver-3"),
                                   .options = plume_solver_options_init (),
                                   .grid = plume_time_grid_find ("time"),
                                   .budget = budget };
        g_autoptr (PlumeSampling) sampling = NULL;

        plume_score_init (&polynomial.score, &polynomial_noise, 1);
        sampling = plume_sample (&plan, 1, &start, PLUME_KEEP_END, NULL, NULL);
        g_assert_cmpuint (polynomial.asked->len, ==, budget);
        for (guint i = 0; i < budget; i++)
          g_assert_cmpfloat_with_epsilon (
              g_array_index (polynomial.asked, double, i),
              plume_process_at (&process, 1 + i * (1e-3 - 1) / budget).lambda, 1e-10);
        g_array_unref (polynomial.asked);
      }
}

static void
test_too_few (void)
{
  Bench bench;
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  bench.plan.solver = plume_solver_find ("heun");
  bench.plan.budget = 1;
  g_assert_null (plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "at least 2"));
  g_clear_error (&error);
  bench.plan.budget = 2;
  bench.plan.options.denoise = TRUE;
  g_assert_null (plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, &error));
  g_assert_nonnull (strstr (error->message, "at least 3"));
  bench_clear (&bench);
}

static void
test_nodes_must_fall (void)
{
  Bench bench;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeArray) times = plume_array_new_copy ((double[]){ 1, 0.5, 0.5, 0.1 }, 4);

  bench_init (&bench);
  bench.plan.solver = plume_solver_find ("ddim");
  bench.plan.times = times;
  g_assert_null (plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  bench_clear (&bench);
}

/* The last step to no noise gives x̂0 at the moment before, for every solver. */
static void
test_to_zero (void)
{
  Bench bench;

  bench_init (&bench);
  for (guint s = 0; plume_solvers[s] != NULL; s++)
    {
      g_autoptr (PlumeSampling) sampling = NULL;
      double data[2 * POINTS];
      PlumeMarginal before;

      if (plume_solvers[s]->is_stochastic)
        continue;
      bench.plan.solver = plume_solvers[s];
      bench.plan.grid = plume_time_grid_find ("edm");
      bench.plan.budget = 24;
      sampling = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_PATH, NULL, NULL);
      g_assert_true (sampling->times[sampling->n_nodes - 1] == 0);
      before = plume_process_at (&bench.process, sampling->times[sampling->n_nodes - 2]);
      plume_score_predict (bench.score, PLUME_PREDICT_DATA, &before, 1, POINTS,
                           sampling->path + (sampling->n_nodes - 2) * 2 * POINTS, data, NULL, NULL,
                           NULL);
      for (guint i = 0; i < 2 * POINTS; i++)
        g_assert_cmpfloat_with_epsilon (sampling->end[i], data[i], 1e-13);
    }
  bench_clear (&bench);
}

/* Noise and data form are one method at first order, and Euler's method in κ. */
static void
test_first_order (void)
{
  Bench bench;
  g_autoptr (PlumeSampling) noise = NULL, data = NULL, ddim = NULL;

  bench_init (&bench);
  bench.plan.budget = 9;
  bench.plan.solver = plume_solver_find ("dpm-solver-1");
  noise = sample (&bench);
  bench.plan.options.form = PLUME_FORM_DATA;
  data = sample (&bench);
  bench.plan.solver = plume_solver_find ("ddim");
  ddim = sample (&bench);
  for (guint i = 0; i < 2 * POINTS; i++)
    {
      g_assert_cmpfloat_with_epsilon (noise->end[i], data->end[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (noise->end[i], ddim->end[i], 1e-12);
    }
  bench_clear (&bench);
}

static void
test_adaptive (void)
{
  static const char *const solvers[] = { "dpm-solver-12", "dpm-solver-23" };
  Bench bench;

  bench_init (&bench);
  for (guint s = 0; s < 2; s++)
    {
      double before = INFINITY;
      guint evaluations = 0;

      for (double tolerance = 1e-2; tolerance > 1e-7; tolerance /= 10)
        {
          g_autoptr (PlumeSampling) sampling = NULL, kept = NULL;
          double error;

          bench.plan.solver = plume_solver_find (solvers[s]);
          bench.plan.grid = plume_time_grid_find ("lambda");
          bench.plan.budget = 20;
          bench.plan.options.relative_tolerance = tolerance;
          bench.plan.options.absolute_tolerance = tolerance;
          sampling = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_PATH, NULL, NULL);
          error = rms_error (sampling->end, bench.exact, POINTS);
          g_test_message ("%s, tolerance %g: error %g, %u evaluations, %u rejected", solvers[s],
                          tolerance, error, sampling->evaluations, sampling->rejected);
          g_assert_cmpfloat (error, <, before);
          g_assert_cmpuint (sampling->evaluations, >, evaluations);
          g_assert_cmpuint (sampling->n_nodes, ==, 21);
          before = error;
          evaluations = sampling->evaluations;
          kept = plume_sample_exactly (&bench.plan, POINTS, bench.start, 21, PLUME_KEEP_PATH, NULL,
                                       NULL);
          if (tolerance < 1e-5)
            for (guint i = 0; i < 21; i++)
              g_assert_cmpfloat (
                  rms_error (sampling->path + i * 2 * POINTS, kept->path + i * 2 * POINTS, POINTS),
                  <, 1e-2);
        }
      g_assert_cmpfloat (before, <, 1e-3);
    }
  bench_clear (&bench);
}

/* The same bits from one thread and from two */
static void
test_threads (void)
{
  Bench bench;
  gsize n = 300;
  g_autofree double *start = g_new (double, 2 * n);

  bench_init (&bench);
  plume_noise_start (1, n, 2, start);
  for (guint s = 0; plume_solvers[s] != NULL || s == 0 || plume_solvers[s - 1] != NULL; s++)
    {
      PlumeSampling *ends[2];

      bench.plan.solver = plume_solvers[s];
      bench.plan.budget = 12;
      bench.plan.noise = plume_noise_brownian (3, 1);
      for (int threads = 1; threads <= 2; threads++)
        {
          plume_parallel_set_threads (threads);
          ends[threads - 1] =
              plume_solvers[s] != NULL
                  ? plume_sample (&bench.plan, n, start, PLUME_KEEP_END, NULL, NULL)
                  : plume_sample_exactly (&bench.plan, n, start, 2, PLUME_KEEP_END, NULL, NULL);
        }
      g_assert_cmpmem (ends[0]->end, 2 * n * sizeof (double), ends[1]->end,
                       2 * n * sizeof (double));
      plume_sampling_free (ends[0]);
      plume_sampling_free (ends[1]);
      if (plume_solvers[s] == NULL)
        break;
    }
  plume_parallel_set_threads (0);
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench bench;
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  bench_init (&bench);
  plume_task_cancel (task);
  bench.plan.solver = plume_solver_find ("ddim");
  bench.plan.budget = 10;
  g_assert_null (plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (
      plume_sample_exactly (&bench.plan, POINTS, bench.start, 2, PLUME_KEEP_END, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  bench_clear (&bench);
}

/* Against sums of 60 terms in extended precision, on both sides of the switch at |u| = 1 */
static void
test_phi (void)
{
  static const double arguments[] = { 0,    1e-12, -1e-6, 1e-4, -0.03, 0.1, -0.1,    0.5,
                                      -0.9, 0.999, 1.001, -1.1, 2,     -3,  -0.9999, 9 };

  for (guint k = 0; k <= 4; k++)
    for (guint i = 0; i < G_N_ELEMENTS (arguments); i++)
      {
        long double u = arguments[i], term = 1, sum = 0;

        for (guint j = 2; j <= k; j++)
          term /= j;
        for (guint j = 1; j < 90; j++)
          {
            sum += term;
            term *= u / (j + k);
          }
        g_assert_cmpfloat_with_epsilon (plume_phi (k, arguments[i]), (double)sum,
                                        2e-14 * fabs ((double)sum));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/solvers/phi-functions", test_phi);
  g_test_add_func ("/generative/solvers/reference-end-points", test_endpoints);
  g_test_add_func ("/generative/solvers/corrected-third-order-end-points",
                   test_corrected_endpoints);
  g_test_add_func ("/generative/solvers/reference-errors", test_errors);
  g_test_add_func ("/generative/solvers/orders", test_slopes);
  g_test_add_func ("/generative/unipc/corrected-steps-are-one-order-better", test_corrected_orders);
  g_test_add_func ("/generative/solvers/polynomials-are-exact", test_polynomials);
  g_test_add_func ("/generative/solvers/a-point-in-any-number-of-steps", test_point_mass);
  g_test_add_func ("/generative/solvers/first-order-is-one-method", test_first_order);
  g_test_add_func ("/generative/solvers/budgets-are-kept", test_budgets);
  g_test_add_func ("/generative/solvers/inner-nodes-lie-on-the-grid", test_inner_nodes);
  g_test_add_func ("/generative/solvers/too-few-evaluations", test_too_few);
  g_test_add_func ("/generative/solvers/given-moments-must-fall", test_nodes_must_fall);
  g_test_add_func ("/generative/solvers/last-step-to-no-noise", test_to_zero);
  g_test_add_func ("/generative/solvers/adaptive", test_adaptive);
  g_test_add_func ("/generative/solvers/threads-do-not-matter", test_threads);
  g_test_add_func ("/generative/solvers/cancelled", test_cancel);
  g_test_add_func ("/generative/exact/reference", test_exact);
  g_test_add_func ("/generative/exact/one-gaussian", test_gaussian);
  return g_test_run ();
}
