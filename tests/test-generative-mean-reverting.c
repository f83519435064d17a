/* test-generative-mean-reverting.c: the mean-reverting process and its fast sampler (arXiv
 * 2301.11699 and 2502.07856) are the common solvers in y = x − μ. */
#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"

#include "generative-reference.h"
#include "reference-mixture.h"

#include <math.h>
#include <string.h>

#define TOPIC  "26-mean-reverting-sampler"
#define POINTS 8

static const double mu[2] = { 0.7, -0.4 };

typedef struct
{
  PlumeProcess process;
  PlumeScore *score; /* in y */
  PlumeSamplingPlan plan;
  double start[2 * POINTS], exact[2 * POINTS]; /* in y */
} Bench;

static void
bench_init (Bench *bench)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "start-and-exact.csv");
  g_autoptr (PlumeMixture) mixture = read_reference_mixture (TOPIC, mu);

  for (guint i = 0; i < POINTS; i++)
    for (guint c = 0; c < 2; c++)
      {
        bench->start[2 * i + c] = reference_number (rows, i + 1, 1 + c) - mu[c];
        bench->exact[2 * i + c] = reference_number (rows, i + 1, 3 + c) - mu[c];
      }
  bench->score = plume_mixture_score_new (mixture);
  bench->process = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);
  bench->plan = (PlumeSamplingPlan){ .process = &bench->process,
                                     .score = bench->score,
                                     .options = plume_solver_options_init (),
                                     .grid = plume_time_grid_find ("lambda"),
                                     .noise = reference_noise (),
                                     .to = 0.01 };
  bench->plan.options.taylor = TRUE;
  bench->plan.options.lower_order_final = PLUME_LOWER_NEVER;
}

static void
bench_clear (Bench *bench)
{
  plume_score_unref (bench->score);
}

static void
test_schedule (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "schedule.csv");
  PlumeProcess process = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);

  for (guint i = 1; i < rows->len; i++)
    {
      PlumeMarginal at = plume_process_at (&process, reference_number (rows, i, 0));
      double wanted[3] = { reference_number (rows, i, 1), reference_number (rows, i, 2),
                           reference_number (rows, i, 3) };

      g_assert_cmpfloat_with_epsilon (at.alpha, wanted[0], 1e-12 * wanted[0]);
      g_assert_cmpfloat_with_epsilon (at.sigma, wanted[1], 1e-12 * wanted[1]);
      g_assert_cmpfloat_with_epsilon (at.lambda, wanted[2], 1e-10 * fabs (wanted[2]));
    }
}

/* α_T = δ exactly and σ_T² = level² (1 − δ²), whatever the speed */
static void
test_ends (void)
{
  static const char *const names[] = { "mean-reverting", "mean-reverting-linear",
                                       "mean-reverting-constant" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (double delta = 1e-4; delta < 0.2; delta *= 4)
      {
        double parameters[3] = { delta, 0.3, 0.008 };
        PlumeProcess process = plume_process_init (plume_process_type_find (names[i]), parameters);
        PlumeMarginal last = plume_process_at (&process, 1), first = plume_process_at (&process, 0);

        g_assert_cmpfloat_with_epsilon (last.alpha, delta, 1e-14 * delta);
        g_assert_cmpfloat_with_epsilon (last.sigma, 0.3 * sqrt ((1 - delta) * (1 + delta)), 1e-15);
        g_assert_true (first.alpha == 1 && first.sigma == 0);
      }
}

/* The cosine table of the original, T = 100 steps, tends to the continuous clock. */
static void
test_discrete_clock (void)
{
  double off[2];
  PlumeProcess continuous = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);

  for (guint k = 0; k < 2; k++)
    {
      guint T = k == 0 ? 100 : 400;
      double s = 0.008, sum = 0, first = 0;
      g_autoptr (PlumeArray) table = plume_array_new (T + 1);
      PlumeProcess process = plume_process_init (&plume_process_discrete, (double[]){ 0.5 });

      off[k] = 0;
      for (guint j = 0; j <= T + 1; j++)
        {
          double angle = ((double)j / (T + 2) + s) / (1 + s) * G_PI / 2,
                 c = cos (angle) * cos (angle);

          if (j == 0)
            first = c;
          else
            {
              /* θ_(j−1), the sum counted from the first step on */
              sum += j > 1 ? 1 - c / first : 0;
              table->values[j - 1] = sum;
            }
        }
      for (guint i = 0; i <= T; i++)
        table->values[i] *= log (0.005) / sum;
      process.table = table;
      for (double t = 0.1; t < 1; t += 0.1)
        off[k] = MAX (off[k], fabs (plume_process_at (&process, t).log_alpha
                                    - plume_process_at (&continuous, t).log_alpha));
      /* both noise and data stay on the curve between its nodes */
      for (double t = 0.0313; t < 1; t += 0.07)
        {
          PlumeMarginal at = plume_process_at (&process, t);

          g_assert_cmpfloat_with_epsilon (at.alpha * at.alpha + at.sigma * at.sigma / 0.25, 1,
                                          1e-14);
        }
    }
  g_assert_cmpfloat (off[0], <, 0.15);
  g_assert_cmpfloat_with_epsilon (off[0] / off[1], 4, 0.4);
}

