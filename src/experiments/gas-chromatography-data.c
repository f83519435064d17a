/* gas-chromatography-data.c: measured chromatograms: cleaning, peaks, the fit of two numbers an
 * analyte, calibration, the built-in run.
 */
#include "experiments/gas-chromatography.h"

#include "core/plume-error.h"
#include "transport/plume-chromatogram-synthesis.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PROFILE_POINTS 25
#define ELLIPSE_POINTS 121

static void
free_measured (gpointer data)
{
  GcMeasured *measured = data;

  for (guint i = 0; i < measured->n; i++)
    {
      GcTrace *trace = &measured->traces[i];

      g_free (trace->name);
      plume_array_unref (trace->time);
      plume_array_unref (trace->signal);
      plume_array_unref (trace->baseline);
      plume_array_unref (trace->corrected);
      plume_array_unref (trace->marks);
      g_clear_pointer (&trace->peaks, plume_peaks_free);
    }
  g_free (measured->traces);
  g_free (measured);
}

/* Points without a finite signal are left out, and counted. */
static void
take_finite (GcTrace *trace, PlumeArray *time, PlumeArray *signal)
{
  gsize n = 0;

  for (gsize i = 0; i < signal->length; i++)
    n += isfinite (signal->values[i]) != 0;
  trace->n_missing = signal->length - n;
  if (trace->n_missing == 0)
    {
      trace->time = plume_array_ref (time);
      trace->signal = plume_array_ref (signal);
      return;
    }
  trace->time = plume_array_new (n);
  trace->signal = plume_array_new (n);
  for (gsize i = 0, j = 0; i < signal->length; i++)
    if (isfinite (signal->values[i]))
      {
        trace->time->values[j] = time->values[i];
        trace->signal->values[j++] = signal->values[i];
      }
}

/* What the instrument's software called peaks, where the file says so. */
static PlumeArray *
stored_peaks (const PlumeDataset *dataset)
{
  const PlumeTable *peaks = plume_dataset_find_table (dataset, "peaks");
  int column = peaks != NULL ? plume_table_find_column (peaks, "peak_retention_time") : -1;

  return column >= 0 && plume_table_is_numeric (peaks, (guint)column)
             ? plume_array_ref (plume_table_get_numbers (peaks, (guint)column))
             : NULL;
}

static gboolean
clean_trace (GcTrace *trace, const PlumeReads *reads, guint index, PlumeTask *task, GError **error)
{
  PlumePeakOptions options = {
    .threshold = plume_reads_number (reads, "peak-threshold"),
    .hold_up_time = plume_reads_number (reads, "hold-up-time"),
    .column_length = plume_reads_number (reads, "length"),
  };
  g_autoptr (PlumeBaseline) baseline = NULL;
  gsize n;

  trace->name = g_strdup (plume_reads_dataset_name (reads, "measured", index));
  take_finite (trace, plume_reads_column (reads, "measured", index, "time"),
               plume_reads_column (reads, "measured", index, "signal"));
  n = trace->signal->length;
  if (n < 8)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds %zu usable points; a chromatogram needs at least 8"), trace->name,
                   n);
      return FALSE;
    }
  if (plume_reads_integer (reads, "baseline") == 0)
    {
      PlumeBaselineOptions smooth = { .smoothness = plume_reads_number (reads, "smoothness") };

      baseline = plume_baseline_arpls (trace->signal->values, n, &smooth, task, error);
      if (baseline == NULL)
        return FALSE;
    }
  trace->baseline = baseline != NULL ? plume_array_ref (baseline->values) : plume_array_new (n);
  trace->corrected = plume_array_new (n);
  for (gsize i = 0; i < n; i++)
    trace->corrected->values[i] = trace->signal->values[i] - trace->baseline->values[i];
  trace->marks = stored_peaks (plume_reads_dataset (reads, "measured", index));
  trace->noise = plume_noise_of_differences (trace->signal->values, n);
  trace->peaks = plume_peaks_find (trace->time->values, trace->signal->values, n, baseline,
                                   &options, task, error);
  return trace->peaks != NULL;
}

PlumeResult *
gc_clean_measured (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  GcMeasured *measured = g_new0 (GcMeasured, 1);
  gsize bytes = 1024;
  guint n = plume_reads_n_datasets (reads, "measured");

  measured->traces = g_new0 (GcTrace, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      measured->n = i + 1;
      if (!clean_trace (&measured->traces[i], reads, i, task, error))
        {
          free_measured (measured);
          return NULL;
        }
      bytes += 3 * measured->traces[i].time->length * sizeof (double);
    }
  return plume_result_new (measured, bytes, free_measured);
}

