/* test-manifold-live-scaling.c: pictures while a time is dragged: fast sums against slow ones, and
 * a picture that depends on the time alone. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graph.h"
#include "manifold/plume-guttman-single.h"
#include "manifold/plume-heat-ladder.h"
#include "manifold/plume-live-scaling.h"

#include <math.h>
#include <string.h>

/* A sheet that is rolled up the tighter the smaller t is: distances in space */
typedef struct
{
  gsize m;
  guint calls;
} Sheet;

static void
place (gsize i, double t, double *point)
{
  PlumeStream stream = plume_stream (1, "sheet", i);
  double s = 6 * plume_stream_uniform (&stream), h = 2 * plume_stream_uniform (&stream);
  double radius = 1 + t;

  point[0] = radius * sin (s / radius);
  point[1] = radius * (1 - cos (s / radius));
  point[2] = h;
}

static void
measure_sheet (gpointer source, double t, float *triangle)
{
  Sheet *sheet = source;
  g_autofree double *points = g_new (double, 3 * sheet->m);

  sheet->calls++;
  for (gsize i = 0; i < sheet->m; i++)
    place (i, t, points + 3 * i);
  for (gsize i = 0; i < sheet->m; i++)
    for (gsize j = i + 1; j < sheet->m; j++)
      {
        const double *a = points + 3 * i, *b = points + 3 * j;

        *triangle++ = (float)sqrt ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
                                   + (a[2] - b[2]) * (a[2] - b[2]));
      }
}

static const double times[] = { 0.5, 1, 2, 4, 8, 16, 32 };

static PlumeLiveScaling *
make_live (Sheet *sheet, guint dimensions)
{
  PlumeLivePlan plan = PLUME_LIVE_PLAN_DEFAULT;
  g_autoptr (GError) error = NULL;
  PlumeLiveScaling *live;

  plan.dimensions = dimensions;
  live = plume_live_scaling_new (sheet->m, G_N_ELEMENTS (times), times, &plan, measure_sheet, sheet,
                                 NULL, NULL, &error);
  g_assert_no_error (error);
  return live;
}

static PlumeDistances *
unpack (Sheet *sheet, double t)
{
  PlumeDistances *distances = plume_distances_new (sheet->m);
  g_autofree float *triangle = g_new (float, sheet->m *(sheet->m - 1) / 2);
  gsize place_in = 0;

  measure_sheet (sheet, t, triangle);
  for (gsize i = 0; i < sheet->m; i++)
    for (gsize j = i + 1; j < sheet->m; j++)
      distances->values[i * sheet->m + j] = distances->values[j * sheet->m + i] =
          (double)triangle[place_in++];
  return distances;
}

/* Small and odd numbers of points too, where strips are empty */
static void
test_single_step (void)
{
  const gsize sizes[] = { 4, 17, 203 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint d = 2; d <= 3; d++)
      {
        Sheet sheet = { sizes[s] };
        g_autoptr (PlumeDistances) distances = unpack (&sheet, 1);
        g_autofree float *triangle = g_new (float, sizes[s] * (sizes[s] - 1) / 2);
        g_autoptr (PlumePoints) start = plume_points_new (sizes[s], d);
        g_auto (PlumeSingleGuttman) guttman;
        g_autoptr (GError) error = NULL;
        PlumeScalingCounts counts;

        for (gsize i = 0; i < sizes[s] * d; i++)
          {
            PlumeStream stream = plume_stream (2, "start", i);

            start->values[i] = (double)(float)plume_stream_normal (&stream);
          }
        PlumeScaling one = { PLUME_SCALING_METRIC, d, NULL, start->values, 1 };
        g_autoptr (PlumePoints) slow = plume_scaling_solve (distances, &one, &counts, NULL, &error);

        g_assert_no_error (error);
        plume_single_guttman_init (&guttman, sizes[s], d);
        measure_sheet (&sheet, 1, triangle);
        guttman.triangle = triangle;
        for (gsize i = 0; i < sizes[s]; i++)
          for (guint c = 0; c < d; c++)
            guttman.y[c * sizes[s] + i] = (float)start->values[i * d + c];
        plume_single_guttman_step (&guttman);
        for (gsize i = 0; i < sizes[s]; i++)
          for (guint c = 0; c < d; c++)
            g_assert_cmpfloat (fabs ((double)guttman.y[c * sizes[s] + i] - slow->values[i * d + c]),
                               <, 3e-6);
        plume_single_guttman_look (&guttman);
        g_assert_cmpfloat (fabs (guttman.stress / counts.stress - 1), <, 1e-5);
        g_assert_cmpfloat (fabs (sqrt (guttman.stress / guttman.squares) - counts.stress_1), <,
                           1e-5);
      }
}

