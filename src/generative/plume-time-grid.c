/* plume-time-grid.c: the table of grids, and the promise that they fall strictly. */
#include "generative/plume-time-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static double
share (guint i, guint n)
{
  return (double)i / n;
}

static double
in_time (const PlumeProcess *process, double from, double to, double rho, guint i, guint n)
{
  return from + share (i, n) * (to - from);
}

static double
in_root_of_time (const PlumeProcess *process, double from, double to, double rho, guint i, guint n)
{
  double root = sqrt (from) + share (i, n) * (sqrt (to) - sqrt (from));

  return root * root;
}

static double
in_lambda (const PlumeProcess *process, double from, double to, double rho, guint i, guint n)
{
  double first = plume_process_at (process, from).lambda,
         last = plume_process_at (process, to).lambda;

  return plume_process_time_at (process, first + share (i, n) * (last - first));
}

/* κ_i = (κ_T^(1/ρ) + i/N (κ_0^(1/ρ) − κ_T^(1/ρ)))^ρ, Karras et al. 2022, eq. 5 */
static double
in_power_of_kappa (
    const PlumeProcess *process, double from, double to, double rho, guint i, guint n)
{
  double first = pow (plume_process_at (process, from).kappa, 1 / rho),
         last = pow (plume_process_at (process, to).kappa, 1 / rho);

  return plume_process_time_at (process, -rho * log (first + share (i, n) * (last - first)));
}

const PlumeTimeGrid plume_time_grids[] = {
  { "lambda", N_ ("Log-SNR λ"), N_ ("Equal steps of λ = ln (α/σ)"), in_lambda,
    .is_uniform_in_lambda = TRUE },
  { "time", N_ ("Time t"), N_ ("Equal steps of the process’ own time"), in_time },
  { "quadratic", N_ ("Quadratic"), N_ ("Equal steps of √t"), in_root_of_time },
  { "karras", N_ ("Karras"), N_ ("Equal steps of κ to the power 1/ρ"), in_power_of_kappa },
  { "edm", N_ ("Karras, then to zero"),
    N_ ("Equal steps of κ to the power 1/ρ, and a last step to no noise at all"), in_power_of_kappa,
    .ends_without_noise = TRUE },
  { NULL },
};

const PlumeTimeGrid *
plume_time_grid_find (const char *id)
{
  for (guint i = 0; plume_time_grids[i].id != NULL; i++)
    if (strcmp (plume_time_grids[i].id, id) == 0)
      return &plume_time_grids[i];
  return NULL;
}

static gboolean
check_falls (const PlumeArray *times, GError **error)
{
  gsize n_steps = times->length - 1;

  for (gsize i = 0; i < n_steps; i++)
    if (!(times->values[i + 1] < times->values[i]))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                     _ ("%u steps from t = %g to %g do not fall strictly; take fewer steps or ends "
                        "farther apart"),
                     (guint)n_steps, times->values[0], times->values[n_steps]);
        return FALSE;
      }
  return TRUE;
}

/**
 * plume_time_grid_make:
 * @from: t_T, the noisy end
 * @to: t_0 < @from
 * @rho: of grids that have one; 0 for 7
 * @n_steps: N ≥ 1
 *
 * Returns: (transfer full): N + 1 strictly falling moments with exact ends, or %NULL where the ends
 * are too near for N different moments
 */
PlumeArray *
plume_time_grid_make (const PlumeTimeGrid *grid,
                      const PlumeProcess *process,
                      double from,
                      double to,
                      double rho,
                      guint n_steps,
                      GError **error)
{
  g_autoptr (PlumeArray) times = plume_array_new (n_steps + 1);
  guint n = grid->ends_without_noise ? n_steps - 1 : n_steps;

  times->values[n_steps] = 0;
  times->values[n] = to;
  times->values[0] = from;
  for (guint i = 1; i < n; i++)
    times->values[i] = grid->inner (process, from, to, rho > 0 ? rho : 7, i, n);
  if (!check_falls (times, error))
    return NULL;
  return g_steal_pointer (&times);
}

/**
 * plume_time_grid_round:
 * @times: strictly falling moments in (0, 1]
 * @n_trained: N, of a source that was trained at t = 1/N, 2/N, … 1 only
 *
 * Rounds to moments that were trained. Where two would meet, the later one gives way, so N steps
 * remain N steps.
 *
 * Returns: (transfer full): as many strictly falling moments, or %NULL where there are more than
 * were trained
 */
PlumeArray *
plume_time_grid_round (const PlumeArray *times, guint n_trained, GError **error)
{
  g_autoptr (PlumeArray) rounded = plume_array_new (times->length);
  double above = n_trained + 1;

  if (times->length > n_trained)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%u steps need %u different moments, and only %u were trained; take fewer "
                      "steps"),
                   (guint)times->length - 1, (guint)times->length, n_trained);
      return NULL;
    }
  for (gsize i = 0; i < times->length; i++)
    {
      double left = (double)(times->length - 1 - i); /* each of these needs a place below */
      double number = MIN (round (times->values[i] * n_trained), above - 1);

      above = MAX (number, left + 1);
      rounded->values[i] = above / n_trained;
    }
  return g_steal_pointer (&rounded);
}