static void
free_fit (gpointer data)
{
  if (data != NULL)
    plume_chromatogram_fit_unref (data);
}

/* What to fit, from the present values; start values go to k and k_d. FALSE where nothing is to be
 * fitted. */
static gboolean
pose_problem (const PlumeReads *reads, PlumeFitProblem *problem, double *k, double *k_d)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  int baseline = plume_reads_integer (reads, "fit-baseline");
  double to = plume_reads_number (reads, "fit-to");
  const GcTrace *trace = measured->traces;

  if (!plume_reads_switch (reads, "fit") || measured->n == 0 || mixture->n == 0)
    return FALSE;
  for (guint a = 0; a < mixture->n; a++)
    {
      k[a] = MAX (mixture->transfer[a].retention_factor, 1e-6);
      k_d[a] = mixture->transfer[a].desorption_rate;
    }
  *problem = (PlumeFitProblem){
    .time = trace->time->values,
    .signal = trace->signal->values,
    .n = trace->time->length,
    .hold_up_time = column->flow.hold_up_time,
    .injection_time = mixture->inlet.duration,
    .n_analytes = mixture->n,
    .retention_factors = k,
    .desorption_rates = k_d,
    .baseline_kind = baseline == 0 ? PLUME_FIT_BASELINE_SPLINE : PLUME_FIT_BASELINE_KNOWN,
    .baseline = baseline == 1 ? trace->baseline->values : NULL,
    .from = plume_reads_number (reads, "fit-from"),
    .to = to > 0 ? to : trace->time->values[trace->time->length - 1],
    .separate = plume_reads_integer (reads, "fit-windows") == 1,
    .fit_hold_up_time = plume_reads_switch (reads, "fit-hold-up-time") && mixture->n >= 3,
  };
  return TRUE;
}

/* A result of no data stands for "nothing is fitted". */
PlumeResult *
gc_fit (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  double k[GC_MAX_ANALYTES], k_d[GC_MAX_ANALYTES];
  PlumeFitProblem problem;
  PlumeChromatogramFit *fit;

  if (!pose_problem (reads, &problem, k, k_d))
    return plume_result_new (NULL, 16, free_fit);
  if (mixture->inlet.shape != PLUME_INLET_PLUG)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The fit assumes a plug; choose the injection shape “Plug”"));
      return NULL;
    }
  fit = plume_chromatogram_fit (&problem, task, error);
  return fit != NULL ? plume_result_new (
             fit, (6 + fit->n_analytes) * fit->time->length * sizeof (double), free_fit)
                     : NULL;
}

/* k_d of the selected analyte held at values around its best, everything else fitted again. */
typedef struct
{
  guint analyte;
  PlumeArray *rate, *delta, *parabola; /* NULL where nothing is fitted */
} GcProfile;

static void
free_profile (gpointer data)
{
  GcProfile *profile = data;

  plume_array_unref (profile->rate);
  plume_array_unref (profile->delta);
  plume_array_unref (profile->parabola);
  g_free (profile);
}

PlumeResult *
gc_profile (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeChromatogramFit *fit = plume_reads_result (reads, "fit-result");
  GcProfile *profile = g_new0 (GcProfile, 1);
  double k[GC_MAX_ANALYTES], k_d[GC_MAX_ANALYTES];
  PlumeFitProblem problem;
  gsize parameter;

  if (fit == NULL || !pose_problem (reads, &problem, k, k_d))
    return plume_result_new (profile, sizeof *profile, free_profile);
  profile->analyte =
      MIN ((guint)plume_reads_integer (reads, "selected"), (guint)fit->n_analytes) - 1;
  parameter = PLUME_FIT_PER_ANALYTE * profile->analyte + PLUME_FIT_DESORPTION_RATE;

  double relative = fit->errors[parameter] / fit->values[parameter];

  profile->rate = plume_array_new_linear (-3.2, 3.2, PROFILE_POINTS);
  profile->delta = plume_array_new (PROFILE_POINTS);
  profile->parabola = plume_array_new (PROFILE_POINTS);
  for (gsize i = 0; i < PROFILE_POINTS; i++)
    {
      profile->parabola->values[i] = profile->rate->values[i] * profile->rate->values[i];
      profile->rate->values[i] = fit->values[parameter] * exp (relative * profile->rate->values[i]);
    }
  if (plume_fit_profile (&problem, fit, parameter, PROFILE_POINTS, profile->rate->values,
                         profile->delta->values, task, error))
    return plume_result_new (profile, 3 * PROFILE_POINTS * sizeof (double), free_profile);
  free_profile (profile);
  return NULL;
}

