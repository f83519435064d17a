/* plume-run.h: what a solver sees while it walks: nodes, the batch, a history, and nothing of what
 * answers. Private to the solvers.
 */
#pragma once

#include "generative/plume-solver.h"

G_BEGIN_DECLS

#define PLUME_RUN_HISTORY 5
#define PLUME_RUN_SCRATCH 8

/**
 * PlumeRun:
 * @options: as told, AUTO settled
 * @budget: evaluations that may be made of one source of cost 1, without denoising
 * @order_at: (nullable): of solvers whose steps differ in order; %NULL where nodes were given
 * @inner: (nullable): the nodes of a grid of @budget steps, where inner nodes of steps lie on it
 * @n_steps: @nodes: moments 0 … n_steps; @n_steps intervals
 * @n: @d: samples of this run and dimensions; @first is the number of the first in the whole batch
 * @y: n × d, where the samples are; written by the solver
 * @scratch: PLUME_RUN_SCRATCH vectors of n × d of the solver's own
 */
struct _PlumeRun
{
  const PlumeProcess *process;
  const PlumeScore *score;
  PlumeSolverOptions options;
  guint budget;
  guint (*order_at) (const PlumeSolverOptions *options, guint budget, guint step);
  const PlumeMarginal *inner;
  guint n_steps;
  const PlumeMarginal *nodes;
  gsize n, d, first;
  double *y;
  double *scratch[PLUME_RUN_SCRATCH];

  const PlumeNoise *noise;
  double level;
  gpointer memory;
  guint draws;
  guint evaluations, rejected;
  PlumeTask *task;
  PlumeSampling *sampling; /* where nodes are recorded */
  PlumeKeep keep;
};

/* ε̂ or x̂0' at the moment, counted. */
gboolean plume_run_ask (PlumeRun *run,
                        PlumePrediction wanted,
                        const PlumeMarginal *at,
                        const double *y,
                        double *answer,
                        GError **error);
/* Standard normal numbers for the stretch. */
void plume_run_draw (PlumeRun *run, double from, double to, double *normal);
/* Says that run->y stands at node i. */
void plume_run_reach (PlumeRun *run, guint i);
/* Keeps the noise prediction that was asked at node i; prediction is of the given kind. */
void plume_run_keep_answer (PlumeRun *run, guint i, PlumePrediction kind, const double *answer);

G_END_DECLS
