/* mean-reverting-sampler-pictures.h: what the stages of restored pictures hand to their views.
 * Private to the files of the mean-reverting sampler.
 *
 * Runs are kept in y = x − μ; sample i restores picture i modulo their number.
 */
#pragma once

#include "experiments/mean-reverting-sampler.h"
#include "generative/plume-degradation.h"
#include "generative/plume-local-score.h"

G_BEGIN_DECLS

#define MRS_N_PICTURE_RIVALS   2
#define MRS_N_PICTURE_LANES    6
#define MRS_MAX_PICTURE_TRIALS 5

typedef enum
{
  MRS_OWN_NONE,
  MRS_OWN_CLEAN,
  MRS_OWN_DEGRADED,
} MrsOwn;

/**
 * MrsRestoration: what "restoration" gives: the task, and what answers it
 * @set: the clean pictures that are known
 * @score: of pairs of them and of how they look degraded
 * @quick: of fewer pairs, while a control is held
 * @n: pictures that are to be restored
 * @clean: (nullable): n × d; %NULL where nobody knows
 * @degraded: μ; n × d
 */
typedef struct
{
  PlumePictures *set;
  PlumeScore *score, *quick;
  gsize n, height, width, d;
  double *clean, *degraded;
} MrsRestoration;

/**
 * MrsPictureRun: what "picture-run" gives, in y
 * @n_draws: samples of each picture; sampling->n = n · n_draws
 */
typedef struct
{
  PlumeSampling *sampling;
  gsize n_draws;
} MrsPictureRun;

/* What "picture-rivals" gives, in y: at the same number of evaluations, one draw of each picture.
 */
typedef struct
{
  PlumeSampling *sampling[MRS_N_PICTURE_RIVALS];
} MrsPictureRivals;

/**
 * MrsPictureMoment: what "picture-moment" gives: n × d each, of the first draw
 * @now: x_t
 * @taken: x̂0
 */
typedef struct
{
  double *now, *taken;
} MrsPictureMoment;

typedef enum
{
  MRS_DEGRADED,
  MRS_RESTORED, /* the first draw */
  MRS_MEAN,     /* of all draws */
  MRS_N_QUALITIES,
} MrsQualityOf;

/**
 * MrsQuality: what "picture-quality" gives
 * @restored: the first draw, x; @mean: of all draws; @deviation: over draws; n × d each
 * @nearest: n × d: the picture of the set that is nearest to each restored one
 * @distance: mean distance to those, as root mean square over pixels
 * @psnr: @ssim: means over pictures; NaN where the clean ones are not known
 */
typedef struct
{
  double *restored, *mean, *deviation, *nearest;
  double distance;
  double psnr[MRS_N_QUALITIES], ssim[MRS_N_QUALITIES];
} MrsQuality;

/**
 * MrsPictureRace: what "picture-race" gives: by lane and trial
 * @n: trials done
 * @reference: of the degraded pictures
 *
 * [0] is PSNR, [1] SSIM.
 */
typedef struct
{
  const char *id[MRS_N_PICTURE_LANES], *title[MRS_N_PICTURE_LANES]; /* static */
  guint n[MRS_N_PICTURE_LANES];
  double evaluations[MRS_N_PICTURE_LANES][MRS_MAX_PICTURE_TRIALS];
  double value[2][MRS_N_PICTURE_LANES][MRS_MAX_PICTURE_TRIALS];
  double reference[2];
} MrsPictureRace;

extern const PlumeChoice mrs_degradations[]; /* ids of the table of degradations */
extern const char *const mrs_picture_rival_titles[MRS_N_PICTURE_RIVALS];

/* x of n pictures at a moment of a run, first draws; free with g_free(). */
double *mrs_picture_places (const MrsRestoration *restoration,
                            const PlumeSampling *sampling,
                            const SceneClock *clock,
                            double progress);

/* "clean-set": PlumePictures, those that are built in or own ones */
PlumeResult *mrs_compute_clean_set (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_restoration (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_picture_run (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *
mrs_compute_picture_run_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_picture_rivals (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *
mrs_compute_picture_rivals_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_picture_moment (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_picture_quality (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_picture_race (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *
mrs_compute_picture_race_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);

void mrs_draw_restoration (PlumeFigure *figure, const PlumeReads *reads);
void mrs_draw_film (PlumeFigure *figure, const PlumeReads *reads);
void mrs_draw_picture_race (PlumeFigure *figure, const PlumeReads *reads);
void mrs_draw_spread (PlumeFigure *figure, const PlumeReads *reads);

void mrs_measure_psnr (PlumeMeasurement *measurement, const PlumeReads *reads);
void mrs_measure_ssim (PlumeMeasurement *measurement, const PlumeReads *reads);
void mrs_measure_novelty (PlumeMeasurement *measurement, const PlumeReads *reads);

G_END_DECLS
