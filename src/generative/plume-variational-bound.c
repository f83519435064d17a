/* plume-variational-bound.c: the bound, step by step; see the header. */
#include "generative/plume-variational-bound.h"

#include "core/plume-random.h"

#include <math.h>

/**
 * plume_variational_bound:
 * @process: a variance-preserving clock
 * @times: N + 1 falling moments, the last one with σ = 0
 * @score: what denoises, in y = x
 * @n: data points
 * @data: n × d
 * @seed: of the noise
 * @bound: (out): means over the data
 *
 * The KL of step i is (coefficient of x_0)² ‖x_0 − x̂_0‖²/(2 β̃_i). Every data point has noise of its
 * own at every step. O(N) evaluations of n points.
 *
 * Returns: %FALSE with an error where the score fails or the task is cancelled
 */
gboolean
plume_variational_bound (const PlumeProcess *process,
                         const PlumeArray *times,
                         const PlumeScore *score,
                         gsize n,
                         const double *data,
                         guint64 seed,
                         PlumeVariationalBound *bound,
                         PlumeTask *task,
                         GError **error)
{
  gsize d = score->dimension, n_steps = times->length - 1;
  g_autofree double *y = g_new (double, n *d), *guess = g_new (double, n *d),
                    *each = g_new0 (double, n);
  PlumeMarginal first = plume_process_at (process, times->values[0]);
  double mean = 0, square = 0;

  *bound = (PlumeVariationalBound){ 0 };
  for (gsize i = 0; i < n * d; i++)
    {
      double m = first.alpha * data[i], v = first.sigma * first.sigma,
             part = 0.5 * (m * m + v - 1 - log (v));

      bound->prior += part / (double)n;
      each[i / d] += part;
    }
  for (gsize i = 0; i < n_steps; i++)
    {
      PlumeMarginal s = plume_process_at (process, times->values[i]),
                    t = plume_process_at (process, times->values[i + 1]);
      double r = exp (s.log_alpha - t.log_alpha), all = s.sigma * s.sigma, left = t.sigma * t.sigma,
             between = all - r * r * left;
      gboolean is_last = left <= 0;
      double coefficient = t.alpha * between / all, variance = between * left / all;

      for (gsize p = 0; p < n; p++)
        {
          PlumeStream stream = plume_stream (seed + i, "bound", p);

          for (gsize c = 0; c < d; c++)
            y[p * d + c] = s.alpha * data[p * d + c] + s.sigma * plume_stream_normal (&stream);
        }
      if (!plume_task_check (task, error)
          || !plume_score_predict (score, PLUME_PREDICT_DATA, &s, 1, n, y, guess, NULL, task,
                                   error))
        return FALSE;
      for (gsize p = 0; p < n; p++)
        {
          double apart = 0, part;

          for (gsize c = 0; c < d; c++)
            apart += (data[p * d + c] - guess[p * d + c]) * (data[p * d + c] - guess[p * d + c]);
          part = is_last ? 0.5 * ((double)d * log (2 * G_PI * between) + apart / between)
                         : coefficient * coefficient * apart / (2 * variance);
          *(is_last ? &bound->reconstruction : &bound->steps) += part / (double)n;
          each[p] += part;
        }
      plume_task_set_progress (task, (double)(i + 1) / (double)n_steps);
    }
  for (gsize p = 0; p < n; p++)
    {
      mean += each[p] / (double)n;
      square += each[p] * each[p] / (double)n;
    }
  bound->total = mean;
  bound->error = sqrt (MAX (square - mean * mean, 0) / (double)n);
  return TRUE;
}
