/* test-column-fit.c: the two-parameter fit against known truth, an independent fit, and its own
 * statistics. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "reference-table.h"
#include "transport/plume-chromatogram-fit.h"
#include "transport/plume-chromatogram-group.h"
#include "transport/plume-chromatogram-synthesis.h"

#define TOPIC    "gas-chromatography"
#define ANALYTES 6

static const double true_k[] = { 1.2, 2.7, 5.9, 6.15, 6.3, 7.3 };
static const double true_k_d[] = { 40, 36, 32, 32, 31, 30 };
static const double true_amplitude[] = { 900, 800, 700, 350, 700, 600 };

typedef struct
{
  PlumeArray *time, *signal, *baseline;
  double k[ANALYTES], k_d[ANALYTES];
  PlumeFitProblem problem;
} Sample;

static void
sample_clear (Sample *sample)
{
  g_clear_pointer (&sample->time, plume_array_unref);
  g_clear_pointer (&sample->signal, plume_array_unref);
  g_clear_pointer (&sample->baseline, plume_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* A problem over the analytes first…last−1, started 0.05 % and 8 % off the truth: a fifth of a
 * peak's σ */
static void
pose (Sample *sample, gsize first, gsize last)
{
  for (gsize j = 0; j < ANALYTES; j++)
    {
      sample->k[j] = true_k[j] * (j % 2 ? 1.0005 : 0.9995);
      sample->k_d[j] = true_k_d[j] * (j % 2 ? 0.92 : 1.08);
    }
  sample->problem = (PlumeFitProblem){ .time = sample->time->values,
                                       .signal = sample->signal->values,
                                       .n = sample->time->length,
                                       .hold_up_time = 60,
                                       .injection_time = 0.5,
                                       .n_analytes = last - first,
                                       .retention_factors = sample->k + first,
                                       .desorption_rates = sample->k_d + first };
}

static void
synthesize (Sample *sample, gsize n, double to, gsize first, gsize last, double noise, guint64 seed)
{
  static const double drift[] = { 3, 4, -9, 7 };
  PlumeChromatogramTruth truth = { n,
                                   0,
                                   to,
                                   60,
                                   0.5,
                                   last - first,
                                   true_k + first,
                                   true_k_d + first,
                                   true_amplitude + first,
                                   G_N_ELEMENTS (drift),
                                   drift,
                                   noise,
                                   seed };
  g_autoptr (GError) error = NULL;

  plume_chromatogram_synthesize (&truth, &sample->time, &sample->signal, &sample->baseline, &error);
  g_assert_no_error (error);
  pose (sample, first, last);
}

/* The measured sample of the data folder; FALSE, and the test skipped, where it is absent */
static gboolean
read_sample (Sample *sample)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : ".", "chromatography",
                                            "btex_synthetic.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("PLUME_DATA holds no btex_synthetic.csv");
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  sample->time = plume_array_new (g_strv_length (lines));
  sample->signal = plume_array_new (g_strv_length (lines));
  sample->baseline = plume_array_new (g_strv_length (lines));
  for (gsize i = 0; lines[i] != NULL; i++)
    n += sscanf (lines[i], "%lf,%lf,%lf", &sample->time->values[n], &sample->signal->values[n],
                 &sample->baseline->values[n])
         == 3;
  g_assert_cmpuint (n, ==, 6200);
  pose (sample, 0, ANALYTES);
  sample->problem.n = n;
  return TRUE;
}

