/* plume-process.c: the family of marginals at a moment, and the way back from λ to t. */
#include "generative/plume-process.h"

#include <math.h>
#include <string.h>

PlumeProcess
plume_process_init (const PlumeProcessType *type, const double *parameters)
{
  PlumeProcess process = { .type = type, .last = type->last };

  for (guint i = 0; type->parameters[i].id != NULL; i++)
    process.parameter[i] = parameters != NULL ? parameters[i] : type->parameters[i].value;
  return process;
}

const PlumeProcessType *
plume_process_type_find (const char *id)
{
  for (guint i = 0; plume_process_types[i] != NULL; i++)
    if (strcmp (plume_process_types[i]->id, id) == 0)
      return plume_process_types[i];
  return NULL;
}

/**
 * plume_process_at:
 * @process: a process
 * @t: 0 ≤ t ≤ T
 *
 * Returns: α, σ, λ and κ at t
 */
PlumeMarginal
plume_process_at (const PlumeProcess *process, double t)
{
  PlumeMarginal at = { .time = t };

  process->type->marginal (process, t, &at.log_alpha, &at.sigma);
  at.alpha = exp (at.log_alpha);
  at.lambda = at.log_alpha - log (at.sigma);
  at.kappa = exp (-at.lambda);
  return at;
}

void
plume_process_rates (const PlumeProcess *process, double t, double *f, double *g_squared)
{
  process->type->rates (process, t, f, g_squared);
}

/* Where σ grows to, over √(1 − α²): NaN where velocities have no meaning */
double
plume_process_level (const PlumeProcess *process)
{
  return process->type->level != NULL ? process->type->level (process) : NAN;
}

/**
 * plume_process_time_at:
 * @process: a process
 * @lambda: λ
 *
 * λ falls strictly with t, so bisection in ln t brackets what Newton's steps then polish; closed
 * forms are used where the process has one.
 *
 * Returns: t with λ_t = @lambda, to 1e-13 relative, within (0, T]
 */
double
plume_process_time_at (const PlumeProcess *process, double lambda)
{
  double low = log (1e-12 * process->last), high = log (process->last), x;

  if (process->type->time_at != NULL)
    return process->type->time_at (process, lambda);
  x = 0.5 * (low + high);
  for (guint i = 0; i < 100 && high - low > 1e-15 * fabs (x) + 1e-16; i++)
    {
      double t = exp (x), f, g_squared, slope, next;
      PlumeMarginal at = plume_process_at (process, t);

      if (at.lambda > lambda)
        low = x;
      else
        high = x;
      /* g² = −2 σ² dλ/dt */
      plume_process_rates (process, t, &f, &g_squared);
      slope = -g_squared / (2 * at.sigma * at.sigma) * t;
      next = x - (at.lambda - lambda) / slope;
      if (!(next > low && next < high))
        next = 0.5 * (low + high);
      if (fabs (next - x) < 1e-15 * MAX (fabs (x), 1))
        return exp (next);
      x = next;
    }
  return exp (x);
}

/**
 * plume_process_table_new:
 * @beta: (array length=n): variances β_i of the steps of a variance preserving chain
 *
 * Returns: (transfer full): ½ Σ_(j ≤ i) ln (1 − β_j) for i = 0 … @n
 */
PlumeArray *
plume_process_table_new (const double *beta, guint n)
{
  PlumeArray *table = plume_array_new (n + 1);

  table->values[0] = 0;
  for (guint i = 0; i < n; i++)
    table->values[i + 1] = table->values[i] + 0.5 * log1p (-beta[i]);
  return table;
}
