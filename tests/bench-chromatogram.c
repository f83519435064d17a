/* bench-chromatogram.c: how long baselines, peaks and fits take, as medians. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/plume-random.h"
#include "transport/plume-chromatogram-fit.h"
#include "transport/plume-chromatogram-synthesis.h"

static const double k[] = { 1.2, 2.7, 5.9, 6.15, 6.3, 7.3 }, k_d[] = { 40, 36, 32, 32, 31, 30 },
                    amplitude[] = { 900, 800, 700, 350, 700, 600 }, drift[] = { 3, 4, -9, 7 };

typedef struct
{
  PlumeArray *time, *signal;
  PlumeBaseline *baseline;
  PlumeFitProblem problem;
  double start_k[6], start_k_d[6];
} Sample;

typedef void (*Work) (Sample *sample);

static int
compare (const void *a, const void *b)
{
  return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static void
measure (const char *name, int repeats, Work work, Sample *sample)
{
  g_autofree double *times = g_new (double, repeats);

  work (sample);
  for (int i = 0; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      work (sample);
      times[i] = 1e-3 * (double)(g_get_monotonic_time () - start);
    }
  qsort (times, (size_t)repeats, sizeof (double), compare);
  printf ("%s: median %.3f ms (min %.3f, max %.3f)\n", name, times[repeats / 2], times[0],
          times[repeats - 1]);
}

static void
make (Sample *sample, gsize n, double to, gsize first, gsize last)
{
  PlumeChromatogramTruth truth = {
    n, 0, to, 60, 0.5, last - first, k + first, k_d + first, amplitude + first, 4, drift, 0.25, 1
  };

  plume_chromatogram_synthesize (&truth, &sample->time, &sample->signal, NULL, NULL);
  for (gsize j = 0; j < 6; j++)
    {
      sample->start_k[j] = k[j] * (j % 2 ? 1.0005 : 0.9995);
      sample->start_k_d[j] = k_d[j] * (j % 2 ? 0.92 : 1.08);
    }
  sample->problem = (PlumeFitProblem){ .time = sample->time->values,
                                       .signal = sample->signal->values,
                                       .n = n,
                                       .hold_up_time = 60,
                                       .injection_time = 0.5,
                                       .n_analytes = last - first,
                                       .retention_factors = sample->start_k + first,
                                       .desorption_rates = sample->start_k_d + first };
}

static void
run_baseline (Sample *sample)
{
  PlumeBaselineOptions options = { .smoothness = 1e7 };
  g_autoptr (PlumeBaseline) baseline =
      plume_baseline_arpls (sample->signal->values, sample->signal->length, &options, NULL, NULL);

  g_assert_nonnull (baseline);
}

static void
run_peaks (Sample *sample)
{
  g_autoptr (PlumePeaks) peaks =
      plume_peaks_find (sample->time->values, sample->signal->values, sample->signal->length,
                        sample->baseline, NULL, NULL, NULL);

  g_assert_nonnull (peaks);
}

static void
run_fit (Sample *sample)
{
  g_autoptr (PlumeChromatogramFit) fit = plume_chromatogram_fit (&sample->problem, NULL, NULL);

  g_assert_nonnull (fit);
}

int
main (void)
{
  static const gsize sizes[] = { 6200, 62000, 1000000 };
  Sample sample = { 0 };

  gsl_set_error_handler_off ();
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *baseline = g_strdup_printf ("arPLS baseline, %zu points", sizes[i]);
      g_autofree char *peaks = g_strdup_printf ("peaks, %zu points", sizes[i]);
      PlumeBaselineOptions options = { .smoothness = 1e7 };

      make (&sample, sizes[i], 620, 0, 6);
      measure (baseline, sizes[i] > 100000 ? 7 : 25, run_baseline, &sample);
      sample.baseline =
          plume_baseline_arpls (sample.signal->values, sizes[i], &options, NULL, NULL);
      measure (peaks, sizes[i] > 100000 ? 7 : 25, run_peaks, &sample);
      g_clear_pointer (&sample.baseline, plume_baseline_free);
    }
  make (&sample, 6200, 620, 0, 6);
  measure ("six analytes, joint baseline, 6200 points", 25, run_fit, &sample);
  sample.problem.baseline_kind = PLUME_FIT_BASELINE_KNOWN;
  measure ("six analytes, no baseline, 6200 points", 25, run_fit, &sample);
  sample.problem.baseline_kind = PLUME_FIT_BASELINE_SPLINE;
  sample.problem.separate = TRUE;
  measure ("six analytes, windows of resolved peaks, 6200 points", 25, run_fit, &sample);
  make (&sample, 601, 180, 0, 1);
  measure ("one analyte, joint baseline, 601 points", 25, run_fit, &sample);
  return 0;
}
