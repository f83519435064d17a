/* plume-embedding-neighbours.c: trustworthiness and continuity (Venna & Kaski 2001).
 *
 * T = 1 − 2/(nk(2n − 3k − 1)) Σ_i Σ_j (r(i, j) − k) over j that are among the k nearest of i in the
 * picture but not in the data, r their rank in the data; continuity has the two exchanged. With
 * many points the outer sum is over a fixed choice of them.
 */
#include "manifold/plume-embedding-measures-private.h"

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define MOST_QUERIES 2000
#define QUERIES      4

/* Worse of two candidates: farther, then of higher index. */
static gboolean
is_worse (const double *row, guint32 a, guint32 b)
{
  return row[a] > row[b] || (row[a] == row[b] && a > b);
}

/* Restores the heap whose worst candidate is first. */
static void
sift (const double *row, guint32 *heap, gsize k, gsize i)
{
  for (;;)
    {
      gsize worst = i, left = 2 * i + 1, right = left + 1;
      guint32 swap = heap[i];

      if (left < k && is_worse (row, heap[left], heap[worst]))
        worst = left;
      if (right < k && is_worse (row, heap[right], heap[worst]))
        worst = right;
      if (worst == i)
        return;
      heap[i] = heap[worst];
      heap[worst] = swap;
      i = worst;
    }
}

void
plume_nearest_in_row (gsize n, const double *row, gsize self, gsize k, guint32 *nearest)
{
  gsize used = 0;

  for (gsize j = 0; j < n; j++)
    {
      if (j == self)
        continue;
      if (used < k)
        {
          nearest[used++] = (guint32)j;
          if (used == k)
            for (gsize i = k / 2 + 1; i-- > 0;)
              sift (row, nearest, k, i);
        }
      else if (is_worse (row, nearest[0], (guint32)j))
        {
          nearest[0] = (guint32)j;
          sift (row, nearest, k, 0);
        }
    }
}

static void
squared_distances_from (const PlumePoints *points, gsize i, double *row)
{
  const double *a = points->values + i * points->p;

  for (gsize j = 0; j < points->n; j++)
    {
      const double *b = points->values + j * points->p;
      double sum = 0;

      for (gsize c = 0; c < points->p; c++)
        sum += (a[c] - b[c]) * (a[c] - b[c]);
      row[j] = sum;
    }
}

typedef struct
{
  const PlumePoints *near, *judge; /* neighbours are taken in one, ranked in the other */
  const guint32 *queries;
  gsize k;
  double *penalties;
} Intrusion;

/* Σ_j (r(i, j) − k) over neighbours that the judge does not have. */
static double
penalty_of (
    const Intrusion *intrusion, gsize i, double *near_row, double *judge_row, guint32 *found)
{
  gsize n = intrusion->near->n, k = intrusion->k;
  double sum = 0;

  squared_distances_from (intrusion->near, i, near_row);
  squared_distances_from (intrusion->judge, i, judge_row);
  plume_nearest_in_row (n, near_row, i, k, found);
  for (gsize l = 0; l < k; l++)
    {
      guint32 j = found[l];
      gsize rank = 1;

      for (gsize other = 0; other < n; other++)
        rank += other != i && other != j && is_worse (judge_row, j, (guint32)other);
      if (rank > k)
        sum += (double)(rank - k);
    }
  return sum;
}

static void
penalise (gsize from, gsize to, gpointer data)
{
  const Intrusion *intrusion = data;
  gsize n = intrusion->near->n;
  g_autofree double *near_row = g_new (double, n), *judge_row = g_new (double, n);
  g_autofree guint32 *found = g_new (guint32, intrusion->k);

  for (gsize q = from; q < to; q++)
    intrusion->penalties[q] =
        penalty_of (intrusion, intrusion->queries[q], near_row, judge_row, found);
}

/* All points, or a fixed choice without repetition. */
static guint32 *
choose_queries (gsize n, gsize n_queries, guint64 seed)
{
  guint32 *all = g_new (guint32, n);
  PlumeStream stream = plume_stream (seed, "trustworthiness", 0);

  for (gsize i = 0; i < n; i++)
    all[i] = (guint32)i;
  for (gsize i = 0; n_queries < n && i < n_queries; i++)
    {
      gsize j = i + (gsize)(plume_stream_uniform (&stream) * (double)(n - i));
      guint32 swap = all[i];

      all[i] = all[j];
      all[j] = swap;
    }
  return all;
}

static gboolean
measure_intrusion (const PlumePoints *near,
                   const PlumePoints *judge,
                   const PlumeEmbeddingInput *input,
                   double *value,
                   PlumeTask *task,
                   GError **error)
{
  gsize n = near->n, k = input->k, n_queries = MIN (n, MOST_QUERIES);
  double scale = 2.0 * (double)n - 3.0 * (double)k - 1;
  g_autofree guint32 *queries = NULL;
  g_autofree double *penalties = NULL;
  Intrusion intrusion;

  *value = NAN;
  if (judge->n != n || k < 1 || k >= n || scale <= 0)
    return TRUE;
  queries = choose_queries (n, n_queries, input->seed);
  penalties = g_new (double, n_queries);
  intrusion = (Intrusion){ near, judge, queries, k, penalties };
  if (!plume_parallel_for (n_queries, QUERIES, penalise, &intrusion, task, error))
    return FALSE;
  *value = 1 - 2 / ((double)(n_queries * k) * scale) * plume_sum (penalties, n_queries);
  return TRUE;
}

gboolean
plume_measure_trustworthiness (const PlumeEmbeddingInput *input,
                               double *value,
                               PlumeTask *task,
                               GError **error)
{
  return measure_intrusion (input->picture, input->data, input, value, task, error);
}

gboolean
plume_measure_continuity (const PlumeEmbeddingInput *input,
                          double *value,
                          PlumeTask *task,
                          GError **error)
{
  return measure_intrusion (input->data, input->picture, input, value, task, error);
}
