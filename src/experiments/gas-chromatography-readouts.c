/* gas-chromatography-readouts.c: the numbers of the gas chromatograph, and its actions.
 *
 * Read-outs of the model are exact moments, not readings off a curve; those of the data are what
 * chromatographers read off.
 */
#include "experiments/gas-chromatography.h"

#include "core/plume-error.h"
#include "figure/plume-export.h"

#include <json-glib/json-glib.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define G_COLUMN   N_ ("Column")
#define G_MODEL    N_ ("Peaks of the model")
#define G_MEASURED N_ ("Peaks of the data")
#define G_FIT      N_ ("Fit")
#define G_PAIRS    N_ ("Resolution")
#define G_CHECKS   N_ ("Checks")

/* Of the tallest peak's height: what is smaller does not become an analyte by itself. */
#define LEAST_SHARE 0.01

/* One number of each analyte. */
static void
add_analytes (PlumeMeasurement *measurement,
              const GcMixture *mixture,
              double (*get) (const GcMixture *mixture, guint a))
{
  for (guint a = 0; a < mixture->n; a++)
    plume_measurement_add (measurement, mixture->names[a], get (mixture, a), NAN);
}

#define ANALYTE_READOUT(name, expression)                                                          \
  static double get_##name (const GcMixture *mixture, guint a)                                     \
  {                                                                                                \
    const PlumeMoments *moments = &mixture->moments[a];                                            \
    const PlumeTransfer *transfer = &mixture->transfer[a];                                         \
    (void)moments;                                                                                 \
    (void)transfer;                                                                                \
    return (expression);                                                                           \
  }                                                                                                \
  static void measure_##name (PlumeMeasurement *measurement, const PlumeReads *reads)              \
  {                                                                                                \
    add_analytes (measurement, plume_reads_result (reads, "mixture"), get_##name);                 \
  }

ANALYTE_READOUT (retention_time, moments->mean)
ANALYTE_READOUT (width, sqrt (moments->variance))
ANALYTE_READOUT (skewness, plume_skewness (moments))
ANALYTE_READOUT (plates, plume_plates (moments))
ANALYTE_READOUT (retention_factor, transfer->retention_factor)
ANALYTE_READOUT (damkoehler, plume_transfer_adsorptions (transfer))
ANALYTE_READOUT (peclet, transfer->boundary == PLUME_BOUNDARY_PLUG ? NAN : transfer->peclet)
ANALYTE_READOUT (loading,
                 isfinite (mixture->capacity[a])
                     ? mixture->amount[a] * transfer->retention_factor / mixture->capacity[a]
                     : NAN)

static void
measure_plate_height (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");

  for (guint a = 0; a < mixture->n; a++)
    plume_measurement_add (measurement, mixture->names[a],
                           1e3 * column->flow.length / plume_plates (&mixture->moments[a]), NAN);
}

/* Analytes in the order in which they leave. */
static void
sort_by_retention (const GcMixture *mixture, guint *order)
{
  for (guint i = 0; i < mixture->n; i++)
    {
      guint j = i;

      for (; j > 0 && mixture->moments[order[j - 1]].mean > mixture->moments[i].mean; j--)
        order[j] = order[j - 1];
      order[j] = i;
    }
}

/* Isothermal Kováts indices, between the alkanes that are marked. */
static void
measure_kovats_index (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  double times[GC_MAX_ANALYTES], carbons[GC_MAX_ANALYTES], index;
  guint order[GC_MAX_ANALYTES];
  gsize n_alkanes = 0;

  sort_by_retention (mixture, order);
  for (guint i = 0; i < mixture->n; i++)
    if (mixture->carbon_number[order[i]] > 0)
      {
        times[n_alkanes] = mixture->moments[order[i]].mean;
        carbons[n_alkanes++] = mixture->carbon_number[order[i]];
      }
  for (guint a = 0; n_alkanes > 1 && a < mixture->n; a++)
    if (plume_kovats_index (mixture->moments[a].mean, n_alkanes, times, carbons,
                            column->flow.hold_up_time, FALSE, &index, NULL))
      plume_measurement_add (measurement, mixture->names[a], index, NAN);
}

static void
measure_balance (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcChromatogram *chromatogram = plume_reads_result (reads, "chromatogram");

  for (guint a = 0; a < chromatogram->n; a++)
    plume_measurement_add (measurement, mixture->names[a], chromatogram->balance[a], NAN);
}

static void
measure_difference (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (
      measurement, NULL,
      ((const GcChromatogram *)plume_reads_result (reads, "chromatogram"))->difference, NAN);
}

static void
measure_resolution (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");

  for (guint i = 0; i < mixture->n; i++)
    for (guint j = i + 1; j < mixture->n; j++)
      {
        g_autofree char *label = g_strdup_printf ("%s – %s", mixture->names[i], mixture->names[j]);

        plume_measurement_add (measurement, label,
                               plume_resolution (&mixture->moments[i], &mixture->moments[j]), NAN);
      }
}

/* The two neighbours that are least apart. FALSE where there are no two. */
static gboolean
find_critical_pair (const GcMixture *mixture, guint *first, guint *second)
{
  guint order[GC_MAX_ANALYTES];
  double least = INFINITY;

  sort_by_retention (mixture, order);
  for (guint i = 1; i < mixture->n; i++)
    {
      double resolution =
          plume_resolution (&mixture->moments[order[i - 1]], &mixture->moments[order[i]]);

      if (resolution < least)
        {
          least = resolution;
          *first = order[i - 1];
          *second = order[i];
        }
    }
  return isfinite (least);
}

static void
measure_critical_pair (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  guint first, second;

  if (!find_critical_pair (mixture, &first, &second))
    return;

  g_autofree char *label =
      g_strdup_printf ("%s – %s", mixture->names[first], mixture->names[second]);

  plume_measurement_add (measurement, label,
                         plume_resolution (&mixture->moments[first], &mixture->moments[second]),
                         NAN);
}

#define COLUMN_READOUT(name, expression)                                                           \
  static void measure_##name (PlumeMeasurement *measurement, const PlumeReads *reads)              \
  {                                                                                                \
    const GcColumn *column = plume_reads_result (reads, "column");                                 \
    plume_measurement_add (measurement, NULL, (expression), NAN);                                  \
  }

COLUMN_READOUT (hold_up_time, column->flow.hold_up_time)
COLUMN_READOUT (mean_velocity, column->flow.length / column->flow.hold_up_time)
COLUMN_READOUT (inlet_pressure, column->flow.inlet_pressure * 1e-3)
COLUMN_READOUT (compressibility, column->flow.compressibility)
COLUMN_READOUT (phase_ratio, column->flow.phase_ratio)

static void
measure_optimum (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         ((const GcCurves *)plume_reads_result (reads, "van-deemter"))->numbers[2],
                         NAN);
}