static void
test_same_time (void)
{
  Sheet sheet = { 150 };
  g_autoptr (PlumeLiveScaling) live = make_live (&sheet, 2);
  g_autoptr (PlumePoints) first = plume_live_scaling_at (live, 2.7, NULL, NULL);

  /* a drag up, down, and back again */
  for (double t = 0.1; t < 100; t *= 1.7)
    plume_points_unref (plume_live_scaling_at (live, t, NULL, NULL));
  for (double t = 100; t > 2; t /= 1.3)
    plume_points_unref (plume_live_scaling_at (live, t, NULL, NULL));
  g_autoptr (PlumePoints) again = plume_live_scaling_at (live, 2.7, NULL, NULL);

  g_assert_cmpmem (first->values, 300 * sizeof (double), again->values, 300 * sizeof (double));
}

static void
test_threads (void)
{
  Sheet sheet = { 150 };

  plume_parallel_set_threads (1);
  g_autoptr (PlumeLiveScaling) alone = make_live (&sheet, 3);
  g_autoptr (PlumePoints) one = plume_live_scaling_at (alone, 3, NULL, NULL);

  plume_parallel_set_threads (3);
  g_autoptr (PlumeLiveScaling) together = make_live (&sheet, 3);
  g_autoptr (PlumePoints) three = plume_live_scaling_at (together, 3, NULL, NULL);

  plume_parallel_set_threads (0);
  g_assert_cmpmem (one->values, 450 * sizeof (double), three->values, 450 * sizeof (double));
}

static double
greatest_move (const PlumePoints *a, const PlumePoints *b)
{
  double greatest = 0;

  for (gsize i = 0; i < a->n * a->p; i++)
    greatest = MAX (greatest, fabs (a->values[i] - b->values[i]));
  return greatest;
}

/* A small step of t is a small step of the picture, also across key frames. */
static void
test_continuous (void)
{
  Sheet sheet = { 120 };
  g_autoptr (PlumeLiveScaling) live = make_live (&sheet, 2);
  g_autoptr (PlumePoints) before = plume_live_scaling_at (live, 0.5, NULL, NULL);
  double greatest = 0;

  for (double t = 0.5; t < 32; t *= 1.01)
    {
      g_autoptr (PlumePoints) next = plume_live_scaling_at (live, t, NULL, NULL);

      greatest = MAX (greatest, greatest_move (before, next));
      plume_points_unref (before);
      before = plume_points_ref (next);
    }
  /* the sheet is 6 long; it rolls up within 400 steps of one per cent */
  g_assert_cmpfloat (greatest, <, 0.15);
  for (guint k = 1; k + 1 < G_N_ELEMENTS (times); k++)
    {
      g_autoptr (PlumePoints)
          left = plume_live_scaling_at (live, times[k] * (1 - 1e-7), NULL, NULL),
          right = plume_live_scaling_at (live, times[k] * (1 + 1e-7), NULL, NULL);

      g_assert_cmpfloat (greatest_move (left, right), <, 2e-5);
    }
}

