/* three-frameworks-tasks.c: the survey's headline tasks in miniature, with exact scores of healthy
 * slices: denoising, anomaly detection, reconstruction, filling, sharpening, translation.
 *
 * Each is a start on the way from noise to data, a source of scores, and a solver of the table:
 * what tells tasks apart is where they start and what they know. It draws nothing.
 */
#include "experiments/three-frameworks-slices.h"

#include "core/plume-error.h"
#include "generative/plume-octave-noise.h"
#include "generative/plume-picture-filters.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GRADIENT_STEPS 12 /* of conjugate gradients an answer, for projections */

static const gsize blocks[] = { 2, 4, 8 };

static void
free_restoration (gpointer data)
{
  TfRestoration *restoration = data;

  g_free (restoration->truth);
  g_free (restoration->given);
  g_free (restoration->expected);
  g_free (restoration->mean);
  g_free (restoration->deviation);
  g_free (restoration->sample);
  g_free (restoration->is_ill);
  g_clear_pointer (&restoration->scan, plume_scan_unref);
  g_free (restoration->data);
  g_free (restoration);
}

/* What a task needs beside the restoration that it fills */
typedef struct
{
  const PlumeReads *reads;
  const TfSlices *slices;
  const TfScores *scores;
  SceneClock clock;
  guint n_steps, n;
  guint64 seed;
  gsize d;
  PlumeTask *task;
} Bench;

/* From @start at the moment @from to the data; n × d */
static PlumeSampling *
walk_back (
    const Bench *bench, const PlumeScore *score, double from, const double *start, GError **error)
{
  PlumeSamplingPlan plan = { .process = &bench->clock.process,
                             .score = score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = bench->n_steps,
                             .from = from,
                             .to = bench->clock.to,
                             .noise = plume_noise_brownian (bench->seed, 1) };

  plan.options.denoise = TRUE;
  plan.options.eta = plume_reads_number (bench->reads, "slice-stochasticity");
  return plume_sample (&plan, bench->n, start, PLUME_KEEP_END, bench->task, error);
}

/* αx + σε at the moment, n times; @noise is n × d */
static double *
dissolve (const Bench *bench, double moment, const double *picture, const double *noise)
{
  PlumeMarginal at = plume_process_at (&bench->clock.process, moment);
  double *start = g_new (double, bench->n * bench->d);

  for (gsize i = 0; i < bench->n * bench->d; i++)
    start[i] = at.alpha * picture[i % bench->d] + at.sigma * noise[i];
  return start;
}

static void
take_restorations (TfRestoration *restoration, const PlumeSampling *sampling)
{
  gsize d = sampling->d;
  guint n = (guint)sampling->n;

  restoration->n = n;
  restoration->evaluations = sampling->evaluations;
  restoration->sample = g_memdup2 (sampling->end, d * sizeof (double));
  restoration->mean = g_new0 (double, d);
  restoration->deviation = g_new0 (double, d);
  for (gsize i = 0; i < n * d; i++)
    restoration->mean[i % d] += sampling->end[i] / n;
  for (gsize i = 0; i < n * d; i++)
    {
      double apart = sampling->end[i] - restoration->mean[i % d];

      restoration->deviation[i % d] += apart * apart / n;
    }
  for (gsize j = 0; j < d; j++)
    restoration->deviation[j] = sqrt (restoration->deviation[j]);
}

/* The moment whose κ = σ/α is the noise of a picture, within the part that is walked */
static double
moment_of_noise (const SceneClock *clock, double noise)
{
  double latest = clock->to + 1e-3 * (clock->from - clock->to),
         moment = plume_process_time_at (&clock->process, -log (MAX (noise, 1e-6)));

  return CLAMP (moment, latest, clock->from);
}

static gboolean
denoise (Bench *bench, TfRestoration *restoration, GError **error)
{
  double level = plume_reads_number (bench->reads, "noise-level"), moment;
  g_autofree double *noise = g_new (double, bench->d), *start = NULL;
  g_autoptr (PlumeSampling) sampling = NULL;
  PlumeMarginal at;

  restoration->truth = g_memdup2 (bench->slices->examined, bench->d * sizeof (double));
  restoration->given = g_new (double, bench->d);
  plume_noise_start (bench->seed + 1, 1, bench->d, noise);
  for (gsize j = 0; j < bench->d; j++)
    restoration->given[j] = restoration->truth[j] + level * noise[j];
  restoration->noise =
      plume_estimate_noise (bench->slices->side, bench->slices->side, restoration->given);
  moment = moment_of_noise (&bench->clock, plume_reads_switch (bench->reads, "noise-estimated")
                                               ? restoration->noise
                                               : level);
  at = plume_process_at (&bench->clock.process, moment);
  start = g_new (double, bench->n * bench->d);
  for (gsize i = 0; i < bench->n * bench->d; i++)
    start[i] = at.alpha * restoration->given[i % bench->d];
  restoration->expected = g_new (double, bench->d);
  if (!plume_score_predict (bench->scores->known, PLUME_PREDICT_DATA, &at, 1, 1, start,
                            restoration->expected, NULL, bench->task, error))
    return FALSE;
  sampling = walk_back (bench, bench->scores->known, moment, start, error);
  if (sampling == NULL)
    return FALSE;
  take_restorations (restoration, sampling);
  return TRUE;
}

