/* test-generative-slices.c: phantoms, slices of volumes, measurements of scanners and detection. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "data/plume-reader.h"
#include "generative/plume-detection.h"
#include "generative/plume-gaussian-score.h"
#include "generative/plume-phantom.h"
#include "generative/plume-scan.h"
#include "generative/plume-slices.h"
#include "generative/plume-solver.h"

#include <math.h>
#include <string.h>

static void
assert_near (double value, double expected, double tolerance)
{
  if (!(fabs (value - expected) <= tolerance))
    g_error ("%.12g is not within %g of %.12g", value, tolerance, expected);
}

static void
fill_normal (const char *purpose, gsize n, double *values)
{
  PlumeStream stream = plume_stream (7, purpose, 0);

  for (gsize i = 0; i < n; i++)
    values[i] = plume_stream_normal (&stream);
}

static const PlumeScanPlan plans[] = {
  { .kind = PLUME_SCAN_LINES, .height = 24, .width = 20, .lines = 0.3, .centre = 0.1, .seed = 1 },
  { .kind = PLUME_SCAN_PROJECTIONS, .height = 24, .width = 20, .directions = 9 },
  { .kind = PLUME_SCAN_HOLE, .height = 24, .width = 20, .hole = 0.4 },
  { .kind = PLUME_SCAN_BLOCKS, .height = 24, .width = 20, .block = 4 },
};

static PlumeScan *
make_scan (const PlumeScanPlan *plan)
{
  g_autoptr (GError) error = NULL;
  PlumeScan *scan = plume_scan_new (plan, &error);

  g_assert_no_error (error);
  return scan;
}

/* <Ax, y> = <x, Aᵀy> */
static void
test_transposes_are_exact (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (plans); k++)
    {
      g_autoptr (PlumeScan) scan = make_scan (&plans[k]);
      g_autofree double *x = g_new (double, scan->dimension), *y = g_new (double, scan->n_data),
                        *ax = g_new (double, scan->n_data), *aty = g_new (double, scan->dimension);
      double one = 0, other = 0;

      g_assert_cmpuint (scan->n_data, >, 0);
      g_assert_cmpuint (scan->n_data, ==, scan->n_rows * scan->n_columns);
      fill_normal ("x", scan->dimension, x);
      fill_normal ("y", scan->n_data, y);
      plume_scan_apply (scan, x, ax);
      plume_scan_apply_transposed (scan, y, aty);
      for (gsize i = 0; i < scan->n_data; i++)
        one += ax[i] * y[i];
      for (gsize i = 0; i < scan->dimension; i++)
        other += x[i] * aty[i];
      g_assert_cmpfloat (fabs (one), >, 0.01);
      assert_near (one, other, 1e-11 * (double)scan->n_data);
    }
}

/* AAᵀA = A: the rows are orthonormal for all but projections. */
static void
test_measuring_twice_is_measuring_once (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (plans); k++)
    {
      g_autoptr (PlumeScan) scan = make_scan (&plans[k]);
      g_autofree double *x = g_new (double, scan->dimension), *data = g_new (double, scan->n_data),
                        *again = g_new (double, scan->n_data);

      if (scan->plan.kind == PLUME_SCAN_PROJECTIONS)
        continue;
      fill_normal ("x", scan->dimension, x);
      plume_scan_apply (scan, x, data);
      plume_scan_apply_transposed (scan, data, x);
      plume_scan_apply (scan, x, again);
      for (gsize i = 0; i < scan->n_data; i++)
        assert_near (again[i], data[i], 1e-12);
    }
}

/* Every direction sees all of the picture; and a pixel's shadow lies where its place projects to.
 */
static void
test_projections_keep_mass_and_place (void)
{
  g_autoptr (PlumeScan) scan = make_scan (&plans[1]);
  g_autofree double *x = g_new0 (double, scan->dimension), *data = g_new (double, scan->n_data);

  x[5 * 20 + 3] = 2;
  plume_scan_apply (scan, x, data);
  for (gsize row = 0; row < scan->n_rows; row++)
    {
      double angle = G_PI * (double)row / (double)scan->n_rows, mass = 0, moment = 0;

      for (gsize k = 0; k < scan->n_columns; k++)
        {
          mass += data[row * scan->n_columns + k];
          moment +=
              data[row * scan->n_columns + k] * ((double)k - ((double)scan->n_columns - 1) / 2);
        }
      assert_near (mass, 2, 1e-12);
      assert_near (moment / mass, (3 - 9.5) * cos (angle) + (5 - 11.5) * sin (angle), 1e-6);
    }
}

