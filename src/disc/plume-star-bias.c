/* plume-star-bias.c: how much too young scattering makes a phase spiral look.
 *
 * One harmonic of ∂f/∂t + inΩf = ∂_J[γJ ∂_J f] after a small kick, f(J,0) ∝ J^(n/2) e^(−J/J0), in
 * x = √J where the operator is γ/(4x) ∂_x(x ∂_x f): finite volumes, Crank–Nicolson for the
 * scattering between exact half turns. The age that is seen is where |∫ f e^(inΩt) dJ|² peaks.
 */
#include <complex.h>
#include <math.h>

#include "disc/plume-star-age.h"

#define CELLS 1500
#define STEPS 300

typedef struct
{
  double x[CELLS], omega[CELLS];
  double complex f[CELLS], half_turn[CELLS];
  double lower[CELLS], middle[CELLS], upper[CELLS];
} Harmonic;

static void
set_up (Harmonic *h, const PlumeVertical *vertical, double mean_action, guint arms)
{
  double largest = MIN (plume_vertical_largest_action (vertical) * (1 - 1e-6), 14 * mean_action);
  double width = sqrt (largest) / CELLS;

  for (guint i = 0; i < CELLS; i++)
    {
      double J;

      h->x[i] = (i + 0.5) * width;
      J = h->x[i] * h->x[i];
      h->omega[i] = plume_vertical_frequency (vertical, J, NULL);
      h->f[i] = pow (h->x[i], arms) * exp (-J / mean_action);
    }
}

/* (1 − A) f_new = (1 + A) f, A = ½ Δt γ/(4x) ∂_x x ∂_x with nothing flowing through the ends */
static void
scatter (Harmonic *h, double strength, double complex *right)
{
  double width = h->x[1] - h->x[0];
  double complex *f = h->f;

  for (guint i = 0; i < CELLS; i++)
    {
      double unit = strength / (h->x[i] * width * width);

      h->lower[i] = i > 0 ? unit * (h->x[i] - 0.5 * width) : 0;
      h->upper[i] = i + 1 < CELLS ? unit * (h->x[i] + 0.5 * width) : 0;
      h->middle[i] = 1 + h->lower[i] + h->upper[i];
      right[i] = f[i] * (2 - h->middle[i]);
      if (i > 0)
        right[i] += h->lower[i] * f[i - 1];
      if (i + 1 < CELLS)
        right[i] += h->upper[i] * f[i + 1];
    }
  for (guint i = 1; i < CELLS; i++)
    {
      double factor = h->lower[i] / h->middle[i - 1];

      h->middle[i] -= factor * h->upper[i - 1];
      right[i] += factor * right[i - 1];
    }
  for (guint i = CELLS; i-- > 0;)
    f[i] = (right[i] + (i + 1 < CELLS ? h->upper[i] * f[i + 1] : 0)) / h->middle[i];
}

/* Half a step of winding */
static void
turn (Harmonic *h)
{
  for (guint i = 0; i < CELLS; i++)
    {
      double a = creal (h->f[i]), b = cimag (h->f[i]);
      double c = creal (h->half_turn[i]), d = cimag (h->half_turn[i]);

      h->f[i] = CMPLX (a * c - b * d, a * d + b * c);
    }
}

static double
power_at (const Harmonic *h, guint arms, double t)
{
  double complex sum = 0;

  for (guint i = 0; i < CELLS; i++)
    sum += h->f[i] * h->x[i] * cexp (I * (arms * (h->omega[i] - h->omega[0]) * t));
  return creal (sum * conj (sum));
}

/* Golden section between from and to */
static double
find_peak (const Harmonic *h, guint arms, double from, double to)
{
  const double ratio = 0.6180339887498949;
  double a = to - ratio * (to - from), b = from + ratio * (to - from);
  double power_a = power_at (h, arms, a), power_b = power_at (h, arms, b);

  while (to - from > 1e-5 * to)
    if (power_a > power_b)
      {
        to = b, b = a, power_b = power_a;
        a = to - ratio * (to - from);
        power_a = power_at (h, arms, a);
      }
    else
      {
        from = a, a = b, power_a = power_b;
        b = from + ratio * (to - from);
        power_b = power_at (h, arms, b);
      }
  return 0.5 * (from + to);
}

