/* plume-noise-ladder.h: how to choose the noise levels and steps of annealed Langevin dynamics.
 *
 * The techniques of Song & Ermon 2020 (arXiv 2006.09011): neighbouring levels overlap, and the step
 * is such that a level ends with its own variance. It knows no score.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double plume_noise_ladder_overlap (double ratio, gsize dimension);
double plume_noise_ladder_ratio (gsize dimension);
guint plume_noise_ladder_count (double greatest, double least, gsize dimension);
double plume_noise_ladder_variance (double step, double ratio, guint n_steps);
double plume_noise_ladder_step (double ratio, guint n_steps);

G_END_DECLS
