/* test-manifold-scaling.c: pictures of given distances: exact where they exist, never getting
 * worse, and equal to independent tables. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graph.h"
#include "manifold/plume-embedding.h"
#include "manifold/plume-scaling-classical.h"
#include "manifold/plume-scaling-private.h"

static PlumePoints *
draw (gsize n, gsize p, guint64 seed)
{
  PlumePoints *points = plume_points_new (n, p);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "test", i);

      for (gsize c = 0; c < p; c++)
        points->values[i * p + c] = plume_stream_normal (&stream) * (double)(p - c);
    }
  return points;
}

static double
distance (const PlumePoints *points, gsize i, gsize j)
{
  double sum = 0;

  for (gsize c = 0; c < points->p; c++)
    sum += pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
  return sqrt (sum);
}

/* Euclidean distances, each wrong by up to a factor 1 ± noise */
static PlumeDistances *
measure (const PlumePoints *points, double noise)
{
  gsize m = points->n;
  PlumeDistances *distances = plume_distances_new (m);

  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      {
        PlumeStream stream = plume_stream (7, "noise", i * m + j);

        distances->values[i * m + j] = distances->values[j * m + i] =
            distance (points, i, j) * (1 + noise * (2 * plume_stream_uniform (&stream) - 1));
      }
  return distances;
}

static PlumePoints *
solve (const PlumeDistances *distances, const PlumeScaling *scaling, PlumeScalingCounts *counts)
{
  g_autoptr (GError) error = NULL;
  PlumePoints *points = plume_scaling_solve (distances, scaling, counts, NULL, &error);

  g_assert_no_error (error);
  return points;
}

static double
greatest_distance_error (const PlumeDistances *distances, const PlumePoints *y)
{
  double greatest = 0;

  for (gsize i = 0; i < y->n; i++)
    for (gsize j = 0; j < y->n; j++)
      greatest = MAX (greatest, fabs (distance (y, i, j) - distances->values[i * y->n + j]));
  return greatest;
}

static double
difference (const PlumePoints *a, const PlumePoints *b)
{
  double greatest = 0;

  for (gsize i = 0; i < a->n * a->p; i++)
    greatest = MAX (greatest, fabs (a->values[i] - b->values[i]));
  return greatest;
}

/* Both ways: all eigenvectors of 120 points, Krylov spaces of 400 */
static void
test_classical_exact (void)
{
  const gsize sizes[] = { 120, 400 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint d = 1; d <= 3; d++)
      {
        g_autoptr (PlumePoints) points = draw (sizes[s], d, 1);
        g_autoptr (PlumeDistances) distances = measure (points, 0);
        PlumeScaling scaling = { PLUME_SCALING_CLASSICAL, d };
        PlumeScalingCounts counts;
        g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);

        g_assert_cmpfloat (greatest_distance_error (distances, y), <, 1e-9);
        g_assert_cmpfloat (counts.stress, <, 1e-12);
        g_assert_cmpfloat (counts.negative_share, <, 1e-7);
      }
}

/* The Krylov space finds what LAPACK finds, also pairs of equal eigenvalues (a circle). */
static void
test_classical_large (void)
{
  const gsize m = 480;
  g_autoptr (PlumePoints) circle = plume_points_new (m, 2);
  g_autoptr (PlumeDistances) distances = plume_distances_new (m);
  g_autoptr (GError) error = NULL;
  g_autofree double *b = g_new (double, m *m), *all = g_new (double, m),
                    *vectors = g_new (double, m *m);
  g_autoptr (PlumePoints) y = NULL;
  double values[4], share, negative = 0, total = 0;

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      {
        double turn = 2 * G_PI * (double)((i + m - j) % m) / (double)m;

        distances->values[i * m + j] = MIN (turn, 2 * G_PI - turn);
      }
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      {
        double row = 0;

        for (gsize k = 0; k < m; k++) /* every row has the same mean square */
          row += pow (distances->values[k], 2) / (double)m;
        b[i * m + j] = -0.5 * (pow (distances->values[i * m + j], 2) - row);
      }
  g_assert_true (plume_symmetric_eigen (m, b, m, all, vectors, &error));
  y = plume_scaling_classical (distances, 4, values, &share, NULL, &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < m; k++)
    {
      negative += MAX (-all[k], 0);
      total += fabs (all[k]);
    }
  for (guint k = 0; k < 4; k++)
    g_assert_cmpfloat (fabs (values[k] / all[k] - 1), <, 1e-10);
  g_assert_cmpfloat (negative / total, >, 0.1);
  g_assert_cmpfloat (fabs (share - negative / total), <, 0.01);
}