void
gc_measure_fit (PlumeMeasurement *measurement, const PlumeReads *reads, GcFitted what)
{
  const PlumeChromatogramFit *fit = plume_reads_result (reads, "fit-result");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  static const gsize places[] = { PLUME_FIT_RETENTION_FACTOR, PLUME_FIT_DESORPTION_RATE,
                                  PLUME_FIT_AMPLITUDE };

  if (fit == NULL)
    return;
  if (what == GC_FIT_CHI_SQUARED)
    plume_measurement_add (measurement, NULL, fit->chi_squared, NAN);
  else if (what == GC_FIT_HOLD_UP_TIME
           && fit->n_parameters > PLUME_FIT_PER_ANALYTE * fit->n_analytes)
    plume_measurement_add (measurement, NULL, fit->hold_up_time,
                           fit->errors[fit->n_parameters - 1]);
  else if (what < GC_FIT_HOLD_UP_TIME)
    for (guint a = 0; a < fit->n_analytes; a++)
      {
        gsize place = PLUME_FIT_PER_ANALYTE * a + places[what];

        plume_measurement_add (measurement, mixture->names[a], fit->values[place],
                               fit->errors[place]);
      }
}

gboolean
gc_take_fit (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const PlumeChromatogramFit *fit = plume_reads_result (reads, "fit-result");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");

  if (fit == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("Nothing is fitted yet; switch on “Fit the mixture to the data”"));
      return FALSE;
    }
  for (guint a = 0; a < fit->n_analytes; a++)
    {
      const double *values = fit->values + PLUME_FIT_PER_ANALYTE * a;

      plume_changes_set_number (changes, values[PLUME_FIT_RETENTION_FACTOR] / mixture->factor[a],
                                "analytes[%u].retention-factor", a);
      plume_changes_set_number (changes,
                                values[PLUME_FIT_DESORPTION_RATE] / mixture->rate_factor[a],
                                "analytes[%u].desorption-rate", a);
      plume_changes_set_number (changes, values[PLUME_FIT_AMPLITUDE], "analytes[%u].amount", a);
    }
  if (fit->n_parameters > PLUME_FIT_PER_ANALYTE * fit->n_analytes)
    plume_changes_set_number (changes, fit->hold_up_time, "hold-up-time");
  return TRUE;
}

static void
draw_fitted_curves (PlumeFigure *figure, const PlumeChromatogramFit *fit, const GcMixture *mixture)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "fit", NULL, 2.2),
            *strip = plume_figure_add_axes (figure, "residuals", NULL, 0.8);
  g_autoptr (PlumeArray) low = plume_array_new (fit->time->length);
  g_autoptr (PlumeArray) high = plume_array_new (fit->time->length);

  plume_axis_set (&axes->x, PLUME_SCALE_TIME, _ ("Time <i>t</i>"), "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Signal"), NULL);
  plume_axis_set (&strip->x, PLUME_SCALE_TIME, _ ("Time <i>t</i>"), "s");
  plume_axis_set (&strip->y, PLUME_SCALE_LINEAR, _ ("Residual"), NULL);
  axes->link_x = strip->link_x = 1;
  plume_axes_add_line (axes, "measured", _ ("measured"), fit->time, fit->signal,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.6 });
  plume_axes_add_line (axes, "baseline", _ ("baseline"), fit->time, fit->baseline,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_line (axes, "fit", _ ("fit"), fit->time, fit->sum,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DASHED });
  for (gsize a = 0; a < fit->n_analytes; a++)
    {
      g_autofree char *id = g_strdup_printf ("fitted-%zu", a + 1);
      g_autoptr (PlumeArray) curve = plume_array_new (fit->time->length);

      for (gsize i = 0; i < curve->length; i++)
        curve->values[i] = fit->curves[a]->values[i] + fit->baseline->values[i];
      plume_axes_add_line (
          axes, id, NULL, fit->time, curve,
          (PlumeInk){ .colour = plume_colour_of_component ((guint)a), .width = 0.8 });
    }
  for (gsize i = 0; i < low->length; i++)
    {
      low->values[i] = -2 * fit->noise;
      high->values[i] = 2 * fit->noise;
    }
  plume_axes_add_band (strip, "noise", NULL, fit->time, low, high,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY });
  plume_axes_add_line (strip, "residuals", NULL, fit->time, fit->residuals,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.6 });
}

