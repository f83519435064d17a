/* test-manifold-prepare.c: from features to points, principal components, built-in shapes. */
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-principal.h"
#include "manifold/plume-graph.h"
#include "manifold/plume-prepare.h"
#include "manifold/plume-shapes.h"

static PlumeBlock *
dense_block (gsize n, gsize p, const double *values)
{
  return plume_block_new_dense ("X", PLUME_BLOCK_FEATURES, n, p,
                                plume_array_new_copy (values, n * p), NULL);
}

/* Those cells of a dense matrix that are not 0 */
static PlumeSparse *
sparse_of (gsize n, gsize p, const double *values)
{
  g_autofree guint32 *rows = g_new (guint32, n * p), *columns = g_new (guint32, n * p);
  g_autofree double *stored = g_new (double, n *p);
  gsize count = 0;

  for (gsize e = 0; e < n * p; e++)
    if (values[e] != 0)
      {
        rows[count] = (guint32)(e / p);
        columns[count] = (guint32)(e % p);
        stored[count++] = values[e];
      }
  return plume_sparse_new_from_triplets (n, p, count, rows, columns, stored);
}

static PlumeBlock *
sparse_block (gsize n, gsize p, const double *values)
{
  return plume_block_new_sparse ("X", PLUME_BLOCK_FEATURES, sparse_of (n, p, values), NULL);
}

static PlumePrepared *
prepare (const PlumeBlock *block, const PlumePrepareOptions *options)
{
  g_autoptr (GError) error = NULL;
  PlumePrepared *prepared = plume_prepare (block, options, NULL, &error);

  g_assert_no_error (error);
  return prepared;
}

static void
assert_values (const PlumePrepared *prepared, gsize n, gsize p, const double *values)
{
  g_assert_cmpuint (prepared->points->n, ==, n);
  g_assert_cmpuint (prepared->points->p, ==, p);
  for (gsize e = 0; e < n * p; e++)
    g_assert_cmpfloat (fabs (prepared->points->values[e] - values[e]), <, 1e-12);
}

static void
test_missing (void)
{
  static const double values[] = {
    1, 2, NAN, 4, NAN, 6, /* */
    7, 8, NAN, 1, 2,   3, /* */
    4, 5, NAN, 7, 8,   INFINITY,
  };
  static const double by_rows[] = { 7, 8, 1, 2, 3 };
  static const double by_columns[] = { 1, 2, 4, 7, 8, 1, 4, 5, 7 };
  static const double by_means[] = { 1, 2, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 8, 4.5 };
  PlumePrepareOptions options = PLUME_PREPARE_OPTIONS_DEFAULT;

  for (guint is_sparse = 0; is_sparse < 2; is_sparse++)
    {
      g_autoptr (PlumeBlock) block =
          is_sparse ? sparse_block (3, 6, values) : dense_block (3, 6, values);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumePrepared) columns = NULL, means = NULL;

      options.missing = PLUME_MISSING_DROP_ROWS; /* one row is no cloud */
      g_assert_null (plume_prepare (block, &options, NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "1 rows and 5 columns are left after 5 missing"));
      options.missing = PLUME_MISSING_DROP_COLUMNS;
      columns = prepare (block, &options);
      assert_values (columns, 3, 3, by_columns);
      g_assert_cmpuint (columns->n_missing, ==, 5);
      g_assert_cmpuint (columns->n_columns_dropped, ==, 3);
      g_assert_cmpuint (columns->columns[2], ==, 3);
      options.missing = PLUME_MISSING_MEAN;
      means = prepare (block, &options);
      assert_values (means, 3, 5, by_means);
      g_assert_cmpuint (means->n_columns_dropped, ==, 1);
    }
  {
    double two[12];
    g_autoptr (PlumeBlock) block = NULL;
    g_autoptr (PlumePrepared) rows = NULL;

    memcpy (two, values, sizeof two);
    memcpy (two, values + 6, 6 * sizeof (double));
    block = dense_block (2, 6, two);
    options.missing = PLUME_MISSING_DROP_ROWS;
    rows = prepare (block, &options);
    for (gsize r = 0; r < 2; r++)
      for (gsize c = 0; c < 5; c++)
        g_assert_cmpfloat (rows->points->values[5 * r + c], ==, by_rows[c]);
    g_assert_cmpuint (rows->n_rows_dropped, ==, 0);
    g_assert_cmpuint (rows->n_columns_dropped, ==, 1);
  }
}