/* Noise in every distance: many small eigenvalues of both signs that no end of the spectrum shows
 */
static void
test_negative_share (void)
{
  /* all eigenvalues are found, or those at both ends */
  const struct
  {
    gsize m;
    double noise, tolerance;
  } cases[] = { { 420, 0.05, 1e-9 }, { 1300, 0.05, 0.01 }, { 1300, 0.4, 0.01 } };

  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      gsize m = cases[k].m;
      g_autoptr (PlumePoints) points = draw (m, 3, 21);
      g_autoptr (PlumeDistances) distances = measure (points, cases[k].noise);
      g_autoptr (GError) error = NULL;
      g_autofree double *b = g_new (double, m *m), *means = g_new0 (double, m),
                        *all = g_new (double, m);
      double mean = 0, negative = 0, total = 0, share;

      for (gsize i = 0; i < m * m; i++)
        {
          means[i / m] += pow (distances->values[i], 2) / (double)m;
          mean += pow (distances->values[i], 2) / (double)(m * m);
        }
      for (gsize i = 0; i < m * m; i++)
        b[i] = -0.5 * (pow (distances->values[i], 2) - means[i / m] - means[i % m] + mean);
      g_assert_true (plume_symmetric_eigen_whole (m, b, FALSE, all, &error));
      for (gsize i = 0; i < m; i++)
        {
          negative += MAX (-all[i], 0);
          total += fabs (all[i]);
        }
      g_autoptr (PlumePoints) y =
          plume_scaling_classical (distances, 2, NULL, &share, NULL, &error);

      g_assert_no_error (error);
      g_test_message ("share %.4f, estimated as %.4f", negative / total, share);
      g_assert_cmpfloat (negative / total, >, 0.1);
      g_assert_cmpfloat (fabs (share - negative / total), <, cases[k].tolerance);
    }
}

/* More dimensions than eigenvalues that are looked at, and none of them is negative */
static void
test_no_negative_share (void)
{
  const gsize m = 1300, p = 600;
  g_autoptr (PlumePoints) points = draw (m, p, 24);
  g_autoptr (GError) error = NULL;
  double share;

  for (gsize i = 0; i < m * p; i++) /* alike in all directions */
    points->values[i] /= (double)(p - i % p);
  g_autoptr (PlumeDistances) distances = measure (points, 0);
  g_autoptr (PlumePoints) y = plume_scaling_classical (distances, 2, NULL, &share, NULL, &error);

  g_assert_no_error (error);
  g_test_message ("share 0, estimated as %.4f", share);
  g_assert_cmpfloat (share, <, 1e-4);
}

/* Isotonic regression is the greatest of the least means: d̂_k = max_(i ≤ k) min_(j ≥ k) mean
 * δ_i…δ_j (Robertson, Wright, Dykstra 1988, §1.4), up to one scale. */