static gboolean
find_healthy (Bench *bench, TfRestoration *restoration, GError **error)
{
  TfLesion lesion = tf_lesion_read (bench->reads, bench->slices->side);
  double strength = plume_reads_number (bench->reads, "lesion-strength"),
         moment = MAX (plume_reads_number (bench->reads, "noising"), 1.01 * bench->clock.to);
  g_autofree double *noise = g_new (double, bench->n * bench->d), *start = NULL;
  g_autoptr (PlumeSampling) sampling = NULL;

  restoration->truth = g_memdup2 (bench->slices->examined, bench->d * sizeof (double));
  restoration->given = g_new (double, bench->d);
  restoration->is_ill = g_memdup2 (lesion.is_ill, bench->d * sizeof (gboolean));
  for (gsize j = 0; j < bench->d; j++)
    restoration->given[j] =
        CLAMP (restoration->truth[j] + strength * MIN (2 * lesion.depth[j], 1), -1, 1);
  tf_lesion_clear (&lesion);
  if (plume_reads_switch (bench->reads, "octaves"))
    plume_octave_noise (bench->seed, bench->n, bench->slices->side, bench->slices->side, 0.8,
                        noise);
  else
    plume_noise_start (bench->seed, bench->n, bench->d, noise);
  start = dissolve (bench, moment, restoration->given, noise);
  sampling = walk_back (bench, bench->scores->known, moment, start, error);
  if (sampling == NULL)
    return FALSE;
  take_restorations (restoration, sampling);
  return TRUE;
}

static PlumeScan *
make_scan (const Bench *bench, TfTask task, GError **error)
{
  const PlumeReads *reads = bench->reads;
  PlumeScanPlan plan = {
    .kind = (PlumeScanKind)(task - TF_TASK_LINES),
    .height = bench->slices->side,
    .width = bench->slices->side,
    .lines = 1 / plume_reads_number (reads, "acceleration"),
    .centre = plume_reads_number (reads, "centre-lines"),
    .directions = (guint)plume_reads_integer (reads, "directions"),
    .hole = plume_reads_number (reads, "hole"),
    .block = blocks[plume_reads_integer (reads, "block")],
    .seed = bench->seed,
  };

  return plume_scan_new (&plan, error);
}

static gboolean
reconstruct (Bench *bench, TfRestoration *restoration, GError **error)
{
  double level = plume_reads_number (bench->reads, "measurement-noise");
  guint steps = restoration->task == TF_TASK_PROJECTIONS ? GRADIENT_STEPS : 1;
  g_autofree double *start = NULL, *noise = NULL;
  g_autoptr (PlumeScore) score = NULL;
  g_autoptr (PlumeSampling) sampling = NULL;
  PlumeScan *scan = make_scan (bench, restoration->task, error);

  if (scan == NULL)
    return FALSE;
  restoration->scan = scan;
  restoration->truth = g_memdup2 (bench->slices->examined, bench->d * sizeof (double));
  restoration->data = g_new (double, scan->n_data);
  noise = g_new (double, scan->n_data);
  plume_scan_apply (scan, restoration->truth, restoration->data);
  plume_noise_start (bench->seed + 1, 1, scan->n_data, noise);
  for (gsize i = 0; i < scan->n_data; i++)
    restoration->data[i] += level * noise[i];
  /* the measurement alone: what is not measured is air */
  restoration->given = g_new (double, bench->d);
  for (gsize j = 0; j < bench->d; j++)
    restoration->given[j] = -1;
  plume_scan_reconcile (scan, restoration->data, 0, 2 * steps, restoration->given);
  score = plume_scan_score_new (bench->scores->known, scan, restoration->data, level, steps);
  start = scene_start_new (&bench->clock, bench->seed, bench->n, bench->d);
  sampling = walk_back (bench, score, bench->clock.from, start, error);
  if (sampling == NULL)
    return FALSE;
  take_restorations (restoration, sampling);
  return TRUE;
}

/* From data to noise along the flow of the first score: dz/dκ = ε̂ in z = y/α, by Euler's method in
 * equal steps of λ */
static gboolean
invert (const Bench *bench, double moment, double *y, GError **error)
{
  double first = plume_process_at (&bench->clock.process, bench->clock.to).lambda,
         last = plume_process_at (&bench->clock.process, moment).lambda;
  g_autofree double *noise = g_new (double, bench->d);

  for (guint i = 0; i < bench->n_steps; i++)
    {
      PlumeMarginal at[2];

      for (guint k = 0; k < 2; k++)
        at[k] = plume_process_at (
            &bench->clock.process,
            plume_process_time_at (&bench->clock.process,
                                   first + (last - first) * (i + k) / bench->n_steps));
      if (!plume_score_predict (bench->scores->known, PLUME_PREDICT_NOISE, &at[0], 1, 1, y, noise,
                                NULL, bench->task, error))
        return FALSE;
      for (gsize j = 0; j < bench->d; j++)
        y[j] = at[1].alpha * (y[j] / at[0].alpha + (at[1].kappa - at[0].kappa) * noise[j]);
    }
  return TRUE;
}

