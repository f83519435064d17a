/* plume-signs.h: which way a column of coordinates points.
 *
 * Eigenvectors are known up to their sign; every method here turns the entry of largest magnitude
 * of each column positive (the first of them at a tie), so that pictures do not flip between runs.
 */
#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* values: n × d, row by row */
static inline void
plume_signs_fix (gsize n, gsize d, double *values)
{
  for (gsize c = 0; c < d; c++)
    {
      double greatest = 0;

      for (gsize i = 0; i < n; i++)
        if (fabs (values[i * d + c]) > fabs (greatest))
          greatest = values[i * d + c];
      for (gsize i = 0; greatest < 0 && i < n; i++)
        values[i * d + c] = -values[i * d + c];
    }
}

G_END_DECLS