static PlumeChromatogramFit *
fit_or_die (const PlumeFitProblem *problem)
{
  g_autoptr (GError) error = NULL;
  PlumeChromatogramFit *fit = plume_chromatogram_fit (problem, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (fit->converged);
  return fit;
}

/* Columns of the tables: analyte, k', error, k_d, error, amplitude, error, truths */
static void
assert_equals_table (const PlumeChromatogramFit *fit, const char *name)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, name);

  g_assert_cmpuint (rows->len, ==, ANALYTES + 1);
  for (guint j = 0; j < ANALYTES; j++)
    for (guint i = 0; i < 3; i++)
      {
        double wanted = reference_number (rows, j + 1, 1 + 2 * i),
               error = reference_number (rows, j + 1, 2 + 2 * i);

        if (!(fabs (fit->values[3 * j + i] - wanted) <= 0.1 * error))
          g_error ("analyte %u parameter %u: %.8g is not %.8g ± 0.1·%.2g", j, i,
                   fit->values[3 * j + i], wanted, error);
        if (!(fabs (fit->errors[3 * j + i] / error - 1) <= 0.07)) /* the table has two digits */
          g_error ("analyte %u error %u: %.4g is not %.4g", j, i, fit->errors[3 * j + i], error);
      }
}

static void
test_known_baseline_equals_independent_fit (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  if (!read_sample (&sample))
    return;
  sample.problem.baseline_kind = PLUME_FIT_BASELINE_KNOWN;
  sample.problem.baseline = sample.baseline->values;
  fit = fit_or_die (&sample.problem);
  assert_equals_table (fit, "fit_btex_truth.csv");
}

static void
test_subtracted_baseline_equals_independent_fit (void)
{
  g_auto (Sample) sample = { 0 };
  PlumeBaselineOptions options = { .smoothness = 1e7, .tolerance = 1e-6 };
  g_autoptr (PlumeBaseline) baseline = NULL;
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  if (!read_sample (&sample))
    return;
  baseline = plume_baseline_arpls (sample.problem.signal, sample.problem.n, &options, NULL, NULL);
  g_assert_true (baseline->converged);
  g_assert_cmpuint (baseline->iterations, ==, 19);
  sample.problem.baseline_kind = PLUME_FIT_BASELINE_KNOWN;
  sample.problem.baseline = baseline->values->values;
  fit = fit_or_die (&sample.problem);
  assert_equals_table (fit, "fit_btex_arPLS.csv");
}

/* Of the six analytes, those whose parameter of one kind lies within two standard errors of the
 * truth */
static guint
covered (const PlumeChromatogramFit *fit, guint kind)
{
  const double *truths[] = { true_k, true_k_d, true_amplitude };
  guint count = 0;

  for (guint j = 0; j < ANALYTES; j++)
    count += fabs (fit->values[3 * j + kind] - truths[kind][j]) <= 2 * fit->errors[3 * j + kind];
  return count;
}

static void
test_joint_baseline_covers_truth_of_sample (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  if (!read_sample (&sample))
    return;
  fit = fit_or_die (&sample.problem);
  for (guint kind = 0; kind < 3; kind++)
    g_assert_cmpuint (covered (fit, kind), >=, 5);
  g_assert_cmpfloat_with_epsilon (fit->deviation[0], 0.25, 0.01);
  g_assert_cmpuint (fit->n_strong, >, 0); /* p- and m-xylene */
}

static void
test_joint_baseline_covers_truth (void)
{
  guint total[3] = { 0 };
  const guint n_seeds = 10;

  for (guint64 seed = 1; seed <= n_seeds; seed++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (PlumeChromatogramFit) fit = NULL;

      synthesize (&sample, 6200, 620, 0, ANALYTES, 0.25, seed);
      fit = fit_or_die (&sample.problem);
      for (guint kind = 0; kind < 3; kind++)
        total[kind] += covered (fit, kind);
    }
  /* 95.4 % are expected; 5 of 6 are 83 % */
  for (guint kind = 0; kind < 3; kind++)
    g_assert_cmpuint (6 * total[kind], >=, 5 * ANALYTES * n_seeds);
}

static void
test_noiseless_signal_returns_truth (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  synthesize (&sample, 6200, 620, 0, ANALYTES, 0, 1);
  sample.problem.baseline_kind = PLUME_FIT_BASELINE_KNOWN;
  sample.problem.baseline = sample.baseline->values;
  fit = fit_or_die (&sample.problem);
  for (guint j = 0; j < ANALYTES; j++)
    {
      g_assert_cmpfloat_with_epsilon (fit->values[3 * j] / true_k[j], 1, 1e-8);
      g_assert_cmpfloat_with_epsilon (fit->values[3 * j + 1] / true_k_d[j], 1, 1e-6);
      g_assert_cmpfloat_with_epsilon (fit->values[3 * j + 2] / true_amplitude[j], 1, 1e-6);
    }
}

