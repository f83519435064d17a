/* mean-reverting-sampler-picture-runs.c: pictures restored by the sampler that is set, by its
 * rivals, with more and more evaluations; and how good they are.
 *
 * Luo et al. 2023 (arXiv 2301.11699), Li et al. 2025 (arXiv 2502.07856). The solvers are those of
 * the plane.
 */
#include "experiments/mean-reverting-sampler-pictures.h"

#include "generative/plume-picture-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define RANGE 2.0 /* of a picture */

static const MrsLane rivals[MRS_N_PICTURE_RIVALS] = { MRS_POSTERIOR, MRS_EULER };

const char *const mrs_picture_rival_titles[MRS_N_PICTURE_RIVALS] = { N_ ("Posterior"),
                                                                     N_ ("Euler–Maruyama") };

static void
run_free (gpointer data)
{
  MrsPictureRun *run = data;

  g_clear_pointer (&run->sampling, plume_sampling_free);
  g_free (run);
}

/* In y from draws of each picture's own noise */
static PlumeSampling *
restore (const MrsRestoration *restoration,
         PlumeScore *score,
         const SceneClock *clock,
         PlumeSamplingPlan *plan,
         guint64 seed,
         gsize n_draws,
         PlumeKeep keep,
         PlumeTask *task,
         GError **error)
{
  gsize n = restoration->n * n_draws;
  g_autofree double *start = scene_start_new (clock, seed, n, restoration->d);

  plan->score = score;
  return plume_sample (plan, n, start, keep, task, error);
}

static PlumeResult *
run_pictures (const PlumeReads *reads, gboolean is_coarse, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  SceneClock clock = mrs_read_clock (reads);
  PlumeSamplingPlan plan = mrs_plan (reads, &clock, NULL);
  guint64 seed = plume_reads_seed (reads, "seed");
  MrsPictureRun *run = g_new0 (MrsPictureRun, 1);
  gsize n_draws = (gsize)plume_reads_integer (reads, "draws");
  g_autoptr (PlumeResult) result = plume_result_new (
      run,
      sizeof *run + (plan.budget + 2) * n_draws * restoration->n * restoration->d * sizeof (double),
      run_free);

  plan.noise = plume_noise_brownian (seed, clock.from);
  run->n_draws = n_draws;
  run->sampling = restore (restoration, is_coarse ? restoration->quick : restoration->score, &clock,
                           &plan, seed, n_draws, PLUME_KEEP_PATH, task, error);
  return run->sampling != NULL ? g_steal_pointer (&result) : NULL;
}

PlumeResult *
mrs_compute_picture_run (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_pictures (reads, FALSE, task, error);
}

PlumeResult *
mrs_compute_picture_run_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_pictures (reads, TRUE, task, error);
}

static void
rivals_free (gpointer data)
{
  MrsPictureRivals *all = data;

  for (guint k = 0; k < MRS_N_PICTURE_RIVALS; k++)
    g_clear_pointer (&all->sampling[k], plume_sampling_free);
  g_free (all);
}

static PlumeResult *
run_rivals (const PlumeReads *reads, gboolean is_coarse, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  SceneClock clock = mrs_read_clock (reads);
  guint64 seed = plume_reads_seed (reads, "seed");
  guint budget = (guint)plume_reads_integer (reads, "evaluations");
  MrsPictureRivals *all = g_new0 (MrsPictureRivals, 1);
  g_autoptr (PlumeResult) result = plume_result_new (
      all,
      sizeof *all
          + MRS_N_PICTURE_RIVALS * (budget + 2) * restoration->n * restoration->d * sizeof (double),
      rivals_free);

  for (guint k = 0; k < MRS_N_PICTURE_RIVALS; k++)
    {
      g_autoptr (PlumeTask) part = plume_task_new_part (task, (double)k / MRS_N_PICTURE_RIVALS,
                                                        (k + 1.0) / MRS_N_PICTURE_RIVALS);
      PlumeSamplingPlan plan = mrs_lane_plan (reads, &clock, NULL, rivals[k]);

      plan.budget = budget;
      plan.noise = plume_noise_brownian (seed, clock.from);
      all->sampling[k] = restore (restoration, is_coarse ? restoration->quick : restoration->score,
                                  &clock, &plan, seed, 1, PLUME_KEEP_PATH, part, error);
      if (all->sampling[k] == NULL)
        return NULL;
    }
  return g_steal_pointer (&result);
}

PlumeResult *
mrs_compute_picture_rivals (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_rivals (reads, FALSE, task, error);
}

PlumeResult *
mrs_compute_picture_rivals_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_rivals (reads, TRUE, task, error);
}

double *
mrs_picture_places (const MrsRestoration *restoration,
                    const PlumeSampling *sampling,
                    const SceneClock *clock,
                    double progress)
{
  double *places = scene_places_at (sampling, clock, progress);

  for (gsize i = 0; i < restoration->n * restoration->d; i++)
    places[i] += restoration->degraded[i];
  return places;
}

