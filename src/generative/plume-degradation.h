/* plume-degradation.h: what can have happened to a picture before it is restored.
 *
 * A degradation is a known operator A and noise of its own: μ = A x_0 + n. What is random in A,
 * such as which pixels are missing, is an address of (seed), so that pairs of clean and degraded
 * pictures are degraded alike and p(μ | x_0) = N(A x_0, σ_n² I) is known. Pictures are in [−1, 1],
 * paper at −1. It knows no denoiser.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeDegradation:
 * @id: kebab-case
 * @noise: σ_n at strength 1
 * @distort: (nullable): A at a strength, 1 being the usual one; %NULL: nothing but noise
 *
 * A row of the table of degradations.
 */
typedef struct
{
  const char *id;
  double noise;
  void (*distort) (gsize height,
                   gsize width,
                   double strength,
                   guint64 seed,
                   const double *clean,
                   double *degraded);
} PlumeDegradation;

extern const PlumeDegradation *const plume_degradations[]; /* ended by NULL */
const PlumeDegradation *plume_degradation_find (const char *id);

/* A x_0. */
void plume_degradation_distort (const PlumeDegradation *degradation,
                                gsize height,
                                gsize width,
                                double strength,
                                guint64 seed,
                                const double *clean,
                                double *degraded);
/* σ_n. */
double plume_degradation_noise (const PlumeDegradation *degradation, double strength);
/* A x_0 + n; @index is that of the picture, each has noise of its own. */
void plume_degradation_apply (const PlumeDegradation *degradation,
                              gsize height,
                              gsize width,
                              double strength,
                              guint64 seed,
                              gsize index,
                              const double *clean,
                              double *degraded);

G_END_DECLS
