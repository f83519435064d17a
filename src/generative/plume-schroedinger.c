/* plume-schroedinger.c: Schrödinger bridges of Gaussians, of points, and of mixtures on a grid. */
#include "generative/plume-schroedinger.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <string.h>

#define GRID            112
#define REACH           6.5   /* standard deviations that the grid covers */
#define LARGEST_SPAN    640.0 /* of exponents, so that kernels do not underflow */
#define MOST_ITERATIONS 5000
#define CONVERGED       1e-10

/**
 * plume_gaussian_bridge:
 * @epsilon: ε > 0
 *
 * c = ½(√(4 s₀s₁ + σ⁴) − σ²) with σ² = 2ε (Mallasto, Gerolin & Minh 2021).
 *
 * Returns: the bridge between the two Gaussians
 */
PlumeGaussianBridge
plume_gaussian_bridge (double mean_left,
                       double variance_left,
                       double mean_right,
                       double variance_right,
                       double epsilon)
{
  double noise = 2 * epsilon;

  return (PlumeGaussianBridge){
    mean_left,  variance_left,
    mean_right, variance_right,
    epsilon,    0.5 * (sqrt (4 * variance_left * variance_right + noise * noise) - noise)
  };
}

/* Variance at t, and where wanted its rate. */
double
plume_gaussian_bridge_variance (const PlumeGaussianBridge *bridge, double t, double *rate)
{
  double s = 1 - t, mixed = 2 * (bridge->covariance + bridge->epsilon);

  if (rate != NULL)
    *rate = -2 * s * bridge->variance_left + 2 * t * bridge->variance_right + mixed * (1 - 2 * t);
  return s * s * bridge->variance_left + t * t * bridge->variance_right + mixed * t * s;
}

double
plume_gaussian_bridge_energy (const PlumeGaussianBridge *bridge)
{
  gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc (64);
  double way = bridge->mean_right - bridge->mean_left, energy = way * way;

  for (gsize i = 0; i < 64; i++)
    {
      double t, weight, rate, variance;

      gsl_integration_glfixed_point (0, 1, i, &t, &weight, table);
      variance = plume_gaussian_bridge_variance (bridge, t, &rate);
      rate = 0.5 * rate - bridge->epsilon;
      energy += weight * rate * rate / variance;
    }
  gsl_integration_glfixed_table_free (table);
  return energy;
}

/**
 * plume_schroedinger_drift:
 * @sinkhorn: the plan of squared distances with regularization 4ε
 * @d: dimension
 * @right: m × d, the points on the right
 * @epsilon: ε
 * @t: in [0, 1)
 * @n: places
 * @x: n × d
 * @drift: (out): n × d, b + εs of the bridge
 *
 * u = (E[y|x_t = x] − x)/(1 − t); O(n m d).
 */
void
plume_schroedinger_drift (const PlumeSinkhorn *sinkhorn,
                          gsize d,
                          const double *right,
                          double epsilon,
                          double t,
                          gsize n,
                          const double *x,
                          double *drift)
{
  gsize m = sinkhorn->m;
  g_autofree double *logs = g_new (double, m);

  for (gsize i = 0; i < n; i++)
    {
      double greatest = -INFINITY, sum = 0;

      for (gsize j = 0; j < m; j++)
        {
          double square = 0;

          for (gsize c = 0; c < d; c++)
            square += (right[j * d + c] - x[i * d + c]) * (right[j * d + c] - x[i * d + c]);
          logs[j] = sinkhorn->right[j] - square / (4 * epsilon * (1 - t));
          greatest = MAX (greatest, logs[j]);
        }
      memset (drift + i * d, 0, d * sizeof (double));
      for (gsize j = 0; j < m; j++)
        {
          double weight = exp (logs[j] - greatest);

          sum += weight;
          for (gsize c = 0; c < d; c++)
            drift[i * d + c] += weight * (right[j * d + c] - x[i * d + c]);
        }
      for (gsize c = 0; c < d; c++)
        drift[i * d + c] /= sum * (1 - t);
    }
}

/* Densities on a grid of nx × ny cells, and the kernel along either axis */
typedef struct
{
  gsize nx, ny;
  double step_x, step_y;
  double *left, *right, *kernel_x, *kernel_y, *half;
  const double *in;
  double *out;
} Grid;

static void
along_y (gsize from, gsize to, gpointer data)
{
  Grid *grid = data;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < grid->ny; j++)
      {
        double sum = 0;

#pragma omp simd reduction(+ : sum)
        for (gsize k = 0; k < grid->ny; k++)
          sum += grid->in[i * grid->ny + k] * grid->kernel_y[j * grid->ny + k];
        grid->half[i * grid->ny + j] = sum;
      }
}

static void
along_x (gsize from, gsize to, gpointer data)
{
  Grid *grid = data;

  for (gsize i = from; i < to; i++)
    {
      double *row = grid->out + i * grid->ny;

      memset (row, 0, grid->ny * sizeof (double));
      for (gsize k = 0; k < grid->nx; k++)
        {
          const double *other = grid->half + k * grid->ny;
          double weight = grid->kernel_x[i * grid->nx + k];

#pragma omp simd
          for (gsize j = 0; j < grid->ny; j++)
            row[j] += weight * other[j];
        }
    }
}

/* out = k ∗ in */
static void
spread (Grid *grid, const double *in, double *out)
{
  grid->in = in;
  grid->out = out;
  plume_parallel_for (grid->nx, 8, along_y, grid, NULL, NULL);
  plume_parallel_for (grid->nx, 8, along_x, grid, NULL, NULL);
}

static double *
make_kernel (gsize n, double step, double epsilon)
{
  double *kernel = g_new (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double way = ((double)i - (double)j) * step;

        kernel[i * n + j] = exp (-way * way / (4 * epsilon)) * step / sqrt (4 * G_PI * epsilon);
      }
  return kernel;
}