static void
test_rows (void)
{
  static const double values[] = { 1, 2, NAN, 4, 5, 6, 7, 8 };
  static const double kept[] = { 1, 2, 5, 6, 7, 8 };
  PlumePrepareOptions options = PLUME_PREPARE_OPTIONS_DEFAULT;
  g_autoptr (PlumeBlock) block = dense_block (4, 2, values);
  g_autoptr (PlumePrepared) prepared = prepare (block, &options);

  assert_values (prepared, 3, 2, kept);
  g_assert_cmpuint (prepared->n_rows_dropped, ==, 1);
  g_assert_cmpuint (prepared->rows[0], ==, 0);
  g_assert_cmpuint (prepared->rows[1], ==, 2);
  g_assert_cmpuint (prepared->rows[2], ==, 3);
}

/* Counts of which most are 0, the columns of different frequency; row 3 is empty */
static double *
counts (gsize n, gsize p)
{
  double *values = g_new0 (double, n *p);
  PlumeStream stream = plume_stream (4, "counts", 0);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < p; j++)
      {
        double depth = (1 + (double)(i % 3)) * (i % 2 == j % 2 ? 3 : 0.5) / (1 + 0.02 * (double)j);

        values[i * p + j] = i == 3 ? 0 : floor (depth * plume_stream_exponential (&stream));
      }
  return values;
}

static void
test_counts (void)
{
  g_autofree double *values = counts (21, 30);
  g_autoptr (PlumeBlock) dense = dense_block (21, 30, values);
  g_autoptr (PlumeBlock) sparse = sparse_block (21, 30, values);

  for (PlumeCounts transform = PLUME_COUNTS_SQRT; transform <= PLUME_COUNTS_LOG; transform++)
    {
      PlumePrepareOptions options = { .counts = transform };
      g_autoptr (PlumePrepared) full = prepare (dense, &options);
      g_autoptr (PlumePrepared) stored = prepare (sparse, &options);
      double sums[21], median = 0;

      for (gsize i = 0; i < 21; i++)
        {
          sums[i] = 0;
          for (gsize j = 0; j < 30; j++)
            sums[i] += values[i * 30 + j];
        }
      for (gsize i = 0; i < 21; i++)
        {
          gsize below = 0, equal = 0;

          for (gsize l = 0; l < 21; l++)
            {
              below += sums[l] < sums[i];
              equal += sums[l] == sums[i];
            }
          if (below <= 10 && below + equal > 10)
            median = sums[i];
        }
      g_assert_cmpuint (full->n_empty, ==, 1);
      assert_values (stored, 21, 30, full->points->values);
      for (gsize i = 0; i < 21; i++)
        {
          double sum = 0;

          for (gsize j = 0; j < 30; j++)
            {
              double x = full->points->values[i * 30 + j];

              sum += transform == PLUME_COUNTS_SQRT ? x * x : expm1 (x);
            }
          g_assert_cmpfloat (fabs (sum - (i == 3 ? 0 : median)), <, 1e-10);
        }
    }
}

static void
test_negative (void)
{
  static const double values[] = { 1, 2, -3, 4 };
  PlumePrepareOptions options = { .counts = PLUME_COUNTS_LOG };
  g_autoptr (PlumeBlock) block = dense_block (2, 2, values);
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_prepare (block, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "negative"));
}

static void
test_scaling (void)
{
  static const double values[] = {
    1, 5, 0, 0, 2, 5, 0, 0, 3, 5, 0, 0, 4, 5, 8, 0, 10, 5, 0, 0,
  };
  g_autoptr (PlumeBlock) dense = dense_block (5, 4, values), sparse = sparse_block (5, 4, values);

  for (PlumeColumnScaling scaling = PLUME_COLUMNS_STANDARD; scaling <= PLUME_COLUMNS_ROBUST;
       scaling++)
    {
      PlumePrepareOptions options = { .scaling = scaling };
      g_autoptr (PlumePrepared) full = prepare (dense, &options);
      g_autoptr (PlumePrepared) stored = prepare (sparse, &options);
      /* 1 2 3 4 10: mean 4, variance 10; quartiles 2 and 4. 0 0 0 8 0: mean 1.6, sd 3.2 */
      static const double first[3][2] = { { -0.9486832980505138, 1.8973665961010276 },
                                          { 0, 1 },
                                          { -1, 3.5 } };
      static const double second[3][2] = { { -0.5, 2 }, { 0, 1 }, { 0, 2.5 } };
      guint k = scaling - PLUME_COLUMNS_STANDARD;
      const double *x = full->points->values;

      g_assert_cmpuint (full->n_constant, ==, 2);
      g_assert_cmpuint (full->columns[1], ==, 2);
      assert_values (stored, 5, 2, x);
      g_assert_cmpfloat (fabs (x[0] - first[k][0]), <, 1e-14);
      g_assert_cmpfloat (fabs (x[8] - first[k][1]), <, 1e-14);
      g_assert_cmpfloat (fabs (x[1] - second[k][0]), <, 1e-14);
      g_assert_cmpfloat (fabs (x[7] - second[k][1]), <, 1e-14);
    }
}

