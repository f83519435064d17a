/* plume-transfer.c: φ functions, the numbers of a step, and fused sums of vectors. */
#include "generative/plume-transfer.h"

#include <math.h>

/**
 * plume_phi:
 * @k: 0 … 4
 * @u: any finite number
 *
 * φ_0 = e^u, φ_(k+1) (u) = (φ_k (u) − 1/k!)/u. The recurrence cancels near 0, where the series
 * Σ u^j/(j + k)! is summed instead.
 *
 * Returns: φ_k (u), to some 1e-15 relative
 */
double
plume_phi (guint k, double u)
{
  double factorial = 1, phi;

  if (k == 0)
    return exp (u);
  if (fabs (u) < 1)
    {
      double term, sum = 0;

      for (guint j = 2; j <= k; j++)
        factorial *= j;
      term = 1 / factorial;
      for (guint j = 1; fabs (term) > 1e-18; j++)
        {
          sum += term;
          term *= u / (double)(j + k);
        }
      return sum;
    }
  phi = expm1 (u) / u;
  for (guint j = 1; j < k; j++)
    {
      factorial *= j;
      phi = (phi - 1 / factorial) / u;
    }
  return phi;
}

/**
 * plume_transfer:
 * @form: noise or data, which prediction is integrated
 * @s: where the step begins
 * @t: where it ends, at less noise
 *
 * Returns: the numbers of the step
 */
PlumeTransfer
plume_transfer (PlumePrediction form, const PlumeMarginal *s, const PlumeMarginal *t)
{
  double h = t->lambda - s->lambda;

  if (form == PLUME_PREDICT_NOISE)
    return (PlumeTransfer){ exp (t->log_alpha - s->log_alpha), -t->sigma, h, h };
  return (PlumeTransfer){ t->sigma / s->sigma, t->alpha, h, -h };
}

/* Of the derivative of order k − 1, in units of the step. */
double
plume_transfer_weight (const PlumeTransfer *transfer, guint k)
{
  return transfer->scale * transfer->h * plume_phi (k, transfer->u);
}

PlumePrediction
plume_run_form (const PlumeRun *run, PlumePrediction usual)
{
  switch (run->options.form)
    {
    case PLUME_FORM_NOISE:
      return PLUME_PREDICT_NOISE;
    case PLUME_FORM_DATA:
      return PLUME_PREDICT_DATA;
    default:
      return usual;
    }
}

void
plume_run_combine (const PlumeRun *run,
                   double *out,
                   guint n_vectors,
                   const double *weights,
                   const double *const *vectors)
{
  gsize length = run->n * run->d;
  double a = weights[0], b = n_vectors > 1 ? weights[1] : 0, c = n_vectors > 2 ? weights[2] : 0,
         w = n_vectors > 3 ? weights[3] : 0;
  const double *x = vectors[0], *y = n_vectors > 1 ? vectors[1] : NULL,
               *z = n_vectors > 2 ? vectors[2] : NULL, *v = n_vectors > 3 ? vectors[3] : NULL;

  switch (n_vectors)
    {
    case 1:
      for (gsize i = 0; i < length; i++)
        out[i] = a * x[i];
      break;
    case 2:
      for (gsize i = 0; i < length; i++)
        out[i] = a * x[i] + b * y[i];
      break;
    case 3:
      for (gsize i = 0; i < length; i++)
        out[i] = a * x[i] + b * y[i] + c * z[i];
      break;
    default:
      for (gsize i = 0; i < length; i++)
        out[i] = a * x[i] + b * y[i] + c * z[i] + w * v[i];
      for (guint k = 4; k < n_vectors; k++)
        for (gsize i = 0; i < length; i++)
          out[i] += weights[k] * vectors[k][i];
      break;
    }
}
