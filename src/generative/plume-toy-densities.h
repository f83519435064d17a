/* plume-toy-densities.h: the usual shapes of the plane, as mixtures of Gaussians, so that every
 * score, density and likelihood of them is exact.
 *
 * Shapes fit into [−3, 3]². Curves are chains of Gaussians that are drawn out along the curve. It
 * knows nothing of what is done with them.
 */
#pragma once

#include "generative/plume-mixture.h"

G_BEGIN_DECLS

/**
 * PlumeToyDensity:
 * @n_classes: labels; component k of K has the label ⌊k n_classes / K⌋
 * @make: the mixture
 *
 * A row of the table of shapes.
 */
typedef struct
{
  const char *id, *title;
  guint n_classes;
  PlumeMixture *(*make) (void);
} PlumeToyDensity;

extern const PlumeToyDensity plume_toy_densities[]; /* ended by an entry without id */
const PlumeToyDensity *plume_toy_density_find (const char *id);

/* The components with a label; returns their number. */
guint plume_toy_density_class (const PlumeToyDensity *density,
                               const PlumeMixture *mixture,
                               guint label,
                               guint *components);

G_END_DECLS
