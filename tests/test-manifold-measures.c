/* test-manifold-measures.c: numbers that judge pictures: ideal for perfect ones, right where they
 * can be had by hand, equal to independent tables; and what stands beside them: Shepard's pairs, an
 * order of points, transport, a withheld stage of time. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "data/plume-npy-writer.h"
#include "data/plume-npy.h"
#include "heat-graph.h"
#include "linalg/plume-coupling.h"
#include "linalg/plume-transport.h"
#include "manifold/plume-embedding-measures.h"
#include "manifold/plume-embedding.h"
#include "manifold/plume-heat-geodesic.h"
#include "manifold/plume-seriation.h"
#include "manifold/plume-shepard.h"
#include "manifold/plume-stages.h"

#include <stdlib.h>

static PlumePoints *
draw (gsize n, gsize p, guint64 seed)
{
  PlumePoints *points = plume_points_new (n, p);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "test", i);

      for (gsize c = 0; c < p; c++)
        points->values[i * p + c] = plume_stream_normal (&stream);
    }
  return points;
}

static PlumePoints *
points_of (gsize n, gsize p, const double *values)
{
  PlumePoints *points = plume_points_new (n, p);

  memcpy (points->values, values, n * p * sizeof (double));
  return points;
}

static PlumeDistances *
measure (const PlumePoints *points)
{
  gsize m = points->n;
  PlumeDistances *distances = plume_distances_new (m);

  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      {
        double sum = 0;

        for (gsize c = 0; c < points->p; c++)
          sum += pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
        distances->values[i * m + j] = distances->values[j * m + i] = sqrt (sum);
      }
  return distances;
}

static double
judge (const char *id, const PlumeEmbeddingInput *input)
{
  g_autoptr (GError) error = NULL;
  const PlumeEmbeddingMeasure *measure_of = plume_embedding_measure_find (id);
  double value;

  g_assert_nonnull (measure_of);
  g_assert_true (plume_embedding_measure (measure_of, input, &value, NULL, &error));
  g_assert_no_error (error);
  return value;
}

static void
assert_near (double value, double expected, double tolerance)
{
  if (!(fabs (value - expected) <= tolerance))
    g_error ("%.12g is not %.12g to %.2g", value, expected, tolerance);
}

/* Points of a label on one place, places far apart: nothing is left to wish for. */
static void
test_perfect (void)
{
  const double corners[] = { 0, 0, 10, 0, 0, 7 };
  g_autoptr (PlumePoints) places = plume_points_new (36, 2);
  g_autoptr (PlumeArray) labels = plume_array_new (36);
  g_autoptr (PlumeDistances) distances = NULL;

  for (gsize i = 0; i < 36; i++)
    {
      labels->values[i] = (double)(i % 3);
      memcpy (places->values + 2 * i, corners + 2 * (i % 3), 2 * sizeof (double));
    }
  distances = measure (places);
  for (const PlumeEmbeddingMeasure *one = plume_embedding_measures; one->id != NULL; one++)
    {
      PlumeEmbeddingInput input = { distances, distances, places, places, labels, 3, 5, 1 };

      g_test_message ("%s", one->id);
      assert_near (judge (one->id, &input), one->ideal, 1e-12);
    }
}

static void
test_perfect_cloud (void)
{
  g_autoptr (PlumePoints) places = draw (150, 3, 1);
  g_autoptr (PlumeDistances) distances = measure (places);

  for (const PlumeEmbeddingMeasure *one = plume_embedding_measures; one->id != NULL; one++)
    {
      PlumeEmbeddingInput input = { distances, distances, places, places, NULL, 0, 12, 1 };

      if (one->needs & PLUME_NEEDS_LABELS)
        g_assert_true (isnan (judge (one->id, &input)));
      else
        assert_near (judge (one->id, &input), one->ideal, 1e-12);
    }
}

/* A picture that has nothing to do with the data */
static void
test_worthless (void)
{
  g_autoptr (PlumePoints) data = draw (400, 3, 1);
  g_autoptr (PlumePoints) places = draw (400, 2, 2);
  g_autoptr (PlumeArray) labels = plume_array_new (400);
  PlumeEmbeddingInput input = { NULL, NULL, data, places, labels, 4, 12, 1 };

  for (gsize i = 0; i < 400; i++)
    labels->values[i] = (double)(i % 4);
  assert_near (judge ("trustworthiness", &input), 0.5, 0.02);
  assert_near (judge ("continuity", &input), 0.5, 0.02);
  assert_near (judge ("rand", &input), 0, 0.02);
  assert_near (judge ("silhouette", &input), 0, 0.05);
}

