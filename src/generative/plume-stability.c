/* plume-stability.c: roots, boundaries and pictures of regions of absolute stability. */
#include "generative/plume-stability.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "generative/plume-momentum-weights.h"
#include "linalg/plume-matrix.h"

#include <glib/gi18n-lib.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define TOLERANCE  1e-9 /* roots this much beyond 1 count as on the circle */
#define ITERATIONS 80

typedef struct
{
  double re, im;
} Complex;

static inline Complex
times (Complex a, Complex b)
{
  return (Complex){ a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re };
}

static inline Complex
over (Complex a, Complex b)
{
  double square = b.re * b.re + b.im * b.im;

  return (Complex){ (a.re * b.re + a.im * b.im) / square, (a.im * b.re - a.re * b.im) / square };
}

static inline double
square_of (Complex a)
{
  return a.re * a.re + a.im * a.im;
}

/**
 * plume_multistep_explicit:
 * @n: 1 … PLUME_MULTISTEP_DEGREE
 * @weights: (array length=n): w_j of z_{n+1} = z_n + δ Σ w_j ε̂_{n−j}
 */
PlumeMultistep
plume_multistep_explicit (guint n, const double *weights)
{
  PlumeMultistep solver = { .degree = n };

  solver.rho[n] = 1;
  solver.rho[n - 1] = -1;
  for (guint j = 0; j < n; j++)
    solver.sigma[n - 1 - j] = weights[j];
  return solver;
}

/**
 * plume_multistep_weighted:
 * @n: 1 … PLUME_MOMENTUM_ORDER
 * @given: (array length=n): a_j, or b_j of averaged answers
 * @momentum: β in (0, 1]
 *
 * With the average eliminated, (r − 1)(r − 1 + β) − ζ Σ c_j r^{1−j} = 0, where c = β a for the
 * heavy ball, β b for averaged answers and β ((2 − β) a_j − (1 − β) a_{j−1}) for Nesterov. Without
 * momentum the root r = 1 − β is no part of it.
 */
PlumeMultistep
plume_multistep_weighted (PlumeMomentum kind, guint n, const double *given, double momentum)
{
  double weights[PLUME_MOMENTUM_ORDER + 1] = { 0 };
  PlumeMultistep solver = { 0 };

  if (kind == PLUME_MOMENTUM_NONE)
    return plume_multistep_explicit (n, given);
  memcpy (weights, given, n * sizeof (double));
  if (kind == PLUME_MOMENTUM_NESTEROV)
    for (guint j = n++ + 1; j-- > 0;)
      weights[j] = (2 - momentum) * weights[j] - (j > 0 ? (1 - momentum) * weights[j - 1] : 0);
  solver.degree = MAX (n, 2);
  solver.rho[solver.degree] = 1;
  solver.rho[solver.degree - 1] = momentum - 2;
  solver.rho[solver.degree - 2] = 1 - momentum;
  for (guint j = 0; j < n; j++)
    solver.sigma[solver.degree - 1 - j] = momentum * weights[j];
  return solver;
}

/**
 * plume_multistep_momentum:
 * @order: k, 1 … PLUME_MOMENTUM_ORDER
 * @momentum: β in (0, 1]
 *
 * The same with the weights for equal steps.
 */
PlumeMultistep
plume_multistep_momentum (PlumeMomentum kind, guint order, double momentum)
{
  double weights[PLUME_MOMENTUM_ORDER];

  if (kind == PLUME_MOMENTUM_ANSWERS)
    plume_momentum_averaged_weights (order, momentum, weights);
  else
    plume_momentum_plain_weights (order, weights);
  return plume_multistep_weighted (kind, order, weights, momentum);
}

static Complex
polynomial_at (const double *coefficients, guint degree, Complex r)
{
  Complex value = { coefficients[degree], 0 };

  for (guint j = degree; j-- > 0;)
    {
      value = times (value, r);
      value.re += coefficients[j];
    }
  return value;
}

/**
 * plume_stability_boundary:
 * @n: points
 * @theta: (array length=n): angles of r = e^{iθ}
 * @re: @im: (array length=n) (out): ζ = ρ(r)/σ(r)
 *
 * The boundary of the region is part of this curve; its loops may lie outside.
 */
void
plume_stability_boundary (
    const PlumeMultistep *solver, gsize n, const double *theta, double *re, double *im)
{
  for (gsize i = 0; i < n; i++)
    {
      Complex r = { cos (theta[i]), sin (theta[i]) };
      Complex zeta = over (polynomial_at (solver->rho, solver->degree, r),
                           polynomial_at (solver->sigma, solver->degree, r));

      re[i] = zeta.re;
      im[i] = zeta.im;
    }
}

