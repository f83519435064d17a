/* plume-disc-response-private.h: a response inside, for the two files that read it. */
#pragma once

#include "disc/plume-disc-response.h"

G_BEGIN_DECLS

struct _PlumeDiscResponse
{
  gatomicrefcount ref_count;
  PlumeDiscGrid *grid;
  PlumeDiscPulse pulse;
  double duration;
  PlumeDiscSwing swing;
  gboolean present[PLUME_DISC_HARMONICS];       /* whether the harmonic is anywhere other than 0 */
  double complex *source[PLUME_DISC_HARMONICS]; /* i n F' φ_n */
};

/* Σ_s c_s W(nΩ + δ_s, t) with the lateral mixing of each term, times the damping by clouds */
double complex plume_disc_response_factor (const PlumeDiscResponse *self,
                                           guint n,
                                           double t,
                                           const PlumeDiscMixing *mixing,
                                           double omega,
                                           double cloud_rate,
                                           double radial_slope);

G_END_DECLS
