/* plume-local-private.h: what a kernel of the local denoiser is told. Private to it. */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

/**
 * LocalScene:
 * @values: @partners: (nullable): N × d, float or double as the kernel
 * @up: @down: @before: @after: the greatest shifts to each side
 * @n: @y: samples, n × d
 * @precision: 1 / 2σ²
 * @pair_weight: σ² / τ²
 * @cut: logarithms so far below the greatest count nothing
 * @wrap_y: @wrap_x: index → index on the picture, from −margin to size + margin
 */
typedef struct
{
  gconstpointer values, partners;
  gsize height, width, radius_y, radius_x;
  int up, down, before, after;
  gboolean periodic;
  gsize n;
  const double *y, *centre, *observations;
  gsize n_centres, n_observations;
  double alpha, precision, pair_weight, cut;
  const gint32 *wrap_y, *wrap_x;
  gsize margin_y, margin_x;
  PlumeTask *task;
} LocalScene;

/**
 * LocalKernel:
 * @lanes: samples at a time
 * @stream: pictures from … to − 1 against the samples from @sample on
 * @memory: 3 d vectors of 64 bytes: greatest logarithm, sum of weights, weighted sum of each pixel
 * @working: vectors of 64 bytes, plume_local_working_bytes()
 */
typedef struct
{
  gsize lanes;
  gboolean is_double;
  void (*stream) (const LocalScene *scene,
                  gsize from,
                  gsize to,
                  gsize sample,
                  gpointer memory,
                  gpointer working);
} LocalKernel;

const LocalKernel *plume_local_kernel (gboolean is_double);
gsize plume_local_working_bytes (const LocalScene *scene);

G_END_DECLS
