/* plume-distances-triplet.c: distances of the rows of distances. It knows no heat. */
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
