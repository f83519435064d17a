/* plume-interpolant-energy.c: what an interpolant costs, and the bends that make it cheap. */
#include "generative/plume-schroedinger.h"

#include "core/plume-parallel.h"
#include "core/plume-error.h"
#include "generative/plume-interpolant-private.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_multimin.h>
#include <math.h>

#define MOMENTS         12
#define MOST_ITERATIONS 150
#define SIMPLEX_STEP    0.1
#define SIMPLEX_END     1e-4

/* |Ṁ|² + tr (A Q Aᵀ) with A = Q'Q⁻¹ − εQ⁻¹ of the only pair */
static gboolean
energy_of_one (const PlumeBridge *bridge, double epsilon, double t, double *energy, GError **error)
{
  g_autoptr (PlumeBridgeMoment) moment = plume_bridge_moment_new (bridge, t, error);
  gsize d = bridge->d;

  if (moment == NULL)
    return FALSE;
  *energy = 0;
  for (gsize i = 0; i < d; i++)
    {
      *energy += moment->mean_rate[i] * moment->mean_rate[i];
      for (gsize j = 0; j < d; j++)
        {
          const PlumeBlend *blend = &moment->blend;
          /* A Q = Q' − εI */
          double slope = moment->growth[i * d + j] - epsilon * moment->precision[i * d + j];
          double spread = blend->left * blend->left_rate * bridge->left_covariances[i * d + j]
                          + blend->right * blend->right_rate * bridge->right_covariances[i * d + j];

          *energy += slope * (spread + (i == j ? blend->gamma_rate - epsilon : 0));
        }
    }
  return TRUE;
}

/**
 * plume_bridge_energy_at:
 * @bridge: a bridge
 * @epsilon: ε
 * @t: in [0, 1]
 * @n: samples, where there are several pairs
 * @seed: of them
 * @energy: (out): E|b + εs|²
 * @standard_error: (out) (nullable): of it; 0 where it is exact
 * @task: (nullable): cancels
 * @error: of plume_bridge_evaluate()
 *
 * Returns: whether it is known
 */
gboolean
plume_bridge_energy_at (const PlumeBridge *bridge,
                        double epsilon,
                        double t,
                        gsize n,
                        guint64 seed,
                        double *energy,
                        double *standard_error,
                        PlumeTask *task,
                        GError **error)
{
  gsize d = bridge->d;
  g_autofree double *x = NULL, *b = NULL, *s = NULL, *square = NULL;
  double second = 0;

  if (standard_error != NULL)
    *standard_error = 0;
  if (bridge->n_pairs == 1)
    return energy_of_one (bridge, epsilon, t, energy, error);
  x = g_new (double, n *d);
  b = g_new (double, n *d);
  s = g_new (double, n *d);
  square = g_new0 (double, n);
  plume_bridge_sample (bridge, t, n, seed, x, NULL, NULL, NULL);
  if (!plume_bridge_evaluate (bridge, t, n, x, &(PlumeBridgeFields){ .velocity = b, .score = s },
                              task, error))
    return FALSE;
  for (gsize i = 0; i < n * d; i++)
    square[i / d] += (b[i] + epsilon * s[i]) * (b[i] + epsilon * s[i]);
  *energy = plume_sum (square, n) / (double)n;
  for (gsize i = 0; i < n; i++)
    second += (square[i] - *energy) * (square[i] - *energy);
  if (standard_error != NULL)
    *standard_error = sqrt (second / (double)n / (double)MAX (n - 1, 1));
  return TRUE;
}

gboolean
plume_bridge_energy (const PlumeBridge *bridge,
                     double epsilon,
                     gsize n,
                     guint64 seed,
                     double *energy,
                     PlumeTask *task,
                     GError **error)
{
  gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc (MOMENTS);
  gboolean done = TRUE;

  *energy = 0;
  for (gsize i = 0; i < MOMENTS && done; i++)
    {
      double t, weight, now = 0;

      gsl_integration_glfixed_point (0, 1, i, &t, &weight, table);
      done = plume_bridge_energy_at (bridge, epsilon, t, n, seed, &now, NULL, task, error);
      *energy += weight * now;
    }
  gsl_integration_glfixed_table_free (table);
  return done;
}

