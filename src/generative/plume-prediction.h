/* plume-prediction.h: what a score source answers, and the way from one kind of answer to another.
 *
 * Every answer is a linear combination of y = x − m and of ε; two kinds differ by two numbers a
 * moment: wanted = a y + b given. It knows no source and no solver.
 */
#pragma once

#include "generative/plume-process.h"

G_BEGIN_DECLS

/**
 * PlumePrediction:
 * @PLUME_PREDICT_NOISE: ε̂ = E[ε | x_t]
 * @PLUME_PREDICT_DATA: x̂0' = E[x_0 − m | x_t]
 * @PLUME_PREDICT_SCORE: ∇ ln p_t = −ε̂/σ
 * @PLUME_PREDICT_VELOCITY: v = α ε̂n − σn x̂0', with σn = σ/level and ε̂n = level ε̂ (α² + σn² = 1)
 */
typedef enum
{
  PLUME_PREDICT_NOISE,
  PLUME_PREDICT_DATA,
  PLUME_PREDICT_SCORE,
  PLUME_PREDICT_VELOCITY,
  PLUME_N_PREDICTIONS,
} PlumePrediction;

void plume_prediction_convert (PlumePrediction given,
                               PlumePrediction wanted,
                               const PlumeMarginal *at,
                               double level,
                               double *a,
                               double *b);

G_END_DECLS
