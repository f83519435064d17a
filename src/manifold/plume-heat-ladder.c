/* plume-heat-ladder.c: building the ladder, level by level. */
#include "manifold/plume-heat-ladder.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "manifold/plume-heat-ladder-private.h"
#include "manifold/plume-heat-levels.h"

/* Whole kernels are squared: more vertices take landmarks. */
#define MOST_VERTICES 4000

#define ROWS_AT_A_TIME 16

static void
clear_ladder (gpointer data)
{
  PlumeHeatLadder *ladder = data;

  for (gsize l = 0; l < ladder->n_levels && ladder->decays != NULL; l++)
    g_free (ladder->decays[l]);
  g_free (ladder->decays);
  g_free (ladder->times);
  g_free (ladder->own);
  g_free (ladder->largest);
  g_free (ladder->measures);
}

PlumeHeatLadder *
plume_heat_ladder_ref (PlumeHeatLadder *ladder)
{
  return g_atomic_rc_box_acquire (ladder);
}

void
plume_heat_ladder_unref (PlumeHeatLadder *ladder)
{
  if (ladder != NULL)
    g_atomic_rc_box_release_full (ladder, clear_ladder);
}

gsize
plume_heat_ladder_get_bytes (const PlumeHeatLadder *ladder)
{
  return ladder->n_levels
         * (ladder->m * (ladder->m - 1) / 2 * sizeof (float) + ladder->m * sizeof (double)
            + sizeof (PlumeHeatMeasures) + 2 * sizeof (double));
}

static PlumeHeatLadder *
ladder_new (gsize m, double from, double to)
{
  PlumeHeatLadder *ladder = g_atomic_rc_box_new0 (PlumeHeatLadder);

  ladder->m = m;
  ladder->n_levels = (gsize)ceil (2 * log2 (to / from) - 1e-9) + 1;
  ladder->times = g_new (double, ladder->n_levels);
  ladder->decays = g_new0 (float *, ladder->n_levels);
  ladder->own = g_new (double, ladder->n_levels *m);
  ladder->largest = g_new0 (double, ladder->n_levels);
  ladder->measures = g_new0 (PlumeHeatMeasures, ladder->n_levels);
  for (gsize l = 0; l < ladder->n_levels; l++)
    ladder->times[l] = from * exp2 (0.5 * (double)l);
  return ladder;
}

typedef struct
{
  const PlumeHeat *heat;
  const guint32 *vertices; /* nullable */
  gsize m;
  const double *own;
  float *decays;
  double *largest; /* of each row */
} Level;

static inline gsize
vertex_of (const Level *level, gsize i)
{
  return level->vertices != NULL ? level->vertices[i] : i;
}

static void
take_decays (gsize from, gsize to, gpointer data)
{
  Level *level = data;

  for (gsize i = from; i < to; i++)
    {
      const double *column = level->heat->log_heat + vertex_of (level, i) * level->heat->n;
      float *row = level->decays + i * (2 * level->m - i - 1) / 2;

      for (gsize j = i + 1; j < level->m; j++)
        {
          double decay = 0.5 * (level->own[i] + level->own[j]) - column[vertex_of (level, j)];

          row[j - i - 1] = (float)MAX (decay, 0);
          if (isfinite (decay))
            level->largest[i] = MAX (level->largest[i], decay);
        }
    }
}

static gboolean
add_level (PlumeHeatLadder *ladder,
           gsize l,
           const PlumeHeat *heat,
           const guint32 *vertices,
           PlumeTask *task,
           GError **error)
{
  gsize m = ladder->m;
  g_autofree double *largest = g_new0 (double, m);
  double *own = ladder->own + l * m;
  Level level = { heat, vertices, m, own, NULL, largest };

  level.decays = ladder->decays[l] = g_new (float, MAX (m * (m - 1) / 2, 1));
  for (gsize i = 0; i < m; i++)
    own[i] = heat->log_heat[vertex_of (&level, i) * (heat->n + 1)];
  if (!plume_parallel_for (m, ROWS_AT_A_TIME, take_decays, &level, NULL, error))
    return FALSE;
  for (gsize i = 0; i < m; i++)
    ladder->largest[l] = MAX (ladder->largest[l], largest[i]);
  for (gsize k = 0; k < m * (m - 1) / 2; k++)
    level.decays[k] = MIN (level.decays[k], (float)ladder->largest[l]);
  return plume_task_check (task, error);
}

