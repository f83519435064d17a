/* plume-column-lattice-problem.c: problems of the nonlinear column and their results: what makes
 * sense, how fine a lattice must be, and the boxes that every engine fills. It must never know how
 * a lattice runs.
 */
#include "transport/plume-column-lattice.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"

static PlumeTransfer
component_transfer (const PlumeLatticeProblem *problem, guint i)
{
  return (PlumeTransfer){
    .hold_up_time = problem->hold_up_time,
    .retention_factor = problem->components[i].retention_factor,
    .desorption_rate = problem->components[i].desorption_rate,
    .boundary = problem->peclet > 0 ? PLUME_BOUNDARY_CLOSED : PLUME_BOUNDARY_PLUG,
    .peclet = problem->peclet,
  };
}

/**
 * plume_lattice_cells:
 * @problem: the problem; its n_cells is not read
 *
 * The number of cells that resolves the narrowest peak (Δt ≤ σ/6) and keeps the exchange positive
 * (λΔt ≤ 2). More than %PLUME_LATTICE_MAX_CELLS ask for the equilibrium–dispersive form.
 *
 * Returns: N
 */
gsize
plume_lattice_cells (const PlumeLatticeProblem *problem)
{
  double step = problem->hold_up_time / 50;

  for (guint i = 0; i < problem->n_components; i++)
    {
      PlumeTransfer transfer = component_transfer (problem, i);
      double sigma = sqrt (plume_transfer_moments (&transfer).variance
                           + plume_inlet_moments (problem->inlet).variance);

      step = MIN (step, sigma / 6);
      step = MIN (step, 2 / ((1 + transfer.retention_factor) * transfer.desorption_rate));
    }
  return (gsize)MIN (ceil (problem->hold_up_time / step), 1e9);
}

/**
 * plume_lattice_end_time:
 * @problem: the problem; its end_time is not read
 *
 * Returns: a time at which every peak has left, s
 */
double
plume_lattice_end_time (const PlumeLatticeProblem *problem)
{
  double end = 0;

  for (guint i = 0; i < problem->n_components; i++)
    {
      PlumeTransfer transfer = component_transfer (problem, i);
      PlumeMoments moments = plume_transfer_moments (&transfer);

      end = MAX (end, moments.mean
                          + 12 * sqrt (moments.variance)
                                * (1 + 0.5 * moments.third / pow (moments.variance + 1e-300, 1.5)));
    }
  return end + plume_inlet_end (problem->inlet);
}

/**
 * plume_lattice_check:
 * @problem: a problem
 * @error: %PLUME_ERROR_USAGE naming what makes no sense
 *
 * Returns: %FALSE on error
 */
gboolean
plume_lattice_check (const PlumeLatticeProblem *problem, GError **error)
{
  const char *wrong = NULL;

  if (problem->n_components < 1 || problem->n_components > PLUME_LATTICE_MAX_COMPONENTS)
    wrong = _ ("The number of components must lie between 1 and 20; choose another value.");
  else if (!(problem->hold_up_time > 0))
    wrong = _ ("The hold-up time must be positive; choose another value.");
  else if (problem->n_cells > 0 && problem->n_cells < 8)
    wrong = _ ("The number of cells must be 8 at least; choose another value.");
  else if (!(problem->peclet >= 0))
    wrong = _ ("The Péclet number must not be negative; choose another value.");
  else if (problem->conditions != NULL && !(problem->end_time > 0))
    wrong = _ ("The end time of a programme must be given; choose another value.");
  for (guint i = 0; wrong == NULL && i < problem->n_components; i++)
    if (!(problem->components[i].retention_factor >= 0))
      wrong = _ ("The retention factor must not be negative; choose another value.");
    else if (!(problem->components[i].desorption_rate > 0))
      wrong = _ ("The desorption rate must be positive; choose another value.");
    else if (!(problem->components[i].capacity > 0))
      wrong = _ ("The capacity of the surface must be positive; choose another value.");
    else if (!(problem->components[i].concentration >= 0))
      wrong = _ ("The inlet concentration must not be negative; choose another value.");
  if (wrong == NULL)
    return plume_inlet_check (problem->inlet, error);
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE, wrong);
  return FALSE;
}

/**
 * plume_lattice_result_new:
 * @problem: a problem with its number of cells filled in
 * @n_steps: number of time steps
 *
 * Returns: (transfer full): an empty result, for the engines that fill one
 */
PlumeLatticeResult *
plume_lattice_result_new (const PlumeLatticeProblem *problem, gsize n_steps)
{
  PlumeLatticeResult *result = g_atomic_rc_box_new0 (PlumeLatticeResult);

  result->n_components = problem->n_components;
  result->n_cells = problem->n_cells;
  result->time = plume_array_new (n_steps);
  for (guint i = 0; i < problem->n_components; i++)
    result->outlet[i] = plume_array_new (n_steps);
  if (problem->map_positions == 0 || problem->map_times == 0)
    return result;
  result->map_fraction = plume_array_new (problem->map_positions);
  for (gsize row = 0; row < problem->map_positions; row++)
    result->map_fraction->values[row] =
        ((double)(row * problem->n_cells / problem->map_positions) + 0.5)
        / (double)problem->n_cells;
  result->map_time = plume_array_new (problem->map_times);
  for (guint i = 0; i < problem->n_components; i++)
    {
      result->map_gas[i] = plume_array_new (problem->map_positions * problem->map_times);
      result->map_adsorbed[i] = plume_array_new (problem->map_positions * problem->map_times);
    }
  return result;
}

PlumeLatticeResult *
plume_lattice_result_ref (PlumeLatticeResult *result)
{
  return g_atomic_rc_box_acquire (result);
}

static void
result_clear (gpointer data)
{
  PlumeLatticeResult *result = data;

  g_clear_pointer (&result->time, plume_array_unref);
  g_clear_pointer (&result->map_fraction, plume_array_unref);
  g_clear_pointer (&result->map_time, plume_array_unref);
  for (guint i = 0; i < result->n_components; i++)
    {
      g_clear_pointer (&result->outlet[i], plume_array_unref);
      g_clear_pointer (&result->map_gas[i], plume_array_unref);
      g_clear_pointer (&result->map_adsorbed[i], plume_array_unref);
    }
}

void
plume_lattice_result_unref (PlumeLatticeResult *result)
{
  if (result != NULL)
    g_atomic_rc_box_release_full (result, result_clear);
}
