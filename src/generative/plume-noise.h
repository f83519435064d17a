/* plume-noise.h: where the noise of a sampler comes from: always an address, never a state.
 *
 * The noise of one step of one sample is a function of (seed, sample, moments), so results do not
 * depend on threads, and refining the steps refines the same Brownian path instead of drawing
 * another one.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PlumeNoise PlumeNoise;

/**
 * PlumeNoise:
 * @draw: standard normal numbers, n × d, for samples first … first + n − 1 over the stretch between
 * the moments @from > @to; @draw_index counts the draws of a run from 0
 * @seed: of those that have one
 * @last: the greatest moment, where paths begin
 * @data: of those given by a caller
 */
struct _PlumeNoise
{
  void (*draw) (const PlumeNoise *noise,
                guint draw_index,
                double from,
                double to,
                gsize first,
                gsize n,
                gsize dimension,
                double *normal);
  guint64 seed;
  double last;
  gconstpointer data;
};

PlumeNoise plume_noise_brownian (guint64 seed, double last);
/* n × d standard normal numbers, the starts of a run */
void plume_noise_start (guint64 seed, gsize n, gsize dimension, double *normal);

G_END_DECLS
