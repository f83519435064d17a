/* plume-process-types.c: the table of processes; a row is a few lines.
 *
 * Variance preserving with linear and cosine clocks (Ho et al. 2020; Nichol & Dhariwal 2021),
 * sub-VP and variance exploding (Song et al. 2021), κ itself as time (Karras et al. 2022),
 * rectified flow (Liu et al. 2023), and the mean-reverting one (Luo et al. 2023, arXiv 2301.11699).
 * 1 − α² is never formed by subtraction.
 */
#include "generative/plume-process.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
level_one (const PlumeProcess *process)
{
  return 1;
}

/* VP, linear β = β₀ + t (β₁ − β₀) */
static void
vp_linear (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  double low = process->parameter[0], high = process->parameter[1];

  *log_alpha = -0.25 * t * t * (high - low) - 0.5 * t * low;
  *sigma = sqrt (-expm1 (2 * *log_alpha));
}

static void
vp_linear_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  double beta = process->parameter[0] + t * (process->parameter[1] - process->parameter[0]);

  *f = -0.5 * beta;
  *g_squared = beta;
}

/* ln (1 + e^(−2λ)) without overflow */
static double
soft_plus (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static double
vp_linear_time (const PlumeProcess *process, double lambda)
{
  double low = process->parameter[0], span = process->parameter[1] - low,
         rest = soft_plus (-2 * lambda);

  if (span == 0)
    return rest / low;
  return 2 * rest / (sqrt (low * low + 2 * span * rest) + low);
}

static const PlumeProcessType linear = {
  .id = "vp-linear",
  .title = N_ ("Variance preserving, linear"),
  .parameters = { { "beta-start", 0.1 }, { "beta-end", 20 }, { NULL } },
  .last = 1,
  .marginal = vp_linear,
  .rates = vp_linear_rates,
  .time_at = vp_linear_time,
  .level = level_one,
};

/* VP, cosine */
static void
vp_cosine (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  double s = process->parameter[0], unit = G_PI / (2 * (1 + s));

  /* cos (a + b)/cos a = cos b − tan a sin b, which does not cancel near t = 0 */
  *log_alpha =
      log1p (-2 * sin (0.5 * unit * t) * sin (0.5 * unit * t) - tan (unit * s) * sin (unit * t));
  *sigma = sqrt (-expm1 (2 * *log_alpha));
}

static void
vp_cosine_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  double s = process->parameter[0], unit = G_PI / (2 * (1 + s));

  *f = -unit * tan (unit * (t + s));
  *g_squared = -2 * *f;
}

static double
vp_cosine_time (const PlumeProcess *process, double lambda)
{
  double s = process->parameter[0], unit = G_PI / (2 * (1 + s)), slant = tan (unit * s),
         log_alpha = -0.5 * soft_plus (-2 * lambda);

  /* 1 − α = 2 sin² (b/2) + tan a sin b is quadratic in tan (b/2), with b the angle of t */
  return 2 * atan (-expm1 (log_alpha) / (slant + sqrt (slant * slant - expm1 (2 * log_alpha))))
         / unit;
}

static const PlumeProcessType cosine = {
  .id = "vp-cosine",
  .title = N_ ("Variance preserving, cosine"),
  .parameters = { { "offset", 0.008 }, { NULL } },
  .last = 0.9946,
  .marginal = vp_cosine,
  .rates = vp_cosine_rates,
  .time_at = vp_cosine_time,
  .level = level_one,
};

/* sub-VP: σ = 1 − α² */
static void
sub_vp (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  vp_linear (process, t, log_alpha, sigma);
  *sigma = -expm1 (2 * *log_alpha);
}

static void
sub_vp_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  double log_alpha, sigma, beta;

  vp_linear (process, t, &log_alpha, &sigma);
  vp_linear_rates (process, t, f, &beta);
  *g_squared = -beta * expm1 (4 * log_alpha);
}

static const PlumeProcessType sub = {
  .id = "sub-vp",
  .title = N_ ("Sub-variance preserving"),
  .parameters = { { "beta-start", 0.1 }, { "beta-end", 20 }, { NULL } },
  .last = 1,
  .marginal = sub_vp,
  .rates = sub_vp_rates,
};

/* VE, geometric */
static void
ve (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  *log_alpha = 0;
  *sigma = process->parameter[0] * pow (process->parameter[1] / process->parameter[0], t);
}

static void
ve_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  double log_alpha, sigma;

  ve (process, t, &log_alpha, &sigma);
  *f = 0;
  *g_squared = 2 * sigma * sigma * log (process->parameter[1] / process->parameter[0]);
}

