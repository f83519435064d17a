/* plume-column-equilibrium.h: the nonlinear column when exchange is so fast that a lattice would
 * need too many cells.
 *
 * ∂/∂t [c_i + F q_i*(c)] + ∂c_i/∂θ = (t_M/2N_i) ∂²c_i/∂θ² with the competitive Langmuir isotherm q*
 * and the number of plates N_i of the linear column: the equilibrium–dispersive model (Guiochon et
 * al., Fundamentals of Preparative and Nonlinear Chromatography, ch. 10). Problems and results are
 * those of plume-column-lattice.h.
 */
#pragma once

#include "transport/plume-column-lattice.h"

G_BEGIN_DECLS

gsize plume_equilibrium_cells (const PlumeLatticeProblem *problem);
void plume_equilibrium_gas (guint n_components,
                            const PlumeLatticeComponent *components,
                            const double *total,
                            double *gas);
PlumeLatticeResult *
plume_equilibrium_run (const PlumeLatticeProblem *problem, PlumeTask *task, GError **error);
gboolean plume_equilibrium_cvode (const PlumeLatticeProblem *problem,
                                  double tolerance,
                                  gsize n,
                                  const double *t,
                                  double *c,
                                  PlumeTask *task,
                                  GError **error);

G_END_DECLS