static void
measure_least_height (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (
      measurement, NULL,
      1e3 * ((const GcCurves *)plume_reads_result (reads, "van-deemter"))->numbers[3], NAN);
}

/* Peaks of the first measured trace. */
static void
add_peaks (PlumeMeasurement *measurement, const PlumeReads *reads, gsize offset, double factor)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");

  for (gsize i = 0; measured->n > 0 && i < measured->traces[0].peaks->n; i++)
    {
      g_autofree char *label = g_strdup_printf ("%zu", i + 1);
      double value =
          *(const double *)(const void *)((const char *)&measured->traces[0].peaks->peaks[i]
                                          + offset);

      plume_measurement_add (measurement, label, factor * value, NAN);
    }
}

#define PEAK_READOUT(name, member, factor)                                                         \
  static void measure_peak_##name (PlumeMeasurement *measurement, const PlumeReads *reads)         \
  {                                                                                                \
    add_peaks (measurement, reads, G_STRUCT_OFFSET (PlumePeak, member), factor);                   \
  }

PEAK_READOUT (time, retention_time, 1)
PEAK_READOUT (height, height, 1)
PEAK_READOUT (area, area, 1)
PEAK_READOUT (width, width_half, 1)
PEAK_READOUT (plates, plates, 1)
PEAK_READOUT (plate_height, plate_height, 1e3)
PEAK_READOUT (asymmetry, asymmetry, 1)
PEAK_READOUT (tailing, tailing, 1)
PEAK_READOUT (retention_factor, retention_factor, 1)
PEAK_READOUT (selectivity, selectivity, 1)
PEAK_READOUT (resolution, resolution, 1)
PEAK_READOUT (signal_to_noise, signal_to_noise, 1)

