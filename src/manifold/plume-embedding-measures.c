/* plume-embedding-measures.c: the table, and measures of distances: correlation, norms, neighbours
 * kept.
 *
 * Rows are compared with their own entry included, as Huguet et al. 2023 do.
 */
#include "manifold/plume-embedding-measures.h"

#include "core/plume-parallel.h"
#include "manifold/plume-embedding-measures-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ROWS 16

typedef double (*RowFunc) (const PlumeEmbeddingInput *input, gsize row);

typedef struct
{
  const PlumeEmbeddingInput *input;
  RowFunc function;
  double *values;
} Rows;

static void
measure_rows (gsize from, gsize to, gpointer data)
{
  const Rows *rows = data;

  for (gsize i = from; i < to; i++)
    rows->values[i] = rows->function (rows->input, i);
}

/* Mean over rows; rows without a value are left out. */
static gboolean
mean_over_rows (const PlumeEmbeddingInput *input,
                RowFunc function,
                double *mean,
                PlumeTask *task,
                GError **error)
{
  gsize n = input->truth->m, used = 0;
  g_autofree double *values = g_new (double, n);
  Rows rows = { input, function, values };

  if (!plume_parallel_for (n, ROWS, measure_rows, &rows, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!isnan (values[i]))
      values[used++] = values[i];
  *mean = used > 0 ? plume_sum (values, used) / (double)used : NAN;
  return TRUE;
}

static double
row_spearman (const PlumeEmbeddingInput *input, gsize row)
{
  gsize n = input->truth->m;
  g_autofree double *a = g_new (double, n), *b = g_new (double, n);
  g_autofree guint32 *order = g_new (guint32, n);

  plume_mid_ranks (n, input->estimate->values + row * n, a, order);
  plume_mid_ranks (n, input->truth->values + row * n, b, order);
  return plume_pearson (n, a, b);
}

static double
row_pearson (const PlumeEmbeddingInput *input, gsize row)
{
  gsize n = input->truth->m;

  return plume_pearson (n, input->estimate->values + row * n, input->truth->values + row * n);
}

/* The share of the k nearest by D that are among the k nearest by G; the point itself is none. */
static double
row_kept (const PlumeEmbeddingInput *input, gsize row)
{
  gsize n = input->truth->m, k = MIN (input->k, n - 1), kept = 0;
  g_autofree guint8 *near = g_new0 (guint8, n);
  g_autofree guint32 *a = g_new (guint32, k), *b = g_new (guint32, k);

  if (k == 0)
    return NAN;
  plume_nearest_in_row (n, input->estimate->values + row * n, row, k, a);
  plume_nearest_in_row (n, input->truth->values + row * n, row, k, b);
  for (gsize i = 0; i < k; i++)
    near[b[i]] = 1;
  for (gsize i = 0; i < k; i++)
    kept += near[a[i]];
  return (double)kept / (double)k;
}

static gboolean
measure_spearman (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error)
{
  return mean_over_rows (input, row_spearman, value, task, error);
}

static gboolean
measure_pearson (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error)
{
  return mean_over_rows (input, row_pearson, value, task, error);
}

static gboolean
measure_kept (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error)
{
  return mean_over_rows (input, row_kept, value, task, error);
}

static double *
upper_triangle (const PlumeDistances *distances)
{
  gsize n = distances->m, k = 0;
  double *values = g_new (double, MAX (n * (n - 1) / 2, 1));

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      values[k++] = distances->values[i * n + j];
  return values;
}

static gboolean
measure_spearman_pairs (const PlumeEmbeddingInput *input,
                        double *value,
                        PlumeTask *task,
                        GError **error)
{
  gsize n = input->truth->m * (input->truth->m - 1) / 2;
  g_autofree double *a = upper_triangle (input->estimate), *b = upper_triangle (input->truth);
  g_autofree double *rank_a = g_new (double, MAX (n, 1)), *rank_b = g_new (double, MAX (n, 1));
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));

  if (n < 2)
    {
      *value = NAN;
      return TRUE;
    }
  plume_mid_ranks (n, a, rank_a, order);
  if (!plume_task_check (task, error))
    return FALSE;
  plume_mid_ranks (n, b, rank_b, order);
  *value = plume_pearson (n, rank_a, rank_b);
  return plume_task_check (task, error);
}

typedef struct
{
  double dd, dg, gg, difference, most_difference, most_g;
} Norms;

/* Of cD and G, summed row by row. */
static Norms
compute_norms (const PlumeEmbeddingInput *input, double c)
{
  gsize n = input->truth->m;
  Norms norms = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      Norms row = { 0 };

      for (gsize j = 0; j < n; j++)
        {
          double d = c * input->estimate->values[i * n + j], g = input->truth->values[i * n + j];

          row.dd += d * d;
          row.dg += d * g;
          row.gg += g * g;
          row.difference += (d - g) * (d - g);
          norms.most_difference = MAX (norms.most_difference, fabs (d - g));
          norms.most_g = MAX (norms.most_g, g);
        }
      norms.dd += row.dd;
      norms.dg += row.dg;
      norms.gg += row.gg;
      norms.difference += row.difference;
    }
  return norms;
}