static void
test_constant (void)
{
  static const double values[] = { 1, 2, 1, 2, 1, 2 };
  PlumePrepareOptions options = { .scaling = PLUME_COLUMNS_STANDARD };
  g_autoptr (PlumeBlock) block = dense_block (3, 2, values);
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_prepare (block, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "All 2 columns are constant"));
}

/* Columns 0 2 4 | 1 5 3 | 1 10 4 | 0 0 9 | 0 4 4: the fourth varies most, its zeros included. */
static void
test_variable (void)
{
  static const double values[] = {
    0, 1, 1, 0, 0, 2, 5, 10, 0, 4, 4, 3, 4, 9, 4,
  };

  for (guint is_sparse = 0; is_sparse < 2; is_sparse++)
    {
      PlumePrepareOptions options = { .most_variable = 1 };
      g_autoptr (PlumeBlock) block =
          is_sparse ? sparse_block (3, 5, values) : dense_block (3, 5, values);
      g_autoptr (PlumePrepared) one = prepare (block, &options), two = NULL;

      g_assert_cmpuint (one->n_columns, ==, 1);
      g_assert_cmpuint (one->columns[0], ==, 3);
      options.most_variable = 2;
      two = prepare (block, &options);
      g_assert_cmpuint (two->n_columns, ==, 2);
      g_assert_cmpuint (two->columns[0], ==, 2);
      g_assert_cmpuint (two->columns[1], ==, 3);
      g_assert_cmpfloat (two->points->values[5], ==, 9);
    }
}

/* Fifteen directions of falling weight, and noise */
static double *
smooth_matrix (gsize n, gsize p)
{
  double *values = g_new (double, n *p), *loading = g_new (double, 15 * p);
  PlumeStream stream = plume_stream (6, "matrix", 0);

  for (gsize e = 0; e < 15 * p; e++)
    loading[e] = plume_stream_normal (&stream);
  for (gsize i = 0; i < n; i++)
    {
      double score[15];

      for (gsize k = 0; k < 15; k++)
        score[k] = pow (0.6, (double)k) * plume_stream_normal (&stream);
      for (gsize j = 0; j < p; j++)
        {
          double x = 1e-4 * plume_stream_normal (&stream) + (double)(j % 7);

          for (gsize k = 0; k < 15; k++)
            x += score[k] * loading[k * p + j];
          values[i * p + j] = x;
        }
    }
  g_free (loading);
  return values;
}

static void
test_principal (void)
{
  gsize n = 90, p = 40;
  g_autofree double *values = smooth_matrix (n, p);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePrincipal) principal = plume_principal_dense (n, p, values, p, 1, NULL, &error);
  double total = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (principal->rank, ==, p);
  for (gsize k = 0; k < p; k++)
    {
      total += principal->variances[k];
      if (k > 0)
        g_assert_cmpfloat (principal->variances[k], <=, principal->variances[k - 1]);
      for (gsize l = 0; l <= k; l++)
        {
          double overlap = 0, covariance = 0;

          for (gsize j = 0; j < p; j++)
            overlap += principal->loadings[k * p + j] * principal->loadings[l * p + j];
          for (gsize i = 0; i < n; i++)
            covariance += principal->scores[i * p + k] * principal->scores[i * p + l] / (double)n;
          g_assert_cmpfloat (fabs (overlap - (k == l)), <, 1e-12);
          if (k != l)
            g_assert_cmpfloat (fabs (covariance), <, 1e-12 * principal->variances[0]);
        }
    }
  g_assert_cmpfloat (fabs (total / principal->total_variance - 1), <, 1e-12);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < p; j++)
      {
        double sum = principal->means[j];

        for (gsize k = 0; k < p; k++)
          sum += principal->scores[i * p + k] * principal->loadings[k * p + j];
        g_assert_cmpfloat (fabs (sum - values[i * p + j]), <, 1e-11);
      }
}

