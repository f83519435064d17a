/* plume-chromatogram-solve.c: Levenberg–Marquardt on the projected problem (Moré 1978, as GSL has
 * it).
 *
 * GSL's "multilarge" interface asks for JᵀJ and Jᵀu only, which the model gives from windowed
 * columns without ever forming J: a matrix of points times shapes would be mostly zeros.
 */
#include "transport/plume-chromatogram-solve.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_multilarge_nlinear.h>

#include "core/plume-error.h"

typedef struct
{
  PlumeModel *model;
  gsize p;
  const gsize *parameters;
  gboolean with_hold_up;
  gboolean is_valid;   /* whether the model is evaluated at its shapes */
  gboolean has_slopes; /* and with slopes */
  guint evaluations;
  double *scratch;
} Run;

/* Puts the model at x, with slopes where asked; nothing is done when it is there already. */
static int
move_to (Run *run, const gsl_vector *x, gboolean with_slopes)
{
  gboolean same = run->is_valid;

  for (gsize i = 0; i < run->p; i++)
    {
      double value = gsl_vector_get (x, i);

      same = same && run->model->shape[run->parameters[i]] == value;
      run->model->shape[run->parameters[i]] = value;
    }
  if (same && (run->has_slopes || !with_slopes))
    return GSL_SUCCESS;
  run->evaluations++;
  run->has_slopes = with_slopes;
  run->is_valid = plume_model_evaluate (run->model, with_slopes, run->with_hold_up);
  return run->is_valid ? GSL_SUCCESS : GSL_EDOM;
}

/* A place where there is no model is infinitely bad, so that the trust region shrinks away from it.
 */
static int
residual_at (const gsl_vector *x, void *params, gsl_vector *f)
{
  Run *run = params;

  if (move_to (run, x, FALSE) != GSL_SUCCESS)
    {
      gsl_vector_set_all (f, 1e100);
      return GSL_SUCCESS;
    }
  memcpy (f->data, run->model->residual, run->model->n_residual * sizeof (double));
  return GSL_SUCCESS;
}

static int
derivatives_at (CBLAS_TRANSPOSE_t transpose,
                const gsl_vector *x,
                const gsl_vector *u,
                void *params,
                gsl_vector *v,
                gsl_matrix *normal)
{
  Run *run = params;

  if (transpose == CblasNoTrans || move_to (run, x, TRUE) != GSL_SUCCESS)
    return GSL_EINVAL;
  if (v != NULL)
    {
      plume_model_project (run->model, u->data, u->data + run->model->n, run->scratch);
      for (gsize i = 0; i < run->p; i++)
        gsl_vector_set (v, i,
                        -plume_model_slope_dot (run->model, run->parameters[i], run->scratch));
    }
  if (normal != NULL)
    {
      g_autofree double *matrix = g_new (double, run->p * run->p);

      if (!plume_model_normal_matrix (run->model, run->p, run->parameters, matrix))
        return GSL_EDOM;
      for (gsize i = 0; i < run->p; i++)
        for (gsize j = 0; j < run->p; j++)
          gsl_matrix_set (normal, i, j, matrix[i * run->p + j]);
    }
  return GSL_SUCCESS;
}

static gboolean
iterate (gsl_multilarge_nlinear_workspace *workspace,
         double tolerance,
         guint max_iterations,
         PlumeSolveReport *report,
         PlumeTask *task,
         GError **error)
{
  for (guint i = 0; i < max_iterations; i++)
    {
      int status, reason = 0;

      if (!plume_task_check (task, error))
        return FALSE;
      status = gsl_multilarge_nlinear_iterate (workspace);
      report->iterations++;
      /* no shorter step helps: the minimum to rounding */
      if (status == GSL_ENOPROG)
        {
          report->converged = TRUE;
          return TRUE;
        }
      if (status != GSL_SUCCESS)
        {
          g_set_error_literal (
              error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
              _ ("The fit left the range of the model; give start values nearer to the peaks"));
          return FALSE;
        }
      if (gsl_multilarge_nlinear_test (tolerance, 1e-14, 0, &reason, workspace) == GSL_SUCCESS)
        {
          report->converged = TRUE;
          return TRUE;
        }
    }
  return TRUE;
}

/**
 * plume_model_solve:
 * @model: (inout): a model at its start values; at the solution afterwards, with slopes
 * @p: number of shape parameters that are free
 * @parameters: (array length=p): their indices into the shapes
 * @tolerance: of a step relative to the parameter, a logarithm
 * @max_iterations: at least 1
 * @report: (inout): counts are added, @converged is set
 * @task: (nullable): cancels between steps
 * @error: %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Returns: %FALSE on error; reaching @max_iterations is none
 */
gboolean
plume_model_solve (PlumeModel *model,
                   gsize p,
                   const gsize *parameters,
                   double tolerance,
                   guint max_iterations,
                   PlumeSolveReport *report,
                   PlumeTask *task,
                   GError **error)
{
  gsl_multilarge_nlinear_parameters settings = gsl_multilarge_nlinear_default_parameters ();
  g_autofree double *scratch = g_new (double, model->n_residual),
                    *start = g_new (double, MAX (p, 1));
  Run run = { model, p, parameters, .scratch = scratch };
  gsl_multilarge_nlinear_fdf system = {
    .f = residual_at, .df = derivatives_at, .n = model->n_residual, .p = p, .params = &run
  };
  gsl_multilarge_nlinear_workspace *workspace;
  gboolean done;
  int status;

  report->converged = FALSE;
  if (p == 0)
    {
      report->converged = TRUE;
      return plume_model_evaluate (model, TRUE, TRUE);
    }
  for (gsize i = 0; i < p; i++)
    {
      start[i] = model->shape[parameters[i]];
      run.with_hold_up = run.with_hold_up || parameters[i] == 2 * model->m;
    }
  settings.trs = gsl_multilarge_nlinear_trs_lm;
  settings.scale = gsl_multilarge_nlinear_scale_more;
  settings.solver = gsl_multilarge_nlinear_solver_cholesky;
  workspace =
      gsl_multilarge_nlinear_alloc (gsl_multilarge_nlinear_trust, &settings, model->n_residual, p);
  gsl_vector_view x = gsl_vector_view_array (start, p);

  status = gsl_multilarge_nlinear_init (&x.vector, &system, workspace);
  done =
      status != GSL_SUCCESS || iterate (workspace, tolerance, max_iterations, report, task, error);
  /* the last trial may have been refused */
  if (done
      && (status != GSL_SUCCESS
          || move_to (&run, gsl_multilarge_nlinear_position (workspace), TRUE) != GSL_SUCCESS))
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("The peaks cannot be evaluated at the start values; check that they lie "
             "inside the window"));
      done = FALSE;
    }
  report->evaluations += run.evaluations;
  gsl_multilarge_nlinear_free (workspace);
  return done;
}