static void
measure_noise (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");

  if (measured->n > 0)
    plume_measurement_add (measurement, NULL, measured->traces[0].noise, NAN);
}

static void
measure_missing (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");

  if (measured->n > 0 && measured->traces[0].n_missing > 0)
    plume_measurement_add (measurement, NULL, (double)measured->traces[0].n_missing, NAN);
}

static void
measure_fit_retention_factor (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  gc_measure_fit (measurement, reads, GC_FIT_RETENTION_FACTOR);
}

static void
measure_fit_desorption_rate (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  gc_measure_fit (measurement, reads, GC_FIT_DESORPTION_RATE);
}

static void
measure_fit_amount (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  gc_measure_fit (measurement, reads, GC_FIT_AMOUNT);
}

static void
measure_fit_hold_up_time (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  gc_measure_fit (measurement, reads, GC_FIT_HOLD_UP_TIME);
}

static void
measure_fit_chi_squared (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  gc_measure_fit (measurement, reads, GC_FIT_CHI_SQUARED);
}

const PlumeReadout gc_readouts[GC_N_READOUTS] = {
  { "critical-pair",
    N_ ("Critical pair"),
    "<i>R</i><sub>s</sub>",
    NULL,
    NULL,
    N_ ("The two neighbours that are least apart"),
    { "mixture" },
    measure_critical_pair },
  { "retention-time",
    N_ ("Retention"),
    "<i>t</i><sub>R</sub>",
    "s",
    G_MODEL,
    N_ ("First moment of the peak"),
    { "mixture" },
    measure_retention_time },
  { "retention-factor",
    N_ ("Retention factor"),
    "<i>k</i>′",
    NULL,
    G_MODEL,
    N_ ("At the temperature of the column"),
    { "mixture" },
    measure_retention_factor },
  { "peak-width",
    N_ ("Peak width"),
    "<i>σ</i>",
    "s",
    G_MODEL,
    N_ ("Square root of the second central moment"),
    { "mixture" },
    measure_width },
  { "skewness", N_ ("Skewness"), NULL, NULL, G_MODEL, NULL, { "mixture" }, measure_skewness },
  { "plates", N_ ("Plates"), "<i>N</i>", NULL, G_MODEL, NULL, { "mixture" }, measure_plates },
  { "plate-height",
    N_ ("Plate height"),
    "<i>H</i>",
    "mm",
    G_MODEL,
    NULL,
    { "column", "mixture" },
    measure_plate_height },
  { "adsorptions",
    N_ ("Damköhler number"),
    "Da",
    NULL,
    G_MODEL,
    N_ ("Mean number of adsorptions of a molecule"),
    { "mixture" },
    measure_damkoehler },
  { "peclet-number",
    N_ ("Péclet number"),
    "Pe",
    NULL,
    G_MODEL,
    NULL,
    { "mixture" },
    measure_peclet },
  { "analyte-loading",
    N_ ("Loading"),
    "<i>θ</i>",
    NULL,
    G_MODEL,
    N_ ("K c₀/q_m of the inlet"),
    { "mixture" },
    measure_loading },
  { "kovats-index",
    N_ ("Kováts index"),
    "<i>I</i>",
    NULL,
    G_MODEL,
    N_ ("Between the alkanes that are marked in the mixture"),
    { "column", "mixture" },
    measure_kovats_index },
  { "mass-balance",
    N_ ("Mass balance"),
    NULL,
    NULL,
    G_MODEL,
    N_ ("What left (and is still inside) over what was injected"),
    { "mixture", "chromatogram" },
    measure_balance },
  { "difference",
    N_ ("Linear against full"),
    NULL,
    NULL,
    G_CHECKS,
    N_ ("Largest difference of the two solutions over the largest signal"),
    { "chromatogram" },
    measure_difference },
  { "resolution",
    N_ ("Resolution"),
    "<i>R</i><sub>s</sub>",
    NULL,
    G_PAIRS,
    NULL,
    { "mixture" },
    measure_resolution },
  { "hold-up-time-of-column",
    N_ ("Hold-up time"),
    "<i>t</i><sub>M</sub>",
    "s",
    G_COLUMN,
    NULL,
    { "column" },
    measure_hold_up_time },
  { "mean-velocity",
    N_ ("Mean velocity"),
    "<i>u</i>",
    "m/s",
    G_COLUMN,
    NULL,
    { "column" },
    measure_mean_velocity },
  { "inlet-pressure-of-column",
    N_ ("Inlet pressure"),
    "<i>p</i><sub>i</sub>",
    "kPa",
    G_COLUMN,
    NULL,
    { "column" },
    measure_inlet_pressure },
  { "compressibility",
    N_ ("Compressibility factor"),
    "<i>j</i>",
    NULL,
    G_COLUMN,
    N_ ("James and Martin"),
    { "column" },
    measure_compressibility },
  { "phase-ratio",
    N_ ("Phase ratio"),
    "<i>F</i>",
    NULL,
    G_COLUMN,
    NULL,
    { "column" },
    measure_phase_ratio },
  { "optimal-velocity",
    N_ ("Optimal velocity"),
    "<i>u</i><sub>opt</sub>",
    "m/s",
    G_COLUMN,
    N_ ("Of the selected analyte"),
    { "van-deemter" },
    measure_optimum },
  { "least-plate-height",
    N_ ("Least plate height"),
    "<i>H</i><sub>min</sub>",
    "mm",
    G_COLUMN,
    NULL,
    { "van-deemter" },
    measure_least_height },
  { "measured-time",
    N_ ("Retention"),
    "<i>t</i><sub>R</sub>",
    "s",
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_time },
  { "measured-height",
    N_ ("Peak height"),
    NULL,
    NULL,
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_height },
  { "measured-area",
    N_ ("Peak area"),
    NULL,
    NULL,
    G_MEASURED,
    N_ ("Between the valleys"),
    { "measured-traces" },
    measure_peak_area },
  { "measured-width",
    N_ ("Half width"),
    "<i>W</i><sub>½</sub>",
    "s",
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_width },
  { "measured-plates",
    N_ ("Plates"),
    "<i>N</i>",
    NULL,
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_plates },
  { "measured-plate-height",
    N_ ("Plate height"),
    "<i>H</i>",
    "mm",
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_plate_height },
  { "measured-asymmetry",
    N_ ("Asymmetry"),
    "<i>A</i><sub>s</sub>",
    NULL,
    G_MEASURED,
    N_ ("b/a at a tenth of the height"),
    { "measured-traces" },
    measure_peak_asymmetry },
  { "measured-tailing",
    N_ ("Tailing"),
    NULL,
    NULL,
    G_MEASURED,
    N_ ("USP, at a twentieth of the height"),
    { "measured-traces" },
    measure_peak_tailing },
  { "measured-retention-factor",
    N_ ("Retention factor"),
    "<i>k</i>′",
    NULL,
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_retention_factor },
  { "measured-selectivity",
    N_ ("Selectivity"),
    "<i>α</i>",
    NULL,
    G_MEASURED,
    N_ ("To the peak before"),
    { "measured-traces" },
    measure_peak_selectivity },
  { "measured-resolution",
    N_ ("Resolution"),
    "<i>R</i><sub>s</sub>",
    NULL,
    G_MEASURED,
    N_ ("To the peak before"),
    { "measured-traces" },
    measure_peak_resolution },
  { "signal-to-noise",
    N_ ("Signal to noise"),
    NULL,
    NULL,
    G_MEASURED,
    NULL,
    { "measured-traces" },
    measure_peak_signal_to_noise },
  { "noise-of-data",
    N_ ("Noise"),
    NULL,
    NULL,
    G_CHECKS,
    N_ ("Standard deviation, from first differences"),
    { "measured-traces" },
    measure_noise },
  { "missing-points",
    N_ ("Missing points"),
    NULL,
    NULL,
    G_CHECKS,
    N_ ("Left out of the trace"),
    { "measured-traces" },
    measure_missing },
  { "fitted-retention-factor",
    N_ ("Retention factor"),
    "<i>k</i>′",
    NULL,
    G_FIT,
    NULL,
    { "fit-result", "mixture" },
    measure_fit_retention_factor },
  { "fitted-desorption-rate",
    N_ ("Desorption rate"),
    "<i>k</i><sub>d</sub>",
    "1/s",
    G_FIT,
    NULL,
    { "fit-result", "mixture" },
    measure_fit_desorption_rate },
  { "fitted-amount",
    N_ ("Amount"),
    NULL,
    NULL,
    G_FIT,
    NULL,
    { "fit-result", "mixture" },
    measure_fit_amount },
  { "fitted-hold-up-time",
    N_ ("Fitted hold-up time"),
    "<i>t</i><sub>M</sub>",
    "s",
    G_CHECKS,
    NULL,
    { "fit-result", "mixture" },
    measure_fit_hold_up_time },
  { "chi-squared",
    N_ ("Reduced χ²"),
    NULL,
    NULL,
    G_CHECKS,
    N_ ("Of the fit; 1 where the model leaves nothing but noise"),
    { "fit-result", "mixture" },
    measure_fit_chi_squared },
};

