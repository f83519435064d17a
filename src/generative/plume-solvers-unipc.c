/* plume-solvers-unipc.c: UniPC (Zhao et al. 2023, arXiv 2302.04867): a multistep predictor, and a
 * corrector that uses the answer at the predicted place, which the next step needs anyway.
 *
 * With hh = −h (data) or h (noise), r_k = (λ_(−k) − λ_0)/h, r_p = 1: weights ρ solve
 * Σ_k ρ_k r_k^(i−1) = i! φ_(i+1)(hh) hh/B, i = 1 … p, with B = hh (bh1) or e^hh − 1 (bh2).
 *
 * UniPC-p is of order p + 1: the corrector goes through one answer more than the predictor of order
 * p. The first step has no history and leaves an error of h³, but times a derivative of x̂0 at T,
 * which goes with α² there and is nothing beside the other steps' h^(p+1).
 */
#include "generative/plume-transfer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

extern const PlumeSolver plume_solver_unipc_2, plume_solver_unipc_3, plume_solver_unipc_2_bh1,
    plume_solver_unipc_3_bh1, plume_solver_unip_3;

#define MOST 3 /* orders */

typedef enum
{
  FIRST,  /* B = hh */
  SECOND, /* B = e^hh − 1 */
} Base;

/* Gaussian elimination of n ≤ MOST equations, in place; the answer in right. */
static void
solve (guint n, double matrix[MOST][MOST], double right[MOST])
{
  for (guint i = 0; i < n; i++)
    {
      guint pivot = i;

      for (guint j = i + 1; j < n; j++)
        if (fabs (matrix[j][i]) > fabs (matrix[pivot][i]))
          pivot = j;
      for (guint k = 0; k < n; k++)
        {
          double swapped = matrix[i][k];

          matrix[i][k] = matrix[pivot][k];
          matrix[pivot][k] = swapped;
        }
      {
        double swapped = right[i];

        right[i] = right[pivot];
        right[pivot] = swapped;
      }
      for (guint j = i + 1; j < n; j++)
        {
          double part = matrix[j][i] / matrix[i][i];

          for (guint k = i; k < n; k++)
            matrix[j][k] -= part * matrix[i][k];
          right[j] -= part * right[i];
        }
    }
  for (guint i = n; i-- > 0;)
    {
      for (guint k = i + 1; k < n; k++)
        right[i] -= matrix[i][k] * right[k];
      right[i] /= matrix[i][i];
    }
}

/* What multiplies (D_(−k) − D_0), k = 1 … n − 1, and (D_t − D_0) as number n: all n of the
 * corrector of order n, or the first n of the predictor of order n + 1. */
static void
differences (const PlumeTransfer *step, Base base, guint n, const double *parts, double *weights)
{
  double hh = step->u, B = base == FIRST ? hh : expm1 (hh), matrix[MOST][MOST], factorial = 1;
  /* scale B Σ ρ_k …, with the sign of the step in its scale: noise −σ_t, data −(−α_t) */
  double all = step->scale * B * (step->u > 0 ? 1 : -1);

  for (guint i = 0; i < n; i++)
    {
      factorial *= i + 1;
      weights[i] = factorial * plume_phi (i + 2, hh) * hh / B;
      for (guint k = 0; k < n; k++)
        matrix[i][k] = pow (parts[k], i);
    }
  if (n == 1) /* the papers' own weight of lowest order */
    weights[0] = 0.5;
  else
    solve (n, matrix, weights);
  for (guint k = 0; k < n; k++)
    weights[k] *= all / parts[k];
}

/* y = keep y_s + w_1 D_0 + Σ weights (D − D_0) */
static void
finish (PlumeRun *run,
        double *out,
        const PlumeTransfer *step,
        const double *from,
        guint n,
        const double *weights,
        const double *const *answers)
{
  double all[MOST + 2] = { step->keep, plume_transfer_weight (step, 1) };
  const double *vectors[MOST + 2] = { from, answers[0] };

  for (guint k = 0; k < n; k++)
    {
      all[1] -= weights[k];
      all[k + 2] = weights[k];
      vectors[k + 2] = answers[k + 1];
    }
  plume_run_combine (run, out, n + 2, all, vectors);
}