static void
test_mid_ranks (void)
{
  const double values[] = { 3, 1, 3, -2, 3, 1 }, expected[] = { 5, 2.5, 5, 1, 5, 2.5 };
  const guint32 order[] = { 3, 1, 5, 0, 2, 4 };
  double ranks[6], other[] = { NAN, 1, NAN };
  guint32 found[6];

  plume_mid_ranks (6, values, ranks, found);
  g_assert_cmpmem (ranks, sizeof ranks, expected, sizeof expected);
  g_assert_cmpmem (found, sizeof found, order, sizeof order);
  plume_mid_ranks (3, other, ranks, found); /* ends */
}

static void
test_correlation (void)
{
  const double x[] = { 1, 2, 3, 4 }, y[] = { 2, 1, 4, 3 }, same[] = { 5, 5, 5, 5 };

  assert_near (plume_pearson (4, x, y), 0.6, 1e-15);
  g_assert_true (isnan (plume_pearson (4, x, same)));
}

/* Ends of a line exchanged; each row by hand: ranks of D beside those of G, own entry included */
static void
test_distances_by_hand (void)
{
  const double true_places[] = { 0, 1, 3 }, drawn_places[] = { 0, 4, 1 };
  g_autoptr (PlumePoints) real = points_of (3, 1, true_places);
  g_autoptr (PlumePoints) drawn = points_of (3, 1, drawn_places);
  g_autoptr (PlumeDistances) truth = measure (real);
  g_autoptr (PlumeDistances) estimate = measure (drawn);
  PlumeEmbeddingInput input = { truth, estimate, NULL, NULL, NULL, 0, 1, 1 };

  /* G rows 0 1 3 | 1 0 2 | 3 2 0, D rows 0 4 1 | 4 0 3 | 1 3 0 */
  assert_near (judge ("spearman", &input), 0.5, 1e-14);
  /* pairs: G 1 3 2, D 4 1 3: the other way round */
  assert_near (judge ("spearman-pairs", &input), -1, 1e-14);
  assert_near (judge ("pearson", &input),
               (1 / sqrt (14.0 * 26) + 9 / sqrt (6.0 * 26) + 7 / 14.0) / 3, 1e-14);
  assert_near (judge ("frobenius", &input), sqrt ((9.0 + 4 + 1) / (1 + 9 + 4)), 1e-14);
  /* ΣDG = 4 + 3 + 6 = 13, ΣD² = 16 + 1 + 9 = 26, c = ½: errors 1, −5/2, −1/2 */
  assert_near (judge ("frobenius-scaled", &input), sqrt ((1 + 6.25 + 0.25) / 14), 1e-14);
  assert_near (judge ("greatest", &input), 1, 1e-14);
  /* nearest by D: 2, 2, 0; by G: 1, 0, 1 */
  assert_near (judge ("neighbours-kept", &input), 0, 0);
  input.k = 0;
  g_assert_true (isnan (judge ("neighbours-kept", &input)));
}

/* k = 1 of five points on a line, n(2n − 3k − 1)/2 = 15: ranks counted on paper */
static void
test_trust_by_hand (void)
{
  const double data_places[] = { 0, 1, 3, 6.5, 10.2 }, drawn_places[] = { 0, 9, 2.5, 6, 8.5 };
  g_autoptr (PlumePoints) data = points_of (5, 1, data_places);
  g_autoptr (PlumePoints) picture = points_of (5, 1, drawn_places);
  PlumeEmbeddingInput input = { NULL, NULL, data, picture, NULL, 0, 1, 1 };

  assert_near (judge ("trustworthiness", &input), 1 - (1 + 3 + 1 + 1 + 2) / 15.0, 1e-14);
  assert_near (judge ("continuity", &input), 1 - (3 + 3 + 3 + 2 + 1) / 15.0, 1e-14);
  input.k = 4; /* the formula ends at 2n − 1 = 3k */
  g_assert_true (isnan (judge ("trustworthiness", &input)));
}

/* Two groups that nobody can mistake, labels that cut across: counts 2 0 | 1 3, and one point
 * without a label */
static void
test_clusters_by_hand (void)
{
  const double drawn_places[] = { 0, 0.1, 0.2, 9, 9.1, 9.2, 9.3 };
  const double codes[] = { 0, 0, 1, 1, 1, 1, NAN };
  g_autoptr (PlumePoints) picture = points_of (7, 1, drawn_places);
  g_autoptr (PlumeArray) labels = plume_array_new_copy (codes, 7);
  PlumeEmbeddingInput input = { NULL, NULL, NULL, picture, labels, 2, 0, 1 };
  double information = log (2.0) / 3 - log (2.0) / 6 + log (1.5) / 2,
         of_labels = log (3.0) / 3 + 2 * log (1.5) / 3, of_clusters = log (2.0);

  /* Σ C(n_ij, 2) = 4, Σ C(a, 2) = 7, Σ C(b, 2) = 6, E = 7·6/15 */
  assert_near (judge ("rand", &input), (4 - 2.8) / (6.5 - 2.8), 1e-14);
  assert_near (judge ("mutual-information", &input),
               information / (0.5 * (of_labels + of_clusters)), 1e-14);
  assert_near (judge ("homogeneity", &input), information / of_labels, 1e-14);
  assert_near (judge ("completeness", &input), information / of_clusters, 1e-14);
  assert_near (judge ("v-measure", &input), 2 * information / (of_labels + of_clusters), 1e-14);
}