/* The way there: clean, drawn to μ, with the noise from which the way back begins; what nobody
 * knows is taken for the restored one. */
static double *
places_there (const MrsRestoration *restoration,
              const PlumeSampling *sampling,
              const SceneClock *clock,
              const PlumeMarginal *at)
{
  gsize length = restoration->n * restoration->d;
  double *places = g_new (double, length),
         noise = at->sigma / plume_process_at (&clock->process, clock->from).sigma;

  for (gsize i = 0; i < length; i++)
    {
      double clean = restoration->clean != NULL ? restoration->clean[i]
                                                : sampling->end[i] + restoration->degraded[i];

      places[i] = restoration->degraded[i] + at->alpha * (clean - restoration->degraded[i])
                  + noise * sampling->path[i];
    }
  return places;
}

static void
moment_free (gpointer data)
{
  MrsPictureMoment *moment = data;

  g_free (moment->now);
  g_free (moment->taken);
  g_free (moment);
}

PlumeResult *
mrs_compute_picture_moment (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  const MrsPictureRun *run = plume_reads_result (reads, "picture-run");
  SceneClock clock = mrs_read_clock (reads);
  double journey = plume_reads_number (reads, "journey"), progress = mrs_progress (journey);
  PlumeMarginal at = scene_moment (&clock, progress);
  gsize length = restoration->n * restoration->d;
  MrsPictureMoment *moment = g_new0 (MrsPictureMoment, 1);
  g_autofree double *y = g_new (double, length);
  g_autoptr (PlumeResult) result =
      plume_result_new (moment, sizeof *moment + 2 * length * sizeof (double), moment_free);

  moment->now = journey < 1 ? places_there (restoration, run->sampling, &clock, &at)
                            : mrs_picture_places (restoration, run->sampling, &clock, progress);
  moment->taken = g_new (double, length);
  for (gsize i = 0; i < length; i++)
    y[i] = moment->now[i] - restoration->degraded[i];
  if (!plume_score_predict (restoration->score, PLUME_PREDICT_DATA, &at,
                            plume_process_level (&clock.process), restoration->n, y, moment->taken,
                            NULL, task, error))
    return NULL;
  for (gsize i = 0; i < length; i++)
    moment->taken[i] += restoration->degraded[i];
  return g_steal_pointer (&result);
}

static void
quality_free (gpointer data)
{
  MrsQuality *quality = data;

  g_free (quality->restored);
  g_free (quality->mean);
  g_free (quality->deviation);
  g_free (quality->nearest);
  g_free (quality);
}

/* Means of PSNR and SSIM over draws of all pictures; NaN where the clean ones are not known. */
static void
judge (const MrsRestoration *restoration,
       gsize n_draws,
       const double *pictures,
       double *psnr,
       double *ssim)
{
  gsize n = n_draws * restoration->n;
  gsize d = restoration->d;

  *psnr = *ssim = restoration->clean != NULL ? 0 : NAN;
  for (gsize i = 0; restoration->clean != NULL && i < n; i++)
    {
      const double *clean = restoration->clean + i % restoration->n * d,
                   *picture = pictures + i * d;

      *psnr += plume_psnr (d, picture, clean, RANGE) / (double)n;
      *ssim +=
          plume_ssim (restoration->height, restoration->width, picture, clean, RANGE) / (double)n;
    }
}

/* x of the first draw, and mean and standard deviation over draws */
static void
average (MrsQuality *quality, const MrsRestoration *restoration, const MrsPictureRun *run)
{
  gsize length = restoration->n * restoration->d;
  double n = (double)run->n_draws;

  for (gsize i = 0; i < length; i++)
    {
      double sum = 0, square = 0;

      for (gsize draw = 0; draw < run->n_draws; draw++)
        sum += run->sampling->end[draw * length + i];
      for (gsize draw = 0; draw < run->n_draws; draw++)
        square += pow (run->sampling->end[draw * length + i] - sum / n, 2);
      quality->restored[i] = run->sampling->end[i] + restoration->degraded[i];
      quality->mean[i] = sum / n + restoration->degraded[i];
      quality->deviation[i] = n > 1 ? sqrt (square / (n - 1)) : 0;
    }
}

