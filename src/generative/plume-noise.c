/* plume-noise.c: noise by address. */
#include "generative/plume-noise.h"

#include "core/plume-random.h"

#include <math.h>

static void
fill (guint64 seed, const char *purpose, gsize first, gsize n, gsize dimension, double *normal)
{
  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, purpose, first + i);

      for (gsize c = 0; c < dimension; c++)
        normal[i * dimension + c] = plume_stream_normal (&stream);
    }
}

void
plume_noise_start (guint64 seed, gsize n, gsize dimension, double *normal)
{
  fill (seed, "start", 0, n, dimension, normal);
}

static void
draw (const PlumeNoise *noise,
      guint draw_index,
      double from,
      double to,
      gsize first,
      gsize n,
      gsize dimension,
      double *normal)
{
  fill (noise->seed + 0x9e3779b97f4a7c15u * (draw_index + 1), "brownian", first, n, dimension,
        normal);
}

PlumeNoise
plume_noise_brownian (guint64 seed, double last)
{
  return (PlumeNoise){ .draw = draw, .seed = seed, .last = last };
}