static void
test_exact (void)
{
  Bench bench;
  g_autoptr (PlumeSampling) exact = NULL;

  bench_init (&bench);
  exact = plume_sample_exactly (&bench.plan, POINTS, bench.start, 2, PLUME_KEEP_END, NULL, NULL);
  for (guint i = 0; i < 2 * POINTS; i++)
    g_assert_cmpfloat_with_epsilon (exact->end[i], bench.exact[i], 2e-11);
  bench_clear (&bench);
}

static const char *
solver_of (const char *equation, gboolean is_data, guint order)
{
  if (g_str_has_prefix (equation, "posterior"))
    return "ancestral";
  if (g_str_has_prefix (equation, "sde"))
    return is_data ? (order == 1 ? "sde-dpm-solver++-1" : "sde-dpm-solver++-2m")
                   : (order == 1 ? "sde-dpm-solver-1" : "sde-dpm-solver-2m");
  return order == 1 ? "dpm-solver-1" : order == 2 ? "dpm-solver-2m" : "dpm-solver-3m";
}

static void
test_endpoints (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "endpoints.csv"),
                        errors = read_reference (TOPIC, "errors.csv");
  Bench bench;
  guint compared = 0, measured = 0;

  bench_init (&bench);
  for (guint i = 1; i < rows->len; i += POINTS)
    {
      char **row = g_ptr_array_index (rows, i);
      gboolean is_data = strcmp (row[1], "data") == 0;
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeSampling) sampling = NULL;
      double sum = 0;

      bench.plan.solver =
          plume_solver_find (solver_of (row[0], is_data, (guint)reference_number (rows, i, 2)));
      g_assert_nonnull (bench.plan.solver);
      bench.plan.options.form = is_data ? PLUME_FORM_DATA : PLUME_FORM_NOISE;
      bench.plan.options.published = TRUE;
      bench.plan.grid = plume_time_grid_find (row[3]);
      bench.plan.budget = (guint)reference_number (rows, i, 4);
      sampling = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, &error);
      g_assert_no_error (error);
      for (guint p = 0; p < POINTS; p++)
        for (guint c = 0; c < 2; c++)
          {
            double wanted = reference_number (rows, i + p, 6 + c),
                   got = sampling->end[2 * p + c] + mu[c],
                   off = sampling->end[2 * p + c] - bench.exact[2 * p + c];

            if (!(fabs (wanted - got) <= 1e-9))
              g_error ("%s, %s, order %s, %s, %s: %.15g instead of %.15g", row[0], row[1], row[2],
                       row[3], row[4], got, wanted);
            sum += off * off;
          }
      for (guint k = 1; k < errors->len; k++)
        {
          char **of = g_ptr_array_index (errors, k);

          if (strcmp (of[0], row[0]) != 0 || strcmp (of[1], row[1]) != 0
              || strcmp (of[2], row[2]) != 0 || strcmp (of[3], row[3]) != 0
              || strcmp (of[4], row[4]) != 0)
            continue;
          g_assert_cmpfloat_with_epsilon (sqrt (sum / POINTS), reference_number (errors, k, 5),
                                          1e-8);
          measured++;
        }
      compared++;
    }
  bench_clear (&bench);
  g_assert_cmpuint (compared, ==, (rows->len - 1) / POINTS);
  g_assert_cmpuint (measured, ==, errors->len - 1);
}

