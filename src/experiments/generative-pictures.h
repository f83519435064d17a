/* generative-pictures.h: how experiments show pictures: grids of them, how many training pictures
 * are still alive, and power spectra.
 *
 * It fills axes with marks from plain numbers. It knows no experiment, no denoiser and no solver.
 */
#pragma once

#include "figure/plume-figure.h"

G_BEGIN_DECLS

/* n_rows × n_columns pictures of height × width, values in [−1, 1], NaN is nothing; picture number
 * row · n_columns + column. Rows have titles where given (n_rows of them, NULL-terminated). */
PlumeMark *scene_add_picture_grid (PlumeAxes *axes,
                                   const char *id,
                                   gsize n_rows,
                                   gsize n_columns,
                                   const double *pictures,
                                   gsize height,
                                   gsize width,
                                   const char *const *row_titles);
/* exp (H (W)) of n samples against λ: @n_live is lambda->length × n; each sample thin, their
 * geometric mean thick, and where the mean falls below 2 (collapse) a rule. */
void scene_add_live_pictures (PlumeAxes *axes, PlumeArray *lambda, gsize n, const double *n_live);
/* A rule where the greatest variance of the data equals the noise, α² Λ = σ²: there samples choose
 * their kind (speciation). */
void scene_add_speciation (PlumeAxes *axes, double greatest_variance);
/* A curve of power against wave number; wave number 0 is left out. Axes are set by the first. */
PlumeMark *scene_add_spectrum (
    PlumeAxes *axes, const char *id, const char *label, const PlumeArray *power, PlumeInk ink);
/* lg power against λ (evenly spaced) and wave number: @power is lambda->length × n_waves. */
PlumeMark *scene_add_spectrum_map (
    PlumeAxes *axes, const char *id, const PlumeArray *lambda, gsize n_waves, const double *power);

G_END_DECLS