static void
widen (const PlumeMixture *mixture, gsize c, double *low, double *high)
{
  gsize d = plume_mixture_get_dimension (mixture);

  for (guint k = 0; k < plume_mixture_get_n_components (mixture); k++)
    {
      double mean = plume_mixture_get_means (mixture)[k * d + c],
             reach = REACH * sqrt (plume_mixture_get_covariances (mixture)[k * d * d + c * d + c]);

      *low = MIN (*low, mean - reach);
      *high = MAX (*high, mean + reach);
    }
}

/* Cells' shares of a mixture, their sum 1 */
static double *
fill_density (const PlumeMixture *mixture, const Grid *grid, const double low[2])
{
  gsize n = grid->nx * grid->ny, d = plume_mixture_get_dimension (mixture);
  double *share = g_new (double, n), sum;
  g_autofree double *places = g_new (double, n *d);
  PlumeMarginal now = { .alpha = 1 };

  for (gsize i = 0; i < n; i++)
    {
      places[i * d] = low[0] + (double)(i / grid->ny) * grid->step_x;
      if (d == 2)
        places[i * d + 1] = low[1] + (double)(i % grid->ny) * grid->step_y;
    }
  plume_mixture_evaluate (mixture, &now, n, places, share, NULL, NULL, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    share[i] = exp (share[i]);
  sum = plume_sum (share, n);
  for (gsize i = 0; i < n; i++)
    share[i] /= sum;
  return share;
}

static void
clear_grid (Grid *grid)
{
  g_free (grid->left);
  g_free (grid->right);
  g_free (grid->kernel_x);
  g_free (grid->kernel_y);
  g_free (grid->half);
}

/* Sinkhorn: left = u (k∗v), right = v (k∗u), and 4ε (Σ right ln v − Σ left ln (k∗v)) */
static double
find_energy (Grid *grid, double epsilon, PlumeTask *task, GError **error)
{
  gsize n = grid->nx * grid->ny;
  double change = INFINITY;
  g_autofree double *u = g_new (double, n), *v = g_new (double, n), *spread_v = g_new (double, n),
                    *work = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    v[i] = 1;
  for (guint iteration = 0; iteration < MOST_ITERATIONS && change > CONVERGED; iteration++)
    {
      if (!plume_task_check (task, error))
        return NAN;
      spread (grid, v, spread_v);
      for (gsize i = 0; i < n; i++)
        u[i] = spread_v[i] > 0 ? grid->left[i] / spread_v[i] : 0;
      spread (grid, u, work);
      change = 0;
      for (gsize i = 0; i < n; i++)
        {
          double next = work[i] > 0 ? grid->right[i] / work[i] : 0;

          change += fabs (v[i] * work[i] - grid->right[i]);
          v[i] = next;
        }
    }
  if (!(change <= CONVERGED))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("the Schrödinger bridge for ε = %g is not found in %d iterations; raise ε"),
                   epsilon, MOST_ITERATIONS);
      return NAN;
    }
  spread (grid, v, spread_v);
  for (gsize i = 0; i < n; i++)
    {
      work[i] = grid->right[i] > 1e-280 && v[i] > 0 ? grid->right[i] * log (v[i]) : 0;
      if (grid->left[i] > 1e-280 && spread_v[i] > 0)
        work[i] -= grid->left[i] * log (spread_v[i]);
    }
  return 4 * epsilon * plume_sum (work, n); /* the scale of v cancels */
}

/**
 * plume_schroedinger_energy:
 * @left: @right: of one or two dimensions, the same
 * @epsilon: ε > 0
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE of an ε too small for the distance, %PLUME_ERROR_COMPUTE where the
 * iteration does not converge, %PLUME_ERROR_CANCELLED
 *
 * Sinkhorn's iteration of the densities on a grid of 112 cells a side, which is spectrally accurate
 * once a cell is smaller than the least width. O(112³) an iteration.
 *
 * Returns: the least ∫E|u|² dt, or NaN with an error
 */
double
plume_schroedinger_energy (const PlumeMixture *left,
                           const PlumeMixture *right,
                           double epsilon,
                           PlumeTask *task,
                           GError **error)
{
  gsize d = plume_mixture_get_dimension (left);
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, span = 0, energy;
  Grid grid = { .nx = d == 1 ? 4 * GRID : GRID, .ny = d == 1 ? 1 : GRID, .step_y = 1 };

  for (gsize c = 0; c < d; c++)
    {
      widen (left, c, &low[c], &high[c]);
      widen (right, c, &low[c], &high[c]);
      span += (high[c] - low[c]) * (high[c] - low[c]) / (4 * epsilon);
    }
  if (!(span < LARGEST_SPAN))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("ε = %.3g is too small for the grid of the Schrödinger bridge; take at least "
                      "%.3g"),
                   epsilon, epsilon * span / LARGEST_SPAN);
      return NAN;
    }
  grid.step_x = (high[0] - low[0]) / (double)(grid.nx - 1);
  grid.kernel_x = make_kernel (grid.nx, grid.step_x, epsilon);
  if (d == 2)
    {
      grid.step_y = (high[1] - low[1]) / (double)(grid.ny - 1);
      grid.kernel_y = make_kernel (grid.ny, grid.step_y, epsilon);
    }
  else
    {
      grid.kernel_y = g_new (double, 1);
      grid.kernel_y[0] = 1;
    }
  grid.half = g_new (double, grid.nx *grid.ny);
  grid.left = fill_density (left, &grid, low);
  grid.right = fill_density (right, &grid, low);
  energy = find_energy (&grid, epsilon, task, error);
  clear_grid (&grid);
  return energy;
}