/* One step of the sampler as its paper writes it, in x; G and H are the first and second
 * differences of the prediction in units of the step. */
static double
step_as_published (gboolean is_data,
                   const PlumeMarginal *s,
                   const PlumeMarginal *t,
                   double x,
                   double centre,
                   double prediction,
                   double G,
                   double H)
{
  double h = t->lambda - s->lambda;

  if (!is_data)
    {
      double first = expm1 (h), second = first / h - 1, third = second / h - 0.5;

      return t->alpha / s->alpha * x + centre * (1 - t->alpha / s->alpha)
             - t->sigma * (first * prediction + second * G + third * H);
    }
  {
    double first = -expm1 (-h), second = 1 - first / h, third = 0.5 - second / h,
           ratio = t->sigma / s->sigma;

    return ratio * x + centre * (1 - ratio + ratio * s->alpha - t->alpha)
           + t->alpha * (first * prediction + second * G + third * H);
  }
}

/* Runs the published formulas in x; predictions of data are x̂0 = μ + x̂0' there. */
static void
run_as_published (
    const Bench *bench, gboolean is_data, guint order, double c, guint n_steps, double *x)
{
  g_autoptr (PlumeArray) times =
      plume_time_grid_make (bench->plan.grid, &bench->process, 1, 0.01, 0, n_steps, NULL);
  double history[3][2 * POINTS], y[2 * POINTS];
  PlumeMarginal nodes[64];

  for (guint i = 0; i <= n_steps; i++)
    nodes[i] = plume_process_at (&bench->process, times->values[i]);
  for (guint j = 0; j < 2 * POINTS; j++)
    x[j] = bench->start[j] + mu[j % 2];
  for (guint i = 0; i < n_steps; i++)
    {
      const PlumeMarginal *node = &nodes[i];
      double h = node[1].lambda - node[0].lambda, *now = history[i % 3],
             *before = history[(i + 2) % 3], *first = history[(i + 1) % 3];
      guint k = MIN (order, i + 1);

      for (guint j = 0; j < 2 * POINTS; j++)
        y[j] = x[j] - mu[j % 2];
      plume_score_predict (bench->score, is_data ? PLUME_PREDICT_DATA : PLUME_PREDICT_NOISE, node,
                           0.5, POINTS, y, now, NULL, NULL, NULL);
      for (guint j = 0; j < 2 * POINTS; j++)
        {
          double G = 0, H = 0, r0, r1, G0, G1;

          if (is_data)
            now[j] += mu[j % 2];
          if (k > 1)
            {
              r0 = (node[0].lambda - node[-1].lambda) / h;
              G = G0 = (now[j] - before[j]) / r0;
              if (k > 2)
                {
                  r1 = (node[-1].lambda - node[-2].lambda) / h;
                  G1 = (before[j] - first[j]) / r1;
                  G = G0 + r0 / (r0 + r1) * (G0 - G1);
                  H = c * (G0 - G1) / (r0 + r1);
                }
            }
          x[j] = step_as_published (is_data, node, node + 1, x[j], mu[j % 2], now[j], G, H);
        }
    }
}

