/* test-chromatogram.c: baselines, peaks, their read-outs, calibration lines and synthetic
 * chromatograms. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "transport/plume-baseline.h"
#include "transport/plume-calibration.h"
#include "transport/plume-chromatogram-synthesis.h"
#include "transport/plume-peaks.h"
#include "transport/plume-savitzky-golay.h"
#include "transport/plume-spline-basis.h"

static void
assert_near (double value, double wanted, double tolerance)
{
  if (!(fabs (value - wanted) <= tolerance))
    g_error ("%.17g is not %.17g within %g", value, wanted, tolerance);
}

static double
gaussian (double t, double centre, double sigma)
{
  return exp (-0.5 * (t - centre) * (t - centre) / (sigma * sigma));
}

/* ─── baseline ─── */

static void
test_baseline_keeps_straight_line (void)
{
  double signal[300];
  g_autoptr (PlumeBaseline) baseline = NULL;

  for (int i = 0; i < 300; i++)
    signal[i] = 5 - 0.02 * i;
  baseline = plume_baseline_arpls (signal, 300, NULL, NULL, NULL);
  g_assert_true (baseline->converged);
  for (int i = 0; i < 300; i++)
    assert_near (baseline->values->values[i], signal[i], 1e-7);
}

/* Dense elimination of W + λ D₂ᵀD₂ against the last weights: after convergence the baseline solves
 * exactly that system. */
static void
test_baseline_solves_its_equations (void)
{
  for (gsize n = 5; n < 60; n++)
    {
      g_autofree double *signal = g_new (double, n);
      PlumeBaselineOptions options = { .smoothness = 1e3,
                                       .tolerance = 1e-12,
                                       .max_iterations = 500 };
      g_autoptr (PlumeBaseline) baseline = NULL;
      PlumeStream stream = plume_stream (n, "test", 0);

      for (gsize i = 0; i < n; i++)
        signal[i] = plume_stream_normal (&stream) + 20 * gaussian ((double)i, (double)n / 2, 2);
      baseline = plume_baseline_arpls (signal, n, &options, NULL, NULL);
      if (!baseline->converged)
        continue;

      const double *z = baseline->values->values, *w = baseline->weights->values;

      for (gsize i = 0; i < n; i++)
        {
          double row = w[i] * (z[i] - signal[i]);

          for (gsize k = 0; k + 2 < n; k++)
            if (i >= k && i <= k + 2)
              row += 1e3 * (i == k + 1 ? -2 : 1) * (z[k] - 2 * z[k + 1] + z[k + 2]);
          assert_near (row, 0, 1e-8);
        }
    }
}

static void
test_baseline_ignores_peaks (void)
{
  gsize n = 4000;
  g_autofree double *signal = g_new (double, n), *truth = g_new (double, n);
  PlumeBaselineOptions options = { .smoothness = 1e7, .tolerance = 1e-4 };
  g_autoptr (PlumeBaseline) baseline = NULL;

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (4, "test", i);
      double t = (double)i;

      truth[i] = 10 + 3 * sin (t / 900);
      signal[i] = truth[i] + 100 * gaussian (t, 1200, 25) + 60 * gaussian (t, 2600, 40)
                  + 0.2 * plume_stream_normal (&stream);
    }
  baseline = plume_baseline_arpls (signal, n, &options, NULL, NULL);
  g_assert_true (baseline->converged);
  for (gsize i = 0; i < n; i++)
    assert_near (baseline->values->values[i], truth[i], 0.4);
}

static void
test_baseline_does_not_depend_on_threads (void)
{
  gsize n = 120000;
  g_autofree double *signal = g_new (double, n);
  PlumeBaselineOptions options = { .smoothness = 1e6, .max_iterations = 12 };
  g_autoptr (PlumeBaseline) one = NULL, two = NULL;

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (4, "test", i);

      signal[i] = 30 * gaussian ((double)(i % 5000), 2500, 60) + plume_stream_normal (&stream);
    }
  plume_parallel_set_threads (1);
  one = plume_baseline_arpls (signal, n, &options, NULL, NULL);
  plume_parallel_set_threads (2);
  two = plume_baseline_arpls (signal, n, &options, NULL, NULL);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (one->values->values, n * sizeof (double), two->values->values,
                   n * sizeof (double));
}

