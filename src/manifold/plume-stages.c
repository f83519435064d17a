/* plume-stages.c: a stage of time from its neighbours, and how near it comes to the real one. */
#include "manifold/plume-stages.h"

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "linalg/plume-coupling.h"
#include "linalg/plume-transport.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define REGULARIZATION 0.1
#define MOST_COUPLED   2000
#define MOST_EXACT     400 /* points a side between which transport is exact */

void
plume_stages_free (PlumeStages *stages)
{
  if (stages == NULL)
    return;
  plume_points_unref (stages->all);
  plume_points_unref (stages->before);
  plume_points_unref (stages->real);
  plume_points_unref (stages->after);
  plume_points_unref (stages->told);
  g_free (stages);
}

static PlumePoints *
standardise (const PlumePoints *points)
{
  PlumePoints *standard = plume_points_new (points->n, points->p);

  for (gsize c = 0; c < points->p; c++)
    {
      double mean = 0, square = 0;

      for (gsize i = 0; i < points->n; i++)
        mean += points->values[i * points->p + c];
      mean /= (double)points->n;
      for (gsize i = 0; i < points->n; i++)
        square += pow (points->values[i * points->p + c] - mean, 2);
      square = sqrt (square / (double)points->n);
      for (gsize i = 0; i < points->n; i++)
        standard->values[i * points->p + c] =
            (points->values[i * points->p + c] - mean) / (square > 0 ? square : 1);
    }
  return standard;
}

/* Points of one stage, evenly chosen where there are more than @most. */
static PlumePoints *
points_of_stage (const PlumePoints *all, const PlumeArray *codes, guint stage, gsize most)
{
  gsize n = 0, p = all->p, kept = 0, used = 0;
  PlumePoints *points;

  for (gsize i = 0; i < all->n; i++)
    n += codes->values[i] == stage;
  points = plume_points_new (MIN (n, most), p);
  for (gsize i = 0, seen = 0; i < all->n; i++)
    if (codes->values[i] == stage)
      {
        seen++;
        kept = seen * points->n / n; /* how many should be taken by now */
        if (kept > used)
          memcpy (points->values + used++ * p, all->values + i * p, p * sizeof (double));
      }
  return points;
}

static PlumePoints *
thin (const PlumePoints *points, gsize most)
{
  PlumePoints *thinned = plume_points_new (MIN (points->n, most), points->p);

  for (gsize k = 0; k < thinned->n; k++)
    memcpy (thinned->values + k * points->p,
            points->values + k * points->n / thinned->n * points->p, points->p * sizeof (double));
  return thinned;
}

/* Mean of exp (−γ‖a − b‖²) over all pairs, those of a point with itself included. */
static double
mean_kernel (const PlumePoints *a, const PlumePoints *b, double gamma)
{
  double sum = 0;

  for (gsize i = 0; i < a->n; i++)
    for (gsize j = 0; j < b->n; j++)
      {
        double square = 0;

        for (gsize c = 0; c < a->p; c++)
          square += pow (a->values[i * a->p + c] - b->values[j * b->p + c], 2);
        sum += exp (-gamma * square);
      }
  return sum / ((double)a->n * (double)b->n);
}

static double
squared_mean_difference (const PlumePoints *a, const PlumePoints *b)
{
  double sum = 0;

  for (gsize c = 0; c < a->p; c++)
    {
      double mean_a = 0, mean_b = 0;

      for (gsize i = 0; i < a->n; i++)
        mean_a += a->values[i * a->p + c];
      for (gsize i = 0; i < b->n; i++)
        mean_b += b->values[i * b->p + c];
      sum += pow (mean_a / (double)a->n - mean_b / (double)b->n, 2);
    }
  return sum;
}

/**
 * plume_stage_distance:
 * @a: @b: points of two stages, n × d
 * @distance: (out): W₁ and W₂ by exact transport and MMD² with exp (−‖·‖²/d), of at most 400 points
 * of each; MMD² with the linear kernel; NaN where one stage has no points
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_stage_distance (const PlumePoints *a,
                      const PlumePoints *b,
                      PlumeStageDistance *distance,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (PlumePoints) x = thin (a, MOST_EXACT);
  g_autoptr (PlumePoints) y = thin (b, MOST_EXACT);
  g_autofree double *cost = plume_squared_distances (x->n, y->n, x->p, x->values, y->values);
  double gamma = 1.0 / (double)a->p;

  *distance = (PlumeStageDistance){ NAN, NAN, NAN, NAN };
  if (x->n == 0 || y->n == 0)
    return TRUE;
  distance->w2 = sqrt (plume_transport (x->n, y->n, cost, NULL, task, error));
  if (isnan (distance->w2))
    return FALSE;
  for (gsize k = 0; k < x->n * y->n; k++)
    cost[k] = sqrt (cost[k]);
  distance->w1 = plume_transport (x->n, y->n, cost, NULL, task, error);
  if (isnan (distance->w1))
    return FALSE;
  distance->mmd =
      mean_kernel (x, x, gamma) + mean_kernel (y, y, gamma) - 2 * mean_kernel (x, y, gamma);
  distance->linear_mmd = squared_mean_difference (a, b);
  return TRUE;
}

/* Points a fraction of the way between partners. */
static PlumePoints *
go_part_of_the_way (const PlumePoints *before,
                    const PlumePoints *after,
                    gsize n,
                    const guint32 *from,
                    const guint32 *to,
                    double fraction)
{
  PlumePoints *points = plume_points_new (n, before->p);

  for (gsize k = 0; k < n; k++)
    for (gsize c = 0; c < before->p; c++)
      points->values[k * before->p + c] = (1 - fraction) * before->values[from[k] * before->p + c]
                                          + fraction * after->values[to[k] * before->p + c];
  return points;
}