static void
test_is_dpm_solver (void)
{
  Bench bench;

  bench_init (&bench);
  for (guint is_data = 0; is_data < 2; is_data++)
    for (guint order = 1; order <= 3; order++)
      for (guint published = 0; published < 2; published++)
        {
          double x[2 * POINTS];
          g_autoptr (PlumeSampling) sampling = NULL;

          bench.plan.solver = plume_solver_find (solver_of ("ode", is_data, order));
          bench.plan.options.form = is_data ? PLUME_FORM_DATA : PLUME_FORM_NOISE;
          bench.plan.options.published = published;
          bench.plan.budget = 20;
          sampling = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, NULL);
          run_as_published (&bench, is_data, order, published ? 1 : 2, 20, x);
          /* both carry the rounding of x̂0 = (y − σ ε̂)/α at α = 0.005, some 1e-14 a step */
          for (guint j = 0; j < 2 * POINTS; j++)
            g_assert_cmpfloat_with_epsilon (x[j], sampling->end[j] + mu[j % 2], 1e-12);
        }
  bench_clear (&bench);
}

/* What multiplies x_s, μ and x̂0 sums to 1: a step of the data form is an affine mean. */
static void
test_weights (void)
{
  PlumeProcess process = plume_process_init (plume_process_type_find ("mean-reverting"), NULL);

  for (double from = 0.05; from < 1; from += 0.1)
    for (double to = 0.01; to < from; to += 0.07)
      {
        PlumeMarginal s = plume_process_at (&process, from), t = plume_process_at (&process, to);
        double of_x = step_as_published (TRUE, &s, &t, 1, 0, 0, 0, 0),
               of_mean = step_as_published (TRUE, &s, &t, 0, 1, 0, 0, 0),
               of_data = step_as_published (TRUE, &s, &t, 0, 0, 1, 0, 0);

        g_assert_cmpfloat_with_epsilon (of_x + of_mean + of_data, 1, 1e-14);
      }
}

static void
test_first_order (void)
{
  Bench bench;
  g_autoptr (PlumeSampling) noise = NULL, data = NULL;

  bench_init (&bench);
  bench.plan.solver = plume_solver_find ("dpm-solver-1");
  bench.plan.budget = 10;
  bench.plan.options.form = PLUME_FORM_NOISE;
  noise = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, NULL);
  bench.plan.options.form = PLUME_FORM_DATA;
  data = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, NULL);
  for (guint j = 0; j < 2 * POINTS; j++)
    g_assert_cmpfloat_with_epsilon (noise->end[j], data->end[j], 1e-12);
  bench_clear (&bench);
}

/* Orders 1, 2, 3 in 2-D, between 160 and 640 steps */
static void
test_orders (void)
{
  Bench bench;

  bench_init (&bench);
  for (guint is_data = 0; is_data < 2; is_data++)
    for (guint order = 1; order <= 3; order++)
      {
        double errors[2];

        for (guint k = 0; k < 2; k++)
          {
            g_autoptr (PlumeSampling) sampling = NULL;

            bench.plan.solver = plume_solver_find (solver_of ("ode", is_data, order));
            bench.plan.options.form = is_data ? PLUME_FORM_DATA : PLUME_FORM_NOISE;
            bench.plan.budget = k == 0 ? 160 : 640;
            sampling = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_END, NULL, NULL);
            errors[k] = 0;
            for (guint j = 0; j < 2 * POINTS; j++)
              errors[k] +=
                  (sampling->end[j] - bench.exact[j]) * (sampling->end[j] - bench.exact[j]);
          }
        g_test_message ("%s, order %u: %.3f", is_data ? "data" : "noise", order,
                        0.5 * log (errors[0] / errors[1]) / log (4));
        g_assert_cmpfloat_with_epsilon (0.5 * log (errors[0] / errors[1]) / log (4), order, 0.15);
      }
  bench_clear (&bench);
}