static gboolean
translate (Bench *bench, TfRestoration *restoration, GError **error)
{
  double moment =
             MAX (plume_reads_number (bench->reads, "translation-noising"), 1.01 * bench->clock.to),
         alpha = plume_process_at (&bench->clock.process, bench->clock.to).alpha;
  g_autofree double *y = g_new (double, bench->d), *start = g_new (double, bench->n * bench->d);
  g_autoptr (PlumeSampling) sampling = NULL;

  if (bench->scores->other == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("there is one volume, and a slice is translated into the looks of a second "
                      "one; open another volume beside it, or the phantoms"));
      return FALSE;
    }
  restoration->given = g_memdup2 (bench->slices->examined, bench->d * sizeof (double));
  if (bench->slices->partner != NULL)
    restoration->truth = g_memdup2 (bench->slices->partner, bench->d * sizeof (double));
  for (gsize j = 0; j < bench->d; j++)
    y[j] = alpha * restoration->given[j];
  if (!invert (bench, moment, y, error))
    return FALSE;
  for (gsize i = 0; i < bench->n * bench->d; i++)
    start[i] = y[i % bench->d];
  sampling = walk_back (bench, bench->scores->other, moment, start, error);
  if (sampling == NULL)
    return FALSE;
  take_restorations (restoration, sampling);
  restoration->evaluations += bench->n_steps;
  return TRUE;
}

static PlumeResult *
restore (const PlumeReads *reads, guint n_steps, guint n, PlumeTask *task, GError **error)
{
  TfRestoration *restoration = g_new0 (TfRestoration, 1);
  g_autoptr (PlumeResult) result = NULL;
  const TfSlices *slices = plume_reads_result (reads, "examined-slice");
  Bench bench = { .reads = reads,
                  .slices = slices,
                  .scores = plume_reads_result (reads, "slice-scores"),
                  .clock = scene_read_clock (reads),
                  .n_steps = n_steps,
                  .n = n,
                  .seed = plume_reads_seed (reads, "seed"),
                  .d = slices->side * slices->side,
                  .task = task };
  gboolean done, draws = plume_reads_number (reads, "slice-stochasticity") > 0;

  result = plume_result_new (restoration, sizeof *restoration + 12 * bench.d * sizeof (double),
                             free_restoration);
  restoration->task = (TfTask)plume_reads_integer (reads, "task");
  restoration->side = slices->side;
  restoration->noise = NAN;
  /* the flow leads from one start to one end */
  if (!draws
      && (restoration->task == TF_TASK_DENOISING || restoration->task == TF_TASK_TRANSLATION))
    bench.n = 1;
  switch (restoration->task)
    {
    case TF_TASK_ANOMALY:
      done = find_healthy (&bench, restoration, error);
      break;
    case TF_TASK_DENOISING:
      done = denoise (&bench, restoration, error);
      break;
    case TF_TASK_TRANSLATION:
      done = translate (&bench, restoration, error);
      break;
    default:
      done = reconstruct (&bench, restoration, error);
    }
  return done ? g_steal_pointer (&result) : NULL;
}

PlumeResult *
tf_restore (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  /* those who watch see a rough answer first */
  if (plume_task_wants_partial (task))
    {
      PlumeResult *rough = tf_restore_coarse (reads, task, error);

      if (rough == NULL)
        return NULL;
      plume_task_publish (task, rough);
    }
  return restore (reads, (guint)plume_reads_integer (reads, "slice-steps"),
                  (guint)plume_reads_integer (reads, "restorations"), task, error);
}

/* While a control is held: fewer steps, two restorations */
PlumeResult *
tf_restore_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return restore (reads, MIN ((guint)plume_reads_integer (reads, "slice-steps"), 6),
                  MIN ((guint)plume_reads_integer (reads, "restorations"), 2), task, error);
}

static void
free_anomaly (gpointer data)
{
  TfAnomaly *anomaly = data;

  g_free (anomaly->map);
  g_clear_pointer (&anomaly->detection, plume_detection_free);
  g_free (anomaly);
}

PlumeResult *
tf_find_anomaly (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  gsize d = restoration->side * restoration->side;
  g_autofree double *apart = g_new (double, d);
  TfAnomaly *anomaly = g_new0 (TfAnomaly, 1);

  anomaly->side = restoration->side;
  anomaly->map = g_new (double, d);
  for (gsize j = 0; j < d; j++)
    apart[j] = fabs (restoration->given[j] - restoration->mean[j]);
  plume_smooth_picture (restoration->side, restoration->side, apart,
                        plume_reads_number (reads, "map-smoothing"), anomaly->map);
  if (restoration->is_ill != NULL)
    anomaly->detection = plume_detection_new (d, anomaly->map, restoration->is_ill);
  return plume_result_new (anomaly, sizeof *anomaly + 3 * d * sizeof (double), free_anomaly);
}
