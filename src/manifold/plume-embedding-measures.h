/* plume-embedding-measures.h: how well distances and pictures keep what they should, each as a
 * number (sheet §2.13).
 *
 * A measure compares estimated distances or a picture with true distances, the data, or labels; it
 * knows no method. A row of the table is a measure; results are deterministic.
 */
#pragma once

#include "core/plume-task.h"
#include "manifold/plume-distances.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

/**
 * PlumeEmbeddingInput:
 * @truth: (nullable): G, m × m
 * @estimate: (nullable): D, m × m
 * @data: (nullable): X, n × p
 * @picture: (nullable): Y, n × d
 * @labels: (nullable): n codes from 0; NaN for none
 * @n_labels: of them
 * @k: neighbours that count
 * @seed: of subsets and of the starts of clusters
 *
 * Everything is borrowed.
 */
typedef struct
{
  const PlumeDistances *truth, *estimate;
  const PlumePoints *data, *picture;
  const PlumeArray *labels;
  guint n_labels;
  gsize k;
  guint64 seed;
} PlumeEmbeddingInput;

typedef enum
{
  PLUME_NEEDS_TRUTH = 1 << 0,
  PLUME_NEEDS_ESTIMATE = 1 << 1,
  PLUME_NEEDS_DATA = 1 << 2,
  PLUME_NEEDS_PICTURE = 1 << 3,
  PLUME_NEEDS_LABELS = 1 << 4,
} PlumeEmbeddingNeeds;

/**
 * PlumeEmbeddingMeasure:
 * @ideal: the value of a perfect picture
 * @measure: NaN where it does not apply; %FALSE when cancelled
 */
typedef struct
{
  const char *id, *title, *help;
  PlumeEmbeddingNeeds needs;
  double ideal;
  gboolean (*measure) (const PlumeEmbeddingInput *input,
                       double *value,
                       PlumeTask *task,
                       GError **error);
} PlumeEmbeddingMeasure;

extern const PlumeEmbeddingMeasure plume_embedding_measures[]; /* ended by an entry without id */
const PlumeEmbeddingMeasure *plume_embedding_measure_find (const char *id);

/* NaN where the input lacks what the measure needs; else as its measure(). */
gboolean plume_embedding_measure (const PlumeEmbeddingMeasure *measure,
                                  const PlumeEmbeddingInput *input,
                                  double *value,
                                  PlumeTask *task,
                                  GError **error);

/* Ranks 1 … n of values, ties at their middle. O(n log n). order: n scratch, in the end the values'
 * order. */
void plume_mid_ranks (gsize n, const double *values, double *ranks, guint32 *order);
double plume_pearson (gsize n, const double *x, const double *y);

/* k-means++ with 10 starts on columns brought to mean 0 and deviation 1: n codes. */
PlumeArray *plume_picture_clusters (
    const PlumePoints *picture, guint n_clusters, guint64 seed, PlumeTask *task, GError **error);

G_END_DECLS
