/* plume-subset.h: some of n things, drawn without putting back. */
#pragma once

#include "core/plume-random.h"

G_BEGIN_DECLS

/* m ≤ n different numbers below n, rising; all sets are alike. O(n). Free with g_free(). */
static inline guint32 *
plume_subset_draw (gsize n, gsize m, guint64 seed, const char *purpose)
{
  guint32 *subset = g_new (guint32, MAX (m, 1));
  PlumeStream stream = plume_stream (seed, purpose, 0);
  gsize found = 0;

  for (gsize i = 0; i < n && found < m; i++)
    if (plume_stream_uniform (&stream) * (double)(n - i) < (double)(m - found))
      subset[found++] = (guint32)i;
  return subset;
}

G_END_DECLS