typedef struct
{
  PlumeInterpolant *interpolant;
  const PlumeMixture *left, *right;
  double epsilon;
  gsize n;
  guint64 seed;
  PlumeTask *task;
} Straightening;

static void
set_bends (PlumeInterpolant *interpolant, const gsl_vector *bends)
{
  for (gsize k = 0; k < PLUME_INTERPOLANT_BENDS; k++)
    {
      interpolant->bend_left[k] = gsl_vector_get (bends, k);
      interpolant->bend_right[k] = gsl_vector_get (bends, PLUME_INTERPOLANT_BENDS + k);
    }
}

static double
cost_of_bends (const gsl_vector *bends, void *data)
{
  Straightening *work = data;
  g_autoptr (PlumeBridge) bridge = NULL;
  double energy;

  set_bends (work->interpolant, bends);
  bridge = plume_bridge_new (work->interpolant, work->left, work->right, NULL);
  if (!plume_bridge_energy (bridge, work->epsilon, work->n, work->seed, &energy, work->task, NULL))
    return GSL_POSINF;
  return energy;
}

/**
 * plume_interpolant_straighten:
 * @interpolant: (out): linear path, Brownian γ of scale 2ε, and the best bends about the means
 * @left: @right: the ends
 * @epsilon: ε > 0
 * @n: samples behind each energy, where there are several pairs; the same ones throughout
 * @seed: of them
 * @energy: (out): ∫E|b + εs|² dt with them
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * The Schrödinger bridge is the saddle max_I min_u ∫E[½|u|² − (∂_tI + (γ̇ − ε/γ)z)·u]dt (Albergo,
 * Boffi & Vanden-Eijnden 2023, §3.4). Since E[∂_tI + γ̇z | x_t] = b and E[z | x_t] = −γs, the inner
 * minimum is u = b + εs, which is known here, and its value −½∫E|b + εs|²dt: what is left is to
 * make the energy least over I = (1 − t) x₀ + t x₁ + Σ_k sin πkt (A_k x₀ + B_k x₁ + c_k). A shift
 * c(t) adds 2ċ·E[b] + |ċ|², for E[s] = 0, so the best c makes the mean go straight: c_k = −A_k
 * E[x₀] − B_k E[x₁]. The four numbers A_k and B_k that remain are found by Nelder & Mead 1965.
 * Spatially linear interpolants are fewer than all, so this stays above the Schrödinger bridge.
 *
 * Returns: whether it was not cancelled
 */
gboolean
plume_interpolant_straighten (PlumeInterpolant *interpolant,
                              const PlumeMixture *left,
                              const PlumeMixture *right,
                              double epsilon,
                              gsize n,
                              guint64 seed,
                              double *energy,
                              PlumeTask *task,
                              GError **error)
{
  gsize size = 2 * PLUME_INTERPOLANT_BENDS;
  Straightening work = { interpolant, left, right, epsilon, n, seed, task };
  gsl_multimin_function function = { cost_of_bends, size, &work };
  gsl_multimin_fminimizer *search;
  gsl_vector *start, *step;

  *interpolant = plume_interpolant_init ("linear", "brownian", 2 * epsilon);
  interpolant->is_centred = TRUE;
  start = gsl_vector_calloc (size);
  step = gsl_vector_alloc (size);
  search = gsl_multimin_fminimizer_alloc (gsl_multimin_fminimizer_nmsimplex2, size);
  gsl_vector_set_all (step, SIMPLEX_STEP);
  gsl_multimin_fminimizer_set (search, &function, start, step);
  for (guint i = 0; i < MOST_ITERATIONS && !plume_task_is_cancelled (task); i++)
    if (gsl_multimin_fminimizer_iterate (search) != GSL_SUCCESS
        || gsl_multimin_fminimizer_size (search) < SIMPLEX_END)
      break;
  set_bends (interpolant, gsl_multimin_fminimizer_x (search));
  *energy = gsl_multimin_fminimizer_minimum (search);
  gsl_multimin_fminimizer_free (search);
  gsl_vector_free (start);
  gsl_vector_free (step);
  return plume_task_check (task, error);
}