static void
test_silhouette_by_hand (void)
{
  const double drawn_places[] = { 0, 1, 4, 100 }, codes[] = { 0, 0, 1, NAN },
               one[] = { 1, 1, 1, 1 };
  g_autoptr (PlumePoints) picture = points_of (4, 1, drawn_places);
  g_autoptr (PlumeArray) labels = plume_array_new_copy (codes, 4);
  g_autoptr (PlumeArray) same = plume_array_new_copy (one, 4);
  PlumeEmbeddingInput input = { NULL, NULL, NULL, picture, labels, 2, 0, 1 };

  /* a = 1, b = 4; a = 1, b = 3; alone */
  assert_near (judge ("silhouette", &input), (3 / 4.0 + 2 / 3.0 + 0) / 3, 1e-14);
  input.labels = same;
  g_assert_true (isnan (judge ("silhouette", &input)));
}

/* Blobs of different number, as many clusters as blobs */
static void
test_clusters_find_blobs (void)
{
  g_autoptr (PlumePoints) picture = draw (300, 2, 4);
  g_autoptr (PlumeArray) labels = plume_array_new (300);

  for (gsize i = 0; i < 300; i++)
    {
      guint blob = i < 20 ? 0 : i < 100 ? 1 : i < 160 ? 2 : 3 + i % 2;

      labels->values[i] = blob;
      picture->values[2 * i] += 14 * cos (2 * G_PI * blob / 5);
      picture->values[2 * i + 1] += 14 * sin (2 * G_PI * blob / 5);
    }
  for (guint64 seed = 0; seed < 10; seed++)
    {
      PlumeEmbeddingInput input = { NULL, NULL, NULL, picture, labels, 5, 0, seed };

      assert_near (judge ("rand", &input), 1, 1e-14);
    }
}

/* The truth of a reference case: the sheet unrolled, or a path along branches */
static PlumeDistances *
read_truth (const char *name)
{
  g_autofree char *file = g_strconcat (name, "-truth.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  gboolean flat = strcmp (name, "roll") == 0;
  gsize m = rows->len - 1;
  PlumeDistances *truth = plume_distances_new (m);

  for (guint i = 0; i < m; i++)
    for (guint j = 0; j < m; j++)
      {
        double a[3], b[3];

        for (guint c = 0; c < (flat ? 2 : 3); c++)
          {
            a[c] = reference_number (rows, i + 1, c + 1);
            b[c] = reference_number (rows, j + 1, c + 1);
          }
        if (flat)
          truth->values[i * m + j] = hypot (a[0] - b[0], a[1] - b[1]);
        else
          truth->values[i * m + j] =
              fabs (a[2] - b[2]) + (a[0] == b[0] ? fabs (a[1] - b[1]) : a[1] + b[1]);
      }
  return truth;
}

static double
find_number (const char *text, const char *distance, const char *metric)
{
  g_autofree char *key = g_strdup_printf ("\"%s\": {", distance);
  g_autofree char *name = g_strdup_printf ("\"%s\": ", metric);
  const char *from = strstr (text, key), *at;

  g_assert_nonnull (from);
  at = strstr (from, name);
  g_assert_nonnull (at);
  return g_ascii_strtod (at + strlen (name), NULL);
}

static void
compare_with_table (const char *text,
                    const char *distance,
                    const PlumeDistances *truth,
                    const PlumeDistances *estimate)
{
  const char *const names[][2] = { { "spearman", "spearman_mean_over_points" },
                                   { "spearman-pairs", "spearman_all_pairs" },
                                   { "pearson", "pearson_mean_over_points" },
                                   { "frobenius", "frobenius_rel" },
                                   { "frobenius-scaled", "frobenius_rel_best_scale" } };
  PlumeEmbeddingInput input = { truth, estimate, NULL, NULL, NULL, 0, 12, 1 };

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      double expected = find_number (text, distance, names[k][1]),
             value = judge (names[k][0], &input);

      g_test_message ("%s %s %.9f %.2g", distance, names[k][0], value, value - expected);
      assert_near (value, expected, 1e-6);
    }
}