static void
start_roots (guint n, Complex *roots)
{
  for (guint j = 0; j < n; j++)
    roots[j] = (Complex){ 0.9 * cos (2 * G_PI * j / n + 0.4), 0.9 * sin (2 * G_PI * j / n + 0.4) };
}

/* Aberth's simultaneous Newton iteration from where the roots were nearby; a monic polynomial. */
static gboolean
find_roots (const Complex *coefficients, guint n, Complex *roots)
{
  for (guint i = 0; i < ITERATIONS; i++)
    {
      double moved = 0;

      for (guint j = 0; j < n; j++)
        {
          Complex r = roots[j], value = coefficients[n], slope = { 0, 0 }, repelled = { 0, 0 };
          Complex newton, factor, shift;

          for (guint m = n; m-- > 0;)
            {
              slope = times (slope, r);
              slope.re += value.re;
              slope.im += value.im;
              value = times (value, r);
              value.re += coefficients[m].re;
              value.im += coefficients[m].im;
            }
          if (square_of (value) < 1e-30 || square_of (slope) == 0)
            continue;
          for (guint m = 0; m < n; m++)
            {
              Complex away = { r.re - roots[m].re, r.im - roots[m].im };
              double square = square_of (away);

              if (m == j || square == 0)
                continue;
              repelled.re += away.re / square;
              repelled.im -= away.im / square;
            }
          newton = over (value, slope);
          factor = times (newton, repelled);
          shift = over (newton, (Complex){ 1 - factor.re, -factor.im });
          roots[j].re -= shift.re;
          roots[j].im -= shift.im;
          moved = MAX (moved, square_of (shift) / (1 + square_of (r)));
        }
      if (moved < 1e-14) /* of third order: the next correction would be below round-off */
        return TRUE;
    }
  return FALSE;
}

static void
characteristic (const PlumeMultistep *solver, double re, double im, Complex *coefficients)
{
  for (guint j = 0; j <= solver->degree; j++)
    coefficients[j] = (Complex){ solver->rho[j] - re * solver->sigma[j], -im * solver->sigma[j] };
  for (guint j = 0; j <= solver->degree; j++)
    if (j < solver->degree)
      coefficients[j] = over (coefficients[j], coefficients[solver->degree]);
  coefficients[solver->degree] = (Complex){ 1, 0 };
}

static double
largest_of (guint n, const Complex *roots)
{
  double largest = 0;

  for (guint j = 0; j < n; j++)
    largest = MAX (largest, square_of (roots[j]));
  return sqrt (largest);
}

/* The eigenvalues of the companion matrix, column-major */
static double
growth_from_companion (guint n, const Complex *coefficients)
{
  lapack_complex_double matrix[PLUME_MULTISTEP_DEGREE * PLUME_MULTISTEP_DEGREE] = { 0 };
  lapack_complex_double values[PLUME_MULTISTEP_DEGREE];
  double largest = 0;

  for (guint j = 0; j < n; j++)
    matrix[j * n] =
        lapack_make_complex_double (-coefficients[n - 1 - j].re, -coefficients[n - 1 - j].im);
  for (guint j = 1; j < n; j++)
    matrix[(j - 1) * n + j] = 1;
  if (LAPACKE_zhseqr (LAPACK_COL_MAJOR, 'E', 'N', (int)n, 1, (int)n, matrix, (int)n, values, NULL,
                      1)
      != 0)
    return NAN;
  for (guint j = 0; j < n; j++)
    largest = MAX (largest, hypot (lapack_complex_double_real (values[j]),
                                   lapack_complex_double_imag (values[j])));
  return largest;
}

/**
 * plume_stability_growth:
 * @re: @im: ζ = δ λ
 *
 * Returns: the factor by which a step multiplies the fastest of the solver's modes: the largest
 * root, from the companion matrix; the solver is stable where it is at most 1
 */
double
plume_stability_growth (const PlumeMultistep *solver, double re, double im)
{
  Complex coefficients[PLUME_MULTISTEP_DEGREE + 1];

  characteristic (solver, re, im, coefficients);
  return growth_from_companion (solver->degree, coefficients);
}

static double
imaginary_at (const PlumeMultistep *solver, double theta, double *re)
{
  double im;

  plume_stability_boundary (solver, 1, &theta, re, &im);
  return im;
}

/* Where the boundary curve crosses the negative real axis, between two angles of either side */
static double
cross (const PlumeMultistep *solver, double from, double to)
{
  double re, im = imaginary_at (solver, from, &re);

  for (guint i = 0; i < 60; i++)
    {
      double middle = (from + to) / 2, value = imaginary_at (solver, middle, &re);

      if ((value > 0) == (im > 0))
        from = middle;
      else
        to = middle;
    }
  imaginary_at (solver, (from + to) / 2, &re);
  return re;
}

static int
compare_descending (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x < y) - (x > y);
}

