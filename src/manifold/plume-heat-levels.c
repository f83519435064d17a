/* plume-heat-levels.c: squares in turn. */
#include "manifold/plume-heat-levels.h"

#include <math.h>

#include "core/plume-parallel.h"
#include "manifold/plume-heat-series.h"

struct _PlumeHeatLevels
{
  const PlumeHeatOperator *generator; /* not owned */
  double from;
  gsize level;         /* the next one */
  double *matrices[2]; /* the last two kernels, n × n */
  double *room;
  PlumeHeat *heat;
};

/**
 * plume_heat_levels_new:
 * @generator: to be kept by the caller
 * @from: the first time
 *
 * Four matrices of n × n.
 *
 * Returns: (transfer full): before the first level
 */
PlumeHeatLevels *
plume_heat_levels_new (const PlumeHeatOperator *generator, double from)
{
  PlumeHeatLevels *levels = g_new0 (PlumeHeatLevels, 1);
  gsize n = generator->n;

  levels->generator = generator;
  levels->from = from;
  levels->matrices[0] = g_new (double, n *n);
  levels->matrices[1] = g_new (double, n *n);
  levels->room = g_new (double, n *n);
  levels->heat = plume_heat_new (n, n, from, NULL);
  return levels;
}

void
plume_heat_levels_free (PlumeHeatLevels *levels)
{
  g_free (levels->matrices[0]);
  g_free (levels->matrices[1]);
  g_free (levels->room);
  plume_heat_unref (levels->heat);
  g_free (levels);
}

typedef struct
{
  const PlumeHeat *heat;
  double *matrix;
} Exponentials;

/* Symmetric to the bit, from the means of both logarithms. */
static void
take_exponentials (gsize from, gsize to, gpointer data)
{
  const Exponentials *work = data;
  gsize n = work->heat->n;
  const double *logarithms = work->heat->log_heat;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j <= i; j++)
      work->matrix[i * n + j] = work->matrix[j * n + i] =
          exp (0.5 * (logarithms[i * n + j] + logarithms[j * n + i]));
}

/**
 * plume_heat_levels_next:
 * @task: (nullable): cancels
 *
 * Returns: (transfer none) (nullable): logarithms of the symmetric kernel at the next time, until
 * the next call; %NULL when cancelled
 */
const PlumeHeat *
plume_heat_levels_next (PlumeHeatLevels *levels, PlumeTask *task, GError **error)
{
  const PlumeHeatOperator *generator = levels->generator;
  double **matrix = &levels->matrices[levels->level % 2];
  PlumeHeat *heat = levels->heat;

  heat->t = levels->from * exp2 (0.5 * (double)levels->level);
  if (levels->level < 2)
    {
      Exponentials work = { heat, *matrix };

      if (!plume_heat_uniformise (generator, heat, task, error)
          || !plume_parallel_for (generator->n, 16, take_exponentials, &work, NULL, error))
        return NULL;
    }
  else if (!plume_heat_square (generator, matrix, &levels->room, task, error)
           || !plume_heat_take_logarithms (generator, *matrix, heat, NULL, error))
    return NULL;
  levels->level++;
  return heat;
}
