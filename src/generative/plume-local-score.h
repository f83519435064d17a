/* plume-local-score.h: the best denoiser that sees only a patch, and may move it.
 *
 * Kamb & Ganguli 2024 (arXiv 2412.20292): x̂0(p) = Σ_φ W_φ φ(centre), W = softmax_φ [−‖x_Ωp −
 * αφ‖² / 2σ²] over patches φ of radius r of the training pictures at places q with |q − p|∞ ≤ R. R
 * = 0 is the local, R ≥ image the equivariant local denoiser; r ≥ image with R = 0 is the empirical
 * one. It predicts what a convolutional network learns, without training, and makes new pictures
 * where the empirical one repeats old ones. It knows no process and no solver.
 */
#pragma once

#include "generative/plume-pictures.h"
#include "generative/plume-score.h"

G_BEGIN_DECLS

#define PLUME_RADIUS_KNOTS 8

/**
 * PlumeRadius:
 * @n: knots, 1 to PLUME_RADIUS_KNOTS
 * @kappa: κ = σ/α of the knots, increasing
 * @radius: pixels
 *
 * The patch radius r(κ): linear in ln κ between knots, constant beyond, rounded. That it falls from
 * r_max at κ = 5 to 1 at κ = 0.1 is ours; the paper fits it to a trained network.
 */
typedef struct
{
  guint n;
  double kappa[PLUME_RADIUS_KNOTS];
  double radius[PLUME_RADIUS_KNOTS];
} PlumeRadius;

PlumeRadius plume_radius_init (double greatest);
gsize plume_radius_at (const PlumeRadius *radius, double kappa);

/**
 * PlumeLocalOptions:
 * @radius: r(κ)
 * @shift: R; pixels
 * @periodic: whether pictures close on themselves: every shift is admissible, borders are not
 * known. Otherwise patches are clipped at borders, and only those that are clipped alike are
 * compared
 * @single: single precision even where the set is kept in double precision
 * @centre: (nullable): m of y = x − m, where it is not 0: n_centres × d; sample i has number i
 * modulo n_centres
 * @n_centres: 0 stands for 1
 * @partners: (nullable): for each picture what it looked like when degraded, ψ
 * @observations: (nullable): n_observations × d, degraded pictures μ; sample i is to be restored
 * from number i modulo n_observations
 * @tau: τ of the joint distance ‖x_Ω − αφ‖²/2σ² + ‖μ_Ω − ψ_Ω‖²/2τ²
 *
 * With @partners the denoiser restores: candidates are weighted by what they looked like as well.
 * plume_local_options_init() first. Everything is copied or referenced.
 */
typedef struct
{
  PlumeRadius radius;
  gsize shift;
  gboolean periodic;
  gboolean single;
  const double *centre;
  gsize n_centres;
  PlumePictures *partners;
  const double *observations;
  gsize n_observations;
  double tau;
} PlumeLocalOptions;

PlumeLocalOptions plume_local_options_init (const PlumePictures *pictures, gsize shift);
PlumeScore *
plume_local_score_new (PlumePictures *pictures, const PlumeLocalOptions *options, GError **error);
/* Updates of a pixel by a candidate that one answer to one sample costs at κ. */
double plume_local_score_count_updates (const PlumeScore *score, double kappa);

G_END_DECLS
