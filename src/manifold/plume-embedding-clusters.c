/* plume-embedding-clusters.c: do groups in the picture agree with labels?
 *
 * k-means++ (Arthur & Vassilvitskii 2007) with ten starts on standardised coordinates, then the
 * adjusted Rand index (Hubert & Arabie 1985), normalised mutual information, homogeneity and
 * completeness (Rosenberg & Hirschberg 2007); the silhouette (Rousseeuw 1987) needs no clusters.
 */
#include "manifold/plume-embedding-measures-private.h"

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define STARTS          10
#define MOST_ROUNDS     100
#define MOST_SILHOUETTE 3000
#define QUERIES         4

/* Each coordinate with mean 0 and deviation 1. */
static double *
standardise (const PlumePoints *points)
{
  double *values = g_memdup2 (points->values, points->n * points->p * sizeof (double));

  for (gsize c = 0; c < points->p; c++)
    {
      double mean = 0, square = 0;

      for (gsize i = 0; i < points->n; i++)
        mean += values[i * points->p + c];
      mean /= (double)points->n;
      for (gsize i = 0; i < points->n; i++)
        square += pow (values[i * points->p + c] - mean, 2);
      square = sqrt (square / (double)points->n);
      for (gsize i = 0; i < points->n; i++)
        values[i * points->p + c] = (values[i * points->p + c] - mean) / (square > 0 ? square : 1);
    }
  return values;
}

static double
squared_distance (gsize p, const double *a, const double *b)
{
  double sum = 0;

  for (gsize c = 0; c < p; c++)
    sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

/* Each next centre is a point, drawn with its squared distance to the nearest one. */
static void
seed_centres (gsize n, gsize p, const double *x, guint k, PlumeStream *stream, double *centres)
{
  g_autofree double *nearest = g_new (double, n);
  gsize chosen = MIN (n - 1, (gsize)(plume_stream_uniform (stream) * (double)n));

  for (gsize i = 0; i < n; i++)
    nearest[i] = INFINITY;
  for (guint l = 0; l < k; l++)
    {
      double sum = 0, target;

      memcpy (centres + l * p, x + chosen * p, p * sizeof (double));
      for (gsize i = 0; i < n; i++)
        {
          nearest[i] = MIN (nearest[i], squared_distance (p, x + i * p, centres + l * p));
          sum += nearest[i];
        }
      target = plume_stream_uniform (stream) * sum;
      chosen = n - 1;
      for (gsize i = 0; i < n; i++)
        if ((target -= nearest[i]) < 0)
          {
            chosen = i;
            break;
          }
    }
}

/* Gives every point to its nearest centre; TRUE where some point changed. inertia: Σ distance². */
static gboolean
assign (gsize n,
        gsize p,
        const double *x,
        guint k,
        const double *centres,
        double *codes,
        double *inertia)
{
  gboolean changed = FALSE;

  *inertia = 0;
  for (gsize i = 0; i < n; i++)
    {
      guint best = 0;
      double least = INFINITY;

      for (guint l = 0; l < k; l++)
        {
          double distance = squared_distance (p, x + i * p, centres + l * p);

          if (distance < least)
            {
              least = distance;
              best = l;
            }
        }
      changed |= codes[i] != best;
      codes[i] = best;
      *inertia += least;
    }
  return changed;
}

static void
move_centres (gsize n, gsize p, const double *x, guint k, const double *codes, double *centres)
{
  g_autofree gsize *members = g_new0 (gsize, k);
  g_autofree double *sums = g_new0 (double, k *p);

  for (gsize i = 0; i < n; i++)
    {
      guint l = (guint)codes[i];

      members[l]++;
      for (gsize c = 0; c < p; c++)
        sums[l * p + c] += x[i * p + c];
    }
  for (guint l = 0; l < k; l++)
    for (gsize c = 0; members[l] > 0 && c < p; c++)
      centres[l * p + c] = sums[l * p + c] / (double)members[l];
}

/**
 * plume_picture_clusters:
 * @picture: n × d
 * @n_clusters: k ≤ n
 *
 * Returns: (transfer full) (nullable): the cluster of every point, of the best of ten starts; %NULL
 * when cancelled. O(n k d) a round.
 */
PlumeArray *
plume_picture_clusters (
    const PlumePoints *picture, guint n_clusters, guint64 seed, PlumeTask *task, GError **error)
{
  gsize n = picture->n, p = picture->p;
  g_autofree double *x = standardise (picture), *centres = g_new (double, n_clusters *p);
  g_autoptr (PlumeArray) best = plume_array_new (n);
  g_autoptr (PlumeArray) codes = plume_array_new (n);
  double least = INFINITY;

  for (guint start = 0; start < STARTS; start++)
    {
      PlumeStream stream = plume_stream (seed, "clusters", start);
      double inertia = INFINITY;

      if (!plume_task_check (task, error))
        return NULL;
      seed_centres (n, p, x, n_clusters, &stream, centres);
      for (gsize i = 0; i < n; i++)
        codes->values[i] = -1;
      for (guint round = 0;
           round < MOST_ROUNDS && assign (n, p, x, n_clusters, centres, codes->values, &inertia);
           round++)
        {
          if (!plume_task_check (task, error))
            return NULL;
          move_centres (n, p, x, n_clusters, codes->values, centres);
        }
      if (inertia < least)
        {
          least = inertia;
          memcpy (best->values, codes->values, n * sizeof (double));
        }
    }
  return g_steal_pointer (&best);
}

/**
 * Contingency: how many points have each label and each cluster
 */
typedef struct
{
  guint n_labels, n_clusters;
  double n;
  double *cells, *of_label, *of_cluster;
} Contingency;

static void
clear_contingency (Contingency *table)
{
  g_free (table->cells);
  g_free (table->of_label);
  g_free (table->of_cluster);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contingency, clear_contingency)

static gboolean
count_contingency (const PlumeEmbeddingInput *input,
                   Contingency *table,
                   PlumeTask *task,
                   GError **error)
{
  guint k = MIN (input->n_labels, (guint)input->picture->n);
  g_autoptr (PlumeArray) clusters =
      plume_picture_clusters (input->picture, MAX (k, 1), input->seed, task, error);

  if (clusters == NULL)
    return FALSE;
  table->n_labels = MAX (input->n_labels, 1);
  table->n_clusters = MAX (k, 1);
  table->cells = g_new0 (double, table->n_labels * table->n_clusters);
  table->of_label = g_new0 (double, table->n_labels);
  table->of_cluster = g_new0 (double, table->n_clusters);
  for (gsize i = 0; i < clusters->length; i++)
    if (input->labels->values[i] >= 0) /* not for NaN */
      {
        guint label = (guint)input->labels->values[i], cluster = (guint)clusters->values[i];

        table->cells[label * table->n_clusters + cluster]++;
        table->of_label[label]++;
        table->of_cluster[cluster]++;
        table->n++;
      }
  return TRUE;
}

static double
pairs (gsize n, const double *counts)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += counts[i] * (counts[i] - 1) / 2;
  return sum;
}

