/* plume-heat.c: the container of logarithms of heat, and the list of engines. */
#include "manifold/plume-heat.h"

#include "config.h"

/**
 * plume_heat_new:
 * @n: number of vertices
 * @m: number of columns
 * @columns: (nullable) (array length=m): which vertices; copied
 *
 * Returns: (transfer full): with room for m × n logarithms, to be filled
 */
PlumeHeat *
plume_heat_new (gsize n, gsize m, double t, const guint32 *columns)
{
  PlumeHeat *heat = g_atomic_rc_box_new0 (PlumeHeat);

  heat->n = n;
  heat->m = m;
  heat->t = t;
  heat->columns = columns != NULL ? g_memdup2 (columns, m * sizeof *columns) : NULL;
  heat->log_heat = g_new (double, MAX (m * n, 1));
  return heat;
}

PlumeHeat *
plume_heat_ref (PlumeHeat *heat)
{
  return g_atomic_rc_box_acquire (heat);
}

static void
clear_heat (gpointer data)
{
  PlumeHeat *heat = data;

  g_free (heat->columns);
  g_free (heat->log_heat);
}

void
plume_heat_unref (PlumeHeat *heat)
{
  if (heat != NULL)
    g_atomic_rc_box_release_full (heat, clear_heat);
}

gsize
plume_heat_get_bytes (const PlumeHeat *heat)
{
  return heat->m * heat->n * sizeof (double)
         + (heat->columns != NULL ? heat->m * sizeof (guint32) : 0);
}

const PlumeHeatEngine *const *
plume_heat_engines (void)
{
  static const PlumeHeatEngine *const engines[] = {
    &plume_heat_uniformisation,
#ifdef HAVE_CHOLMOD
    &plume_heat_backward_euler,
#endif
    &plume_heat_chebyshev,      &plume_heat_spectral, NULL,
  };

  return engines;
}
