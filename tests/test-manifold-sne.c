/* test-manifold-sne.c: stochastic neighbour embedding: probabilities, repulsion and gradients as
 * defined, divergences that fall, the same for any number of threads. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graph.h"
#include "manifold/plume-sne.h"
#include "manifold/plume-tsne-private.h"

static PlumePoints *
draw (gsize n, gsize p, double spread, guint64 seed)
{
  PlumePoints *points = plume_points_new (n, p);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "test", i);

      for (gsize c = 0; c < p; c++)
        points->values[i * p + c] = spread * plume_stream_normal (&stream);
    }
  return points;
}

/* Two balls of radius about 1, so far from each other */
static PlumePoints *
draw_pair (gsize n, gsize p, double apart)
{
  PlumePoints *points = draw (n, p, 1 / sqrt ((double)p), 3);

  for (gsize i = 0; i < n; i++)
    points->values[i * p] += i % 2 == 0 ? 0 : apart;
  return points;
}

static PlumeNeighbours *
find_neighbours (const PlumePoints *points, gsize k)
{
  g_autoptr (GError) error = NULL;
  PlumeNeighbours *neighbours = plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, k, 1,
                                                       PLUME_SEARCH_AUTOMATIC, 1, NULL, &error);

  g_assert_no_error (error);
  return neighbours;
}

static PlumeSparse *
make_affinities (const PlumePoints *points, double perplexity)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeNeighbours) neighbours = find_neighbours (points, (gsize)(3 * perplexity));
  PlumeSparse *affinities = plume_tsne_affinities (neighbours, perplexity, NULL, &error);

  g_assert_no_error (error);
  return affinities;
}

static double
total (const PlumeSparse *affinities)
{
  return plume_sum (affinities->values, affinities->n_entries);
}

static double
square_between (const PlumePoints *points, gsize i, gsize j)
{
  double sum = 0;

  for (gsize c = 0; c < points->p; c++)
    sum += pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
  return sum;
}

static void
assert_symmetric (const PlumeSparse *affinities)
{
  for (gsize i = 0; i < affinities->n_rows; i++)
    for (gsize k = affinities->starts[i]; k < affinities->starts[i + 1]; k++)
      {
        g_assert_cmpuint (affinities->columns[k], !=, i);
        g_assert_cmpfloat (affinities->values[k], >, 0);
        g_assert_cmpfloat (affinities->values[k], ==,
                           plume_sparse_get (affinities, affinities->columns[k], i));
      }
}

/* On a ring all points are alike, so that joint probabilities are those of a point over n. */
static void
test_perplexity (void)
{
  const gsize n = 240;
  const double perplexities[] = { 5, 12, 30 };
  g_autoptr (PlumePoints) ring = plume_points_new (n, 2);

  for (gsize i = 0; i < n; i++)
    {
      ring->values[2 * i] = 7 * cos (2 * G_PI * (double)i / (double)n);
      ring->values[2 * i + 1] = 7 * sin (2 * G_PI * (double)i / (double)n);
    }
  for (guint l = 0; l < G_N_ELEMENTS (perplexities); l++)
    {
      g_autoptr (PlumeNeighbours) neighbours =
          find_neighbours (ring, 2 * (gsize)(1.5 * perplexities[l])); /* as many to either side */
      g_autoptr (PlumeSparse) affinities =
          plume_tsne_affinities (neighbours, perplexities[l], NULL, NULL);

      for (gsize i = 0; i < n; i++)
        {
          double entropy = 0;

          for (gsize k = affinities->starts[i]; k < affinities->starts[i + 1]; k++)
            entropy -= (double)n * affinities->values[k] * log ((double)n * affinities->values[k]);
          g_assert_cmpfloat (fabs (exp (entropy) - perplexities[l]), <, 1e-7 * perplexities[l]);
        }
    }
}