static gboolean
measure_frobenius (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error)
{
  Norms norms = compute_norms (input, 1);

  *value = sqrt (norms.difference / norms.gg);
  return plume_task_check (task, error);
}

/* c = ΣDG/ΣD²; its error is summed anew, since ΣG² − (ΣDG)²/ΣD² would lose half the digits of a
 * small one. */
static gboolean
measure_frobenius_scaled (const PlumeEmbeddingInput *input,
                          double *value,
                          PlumeTask *task,
                          GError **error)
{
  Norms norms = compute_norms (input, 1);

  norms = compute_norms (input, norms.dd > 0 ? norms.dg / norms.dd : 1);
  *value = sqrt (norms.difference / norms.gg);
  return plume_task_check (task, error);
}

static gboolean
measure_greatest (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error)
{
  Norms norms = compute_norms (input, 1);

  *value = norms.most_difference / norms.most_g;
  return plume_task_check (task, error);
}

#define OF_DISTANCES (PLUME_NEEDS_TRUTH | PLUME_NEEDS_ESTIMATE)
#define OF_PICTURE   (PLUME_NEEDS_DATA | PLUME_NEEDS_PICTURE)
#define OF_CLUSTERS  (PLUME_NEEDS_PICTURE | PLUME_NEEDS_LABELS)

const PlumeEmbeddingMeasure plume_embedding_measures[] = {
  { "spearman", N_ ("Rank correlation"), N_ ("Of the distances from each point, in the mean"),
    OF_DISTANCES, 1, measure_spearman },
  { "spearman-pairs", N_ ("Rank correlation of pairs"), NULL, OF_DISTANCES, 1,
    measure_spearman_pairs },
  { "pearson", N_ ("Correlation"), N_ ("Of the distances from each point, in the mean"),
    OF_DISTANCES, 1, measure_pearson },
  { "frobenius", N_ ("Error"), N_ ("‖D − G‖/‖G‖"), OF_DISTANCES, 0, measure_frobenius },
  { "frobenius-scaled", N_ ("Error at the best scale"), NULL, OF_DISTANCES, 0,
    measure_frobenius_scaled },
  { "greatest", N_ ("Greatest error"), N_ ("Beside the greatest distance"), OF_DISTANCES, 0,
    measure_greatest },
  { "neighbours-kept", N_ ("Neighbours kept"), N_ ("Of the nearest, by true distance"),
    OF_DISTANCES, 1, measure_kept },
  { "trustworthiness", N_ ("Trustworthiness"),
    N_ ("Neighbours in the picture are ones in the data"), OF_PICTURE, 1,
    plume_measure_trustworthiness },
  { "continuity", N_ ("Continuity"), N_ ("Neighbours in the data are ones in the picture"),
    OF_PICTURE, 1, plume_measure_continuity },
  { "silhouette", N_ ("Silhouette"), N_ ("How far labels stand apart in the picture"), OF_CLUSTERS,
    1, plume_measure_silhouette },
  { "rand", N_ ("Adjusted Rand index"), N_ ("Of clusters in the picture and labels"), OF_CLUSTERS,
    1, plume_measure_rand },
  { "mutual-information", N_ ("Mutual information"), N_ ("Normalised; of clusters and labels"),
    OF_CLUSTERS, 1, plume_measure_information },
  { "homogeneity", N_ ("Homogeneity"), N_ ("Clusters hold one label each"), OF_CLUSTERS, 1,
    plume_measure_homogeneity },
  { "completeness", N_ ("Completeness"), N_ ("Labels lie in one cluster each"), OF_CLUSTERS, 1,
    plume_measure_completeness },
  { "v-measure", N_ ("V-measure"), N_ ("Harmonic mean of the two"), OF_CLUSTERS, 1,
    plume_measure_v },
  { NULL },
};

const PlumeEmbeddingMeasure *
plume_embedding_measure_find (const char *id)
{
  for (const PlumeEmbeddingMeasure *measure = plume_embedding_measures; measure->id != NULL;
       measure++)
    if (strcmp (measure->id, id) == 0)
      return measure;
  return NULL;
}

/**
 * plume_embedding_measure:
 * @value: (out): the number; NaN where it does not apply
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_embedding_measure (const PlumeEmbeddingMeasure *measure,
                         const PlumeEmbeddingInput *input,
                         double *value,
                         PlumeTask *task,
                         GError **error)
{
  PlumeEmbeddingNeeds has = (input->truth != NULL ? PLUME_NEEDS_TRUTH : 0)
                            | (input->estimate != NULL ? PLUME_NEEDS_ESTIMATE : 0)
                            | (input->data != NULL ? PLUME_NEEDS_DATA : 0)
                            | (input->picture != NULL ? PLUME_NEEDS_PICTURE : 0)
                            | (input->labels != NULL ? PLUME_NEEDS_LABELS : 0);

  *value = NAN;
  if ((measure->needs & has) != measure->needs)
    return TRUE;
  return measure->measure (input, value, task, error);
}