/* By sketch, dense (p > 500) and sparse */
static void
test_sketch (void)
{
  gsize n = 700, p = 400, rank = 12;
  g_autofree double *values = smooth_matrix (n, p);
  g_autofree double *wide = g_new0 (double, n *(2 * p));
  g_autoptr (PlumeSparse) sparse = sparse_of (n, p, values);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePrincipal) exact = plume_principal_dense (n, p, values, rank, 1, NULL, &error);
  g_autoptr (PlumePrincipal) stored = plume_principal_sparse (sparse, rank, 1, NULL, &error);
  g_autoptr (PlumePrincipal) sketch = NULL;

  /* columns of zeros change nothing but the way that is taken */
  for (gsize i = 0; i < n; i++)
    memcpy (wide + i * 2 * p, values + i * p, p * sizeof (double));
  sketch = plume_principal_dense (n, 2 * p, wide, rank, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (fabs (stored->total_variance / exact->total_variance - 1), <, 1e-10);
  for (gsize k = 0; k < rank; k++)
    {
      double scale = sqrt (exact->variances[k]);

      g_assert_cmpfloat (fabs (stored->variances[k] / exact->variances[k] - 1), <, 1e-9);
      g_assert_cmpfloat (fabs (sketch->variances[k] / exact->variances[k] - 1), <, 1e-9);
      for (gsize i = 0; i < n; i++)
        {
          double truth = exact->scores[i * rank + k];

          g_assert_cmpfloat (fabs (stored->scores[i * rank + k] - truth), <, 1e-5 * scale);
          g_assert_cmpfloat (fabs (sketch->scores[i * rank + k] - truth), <, 1e-5 * scale);
        }
    }
}

/* Three independent directions in 600 columns: no fourth component is made of rounding. */
static void
test_rank (void)
{
  gsize n = 50, p = 600;
  g_autofree double *values = g_new0 (double, n *p);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePrincipal) principal = NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < 3; k++)
      for (gsize j = 0; j < p; j++)
        values[i * p + j] += (i % (k + 2) == 0) * sin ((double)((k + 1) * j * j));
  principal = plume_principal_dense (n, p, values, 20, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (principal->rank, ==, 3);
  g_assert_cmpfloat (
      fabs ((principal->variances[0] + principal->variances[1] + principal->variances[2])
                / principal->total_variance
            - 1),
      <, 1e-12);
}

static void
test_components (void)
{
  gsize n = 300, p = 700;
  g_autofree double *values = counts (n, p);
  g_autoptr (PlumeBlock) dense = dense_block (n, p, values), sparse = sparse_block (n, p, values);
  PlumePrepareOptions options = PLUME_PREPARE_OPTIONS_DEFAULT;
  g_autoptr (PlumePrepared) full = NULL, stored = NULL, alone = NULL;
  double share = 0;

  options.counts = PLUME_COUNTS_SQRT;
  options.components = 2;
  full = prepare (dense, &options);
  stored = prepare (sparse, &options);
  plume_parallel_set_threads (1);
  alone = prepare (sparse, &options);
  plume_parallel_set_threads (0);
  g_assert_cmpuint (full->n_components, ==, 2);
  g_assert_cmpuint (full->points->p, ==, 2);
  g_assert_cmpmem (alone->points->values, 2 * n * sizeof (double), stored->points->values,
                   2 * n * sizeof (double));
  for (gsize k = 0; k < 2; k++)
    {
      share += full->explained[k];
      g_assert_cmpfloat (fabs (full->explained[k] - stored->explained[k]), <, 1e-6);
    }
  g_assert_cmpfloat (share, >, 0.1);
  g_assert_cmpfloat (share, <, 1);
  /* the two kinds of rows fall apart along the first; row 3 is empty */
  for (gsize i = 5; i < n; i++)
    g_assert_true ((full->points->values[2 * i] > 0) == (full->points->values[2 * (i % 2)] > 0));
}

