/* plume-heat-law.h: distance as a function of the decay of heat, for reference media; private to
 * the room.
 *
 * u = −log (H(i,j)/√(H(i,i) H(j,j))) ≥ 0 is compared with the same of a line of unit steps on which
 * heat spreads at the rate c a bond: e^(−2ct) I_r(2ct) for real r (uniformisation), or
 * r^(K−½) K_(K−½)(r √(K/ct)) (K steps of backward Euler in the continuum). Its inverse r(u) is
 * tabulated over u^¼, in which it is smooth from the regime of few hops, u ∝ r, to that of many,
 * u ∝ r². It knows no graph.
 */
#pragma once

#include <math.h>

#include "manifold/plume-heat-geodesic.h"

G_BEGIN_DECLS

#define PLUME_HEAT_LAW_NODES 1024

/**
 * PlumeHeatLaw:
 * @step: of u^¼ between nodes
 * @distances: r at the nodes; there are three more than fit so that cubics end well
 */
typedef struct
{
  double step;
  double distances[PLUME_HEAT_LAW_NODES + 4];
} PlumeHeatLaw;

gboolean plume_heat_law_init (PlumeHeatLaw *law,
                              PlumeDistanceLaw kind,
                              double t,
                              double rate,
                              guint steps,
                              double largest,
                              GError **error);
double plume_heat_law_decay (PlumeDistanceLaw kind, double r, double ct, guint steps);

/* r(u) by the cubic through four nodes; u beyond the table's end counts as its end. */
static inline double
plume_heat_law_distance (const PlumeHeatLaw *law, double u)
{
  double place = u > 0 ? sqrt (sqrt (u)) / law->step : 0;
  gsize node = (gsize)CLAMP (place - 1, 0.0, (double)PLUME_HEAT_LAW_NODES);
  double x = MIN (place, PLUME_HEAT_LAW_NODES) - (double)node;
  const double *r = law->distances + node;

  return r[0] * (x - 1) * (x - 2) * (x - 3) / -6 + r[1] * x * (x - 2) * (x - 3) / 2
         - r[2] * x * (x - 1) * (x - 3) / 2 + r[3] * x * (x - 1) * (x - 2) / 6;
}

G_END_DECLS
