/* test-generative-interpolants.c: stochastic interpolants against closed forms and reference
 * tables. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "generative/plume-interpolant-losses.h"
#include "generative/plume-schroedinger.h"
#include "reference-table.h"

#include <math.h>
#include <string.h>

static const double left_weights[] = { 0.6, 0.4 };
static const double left_means[] = { -1, 0, 1, 0.5 };
static const double left_covariances[] = { 0.3, 0.1, 0.1, 0.2, 0.15, 0, 0, 0.15 };
static const double right_weights[] = { 0.3, 0.25, 0.25, 0.2 };
static const double right_means[] = { -1.5, -0.5, 1.2, 1.0, 0.9, -1.3, -0.4, 1.6 };
static const double right_covariances[] = {
  0.07161209223472559,
  0.03365883939231586,
  0.03365883939231586,
  0.028387907765274414,
  0.0504798631054193,
  0.033878548403702115,
  0.03387854840370212,
  0.14952013689458069,
  0.0225,
  0,
  0,
  0.0225,
  0.03499752770177088,
  0.08358856859320493,
  0.08358856859320493,
  0.2175024722982291,
};

static PlumeMixture *
make_left (void)
{
  return plume_mixture_new (2, 2, left_weights, left_means, left_covariances, NULL);
}

static PlumeMixture *
make_right (void)
{
  return plume_mixture_new (4, 2, right_weights, right_means, right_covariances, NULL);
}

static PlumeBridge *
make_bridge (const char *path, const char *gamma, double scale)
{
  PlumeInterpolant interpolant = plume_interpolant_init (path, gamma, scale);
  g_autoptr (PlumeMixture) left = make_left (), right = make_right ();
  g_autoptr (GError) error = NULL;
  PlumeBridge *bridge = plume_bridge_new (&interpolant, left, right, &error);

  g_assert_no_error (error);
  return bridge;
}

/* The tables' names of paths and γ */
static PlumeBridge *
bridge_of_row (char **row)
{
  const char *path = strcmp (row[0], "trig") == 0     ? "trigonometric"
                     : strcmp (row[0], "encdec") == 0 ? "encoding-decoding"
                                                      : "linear";
  const char *gamma = strcmp (row[1], "brownian") == 0   ? "brownian"
                      : strcmp (row[1], "bsquared") == 0 ? "parabola"
                      : strcmp (row[1], "sin2") == 0     ? "sine-squared"
                                                         : "none";

  return make_bridge (path, gamma, 1);
}

#define assert_close(value, truth, tolerance)                                                      \
  g_assert_cmpfloat_with_epsilon (value, truth, (tolerance) * (1 + fabs ((double)(truth))))

static void
test_fields_table (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("stochastic-interpolants", "fields.csv");

  g_assert_cmpuint (rows->len, >, 200);
  for (guint r = 1; r < rows->len; r++)
    {
      g_autoptr (PlumeBridge) bridge = bridge_of_row (g_ptr_array_index (rows, r));
      double place[2] = { reference_number (rows, r, 4), reference_number (rows, r, 5) };
      double answer[9];
      PlumeBridgeFields fields = { .log_density = answer,
                                   .velocity = answer + 1,
                                   .score = answer + 3,
                                   .path_velocity = answer + 5,
                                   .denoiser = answer + 7 };

      g_assert_true (plume_bridge_evaluate (bridge, reference_number (rows, r, 2), 1, place,
                                            &fields, NULL, NULL));
      for (guint i = 0; i < 9; i++)
        assert_close (answer[i], reference_number (rows, r, 6 + i), 1e-10);
    }
}

/* 2-D pairs written into three dimensions take the general path; the third is N(0, 1) at both ends
 */
static void
test_any_dimension (void)
{
  double means[12] = { 0 }, covariances[36] = { 0 }, left_m[6] = { 0 }, left_c[18] = { 0 };
  double flat[2] = { 0.3, -0.4 }, deep[3] = { 0.3, -0.4, 0 }, two[7], three[9];
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 0.7);
  g_autoptr (PlumeMixture) left = NULL, right = NULL;
  g_autoptr (PlumeBridge) bridge = NULL, plane = make_bridge ("linear", "brownian", 0.7);
  PlumeBridgeFields of_two = { .velocity = two, .score = two + 2, .divergence = two + 4 },
                    of_three = { .velocity = three, .score = three + 3, .divergence = three + 6 };

  for (guint k = 0; k < 4; k++)
    for (guint i = 0; i < 3; i++)
      for (guint j = 0; j < 3; j++)
        {
          gboolean inside = i < 2 && j < 2;

          if (i < 2)
            means[k * 3 + i] = right_means[k * 2 + i];
          covariances[k * 9 + i * 3 + j] = inside ? right_covariances[k * 4 + i * 2 + j] : i == j;
          if (k >= 2)
            continue;
          if (i < 2)
            left_m[k * 3 + i] = left_means[k * 2 + i];
          left_c[k * 9 + i * 3 + j] = inside ? left_covariances[k * 4 + i * 2 + j] : i == j;
        }
  left = plume_mixture_new (2, 3, left_weights, left_m, left_c, NULL);
  right = plume_mixture_new (4, 3, right_weights, means, covariances, NULL);
  bridge = plume_bridge_new (&interpolant, left, right, NULL);
  plume_bridge_evaluate (plane, 0.3, 1, flat, &of_two, NULL, NULL);
  plume_bridge_evaluate (bridge, 0.3, 1, deep, &of_three, NULL, NULL);
  for (guint c = 0; c < 2; c++)
    {
      assert_close (three[c], two[c], 1e-13);
      assert_close (three[3 + c], two[2 + c], 1e-13);
    }
  /* (aȧ + b̃ḃ̃ + γγ̇)/(a² + b̃² + γ²) of the third dimension */
  assert_close (three[6], two[4] + (-0.7 + 0.3 + 0.35 * 0.4) / (0.49 + 0.09 + 0.7 * 0.21), 1e-13);
}

static void
test_flow_table (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("stochastic-interpolants", "flow-endpoints.csv");

  for (guint r = 1; r < rows->len; r++)
    {
      g_autoptr (PlumeBridge) bridge = bridge_of_row (g_ptr_array_index (rows, r));
      PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_ADAPTIVE, 1);
      double start[2] = { reference_number (rows, r, 3), reference_number (rows, r, 4) };
      g_autoptr (PlumeFlow) adaptive = NULL, fixed = NULL;

      plan.from = 0.001;
      plan.to = 0.999;
      plan.tolerance = 1e-12;
      adaptive = plume_flow_run (bridge, &plan, 1, start, NULL, NULL);
      plan.method = PLUME_FLOW_RUNGE_KUTTA;
      plan.steps = 4000;
      fixed = plume_flow_run (bridge, &plan, 1, start, NULL, NULL);
      for (guint c = 0; c < 2; c++)
        {
          assert_close (adaptive->end[c], reference_number (rows, r, 5 + c), 1e-8);
          assert_close (fixed->end[c], reference_number (rows, r, 5 + c), 1e-8);
        }
    }
}