/* p_j|i of one point over its k nearest: β by halving its logarithm, from the definition */
static void
condition (const PlumePoints *points, gsize i, gsize k, double perplexity, double *p)
{
  gsize n = points->n;
  g_autofree double *squares = g_new (double, n);
  double low = -30, high = 30, radius = 0;

  for (gsize j = 0; j < n; j++)
    squares[j] = square_between (points, i, j);
  for (gsize j = 0; j < n; j++)
    {
      gsize nearer = 0;

      for (gsize l = 0; l < n; l++)
        nearer += l != i && squares[l] < squares[j];
      if (j != i && nearer < k)
        radius = MAX (radius, squares[j]);
    }
  for (guint step = 0; step < 200; step++)
    {
      double beta = exp (0.5 * (low + high)), sum = 0, entropy = 0;

      for (gsize j = 0; j < n; j++)
        {
          p[j] = j != i && squares[j] <= radius ? exp (-beta * squares[j]) : 0;
          sum += p[j];
        }
      for (gsize j = 0; j < n; j++)
        {
          p[j] /= sum;
          entropy -= p[j] > 0 ? p[j] * log (p[j]) : 0;
        }
      if (entropy > log (perplexity))
        low = log (beta);
      else
        high = log (beta);
    }
}

static void
test_affinities (void)
{
  const gsize n = 90;
  const double perplexity = 8;
  g_autoptr (PlumePoints) points = draw (n, 4, 1, 5);
  g_autofree double *p = g_new (double, n *n);
  g_autoptr (PlumeSparse) affinities = NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < 4; c++)
      points->values[4 * i + c] *= 1 + 0.1 * (double)(i % 30); /* of uneven density */
  affinities = make_affinities (points, perplexity);
  for (gsize i = 0; i < n; i++)
    condition (points, i, 24, perplexity, p + i * n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      g_assert_cmpfloat (fabs (plume_sparse_get (affinities, i, j)
                               - (p[i * n + j] + p[j * n + i]) / (2 * (double)n)),
                         <, 1e-11);
  assert_symmetric (affinities);
  g_assert_cmpfloat (fabs (total (affinities) - 1), <, 1e-13);
}

/* More than there are neighbours: all count the same; copies of a point, too. */
static void
test_affinities_limits (void)
{
  g_autoptr (PlumePoints) points = draw (40, 3, 1, 6);
  g_autoptr (PlumeNeighbours) neighbours = find_neighbours (points, 10);
  g_autoptr (PlumeSparse) affinities = plume_tsne_affinities (neighbours, 50, NULL, NULL);
  g_autoptr (PlumePoints) same = plume_points_new (12, 2);
  g_autoptr (PlumeNeighbours) near = find_neighbours (same, 11);
  g_autoptr (PlumeSparse) equal = plume_tsne_affinities (near, 4, NULL, NULL);

  for (gsize k = 0; k < affinities->n_entries; k++)
    {
      double times = affinities->values[k] * 2 * 40 * 10; /* 1: one has the other; 2: both */

      g_assert_cmpfloat (fabs (times - round (times)), <, 1e-12);
    }
  g_assert_cmpfloat (fabs (total (affinities) - 1), <, 1e-13);
  for (gsize k = 0; k < equal->n_entries; k++)
    g_assert_cmpfloat (fabs (equal->values[k] * 12 * 11 - 1), <, 1e-12);
}

/* Heat that is not symmetric, as on a random walk, and one vertex that none leaves or reaches */
static PlumeHeat *
make_heat (gsize n, double t)
{
  PlumeHeat *heat = plume_heat_new (n, n, t, NULL);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (4, "heat", i);

      for (gsize j = 0; j < n; j++)
        heat->log_heat[j * n + i] =
            i != j && (i == n - 1 || j == n - 1) ? -INFINITY : -8 * plume_stream_uniform (&stream);
    }
  return heat;
}

