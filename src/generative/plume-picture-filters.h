/* plume-picture-filters.h: how noisy a picture is, and making it smooth.
 *
 * Pictures are height × width doubles. It knows no denoiser that learned anything.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double plume_estimate_noise (gsize height, gsize width, const double *picture);
void plume_smooth_picture (
    gsize height, gsize width, const double *picture, double deviation, double *smooth);

G_END_DECLS
