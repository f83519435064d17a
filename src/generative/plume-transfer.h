/* plume-transfer.h: one step of an exponential integrator as a few numbers, and the pass over the
 * batch that applies them. Private to the solvers.
 *
 * y_t = keep y_s + Σ_k w_k d^(k−1), with w_k = scale h φ_k (u) and d^(j) the j-th derivative of the
 * prediction in units of the step. Noise form: keep α_t/α_s, scale −σ_t, u = h; data form: keep
 * σ_t/σ_s, scale α_t, u = −h (Lu et al. 2022, arXiv 2206.00927 and 2211.01095).
 */
#pragma once

#include "generative/plume-run.h"

G_BEGIN_DECLS

typedef struct
{
  double keep, scale, h, u;
} PlumeTransfer;

double plume_phi (guint k, double u);
PlumeTransfer plume_transfer (PlumePrediction form, const PlumeMarginal *s, const PlumeMarginal *t);
double plume_transfer_weight (const PlumeTransfer *transfer, guint k);
PlumePrediction plume_run_form (const PlumeRun *run, PlumePrediction usual);
/* out = Σ weights[i] vectors[i], over n × d numbers; out may be one of the vectors. */
void plume_run_combine (const PlumeRun *run,
                        double *out,
                        guint n_vectors,
                        const double *weights,
                        const double *const *vectors);

G_END_DECLS
