/* plume-solver.h: from noise to data along the probability-flow ODE or a reverse SDE.
 *
 * dx = [f (x − m) − (1 + η²)/2 g² s] dt + η g dw̄; in y = x − m and z = y/α the ODE is dz/dκ = ε̂,
 * so a solver that is written on (α, σ, λ, y) serves every process. A solver is a row of a table:
 * a function that walks a run. It knows neither what answers nor what the clock is.
 */
#pragma once

#include "generative/plume-noise.h"
#include "generative/plume-score.h"
#include "generative/plume-time-grid.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_FORM_AUTO, /* what the solver's paper uses */
  PLUME_FORM_NOISE,
  PLUME_FORM_DATA,
} PlumeForm;

typedef enum
{
  PLUME_LOWER_AUTO, /* below 10 steps, as the papers' codes do */
  PLUME_LOWER_NEVER,
  PLUME_LOWER_ALWAYS,
} PlumeLowerOrderFinal;

/**
 * PlumeSolverOptions:
 * @form: which prediction is integrated
 * @taylor: the "taylor" variant of single-step coefficients
 * @r1: @r2: inner nodes of single-step solvers as parts of the step in λ; 0 for ½ or (⅓, ⅔)
 * @order: of those solvers that come in orders; 0 for their usual one
 * @momentum: β of heavy-ball solvers, 1 for none
 * @eta: stochasticity η; 0: ODE, 1: reverse SDE
 * @published: the third-order multistep coefficient as published (c = 1), which is second order
 * @variance_beta: ancestral sampling with variance β instead of β̃
 * @churn: S_churn of Karras et al., with @churn_from ≤ κ ≤ @churn_to and @churn_noise
 * @langevin_steps: corrector steps, or steps a level of annealed Langevin dynamics
 * @langevin_ratio: signal-to-noise ratio of a corrector step
 * @langevin_size: ε of annealed Langevin dynamics; 0: such that a level keeps its variance
 * @relative_tolerance: @absolute_tolerance: of adaptive solvers
 * @lower_order_final: whether multistep solvers end with lower orders
 * @denoise: whether the end is replaced by x̂0 there, one more evaluation
 *
 * All that any solver may be told; each reads what concerns it. plume_solver_options_init() first.
 */
typedef struct
{
  PlumeForm form;
  gboolean taylor;
  double r1, r2;
  guint order;
  double momentum;
  double eta;
  gboolean published;
  gboolean variance_beta;
  double churn, churn_from, churn_to, churn_noise;
  guint langevin_steps;
  double langevin_ratio, langevin_size;
  double relative_tolerance, absolute_tolerance;
  PlumeLowerOrderFinal lower_order_final;
  gboolean denoise;
} PlumeSolverOptions;

typedef struct _PlumeRun PlumeRun;

/**
 * PlumeSolver:
 * @order: nominal order of convergence with usual options
 * @predictor_order: of those that correct their steps: how many answers a step goes through before
 * it is corrected; 0 where steps are not corrected
 * @evaluations: a step; 0 where steps choose themselves
 * @is_stochastic: whether it draws noise even with η = 0 options
 * @is_coupled: whether steps depend on the batch as a whole
 * @smallest: the least number of evaluations it can honour
 * @count_steps: (nullable): steps for a budget of evaluations; %NULL: budget / @evaluations
 * @order_at: (nullable): the order of a step, of solvers whose step of order k takes k evaluations;
 * their nodes are those at cumulative orders of a grid of as many steps as evaluations
 * @walk: moves a run from its first node to its last
 *
 * A row of the table of solvers.
 */
typedef struct
{
  const char *id, *title, *help;
  guint order;
  guint predictor_order;
  guint evaluations;
  gboolean is_stochastic;
  gboolean is_coupled;
  guint smallest;
  guint (*count_steps) (const PlumeSolverOptions *options, guint budget);
  guint (*order_at) (const PlumeSolverOptions *options, guint budget, guint step);
  gboolean (*walk) (PlumeRun *run, GError **error);
} PlumeSolver;

extern const PlumeSolver *const plume_solvers[]; /* ended by NULL */
const PlumeSolver *plume_solver_find (const char *id);
PlumeSolverOptions plume_solver_options_init (void);

/**
 * PlumeSampling:
 * @n: @d: samples and dimensions
 * @n_nodes: moments that were stopped at, the first one included
 * @times: (array length=n_nodes): t
 * @path: (nullable): n_nodes × n × d places y, where kept
 * @answers: (nullable): n_nodes × n × d noise predictions ε̂ at the nodes, where kept; NaN where a
 * node was not asked at
 * @end: n × d
 * @evaluations: of the score, times its cost; rejected steps and denoising included
 * @rejected: steps that an adaptive solver threw away
 */
typedef struct
{
  gsize n, d;
  guint n_nodes;
  double *times;
  double *path, *answers;
  double *end;
  guint evaluations, rejected;
} PlumeSampling;

typedef enum
{
  PLUME_KEEP_END = 0,
  PLUME_KEEP_PATH = 1 << 0,
  PLUME_KEEP_ANSWERS = 1 << 1,
} PlumeKeep;

/**
 * PlumeSamplingPlan:
 * @budget: evaluations that may be made; of adaptive solvers only the nodes that are kept
 * @from: @to: moments of start and end; 0 for the process' last and 1e-3
 * @rho: of grids that have one, 0 for 7
 * @exact_tolerance: of plume_sample_exactly(), 0 for 1e-12
 * @times: (nullable): nodes given by the caller, instead of @grid
 *
 * What to sample with. Everything is borrowed.
 */
typedef struct
{
  const PlumeProcess *process;
  const PlumeScore *score;
  const PlumeSolver *solver;
  PlumeSolverOptions options;
  const PlumeTimeGrid *grid;
  const PlumeArray *times;
  double rho, exact_tolerance;
  guint budget;
  double from, to;
  PlumeNoise noise;
} PlumeSamplingPlan;

PlumeSampling *plume_sample (const PlumeSamplingPlan *plan,
                             gsize n,
                             const double *start,
                             PlumeKeep keep,
                             PlumeTask *task,
                             GError **error);
/* The exact ODE from the same starts: Dormand–Prince 8(7) in λ on z, tolerance of the plan; kept at
 * n_nodes moments equal in λ. */
PlumeSampling *plume_sample_exactly (const PlumeSamplingPlan *plan,
                                     gsize n,
                                     const double *start,
                                     guint n_nodes,
                                     PlumeKeep keep,
                                     PlumeTask *task,
                                     GError **error);
void plume_sampling_free (PlumeSampling *sampling);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSampling, plume_sampling_free)

G_END_DECLS
