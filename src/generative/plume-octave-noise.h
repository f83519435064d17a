/* plume-octave-noise.h: noise that is not white: coarse grains count as much as fine ones.
 *
 * Wyatt et al. 2022 (AnoDDPM) take noise of several octaves so that lesions larger than a pixel
 * dissolve as well. Here a value noise: Gaussian numbers on ever finer grids, linear in between.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void plume_octave_noise (
    guint64 seed, gsize n, gsize height, gsize width, double persistence, double *normal);

G_END_DECLS