/* Of a disc: the chord 2√(r² − s²), for all directions alike */
static void
test_projection_of_a_disc (void)
{
  PlumeScanPlan plan = {
    .kind = PLUME_SCAN_PROJECTIONS, .height = 101, .width = 101, .directions = 7
  };
  g_autoptr (PlumeScan) scan = make_scan (&plan);
  g_autofree double *x = g_new0 (double, scan->dimension), *data = g_new (double, scan->n_data);

  for (gsize j = 0; j < scan->dimension; j++)
    x[j] = hypot ((double)(j % 101) - 50, (double)(j / 101) - 50) <= 40;
  plume_scan_apply (scan, x, data);
  for (gsize row = 0; row < scan->n_rows; row++)
    for (gsize k = 0; k < scan->n_columns; k++)
      {
        double s = (double)k - ((double)scan->n_columns - 1) / 2;

        if (fabs (s) < 30)
          assert_near (data[row * scan->n_columns + k], 2 * sqrt (1600 - s * s), 4);
        else if (fabs (s) > 42)
          assert_near (data[row * scan->n_columns + k], 0, 1e-12);
      }
}

static void
test_all_lines_give_the_picture (void)
{
  PlumeScanPlan plan = {
    .kind = PLUME_SCAN_LINES, .height = 32, .width = 32, .lines = 1, .centre = 0.08
  };
  g_autoptr (PlumeScan) scan = make_scan (&plan);
  double slice[1024], back[1024];
  g_autofree double *data = g_new (double, scan->n_data);

  plume_phantom_draw (3, 0, PLUME_CONTRAST_RESONANCE, 32, slice);
  g_assert_cmpuint (scan->n_rows, ==, 32);
  plume_scan_apply (scan, slice, data);
  plume_scan_apply_transposed (scan, data, back);
  for (gsize j = 0; j < 1024; j++)
    assert_near (back[j], slice[j], 1e-10);
}

static void
test_lines_are_as_many_as_asked_for (void)
{
  static const double shares[] = { 0.125, 0.25, 0.5, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      PlumeScanPlan plan = { .kind = PLUME_SCAN_LINES,
                             .height = 64,
                             .width = 8,
                             .lines = shares[i],
                             .centre = 0.08,
                             .seed = i };
      g_autoptr (PlumeScan) scan = make_scan (&plan);
      gboolean is_measured[64] = { FALSE };

      assert_near ((double)scan->n_rows, 64 * shares[i], 1);
      for (gsize k = 0; k < scan->n_rows; k++)
        is_measured[scan->lines[k]] = TRUE;
      for (gsize k = 0; k < 64; k++)
        g_assert_cmpint (is_measured[k], ==, is_measured[(64 - k) % 64]);
      for (gsize k = 0; k < 3; k++)
        g_assert_true (is_measured[k]);
    }
}

/* argmin |Ax' − y|² + μ|x' − x|² has the gradient 0, and an exact measurement is met. */
static void
test_reconciling_is_the_minimum (void)
{
  static const double trusts[] = { 0, 0.7 };

  for (guint k = 0; k < 2 * G_N_ELEMENTS (plans); k++)
    {
      g_autoptr (PlumeScan) scan = make_scan (&plans[k / 2]);
      double trust = trusts[k % 2];
      gsize d = scan->dimension;
      g_autofree double *truth = g_new (double, d), *x = g_new (double, d),
                        *before = g_new (double, d), *gradient = g_new (double, d),
                        *data = g_new (double, scan->n_data),
                        *measured = g_new (double, scan->n_data);
      guint steps = scan->plan.kind == PLUME_SCAN_PROJECTIONS ? 400 : 1;

      fill_normal ("truth", d, truth);
      fill_normal ("before", d, x);
      memcpy (before, x, d * sizeof (double));
      plume_scan_apply (scan, truth, data);
      plume_scan_reconcile (scan, data, trust, steps, x);
      plume_scan_apply (scan, x, measured);
      for (gsize i = 0; i < scan->n_data; i++)
        {
          measured[i] -= data[i];
          /* some sums of projections weigh next to nothing, so that they come last */
          if (trust == 0)
            assert_near (measured[i], 0, steps > 1 ? 5e-3 : 1e-12);
        }
      plume_scan_apply_transposed (scan, measured, gradient);
      for (gsize j = 0; j < d; j++)
        assert_near (gradient[j] + trust * (x[j] - before[j]), 0, steps > 1 ? 1e-4 : 1e-11);
    }
}