/* Actions. */

static int
compare_heights (gconstpointer a, gconstpointer b)
{
  double first = (*(const PlumePeak *const *)a)->height,
         second = (*(const PlumePeak *const *)b)->height;

  return first > second ? -1 : first < second;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double first = (*(const PlumePeak *const *)a)->retention_time,
         second = (*(const PlumePeak *const *)b)->retention_time;

  return first < second ? -1 : first > second;
}

static void
append_analyte (
    JsonArray *rows, const PlumePeak *peak, guint number, double hold_up_time, double injection)
{
  JsonObject *row = json_object_new ();
  g_autofree char *name = g_strdup_printf (_ ("peak %u"), number);
  double k = MAX ((peak->retention_time - injection / 2) / hold_up_time - 1, 1e-3);
  double sigma = peak->width_half / 2.3548, left = sigma * sigma - injection * injection / 12;
  /* a peak as narrow as the plug says only that desorption is quick */
  double rate = CLAMP (2 * hold_up_time * k / MAX (left, 0.05 * sigma * sigma), 1e-3, 1e6);
  double amount = peak->area / injection;

  json_object_set_string_member (row, "name", name);
  json_object_set_double_member (row, "retention-factor", MIN (k, 1000));
  json_object_set_double_member (row, "desorption-rate", isfinite (rate) ? rate : 50);
  json_object_set_double_member (row, "amount",
                                 isfinite (amount) ? CLAMP (amount, 0, 1e12) : peak->height);
  json_array_add_object_element (rows, row);
}

