/* plume-live-scaling.h: the picture of distances that change with a time, for every frame while the
 * time is dragged.
 *
 * The picture depends on the time alone, never on where the drag came from: key frames at fixed
 * times are computed once, each from the one before; between them the start of a frame is
 * interpolated in log t and takes a fixed number of Guttman steps. It knows no heat: distances come
 * from whoever has them.
 */
#pragma once

#include "manifold/plume-embedding.h"

G_BEGIN_DECLS

/**
 * PlumeTriangleFunc:
 * @source: what was given with the function
 * @t: time
 * @triangle: (out): m (m − 1)/2 distances of pairs i < j, row by row: (0,1), (0,2) … (m−2, m−1)
 *
 * A continuous function of t; the same t gives the same bits. Called by one thread at a time.
 */
typedef void (*PlumeTriangleFunc) (gpointer source, double t, float *triangle);

/**
 * PlumeLivePlan:
 * @dimensions: 2 or 3
 * @key_steps: Guttman steps of a key frame at the most
 * @key_tolerance: relative change of stress that ends them
 * @frame_steps: of a frame
 * @fresh_every: so many key frames apart, the classical solution is tried as well, from the middle
 * time to the earliest; 0 for the middle one only
 */
typedef struct
{
  guint dimensions;
  guint key_steps;
  double key_tolerance;
  guint frame_steps;
  guint fresh_every;
} PlumeLivePlan;

#define PLUME_LIVE_PLAN_DEFAULT ((PlumeLivePlan){ 2, 60, 1e-4, 2, 4 })

typedef struct _PlumeLiveScaling PlumeLiveScaling;

PlumeLiveScaling *plume_live_scaling_new (gsize m,
                                          gsize n_times,
                                          const double *times,
                                          const PlumeLivePlan *plan,
                                          PlumeTriangleFunc distances,
                                          gpointer source,
                                          GDestroyNotify free_source,
                                          PlumeTask *task,
                                          GError **error);
PlumeLiveScaling *plume_live_scaling_ref (PlumeLiveScaling *live);
void plume_live_scaling_unref (PlumeLiveScaling *live);
gsize plume_live_scaling_get_bytes (const PlumeLiveScaling *live);

PlumePoints *plume_live_scaling_at (PlumeLiveScaling *live,
                                    double t,
                                    double *stress_1,
                                    PlumeDistances **distances);
PlumePoints *plume_live_scaling_settle (PlumeLiveScaling *live,
                                        double t,
                                        guint most_steps,
                                        double tolerance,
                                        PlumeScalingCounts *counts,
                                        PlumeTask *task,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLiveScaling, plume_live_scaling_unref)

G_END_DECLS
