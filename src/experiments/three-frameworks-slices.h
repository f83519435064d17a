/* three-frameworks-slices.h: what the stages of the medical tasks hand to the views. Private to
 * their files.
 *
 * All pictures are side × side in [−1, 1], the first row at the top.
 */
#pragma once

#include "experiments/three-frameworks.h"
#include "generative/plume-detection.h"
#include "generative/plume-pictures.h"
#include "generative/plume-scan.h"

G_BEGIN_DECLS

/* as task_choices, in their order */
typedef enum
{
  TF_TASK_ANOMALY,
  TF_TASK_DENOISING,
  TF_TASK_LINES,
  TF_TASK_PROJECTIONS,
  TF_TASK_HOLE,
  TF_TASK_BLOCKS,
  TF_TASK_TRANSLATION,
} TfTask;

/* Slices of the first volume, and of a second one, which shows the same or others otherwise. */
typedef struct
{
  gsize side, n, n_other;
  double *slices, *other;
} TfStack;

/**
 * TfSlices:
 * @known: @other: (nullable): what the scores know
 * @examined: the slice that is examined
 * @partner: (nullable): the same slice in the second volume, where it is known
 */
typedef struct
{
  gsize side;
  PlumePictures *known, *other;
  double *examined, *partner;
} TfSlices;

/* @widest: the largest distance between two of the known slices */
typedef struct
{
  PlumeScore *known, *other;
  double widest;
} TfScores;

/**
 * TfRestoration:
 * @truth: (nullable): what should come out
 * @given: what there was to begin with: noisy, with a lesion, or what the measurement alone gives
 * @expected: (nullable): E[x_0] at once, without a way
 * @mean: @deviation: of all restorations, pixel by pixel
 * @sample: the first of them
 * @is_ill: (nullable): where the lesion is
 * @scan: @data: (nullable): the measurement
 * @noise: estimated standard deviation; NaN where nothing is estimated
 * @evaluations: of the score
 */
typedef struct
{
  TfTask task;
  gsize side;
  guint n;
  double *truth, *given, *expected, *mean, *deviation, *sample;
  gboolean *is_ill;
  PlumeScan *scan;
  double *data;
  double noise;
  guint evaluations;
} TfRestoration;

/**
 * TfAnomaly:
 * @map: smoothed |x − x̂|
 * @detection: (nullable): where there is a lesion
 */
typedef struct
{
  gsize side;
  double *map;
  PlumeDetection *detection;
} TfAnomaly;

PlumeResult *tf_cut_slices (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_choose_slices (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_make_scores (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_restore (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_restore_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_find_anomaly (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_run_ddpm_on_slices (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_run_ncsn_on_slices (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_run_sde_on_slices (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeDataset *tf_make_phantoms (GError **error);

#define TF_GENERATED    6 /* slices of each framework */
#define TF_PHANTOMS     120
#define TF_PHANTOM_SEED 11

/* The lesion: discs of one radius about painted places; coordinates are parts of the side. */
typedef struct
{
  gboolean *is_ill; /* side × side */
  double *depth;    /* 1 in the middle of a disc, 0 at its edge and beyond */
  gsize n_ill;
} TfLesion;

TfLesion tf_lesion_read (const PlumeReads *reads, gsize side);
void tf_lesion_clear (TfLesion *lesion);
/* For PlumeView.brush on a row of pictures that tf_add_picture() made. */
void tf_paint_lesion (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes);

#define TF_LESION_READS "lesion", "lesion-radius", "lesion-strength"
#define TF_PICTURE_HALF 0.47 /* of a picture in its row: pictures stand 1 apart */

void tf_draw_slices (PlumeFigure *figure, const PlumeReads *reads);
void tf_draw_columns (PlumeFigure *figure, const PlumeReads *reads);
void tf_draw_anomaly (PlumeFigure *figure, const PlumeReads *reads);
void tf_draw_measurement (PlumeFigure *figure, const PlumeReads *reads);

G_END_DECLS
