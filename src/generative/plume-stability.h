/* plume-stability.h: where a multistep solver damps what it should damp.
 *
 * On the test equation z' = λ z a linear multistep solver with steps δ multiplies its memory by the
 * roots r of ρ(r) − ζ σ(r), ζ = δ λ; it is stable where none is larger than 1 (Hairer & Wanner
 * 1996, V.1; Wizadwongsa et al. 2024, arXiv 2307.11118, with momentum). It knows no batch and no
 * score: eigenvalues come from the caller.
 */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

#define PLUME_MULTISTEP_DEGREE 7

/**
 * PlumeMultistep:
 * @degree: of ρ, and the number of roots
 * @rho: @sigma: coefficients of r^0 … r^degree
 *
 * Σ_j ρ_j z_{n+j} = δ Σ_j σ_j ε̂_{n+j}: any linear multistep solver of equal steps. Momentum is
 * one, once its average is eliminated.
 */
typedef struct
{
  guint degree;
  double rho[PLUME_MULTISTEP_DEGREE + 1], sigma[PLUME_MULTISTEP_DEGREE + 1];
} PlumeMultistep;

typedef enum
{
  PLUME_MOMENTUM_NONE,     /* Adams–Bashforth: PLMS, LMS, 2M on equal steps */
  PLUME_MOMENTUM_HEAVY,    /* of the direction */
  PLUME_MOMENTUM_NESTEROV, /* of the direction, looking ahead */
  PLUME_MOMENTUM_ANSWERS,  /* of the answers, order kept: GHVB */
} PlumeMomentum;

PlumeMultistep
plume_multistep_weighted (PlumeMomentum kind, guint n, const double *given, double momentum);
PlumeMultistep plume_multistep_momentum (PlumeMomentum kind, guint order, double momentum);
PlumeMultistep plume_multistep_explicit (guint n, const double *weights);

void plume_stability_boundary (
    const PlumeMultistep *solver, gsize n, const double *theta, double *re, double *im);
double plume_stability_growth (const PlumeMultistep *solver, double re, double im);
double plume_stability_interval (const PlumeMultistep *solver);

/**
 * PlumeStabilityBox:
 *
 * A rectangle of the plane of ζ; rows of a raster go from @im_from to @im_to.
 */
typedef struct
{
  double re_from, re_to, im_from, im_to;
} PlumeStabilityBox;

PlumeStabilityBox plume_stability_box (const PlumeMultistep *solver);
gboolean plume_stability_raster (const PlumeMultistep *solver,
                                 const PlumeStabilityBox *box,
                                 gsize n_rows,
                                 gsize n_columns,
                                 double *growth,
                                 PlumeTask *task,
                                 GError **error);
double plume_stability_area (const PlumeStabilityBox *box,
                             gsize n_rows,
                             gsize n_columns,
                             const double *growth);

/* The solver of damping β that meets the eigenvalue of an index: all the same, or one for each step
 * of unequal ones. */
typedef PlumeMultistep (*PlumeMultistepFunc) (double momentum, gsize index, gpointer data);
double
plume_stability_momentum (PlumeMultistepFunc solver_at, gpointer data, gsize n, const double *zeta);

/* The eigenvalues of n symmetric d × d matrices times a factor each, ascending; d = 2 closed. */
gboolean plume_stability_eigenvalues (
    gsize n, gsize d, const double *matrices, double factor, double *values, GError **error);

G_END_DECLS
