/* plume-seriation.c: the Fiedler vector of similarities, by power iteration.
 *
 * Similarities are S = exp (−(d/h)²), h the median distance; the second largest eigenvector of the
 * lazy walk D⁻¹S orders the points.
 */
#include "manifold/plume-seriation.h"

#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "manifold/plume-embedding-measures.h"

#include <math.h>
#include <stdlib.h>

#define MOST_STEPS 500
#define SETTLED    1e-9
#define SAMPLES    2000
#define ROWS       32

typedef struct
{
  const PlumeDistances *distances;
  double width;
  float *similarity;
  double *root; /* √ of row sums */
  const double *x;
  double *y;
} Walk;

static void
make_similarities (gsize from, gsize to, gpointer data)
{
  const Walk *walk = data;
  gsize m = walk->distances->m;

  for (gsize i = from; i < to; i++)
    {
      double sum = 0;

      for (gsize j = 0; j < m; j++)
        {
          double d = walk->distances->values[i * m + j] / walk->width;

          walk->similarity[i * m + j] = (float)exp (-d * d);
          sum += (double)walk->similarity[i * m + j];
        }
      walk->root[i] = sqrt (sum);
    }
}

/* y ← ½ (1 + D^−½ S D^−½) x */
static void
step_rows (gsize from, gsize to, gpointer data)
{
  const Walk *walk = data;
  gsize m = walk->distances->m;

  for (gsize i = from; i < to; i++)
    {
      const float *row = walk->similarity + i * m;
      double sum = 0;

      for (gsize j = 0; j < m; j++)
        sum += (double)row[j] * walk->x[j] / walk->root[j];
      walk->y[i] = 0.5 * (walk->x[i] + sum / walk->root[i]);
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static double
median_distance (const PlumeDistances *distances)
{
  gsize m = distances->m, n = 0;
  double values[SAMPLES];
  PlumeStream stream = plume_stream (1, "seriation", 0);

  while (n < SAMPLES)
    {
      gsize i = MIN (m - 1, (gsize)(plume_stream_uniform (&stream) * (double)m)),
            j = MIN (m - 1, (gsize)(plume_stream_uniform (&stream) * (double)m));

      values[n++] = distances->values[i * m + j];
    }
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2] > 0 ? values[n / 2] : 1;
}

/* Takes the known first eigenvector √d out of x, and brings x to length 1. */
static void
project (gsize m, const double *root, double *x)
{
  double along = 0, square = 0, length = 0;

  for (gsize i = 0; i < m; i++)
    {
      along += root[i] * x[i];
      square += root[i] * root[i];
    }
  for (gsize i = 0; i < m; i++)
    {
      x[i] -= along / square * root[i];
      length += x[i] * x[i];
    }
  for (gsize i = 0; i < m; i++)
    x[i] /= length > 0 ? sqrt (length) : 1;
}

static gboolean
iterate (Walk *walk, double *x, double *y, PlumeTask *task, GError **error)
{
  gsize m = walk->distances->m;

  for (guint step = 0; step < MOST_STEPS; step++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)step / MOST_STEPS, (step + 1.0) / MOST_STEPS);
      double change = 0;

      walk->x = x;
      walk->y = y;
      if (!plume_parallel_for (m, ROWS, step_rows, walk, part, error))
        return FALSE;
      project (m, walk->root, y);
      for (gsize i = 0; i < m; i++)
        {
          change += (y[i] - x[i]) * (y[i] - x[i]);
          x[i] = y[i];
        }
      if (change < SETTLED)
        break;
    }
  return TRUE;
}

/**
 * plume_seriation:
 *
 * Returns: (transfer full) (nullable): the m points in order; the end with the lower index first.
 * O(m²) a step.
 */
guint32 *
plume_seriation (const PlumeDistances *distances, PlumeTask *task, GError **error)
{
  gsize m = distances->m;
  g_autofree float *similarity = g_new (float, MAX (m * m, 1));
  g_autofree double *root = g_new (double, m + 1), *x = g_new (double, m + 1),
                    *y = g_new (double, m + 1), *ranks = g_new (double, m + 1);
  g_autofree guint32 *order = g_new (guint32, m + 1);
  PlumeStream stream = plume_stream (1, "seriation", 1);
  Walk walk = { distances, 1, similarity, root, NULL, NULL };
  gboolean turn;

  if (m > 0)
    walk.width = median_distance (distances);
  if (!plume_parallel_for (m, ROWS, make_similarities, &walk, task, error))
    return NULL;
  for (gsize i = 0; i < m; i++)
    x[i] = plume_stream_normal (&stream);
  project (m, root, x);
  if (!iterate (&walk, x, y, task, error))
    return NULL;
  for (gsize i = 0; i < m; i++)
    x[i] /= root[i];
  plume_mid_ranks (m, x, ranks, order);
  turn = m > 1 && order[0] > order[m - 1];
  for (gsize i = 0; turn && i < m / 2; i++)
    {
      guint32 swap = order[i];

      order[i] = order[m - 1 - i];
      order[m - 1 - i] = swap;
    }
  return g_steal_pointer (&order);
}