static double
ve_time (const PlumeProcess *process, double lambda)
{
  return (-lambda - log (process->parameter[0]))
         / log (process->parameter[1] / process->parameter[0]);
}

static const PlumeProcessType exploding = {
  .id = "ve",
  .title = N_ ("Variance exploding"),
  .parameters = { { "sigma-least", 0.01 }, { "sigma-greatest", 50 }, { NULL } },
  .last = 1,
  .marginal = ve,
  .rates = ve_rates,
  .time_at = ve_time,
};

/* EDM: time is κ */
static void
edm (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  *log_alpha = 0;
  *sigma = t;
}

static void
edm_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  *f = 0;
  *g_squared = 2 * t;
}

static double
edm_time (const PlumeProcess *process, double lambda)
{
  return exp (-lambda);
}

static const PlumeProcessType karras = {
  .id = "edm",
  .title = N_ ("Noise level as time (EDM)"),
  .parameters = { { NULL } },
  .last = 80,
  .marginal = edm,
  .rates = edm_rates,
  .time_at = edm_time,
};

/* Rectified flow: x_t = (1 − t) x_0 + t ε */
static void
flow (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  *log_alpha = log1p (-t);
  *sigma = t;
}

static void
flow_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  *f = -1 / (1 - t);
  *g_squared = 2 * t / (1 - t);
}

static double
flow_time (const PlumeProcess *process, double lambda)
{
  return 1 / (1 + exp (lambda));
}

static const PlumeProcessType rectified = {
  .id = "rectified-flow",
  .title = N_ ("Rectified flow"),
  .parameters = { { NULL } },
  .last = 0.999,
  .marginal = flow,
  .rates = flow_rates,
  .time_at = flow_time,
};

/* Mean-reverting: ln α_t = ln δ Θ(t)/Θ(1) and σ_t = level √(1 − α²), for three speeds θ = dΘ/dt */
static void
revert (
    const PlumeProcess *process, double integral, double whole, double *log_alpha, double *sigma)
{
  *log_alpha = log (process->parameter[0]) * (integral / whole);
  *sigma = process->parameter[1] * sqrt (-expm1 (2 * *log_alpha));
}

static void
revert_rates (const PlumeProcess *process, double speed, double whole, double *f, double *g_squared)
{
  *f = log (process->parameter[0]) * speed / whole;
  *g_squared = -2 * process->parameter[1] * process->parameter[1] * *f;
}

static double
second_parameter (const PlumeProcess *process)
{
  return process->parameter[1];
}

/* ln α where λ = ln α − ln (level √(1 − α²)) */
static double
log_alpha_at (const PlumeProcess *process, double lambda)
{
  return -0.5 * soft_plus (-2 * (lambda + log (process->type->level (process))));
}

/* θ = 1 − cos² (π (t + s)/(2 (1 + s)))/cos² (π s/(2 (1 + s))) */
static double
cosine_speed (double s, double t)
{
  double unit = G_PI / (2 * (1 + s));

  /* cos² a − cos² b = sin (b − a) sin (b + a) */
  return sin (unit * t) * sin (unit * (t + 2 * s)) / (cos (unit * s) * cos (unit * s));
}

/* x − sin x without cancellation */
static double
less_its_sine (double x)
{
  double term = x * x * x / 6, sum = 0;

  if (fabs (x) > 1)
    return x - sin (x);
  for (guint i = 4; fabs (term) > 1e-18 * fabs (sum); i += 2)
    {
      sum += term;
      term *= -x * x / (i * (i + 1));
    }
  return sum;
}

/* with u = π/(2 (1 + s)): [cos 2us (t − sin (2ut)/(2u)) + sin 2us sin² (ut)/u]/(2 cos² us) */
static double
cosine_integral (double s, double t)
{
  double unit = G_PI / (2 * (1 + s)), first = cos (unit * s), wave = sin (unit * t);

  return (0.5 * cos (2 * unit * s) * less_its_sine (2 * unit * t)
          + sin (2 * unit * s) * wave * wave)
         / (2 * unit * first * first);
}

static void
reverting (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  double s = process->parameter[2];

  revert (process, cosine_integral (s, t), cosine_integral (s, 1), log_alpha, sigma);
}

static void
reverting_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  double s = process->parameter[2];

  revert_rates (process, cosine_speed (s, t), cosine_integral (s, 1), f, g_squared);
}

