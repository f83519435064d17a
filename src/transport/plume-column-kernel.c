/* plume-column-kernel.c: J, h and g₀ of linear chromatography, and plugs of them, many times at
 * once.
 *
 * With u = √τ and d = u − √X the impulse response becomes a bell of unit width for every X:
 *   h dτ = 2√X e^(−d²) [e^(−z) I₁(z)] du,   g₀ dτ = 2u e^(−d²) [e^(−z) I₀(z)] du,   z = 2√X u,
 * an entire function of u. A plug of length T is the integral over [√(τ−T), √τ], done by
 * Gauss–Legendre panels whose order follows from the Gaussian error bound w^(2n) (n!)³ / ((2n+1)
 * (2n)!² √π) < 1e-15 (w the panel's width in u); outside |d| < 6.4 nothing of 1e-17 is left.
 * Nothing here overflows, for any X.
 */
#include "transport/plume-column-kernel.h"

#include <gsl/gsl_integration.h>

#include "linalg/plume-bessel.h"

#define REACH     6.4 /* in √τ: e^(−6.4²) = 2e-18 */
#define MAX_ORDER 16
#define BLOCK     64

typedef struct
{
  unsigned n;
  double node[MAX_ORDER], weight[MAX_ORDER];
} GaussRule;

static GaussRule
gauss_rule (double width)
{
  static const struct
  {
    unsigned n;
    double width;
  } orders[] = { { 4, 0.08 }, { 6, 0.39 }, { 8, 0.9 }, { 12, 2.1 }, { 16, 3.5 } };
  GaussRule rule = { 0 };
  gsl_integration_glfixed_table *table;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      rule.n = orders[i].n;
      if (width <= orders[i].width)
        break;
    }
  table = gsl_integration_glfixed_table_alloc (rule.n);
  for (unsigned j = 0; j < rule.n; j++)
    gsl_integration_glfixed_point (-1, 1, j, &rule.node[j], &rule.weight[j], table);
  gsl_integration_glfixed_table_free (table);
  return rule;
}

/* √τ − √X without cancellation; a τ before the hold-up time counts as 0 */
static inline double
deviation (double X, double root, double tau)
{
  return tau > 0 ? (tau - X) / (sqrt (tau) + root) : -root;
}

static double
step_integral (double root, double from, double to)
{
  double width = to - from, sum = 0;
  int panels = (int)ceil (width / 2);
  GaussRule rule;

  if (width <= 0)
    return 0;
  width /= panels;
  rule = gauss_rule (2.2);
  for (int panel = 0; panel < panels; panel++)
    for (unsigned j = 0; j < rule.n; j++)
      {
        double d = from + width * (panel + 0.5 * (1 + rule.node[j]));
        double s = root + d;

        sum += rule.weight[j] * width * s * exp (-d * d) * plume_bessel_i0_scaled (2 * root * s);
      }
  return sum;
}

/**
 * plume_kernel_step_complement:
 * @a: not negative
 * @b: not negative
 *
 * 1 − J(@a,@b) without the loss of digits that the difference would have; 1 − J(τ,X) is the
 * adsorbed amount behind a step.
 *
 * Returns: 1 − J(a,b)
 */
double
plume_kernel_step_complement (double a, double b)
{
  double root = sqrt (MAX (b, 0)), d = deviation (b, root, a);

  if (a <= 0)
    return 0;
  if (d > 0)
    return 1 - plume_kernel_step (a, b);
  return step_integral (root, MAX (-root, d - REACH), d);
}

/**
 * plume_kernel_step:
 * @a: not negative; X for the response to a step
 * @b: not negative; τ for the response to a step
 *
 * J(a,b) = 1 − ∫₀ᵃ e^(−b−ξ) I₀(2√(bξ)) dξ by integration over the shorter side in s = √ξ; absolute
 * error below 1e-14, and relative error below 1e-12 down to the smallest values.
 *
 * Returns: J(a,b) in [0, 1]
 */
double
plume_kernel_step (double a, double b)
{
  double root = sqrt (MAX (b, 0)), d = deviation (b, root, a);

  if (a <= 0)
    return 1;
  if (d <= 0)
    return 1 - plume_kernel_step_complement (a, b);
  return d > 27 ? 0 : step_integral (root, d, d + REACH);
}

