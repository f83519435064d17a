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

  *log_alpha = log (cos (unit * (t + s)) / cos (unit * s));
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
  double s = process->parameter[0], unit = G_PI / (2 * (1 + s)),
         log_alpha = -0.5 * soft_plus (-2 * lambda);

  return acos (exp (log_alpha) * cos (unit * s)) / unit - s;
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

const PlumeProcessType *const plume_process_types[] = { &linear, &cosine,    &sub, &exploding,
                                                        &karras, &rectified, NULL };
