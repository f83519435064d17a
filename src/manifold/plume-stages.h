/* plume-stages.h: can a stage of time be told from its neighbours? (sheet §2.13, withheld stage)
 *
 * Entropic transport (ε = 0.1, cost: squared distance over its greatest) from the stage before to
 * the stage after in the standardised picture; pairs drawn from the plan; the points a fraction f
 * of their way. Held against the real stage by W₁, W₂ and MMD, beside three baselines.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

/* W₁ and W₂ exact, MMD² with a Gaussian of γ = 1/d, and with the linear kernel. */
typedef struct
{
  double w1, w2, mmd, linear_mmd;
} PlumeStageDistance;

/**
 * PlumeStages:
 * @all: n × d, standardised
 * @before: @real: @after: its points of the three stages
 * @told: interpolated ones
 * @interpolated, @previous, @next, @random: distances of each guess to the real stage; random pairs
 * the same number of points without a plan
 */
typedef struct
{
  PlumePoints *all, *before, *real, *after, *told;
  PlumeStageDistance interpolated, previous, next, random;
} PlumeStages;

/* picture: n × d; stages: n codes from 0 in the order of time, NaN for none; withheld: an inner
 * one, else %PLUME_ERROR_USAGE; fraction: f in [0, 1]. At most 2,000 points a stage are taken. */
PlumeStages *plume_stages_new (const PlumePoints *picture,
                               const PlumeArray *stages,
                               guint withheld,
                               double fraction,
                               guint64 seed,
                               PlumeTask *task,
                               GError **error);
void plume_stages_free (PlumeStages *stages);

gboolean plume_stage_distance (const PlumePoints *a,
                               const PlumePoints *b,
                               PlumeStageDistance *distance,
                               PlumeTask *task,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStages, plume_stages_free)

G_END_DECLS
