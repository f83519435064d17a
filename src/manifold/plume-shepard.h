/* plume-shepard.h: how a picture keeps distances: pairs of points, the distance that is meant and
 * the one that is drawn (Shepard 1962).
 *
 * Of many pairs a fixed choice is taken. It knows no figures.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "manifold/plume-distances.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

#define PLUME_SHEPARD_BINS 24

/**
 * PlumeShepard:
 * @meant: @drawn: one a pair
 * @middle: @low: @median: @high: of bins of the meant distance with at least 8 pairs: the middle of
 * the bin, the quartiles of what is drawn
 * @correlation: rank correlation of all the pairs
 * @scale: that brings drawn distances nearest to meant ones: Σ md/Σ d²
 */
typedef struct
{
  PlumeArray *meant, *drawn;
  PlumeArray *middle, *low, *median, *high;
  double correlation, scale;
} PlumeShepard;

PlumeShepard *plume_shepard_new (const PlumeDistances *meant,
                                 const PlumePoints *picture,
                                 gsize most_pairs,
                                 guint64 seed,
                                 PlumeTask *task,
                                 GError **error);
void plume_shepard_free (PlumeShepard *shepard);
gsize plume_shepard_get_bytes (const PlumeShepard *shepard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeShepard, plume_shepard_free)

G_END_DECLS