static void
test_errors_equal_scatter (void)
{
  enum
  {
    SEEDS = 60,
    PARAMETERS = 6
  };
  double sum[PARAMETERS] = { 0 }, square[PARAMETERS] = { 0 }, claimed[PARAMETERS] = { 0 };

  for (guint seed = 0; seed < SEEDS; seed++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (PlumeChromatogramFit) fit = NULL;

      synthesize (&sample, 1300, 300, 0, 2, 0.5, 100 + seed);
      fit = fit_or_die (&sample.problem);
      for (guint i = 0; i < PARAMETERS; i++)
        {
          const double *truths[] = { true_k, true_k_d, true_amplitude };
          double off = fit->values[i] - truths[i % 3][i / 3];

          sum[i] += off;
          square[i] += off * off;
          claimed[i] += fit->errors[i] * fit->errors[i];
        }
    }
  for (guint i = 0; i < PARAMETERS; i++)
    {
      double mean = sum[i] / SEEDS, scatter = sqrt (square[i] / SEEDS - mean * mean),
             error = sqrt (claimed[i] / SEEDS);

      g_assert_cmpfloat_with_epsilon (scatter / error, 1, 0.28); /* 3/√(2·60) */
      g_assert_cmpfloat (fabs (mean), <, 3.5 * error / sqrt (SEEDS));
    }
}

static void
test_resolved_peaks_fit_alone_as_jointly (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) joint = NULL, apart = NULL;

  synthesize (&sample, 6200, 620, 0, ANALYTES, 0.25, 7);
  joint = fit_or_die (&sample.problem);
  sample.problem.separate = TRUE;
  apart = fit_or_die (&sample.problem);
  g_assert_cmpuint (joint->n_groups, ==, 1);
  g_assert_cmpuint (apart->n_groups, ==,
                    4); /* ethylbenzene and the p- and m-xylenes stay together */
  g_assert_cmpuint (apart->group_of[2], ==, apart->group_of[4]);
  for (guint i = 0; i < 3 * ANALYTES; i++)
    g_assert_cmpfloat (fabs (joint->values[i] - apart->values[i]), <, apart->errors[i]);
  g_assert_cmpuint (apart->time->length, ==, joint->time->length);
  g_assert_cmpfloat (apart->covariance[0 * 18 + 3], ==, 0);
}

static void
test_hold_up_time_is_fitted (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  synthesize (&sample, 6200, 620, 0, ANALYTES, 1e-3, 3);
  sample.problem.baseline_kind = PLUME_FIT_BASELINE_KNOWN;
  sample.problem.baseline = sample.baseline->values;
  sample.problem.fit_hold_up_time = TRUE;
  sample.problem.hold_up_time = 60.02;
  fit = fit_or_die (&sample.problem);
  g_assert_cmpuint (fit->n_parameters, ==, 19);
  g_assert_cmpfloat (fabs (fit->hold_up_time - 60), <, 3 * fit->errors[18]);
  g_assert_cmpfloat (fit->errors[18], <, 0.1);
}

static void
test_slopes_equal_differences (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GPtrArray) groups = NULL;
  PlumeFitGroup *group;
  PlumeModel *model;

  synthesize (&sample, 1200, 300, 0, 2, 0.25, 5);
  groups = plume_fit_groups_new (&sample.problem, sample.time->values, NULL, NULL);
  group = groups->pdata[0];
  plume_fit_group_prepare (group);
  model = group->model;
  for (gsize parameter = 0; parameter < 5; parameter++)
    {
      double h = 1e-5, here = model->shape[parameter], up, down, slope;

      g_assert_true (plume_model_evaluate (model, TRUE, TRUE));
      slope = -2 * plume_model_slope_dot (model, parameter, model->residual);
      model->shape[parameter] = here + h;
      g_assert_true (plume_model_evaluate (model, FALSE, FALSE));
      up = plume_fit_group_objective (group);
      model->shape[parameter] = here - h;
      g_assert_true (plume_model_evaluate (model, FALSE, FALSE));
      down = plume_fit_group_objective (group);
      model->shape[parameter] = here;
      g_assert_cmpfloat_with_epsilon ((up - down) / (2 * h) / slope, 1, 1e-5);
    }
}