static void
test_memory (void)
{
  g_autofree double *values = counts (100, 60);
  g_autoptr (PlumeBlock) block = dense_block (100, 60, values);
  PlumePrepareOptions options = PLUME_PREPARE_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePrepared) prepared = NULL;

  options.most_bytes = plume_prepare_estimate_bytes (block, &options) - 1;
  g_assert_null (plume_prepare (block, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
  g_assert_nonnull (strstr (error->message, "100 × 60"));
  options.most_bytes++;
  prepared = prepare (block, &options);
  g_assert_cmpuint (prepared->n_components, ==, 40);
  g_assert_cmpuint (options.most_bytes, >=, 100 * 60 * 8 * 2);
}

static PlumeShapeSample *
make_shape (const PlumeShape *shape, gsize n, gsize p, double noise)
{
  PlumeShapeOptions options = { .n = n, .p = p, .noise = noise, .seed = 3 };
  g_autoptr (GError) error = NULL;
  PlumeShapeSample *sample = plume_shape_make (shape, &options, &error);

  g_assert_no_error (error);
  return sample;
}

static double
chord (const PlumePoints *points, gsize i, gsize j)
{
  double square = 0;

  for (gsize c = 0; c < points->p; c++)
    square += pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
  return sqrt (square);
}

/* No way is shorter than the straight one; short ones differ from it by curvature only: for radii
 * of at least 1, the arc is longer than its chord by less than s³/20. */
static void
test_geodesics (void)
{
  for (const PlumeShape *const *shape = plume_shapes (); *shape != NULL; shape++)
    {
      g_autoptr (PlumeShapeSample) sample = make_shape (*shape, 1500, 0, 0);
      gsize n_short = 0;

      g_assert_true (plume_shape_find ((*shape)->id) == *shape);
      if ((*shape)->geodesic == NULL)
        {
          g_assert_true (isnan (plume_shape_sample_geodesic (sample, 0, 1)));
          continue;
        }
      for (gsize i = 0; i < 1500; i++)
        for (gsize j = 0; j <= i; j++)
          {
            double way = plume_shape_sample_geodesic (sample, i, j);
            double straight = chord (sample->points, i, j);

            g_assert_cmpfloat (way, ==, plume_shape_sample_geodesic (sample, j, i));
            g_assert_cmpfloat (way, >, straight - 1e-12 * (1 + straight));
            if (way > 0.5 || g_str_equal ((*shape)->id, "tree"))
              continue;
            n_short += i != j;
            g_assert_cmpfloat (way, <, straight + way * way * way / 20 + 1e-12);
          }
      if (!g_str_equal ((*shape)->id, "tree"))
        g_assert_cmpuint (n_short, >, 300);
    }
}

/* Half of a circle's way is the angle whose sine is half of the chord; no way on the flat torus is
 * longer than half of both its circles, of radii 1 and 2. */
static void
test_around (void)
{
  g_autoptr (PlumeShapeSample) circle = make_shape (plume_shape_find ("circle"), 300, 0, 0);
  g_autoptr (PlumeShapeSample) torus = make_shape (plume_shape_find ("torus"), 300, 0, 0);
  double longest = 0;

  for (gsize i = 0; i < 300; i++)
    for (gsize j = 0; j < i; j++)
      {
        double half = asin (fmin (chord (circle->points, i, j) / 2, 1));

        g_assert_cmpfloat (fabs (plume_shape_sample_geodesic (circle, i, j) - 2 * half), <, 1e-7);
        longest = fmax (longest, plume_shape_sample_geodesic (torus, i, j));
      }
  g_assert_cmpfloat (longest, <=, G_PI * sqrt (5));
  g_assert_cmpfloat (longest, >, 0.95 * G_PI * sqrt (5));
}

static void
test_tree (void)
{
  g_autoptr (PlumeShapeSample) tree = make_shape (plume_shape_find ("tree"), 203, 4, 0);
  gsize n = tree->points->n;

  g_assert_cmpuint (tree->n_labels, ==, 5);
  for (gsize i = 1; i < n; i++)
    {
      gboolean is_attached = FALSE;

      g_assert_cmpuint (tree->labels[i], >=, tree->labels[i - 1]);
      if (tree->labels[i] == tree->labels[i - 1])
        {
          g_assert_cmpfloat (
              fabs (plume_shape_sample_geodesic (tree, i - 1, i) - chord (tree->points, i - 1, i)),
              <, 1e-12);
          continue;
        }
      /* a branch begins a step away from a point of the first one */
      for (gsize r = 0; tree->labels[r] == 0; r++)
        is_attached |=
            fabs (plume_shape_sample_geodesic (tree, r, i) - chord (tree->points, r, i)) < 1e-12;
      g_assert_true (is_attached);
    }
  /* four points of a tree: of the three sums of opposite ways, the two largest are equal */
  for (gsize q = 0; q < 500; q++)
    {
      gsize a = q * 31 % n, b = q * 57 % n, c = q * 101 % n, d = q * 151 % n;
      double s =
          plume_shape_sample_geodesic (tree, a, b) + plume_shape_sample_geodesic (tree, c, d);
      double t =
          plume_shape_sample_geodesic (tree, a, c) + plume_shape_sample_geodesic (tree, b, d);
      double u =
          plume_shape_sample_geodesic (tree, a, d) + plume_shape_sample_geodesic (tree, b, c);
      double most = fmax (s, fmax (t, u)), least = fmin (s, fmin (t, u));

      g_assert_cmpfloat (fabs (s + t + u - least - 2 * most), <, 1e-11);
    }
}

static void
test_spheres (void)
{
  g_autoptr (PlumeShapeSample) sample = make_shape (plume_shape_find ("two-spheres"), 1500, 0, 0);
  g_autoptr (GError) error = NULL;
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeNeighbours) neighbours =
      plume_neighbours_find (sample->points, PLUME_METRIC_EUCLIDEAN, 8,
                             plume_graph_reach (&options), PLUME_SEARCH_AUTOMATIC, 1, NULL, &error);
  g_autoptr (PlumeGraph) graph = NULL;

  g_assert_no_error (error);
  graph =
      plume_graph_new (sample->points, PLUME_METRIC_EUCLIDEAN, neighbours, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (graph->n_components, ==, 2);
  g_assert_cmpuint (graph->n_joined, ==, 1);
  for (gsize i = 1; i < 1500; i++)
    g_assert_true (isinf (plume_shape_sample_geodesic (sample, 0, i))
                   == (sample->labels[i] != sample->labels[0]));
}

static void
test_turned (void)
{
  for (const PlumeShape *const *shape = plume_shapes (); *shape != NULL; shape++)
    {
      g_autoptr (PlumeShapeSample) plain = make_shape (*shape, 300, 0, 0);
      g_autoptr (PlumeShapeSample) turned = make_shape (*shape, 300, 17, 0);
      g_autoptr (PlumeShapeSample) noisy = make_shape (*shape, 300, 17, 0.3);
      double square = 0;

      for (gsize e = 0; e < 300 * 17; e++)
        square += pow (noisy->points->values[e] - turned->points->values[e], 2) / (300 * 17);
      g_assert_cmpfloat (fabs (sqrt (square) - 0.3), <, 0.01); /* three deviations */
      g_assert_cmpmem (noisy->original->values, 900 * sizeof (double), turned->original->values,
                       900 * sizeof (double));
      if ((*shape)->dimensions == 0)
        continue;
      for (gsize i = 1; i < 300; i++)
        g_assert_cmpfloat (
            fabs (chord (plain->points, i, i - 1) - chord (turned->points, i, i - 1)), <,
            1e-12 * (1 + chord (plain->points, i, i - 1)));
    }
}

static void
test_narrow (void)
{
  PlumeShapeOptions options = { .n = 10, .p = 3 };
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_shape_make (plume_shape_find ("torus"), &options, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "at least 4"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/prepare/missing-cells-are-dropped-or-filled", test_missing);
  g_test_add_func ("/manifold/prepare/rows-that-remain-are-known", test_rows);
  g_test_add_func ("/manifold/prepare/rows-of-counts-get-one-sum", test_counts);
  g_test_add_func ("/manifold/prepare/negative-counts-are-refused", test_negative);
  g_test_add_func ("/manifold/prepare/columns-are-scaled", test_scaling);
  g_test_add_func ("/manifold/prepare/constant-columns-are-no-data", test_constant);
  g_test_add_func ("/manifold/prepare/most-variable-columns-are-kept", test_variable);
  g_test_add_func ("/manifold/principal/components-rebuild-the-data", test_principal);
  g_test_add_func ("/manifold/principal/sketches-agree-with-the-covariance", test_sketch);
  g_test_add_func ("/manifold/principal/no-component-is-made-of-rounding", test_rank);
  g_test_add_func ("/manifold/prepare/sparse-and-dense-have-one-picture", test_components);
  g_test_add_func ("/manifold/prepare/too-much-memory-is-refused", test_memory);
  g_test_add_func ("/manifold/shapes/no-way-is-shorter-than-the-straight-one", test_geodesics);
  g_test_add_func ("/manifold/shapes/ways-around-take-the-shorter-side", test_around);
  g_test_add_func ("/manifold/shapes/a-tree-branches-where-it-says", test_tree);
  g_test_add_func ("/manifold/shapes/nested-spheres-are-two-pieces", test_spheres);
  g_test_add_func ("/manifold/shapes/turning-keeps-distances", test_turned);
  g_test_add_func ("/manifold/shapes/too-few-dimensions-are-refused", test_narrow);
  return g_test_run ();
}
