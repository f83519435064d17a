/* plume-disc-satellite-kernel.c: the history of a satellite's pull as harmonics of the vertical
 * motion.
 *
 * At each moment Φ₁(z) = −GM/√(d² + ε²) + GM z Z/(r_s² + ε²)^{3/2} is a Chebyshev series in z, so
 * the harmonics of 16 polynomials, found once, serve all moments, and the integrals over time are
 * sums of 16 coefficients times powers of e^{iΩτ}.
 */
#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "disc/plume-disc-satellites.h"
#include "linalg/plume-bessel.h"

#define TERMS 16
#define HALF  (TERMS / 2)

/* Coefficients of odd and even polynomials at one moment, weights of the integral included */
typedef struct
{
  double time;
  double odd[HALF], even[HALF];
} Moment;

static double
smooth_step (double x)
{
  x = CLAMP (x, 0, 1);
  return x * x * (3 - 2 * x);
}

/* Gregory's weights, of fourth order at both ends */
static double
end_weight (gsize i, gsize n)
{
  static const double weights[] = { 3.0 / 8, 7.0 / 6, 23.0 / 24 };
  gsize from_end = MIN (i, n - 1 - i);

  return from_end < 3 ? weights[from_end] : 1;
}

static void
fill_moment (Moment *moment,
             const double cosines[TERMS][TERMS],
             const PlumeDiscGrid *grid,
             const PlumeDiscBody *body,
             const double place[3],
             const double at[3],
             double weight)
{
  double strength = -PLUME_DISC_GRAVITY * body->mass * weight;
  double soft = body->softening * body->softening, value[TERMS];
  double across = (place[0] - at[0]) * (place[0] - at[0]) + (place[1] - at[1]) * (place[1] - at[1]);
  double far = at[0] * at[0] + at[1] * at[1] + at[2] * at[2] + soft;
  double indirect = -at[2] / (far * sqrt (far));

  for (guint j = 0; j < TERMS; j++)
    {
      double z = grid->highest * cosines[1][j], up = z - at[2];

      value[j] = strength * (1 / sqrt (across + up * up + soft) + indirect * z);
    }
  for (guint k = 0; k < TERMS; k++)
    {
      double sum = 0;

      for (guint j = 0; j < TERMS; j++)
        sum += value[j] * cosines[k][j];
      sum *= (k == 0 ? 1.0 : 2.0) / TERMS;
      if (k % 2 == 1)
        moment->odd[k / 2] = sum;
      else
        moment->even[k / 2] = sum;
    }
}

typedef struct
{
  const PlumeDiscGrid *grid;
  const PlumeDiscBody *body;
  const PlumeDiscOrbit *orbit;
  const PlumeDiscPast *past;
  gsize n_moments;
  double step;
  Moment *moments;
  double complex *kernel;
} History;

static void
fill_moments (gsize from, gsize to, gpointer data)
{
  const History *history = data;
  const PlumeDiscPast *past = history->past;
  double R = plume_vertical_get_radius (history->grid->vertical);
  double spin =
      plume_disc_potential_frequencies (plume_vertical_get_potential (history->grid->vertical), R)
          .azimuthal;
  double cosines[TERMS][TERMS];

  for (guint k = 0; k < TERMS; k++)
    for (guint j = 0; j < TERMS; j++)
      cosines[k][j] = cos (G_PI * (double)(k * (2 * j + 1) % (4 * TERMS)) / (2 * TERMS));
  for (gsize i = from; i < to; i++)
    {
      double t = -history->step * (double)(history->n_moments - 1 - i);
      double azimuth = G_PI - spin * t, at[3], velocity[3];
      double place[3] = { R * cos (azimuth), R * sin (azimuth), 0 };
      double weight = history->step * end_weight (i, history->n_moments);

      if (past->turn_on > 0)
        weight *= smooth_step ((t + past->span) / past->turn_on);
      if (past->turn_off > 0)
        weight *= smooth_step (-t / past->turn_off);
      plume_disc_orbit_at (history->orbit, t, at, velocity);
      history->moments[i].time = t;
      fill_moment (&history->moments[i], cosines, history->grid, history->body, place, at, weight);
    }
}

/* Σ over moments of the coefficients times the first four powers of e^{iΩτ}: rows n, cosine then
 * sine */