static void
test_profile_is_parabola_near_minimum (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  synthesize (&sample, 1300, 300, 0, 2, 0.5, 11);
  fit = fit_or_die (&sample.problem);
  for (gsize parameter = 0; parameter < 6; parameter++)
    {
      double values[5], delta[5];
      g_autoptr (GError) error = NULL;

      for (int i = 0; i < 5; i++)
        values[i] = fit->values[parameter] + (i - 2) * fit->errors[parameter];
      plume_fit_profile (&sample.problem, fit, parameter, 5, values, delta, NULL, &error);
      g_assert_no_error (error);
      for (int i = 0; i < 5; i++)
        g_assert_cmpfloat_with_epsilon (delta[i], (i - 2) * (i - 2), 0.15);
    }
}

static void
test_ellipse_encloses_intervals (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;
  double x[181], y[181], widest = 0;

  synthesize (&sample, 1300, 300, 0, 2, 0.5, 11);
  fit = fit_or_die (&sample.problem);
  plume_fit_ellipse (fit, 1, 2, 0.95, 181, x, y);
  for (guint i = 0; i < 181; i++)
    {
      double u = (x[i] - fit->values[1]) / fit->errors[1],
             v = (y[i] - fit->values[2]) / fit->errors[2];
      double r = fit->correlation[1 * 6 + 2];

      /* Mahalanobis distance 2 F ≈ 6.0 everywhere */
      g_assert_cmpfloat_with_epsilon ((u * u - 2 * r * u * v + v * v) / (1 - r * r), 6.0, 0.1);
      widest = MAX (widest, fabs (u));
    }
  g_assert_cmpfloat_with_epsilon (widest, sqrt (6.0), 0.02);
}

static void
test_threads_do_not_matter (void)
{
  for (int separate = 0; separate < 2; separate++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (PlumeChromatogramFit) one = NULL, two = NULL;

      synthesize (&sample, 6200, 620, 0, ANALYTES, 0.25, 9);
      sample.problem.separate = separate;
      plume_parallel_set_threads (1);
      one = fit_or_die (&sample.problem);
      plume_parallel_set_threads (2);
      two = fit_or_die (&sample.problem);
      g_assert_cmpmem (one->values, 18 * sizeof (double), two->values, 18 * sizeof (double));
      g_assert_cmpmem (one->covariance, 324 * sizeof (double), two->covariance,
                       324 * sizeof (double));
      g_assert_cmpmem (one->residuals->values, 6200 * sizeof (double), two->residuals->values,
                       6200 * sizeof (double));
      plume_parallel_set_threads (0);
    }
}

/* Enough parameters for the blocked algorithms of linear algebra libraries */
static void
test_threads_do_not_matter_for_many_analytes (void)
{
  enum
  {
    MANY = 14
  };
  double k[MANY], k_d[MANY], amplitude[MANY];
  g_autoptr (PlumeArray) time = NULL, signal = NULL;
  g_autoptr (PlumeChromatogramFit) one = NULL, two = NULL;
  PlumeChromatogramTruth truth = {
    5000, 0, 560, 60, 0.5, MANY, k, k_d, amplitude, 0, NULL, 0.25, 1
  };
  PlumeFitProblem problem = { .n = 5000,
                              .hold_up_time = 60,
                              .injection_time = 0.5,
                              .n_analytes = MANY,
                              .retention_factors = k,
                              .desorption_rates = k_d };

  for (gsize j = 0; j < MANY; j++)
    {
      k[j] = 1 + 0.4 * (double)j;
      k_d[j] = 40;
      amplitude[j] = 500 + 30 * (double)j;
    }
  g_assert_true (plume_chromatogram_synthesize (&truth, &time, &signal, NULL, NULL));
  problem.time = time->values;
  problem.signal = signal->values;
  plume_parallel_set_threads (1);
  one = fit_or_die (&problem);
  plume_parallel_set_threads (2);
  two = fit_or_die (&problem);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (one->values, 3 * MANY * sizeof (double), two->values,
                   3 * MANY * sizeof (double));
  for (gsize j = 0; j < MANY; j++)
    g_assert_cmpfloat (fabs (one->values[3 * j] - k[j]), <, 4.5 * one->errors[3 * j]);
}

