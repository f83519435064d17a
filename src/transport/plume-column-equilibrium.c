/* plume-column-equilibrium.c: SSPRK3 over the finite volumes, and the same cells by CVODE. */
#include "transport/plume-column-equilibrium.h"

#include <glib/gi18n.h>
#include <config.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "transport/plume-column-finite-volume.h"

#ifdef HAVE_SUNDIALS
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_band.h>
#include <sunmatrix/sunmatrix_band.h>
#endif

#define CELLS_PER_SIGMA 8
#define MAX_CELLS       50000

/**
 * plume_equilibrium_cells:
 * @problem: the problem; its n_cells is not read
 *
 * Returns: the number of cells with eight of them in a standard deviation of the narrowest band
 */
gsize
plume_equilibrium_cells (const PlumeLatticeProblem *problem)
{
  double plates = 100;

  for (guint i = 0; i < problem->n_components; i++)
    {
      double k = problem->components[i].retention_factor;

      if (k > 0)
        plates = MAX (plates, (1 + k) * (1 + k) * problem->components[i].desorption_rate
                                  * problem->hold_up_time / (2 * k));
    }
  return (gsize)MIN (ceil (CELLS_PER_SIGMA * sqrt (plates)), 1e9);
}

static gboolean
prepare (const PlumeLatticeProblem *problem, PlumeLatticeProblem *full, GError **error)
{
  if (!plume_lattice_check (problem, error))
    return FALSE;
  if (problem->conditions != NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("The equilibrium–dispersive form has no temperature programme; "
                              "choose the lattice or one "
                              "temperature."));
      return FALSE;
    }
  *full = *problem;
  if (full->n_cells == 0)
    full->n_cells = plume_equilibrium_cells (problem);
  if (full->end_time <= 0)
    full->end_time = plume_lattice_end_time (problem);
  if (full->n_cells <= MAX_CELLS)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("The column has so many plates that %zu"
                  " cells would be needed; choose the closed form or a "
                  "shorter column."),
               full->n_cells);
  return FALSE;
}

static void
combine (gsize n,
         double old,
         const double *before,
         double new,
         const double *stage,
         double dt,
         const double *rates,
         double *result)
{
#pragma omp simd
  for (gsize i = 0; i < n; i++)
    result[i] = old * before[i] + new *(stage[i] + dt * rates[i]);
}

/* Fills the columns of the map whose time has come. */
static gsize
record_map (PlumeLatticeResult *result,
            const PlumeFiniteVolume *cells,
            const double *total,
            double t,
            gsize column)
{
  const PlumeLatticeProblem *problem = cells->problem;
  double w[PLUME_LATTICE_MAX_COMPONENTS], c[PLUME_LATTICE_MAX_COMPONENTS];

  if (result->map_time == NULL)
    return column;
  while (column < problem->map_times
         && t >= problem->end_time * (double)(column + 1) / (double)problem->map_times
                     * (1 - 1e-12))
    {
      result->map_time->values[column] = t;
      for (gsize row = 0; row < problem->map_positions; row++)
        {
          gsize cell = row * cells->n / problem->map_positions,
                place = row * problem->map_times + column;

          for (guint j = 0; j < cells->m; j++)
            w[j] = total[j * cells->n + cell];
          plume_equilibrium_gas (cells->m, problem->components, w, c);
          for (guint j = 0; j < cells->m; j++)
            {
              result->map_gas[j]->values[place] = c[j];
              result->map_adsorbed[j]->values[place] = w[j] - c[j];
            }
        }
      column++;
    }
  return column;
}

/* The inlet at the three stages: third order where it is smooth, and always with the exact mean
 * under the scheme's weights 1/6, 1/6, 2/3. */
static void
stage_inlets (const PlumeInlet *inlet, double t, double dt, double mean, double stages[3])
{
  stages[0] = plume_inlet_value (inlet, t);
  stages[1] = plume_inlet_value (inlet, t + dt);
  stages[2] = 1.5 * (mean - (stages[0] + stages[1]) / 6);
  if (inlet->shape == PLUME_INLET_PLUG || stages[2] < 0)
    stages[0] = stages[1] = stages[2] = mean;
}

/* One step of Shu & Osher's third-order scheme; the share that leaves is integrated with the same
 * weights. */