static void
test_affinities_of_heat (void)
{
  const gsize n = 30;
  g_autoptr (PlumeHeat) heat = make_heat (n, 2);
  g_autoptr (PlumeSparse) affinities = plume_tsne_affinities_of_heat (heat, NULL, NULL);
  g_autofree double *rows = g_new0 (double, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      rows[i] += i != j ? exp (heat->log_heat[j * n + i]) : 0;
  for (gsize i = 0; i + 1 < n; i++)
    for (gsize j = 0; j + 1 < n; j++)
      {
        double expected = i == j ? 0
                                 : (exp (heat->log_heat[j * n + i]) / rows[i]
                                    + exp (heat->log_heat[i * n + j]) / rows[j])
                                       / (2 * (double)(n - 1));

        g_assert_cmpfloat (fabs (plume_sparse_get (affinities, i, j) - expected), <, 1e-15);
      }
  g_assert_cmpuint (affinities->starts[n - 1], ==, affinities->starts[n]);
  assert_symmetric (affinities);
  g_assert_cmpfloat (fabs (total (affinities) - 1), <, 1e-13);
}

/* By the definition, to check the sums over all pairs themselves */
static void
repulse_plainly (const PlumePoints *points, double *forces, double *sum)
{
  *sum = 0;
  for (gsize i = 0; i < points->n; i++)
    for (gsize c = 0; c < points->p; c++)
      {
        forces[i * points->p + c] = 0;
        for (gsize j = 0; j < points->n; j++)
          {
            double q = 1 / (1 + square_between (points, i, j));

            *sum += c == 0 && i != j ? q : 0;
            forces[i * points->p + c] +=
                q * q * (points->values[i * points->p + c] - points->values[j * points->p + c]);
          }
      }
}

static double
root_mean_square (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += b != NULL ? pow (a[i] - b[i], 2) : a[i] * a[i];
  return sqrt (sum / (double)n);
}

static void
assert_repulsion (PlumeRepulse *repulse,
                  PlumeRepulse *exact,
                  const PlumePoints *places,
                  double force_error,
                  double total_error)
{
  gsize length = places->n * places->p;
  g_autofree double *forces = g_new (double, length), *expected = g_new (double, length);
  double sum, expected_sum, off;

  if (exact != NULL)
    g_assert_true (
        exact (places->n, (guint)places->p, places->values, expected, &expected_sum, NULL, NULL));
  else
    repulse_plainly (places, expected, &expected_sum);
  g_assert_true (repulse (places->n, (guint)places->p, places->values, forces, &sum, NULL, NULL));
  off = root_mean_square (length, forces, expected) / root_mean_square (length, expected, NULL);
  g_test_message ("forces %.3g, total %.3g off", off, sum / expected_sum - 1);
  g_assert_cmpfloat (off, <, force_error);
  g_assert_cmpfloat (fabs (sum / expected_sum - 1), <, total_error);
}

/* Some points on one place, some far out */
static PlumePoints *
draw_picture (gsize n, guint d, double spread)
{
  PlumePoints *places = draw (n, d, spread, 8);

  for (gsize i = 0; i < 40; i++)
    for (guint c = 0; c < d; c++)
      places->values[i * d + c] = i < 20 ? 0.3 * spread : 2 * places->values[i * d + c];
  return places;
}

static void
test_repulsion_exact (void)
{
  for (guint d = 1; d <= 3; d++)
    {
      g_autoptr (PlumePoints) places = draw_picture (301, d, 3);

      assert_repulsion (plume_repulse_exactly, NULL, places, 1e-13, 1e-13);
    }
}

static void
test_repulsion_tree (void)
{
  for (guint d = 2; d <= 3; d++)
    for (double spread = 1e-4; spread < 100; spread *= 50)
      {
        g_autoptr (PlumePoints) places = draw_picture (2500, d, spread);

        assert_repulsion (plume_repulse_by_tree, plume_repulse_exactly, places, 0.03, 0.02);
      }
}

static void
test_repulsion_grid (void)
{
  for (double spread = 1e-4; spread < 100; spread *= 50)
    {
      g_autoptr (PlumePoints) places = draw_picture (2500, 2, spread);

      assert_repulsion (plume_repulse_by_grid, plume_repulse_exactly, places, 0.02, 0.003);
    }
}

/* Many points on one place: a tree cannot part them, and all repel the others. */
static void
test_repulsion_copies (void)
{
  g_autoptr (PlumePoints) places = plume_points_new (60, 2);

  for (gsize i = 50; i < 60; i++)
    places->values[2 * i] = 3;
  assert_repulsion (plume_repulse_by_tree, plume_repulse_exactly, places, 1e-12, 1e-12);
  assert_repulsion (plume_repulse_by_grid, plume_repulse_exactly, places, 1e-5, 1e-5);
}

static void
test_gradient (void)
{
  for (gsize d = 2; d <= 3; d++)
    {
      g_autoptr (PlumePoints) points = draw (60, 5, 1, 9);
      g_autoptr (PlumeSparse) affinities = make_affinities (points, 6);
      g_autoptr (PlumePoints) places = draw (60, d, 2, 10);
      g_autoptr (PlumePoints) gradient = plume_points_new (60, d);

      plume_tsne_divergence (affinities, places, gradient, NULL, NULL);
      for (gsize k = 0; k < 60 * d; k++)
        {
          double here = places->values[k], above, below, step = 1e-5;

          places->values[k] = here + step;
          above = plume_tsne_divergence (affinities, places, NULL, NULL, NULL);
          places->values[k] = here - step;
          below = plume_tsne_divergence (affinities, places, NULL, NULL, NULL);
          places->values[k] = here;
          g_assert_cmpfloat (fabs ((above - below) / (2 * step) - gradient->values[k]), <, 1e-9);
        }
    }
}

/* KL from its definition, q over all pairs */
static void
test_divergence (void)
{
  g_autoptr (PlumePoints) points = draw (40, 3, 1, 9);
  g_autoptr (PlumeSparse) affinities = make_affinities (points, 5);
  g_autoptr (PlumePoints) places = draw (40, 2, 1, 10);
  double sum = 0, divergence = 0;

  for (gsize i = 0; i < 40; i++)
    for (gsize j = 0; j < 40; j++)
      sum += i != j ? 1 / (1 + square_between (places, i, j)) : 0;
  for (gsize i = 0; i < 40; i++)
    for (gsize j = 0; j < 40; j++)
      {
        double p = plume_sparse_get (affinities, i, j),
               q = 1 / (1 + square_between (places, i, j)) / sum;

        divergence += p > 0 ? p * log (p / q) : 0;
      }
  g_assert_cmpfloat (
      fabs (plume_tsne_divergence (affinities, places, NULL, NULL, NULL) - divergence), <, 1e-12);
}

typedef struct
{
  const PlumeSparse *affinities;
  GArray *divergences;
  PlumeTask *task;
  guint shown, cancel_at;
  double progress_error;
  guint steps;
} Watch;

static void
watch (const PlumePoints *places, gpointer data)
{
  Watch *watching = data;

  watching->shown++;
  if (watching->divergences != NULL)
    {
      double divergence = plume_tsne_divergence (watching->affinities, places, NULL, NULL, NULL);

      g_array_append_val (watching->divergences, divergence);
    }
  if (watching->task != NULL)
    watching->progress_error =
        MAX (watching->progress_error, fabs (plume_task_get_progress (watching->task)
                                             - 10.0 * watching->shown / watching->steps));
  if (watching->task != NULL && watching->shown == watching->cancel_at)
    plume_task_cancel (watching->task);
}

/* After the exaggeration, every ten steps; progress is that of the steps. */
static void
test_divergence_falls (void)
{
  g_autoptr (PlumePoints) points = draw (250, 6, 1, 11);
  g_autoptr (PlumeSparse) affinities = make_affinities (points, 15);
  g_autoptr (GArray) divergences = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PlumeTask) task = plume_task_new ();
  Watch watching = {
    .affinities = affinities, .divergences = divergences, .task = task, .steps = 500
  };
  PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;
  g_autoptr (PlumePoints) places = NULL;
  double first, before, last;

  options.steps = 500;
  options.show = watch;
  options.show_data = &watching;
  places = plume_tsne (affinities, NULL, &options, task, NULL);
  g_assert_cmpuint (divergences->len, ==, 50);
  first = g_array_index (divergences, double, 0);
  before = g_array_index (divergences, double, 24);
  last = g_array_index (divergences, double, 49);
  g_test_message ("divergence %.4f, %.4f after exaggeration, %.4f", first, before, last);
  for (guint k = 26; k < divergences->len; k++)
    g_assert_cmpfloat (g_array_index (divergences, double, k), <,
                       g_array_index (divergences, double, k - 1) + 1e-3);
  g_assert_cmpfloat (last, <, 0.9 * before);
  g_assert_cmpfloat (last, <, 0.6 * first);
  g_assert_cmpfloat (fabs (plume_tsne_divergence (affinities, places, NULL, NULL, NULL) - last), <,
                     1e-12);
  g_assert_cmpfloat (watching.progress_error, <, 1e-5);
}