/* t = 0 is a legal end: the last step returns x̂0, with no noise left. */
static void
test_to_the_data (void)
{
  Bench bench;
  g_autoptr (PlumeSampling) sampling = NULL;
  PlumeMarginal before;
  double data[2 * POINTS];

  bench_init (&bench);
  bench.plan.solver = plume_solver_find ("dpm-solver-2m");
  bench.plan.grid = plume_time_grid_find ("edm");
  bench.plan.budget = 12;
  sampling = plume_sample (&bench.plan, POINTS, bench.start, PLUME_KEEP_PATH, NULL, NULL);
  g_assert_cmpuint (sampling->n_nodes, ==, 13);
  g_assert_true (sampling->times[12] == 0);
  before = plume_process_at (&bench.process, sampling->times[11]);
  plume_score_predict (bench.score, PLUME_PREDICT_DATA, &before, 0.5, POINTS,
                       sampling->path + 11 * 2 * POINTS, data, NULL, NULL, NULL);
  for (guint j = 0; j < 2 * POINTS; j++)
    g_assert_cmpfloat_with_epsilon (sampling->end[j], data[j], 1e-14);
  bench_clear (&bench);
}

/* Of one Gaussian, ODE and SDE both end on its noised marginal: mean and covariance within 4
 * standard errors of 5,000 samples. */
static void
test_marginals (void)
{
  static const char *const solvers[] = { "dpm-solver-3m", "sde-dpm-solver++-2m" };
  gsize n = 5000;
  double weight = 1, centre[2] = { 0.4, -0.3 }, covariance[4] = { 0.3, 0.1, 0.1, 0.2 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &weight, centre, covariance, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  g_autofree double *start = g_new (double, 2 * n);
  Bench bench;
  PlumeMarginal from, to;

  bench_init (&bench);
  from = plume_process_at (&bench.process, 1);
  to = plume_process_at (&bench.process, 0.01);
  bench.plan.score = score;
  bench.plan.noise = plume_noise_brownian (11, 1);
  plume_noise_start (7, n, 2, start);
  for (gsize i = 0; i < 2 * n; i++) /* p_T to a part in 1e5: α_T = 0.005 */
    start[i] = from.alpha * centre[i % 2] + from.sigma * start[i];
  for (guint s = 0; s < G_N_ELEMENTS (solvers); s++)
    {
      double mean[2] = { 0, 0 }, square[2] = { 0, 0 };
      g_autoptr (PlumeSampling) sampling = NULL;

      bench.plan.solver = plume_solver_find (solvers[s]);
      bench.plan.options.form = PLUME_FORM_DATA;
      bench.plan.budget = 100;
      sampling = plume_sample (&bench.plan, n, start, PLUME_KEEP_END, NULL, NULL);
      for (gsize i = 0; i < 2 * n; i++)
        mean[i % 2] += sampling->end[i] / (double)n;
      for (gsize i = 0; i < 2 * n; i++)
        square[i % 2] += pow (sampling->end[i] - mean[i % 2], 2) / (double)n;
      for (guint c = 0; c < 2; c++)
        {
          double variance = to.alpha * to.alpha * covariance[3 * c] + to.sigma * to.sigma;

          g_assert_cmpfloat_with_epsilon (mean[c], to.alpha * centre[c],
                                          4 * sqrt (variance / (double)n));
          g_assert_cmpfloat_with_epsilon (square[c], variance,
                                          4 * sqrt (2.0 / (double)n) * variance);
        }
    }
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/mean-reverting/reference-schedule", test_schedule);
  g_test_add_func ("/generative/mean-reverting/ends-at-delta", test_ends);
  g_test_add_func ("/generative/mean-reverting/discrete-clock-tends-to-continuous",
                   test_discrete_clock);
  g_test_add_func ("/generative/mean-reverting/exact", test_exact);
  g_test_add_func ("/generative/mean-reverting/reference-end-points", test_endpoints);
  g_test_add_func ("/generative/mean-reverting/is-dpm-solver-in-shifted-variables",
                   test_is_dpm_solver);
  g_test_add_func ("/generative/mean-reverting/affine-weights-sum-to-one", test_weights);
  g_test_add_func ("/generative/mean-reverting/first-order-is-one-method", test_first_order);
  g_test_add_func ("/generative/mean-reverting/orders", test_orders);
  g_test_add_func ("/generative/mean-reverting/ends-at-the-data", test_to_the_data);
  g_test_add_func ("/generative/mean-reverting/ode-and-sde-share-marginals", test_marginals);
  return g_test_run ();
}