/* Each frame is as good as a scaling of its own, within a few per cent of stress. */
static void
test_quality (void)
{
  Sheet sheet = { 150 };
  g_autoptr (PlumeLiveScaling) live = make_live (&sheet, 2);

  for (double t = 0.6; t < 30; t *= 1.6)
    {
      g_autoptr (PlumeDistances) distances = unpack (&sheet, t);
      PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 300, .tolerance = 1e-7 };
      PlumeScalingCounts own, settled;
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumePoints) best = plume_scaling_solve (distances, &scaling, &own, NULL, &error);
      double stress_1;
      g_autoptr (PlumePoints) frame = plume_live_scaling_at (live, t, &stress_1, NULL);
      g_autoptr (PlumePoints) rest =
          plume_live_scaling_settle (live, t, 300, 1e-7, &settled, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (best);
      g_assert_nonnull (rest);
      g_test_message ("t %.2f: stress-1 %.4f in the frame, %.4f settled, %.4f alone", t, stress_1,
                      settled.stress_1, own.stress_1);
      g_assert_cmpfloat (stress_1, <, 1.1 * own.stress_1 + 2e-3);
      g_assert_cmpfloat (settled.stress_1, <=, stress_1 + 1e-6);
    }
}

static void
count_partial (gpointer partial, gpointer user_data)
{
  ++*(guint *)user_data;
  plume_points_unref (partial);
}

/* Who looks at a stage would take points for the stage's own kind of result. */
static void
test_publishes_nothing (void)
{
  Sheet sheet = { 150 };
  g_autoptr (PlumeLiveScaling) live = make_live (&sheet, 2);
  g_autoptr (PlumeDistances) distances = unpack (&sheet, 2);
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 60 };
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePoints) alone = NULL, rest = NULL;
  guint n_alone = 0, n_settled = 0;

  plume_task_set_publisher (task, count_partial, &n_alone);
  alone = plume_scaling_solve (distances, &scaling, NULL, task, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_alone, >, 0);
  plume_task_set_publisher (task, count_partial, &n_settled);
  rest = plume_live_scaling_settle (live, 2, 60, 0, NULL, task, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_settled, ==, 0);
}

/* Distances that are exact in the plane are drawn in their own unit, not in that of the frame
 * beside. */
static void
test_never_scaled (void)
{
  Sheet sheet = { 100 };
  g_autoptr (PlumeLiveScaling) live = make_live (&sheet, 3);
  double stress_1;
  g_autoptr (PlumePoints) frame = plume_live_scaling_at (live, 1, &stress_1, NULL);
  double a[3], b[3], wanted = 0, drawn = 0;

  place (3, 1, a);
  place (40, 1, b);
  for (guint c = 0; c < 3; c++)
    {
      wanted += (a[c] - b[c]) * (a[c] - b[c]);
      drawn += pow (frame->values[9 + c] - frame->values[120 + c], 2);
    }
  g_assert_cmpfloat (stress_1, <, 0.02);
  g_assert_cmpfloat (fabs (sqrt (drawn / wanted) - 1), <, 0.05);
}

/* Heat on the reference roll, from a tenth of the time it takes to come across to when all is even:
 * each frame within a few per cent of the stress of a scaling of its own, and its own unit. */
