/* plume-scaling-guttman.c: sums of a Guttman step (de Leeuw 1977; Borg & Groenen 2005, §8.6), and
 * the weighted Laplacian that they are divided by.
 *
 * Every row adds its own pairs, all of them in the order of the points: twice the work of pairs
 * taken once, but no thread waits for another and no sum depends on their number.
 */
#include "manifold/plume-scaling-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"

#include <math.h>
#include <string.h>

#define ROWS            16
#define RESIDUAL        1e-12 /* of the right side, at which conjugate gradients end */
#define MOST_ITERATIONS 500

/* d is a constant wherever this is called, so that the loops over it disappear. */
static inline __attribute__ ((always_inline)) void
sum_row (const PlumeGuttman *guttman, guint d, gsize i, gboolean weighted)
{
  gsize m = guttman->m;
  const double *target = guttman->targets + i * m,
               *weight = guttman->weights + (weighted ? i * m : 0);
  const double *x = guttman->y, *y = guttman->y + (d > 1 ? m : 0),
               *z = guttman->y + (d > 2 ? 2 * m : 0);
  double sum_x = 0, sum_y = 0, sum_z = 0, stress = 0, x_i = x[i], y_i = y[i], z_i = z[i];

#pragma omp simd reduction(+ : sum_x, sum_y, sum_z, stress)
  for (gsize j = 0; j < m; j++)
    {
      double dx = x_i - x[j], dy = d > 1 ? y_i - y[j] : 0, dz = d > 2 ? z_i - z[j] : 0;
      double delta = sqrt (dx * dx + dy * dy + dz * dz);
      double ratio = target[j] / (delta > 0 ? delta : 1); /* coincident points: times 0 below */
      double left = delta - target[j];

      if (weighted)
        ratio *= weight[j];
      sum_x += ratio * dx;
      sum_y += ratio * dy;
      sum_z += ratio * dz;
      stress += weighted ? weight[j] * left * left : left * left;
    }
  guttman->sums[i] = sum_x;
  if (d > 1)
    guttman->sums[m + i] = sum_y;
  if (d > 2)
    guttman->sums[2 * m + i] = sum_z;
  guttman->row_stress[i] = stress;
}

PLUME_VECTOR_CLONES static void
sum_rows (gsize from, gsize to, gpointer data)
{
  const PlumeGuttman *guttman = data;

  if (guttman->weights == NULL)
    for (gsize i = from; i < to; i++)
      if (guttman->d == 1)
        sum_row (guttman, 1, i, FALSE);
      else if (guttman->d == 2)
        sum_row (guttman, 2, i, FALSE);
      else
        sum_row (guttman, 3, i, FALSE);
  else
    for (gsize i = from; i < to; i++)
      if (guttman->d == 1)
        sum_row (guttman, 1, i, TRUE);
      else if (guttman->d == 2)
        sum_row (guttman, 2, i, TRUE);
      else
        sum_row (guttman, 3, i, TRUE);
}

gboolean
plume_guttman_sums (const PlumeGuttman *guttman, double *stress, PlumeTask *task, GError **error)
{
  if (!plume_parallel_for (guttman->m, ROWS, sum_rows, (gpointer)guttman, NULL, error)
      || !plume_task_check (task, error))
    return FALSE;
  *stress = 0.5 * plume_sum (guttman->row_stress, guttman->m);
  return TRUE;
}

typedef struct
{
  gsize m;
  guint d;
  const double *weights, *degrees, *x;
  double *y;
} Laplacian;

PLUME_VECTOR_CLONES static void
apply_rows (gsize from, gsize to, gpointer data)
{
  const Laplacian *laplacian = data;
  gsize m = laplacian->m;

  for (gsize i = from; i < to; i++)
    for (guint c = 0; c < laplacian->d; c++)
      {
        const double *weight = laplacian->weights + i * m, *x = laplacian->x + c * m;
        double sum = 0;

#pragma omp simd reduction(+ : sum)
        for (gsize j = 0; j < m; j++)
          sum += weight[j] * x[j];
        laplacian->y[c * m + i] = (laplacian->degrees[i] + weight[i]) * x[i] - sum;
      }
}

/* Σ a_i b_i, or Σ a_i b_i/s_i where s_i > 0 */
static double
inner (const double *a, const double *b, const double *scale, gsize m, double *work)
{
  for (gsize i = 0; i < m; i++)
    work[i] = scale == NULL ? a[i] * b[i] : scale[i] > 0 ? a[i] * b[i] / scale[i] : 0;
  return plume_sum (work, m);
}

/* Conjugate gradients for all dimensions side by side: one reading of the weights serves all. */
gboolean
plume_guttman_solve_weighted (gsize m,
                              guint d,
                              const double *weights,
                              const double *degrees,
                              const double *right,
                              double *z,
                              PlumeTask *task,
                              GError **error)
{
  g_autofree double *residual = g_new (double, d *m), *direction = g_new (double, d *m),
                    *image = g_new (double, d *m), *work = g_new (double, m);
  double rho[PLUME_SCALING_MOST_DIMENSIONS], goal[PLUME_SCALING_MOST_DIMENSIONS];
  Laplacian laplacian = { m, d, weights, degrees, z, image };

  if (!plume_parallel_for (m, ROWS, apply_rows, &laplacian, NULL, error))
    return FALSE;
  laplacian.x = direction;
  for (guint c = 0; c < d; c++)
    {
      double *r = residual + c * m, *p = direction + c * m;

      for (gsize i = 0; i < m; i++)
        {
          r[i] = right[c * m + i] - image[c * m + i];
          p[i] = degrees[i] > 0 ? r[i] / degrees[i] : 0;
        }
      rho[c] = inner (r, r, degrees, m, work);
      goal[c] = inner (right + c * m, right + c * m, degrees, m, work) * RESIDUAL * RESIDUAL;
    }
  for (guint iteration = 0; iteration < MOST_ITERATIONS; iteration++)
    {
      gboolean done = TRUE;

      for (guint c = 0; c < d; c++)
        done = done && rho[c] <= goal[c];
      if (done)
        break;
      if (!plume_parallel_for (m, ROWS, apply_rows, &laplacian, NULL, error)
          || !plume_task_check (task, error))
        return FALSE;
      for (guint c = 0; c < d; c++)
        {
          double *r = residual + c * m, *p = direction + c * m, *q = image + c * m;
          double curvature = inner (p, q, NULL, m, work), step, next;

          if (rho[c] <= goal[c] || !(curvature > 0))
            {
              rho[c] = 0;
              continue;
            }
          step = rho[c] / curvature;
          for (gsize i = 0; i < m; i++)
            {
              z[c * m + i] += step * p[i];
              r[i] -= step * q[i];
            }
          next = inner (r, r, degrees, m, work);
          for (gsize i = 0; i < m; i++)
            p[i] = (degrees[i] > 0 ? r[i] / degrees[i] : 0) + next / rho[c] * p[i];
          rho[c] = next;
        }
    }
  return TRUE;
}