static void
test_disparities (void)
{
  const gsize m = 9, n = 36;
  g_autoptr (PlumePoints) points = draw (m, 2, 22), y = draw (m, 2, 23);
  g_autoptr (PlumeDistances) distances = measure (points, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDisparities) disparities = plume_disparities_new (distances, NULL, &error);
  g_autofree double *columns = g_new (double, 2 * m), *drawn = g_new (double, n),
                    *wanted = g_new (double, n);
  g_autofree gsize *order = g_new (gsize, n);
  const double *fitted;
  double squares = 0, fit = 0;
  gsize count = 0;

  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      {
        gsize place = count++;

        for (; place > 0 && distances->values[order[place - 1]] > distances->values[i * m + j];
             place--)
          order[place] = order[place - 1];
        order[place] = i * m + j;
        squares += pow (distances->values[i * m + j], 2);
      }
  for (gsize k = 0; k < n; k++)
    drawn[k] = distance (y, order[k] / m, order[k] % m);
  for (gsize k = 0; k < n; k++)
    {
      wanted[k] = 0;
      for (gsize i = 0; i <= k; i++)
        {
          double least = INFINITY, sum = 0;

          for (gsize j = i; j < n; j++)
            {
              sum += drawn[j];
              if (j >= k)
                least = MIN (least, sum / (double)(j - i + 1));
            }
          wanted[k] = MAX (wanted[k], least);
        }
      fit += wanted[k] * wanted[k];
    }
  for (gsize i = 0; i < m; i++)
    for (guint c = 0; c < 2; c++)
      columns[c * m + i] = y->values[2 * i + c];
  fitted = plume_disparities_fit (disparities, 2, columns, NULL, &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < n; k++)
    g_assert_cmpfloat (fabs (fitted[order[k]] - wanted[k] * sqrt (squares / fit)), <, 1e-12);
}

typedef struct
{
  const char *name;
  double t;
  gboolean normalised;
  double eigenvalues[6];
  double stress[4]; /* after 0, 10, 100, 300 steps */
} Case;

static const Case cases[] = {
  { "roll",
    10,
    FALSE,
    { 17768.13788865141, 1074.1086739278996, 309.41767444934953, 76.02040190764944,
      19.925666490585094, 11.098794822889744 },
    { 1923.057909500246, 932.9305446270313, 811.0386004480445, 811.0368246293683 } },
  { "tree",
    20,
    TRUE,
    { 20835.99477414506, 13180.642998093983, 9606.327139502322, 2715.7743338199643,
      360.1180431848327, 241.8339373036581 },
    { 577940.9784531074, 172199.09062669546, 169370.62909789922, 169370.626073137 } },
};

static PlumeDistances *
reference_distances (const Case *reference)
{
  g_autofree double *weights = read_dense_graph (reference->name, 200);
  g_autofree double *heat = dense_heat (200, weights, reference->normalised, reference->t);

  return heat_distances (200, heat, reference->t);
}

static void
test_reference (gconstpointer data)
{
  const Case *reference = data;
  const guint steps[] = { 0, 10, 100, 300 };
  g_autoptr (PlumeDistances) distances = reference_distances (reference);
  g_autofree char *file = g_strconcat (reference->name, "-embedding.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  g_autoptr (GError) error = NULL;
  double values[6];
  g_autoptr (PlumePoints) six = plume_scaling_classical (distances, 6, values, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint k = 0; k < 6; k++)
    g_assert_cmpfloat (fabs (values[k] / reference->eigenvalues[k] - 1), <, 1e-8);
  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = steps[s] };
      PlumeScalingCounts counts;
      g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);
      guint column = steps[s] == 0 ? 1 : 3;
      double span = fabs (y->values[0]) + 10;

      g_assert_cmpuint (counts.steps, ==, steps[s]);
      g_assert_cmpfloat (fabs (counts.stress / reference->stress[s] - 1), <, 1e-6);
      for (gsize i = 0; (steps[s] == 0 || steps[s] == 300) && i < 200; i++)
        for (guint c = 0; c < 2; c++)
          g_assert_cmpfloat (
              fabs (y->values[2 * i + c] - reference_number (rows, (guint)i + 1, column + c)), <,
              1e-6 * span);
    }
}