/**
 * plume_kernel_impulse:
 * @X: mean number of adsorptions
 * @tau: lag behind the carrier in desorption times
 *
 * The regular part of the impulse response per unit τ, h = √(X/τ) e^(−X−τ) I₁(2√(Xτ)); the rest is
 * e^(−X) δ(τ), see plume_kernel_unretained().
 *
 * Returns: h(X,τ); 0 for τ < 0
 */
double
plume_kernel_impulse (double X, double tau)
{
  double root = sqrt (X), d = deviation (X, root, tau), z;

  if (tau < 0 || X <= 0)
    return 0;
  z = 2 * root * sqrt (tau);
  if (z < 1e-8)
    return X * exp (-X - tau);
  return 2 * X * exp (-d * d) * plume_bessel_i1_scaled (z) / z;
}

/**
 * plume_kernel_unretained:
 * @X: mean number of adsorptions
 *
 * Returns: e^(−X), the share of molecules that were never adsorbed
 */
double
plume_kernel_unretained (double X)
{
  return exp (-X);
}

/**
 * plume_kernel_g0:
 * @X: mean number of adsorptions
 * @tau: lag behind the carrier in desorption times
 *
 * g₀ = e^(−X−τ) I₀(2√(Xτ)) = −∂J/∂X; also the adsorbed amount after an impulse.
 *
 * Returns: g₀(X,τ); 0 for τ < 0
 */
double
plume_kernel_g0 (double X, double tau)
{
  double root = sqrt (X), d = deviation (X, root, tau);

  return tau < 0 ? 0 : exp (-d * d) * plume_bessel_i0_scaled (2 * root * sqrt (tau));
}

/**
 * plume_kernel_window:
 * @X: mean number of adsorptions
 * @T: length of the plug in desorption times
 * @from: (out): τ below which the retained part of the plug is under 1e-17 of its inlet height
 * @to: (out): τ above which it is
 *
 * −9σ…+12σ for large X, and exact also for a molecule that is adsorbed a few times only.
 */
void
plume_kernel_window (double X, double T, double *from, double *to)
{
  double root = sqrt (X), low = MAX (root - REACH, 0);

  *from = low * low;
  *to = (root + REACH) * (root + REACH) + T;
}

/* ∫ over [low, high] (in d) of the bell with I₁ (order 1) or I₀ (order 0) for a block of plugs; all
 * z ≥ 32. */
PLUME_VECTOR_CLONES static void
integrate_large (int order,
                 double root,
                 const GaussRule *rule,
                 const double *restrict low,
                 const double *restrict high,
                 double *restrict sum)
{
  double scale = sqrt (root / G_PI);

  for (unsigned j = 0; j < rule->n; j++)
    {
      double node = rule->node[j], weight = rule->weight[j];

      if (order == 1)
        {
#pragma omp simd
          for (int i = 0; i < BLOCK; i++)
            {
              double half = 0.5 * (high[i] - low[i]);
              double d = low[i] + half * (1 + node), u = root + d;

              sum[i] += weight * half * scale / sqrt (u) * plume_exp_negative (-d * d)
                        * plume_bessel_large (1, 2 * root * u);
            }
        }
      else
        {
#pragma omp simd
          for (int i = 0; i < BLOCK; i++)
            {
              double half = 0.5 * (high[i] - low[i]);
              double d = low[i] + half * (1 + node), u = root + d;

              sum[i] += weight * half * sqrt (u) / sqrt (G_PI * root) * plume_exp_negative (-d * d)
                        * plume_bessel_large (0, 2 * root * u);
            }
        }
    }
}

static void
integrate_any (int order,
               double root,
               const GaussRule *rule,
               unsigned n,
               const double *low,
               const double *high,
               double *sum)
{
  for (unsigned i = 0; i < n; i++)
    for (unsigned j = 0; j < rule->n; j++)
      {
        double half = 0.5 * (high[i] - low[i]);
        double d = low[i] + half * (1 + rule->node[j]), u = MAX (root + d, 0);
        double z = 2 * root * u;

        sum[i] += rule->weight[j] * half * plume_exp_negative (-d * d)
                  * (order == 1 ? 2 * root * plume_bessel_i1_scaled (z)
                                : 2 * u * plume_bessel_i0_scaled (z));
      }
}