static void
test_sum_is_signal_without_residuals (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeChromatogramFit) fit = NULL;

  synthesize (&sample, 1300, 300, 0, 2, 0.5, 2);
  sample.problem.from = 100;
  sample.problem.to = 280;
  fit = fit_or_die (&sample.problem);
  g_assert_cmpfloat (fit->time->values[0], >=, 100);
  g_assert_cmpfloat (fit->time->values[fit->time->length - 1], <=, 280);
  for (gsize i = 0; i < fit->time->length; i++)
    {
      g_assert_cmpfloat_with_epsilon (fit->baseline->values[i] + fit->curves[0]->values[i]
                                          + fit->curves[1]->values[i],
                                      fit->sum->values[i], 1e-10);
      g_assert_cmpfloat_with_epsilon (fit->sum->values[i] + fit->residuals->values[i],
                                      fit->signal->values[i], 1e-10);
    }
  g_assert_cmpfloat_with_epsilon (fit->chi_squared, 1, 0.2);
}

static void
test_start_from_detected_peaks (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeBaseline) baseline = NULL;
  g_autoptr (PlumePeaks) peaks = NULL;
  g_autoptr (PlumeChromatogramFit) fit = NULL;
  g_autoptr (GError) error = NULL;

  synthesize (&sample, 3000, 300, 0, 2, 0.25, 21);
  baseline = plume_peaks_baseline (sample.problem.signal, sample.problem.n, NULL, &error);
  g_assert_no_error (error);
  peaks = plume_peaks_find (sample.problem.time, sample.problem.signal, sample.problem.n, baseline,
                            NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (peaks->n, ==, 2);
  for (gsize j = 0; j < 2; j++)
    {
      plume_fit_start_from_peak (&peaks->peaks[j], 60, 0.5, 0, &sample.k[j], &sample.k_d[j],
                                 &error);
      g_assert_no_error (error);
    }
  fit = fit_or_die (&sample.problem);
  for (gsize j = 0; j < 2; j++)
    g_assert_cmpfloat (fabs (fit->values[3 * j + 1] - true_k_d[j]), <, 4 * fit->errors[3 * j + 1]);
  g_assert_false (plume_fit_start_from_peak (&peaks->peaks[0], 200, 0.5, 0, &sample.k[0],
                                             &sample.k_d[0], &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

static void
assert_refused (const PlumeFitProblem *problem, PlumeTask *task, PlumeError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_chromatogram_fit (problem, task, &error));
  g_assert_error (error, PLUME_ERROR, (int)code);
  if (strstr (error->message, words) == NULL)
    g_error ("'%s' does not say '%s'", error->message, words);
}

static void
test_bad_questions_are_refused (void)
{
  g_auto (Sample) sample = { 0 };
  PlumeFitProblem problem;
  g_autofree double *zeros = NULL;
  double start = 2.0;

  synthesize (&sample, 1300, 300, 0, 2, 0.5, 2);
  zeros = g_new0 (double, sample.problem.n);

  problem = sample.problem;
  problem.n_analytes = 0;
  assert_refused (&problem, NULL, PLUME_ERROR_COMPUTE, "no peak");
  problem = sample.problem;
  problem.signal = zeros;
  assert_refused (&problem, NULL, PLUME_ERROR_COMPUTE, "constant");
  problem = sample.problem;
  problem.from = 130;
  problem.to = 131;
  assert_refused (&problem, NULL, PLUME_ERROR_DATA, "points for");
  problem.to = 200;
  assert_refused (&problem, NULL, PLUME_ERROR_DATA, "outside the fit window");
  problem = sample.problem;
  problem.hold_up_time = 0;
  assert_refused (&problem, NULL, PLUME_ERROR_USAGE, "positive");
  problem = sample.problem;
  problem.fit_hold_up_time = TRUE;
  assert_refused (&problem, NULL, PLUME_ERROR_USAGE, "3 analytes");
  problem = sample.problem;
  start = -1;
  problem.n_analytes = 1;
  problem.retention_factors = &start;
  assert_refused (&problem, NULL, PLUME_ERROR_USAGE, "positive");
  sample.signal->values[17] = NAN;
  assert_refused (&sample.problem, NULL, PLUME_ERROR_DATA, "Point 18");
}

static void
test_same_analyte_twice_is_refused (void)
{
  g_auto (Sample) sample = { 0 };
  double k[] = { 1.2, 1.2 }, k_d[] = { 40, 40 };

  synthesize (&sample, 1300, 300, 0, 1, 0.5, 2);
  sample.problem.n_analytes = 2;
  sample.problem.retention_factors = k;
  sample.problem.desorption_rates = k_d;
  assert_refused (&sample.problem, NULL, PLUME_ERROR_COMPUTE, "told apart");
}

static void
test_cancel (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (PlumeTask) task = plume_task_new ();

  synthesize (&sample, 1300, 300, 0, 2, 0.5, 2);
  plume_task_cancel (task);
  assert_refused (&sample.problem, task, PLUME_ERROR_CANCELLED, "ancelled");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/transport/column-fit/known-baseline-equals-independent-fit",
                   test_known_baseline_equals_independent_fit);
  g_test_add_func ("/transport/column-fit/subtracted-baseline-equals-independent-fit",
                   test_subtracted_baseline_equals_independent_fit);
  g_test_add_func ("/transport/column-fit/joint-baseline-covers-truth-of-sample",
                   test_joint_baseline_covers_truth_of_sample);
  g_test_add_func ("/transport/column-fit/joint-baseline-covers-truth",
                   test_joint_baseline_covers_truth);
  g_test_add_func ("/transport/column-fit/noiseless-signal-returns-truth",
                   test_noiseless_signal_returns_truth);
  g_test_add_func ("/transport/column-fit/errors-equal-scatter", test_errors_equal_scatter);
  g_test_add_func ("/transport/column-fit/resolved-peaks-fit-alone-as-jointly",
                   test_resolved_peaks_fit_alone_as_jointly);
  g_test_add_func ("/transport/column-fit/hold-up-time-is-fitted", test_hold_up_time_is_fitted);
  g_test_add_func ("/transport/column-fit/slopes-equal-differences", test_slopes_equal_differences);
  g_test_add_func ("/transport/column-fit/profile-is-parabola-near-minimum",
                   test_profile_is_parabola_near_minimum);
  g_test_add_func ("/transport/column-fit/ellipse-encloses-intervals",
                   test_ellipse_encloses_intervals);
  g_test_add_func ("/transport/column-fit/threads-do-not-matter", test_threads_do_not_matter);
  g_test_add_func ("/transport/column-fit/threads-do-not-matter-for-many-analytes",
                   test_threads_do_not_matter_for_many_analytes);
  g_test_add_func ("/transport/column-fit/sum-is-signal-without-residuals",
                   test_sum_is_signal_without_residuals);
  g_test_add_func ("/transport/column-fit/start-from-detected-peaks",
                   test_start_from_detected_peaks);
  g_test_add_func ("/transport/column-fit/bad-questions-are-refused",
                   test_bad_questions_are_refused);
  g_test_add_func ("/transport/column-fit/same-analyte-twice-is-refused",
                   test_same_analyte_twice_is_refused);
  g_test_add_func ("/transport/column-fit/cancel", test_cancel);
  return g_test_run ();
}