static double
density_at (const PlumeBridge *bridge, double t, double x, double y)
{
  double place[2] = { x, y }, log_density;
  PlumeBridgeFields fields = { .log_density = &log_density };

  plume_bridge_evaluate (bridge, t, 1, place, &fields, NULL, NULL);
  return exp (log_density);
}

/* ∂ρ/∂t + ∇·(bρ) by fourth-order differences */
static double
continuity_residual (const PlumeBridge *bridge, double t, double x, double y)
{
  static const double weight[4] = { 1 / 12.0, -8 / 12.0, 8 / 12.0, -1 / 12.0 };
  static const int shift[4] = { -2, -1, 1, 2 };
  double h = 2e-4, residual = 0, place[2] = { x, y }, b[2], s[2], divergence;
  PlumeBridgeFields fields = { .velocity = b, .score = s, .divergence = &divergence };

  for (guint i = 0; i < 4; i++)
    residual += weight[i] * density_at (bridge, t + shift[i] * h, x, y) / h;
  plume_bridge_evaluate (bridge, t, 1, place, &fields, NULL, NULL);
  return residual + density_at (bridge, t, x, y) * (divergence + b[0] * s[0] + b[1] * s[1]);
}

static void
test_continuity (void)
{
  for (guint p = 0; plume_paths[p] != NULL; p++)
    for (guint g = 0; plume_gammas[g] != NULL; g++)
      {
        g_autoptr (PlumeBridge) bridge = make_bridge (plume_paths[p]->id, plume_gammas[g]->id, 0.8);

        for (double t = 0.21; t < 0.9; t += 0.17)
          for (guint i = 0; i < 6; i++)
            g_assert_cmpfloat (
                fabs (continuity_residual (bridge, t, -1.3 + 0.5 * i, 0.9 - 0.35 * i)), <, 1e-7);
      }
}

static void
test_bends_and_leans_continue (void)
{
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 0.8);
  g_autoptr (PlumeMixture) left = make_left (), right = make_right ();
  g_autoptr (PlumeBridge) bridge = NULL;
  PlumeBlend start, end;

  interpolant.lean = 0.7;
  interpolant.bend_left[0] = 0.2;
  interpolant.bend_left[1] = -0.1;
  interpolant.bend_right[0] = -0.3;
  interpolant.bend_right[1] = 0.15;
  bridge = plume_bridge_new (&interpolant, left, right, NULL);
  for (double t = 0.11; t < 0.95; t += 0.17)
    g_assert_cmpfloat (fabs (continuity_residual (bridge, t, 0.2, -0.3)), <, 1e-7);
  start = plume_interpolant_at (&interpolant, 0);
  end = plume_interpolant_at (&interpolant, 1);
  assert_close (start.left, 1, 1e-14);
  assert_close (start.right, 0, 1e-14);
  assert_close (end.left, 0, 1e-14);
  assert_close (end.right, 1, 1e-14);
  assert_close (start.gamma + end.gamma, 0, 1e-14);
}

/* The divergence against differences of b */
static void
test_divergence (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("trigonometric", "brownian", 1);
  double h = 1e-4, x[10] = { 0.2, 0.3, 0.2 + h, 0.3, 0.2 - h, 0.3, 0.2, 0.3 + h, 0.2, 0.3 - h };
  double b[10], divergence[5];
  PlumeBridgeFields fields = { .velocity = b, .divergence = divergence };

  plume_bridge_evaluate (bridge, 0.4, 5, x, &fields, NULL, NULL);
  assert_close (divergence[0], (b[2] - b[4] + b[7] - b[9]) / (2 * h), 1e-6);
}

static void
test_trigonometric_needs_room (void)
{
  PlumeInterpolant fits = plume_interpolant_init ("trigonometric", "brownian", 3.9),
                   reaches = plume_interpolant_init ("trigonometric", "brownian", 4),
                   sine = plume_interpolant_init ("trigonometric", "sine-squared", 1),
                   linear = plume_interpolant_init ("linear", "sine-squared", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_interpolant_check (&fits, NULL));
  g_assert_true (plume_interpolant_check (&linear, NULL));
  g_assert_false (plume_interpolant_check (&sine, NULL));
  g_assert_false (plume_interpolant_check (&reaches, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "√(1 − γ²)"));
}

/* One-sided trigonometric is the variance-preserving flow with α = sin πt/2, σ = cos πt/2:
 * dx/dt = (α̇/α) x + (α̇σ²/α − σσ̇) s */
static void
test_one_sided_is_variance_preserving (void)
{
  g_autoptr (PlumeMixture) right = make_right ();
  g_autoptr (PlumeBridge) bridge = make_bridge ("one-sided-trigonometric", "none", 1);

  for (double t = 0.05; t < 1; t += 0.09)
    for (double u = -1.4; u < 1.5; u += 0.7)
      {
        double alpha = sin (G_PI_2 * t), sigma = cos (G_PI_2 * t), place[2] = { u, 0.4 - 0.5 * u };
        PlumeMarginal at = { .alpha = alpha, .sigma = sigma };
        double alpha_rate = G_PI_2 * sigma, sigma_rate = -G_PI_2 * alpha;
        double score[2], b[2], s[2];
        PlumeBridgeFields fields = { .velocity = b, .score = s };

        plume_mixture_evaluate (right, &at, 1, place, NULL, score, NULL, NULL, NULL);
        plume_bridge_evaluate (bridge, t, 1, place, &fields, NULL, NULL);
        for (guint c = 0; c < 2; c++)
          {
            assert_close (s[c], score[c], 1e-12);
            assert_close (b[c],
                          alpha_rate / alpha * place[c]
                              + (alpha_rate * sigma * sigma / alpha - sigma * sigma_rate)
                                    * score[c],
                          1e-12);
          }
      }
}

/* Every process, its time turned round, has the marginals that the mixture has in its noise */
static void
test_diffusion_is_the_process (void)
{
  g_autoptr (PlumeMixture) right = make_right ();

  for (guint p = 0; plume_process_types[p] != NULL; p++)
    {
      PlumeInterpolant interpolant = plume_interpolant_init ("diffusion", "none", 1);
      g_autoptr (PlumeBridge) bridge = NULL;
      double place[2] = { 0.4, -0.7 }, log_density, score[2], f, g2, b[2], s[2], log_bridge;
      PlumeBridgeFields fields = { .velocity = b, .score = s, .log_density = &log_bridge };
      PlumeMarginal at;

      interpolant.process = plume_process_init (plume_process_types[p], NULL);
      bridge = plume_bridge_new (&interpolant, NULL, right, NULL);
      at = plume_process_at (&interpolant.process, 0.7 * interpolant.process.last);
      plume_process_rates (&interpolant.process, at.time, &f, &g2);
      plume_mixture_evaluate (right, &at, 1, place, &log_density, score, NULL, NULL, NULL);
      plume_bridge_evaluate (bridge, 0.3, 1, place, &fields, NULL, NULL);
      assert_close (log_bridge, log_density, 1e-12);
      for (guint c = 0; c < 2; c++)
        {
          assert_close (s[c], score[c], 1e-12);
          assert_close (b[c], -interpolant.process.last * (f * place[c] - 0.5 * g2 * score[c]),
                        1e-11);
        }
    }
}