/* The first place at which the sums, which rise, are beyond a target. */
static guint32
find_share (const double *sums, gsize n, double target)
{
  gsize low = 0, high = n - 1;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (sums[middle] > target)
        high = middle;
      else
        low = middle + 1;
    }
  return (guint32)low;
}

/* Places among the shares of a plan. */
static void
draw_pairs (const PlumeSinkhorn *sinkhorn, guint64 seed, gsize n_pairs, guint32 *from, guint32 *to)
{
  gsize n_cells = sinkhorn->n * sinkhorn->m;
  g_autofree double *sums = g_new (double, n_cells);
  double sum = 0;

  for (gsize k = 0; k < n_cells; k++)
    sums[k] = sum += sinkhorn->plan[k];
  for (gsize k = 0; k < n_pairs; k++)
    {
      PlumeStream stream = plume_stream (seed, "stages", k);
      guint32 cell = find_share (sums, n_cells, plume_stream_uniform (&stream) * sum);

      from[k] = cell / (guint32)sinkhorn->m;
      to[k] = cell % (guint32)sinkhorn->m;
    }
}

static PlumePoints *
tell (const PlumeStages *stages, double fraction, guint64 seed, PlumeTask *task, GError **error)
{
  gsize n = stages->before->n, m = stages->after->n, drawn = MAX (1, (n + m) / 2);
  g_autofree double *cost =
      plume_squared_distances (n, m, stages->all->p, stages->before->values, stages->after->values);
  g_autofree guint32 *from = g_new (guint32, drawn), *to = g_new (guint32, drawn);
  g_autoptr (PlumeSinkhorn) sinkhorn = NULL;
  double most = 0;

  for (gsize k = 0; k < n * m; k++)
    most = MAX (most, cost[k]);
  for (gsize k = 0; k < n * m && most > 0; k++)
    cost[k] /= most;
  sinkhorn = plume_sinkhorn (n, m, cost, REGULARIZATION, task, error);
  if (sinkhorn == NULL)
    return NULL;
  draw_pairs (sinkhorn, seed, drawn, from, to);
  return go_part_of_the_way (stages->before, stages->after, drawn, from, to, fraction);
}

static PlumePoints *
pair_at_random (const PlumeStages *stages, double fraction, guint64 seed)
{
  gsize n = stages->before->n, m = stages->after->n, drawn = MAX (1, (n + m) / 2);
  g_autofree guint32 *from = g_new (guint32, drawn), *to = g_new (guint32, drawn);

  for (gsize k = 0; k < drawn; k++)
    {
      PlumeStream stream = plume_stream (seed, "random stages", k);

      from[k] = (guint32)MIN (n - 1, (gsize)(plume_stream_uniform (&stream) * (double)n));
      to[k] = (guint32)MIN (m - 1, (gsize)(plume_stream_uniform (&stream) * (double)m));
    }
  return go_part_of_the_way (stages->before, stages->after, drawn, from, to, fraction);
}

static gboolean
check_stages (const PlumeStages *stages, guint withheld, GError **error)
{
  if (stages->before->n > 0 && stages->real->n > 0 && stages->after->n > 0)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("Stage %u cannot be withheld: it and the stages beside it need points; choose an "
                  "inner one"),
               withheld + 1);
  return FALSE;
}

PlumeStages *
plume_stages_new (const PlumePoints *picture,
                  const PlumeArray *codes,
                  guint withheld,
                  double fraction,
                  guint64 seed,
                  PlumeTask *task,
                  GError **error)
{
  g_autoptr (PlumeStages) stages = g_new0 (PlumeStages, 1);
  g_autoptr (PlumePoints) random = NULL;

  stages->all = standardise (picture);
  stages->before = points_of_stage (stages->all, codes, withheld - 1, MOST_COUPLED);
  stages->real = points_of_stage (stages->all, codes, withheld, MOST_COUPLED);
  stages->after = points_of_stage (stages->all, codes, withheld + 1, MOST_COUPLED);
  if (!check_stages (stages, withheld, error))
    return NULL;
  stages->told = tell (stages, fraction, seed, task, error);
  if (stages->told == NULL)
    return NULL;
  random = pair_at_random (stages, fraction, seed);
  if (!plume_stage_distance (stages->told, stages->real, &stages->interpolated, task, error)
      || !plume_stage_distance (stages->before, stages->real, &stages->previous, task, error)
      || !plume_stage_distance (stages->after, stages->real, &stages->next, task, error)
      || !plume_stage_distance (random, stages->real, &stages->random, task, error))
    return NULL;
  return g_steal_pointer (&stages);
}
