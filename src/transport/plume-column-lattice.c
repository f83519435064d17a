/* plume-column-lattice.c: the characteristic lattice.
 *
 * Cells of equal travel time Δθ = t_M/N and a time step Δt = Δθ: the carrier's motion is a shift by
 * one cell, here a moving pointer, and exact. Strang: shift, dispersion (Crank–Nicolson, no flux
 * through the ends besides the carrier's, which is Danckwerts' closed column), exchange. The value
 * that leaves in a step belongs to the middle of the step. Components without competition are
 * independent and run apart, each in the window of cells where it is.
 */
#include "transport/plume-column-lattice.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "transport/plume-column-exchange.h"

#define PADDING   64    /* cells that vector loops may touch beyond the last */
#define NOTHING   1e-15 /* of the inlet concentration */
#define MAX_STEPS 20000000

typedef struct
{
  const PlumeLatticeProblem *problem;
  PlumeLatticeResult *result;
  PlumeTask *task;
  gsize n_steps; /* room in the result */
  gsize steps_done;
  gboolean alone; /* all components in one group: may publish and tell progress */
} Run;

typedef struct
{
  guint first, n; /* components of this group */
  gsize n_cells, slack, head;
  gsize window_from, window_to;
  double *buffer[PLUME_LATTICE_MAX_COMPONENTS], *y[PLUME_LATTICE_MAX_COMPONENTS],
      *c[PLUME_LATTICE_MAX_COMPONENTS];
  double *elimination, *right;
  double diffusion; /* D Δt/Δx² = N/Pe */
  PlumeExchangeRates rates[PLUME_LATTICE_MAX_COMPONENTS];
} Lattice;

static void
lattice_init (Lattice *lattice, const PlumeLatticeProblem *problem, guint first, guint n)
{
  gsize N = problem->n_cells;

  *lattice = (Lattice){ .first = first, .n = n, .n_cells = N, .slack = MAX (N, 1024) };
  lattice->head = lattice->slack;
  for (guint j = 0; j < n; j++)
    {
      lattice->buffer[j] = g_new0 (double, N + lattice->slack + PADDING);
      lattice->y[j] = g_new0 (double, N + PADDING);
      lattice->c[j] = lattice->buffer[j] + lattice->head;
    }
  if (problem->peclet <= 0)
    return;
  lattice->diffusion = (double)N / problem->peclet;
  lattice->elimination = g_new (double, N);
  lattice->right = g_new (double, N);
  /* Thomas' elimination of the constant matrix with off-diagonals −s/2 and diagonal 1 + s, 1 + s/2
   * at the ends */
  for (gsize i = 0; i < N; i++)
    {
      double s = lattice->diffusion, diagonal = 1 + s * (i == 0 || i + 1 == N ? 0.5 : 1);

      lattice->elimination[i] =
          1 / (diagonal - (i == 0 ? 0 : 0.25 * s * s * lattice->elimination[i - 1]));
    }
}

static void
lattice_clear (Lattice *lattice)
{
  for (guint j = 0; j < lattice->n; j++)
    {
      g_free (lattice->buffer[j]);
      g_free (lattice->y[j]);
    }
  g_free (lattice->elimination);
  g_free (lattice->right);
}

static void
lattice_shift (Lattice *lattice, const double *entering)
{
  if (lattice->head == 0)
    {
      lattice->head = lattice->slack;
      for (guint j = 0; j < lattice->n; j++)
        memmove (lattice->buffer[j] + lattice->head, lattice->buffer[j],
                 lattice->n_cells * sizeof (double));
    }
  lattice->head--;
  for (guint j = 0; j < lattice->n; j++)
    {
      lattice->c[j] = lattice->buffer[j] + lattice->head;
      lattice->c[j][0] = entering[j];
      /* what left must not come back through the padding */
      lattice->c[j][lattice->n_cells] = 0;
    }
}

static void
lattice_disperse (Lattice *lattice)
{
  gsize N = lattice->n_cells;
  double half = 0.5 * lattice->diffusion, *right = lattice->right;

  for (guint j = 0; j < lattice->n; j++)
    {
      double *c = lattice->c[j];

      for (gsize i = 0; i < N; i++)
        {
          double left = i == 0 ? 0 : c[i - 1] - c[i], next = i + 1 == N ? 0 : c[i + 1] - c[i];

          right[i] = c[i] + half * (left + next);
        }
      for (gsize i = 1; i < N; i++)
        right[i] += half * lattice->elimination[i - 1] * right[i - 1];
      c[N - 1] = right[N - 1] * lattice->elimination[N - 1];
      for (gsize i = N - 1; i-- > 0;)
        c[i] = (right[i] + half * c[i + 1]) * lattice->elimination[i];
    }
}