static void
test_heat (gconstpointer name)
{
  g_autofree double *weights = read_dense_graph (name, 200);
  g_autoptr (PlumeGraph) graph = make_graph (200, weights, NULL);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  PlumeLivePlan plan = PLUME_LIVE_PLAN_DEFAULT;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeHeatLadder) ladder = plume_heat_ladder_new (graph, PLUME_LAPLACIAN_COMBINATORIAL,
                                                              200, NULL, 0.5, 200, NULL, &error);
  PlumeHeatGauge *gauge;
  g_autoptr (PlumeLiveScaling) live = NULL;

  g_assert_no_error (error);
  gauge = plume_heat_gauge_new (ladder, &options, NULL, &error);
  g_assert_no_error (error);
  live = plume_live_scaling_new (200, ladder->n_levels, ladder->times, &plan,
                                 plume_heat_gauge_distances, gauge,
                                 (GDestroyNotify)plume_heat_gauge_unref, NULL, &error);
  g_assert_no_error (error);
  for (double t = 0.6; t < 200; t *= 2.3)
    {
      g_autofree float *triangle = g_new (float, 199 * 100);
      g_autoptr (PlumeDistances) distances = plume_distances_new (200);
      PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 300, .tolerance = 1e-7 };
      PlumeScalingCounts own;
      double stress_1;
      gsize k = 0;

      plume_heat_gauge_distances (gauge, t, triangle);
      for (gsize i = 0; i < 200; i++)
        for (gsize j = i + 1; j < 200; j++)
          distances->values[i * 200 + j] = distances->values[j * 200 + i] = (double)triangle[k++];
      g_autoptr (PlumePoints) alone = plume_scaling_solve (distances, &scaling, &own, NULL, &error);
      g_autoptr (PlumePoints) frame = plume_live_scaling_at (live, t, &stress_1, NULL);
      g_autoptr (PlumePoints) later = plume_live_scaling_at (live, t * 1.001, NULL, NULL);

      g_assert_no_error (error);
      g_test_message ("t %.1f: stress-1 %.4f in the frame, %.4f alone", t, stress_1, own.stress_1);
      g_assert_cmpfloat (stress_1, <, 1.2 * own.stress_1 + 2e-3);
      g_assert_cmpfloat (greatest_move (frame, later), <, 0.5);
    }
}

static void
count_free (gpointer data)
{
  ++*(guint *)data;
}

static void
never_called (gpointer source, double t, float *triangle)
{
  g_assert_not_reached ();
}

static void
test_refusals (void)
{
  const double falling[] = { 2, 1 };
  PlumeLivePlan plan = PLUME_LIVE_PLAN_DEFAULT;
  g_autoptr (GError) error = NULL;
  guint freed = 0;

  g_assert_null (plume_live_scaling_new (10, 2, falling, &plan, never_called, &freed, count_free,
                                         NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (
      plume_live_scaling_new (2, 7, times, &plan, never_called, &freed, count_free, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_cmpuint (freed, ==, 2);
}

static void
test_cancel (void)
{
  Sheet sheet = { 50 };
  PlumeLivePlan plan = PLUME_LIVE_PLAN_DEFAULT;
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_live_scaling_new (50, G_N_ELEMENTS (times), times, &plan, measure_sheet,
                                         &sheet, NULL, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_assert_cmpuint (sheet.calls, <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/live-scaling/single-step-is-the-double-step", test_single_step);
  g_test_add_func ("/manifold/live-scaling/same-time-same-picture", test_same_time);
  g_test_add_func ("/manifold/live-scaling/threads-change-nothing", test_threads);
  g_test_add_func ("/manifold/live-scaling/picture-is-continuous-in-time", test_continuous);
  g_test_add_func ("/manifold/live-scaling/frames-are-as-good-as-scalings-of-their-own",
                   test_quality);
  g_test_add_func ("/manifold/live-scaling/unit-of-the-distances-is-kept", test_never_scaled);
  g_test_add_data_func ("/manifold/live-scaling/heat-on-the-roll-is-drawn-at-every-time", "roll",
                        test_heat);
  g_test_add_data_func ("/manifold/live-scaling/heat-on-the-tree-is-drawn-at-every-time", "tree",
                        test_heat);
  g_test_add_func ("/manifold/live-scaling/nonsense-is-refused-and-the-source-freed",
                   test_refusals);
  g_test_add_func ("/manifold/live-scaling/settling-publishes-nothing", test_publishes_nothing);
  g_test_add_func ("/manifold/live-scaling/can-be-cancelled", test_cancel);
  return g_test_run ();
}
