/* plume-empirical-score.h: the best denoiser of a finite set, which repeats the set.
 *
 * p_0 = (1/N) Σ δ (x − x_i): x̂0 = Σ W_i x_i with W = softmax_i [−|x − αx_i|² / 2σ²]; with a kernel
 * of width h around each picture σ² becomes σ² + α²h². The effective number of live pictures is
 * exp (H (W)); when it falls to one, the sample is one of the set (Biroli et al. 2024). It knows no
 * process and no solver.
 */
#pragma once

#include "generative/plume-pictures.h"
#include "generative/plume-score.h"

G_BEGIN_DECLS

/**
 * PlumeEmpiricalOptions:
 * @width: h, the width of a Gaussian around each picture; 0 for none
 * @unpruned: whether all pictures are weighed at every step, however small the noise
 * @single: single precision even where the set is kept in double precision
 * @centre: (nullable): d; m of y = x − m, where it is not 0
 */
typedef struct
{
  double width;
  gboolean unpruned;
  gboolean single;
  const double *centre;
} PlumeEmpiricalOptions;

PlumeScore *
plume_empirical_score_new (PlumePictures *pictures, const PlumeEmpiricalOptions *options);
/* Of n samples: exp (H (W)), and the index of the picture with the greatest weight; either may be
 * NULL. */
gboolean plume_empirical_score_get_weights (const PlumeScore *score,
                                            const PlumeMarginal *at,
                                            gsize n,
                                            const double *y,
                                            double *n_live,
                                            gsize *nearest,
                                            PlumeTask *task,
                                            GError **error);
/* Samples of all evaluations of a run that were answered from their candidates alone. */
gsize plume_empirical_memory_count_pruned (gconstpointer memory);

G_END_DECLS
