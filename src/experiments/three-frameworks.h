/* three-frameworks.h: what the stages of the three frameworks hand to the views. Private to their
 * files.
 *
 * Whatever the framework, its samples are kept in the coordinates of one variance-preserving clock
 * at the same λ: y/√(α² + σ²), so that three clocks can be looked at as one.
 */
#pragma once

#include "experiments/generative-scene.h"

G_BEGIN_DECLS

typedef enum
{
  TF_DDPM,
  TF_NCSN,
  TF_SDE,
  TF_N_FRAMEWORKS,
} TfFramework;

/**
 * TfRun: samples of one framework
 * @sampling: in the coordinates and times of the common clock
 * @first: @last: λ where it begins and ends
 * @levels: @steps: @step: of NCSN: noise levels, Langevin steps at each, c = δ/σ²
 */
typedef struct
{
  PlumeSampling *sampling;
  double first, last;
  guint levels, steps;
  double ratio, step;
} TfRun;

#define TF_BUDGETS 6

/* Sliced W₂ to the data over the budget; NaN where a framework cannot honour it. */
typedef struct
{
  guint n_done;
  PlumeArray *budget, *distance[TF_N_FRAMEWORKS], *low[TF_N_FRAMEWORKS], *high[TF_N_FRAMEWORKS];
  double floor; /* of two draws of the data themselves */
} TfQuality;

/**
 * TfLadder: what a ladder of levels leaves
 * @variance: of a level over its steps, in σ²
 * @evaluations: @left: for ladders of 2 levels and more, all levels together, and the variance that
 * the best step size leaves
 */
typedef struct
{
  PlumeArray *step, *variance, *evaluations, *left;
} TfLadder;

/* The law of the first coordinate on its way to noise: rows of x, columns of the progress */
typedef struct
{
  gsize n_rows, n_columns;
  double from, to;
  PlumeArray *density;
} TfForward;

typedef struct
{
  double entropy, entropy_error, bound, bound_error;
} TfBound;

PlumeResult *tf_run_ddpm (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_run_ncsn (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_run_sde (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_find_ladder (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_measure_quality (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_measure_quality_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_dissolve (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_bound (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *tf_bound_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);

/* The clocks themselves; a table is made where the process needs one. */
PlumeProcess tf_ddpm_process (const PlumeReads *reads, PlumeArray **table);
PlumeProcess tf_ncsn_process (const PlumeReads *reads);
PlumeProcess tf_sde_process (const PlumeReads *reads);
double tf_lambda (const PlumeProcess *process, double t);

#define TF_READS "density-of-data", SCENE_CLOCK_READS, "evaluations", "samples", "seed"

PlumeDataset *tf_make_landmarks (GError **error);

#define TF_N_VIEWS 14
extern const PlumeView tf_views[TF_N_VIEWS];
#define TF_N_READOUTS 10
extern const PlumeReadout tf_readouts[TF_N_READOUTS];

G_END_DECLS
