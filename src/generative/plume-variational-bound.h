/* plume-variational-bound.h: how many nats a chain of N denoising steps needs to tell data.
 *
 * −ln p(x_0) ≤ L_T + Σ L_{i−1} + L_0 (Sohl-Dickstein et al. 2015; Ho et al. 2020, eq. 5), by Monte
 * Carlo over data and noise with any score. It knows no sampler.
 */
#pragma once

#include "generative/plume-score.h"

G_BEGIN_DECLS

/**
 * PlumeVariationalBound:
 * @prior: L_T, nats
 * @steps: Σ L_{i−1}
 * @reconstruction: L_0, with the decoder N(x̂0(x_1), β_1)
 * @total: their sum
 * @error: its standard error
 */
typedef struct
{
  double prior, steps, reconstruction, total, error;
} PlumeVariationalBound;

gboolean plume_variational_bound (const PlumeProcess *process,
                                  const PlumeArray *times,
                                  const PlumeScore *score,
                                  gsize n,
                                  const double *data,
                                  guint64 seed,
                                  PlumeVariationalBound *bound,
                                  PlumeTask *task,
                                  GError **error);

G_END_DECLS
