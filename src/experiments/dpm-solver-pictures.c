/* dpm-solver-pictures.c: the same race with digits: the denoiser is the best one of a set of
 * pictures, exact and without training.
 *
 * Either the empirical one, which ends in one of the set, or the local one of Kamb & Ganguli
 * (2024), which makes new digits. Everybody starts from the same noise.
 */
#include "experiments/dpm-solver.h"

#include "experiments/generative-pictures.h"
#include "generative/plume-empirical-score.h"
#include "generative/plume-local-score.h"
#include "generative/plume-picture-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The set, its denoiser, and the one that knows weights. */
typedef struct
{
  PlumePictures *set;
  PlumeScore *score, *empirical;
} Denoiser;

typedef struct
{
  gsize n, height, width;
  PlumeSampling *run[DPM_N_SLOTS]; /* NULL where a slot is empty */
} Runs;

/* n × d each, at one moment */
typedef struct
{
  gsize n, height, width;
  double *noisy[DPM_N_SLOTS];
  double *denoised, *nearest; /* of the slot that is looked at */
} Moment;

static void
denoiser_free (gpointer data)
{
  Denoiser *denoiser = data;

  g_clear_pointer (&denoiser->score, plume_score_unref);
  g_clear_pointer (&denoiser->empirical, plume_score_unref);
  g_clear_pointer (&denoiser->set, plume_pictures_unref);
  g_free (denoiser);
}

PlumeResult *
dpm_compute_denoiser (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  Denoiser *denoiser = g_new0 (Denoiser, 1);
  g_autoptr (PlumeResult) result = NULL;
  g_autoptr (PlumePictures) all = plume_sample_digits (error);
  int digit = plume_reads_integer (reads, "digit");

  result = plume_result_new (denoiser, sizeof *denoiser, denoiser_free);
  if (all == NULL)
    return NULL;
  denoiser->set = plume_pictures_select (
      all, (gsize)plume_reads_integer (reads, "training-pictures"), digit - 1, error);
  if (denoiser->set == NULL)
    return NULL;
  denoiser->empirical = plume_empirical_score_new (denoiser->set, NULL);
  if (plume_reads_integer (reads, "denoiser") == 0)
    denoiser->score = plume_score_ref (denoiser->empirical);
  else
    {
      PlumeLocalOptions options = plume_local_options_init (denoiser->set, 0);

      denoiser->score = plume_local_score_new (denoiser->set, &options, error);
    }
  return denoiser->score != NULL ? g_steal_pointer (&result) : NULL;
}

static void
runs_free (gpointer data)
{
  Runs *runs = data;

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    g_clear_pointer (&runs->run[slot], plume_sampling_free);
  g_free (runs);
}

static PlumeResult *
run_all (const PlumeReads *reads, gsize n, gboolean only_detail, PlumeTask *task, GError **error)
{
  const Denoiser *denoiser = plume_reads_result (reads, "denoiser-of-pictures");
  SceneClock clock = scene_read_clock (reads);
  gsize d = denoiser->set->dimension;
  guint budget = (guint)plume_reads_integer (reads, "evaluations"),
        detail = (guint)plume_reads_integer (reads, "detail");
  g_autofree double *start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), n, d);
  Runs *runs = g_new0 (Runs, 1);
  g_autoptr (PlumeResult) result = plume_result_new (
      runs, sizeof *runs + DPM_N_SLOTS * (budget + 2) * n * d * sizeof (double), runs_free);

  runs->n = n;
  runs->height = denoiser->set->height;
  runs->width = denoiser->set->width;
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)slot / DPM_N_SLOTS, (double)(slot + 1) / DPM_N_SLOTS);
      PlumeSamplingPlan plan;

      if (contestant == DPM_NOBODY || (only_detail && slot != detail))
        continue;
      plan = dpm_plan (reads, contestant, &clock);
      plan.score = denoiser->score;
      plan.noise.seed = plume_reads_seed (reads, "seed");
      plan.budget = budget;
      runs->run[slot] = plume_sample (&plan, n, start, PLUME_KEEP_PATH, part, error);
      if (runs->run[slot] == NULL)
        return NULL;
    }
  return g_steal_pointer (&result);
}

PlumeResult *
dpm_compute_pictures (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_all (reads, (gsize)plume_reads_integer (reads, "pictures"), FALSE, task, error);
}

PlumeResult *
dpm_compute_pictures_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return run_all (reads, MIN ((gsize)plume_reads_integer (reads, "pictures"), 3), TRUE, task,
                  error);
}

static void
moment_free (gpointer data)
{
  Moment *moment = data;

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    g_free (moment->noisy[slot]);
  g_free (moment->denoised);
  g_free (moment->nearest);
  g_free (moment);
}

/* x_t of everybody; of the one that is looked at also what it takes the picture for, and which of
 * the set that is nearest to. */