/* A mixture that has the peaks of the data: a start for the fit. */
static gboolean
take_peaks (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");
  const GcColumn *column = plume_reads_result (reads, "column");
  const PlumePeaks *peaks = measured->n > 0 ? measured->traces[0].peaks : NULL;
  double injection = plume_reads_number (reads, "injection-time"),
         hold_up_time = column->flow.hold_up_time;
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  if (peaks == NULL || peaks->n == 0)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("No peaks were found in the data; open a chromatogram or lower “Peaks above”"));
      return FALSE;
    }
  for (gsize i = 0; i < peaks->n; i++)
    if (peaks->peaks[i].retention_time > injection)
      g_ptr_array_add (chosen, &peaks->peaks[i]);
  g_ptr_array_sort (chosen, compare_heights);
  while (chosen->len > 1
         && ((const PlumePeak *)g_ptr_array_index (chosen, chosen->len - 1))->height
                < LEAST_SHARE * ((const PlumePeak *)g_ptr_array_index (chosen, 0))->height)
    g_ptr_array_set_size (chosen, (int)chosen->len - 1);
  if (chosen->len > GC_MAX_ANALYTES)
    g_ptr_array_set_size (chosen, GC_MAX_ANALYTES);
  g_ptr_array_sort (chosen, compare_times);
  if (chosen->len == 0)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("All peaks come before the end of the injection; shorten the injection time"));
      return FALSE;
    }

  /* t_M cannot be later than the first peak */
  const PlumePeak *first = g_ptr_array_index (chosen, 0);

  if (hold_up_time >= 0.95 * first->retention_time)
    {
      hold_up_time = 0.8 * first->retention_time;
      plume_changes_set_text (changes, "hold-up-time", "velocity-mode");
      plume_changes_set_number (changes, hold_up_time, "hold-up-time");
    }

  JsonArray *rows = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < chosen->len; i++)
    append_analyte (rows, g_ptr_array_index (chosen, i), i + 1, hold_up_time, injection);
  json_node_take_array (node, rows);

  g_autofree char *text = plume_json_to_text (node);

  plume_changes_set_text (changes, text, "analytes");
  return TRUE;
}