/* Step by step, each from where the last one ended */
static void
test_stress_never_rises (void)
{
  g_autoptr (PlumePoints) points = draw (90, 4, 2);
  g_autoptr (PlumeDistances) distances = measure (points, 0.4);
  g_autofree double *weights = g_new (double, 90 * 90);

  for (gsize i = 0; i < 90; i++)
    for (gsize j = 0; j < 90; j++)
      weights[i * 90 + j] = 1 / (0.1 + distances->values[i * 90 + j]);
  for (guint kind = PLUME_SCALING_METRIC; kind <= PLUME_SCALING_NON_METRIC; kind++)
    for (guint d = 1; d <= 3; d++)
      {
        g_autoptr (PlumePoints) y = draw (90, d, 3);
        double before = INFINITY, first = 0;

        for (guint step = 0; step < 60; step++)
          {
            PlumeScaling scaling = { kind, d, weights, y->values, 1 };
            PlumeScalingCounts counts;
            PlumePoints *next = solve (distances, &scaling, &counts);

            g_assert_cmpfloat (counts.stress, <=, before * (1 + 1e-12));
            first = step == 0 ? counts.stress : first;
            before = counts.stress;
            plume_points_unref (y);
            y = next;
          }
        g_assert_cmpfloat (before, <, 0.9 * first);
      }
}

static void
test_equal_weights (void)
{
  g_autoptr (PlumePoints) points = draw (70, 4, 4);
  g_autoptr (PlumeDistances) distances = measure (points, 0.2);
  g_autofree double *weights = g_new (double, 70 * 70);
  PlumeScaling plain = { PLUME_SCALING_METRIC, 2, NULL, NULL, 25 },
               weighted = { PLUME_SCALING_WEIGHTED, 2, weights, NULL, 25 };
  PlumeScalingCounts a, b;

  for (gsize i = 0; i < 70 * 70; i++)
    weights[i] = 0.25;
  g_autoptr (PlumePoints) y = solve (distances, &plain, &a);
  g_autoptr (PlumePoints) z = solve (distances, &weighted, &b);

  plume_procrustes (y, z, FALSE);
  g_assert_cmpfloat (difference (y, z), <, 1e-9);
  g_assert_cmpfloat (fabs (b.stress - a.stress / 4), <, 1e-9 * a.stress);
  g_assert_cmpfloat (fabs (b.stress_1 - a.stress_1), <, 1e-9);
}

/* Wrong distances of no weight are no matter: what is left is drawn exactly. */
static void
test_weights_of_nothing (void)
{
  g_autoptr (PlumePoints) points = draw (60, 2, 5);
  g_autoptr (PlumeDistances) distances = measure (points, 0);
  g_autofree double *weights = g_new (double, 60 * 60);
  PlumeScaling scaling = { PLUME_SCALING_WEIGHTED, 2, weights, points->values, 20 };
  PlumeScalingCounts counts;

  for (gsize i = 0; i < 60; i++)
    for (gsize j = 0; j < 60; j++)
      {
        weights[i * 60 + j] = (i * j) % 3 != 1;
        if (weights[i * 60 + j] == 0)
          distances->values[i * 60 + j] = 100;
      }
  g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);

  g_assert_cmpfloat (counts.stress, <, 1e-15);
  plume_procrustes (points, y, FALSE);
  g_assert_cmpfloat (difference (points, y), <, 1e-8);
}

/* Where stress is least its gradient Σ_j w (1 − D/δ)(y_i − y_j) is 0. */
static void
test_stationary (void)
{
  const gsize m = 50;
  g_autoptr (PlumePoints) points = draw (m, 3, 6);
  g_autoptr (PlumeDistances) distances = measure (points, 0.3);
  g_autofree double *weights = g_new (double, m *m);
  PlumeScaling scaling = { PLUME_SCALING_WEIGHTED, 2, weights, NULL, 4000 };

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      weights[i * m + j] = 1 + (double)((i + j) % 5);
  g_autoptr (PlumePoints) y = solve (distances, &scaling, NULL);

  for (gsize i = 0; i < m; i++)
    for (guint c = 0; c < 2; c++)
      {
        double gradient = 0, scale = 0;

        for (gsize j = 0; j < m; j++)
          if (j != i)
            {
              double force = weights[i * m + j]
                             * (1 - distances->values[i * m + j] / distance (y, i, j))
                             * (y->values[2 * i + c] - y->values[2 * j + c]);

              gradient += force;
              scale += fabs (force);
            }
        g_assert_cmpfloat (fabs (gradient), <, 1e-6 * scale);
      }
}