static gboolean
cell_is_active (const Lattice *lattice, const PlumeLatticeProblem *problem, gsize cell)
{
  for (guint j = 0; j < lattice->n; j++)
    if (lattice->c[j][cell] + lattice->y[j][cell]
        > NOTHING * problem->components[lattice->first + j].concentration)
      return TRUE;
  return FALSE;
}

/* The cells where something is; dispersion carries traces everywhere, so it keeps all. */
static void
lattice_update_window (Lattice *lattice, const PlumeLatticeProblem *problem)
{
  if (lattice->diffusion > 0)
    {
      lattice->window_to = lattice->n_cells;
      return;
    }
  if (cell_is_active (lattice, problem, 0))
    lattice->window_from = 0;
  if (lattice->window_to < lattice->n_cells
      && cell_is_active (lattice, problem, lattice->window_to))
    lattice->window_to++;
  while (lattice->window_from < lattice->window_to
         && !cell_is_active (lattice, problem, lattice->window_from))
    lattice->window_from++;
  if (lattice->window_from == lattice->window_to && lattice->window_to < lattice->n_cells
      && !cell_is_active (lattice, problem, lattice->window_to))
    lattice->window_from = lattice->window_to = 0;
}

static double
lattice_set_rates (Lattice *lattice, const PlumeLatticeProblem *problem, double t)
{
  double k[PLUME_LATTICE_MAX_COMPONENTS], k_d[PLUME_LATTICE_MAX_COMPONENTS],
      hold_up = problem->hold_up_time;

  for (guint i = 0; i < problem->n_components; i++)
    {
      k[i] = problem->components[i].retention_factor;
      k_d[i] = problem->components[i].desorption_rate;
    }
  if (problem->conditions != NULL)
    problem->conditions (t, &hold_up, k, k_d, problem->conditions_data);
  for (guint j = 0; j < lattice->n; j++)
    lattice->rates[j] = (PlumeExchangeRates){
      .adsorption = k[lattice->first + j] * k_d[lattice->first + j],
      .desorption = k_d[lattice->first + j],
      .occupancy = 1 / problem->components[lattice->first + j].capacity,
    };
  return hold_up;
}

static void
lattice_exchange (Lattice *lattice, double dt)
{
  gsize from = lattice->window_from, to = lattice->window_to;

  if (lattice->n == 1 && lattice->rates[0].occupancy == 0)
    plume_exchange_linear (&lattice->rates[0], dt, to - from, lattice->c[0] + from,
                           lattice->y[0] + from);
  else
    plume_exchange_competitive (lattice->n, lattice->rates, dt, from, to, lattice->c, lattice->y);
}

/* Adds half of the present state to the columns of the map whose time has come. Between shift and
 * exchange a cell has had half an exchange too few for its place, after the exchange half of one
 * too many, so the map is the mean of the two. */
static gsize
record_map (const Run *run, const Lattice *lattice, double t, gsize column)
{
  const PlumeLatticeProblem *problem = run->problem;
  PlumeLatticeResult *result = run->result;
  double spacing = problem->end_time / (double)problem->map_times;

  for (; column < problem->map_times && t >= spacing * (double)(column + 1) * (1 - 1e-12); column++)
    {
      if (lattice->first == 0)
        result->map_time->values[column] = t;
      for (guint j = 0; j < lattice->n; j++)
        for (gsize row = 0; row < problem->map_positions; row++)
          {
            gsize cell = row * problem->n_cells / problem->map_positions,
                  place = row * problem->map_times + column;

            result->map_gas[lattice->first + j]->values[place] += 0.5 * lattice->c[j][cell];
            result->map_adsorbed[lattice->first + j]->values[place] += 0.5 * lattice->y[j][cell];
          }
    }
  return column;
}

static void
publish (const Run *run, gsize steps)
{
  PlumeLatticeProblem plain = *run->problem;
  PlumeLatticeResult *partial;

  plain.map_positions = 0;
  partial = plume_lattice_result_new (&plain, steps);
  memcpy (partial->time->values, run->result->time->values, steps * sizeof (double));
  for (guint i = 0; i < plain.n_components; i++)
    {
      memcpy (partial->outlet[i]->values, run->result->outlet[i]->values, steps * sizeof (double));
      partial->injected[i] = run->result->injected[i];
      partial->eluted[i] = run->result->eluted[i];
    }
  plume_task_publish (run->task, partial);
}