static void
test_baseline_refuses_bad_signals (void)
{
  double signal[10] = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeTask) task = plume_task_new ();
  PlumeBaselineOptions options = { .smoothness = -1 };

  g_assert_null (plume_baseline_arpls (signal, 4, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (plume_baseline_arpls (signal, 10, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  plume_task_cancel (task);
  g_assert_null (plume_baseline_arpls (signal, 10, NULL, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  signal[3] = NAN;
  g_assert_null (plume_baseline_arpls (signal, 10, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "Point 4"));
}

static void
test_noise_is_found_under_peaks (void)
{
  gsize n = 20000;
  g_autofree double *signal = g_new (double, n), *rounded = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (8, "test", i);

      signal[i] = 0.001 * (double)i + 50 * gaussian ((double)(i % 2000), 1000, 30)
                  + 0.7 * plume_stream_normal (&stream);
      rounded[i] = floor (50 * gaussian ((double)(i % 2000), 1000, 30)) + 1e-4 * (double)i;
    }
  assert_near (plume_noise_of_differences (signal, n), 0.7, 0.03);
  assert_near (plume_rounding_step (signal, n), 0, 0);
  assert_near (plume_rounding_step (rounded, n), 1, 0.01);
  assert_near (plume_noise_of_differences (rounded, n), 1 / sqrt (12), 0.01);
}

/* ─── smoothing ─── */

static void
test_savitzky_golay_is_exact_for_polynomials (void)
{
  double values[40], table[5];
  static const double known[] = { -3, 12, 17, 12, -3 }; /* /35: Savitzky & Golay 1964, table I */

  plume_savitzky_golay_weights (2, 2, 0, 0, table);
  for (int i = 0; i < 5; i++)
    assert_near (table[i], known[i] / 35, 1e-14);
  for (int i = 0; i < 40; i++)
    values[i] = 2 - i + 0.3 * i * i - 0.01 * pow (i, 3) + 1e-4 * pow (i, 4);
  for (guint derivative = 0; derivative <= 2; derivative++)
    {
      g_autoptr (PlumeArray) result =
          plume_savitzky_golay (values, 40, 6, 4, derivative, NULL, NULL);

      for (int i = 0; i < 40; i++)
        assert_near (result->values[i],
                     derivative == 0   ? values[i]
                     : derivative == 1 ? -1 + 0.6 * i - 0.03 * i * i + 4e-4 * pow (i, 3)
                                       : 0.6 - 0.06 * i + 12e-4 * i * i,
                     1e-9);
    }
}

/* ─── splines ─── */

static void
test_spline_is_projection (void)
{
  gsize n = 200, size;
  g_autofree double *t = g_new (double, n), *v = g_new (double, n), *curve = g_new (double, n),
                    *beta = NULL;
  g_autoptr (PlumeSplineBasis) basis = NULL;

  for (gsize i = 0; i < n; i++)
    {
      t[i] = 0.1 * (double)i;
      v[i] = 1 + t[i] - 0.2 * t[i] * t[i] + 0.01 * t[i] * t[i] * t[i];
    }
  basis = plume_spline_basis_new (t, n, 9);
  size = plume_spline_basis_get_size (basis);
  g_assert_cmpuint (size, ==, 12);
  beta = g_new (double, size);

  /* a cubic lies in the span */
  plume_spline_basis_set_smoothness (basis, 1e-9);
  plume_spline_basis_project (basis, 0, n, v, beta);
  plume_spline_basis_solve (basis, beta);
  plume_spline_basis_evaluate (basis, beta, curve);
  for (gsize i = 0; i < n; i++)
    assert_near (curve[i], v[i], 1e-6);
  assert_near (plume_spline_basis_freedom (basis), 12, 1e-6);

  /* only a straight line is free at last */
  plume_spline_basis_set_smoothness (basis, 1e10);
  assert_near (plume_spline_basis_freedom (basis), 2, 1e-3);
}

/* ─── peaks ─── */

static PlumePeaks *
find (const double *t, const double *y, gsize n, const PlumePeakOptions *options)
{
  g_autoptr (GError) error = NULL;
  PlumePeaks *peaks = plume_peaks_find (t, y, n, NULL, options, NULL, &error);

  g_assert_no_error (error);
  return peaks;
}

static void
test_golden_metrics_of_gaussian (void)
{
  enum
  {
    N = 4001
  };
  static double t[N], y[N];
  PlumePeakOptions options = { .hold_up_time = 20, .column_length = 30 };
  g_autoptr (PlumePeaks) peaks = NULL;
  const PlumePeak *peak;

  for (int i = 0; i < N; i++)
    {
      t[i] = 80 + 0.01 * i;
      y[i] = 7 * gaussian (t[i], 100, 1);
    }
  peaks = find (t, y, N, &options);
  g_assert_cmpuint (peaks->n, ==, 1);
  peak = &peaks->peaks[0];
  assert_near (peak->retention_time, 100, 1e-6);
  assert_near (peak->height, 7, 1e-3);
  assert_near (peak->width_half, 2.3548, 5e-4);
  assert_near (peak->plates, 10000, 5);
  assert_near (peak->plate_height, 30 / 1e4, 2e-6);
  assert_near (peak->asymmetry, 1, 1e-4);
  assert_near (peak->tailing, 1, 1e-4);
  assert_near (peak->width_tenth, 2 * sqrt (2 * log (10)), 1e-3);
  assert_near (peak->width_twentieth, 2 * sqrt (2 * log (20)), 1e-3);
  assert_near (peak->width_base, 4, 2e-3);
  assert_near (peak->area, 7 * sqrt (2 * G_PI), 5e-3);
  assert_near (peak->area_share, 1, 0);
  assert_near (peak->mean, 100, 1e-6);
  assert_near (peak->variance, 1, 5e-3);
  assert_near (peak->skewness, 0, 1e-4);
  assert_near (peak->retention_factor, 4, 1e-6);
  g_assert_true (isnan (peak->resolution));
}

static void
test_golden_resolution_of_two_gaussians (void)
{
  enum
  {
    N = 4001
  };
  static double t[N], y[N];
  PlumePeakOptions options = { .hold_up_time = 20 };
  g_autoptr (PlumePeaks) peaks = NULL;

  assert_near (plume_peak_resolution (100, 2.3548, 104, 2.3548), 1.0022, 1e-4);
  assert_near (plume_peak_plates (100, 2.3548), 10000, 1);
  for (int i = 0; i < N; i++)
    {
      t[i] = 80 + 0.01 * i;
      y[i] = gaussian (t[i], 100, 1) + gaussian (t[i], 104, 1);
    }
  peaks = find (t, y, N, &options);
  g_assert_cmpuint (peaks->n, ==, 2);
  assert_near (peaks->peaks[1].resolution, 1.0022, 0.02); /* the neighbour's flank widens both */
  assert_near (peaks->peaks[1].selectivity, 84.0 / 80, 1e-3);
  assert_near (t[peaks->peaks[0].end], 102, 0.011);
  g_assert_cmpuint (peaks->peaks[0].end, ==, peaks->peaks[1].start);
  assert_near (peaks->peaks[0].area, sqrt (2 * G_PI), 2e-3);
}

static void
test_tailing_peak_is_asymmetric (void)
{
  enum
  {
    N = 3000
  };
  static double t[N], y[N];
  g_autoptr (PlumePeaks) peaks = NULL;
  const PlumePeak *peak;

  for (int i = 0; i < N; i++)
    {
      t[i] = 0.01 * i;
      y[i] = gaussian (t[i], 15, t[i] < 15 ? 1 : 2);
    }
  peaks = find (t, y, N, NULL);
  g_assert_cmpuint (peaks->n, ==, 1);
  peak = &peaks->peaks[0];
  assert_near (peak->asymmetry, 2, 0.1); /* smoothing rounds the kink at the top */
  assert_near (peak->tailing, 1.5, 0.05);
  assert_near (peak->width_half, 1.5 * 2.35482, 0.005);
  /* moments of a split Gaussian: mean √(2/π)(σ₂ − σ₁) */
  assert_near (peak->mean, 15 + sqrt (2 / G_PI), 0.01);
  assert_near (peak->variance, (1 - 2 / G_PI) * 1 + 2, 0.02);
  g_assert_cmpfloat (peak->skewness, >, 0.3);
}

static void
test_noise_is_no_peak (void)
{
  enum
  {
    N = 8000
  };
  static double t[N], y[N];
  guint false_peaks = 0;

  for (guint seed = 0; seed < 20; seed++)
    {
      g_autoptr (PlumePeaks) peaks = NULL;

      for (int i = 0; i < N; i++)
        {
          PlumeStream stream = plume_stream (seed, "test", (guint64)i);

          t[i] = 0.1 * i;
          y[i] = 1 + plume_stream_normal (&stream);
        }
      peaks = find (t, y, N, NULL);
      false_peaks += peaks->n;
      g_assert_cmpfloat_with_epsilon (peaks->noise, 1, 0.06);
    }
  g_assert_cmpuint (false_peaks, <=, 2);
}

static void
test_peaks_are_found_in_noise (void)
{
  enum
  {
    N = 6000
  };
  static double t[N], y[N];
  g_autoptr (PlumePeaks) peaks = NULL;

  for (int i = 0; i < N; i++)
    {
      PlumeStream stream = plume_stream (3, "test", (guint64)i);

      t[i] = 0.1 * i;
      y[i] = plume_stream_normal (&stream);
      for (int k = 0; k < 5; k++)
        y[i] += (8 + 20 * k) * gaussian (t[i], 100 + 100 * k, 4);
    }
  peaks = find (t, y, N, NULL);
  g_assert_cmpuint (peaks->n, ==, 5);
  for (int k = 0; k < 5; k++)
    {
      assert_near (peaks->peaks[k].retention_time, 100 + 100 * k, 1.5);
      assert_near (peaks->peaks[k].area / ((8 + 20 * k) * 4 * sqrt (2 * G_PI)), 1, 0.1);
    }
}

static void
test_fine_sampling_does_not_matter (void)
{
  enum
  {
    N = 200000
  };
  g_autofree double *t = g_new (double, N), *y = g_new (double, N);
  g_autoptr (PlumePeaks) peaks = NULL;

  for (int i = 0; i < N; i++)
    {
      PlumeStream stream = plume_stream (3, "test", (guint64)i);

      t[i] = 0.003 * i;
      y[i] = plume_stream_normal (&stream) + 40 * gaussian (t[i], 200, 4)
             + 6 * gaussian (t[i], 400, 4);
    }
  peaks = find (t, y, N, NULL);
  g_assert_cmpuint (peaks->n, ==, 2);
  for (int k = 0; k < 2; k++)
    {
      const PlumePeak *peak = &peaks->peaks[k];

      assert_near (peak->retention_time, 200 + 200 * k, 0.3);
      assert_near (t[peak->apex], peak->retention_time, 0.3);
      assert_near (peak->area / ((k == 0 ? 40 : 6) * 4 * sqrt (2 * G_PI)), 1, 0.04);
      assert_near (peak->width_half, 4 * 2.3548, 0.5);
    }
  assert_near (peaks->noise, 1, 0.02);
  assert_near (peaks->peaks[0].signal_to_noise, 2 * 40 / 6.0, 0.5);
}

static void
test_shoulder_is_seen_in_curvature (void)
{
  enum
  {
    N = 2000
  };
  static double t[N], y[N];
  PlumePeakOptions options = { .skip_shoulders = TRUE };
  g_autoptr (PlumePeaks) peaks = NULL, maxima = NULL;

  for (int i = 0; i < N; i++)
    {
      t[i] = 0.01 * i;
      y[i] = gaussian (t[i], 10, 0.5) + 0.35 * gaussian (t[i], 11.2, 0.5);
    }
  peaks = find (t, y, N, NULL);
  maxima = find (t, y, N, &options);
  g_assert_cmpuint (maxima->n, ==, 1);
  g_assert_cmpuint (peaks->n, ==, 2);
  g_assert_false (peaks->peaks[0].is_shoulder);
  g_assert_true (peaks->peaks[1].is_shoulder);
  assert_near (peaks->peaks[1].retention_time, 11.2, 0.2);
}

static void
test_empty_and_bad_chromatograms (void)
{
  double t[50], y[50] = { 0 };
  g_autoptr (PlumePeaks) peaks = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 50; i++)
    t[i] = i;
  peaks = find (t, y, 50, NULL);
  g_assert_cmpuint (peaks->n, ==, 0);
  g_assert_null (plume_peaks_find (t, y, 6, NULL, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_clear_error (&error);
  t[7] = t[6];
  g_assert_null (plume_peaks_find (t, y, 50, NULL, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "Point 8"));
}

static void
test_kovats_index (void)
{
  const double times[] = { 100, 150, 250 }, carbons[] = { 6, 7, 8 };
  double index;
  g_autoptr (GError) error = NULL;

  /* adjusted times 50, 100, 200: the geometric mean lies half-way */
  g_assert_true (
      plume_kovats_index (50 + 50 * G_SQRT2, 3, times, carbons, 50, FALSE, &index, NULL));
  assert_near (index, 650, 1e-9);
  g_assert_true (plume_kovats_index (225, 3, times, carbons, 50, TRUE, &index, NULL));
  assert_near (index, 775, 1e-9);
  g_assert_true (plume_kovats_index (150, 3, times, carbons, 50, FALSE, &index, NULL));
  assert_near (index, 700, 1e-9);
  g_assert_false (plume_kovats_index (99, 3, times, carbons, 50, FALSE, &index, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (plume_kovats_index (120, 3, times, carbons, 110, FALSE, &index, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

/* ─── measured chromatograms of the data folder ─── */

static gboolean
read_columns (const char *name, guint column, PlumeArray **t, PlumeArray **y)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *path =
      g_build_filename (folder != NULL ? folder : ".", "chromatography", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("PLUME_DATA is absent");
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  *t = plume_array_new (g_strv_length (lines));
  *y = plume_array_new (g_strv_length (lines));
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      if (g_strv_length (fields) <= column
          || !(g_ascii_isdigit (fields[0][0]) || fields[0][0] == '-'))
        continue;
      (*t)->values[n] = g_ascii_strtod (fields[0], NULL);
      (*y)->values[n++] = g_ascii_strtod (fields[column], NULL);
    }
  (*t)->length = (*y)->length = n;
  return TRUE;
}

static PlumePeaks *
peaks_of_file (const char *name, guint column)
{
  g_autoptr (PlumeArray) t = NULL, y = NULL;
  g_autoptr (PlumeBaseline) baseline = NULL;
  g_autoptr (GError) error = NULL;
  PlumePeaks *peaks;

  if (!read_columns (name, column, &t, &y))
    return NULL;
  baseline = plume_peaks_baseline (y->values, y->length, NULL, &error);
  g_assert_no_error (error);
  peaks = plume_peaks_find (t->values, y->values, y->length, baseline, NULL, NULL, &error);
  g_assert_no_error (error);
  return peaks;
}

/* Large peaks: more than a share of the tallest */
static guint
count_large (const PlumePeaks *peaks, double share)
{
  double tallest = 0;
  guint count = 0;

  for (gsize i = 0; i < peaks->n; i++)
    tallest = MAX (tallest, peaks->peaks[i].height);
  for (gsize i = 0; i < peaks->n; i++)
    count += peaks->peaks[i].height > share * tallest && !peaks->peaks[i].is_shoulder;
  return count;
}

static void
test_real_liquid_chromatogram (void)
{
  static const double apexes[] = { 10.975, 13.44, 14.25, 15.70, 16.71, 17.46 };
  g_autoptr (PlumePeaks) peaks = peaks_of_file ("hplc_sample.csv", 1);
  guint next = 0;

  if (peaks == NULL)
    return;
  g_assert_cmpuint (peaks->n, <=, 8);
  g_assert_cmpuint (count_large (peaks, 0.05), ==, G_N_ELEMENTS (apexes));
  for (gsize i = 0; i < peaks->n; i++)
    if (peaks->peaks[i].height > 5000)
      assert_near (peaks->peaks[i].retention_time, apexes[next++], 0.01);
}

static void
test_real_gas_chromatograms (void)
{
  g_autoptr (PlumePeaks) hydrocarbons = peaks_of_file ("gc_fid_hydrocarbons.csv", 1);

  if (hydrocarbons == NULL)
    return;
  assert_near (hydrocarbons->peaks[1].retention_time, 0.166, 0.002); /* solvent */
  g_assert_cmpuint (hydrocarbons->n, >, 40);
  g_assert_cmpuint (hydrocarbons->n, <, 80);
  /* nothing after the last compound, where only the detector drifts */
  g_assert_cmpfloat (hydrocarbons->peaks[hydrocarbons->n - 1].retention_time, <, 8);
  for (guint trace = 1; trace <= 8; trace++)
    {
      g_autoptr (PlumePeaks) peaks = peaks_of_file ("gc_calibration_traces.csv", trace);

      /* the traces are counts: single counts are no peaks */
      g_assert_cmpuint (peaks->n, >, 20);
      g_assert_cmpuint (peaks->n, <, 75);
      g_assert_cmpuint (count_large (peaks, 0.4), ==, 2);
    }
}

static void
test_lactose_calibrates_linearly (void)
{
  const double concentrations[] = { 0.5, 1, 3, 6 };
  const char *names[] = { "hplc_lactose_0.5mM.csv", "hplc_lactose_1mM.csv", "hplc_lactose_3mM.csv",
                          "hplc_lactose_6mM.csv" };
  double areas[4];
  PlumeCalibration line;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (PlumePeaks) peaks = peaks_of_file (names[i], 1);

      if (peaks == NULL)
        return;
      g_assert_cmpuint (peaks->n, ==, 1);
      assert_near (peaks->peaks[0].retention_time, 13.72, 0.01);
      areas[i] = peaks->peaks[0].area;
    }
  g_assert_true (plume_calibration_fit (4, concentrations, areas, NULL, &line, NULL));
  g_assert_cmpfloat (line.r_squared, >, 0.998);
}

/* ─── calibration ─── */

/* Worked by hand: Sxx = 10, Sxy = 19.9, Syy = 39.708 */
static void
test_calibration_line (void)
{
  const double x[] = { 1, 2, 3, 4, 5 }, y[] = { 2.1, 3.9, 6.2, 7.8, 10.1 };
  PlumeCalibration line;
  double predicted, half_width, concentration, error_of_x;

  g_assert_true (plume_calibration_fit (5, x, y, NULL, &line, NULL));
  assert_near (line.slope, 1.99, 1e-12);
  assert_near (line.intercept, 0.05, 1e-12);
  assert_near (line.deviation, sqrt (0.107 / 3), 1e-12);
  assert_near (line.slope_error, sqrt (0.107 / 30), 1e-12);
  assert_near (line.r_squared, 1 - 0.107 / 39.708, 1e-12);
  assert_near (line.detection_limit, 3.3 * sqrt (0.107 / 3) / 1.99, 1e-12);
  assert_near (line.quantification_limit, 10 * sqrt (0.107 / 3) / 1.99, 1e-12);
  plume_calibration_predict (&line, 3, 1, 0.95, &predicted, &half_width);
  assert_near (predicted, 6.02, 1e-12);
  assert_near (half_width, 3.182446305 * sqrt (0.107 / 3 * 1.2), 1e-8);
  plume_calibration_invert (&line, 6.02, 1, &concentration, &error_of_x);
  assert_near (concentration, 3, 1e-12);
  assert_near (error_of_x, sqrt (0.107 / 3 * 1.2) / 1.99, 1e-12);
}

/* An integer weight is the same as repeating the standard. */
static void
test_calibration_weights_are_repetitions (void)
{
  const double x[] = { 1, 2, 4 }, y[] = { 1, 2.5, 3.7 }, w[] = { 1, 3, 2 };
  const double xs[] = { 1, 2, 2, 2, 4, 4 }, ys[] = { 1, 2.5, 2.5, 2.5, 3.7, 3.7 };
  PlumeCalibration weighted, repeated;
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_calibration_fit (3, x, y, w, &weighted, NULL));
  g_assert_true (plume_calibration_fit (6, xs, ys, NULL, &repeated, NULL));
  assert_near (weighted.slope, repeated.slope, 1e-13);
  assert_near (weighted.intercept, repeated.intercept, 1e-13);
  assert_near (weighted.r_squared, repeated.r_squared, 1e-13);
  g_assert_false (plume_calibration_fit (2, x, y, NULL, &weighted, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_clear_error (&error);
  g_assert_false (
      plume_calibration_fit (3, (const double[]){ 2, 2, 2 }, y, NULL, &weighted, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
}

/* ─── synthesis ─── */

static void
test_synthesis_is_drift_peaks_and_noise (void)
{
  const double k[] = { 1.2 }, k_d[] = { 40 }, amplitude[] = { 900 }, drift[] = { 3, 1 };
  PlumeChromatogramTruth truth = { 4000, 0, 400, 60, 0.5, 1, k, k_d, amplitude, 2, drift, 0.25, 5 };
  g_autoptr (PlumeArray) t = NULL, y = NULL, ground = NULL, t_again = NULL, y_again = NULL;
  double area = 0, square = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_chromatogram_synthesize (&truth, &t, &y, &ground, NULL));
  g_assert_true (plume_chromatogram_synthesize (&truth, &t_again, &y_again, NULL, NULL));
  g_assert_cmpmem (y->values, 4000 * sizeof (double), y_again->values, 4000 * sizeof (double));
  assert_near (ground->values[0], 3, 0);
  assert_near (ground->values[3999], 4, 1e-14);
  for (int i = 0; i < 4000; i++)
    {
      area += (y->values[i] - ground->values[i]) * 400 / 3999;
      if (i > 2000)
        square += (y->values[i] - ground->values[i]) * (y->values[i] - ground->values[i]) / 1999;
    }
  assert_near (area, 900 * 0.5, 5 * 0.25 * sqrt (4000) * 0.1);
  assert_near (sqrt (square), 0.25, 0.02);
  truth.hold_up_time = 0;
  g_assert_false (plume_chromatogram_synthesize (&truth, &t, &y, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/transport/baseline/keeps-straight-line", test_baseline_keeps_straight_line);
  g_test_add_func ("/transport/baseline/solves-its-equations", test_baseline_solves_its_equations);
  g_test_add_func ("/transport/baseline/ignores-peaks", test_baseline_ignores_peaks);
  g_test_add_func ("/transport/baseline/does-not-depend-on-threads",
                   test_baseline_does_not_depend_on_threads);
  g_test_add_func ("/transport/baseline/refuses-bad-signals", test_baseline_refuses_bad_signals);
  g_test_add_func ("/transport/baseline/noise-is-found-under-peaks",
                   test_noise_is_found_under_peaks);
  g_test_add_func ("/transport/savitzky-golay/is-exact-for-polynomials",
                   test_savitzky_golay_is_exact_for_polynomials);
  g_test_add_func ("/transport/spline-basis/is-projection", test_spline_is_projection);
  g_test_add_func ("/transport/peaks/golden-metrics-of-gaussian", test_golden_metrics_of_gaussian);
  g_test_add_func ("/transport/peaks/golden-resolution-of-two-gaussians",
                   test_golden_resolution_of_two_gaussians);
  g_test_add_func ("/transport/peaks/tailing-peak-is-asymmetric", test_tailing_peak_is_asymmetric);
  g_test_add_func ("/transport/peaks/noise-is-no-peak", test_noise_is_no_peak);
  g_test_add_func ("/transport/peaks/are-found-in-noise", test_peaks_are_found_in_noise);
  g_test_add_func ("/transport/peaks/fine-sampling-does-not-matter",
                   test_fine_sampling_does_not_matter);
  g_test_add_func ("/transport/peaks/shoulder-is-seen-in-curvature",
                   test_shoulder_is_seen_in_curvature);
  g_test_add_func ("/transport/peaks/empty-and-bad-chromatograms",
                   test_empty_and_bad_chromatograms);
  g_test_add_func ("/transport/peaks/kovats-index", test_kovats_index);
  g_test_add_func ("/transport/peaks/real-liquid-chromatogram", test_real_liquid_chromatogram);
  g_test_add_func ("/transport/peaks/real-gas-chromatograms", test_real_gas_chromatograms);
  g_test_add_func ("/transport/calibration/lactose-calibrates-linearly",
                   test_lactose_calibrates_linearly);
  g_test_add_func ("/transport/calibration/line", test_calibration_line);
  g_test_add_func ("/transport/calibration/weights-are-repetitions",
                   test_calibration_weights_are_repetitions);
  g_test_add_func ("/transport/chromatogram/synthesis-is-drift-peaks-and-noise",
                   test_synthesis_is_drift_peaks_and_noise);
  return g_test_run ();
}