/* Only the order of the distances counts. */
static void
test_order_only (void)
{
  g_autoptr (PlumePoints) points = draw (80, 2, 8);
  g_autoptr (PlumeDistances) distances = measure (points, 0);
  PlumeScaling scaling = { PLUME_SCALING_NON_METRIC, 2, .most_steps = 2000 };
  PlumeScalingCounts counts;
  double sum = 0, square_x = 0, square_y = 0;

  for (gsize i = 0; i < 80 * 80; i++)
    distances->values[i] = distances->values[i] > 0 ? pow (distances->values[i], 4) : 0;
  g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);

  g_assert_cmpfloat (counts.stress_1, <, 0.003);
  for (gsize i = 0; i < 80; i++)
    for (gsize j = 0; j < i; j++)
      {
        double a = distance (points, i, j), b = distance (y, i, j);

        sum += a * b;
        square_x += a * a;
        square_y += b * b;
      }
  /* cosine between true and drawn distances: all the same up to one scale */
  g_assert_cmpfloat (sum / sqrt (square_x * square_y), >, 0.9998);
}

static void
test_tolerance (void)
{
  g_autoptr (PlumePoints) points = draw (60, 4, 9);
  g_autoptr (PlumeDistances) distances = measure (points, 0.1);
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 5000, .tolerance = 1e-6 };
  PlumeScalingCounts counts, further;
  g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);
  PlumeScaling more = { PLUME_SCALING_METRIC, 2, NULL, y->values, 1 };
  g_autoptr (PlumePoints) z = solve (distances, &more, &further);

  g_assert_cmpuint (counts.steps, <, 5000);
  g_assert_cmpfloat (counts.stress - further.stress, <, 1e-6 * counts.stress);
  g_assert_true (isnan (further.negative_share));
}

static void
count_pictures (gpointer partial, gpointer data)
{
  g_autoptr (PlumePoints) picture = partial;

  g_assert_cmpuint (picture->n, ==, 60);
  ++*(guint *)data;
}

static void
test_partial (void)
{
  g_autoptr (PlumePoints) points = draw (60, 4, 9);
  g_autoptr (PlumeDistances) distances = measure (points, 0.1);
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 35 };
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  guint n_pictures = 0;

  plume_task_set_publisher (task, count_pictures, &n_pictures);
  g_autoptr (PlumePoints) y = plume_scaling_solve (distances, &scaling, NULL, task, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n_pictures, ==, 3);
}

static void
test_threads (void)
{
  g_autoptr (PlumePoints) points = draw (350, 5, 10);
  g_autoptr (PlumeDistances) distances = measure (points, 0.2);
  g_autofree double *weights = g_new (double, 350 * 350);

  for (gsize i = 0; i < 350 * 350; i++)
    weights[i] = 1 / (1 + distances->values[i]);
  for (guint kind = 0; kind <= PLUME_SCALING_NON_METRIC; kind++)
    {
      PlumeScaling scaling = { kind, 2, weights, NULL, 10 };

      plume_parallel_set_threads (1);
      g_autoptr (PlumePoints) one = solve (distances, &scaling, NULL);
      plume_parallel_set_threads (3);
      g_autoptr (PlumePoints) three = solve (distances, &scaling, NULL);
      plume_parallel_set_threads (0);
      g_assert_cmpmem (one->values, 700 * sizeof (double), three->values, 700 * sizeof (double));
    }
}