/* Heat between points instead of clusters: H/√(s_i s_j). Decays stay as they are. */
static void
share_among_points (PlumeHeatLadder *ladder, const double *log_sizes, const guint32 *vertices)
{
  for (gsize l = 0; l < ladder->n_levels; l++)
    for (gsize i = 0; i < ladder->m; i++)
      ladder->own[l * ladder->m + i] -= log_sizes[vertices != NULL ? vertices[i] : i];
}

/**
 * plume_heat_ladder_new_from_operator:
 * @log_sizes: (nullable): logarithms of the number of points that each vertex stands for
 *
 * Returns: (transfer full): as plume_heat_ladder_new()
 */
PlumeHeatLadder *
plume_heat_ladder_new_from_operator (const PlumeHeatOperator *generator,
                                     const double *log_sizes,
                                     gsize m,
                                     const guint32 *vertices,
                                     double from,
                                     double to,
                                     PlumeTask *task,
                                     GError **error)
{
  g_autoptr (PlumeHeatLadder) ladder = NULL;
  g_autoptr (PlumeHeatLevels) levels = NULL;

  if (!(from > 0) || !(to >= from) || !isfinite (to))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("there are no times from %g to %g; choose positive times that rise"), from,
                   to);
      return NULL;
    }
  if (generator->n > MOST_VERTICES)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("heat among all of %zu"
                      " vertices at many times takes too much memory; take landmarks, at most %d"),
                   generator->n, MOST_VERTICES);
      return NULL;
    }
  ladder = ladder_new (m, from, to);
  levels = plume_heat_levels_new (generator, from);
  for (gsize l = 0; l < ladder->n_levels; l++)
    {
      g_autoptr (PlumeTask) part = plume_task_new_part (task, (double)l / (double)ladder->n_levels,
                                                        (double)(l + 1) / (double)ladder->n_levels);
      const PlumeHeat *heat = plume_heat_levels_next (levels, part, error);

      if (heat == NULL || !add_level (ladder, l, heat, vertices, task, error))
        return NULL;
      ladder->measures[l] = plume_heat_measure (heat, generator->laplacian);
    }
  if (log_sizes != NULL)
    share_among_points (ladder, log_sizes, vertices);
  return g_steal_pointer (&ladder);
}

/**
 * plume_heat_ladder_new:
 * @graph: of at most 4,000 vertices
 * @laplacian: of the random walk the symmetric kernel is kept, whose distances are the same
 * @m: number of vertices to keep
 * @vertices: (nullable) (array length=m): which; %NULL for all
 * @from: first time
 * @to: the last level is at or just beyond it
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE
 *
 * A matrix product a level; 4 m²/2 bytes a level.
 *
 * Returns: (transfer full): the ladder
 */
PlumeHeatLadder *
plume_heat_ladder_new (const PlumeGraph *graph,
                       PlumeLaplacianKind laplacian,
                       gsize m,
                       const guint32 *vertices,
                       double from,
                       double to,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;

  if (!plume_heat_check_request (graph, from, m, vertices, error))
    return NULL;
  generator = plume_heat_operator_new (graph, laplacian);
  return plume_heat_ladder_new_from_operator (generator, NULL, m, vertices, from, to, task, error);
}

/* log H between the source and another of one level */
static double
log_heat_at (const PlumeHeatLadder *ladder, gsize level, gsize source, gsize other)
{
  gsize m = ladder->m, low = MIN (source, other), high = MAX (source, other);
  const double *own = ladder->own + level * m;
  double decay = source == other
                     ? 0
                     : (double)ladder->decays[level][low * (2 * m - low - 1) / 2 + high - low - 1];

  return 0.5 * (own[source] + own[other]) - decay;
}

/**
 * plume_heat_ladder_column:
 * @t: time; beyond the ladder's ends, its ends
 * @source: which of its vertices
 * @column: (out caller-allocates): m: log H_t from the source
 *
 * Linear in log t between two levels. O(m).
 */
void
plume_heat_ladder_column (const PlumeHeatLadder *ladder, double t, gsize source, double *column)
{
  double place = CLAMP (2 * log2 (t / ladder->times[0]), 0, (double)(ladder->n_levels - 1));
  gsize level = (gsize)place, next = MIN (level + 1, ladder->n_levels - 1);
  double share = place - (double)level;

  for (gsize i = 0; i < ladder->m; i++)
    column[i] = (1 - share) * log_heat_at (ladder, level, source, i)
                + share * log_heat_at (ladder, next, source, i);
}
