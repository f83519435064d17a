/* plume-interpolant-private.h: what the files of the bridge share. */
#pragma once

#include "generative/plume-interpolant-bridge.h"

G_BEGIN_DECLS

/* Pair by pair: the two components with lower roots L Lᵀ of their covariances, and the weight */
struct _PlumeBridge
{
  gatomicrefcount ref_count;
  PlumeInterpolant interpolant;
  gsize n_pairs, d;
  double *weights;
  double *left_means, *right_means;
  double *left_covariances, *right_covariances;
  double *left_roots, *right_roots;
};

/* A pair in at most two dimensions: Q⁻¹ (p) and Q'Q⁻¹ (g) */
typedef struct
{
  double log_weight, trace;
  double mean_x, mean_y, rate_x, rate_y;
  double p_xx, p_xy, p_yy;
  double g_xx, g_xy, g_yx, g_yy;
} PlumeBridgeRow;

struct _PlumeBridgeMoment
{
  PlumeBlend blend;
  gsize n_pairs, d;
  double stiffness;
  double greatest; /* ln of the greatest weighted density of any pair at its centre */
  double *log_weight, *mean, *mean_rate, *precision, *growth, *trace;
  PlumeBridgeRow *rows; /* nullable: beyond two dimensions */
};

G_END_DECLS