static void
test_procrustes (void)
{
  for (gsize d = 2; d <= 3; d++)
    {
      g_autoptr (PlumePoints) points = draw (40, d, 11), moved = plume_points_new (40, d),
                              mirrored = plume_points_new (40, d), again = plume_points_new (40, d);

      for (gsize i = 0; i < 40; i++)
        {
          const double *x = points->values + d * i;
          double *y = moved->values + d * i, *z = mirrored->values + d * i;

          memcpy (y, x, d * sizeof (double));
          y[0] = 0.6 * x[0] - 0.8 * x[1] + 3;
          y[1] = 0.8 * x[0] + 0.6 * x[1] - 2;
          memcpy (z, y, d * sizeof (double));
          z[d - 1] = -z[d - 1];
          memcpy (again->values + d * i, z, d * sizeof (double));
        }
      plume_procrustes (points, moved, FALSE);
      g_assert_cmpfloat (difference (points, moved), <, 1e-12);
      plume_procrustes (points, mirrored, FALSE);
      g_assert_cmpfloat (difference (points, mirrored), >, 0.1);
      /* still no scale and no mirror: distances are what they were */
      for (gsize i = 1; i < 40; i++)
        g_assert_cmpfloat (fabs (distance (mirrored, 0, i) - distance (points, 0, i)), <, 1e-12);
      plume_procrustes (points, again, TRUE);
      g_assert_cmpfloat (difference (points, again), <, 1e-12);
    }
}

/* Points on a line leave a direction free. */
static void
test_procrustes_of_a_line (void)
{
  g_autoptr (PlumePoints) line = plume_points_new (5, 3), turned = plume_points_new (5, 3);

  for (gsize i = 0; i < 5; i++)
    {
      line->values[3 * i] = (double)i - 2;
      turned->values[3 * i + 2] = (double)i;
    }
  plume_procrustes (line, turned, FALSE);
  g_assert_cmpfloat (difference (line, turned), <, 1e-12);
}

static void
test_local_stress (void)
{
  g_autoptr (PlumePoints) points = draw (30, 3, 12);
  g_autoptr (PlumeDistances) distances = measure (points, 0.2);
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 5 };
  PlumeScalingCounts counts;
  g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);
  g_autoptr (PlumeArray) local = plume_local_stress (distances, y);
  double own = 0;

  for (gsize j = 0; j < 30; j++)
    own += pow (distance (y, 4, j) - distances->values[4 * 30 + j], 2);
  g_assert_cmpfloat (fabs (local->values[4] / own - 1), <, 1e-12);
  g_assert_cmpfloat (fabs (plume_sum (local->values, 30) / (2 * counts.stress) - 1), <, 1e-12);
}

static void
test_landmark_weights (void)
{
  g_autoptr (PlumePoints) landmarks = draw (10, 2, 13);
  g_autoptr (PlumeLandmarkWeights) weights = plume_landmark_weights_new (9000, 2);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < 9000; i++)
    {
      weights->landmarks[2 * i] = i % 10;
      weights->landmarks[2 * i + 1] = (i + 3) % 10;
      weights->weights[2 * i] = 0.25f;
      weights->weights[2 * i + 1] = 0.75f;
    }
  g_autoptr (PlumePoints) points = plume_landmark_weights_extend (weights, landmarks, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < 9000; i++)
    for (guint c = 0; c < 2; c++)
      g_assert_cmpfloat (fabs (points->values[2 * i + c]
                               - 0.25 * landmarks->values[2 * (i % 10) + c]
                               - 0.75 * landmarks->values[2 * ((i + 3) % 10) + c]),
                         <, 1e-14);
}