static void
test_mirror_returns (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("mirror", "brownian", 1);
  g_autoptr (PlumeMixture) right = make_right ();
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_ADAPTIVE, 1);
  double x[8] = { -1.5, -0.5, 1.2, 1.0, -0.4, 1.3, 0.9, -1.2 }, from[4], to[4], known[4];
  PlumeMarginal half = { .alpha = 1, .sigma = 0.5 };
  PlumeBridgeFields at_start = { .log_density = from }, at_end = { .log_density = to };
  g_autoptr (PlumeFlow) flow = NULL;

  plan.tolerance = 1e-11;
  flow = plume_flow_run (bridge, &plan, 4, x, NULL, NULL);
  plume_bridge_evaluate (bridge, 0, 4, x, &at_start, NULL, NULL);
  plume_bridge_evaluate (bridge, 1, 4, x, &at_end, NULL, NULL);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (from[i], ==, to[i]);
  /* what γ spreads, it takes back along the same way */
  for (guint i = 0; i < 8; i++)
    assert_close (flow->end[i], x[i], 1e-8);
  plume_bridge_evaluate (bridge, 0.5, 4, x, &at_start, NULL, NULL);
  plume_mixture_evaluate (right, &half, 4, x, known, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < 4; i++)
    assert_close (from[i], known[i], 1e-12);
}

/* dx/dt = ṁ + ½Σ̇Σ⁻¹(x − m): in one dimension the map m₁ + √(v₁/v₀)(x − m₀) */
static void
test_gaussian_flow_is_linear (void)
{
  double one = 1, mean_left = -1, mean_right = 2, variance_left = 1, variance_right = 0.25;
  double x[3] = { -2, 0, 1.5 };
  g_autoptr (PlumeMixture) left = plume_mixture_new (1, 1, &one, &mean_left, &variance_left, NULL),
                           right =
                               plume_mixture_new (1, 1, &one, &mean_right, &variance_right, NULL);
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "none", 1);
  g_autoptr (PlumeBridge) bridge = plume_bridge_new (&interpolant, left, right, NULL);
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_RUNGE_KUTTA, 500);
  g_autoptr (PlumeFlow) flow = NULL;

  plan.keeps_path = TRUE;
  flow = plume_flow_run (bridge, &plan, 3, x, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      assert_close (flow->end[i], 2 + 0.5 * (x[i] + 1), 1e-9);
      /* at ½ the variance is a²C + b̃²D */
      assert_close (flow->path[250 * 3 + i], 0.5 + sqrt (0.3125) * (x[i] + 1), 1e-9);
    }
}

/* ln ρ₁(X₁) = ln ρ₀(X₀) − ∫∇·b */
static void
test_likelihood (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_RUNGE_KUTTA, 2500);
  double x[4] = { -1.1, 0.2, 0.8, 0.9 }, start[2], end[2];
  PlumeBridgeFields at_start = { .log_density = start }, at_end = { .log_density = end };
  g_autoptr (PlumeFlow) fixed = NULL, adaptive = NULL;

  plan.measures = TRUE;
  fixed = plume_flow_run (bridge, &plan, 2, x, NULL, NULL);
  plan.method = PLUME_FLOW_ADAPTIVE;
  plan.steps = 1;
  plan.tolerance = 1e-11;
  adaptive = plume_flow_run (bridge, &plan, 2, x, NULL, NULL);
  plume_bridge_evaluate (bridge, 0, 2, x, &at_start, NULL, NULL);
  plume_bridge_evaluate (bridge, 1, 2, fixed->end, &at_end, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      assert_close (start[i] + fixed->log_ratio[i], end[i], 1e-7);
      assert_close (adaptive->log_ratio[i], fixed->log_ratio[i], 1e-7);
      assert_close (adaptive->length[i], fixed->length[i], 1e-6);
      assert_close (adaptive->action[i], fixed->action[i], 1e-6);
      /* a way is at least as long as its chord, and its action at least half its square */
      g_assert_cmpfloat (
          fixed->length[i], >=,
          hypot (fixed->end[2 * i] - x[2 * i], fixed->end[2 * i + 1] - x[2 * i + 1]));
      g_assert_cmpfloat (fixed->action[i], >=, 0.5 * fixed->length[i] * fixed->length[i]);
    }
}

#define SAMPLES 4000

/* Mean and covariance of the law at t, by its pairs */
static void
moments_of (double t, double scale, double mean[2], double second[3])
{
  double a = 1 - t, b = t, gamma2 = scale * t * (1 - t);

  memset (mean, 0, 2 * sizeof (double));
  memset (second, 0, 3 * sizeof (double));
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 4; j++)
      {
        const double *C = left_covariances + 4 * i, *D = right_covariances + 4 * j;
        double w = left_weights[i] * right_weights[j];
        double x = a * left_means[2 * i] + b * right_means[2 * j],
               y = a * left_means[2 * i + 1] + b * right_means[2 * j + 1];

        mean[0] += w * x;
        mean[1] += w * y;
        second[0] += w * (x * x + a * a * C[0] + b * b * D[0] + gamma2);
        second[1] += w * (x * y + a * a * C[1] + b * b * D[1]);
        second[2] += w * (y * y + a * a * C[3] + b * b * D[3] + gamma2);
      }
}

/* Five standard errors of each moment, taken from the samples themselves */
static void
assert_moments (const double *x, const double mean[2], const double second[3], double bias)
{
  double truth[5] = { mean[0], mean[1], second[0], second[1], second[2] };

  for (guint m = 0; m < 5; m++)
    {
      double sum = 0, square = 0, noise;

      for (guint i = 0; i < SAMPLES; i++)
        {
          double u = x[2 * i], v = x[2 * i + 1];
          double value = m == 0 ? u : m == 1 ? v : m == 2 ? u * u : m == 3 ? u * v : v * v;

          sum += value;
          square += value * value;
        }
      sum /= SAMPLES;
      noise = sqrt ((square / SAMPLES - sum * sum) / SAMPLES);
      g_test_message ("moment %u: %g − %g, noise %g", m, sum, truth[m], noise);
      g_assert_cmpfloat (fabs (sum - truth[m]), <, 5 * noise + bias);
    }
}