static void
assert_apart (const PlumePoints *places)
{
  double least_between = INFINITY, sums[2][3] = { { 0 } }, radius = 0, between = 0;
  gsize n = places->n, d = places->p;

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      sums[i % 2][c] += 2 * places->values[i * d + c] / (double)n;
  for (gsize i = 0; i < n; i++)
    {
      double square = 0;

      for (gsize c = 0; c < d; c++)
        square += pow (places->values[i * d + c] - sums[i % 2][c], 2);
      radius = MAX (radius, sqrt (square));
      for (gsize j = (i + 1) % 2; j < n; j += 2)
        least_between = MIN (least_between, sqrt (square_between (places, i, j)));
    }
  for (gsize c = 0; c < d; c++)
    between += pow (sums[0][c] - sums[1][c], 2);
  g_test_message ("centres %.3g, radius %.3g, gap %.3g", sqrt (between), radius, least_between);
  g_assert_cmpfloat (sqrt (between), >, 2 * radius);
  g_assert_cmpfloat (least_between, >, 1);
}

/* By every way of repulsion, in the plane and in space; also from places that are all the same. */
static void
test_clusters_part (void)
{
  g_autoptr (PlumePoints) points = draw_pair (200, 8, 30);
  g_autoptr (PlumeSparse) affinities = make_affinities (points, 15);
  g_autoptr (PlumePoints) same = plume_points_new (200, 2);

  for (gsize k = 0; k < 400; k++)
    same->values[k] = 5;
  for (PlumeRepulsion repulsion = PLUME_REPULSION_EXACT; repulsion <= PLUME_REPULSION_GRID;
       repulsion++)
    for (guint d = 2; d <= 3; d++)
      {
        PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;
        g_autoptr (PlumePoints) places = NULL;

        options.repulsion = repulsion;
        options.dimensions = d;
        options.steps = 400;
        places = plume_tsne (affinities, d == 2 ? same : NULL, &options, NULL, NULL);
        assert_apart (places);
      }
}

