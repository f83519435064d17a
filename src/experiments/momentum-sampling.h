/* momentum-sampling.h: what the files of the experiment on momentum share. */
#pragma once

#include "experiments/generative-scene.h"
#include "generative/plume-momentum-weights.h"
#include "generative/plume-stability.h"

G_BEGIN_DECLS

#define MS_ESCAPE      5.0 /* Mahalanobis distance from which a sample is an artefact */
#define MS_FOLLOWED    200 /* samples whose eigenvalues are found and whose exact ends are known */
#define MS_PILOT       48
#define MS_RACERS      64
#define MS_DAMPINGS    25
#define MS_MOST_COUNTS 14
#define MS_BOUNDARY    721
#define MS_N_FAMILIES  3 /* heavy ball, GHVB, variable GHVB */
#define MS_MEMORY      12

/**
 * MsSteps: κ and λ of the n_steps + 1 moments of a grid.
 */
typedef struct
{
  guint n_steps;
  double *kappa, *lambda;
} MsSteps;

/**
 * MsSolver:
 * @name: translated, with order and damping
 * @kind: @order: of its region, for equal steps
 * @options: order and momentum of the run
 * @in_data: whether the data prediction is integrated, on w = y/σ over 1/κ
 */
typedef struct
{
  const PlumeSolver *row;
  char name[64];
  PlumeMomentum kind;
  guint order;
  double momentum;
  gboolean is_variable, in_data;
  PlumeSolverOptions options;
} MsSolver;

/**
 * MsProblem: what is sampled, of one reading.
 * @score: guided where components are the data: ε̂ = ε̂_all + w (ε̂_towards − ε̂_all)
 */
typedef struct
{
  SceneClock clock;
  const SceneDensity *density;
  PlumeMixture *towards;
  double guidance;
  PlumeScore *score;
} MsProblem;

typedef struct
{
  double *distance; /* of each sample: the least Mahalanobis distance to a component */
  gsize n, n_escaped;
  double excess;  /* mean distance beyond MS_ESCAPE of those that escaped; 0 for none */
  double largest; /* max |x| */
} MsArtefact;

/**
 * MsRun:
 * @sampling: (nullable): with paths, of as many samples as fit; %NULL: nothing to compare with
 * @artefact: of all samples; those of @sampling are the first
 */
typedef struct
{
  MsSolver solver;
  PlumeSampling *sampling;
  MsArtefact artefact;
} MsRun;

typedef struct
{
  MsSolver solver;
  PlumeMultistep multistep;
  double interval, area;
  PlumeStabilityBox box;
  guint n_steps;
  PlumeArray *lambda, *limits; /* of each step: its beginning, and down to which ζ it is stable */
  gsize n;
  PlumeArray *damping; /* n × n: 1 − growth; NaN outside */
  PlumeArray *re, *im; /* MS_BOUNDARY */
} MsRegion;

/* ζ of n_steps × n samples × 2, and λ of the steps' beginnings */
typedef struct
{
  guint n_steps;
  gsize n;
  double *lambda, *zeta;
} MsEigenvalues;

typedef struct
{
  double momentum[MS_DAMPINGS];
  double error[MS_N_FAMILIES][MS_DAMPINGS], escaped[MS_N_FAMILIES][MS_DAMPINGS];
  double excess[MS_N_FAMILIES][MS_DAMPINGS];
  guint n, order;
} MsTradeOff;

typedef struct
{
  guint n[2];
  double counts[2][MS_MOST_COUNTS], errors[2][MS_MOST_COUNTS];
  MsSolver solvers[2];
  double slope[2]; /* NaN: no four points above round-off */
} MsOrders;

extern const PlumeChoice ms_methods[], ms_ways[], ms_compared[], ms_grids[];
extern const char *const ms_family_names[MS_N_FAMILIES];

/* Reading. Those who call ms_read_solver() read MS_SOLVER_READS. */
#define MS_SOLVER_READS  "method", "set-by", "order", "momentum", "strength"
#define MS_STEPS_READS   SCENE_CLOCK_READS, "steps", "grid"
#define MS_PROBLEM_READS "density-of-data", SCENE_CLOCK_READS, "guidance", "towards"
MsSolver ms_read_solver (const PlumeReads *reads);
gboolean ms_read_compared (const PlumeReads *reads, MsSolver *solver);
gboolean ms_read_steps (const PlumeReads *reads, MsSteps *steps, GError **error);
void ms_steps_clear (MsSteps *steps);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MsSteps, ms_steps_clear)
/* The solver with the weights of a step, as if all steps were taken with them: exact for equal
 * steps, a guide on others. */
PlumeMultistep ms_multistep (const MsSolver *solver, const MsSteps *steps, guint step);
gboolean ms_read_problem (const PlumeReads *reads, MsProblem *problem, GError **error);
void ms_problem_clear (MsProblem *problem);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MsProblem, ms_problem_clear)

/* n × d × d Jacobians of the guided score */
void ms_guided_jacobian (
    const MsProblem *problem, const PlumeMarginal *at, gsize n, const double *y, double *jacobian);

void ms_artefact_measure (MsArtefact *artefact,
                          const PlumeMixture *mixture,
                          const PlumeMarginal *at,
                          gsize n,
                          const double *x);

PlumeResult *ms_compute_density (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_region (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_region_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_other_region (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_run (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_other_run (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_exact (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_eigenvalues (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_pilot (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_trade_off (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_trade_off_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_ends (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_orders (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_orders_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);

PlumeResult *ms_compute_digits (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_pictures (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *ms_compute_other_pictures (const PlumeReads *reads, PlumeTask *task, GError **error);
void ms_draw_pictures (PlumeFigure *figure, const PlumeReads *reads);

/* rms distance of the first min (n) samples */
double ms_error (const PlumeSampling *a, const PlumeSampling *b);

#define MS_N_VIEWS    7
#define MS_N_READOUTS 13
#define MS_N_ACTIONS  2
extern const PlumeView ms_views[MS_N_VIEWS];
extern const PlumeReadout ms_readouts[MS_N_READOUTS];
extern const PlumeAction ms_actions[MS_N_ACTIONS];

G_END_DECLS
