/* plume-star-age.h: how long ago the disc was kicked, from the actions and angles of its stars.
 *
 * A kick at age t_a leaves θ − Ω t_a alike for all stars, so P_n(t) = |Σ_Ω F_n(Ω) e^(inΩt)|²/N with
 * F_n(Ω) = Σ e^(−inθ) peaks at t_a. Without a kick P is exponential of mean 1. Times in kpc/(km/s).
 * It must never know which potential it was.
 */
#pragma once

#include <complex.h>

#include "core/plume-array.h"
#include "disc/plume-stars.h"

G_BEGIN_DECLS

#define PLUME_STAR_MAX_ARMS 4

typedef struct _PlumeStarClock PlumeStarClock;

/**
 * PlumeStarEvent:
 * @age: t of the peak
 * @error: its standard error from the noise of the bins and the curvature of P
 * @power: P at the peak
 * @probability: that noise alone has a peak so high anywhere in the spectrum
 * @phase: n θ − n Ω t of the crest; for n = 1 the straight line in the plane (Ω, θ) is θ = phase +
 * Ω age
 * @phase_error: its standard error at the crest's mean frequency
 *
 * One peak of a spectrum: one kick, where it is significant.
 */
typedef struct
{
  double age;
  double error;
  double power;
  double probability;
  double phase;
  double phase_error;
} PlumeStarEvent;

/**
 * PlumeStarSpectrum:
 * @arms: n
 * @n_stars: stars that were counted
 * @step: between times
 * @power: P_n at times 0, step, 2 step, …
 * @n_bins: bins of Ω
 * @first: Ω at the middle of the first bin
 * @width: of a bin
 * @sums: (array length=n_bins): F_n, less what the selection explains
 * @squares: (array length=n_bins): F_2n, for the noise
 * @counts: (array length=n_bins): stars
 * @noise: what P is divided by, instead of N where the selection explains a part
 * @roots: (array length=n_bins): mean √J of the stars of all bins
 *
 * An age spectrum.
 */
typedef struct
{
  guint arms;
  gsize n_stars;
  double step;
  PlumeArray *power;
  guint n_bins;
  double first, width;
  double complex *sums, *squares;
  double *counts;
  double noise;
  double *roots;
} PlumeStarSpectrum;

PlumeStarClock *plume_star_clock_new (
    const PlumeStars *stars, guint n_bins, guint n_windows, PlumeTask *task, GError **error);
void plume_star_clock_free (PlumeStarClock *clock);

PlumeStarSpectrum *plume_star_clock_read (const PlumeStarClock *clock,
                                          const guint8 *selected,
                                          guint arms,
                                          double longest,
                                          PlumeTask *task,
                                          GError **error);
void plume_star_spectrum_free (PlumeStarSpectrum *spectrum);

double plume_star_spectrum_at (const PlumeStarSpectrum *spectrum, double t, double *phase);
PlumeStarEvent plume_star_spectrum_refine (const PlumeStarSpectrum *spectrum, double near);
GArray *
plume_star_spectrum_find (const PlumeStarSpectrum *spectrum, double shortest, double probability);
double plume_star_spectrum_bootstrap (const PlumeStarSpectrum *spectrum,
                                      double age,
                                      guint n_trials,
                                      guint64 seed);

double plume_star_age_seen (
    const PlumeVertical *vertical, double mean_action, double diffusion, guint arms, double age);
double plume_star_age_corrected (
    const PlumeVertical *vertical, double mean_action, double diffusion, guint arms, double seen);
double plume_star_age_corrected_with_task (const PlumeVertical *vertical,
                                           double mean_action,
                                           double diffusion,
                                           guint arms,
                                           double seen,
                                           PlumeTask *task,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStarClock, plume_star_clock_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStarSpectrum, plume_star_spectrum_free)

G_END_DECLS