/* Only the shape of the start counts. */
static void
test_start_is_scaled (void)
{
  g_autoptr (PlumePoints) points = draw (120, 5, 1, 13);
  g_autoptr (PlumeSparse) affinities = make_affinities (points, 8);
  g_autoptr (PlumePoints) start = draw (120, 2, 1, 14);
  g_autoptr (PlumePoints) one = NULL;
  g_autoptr (PlumePoints) other = NULL;
  PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;
  double square = 0;

  options.steps = 0;
  one = plume_tsne (affinities, start, &options, NULL, NULL);
  for (gsize k = 0; k < 240; k++)
    start->values[k] = 1024 * start->values[k];
  other = plume_tsne (affinities, start, &options, NULL, NULL);
  for (gsize i = 0; i < 120; i++)
    {
      square += one->values[2 * i] * one->values[2 * i] / 120;
      g_assert_cmpfloat (fabs (one->values[2 * i + 1] - other->values[2 * i + 1]), <, 1e-16);
    }
  g_assert_cmpfloat (fabs (sqrt (square) - 1e-4), <, 1e-16);
}

static void
test_threads (void)
{
  g_autoptr (PlumePoints) points = draw (700, 5, 1, 15);
  g_autoptr (PlumeHeat) heat = make_heat (200, 3);
  g_autoptr (PlumePoints) start = draw (200, 2, 1, 16);
  int threads = plume_parallel_get_threads ();
  PlumePoints *places[2][4];

  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (PlumeSparse) affinities = NULL;

      plume_parallel_set_threads (run == 0 ? 1 : 3);
      affinities = make_affinities (points, 10);
      for (PlumeRepulsion repulsion = PLUME_REPULSION_EXACT; repulsion <= PLUME_REPULSION_GRID;
           repulsion++)
        {
          PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;

          options.repulsion = repulsion;
          options.steps = 60;
          options.early_steps = 30;
          places[run][repulsion - 1] = plume_tsne (affinities, NULL, &options, NULL, NULL);
        }
      places[run][3] = plume_sne (heat, start, NULL, NULL);
    }
  plume_parallel_set_threads (threads);
  for (guint way = 0; way < 4; way++)
    {
      g_assert_cmpmem (places[0][way]->values, places[0][way]->n * 2 * sizeof (double),
                       places[1][way]->values, places[1][way]->n * 2 * sizeof (double));
      plume_points_unref (places[0][way]);
      plume_points_unref (places[1][way]);
    }
}