/* Where the prior is a Gaussian, the conditional mean is known: with a measurement without error of
 * orthonormal rows and a prior that tells nothing of the rest, a run ends on the measurement. */
static void
test_runs_end_on_the_measurement (void)
{
  double mean[480] = { 0 }, *start = g_new (double, 3 * 480);
  g_autofree double *covariance = g_new0 (double, 480 * 480);
  g_autoptr (PlumeScore) prior = NULL;
  g_autoptr (GError) error = NULL;
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);

  for (gsize j = 0; j < 480; j++)
    covariance[j * 480 + j] = 0.2;
  prior = plume_gaussian_score_new (480, mean, covariance, 480, &error);
  g_assert_no_error (error);
  plume_noise_start (1, 3, 480, start);
  for (guint k = 0; k < G_N_ELEMENTS (plans); k++)
    {
      g_autoptr (PlumeScan) scan = make_scan (&plans[k]);
      g_autofree double *truth = g_new (double, 480), *data = g_new (double, scan->n_data),
                        *measured = g_new (double, scan->n_data);
      g_autoptr (PlumeScore) score = NULL;
      g_autoptr (PlumeSampling) sampling = NULL;
      PlumeSamplingPlan plan = { .process = &process,
                                 .solver = plume_solver_find ("ddim"),
                                 .options = plume_solver_options_init (),
                                 .grid = plume_time_grid_find ("lambda"),
                                 .budget = 12,
                                 .to = 1e-3,
                                 .noise = plume_noise_brownian (1, 1) };

      fill_normal ("truth", 480, truth);
      plume_scan_apply (scan, truth, data);
      score = plume_scan_score_new (prior, scan, data, 0, 200);
      plan.score = score;
      plan.options.denoise = TRUE;
      sampling = plume_sample (&plan, 3, start, PLUME_KEEP_END, NULL, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < 3; i++)
        {
          plume_scan_apply (scan, sampling->end + i * 480, measured);
          for (gsize j = 0; j < scan->n_data; j++)
            assert_near (measured[j], data[j],
                         scan->plan.kind == PLUME_SCAN_PROJECTIONS ? 1e-2 : 1e-10);
        }
    }
  g_free (start);
}

