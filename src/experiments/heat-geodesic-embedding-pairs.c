/* heat-geodesic-embedding-pairs.c: graphs that were opened, not made: distances between all pairs,
 * or affinities; and the sample with stages of time.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_PAIRED 20000 /* samples of a dense matrix of distances */

static PlumeSparse *
sparse_of (const PlumeBlock *pairs)
{
  gsize n = pairs->n_rows, n_entries = 0, k = 0;
  PlumeSparse *sparse;

  if (pairs->sparse != NULL)
    return plume_sparse_ref (pairs->sparse);
  for (gsize i = 0; i < n * n; i++)
    n_entries += pairs->dense->values[i] != 0;
  sparse = plume_sparse_new (n, n, n_entries);
  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        if (pairs->dense->values[i * n + j] != 0)
          {
            sparse->columns[k] = (guint32)j;
            sparse->values[k++] = pairs->dense->values[i * n + j];
          }
      sparse->starts[i + 1] = k;
    }
  return sparse;
}

/**
 * hg_graph_of_pairs:
 * @pairs: distances or affinities
 * @k: neighbours that are joined, of distances
 *
 * Returns: (transfer full) (nullable): the graph
 */
PlumeGraph *
hg_graph_of_pairs (const PlumeBlock *pairs,
                   gsize k,
                   const PlumeGraphOptions *options,
                   PlumeTask *task,
                   GError **error)
{
  g_autoptr (PlumeSparse) weights = NULL;

  if (pairs->kind == PLUME_BLOCK_DISTANCES)
    {
      g_autoptr (PlumeNeighbours) neighbours = NULL;

      if (pairs->dense == NULL || pairs->n_rows > MOST_PAIRED)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("Distances are read as a full matrix of at most %d samples; open the "
                          "features, or affinities, instead"),
                       MOST_PAIRED);
          return NULL;
        }
      neighbours = plume_neighbours_new_from_distances (pairs->n_rows, pairs->dense->values, k,
                                                        plume_graph_reach (options), task, error);
      return neighbours != NULL
                 ? plume_graph_new (NULL, PLUME_METRIC_EUCLIDEAN, neighbours, options, task, error)
                 : NULL;
    }
  weights = sparse_of (pairs);
  return plume_graph_new_from_weights (weights, NULL, options->pieces, task, error);
}

#define BRANCHES  4
#define STAGES    6
#define PER_STAGE 100
#define GENES     20
#define BREADTH   0.35

/* Cells that branch twice while they grow older: a walk in the space of genes whose steps are the
 * same for all cells of a branch, with noise on every cell; seed 1. */
static void
grow_cell (guint cell, guint stage, double place[GENES])
{
  PlumeStream stream = plume_stream (1, "cell", cell);
  double age = stage + plume_stream_uniform (&stream) * 0.9;
  guint branch = (guint)(plume_stream_uniform (&stream) * BRANCHES) % BRANCHES;

  memset (place, 0, GENES * sizeof (double));
  for (guint s = 0; s < STAGES; s++)
    {
      /* one stem, two limbs from stage 2, four twigs from stage 4 */
      guint limb = s < 2 ? 0 : s < 4 ? 1 + branch / 2 : 3 + branch;
      PlumeStream step = plume_stream (1, "branch", 16 * s + limb);
      double share = CLAMP (age - s, 0, 1);

      for (guint g = 0; g < GENES; g++)
        place[g] += share * plume_stream_normal (&step);
    }
  for (guint g = 0; g < GENES; g++)
    place[g] += BREADTH * plume_stream_normal (&stream);
}

/**
 * hg_make_growing_tree:
 *
 * Returns: (transfer full): 600 made cells with 20 genes and the stage in which each was taken
 */
PlumeDataset *
hg_make_growing_tree (GError **error)
{
  PlumeDataset *dataset = plume_dataset_new ("growing-tree");
  PlumeTable *table = plume_table_new ("growing-tree");
  guint n = STAGES * PER_STAGE;
  PlumeArray *stages = plume_array_new (n);
  PlumeArray *genes[GENES];

  for (guint g = 0; g < GENES; g++)
    genes[g] = plume_array_new (n);
  for (guint i = 0; i < n; i++)
    {
      double place[GENES];

      grow_cell (i, i / PER_STAGE, place);
      stages->values[i] = i / PER_STAGE + 1;
      for (guint g = 0; g < GENES; g++)
        genes[g]->values[i] = place[g];
    }
  plume_table_add_numbers (table, "stage", NULL, stages);
  for (guint g = 0; g < GENES; g++)
    {
      g_autofree char *title = g_strdup_printf ("gene %u", g + 1);

      plume_table_add_numbers (table, title, NULL, genes[g]);
    }
  plume_dataset_take_table (dataset, table);
  return dataset;
}