static void
test_marginals_do_not_know_epsilon (void)
{
  static const double epsilons[] = { 0, 0.1, 1, 10 };
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  g_autofree double *start = g_new (double, 2 * SAMPLES);
  double mean[2], second[3];

  for (guint direction = 0; direction < 2; direction++)
    {
      plume_bridge_sample (bridge, direction, SAMPLES, 5, start, NULL, NULL, NULL);
      for (guint e = 0; e < G_N_ELEMENTS (epsilons); e++)
        {
          PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_HEUN, 100);
          g_autoptr (PlumeFlow) flow = NULL;
          double bias = 0.003; /* of the steps: second order in 1/100 and in ε|∇s|dt */

          plan.from = direction;
          plan.to = 1 - plan.from;
          plan.epsilon = epsilons[e];
          plan.noise = plume_noise_brownian (11, 1);
          plan.keeps_path = TRUE;
          flow = plume_flow_run (bridge, &plan, SAMPLES, start, NULL, NULL);
          g_test_message ("direction %u, epsilon %g", direction, epsilons[e]);
          moments_of (0.5, 1, mean, second);
          assert_moments (flow->path + (gsize)50 * SAMPLES * 2, mean, second, bias);
          moments_of (plan.to, 1, mean, second);
          assert_moments (flow->end, mean, second, bias);
        }
    }
}

/* The moments that hold for the exact fields do not for a drift with an error: the statement above
 * can fail. */
static void
test_wrong_drift_is_seen (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  g_autofree double *start = g_new (double, 2 * SAMPLES);
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_HEUN, 100);
  g_autoptr (PlumeFlow) flow = NULL;
  double mean[2], second[3], greatest = 0;

  plume_bridge_sample (bridge, 0, SAMPLES, 5, start, NULL, NULL, NULL);
  plan.epsilon = 1;
  plan.noise = plume_noise_brownian (11, 1);
  plan.error.velocity = 1;
  plan.error.wavenumber = 1;
  flow = plume_flow_run (bridge, &plan, SAMPLES, start, NULL, NULL);
  moments_of (1, 1, mean, second);
  for (guint c = 0; c < 4; c++)
    {
      double sum = 0, square = 0, truth = c < 2 ? mean[c] : second[2 * (c - 2)], noise;

      for (guint i = 0; i < SAMPLES; i++)
        {
          double x = flow->end[2 * i + c % 2], value = c < 2 ? x : x * x;

          sum += value / SAMPLES;
          square += value * value / SAMPLES;
        }
      noise = sqrt ((square - sum * sum) / SAMPLES);
      greatest = MAX (greatest, fabs (sum - truth) / noise);
    }
  g_test_message ("a moment is off by %g standard errors", greatest);
  g_assert_cmpfloat (greatest, >, 5);
}

/* The loss E[½|b|² − (İ + γ̇z)·b] is −½E|b|² at the truth; both are means over the same samples */
static void
test_loss_at_truth (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  gsize n = 40000;
  g_autofree double *x = g_new (double, 2 * n), *x0 = g_new (double, 2 * n),
                    *x1 = g_new (double, 2 * n), *z = g_new (double, 2 * n),
                    *b = g_new (double, 2 * n);
  PlumeBridgeFields fields = { .velocity = b };

  for (double t = 0.1; t < 1; t += 0.2)
    {
      PlumeBlend blend = plume_interpolant_at (plume_bridge_get_interpolant (bridge), t);
      double mean = 0, square = 0;

      plume_bridge_sample (bridge, t, n, 3, x, x0, x1, z);
      plume_bridge_evaluate (bridge, t, n, x, &fields, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        {
          double gap = 0; /* of loss + ½|b|²: (b − İ − γ̇z)·b, whose mean is 0 */

          for (gsize c = 0; c < 2; c++)
            {
              gsize at = 2 * i + c;

              gap += (b[at] - blend.left_rate * x0[at] - blend.right_rate * x1[at]
                      - blend.gamma_rate / blend.gamma * z[at])
                     * b[at];
            }
          mean += gap / (double)n;
          square += gap * gap / (double)n;
        }
      g_assert_cmpfloat (fabs (mean), <, 5 * sqrt (square / (double)n));
    }
}

static void
test_threads_do_not_matter (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  gsize n = 1500;
  g_autofree double *start = g_new (double, 2 * n);
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_HEUN, 20);
  g_autoptr (PlumeFlow) one = NULL, many = NULL;

  plume_bridge_sample (bridge, 0, n, 5, start, NULL, NULL, NULL);
  plan.epsilon = 0.5;
  plume_parallel_set_threads (1);
  one = plume_flow_run (bridge, &plan, n, start, NULL, NULL);
  plume_parallel_set_threads (3);
  many = plume_flow_run (bridge, &plan, n, start, NULL, NULL);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (one->end, 2 * n * sizeof (double), many->end, 2 * n * sizeof (double));
}

/* Far out, where densities are 0 in numbers, the nearest component still says all */
static void
test_remote_places (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "none", 1);
  double x[4] = { 40, 30, 0.9, -1.3 }, log_density[2], s[4], alone[2], log_alone;
  PlumeBridgeFields fields = { .log_density = log_density, .score = s },
                    first = { .log_density = &log_alone, .score = alone };

  g_assert_true (plume_bridge_evaluate (bridge, 0.9, 2, x, &fields, NULL, NULL));
  g_assert_true (isfinite (log_density[0]) && log_density[0] < -1000);
  g_assert_cmpfloat (s[0] * 40 + s[1] * 30, <, -1000);
  /* a remote neighbour changes nothing but the last digits */
  g_assert_true (plume_bridge_evaluate (bridge, 0.9, 1, x + 2, &first, NULL, NULL));
  assert_close (log_alone, log_density[1], 1e-13);
  assert_close (alone[0], s[2], 1e-12);
}

/* Keeping fewer places changes none of them */
static void
test_kept_places (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_HEUN, 10);
  double x[4] = { -1, 0.2, 0.8, 0.3 };
  g_autoptr (PlumeFlow) all = NULL, some = NULL;

  plan.epsilon = 2;
  plan.keeps_path = TRUE;
  all = plume_flow_run (bridge, &plan, 2, x, NULL, NULL);
  plan.keep_every = 4;
  some = plume_flow_run (bridge, &plan, 2, x, NULL, NULL);
  g_assert_cmpuint (all->n_nodes, ==, 11);
  g_assert_cmpuint (some->n_nodes, ==, 4); /* 0, 4, 8 and 10 */
  for (guint node = 0; node < 4; node++)
    {
      guint step = MIN (4 * node, 10);

      g_assert_cmpfloat (some->times[node], ==, all->times[step]);
      g_assert_cmpmem (some->path + 4 * node, sizeof x, all->path + 4 * step, sizeof x);
    }
}

