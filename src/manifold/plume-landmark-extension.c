/* plume-landmark-extension.c: which landmarks a point lies among, and how near.
 *
 * Candidates are the point's own cell and the cells that share edges with it. With data, weights
 * that make the point out of its eight nearest landmarks (as locally linear embedding does: Roweis,
 * Saul 2000), so that what is flat stays flat and the rim is not drawn in; without, the sums of
 * kernel weights into each cell (as PHATE does). A landmark lies where it lies.
 */
#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "linalg/plume-small-cholesky.h"
#include "manifold/plume-landmarks.h"

#define LANDMARKS_A_POINT 8
#define MOST_CANDIDATES   64
#define POINTS_AT_A_TIME  512

/* What is added to the squares of landmarks about a point, in terms of their mean: noise across the
 * surface would else be made up by weights of both signs. */
#define STIFFNESS 0.02

typedef struct
{
  const PlumeLandmarks *landmarks;
  const PlumeGraph *graph;
  const PlumePoints *points; /* nullable */
  gsize *starts;             /* candidates of each cell, its own first, then by falling weight */
  guint32 *candidates;
  PlumeLandmarkWeights *weights;
} Extension;

typedef struct
{
  guint32 cell;
  double value;
} Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->value != y->value)
    return x->value > y->value ? -1 : 1;
  return x->cell < y->cell ? -1 : x->cell > y->cell;
}

/* Weights between cells: triplets summed by the sparse matrix. */
static PlumeSparse *
weigh_cells (const PlumeLandmarks *landmarks, const PlumeGraph *graph)
{
  const PlumeSparse *weights = graph->weights;
  g_autofree guint32 *rows = g_new (guint32, MAX (weights->n_entries, 1));
  g_autofree guint32 *columns = g_new (guint32, MAX (weights->n_entries, 1));
  g_autofree double *values = g_new (double, MAX (weights->n_entries, 1));
  gsize used = 0;

  for (gsize i = 0; i < landmarks->n; i++)
    for (gsize k = weights->starts[i]; k < weights->starts[i + 1]; k++)
      if (landmarks->cells[i] != landmarks->cells[weights->columns[k]])
        {
          rows[used] = landmarks->cells[i];
          columns[used] = landmarks->cells[weights->columns[k]];
          values[used++] = weights->values[k];
        }
  return plume_sparse_new_from_triplets (landmarks->m, landmarks->m, used, rows, columns, values);
}

static void
list_candidates (Extension *extension, const PlumeSparse *cells)
{
  gsize m = cells->n_rows, used = 0;
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (Candidate));

  extension->starts = g_new0 (gsize, m + 1);
  extension->candidates = g_new (guint32, cells->n_entries + m);
  for (guint32 a = 0; a < m; a++)
    {
      g_array_set_size (sorted, 0);
      for (gsize k = cells->starts[a]; k < cells->starts[a + 1]; k++)
        {
          Candidate candidate = { cells->columns[k], cells->values[k] };

          g_array_append_val (sorted, candidate);
        }
      g_array_sort (sorted, compare_candidates);
      extension->candidates[used++] = a;
      for (guint k = 0; k < MIN (sorted->len, MOST_CANDIDATES - 1); k++)
        extension->candidates[used++] = g_array_index (sorted, Candidate, k).cell;
      extension->starts[a + 1] = used;
    }
}

static double
square_distance (const PlumePoints *points, gsize a, gsize b)
{
  double sum = 0;

  for (gsize j = 0; j < points->p; j++)
    {
      double difference = points->values[a * points->p + j] - points->values[b * points->p + j];

      sum += difference * difference;
    }
  return sum;
}

/* Products of the ways from a point to landmarks. */
static void
multiply_ways (
    const Extension *extension, gsize i, const Candidate *values, gsize count, double *products)
{
  const PlumePoints *points = extension->points;
  const double *point = points->values + i * points->p;

  for (gsize a = 0; a < count; a++)
    for (gsize b = 0; b <= a; b++)
      {
        const double *one = points->values
                            + extension->landmarks->vertices[values[a].cell] * points->p,
                     *other = points->values
                              + extension->landmarks->vertices[values[b].cell] * points->p;
        double sum = 0;

        for (gsize j = 0; j < points->p; j++)
          sum += (one[j] - point[j]) * (other[j] - point[j]);
        products[a * count + b] = sum;
      }
}

