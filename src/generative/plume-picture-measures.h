/* plume-picture-measures.h: numbers that say how good, how new and how broken pictures are.
 *
 * Pictures are rows of height × width doubles, usually in [−1, 1]. It knows no denoiser.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "generative/plume-pictures.h"

G_BEGIN_DECLS

/* 10 lg (range² / mean square difference), dB; +∞ where they are equal. */
double plume_psnr (gsize length, const double *a, const double *b, double range);
/* Wang et al. 2004, doi 10.1109/TIP.2003.819861: Gaussian window of 1.5 pixels, 11 × 11, K₁ = 0.01,
 * K₂ = 0.03, population moments, mean over windows inside the picture. */
double plume_ssim (gsize height, gsize width, const double *a, const double *b, double range);
/* Of n samples: distance to the nearest picture of the set, as root mean square over pixels, and
 * which; either may be NULL. */
gboolean plume_nearest_picture (const PlumePictures *pictures,
                                gsize n,
                                const double *samples,
                                double *rms,
                                gsize *nearest,
                                PlumeTask *task,
                                GError **error);
/* Power |F|²/(HW) averaged over rings of whole wave numbers k = 0 … min (H, W)/2 and over n
 * pictures; white noise of variance v has power v at every k. */
PlumeArray *plume_power_spectrum (gsize n, gsize height, gsize width, const double *values);
/* The magnitude of divergence artefacts (Wizadwongsa et al. 2024): |x − mean|/deviation per pixel,
 * greatest of pool × pool, what is below the threshold set to 0; the mean of that. @deviation: d,
 * those below a tenth of their mean count as that, since pixels that never change have none. */
double plume_artefact_score (gsize height,
                             gsize width,
                             const double *picture,
                             const double *mean,
                             const double *deviation,
                             gsize pool,
                             double threshold);
/* d standard deviations of the pixels of a set. */
PlumeArray *plume_pixel_deviations (const PlumePictures *pictures);

G_END_DECLS
