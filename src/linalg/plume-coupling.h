/* plume-coupling.h: which point of one set belongs to which of another.
 *
 * Optimal assignment by shortest augmenting paths (Jonker & Volgenant 1987), and entropic transport
 * by Sinkhorn's iteration in the logarithmic domain (Peyré & Cuturi 2019, §4.4). It knows no
 * interpolant.
 */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

#define PLUME_SINKHORN_MOST_POINTS 2000

/**
 * PlumeSinkhorn:
 * @left: @right: f/ε′ and g/ε′ of π_ij = 1/(nm) exp (f_i + g_j − C_ij/ε′)
 * @plan: n × m, π
 * @iterations: how many it took
 * @marginal_error: Σ |what is left over| of the columns
 */
typedef struct
{
  gsize n, m;
  double *left, *right, *plan;
  guint iterations;
  double marginal_error;
} PlumeSinkhorn;

double *plume_squared_distances (gsize n, gsize m, gsize d, const double *x, const double *y);
/* Between n × d places; of more than @most, within parts of at most so many that take turns */
gboolean plume_assign_places (gsize n,
                              gsize d,
                              const double *x,
                              const double *y,
                              gsize most,
                              guint *partner,
                              PlumeTask *task,
                              GError **error);
gboolean
plume_assignment (gsize n, const double *cost, guint *partner, PlumeTask *task, GError **error);
PlumeSinkhorn *plume_sinkhorn (
    gsize n, gsize m, const double *cost, double regularization, PlumeTask *task, GError **error);
void plume_sinkhorn_free (PlumeSinkhorn *sinkhorn);
/* Pairs drawn from the plan: of point i of the left, one on the right. */
void plume_sinkhorn_draw (const PlumeSinkhorn *sinkhorn, guint64 seed, guint *partner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSinkhorn, plume_sinkhorn_free)

G_END_DECLS
