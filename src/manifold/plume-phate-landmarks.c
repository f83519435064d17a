/* plume-phate-landmarks.c: a walk between clusters that stand for points.
 *
 * Clusters by Lloyd's method on the leading eigenvectors of the symmetric walk, each times its
 * eigenvalue, from random points on. With C_il = Σ_(j in l) K_ij a walker steps from a point into a
 * cluster and from a cluster onto a point: P_mm = D_m⁻¹ Cᵀ D_n⁻¹ C, whose symmetric conjugate is
 * computed here.
 */
#include "manifold/plume-phate-private.h"

#include "core/plume-parallel.h"
#include "linalg/plume-matrix.h"
#include "manifold/plume-subset.h"
#include "manifold/plume-walk.h"

#include <math.h>
#include <string.h>

#define DIRECTIONS       100
#define MOST_ENTRIES     10000000 /* of all directions together, but never fewer than … */
#define FEWEST           20
#define TOLERANCE        1e-4 /* of eigenvectors that only tell points apart */
#define ROUNDS           10
#define POINTS_AT_A_TIME 128

typedef struct
{
  gsize n, q, m, chunk;
  const double *points; /* n × q */
  double *centres;      /* m × q */
  double *lengths;      /* ‖c‖² */
  guint32 *clusters;    /* of each point */
  gsize *moved;         /* points of each chunk that changed */
} Clustering;

static void
choose_clusters (gsize from, gsize to, gpointer data)
{
  Clustering *work = data;
  gsize m = work->m, n_moved = 0;
  g_autofree double *overlaps = g_new (double, (to - from) * m);

  plume_product_double (PLUME_PLAIN, PLUME_TRANSPOSED, to - from, m, work->q, 1,
                        work->points + from * work->q, work->q, work->centres, work->q, 0, overlaps,
                        m);
  for (gsize i = from; i < to; i++)
    {
      const double *overlap = overlaps + (i - from) * m;
      guint32 best = 0;

      for (guint32 l = 1; l < m; l++)
        if (work->lengths[l] - 2 * overlap[l] < work->lengths[best] - 2 * overlap[best])
          best = l;
      n_moved += work->clusters[i] != best;
      work->clusters[i] = best;
    }
  work->moved[from / work->chunk] = n_moved;
}

/* Centres of the points that chose them; one that nobody chose stays. */
static void
average_clusters (Clustering *work)
{
  gsize q = work->q;
  g_autofree double *sums = g_new0 (double, work->m *q);
  g_autofree gsize *counts = g_new0 (gsize, work->m);

  for (gsize i = 0; i < work->n; i++)
    {
      double *sum = sums + work->clusters[i] * q;

      counts[work->clusters[i]]++;
      for (gsize k = 0; k < q; k++)
        sum[k] += work->points[i * q + k];
    }
  for (gsize l = 0; l < work->m; l++)
    for (gsize k = 0; counts[l] > 0 && k < q; k++)
      work->centres[l * q + k] = sums[l * q + k] / (double)counts[l];
}

static void
measure_centres (Clustering *work)
{
  for (gsize l = 0; l < work->m; l++)
    {
      work->lengths[l] = 0;
      for (gsize k = 0; k < work->q; k++)
        work->lengths[l] += work->centres[l * work->q + k] * work->centres[l * work->q + k];
    }
}

/* Clusters of n × q points; their number, without empty ones, comes back in m. */
static guint32 *
find_clusters (
    gsize n, gsize q, const double *points, gsize *m, guint64 seed, PlumeTask *task, GError **error)
{
  gsize chunk = plume_product_chunk (n, POINTS_AT_A_TIME), n_chunks = (n + chunk - 1) / chunk,
        found = 0;
  g_autofree guint32 *start = plume_subset_draw (n, *m, seed, "clusters of a walk"),
                     *clusters = g_new0 (guint32, n), *names = g_new (guint32, *m);
  g_autofree double *centres = g_new (double, *m *q), *lengths = g_new (double, *m);
  g_autofree gsize *moved = g_new0 (gsize, n_chunks);
  Clustering work = { n, q, *m, chunk, points, centres, lengths, clusters, moved };

  for (gsize l = 0; l < *m; l++)
    memcpy (centres + l * q, points + start[l] * q, q * sizeof (double));
  for (guint round = 0; round < ROUNDS; round++)
    {
      gsize n_moved = 0;

      measure_centres (&work);
      if (!plume_parallel_for (n, chunk, choose_clusters, &work, NULL, error)
          || !plume_task_check (task, error))
        return NULL;
      for (gsize k = 0; k < n_chunks; k++)
        n_moved += moved[k];
      if (n_moved == 0)
        break;
      average_clusters (&work);
      plume_task_set_progress (task, (round + 1.0) / ROUNDS);
    }
  memset (names, 0xff, *m * sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    {
      if (names[clusters[i]] == G_MAXUINT32)
        names[clusters[i]] = (guint32)found++;
      clusters[i] = names[clusters[i]];
    }
  *m = found;
  return g_steal_pointer (&clusters);
}

/* μ_k v_k(i) of the leading eigenvectors of the walk: n × q */
static double *
find_directions (const PlumeGraph *graph, gsize q, PlumeTask *task, GError **error)
{
  gsize n = graph->weights->n_rows;
  g_autofree double *values = g_new (double, q), *vectors = g_new (double, q *n);
  double *points;

  if (!plume_walk_eigen (graph, q, TOLERANCE, values, vectors, NULL, task, error))
    return NULL;
  points = g_new (double, n *q);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < q; k++)
      points[i * q + k] = values[k] * vectors[k * n + i];
  return points;
}

