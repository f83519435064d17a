/* plume-disc-diffusion.c: finite volumes in J, Strang's splitting in time.
 *
 * Half a step of winding is exact, a phase e^(−inΩΔt/2); a step of diffusion is Crank–Nicolson's,
 * with a real tridiagonal matrix that is factored once. Second order in both.
 */
#include "disc/plume-disc-diffusion.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"

/**
 * plume_disc_diffusion_action:
 * @problem: a problem
 * @cell: which cell
 *
 * Returns: J at the middle of the cell, kpc km/s
 */
double
plume_disc_diffusion_action (const PlumeDiscDiffusion *problem, gsize cell)
{
  return problem->largest * ((double)cell + 0.5) / (double)problem->n_cells;
}

/* One step of length dt: work space and factors */
typedef struct
{
  gsize n;
  double *lower, *upper; /* ½ dt times the flux coefficients through the two faces */
  double *pivot;         /* 1/pivots of the factored matrix */
  double complex *half_turn;
  double complex *right;
} Step;

static void
step_init (Step *step, const PlumeDiscDiffusion *problem, double dt)
{
  gsize n = problem->n_cells;
  double width = problem->largest / (double)n;

  *step = (Step){ n,
                  g_new (double, n),
                  g_new (double, n),
                  g_new (double, n),
                  g_new (double complex, n),
                  g_new (double complex, n) };
  for (gsize i = 0; i < n; i++)
    {
      double face = 0.5 * dt * problem->diffusion / width, diagonal;

      step->lower[i] = face * (double)i;
      step->upper[i] = i + 1 < n ? face * (double)(i + 1) : 0;
      diagonal = 1 + step->lower[i] + step->upper[i];
      if (i > 0)
        diagonal -= step->lower[i] * step->upper[i - 1] * step->pivot[i - 1];
      step->pivot[i] = 1 / diagonal;
      step->half_turn[i] = cexp (-0.5 * I * (problem->harmonic * problem->frequency[i] * dt));
    }
}

static void
step_clear (Step *step)
{
  g_free (step->lower);
  g_free (step->upper);
  g_free (step->pivot);
  g_free (step->half_turn);
  g_free (step->right);
}

static void
step_take (const Step *step, double complex *f)
{
  gsize n = step->n;
  double complex *right = step->right;

  for (gsize i = 0; i < n; i++)
    f[i] *= step->half_turn[i];
  for (gsize i = 0; i < n; i++)
    {
      double complex sum = f[i];

      if (i > 0)
        sum += step->lower[i] * (f[i - 1] - f[i]);
      if (i + 1 < n)
        sum += step->upper[i] * (f[i + 1] - f[i]);
      if (i > 0)
        sum += step->lower[i] * right[i - 1];
      right[i] = sum * step->pivot[i];
    }
  for (gsize i = n - 1; i-- > 0;)
    right[i] += step->upper[i] * step->pivot[i] * right[i + 1];
  for (gsize i = 0; i < n; i++)
    f[i] = right[i] * step->half_turn[i];
}

/**
 * plume_disc_diffusion_run:
 * @problem: a problem
 * @start: (array): f at time 0 in the cells
 * @n_times: number of times
 * @times: (array length=n_times): rising times, kpc/(km/s)
 * @f: (out) (array): one row of cells for each time
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE for a problem without cells or steps, %PLUME_ERROR_CANCELLED
 *
 * O(cells × steps). Steps are shortened so that they end at the times.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_disc_diffusion_run (const PlumeDiscDiffusion *problem,
                          const double complex *start,
                          gsize n_times,
                          const double *times,
                          double complex *f,
                          PlumeTask *task,
                          GError **error)
{
  gsize n = problem->n_cells;
  double now = 0;

  if (!(n >= 2 && problem->largest > 0 && problem->time_step > 0 && problem->diffusion >= 0))
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("Diffusion of actions needs cells, a positive time step and no negative "
             "coefficient; correct the one that is not."));
      return FALSE;
    }
  for (gsize k = 0; k < n_times; k++)
    {
      double complex *row = f + k * n;
      gsize n_steps = (gsize)ceil (MAX (times[k] - now, 0) / problem->time_step - 1e-9);
      gboolean fine = TRUE;
      Step step;

      memcpy (row, k == 0 ? start : row - n, n * sizeof *row);
      if (n_steps == 0)
        continue;
      step_init (&step, problem, (times[k] - now) / (double)n_steps);
      for (gsize i = 0; i < n_steps && fine; i++)
        {
          step_take (&step, row);
          fine = i % 64 != 0 || plume_task_check (task, error);
        }
      step_clear (&step);
      if (!fine)
        return FALSE;
      plume_task_set_progress (task, (double)(k + 1) / (double)n_times);
      now = times[k];
    }
  return TRUE;
}

/* |Σ f e^(inΩt)|² */
static double
unwound (const PlumeDiscDiffusion *problem, const double complex *f, double t)
{
  double complex sum = 0;

  for (gsize i = 0; i < problem->n_cells; i++)
    sum += f[i] * cexp (I * (problem->harmonic * problem->frequency[i] * t));
  return creal (sum * conj (sum));
}

/**
 * plume_disc_diffusion_age:
 * @problem: a problem
 * @f: (array): a harmonic in the cells
 * @from: smallest age, kpc/(km/s)
 * @to: largest age
 *
 * The age at which |∫ f e^(inΩt) dJ|² is largest: what unwinding finds. The inner cells are erased
 * first, so after diffusion this is less than the true age.
 *
 * Returns: the apparent age, kpc/(km/s)
 */
double
plume_disc_diffusion_age (const PlumeDiscDiffusion *problem,
                          const double complex *f,
                          double from,
                          double to)
{
  const double golden = 0.6180339887498949;
  double step = (to - from) / 256, best = from, largest = -1, low, high;

  for (guint i = 0; i <= 256; i++)
    {
      double power = unwound (problem, f, from + i * step);

      if (power > largest)
        {
          largest = power;
          best = from + i * step;
        }
    }
  low = best - step;
  high = best + step;
  for (guint i = 0; i < 30; i++)
    {
      double a = high - golden * (high - low), b = low + golden * (high - low);

      if (unwound (problem, f, a) > unwound (problem, f, b))
        high = b;
      else
        low = a;
    }
  return 0.5 * (low + high);
}