/* w of least |x − Σ w l|², Σ w = 1. Returns: FALSE where all landmarks are at the point itself */
static gboolean
make_of_landmarks (const Extension *extension, gsize i, Candidate *values, gsize count)
{
  double products[LANDMARKS_A_POINT * LANDMARKS_A_POINT], w[LANDMARKS_A_POINT], mean = 0;

  multiply_ways (extension, i, values, count, products);
  for (gsize a = 0; a < count; a++)
    mean += products[a * count + a] / (double)count;
  for (gsize a = 0; a < count; a++)
    {
      products[a * count + a] += STIFFNESS * mean;
      w[a] = 1;
    }
  if (!plume_small_cholesky_factor (count, products))
    return FALSE;
  plume_small_cholesky_solve (count, products, w);
  for (gsize a = 0; a < count; a++)
    values[a].value = w[a];
  return TRUE;
}

/* Values of a point's nearest candidates. Returns: how many */
static gsize
value_by_distance (const Extension *extension, gsize i, Candidate *values)
{
  const PlumeLandmarks *landmarks = extension->landmarks;
  guint32 cell = landmarks->cells[i];
  gsize from = extension->starts[cell], count = extension->starts[cell + 1] - from;

  for (gsize k = 0; k < count; k++)
    {
      guint32 other = extension->candidates[from + k];

      values[k] =
          (Candidate){ other, -square_distance (extension->points, i, landmarks->vertices[other]) };
    }
  qsort (values, count, sizeof *values, compare_candidates);
  count = MIN (count, LANDMARKS_A_POINT);
  if (!make_of_landmarks (extension, i, values, count))
    for (gsize k = 0; k < count; k++)
      values[k].value = 1;
  return count;
}

static gsize
value_by_kernel (const Extension *extension, gsize i, Candidate *values)
{
  const PlumeSparse *weights = extension->graph->weights;
  const guint32 *cells = extension->landmarks->cells;
  gsize count = 1;

  values[0] = (Candidate){ cells[i], extension->graph->diagonal[i] };
  for (gsize k = weights->starts[i]; k < weights->starts[i + 1]; k++)
    {
      guint32 cell = cells[weights->columns[k]];
      gsize place = 0;

      while (place < count && values[place].cell != cell)
        place++;
      if (place == MOST_CANDIDATES)
        continue;
      if (place == count)
        values[count++] = (Candidate){ cell, 0 };
      values[place].value += weights->values[k];
    }
  qsort (values, count, sizeof *values, compare_candidates);
  return count;
}

static void
weigh_points (gsize from, gsize to, gpointer data)
{
  const Extension *extension = data;
  const PlumeLandmarks *landmarks = extension->landmarks;

  for (gsize i = from; i < to; i++)
    {
      guint32 *places = extension->weights->landmarks + i * LANDMARKS_A_POINT;
      float *weights = extension->weights->weights + i * LANDMARKS_A_POINT;
      Candidate values[MOST_CANDIDATES];
      double total = 0;
      gsize count;

      for (gsize k = 0; k < LANDMARKS_A_POINT; k++)
        places[k] = landmarks->cells[i];
      if (landmarks->vertices[landmarks->cells[i]] == i)
        {
          weights[0] = 1;
          continue;
        }
      count = extension->points != NULL ? value_by_distance (extension, i, values)
                                        : value_by_kernel (extension, i, values);
      count = MIN (count, LANDMARKS_A_POINT);
      for (gsize k = 0; k < count; k++)
        total += values[k].value;
      for (gsize k = 0; k < count; k++)
        {
          places[k] = values[k].cell;
          weights[k] = (float)(values[k].value / total);
        }
    }
}

/**
 * plume_landmarks_weigh:
 * @points: (nullable): of the vertices
 * @task: (nullable): cancels
 *
 * O(entries + 64 n p)
 *
 * Returns: (transfer full): eight landmarks and weights a point; where there are fewer, the rest
 * weigh nothing
 */
PlumeLandmarkWeights *
plume_landmarks_weigh (const PlumeLandmarks *landmarks,
                       const PlumeGraph *graph,
                       const PlumePoints *points,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (PlumeSparse) cells = weigh_cells (landmarks, graph);
  g_autoptr (PlumeLandmarkWeights) weights =
      plume_landmark_weights_new (landmarks->n, LANDMARKS_A_POINT);
  Extension extension = { landmarks, graph, points, NULL, NULL, weights };
  g_autofree gsize *starts = NULL;
  g_autofree guint32 *candidates = NULL;

  list_candidates (&extension, cells);
  starts = extension.starts;
  candidates = extension.candidates;
  if (!plume_parallel_for (landmarks->n, POINTS_AT_A_TIME, weigh_points, &extension, task, error))
    return NULL;
  return g_steal_pointer (&weights);
}