static void
test_reference (gconstpointer data)
{
  const char *name = data;
  gboolean roll = strcmp (name, "roll") == 0;
  g_autofree char *file = g_strconcat (name, "-summary.json", NULL);
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "reference", HEAT_REFERENCE, file, NULL);
  g_autofree char *table = g_strconcat (name, "-embedding.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (PlumeDistances) truth = read_truth (name);
  g_autoptr (PlumePoints) points = read_points (name, roll ? 3 : 10);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, table);
  g_autoptr (PlumePoints) picture = plume_points_new (200, 2);
  g_autofree double *weights = read_dense_graph (name, 200),
                    *heat = dense_heat (200, weights, !roll, roll ? 10 : 20);
  g_autoptr (PlumeDistances) plain = plume_distances_new (200);
  g_autoptr (PlumeDistances) harnack = heat_distances (200, heat, roll ? 10 : 20);
  g_autoptr (PlumeDistances) euclidean = measure (points);
  g_autoptr (PlumeDistances) drawn = NULL;
  PlumeEmbeddingInput input = { NULL, NULL, points, picture, NULL, 0, 12, 1 };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (gsize i = 0; i < 200; i++)
    for (gsize j = 0; j < 200; j++)
      plain->values[i * 200 + j] =
          i != j ? sqrt (-4 * (roll ? 10 : 20) * log (heat[i * 200 + j])) : 0;
  for (guint i = 0; i < 200; i++)
    for (guint c = 0; c < 2; c++)
      picture->values[2 * i + c] = reference_number (rows, i + 1, 3 + c);
  drawn = measure (picture);
  compare_with_table (text, "d_sigma0", truth, plain);
  compare_with_table (text, "d_sigma1", truth, harnack);
  compare_with_table (text, "euclidean", truth, euclidean);
  compare_with_table (text, "smacof_embedding", truth, drawn);
  assert_near (judge ("trustworthiness", &input),
               find_number (text, "smacof_embedding", "trustworthiness_k12"), 1e-6);
  assert_near (judge ("continuity", &input),
               find_number (text, "smacof_embedding", "continuity_k12"), 1e-6);
}