/* Who cancels while it runs waits no longer than a step. */
static void
test_cancel (void)
{
  g_autoptr (PlumePoints) points = draw (200, 4, 1, 17);
  g_autoptr (PlumeSparse) affinities = make_affinities (points, 10);

  for (PlumeRepulsion repulsion = PLUME_REPULSION_EXACT; repulsion <= PLUME_REPULSION_GRID;
       repulsion++)
    {
      g_autoptr (PlumeTask) task = plume_task_new ();
      g_autoptr (GError) error = NULL;
      PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;
      Watch watching = { .task = task, .cancel_at = 2, .steps = options.steps };

      options.repulsion = repulsion;
      options.show = watch;
      options.show_data = &watching;
      g_assert_null (plume_tsne (affinities, NULL, &options, task, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
      g_assert_cmpuint (watching.shown, ==, 2);
      g_assert_cmpfloat (plume_task_get_progress (task), <, 21.5 / options.steps);
    }
}

static void
test_too_few (void)
{
  g_autoptr (PlumeSparse) affinities = plume_sparse_new (2, 2, 0);
  g_autoptr (GError) error = NULL;
  PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;

  g_assert_null (plume_tsne (affinities, NULL, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
}

/* The heat of the reference roll at t = 10 */
static PlumeHeat *
roll_heat (void)
{
  g_autofree double *weights = read_dense_graph ("roll", 200),
                    *dense = dense_heat (200, weights, FALSE, 10);
  PlumeHeat *heat = plume_heat_new (200, 200, 10, NULL);

  for (gsize k = 0; k < 200 * 200; k++)
    heat->log_heat[k] = log (dense[k]);
  return heat;
}

/* h, rows of sum 1 without the diagonal */
static double *
normalise (const PlumeHeat *heat)
{
  gsize n = heat->n;
  double *h = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0;

      for (gsize j = 0; j < n; j++)
        sum += i != j ? exp (heat->log_heat[j * n + i]) : 0;
      for (gsize j = 0; j < n && sum > 0; j++)
        h[i * n + j] = i != j ? exp (heat->log_heat[j * n + i]) / sum : 0;
    }
  return h;
}

/* Σ KL from its definition, and (1/4t) Σ h (‖y_i − y_j‖² − d²) + Σ log Z with d² = −4t log h */
static void
test_sne_identity (void)
{
  const double spreads[] = { 0.5, 5, 30 };
  g_autoptr (PlumeHeat) heat = roll_heat ();
  g_autofree double *h = normalise (heat);
  gsize n = heat->n;

  for (guint s = 0; s < G_N_ELEMENTS (spreads); s++)
    {
      g_autoptr (PlumePoints) places = draw (n, 2, spreads[s], 18);
      double defined = 0, matched = 0,
             divergence = plume_sne_divergence (heat, places, NULL, NULL, NULL);

      for (gsize i = 0; i < n; i++)
        {
          double least = INFINITY, z = 0;

          for (gsize j = 0; j < n; j++)
            least = i != j ? MIN (least, square_between (places, i, j) / (4 * heat->t)) : least;
          for (gsize j = 0; j < n; j++)
            z += i != j ? exp (least - square_between (places, i, j) / (4 * heat->t)) : 0;
          for (gsize j = 0; j < n; j++)
            if (i != j)
              {
                double y = square_between (places, i, j), d = -4 * heat->t * log (h[i * n + j]);

                defined +=
                    h[i * n + j] * (log (h[i * n + j]) - (least - y / (4 * heat->t) - log (z)));
                matched += h[i * n + j] * (y - d) / (4 * heat->t);
              }
          matched += log (z) - least;
        }
      g_test_message ("%.15g: %.3g, %.3g", divergence, divergence / defined - 1,
                      divergence / matched - 1);
      g_assert_cmpfloat (fabs (divergence / defined - 1), <, 1e-12);
      g_assert_cmpfloat (fabs (divergence / matched - 1), <, 1e-12);
    }
}

/* Of heat that is not symmetric, with a vertex by itself */
static void
test_sne_gradient (void)
{
  const gsize n = 150; /* several chunks */

  for (gsize d = 2; d <= 3; d++)
    {
      g_autoptr (PlumeHeat) heat = make_heat (n, 1.5);
      g_autoptr (PlumePoints) places = draw (n, d, 1, 19);
      g_autoptr (PlumePoints) gradient = plume_points_new (n, d);

      plume_sne_divergence (heat, places, gradient, NULL, NULL);
      for (gsize k = 0; k < n * d; k++)
        {
          double here = places->values[k], above, below, step = 1e-4;

          places->values[k] = here + step;
          above = plume_sne_divergence (heat, places, NULL, NULL, NULL);
          places->values[k] = here - step;
          below = plume_sne_divergence (heat, places, NULL, NULL, NULL);
          places->values[k] = here;
          g_assert_cmpfloat (fabs ((above - below) / (2 * step) - gradient->values[k]), <, 1e-7);
        }
    }
}

/* Heat that a picture in the plane would have: it is found again, with no divergence left. */
static void
test_sne_recovers (void)
{
  const gsize n = 80;
  g_autoptr (PlumePoints) truth = draw (n, 2, 3, 20);
  g_autoptr (PlumePoints) start = draw (n, 2, 1, 21);
  g_autoptr (PlumeHeat) heat = plume_heat_new (n, n, 2, NULL);
  g_autoptr (PlumePoints) places = NULL;
  double before, after, worst = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      heat->log_heat[j * n + i] = -square_between (truth, i, j) / (4 * heat->t);
  g_assert_cmpfloat (fabs (plume_sne_divergence (heat, truth, NULL, NULL, NULL)), <, 1e-11);
  for (gsize k = 0; k < 2 * n; k++)
    start->values[k] = truth->values[k] + 0.5 * start->values[k];
  before = plume_sne_divergence (heat, start, NULL, NULL, NULL);
  places = plume_sne (heat, start, NULL, NULL);
  after = plume_sne_divergence (heat, places, NULL, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      worst = MAX (
          worst, fabs (sqrt (square_between (places, i, j)) - sqrt (square_between (truth, i, j))));
  g_test_message ("%.3g to %.3g, distances %.3g off", before, after, worst);
  g_assert_cmpfloat (before, >, 1);
  g_assert_cmpfloat (after, <, 1e-9);
  g_assert_cmpfloat (worst, <, 1e-4);
}

/* Never higher than it began, and flat where it ends, whatever the start. */
static void
test_sne_descends (void)
{
  g_autoptr (PlumeHeat) heat = roll_heat ();

  for (double spread = 0.1; spread < 200; spread *= 10)
    {
      g_autoptr (PlumePoints) start = draw (200, 2, spread, 22);
      g_autoptr (PlumePoints) slope = plume_points_new (200, 2);
      g_autoptr (PlumePoints) flat = plume_points_new (200, 2);
      g_autoptr (PlumePoints) places = plume_sne (heat, start, NULL, NULL);
      g_autoptr (PlumePoints) again = plume_sne (heat, places, NULL, NULL);
      double before = plume_sne_divergence (heat, start, slope, NULL, NULL),
             after = plume_sne_divergence (heat, places, flat, NULL, NULL),
             last = plume_sne_divergence (heat, again, NULL, NULL, NULL);

      g_test_message ("%.6g, %.6g, %.6g; slope %.3g, %.3g", before, after, last,
                      root_mean_square (400, slope->values, NULL),
                      root_mean_square (400, flat->values, NULL));
      g_assert_cmpfloat (after, <, before);
      g_assert_cmpfloat (last, <=, after);
      g_assert_cmpfloat (root_mean_square (400, flat->values, NULL), <, 1e-2);
    }
}

static void
test_sne_cancel (void)
{
  g_autoptr (PlumeHeat) heat = roll_heat ();
  g_autoptr (PlumePoints) start = draw (200, 2, 1, 23);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_sne (heat, start, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_assert_true (isnan (plume_sne_divergence (heat, start, NULL, task, &other)));
  g_assert_error (other, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/t-sne/perplexity-is-reached", test_perplexity);
  g_test_add_func ("/manifold/t-sne/affinities-are-as-defined", test_affinities);
  g_test_add_func ("/manifold/t-sne/affinities-in-the-limits", test_affinities_limits);
  g_test_add_func ("/manifold/t-sne/affinities-of-heat-are-its-rows", test_affinities_of_heat);
  g_test_add_func ("/manifold/t-sne/repulsion-sums-all-pairs", test_repulsion_exact);
  g_test_add_func ("/manifold/t-sne/repulsion-by-tree-is-near", test_repulsion_tree);
  g_test_add_func ("/manifold/t-sne/repulsion-by-grid-is-near", test_repulsion_grid);
  g_test_add_func ("/manifold/t-sne/repulsion-of-copies", test_repulsion_copies);
  g_test_add_func ("/manifold/t-sne/divergence-is-as-defined", test_divergence);
  g_test_add_func ("/manifold/t-sne/gradient-is-that-of-the-divergence", test_gradient);
  g_test_add_func ("/manifold/t-sne/divergence-falls", test_divergence_falls);
  g_test_add_func ("/manifold/t-sne/far-clusters-part", test_clusters_part);
  g_test_add_func ("/manifold/t-sne/only-the-shape-of-the-start-counts", test_start_is_scaled);
  g_test_add_func ("/manifold/t-sne/threads-do-not-matter", test_threads);
  g_test_add_func ("/manifold/t-sne/cancelled-within-a-step", test_cancel);
  g_test_add_func ("/manifold/t-sne/refuses-two-points", test_too_few);
  g_test_add_func ("/manifold/sne/is-matching-of-heat-distances", test_sne_identity);
  g_test_add_func ("/manifold/sne/gradient-is-that-of-the-divergence", test_sne_gradient);
  g_test_add_func ("/manifold/sne/finds-a-picture-again", test_sne_recovers);
  g_test_add_func ("/manifold/sne/never-rises", test_sne_descends);
  g_test_add_func ("/manifold/sne/cancelled-at-once", test_sne_cancel);
  return g_test_run ();
}
