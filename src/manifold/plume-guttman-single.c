/* plume-guttman-single.c: pairs taken once, in strips of rows of the triangle.
 *
 * Every strip adds to sums of its own, which are put together in the order of the strips: their
 * number and bounds depend on m only, so the frame does not depend on the number of threads.
 */
#include "manifold/plume-guttman-single.h"

#include "core/plume-parallel.h"
#include "core/plume-vector.h"

#include <math.h>
#include <string.h>

#define STRIPS 16

static gsize
row_start (gsize m, gsize i)
{
  return i * (2 * m - i - 1) / 2;
}

/**
 * plume_single_guttman_init:
 * @m: points
 * @d: 2 or 3
 *
 * Work memory for any number of steps; @triangle and @y are to be set.
 */
void
plume_single_guttman_init (PlumeSingleGuttman *guttman, gsize m, guint d)
{
  gsize row = 0;

  *guttman = (PlumeSingleGuttman){ .m = m, .d = d };
  guttman->y = g_new0 (float, d *m);
  guttman->sums = g_new (float, STRIPS *d *m);
  guttman->bounds = g_new (gsize, STRIPS + 1);
  guttman->strip_stress = g_new0 (double, STRIPS);
  guttman->strip_squares = g_new0 (double, STRIPS);
  for (gsize strip = 0; strip <= STRIPS; strip++)
    {
      while (row < m && row_start (m, row) * STRIPS < strip * row_start (m, m - 1))
        row++;
      guttman->bounds[strip] = strip == STRIPS ? m : row;
    }
}

void
plume_single_guttman_clear (PlumeSingleGuttman *guttman)
{
  g_free (guttman->y);
  g_free (guttman->sums);
  g_free (guttman->bounds);
  g_free (guttman->strip_stress);
  g_free (guttman->strip_squares);
}

/* d is a constant wherever this is called. */
static inline __attribute__ ((always_inline)) void
sum_row (PlumeSingleGuttman *guttman, guint d, gsize strip, gsize i)
{
  gsize m = guttman->m, count = m - i - 1;
  const float *target = guttman->triangle + row_start (m, i);
  const float *x = guttman->y + i, *y = guttman->y + m + i,
              *z = guttman->y + (d > 2 ? 2 * m : 0) + i;
  float *to_x = guttman->sums + strip * d * m + i, *to_y = to_x + m,
        *to_z = to_x + (d > 2 ? 2 * m : 0);
  float sum_x = 0, sum_y = 0, sum_z = 0, stress = 0, squares = 0;
  float x_i = x[0], y_i = y[0], z_i = z[0];

#pragma omp simd reduction(+ : sum_x, sum_y, sum_z, stress, squares)
  for (gsize j = 1; j <= count; j++)
    {
      float dx = x_i - x[j], dy = y_i - y[j], dz = d > 2 ? z_i - z[j] : 0;
      float delta = sqrtf (dx * dx + dy * dy + dz * dz), wanted = target[j - 1];
      float ratio = wanted / (delta > 0 ? delta : 1), left = delta - wanted;

      sum_x += ratio * dx;
      sum_y += ratio * dy;
      to_x[j] -= ratio * dx;
      to_y[j] -= ratio * dy;
      if (d > 2)
        {
          sum_z += ratio * dz;
          to_z[j] -= ratio * dz;
        }
      stress += left * left;
      squares += wanted * wanted;
    }
  to_x[0] += sum_x;
  to_y[0] += sum_y;
  if (d > 2)
    to_z[0] += sum_z;
  guttman->strip_stress[strip] += (double)stress;
  guttman->strip_squares[strip] += (double)squares;
}

PLUME_VECTOR_CLONES static void
sum_strips (gsize from, gsize to, gpointer data)
{
  PlumeSingleGuttman *guttman = data;

  for (gsize strip = from; strip < to; strip++)
    {
      memset (guttman->sums + strip * guttman->d * guttman->m, 0,
              guttman->d * guttman->m * sizeof (float));
      guttman->strip_stress[strip] = guttman->strip_squares[strip] = 0;
      for (gsize i = guttman->bounds[strip]; i < guttman->bounds[strip + 1]; i++)
        if (guttman->d == 2)
          sum_row (guttman, 2, strip, i);
        else
          sum_row (guttman, 3, strip, i);
    }
}

void
plume_single_guttman_look (PlumeSingleGuttman *guttman)
{
  plume_parallel_for (STRIPS, 1, sum_strips, guttman, NULL, NULL);
  guttman->stress = guttman->squares = 0;
  for (gsize strip = 0; strip < STRIPS; strip++)
    {
      guttman->stress += guttman->strip_stress[strip];
      guttman->squares += guttman->strip_squares[strip];
    }
}

/**
 * plume_single_guttman_step:
 *
 * One step, all cores: m²/2 pairs. Relative error of the sums about 1e-6.
 */
void
plume_single_guttman_step (PlumeSingleGuttman *guttman)
{
  gsize count = guttman->d * guttman->m;

  plume_single_guttman_look (guttman);
  memset (guttman->y, 0, count * sizeof (float));
  for (gsize strip = 0; strip < STRIPS; strip++)
    for (gsize i = 0; i < count; i++)
      guttman->y[i] += guttman->sums[strip * count + i];
  for (gsize i = 0; i < count; i++)
    guttman->y[i] /= (float)guttman->m;
}