PlumeResult *
mrs_compute_picture_quality (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  const MrsPictureRun *run = plume_reads_result (reads, "picture-run");
  gsize d = restoration->d, length = restoration->n * d;
  g_autofree gsize *nearest = g_new (gsize, restoration->n);
  g_autofree double *distance = g_new (double, restoration->n);
  MrsQuality *quality = g_new0 (MrsQuality, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (quality, sizeof *quality + 4 * length * sizeof (double), quality_free);

  quality->restored = g_new (double, length);
  quality->mean = g_new (double, length);
  quality->deviation = g_new (double, length);
  quality->nearest = g_new (double, length);
  average (quality, restoration, run);
  if (!plume_nearest_picture (restoration->set, restoration->n, quality->restored, distance,
                              nearest, task, error))
    return NULL;
  for (gsize i = 0; i < restoration->n; i++)
    {
      quality->distance += distance[i] / (double)restoration->n;
      for (gsize j = 0; j < d; j++)
        quality->nearest[i * d + j] = restoration->set->values[nearest[i] * d + j];
    }
  judge (restoration, 1, restoration->degraded, &quality->psnr[MRS_DEGRADED],
         &quality->ssim[MRS_DEGRADED]);
  judge (restoration, 1, quality->restored, &quality->psnr[MRS_RESTORED],
         &quality->ssim[MRS_RESTORED]);
  judge (restoration, 1, quality->mean, &quality->psnr[MRS_MEAN], &quality->ssim[MRS_MEAN]);
  return g_steal_pointer (&result);
}

/* Who takes how many evaluations; randomness needs more. The first N_QUICK are run while a control
 * is held. */
static const struct
{
  MrsLane lane;
  guint budgets[MRS_MAX_PICTURE_TRIALS];
} trials[MRS_N_PICTURE_LANES] = {
  { MRS_ODE_1, { 3, 5, 10, 20 } },          { MRS_ODE_2, { 3, 5, 10, 20 } },
  { MRS_ODE_3, { 3, 5, 10, 20 } },          { MRS_SDE_2, { 3, 5, 10, 20 } },
  { MRS_POSTERIOR, { 3, 5, 10, 20, 100 } }, { MRS_EULER, { 3, 5, 10, 20, 100 } },
};
#define N_QUICK 2

static gboolean
run_trial (MrsPictureRace *race,
           guint k,
           guint trial,
           PlumeScore *score,
           const PlumeReads *reads,
           PlumeTask *task,
           GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  SceneClock clock = mrs_read_clock (reads);
  PlumeSamplingPlan plan = mrs_lane_plan (reads, &clock, NULL, trials[k].lane);
  gsize n_draws = (gsize)plume_reads_integer (reads, "draws"),
        length = restoration->n * restoration->d;
  g_autoptr (PlumeSampling) sampling = NULL;

  plan.budget = trials[k].budgets[trial];
  sampling = restore (restoration, score, &clock, &plan, plume_reads_seed (reads, "seed"), n_draws,
                      PLUME_KEEP_END, task, error);
  if (sampling == NULL)
    return FALSE;
  for (gsize i = 0; i < n_draws * length; i++)
    sampling->end[i] += restoration->degraded[i % length];
  judge (restoration, n_draws, sampling->end, &race->value[0][k][trial], &race->value[1][k][trial]);
  race->evaluations[k][trial] = sampling->evaluations;
  race->n[k] = trial + 1;
  return TRUE;
}

static guint
count_evaluations (guint n_trials)
{
  guint total = 0;

  for (guint k = 0; k < MRS_N_PICTURE_LANES; k++)
    for (guint trial = 0; trial < n_trials; trial++)
      total += trials[k].budgets[trial];
  return total;
}

/* Every trial is made by all before the next, and what is there is shown. */
static PlumeResult *
race_pictures (
    const PlumeReads *reads, guint n_trials, PlumeScore *score, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");
  MrsPictureRace *race = g_new0 (MrsPictureRace, 1);
  g_autoptr (PlumeResult) result = plume_result_new (race, sizeof *race, g_free);
  guint total = count_evaluations (n_trials), done = 0;

  for (guint k = 0; k < MRS_N_PICTURE_LANES; k++)
    {
      race->id[k] = mrs_lane_id (trials[k].lane);
      race->title[k] = mrs_lane_title (trials[k].lane);
    }
  judge (restoration, 1, restoration->degraded, &race->reference[0], &race->reference[1]);
  if (restoration->clean == NULL)
    return g_steal_pointer (&result);
  for (guint trial = 0; trial < n_trials; trial++)
    {
      for (guint k = 0; k < MRS_N_PICTURE_LANES; k++)
        {
          if (trials[k].budgets[trial] == 0)
            continue;
          if (!run_trial (race, k, trial, score, reads, task, error))
            return NULL;
          done += trials[k].budgets[trial];
          plume_task_set_progress (task, (double)done / total);
        }
      if (plume_task_wants_partial (task))
        plume_task_publish (
            task, plume_result_new (g_memdup2 (race, sizeof *race), sizeof *race, g_free));
    }
  return g_steal_pointer (&result);
}

PlumeResult *
mrs_compute_picture_race (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");

  return race_pictures (reads, MRS_MAX_PICTURE_TRIALS, restoration->score, task, error);
}

PlumeResult *
mrs_compute_picture_race_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MrsRestoration *restoration = plume_reads_result (reads, "restoration");

  return race_pictures (reads, N_QUICK, restoration->quick, task, error);
}
