/* plume-momentum-weights.h: the numbers by which solvers of Adams–Bashforth kind weigh what they
 * remember, with and without momentum.
 *
 * Everything integrates dz/dκ = ε̂ from κ_n to κ_{n+1} = κ_n + δ (Hairer, Nørsett & Wanner 1993,
 * III.1; Wizadwongsa et al. 2024, arXiv 2307.11118). It knows no batch and no solver.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLUME_MOMENTUM_ORDER 5 /* the highest order there is */

void plume_momentum_plain_weights (guint order, double *weights);
void plume_momentum_averaged_weights (guint order, double momentum, double *weights);
void plume_momentum_variable_weights (
    guint step, const double *kappa, guint order, double momentum, double *weights);

G_END_DECLS
