/* plume-column-lattice.h: the full nonlinear column: components that compete for the surface, axial
 * dispersion, programmes of temperature.
 *
 * Solves ∂c_i/∂t + ∂c_i/∂θ = (1/Pe) t_M ∂²c_i/∂θ² − ∂(F q_i)/∂t, ∂q_i/∂t = k_a,i c_i (1 − Σ
 * q_j/q_m,j) − k_d,i q_i with the travel time θ in place of the position, so a velocity that varies
 * along the column makes no difference here. It must never know units of amount.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "transport/plume-column.h"

G_BEGIN_DECLS

#define PLUME_LATTICE_MAX_COMPONENTS 20
#define PLUME_LATTICE_MAX_CELLS      20000

/**
 * PlumeLatticeComponent:
 * @retention_factor: k' = F k_a/k_d
 * @desorption_rate: k_d, 1/s
 * @capacity: F q_m in the unit of @concentration; %INFINITY where it never fills the surface
 * @concentration: c0 of the inlet
 */
typedef struct
{
  double retention_factor;
  double desorption_rate;
  double capacity;
  double concentration;
} PlumeLatticeComponent;

/**
 * PlumeLatticeConditions:
 * @t: time, s
 * @hold_up_time: (inout): t_M, s
 * @retention_factors: (inout): k' of every component
 * @desorption_rates: (inout): k_d of every component, 1/s
 *
 * What a programme of temperature makes of the column at time @t; called from several threads.
 */
typedef void (*PlumeLatticeConditions) (double t,
                                        double *hold_up_time,
                                        double *retention_factors,
                                        double *desorption_rates,
                                        gpointer data);

/**
 * PlumeLatticeProblem:
 * @n_components: 1 to %PLUME_LATTICE_MAX_COMPONENTS
 * @components: (array length=n_components): the mixture
 * @inlet: time course of the injection
 * @hold_up_time: t_M, s
 * @peclet: uL/D of the closed column; 0 for no dispersion
 * @n_cells: N, at least 8; 0 for plume_lattice_cells()
 * @end_time: s; 0 for the end of the last peak
 * @map_positions: rows of the recorded map, 0 for none
 * @map_times: columns of the recorded map
 * @conditions: (nullable): programme; needs @end_time
 * @conditions_data: for @conditions
 */
typedef struct
{
  guint n_components;
  const PlumeLatticeComponent *components;
  const PlumeInlet *inlet;
  double hold_up_time;
  double peclet;
  gsize n_cells;
  double end_time;
  gsize map_positions;
  gsize map_times;
  PlumeLatticeConditions conditions;
  gpointer conditions_data;
} PlumeLatticeProblem;

/**
 * PlumeLatticeResult:
 * @n_components: m
 * @n_cells: N
 * @time: mid-step times, s
 * @outlet: (array length=n_components): c at the outlet, means over the time steps
 * @injected: (array length=n_components): ∫ c_in dt
 * @eluted: (array length=n_components): ∫ c dt at the outlet
 * @retained: (array length=n_components): what is still in the column, as time times concentration
 * @map_fraction: (nullable): θ/t_M of the rows of the map
 * @map_time: (nullable): times of its columns, s
 * @map_gas: (nullable) (array length=n_components): c, row by row
 * @map_adsorbed: (nullable) (array length=n_components): F q, row by row
 *
 * A run; immutable and reference-counted.
 */
typedef struct
{
  guint n_components;
  gsize n_cells;
  PlumeArray *time;
  PlumeArray *outlet[PLUME_LATTICE_MAX_COMPONENTS];
  double injected[PLUME_LATTICE_MAX_COMPONENTS];
  double eluted[PLUME_LATTICE_MAX_COMPONENTS];
  double retained[PLUME_LATTICE_MAX_COMPONENTS];
  PlumeArray *map_fraction;
  PlumeArray *map_time;
  PlumeArray *map_gas[PLUME_LATTICE_MAX_COMPONENTS];
  PlumeArray *map_adsorbed[PLUME_LATTICE_MAX_COMPONENTS];
} PlumeLatticeResult;

gsize plume_lattice_cells (const PlumeLatticeProblem *problem);
double plume_lattice_end_time (const PlumeLatticeProblem *problem);
gboolean plume_lattice_check (const PlumeLatticeProblem *problem, GError **error);
PlumeLatticeResult *
plume_lattice_run (const PlumeLatticeProblem *problem, PlumeTask *task, GError **error);
PlumeLatticeResult *plume_lattice_run_extrapolated (const PlumeLatticeProblem *problem,
                                                    PlumeTask *task,
                                                    GError **error);
PlumeLatticeResult *plume_lattice_result_new (const PlumeLatticeProblem *problem, gsize n_steps);
PlumeLatticeResult *plume_lattice_result_ref (PlumeLatticeResult *result);
void plume_lattice_result_unref (PlumeLatticeResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLatticeResult, plume_lattice_result_unref)

G_END_DECLS