PLUME_VECTOR_CLONES static void
sum_moments (gsize n,
             const Moment *moments,
             double step,
             double omega,
             double cloud_rate,
             double sums[restrict 2 * PLUME_DISC_HARMONICS][HALF])
{
  double turn_re = cos (omega * step), turn_im = sin (omega * step), re = 1, im = 0;

  memset (sums, 0, 2 * PLUME_DISC_HARMONICS * sizeof *sums);
  for (gsize i = 0; i < n; i++)
    {
      const Moment *moment = &moments[i];
      double c[5], s[5], next;

      if (i % 256 == 0)
        {
          re = cos (omega * moment->time);
          im = sin (omega * moment->time);
        }
      c[1] = re, s[1] = im;
      c[2] = re * re - im * im, s[2] = 2 * re * im;
      c[3] = c[2] * re - s[2] * im, s[3] = c[2] * im + s[2] * re;
      c[4] = c[2] * c[2] - s[2] * s[2], s[4] = 2 * c[2] * s[2];
      if (cloud_rate > 0)
        {
          double age = -moment->time, fall = cloud_rate * age * age * age;

          for (guint m = 1; m <= 4; m++)
            {
              double damping = exp (-fall * m * m);

              c[m] *= damping;
              s[m] *= damping;
            }
        }
      for (guint k = 0; k < HALF; k++)
        {
          sums[0][k] += c[1] * moment->odd[k];
          sums[1][k] += s[1] * moment->odd[k];
          sums[2][k] += c[2] * moment->even[k];
          sums[3][k] += s[2] * moment->even[k];
          sums[4][k] += c[3] * moment->odd[k];
          sums[5][k] += s[3] * moment->odd[k];
          sums[6][k] += c[4] * moment->even[k];
          sums[7][k] += s[4] * moment->even[k];
        }
      next = re * turn_re - im * turn_im;
      im = re * turn_im + im * turn_re;
      re = next;
    }
}

static void
fill_kernel (gsize from, gsize to, gpointer data)
{
  const History *history = data;
  const PlumeDiscGrid *grid = history->grid;

  for (gsize i = from; i < to; i++)
    {
      double slope = grid->frequency_slope[i];
      double cloud_rate = history->past->diffusion * grid->action[i] * slope * slope / 3;
      double sums[2 * PLUME_DISC_HARMONICS][HALF];
      double complex total[PLUME_DISC_HARMONICS] = { 0 };

      sum_moments (history->n_moments, history->moments, history->step, grid->frequency[i],
                   cloud_rate, sums);
      for (guint k = 0; k < HALF; k++)
        {
          double even[PLUME_DISC_QUARTER], odd[PLUME_DISC_QUARTER];
          double complex harmonics[PLUME_DISC_HARMONICS];

          for (guint j = 0; j < PLUME_DISC_QUARTER; j++)
            {
              double x = MIN (grid->height[i * PLUME_DISC_QUARTER + j] / grid->highest, 1);
              double angle = acos (x);

              even[j] = cos (2 * k * angle);
              odd[j] = cos ((2 * k + 1) * angle);
            }
          plume_disc_grid_harmonics (even, odd, harmonics);
          for (guint n = 0; n < PLUME_DISC_HARMONICS; n++)
            total[n] += harmonics[n] * (sums[2 * n][k] + I * sums[2 * n + 1][k]);
        }
      for (guint n = 0; n < PLUME_DISC_HARMONICS; n++)
        history->kernel[n * grid->n + i] = total[n];
    }
}

/**
 * plume_disc_satellite_kernel:
 * @grid: actions
 * @body: the satellite; its mass and softening
 * @orbit: its past, at least as long as @past
 * @past: what of it counts
 * @kernel: (out) (array): ∫ Φ_n(J,τ) e^(inΩτ) dτ, four rows n = 1…4 of one value an action
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE where the orbit is too short, %PLUME_ERROR_CANCELLED
 *
 * O(actions × moments). Proportional to the mass.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_disc_satellite_kernel (const PlumeDiscGrid *grid,
                             const PlumeDiscBody *body,
                             const PlumeDiscOrbit *orbit,
                             const PlumeDiscPast *past,
                             double complex *kernel,
                             PlumeTask *task,
                             GError **error)
{
  History history = { grid, body, orbit, past, .kernel = kernel };
  g_autofree Moment *moments = NULL;

  if (!(past->span > 0 && past->time_step > 0 && past->span / past->time_step < 1e6
        && -plume_disc_orbit_end (orbit) >= past->span * (1 - 1e-9)))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("The pull of a satellite over %.0f Myr cannot be summed from an orbit of %.0f "
             "Myr; follow the orbit longer."),
          past->span * PLUME_DISC_TIME_MYR, -plume_disc_orbit_end (orbit) * PLUME_DISC_TIME_MYR);
      return FALSE;
    }
  history.n_moments = MAX ((gsize)ceil (past->span / past->time_step - 1e-9), 5) + 1;
  history.step = past->span / (double)(history.n_moments - 1);
  history.moments = moments = g_new (Moment, history.n_moments);
  return plume_parallel_for (history.n_moments, 256, fill_moments, &history, task, error)
         && plume_parallel_for (grid->n, 8, fill_kernel, &history, task, error);
}
