/* plume-chromatogram-model.c: columns of peaks, products with the baseline eliminated, and the
 * linear solve. */
#include "transport/plume-chromatogram-model.h"

#include <math.h>
#include <string.h>

#include "linalg/plume-small-cholesky.h"
#include "transport/plume-column-kernel.h"

static void
column_init (PlumeModelColumn *column, gsize n, gsize size)
{
  column->values = g_new0 (double, n);
  column->inner = g_new0 (double, size);
  column->solved = g_new0 (double, size);
}

static void
column_clear (PlumeModelColumn *column)
{
  g_free (column->values);
  g_free (column->inner);
  g_free (column->solved);
}

/**
 * plume_model_new:
 * @n: points
 * @t: (array length=n): times since the injection, increasing; must live as long as the model
 * @y: (array length=n): signal; copied
 * @m: analytes
 * @injection_time: t_inj > 0
 * @n_segments: pieces of the baseline; 0 for no baseline
 *
 * Returns: (transfer full): a model whose shapes are still to be set
 */
PlumeModel *
plume_model_new (
    gsize n, const double *t, const double *y, gsize m, double injection_time, gsize n_segments)
{
  PlumeModel *model = g_new0 (PlumeModel, 1);
  gsize size = 0;

  model->n = n;
  model->m = m;
  model->t = t;
  model->y = g_memdup2 (y, n * sizeof (double));
  model->injection_time = injection_time;
  model->fixed_amplitude = -1;
  if (n_segments > 0)
    {
      model->basis = plume_spline_basis_new (t, n, n_segments);
      size = plume_spline_basis_get_size (model->basis);
    }
  model->n_residual = n + (size > 0 ? size - 2 : 0);
  model->shape = g_new0 (double, 2 * m + 1);
  model->amplitude = g_new0 (double, m);
  model->coefficients = g_new0 (double, size);
  model->residual = g_new0 (double, model->n_residual);
  model->peak = g_new0 (PlumeModelColumn, m);
  model->slope = g_new0 (PlumeModelColumn, 2 * m + 1);
  model->hold_up = g_new0 (double, m *n);
  model->signal_inner = g_new0 (double, size);
  for (gsize j = 0; j < m; j++)
    column_init (&model->peak[j], n, size);
  for (gsize j = 0; j < 2 * m + 1; j++)
    column_init (&model->slope[j], n, size);
  if (model->basis != NULL)
    plume_spline_basis_project (model->basis, 0, n, model->y, model->signal_inner);
  return model;
}

void
plume_model_free (PlumeModel *model)
{
  if (model == NULL)
    return;
  for (gsize j = 0; j < model->m; j++)
    column_clear (&model->peak[j]);
  for (gsize j = 0; j < 2 * model->m + 1; j++)
    column_clear (&model->slope[j]);
  g_free (model->peak);
  g_free (model->slope);
  g_free (model->y);
  g_free (model->shape);
  g_free (model->amplitude);
  g_free (model->coefficients);
  g_free (model->residual);
  g_free (model->signal_inner);
  g_free (model->hold_up);
  plume_spline_basis_free (model->basis);
  g_free (model);
}

static void
finish_column (const PlumeModel *model, PlumeModelColumn *column)
{
  if (model->basis == NULL)
    return;
  plume_spline_basis_project (model->basis, column->from, column->to, column->values,
                              column->inner);
  memcpy (column->solved, column->inner,
          plume_spline_basis_get_size (model->basis) * sizeof (double));
  plume_spline_basis_solve (model->basis, column->solved);
}

/**
 * plume_model_set_smoothness:
 * @model: a model with a baseline
 * @smoothness: λ > 0
 *
 * The columns of peaks are brought up to date; a new plume_model_evaluate() is not needed for them,
 * but for the slopes.
 */
void
plume_model_set_smoothness (PlumeModel *model, double smoothness)
{
  gsize size = plume_spline_basis_get_size (model->basis);

  model->smoothness = smoothness;
  plume_spline_basis_set_smoothness (model->basis, smoothness);
  for (gsize j = 0; j < model->m; j++)
    {
      memcpy (model->peak[j].solved, model->peak[j].inner, size * sizeof (double));
      plume_spline_basis_solve (model->basis, model->peak[j].solved);
    }
}

static double
dot (const double *restrict a, const double *restrict b, gsize n)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/**
 * plume_model_product:
 * @model: a model
 * @a: a column
 * @b: a column
 *
 * Returns: ⟨a,b⟩ with the baseline eliminated; O(points that both windows share)
 */
double
plume_model_product (const PlumeModel *model, const PlumeModelColumn *a, const PlumeModelColumn *b)
{
  gsize from = MAX (a->from, b->from), to = MIN (a->to, b->to);
  double product = from < to ? dot (a->values + from, b->values + from, to - from) : 0;

  if (model->basis != NULL)
    product -= dot (a->inner, b->solved, plume_spline_basis_get_size (model->basis));
  return product;
}

