/* plume-fft.h: Fourier transforms of real numbers, and of complex planes, by FFTW, safe to call
 * from many threads.
 *
 * FFTW's planner is not thread-safe, so all plans of the program are made here, under one lock;
 * estimated plans only, so that the same input gives the same bits in every run.
 */
#pragma once

#include <complex.h>
#include <glib.h>

G_BEGIN_DECLS

void plume_fft_real (gsize n, const double *values, double complex *spectrum);
void plume_fft_real_inverse (gsize n, double complex *spectrum, double *values);
void
plume_fft_real_plane (gsize rows, gsize columns, const double *values, double complex *spectrum);
void
plume_fft_real_plane_inverse (gsize rows, gsize columns, double complex *spectrum, double *values);
void plume_fft_plane (gsize n_rows,
                      gsize n_columns,
                      const double complex *values,
                      double complex *transform,
                      gboolean backwards);

G_END_DECLS