/* C, with the diagonal of K */
static PlumeSparse *
gather_kernel (const PlumeGraph *graph, const guint32 *clusters, gsize m)
{
  const PlumeSparse *weights = graph->weights;
  gsize n = weights->n_rows, count = 0;
  g_autofree guint32 *rows = g_new (guint32, weights->n_entries + n),
                     *columns = g_new (guint32, weights->n_entries + n);
  g_autofree double *values = g_new (double, weights->n_entries + n);

  for (gsize i = 0; i < n; i++)
    {
      rows[count] = (guint32)i;
      columns[count] = clusters[i];
      values[count++] = graph->diagonal[i];
      for (gsize k = weights->starts[i]; k < weights->starts[i + 1]; k++)
        {
          rows[count] = (guint32)i;
          columns[count] = clusters[weights->columns[k]];
          values[count++] = weights->values[k];
        }
    }
  return plume_sparse_new_from_triplets (n, m, count, rows, columns, values);
}

/* D_m of C, and C with rows of sum 1 */
static double *
normalise (PlumeSparse *kernel)
{
  double *column_sums = g_new0 (double, kernel->n_columns);

  for (gsize i = 0; i < kernel->n_rows; i++)
    {
      double sum = 0;

      for (gsize k = kernel->starts[i]; k < kernel->starts[i + 1]; k++)
        {
          sum += kernel->values[k];
          column_sums[kernel->columns[k]] += kernel->values[k];
        }
      for (gsize k = kernel->starts[i]; sum > 0 && k < kernel->starts[i + 1]; k++)
        kernel->values[k] /= sum;
    }
  return column_sums;
}

/* D_m^−½ Cᵀ D_n⁻¹ C D_m^−½ = Σ_i c_i p_iᵀ of the rows c of C and p of D_n⁻¹ C */
static double *
condense (const PlumeSparse *kernel, const PlumeSparse *steps, const double *sums)
{
  gsize m = kernel->n_columns;
  double *walk = g_new0 (double, m *m);

  for (gsize i = 0; i < kernel->n_rows; i++)
    for (gsize a = kernel->starts[i]; a < kernel->starts[i + 1]; a++)
      for (gsize b = kernel->starts[i]; b <= a; b++)
        walk[kernel->columns[a] * m + kernel->columns[b]] += kernel->values[a] * steps->values[b];
  for (gsize a = 0; a < m; a++)
    for (gsize b = 0; b <= a; b++)
      walk[a * m + b] = walk[b * m + a] = walk[a * m + b] / sqrt (sums[a] * sums[b]);
  return walk;
}

double *
plume_phate_condense (const PlumeGraph *graph,
                      gsize most_landmarks,
                      guint64 seed,
                      gsize *m,
                      double **row_sums,
                      PlumeSparse **extension,
                      PlumeTask *task,
                      GError **error)
{
  gsize n = graph->weights->n_rows, q = MIN (CLAMP (MOST_ENTRIES / n, FEWEST, DIRECTIONS), n);
  g_autoptr (PlumeTask) directions = plume_task_new_part (task, 0, 0.5);
  g_autoptr (PlumeTask) rounds = plume_task_new_part (task, 0.5, 1);
  g_autofree double *points = find_directions (graph, q, directions, error);
  g_autofree guint32 *clusters = NULL;
  g_autoptr (PlumeSparse) kernel = NULL;

  if (points == NULL)
    return NULL;
  *m = most_landmarks;
  clusters = find_clusters (n, q, points, m, seed, rounds, error);
  if (clusters == NULL)
    return NULL;
  kernel = gather_kernel (graph, clusters, *m);
  *extension = gather_kernel (graph, clusters, *m);
  *row_sums = normalise (*extension);
  return condense (kernel, *extension, *row_sums);
}
