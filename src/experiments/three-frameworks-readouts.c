/* three-frameworks-readouts.c: what the frameworks made and need, and how well a task on a slice
 * went.
 */
#include "experiments/three-frameworks-slices.h"
#include "generative/plume-picture-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RANGE 2.0 /* of slices, [−1, 1] */

static void
measure_evaluations (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  static const char *const runs[] = { "ddpm", "ncsn", "sde-run" };
  static const char *const labels[] = { N_ ("DDPM"), N_ ("NCSN"), N_ ("SDE") };

  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    plume_measurement_add (
        measurement, _ (labels[f]),
        ((const TfRun *)plume_reads_result (reads, runs[f]))->sampling->evaluations, NAN);
}

/* At the tabulated budget nearest to the present one */
static void
measure_distance (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  static const char *const labels[] = { N_ ("DDPM"), N_ ("NCSN"), N_ ("SDE") };
  const TfQuality *quality = plume_reads_result (reads, "quality");
  double budget = plume_reads_integer (reads, "evaluations");
  guint nearest = 0;

  for (guint i = 1; i < TF_BUDGETS; i++)
    if (fabs (log (quality->budget->values[i] / budget))
        < fabs (log (quality->budget->values[nearest] / budget)))
      nearest = i;
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    plume_measurement_add (measurement, _ (labels[f]), quality->distance[f]->values[nearest],
                           quality->high[f]->values[nearest]
                               - quality->distance[f]->values[nearest]);
}

static void
measure_levels (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         ((const TfRun *)plume_reads_result (reads, "ncsn"))->levels, NAN);
}

static void
measure_bound (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfBound *bound = plume_reads_result (reads, "bound");

  plume_measurement_add (measurement, NULL, bound->bound, bound->bound_error);
}

static void
measure_entropy (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfBound *bound = plume_reads_result (reads, "bound");

  plume_measurement_add (measurement, NULL, bound->entropy, bound->entropy_error);
}

/* Before and after, against the truth where it is known */
static void
add_before_and_after (PlumeMeasurement *measurement, double before, double after)
{
  plume_measurement_add (measurement, _ ("Before"), before, NAN);
  plume_measurement_add (measurement, _ ("After"), after, NAN);
}

static void
measure_signal (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  gsize d = restoration->side * restoration->side;

  if (restoration->truth != NULL)
    add_before_and_after (measurement,
                          plume_psnr (d, restoration->given, restoration->truth, RANGE),
                          plume_psnr (d, restoration->mean, restoration->truth, RANGE));
}

static void
measure_similarity (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  gsize side = restoration->side;

  if (restoration->truth != NULL)
    add_before_and_after (measurement,
                          plume_ssim (side, side, restoration->given, restoration->truth, RANGE),
                          plume_ssim (side, side, restoration->mean, restoration->truth, RANGE));
}

static void
measure_area (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfAnomaly *anomaly = plume_reads_result (reads, "anomaly");

  if (anomaly->detection != NULL)
    plume_measurement_add (measurement, NULL, anomaly->detection->area, NAN);
}

static void
measure_overlap (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfAnomaly *anomaly = plume_reads_result (reads, "anomaly");

  if (anomaly->detection != NULL)
    plume_measurement_add (measurement, NULL, anomaly->detection->dice, NAN);
}

static void
measure_noise (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         ((const TfRestoration *)plume_reads_result (reads, "restoration"))->noise,
                         NAN);
}

const PlumeReadout tf_readouts[TF_N_READOUTS] = {
  { "evaluations-made",
    N_ ("Evaluations made"),
    NULL,
    NULL,
    N_ ("Frameworks"),
    NULL,
    { "ddpm", "ncsn", "sde-run" },
    measure_evaluations },
  { "distance",
    N_ ("Sliced distance"),
    "<i>W</i><sub>2</sub>",
    NULL,
    N_ ("Frameworks"),
    N_ ("To the data, at the tabulated budget nearest to the present one"),
    { "quality", "evaluations" },
    measure_distance },
  { "levels",
    N_ ("Noise levels of NCSN"),
    "<i>L</i>",
    NULL,
    NULL,
    NULL,
    { "ncsn" },
    measure_levels },
  { "entropy",
    N_ ("Entropy of the data"),
    "<i>H</i>",
    N_ ("nat"),
    N_ ("Information"),
    NULL,
    { "bound" },
    measure_entropy },
  { "variational-bound",
    N_ ("Variational bound of DDPM"),
    NULL,
    N_ ("nat"),
    N_ ("Information"),
    N_ ("What the chain of all trained steps needs to tell the data with the exact score; no less "
        "than their entropy"),
    { "bound" },
    measure_bound },
  { "signal-to-noise",
    N_ ("Peak signal to noise"),
    "PSNR",
    N_ ("dB"),
    N_ ("Slices"),
    N_ ("Of the mean of the restorations against the truth"),
    { "restoration" },
    measure_signal },
  { "similarity",
    N_ ("Structural similarity"),
    "SSIM",
    NULL,
    N_ ("Slices"),
    NULL,
    { "restoration" },
    measure_similarity },
  { "detection-area",
    N_ ("Area under the curve"),
    "AUC",
    NULL,
    N_ ("Detection"),
    N_ ("How often an ill pixel stands higher on the map than a healthy one; ½ is a guess"),
    { "anomaly" },
    measure_area },
  { "detection-overlap",
    N_ ("Greatest overlap"),
    "Dice",
    NULL,
    N_ ("Detection"),
    N_ ("With the lesion, at the best threshold of the map"),
    { "anomaly" },
    measure_overlap },
  { "estimated-noise",
    N_ ("Estimated noise"),
    "<i>σ̂</i><sub>n</sub>",
    NULL,
    NULL,
    N_ ("Of the noisy slice, from its finest wavelets"),
    { "restoration" },
    measure_noise },
};
