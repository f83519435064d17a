/* plume-arc-grid.c: equal shares of ∫ ‖d²z/dκ²‖^(1/(p+1)) dκ, which equidistributes the local error
 * of a method of order p (de Boor 1973), from exact trajectories of a pilot batch. */
#include "generative/plume-arc-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOMENTS 161

void
plume_arc_free (PlumeArc *arc)
{
  g_free (arc->kappa);
  g_free (arc->bend);
  g_free (arc);
}

/**
 * plume_arc_measure:
 * @plan: process, score and ends
 * @n_pilot: trajectories, some tens
 * @start: n_pilot × d places at the noisy end
 *
 * Returns: (transfer full): how much the trajectories bend, or %NULL with an error
 */
PlumeArc *
plume_arc_measure (const PlumeSamplingPlan *plan,
                   gsize n_pilot,
                   const double *start,
                   PlumeTask *task,
                   GError **error)
{
  g_autoptr (PlumeSampling) exact = NULL;
  PlumeArc *arc;
  gsize length;

  exact = plume_sample_exactly (plan, n_pilot, start, MOMENTS, PLUME_KEEP_ANSWERS, task, error);
  if (exact == NULL)
    return NULL;
  arc = g_new0 (PlumeArc, 1);
  arc->n = MOMENTS;
  arc->kappa = g_new (double, MOMENTS);
  arc->bend = g_new (double, MOMENTS);
  length = exact->n * exact->d;
  for (guint i = 0; i < MOMENTS; i++)
    arc->kappa[i] = plume_process_at (plan->process, exact->times[i]).kappa;
  for (guint i = 0; i < MOMENTS; i++)
    {
      guint low = i > 0 ? i - 1 : 0, high = i + 1 < MOMENTS ? i + 1 : i;
      double sum = 0, span = arc->kappa[high] - arc->kappa[low];

      for (gsize j = 0; j < length; j++)
        {
          double change = exact->answers[high * length + j] - exact->answers[low * length + j];

          sum += change * change;
        }
      arc->bend[i] = sqrt (sum / (double)n_pilot) / fabs (span);
    }
  return arc;
}

/**
 * plume_arc_grid:
 * @arc: a measurement between the same ends
 * @from: @to: ends
 * @order: p ≥ 1 of the method that will step
 * @n_steps: N
 *
 * A thousandth of the way is shared out evenly in ln κ, so steps end where nothing bends.
 *
 * Returns: (transfer full): N + 1 strictly falling moments, or %NULL with an error
 */
PlumeArray *
plume_arc_grid (const PlumeArc *arc,
                const PlumeProcess *process,
                double from,
                double to,
                guint order,
                guint n_steps,
                GError **error)
{
  g_autofree double *way = g_new0 (double, arc->n);
  g_autoptr (PlumeArray) times = plume_array_new (n_steps + 1);
  double all, power = 1.0 / (order + 1), even;
  guint j = 1;

  for (guint i = 1; i < arc->n; i++)
    way[i] = way[i - 1]
             + 0.5 * (pow (arc->bend[i], power) + pow (arc->bend[i - 1], power))
                   * (arc->kappa[i - 1] - arc->kappa[i]);
  all = way[arc->n - 1];
  even = all > 0 ? 1e-3 * all : 1;
  for (guint i = 1; i < arc->n; i++)
    way[i] += even * i / (arc->n - 1);
  all = way[arc->n - 1];
  times->values[0] = from;
  times->values[n_steps] = to;
  for (guint i = 1; i < n_steps; i++)
    {
      double wanted = all * i / n_steps, share, lambda;

      while (j + 1 < arc->n && way[j] < wanted)
        j++;
      share = (wanted - way[j - 1]) / (way[j] - way[j - 1]);
      lambda = -((1 - share) * log (arc->kappa[j - 1]) + share * log (arc->kappa[j]));
      times->values[i] = plume_process_time_at (process, lambda);
      if (!(times->values[i] < times->values[i - 1] && times->values[i] > to))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("%u steps from t = %g to %g do not fall strictly; take fewer steps or "
                          "ends farther apart"),
                       n_steps, from, to);
          return NULL;
        }
    }
  return g_steal_pointer (&times);
}
