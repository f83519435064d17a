/* plume-chromatogram-model.h: peaks of known shape parameters over a smooth baseline, with
 * everything linear solved for.
 *
 * y = Σ_j A_j c(t; k'_j, k_d,j, t_M) + Bβ, with the penalty λ|Δ²β|² (variable projection: Golub &
 * Pereyra, SIAM J. Numer. Anal. 10 (1973) 413; gradient and Gauss–Newton matrix in the form of
 * Kaufman, BIT 15 (1975) 49). A peak is evaluated and multiplied only inside its window of
 * −9σ…+12σ. The baseline is eliminated first: ⟨u,v⟩ = uᵀv − (Bᵀu)ᵀ(BᵀB + λΔ²ᵀΔ²)⁻¹(Bᵀv). Used by
 * the fit alone.
 */
#pragma once

#include <glib.h>

#include "transport/plume-spline-basis.h"

G_BEGIN_DECLS

/**
 * PlumeModelColumn:
 * @from: first point where it is not zero
 * @to: one past the last
 * @values: (array): indexed from the first point of the window of the fit
 * @inner: (array): Bᵀ values
 * @solved: (array): (BᵀB + λΔ²ᵀΔ²)⁻¹ Bᵀ values
 */
typedef struct
{
  gsize from, to;
  double *values, *inner, *solved;
} PlumeModelColumn;

/**
 * PlumeModel:
 * @n: points in the window
 * @t: their times since the injection
 * @y: (owned): signal there, without what is known of the baseline
 * @m: analytes
 * @shape: ln k'_0, ln k_d,0, ln k'_1, …, ln t_M: 2m + 1
 * @injection_time: t_inj
 * @basis: (nullable) (owned): the baseline's
 * @smoothness: λ
 * @fixed_amplitude: index of an amplitude that is not solved for, or −1
 * @amplitude: (array length=m): A
 * @coefficients: β
 * @residual: y − ΦA − Bβ and, behind it, −√λ Δ²β
 * @n_residual: length of that
 * @peak: columns c_j
 * @slope: columns ∂c_j/∂ln k'_j, ∂c_j/∂ln k_d,j, and Σ A_j ∂c_j/∂ln t_M: 2m + 1
 */
typedef struct
{
  gsize n, m;
  const double *t;
  double *y;
  double *shape;
  double injection_time;
  PlumeSplineBasis *basis;
  double smoothness;
  gssize fixed_amplitude;
  double *amplitude, *coefficients, *residual;
  gsize n_residual;
  PlumeModelColumn *peak, *slope;
  double *signal_inner; /* Bᵀy */
  double *hold_up;      /* scratch: ∂c/∂t_M of every analyte */
} PlumeModel;

PlumeModel *plume_model_new (
    gsize n, const double *t, const double *y, gsize m, double injection_time, gsize n_segments);
void plume_model_free (PlumeModel *model);
void plume_model_set_smoothness (PlumeModel *model, double smoothness);
double plume_model_tune_smoothness (PlumeModel *model, gsize n_parameters);

gboolean plume_model_evaluate (PlumeModel *model, gboolean with_slopes, gboolean with_hold_up);
double
plume_model_product (const PlumeModel *model, const PlumeModelColumn *a, const PlumeModelColumn *b);
void plume_model_project (const PlumeModel *model,
                          const double *top,
                          const double *bottom,
                          double *projected);
double plume_model_slope_dot (const PlumeModel *model, gsize parameter, const double *vector);
gboolean plume_model_normal_matrix (const PlumeModel *model,
                                    gsize p,
                                    const gsize *parameters,
                                    double *matrix);
double plume_model_misfit (const PlumeModel *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeModel, plume_model_free)

G_END_DECLS