static void
test_cancel (void)
{
  g_autoptr (PlumePoints) places = draw (60, 2, 5);
  g_autoptr (PlumeDistances) distances = measure (places);
  g_autoptr (PlumeArray) labels = plume_array_new (60);
  g_autoptr (PlumeTask) task = plume_task_new ();

  for (gsize i = 0; i < 60; i++)
    labels->values[i] = (double)(i % 3);
  plume_task_cancel (task);
  for (const PlumeEmbeddingMeasure *one = plume_embedding_measures; one->id != NULL; one++)
    {
      PlumeEmbeddingInput input = { distances, distances, places, places, labels, 3, 5, 1 };
      g_autoptr (GError) error = NULL;
      double value;

      g_assert_false (plume_embedding_measure (one, &input, &value, task, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
    }
}

/* All pairs of few points, each once */
static void
test_shepard_all (void)
{
  g_autoptr (PlumePoints) places = draw (40, 2, 6);
  g_autoptr (PlumePoints) doubled = plume_points_new (40, 2);
  g_autoptr (PlumeDistances) distances = measure (places);
  g_autoptr (PlumeShepard) shepard = NULL;
  double meant = 0, sum = 0;

  for (gsize k = 0; k < 80; k++)
    doubled->values[k] = 2 * places->values[k];
  shepard = plume_shepard_new (distances, doubled, 5000, 1, NULL, NULL);
  g_assert_cmpuint (shepard->meant->length, ==, 40 * 39 / 2);
  for (gsize k = 0; k < shepard->meant->length; k++)
    {
      assert_near (shepard->drawn->values[k], 2 * shepard->meant->values[k], 1e-14);
      meant += shepard->meant->values[k];
    }
  for (gsize k = 0; k < 40 * 40; k++)
    sum += distances->values[k] / 2;
  assert_near (meant, sum, 1e-10);
  assert_near (shepard->correlation, 1, 1e-12);
  assert_near (shepard->scale, 0.5, 1e-14);
}

/* Ten pairs of either distance; their quartiles are those of ten numbers. */
static void
test_shepard_quartiles (void)
{
  const gsize m = 20;
  g_autoptr (PlumePoints) line = plume_points_new (m, 1);
  g_autoptr (PlumeDistances) distances = plume_distances_new (m);
  g_autoptr (PlumeShepard) shepard = NULL;

  for (gsize i = 0; i < m; i++)
    {
      line->values[i] = (double)i;
      for (gsize j = 0; j < m; j++)
        distances->values[i * m + j] = i == j ? 0 : (i + j) % 2 == 0 ? 3 : 1;
    }
  shepard = plume_shepard_new (distances, line, 1000, 1, NULL, NULL);
  g_assert_cmpuint (shepard->middle->length, ==, 2);
  assert_near (shepard->middle->values[0], 1 + 1 / 24.0, 1e-14);
  assert_near (shepard->middle->values[1], 3 - 1 / 24.0, 1e-14);
  /* odd steps 1, 3, … 19 occur 19, 17, … 1 times, even ones 2, 4, … 18 occur 18, 16, … 2 times */
  assert_near (shepard->low->values[0], 3, 0);
  assert_near (shepard->median->values[0], 5, 0);
  assert_near (shepard->high->values[0], 9.5, 0);
  assert_near (shepard->low->values[1], 4, 0);
  assert_near (shepard->median->values[1], 6, 0);
  assert_near (shepard->high->values[1], 10, 0);
}

static void
test_shepard_some (void)
{
  g_autoptr (PlumePoints) places = draw (300, 2, 6);
  g_autoptr (PlumeDistances) distances = measure (places);
  g_autoptr (PlumeShepard) shepard = plume_shepard_new (distances, places, 4000, 1, NULL, NULL);
  g_autoptr (PlumeShepard) again = plume_shepard_new (distances, places, 4000, 1, NULL, NULL);
  g_autoptr (PlumeShepard) other = plume_shepard_new (distances, places, 4000, 2, NULL, NULL);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  double mean = 0, sum = 0;
  gsize bytes = 4000 * sizeof (double);

  g_assert_cmpuint (shepard->meant->length, ==, 4000);
  g_assert_cmpmem (shepard->meant->values, bytes, again->meant->values, bytes);
  g_assert_cmpint (memcmp (shepard->meant->values, other->meant->values, bytes), !=, 0);
  for (gsize k = 0; k < 4000; k++)
    {
      g_assert_cmpfloat (shepard->meant->values[k], >, 0); /* no point with itself */
      assert_near (shepard->drawn->values[k], shepard->meant->values[k], 1e-14);
      mean += shepard->meant->values[k] / 4000;
    }
  for (gsize k = 0; k < 300 * 300; k++)
    sum += distances->values[k] / (300 * 299);
  assert_near (mean, sum, 0.06); /* four standard errors */
  for (gsize b = 0; b < shepard->middle->length; b++)
    {
      double half = (shepard->middle->values[1] - shepard->middle->values[0]) / 2;

      g_assert_cmpfloat (shepard->low->values[b], <, shepard->median->values[b]);
      g_assert_cmpfloat (shepard->median->values[b], <, shepard->high->values[b]);
      assert_near (shepard->median->values[b], shepard->middle->values[b], 1.0001 * half);
    }
  plume_task_cancel (task);
  g_assert_null (plume_shepard_new (distances, places, 4000, 1, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

/* Shuffled: the order is that of the line, and begins at the end with the lower index. */
static void
test_seriation (void)
{
  const gsize sizes[] = { 1, 2, 3, 50, 1000 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize m = sizes[s];
      g_autoptr (PlumePoints) line = plume_points_new (m, 1);
      g_autoptr (PlumeDistances) distances = NULL;
      g_autofree guint32 *order = NULL;
      gboolean rises = TRUE, falls = TRUE;

      for (gsize i = 0; i < m; i++)
        line->values[i] = (double)(i * 149 % m) + 0.4 * sin ((double)i);
      distances = measure (line);
      order = plume_seriation (distances, NULL, NULL);
      for (gsize i = 1; i < m; i++)
        {
          rises &= line->values[order[i]] > line->values[order[i - 1]];
          falls &= line->values[order[i]] < line->values[order[i - 1]];
        }
      g_test_message ("%zu points", m);
      g_assert_true (rises || falls);
      g_assert_cmpuint (order[0], <=, order[m - 1]);
    }
}

static void
test_seriation_cancel (void)
{
  g_autoptr (PlumePoints) line = draw (50, 1, 7);
  g_autoptr (PlumeDistances) distances = measure (line);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_seriation (distances, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

static void
test_transport_is_assignment (void)
{
  for (gsize n = 1; n < 130; n += 32)
    {
      g_autoptr (PlumePoints) x = draw (n, 3, 8);
      g_autoptr (PlumePoints) y = draw (n, 3, 9);
      g_autofree double *cost = plume_squared_distances (n, n, 3, x->values, y->values);
      g_autofree guint *partner = g_new (guint, n);
      double sum = 0;

      g_assert_true (plume_assignment (n, cost, partner, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        sum += cost[i * n + partner[i]] / (double)n;
      assert_near (plume_transport (n, n, cost, NULL, NULL, NULL), sum, 1e-12);
    }
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* On a line the quantiles belong to each other: ∫ |F⁻¹ − G⁻¹|^p. */
static double
transport_on_line (PlumePoints *x, PlumePoints *y, double power)
{
  double sum = 0, at = 0;

  qsort (x->values, x->n, sizeof (double), compare);
  qsort (y->values, y->n, sizeof (double), compare);
  for (gsize i = 0, j = 0; i < x->n && j < y->n;)
    {
      double end_x = (double)(i + 1) / (double)x->n, end_y = (double)(j + 1) / (double)y->n,
             end = MIN (end_x, end_y);

      sum += (end - at) * pow (fabs (x->values[i] - y->values[j]), power);
      at = end;
      i += end_x <= end_y + 1e-12;
      j += end_y <= end_x + 1e-12;
    }
  return sum;
}

static void
test_transport_on_line (void)
{
  const gsize sizes[][2] = { { 1, 7 }, { 7, 1 }, { 12, 30 }, { 41, 37 }, { 60, 61 } };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint power = 1; power <= 2; power++)
      {
        gsize n = sizes[s][0], m = sizes[s][1];
        g_autoptr (PlumePoints) x = draw (n, 1, 10);
        g_autoptr (PlumePoints) y = draw (m, 1, 11);
        g_autofree double *cost = plume_squared_distances (n, m, 1, x->values, y->values),
                          *plan = g_new (double, n *m);
        double found;

        for (gsize k = 0; k < n * m; k++)
          cost[k] = pow (cost[k], power / 2.0);
        found = plume_transport (n, m, cost, plan, NULL, NULL);
        for (gsize i = 0; i < n; i++)
          assert_near (plume_sum (plan + i * m, m), 1 / (double)n, 1e-14);
        for (gsize j = 0; j < m; j++)
          {
            double column = 0;

            for (gsize i = 0; i < n; i++)
              column += plan[i * m + j];
            assert_near (column, 1 / (double)m, 1e-14);
          }
        assert_near (found, transport_on_line (x, y, power), 1e-12);
      }
}

static void
test_transport_cancel (void)
{
  const double cost[] = { 1, 2, 3, 4 };
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_true (isnan (plume_transport (2, 2, cost, NULL, task, &error)));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

static void
test_npy (void)
{
  const gsize shape[] = { 2, 3, 4 };
  double values[24] = { 1.0 / 3, -0.0, INFINITY, -INFINITY, NAN, 5e-324, -1.7976931348623157e308 };

  for (gsize k = 7; k < 24; k++)
    values[k] = sin ((double)k);
  for (guint d = 0; d <= 3; d++)
    {
      g_autoptr (GBytes) bytes = plume_npy_write (d, shape, values);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeNpyArray) array = NULL;
      gsize length, n = 1;
      const guint8 *file = g_bytes_get_data (bytes, &length);

      for (guint i = 0; i < d; i++)
        n *= shape[i];
      g_assert_cmpmem (file, 8, "\x93NUMPY\1\0", 8);
      g_assert_cmpuint ((length - 8 * n) % 64, ==, 0);
      g_assert_cmpuint (file[8] + 256 * file[9] + 10u, ==, length - 8 * n);
      g_assert_cmpuint (file[length - 8 * n - 1], ==, '\n');
      array = plume_npy_parse (file, length, "test", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (array->n_dimensions, ==, d);
      for (guint i = 0; i < d; i++)
        g_assert_cmpuint (array->shape[i], ==, shape[i]);
      g_assert_cmpmem (array->values->values, array->values->length * sizeof (double), values,
                       n * sizeof (double));
    }
}

/* Three copies of a cloud, so far from each other */
static PlumePoints *
draw_stages (gsize n, double radius, double apart, PlumeArray *codes)
{
  PlumePoints *points = plume_points_new (3 * n, 2);

  for (gsize i = 0; i < 3 * n; i++)
    {
      PlumeStream stream = plume_stream (12, "stage", i % n);

      codes->values[i] = (double)(i / n);
      points->values[2 * i] =
          apart * (double)(i / n) + radius * (plume_stream_uniform (&stream) - 0.5);
      points->values[2 * i + 1] = plume_stream_normal (&stream);
    }
  return points;
}

static double
mean_of (const PlumePoints *points, gsize coordinate)
{
  double sum = 0;

  for (gsize i = 0; i < points->n; i++)
    sum += points->values[i * points->p + coordinate];
  return sum / (double)points->n;
}

/* Half the way between two clouds lies the third. */
static void
test_stages (void)
{
  const gsize n = 60;
  g_autoptr (PlumeArray) codes = plume_array_new (3 * n);
  g_autoptr (PlumePoints) points = draw_stages (n, 0.2, 5, codes);
  g_autoptr (PlumeStages) stages = plume_stages_new (points, codes, 1, 0.5, 1, NULL, NULL);
  double shift;

  g_assert_cmpuint (stages->before->n, ==, n);
  g_assert_cmpuint (stages->told->n, ==, n);
  shift = mean_of (stages->real, 0) - mean_of (stages->before, 0);
  assert_near (mean_of (stages->all, 0), 0, 1e-13);
  assert_near (mean_of (stages->told, 0), mean_of (stages->real, 0), 0.03 * shift);
  for (gsize i = 0; i < n; i++)
    assert_near (stages->told->values[2 * i], mean_of (stages->real, 0), 0.05 * shift);
  assert_near (stages->previous.w1, shift, 1e-12);
  assert_near (stages->previous.w2, shift, 1e-12);
  assert_near (stages->next.w2, shift, 1e-12);
  assert_near (stages->previous.linear_mmd, shift * shift, 1e-12);
  g_assert_cmpfloat (stages->interpolated.w2, <, 0.5 * shift);
  g_assert_cmpfloat (stages->interpolated.w1, <=, stages->interpolated.w2);
  g_assert_cmpfloat (stages->interpolated.w2, <, stages->random.w2); /* pairs cross the cloud */
  g_assert_cmpfloat (stages->interpolated.mmd, <, 0.1 * stages->previous.mmd);
}

/* With f = 0 every point told is one before, with f = 1 one after; points without a stage have no
 * part but in the scale. */
static void
test_stages_limits (void)
{
  const gsize n = 40;
  g_autoptr (PlumeArray) codes = plume_array_new (3 * n);
  g_autoptr (PlumePoints) points = draw_stages (n, 2, 3, codes);

  codes->values[0] = codes->values[2 * n + 1] = codes->values[2 * n + 2] = NAN;
  for (guint f = 0; f <= 1; f++)
    {
      g_autoptr (PlumeStages) stages = plume_stages_new (points, codes, 1, f, 1, NULL, NULL);
      const PlumePoints *side = f == 0 ? stages->before : stages->after;

      g_assert_cmpuint (stages->before->n, ==, n - 1);
      g_assert_cmpuint (stages->after->n, ==, n - 2);
      g_assert_cmpuint (stages->told->n, ==, n - 2); /* (n − 1 + n − 2)/2 */
      for (gsize i = 0; i < stages->told->n; i++)
        {
          gboolean found = FALSE;

          for (gsize j = 0; j < side->n; j++)
            found |=
                memcmp (stages->told->values + 2 * i, side->values + 2 * j, 2 * sizeof (double))
                == 0;
          g_assert_true (found);
        }
    }
}

static void
test_stages_errors (void)
{
  g_autoptr (PlumeArray) codes = plume_array_new (30);
  g_autoptr (PlumePoints) points = draw_stages (10, 1, 3, codes);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) cancelled = NULL;

  for (guint withheld = 0; withheld <= 2; withheld += 2)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_stages_new (points, codes, withheld, 0.5, 1, NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
  plume_task_cancel (task);
  g_assert_null (plume_stages_new (points, codes, 1, 0.5, 1, task, &cancelled));
  g_assert_error (cancelled, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

/* Two places r apart in d dimensions: W = r, MMD² = 2 − 2 exp (−r²/d) */
static void
test_stage_distance (void)
{
  const double far[] = { 3, 4, 3, 4 };
  g_autoptr (PlumePoints) a = plume_points_new (3, 2);
  g_autoptr (PlumePoints) b = points_of (2, 2, far);
  PlumeStageDistance distance;

  g_assert_true (plume_stage_distance (a, b, &distance, NULL, NULL));
  assert_near (distance.w1, 5, 1e-14);
  assert_near (distance.w2, 5, 1e-14);
  assert_near (distance.mmd, 2 - 2 * exp (-12.5), 1e-14);
  assert_near (distance.linear_mmd, 25, 1e-13);
}

/* 48 genes as they are, and the number of cells */
static PlumePoints *
read_embryo (const char *path, PlumeArray **codes)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n = 0;
  PlumePoints *points;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  n = g_strv_length (lines) - 1;
  points = plume_points_new (n, 48);
  *codes = plume_array_new (n);
  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 50);
      (*codes)->values[i] = log2 (g_ascii_strtod (cells[1], NULL)) - 1;
      for (guint c = 0; c < 48; c++)
        points->values[i * 48 + c] = g_ascii_strtod (cells[c + 2], NULL);
    }
  return points;
}

static PlumePoints *
draw_embryo (const PlumePoints *points)
{
  PlumeGraphOptions graph_options = PLUME_GRAPH_OPTIONS_DEFAULT;
  PlumeHeatOptions heat_options = PLUME_HEAT_OPTIONS_DEFAULT;
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  PlumeGeodesicCounts counts;
  PlumeScaling scaling = { .kind = PLUME_SCALING_METRIC, .dimensions = 2, .most_steps = 150 };
  PlumeScalingCounts scaled;
  g_autoptr (PlumeNeighbours) neighbours =
      plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, 10, plume_graph_reach (&graph_options),
                             PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);
  g_autoptr (PlumeGraph) graph =
      plume_graph_new (points, PLUME_METRIC_EUCLIDEAN, neighbours, &graph_options, NULL, NULL);
  g_autoptr (PlumeHeat) heat =
      plume_heat_uniformisation.columns (graph, &heat_options, 10, points->n, NULL, NULL, NULL);
  g_autoptr (PlumeDistances) distances = plume_heat_geodesic (heat, &options, &counts, NULL, NULL);

  return plume_scaling_solve (distances, &scaling, &scaled, NULL, NULL);
}

/* Stages of 4 and 8 cells are better told from both sides than by either of them; numbers of the
 * stages themselves are those of an independent run, told ones to the chance of their draw. */
static void
test_embryo (void)
{
  const double expected[][3] = { { 0.125, 0.438, 0.230 }, { 0.108, 0.230, 0.388 } };
  g_autofree char *path = g_build_filename (g_getenv ("PLUME_DATA") ? g_getenv ("PLUME_DATA") : "",
                                            "single-cell", "guo-embryo-qpcr.csv", NULL);
  g_autoptr (PlumePoints) points = NULL;
  g_autoptr (PlumePoints) picture = NULL;
  g_autoptr (PlumeArray) codes = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the embryo's cells are not here");
      return;
    }
  points = read_embryo (path, &codes);
  picture = draw_embryo (points);
  for (guint s = 0; s < 2; s++)
    {
      g_autoptr (PlumeStages) stages =
          plume_stages_new (picture, codes, s + 1, 0.5, 42, NULL, NULL);

      g_test_message ("%u cells: %.3f, before %.3f, after %.3f, at random %.3f", 4u << s,
                      stages->interpolated.w2, stages->previous.w2, stages->next.w2,
                      stages->random.w2);
      g_assert_cmpfloat (stages->interpolated.w2, <, stages->previous.w2);
      g_assert_cmpfloat (stages->interpolated.w2, <, stages->next.w2);
      assert_near (stages->interpolated.w2, expected[s][0], 0.05);
      assert_near (stages->previous.w2, expected[s][1], 2e-3);
      assert_near (stages->next.w2, expected[s][2], 2e-3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/measures/perfect-picture-is-ideal", test_perfect);
  g_test_add_func ("/manifold/measures/perfect-cloud-is-ideal", test_perfect_cloud);
  g_test_add_func ("/manifold/measures/worthless-picture-is-at-chance", test_worthless);
  g_test_add_func ("/manifold/measures/mid-ranks", test_mid_ranks);
  g_test_add_func ("/manifold/measures/correlation-by-hand", test_correlation);
  g_test_add_func ("/manifold/measures/distances-by-hand", test_distances_by_hand);
  g_test_add_func ("/manifold/measures/trust-by-hand", test_trust_by_hand);
  g_test_add_func ("/manifold/measures/clusters-by-hand", test_clusters_by_hand);
  g_test_add_func ("/manifold/measures/silhouette-by-hand", test_silhouette_by_hand);
  g_test_add_func ("/manifold/measures/clusters-find-blobs", test_clusters_find_blobs);
  g_test_add_data_func ("/manifold/measures/as-in-the-table-of-the-roll", "roll", test_reference);
  g_test_add_data_func ("/manifold/measures/as-in-the-table-of-the-tree", "tree", test_reference);
  g_test_add_func ("/manifold/measures/cancelled", test_cancel);
  g_test_add_func ("/manifold/shepard/all-pairs-once", test_shepard_all);
  g_test_add_func ("/manifold/shepard/quartiles-by-hand", test_shepard_quartiles);
  g_test_add_func ("/manifold/shepard/some-pairs-of-many", test_shepard_some);
  g_test_add_func ("/manifold/seriation/finds-the-order-of-a-line", test_seriation);
  g_test_add_func ("/manifold/seriation/cancelled", test_seriation_cancel);
  g_test_add_func ("/linalg/transport/equal-numbers-are-assigned", test_transport_is_assignment);
  g_test_add_func ("/linalg/transport/quantiles-on-a-line", test_transport_on_line);
  g_test_add_func ("/linalg/transport/cancelled", test_transport_cancel);
  g_test_add_func ("/data/npy/written-is-read", test_npy);
  g_test_add_func ("/manifold/stages/half-way-lies-the-third", test_stages);
  g_test_add_func ("/manifold/stages/ends-of-the-way", test_stages_limits);
  g_test_add_func ("/manifold/stages/errors", test_stages_errors);
  g_test_add_func ("/manifold/stages/distance-of-two-places", test_stage_distance);
  g_test_add_func ("/manifold/stages/embryo-of-four-and-eight-cells", test_embryo);
  return g_test_run ();
}