static gboolean
walk_unified (PlumeRun *run, guint order, Base base, gboolean corrects, GError **error)
{
  PlumePrediction form = plume_run_form (run, PLUME_PREDICT_DATA);
  gboolean lower = run->options.lower_order_final != PLUME_LOWER_NEVER;
  double *from = run->scratch[0], *answers[MOST + 1]; /* D_0, D_−1, D_−2, and a spare */

  for (guint k = 0; k <= MOST; k++)
    answers[k] = run->scratch[k + 1];
  if (!plume_run_ask (run, form, &run->nodes[0], run->y, answers[0], error))
    return FALSE;
  plume_run_keep_answer (run, 0, form, answers[0]);
  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *node = &run->nodes[i];
      PlumeTransfer step = plume_transfer (form, node, node + 1);
      guint p = MIN (order, i + 1);
      double parts[MOST], weights[MOST], *ahead = answers[MOST];
      const double *known[MOST + 1] = { answers[0], answers[1], answers[2], NULL };

      if (lower)
        p = MIN (p, run->n_steps - i);
      for (guint k = 1; k < p; k++)
        parts[k - 1] = (node[-(gint)k].lambda - node->lambda) / step.h;
      memcpy (from, run->y, run->n * run->d * sizeof (double));
      differences (&step, base, p - 1, parts, weights);
      finish (run, run->y, &step, from, p - 1, weights, known);
      if (i + 1 < run->n_steps)
        {
          if (!plume_run_ask (run, form, node + 1, run->y, ahead, error))
            return FALSE;
          plume_run_keep_answer (run, i + 1, form, ahead);
          if (corrects)
            {
              parts[p - 1] = 1;
              known[p] = ahead;
              differences (&step, base, p, parts, weights);
              finish (run, run->y, &step, from, p, weights, known);
            }
          for (guint k = MOST; k > 0; k--)
            answers[k] = answers[k - 1];
          answers[0] = ahead;
        }
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

static gboolean
walk_2 (PlumeRun *run, GError **error)
{
  return walk_unified (run, 2, SECOND, TRUE, error);
}

static gboolean
walk_3 (PlumeRun *run, GError **error)
{
  return walk_unified (run, 3, SECOND, TRUE, error);
}

static gboolean
walk_2_bh1 (PlumeRun *run, GError **error)
{
  return walk_unified (run, 2, FIRST, TRUE, error);
}

static gboolean
walk_3_bh1 (PlumeRun *run, GError **error)
{
  return walk_unified (run, 3, FIRST, TRUE, error);
}

static gboolean
walk_predictor_3 (PlumeRun *run, GError **error)
{
  return walk_unified (run, 3, SECOND, FALSE, error);
}

#define HELP                                                                                       \
  N_ ("A multistep predictor whose answer ahead also corrects the step: one order more for one "   \
      "evaluation a step")

const PlumeSolver plume_solver_unipc_2 = {
  .id = "unipc-2",
  .title = N_ ("UniPC-2"),
  .help = HELP,
  .order = 3,
  .predictor_order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_2,
};

const PlumeSolver plume_solver_unipc_3 = {
  .id = "unipc-3",
  .title = N_ ("UniPC-3"),
  .help = HELP,
  .order = 4,
  .predictor_order = 3,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_3,
};

const PlumeSolver plume_solver_unipc_2_bh1 = {
  .id = "unipc-2-bh1",
  .title = N_ ("UniPC-2 (B = h)"),
  .help = HELP,
  .order = 3,
  .predictor_order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_2_bh1,
};

const PlumeSolver plume_solver_unipc_3_bh1 = {
  .id = "unipc-3-bh1",
  .title = N_ ("UniPC-3 (B = h)"),
  .help = HELP,
  .order = 4,
  .predictor_order = 3,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_3_bh1,
};

const PlumeSolver plume_solver_unip_3 = {
  .id = "unip-3",
  .title = N_ ("UniP-3"),
  .help = N_ ("The predictor of UniPC-3 alone"),
  .order = 3,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_predictor_3,
};