/* First index whose time is not before @time */
static gsize
lower_index (const double *t, gsize n, double time)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (t[middle] < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

typedef struct
{
  PlumeModel *model;
  gboolean with_slopes, with_hold_up;
} Evaluation;

static void
clear_outside (PlumeModelColumn *column, gsize from, gsize to)
{
  if (column->from < column->to)
    memset (column->values + column->from, 0, (column->to - column->from) * sizeof (double));
  column->from = from;
  column->to = to;
}

static void
evaluate_analyte (const Evaluation *evaluation, gsize j)
{
  PlumeModel *model = evaluation->model;
  double k = exp (model->shape[2 * j]), k_d = exp (model->shape[2 * j + 1]),
         t_M = exp (model->shape[2 * model->m]);
  PlumeModelColumn *peak = &model->peak[j], *by_k = &model->slope[2 * j],
                   *by_k_d = &model->slope[2 * j + 1];
  double first, last;
  gsize from, to, n;

  plume_kernel_window (k * k_d * t_M, k_d * model->injection_time, &first, &last);
  from = lower_index (model->t, model->n, t_M + first / k_d);
  to = lower_index (model->t, model->n, t_M + last / k_d);
  n = to - from;
  clear_outside (peak, from, to);
  if (!evaluation->with_slopes)
    {
      plume_kernel_plug_at_times (t_M, k, k_d, model->injection_time, n, model->t + from,
                                  peak->values + from);
      finish_column (model, peak);
      return;
    }
  clear_outside (by_k, from, to);
  clear_outside (by_k_d, from, to);
  plume_kernel_plug_with_derivatives (
      t_M, k, k_d, model->injection_time, n, model->t + from, peak->values + from,
      by_k->values + from, by_k_d->values + from,
      evaluation->with_hold_up ? model->hold_up + j * model->n + from : NULL);
  for (gsize i = from; i < to; i++)
    {
      by_k->values[i] *= k;
      by_k_d->values[i] *= k_d;
    }
  finish_column (model, peak);
  finish_column (model, by_k);
  finish_column (model, by_k_d);
}

static void
sum_hold_up_slopes (PlumeModel *model)
{
  PlumeModelColumn *column = &model->slope[2 * model->m];
  double t_M = exp (model->shape[2 * model->m]);
  gsize first = model->n, last = 0;

  for (gsize j = 0; j < model->m; j++)
    {
      first = MIN (first, model->peak[j].from);
      last = MAX (last, model->peak[j].to);
    }
  clear_outside (column, first, MAX (first, last));
  for (gsize j = 0; j < model->m; j++)
    for (gsize i = model->peak[j].from; i < model->peak[j].to; i++)
      column->values[i] += t_M * model->amplitude[j] * model->hold_up[j * model->n + i];
  finish_column (model, column);
}

/* Solves the m × m system of the amplitudes, scaled to a unit diagonal; peaks outside the window
 * get no amplitude. */
static gboolean
solve_amplitudes (const PlumeModel *model, double *right)
{
  gsize m = model->m;
  g_autofree double *matrix = g_new0 (double, m *m), *scale = g_new0 (double, m);

  for (gsize i = 0; i < m; i++)
    {
      double square = plume_model_product (model, &model->peak[i], &model->peak[i]);

      scale[i] = square > 1e-200 && (gssize)i != model->fixed_amplitude ? 1 / sqrt (square) : 0;
    }
  for (gsize i = 0; i < m; i++)
    {
      for (gsize j = 0; j < i; j++)
        matrix[i * m + j] = matrix[j * m + i] =
            scale[i] > 0 && scale[j] > 0
                ? scale[i] * scale[j]
                      * plume_model_product (model, &model->peak[i], &model->peak[j])
                : 0;
      matrix[i * m + i] = 1 + 1e-13; /* keeps two peaks that meet on the way apart */
      right[i] *= scale[i];
    }
  if (!plume_small_cholesky_factor (m, matrix))
    return FALSE;
  plume_small_cholesky_solve (m, matrix, right);
  for (gsize i = 0; i < m; i++)
    right[i] *= scale[i];
  return TRUE;
}

/* Amplitudes and coefficients of the best combination of peaks and baseline for a vector, given
 * vector·c_j and Bᵀvector (with its penalty part); both are overwritten by the solution. */
static gboolean
solve_linear (const PlumeModel *model, double *amplitude, double *coefficients)
{
  gsize size = model->basis != NULL ? plume_spline_basis_get_size (model->basis) : 0;

  for (gsize j = 0; j < model->m && size > 0; j++)
    amplitude[j] -= dot (model->peak[j].solved, coefficients, size);
  if (!solve_amplitudes (model, amplitude))
    return FALSE;
  if (size == 0)
    return TRUE;
  plume_spline_basis_solve (model->basis, coefficients);
  for (gsize j = 0; j < model->m; j++)
    for (gsize b = 0; b < size; b++)
      coefficients[b] -= amplitude[j] * model->peak[j].solved[b];
  return TRUE;
}

/* vector − ΦA − Bβ and the penalty rows behind it */
static void
subtract_combination (const PlumeModel *model,
                      const double *top,
                      const double *bottom,
                      const double *amplitude,
                      const double *coefficients,
                      double *rest)
{
  gsize n_bottom = model->n_residual - model->n;

  memset (rest, 0, model->n * sizeof (double));
  if (model->basis != NULL)
    plume_spline_basis_evaluate (model->basis, coefficients, rest);
  for (gsize j = 0; j < model->m; j++)
    for (gsize i = model->peak[j].from; i < model->peak[j].to; i++)
      rest[i] += amplitude[j] * model->peak[j].values[i];
  for (gsize i = 0; i < model->n; i++)
    rest[i] = top[i] - rest[i];
  if (n_bottom == 0)
    return;
  plume_spline_basis_differences (model->basis, coefficients, rest + model->n);
  for (gsize i = 0; i < n_bottom; i++)
    rest[model->n + i] =
        (bottom != NULL ? bottom[i] : 0) - sqrt (model->smoothness) * rest[model->n + i];
}

static gboolean
solve_for_signal (PlumeModel *model)
{
  gsize size = model->basis != NULL ? plume_spline_basis_get_size (model->basis) : 0;
  gssize fixed = model->fixed_amplitude;
  double held = fixed >= 0 ? model->amplitude[fixed] : 0;

  if (size > 0)
    memcpy (model->coefficients, model->signal_inner, size * sizeof (double));
  for (gsize j = 0; j < model->m; j++)
    {
      const PlumeModelColumn *peak = &model->peak[j];

      model->amplitude[j] =
          peak->from < peak->to
              ? dot (peak->values + peak->from, model->y + peak->from, peak->to - peak->from)
              : 0;
    }
  if (fixed >= 0)
    {
      for (gsize b = 0; b < size; b++)
        model->coefficients[b] -= held * model->peak[fixed].inner[b];
      for (gsize j = 0; j < model->m; j++)
        {
          const PlumeModelColumn *peak = &model->peak[j], *other = &model->peak[fixed];
          gsize from = MAX (peak->from, other->from), to = MIN (peak->to, other->to);

          if (from < to)
            model->amplitude[j] -=
                held * dot (peak->values + from, other->values + from, to - from);
        }
    }
  if (!solve_linear (model, model->amplitude, model->coefficients))
    return FALSE;
  if (fixed >= 0)
    model->amplitude[fixed] = held;
  subtract_combination (model, model->y, NULL, model->amplitude, model->coefficients,
                        model->residual);
  return TRUE;
}

/**
 * plume_model_evaluate:
 * @model: a model with its shapes, and its smoothness where it has a baseline
 * @with_slopes: whether to evaluate the slopes as well
 * @with_hold_up: whether those include ∂/∂ln t_M
 *
 * Evaluates the peaks, solves for amplitudes and baseline, and leaves the residual. O(points inside
 * windows + points).
 *
 * Returns: %FALSE where the shapes are no numbers or the amplitudes cannot be solved for
 */
gboolean
plume_model_evaluate (PlumeModel *model, gboolean with_slopes, gboolean with_hold_up)
{
  Evaluation evaluation = { model, with_slopes, with_hold_up };

  for (gsize j = 0; j < 2 * model->m + 1; j++)
    if (!(fabs (model->shape[j]) < 50))
      return FALSE;
  /* a peak takes 0.1 ms: less than waking a thread for it */
  for (gsize j = 0; j < model->m; j++)
    evaluate_analyte (&evaluation, j);
  if (!solve_for_signal (model))
    return FALSE;
  if (with_slopes && with_hold_up)
    sum_hold_up_slopes (model);
  return TRUE;
}

/**
 * plume_model_project:
 * @model: an evaluated model
 * @top: (array): a vector over the points
 * @bottom: (nullable) (array): over the penalty rows
 * @projected: (out) (array): what peaks and baseline cannot describe of it, n_residual numbers
 */
void
plume_model_project (const PlumeModel *model,
                     const double *top,
                     const double *bottom,
                     double *projected)
{
  gsize size = model->basis != NULL ? plume_spline_basis_get_size (model->basis) : 0;
  g_autofree double *amplitude = g_new0 (double, model->m), *coefficients = g_new0 (double, size);

  if (size > 0)
    plume_spline_basis_project (model->basis, 0, model->n, top, coefficients);
  if (size > 0 && bottom != NULL)
    plume_spline_basis_add_differences (model->basis, sqrt (model->smoothness), bottom,
                                        coefficients);
  for (gsize j = 0; j < model->m; j++)
    {
      const PlumeModelColumn *peak = &model->peak[j];

      if (peak->from < peak->to)
        amplitude[j] = dot (peak->values + peak->from, top + peak->from, peak->to - peak->from);
    }
  solve_linear (model, amplitude, coefficients);
  subtract_combination (model, top, bottom, amplitude, coefficients, projected);
}

/* The factor between a slope column and the derivative of the sum of peaks */
static double
slope_factor (const PlumeModel *model, gsize parameter)
{
  return parameter < 2 * model->m ? model->amplitude[parameter / 2] : 1;
}

/**
 * plume_model_slope_dot:
 * @model: a model evaluated with slopes
 * @parameter: index into the shapes
 * @vector: (array): over the points
 *
 * Returns: (∂(ΦA)/∂parameter)ᵀ vector
 */
double
plume_model_slope_dot (const PlumeModel *model, gsize parameter, const double *vector)
{
  const PlumeModelColumn *column = &model->slope[parameter];

  if (column->from >= column->to)
    return 0;
  return slope_factor (model, parameter)
         * dot (column->values + column->from, vector + column->from, column->to - column->from);
}

/**
 * plume_model_normal_matrix:
 * @model: a model evaluated with slopes
 * @p: number of shape parameters
 * @parameters: (array length=p): which of them
 * @matrix: (out) (array): p × p, JᵀJ of the projected problem in Kaufman's form
 *
 * S − CᵀG⁻¹C with S = ⟨slope,slope⟩, C = ⟨peak,slope⟩, G = ⟨peak,peak⟩.
 *
 * Returns: %FALSE where G is singular
 */
gboolean
plume_model_normal_matrix (const PlumeModel *model,
                           gsize p,
                           const gsize *parameters,
                           double *matrix)
{
  gsize m = model->m;
  g_autofree double *cross = g_new (double, p *m), *solved = g_new (double, p *m);

  for (gsize i = 0; i < p; i++)
    {
      for (gsize j = 0; j < m; j++)
        cross[i * m + j] = solved[i * m + j] =
            slope_factor (model, parameters[i])
            * plume_model_product (model, &model->peak[j], &model->slope[parameters[i]]);
      if (!solve_amplitudes (model, solved + i * m))
        return FALSE;
    }
  for (gsize i = 0; i < p; i++)
    for (gsize j = 0; j <= i; j++)
      matrix[i * p + j] = matrix[j * p + i] =
          slope_factor (model, parameters[i]) * slope_factor (model, parameters[j])
              * plume_model_product (model, &model->slope[parameters[i]],
                                     &model->slope[parameters[j]])
          - dot (cross + i * m, solved + j * m, m);
  return TRUE;
}

/**
 * plume_model_misfit:
 * @model: an evaluated model
 *
 * Returns: the sum of squares of the residuals over the points, without the penalty
 */
double
plume_model_misfit (const PlumeModel *model)
{
  return dot (model->residual, model->residual, model->n);
}

/**
 * plume_model_tune_smoothness:
 * @model: an evaluated model with a baseline
 * @n_parameters: shapes and amplitudes being fitted
 *
 * Chooses λ by restricted maximum likelihood at fixed shapes: β is a random walk of second
 * differences with variance s²/λ, and λ ← s² (freedom − 2) / |Δ²β|² (Schall, Biometrika 78 (1991)
 * 719; Wood & Fasiolo, Biometrics 73 (2017) 1071) is iterated. Kept within 1e-4…1e9 of the scale of
 * BᵀB, where the baseline is free or straight.
 *
 * Returns: the new λ, which is set
 */
double
plume_model_tune_smoothness (PlumeModel *model, gsize n_parameters)
{
  double scale = plume_spline_basis_get_scale (model->basis);
  gsize n_bottom = model->n_residual - model->n;

  for (guint round = 0; round < 50; round++)
    {
      const double *bottom = model->residual + model->n; /* −√λ Δ²β */
      double old = model->smoothness, freedom = plume_spline_basis_freedom (model->basis);
      double bend = dot (bottom, bottom, n_bottom) / old;
      double variance =
          plume_model_misfit (model) / MAX ((double)model->n - (double)n_parameters - freedom, 1);
      double lambda = variance * MAX (freedom - 2, 1e-6) / MAX (bend, 1e-300);

      lambda = CLAMP (lambda, 1e-4 * scale, 1e9 * scale);
      plume_model_set_smoothness (model, lambda);
      if (!solve_for_signal (model) || fabs (log (lambda / old)) < 1e-3)
        break;
    }
  return model->smoothness;
}