static void
step_forward (PlumeFiniteVolume *cells,
              const double inlet[3],
              double dt,
              double *total,
              double *stage,
              double *rates,
              double *leaving)
{
  gsize length = cells->n * cells->m;

  plume_finite_volume_rates (cells, inlet[0], total, rates);
  for (guint j = 0; j < cells->m; j++)
    leaving[j] = dt * cells->leaving[j] / 6;
  combine (length, 0, total, 1, total, dt, rates, stage);
  plume_finite_volume_rates (cells, inlet[1], stage, rates);
  for (guint j = 0; j < cells->m; j++)
    leaving[j] += dt * cells->leaving[j] / 6;
  combine (length, 0.75, total, 0.25, stage, dt, rates, stage);
  plume_finite_volume_rates (cells, inlet[2], stage, rates);
  for (guint j = 0; j < cells->m; j++)
    leaving[j] += dt * cells->leaving[j] * 2 / 3;
  combine (length, 1.0 / 3, total, 2.0 / 3, stage, dt, rates, total);
}

/**
 * plume_equilibrium_run:
 * @problem: the problem; no programme
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE where more than 50,000 cells are needed,
 * %PLUME_ERROR_CANCELLED
 *
 * Outlet values are means over a time step. O(m n² (end time)/t_M).
 *
 * Returns: (transfer full) (nullable): the run
 */
PlumeLatticeResult *
plume_equilibrium_run (const PlumeLatticeProblem *problem, PlumeTask *task, GError **error)
{
  PlumeLatticeProblem full;
  PlumeFiniteVolume cells;
  g_autoptr (PlumeLatticeResult) result = NULL;
  g_autofree double *total = NULL, *stage = NULL, *rates = NULL;
  double dt;
  gsize n_steps, column = 0;

  if (!prepare (problem, &full, error))
    return NULL;
  plume_finite_volume_init (&cells, &full);
  n_steps = (gsize)ceil (full.end_time / plume_finite_volume_time_step (&cells));
  dt = full.end_time / (double)n_steps;
  total = g_new0 (double, cells.n *cells.m);
  stage = g_new0 (double, cells.n *cells.m);
  rates = g_new0 (double, cells.n *cells.m);
  result = plume_lattice_result_new (&full, n_steps);
  for (gsize step = 0; step < n_steps && !plume_task_is_cancelled (task); step++)
    {
      double t = dt * (double)step, mean = plume_inlet_mean (full.inlet, t, t + dt);
      double leaving[PLUME_LATTICE_MAX_COMPONENTS], entering[3];

      stage_inlets (full.inlet, t, dt, mean, entering);
      step_forward (&cells, entering, dt, total, stage, rates, leaving);
      result->time->values[step] = t + 0.5 * dt;
      for (guint j = 0; j < cells.m; j++)
        {
          result->outlet[j]->values[step] = leaving[j] / dt;
          result->injected[j] += mean * full.components[j].concentration * dt;
          result->eluted[j] += leaving[j];
        }
      column = record_map (result, &cells, total, t + dt, column);
      if (step % 64 == 0)
        plume_task_set_progress (task, (double)step / (double)n_steps);
    }
  for (guint j = 0; j < cells.m; j++)
    for (gsize i = 0; i < cells.n; i++)
      result->retained[j] += total[j * cells.n + i] * cells.width;
  plume_finite_volume_clear (&cells);
  if (!plume_task_check (task, error))
    return NULL;
  return g_steal_pointer (&result);
}

#ifdef HAVE_SUNDIALS

typedef struct
{
  PlumeFiniteVolume cells;
  PlumeTask *task;
  double *total, *rates; /* component by component */
} CvodeWork;

/* CVODE's vector goes cell by cell, which keeps the band narrow. */
static int
cvode_rates (realtype t, N_Vector state, N_Vector change, void *data)
{
  CvodeWork *work = data;
  const double *w = N_VGetArrayPointer (state);
  double *dw = N_VGetArrayPointer (change);
  gsize n = work->cells.n;
  guint m = work->cells.m;

  if (plume_task_is_cancelled (work->task))
    return -1;
  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < m; j++)
      work->total[j * n + i] = w[i * m + j];
  plume_finite_volume_rates (&work->cells, plume_inlet_value (work->cells.problem->inlet, t),
                             work->total, work->rates);
  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < m; j++)
      dw[i * m + j] = work->rates[j * n + i];
  return 0;
}

