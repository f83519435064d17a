/* plume-column-molecules.c: random walks of molecules through a column without dispersion.
 *
 * A path is made of exponential times. An exit time alone needs no path: the number of adsorptions
 * is Poisson(X), the time on the wall a Gamma variable of that shape. Molecule i draws from its own
 * stream, so results depend neither on the number of threads nor on how many molecules are asked
 * for.
 */
#include "transport/plume-column-molecules.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"

/* Time of entry: inverse of the inlet's cumulative distribution */
static double
entry_time (const PlumeInlet *inlet, PlumeStream *stream)
{
  double low, high, target;

  switch (inlet->shape)
    {
    case PLUME_INLET_PLUG:
      return inlet->duration * plume_stream_uniform (stream);
    case PLUME_INLET_GAUSSIAN:
      return MAX (inlet->centre + inlet->duration * plume_stream_normal (stream), 0);
    case PLUME_INLET_DECAY:
      return inlet->duration * plume_stream_exponential (stream);
    case PLUME_INLET_SAMPLED:
      break;
    }
  low = inlet->times[0];
  high = inlet->times[inlet->n - 1];
  target = plume_stream_uniform (stream) * plume_inlet_mean (inlet, low, high) * (high - low);
  for (int i = 0; i < 50; i++)
    {
      double middle = 0.5 * (low + high);

      if (plume_inlet_mean (inlet, inlet->times[0], middle) * (middle - inlet->times[0]) < target)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/**
 * plume_molecule_path_new:
 * @transfer: the column without dispersion; second sites, dead volume and detector are not read
 * @inlet: when molecules enter
 * @seed: seed of the study
 * @molecule: which molecule
 *
 * Follows one molecule. O(X).
 *
 * Returns: (transfer full): its path
 */
PlumeMoleculePath *
plume_molecule_path_new (const PlumeTransfer *transfer,
                         const PlumeInlet *inlet,
                         guint64 seed,
                         guint64 molecule)
{
  PlumeStream stream = plume_stream (seed, "molecule-path", molecule);
  g_autoptr (GArray) time = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) travel = g_array_new (FALSE, FALSE, sizeof (double));
  PlumeMoleculePath *path = g_new0 (PlumeMoleculePath, 1);
  double catching = transfer->retention_factor * transfer->desorption_rate,
         t = entry_time (inlet, &stream), theta = 0;

  g_array_append_val (time, t);
  g_array_append_val (travel, theta);
  while (theta < transfer->hold_up_time)
    {
      double free_time =
          catching > 0 ? plume_stream_exponential (&stream) / catching : transfer->hold_up_time;
      double step = MIN (free_time, transfer->hold_up_time - theta);

      theta = step < free_time ? transfer->hold_up_time : theta + step;
      t += step;
      g_array_append_val (time, t);
      g_array_append_val (travel, theta);
      if (theta >= transfer->hold_up_time)
        break;
      t += plume_stream_exponential (&stream) / transfer->desorption_rate;
      g_array_append_val (time, t);
      g_array_append_val (travel, theta);
    }
  path->n = time->len;
  path->time = (double *)g_array_steal (time, NULL);
  path->travel = (double *)g_array_steal (travel, NULL);
  return path;
}

void
plume_molecule_path_free (PlumeMoleculePath *path)
{
  if (path == NULL)
    return;
  g_free (path->time);
  g_free (path->travel);
  g_free (path);
}

/**
 * plume_molecule_path_at:
 * @path: a path
 * @t: time, s
 * @adsorbed: (out) (nullable): whether the molecule sits on the wall
 *
 * Returns: θ of the molecule's position at @t, s; the ends of the path before and after it. O(log
 * n).
 */
double
plume_molecule_path_at (const PlumeMoleculePath *path, double t, gboolean *adsorbed)
{
  gsize low = 0, high = path->n - 1;

  if (adsorbed != NULL)
    *adsorbed = FALSE;
  if (t <= path->time[0])
    return path->travel[0];
  if (t >= path->time[high])
    return path->travel[high];
  while (high - low > 1)
    {
      gsize middle = (low + high) / 2;

      if (path->time[middle] <= t)
        low = middle;
      else
        high = middle;
    }
  if (adsorbed != NULL)
    *adsorbed = path->travel[low] == path->travel[high];
  return path->travel[low]
         + (path->travel[high] - path->travel[low]) * (t - path->time[low])
               / (path->time[high] - path->time[low]);
}

/* Marsaglia & Tsang, ACM Trans. Math. Softw. 26 (2000) 363; shape ≥ 1 */
static double
gamma_variate (PlumeStream *stream, double shape)
{
  double d = shape - 1.0 / 3, c = 1 / sqrt (9 * d);

  for (;;)
    {
      double x = plume_stream_normal (stream), v = 1 + c * x;

      if (v <= 0)
        continue;
      v = v * v * v;
      if (log (plume_stream_uniform (stream)) < 0.5 * x * x + d - d * v + d * log (v))
        return d * v;
    }
}

/* Poisson numbers: by counting arrivals for small means, else by the Gamma variable of the arrival
 * at 7/8 of the mean (Ahrens & Dieter 1974). */
static double
poisson_variate (PlumeStream *stream, double mean)
{
  double count = 0;

  while (mean > 16)
    {
      double m = floor (0.875 * mean), arrival = gamma_variate (stream, m);

      if (arrival > mean)
        {
          /* of m − 1 arrivals before the m-th, uniformly placed, those before the mean */
          double share = mean / arrival;

          for (double i = 1; i < m; i++)
            count += plume_stream_uniform (stream) < share;
          return count;
        }
      count += m;
      mean -= arrival;
    }
  for (double t = plume_stream_exponential (stream); t < mean;
       t += plume_stream_exponential (stream))
    count++;
  return count;
}

typedef struct
{
  const PlumeTransfer *transfer;
  const PlumeInlet *inlet;
  guint64 seed;
  double *times;
} Exits;

static double
wall_time (PlumeStream *stream, double X, double desorption_rate)
{
  double n = X > 0 ? poisson_variate (stream, X) : 0;

  return n > 0 ? gamma_variate (stream, n) / desorption_rate : 0;
}

static void
exit_chunk (gsize from, gsize to, gpointer data)
{
  const Exits *work = data;
  const PlumeTransfer *transfer = work->transfer;
  double t_M = transfer->hold_up_time;

  for (gsize i = from; i < to; i++)
    {
      PlumeStream stream = plume_stream (work->seed, "molecule-exit", i);
      double t = entry_time (work->inlet, &stream) + t_M;

      t += wall_time (&stream, transfer->retention_factor * transfer->desorption_rate * t_M,
                      transfer->desorption_rate);
      t += wall_time (&stream,
                      transfer->second_retention_factor * transfer->second_desorption_rate * t_M,
                      transfer->second_desorption_rate);
      work->times[i] = t;
    }
}

/**
 * plume_molecule_exit_times:
 * @transfer: the column without dispersion; dead volume and detector are not read
 * @inlet: when molecules enter
 * @seed: seed of the study
 * @n: number of molecules
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_DATA, %PLUME_ERROR_CANCELLED
 *
 * Exit times of @n independent molecules, exactly distributed. A run of more molecules begins with
 * the same ones.
 *
 * Returns: (transfer full) (nullable): times, s
 */
PlumeArray *
plume_molecule_exit_times (const PlumeTransfer *transfer,
                           const PlumeInlet *inlet,
                           guint64 seed,
                           gsize n,
                           PlumeTask *task,
                           GError **error)
{
  g_autoptr (PlumeArray) times = NULL;
  Exits work;

  if (!plume_transfer_check (transfer, error) || !plume_inlet_check (inlet, error))
    return NULL;
  if (transfer->boundary != PLUME_BOUNDARY_PLUG)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("Single molecules are followed without axial dispersion only; switch "
                              "dispersion off."));
      return NULL;
    }
  times = plume_array_new (n);
  work = (Exits){ transfer, inlet, seed, times->values };
  if (!plume_parallel_for (n, 4096, exit_chunk, &work, task, error))
    return NULL;
  return g_steal_pointer (&times);
}

/**
 * plume_histogram:
 * @n: number of values
 * @values: (array length=n): values
 * @from: lower end of the first bin
 * @to: upper end of the last bin
 * @n_bins: number of bins
 * @counts: (out) (array length=n_bins): how many values fall into each; those outside are left out
 */
void
plume_histogram (
    gsize n, const double *values, double from, double to, gsize n_bins, double *counts)
{
  double scale = (double)n_bins / (to - from);

  for (gsize i = 0; i < n_bins; i++)
    counts[i] = 0;
  for (gsize i = 0; i < n; i++)
    {
      double place = (values[i] - from) * scale;

      if (place >= 0 && place < (double)n_bins)
        counts[(gsize)place]++;
    }
}
