/* plume-interpolant-flow.h: samples carried over a bridge by its flow or by a diffusion.
 *
 * dx = b dt, or dx = (b + εs) dt + √(2ε) dW forwards and (b − εs) dt + √(2ε) dW backwards, for any
 * ε(t) ≥ 0: the marginals are those of the bridge whatever ε is (Albergo, Boffi & Vanden-Eijnden
 * 2023, arXiv 2303.08797, §2.3). Along the flow the density obeys d ln ρ/dt = −∇·b. It knows no
 * pictures.
 */
#pragma once

#include "generative/plume-interpolant-bridge.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_FLOW_RUNGE_KUTTA,    /* the flow, classical fourth order */
  PLUME_FLOW_ADAPTIVE,       /* the flow, Runge–Kutta–Fehlberg 4(5) with step control */
  PLUME_FLOW_HEUN,           /* the diffusion: Heun's rule with the noise in it, weak order 2 */
  PLUME_FLOW_NOISE_FIRST,    /* the diffusion: noise, then Heun's rule for the drift, order 1 */
  PLUME_FLOW_EULER_MARUYAMA, /* the diffusion, order 1 */
} PlumeFlowMethod;

/**
 * PlumeFieldError:
 * @velocity: δ_b: b̂ = b + δ_b (sin ky, sin kx, …), which has no divergence
 * @score: δ_s: ŝ = s + δ_s (cos ky, cos kx, …)
 * @wavenumber: k
 *
 * A synthetic error that is added to the exact fields, in place of one that a fit would make.
 * Coordinate c takes the next coordinate, in one dimension its own.
 */
typedef struct
{
  double velocity, score, wavenumber;
} PlumeFieldError;

/**
 * PlumeFlowPlan:
 * @from: @to: moments; from < to runs forwards, else backwards
 * @steps: equal ones; of the adaptive flow only where places are kept
 * @epsilon: ε of the diffusions
 * @epsilon_at: (nullable): what @epsilon is multiplied by at t, not negative
 * @noise: of the diffusions
 * @stays_stable: whether steps are cut where ε|∇s| is too large for an explicit rule, in up to 32
 * parts; beyond, ε itself is lowered there, which changes no marginal
 * @tolerance: absolute and relative, of the adaptive flow
 * @measures: whether ∫−∇·b, path lengths and energies are wanted; of flows only
 * @error: added to the fields
 * @keeps_path: whether places along the way are kept
 * @keep_every: after how many steps; 0 for each. The last is always kept
 */
typedef struct
{
  PlumeFlowMethod method;
  double from, to;
  guint steps;
  double epsilon;
  double (*epsilon_at) (double t, gconstpointer data);
  gconstpointer epsilon_data;
  PlumeNoise noise;
  gboolean stays_stable;
  double tolerance;
  gboolean measures;
  PlumeFieldError error;
  gboolean keeps_path;
  guint keep_every;
} PlumeFlowPlan;

/**
 * PlumeFlow:
 * @n: @d: samples and dimensions
 * @n_nodes: places kept: steps + 1 where each is
 * @times: (array length=n_nodes): t
 * @path: (nullable): n_nodes × n × d
 * @end: n × d
 * @log_ratio: (nullable): n, ln ρ at the end less ln ρ at the start
 * @length: (nullable): n, ∫|b| |dt|
 * @action: (nullable): n, ½∫|b|² |dt|
 * @evaluations: of the fields, a sample
 */
typedef struct
{
  gsize n, d;
  guint n_nodes;
  double *times, *path, *end;
  double *log_ratio, *length, *action;
  guint evaluations;
} PlumeFlow;

PlumeFlowPlan plume_flow_plan_init (PlumeFlowMethod method, guint steps);
PlumeFlow *plume_flow_run (const PlumeBridge *bridge,
                           const PlumeFlowPlan *plan,
                           gsize n,
                           const double *start,
                           PlumeTask *task,
                           GError **error);
void plume_flow_free (PlumeFlow *flow);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeFlow, plume_flow_free)

G_END_DECLS