PlumeResult *
dpm_compute_picture_moment (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const Denoiser *denoiser = plume_reads_result (reads, "denoiser-of-pictures");
  const Runs *runs = plume_reads_result (reads, "picture-runs");
  SceneClock clock = scene_read_clock (reads);
  double progress = plume_reads_number (reads, "progress");
  PlumeMarginal at = scene_moment (&clock, progress);
  guint detail = (guint)plume_reads_integer (reads, "detail");
  gsize d = denoiser->set->dimension;
  g_autofree gsize *nearest = g_new (gsize, runs->n);
  Moment *moment = g_new0 (Moment, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (moment, sizeof *moment + 6 * runs->n * d * sizeof (double), moment_free);

  moment->n = runs->n;
  moment->height = runs->height;
  moment->width = runs->width;
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    if (runs->run[slot] != NULL)
      moment->noisy[slot] = scene_places_at (runs->run[slot], &clock, progress);
  if (moment->noisy[detail] == NULL)
    return g_steal_pointer (&result);
  moment->denoised = g_new (double, runs->n *d);
  moment->nearest = g_new (double, runs->n *d);
  if (!plume_score_predict (denoiser->score, PLUME_PREDICT_DATA, &at,
                            plume_process_level (&clock.process), runs->n, moment->noisy[detail],
                            moment->denoised, NULL, task, error)
      || !plume_nearest_picture (denoiser->set, runs->n, moment->denoised, NULL, nearest, task,
                                 error))
    return NULL;
  for (gsize i = 0; i < runs->n; i++)
    for (gsize c = 0; c < d; c++)
      moment->nearest[i * d + c] = denoiser->set->values[nearest[i] * d + c];
  return g_steal_pointer (&result);
}

/* Noisy pictures in a range that a screen has: the noise is as wide as the data. */
static void
put_row (double *target, const double *source, gsize length)
{
  for (gsize i = 0; i < length; i++)
    target[i] = CLAMP (source[i], -1, 1);
}

void
dpm_draw_pictures (PlumeFigure *figure, const PlumeReads *reads)
{
  const Moment *moment = plume_reads_result (reads, "picture-moment");
  const char *titles[DPM_N_SLOTS + 3] = { NULL };
  gsize length = moment->n * moment->height * moment->width;
  g_autofree double *rows = g_new (double, (DPM_N_SLOTS + 2) * length);
  PlumeAxes *axes;
  guint n = 0;

  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    if (moment->noisy[slot] != NULL)
      {
        put_row (rows + n * length, moment->noisy[slot], length);
        titles[n++] = dpm_title ((guint)plume_reads_integer (reads, dpm_slot_ids[slot]));
      }
  if (n == 0)
    {
      plume_figure_set_note (figure, _ ("No solver is chosen. Choose one as solver A."));
      return;
    }
  if (moment->denoised != NULL)
    {
      put_row (rows + n * length, moment->denoised, length);
      titles[n++] = _ ("Taken for");
      put_row (rows + n * length, moment->nearest, length);
      titles[n++] = _ ("Nearest of the set");
    }
  axes = plume_figure_add_axes (figure, "pictures", NULL, 1);
  scene_add_picture_grid (axes, "pictures", n, moment->n, rows, moment->height, moment->width,
                          titles);
}

/* The run that is looked at, or NULL with a sentence. */
static const PlumeSampling *
detail_run (PlumeFigure *figure, const PlumeReads *reads)
{
  const Runs *runs = plume_reads_result (reads, "picture-runs");
  const PlumeSampling *run = runs->run[plume_reads_integer (reads, "detail")];

  if (run == NULL)
    plume_figure_set_note (figure, _ ("No solver is looked at. Choose one."));
  return run;
}

/* Every weight is a result of its own, but they are cheap beside the run. */
void
dpm_draw_weights (PlumeFigure *figure, const PlumeReads *reads)
{
  const Denoiser *denoiser = plume_reads_result (reads, "denoiser-of-pictures");
  const PlumeSampling *run = detail_run (figure, reads);
  SceneClock clock = scene_read_clock (reads);
  g_autoptr (PlumeArray) lambda = NULL;
  g_autofree double *live = NULL;

  if (run == NULL)
    return;
  lambda = plume_array_new (run->n_nodes);
  live = g_new (double, run->n_nodes * run->n);
  for (guint i = 0; i < run->n_nodes; i++)
    {
      PlumeMarginal at = plume_process_at (&clock.process, run->times[i]);

      lambda->values[i] = at.lambda;
      if (!plume_empirical_score_get_weights (denoiser->empirical, &at, run->n,
                                              run->path + i * run->n * run->d, live + i * run->n,
                                              NULL, NULL, NULL))
        return;
    }
  scene_add_live_pictures (plume_figure_add_axes (figure, "weights", NULL, 1), lambda, run->n,
                           live);
}

void
dpm_draw_spectrum (PlumeFigure *figure, const PlumeReads *reads)
{
  const Denoiser *denoiser = plume_reads_result (reads, "denoiser-of-pictures");
  const PlumeSampling *run = detail_run (figure, reads);
  const PlumePictures *set = denoiser->set;
  SceneClock clock = scene_read_clock (reads);
  guint slot = (guint)plume_reads_integer (reads, "detail");
  g_autofree double *training = NULL, *now = NULL;
  g_autoptr (PlumeArray) first = NULL;
  g_autoptr (PlumeArray) present = NULL;
  g_autoptr (PlumeArray) wanted = NULL;
  PlumeAxes *axes;

  if (run == NULL)
    return;
  training = g_new (double, set->n * set->dimension);
  for (gsize i = 0; i < set->n * set->dimension; i++)
    training[i] = set->values[i];
  now = scene_places_at (run, &clock, plume_reads_number (reads, "progress"));
  wanted = plume_power_spectrum (set->n, set->height, set->width, training);
  first = plume_power_spectrum (run->n, set->height, set->width, run->path);
  present = plume_power_spectrum (run->n, set->height, set->width, now);
  axes = plume_figure_add_axes (figure, "spectrum", NULL, 1);
  scene_add_spectrum (axes, "training", _ ("Training pictures"), wanted,
                      (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DASHED });
  scene_add_spectrum (axes, "noise", _ ("Noise"), first,
                      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.8 });
  scene_add_spectrum (axes, "now", _ ("Samples now"), present,
                      (PlumeInk){ .colour = dpm_slot_colour (slot) });
}