/**
 * plume_stability_interval:
 *
 * A mode becomes unstable only where the boundary curve crosses the axis, so the crossings are
 * found and looked behind, the nearest first.
 *
 * Returns: the least real ζ down to which the solver is stable without a gap from 0; −∞ where there
 * is no bound
 */
double
plume_stability_interval (const PlumeMultistep *solver)
{
  enum
  {
    N = 360
  };
  double crossings[N + 1], re, im, before = imaginary_at (solver, 1e-3, &re);
  guint n = 0;

  for (guint i = 1; i < N; i++)
    {
      double theta = G_PI * i / N, value = imaginary_at (solver, theta, &re);

      /* a pole of the curve changes sides too, but far away */
      if ((value > 0) != (before > 0))
        crossings[n++] = cross (solver, i == 1 ? 1e-3 : theta - G_PI / N, theta);
      before = value;
    }
  plume_stability_boundary (solver, 1, &(double){ G_PI }, &crossings[n++], &im);
  qsort (crossings, n, sizeof (double), compare_descending);
  for (guint i = 0; i < n; i++)
    if (crossings[i] < -1e-9 && plume_stability_growth (solver, 1.001 * crossings[i], 0) > 1)
      return crossings[i];
  return -HUGE_VAL;
}

/**
 * plume_stability_box:
 *
 * Returns: a rectangle symmetric about the real axis that holds the part of the boundary around the
 * region, with a margin
 */
PlumeStabilityBox
plume_stability_box (const PlumeMultistep *solver)
{
  enum
  {
    N = 720
  };
  double theta[N], re[N], im[N], least = plume_stability_interval (solver), most = 0, high = 0;

  for (guint i = 0; i < N; i++)
    theta[i] = G_PI * (i + 1) / N;
  plume_stability_boundary (solver, N, theta, re, im);
  for (guint i = 0; i < N; i++)
    /* loops outside: just inside of the true boundary no root is beyond the circle */
    if (plume_stability_growth (solver, re[i], im[i]) <= 1 + 1e-6)
      {
        least = MIN (least, re[i]);
        most = MAX (most, re[i]);
        high = MAX (high, fabs (im[i]));
      }
  return (PlumeStabilityBox){ .re_from = least + 0.12 * (least - most),
                              .re_to = most - 0.12 * (least - most),
                              .im_from = -1.15 * high,
                              .im_to = 1.15 * high };
}

typedef struct
{
  const PlumeMultistep *solver;
  const PlumeStabilityBox *box;
  gsize n_rows, n_columns;
  gboolean mirrored;
  double *growth;
} Raster;

static double
middle (double from, double to, gsize i, gsize n)
{
  return from + (to - from) * ((double)i + 0.5) / (double)n;
}

/* Straight on from the last two cells */
static void
lead_roots (guint n, Complex *roots, Complex *before)
{
  for (guint j = 0; j < n; j++)
    {
      Complex now = roots[j];

      roots[j].re += now.re - before[j].re;
      roots[j].im += now.im - before[j].im;
      before[j] = now;
    }
}

static void
fill_rows (gsize from, gsize to, gpointer data)
{
  Raster *raster = data;
  guint n = raster->solver->degree;

  for (gsize i = from; i < to; i++)
    {
      double im = middle (raster->box->im_from, raster->box->im_to, i, raster->n_rows);
      double *row = raster->growth + i * raster->n_columns;
      Complex coefficients[PLUME_MULTISTEP_DEGREE + 1], roots[PLUME_MULTISTEP_DEGREE],
          before[PLUME_MULTISTEP_DEGREE];
      guint followed = 0;

      start_roots (n, roots);
      for (gsize j = 0; j < raster->n_columns; j++)
        {
          characteristic (raster->solver,
                          middle (raster->box->re_from, raster->box->re_to, j, raster->n_columns),
                          im, coefficients);
          if (followed > 1)
            lead_roots (n, roots, before);
          else
            memcpy (before, roots, n * sizeof *roots);
          if (find_roots (coefficients, n, roots))
            {
              row[j] = largest_of (n, roots);
              followed++;
            }
          else
            {
              row[j] = growth_from_companion (n, coefficients);
              start_roots (n, roots);
              followed = 0;
            }
        }
      if (raster->mirrored)
        memcpy (raster->growth + (raster->n_rows - 1 - i) * raster->n_columns, row,
                raster->n_columns * sizeof (double));
    }
}

/**
 * plume_stability_raster:
 * @growth: (array) (out): n_rows × n_columns growth factors at the middles of the cells
 *
 * Costs a few Newton steps a cell, for roots move little from cell to cell; a box that is symmetric
 * about the real axis costs half. The numbers do not depend on threads: every row starts anew.
 */
