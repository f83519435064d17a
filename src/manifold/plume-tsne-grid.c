/* plume-tsne-grid.c: repulsion by interpolation on a grid (Linderman, Rachh, Hoskins,
 * Steinerberger, Kluger 2019).
 *
 * Charges 1, x, y, x² + y² are spread to equispaced nodes by Lagrange polynomials, convolved with
 * (1 + r²)⁻² by FFT, and read back: φ_1, φ_x, φ_y, φ_s. Then F = y φ_1 − φ_y and, since
 * (1 + r²)⁻¹ = (1 + r²)(1 + r²)⁻², Z = Σ (1 + |y|²) φ_1 − 2 y·φ_y + φ_s − n.
 */
#include "manifold/plume-tsne-private.h"

#include "core/plume-parallel.h"
#include "linalg/plume-fft.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#define NODES            4 /* an interval and direction: cubics */
#define FEWEST_INTERVALS 50
#define MOST_INTERVALS   300
#define CHARGES          4
#define POINTS           1024
#define KERNEL_ROWS      64

typedef struct
{
  gsize n, nodes, padded; /* nodes a direction; of the transform */
  const double *places;
  double from[2], step; /* of nodes */
  double *potential;    /* CHARGES × nodes² */
  double *forces, *totals;
} Grid;

/* The smallest even number with factors 2, 3 and 5 only. */
static gsize
round_size (gsize least)
{
  for (gsize size = least + (least & 1);; size += 2)
    {
      gsize rest = size;

      while (rest % 2 == 0)
        rest /= 2;
      while (rest % 3 == 0)
        rest /= 3;
      while (rest % 5 == 0)
        rest /= 5;
      if (rest == 1)
        return size;
    }
}

/* First node of the interval in which x lies, and the weights of its nodes. */
static gsize
weigh (const Grid *grid, guint direction, double x, double weights[NODES])
{
  double u = (x - grid->from[direction]) / grid->step; /* nodes stand at ½, 3/2, … */
  gsize interval = (gsize)CLAMP (floor (u / NODES), 0, (double)(grid->nodes / NODES - 1));
  double local = u - (double)(interval * NODES);

  for (guint a = 0; a < NODES; a++)
    {
      weights[a] = 1;
      for (guint b = 0; b < NODES; b++)
        if (b != a)
          weights[a] *= (local - (b + 0.5)) / ((double)a - (double)b);
    }
  return interval * NODES;
}

static void
lay_out (Grid *grid)
{
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, span;
  gsize intervals;

  for (gsize i = 0; i < grid->n; i++)
    for (guint c = 0; c < 2; c++)
      {
        low[c] = MIN (low[c], grid->places[2 * i + c]);
        high[c] = MAX (high[c], grid->places[2 * i + c]);
      }
  span = MAX (MAX (high[0] - low[0], high[1] - low[1]), 1e-9) * (1 + 1e-9);
  intervals = (gsize)CLAMP (ceil (span), FEWEST_INTERVALS, MOST_INTERVALS);
  grid->nodes = intervals * NODES;
  grid->padded = round_size (2 * grid->nodes);
  grid->step = span / (double)grid->nodes;
  memcpy (grid->from, low, sizeof low);
}

/* In one thread, since points share nodes. */
static void
spread (const Grid *grid, double *charges)
{
  gsize size = grid->padded * grid->padded;

  memset (charges, 0, CHARGES * size * sizeof *charges);
  for (gsize i = 0; i < grid->n; i++)
    {
      double x = grid->places[2 * i], y = grid->places[2 * i + 1], wx[NODES], wy[NODES];
      double q[CHARGES] = { 1, x, y, x * x + y * y };
      gsize column = weigh (grid, 0, x, wx), row = weigh (grid, 1, y, wy);

      for (guint b = 0; b < NODES; b++)
        for (guint a = 0; a < NODES; a++)
          {
            double weight = wx[a] * wy[b];
            double *node = charges + (row + b) * grid->padded + column + a;

            for (guint c = 0; c < CHARGES; c++)
              node[c * size] += weight * q[c];
          }
    }
}

