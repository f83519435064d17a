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
  double *centres; /* means of the left and the right ends, d each; 0 where bends are about 0 */
};

/* What coordinate c of every place is shifted by, so that bends are about the centres */
static inline double
plume_bridge_shift (const PlumeBridge *bridge, const PlumeBlend *blend, gsize c, double *rate)
{
  double left = bridge->centres[c], right = bridge->centres[bridge->d + c];

  if (rate != NULL)
    *rate = -blend->left_bend_rate * left - blend->right_bend_rate * right;
  return -blend->left_bend * left - blend->right_bend * right;
}

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
