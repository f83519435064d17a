/* plume-phate.c: powers of the walk, their potential, and its distances. */
#include "manifold/plume-phate.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-singular.h"
#include "manifold/plume-euclidean.h"
#include "manifold/plume-heat-time.h"
#include "manifold/plume-phate-private.h"
#include "manifold/plume-walk.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROWS_AT_A_TIME 32
#define MOST_STEPS     100 /* that the knee is looked for among */

static void
clear_phate (gpointer data)
{
  PlumePhate *phate = data;

  plume_distances_unref (phate->distances);
  plume_sparse_unref (phate->extension);
}

PlumePhate *
plume_phate_ref (PlumePhate *phate)
{
  return g_atomic_rc_box_acquire (phate);
}

void
plume_phate_unref (PlumePhate *phate)
{
  if (phate != NULL)
    g_atomic_rc_box_release_full (phate, clear_phate);
}

gsize
plume_phate_get_bytes (const PlumePhate *phate)
{
  return plume_distances_get_bytes (phate->distances)
         + (phate->extension != NULL ? plume_sparse_get_bytes (phate->extension) : 0);
}

typedef struct
{
  gsize n;
  const PlumePhateOptions *options;
  const double *power; /* S^t */
  const double *row_sums;
  double *potential;
} Potential;

static void
potential_rows (gsize from, gsize to, gpointer data)
{
  const Potential *work = data;
  double exponent = 0.5 * (1 - work->options->gamma);

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < work->n; j++)
      {
        double chance = work->power[i * work->n + j] * sqrt (work->row_sums[j] / work->row_sums[i]);

        work->potential[i * work->n + j] = exponent > 0 ? pow (chance, exponent) / exponent
                                                        : -log (chance + work->options->offset);
      }
}

/* The symmetric walk of all points, whole */
static double *
spread (const PlumeGraph *graph, double **row_sums)
{
  gsize n = graph->weights->n_rows;
  g_autoptr (PlumeSparse) walk = NULL;
  double *matrix = g_new0 (double, n *n);

  *row_sums = g_new (double, n);
  walk = plume_graph_walk (graph, TRUE, *row_sums);
  for (gsize i = 0; i < n; i++)
    for (gsize k = walk->starts[i]; k < walk->starts[i + 1]; k++)
      matrix[i * n + walk->columns[k]] = walk->values[k];
  return matrix;
}

/* The knee of the entropy of P = D^−½ S D^½ over its powers; 0 where it is not found */
static guint
choose_steps (gsize m, const double *walk, const double *row_sums, PlumeTask *task, GError **error)
{
  g_autofree double *step = g_new (double, m *m), *values = g_new (double, m);
  double entropy[MOST_STEPS];

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      step[i * m + j] = walk[i * m + j] * sqrt (row_sums[j] / row_sums[i]);
  if (!plume_task_check (task, error) || !plume_singular_values (m, step, values, error))
    return 0;
  plume_walk_entropy_of_values (m, values, MOST_STEPS, entropy);
  return MAX ((guint)plume_knee_two_lines (MOST_STEPS, entropy), 1);
}

static gboolean
check (const PlumePhateOptions *options, GError **error)
{
  if (options->gamma >= -1 && options->gamma <= 1 && options->most_landmarks > 1)
    return TRUE;
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      _ ("PHATE takes γ from −1 to 1 and at least two landmarks, not γ = %g and %u; choose "
         "values within"),
      options->gamma, (guint)options->most_landmarks);
  return FALSE;
}

/**
 * plume_phate_new:
 * @graph: a graph
 * @options: how
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * O(m³ log t) for m points or clusters, 32 m² bytes of work. Looking for the knee takes all
 * singular values and some seconds more at 2,000; that part cannot be cancelled.
 *
 * Returns: (transfer full): potential distances
 */
PlumePhate *
plume_phate_new (const PlumeGraph *graph,
                 const PlumePhateOptions *options,
                 PlumeTask *task,
                 GError **error)
{
  g_autoptr (PlumePhate) phate = NULL;
  g_autoptr (PlumeTask) condensing = plume_task_new_part (task, 0, 0.5);
  g_autoptr (PlumeTask) walking = plume_task_new_part (task, 0.5, 0.8);
  g_autoptr (PlumeTask) measuring = plume_task_new_part (task, 0.8, 1);
  g_autoptr (PlumePoints) potential = NULL;
  g_autofree double *power = NULL, *row_sums = NULL;
  gsize m = graph->weights->n_rows;
  Potential work;

  if (!check (options, error))
    return NULL;
  phate = g_atomic_rc_box_new0 (PlumePhate);
  if (m > options->most_landmarks)
    power = plume_phate_condense (graph, options->most_landmarks, options->seed, &m, &row_sums,
                                  &phate->extension, condensing, error);
  else
    power = spread (graph, &row_sums);
  if (power == NULL)
    return NULL;
  phate->t = options->t > 0 ? options->t : choose_steps (m, power, row_sums, task, error);
  if (phate->t == 0 || !plume_walk_power (m, &power, phate->t, walking, error))
    return NULL;
  potential = plume_points_new (m, m);
  work = (Potential){ m, options, power, row_sums, potential->values };
  if (!plume_parallel_for (m, ROWS_AT_A_TIME, potential_rows, &work, NULL, error))
    return NULL;
  phate->distances = plume_euclidean_distances (potential, measuring, error);
  return phate->distances != NULL ? g_steal_pointer (&phate) : NULL;
}

/**
 * plume_phate_extend:
 * @picture: of the distances, one row each
 * @task: (nullable): cancels
 *
 * y_i = Σ_l P(i → l) y_l; the picture itself where no clusters stand for points.
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_phate_extend (const PlumePhate *phate, PlumePoints *picture, PlumeTask *task, GError **error)
{
  g_autoptr (PlumePoints) points = NULL;

  if (phate->extension == NULL)
    return plume_points_ref (picture);
  points = plume_points_new (phate->extension->n_rows, picture->p);
  if (!plume_sparse_product (phate->extension, picture->p, picture->values, points->values, task,
                             error))
    return NULL;
  return g_steal_pointer (&points);
}
