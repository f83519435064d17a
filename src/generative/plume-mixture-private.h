/* plume-mixture-private.h: what the files of the mixture share. */
#pragma once

#include "generative/plume-mixture.h"

G_BEGIN_DECLS

/* Variances below this are taken for it, so that point masses at σ = 0 give finite numbers. */
#define PLUME_MIXTURE_LEAST_VARIANCE 1e-120

struct _PlumeMixture
{
  gatomicrefcount ref_count;
  guint n_components;
  gsize d;
  double *weights, *log_weights; /* K */
  double *means;                 /* K × d */
  double *covariances;           /* K × d × d */
  double *basis;                 /* K × d × d: column j of U_k at [k][j * d + …] */
  double *spread;                /* K × d: eigenvalues e */
};

/* For d ≤ 2, several places at a time. */
void plume_mixture_evaluate_plane (const PlumeMixture *mixture,
                                   const PlumeMarginal *at,
                                   gsize n,
                                   const double *y,
                                   double *log_density,
                                   double *score,
                                   double *divergence);

G_END_DECLS
