/* plume-fft.c: the two transforms of real data, and the lock around the planner. */
#include "linalg/plume-fft.h"

#include <fftw3.h>

static GMutex planner;

/**
 * plume_fft_real:
 * @n: number of values
 * @values: (array length=n): numbers; kept
 * @spectrum: (out): n/2 + 1 coefficients Σ v_j e^(−2πijk/n)
 *
 * O(n log n).
 */
void
plume_fft_real (gsize n, const double *values, double complex *spectrum)
{
  fftw_plan plan;

  g_mutex_lock (&planner);
  plan = fftw_plan_dft_r2c_1d ((int)n, (double *)values, (fftw_complex *)spectrum,
                               FFTW_ESTIMATE | FFTW_PRESERVE_INPUT | FFTW_UNALIGNED);
  g_mutex_unlock (&planner);
  fftw_execute (plan);
  g_mutex_lock (&planner);
  fftw_destroy_plan (plan);
  g_mutex_unlock (&planner);
}

/**
 * plume_fft_real_inverse:
 * @n: number of values
 * @spectrum: n/2 + 1 coefficients; destroyed
 * @values: (out) (array length=n): Σ s_k e^(2πijk/n) over positive and negative k, not divided by n
 *
 * O(n log n).
 */
void
plume_fft_real_inverse (gsize n, double complex *spectrum, double *values)
{
  fftw_plan plan;

  g_mutex_lock (&planner);
  plan = fftw_plan_dft_c2r_1d ((int)n, (fftw_complex *)spectrum, values,
                               FFTW_ESTIMATE | FFTW_DESTROY_INPUT | FFTW_UNALIGNED);
  g_mutex_unlock (&planner);
  fftw_execute (plan);
  g_mutex_lock (&planner);
  fftw_destroy_plan (plan);
  g_mutex_unlock (&planner);
}

/**
 * plume_fft_real_plane:
 * @rows: @columns: of the plane
 * @values: rows × columns numbers; kept
 * @spectrum: (out): rows × (columns/2 + 1) coefficients
 *
 * The transform in both directions. O(n log n).
 */
void
plume_fft_real_plane (gsize rows, gsize columns, const double *values, double complex *spectrum)
{
  fftw_plan plan;

  g_mutex_lock (&planner);
  plan = fftw_plan_dft_r2c_2d ((int)rows, (int)columns, (double *)values, (fftw_complex *)spectrum,
                               FFTW_ESTIMATE | FFTW_PRESERVE_INPUT | FFTW_UNALIGNED);
  g_mutex_unlock (&planner);
  fftw_execute (plan);
  g_mutex_lock (&planner);
  fftw_destroy_plan (plan);
  g_mutex_unlock (&planner);
}

/**
 * plume_fft_real_plane_inverse:
 * @spectrum: rows × (columns/2 + 1) coefficients; destroyed
 * @values: (out): rows × columns numbers, not divided by their number
 *
 * O(n log n).
 */
void
plume_fft_real_plane_inverse (gsize rows, gsize columns, double complex *spectrum, double *values)
{
  fftw_plan plan;

  g_mutex_lock (&planner);
  plan = fftw_plan_dft_c2r_2d ((int)rows, (int)columns, (fftw_complex *)spectrum, values,
                               FFTW_ESTIMATE | FFTW_DESTROY_INPUT | FFTW_UNALIGNED);
  g_mutex_unlock (&planner);
  fftw_execute (plan);
  g_mutex_lock (&planner);
  fftw_destroy_plan (plan);
  g_mutex_unlock (&planner);
}

/**
 * plume_fft_plane:
 * @n_rows: @n_columns: of the plane
 * @values: n_rows × n_columns complex numbers, row by row; kept
 * @transform: (out): Σ v_jk e^(∓2πi(jp/n_rows + kq/n_columns)), not divided by anything
 * @backwards: whether the sign of the exponent is +
 *
 * O(n log n) of n = n_rows · n_columns.
 */
void
plume_fft_plane (gsize n_rows,
                 gsize n_columns,
                 const double complex *values,
                 double complex *transform,
                 gboolean backwards)
{
  fftw_plan plan;

  g_mutex_lock (&planner);
  plan = fftw_plan_dft_2d ((int)n_rows, (int)n_columns, (fftw_complex *)values,
                           (fftw_complex *)transform, backwards ? FFTW_BACKWARD : FFTW_FORWARD,
                           FFTW_ESTIMATE | FFTW_PRESERVE_INPUT | FFTW_UNALIGNED);
  g_mutex_unlock (&planner);
  fftw_execute (plan);
  g_mutex_lock (&planner);
  fftw_destroy_plan (plan);
  g_mutex_unlock (&planner);
}