static double
entropy (gsize n, const double *counts, double total)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    if (counts[i] > 0)
      sum -= counts[i] / total * log (counts[i] / total);
  return sum;
}

static double
mutual_information (const Contingency *table)
{
  return entropy (table->n_labels, table->of_label, table->n)
         + entropy (table->n_clusters, table->of_cluster, table->n)
         - entropy (table->n_labels * table->n_clusters, table->cells, table->n);
}

/* (Σ C(n_ij, 2) − E)/(½ (Σ C(a_i, 2) + Σ C(b_j, 2)) − E) */
static double
rand_index (const Contingency *table)
{
  double together = pairs (table->n_labels * table->n_clusters, table->cells),
         a = pairs (table->n_labels, table->of_label),
         b = pairs (table->n_clusters, table->of_cluster),
         expected = a * b / (table->n * (table->n - 1) / 2);

  return (together - expected) / (0.5 * (a + b) - expected);
}

static double
normalised_information (const Contingency *table)
{
  double mean = 0.5
                * (entropy (table->n_labels, table->of_label, table->n)
                   + entropy (table->n_clusters, table->of_cluster, table->n));

  return mean > 0 ? mutual_information (table) / mean : 1;
}

static double
homogeneity (const Contingency *table)
{
  double labels = entropy (table->n_labels, table->of_label, table->n);

  return labels > 0 ? mutual_information (table) / labels : 1;
}

static double
completeness (const Contingency *table)
{
  double clusters = entropy (table->n_clusters, table->of_cluster, table->n);

  return clusters > 0 ? mutual_information (table) / clusters : 1;
}

