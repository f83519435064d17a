/* test-manifold-stability.c: edges that are drawn again, and how far points move then. */
#include "core/plume-error.h"
#include "core/plume-random.h"
#include "heat-graph.h"
#include "manifold/plume-isomap.h"
#include "manifold/plume-picture-stability.h"

static PlumeGraph *
read_graph (const char *name)
{
  g_autofree double *weights = read_dense_graph (name, 200);
  g_autoptr (PlumePoints) points = read_points (name, g_str_equal (name, "roll") ? 3 : 10);

  return make_graph (200, weights, points);
}

static gsize
count_reached (const PlumeGraph *graph)
{
  gsize n = graph->weights->n_rows, n_reached = 1;
  g_autofree gboolean *is_reached = g_new0 (gboolean, n);
  gboolean grows = TRUE;

  is_reached[0] = TRUE;
  while (grows)
    {
      grows = FALSE;
      for (gsize i = 0; i < n; i++)
        for (gsize k = graph->weights->starts[i];
             is_reached[i] && k < graph->weights->starts[i + 1]; k++)
          if (!is_reached[graph->weights->columns[k]])
            {
              is_reached[graph->weights->columns[k]] = grows = TRUE;
              n_reached++;
            }
    }
  return n_reached;
}

/* Whole multiples of the weights, as many edges in all as before and those that hold it together,
 * symmetric, with the same lengths */
static void
test_resample (void)
{
  g_autoptr (PlumeGraph) graph = read_graph ("roll");
  double mean_share = 0;

  for (guint k = 0; k < 30; k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeGraph) drawn = plume_graph_resample (graph, 5, k, NULL, &error);
      double total = 0;

      g_assert_no_error (error);
      g_assert_cmpuint (count_reached (drawn), ==, 200);
      for (gsize i = 0; i < 200; i++)
        for (gsize e = drawn->weights->starts[i]; e < drawn->weights->starts[i + 1]; e++)
          {
            gsize j = drawn->weights->columns[e];
            double ratio = drawn->weights->values[e] / plume_sparse_get (graph->weights, i, j);

            g_assert_cmpfloat (fabs (ratio - round (ratio)), <, 1e-12);
            g_assert_cmpfloat (drawn->weights->values[e], ==,
                               plume_sparse_get (drawn->weights, j, i));
            total += 0.5 * ratio;
            for (gsize old = graph->weights->starts[i]; old < graph->weights->starts[i + 1]; old++)
              if (graph->weights->columns[old] == j)
                g_assert_cmpfloat (drawn->lengths[e], ==, graph->lengths[old]);
          }
      g_assert_cmpfloat (total, >=, 1047);
      g_assert_cmpfloat (total, <=, 1047 + 199);
      mean_share += (double)drawn->weights->n_entries / (double)graph->weights->n_entries / 30;
    }
  /* 1 − 1/e of the edges come up, and of 199 that hold it together all: 0.632 + 0.368 · 199/1047 */
  g_assert_cmpfloat (fabs (mean_share - 0.702), <, 0.01);
}

static PlumePoints *
draw_isomap (const PlumeGraph *graph, gpointer data, PlumeTask *task, GError **error)
{
  return plume_isomap (graph, 2, NULL, task, error);
}

static void
test_isomap (void)
{
  g_autoptr (PlumeGraph) graph = read_graph ("roll");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePoints) picture = plume_isomap (graph, 2, NULL, NULL, &error);
  g_autoptr (PlumePictureStability) one =
      plume_picture_stability_new (graph, picture, 20, 1, draw_isomap, NULL, NULL, &error);
  g_autoptr (PlumePictureStability) two =
      plume_picture_stability_new (graph, picture, 20, 1, draw_isomap, NULL, NULL, &error);
  double spread = 0, size = 0;

  g_assert_no_error (error);
  g_assert_cmpmem (one->covariances, plume_picture_stability_get_bytes (one), two->covariances,
                   plume_picture_stability_get_bytes (two));
  for (gsize i = 0; i < 200; i++)
    {
      double major, minor, angle;

      plume_picture_stability_get_ellipse (one, i, &major, &minor, &angle);
      g_assert_cmpfloat (major, >, 0);
      g_assert_cmpfloat (minor, <=, major);
      spread += major * major + minor * minor;
      size += pow (picture->values[2 * i], 2) + pow (picture->values[2 * i + 1], 2);
    }
  /* points move by some of their edges' length, not by the size of the roll */
  g_test_message ("relative spread %.4f", sqrt (spread / size));
  g_assert_cmpfloat (sqrt (spread / size), <, 0.3);
}