/* Intervals relative to their values: how well k′ and k_d of each analyte are known. */
static void
draw_intervals (PlumeFigure *figure, const PlumeChromatogramFit *fit, const GcMixture *mixture)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "intervals", NULL, 1.1);
  const char *names[GC_MAX_ANALYTES + 1] = { NULL };
  const gsize places[] = { PLUME_FIT_RETENTION_FACTOR, PLUME_FIT_DESORPTION_RATE };
  static const char *const ids[] = { "interval-retention-factor", "interval-desorption-rate" };
  const char *const labels[] = { "<i>k</i>′", "<i>k</i><sub>d</sub>" };
  static const PlumeColour colours[] = { PLUME_COLOUR_BLUE, PLUME_COLOUR_VERMILION };

  plume_axis_set (&axes->x, PLUME_SCALE_CATEGORY, NULL, NULL);
  /* xgettext:no-c-format */
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("95 % interval / value"), "%");
  for (gsize a = 0; a < fit->n_analytes; a++)
    names[a] = mixture->names[a];
  plume_axis_set_categories (&axes->x, names);
  for (guint p = 0; p < G_N_ELEMENTS (places); p++)
    {
      g_autoptr (PlumeArray) x = plume_array_new (fit->n_analytes);
      g_autoptr (PlumeArray) y = plume_array_new (fit->n_analytes);

      for (gsize a = 0; a < fit->n_analytes; a++)
        {
          gsize place = PLUME_FIT_PER_ANALYTE * a + places[p];

          x->values[a] = (double)a + (p == 0 ? -0.06 : 0.06);
          y->values[a] = 50 * (fit->upper[place] - fit->lower[place]) / fit->values[place];
        }
      plume_axes_add_points (axes, ids[p], labels[p], x, y,
                             (PlumeInk){ .colour = colours[p], .size = 2, .opacity = 1 });
    }
}

static void
draw_correlation (PlumeFigure *figure, const PlumeChromatogramFit *fit)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "correlation", NULL, 1);
  gsize n = fit->n_parameters;
  g_autoptr (PlumeArray) values = plume_array_new_copy (fit->correlation, n * n);
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  static const char *const symbols[] = { "<i>k</i>′", "<i>k</i><sub>d</sub>", "<i>A</i>" };
  PlumeMark *image;

  axes->equal_aspect = TRUE;
  for (gsize i = 0; i < n; i++)
    names[i] = i < PLUME_FIT_PER_ANALYTE * fit->n_analytes
                   ? g_strdup_printf ("%s<sub>%zu</sub>", symbols[i % PLUME_FIT_PER_ANALYTE],
                                      i / PLUME_FIT_PER_ANALYTE + 1)
                   : g_strdup ("<i>t</i><sub>M</sub>");
  plume_axis_set (&axes->x, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&axes->x, (const char *const *)names);
  plume_axis_set_categories (&axes->y, (const char *const *)names);
  plume_axis_set_limits (&axes->x, -0.5, (double)n - 0.5);
  plume_axis_set_limits (&axes->y, -0.5, (double)n - 0.5);
  image = plume_axes_add_image (axes, "correlation", n, n, values, -0.5, (double)n - 0.5, -0.5,
                                (double)n - 0.5);
  plume_mark_set_values (image, values, PLUME_COLOUR_MAP_DIVERGING, _ ("Correlation"));
  plume_mark_set_value_range (image, -1, 1);
}

