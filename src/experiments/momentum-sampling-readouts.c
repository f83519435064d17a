/* momentum-sampling-readouts.c: the numbers of the experiment on momentum, and its actions. */
#include "experiments/momentum-sampling.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TRUTH_READS "run", "other-run", "exact", "density-of-data", SCENE_CLOCK_READS
#define G_SAMPLES   N_ ("Samples")
#define G_STABILITY N_ ("Stability")

/* Chosen and compared, labelled by name; and the exact ends, where they are asked for */
static void
measure_runs (PlumeMeasurement *measurement,
              const PlumeReads *reads,
              gboolean with_truth,
              double (*value) (const MsRun *run, const PlumeReads *reads, double *error))
{
  static const char *const ids[] = { "run", "other-run" };

  for (guint i = 0; i < 2; i++)
    {
      const MsRun *run = plume_reads_result (reads, ids[i]);
      double error = NAN, found;

      if (run->sampling == NULL)
        continue;
      found = value (run, reads, &error);
      plume_measurement_add (measurement, run->solver.name, found, error);
    }
  if (with_truth)
    {
      const PlumeSampling *exact = plume_reads_result (reads, "exact");
      SceneClock clock = scene_read_clock (reads);
      PlumeMarginal end = plume_process_at (&clock.process, clock.to);
      double error = NAN, found;
      MsRun truth = { 0 };

      ms_artefact_measure (&truth.artefact, scene_read_density (reads)->mixture, &end, exact->n,
                           exact->end);
      found = value (&truth, reads, &error);
      /* Translators: of samples: the exact ones, beside those of a solver. */
      plume_measurement_add (measurement, _ ("exact"), found, error);
      g_free (truth.artefact.distance);
    }
}

static double
share_escaped (const MsRun *run, const PlumeReads *reads, double *error)
{
  double p = (double)run->artefact.n_escaped / (double)run->artefact.n;

  *error = 100 * sqrt (p * (1 - p) / (double)run->artefact.n);
  return 100 * p;
}

static double
mean_excess (const MsRun *run, const PlumeReads *reads, double *error)
{
  return run->artefact.excess;
}

static double
largest (const MsRun *run, const PlumeReads *reads, double *error)
{
  return run->artefact.largest;
}

/* As the paper's score, which sets what is in range to 0 and takes the mean over everything */
static double
artefact_score (const MsRun *run, const PlumeReads *reads, double *error)
{
  return run->artefact.excess * (double)run->artefact.n_escaped / (double)run->artefact.n;
}

static double
trajectory_error (const MsRun *run, const PlumeReads *reads, double *error)
{
  return ms_error (run->sampling, plume_reads_result (reads, "exact"));
}

static void
measure_score (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_runs (measurement, reads, TRUE, artefact_score);
}

static void
measure_escaped (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_runs (measurement, reads, TRUE, share_escaped);
}

static void
measure_excess (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_runs (measurement, reads, TRUE, mean_excess);
}

static void
measure_largest (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_runs (measurement, reads, TRUE, largest);
}

static void
measure_error (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  measure_runs (measurement, reads, FALSE, trajectory_error);
}

static void
measure_slope (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const MsOrders *orders = plume_reads_result (reads, "orders");

  for (guint k = 0; k < 2; k++)
    if (orders->n[k] > 0)
      plume_measurement_add (measurement, orders->solvers[k].name, orders->slope[k], NAN);
}

static void
measure_order (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, ms_read_solver (reads).order, NAN);
}

static void
measure_damping (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, ms_read_solver (reads).momentum, NAN);
}

static void
measure_interval (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const MsRegion *region = plume_reads_result (reads, "region");

  plume_measurement_add (measurement, NULL, region->interval, NAN);
}

static void
measure_area (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const MsRegion *region = plume_reads_result (reads, "region");

  plume_measurement_add (measurement, NULL, region->area, NAN);
}

static double
least_eigenvalue (const MsEigenvalues *eigenvalues)
{
  double least = 0;

  for (gsize i = 0; i < 2 * eigenvalues->n * eigenvalues->n_steps; i++)
    least = MIN (least, eigenvalues->zeta[i]);
  return least;
}

static void
measure_least (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, least_eigenvalue (plume_reads_result (reads, "pilot")),
                         NAN);
}

static double
least_of_step (const MsEigenvalues *eigenvalues, guint step)
{
  const double *zeta = eigenvalues->zeta + 2 * eigenvalues->n * step;
  double least = HUGE_VAL;

  for (gsize j = 0; j < 2 * eigenvalues->n; j++)
    least = MIN (least, zeta[j]);
  return least;
}

static void
measure_outside (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const MsEigenvalues *pilot = plume_reads_result (reads, "pilot");
  const MsRegion *region = plume_reads_result (reads, "region");
  guint outside = 0;

  for (guint i = 0; i < pilot->n_steps; i++)
    outside += least_of_step (pilot, i) < region->limits->values[i];
  plume_measurement_add (measurement, NULL, outside, NAN);
}

typedef struct
{
  MsSolver solver;
  MsSteps steps;
} Damped;

static PlumeMultistep
damp (double momentum, gsize index, gpointer data)
{
  Damped *damped = data;

  damped->solver.momentum = momentum;
  return ms_multistep (&damped->solver, &damped->steps, (guint)index);
}

