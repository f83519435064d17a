/* plume-interpolant.c: tables of paths and of γ, and the blend at a moment. */
#include "generative/plume-interpolant.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SIGMOID_STEEPNESS 10.0
#define CHECKED_MOMENTS   4096

static void
at_linear (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  blend->left = 1 - blend->time;
  blend->left_rate = -1;
  blend->right = blend->time;
  blend->right_rate = 1;
}

/* √(1 − γ²) (cos, sin) πt/2 */
static void
at_trigonometric (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  double rest = sqrt (1 - blend->gamma * blend->gamma), rate = -blend->gamma_rate / rest;
  double c = cos (G_PI_2 * blend->time), s = sin (G_PI_2 * blend->time);

  blend->left = rest * c;
  blend->left_rate = rate * c - G_PI_2 * rest * s;
  blend->right = rest * s;
  blend->right_rate = rate * s + G_PI_2 * rest * c;
}

static void
at_sine_squared (double t, double *square, double *rate)
{
  double s = sin (G_PI * t), g = s * s;

  *square = g * g;
  *rate = g * G_PI * sin (2 * G_PI * t);
}

/* cos² πt, first of the left, then of the right density */
static void
at_encoding (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  double c = cos (G_PI * blend->time), rate = -G_PI * sin (2 * G_PI * blend->time);
  gboolean is_first = blend->time <= 0.5;
  double square;

  blend->left = is_first ? c * c : 0;
  blend->left_rate = is_first ? rate : 0;
  blend->right = is_first ? 0 : c * c;
  blend->right_rate = is_first ? 0 : rate;
  at_sine_squared (blend->time, &square, &blend->gamma_rate);
  blend->gamma = sqrt (square);
}

static void
at_one_sided_linear (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  blend->left = blend->left_rate = 0;
  blend->right = blend->time;
  blend->right_rate = 1;
  blend->gamma = 1 - blend->time;
  blend->gamma_rate = blend->time - 1;
}

static void
at_one_sided_trigonometric (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  double c = cos (G_PI_2 * blend->time), s = sin (G_PI_2 * blend->time);

  blend->left = blend->left_rate = 0;
  blend->right = s;
  blend->right_rate = G_PI_2 * c;
  blend->gamma = c;
  blend->gamma_rate = -G_PI_2 * s * c;
}

/* γ = σ_τ, b̃ = α_τ with τ = T(1 − t); σσ̇ = fσ² + ½g² */
static void
at_diffusion (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  const PlumeProcess *process = &interpolant->process;
  double tau = process->last * (1 - blend->time), f, g_squared;
  PlumeMarginal marginal = plume_process_at (process, tau);

  plume_process_rates (process, tau, &f, &g_squared);
  blend->left = blend->left_rate = 0;
  blend->right = marginal.alpha;
  blend->right_rate = -process->last * f * marginal.alpha;
  blend->gamma = marginal.sigma;
  blend->gamma_rate = -process->last * (f * marginal.sigma * marginal.sigma + 0.5 * g_squared);
}

static void
at_mirror (const PlumeInterpolant *interpolant, PlumeBlend *blend)
{
  blend->left = blend->left_rate = blend->right_rate = 0;
  blend->right = 1;
}

static const PlumePath path_linear = {
  .id = "linear",
  .title = N_ ("Linear"),
  .help = N_ ("a = 1 − t, b̃ = t"),
  .at = at_linear,
};
static const PlumePath path_trigonometric = {
  .id = "trigonometric",
  .title = N_ ("Trigonometric"),
  .help = N_ ("√(1 − γ²) (cos, sin) πt/2: keeps the variance of ends that have variance 1"),
  .preserves = TRUE,
  .at = at_trigonometric,
};
static const PlumePath path_encoding = {
  .id = "encoding-decoding",
  .title = N_ ("Encoding–decoding"),
  .help = N_ ("Left to pure noise at ½, and from there to the right"),
  .owns_gamma = TRUE,
  .at = at_encoding,
};
static const PlumePath path_one_sided_linear = {
  .id = "one-sided-linear",
  .title = N_ ("One-sided linear"),
  .help = N_ ("From N(0, I): (1 − t) z + t x₁"),
  .owns_gamma = TRUE,
  .normal_base = TRUE,
  .at = at_one_sided_linear,
};
static const PlumePath path_one_sided_trigonometric = {
  .id = "one-sided-trigonometric",
  .title = N_ ("One-sided trigonometric"),
  .help = N_ ("From N(0, I): z cos πt/2 + x₁ sin πt/2"),
  .owns_gamma = TRUE,
  .normal_base = TRUE,
  .at = at_one_sided_trigonometric,
};
static const PlumePath path_diffusion = {
  .id = "diffusion",
  .title = N_ ("One-sided diffusion"),
  .help = N_ ("From the noise of a diffusion process, its time turned round"),
  .owns_gamma = TRUE,
  .normal_base = TRUE,
  .at = at_diffusion,
};
static const PlumePath path_mirror = {
  .id = "mirror",
  .title = N_ ("Mirror"),
  .help = N_ ("x₁ + γ z: leaves the right density and comes back to it"),
  .is_mirror = TRUE,
  .at = at_mirror,
};

const PlumePath *const plume_paths[] = {
  &path_linear,
  &path_trigonometric,
  &path_encoding,
  &path_one_sided_linear,
  &path_one_sided_trigonometric,
  &path_diffusion,
  &path_mirror,
  NULL,
};

static void
at_brownian (double t, double *square, double *rate)
{
  *square = t * (1 - t);
  *rate = 0.5 * (1 - 2 * t);
}

static void
at_parabola (double t, double *square, double *rate)
{
  double g = t * (1 - t);

  *square = g * g;
  *rate = g * (1 - 2 * t);
}