static void
draw_ellipses (PlumeFigure *figure, const PlumeChromatogramFit *fit, const GcMixture *mixture)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "ellipse", NULL, 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("<i>k</i>′ off its value"), "%");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("<i>k</i><sub>d</sub> off its value"), "%");
  for (gsize a = 0; a < fit->n_analytes; a++)
    {
      g_autoptr (PlumeArray) x = plume_array_new (ELLIPSE_POINTS);
      g_autoptr (PlumeArray) y = plume_array_new (ELLIPSE_POINTS);
      g_autofree char *id = g_strdup_printf ("ellipse-%zu", a + 1);
      gsize first = PLUME_FIT_PER_ANALYTE * a + PLUME_FIT_RETENTION_FACTOR,
            second = PLUME_FIT_PER_ANALYTE * a + PLUME_FIT_DESORPTION_RATE;

      plume_fit_ellipse (fit, first, second, 0.95, ELLIPSE_POINTS, x->values, y->values);
      for (gsize i = 0; i < ELLIPSE_POINTS; i++)
        {
          x->values[i] = 100 * (x->values[i] / fit->values[first] - 1);
          y->values[i] = 100 * (y->values[i] / fit->values[second] - 1);
        }
      plume_axes_add_line (axes, id, mixture->names[a], x, y,
                           (PlumeInk){ .colour = plume_colour_of_component ((guint)a) });
    }
}

/* FALSE, with a note, where nothing is fitted. */
static gboolean
has_fit (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");

  if (plume_reads_result (reads, "fit-result") != NULL)
    return TRUE;
  plume_figure_set_note (figure,
                         measured->n == 0
                             ? _ ("There are no data to fit. Open a chromatogram.")
                             : _ ("Switch on “Fit the mixture to the data” under Measured data."));
  return FALSE;
}

void
gc_draw_fit (PlumeFigure *figure, const PlumeReads *reads)
{
  const PlumeChromatogramFit *fit = plume_reads_result (reads, "fit-result");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");

  if (!has_fit (figure, reads))
    return;
  draw_fitted_curves (figure, fit, mixture);
  draw_intervals (figure, fit, mixture);
}

void
gc_draw_ellipses (PlumeFigure *figure, const PlumeReads *reads)
{
  if (has_fit (figure, reads))
    draw_ellipses (figure, plume_reads_result (reads, "fit-result"),
                   plume_reads_result (reads, "mixture"));
}

void
gc_draw_correlation (PlumeFigure *figure, const PlumeReads *reads)
{
  if (has_fit (figure, reads))
    draw_correlation (figure, plume_reads_result (reads, "fit-result"));
}

void
gc_draw_profile (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcProfile *profile = plume_reads_result (reads, "profile");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");

  if (!has_fit (figure, reads) || profile->rate == NULL)
    return;

  PlumeAxes *axes = plume_figure_add_axes (figure, "profile", mixture->names[profile->analyte], 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Desorption rate <i>k</i><sub>d</sub>"), "1/s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Increase Δ<i>χ</i>²"), NULL);
  plume_axis_set_limits (&axes->y, 0, 11);
  plume_axes_add_horizontal_rule (
      axes, "level", _ ("95 %"), 3.841,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_line (axes, "parabola", _ ("from the standard error"), profile->rate,
                       profile->parabola,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DASHED });
  plume_axes_add_line (axes, "profile", _ ("everything else refitted"), profile->rate,
                       profile->delta,
                       (PlumeInk){ .colour = plume_colour_of_component (profile->analyte) });
}

/* Calibration. */

typedef struct
{
  PlumeArray *concentration, *area;
  gboolean has_line; /* there are three standards or more */
  PlumeCalibration line;
} GcCalibration;

static void
free_calibration (gpointer data)
{
  GcCalibration *calibration = data;

  plume_array_unref (calibration->concentration);
  plume_array_unref (calibration->area);
  g_free (calibration);
}

/* "hplc_lactose_0.5mM.csv" says 0.5: the last number that a letter of a unit follows, else the last
 * one. NaN for none. */
static double
concentration_in_name (const char *name)
{
  double found = NAN;

  for (const char *place = name; *place != '\0';)
    {
      char *end;
      double number;

      if (!g_ascii_isdigit (*place))
        {
          place++;
          continue;
        }
      number = g_ascii_strtod (place, &end);
      if (strchr ("mMuµnpg%", *end) != NULL && *end != '\0')
        return number;
      found = number;
      place = end;
    }
  return found;
}

static double
tallest_area (const PlumePeaks *peaks)
{
  const PlumePeak *tallest = NULL;

  for (gsize i = 0; i < peaks->n; i++)
    if (tallest == NULL || peaks->peaks[i].height > tallest->height)
      tallest = &peaks->peaks[i];
  return tallest != NULL ? tallest->area : NAN;
}

PlumeResult *
gc_calibrate (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");
  guint n_given = plume_reads_n_rows (reads, "standards");
  g_autoptr (GArray) concentrations = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) areas = g_array_new (FALSE, FALSE, sizeof (double));
  GcCalibration *calibration;

  for (guint i = 0; i < measured->n; i++)
    {
      double concentration = n_given == 0 ? concentration_in_name (measured->traces[i].name)
                             : i < n_given
                                 ? plume_reads_cell (reads, "standards", i, "concentration")
                                 : NAN;
      double area = tallest_area (measured->traces[i].peaks);

      if (!isfinite (concentration) || !isfinite (area))
        continue;
      g_array_append_val (concentrations, concentration);
      g_array_append_val (areas, area);
    }
  calibration = g_new0 (GcCalibration, 1);
  calibration->concentration =
      plume_array_new_copy ((double *)concentrations->data, concentrations->len);
  calibration->area = plume_array_new_copy ((double *)areas->data, areas->len);
  calibration->has_line = concentrations->len >= 3;
  if (calibration->has_line
      && !plume_calibration_fit (concentrations->len, calibration->concentration->values,
                                 calibration->area->values, NULL, &calibration->line, error))
    {
      free_calibration (calibration);
      return NULL;
    }
  return plume_result_new (calibration, 1024, free_calibration);
}

