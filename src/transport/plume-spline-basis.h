/* plume-spline-basis.h: a smooth curve as a sum of uniform cubic B-splines whose coefficients are
 * held back from bending.
 *
 * P-splines (Eilers & Marx, Stat. Sci. 11 (1996) 89): minimise |v − Bβ|² + λ|Δ²β|². The matrices
 * BᵀB and BᵀB + λ Δ²ᵀΔ² have three sub-diagonals, so everything is O(n) in the points. It knows
 * nothing of what the curve stands for.
 */
#pragma once

#include "core/plume-array.h"

G_BEGIN_DECLS

typedef struct _PlumeSplineBasis PlumeSplineBasis;

PlumeSplineBasis *plume_spline_basis_new (const double *t, gsize n, gsize n_segments);
void plume_spline_basis_free (PlumeSplineBasis *basis);

gsize plume_spline_basis_get_size (const PlumeSplineBasis *basis);
double plume_spline_basis_get_scale (const PlumeSplineBasis *basis);
void plume_spline_basis_project (
    const PlumeSplineBasis *basis, gsize from, gsize to, const double *v, double *inner);
void plume_spline_basis_evaluate (const PlumeSplineBasis *basis,
                                  const double *coefficients,
                                  double *curve);
void plume_spline_basis_differences (const PlumeSplineBasis *basis,
                                     const double *coefficients,
                                     double *second);
void plume_spline_basis_add_differences (const PlumeSplineBasis *basis,
                                         double factor,
                                         const double *second,
                                         double *coefficients);

void plume_spline_basis_set_smoothness (PlumeSplineBasis *basis, double lambda);
void plume_spline_basis_solve (const PlumeSplineBasis *basis, double *vector);
double plume_spline_basis_freedom (const PlumeSplineBasis *basis);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSplineBasis, plume_spline_basis_free)

G_END_DECLS