static double
logistic (double x)
{
  return 1 / (1 + exp (-x));
}

/* σ(f(t − ½) + 1) − σ(f(t − ½) − 1), less its value at the ends */
static void
at_bump (double t, double *square, double *rate)
{
  double x = SIGMOID_STEEPNESS * (t - 0.5), end = 0.5 * SIGMOID_STEEPNESS;
  double up = logistic (x + 1), down = logistic (x - 1);
  double g = up - down - (logistic (1 - end) - logistic (-1 - end));

  g = t <= 0 || t >= 1 ? 0 : MAX (g, 0);
  *square = g * g;
  *rate = g * SIGMOID_STEEPNESS * (up * (1 - up) - down * (1 - down));
}

static void
at_none (double t, double *square, double *rate)
{
  *square = *rate = 0;
}

static const PlumeGamma gamma_brownian = { "brownian", N_ ("Brownian, √(c t(1 − t))"), NULL,
                                           at_brownian };
static const PlumeGamma gamma_parabola = { "parabola", N_ ("√c t(1 − t)"), NULL, at_parabola };
static const PlumeGamma gamma_sine_squared = { "sine-squared", N_ ("√c sin² πt"), NULL,
                                               at_sine_squared };
static const PlumeGamma gamma_bump = { "sigmoid-bump", N_ ("Bump of two sigmoids"), NULL, at_bump };
static const PlumeGamma gamma_none = { "none", N_ ("No noise"), NULL, at_none };

const PlumeGamma *const plume_gammas[] = {
  &gamma_brownian, &gamma_parabola, &gamma_sine_squared, &gamma_bump, &gamma_none, NULL,
};

/* Returns: (nullable): the row of that name */
const PlumePath *
plume_path_find (const char *id)
{
  for (guint i = 0; plume_paths[i] != NULL; i++)
    if (strcmp (plume_paths[i]->id, id) == 0)
      return plume_paths[i];
  return NULL;
}

/* Returns: (nullable): the row of that name */
const PlumeGamma *
plume_gamma_find (const char *id)
{
  for (guint i = 0; plume_gammas[i] != NULL; i++)
    if (strcmp (plume_gammas[i]->id, id) == 0)
      return plume_gammas[i];
  return NULL;
}

/**
 * plume_interpolant_init:
 * @path: @gamma: ids of rows
 * @scale: c ≥ 0
 *
 * Returns: the interpolant without bends; its process is the first of their table
 */
PlumeInterpolant
plume_interpolant_init (const char *path, const char *gamma, double scale)
{
  return (PlumeInterpolant){ .path = plume_path_find (path),
                             .gamma = plume_gamma_find (gamma),
                             .scale = scale,
                             .process = plume_process_init (plume_process_types[0], NULL) };
}

static gboolean
can_bend (const PlumePath *path)
{
  return !path->owns_gamma && !path->is_mirror;
}

static void
find_gamma (const PlumeInterpolant *interpolant, double t, double *square, double *rate)
{
  double weight = interpolant->scale * exp (interpolant->lean * (2 * t - 1));

  interpolant->gamma->at (t, square, rate);
  *rate = weight * (*rate + interpolant->lean * *square);
  *square *= weight;
}

/**
 * plume_interpolant_check:
 * @interpolant: an interpolant
 * @error: %PLUME_ERROR_USAGE where c is negative, or where a variance-preserving path is asked to
 * leave less than no variance to the ends (γ ≥ 1)
 *
 * Returns: whether it can be used at all times
 */
gboolean
plume_interpolant_check (const PlumeInterpolant *interpolant, GError **error)
{
  double greatest = 0, when = 0;

  if (!(interpolant->scale >= 0 && isfinite (interpolant->scale)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("the scale of γ is %g; give a number that is not negative"),
                   interpolant->scale);
      return FALSE;
    }
  if (!interpolant->path->preserves)
    return TRUE;
  for (guint i = 0; i <= CHECKED_MOMENTS; i++)
    {
      double t = (double)i / CHECKED_MOMENTS, square, rate;

      find_gamma (interpolant, t, &square, &rate);
      if (square > greatest)
        {
          greatest = square;
          when = t;
        }
    }
  if (greatest < 1 - 1e-6)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("γ reaches %.3g at t = %.2f, and the trigonometric path divides by √(1 − γ²); "
                  "lower the scale of γ, choose another γ, or take the linear path"),
               sqrt (greatest), when);
  return FALSE;
}

/**
 * plume_interpolant_at:
 * @interpolant: one that passed plume_interpolant_check()
 * @t: in [0, 1]
 *
 * Returns: a, b̃, γ, their rates (γγ̇ for γ)
 */
PlumeBlend
plume_interpolant_at (const PlumeInterpolant *interpolant, double t)
{
  PlumeBlend blend = { .time = t };

  if (!interpolant->path->owns_gamma)
    {
      double square;

      find_gamma (interpolant, t, &square, &blend.gamma_rate);
      blend.gamma = sqrt (MAX (square, 0));
    }
  interpolant->path->at (interpolant, &blend);
  for (guint k = 0; k < PLUME_INTERPOLANT_BENDS && can_bend (interpolant->path); k++)
    {
      double wave = G_PI * (k + 1), s = sin (wave * t), c = wave * cos (wave * t);

      blend.left_bend += interpolant->bend_left[k] * s;
      blend.left_bend_rate += interpolant->bend_left[k] * c;
      blend.right_bend += interpolant->bend_right[k] * s;
      blend.right_bend_rate += interpolant->bend_right[k] * c;
    }
  blend.left += blend.left_bend;
  blend.left_rate += blend.left_bend_rate;
  blend.right += blend.right_bend;
  blend.right_rate += blend.right_bend_rate;
  return blend;
}
