/* plume-disc-unwound.c: diffusion of a harmonic in the frame that winds with it.
 *
 * With g = f e^(inΩt), κ = nΩ't and x = √J,
 *   ∂g/∂t = (γ/4x) ∂_x(x ∂_x g) − iκγJ ∂_J g − i ∂_J(κγJ g) − κ²γJ g.
 * The last term is what erases; it is taken exactly, e^(−γJ n²Ω'² (t₂³ − t₁³)/3), in halves around
 * a Crank–Nicolson step of the rest (Strang's splitting, second order). It must never know
 * perturbers.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "disc/plume-disc-diffusion.h"

/* One step: rows of the complex tridiagonal operator of the rest, and the right-hand side */
typedef struct
{
  const PlumeDiscUnwound *problem;
  double complex *lower, *diagonal, *upper, *right;
} Unwound;

static void
fill_operator (Unwound *work, double t)
{
  const PlumeDiscUnwound *problem = work->problem;
  const double *slope = problem->frequency_slope;
  double h = problem->step, gamma = problem->diffusion, wound = problem->harmonic * t;
  gsize last = problem->n_nodes - 1;

  for (gsize i = 0; i <= last; i++)
    {
      double x = (double)i * h, volume = i > 0 ? x : 0.25 * h; /* half a cell at the centre */
      double in = i > 0 ? gamma / (4 * volume * h * h) * (x - 0.5 * h) : 0;
      double out = i < last ? gamma / (4 * volume * h * h) * (x + 0.5 * h) : 0;
      double complex mix = 0, turn = 0;

      if (i > 0 && i < last)
        {
          /* −i [2 κγJ ∂_J g + ∂_J(κγJ) g], ∂_J = ∂_x/2x */
          double below = wound * slope[i - 1] * (x - h) * (x - h);
          double above = wound * slope[i + 1] * (x + h) * (x + h);

          mix = -I * (gamma * wound * slope[i] * x / (2 * h));
          turn = -I * (gamma * (above - below) / (4 * h * x));
        }
      work->lower[i] = i > 0 ? in - mix : 0;
      work->upper[i] = i < last ? out + mix : 0;
      work->diagonal[i] = turn - in - out;
    }
}

/* (1 − ½ dt L) g_new = (1 + ½ dt L) g by Thomas' elimination */
static void
step_rest (Unwound *work, double dt, double complex *g)
{
  gsize last = work->problem->n_nodes - 1;
  double complex *right = work->right, *upper = work->upper;

  for (gsize i = 0; i <= last; i++)
    {
      double complex sum = work->diagonal[i] * g[i];

      if (i > 0)
        sum += work->lower[i] * g[i - 1];
      if (i < last)
        sum += upper[i] * g[i + 1];
      right[i] = g[i] + 0.5 * dt * sum;
    }
  for (gsize i = 0; i <= last; i++)
    {
      double complex below = -0.5 * dt * work->lower[i], middle = 1 - 0.5 * dt * work->diagonal[i];

      if (i > 0)
        {
          middle -= below * upper[i - 1];
          right[i] -= below * right[i - 1];
        }
      upper[i] = -0.5 * dt * upper[i] / middle;
      right[i] /= middle;
    }
  for (gsize i = last + 1; i-- > 0;)
    g[i] = right[i] - (i < last ? upper[i] * g[i + 1] : 0);
}

static void
erase (const PlumeDiscUnwound *problem, double from, double to, double complex *g)
{
  double cubes = (to * to * to - from * from * from) / 3;

  for (gsize i = 0; i < problem->n_nodes; i++)
    {
      double root = (double)i * problem->step;
      double rate = problem->harmonic * problem->frequency_slope[i] * root;

      g[i] *= exp (-problem->diffusion * rate * rate * cubes);
    }
}

/**
 * plume_disc_unwound_run:
 * @problem: a problem
 * @start: (array): f at time 0 at the nodes
 * @n_times: number of times
 * @times: (array length=n_times): rising times, none below 0, kpc/(km/s)
 * @g: (out) (array): f e^(inΩt), one row of nodes for each time
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE for a problem without nodes or steps, %PLUME_ERROR_CANCELLED
 *
 * O(nodes × steps). Steps are shortened so that they end at the times. Depends on nothing but its
 * arguments; harmonics may run in several threads.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_disc_unwound_run (const PlumeDiscUnwound *problem,
                        const double complex *start,
                        gsize n_times,
                        const double *times,
                        double complex *g,
                        PlumeTask *task,
                        GError **error)
{
  gsize n = problem->n_nodes;
  g_autofree double complex *rows = NULL;
  Unwound work = { problem };
  double now = 0;

  if (!(n >= 3 && problem->step > 0 && problem->time_step > 0 && problem->diffusion >= 0))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("Diffusion of actions needs nodes, positive steps and no negative "
                              "coefficient; correct the one that is not."));
      return FALSE;
    }
  rows = g_new (double complex, 4 * n);
  work.lower = rows;
  work.diagonal = rows + n;
  work.upper = rows + 2 * n;
  work.right = rows + 3 * n;
  for (gsize k = 0; k < n_times; k++)
    {
      double complex *row = g + k * n;
      double span = MAX (times[k] - now, 0);
      gsize n_steps = (gsize)ceil (span / problem->time_step - 1e-9);
      double dt = n_steps > 0 ? span / (double)n_steps : 0;

      memcpy (row, k == 0 ? start : row - n, n * sizeof *row);
      for (gsize i = 0; i < n_steps; i++)
        {
          double from = now + (double)i * dt, middle = from + 0.5 * dt;

          if (i % 64 == 0 && !plume_task_check (task, error))
            return FALSE;
          erase (problem, from, middle, row);
          fill_operator (&work, middle);
          step_rest (&work, dt, row);
          erase (problem, middle, from + dt, row);
        }
      now += span;
      plume_task_set_progress (task, (double)(k + 1) / (double)n_times);
    }
  return plume_task_check (task, error);
}