/* The age seen; NaN where the task was cancelled */
static double
see (const PlumeVertical *vertical,
     double mean_action,
     double diffusion,
     guint arms,
     double age,
     PlumeTask *task)
{
  g_autofree Harmonic *h = g_new (Harmonic, 1);
  g_autofree double complex *right = g_new (double complex, CELLS);
  double step = age / STEPS, best = 0, highest = -1;

  if (!(age > 0 && diffusion > 0))
    return age;
  set_up (h, vertical, MAX (mean_action - diffusion * age, 0.1 * mean_action), arms);
  for (guint i = 0; i < CELLS; i++)
    h->half_turn[i] = cexp (-I * (arms * h->omega[i] * 0.5 * step));
  for (guint k = 0; k < STEPS; k++)
    {
      if (plume_task_is_cancelled (task))
        return NAN;
      turn (h);
      scatter (h, step * diffusion / 8, right);
      turn (h);
    }
  for (guint k = 20; k <= 130; k++)
    {
      double t = age * k / 100.0, power;

      if (plume_task_is_cancelled (task))
        return NAN;
      power = power_at (h, arms, t);
      if (power > highest)
        {
          highest = power;
          best = t;
        }
    }
  return find_peak (h, arms, best - 0.02 * age, best + 0.02 * age);
}

/**
 * plume_star_age_seen:
 * @vertical: tables of the place of the stars
 * @mean_action: J0 of the stars today, kpc km/s; it was less by γ times the age at the kick
 * @diffusion: γ, (kpc km/s) per kpc/(km/s)
 * @arms: n
 * @age: true age, kpc/(km/s)
 *
 * Returns: the age at which the spectrum of infinitely many stars peaks
 */
double
plume_star_age_seen (
    const PlumeVertical *vertical, double mean_action, double diffusion, guint arms, double age)
{
  return see (vertical, mean_action, diffusion, arms, age, NULL);
}

/**
 * plume_star_age_corrected_with_task:
 * @vertical: tables of the place of the stars
 * @mean_action: J0 of the stars today, kpc km/s
 * @diffusion: γ, (kpc km/s) per kpc/(km/s)
 * @arms: n
 * @seen: age of the peak, kpc/(km/s)
 * @task: (nullable): cancels within a few milliseconds
 * @error: %PLUME_ERROR_CANCELLED
 *
 * The true age whose spectrum peaks at @seen, by the secant method; about a tenth of a second.
 *
 * Returns: the age; NaN where scattering lets none be seen (then there is no error), or cancelled
 */
double
plume_star_age_corrected_with_task (const PlumeVertical *vertical,
                                    double mean_action,
                                    double diffusion,
                                    guint arms,
                                    double seen,
                                    PlumeTask *task,
                                    GError **error)
{
  double a = seen, b, of_a, of_b;

  if (!plume_task_check (task, error))
    return NAN;
  if (!(seen > 0 && diffusion > 0))
    return seen;
  of_a = see (vertical, mean_action, diffusion, arms, a, task);
  b = a + (seen - of_a);
  for (int i = 0; i < 12; i++)
    {
      double next;

      if (!plume_task_check (task, error))
        return NAN;
      of_b = see (vertical, mean_action, diffusion, arms, b, task);
      if (!plume_task_check (task, error))
        return NAN;
      if (fabs (of_b - seen) < 1e-4 * seen)
        return b;
      if (!(fabs (of_b - of_a) > 0.05 * fabs (b - a)))
        return NAN;
      next = b + (seen - of_b) * (b - a) / (of_b - of_a);
      a = b;
      of_a = of_b;
      b = CLAMP (next, 0.5 * seen, 4 * seen);
    }
  return NAN;
}

/**
 * plume_star_age_corrected:
 * @vertical: tables of the place of the stars
 * @mean_action: J0 of the stars today, kpc km/s
 * @diffusion: γ, (kpc km/s) per kpc/(km/s)
 * @arms: n
 * @seen: age of the peak, kpc/(km/s)
 *
 * plume_star_age_corrected_with_task() for those that nobody stops.
 *
 * Returns: the age; NaN where scattering lets none be seen
 */
double
plume_star_age_corrected (
    const PlumeVertical *vertical, double mean_action, double diffusion, guint arms, double seen)
{
  return plume_star_age_corrected_with_task (vertical, mean_action, diffusion, arms, seen, NULL,
                                             NULL);
}