/* The integrals of a block: ends in d, cut into equal panels, each vectorised over the block. */
static void
integrate_block (int order,
                 double root,
                 const GaussRule *rule,
                 int panels,
                 unsigned n,
                 const double *low,
                 const double *high,
                 double *sum)
{
  double from[BLOCK], to[BLOCK], lowest = low[0];

  for (unsigned i = 0; i < BLOCK; i++)
    {
      sum[i] = 0;
      lowest = MIN (lowest, low[i]);
    }
  for (int panel = 0; panel < panels; panel++)
    {
      for (unsigned i = 0; i < BLOCK; i++)
        {
          from[i] = low[i] + (high[i] - low[i]) * panel / panels;
          to[i] = low[i] + (high[i] - low[i]) * (panel + 1) / panels;
        }
      if (2 * root * (root + lowest) >= 32)
        integrate_large (order, root, rule, from, to, sum);
      else
        integrate_any (order, root, rule, n, from, to, sum);
    }
}

/* Plugs at any τ: those inside the window are gathered into blocks; the others stay 0. */
static void
plugs (int order, double X, double T, gsize n, const double *tau, double *result)
{
  double root = sqrt (X), from, to, width;
  double low[BLOCK] = { 0 }, high[BLOCK] = { 0 }, sum[BLOCK];
  gsize index[BLOCK], i = 0;
  int panels;
  GaussRule rule;

  plume_kernel_window (X, T, &from, &to);
  width = MIN (sqrt (from + T) - sqrt (from), root + REACH - MAX (root - REACH, 0));
  panels = MAX (1, (int)ceil (width / 3.0));
  rule = gauss_rule (width / panels);
  while (i < n)
    {
      unsigned used = 0;

      for (; i < n && used < BLOCK; i++)
        {
          double first, last;

          result[i] = 0;
          if (!(tau[i] > from && tau[i] < to))
            continue;
          first = deviation (X, root, tau[i] - T);
          last = deviation (X, root, tau[i]);
          low[used] = CLAMP (first, -MIN (root, REACH), REACH);
          high[used] = CLAMP (last, -MIN (root, REACH), REACH);
          index[used++] = i;
        }
      if (used == 0)
        continue;
      for (unsigned rest = used; rest < BLOCK; rest++)
        {
          low[rest] = low[0];
          high[rest] = low[0];
        }
      integrate_block (order, root, &rule, panels, used, low, high, sum);
      for (unsigned k = 0; k < used; k++)
        result[index[k]] = sum[k];
    }
}

/**
 * plume_kernel_plug:
 * @X: mean number of adsorptions, ≥ 0
 * @T: length of the plug in desorption times, > 0; %INFINITY for a step
 * @n: number of times
 * @tau: (array length=n): lags behind the carrier in desorption times, in any order
 * @c: (out) (array length=n): concentration over its inlet value
 *
 * c = J(X,τ) − J(X,τ−T), the unretained molecules included: e^(−X) on 0 ≤ τ < T. Absolute error
 * below 1e-14. O(n) with 4 to 16 Bessel values a time inside the window, of plume_kernel_window(),
 * and none outside.
 */
void
plume_kernel_plug (double X, double T, gsize n, const double *tau, double *c)
{
  double unretained = exp (-X);

  if (X > 0)
    plugs (1, X, T, n, tau, c);
  else
    for (gsize i = 0; i < n; i++)
      c[i] = 0;
  if (unretained < 1e-18)
    return;
  for (gsize i = 0; i < n; i++)
    if (tau[i] >= 0 && tau[i] < T)
      c[i] += unretained;
}

/**
 * plume_kernel_plug_adsorbed:
 * @X: mean number of adsorptions, ≥ 0
 * @T: length of the plug in desorption times, > 0; %INFINITY for a step
 * @n: number of times
 * @tau: (array length=n): lags behind the carrier in desorption times, in any order
 * @q: (out) (array length=n): adsorbed concentration over its value in equilibrium with the inlet
 *
 * q = ∫ g₀ dτ over [τ−T, τ] = J(τ−T,X) − J(τ,X), as accurate and as fast as plume_kernel_plug().
 */
