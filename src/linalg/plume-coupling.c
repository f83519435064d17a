/* plume-coupling.c: entropic transport. */
#include "linalg/plume-coupling.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-bessel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ROWS            16
#define MARGINAL_ERROR  1e-9
#define MOST_ITERATIONS 200000
#define CHECKED_EVERY   8

/* n × m, |x_i − y_j|²; free with g_free(). */
double *
plume_squared_distances (gsize n, gsize m, gsize d, const double *x, const double *y)
{
  double *cost = g_new0 (double, n *m);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < m; j++)
      for (gsize c = 0; c < d; c++)
        {
          double step = x[i * d + c] - y[j * d + c];

          cost[i * m + j] += step * step;
        }
  return cost;
}

typedef struct
{
  gsize m;
  const double *cost;  /* rows of m, in units of the regularization */
  const double *other; /* m potentials */
  double *potential;
} Half;

/* −ln mean exp (v) */
PLUME_VECTOR_CLONES static double
soft_minimum (const double *cost, const double *other, gsize m)
{
  double greatest = -INFINITY, sum = 0;

#pragma omp simd reduction(max : greatest)
  for (gsize j = 0; j < m; j++)
    {
      double value = other[j] - cost[j];

      greatest = value > greatest ? value : greatest;
    }
#pragma omp simd reduction(+ : sum)
  for (gsize j = 0; j < m; j++)
    sum += plume_exp_negative (other[j] - cost[j] - greatest);
  return -greatest - log (sum / (double)m);
}

static void
update_rows (gsize from, gsize to, gpointer data)
{
  Half *half = data;

  for (gsize i = from; i < to; i++)
    half->potential[i] = soft_minimum (half->cost + i * half->m, half->other, half->m);
}

void
plume_sinkhorn_free (PlumeSinkhorn *sinkhorn)
{
  g_free (sinkhorn->left);
  g_free (sinkhorn->right);
  g_free (sinkhorn->plan);
  g_free (sinkhorn);
}

/* Until the columns are served to within @wanted */
static gboolean
iterate (PlumeSinkhorn *sinkhorn,
         const double *rows,
         const double *columns,
         double wanted,
         PlumeTask *task,
         GError **error)
{
  gsize n = sinkhorn->n, m = sinkhorn->m;
  g_autofree double *before = g_new (double, m);
  Half to_left = { m, rows, sinkhorn->right, sinkhorn->left },
       to_right = { n, columns, sinkhorn->left, sinkhorn->right };

  do
    {
      if (!plume_parallel_for (n, ROWS, update_rows, &to_left, NULL, error))
        return FALSE;
      memcpy (before, sinkhorn->right, m * sizeof (double));
      if (!plume_parallel_for (m, ROWS, update_rows, &to_right, NULL, error))
        return FALSE;
      sinkhorn->marginal_error = 0;
      for (gsize j = 0; j < m; j++)
        sinkhorn->marginal_error += fabs (expm1 (before[j] - sinkhorn->right[j])) / (double)m;
      if (sinkhorn->iterations++ % CHECKED_EVERY == 0 && !plume_task_check (task, error))
        return FALSE;
    }
  while (sinkhorn->marginal_error > wanted && sinkhorn->iterations < MOST_ITERATIONS);
  return TRUE;
}

/**
 * plume_sinkhorn:
 * @n: @m: points on either side, at most PLUME_SINKHORN_MOST_POINTS
 * @cost: n × m, such as plume_squared_distances()
 * @regularization: ε′ > 0; 4ε for the bridge of √(2ε) W
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE of too many points, %PLUME_ERROR_COMPUTE where it does not converge,
 * %PLUME_ERROR_CANCELLED
 *
 * The plan between uniform weights that minimises Σ πC + ε′ Σ π ln π, to marginal errors of 1e-9.
 * The regularization comes down to its value by halves; O(nm) an iteration.
 *
 * Returns: (transfer full): the plan and its potentials
 */
PlumeSinkhorn *
plume_sinkhorn (
    gsize n, gsize m, const double *cost, double regularization, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeSinkhorn) sinkhorn = g_new0 (PlumeSinkhorn, 1);
  g_autofree double *rows = g_new (double, n *m), *columns = g_new (double, n *m);

  sinkhorn->n = n;
  sinkhorn->m = m;
  sinkhorn->left = g_new0 (double, n);
  sinkhorn->right = g_new0 (double, m);
  if (n > PLUME_SINKHORN_MOST_POINTS || m > PLUME_SINKHORN_MOST_POINTS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("entropic transport of %u × %u points is too large; take at most %u a side"),
                   (guint)n, (guint)m, PLUME_SINKHORN_MOST_POINTS);
      return NULL;
    }
  for (int halves = 5; halves >= 0; halves--)
    {
      double scale = regularization * (1 << halves);

      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < m; j++)
          columns[j * n + i] = rows[i * m + j] = cost[i * m + j] / scale;
      for (gsize j = 0; halves < 5 && j < m; j++)
        sinkhorn->right[j] *= 2;
      if (!iterate (sinkhorn, rows, columns, halves > 0 ? 1e-3 : MARGINAL_ERROR, task, error))
        return NULL;
    }
  if (!(sinkhorn->marginal_error <= MARGINAL_ERROR))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("entropic transport is not there after %d iterations (marginals are %.1g "
                      "off); raise ε or take fewer points"),
                   MOST_ITERATIONS, sinkhorn->marginal_error);
      return NULL;
    }
  sinkhorn->plan = g_new (double, n *m);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < m; j++)
      sinkhorn->plan[i * m + j] =
          exp (sinkhorn->left[i] + sinkhorn->right[j] - rows[i * m + j]) / (double)(n * m);
  return g_steal_pointer (&sinkhorn);
}

void
plume_sinkhorn_draw (const PlumeSinkhorn *sinkhorn, guint64 seed, guint *partner)
{
  for (gsize i = 0; i < sinkhorn->n; i++)
    {
      PlumeStream stream = plume_stream (seed, "entropic plan", i);
      const double *row = sinkhorn->plan + i * sinkhorn->m;
      double u = plume_stream_uniform (&stream) * plume_sum (row, sinkhorn->m);
      gsize j = 0;

      for (; j + 1 < sinkhorn->m && u >= row[j]; j++)
        u -= row[j];
      partner[i] = (guint)j;
    }
}
