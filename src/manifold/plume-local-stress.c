/* plume-local-stress.c: how badly each point's distances are drawn. */
#include "manifold/plume-embedding.h"

#include <math.h>

/**
 * plume_local_stress:
 * @distances: m × m
 * @y: m × d, the picture
 *
 * Returns: (transfer full): m values: Σ_j (‖y_i − y_j‖ − D_ij)²; O(m² d)
 */
PlumeArray *
plume_local_stress (const PlumeDistances *distances, const PlumePoints *y)
{
  gsize m = distances->m, d = y->p;
  PlumeArray *stress = plume_array_new (m);

  for (gsize i = 0; i < m; i++)
    {
      double sum = 0;

      for (gsize j = 0; j < m; j++)
        {
          double square = 0, left;

          for (gsize c = 0; c < d; c++)
            square += (y->values[i * d + c] - y->values[j * d + c])
                      * (y->values[i * d + c] - y->values[j * d + c]);
          left = sqrt (square) - distances->values[i * m + j];
          sum += left * left;
        }
      stress->values[i] = sum;
    }
  return stress;
}
