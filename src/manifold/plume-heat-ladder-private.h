/* plume-heat-ladder-private.h: ladders on operators that are no graph's; private to the room. */
#pragma once

#include "manifold/plume-heat-ladder.h"
#include "manifold/plume-heat-operator.h"

G_BEGIN_DECLS

PlumeHeatLadder *plume_heat_ladder_new_from_operator (const PlumeHeatOperator *generator,
                                                      const double *log_sizes,
                                                      gsize m,
                                                      const guint32 *vertices,
                                                      double from,
                                                      double to,
                                                      PlumeTask *task,
                                                      GError **error);

G_END_DECLS
