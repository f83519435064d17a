/* plume-arc-grid.h: steps where a pilot batch bends, and few where it runs straight. */
#pragma once

#include "generative/plume-solver.h"

G_BEGIN_DECLS

/**
 * PlumeArc:
 * @n: moments, equal in λ
 * @kappa: κ, falling
 * @bend: root mean square over the pilot of |d²z/dκ²| = |dε̂/dκ|
 *
 * How much exact trajectories bend along the way.
 */
typedef struct
{
  guint n;
  double *kappa, *bend;
} PlumeArc;

PlumeArc *plume_arc_measure (const PlumeSamplingPlan *plan,
                             gsize n_pilot,
                             const double *start,
                             PlumeTask *task,
                             GError **error);
PlumeArray *plume_arc_grid (const PlumeArc *arc,
                            const PlumeProcess *process,
                            double from,
                            double to,
                            guint order,
                            guint n_steps,
                            GError **error);
void plume_arc_free (PlumeArc *arc);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeArc, plume_arc_free)

G_END_DECLS