void
gc_draw_calibration (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcCalibration *calibration = plume_reads_result (reads, "calibration");

  if (!calibration->has_line)
    {
      plume_figure_set_note (
          figure, _ ("Open three or more chromatograms of known concentration. Concentrations are "
                     "read from the file "
                     "names, such as “0.5 mM”, or written under Calibration standards."));
      return;
    }

  g_autofree char *title =
      g_strdup_printf (_ ("<i>R</i>² = %.5f,  LOD %.3g,  LOQ %.3g"), calibration->line.r_squared,
                       calibration->line.detection_limit, calibration->line.quantification_limit);
  PlumeAxes *axes = plume_figure_add_axes (figure, "calibration", title, 1);
  double low, high;

  plume_array_range (calibration->concentration, &low, &high);

  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1.08 * high, 200);
  g_autoptr (PlumeArray) line = plume_array_new (200);
  g_autoptr (PlumeArray) lower = plume_array_new (200);
  g_autoptr (PlumeArray) upper = plume_array_new (200);

  for (gsize i = 0; i < 200; i++)
    {
      double half;

      plume_calibration_predict (&calibration->line, x->values[i], 1, 0.95, &line->values[i],
                                 &half);

      lower->values[i] = line->values[i] - half;
      upper->values[i] = line->values[i] + half;
    }
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Concentration"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Peak area"), NULL);
  /* xgettext:no-c-format */
  plume_axes_add_band (axes, "prediction", _ ("95 % prediction"), x, lower, upper,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_line (axes, "line", NULL, x, line, (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_points (axes, "standards", NULL, calibration->concentration, calibration->area,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .size = 2, .opacity = 1 });
}

/* The built-in run: six aromatics through the exact model, on a drifting ground, with noise. Its
 * truth is the default mixture. */
PlumeDataset *
gc_make_btex_run (GError **error)
{
  static const double k[] = { 1.2, 2.7, 5.9, 6.15, 6.3, 7.3 }, k_d[] = { 40, 36, 32, 32, 31, 30 },
                      amount[] = { 90, 80, 70, 35, 70, 50 }, drift[] = { 0.8, 2.1, -3.2, 2.0 };
  const PlumeChromatogramTruth truth = {
    .n = 5401,
    .to = 540,
    .hold_up_time = 60,
    .injection_time = 0.5,
    .n_analytes = G_N_ELEMENTS (k),
    .retention_factors = k,
    .desorption_rates = k_d,
    .amplitudes = amount,
    .n_drift = G_N_ELEMENTS (drift),
    .drift = drift,
    .noise = 0.03,
    .seed = 2024,
  };
  PlumeArray *time, *signal;

  if (!plume_chromatogram_synthesize (&truth, &time, &signal, NULL, error))
    return NULL;

  PlumeDataset *dataset = plume_dataset_new (_ ("BTEX run"));
  PlumeTable *table = plume_table_new (_ ("BTEX run"));

  plume_table_add_numbers (table, "time", "s", time);
  plume_table_add_numbers (table, "signal", "pA", signal);
  plume_dataset_take_table (dataset, table);
  return dataset;
}
