/* plume-graph.c: the weighted graph of data, from neighbours or as given. */
#include "manifold/plume-graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"

#define SYMMETRY 1e-9 /* relative difference of a weight from that of the way back */

static void
clear_graph (gpointer data)
{
  PlumeGraph *graph = data;

  plume_sparse_unref (graph->weights);
  g_free (graph->lengths);
  g_free (graph->diagonal);
  g_free (graph->degrees);
  g_free (graph->kept);
}

PlumeGraph *
plume_graph_alloc (gsize n)
{
  PlumeGraph *graph = g_atomic_rc_box_new0 (PlumeGraph);

  graph->diagonal = g_new (double, MAX (n, 1));
  return graph;
}

PlumeGraph *
plume_graph_ref (PlumeGraph *graph)
{
  return g_atomic_rc_box_acquire (graph);
}

void
plume_graph_unref (PlumeGraph *graph)
{
  if (graph != NULL)
    g_atomic_rc_box_release_full (graph, clear_graph);
}

gsize
plume_graph_get_n (const PlumeGraph *graph)
{
  return graph->weights->n_rows;
}

gsize
plume_graph_get_bytes (const PlumeGraph *graph)
{
  gsize n = plume_graph_get_n (graph);

  return plume_sparse_get_bytes (graph->weights) + graph->weights->n_entries * sizeof (double)
         + 2 * n * sizeof (double) + (graph->kept != NULL ? n * sizeof (guint32) : 0);
}

/* Breadth first from a vertex: the last one reached, and how many edges away it is */
static guint32
sweep (const PlumeSparse *weights, guint32 start, guint32 *hops, guint32 *queue)
{
  gsize first = 0, last = 0;

  memset (hops, 0xff, weights->n_rows * sizeof *hops);
  hops[start] = 0;
  queue[last++] = start;
  while (first < last)
    {
      guint32 vertex = queue[first++];

      for (gsize e = weights->starts[vertex]; e < weights->starts[vertex + 1]; e++)
        if (hops[weights->columns[e]] == G_MAXUINT32)
          {
            hops[weights->columns[e]] = hops[vertex] + 1;
            queue[last++] = weights->columns[e];
          }
    }
  return queue[last - 1];
}

/* Of the piece of most vertices: from any vertex to the farthest, and from there to the farthest */
static gsize
measure_diameter (const PlumeSparse *weights, const guint32 *labels, gsize n_pieces)
{
  gsize n = weights->n_rows, largest = 0;
  g_autofree guint32 *hops = g_new (guint32, MAX (n, 1)), *queue = g_new (guint32, MAX (n, 1));
  g_autofree gsize *sizes = g_new0 (gsize, MAX (n_pieces, 1));
  guint32 start = 0, end;

  if (n == 0)
    return 1;
  for (gsize i = 0; i < n; i++)
    if (++sizes[labels[i]] > sizes[largest])
      largest = labels[i];
  while (labels[start] != largest)
    start++;
  end = sweep (weights, sweep (weights, start, hops, queue), hops, queue);
  return MAX (hops[end], 1);
}

/* What is left when weights and pieces are settled */
static void
finish (PlumeGraph *graph)
{
  const PlumeSparse *weights = graph->weights;
  gsize n = weights->n_rows;
  g_autofree guint32 *labels = g_new (guint32, MAX (n, 1));

  graph->degrees = g_new0 (double, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    for (gsize e = weights->starts[i]; e < weights->starts[i + 1]; e++)
      graph->degrees[i] += weights->values[e];
  graph->hop_diameter =
      measure_diameter (weights, labels, plume_graph_label_pieces (weights, labels));
}

/**
 * plume_graph_new:
 * @points: the data: where pieces are joined, the shortest edge is looked for among them
 * @metric: that of the neighbours
 * @neighbours: found with plume_graph_reach() of @options
 * @options: kernel, symmetry, anisotropy, and what is done with pieces
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_COMPUTE where no number of neighbours joins the pieces
 *
 * An edge that joins pieces has the weight w̃ (ℓ̃/ℓ)², where w̃ and ℓ̃ are the graph's median weight
 * and length: heat passes as over any other edge of its length.
 *
 * Returns: (transfer full): the graph; O(entries) and the search for joining edges
 */
PlumeGraph *
plume_graph_new (const PlumePoints *points,
                 PlumeMetric metric,
                 const PlumeNeighbours *neighbours,
                 const PlumeGraphOptions *options,
                 PlumeTask *task,
                 GError **error)
{
  g_autoptr (PlumeGraph) graph = plume_graph_alloc (neighbours->n);
  g_autofree guint32 *labels = g_new (guint32, neighbours->n);
  g_autoptr (PlumeTask) weighing = plume_task_new_part (task, 0, 0.5);
  g_autoptr (PlumeTask) joining = plume_task_new_part (task, 0.5, 1);
  gboolean is_done = TRUE;

  g_return_val_if_fail (points == NULL || points->n == neighbours->n, NULL);
  if (!plume_graph_apply_kernel (graph, neighbours, options, weighing, error))
    return NULL;
  graph->n_components = plume_graph_label_pieces (graph->weights, labels);
  if (graph->n_components > 1 && options->pieces != PLUME_PIECES_LARGEST && points == NULL)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("The graph falls into %zu"
             " pieces, and there are no coordinates to join them by; take more neighbours, "
             "or keep the largest piece"),
          graph->n_components);
      return NULL;
    }
  if (graph->n_components > 1 && options->pieces == PLUME_PIECES_JOIN)
    is_done = plume_graph_join_pieces (graph, points, metric, labels, graph->n_components, joining,
                                       error);
  else if (graph->n_components > 1 && options->pieces == PLUME_PIECES_LARGEST)
    plume_graph_keep_largest (graph, labels, graph->n_components);
  else if (graph->n_components > 1)
    is_done = plume_graph_apply_more (graph, points, metric, neighbours, options, joining, error);
  if (!is_done)
    return NULL;
  finish (graph);
  return g_steal_pointer (&graph);
}

