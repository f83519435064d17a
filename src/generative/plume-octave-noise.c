/* plume-octave-noise.c: grids of 4 cells a side, 8, 16 … up to the pixels themselves. */
#include "generative/plume-octave-noise.h"

#include "core/plume-random.h"

#include <math.h>

#define COARSEST 4 /* cells a side */

/* Weights of the two nodes about a pixel, of a side of @cells cells */
static void
place (gsize pixel, gsize side, gsize cells, gsize *node, double *share)
{
  double at = ((double)pixel + 0.5) * (double)cells / (double)side;

  *node = (gsize)floor (at);
  *share = at - floor (at);
}

static void
add_octave (PlumeStream *stream,
            gsize cells,
            double amplitude,
            gsize height,
            gsize width,
            double *sum,
            double *variance)
{
  gsize nodes = cells + 2;
  g_autofree double *grid = g_new (double, nodes *nodes);

  for (gsize i = 0; i < nodes * nodes; i++)
    grid[i] = plume_stream_normal (stream);
  for (gsize j = 0; j < height * width; j++)
    {
      gsize row, column;
      double down, right, weights[4];

      place (j / width, height, cells, &row, &down);
      place (j % width, width, cells, &column, &right);
      weights[0] = (1 - down) * (1 - right);
      weights[1] = (1 - down) * right;
      weights[2] = down * (1 - right);
      weights[3] = down * right;
      for (guint k = 0; k < 4; k++)
        {
          sum[j] += amplitude * weights[k] * grid[(row + k / 2) * nodes + column + k % 2];
          variance[j] += amplitude * amplitude * weights[k] * weights[k];
        }
    }
}

/**
 * plume_octave_noise:
 * @seed: of all
 * @n: pictures
 * @height: @width: of each
 * @persistence: amplitude of an octave over that of the coarser one before, above 0
 * @normal: (out): n × height × width; every pixel is standard normal, neighbours are alike
 *
 * O(n d log side).
 */
void
plume_octave_noise (
    guint64 seed, gsize n, gsize height, gsize width, double persistence, double *normal)
{
  gsize d = height * width, finest = MAX (height, width);
  g_autofree double *variance = g_new (double, d);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "octaves", i);
      double amplitude = 1, *sum = normal + i * d;

      for (gsize j = 0; j < d; j++)
        sum[j] = variance[j] = 0;
      for (gsize cells = MIN (COARSEST, finest);; cells = MIN (2 * cells, finest))
        {
          add_octave (&stream, cells, amplitude, height, width, sum, variance);
          amplitude *= persistence;
          if (cells == finest)
            break;
        }
      for (gsize j = 0; j < d; j++)
        sum[j] /= sqrt (variance[j]);
    }
}