void
plume_kernel_plug_adsorbed (double X, double T, gsize n, const double *tau, double *q)
{
  if (X > 0)
    {
      plugs (0, X, T, n, tau, q);
      return;
    }
  for (gsize i = 0; i < n; i++)
    q[i] = tau[i] <= 0 ? 0 : exp (-MAX (tau[i] - T, 0)) - exp (-tau[i]);
}

/**
 * plume_kernel_plug_at_times:
 * @hold_up_time: t_M or, inside the column, the travel time θ(x), s
 * @retention_factor: k'
 * @desorption_rate: k_d, 1/s
 * @injection_time: length of the plug t_inj, s
 * @n: number of times
 * @t: (array length=n): times since injection began, s
 * @c: (out) (array length=n): concentration over its inlet value
 *
 * plume_kernel_plug() in seconds.
 */
void
plume_kernel_plug_at_times (double hold_up_time,
                            double retention_factor,
                            double desorption_rate,
                            double injection_time,
                            gsize n,
                            const double *t,
                            double *c)
{
  enum
  {
    PIECE = 1024
  };
  double tau[PIECE];

  for (gsize start = 0; start < n; start += PIECE)
    {
      gsize length = MIN (PIECE, n - start);

      for (gsize i = 0; i < length; i++)
        tau[i] = desorption_rate * (t[start + i] - hold_up_time);
      plume_kernel_plug (retention_factor * desorption_rate * hold_up_time,
                         desorption_rate * injection_time, length, tau, c + start);
    }
}

/**
 * plume_kernel_plug_with_derivatives:
 * @hold_up_time: t_M, s
 * @retention_factor: k'
 * @desorption_rate: k_d, 1/s
 * @injection_time: t_inj, s
 * @n: number of times
 * @t: (array length=n): times since injection began, s
 * @c: (out) (array length=n): concentration over its inlet value
 * @dc_dk: (out) (nullable) (array length=n): ∂c/∂k'
 * @dc_dkd: (out) (nullable) (array length=n): ∂c/∂k_d, s
 * @dc_dtM: (out) (nullable) (array length=n): ∂c/∂t_M, 1/s
 *
 * A plug and its closed-form derivatives. With G = g₀(X,τ) − g₀(X,τ−T) and H = h(X,τ) − h(X,τ−T),
 * ∂c/∂k' = −k_d t_M G, ∂c/∂k_d = −k' t_M G + (t−t_M) h(X,τ) − (t−t_M−t_inj) h(X,τ−T), ∂c/∂t_M = −k'
 * k_d G − k_d H; the moving edges of the unretained part, impulses of height e^(−X), are left out
 * of ∂c/∂t_M.
 */
void
plume_kernel_plug_with_derivatives (double hold_up_time,
                                    double retention_factor,
                                    double desorption_rate,
                                    double injection_time,
                                    gsize n,
                                    const double *t,
                                    double *c,
                                    double *dc_dk,
                                    double *dc_dkd,
                                    double *dc_dtM)
{
  double X = retention_factor * desorption_rate * hold_up_time,
         T = desorption_rate * injection_time, from, to;

  plume_kernel_plug_at_times (hold_up_time, retention_factor, desorption_rate, injection_time, n, t,
                              c);
  plume_kernel_window (X, T, &from, &to);
  for (gsize i = 0; i < n; i++)
    {
      double lag = t[i] - hold_up_time, tau = desorption_rate * lag;
      double G = 0, h_head = 0, h_tail = 0;

      if (tau >= from && tau <= to)
        {
          G = plume_kernel_g0 (X, tau) - plume_kernel_g0 (X, tau - T);
          h_head = plume_kernel_impulse (X, tau);
          h_tail = plume_kernel_impulse (X, tau - T);
        }
      if (dc_dk != NULL)
        dc_dk[i] = -desorption_rate * hold_up_time * G;
      if (dc_dkd != NULL)
        dc_dkd[i] =
            -retention_factor * hold_up_time * G + lag * h_head - (lag - injection_time) * h_tail;
      if (dc_dtM != NULL)
        dc_dtM[i] = -desorption_rate * (retention_factor * G + h_head - h_tail);
    }
}