/* A method that draws the same whatever the edges are: turned and turned over, it does not move. */
static PlumePoints *
draw_turned (const PlumeGraph *graph, gpointer data, PlumeTask *task, GError **error)
{
  const PlumePoints *picture = data;
  PlumePoints *turned = plume_points_new (picture->n, 2);
  double angle = (double)graph->weights->n_entries;

  for (gsize i = 0; i < picture->n; i++)
    {
      double x = picture->values[2 * i], y = picture->values[2 * i + 1];

      turned->values[2 * i] = cos (angle) * x + sin (angle) * y + 3;
      turned->values[2 * i + 1] = sin (angle) * x - cos (angle) * y;
    }
  return turned;
}

static void
test_rigid (void)
{
  g_autoptr (PlumeGraph) graph = read_graph ("tree");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePoints) picture = plume_isomap (graph, 2, NULL, NULL, &error);
  g_autoptr (PlumePictureStability) stability =
      plume_picture_stability_new (graph, picture, 8, 1, draw_turned, picture, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < 800; i++)
    g_assert_cmpfloat (fabs (stability->covariances[i]), <, 1e-20);
}

static void
test_ellipse (void)
{
  double turn = 0.7, long_axis = 3, short_axis = 0.5, major, minor, angle;
  double c = cos (turn), s = sin (turn);
  double covariance[9] = { 9 * c * c + 0.25 * s * s,
                           (9 - 0.25) * c * s,
                           0,
                           (9 - 0.25) * c * s,
                           9 * s * s + 0.25 * c * c,
                           0,
                           0,
                           0,
                           100 };
  PlumePictureStability stability = { 1, 3, 1, covariance };

  plume_picture_stability_get_ellipse (&stability, 0, &major, &minor, &angle);
  g_assert_cmpfloat (fabs (major - long_axis), <, 1e-12);
  g_assert_cmpfloat (fabs (minor - short_axis), <, 1e-12);
  g_assert_cmpfloat (fabs (angle - turn), <, 1e-12);
}

static PlumePoints *
cancel_at_once (const PlumeGraph *graph, gpointer data, PlumeTask *task, GError **error)
{
  plume_task_cancel (data);
  return plume_isomap (graph, 2, NULL, task, error);
}

static void
test_refusals (void)
{
  g_autoptr (PlumeGraph) graph = read_graph ("roll");
  g_autoptr (PlumePoints) picture = plume_points_new (200, 2), wrong = plume_points_new (200, 3);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (
      plume_picture_stability_new (graph, picture, 0, 1, draw_isomap, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (plume_picture_stability_new (graph, wrong, 2, 1, draw_isomap, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (
      plume_picture_stability_new (graph, picture, 5, 1, cancel_at_once, task, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/stability/edges-are-drawn-with-putting-back", test_resample);
  g_test_add_func ("/manifold/stability/isomap-of-the-roll-holds", test_isomap);
  g_test_add_func ("/manifold/stability/rigid-motions-are-no-spread", test_rigid);
  g_test_add_func ("/manifold/stability/ellipse-has-the-axes-of-the-covariance", test_ellipse);
  g_test_add_func ("/manifold/stability/nonsense-is-refused-and-it-can-be-cancelled",
                   test_refusals);
  return g_test_run ();
}