static void
test_impossible_scans_are_refused (void)
{
  static const PlumeScanPlan impossible[] = {
    { .kind = PLUME_SCAN_BLOCKS, .height = 24, .width = 20, .block = 3 },
    { .kind = PLUME_SCAN_HOLE, .height = 24, .width = 20, .hole = 1 },
    { .kind = PLUME_SCAN_PROJECTIONS, .height = 24, .width = 20, .directions = 0 },
    { .kind = PLUME_SCAN_LINES, .height = 1, .width = 20, .lines = 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_scan_new (&impossible[i], &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
}

static void
test_detection_of_perfect_and_blind (void)
{
  enum
  {
    N = 4000
  };
  g_autofree double *scores = g_new (double, N);
  g_autofree gboolean *is_ill = g_new (gboolean, N);
  g_autoptr (PlumeDetection) perfect = NULL, blind = NULL, mute = NULL, inverted = NULL;
  PlumeStream stream = plume_stream (1, "detection", 0);

  for (gsize i = 0; i < N; i++)
    {
      is_ill[i] = i % 5 == 0;
      scores[i] = is_ill[i] + 0.9 * plume_stream_uniform (&stream);
    }
  perfect = plume_detection_new (N, scores, is_ill);
  g_assert_cmpfloat (perfect->area, ==, 1);
  g_assert_cmpfloat (perfect->dice, ==, 1);
  g_assert_cmpfloat (perfect->threshold, >=, 1);
  for (gsize i = 0; i < N; i++)
    scores[i] = -scores[i];
  inverted = plume_detection_new (N, scores, is_ill);
  assert_near (inverted->area, 0, 1e-12);
  for (gsize i = 0; i < N; i++)
    scores[i] = plume_stream_uniform (&stream);
  blind = plume_detection_new (N, scores, is_ill);
  /* 4 standard errors of Mann and Whitney's statistic */
  assert_near (blind->area, 0.5, 4 * sqrt ((N + 1) / (12.0 * 800 * 3200)));
  assert_near (blind->dice, 2 * 0.2 / 1.2, 0.03); /* all called ill */
  for (gsize i = 0; i < N; i++)
    scores[i] = 1;
  mute = plume_detection_new (N, scores, is_ill);
  g_assert_cmpfloat (mute->area, ==, 0.5);
  g_assert_cmpuint (mute->false_positives->length, ==, 2);
}

/* Counted by hand: of 3 × 3 pairs, 6 in the right order, one tie */
static void
test_area_counts_pairs (void)
{
  static const double scores[] = { 5, 4, 2, 4, 1, 3 };
  static const gboolean is_ill[] = { TRUE, TRUE, TRUE, FALSE, FALSE, FALSE };
  g_autoptr (PlumeDetection) detection = plume_detection_new (6, scores, is_ill);

  /* 5 beats all three; 4 ties with 4 and beats two; 2 beats one */
  assert_near (detection->area, (3 + 2.5 + 1) / 9, 1e-14);
  /* called ill: all but the 1, of which three of five are right */
  assert_near (detection->dice, 2 * 3.0 / (3 + 5), 1e-14);
  g_assert_cmpfloat (detection->threshold, ==, 2);
  g_assert_null (plume_detection_new (3, scores, is_ill));
}

static void
test_phantoms_are_a_family (void)
{
  double one[1024], again[1024], other[1024], bone[1024], rms = 0, tissue = 0;

  plume_phantom_draw (3, 5, PLUME_CONTRAST_RESONANCE, 32, one);
  plume_phantom_draw (3, 5, PLUME_CONTRAST_RESONANCE, 32, again);
  plume_phantom_draw (3, 6, PLUME_CONTRAST_RESONANCE, 32, other);
  plume_phantom_draw (3, 5, PLUME_CONTRAST_ATTENUATION, 32, bone);
  g_assert_cmpmem (one, sizeof one, again, sizeof again);
  for (gsize j = 0; j < 1024; j++)
    {
      g_assert_cmpfloat (fabs (one[j]), <=, 1);
      rms += (one[j] - other[j]) * (one[j] - other[j]) / 1024;
      tissue += one[j] > -0.9;
      /* one anatomy: what is air in one contrast is air in the other */
      g_assert_true ((one[j] > -1) == (bone[j] > -1));
    }
  g_assert_cmpfloat (sqrt (rms), >, 0.1);
  g_assert_cmpfloat (tissue / 1024, >, 0.35);
  g_assert_cmpfloat (tissue / 1024, <, 0.75);
}

/* A volume whose voxels tell where they are */
static PlumeDataset *
make_volume (const char *orientation, const char *sizes)
{
  PlumeDataset *dataset = plume_dataset_new ("volume");
  PlumeArray *values = plume_array_new (4 * 6 * 8);

  for (gsize z = 0; z < 4; z++)
    for (gsize y = 0; y < 6; y++)
      for (gsize x = 0; x < 8; x++)
        values->values[(z * 6 + y) * 8 + x] = (double)(100 * z + 10 * y + x);
  plume_dataset_take_grid (dataset, "volume", 3, (gsize[]){ 4, 6, 8 }, values);
  if (orientation != NULL)
    plume_dataset_set_attribute (dataset, "orientation", orientation);
  if (sizes != NULL)
    plume_dataset_set_attribute (dataset, "voxel-size", sizes);
  return dataset;
}

static GArray *
cut_volume (PlumeDataset *dataset, PlumeSliceAxis axis, gsize side)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));
  PlumeSlicePlan plan = plume_slice_plan_init (side);
  g_autoptr (GError) error = NULL;

  plan.axis = axis;
  plan.least_tissue = 0;
  g_assert_true (plume_slices_cut (dataset, 0, &plan, values, NULL, &error));
  g_assert_no_error (error);
  plume_dataset_unref (dataset);
  return values;
}