/* Golay's equation says how slow desorption must be to spread as much as diffusion in an open tube
 * does. */
static gboolean
take_golay (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");

  if (column->column.kind != PLUME_COLUMN_CAPILLARY)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("Golay’s equation holds for open tubes; choose a capillary"));
      return FALSE;
    }
  for (guint a = 0; a < mixture->n; a++)
    if (mixture->transfer[a].retention_factor > 0)
      {
        double mean_velocity = column->flow.length / column->flow.hold_up_time;
        double diffusivity = mixture->diffusivity[a] * mean_velocity / column->flow.outlet_velocity;
        double rate = plume_golay_desorption_rate (
            diffusivity, plume_reads_number (reads, "film-diffusivity"),
            column->column.inner_diameter, column->column.film_thickness,
            mixture->transfer[a].retention_factor);

        plume_changes_set_number (changes, rate / mixture->rate_factor[a],
                                  "analytes[%u].desorption-rate", a);
      }
  return TRUE;
}

typedef struct
{
  const GcColumn *column;
  const GcMixture *mixture;
  guint first, second;
} Design;

/* Moments of the critical pair if the length (or, where that is given, the hold-up time) were x. */
static void
design_moments (double x, PlumeMoments *first, PlumeMoments *second, gpointer data)
{
  const Design *design = data;
  PlumeColumn column = design->column->column;
  PlumeMoments injected = plume_inlet_moments (&design->mixture->inlet),
               *places[] = { first, second };
  guint analytes[] = { design->first, design->second };
  PlumeFlow flow;

  if (column.mode == PLUME_VELOCITY_HOLD_UP_TIME)
    column.hold_up_time = x;
  else
    column.length = x;
  if (!plume_flow_solve (&column, &flow, NULL))
    return;
  for (guint i = 0; i < 2; i++)
    {
      PlumeTransfer transfer = design->mixture->transfer[analytes[i]];
      PlumeMoments moments;

      transfer.peclet *= (flow.outlet_velocity * flow.length)
                         / (design->column->flow.outlet_velocity * design->column->flow.length);
      transfer.hold_up_time = flow.hold_up_time;
      moments = plume_transfer_moments (&transfer);
      *places[i] =
          (PlumeMoments){ injected.area, injected.mean + moments.mean,
                          injected.variance + moments.variance, injected.third + moments.third };
    }
}

static gboolean
design_column (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  Design design = { plume_reads_result (reads, "column"), plume_reads_result (reads, "mixture"), 0,
                    0 };
  gboolean by_time = design.column->column.mode == PLUME_VELOCITY_HOLD_UP_TIME;
  double x;

  if (!find_critical_pair (design.mixture, &design.first, &design.second))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("Resolution needs two analytes; add one to the mixture"));
      return FALSE;
    }
  if (!plume_design_solve (design_moments, &design, by_time ? 0.1 : 0.05, by_time ? 1e5 : 100,
                           plume_reads_number (reads, "target-resolution"), &x, error))
    return FALSE;
  plume_changes_set_number (changes, x, by_time ? "hold-up-time" : "length");
  return TRUE;
}

const PlumeAction gc_actions[GC_N_ACTIONS] = {
  { "analytes-from-peaks",
    N_ ("Analytes from peaks"),
    /* xgettext:no-c-format */
    N_ ("Replaces the mixture by one analyte for each peak of the data (the 20 highest, from 1 % "
        "of the tallest)"),
    { "measured-traces", "column", "injection-time" },
    take_peaks },
  { "take-fit",
    N_ ("Take over the fit"),
    N_ ("Sets the mixture to the fitted numbers"),
    { "fit-result", "mixture" },
    gc_take_fit },
  { "golay",
    N_ ("Desorption from Golay’s equation"),
    N_ ("Sets the desorption rates to what an open tube of this diameter and film has"),
    { "column", "mixture", "film-diffusivity" },
    take_golay },
  { "design",
    N_ ("Design for the wanted resolution"),
    N_ ("Finds the hold-up time, or the length where the velocity is given, at which the critical "
        "pair is resolved"),
    { "column", "mixture", "target-resolution" },
    design_column },
};
