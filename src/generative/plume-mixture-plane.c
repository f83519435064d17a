/* plume-mixture-plane.c: mixtures in one and two dimensions, several places at a time.
 *
 * L_k = ln w_k − ½Σ q²/den − ½Σ ln den − (d/2) ln 2π with q = U_kᵀ(y − αμ_k), den = α²e + σ², and
 * s = −Σ r_k U_k (q/den). Components are taken in tiles; weights are kept relative to the greatest
 * L so far and rescaled where a tile raises it (Milakov & Gimelshein 2018, arXiv 1805.02867). The
 * sums of the divergence are kept relative to the pull of that greatest component, because Σ r|g|²
 * − |Σ r g|² cancels far outside. Lanes never meet, so a place has the same numbers in any batch
 * and on any thread; processors with fused multiply–adds differ from others in the last digits.
 */
#include "generative/plume-mixture-private.h"

#include <math.h>
#include <string.h>

#define TILE       16
#define NEGLIGIBLE -100 /* e^−100 of the greatest */

/* A component at one moment, with axes divided by √den. */
typedef struct
{
  double constant, trace; /* L where q = 0, Σ 1/den */
  double mean[2];         /* αμ */
  double axes[2][2];
} Component;

#define LANES       2
#define NAMED(name) name##_2
#define TARGET
#include "generative/plume-mixture-lanes.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_FOUR_LANES
#define LANES       4
#define NAMED(name) name##_4
#define TARGET      __attribute__ ((target ("avx2,fma")))
#include "generative/plume-mixture-lanes.h"
#endif

/* Components with a weight, at the moment; returns their number. */
static gsize
prepare (const PlumeMixture *mixture, const PlumeMarginal *at, Component *components)
{
  gsize d = mixture->d, count = 0;
  double square = at->alpha * at->alpha, noise = at->sigma * at->sigma;

  for (gsize k = 0; k < mixture->n_components; k++)
    {
      Component *component = &components[count];
      double volume = 1;

      if (mixture->weights[k] == 0)
        continue;
      count++;
      *component = (Component){ 0 };
      for (gsize j = 0; j < d; j++)
        {
          double den = MAX (square * mixture->spread[k * d + j] + noise,
                            PLUME_MIXTURE_LEAST_VARIANCE),
                 part = 1 / sqrt (den);

          volume *= 2 * G_PI * den;
          component->trace += 1 / den;
          component->mean[j] = at->alpha * mixture->means[k * d + j];
          for (gsize c = 0; c < d; c++)
            component->axes[j][c] = part * mixture->basis[(k * d + j) * d + c];
        }
      component->constant = mixture->log_weights[k] - 0.5 * log (volume);
    }
  return count;
}

/**
 * plume_mixture_evaluate_plane:
 * @mixture: of one or two dimensions
 * @at: the moment
 * @n: places
 * @y: n × d
 * @log_density: (out) (nullable): n
 * @score: (out) (nullable): n × d
 * @divergence: (out) (nullable): n
 *
 * As plume_mixture_evaluate(), O(n K).
 */
void
plume_mixture_evaluate_plane (const PlumeMixture *mixture,
                              const PlumeMarginal *at,
                              gsize n,
                              const double *y,
                              double *log_density,
                              double *score,
                              double *divergence)
{
  g_autofree Component *components = g_new (Component, mixture->n_components);
  gsize count = prepare (mixture, at, components);

#ifdef HAVE_FOUR_LANES
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    {
      evaluate_places_4 (components, count, n, y, mixture->d, log_density, score, divergence);
      return;
    }
#endif
  evaluate_places_2 (components, count, n, y, mixture->d, log_density, score, divergence);
}
