/* dpm-solver.h: what the stages of the race of solvers hand to each other and to the views. Private
 * to its files. */
#pragma once

#include "experiments/generative-scene-race.h"
#include "generative/plume-arc-grid.h"
#include "generative/plume-guidance.h"

G_BEGIN_DECLS

#define DPM_N_SLOTS   4
#define DPM_MAX_STEPS 400

/**
 * DpmContestant:
 * @solver: id in the table of solvers; %NULL for nobody
 * @form: @published: what makes this contestant of that solver
 */
typedef struct
{
  const char *id, *title;
  const char *solver;
  PlumeForm form;
  gboolean published;
} DpmContestant;

extern const DpmContestant dpm_contestants[];
extern const PlumeChoice dpm_contestant_choices[];
#define DPM_N_CONTESTANTS 14

typedef enum
{
  DPM_NOBODY,
  DPM_DDIM,
  DPM_EULER,
  DPM_HEUN,
  DPM_SINGLE_2,
  DPM_SINGLE_3,
  DPM_SINGLE_2_DATA,
  DPM_SINGLE_3_DATA,
  DPM_MULTI_2,
  DPM_MULTI_3,
  DPM_MULTI_3_PUBLISHED,
  DPM_UNIFIED_2,
  DPM_UNIFIED_3,
  DPM_ADAPTIVE,
} DpmContestantIndex;

/* One solver's samples. */
typedef struct
{
  guint contestant;        /* DPM_NOBODY: nothing else is set */
  PlumeSampling *sampling; /* with path: of the first samples */
  gsize n;
  double *end; /* n × 2, of all */
  guint evaluations, rejected;
} DpmRun;

/* Where a solver makes its error. */
typedef struct
{
  guint n_steps;
  double lambda[DPM_MAX_STEPS + 1];
  double local[DPM_MAX_STEPS];      /* rms over samples of a step from where the solver was */
  double global[DPM_MAX_STEPS + 1]; /* rms distance to the exact trajectory at the nodes */
  guint n_asked;
  double asked[3 * DPM_MAX_STEPS]; /* λ of every evaluation */
} DpmSteps;

typedef struct
{
  gsize n_samples;
  DpmSteps slot[DPM_N_SLOTS];
} DpmAllSteps;

/* One trajectory as its integrand sees it: [0] ε̂, [1] x̂0'; two coordinates each. */
typedef struct
{
  PlumeArray *lambda;       /* of the exact curves */
  PlumeArray *exact[2][2];  /* along the exact trajectory */
  PlumeArray *asked;        /* λ where the solver asked */
  PlumeArray *answer[2][2]; /* what it heard, at its own places */
  PlumeArray *piece_lambda; /* of the polynomials, with NaN between steps */
  PlumeArray *piece[2][2];  /* what it takes the integrand for */
  PlumeArray *truth[2][2];  /* the exact curve at the same λ */
} DpmIntegrand;

/* How well each slot did on the samples whose exact end is known. */
typedef struct
{
  gsize n;
  double error[DPM_N_SLOTS], transport[DPM_N_SLOTS], wrong[DPM_N_SLOTS], recall[DPM_N_SLOTS];
} DpmJudgement;

typedef struct
{
  guint n; /* steps */
  PlumeArray *number;
  PlumeArray *lambda[6]; /* by grid; NULL where it cannot be made */
} DpmGrids;

extern const PlumeChoice dpm_guidances[];
extern const PlumeChoice dpm_grids[];
#define DPM_N_GRIDS 5
#define DPM_ARC     4

#define DPM_SOLVER_READS                                                                           \
  "form", "taylor", "first-inner-node", "second-inner-node", "grid", "rho", "lower-order-final",   \
      "stochasticity", "tolerance", "arc", "guided"
#define DPM_SLOT_READS "solver-a", "solver-b", "solver-c", "solver-d"
#define DPM_RUN_READS  "run-a", "run-b", "run-c", "run-d"

extern const char *const dpm_slot_ids[DPM_N_SLOTS]; /* "solver-a" … */
extern const char *const dpm_run_ids[DPM_N_SLOTS];  /* "run-a" … */

/* The plan of the exact equation, and that of a contestant, with what the reads say; borrow from
 * the clock and from the result "guided". */
PlumeSamplingPlan dpm_exact_plan (const PlumeReads *reads, const SceneClock *clock);
PlumeSamplingPlan dpm_plan (const PlumeReads *reads, guint contestant, const SceneClock *clock);
/* Nodes of the arc grid for a budget; %NULL without an error where the grid is another. */
PlumeArray *dpm_arc_times (const PlumeReads *reads,
                           const PlumeSamplingPlan *plan,
                           guint order,
                           guint budget,
                           GError **error);
PlumeColour dpm_slot_colour (guint slot);
const char *dpm_title (guint contestant);
guint dpm_order (guint contestant); /* nominal; 0 of nobody */

PlumeResult *dpm_compute_guided (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_arc (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_run_a (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_run_b (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_run_c (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_run_d (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_exact (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_exact_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_ends (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_ends_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_judge (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_race (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_race_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_steps (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_steps_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_integrand (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_grids (const PlumeReads *reads, PlumeTask *task, GError **error);

/* A score that answers like another and remembers what it was asked: λ, place, ε̂. */
typedef struct
{
  PlumeScore score;
  const PlumeScore *inner;
  double level;
  GArray *lambda, *noise, *places; /* double; d numbers an evaluation of the latter */
} DpmRecorder;

DpmRecorder *dpm_recorder_new (const PlumeScore *inner, double level);

PlumeResult *dpm_compute_denoiser (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_pictures (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_pictures_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *dpm_compute_picture_moment (const PlumeReads *reads, PlumeTask *task, GError **error);
void dpm_draw_pictures (PlumeFigure *figure, const PlumeReads *reads);
void dpm_draw_weights (PlumeFigure *figure, const PlumeReads *reads);
void dpm_draw_spectrum (PlumeFigure *figure, const PlumeReads *reads);

#define DPM_N_VIEWS 9
extern const PlumeView dpm_views[DPM_N_VIEWS];
#define DPM_N_READOUTS 8
extern const PlumeReadout dpm_readouts[DPM_N_READOUTS];

G_END_DECLS
