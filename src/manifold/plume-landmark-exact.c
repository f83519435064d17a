/* plume-landmark-exact.c: heat among landmarks from whole columns, a few of them at a time. */
#include "core/plume-parallel.h"
#include "manifold/plume-landmarks.h"

#define COLUMNS_AT_A_TIME 64
#define VALUES_AT_A_TIME  16000000 /* 128 MB */

/**
 * plume_heat_among:
 * @vertices: (array length=m): which
 *
 * Columns of heat come and go; only their rows at the vertices are kept.
 *
 * Returns: (transfer full): heat of m × m; its vertices are the places in the list
 */
PlumeHeat *
plume_heat_among (const PlumeGraph *graph,
                  const PlumeHeatEngine *engine,
                  const PlumeHeatOptions *options,
                  double t,
                  gsize m,
                  const guint32 *vertices,
                  PlumeTask *task,
                  GError **error)
{
  gsize n = plume_graph_get_n (graph);
  gsize block = n <= 3000 ? m : CLAMP (VALUES_AT_A_TIME / n, 16, COLUMNS_AT_A_TIME);
  g_autoptr (PlumeHeat) among = plume_heat_new (m, m, t, NULL);

  for (gsize from = 0; from < m; from += block)
    {
      gsize to = MIN (from + block, m);
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)from / (double)m, (double)to / (double)m);
      g_autoptr (PlumeHeat) heat =
          engine->columns (graph, options, t, to - from, vertices + from, part, error);

      if (heat == NULL)
        return NULL;
      among->n_not_positive += heat->n_not_positive;
      for (gsize c = from; c < to; c++)
        for (gsize i = 0; i < m; i++)
          among->log_heat[c * m + i] = heat->log_heat[(c - from) * n + vertices[i]];
    }
  return g_steal_pointer (&among);
}
