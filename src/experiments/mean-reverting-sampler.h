/* mean-reverting-sampler.h: what the stages of the mean-reverting sampler hand to the views.
 * Private to their files.
 *
 * Solvers work in y = x − μ; everything that is kept here is x again.
 */
#pragma once

#include "experiments/generative-scene-race.h"

G_BEGIN_DECLS

typedef enum
{
  MRS_ODE_1,
  MRS_ODE_2,
  MRS_ODE_3,
  MRS_ODE_3_PUBLISHED,
  MRS_ODE_2_NOISE,
  MRS_ODE_3_NOISE,
  MRS_N_ODE,
  MRS_SDE_1 = MRS_N_ODE,
  MRS_SDE_2,
  MRS_POSTERIOR,
  MRS_EULER,
  MRS_N_LANES,
} MrsLane;

#define MRS_N_ETAS    6
#define MRS_N_BUDGETS 2 /* of the view between ODE and SDE: N, 2 N */
#define MRS_N_LAWS    5 /* samplers whose distributions are compared */
#define MRS_N_TRIALS  5 /* evaluations at which they are */
#define MRS_N_VIEWS   12

#define MRS_CLOCK_READS  "process", "end-alpha", "level", "end-time"
#define MRS_CENTRE_READS "degraded-x", "degraded-y"

/**
 * MrsShifted: what "shifted" gives
 * @centre: μ
 * @score: @mixture: of the data in y = x − μ
 */
typedef struct
{
  double centre[2];
  PlumeMixture *mixture;
  PlumeScore *score;
} MrsShifted;

/**
 * MrsRun: samples of one sampler, in x
 */
typedef struct
{
  PlumeSampling *sampling;
} MrsRun;

/**
 * MrsHeat: ln p_t (x) as numbers from 0 to @greatest, n × n, row by row from below
 */
typedef struct
{
  PlumeArray *values;
  gsize n;
  double greatest, x_from, x_to, y_from, y_to;
} MrsHeat;

/**
 * MrsExact: where the probability-flow ODE leads the first @n starts, in x
 */
typedef struct
{
  gsize n;
  double *end;
} MrsExact;

/**
 * MrsBetween: sliced W₂ of second-order samples to fresh data at t_0, and of two draws of those
 */
typedef struct
{
  guint budget[MRS_N_BUDGETS];
  double distance[MRS_N_BUDGETS][MRS_N_ETAS];
  double floor;
} MrsBetween;

/**
 * MrsLaws: sliced W₂ of samples to fresh data at t_0 by sampler and evaluations, and of two draws
 * of those data
 */
typedef struct
{
  const char *id[MRS_N_LAWS], *title[MRS_N_LAWS]; /* static */
  double evaluations[MRS_N_LAWS][MRS_N_TRIALS], distance[MRS_N_LAWS][MRS_N_TRIALS];
  double floor;
} MrsLaws;

SceneClock mrs_read_clock (const PlumeReads *reads);
/* Where the journey stands: 0 data, 1 noise about μ, 2 data again; the progress of the scene. */
double mrs_progress (double journey);
/* The plan of the sampler that is set, in y; @shifted may be NULL where only steps are wanted. */
PlumeSamplingPlan
mrs_plan (const PlumeReads *reads, const SceneClock *clock, const MrsShifted *shifted);
/* That of a lane of the race, with noise of its own for every step. */
PlumeSamplingPlan mrs_lane_plan (const PlumeReads *reads,
                                 const SceneClock *clock,
                                 const MrsShifted *shifted,
                                 MrsLane lane);
const char *mrs_lane_id (MrsLane lane);
const char *mrs_lane_title (MrsLane lane); /* not translated yet */
#define MRS_PLAN_READS                                                                             \
  "evaluations", "order", "published", "parameterisation", "stochasticity", "grid", "denoise"

PlumeResult *mrs_compute_shifted (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_heat (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_forward (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_sampler (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_posterior (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_euler (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_exact (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_race (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_race_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_laws (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *mrs_compute_between (const PlumeReads *reads, PlumeTask *task, GError **error);

extern const PlumeView mrs_views[MRS_N_VIEWS];

G_END_DECLS