static double
v_measure (const Contingency *table)
{
  double h = homogeneity (table), c = completeness (table);

  return h + c > 0 ? 2 * h * c / (h + c) : 0;
}

static gboolean
measure_contingency (const PlumeEmbeddingInput *input,
                     double (*function) (const Contingency *table),
                     double *value,
                     PlumeTask *task,
                     GError **error)
{
  g_auto (Contingency) table = { 0 };

  if (!count_contingency (input, &table, task, error))
    return FALSE;
  *value = table.n > 1 ? function (&table) : NAN;
  return TRUE;
}

gboolean
plume_measure_rand (const PlumeEmbeddingInput *input,
                    double *value,
                    PlumeTask *task,
                    GError **error)
{
  return measure_contingency (input, rand_index, value, task, error);
}

gboolean
plume_measure_information (const PlumeEmbeddingInput *input,
                           double *value,
                           PlumeTask *task,
                           GError **error)
{
  return measure_contingency (input, normalised_information, value, task, error);
}

gboolean
plume_measure_homogeneity (const PlumeEmbeddingInput *input,
                           double *value,
                           PlumeTask *task,
                           GError **error)
{
  return measure_contingency (input, homogeneity, value, task, error);
}

gboolean
plume_measure_completeness (const PlumeEmbeddingInput *input,
                            double *value,
                            PlumeTask *task,
                            GError **error)
{
  return measure_contingency (input, completeness, value, task, error);
}

gboolean
plume_measure_v (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error)
{
  return measure_contingency (input, v_measure, value, task, error);
}

typedef struct
{
  const PlumeEmbeddingInput *input;
  const guint32 *members; /* points with a label */
  gsize n_members, stride;
  double *values;
} Silhouette;

/* (b − a)/max (a, b): a the mean distance within the label, b to the nearest other label. */
static double
silhouette_of (const Silhouette *silhouette, gsize i)
{
  const PlumePoints *picture = silhouette->input->picture;
  const double *codes = silhouette->input->labels->values;
  guint n_labels = silhouette->input->n_labels, own = (guint)codes[i];
  g_autofree double *sums = g_new0 (double, n_labels), *counts = g_new0 (double, n_labels);
  double other = INFINITY, within;

  for (gsize l = 0; l < silhouette->n_members; l++)
    {
      gsize j = silhouette->members[l];

      sums[(guint)codes[j]] += sqrt (squared_distance (picture->p, picture->values + i * picture->p,
                                                       picture->values + j * picture->p));
      counts[(guint)codes[j]]++;
    }
  if (counts[own] < 2)
    return 0;
  within = sums[own] / (counts[own] - 1);
  for (guint l = 0; l < n_labels; l++)
    if (l != own && counts[l] > 0)
      other = MIN (other, sums[l] / counts[l]);
  return MAX (within, other) > 0 ? (other - within) / MAX (within, other) : 0;
}

static void
measure_members (gsize from, gsize to, gpointer data)
{
  const Silhouette *silhouette = data;

  for (gsize q = from; q < to; q++)
    silhouette->values[q] = silhouette_of (silhouette, silhouette->members[q * silhouette->stride]);
}

gboolean
plume_measure_silhouette (const PlumeEmbeddingInput *input,
                          double *value,
                          PlumeTask *task,
                          GError **error)
{
  gsize n = input->picture->n, n_members = 0, stride, n_queries;
  gboolean differ = FALSE;
  g_autofree guint32 *members = g_new (guint32, MAX (n, 1));
  g_autofree double *values = NULL;
  Silhouette silhouette;

  *value = NAN;
  for (gsize i = 0; i < n; i++)
    if (input->labels->values[i] >= 0)
      {
        members[n_members++] = (guint32)i;
        differ |= input->labels->values[i] != input->labels->values[members[0]];
      }
  if (!differ)
    return TRUE;
  stride = (n_members + MOST_SILHOUETTE - 1) / MOST_SILHOUETTE;
  n_queries = (n_members + stride - 1) / stride;
  values = g_new (double, n_queries);
  silhouette = (Silhouette){ input, members, n_members, stride, values };
  if (!plume_parallel_for (n_queries, QUERIES, measure_members, &silhouette, task, error))
    return FALSE;
  *value = plume_sum (values, n_queries) / (double)n_queries;
  return TRUE;
}