/* The voxel that a value in [−1, 1] was: 1 and 99 % of 192 voxels are the second of each end. */
static double
voxel_of (double value)
{
  return 1 + (value + 1) / 2 * (356 - 1);
}

static void
test_slices_are_the_voxels (void)
{
  g_autoptr (GArray) axial = cut_volume (make_volume (NULL, NULL), PLUME_SLICES_AXIAL, 8);
  g_autoptr (GArray) coronal = cut_volume (make_volume (NULL, NULL), PLUME_SLICES_CORONAL, 8);
  g_autoptr (GArray) sagittal = cut_volume (make_volume (NULL, NULL), PLUME_SLICES_SAGITTAL, 6);

  g_assert_cmpuint (axial->len, ==, 4 * 64);
  /* 6 rows of 8 pixels in the middle of 8; slice 2, row 3, column 5 */
  assert_near (voxel_of (g_array_index (axial, double, 2 * 64 + (1 + 3) * 8 + 5)), 235, 1e-9);
  g_assert_cmpfloat (g_array_index (axial, double, 2 * 64 + 5), ==, -1); /* beside it */
  g_assert_cmpuint (coronal->len, ==, 6 * 64);
  assert_near (voxel_of (g_array_index (coronal, double, 4 * 64 + (2 + 1) * 8 + 5)), 145, 1e-9);
  g_assert_cmpuint (sagittal->len, ==, 8 * 36);
  assert_near (voxel_of (g_array_index (sagittal, double, 7 * 36 + (1 + 1) * 6 + 3)), 137, 1e-9);
}

/* Where a file tells how the body lies, faces are up and the right side is on the right. */
static void
test_slices_lie_as_the_body_does (void)
{
  g_autoptr (GArray) known = cut_volume (make_volume ("RAS", NULL), PLUME_SLICES_AXIAL, 8);
  g_autoptr (GArray) turned = cut_volume (make_volume ("LPS", NULL), PLUME_SLICES_AXIAL, 8);
  g_autoptr (GArray) swapped = cut_volume (make_volume ("SAR", NULL), PLUME_SLICES_AXIAL, 8);

  /* row 3 of 6 from the front is y = 2 of those that grow to the front */
  assert_near (voxel_of (g_array_index (known, double, 2 * 64 + (1 + 3) * 8 + 5)), 225, 1e-9);
  assert_near (voxel_of (g_array_index (turned, double, 2 * 64 + (1 + 3) * 8 + 5)), 232, 1e-9);
  /* slowest to the right, fastest to the head: 8 slices of 6 rows and 4 columns */
  g_assert_cmpuint (swapped->len, ==, 8 * 64);
}

/* Voxels twice as tall as wide: 6 rows of them are 12 of the square's 12 pixels, 8 columns are 8.
 */
static void
test_slices_keep_proportions (void)
{
  g_autoptr (GArray) axial = cut_volume (make_volume (NULL, "1 2 1"), PLUME_SLICES_AXIAL, 12);

  g_assert_cmpfloat (g_array_index (axial, double, 2 * 144 + 5 * 12 + 1), ==, -1);
  g_assert_cmpfloat (g_array_index (axial, double, 2 * 144 + 5 * 12 + 2), >, -1);
  g_assert_cmpfloat (g_array_index (axial, double, 2 * 144 + 5 * 12 + 9), >, -1);
  g_assert_cmpfloat (g_array_index (axial, double, 2 * 144 + 5 * 12 + 10), ==, -1);
}