static void
test_refusals (void)
{
  g_autoptr (PlumeDistances) two = plume_distances_new (2), many = plume_distances_new (40);
  const PlumeScaling wrong[] = { { PLUME_SCALING_METRIC, 2 },
                                 { PLUME_SCALING_METRIC, 4 },
                                 { PLUME_SCALING_WEIGHTED, 2 } };

  for (guint k = 0; k < G_N_ELEMENTS (wrong); k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_scaling_solve (k == 0 ? two : many, &wrong[k], NULL, NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
}

static void
test_cancel (void)
{
  g_autoptr (PlumePoints) points = draw (320, 3, 14);
  g_autoptr (PlumeDistances) distances = measure (points, 0.1);
  g_autoptr (PlumeTask) task = plume_task_new ();

  plume_task_cancel (task);
  for (guint kind = 0; kind <= PLUME_SCALING_NON_METRIC; kind++)
    {
      PlumeScaling scaling = { kind, 3, distances->values, points->values, 10 };
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_scaling_solve (distances, &scaling, NULL, task, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
    }
}

/* All points in one place: nothing to draw, and no numbers that are none */
static void
test_coincident (void)
{
  g_autoptr (PlumeDistances) distances = plume_distances_new (20);

  for (guint kind = 0; kind <= PLUME_SCALING_NON_METRIC; kind++)
    {
      g_autofree double *weights = g_new0 (double, 400);
      PlumeScaling scaling = { kind, 2, weights, NULL, 5 };
      PlumeScalingCounts counts;
      g_autoptr (PlumePoints) y = solve (distances, &scaling, &counts);

      for (gsize i = 0; i < 40; i++)
        g_assert_cmpfloat (fabs (y->values[i]), <, 1e-12);
      g_assert_cmpfloat (counts.stress_1, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/scaling/classical-draws-euclidean-distances-exactly",
                   test_classical_exact);
  g_test_add_func ("/manifold/scaling/classical-of-many-points-finds-lapack-s-eigenvalues",
                   test_classical_large);
  g_test_add_func ("/manifold/scaling/share-of-negative-eigenvalues-counts-the-unseen",
                   test_negative_share);
  g_test_add_func ("/manifold/scaling/straight-distances-have-no-negative-share",
                   test_no_negative_share);
  g_test_add_func ("/manifold/scaling/disparities-are-the-greatest-of-least-means",
                   test_disparities);
  g_test_add_data_func ("/manifold/scaling/roll-has-the-reference-picture", &cases[0],
                        test_reference);
  g_test_add_data_func ("/manifold/scaling/tree-has-the-reference-picture", &cases[1],
                        test_reference);
  g_test_add_func ("/manifold/scaling/stress-never-rises", test_stress_never_rises);
  g_test_add_func ("/manifold/scaling/equal-weights-are-no-weights", test_equal_weights);
  g_test_add_func ("/manifold/scaling/pairs-of-no-weight-do-not-count", test_weights_of_nothing);
  g_test_add_func ("/manifold/scaling/the-end-is-stationary", test_stationary);
  g_test_add_func ("/manifold/scaling/non-metric-reads-the-order-only", test_order_only);
  g_test_add_func ("/manifold/scaling/tolerance-ends-it", test_tolerance);
  g_test_add_func ("/manifold/scaling/pictures-are-published-on-the-way", test_partial);
  g_test_add_func ("/manifold/scaling/threads-change-nothing", test_threads);
  g_test_add_func ("/manifold/procrustes/undoes-rigid-motions", test_procrustes);
  g_test_add_func ("/manifold/procrustes/lines-are-turned-onto-lines", test_procrustes_of_a_line);
  g_test_add_func ("/manifold/scaling/local-stress-adds-up", test_local_stress);
  g_test_add_func ("/manifold/landmark-weights/points-are-means", test_landmark_weights);
  g_test_add_func ("/manifold/scaling/nonsense-is-refused", test_refusals);
  g_test_add_func ("/manifold/scaling/can-be-cancelled", test_cancel);
  g_test_add_func ("/manifold/scaling/coincident-points-stay-finite", test_coincident);
  return g_test_run ();
}
