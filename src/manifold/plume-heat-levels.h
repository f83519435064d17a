/* plume-heat-levels.h: all columns of heat at times √2 apart, one after the other; private to the
 * room.
 *
 * Two kernels to begin with, then their squares in turn: one matrix product a time. It knows no
 * distances.
 */
#pragma once

#include "manifold/plume-heat-operator.h"

G_BEGIN_DECLS

typedef struct _PlumeHeatLevels PlumeHeatLevels;

PlumeHeatLevels *plume_heat_levels_new (const PlumeHeatOperator *generator, double from);
void plume_heat_levels_free (PlumeHeatLevels *levels);
const PlumeHeat *plume_heat_levels_next (PlumeHeatLevels *levels, PlumeTask *task, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeatLevels, plume_heat_levels_free)

G_END_DECLS
