/* plume-prediction.c: two numbers between any two kinds of answer, through (x̂0', ε̂). */
#include "generative/plume-prediction.h"

/**
 * plume_prediction_convert:
 * @given: the kind at hand
 * @wanted: the kind asked for
 * @at: the moment
 * @level: as in plume_process_level()
 * @a: (out): of y
 * @b: (out): of the given answer
 *
 * wanted = a y + b given. Near α = 0 data from noise is ill-conditioned, near σ = 0 noise from
 * data.
 */
void
plume_prediction_convert (PlumePrediction given,
                          PlumePrediction wanted,
                          const PlumeMarginal *at,
                          double level,
                          double *a,
                          double *b)
{
  double alpha = at->alpha, sigma = at->sigma, part = sigma / level;
  double noise_y, noise_given; /* ε̂ = noise_y y + noise_given given */

  if (given == wanted)
    {
      *a = 0;
      *b = 1;
      return;
    }
  switch (given)
    {
    case PLUME_PREDICT_DATA:
      noise_y = 1 / sigma;
      noise_given = -alpha / sigma;
      break;
    case PLUME_PREDICT_SCORE:
      noise_y = 0;
      noise_given = -sigma;
      break;
    case PLUME_PREDICT_VELOCITY: /* level ε̂ = σn y + α v */
      noise_y = part / level;
      noise_given = alpha / level;
      break;
    default:
      noise_y = 0;
      noise_given = 1;
      break;
    }
  switch (wanted)
    {
    case PLUME_PREDICT_DATA:
      if (given == PLUME_PREDICT_VELOCITY) /* x̂0' = α y − σn v, sound at both ends */
        {
          *a = alpha;
          *b = -part;
          return;
        }
      *a = (1 - sigma * noise_y) / alpha;
      *b = -sigma * noise_given / alpha;
      return;
    case PLUME_PREDICT_SCORE:
      *a = -noise_y / sigma;
      *b = -noise_given / sigma;
      return;
    case PLUME_PREDICT_VELOCITY:
      if (given == PLUME_PREDICT_DATA) /* v = (α y − x̂0') / σn */
        {
          *a = alpha / part;
          *b = -1 / part;
          return;
        }
      /* v = (level ε̂ − σn y) / α */
      *a = (level * noise_y - part) / alpha;
      *b = level * noise_given / alpha;
      return;
    default:
      *a = noise_y;
      *b = noise_given;
      return;
    }
}