static gboolean
cvode_march (void *cvode,
             CvodeWork *work,
             N_Vector state,
             N_Vector change,
             gsize n,
             const double *t,
             double *c)
{
  const PlumeInlet *inlet = work->cells.problem->inlet;
  double edge = inlet->shape == PLUME_INLET_PLUG ? inlet->duration : -1;
  realtype reached = 0;

  for (gsize k = 0; k < n; k++)
    {
      if (edge > 0 && reached < edge && t[k] >= edge)
        {
          /* the end of the plug is a new initial value problem */
          CVodeSetStopTime (cvode, edge);
          if (CVode (cvode, edge, state, &reached, CV_NORMAL) < 0
              || CVodeReInit (cvode, edge, state) < 0)
            return FALSE;
        }
      if (edge > 0 && t[k] < edge)
        CVodeSetStopTime (cvode, edge);
      if (t[k] > reached && CVode (cvode, t[k], state, &reached, CV_NORMAL) < 0)
        return FALSE;
      if (cvode_rates (t[k], state, change, work) != 0)
        return FALSE;
      for (guint j = 0; j < work->cells.m; j++)
        c[j * n + k] = work->cells.leaving[j];
    }
  return TRUE;
}

static gboolean
cvode_solve (CvodeWork *work, double tolerance, gsize n, const double *t, double *c)
{
  sunindextype length = (sunindextype)(work->cells.n * work->cells.m),
               band = (sunindextype)(4 * work->cells.m - 1);
  SUNContext context = NULL;
  N_Vector state, change;
  SUNMatrix matrix;
  SUNLinearSolver solver;
  void *cvode;
  gboolean solved;

  if (SUNContext_Create (NULL, &context) != 0)
    return FALSE;
  state = N_VNew_Serial (length, context);
  change = N_VNew_Serial (length, context);
  matrix = SUNBandMatrix (length, band, band, context);
  solver = SUNLinSol_Band (state, matrix, context);
  cvode = CVodeCreate (CV_BDF, context);
  N_VConst (0, state);
  CVodeSetErrFile (cvode, NULL);
  solved = CVodeInit (cvode, cvode_rates, 0, state) == CV_SUCCESS
           && CVodeSStolerances (cvode, tolerance, tolerance) == CV_SUCCESS
           && CVodeSetUserData (cvode, work) == CV_SUCCESS
           && CVodeSetLinearSolver (cvode, solver, matrix) == CV_SUCCESS
           && CVodeSetMaxNumSteps (cvode, 1000000) == CV_SUCCESS
           && cvode_march (cvode, work, state, change, n, t, c);
  CVodeFree (&cvode);
  SUNLinSolFree (solver);
  SUNMatDestroy (matrix);
  N_VDestroy (change);
  N_VDestroy (state);
  SUNContext_Free (&context);
  return solved;
}

#endif

/**
 * plume_equilibrium_cvode:
 * @problem: the problem; no programme
 * @tolerance: relative and absolute tolerance in time
 * @n: number of times
 * @t: (array length=n): increasing times, s
 * @c: (out): outlet concentrations, m rows of @n
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE where CVODE gives up or is not built in,
 * %PLUME_ERROR_CANCELLED
 *
 * The same cells in time by backward differentiation formulas with a banded Newton solver (SUNDIALS
 * CVODE): a cross-check, and slow.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_equilibrium_cvode (const PlumeLatticeProblem *problem,
                         double tolerance,
                         gsize n,
                         const double *t,
                         double *c,
                         PlumeTask *task,
                         GError **error)
{
#ifdef HAVE_SUNDIALS
  PlumeLatticeProblem full;
  CvodeWork work = { .task = task };
  gboolean solved;

  if (!prepare (problem, &full, error))
    return FALSE;
  plume_finite_volume_init (&work.cells, &full);
  work.total = g_new0 (double, work.cells.n *work.cells.m);
  work.rates = g_new0 (double, work.cells.n *work.cells.m);
  solved = cvode_solve (&work, tolerance, n, t, c);
  plume_finite_volume_clear (&work.cells);
  g_free (work.total);
  g_free (work.rates);
  if (solved || !plume_task_check (task, error))
    return solved;
  g_set_error_literal (
      error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
      _ ("CVODE did not reach the end of the chromatogram; loosen its tolerance or "
         "use the explicit scheme."));
#else
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("This program was built without SUNDIALS; use the explicit scheme."));
#endif
  return FALSE;
}