/* The least of a step stands for all of it: regions hold the real axis from their end to 0 */
static double
enough (const PlumeReads *reads)
{
  const MsEigenvalues *pilot = plume_reads_result (reads, "pilot");
  Damped damped = { .solver = ms_read_solver (reads) };
  g_autofree double *zeta = g_new0 (double, 2 * pilot->n_steps);
  double momentum;

  if (damped.solver.kind == PLUME_MOMENTUM_NONE || !ms_read_steps (reads, &damped.steps, NULL))
    return NAN;
  for (guint i = 0; i < pilot->n_steps; i++)
    zeta[2 * i] = least_of_step (pilot, i);
  momentum = plume_stability_momentum (damp, &damped, pilot->n_steps, zeta);
  ms_steps_clear (&damped.steps);
  return momentum;
}

static void
measure_enough (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, enough (reads), NAN);
}

const PlumeReadout ms_readouts[MS_N_READOUTS] = {
  { .id = "artefact-score",
    .title = N_ ("Artefact score"),
    .group = G_SAMPLES,
    .help = N_ ("Mean over all samples of the Mahalanobis distance beyond 5"),
    .reads = { TRUTH_READS },
    .measure = measure_score },
  { .id = "escaped",
    .title = N_ ("Escaped"),
    .unit = "%",
    .group = G_SAMPLES,
    .help = N_ ("Samples farther than 5 Mahalanobis distances from every component"),
    .reads = { TRUTH_READS },
    .measure = measure_escaped },
  { .id = "excess",
    .title = N_ ("Mean excess"),
    .group = G_SAMPLES,
    .help = N_ ("Distance beyond 5 of those that escaped"),
    .reads = { TRUTH_READS },
    .measure = measure_excess },
  { .id = "largest",
    .title = N_ ("Largest coordinate"),
    .symbol = "max |<i>x</i>|",
    .group = G_SAMPLES,
    .reads = { TRUTH_READS },
    .measure = measure_largest },
  { .id = "error",
    .title = N_ ("Error"),
    .group = G_SAMPLES,
    .help = N_ ("Root mean square distance from the exact end, of 200 samples"),
    .reads = { "run", "other-run", "exact" },
    .measure = measure_error },
  { .id = "slope",
    .title = N_ ("Slope"),
    .group = G_SAMPLES,
    .help = N_ ("Order of convergence, of the four largest numbers of steps"),
    .reads = { "orders" },
    .measure = measure_slope },
  { .id = "used-order",
    .title = N_ ("Order"),
    .symbol = "<i>k</i>",
    .group = G_STABILITY,
    .reads = { MS_SOLVER_READS },
    .measure = measure_order },
  { .id = "used-damping",
    .title = N_ ("Damping"),
    .symbol = "<i>β</i>",
    .group = G_STABILITY,
    .reads = { MS_SOLVER_READS },
    .measure = measure_damping },
  { .id = "interval",
    .title = N_ ("Stable down to"),
    .symbol = "<i>ζ</i>",
    .group = G_STABILITY,
    .help = N_ ("End of the stable stretch of the real axis, with the weights of the last step"),
    .reads = { "region" },
    .measure = measure_interval },
  { .id = "area",
    .title = N_ ("Area of stability"),
    .group = G_STABILITY,
    .reads = { "region" },
    .measure = measure_area },
  { .id = "least-eigenvalue",
    .title = N_ ("Stiffest mode"),
    .symbol = "min <i>ζ</i>",
    .group = G_STABILITY,
    .help = N_ ("The least eigenvalue times step on true trajectories"),
    .reads = { "pilot" },
    .measure = measure_least },
  { .id = "steps-outside",
    .title = N_ ("Steps outside"),
    .group = G_STABILITY,
    .help = N_ ("Steps at which a decaying mode of a true trajectory lies outside the region"),
    .reads = { "pilot", "region" },
    .measure = measure_outside },
  { .id = "enough",
    .title = N_ ("Damping that is enough"),
    .symbol = "<i>β</i>",
    .group = G_STABILITY,
    .help = N_ ("The largest β at which every step is inside; none where even 0.05 is too much"),
    .reads = { "pilot", MS_SOLVER_READS, MS_STEPS_READS },
    .measure = measure_enough },
};

static gboolean
take_enough (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  MsSolver solver = ms_read_solver (reads);
  double momentum = enough (reads);

  if (solver.kind == PLUME_MOMENTUM_NONE)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("This method has no damping; choose a heavy ball or GHVB"));
      return FALSE;
    }
  if (isnan (momentum))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("No damping is enough at order %u: the stiffest mode is ζ = %.3g; take more "
                      "steps, a lower order or the heavy ball"),
                   solver.order, least_eigenvalue (plume_reads_result (reads, "pilot")));
      return FALSE;
    }
  if (plume_reads_integer (reads, "set-by") == 1)
    plume_changes_set_number (changes, solver.order - 1 + momentum, "strength");
  else
    plume_changes_set_number (changes, momentum, "momentum");
  return TRUE;
}

static gboolean
explode (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  plume_changes_set_text (changes, "plms", "method");
  plume_changes_set_text (changes, "both", "set-by");
  plume_changes_set_number (changes, 4, "order");
  plume_changes_set_number (changes, 10, "steps");
  plume_changes_set_number (changes, 15, "guidance");
  return TRUE;
}

const PlumeAction ms_actions[MS_N_ACTIONS] = {
  { .id = "take-enough",
    .title = N_ ("Damp just enough"),
    .help = N_ ("Sets β to the largest value at which every step of a pilot is stable"),
    .reads = { "pilot", MS_SOLVER_READS, MS_STEPS_READS },
    .apply = take_enough },
  { .id = "explode",
    .title = N_ ("Start from the explosion"),
    .help = N_ ("PLMS of order 4, 10 steps, guidance 15: where the teaching path begins"),
    .apply = explode },
};