/* Everything that happens in one time step of one group; returns the step's length. */
static double
lattice_step (Lattice *lattice, const Run *run, gsize step, double t, gsize *column)
{
  const PlumeLatticeProblem *problem = run->problem;
  PlumeLatticeResult *result = run->result;
  double entering[PLUME_LATTICE_MAX_COMPONENTS], dt, mean;

  dt = problem->hold_up_time / (double)problem->n_cells;
  if (problem->conditions != NULL)
    {
      dt = lattice_set_rates (lattice, problem, t) / (double)problem->n_cells;
      dt = lattice_set_rates (lattice, problem, t + 0.5 * dt) / (double)problem->n_cells;
    }
  mean = plume_inlet_mean (problem->inlet, t, t + dt);
  if (lattice->first == 0)
    result->time->values[step] = t + 0.5 * dt;
  for (guint j = 0; j < lattice->n; j++)
    {
      guint i = lattice->first + j;
      double leaving = lattice->c[j][problem->n_cells - 1];

      entering[j] = mean * problem->components[i].concentration;
      result->outlet[i]->values[step] = leaving;
      result->injected[i] += entering[j] * dt;
      result->eluted[i] += leaving * dt;
    }
  lattice_shift (lattice, entering);
  if (lattice->diffusion > 0)
    lattice_disperse (lattice);
  lattice_update_window (lattice, problem);
  if (result->map_time != NULL)
    record_map (run, lattice, t + dt, *column);
  lattice_exchange (lattice, dt);
  if (result->map_time != NULL)
    *column = record_map (run, lattice, t + dt, *column);
  return dt;
}

static void
run_group (Run *run, guint first, guint n)
{
  const PlumeLatticeProblem *problem = run->problem;
  Lattice lattice;
  double t = 0, dt = problem->hold_up_time / (double)problem->n_cells;
  gsize column = 0, step;

  lattice_init (&lattice, problem, first, n);
  lattice_set_rates (&lattice, problem, 0);
  for (step = 0; step < run->n_steps && t < problem->end_time; step++)
    {
      if (step % 64 == 0 && plume_task_is_cancelled (run->task))
        break;
      /* equal steps are counted, not added up */
      dt = lattice_step (&lattice, run, step, t, &column);
      t = problem->conditions == NULL ? (double)(step + 1) * dt : t + dt;
      if (first == 0 && step % 256 == 0)
        plume_task_set_progress (run->task, t / problem->end_time);
      if (run->alone && plume_task_wants_partial (run->task)
          && (step + 1) % (run->n_steps / 40 + 1) == 0)
        publish (run, step + 1);
    }
  for (guint j = 0; j < n; j++)
    for (gsize i = 0; i < problem->n_cells; i++)
      run->result->retained[first + j] += (lattice.c[j][i] + lattice.y[j][i]) * dt;
  if (first == 0)
    run->steps_done = step;
  lattice_clear (&lattice);
}

static void
run_one_component (gsize from, gsize to, gpointer data)
{
  for (gsize i = from; i < to; i++)
    run_group (data, (guint)i, 1);
}

/* With a programme the number of steps is known only at the end. */
static PlumeArray *
shortened (PlumeArray *array, gsize length)
{
  PlumeArray *copy = plume_array_new_copy (array->values, length);

  plume_array_unref (array);
  return copy;
}

/* Steps to the end, those of a programme counted by walking through its hold-up times. */
static gsize
count_steps (const PlumeLatticeProblem *problem)
{
  double k[PLUME_LATTICE_MAX_COMPONENTS] = { 0 }, k_d[PLUME_LATTICE_MAX_COMPONENTS] = { 0 }, t = 0;
  gsize steps = 0;

  if (problem->conditions == NULL)
    return (gsize)MIN (ceil (problem->end_time * (double)problem->n_cells / problem->hold_up_time),
                       MAX_STEPS + 1.0);
  for (; t < problem->end_time && steps <= MAX_STEPS; steps++)
    {
      double hold_up = problem->hold_up_time;

      problem->conditions (t, &hold_up, k, k_d, problem->conditions_data);
      if (!(hold_up > 0))
        return MAX_STEPS + 1;
      t += hold_up / (double)problem->n_cells;
    }
  return steps + steps / 100 + 8;
}