/* A stiff end and a large ε stay bounded in few steps, and the moments stay right */
static void
test_stiff_ends_stay_stable (void)
{
  double one = 1, mean[2] = { 0, 1 }, wide = 1, narrow = 1e-4, second = 0;
  gsize n = 4000;
  g_autofree double *start = g_new (double, n);
  g_autoptr (PlumeMixture) left = plume_mixture_new (1, 1, &one, mean, &wide, NULL),
                           right = plume_mixture_new (1, 1, &one, mean + 1, &narrow, NULL);
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 1);
  g_autoptr (PlumeBridge) bridge = plume_bridge_new (&interpolant, left, right, NULL);
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_HEUN, 50);
  g_autoptr (PlumeFlow) flow = NULL;

  plan.epsilon = 10;
  plume_bridge_sample (bridge, 0, n, 3, start, NULL, NULL, NULL);
  flow = plume_flow_run (bridge, &plan, n, start, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    second += (flow->end[i] - 1) * (flow->end[i] - 1) / (double)n;
  g_assert_cmpfloat (second, <, 3 * narrow); /* the last of 1,600 parts still has its ε√dt */
}

static void
test_points_need_gamma (void)
{
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 1);
  double left[4] = { 0, 0, 1, 1 }, right[4] = { 2, 0, 3, 1 }, x[2] = { 1, 0 }, b[2];
  g_autoptr (PlumeBridge) bridge =
      plume_bridge_new_pairs (&interpolant, 2, 2, left, right, NULL, 0, NULL);
  PlumeBridgeFields fields = { .velocity = b };
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_bridge_evaluate (bridge, 0.5, 1, x, &fields, NULL, NULL));
  assert_close (b[0], 2, 1e-12); /* both pairs move by (2, 0) */
  assert_close (b[1], 0, 1e-12);
  g_assert_false (plume_bridge_evaluate (bridge, 1, 1, x, &fields, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
}

/* All permutations of six points */
static double
least_by_trial (const double *cost, guint from, guint *order)
{
  double least = INFINITY;

  if (from == 6)
    {
      double sum = 0;

      for (guint i = 0; i < 6; i++)
        sum += cost[i * 6 + order[i]];
      return sum;
    }
  for (guint i = from; i < 6; i++)
    {
      guint kept = order[from];

      order[from] = order[i];
      order[i] = kept;
      least = MIN (least, least_by_trial (cost, from + 1, order));
      order[i] = order[from];
      order[from] = kept;
    }
  return least;
}

static void
test_assignment (void)
{
  for (guint trial = 0; trial < 20; trial++)
    {
      double x[12], y[12], sum = 0;
      guint partner[6], order[6] = { 0, 1, 2, 3, 4, 5 }, seen = 0;
      g_autofree double *cost = NULL;

      plume_noise_start (2 * trial, 6, 2, x);
      plume_noise_start (2 * trial + 1, 6, 2, y);
      cost = plume_squared_distances (6, 6, 2, x, y);
      g_assert_true (plume_assignment (6, cost, partner, NULL, NULL));
      for (guint i = 0; i < 6; i++)
        {
          sum += cost[i * 6 + partner[i]];
          seen |= 1u << partner[i];
        }
      g_assert_cmpuint (seen, ==, 63);
      assert_close (sum, least_by_trial (cost, 0, order), 1e-12);
    }
}

/* The gradient of a convex function is the optimal map (Brenier 1991): here of a quadratic one, far
 * away, and the places in another order. */
static void
test_assignment_of_a_gradient (void)
{
  const gsize sizes[] = { 1, 31, 64, 257, 1024 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s], turn = 0;
      g_autofree double *x = g_new (double, 2 * n), *y = g_new (double, 2 * n), *cost = NULL;
      g_autofree guint *partner = g_new (guint, n);

      plume_noise_start (1, n, 2, x);
      for (gsize i = 0; i < n; i++, turn = (turn + 5) % n)
        {
          y[2 * turn] = 2 * x[2 * i] + 0.3 * x[2 * i + 1] - 4;
          y[2 * turn + 1] = 0.3 * x[2 * i] + 0.5 * x[2 * i + 1] + 4;
        }
      cost = plume_squared_distances (n, n, 2, x, y);
      g_assert_true (plume_assignment (n, cost, partner, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        g_assert_cmpuint (partner[i], ==, 5 * i % n);
    }
}

static void
test_sinkhorn (void)
{
  gsize n = 60, m = 50;
  g_autofree double *x = g_new (double, 2 * n), *y = g_new (double, 2 * m), *cost = NULL;
  g_autoptr (PlumeSinkhorn) sinkhorn = NULL;
  double worst = 0;

  plume_noise_start (1, n, 2, x);
  plume_noise_start (2, m, 2, y);
  cost = plume_squared_distances (n, m, 2, x, y);
  sinkhorn = plume_sinkhorn (n, m, cost, 0.4, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    worst = MAX (worst, fabs (plume_sum (sinkhorn->plan + i * m, m) * (double)n - 1));
  for (gsize j = 0; j < m; j++)
    {
      double column = 0;

      for (gsize i = 0; i < n; i++)
        column += sinkhorn->plan[i * m + j];
      g_assert_cmpfloat (fabs (column * (double)m - 1), <, 1e-7);
    }
  g_assert_cmpfloat (sinkhorn->marginal_error, <, 1e-9);
  g_assert_cmpfloat (worst, <, 1e-6);
  /* ln π + C/ε′ is a sum of a row's and a column's number */
  for (gsize i = 1; i < n; i++)
    for (gsize j = 1; j < m; j++)
      g_assert_cmpfloat_with_epsilon (log (sinkhorn->plan[i * m + j]) + cost[i * m + j] / 0.4
                                          - log (sinkhorn->plan[j]) - cost[j] / 0.4,
                                      log (sinkhorn->plan[i * m]) + cost[i * m] / 0.4
                                          - log (sinkhorn->plan[0]) - cost[0] / 0.4,
                                      1e-9);
}

static void
test_sinkhorn_can_be_stopped (void)
{
  g_autoptr (PlumeTask) task = plume_task_new ();
  double cost[4] = { 0, 1, 1, 0 };
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_sinkhorn (2, 2, cost, 1, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

/* Linear path, γ² = 2εt(1 − t) and the entropic plan: b + εs is the Schrödinger drift */
static void
test_entropic_interpolant_is_the_bridge (void)
{
  gsize n = 9, m = 7;
  double epsilon = 0.3, x[18], y[14], b[10], s[10], drift[10], places[10], left[126], right[126];
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 2 * epsilon);
  PlumeBridgeFields fields = { .velocity = b, .score = s };
  g_autofree double *cost = NULL;
  g_autoptr (PlumeSinkhorn) sinkhorn = NULL;
  g_autoptr (PlumeBridge) bridge = NULL;

  plume_noise_start (1, n, 2, x);
  plume_noise_start (2, m, 2, y);
  plume_noise_start (3, 5, 2, places);
  cost = plume_squared_distances (n, m, 2, x, y);
  sinkhorn = plume_sinkhorn (n, m, cost, 4 * epsilon, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < m; j++)
      for (gsize c = 0; c < 2; c++)
        {
          left[2 * (i * m + j) + c] = x[2 * i + c];
          right[2 * (i * m + j) + c] = y[2 * j + c];
        }
  bridge = plume_bridge_new_pairs (&interpolant, n * m, 2, left, right, sinkhorn->plan, 0, NULL);
  for (double t = 0.1; t < 1; t += 0.2)
    {
      plume_bridge_evaluate (bridge, t, 5, places, &fields, NULL, NULL);
      plume_schroedinger_drift (sinkhorn, 2, y, epsilon, t, 5, places, drift);
      for (guint i = 0; i < 10; i++)
        assert_close (b[i] + epsilon * s[i], drift[i], 1e-7); /* of the marginals' 1e-9 */
    }
}

static PlumeMixture *
make_gaussian (double mean, double variance)
{
  double one = 1;

  return plume_mixture_new (1, 1, &one, &mean, &variance, NULL);
}

static void
test_gaussian_bridge_table (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("stochastic-interpolants", "gaussian-bridge.csv");

  for (guint r = 1; r < rows->len; r++)
    {
      double v[11], rate;
      PlumeGaussianBridge bridge;

      for (guint c = 0; c < 11; c++)
        v[c] = reference_number (rows, r, c);
      bridge = plume_gaussian_bridge (v[2], v[0], v[3], v[1], v[4]);
      assert_close (bridge.covariance, v[5], 1e-10);
      assert_close (plume_gaussian_bridge_energy (&bridge), v[6], 1e-10);
      assert_close (plume_gaussian_bridge_variance (&bridge, v[7], &rate), v[9], 1e-10);
      assert_close (rate, v[10], 1e-10);
    }
}

static void
test_grid_bridge_is_the_gaussian_one (void)
{
  for (double epsilon = 0.2; epsilon < 2; epsilon *= 2)
    {
      g_autoptr (PlumeMixture) left = make_gaussian (-1, 1), right = make_gaussian (2, 0.25);
      double means[4] = { -1, 0.5, 2, 0.5 }, covariances[8] = { 1, 0, 0, 0.3, 0.25, 0, 0, 0.3 };
      double one = 1;
      g_autoptr (PlumeMixture) left_2 = plume_mixture_new (1, 2, &one, means, covariances, NULL),
                               right_2 =
                                   plume_mixture_new (1, 2, &one, means + 2, covariances + 4, NULL);
      PlumeGaussianBridge first = plume_gaussian_bridge (-1, 1, 2, 0.25, epsilon),
                          second = plume_gaussian_bridge (0.5, 0.3, 0.5, 0.3, epsilon);
      double energy = plume_gaussian_bridge_energy (&first);

      assert_close (plume_schroedinger_energy (left, right, epsilon, NULL, NULL), energy, 1e-7);
      assert_close (plume_schroedinger_energy (left_2, right_2, epsilon, NULL, NULL),
                    energy + plume_gaussian_bridge_energy (&second), 1e-6);
    }
}

/* Any other variance curve with the same ends costs more */
static void
test_energy_is_least (void)
{
  PlumeGaussianBridge bridge = plume_gaussian_bridge (-1, 1, 2, 0.25, 0.5);
  double least = plume_gaussian_bridge_energy (&bridge);

  for (double share = -0.4; share < 0.5; share += 0.1)
    for (guint wave = 1; wave <= 3; wave++)
      {
        double energy = 9;
        guint n = 2000;

        for (guint i = 0; i < n; i++)
          {
            double t = (i + 0.5) / n, rate,
                   variance = plume_gaussian_bridge_variance (&bridge, t, &rate);

            variance += 0.3 * share * sin (wave * G_PI * t);
            rate += 0.3 * share * wave * G_PI * cos (wave * G_PI * t);
            rate = 0.5 * rate - 0.5;
            energy += rate * rate / variance / n;
          }
        if (fabs (share) > 0.05)
          g_assert_cmpfloat (energy, >, least + 1e-4);
        else
          assert_close (energy, least, 1e-6);
      }
}

static void
test_straightened_interpolant (void)
{
  g_autoptr (PlumeMixture) left = make_gaussian (-1, 1), right = make_gaussian (2, 0.25);
  PlumeGaussianBridge truth = plume_gaussian_bridge (-1, 1, 2, 0.25, 0.5);
  PlumeInterpolant plain = plume_interpolant_init ("linear", "brownian", 1), best;
  g_autoptr (PlumeBridge) bridge = plume_bridge_new (&plain, left, right, NULL);
  double before, after, least = plume_gaussian_bridge_energy (&truth);

  g_assert_true (plume_bridge_energy (bridge, 0.5, 0, 1, &before, NULL, NULL));
  g_assert_true (plume_interpolant_straighten (&best, left, right, 0.5, 0, 1, &after, NULL, NULL));
  g_assert_cmpfloat (before, >, least);
  g_assert_cmpfloat (after, >=, least - 1e-6); /* of the quadrature */
  g_assert_cmpfloat (after, <, least + 0.25 * (before - least));
}

/* A bridge whose ends are far from 0, with bends about their means */
static PlumeBridge *
make_centred (void)
{
  double weights[2] = { 0.6, 0.4 }, left[4] = { 4, -3, 5, -2 }, right[4] = { -1, 2, -3, 1 },
         narrow[8] = { 0.3, 0.1, 0.1, 0.2, 0.2, 0, 0, 0.4 };
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 1);
  g_autoptr (PlumeMixture) first = plume_mixture_new (2, 2, weights, left, narrow, NULL),
                           second = plume_mixture_new (2, 2, weights, right, narrow, NULL);

  interpolant.bend_left[0] = 0.3;
  interpolant.bend_left[1] = -0.1;
  interpolant.bend_right[0] = 0.2;
  interpolant.is_centred = TRUE;
  return plume_bridge_new (&interpolant, first, second, NULL);
}

/* Centred bends leave the mean on its straight way; the samples belong to the fields. */
static void
test_centred_bends (void)
{
  g_autoptr (PlumeBridge) bridge = make_centred ();
  gsize n = 20000;
  g_autofree double *x = g_new (double, 2 * n);

  for (double t = 0; t < 1.1; t += 0.25)
    {
      double mean[2] = { 0 };

      plume_bridge_sample (bridge, t, n, 3, x, NULL, NULL, NULL);
      for (gsize i = 0; i < 2 * n; i++)
        mean[i % 2] += x[i] / (double)n;
      assert_close (mean[0], (1 - t) * 4.4 + t * -1.8, 5 * 1.2 / sqrt ((double)n));
      assert_close (mean[1], (1 - t) * -2.6 + t * 1.6, 5 * 1.2 / sqrt ((double)n));
    }
  for (double t = 0.2; t < 1; t += 0.3)
    {
      PlumeLoss losses[PLUME_N_LOSSES];

      plume_bridge_losses (bridge, t, n, 4, losses, NULL, NULL);
      for (guint kind = 0; kind < PLUME_N_LOSSES; kind++)
        assert_close (losses[kind].paired, losses[kind].truth,
                      5 * losses[kind].paired_spread / sqrt ((double)n));
    }
}

/* ½|u|² − (∂I + (γ̇ − ε/γ)z)·u in the mean over pairs ±z, for u = b + εs + δ (sin 2y, sin 2x); in
 * energy E|b + εs|², in wrong E|δ…|² */
static double
mean_of_saddle (const PlumeBridge *bridge,
                double epsilon,
                double t,
                double delta,
                double *energy,
                double *wrong,
                double *noise)
{
  gsize n = 20000;
  const PlumeInterpolant *interpolant = plume_bridge_get_interpolant (bridge);
  PlumeBlend at = plume_interpolant_at (interpolant, t),
             after = plume_interpolant_at (interpolant, t + 1e-5),
             before = plume_interpolant_at (interpolant, t - 1e-5);
  g_autofree double *x = g_new (double, 8 * n), *later = g_new (double, 2 * n),
                    *earlier = g_new (double, 2 * n), *b = g_new (double, 2 * n),
                    *s = g_new (double, 2 * n), *each = g_new0 (double, n);
  double *z = x + 2 * n, mean = 0, square = 0;
  PlumeBridgeFields fields = { .velocity = b, .score = s };

  /* the same x₀, x₁ and z a little later and earlier give ∂I + γ̇z */
  plume_bridge_sample (bridge, t + 1e-5, n, 5, later, NULL, NULL, NULL);
  plume_bridge_sample (bridge, t - 1e-5, n, 5, earlier, NULL, NULL, NULL);
  plume_bridge_sample (bridge, t, n, 5, x, NULL, NULL, z);
  *energy = *wrong = 0;
  for (guint side = 0; side < 2; side++)
    {
      double sign = side == 0 ? 1 : -1;

      plume_bridge_evaluate (bridge, t, n, x, &fields, NULL, NULL);
      for (gsize i = 0; i < 2 * n; i++)
        {
          double path = (later[i] - earlier[i] - (after.gamma - before.gamma) * z[i]) / 2e-5,
                 noise_rate = (after.gamma - before.gamma) / 2e-5, u = b[i] + epsilon * s[i],
                 more = delta * sin (2 * x[i ^ 1]);

          *energy += 0.5 * u * u / (double)n;
          *wrong += 0.5 * more * more / (double)n;
          u += more;
          each[i / 2] +=
              0.5 * (0.5 * u * u - (path + (noise_rate - epsilon / at.gamma) * sign * z[i]) * u);
        }
      for (gsize i = 0; i < 2 * n; i++)
        x[i] -= 2 * at.gamma * z[i];
    }
  for (gsize i = 0; i < n; i++)
    {
      mean += each[i] / (double)n;
      square += each[i] * each[i] / (double)n;
    }
  *noise = sqrt ((square - mean * mean) / (double)n);
  return mean;
}

/* The inner minimum of the saddle is at b + εs and is −½E|b + εs|²; what is wrong adds ½E|δ|². */
static void
test_saddle (void)
{
  g_autoptr (PlumeBridge) bridge = make_centred ();

  for (double t = 0.1; t < 1; t += 0.4)
    for (double epsilon = 0.2; epsilon < 2; epsilon *= 3)
      {
        double energy, wrong, noise,
            least = mean_of_saddle (bridge, epsilon, t, 0, &energy, &wrong, &noise);

        assert_close (least, -0.5 * energy, 5 * noise);
        for (double delta = -1; delta <= 1; delta += 2)
          {
            double more = mean_of_saddle (bridge, epsilon, t, delta, &energy, &wrong, &noise);

            g_assert_cmpfloat (more, >, least);
            assert_close (more, -0.5 * energy + 0.5 * wrong, 5 * noise);
          }
      }
}

/* The outer side of the saddle: between Gaussians wherever they are, the best bends about the means
 * come near the Schrödinger bridge, and its mean costs nothing above |m₁ − m₀|² */
static void
test_saddle_of_gaussians (void)
{
  static const double ends[][4] = { { -1, 1, 2, 0.25 }, { 6, 1, 9, 0.25 }, { -4, 0.5, 5, 0.5 } };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (double epsilon = 0.1; epsilon < 1; epsilon *= 3)
      {
        const double *e = ends[i];
        g_autoptr (PlumeMixture) left = make_gaussian (e[0], e[1]),
                                 right = make_gaussian (e[2], e[3]);
        PlumeGaussianBridge truth = plume_gaussian_bridge (e[0], e[1], e[2], e[3], epsilon);
        PlumeInterpolant plain = plume_interpolant_init ("linear", "brownian", 2 * epsilon), best;
        g_autoptr (PlumeBridge) bridge = plume_bridge_new (&plain, left, right, NULL);
        double least = plume_gaussian_bridge_energy (&truth), before, after;

        g_assert_true (plume_bridge_energy (bridge, epsilon, 0, 1, &before, NULL, NULL));
        g_assert_true (
            plume_interpolant_straighten (&best, left, right, epsilon, 0, 1, &after, NULL, NULL));
        g_test_message ("ε = %g: %.6f, %.6f, least %.6f", epsilon, before, after, least);
        g_assert_cmpfloat (after, >, least - 1e-6);
        g_assert_cmpfloat (after - least, <, 0.005 * (before - least));
      }
}

/* Of two independent coordinates: E|b + εs|² by samples of a copied component and exactly */
static void
test_energy_by_samples (void)
{
  double weights[2] = { 0.5, 0.5 }, means[4] = { 0.3, 0.1, 0.3, 0.1 },
         covariances[8] = { 0.5, 0.1, 0.1, 0.3, 0.5, 0.1, 0.1, 0.3 };
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 1);
  g_autoptr (PlumeMixture) one = plume_mixture_new (1, 2, weights, means, covariances, NULL),
                           two = plume_mixture_new (2, 2, weights, means, covariances, NULL);
  g_autoptr (PlumeBridge) exact = plume_bridge_new (&interpolant, one, one, NULL),
                          sampled = plume_bridge_new (&interpolant, one, two, NULL);

  for (double t = 0.05; t < 1; t += 0.3)
    {
      double truth, energy, noise;

      plume_bridge_energy_at (exact, 0.7, t, 0, 1, &truth, NULL, NULL, NULL);
      plume_bridge_energy_at (sampled, 0.7, t, 20000, 1, &energy, &noise, NULL, NULL);
      g_assert_cmpfloat (noise, >, 0);
      g_assert_cmpfloat (fabs (energy - truth), <, 5 * noise);
    }
}

static void
test_antithetic_losses (void)
{
  g_autoptr (PlumeBridge) bridge = make_bridge ("linear", "brownian", 1);
  gsize n = 20000;

  static const double moments[3] = { 2e-3, 2e-5, 0.5 };
  PlumeLoss losses[3][PLUME_N_LOSSES];

  for (guint i = 0; i < 3; i++)
    {
      plume_bridge_losses (bridge, moments[i], n, 4, losses[i], NULL, NULL);
      for (guint kind = 0; kind < PLUME_N_LOSSES; kind++)
        {
          const PlumeLoss *loss = &losses[i][kind];

          g_assert_cmpfloat (fabs (loss->plain - loss->truth), <,
                             5 * loss->plain_spread / sqrt ((double)n));
          g_assert_cmpfloat (fabs (loss->paired - loss->truth), <,
                             5 * loss->paired_spread / sqrt ((double)n));
        }
    }
  /* nearer to the end by 100, the spread grows by 10 as 1/γ does; that of pairs stays */
  g_assert_cmpfloat (losses[1][PLUME_LOSS_SCORE].plain_spread, >,
                     5 * losses[0][PLUME_LOSS_SCORE].plain_spread);
  g_assert_cmpfloat (losses[1][PLUME_LOSS_SCORE].paired_spread, <,
                     1.2 * losses[0][PLUME_LOSS_SCORE].paired_spread);
  g_assert_cmpfloat (losses[1][PLUME_LOSS_VELOCITY].plain_spread, >,
                     5 * losses[0][PLUME_LOSS_VELOCITY].plain_spread);
  g_assert_cmpfloat (losses[1][PLUME_LOSS_VELOCITY].paired_spread, <,
                     1.2 * losses[0][PLUME_LOSS_VELOCITY].paired_spread);
}

static PlumeBridge *
make_line (void)
{
  double weights[2] = { 0.6, 0.4 }, left[2] = { -1, 1 }, right[2] = { -1.2, 0.9 },
         narrow[2] = { 0.3, 0.15 }, wide[2] = { 0.1, 0.2 };
  PlumeInterpolant interpolant = plume_interpolant_init ("linear", "brownian", 1);
  g_autoptr (PlumeMixture) first = plume_mixture_new (2, 1, weights, left, narrow, NULL),
                           second = plume_mixture_new (2, 1, weights, right, wide, NULL);

  return plume_bridge_new (&interpolant, first, second, NULL);
}

/* The flow and the diffusion end where they should; wrong ones stay below the bounds. What a wrong
 * velocity does is healed by a large ε, what a wrong score does grows with it. */
static void
test_divergence_of_wrong_fields (void)
{
  g_autoptr (PlumeBridge) bridge = make_line ();
  PlumeFieldError none = { 0, 0, 3 }, wrong = { 0.4, 0.4, 3 }, velocity = { 0.4, 0, 3 },
                  score = { 0, 0.4, 3 };
  PlumeFieldGaps gaps = plume_bridge_gaps (bridge, &wrong, 4000, 1);
  double best = plume_gaps_best_epsilon (&gaps);

  g_assert_cmpfloat (fabs (plume_bridge_divergence (bridge, &none, 0, NULL, NULL)), <, 1e-6);
  for (double epsilon = 0.01; epsilon < 50; epsilon *= 8)
    {
      double tight = plume_gaps_bound (&gaps, epsilon, FALSE),
             loose = plume_gaps_bound (&gaps, epsilon, TRUE);

      g_assert_cmpfloat (fabs (plume_bridge_divergence (bridge, &none, epsilon, NULL, NULL)), <,
                         5e-5);
      g_assert_cmpfloat (plume_bridge_divergence (bridge, &wrong, epsilon, NULL, NULL), <=, tight);
      g_assert_cmpfloat (tight, <=, loose);
      g_assert_cmpfloat (plume_gaps_bound (&gaps, best, TRUE), <=, loose);
    }
  g_assert_cmpfloat (plume_bridge_divergence (bridge, &velocity, 10, NULL, NULL), <,
                     0.01 * plume_bridge_divergence (bridge, &velocity, 0.05, NULL, NULL));
  g_assert_cmpfloat (plume_bridge_divergence (bridge, &score, 0.05, NULL, NULL), <,
                     0.2 * plume_bridge_divergence (bridge, &score, 10, NULL, NULL));
  /* of the flow: ε → 0 of the diffusion */
  assert_close (plume_bridge_divergence (bridge, &velocity, 0, NULL, NULL),
                plume_bridge_divergence (bridge, &velocity, 1e-3, NULL, NULL), 0.05);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/generative/interpolant/" path, test)
  ADD ("fields-of-the-table", test_fields_table);
  ADD ("any-dimension", test_any_dimension);
  ADD ("flow-of-the-table", test_flow_table);
  ADD ("density-is-continued", test_continuity);
  ADD ("bends-and-leans-continue-too", test_bends_and_leans_continue);
  ADD ("divergence-is-that-of-b", test_divergence);
  ADD ("trigonometric-path-needs-room-for-gamma", test_trigonometric_needs_room);
  ADD ("one-sided-trigonometric-preserves-variance", test_one_sided_is_variance_preserving);
  ADD ("one-sided-diffusion-is-the-process", test_diffusion_is_the_process);
  ADD ("mirror-returns", test_mirror_returns);
  ADD ("gaussian-flow-is-linear", test_gaussian_flow_is_linear);
  ADD ("likelihood-by-divergence", test_likelihood);
  ADD ("marginals-do-not-know-epsilon", test_marginals_do_not_know_epsilon);
  ADD ("wrong-drift-is-seen", test_wrong_drift_is_seen);
  ADD ("loss-at-truth", test_loss_at_truth);
  ADD ("threads-do-not-matter", test_threads_do_not_matter);
  ADD ("remote-places", test_remote_places);
  ADD ("kept-places-are-the-same", test_kept_places);
  ADD ("stiff-ends-stay-stable", test_stiff_ends_stay_stable);
  ADD ("points-need-gamma", test_points_need_gamma);
  ADD ("centred-bends-leave-the-mean", test_centred_bends);
  ADD ("saddle-is-at-the-drift", test_saddle);
  ADD ("saddle-of-gaussians-is-near-their-bridge", test_saddle_of_gaussians);
  ADD ("assignment-is-optimal", test_assignment);
  ADD ("assignment-of-a-gradient-is-its-map", test_assignment_of_a_gradient);
  ADD ("sinkhorn-serves-both-sides", test_sinkhorn);
  ADD ("sinkhorn-can-be-stopped", test_sinkhorn_can_be_stopped);
  ADD ("entropic-interpolant-is-the-bridge", test_entropic_interpolant_is_the_bridge);
  ADD ("gaussian-bridge-of-the-table", test_gaussian_bridge_table);
  ADD ("grid-bridge-is-the-gaussian-one", test_grid_bridge_is_the_gaussian_one);
  ADD ("bridge-costs-least", test_energy_is_least);
  ADD ("straightened-interpolant-nears-the-bridge", test_straightened_interpolant);
  ADD ("energy-by-samples", test_energy_by_samples);
  ADD ("antithetic-losses", test_antithetic_losses);
  ADD ("divergence-of-wrong-fields", test_divergence_of_wrong_fields);
  return g_test_run ();
}