typedef struct
{
  const Grid *grid;
  double *values;
} Kernel;

/* (1 + r²)⁻² around the torus. */
static void
fill_kernel (gsize from, gsize to, gpointer data)
{
  const Kernel *kernel = data;
  gsize size = kernel->grid->padded;

  for (gsize a = from; a < to; a++)
    for (gsize b = 0; b < size; b++)
      {
        double u = kernel->grid->step * (double)MIN (a, size - a),
               v = kernel->grid->step * (double)MIN (b, size - b), s = 1 + u * u + v * v;

        kernel->values[a * size + b] = 1 / (s * s);
      }
}

/* Nullable */
static double complex *
transform_kernel (const Grid *grid, PlumeTask *task, GError **error)
{
  gsize size = grid->padded;
  g_autofree double *values = g_new (double, size *size);
  Kernel kernel = { grid, values };
  double complex *spectrum;

  if (!plume_parallel_for (size, KERNEL_ROWS, fill_kernel, &kernel, task, error))
    return NULL;
  spectrum = g_new (double complex, size *(size / 2 + 1));
  plume_fft_real_plane (size, size, values, spectrum);
  return spectrum;
}

typedef struct
{
  const Grid *grid;
  const double complex *kernel;
  double *charges;
} Convolution;

static void
convolve (gsize from, gsize to, gpointer data)
{
  const Convolution *convolution = data;
  gsize size = convolution->grid->padded, n = size * (size / 2 + 1);
  g_autofree double complex *spectrum = g_new (double complex, n);

  for (gsize c = from; c < to; c++)
    {
      double *plane = convolution->charges + c * size * size;

      plume_fft_real_plane (size, size, plane, spectrum);
      for (gsize k = 0; k < n; k++)
        spectrum[k] *= convolution->kernel[k] / (double)(size * size);
      plume_fft_real_plane_inverse (size, size, spectrum, plane);
    }
}

static void
read_back (gsize from, gsize to, gpointer data)
{
  const Grid *grid = data;
  gsize size = grid->padded * grid->padded;

  for (gsize i = from; i < to; i++)
    {
      double x = grid->places[2 * i], y = grid->places[2 * i + 1], wx[NODES], wy[NODES];
      double phi[CHARGES] = { 0 };
      gsize column = weigh (grid, 0, x, wx), row = weigh (grid, 1, y, wy);

      for (guint b = 0; b < NODES; b++)
        for (guint a = 0; a < NODES; a++)
          for (guint c = 0; c < CHARGES; c++)
            phi[c] +=
                wx[a] * wy[b] * grid->potential[c * size + (row + b) * grid->padded + column + a];
      grid->forces[2 * i] = x * phi[0] - phi[1];
      grid->forces[2 * i + 1] = y * phi[0] - phi[2];
      grid->totals[i] = (1 + x * x + y * y) * phi[0] - 2 * (x * phi[1] + y * phi[2]) + phi[3] - 1;
    }
}

gboolean
plume_repulse_by_grid (gsize n,
                       guint d,
                       const double *places,
                       double *forces,
                       double *total,
                       PlumeTask *task,
                       GError **error)
{
  g_autofree double *charges = NULL, *totals = g_new (double, n);
  g_autofree double complex *kernel = NULL;
  Grid grid = { .n = n, .places = places, .forces = forces, .totals = totals };
  Convolution convolution;

  g_assert (d == 2);
  lay_out (&grid);
  charges = g_new (double, CHARGES *grid.padded *grid.padded);
  grid.potential = charges;
  spread (&grid, charges);
  kernel = transform_kernel (&grid, task, error);
  if (kernel == NULL)
    return FALSE;
  convolution = (Convolution){ &grid, kernel, charges };
  if (!plume_parallel_for (CHARGES, 1, convolve, &convolution, task, error)
      || !plume_parallel_for (n, POINTS, read_back, &grid, task, error))
    return FALSE;
  *total = plume_sum (totals, n);
  return TRUE;
}