static void
test_darkness_is_no_slice (void)
{
  PlumeSlicePlan plan = plume_slice_plan_init (8);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PlumeDataset) flat = plume_dataset_new ("flat");
  g_autoptr (PlumeDataset) partly = make_volume (NULL, NULL);
  g_autoptr (GError) error = NULL;

  plume_dataset_take_grid (flat, "flat", 3, (gsize[]){ 2, 3, 4 }, plume_array_new (24));
  g_assert_false (plume_slices_cut (flat, 0, &plan, values, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_cmpuint (values->len, ==, 0);
  g_clear_error (&error);
  /* the first slice has less, since a third of its rows is dark */
  plan.least_tissue = 0.6;
  g_assert_true (plume_slices_cut (partly, 0, &plan, values, NULL, &error));
  g_assert_cmpuint (values->len, ==, 3 * 64);
}

/* Pictures × rows × columns × colours, as sets of small medical pictures come: grey is the mean. */
static void
test_colours_become_grey (void)
{
  PlumeSlicePlan plan = plume_slice_plan_init (4);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PlumeDataset) dataset = plume_dataset_new ("colours");
  PlumeArray *colours = plume_array_new (5 * 4 * 4 * 3);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < colours->length; i++)
    colours->values[i] = (double)(i / 3) + (i % 3 == 0 ? 30 : i % 3 == 1 ? -20 : -10);
  plume_dataset_take_grid (dataset, "train_images", 4, (gsize[]){ 5, 4, 4, 3 }, colours);
  plan.least_tissue = 0;
  g_assert_cmpuint (plume_slices_count_dimensions (plume_dataset_get_grid (dataset, 0)), ==, 3);
  g_assert_true (plume_slices_cut (dataset, 0, &plan, values, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (values->len, ==, 5 * 16);
  /* the mean is the number of the pixel: in steps of one size, but for the clipped ends */
  for (gsize i = 40; i < 56; i++)
    assert_near (g_array_index (values, double, i + 1) - g_array_index (values, double, i),
                 g_array_index (values, double, i) - g_array_index (values, double, i - 1), 1e-12);
  g_assert_cmpfloat (g_array_index (values, double, 41), >, g_array_index (values, double, 40));
}

static void
test_real_heads_become_slices (void)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "/nowhere", "images",
                                            "brain-colin27-2mm.nii.gz", NULL);
  PlumeSlicePlan plan = plume_slice_plan_init (32);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the data are not here");
      return;
    }
  dataset = plume_dataset_read_file (path, NULL, &error);
  if (dataset == NULL || plume_dataset_get_n_grids (dataset) == 0)
    {
      g_test_skip ("this build reads no NIfTI");
      return;
    }
  g_assert_true (plume_slices_cut (dataset, 0, &plan, values, NULL, &error));
  g_assert_cmpuint (values->len / 1024, >, 60);
  g_assert_cmpuint (values->len / 1024, <=, 90);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/scan/transposes-are-exact", test_transposes_are_exact);
  g_test_add_func ("/generative/scan/measuring-twice-is-measuring-once",
                   test_measuring_twice_is_measuring_once);
  g_test_add_func ("/generative/scan/projections-keep-mass-and-place",
                   test_projections_keep_mass_and_place);
  g_test_add_func ("/generative/scan/projection-of-a-disc", test_projection_of_a_disc);
  g_test_add_func ("/generative/scan/all-lines-give-the-picture", test_all_lines_give_the_picture);
  g_test_add_func ("/generative/scan/lines-are-as-many-as-asked-for",
                   test_lines_are_as_many_as_asked_for);
  g_test_add_func ("/generative/scan/reconciling-is-the-minimum", test_reconciling_is_the_minimum);
  g_test_add_func ("/generative/scan/runs-end-on-the-measurement",
                   test_runs_end_on_the_measurement);
  g_test_add_func ("/generative/scan/impossible-scans-are-refused",
                   test_impossible_scans_are_refused);
  g_test_add_func ("/generative/detection/perfect-and-blind", test_detection_of_perfect_and_blind);
  g_test_add_func ("/generative/detection/area-counts-pairs", test_area_counts_pairs);
  g_test_add_func ("/generative/phantom/a-family", test_phantoms_are_a_family);
  g_test_add_func ("/generative/slices/are-the-voxels", test_slices_are_the_voxels);
  g_test_add_func ("/generative/slices/lie-as-the-body-does", test_slices_lie_as_the_body_does);
  g_test_add_func ("/generative/slices/keep-proportions", test_slices_keep_proportions);
  g_test_add_func ("/generative/slices/darkness-is-no-slice", test_darkness_is_no_slice);
  g_test_add_func ("/generative/slices/colours-become-grey", test_colours_become_grey);
  g_test_add_func ("/generative/slices/real-heads", test_real_heads_become_slices);
  return g_test_run ();
}