/**
 * plume_lattice_run:
 * @problem: the problem; borrowed during the call
 * @task: (nullable): cancels, is told the progress, and is given #PlumeLatticeResult without maps
 * as partial results
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE where more than 20,000 cells or 20 million steps
 * are needed, %PLUME_ERROR_CANCELLED
 *
 * Runs the lattice. O(m N² (end time)/t_M); second order in 1/N, exact in mean and variance for
 * linear adsorption; mass is conserved to rounding. Independent components run in parallel, each
 * always in the same order of operations.
 *
 * Returns: (transfer full) (nullable): the run
 */
PlumeLatticeResult *
plume_lattice_run (const PlumeLatticeProblem *problem, PlumeTask *task, GError **error)
{
  PlumeLatticeProblem full = *problem;
  g_autoptr (PlumeLatticeResult) result = NULL;
  gboolean linear = TRUE;
  Run run;
  gsize n_steps;

  if (!plume_lattice_check (problem, error))
    return NULL;
  if (full.n_cells == 0)
    full.n_cells = plume_lattice_cells (problem);
  if (full.end_time <= 0)
    full.end_time = plume_lattice_end_time (problem);
  n_steps = count_steps (&full);
  if (full.n_cells > 2 * PLUME_LATTICE_MAX_CELLS || n_steps > MAX_STEPS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("The lattice would need %zu"
                      " cells; choose the equilibrium–dispersive form, slower "
                      "desorption or a shorter column."),
                   full.n_cells);
      return NULL;
    }
  for (guint i = 0; i < full.n_components; i++)
    linear = linear && isinf (full.components[i].capacity);
  result = plume_lattice_result_new (&full, n_steps);
  run = (Run){ &full, result, task, n_steps, 0, !linear || full.n_components == 1 };
  if (run.alone)
    run_group (&run, 0, full.n_components);
  else
    plume_parallel_for (full.n_components, 1, run_one_component, &run, NULL, NULL);
  if (!plume_task_check (task, error))
    return NULL;
  if (run.steps_done < n_steps)
    {
      result->time = shortened (result->time, run.steps_done);
      for (guint i = 0; i < full.n_components; i++)
        result->outlet[i] = shortened (result->outlet[i], run.steps_done);
    }
  return g_steal_pointer (&result);
}

/**
 * plume_lattice_run_extrapolated:
 * @problem: the problem, without a programme
 * @task: (nullable): cancels
 * @error: as plume_lattice_run()
 *
 * Richardson's extrapolation (4c_2N − c_N)/3 of two runs, on the times of the coarser one; the
 * finer one is interpolated to them by cubics.
 *
 * Returns: (transfer full) (nullable): a run whose outlet is of higher order; its map is that of
 * the finer run
 */
PlumeLatticeResult *
plume_lattice_run_extrapolated (const PlumeLatticeProblem *problem, PlumeTask *task, GError **error)
{
  PlumeLatticeProblem coarse_problem = *problem, fine_problem = *problem;
  g_autoptr (PlumeLatticeResult) coarse = NULL;
  g_autoptr (PlumeLatticeResult) fine = NULL;

  if (problem->conditions != NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("Extrapolation needs equal time steps; switch the programme or the "
                              "extrapolation off."));
      return NULL;
    }
  if (!plume_lattice_check (problem, error))
    return NULL;
  if (coarse_problem.n_cells == 0)
    coarse_problem.n_cells = plume_lattice_cells (problem);
  if (coarse_problem.end_time <= 0)
    coarse_problem.end_time = plume_lattice_end_time (problem);
  fine_problem.n_cells = 2 * coarse_problem.n_cells;
  fine_problem.end_time =
      coarse_problem.end_time + 2 * problem->hold_up_time / (double)coarse_problem.n_cells;
  coarse_problem.map_positions = 0;
  coarse = plume_lattice_run (&coarse_problem, task, error);
  fine = coarse == NULL ? NULL : plume_lattice_run (&fine_problem, task, error);
  if (fine == NULL)
    return NULL;
  for (guint i = 0; i < problem->n_components; i++)
    {
      const double *c = fine->outlet[i]->values;
      PlumeArray *better = plume_array_new (coarse->time->length);

      for (gsize n = 0; n < better->length; n++)
        {
          double before = n == 0 ? 0 : c[2 * n - 1],
                 mid = 9 * (c[2 * n] + c[2 * n + 1]) - before - c[2 * n + 2];

          better->values[n] = (4 * mid / 16 - coarse->outlet[i]->values[n]) / 3;
        }
      plume_array_unref (fine->outlet[i]);
      fine->outlet[i] = better;
    }
  plume_array_unref (fine->time);
  fine->time = plume_array_ref (coarse->time);
  return g_steal_pointer (&fine);
}