static gboolean
check_weights (const PlumeSparse *weights, GError **error)
{
  g_autoptr (PlumeSparse) back = NULL;

  if (weights->n_rows != weights->n_columns)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("The weights are a matrix of %zu × %zu"
                      ", and a graph needs a square one"),
                   weights->n_rows, weights->n_columns);
      return FALSE;
    }
  back = plume_sparse_transpose (weights);
  for (gsize i = 0; i < weights->n_rows; i++)
    for (gsize e = weights->starts[i]; e < weights->starts[i + 1]; e++)
      {
        double weight = weights->values[e];

        if (!(weight >= 0) || isinf (weight))
          {
            g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                         _ ("The weight in row %zu"
                            ", column %u is %g; weights are finite and not negative"),
                         i + 1, weights->columns[e] + 1, weight);
            return FALSE;
          }
        if (fabs (weight - plume_sparse_get (back, i, weights->columns[e])) <= SYMMETRY * weight)
          continue;
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("The weight in row %zu"
                        ", column %u is not that of the way back; make the matrix symmetric"),
                     i + 1, weights->columns[e] + 1);
        return FALSE;
      }
  return TRUE;
}

/**
 * plume_graph_new_from_weights:
 * @weights: symmetric, ≥ 0; a diagonal that is stored is K_ii and no edge, else K_ii = 1
 * @lengths: (nullable): one an entry of @weights; 1/√w without
 * @pieces: %PLUME_PIECES_LARGEST keeps the largest; since nothing says how far pieces are from each
 * other, the other choices leave them apart, each with heat of its own
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA where the weights are none of a graph
 *
 * Returns: (transfer full): the graph; O(entries)
 */
PlumeGraph *
plume_graph_new_from_weights (const PlumeSparse *weights,
                              const double *lengths,
                              PlumePieces pieces,
                              PlumeTask *task,
                              GError **error)
{
  g_autoptr (PlumeGraph) graph = plume_graph_alloc (weights->n_rows);
  g_autofree guint32 *labels = g_new (guint32, MAX (weights->n_rows, 1));
  gsize kept = 0;

  if (!check_weights (weights, error) || !plume_task_check (task, error))
    return NULL;
  graph->weights = plume_sparse_new (weights->n_rows, weights->n_rows, weights->n_entries);
  graph->lengths = g_new (double, MAX (weights->n_entries, 1));
  for (gsize i = 0; i < weights->n_rows; i++)
    {
      graph->diagonal[i] = 1;
      for (gsize e = weights->starts[i]; e < weights->starts[i + 1]; e++)
        {
          guint32 j = weights->columns[e];

          if (i == j)
            graph->diagonal[i] = weights->values[e];
          else if (weights->values[e] > 0)
            {
              /* one number for both directions, whatever rounding a file has done */
              double back = plume_sparse_get (weights, j, i);

              graph->weights->columns[kept] = j;
              graph->weights->values[kept] = (weights->values[e] + back) / 2;
              graph->lengths[kept] =
                  lengths != NULL ? lengths[e] : 1 / sqrt (graph->weights->values[kept]);
              kept++;
            }
        }
      graph->weights->starts[i + 1] = kept;
    }
  graph->weights->n_entries = kept;
  graph->n_components = plume_graph_label_pieces (graph->weights, labels);
  if (graph->n_components > 1 && pieces == PLUME_PIECES_LARGEST)
    plume_graph_keep_largest (graph, labels, graph->n_components);
  finish (graph);
  return g_steal_pointer (&graph);
}

/* The graph without some entries of its weights, both ways of each edge; the vertices stay. */
PlumeGraph *
plume_graph_without (const PlumeGraph *graph, const gboolean *is_out)
{
  const PlumeSparse *all = graph->weights;
  gsize n = all->n_rows, kept = 0;
  PlumeGraph *rest = plume_graph_alloc (n);

  rest->weights = plume_sparse_new (n, n, all->n_entries);
  rest->lengths = g_new (double, MAX (all->n_entries, 1));
  memcpy (rest->diagonal, graph->diagonal, n * sizeof (double));
  rest->kept = g_memdup2 (graph->kept, graph->kept != NULL ? n * sizeof (guint32) : 0);
  rest->k = graph->k;
  rest->n_components = graph->n_components;
  rest->n_joined = graph->n_joined;
  for (gsize i = 0; i < n; i++)
    {
      for (gsize e = all->starts[i]; e < all->starts[i + 1]; e++)
        if (!is_out[e])
          {
            rest->weights->columns[kept] = all->columns[e];
            rest->weights->values[kept] = all->values[e];
            rest->lengths[kept++] = graph->lengths[e];
          }
      rest->weights->starts[i + 1] = kept;
    }
  rest->weights->n_entries = kept;
  finish (rest);
  return rest;
}