static const PlumeProcessType reverting_cosine = {
  .id = "mean-reverting",
  .title = N_ ("Mean-reverting, cosine"),
  .parameters = { { "end-alpha", 0.005 }, { "level", 0.5 }, { "offset", 0.008 }, { NULL } },
  .last = 1,
  .marginal = reverting,
  .rates = reverting_rates,
  .level = second_parameter,
};

/* θ = 1e-4 + (0.02 − 1e-4) t */
#define SLOW 1e-4
#define FAST 0.02

static void
reverting_linearly (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  revert (process, t * (SLOW + 0.5 * (FAST - SLOW) * t), 0.5 * (SLOW + FAST), log_alpha, sigma);
}

static void
reverting_linearly_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  revert_rates (process, SLOW + (FAST - SLOW) * t, 0.5 * (SLOW + FAST), f, g_squared);
}

static double
reverting_linearly_time (const PlumeProcess *process, double lambda)
{
  double integral =
      0.5 * (SLOW + FAST) * log_alpha_at (process, lambda) / log (process->parameter[0]);

  return 2 * integral / (SLOW + sqrt (SLOW * SLOW + 2 * (FAST - SLOW) * integral));
}

static const PlumeProcessType reverting_linear = {
  .id = "mean-reverting-linear",
  .title = N_ ("Mean-reverting, linear"),
  .parameters = { { "end-alpha", 0.005 }, { "level", 0.5 }, { NULL } },
  .last = 1,
  .marginal = reverting_linearly,
  .rates = reverting_linearly_rates,
  .time_at = reverting_linearly_time,
  .level = second_parameter,
};

static void
reverting_evenly (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  revert (process, t, 1, log_alpha, sigma);
}

static void
reverting_evenly_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  revert_rates (process, 1, 1, f, g_squared);
}

static double
reverting_evenly_time (const PlumeProcess *process, double lambda)
{
  return log_alpha_at (process, lambda) / log (process->parameter[0]);
}

static const PlumeProcessType reverting_constant = {
  .id = "mean-reverting-constant",
  .title = N_ ("Mean-reverting, constant"),
  .parameters = { { "end-alpha", 0.005 }, { "level", 0.5 }, { NULL } },
  .last = 1,
  .marginal = reverting_evenly,
  .rates = reverting_evenly_rates,
  .time_at = reverting_evenly_time,
  .level = second_parameter,
};

/* Discrete: ln α is linear between the table's moments t_i = i/N */
static gsize
table_interval (const PlumeProcess *process, double t)
{
  gsize n = process->table->length - 1;

  return (gsize)CLAMP (floor (t * (double)n), 0, (double)n - 1);
}

static double
table_slope (const PlumeProcess *process, gsize i)
{
  const PlumeArray *table = process->table;

  return (table->values[i + 1] - table->values[i]) * (double)(table->length - 1);
}

static double
first_parameter (const PlumeProcess *process)
{
  return process->parameter[0];
}

static void
discrete (const PlumeProcess *process, double t, double *log_alpha, double *sigma)
{
  const PlumeArray *table = process->table;
  gsize i = table_interval (process, t);

  *log_alpha =
      table->values[i] + table_slope (process, i) * (t - (double)i / (double)(table->length - 1));
  *sigma = process->parameter[0] * sqrt (-expm1 (2 * *log_alpha));
}

static void
discrete_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  *f = table_slope (process, table_interval (process, t));
  *g_squared = -2 * process->parameter[0] * process->parameter[0] * *f;
}

static double
discrete_time (const PlumeProcess *process, double lambda)
{
  const PlumeArray *table = process->table;
  double log_alpha = log_alpha_at (process, lambda);
  gsize low = 0, high = table->length - 1;

  while (high - low > 1)
    {
      gsize middle = (low + high) / 2;

      if (table->values[middle] > log_alpha)
        low = middle;
      else
        high = middle;
    }
  return (double)low / (double)(table->length - 1)
         + (log_alpha - table->values[low]) / table_slope (process, low);
}

const PlumeProcessType plume_process_discrete = {
  .id = "discrete",
  .title = N_ ("Table of steps"),
  .parameters = { { "level", 1 }, { NULL } },
  .last = 1,
  .marginal = discrete,
  .rates = discrete_rates,
  .time_at = discrete_time,
  .level = first_parameter,
};

const PlumeProcessType *const plume_process_types[] = {
  &linear,
  &cosine,
  &sub,
  &exploding,
  &karras,
  &rectified,
  &reverting_cosine,
  &reverting_linear,
  &reverting_constant,
  NULL,
};
