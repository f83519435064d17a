/* plume-distances-triplet.c: what is made of distances without knowing heat: distances of their
 * rows, and their unit.
 */
#include <math.h>

#include "core/plume-parallel.h"
#include "linalg/plume-symmetric-product.h"
#include "manifold/plume-heat-geodesic.h"

/* Below this share of the lengths of two rows, the square of their difference is summed anew: the
 * product has lost too many digits. */
#define SHARE_TO_SUM 1e-3

typedef struct
{
  const PlumeDistances *distances;
  PlumeDistances *triplet; /* D², then T */
  const double *lengths;   /* squared, of rows */
} Triplet;

static double
square_of_difference (const double *a, const double *b, gsize m)
{
  double sum = 0;

  for (gsize k = 0; k < m; k++)
    sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

static void
finish_rows (gsize from, gsize to, gpointer data)
{
  const Triplet *triplet = data;
  gsize m = triplet->distances->m;
  double *values = triplet->triplet->values;
  const double *d = triplet->distances->values;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < i; j++)
      {
        double both = triplet->lengths[i] + triplet->lengths[j];
        double square = both - 2 * values[i * m + j];

        if (square < SHARE_TO_SUM * both)
          square = square_of_difference (d + i * m, d + j * m, m);
        values[i * m + j] = sqrt (square);
      }
}

/**
 * plume_distances_triplet:
 * @task: (nullable): cancels
 *
 * T_ij = ‖D(i,·) − D(j,·)‖₂ with the zero diagonal included: by ‖a‖² + ‖b‖² − 2 a·b, and directly
 * where that would cancel. m³ multiplications.
 *
 * Returns: (transfer full): T
 */
PlumeDistances *
plume_distances_triplet (const PlumeDistances *distances, PlumeTask *task, GError **error)
{
  gsize m = distances->m;
  g_autoptr (PlumeDistances) triplet = plume_distances_new (m);
  g_autofree double *lengths = g_new (double, MAX (m, 1));
  Triplet work = { distances, triplet, lengths };

  if (!plume_symmetric_product (m, distances->values, distances->values, triplet->values, task,
                                error))
    return NULL;
  for (gsize i = 0; i < m; i++)
    lengths[i] = triplet->values[i * m + i];
  if (!plume_parallel_for (m, 16, finish_rows, &work, task, error))
    return NULL;
  for (gsize i = 0; i < m; i++)
    {
      triplet->values[i * m + i] = 0;
      for (gsize j = 0; j < i; j++)
        triplet->values[j * m + i] = triplet->values[i * m + j];
    }
  return g_steal_pointer (&triplet);
}

/**
 * plume_distances_calibrate:
 * @graph: with the lengths of its edges
 * @vertices: (nullable) (array): vertex of each of the set
 *
 * Least squares of c d = ℓ over the edges within the set. O(entries).
 *
 * Returns: c; 1 where no edge lies within the set
 */
double
plume_distances_calibrate (const PlumeDistances *distances,
                           const PlumeGraph *graph,
                           const guint32 *vertices)
{
  gsize n = plume_graph_get_n (graph), m = distances->m;
  const PlumeSparse *weights = graph->weights;
  g_autofree gsize *place = g_new (gsize, n);
  double across = 0, square = 0;

  for (gsize i = 0; i < n; i++)
    place[i] = vertices == NULL && i < m ? i : G_MAXSIZE;
  for (gsize c = 0; c < m && vertices != NULL; c++)
    place[vertices[c]] = c;
  for (gsize i = 0; i < n; i++)
    for (gsize k = weights->starts[i]; k < weights->starts[i + 1] && place[i] != G_MAXSIZE; k++)
      if (place[weights->columns[k]] != G_MAXSIZE)
        {
          double d = distances->values[place[i] * m + place[weights->columns[k]]];

          across += d * graph->lengths[k];
          square += d * d;
        }
  return square > 0 ? across / square : 1;
}