gboolean
plume_stability_raster (const PlumeMultistep *solver,
                        const PlumeStabilityBox *box,
                        gsize n_rows,
                        gsize n_columns,
                        double *growth,
                        PlumeTask *task,
                        GError **error)
{
  Raster raster = { solver, box, n_rows, n_columns, box->im_from == -box->im_to, growth };

  return plume_parallel_for (raster.mirrored ? (n_rows + 1) / 2 : n_rows, 8, fill_rows, &raster,
                             task, error);
}

/**
 * plume_stability_area:
 *
 * Returns: the area where the growth of a raster is at most 1; cells on the boundary count by how
 * far the boundary is, so the error falls as the square of the cells
 */
double
plume_stability_area (const PlumeStabilityBox *box,
                      gsize n_rows,
                      gsize n_columns,
                      const double *growth)
{
  g_autofree double *rows = g_new (double, n_rows);
  double cell = (box->re_to - box->re_from) / (double)n_columns * (box->im_to - box->im_from)
                / (double)n_rows;

  for (gsize i = 0; i < n_rows; i++)
    {
      gsize below = i > 0 ? i - 1 : i, above = MIN (i + 1, n_rows - 1);

      rows[i] = 0;
      for (gsize j = 0; j < n_columns; j++)
        {
          gsize left = j > 0 ? j - 1 : j, right = MIN (j + 1, n_columns - 1);
          double x = (growth[i * n_columns + right] - growth[i * n_columns + left])
                     / (double)(right - left),
                 y = (growth[above * n_columns + j] - growth[below * n_columns + j])
                     / (double)(above - below);
          /* of a cell that a straight boundary cuts, to first order along its normal */
          double width = fabs (x) + fabs (y), room = 1 - growth[i * n_columns + j];

          rows[i] += width > 0 ? CLAMP (0.5 + room / width, 0, 1) : room >= 0;
        }
    }
  return cell * plume_sum (rows, n_rows);
}

/* Modes that truly grow may do so */
static gboolean
all_inside (
    PlumeMultistepFunc solver_at, gpointer data, double momentum, gsize n, const double *zeta)
{
  for (gsize i = 0; i < n; i++)
    if (zeta[2 * i] < 0)
      {
        PlumeMultistep solver = solver_at (momentum, i, data);

        if (!(plume_stability_growth (&solver, zeta[2 * i], zeta[2 * i + 1]) <= 1 + TOLERANCE))
          return FALSE;
      }
  return TRUE;
}

/**
 * plume_stability_momentum:
 * @solver_at: (scope call): the solver with damping β that meets eigenvalue i
 * @n: eigenvalues
 * @zeta: (array): n pairs of real and imaginary part
 *
 * Returns: the largest β from 0.05 to 1, that is the smallest damping, at which every decaying mode
 * is inside the region; NaN where none is enough
 */
double
plume_stability_momentum (PlumeMultistepFunc solver_at, gpointer data, gsize n, const double *zeta)
{
  const guint n_parts = 38;
  double inside = NAN, outside = 1;

  if (all_inside (solver_at, data, 1, n, zeta))
    return 1;
  for (guint i = 1; i <= n_parts && isnan (inside); i++)
    {
      double momentum = 1 - 0.95 * i / n_parts;

      if (all_inside (solver_at, data, momentum, n, zeta))
        inside = momentum;
      else
        outside = momentum;
    }
  for (guint i = 0; i < 24 && !isnan (inside); i++)
    {
      double momentum = (inside + outside) / 2;

      if (all_inside (solver_at, data, momentum, n, zeta))
        inside = momentum;
      else
        outside = momentum;
    }
  return inside;
}

/**
 * plume_stability_eigenvalues:
 * @matrices: (array): n × d × d, symmetric, as Jacobians of scores are
 * @factor: δ times what turns the matrix into ∂(dz/dκ)/∂z: −δ α σ for ∇s
 * @values: (array) (out): n × d, each d ascending
 */
gboolean
plume_stability_eigenvalues (
    gsize n, gsize d, const double *matrices, double factor, double *values, GError **error)
{
  g_autofree double *matrix = g_new (double, d *d);

  for (gsize i = 0; i < n; i++)
    {
      double *value = values + i * d;
      const double *given = matrices + i * d * d;

      for (gsize j = 0; j < d * d; j++)
        matrix[j] = factor * given[j];
      if (d == 2)
        {
          double mean = (matrix[0] + matrix[3]) / 2,
                 half = hypot ((matrix[0] - matrix[3]) / 2, (matrix[1] + matrix[2]) / 2);

          value[0] = mean - half;
          value[1] = mean + half;
        }
      else if (!plume_symmetric_eigen_whole (d, matrix, FALSE, value, NULL))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("the Jacobian of sample %zu has no eigenvalues; are its numbers finite?"),
                       i);
          return FALSE;
        }
    }
  return TRUE;
}
