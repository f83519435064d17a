/* plume-solvers-multistep.c: exponential integrators that differ the answers of earlier steps: 2M
 * and 3M (Lu et al. 2022, arXiv 2211.01095).
 *
 * The third-order formula in circulation puts the second divided difference where the second
 * derivative belongs, half its value: it converges with order 2 only. Both are here.
 */
#include "generative/plume-transfer.h"

#include <glib/gi18n-lib.h>

extern const PlumeSolver plume_solver_multistep_2, plume_solver_multistep_3;

/* What multiplies the answers at λ_0, λ_(−1), λ_(−2) in a step of the given order. */
static void
weigh (const PlumeRun *run, guint i, guint order, const PlumeTransfer *step, double weights[3])
{
  const PlumeMarginal *node = run->nodes + i;
  gboolean is_taylor = run->options.taylor;
  double first = plume_transfer_weight (step, 1), r0, r1, slope, bend;

  weights[0] = first;
  weights[1] = weights[2] = 0;
  if (order == 1)
    return;
  r0 = (node[0].lambda - node[-1].lambda) / step->h;
  if (order == 2)
    {
      slope = (is_taylor ? plume_transfer_weight (step, 2) : 0.5 * first) / r0;
      weights[0] += slope;
      weights[1] -= slope;
      return;
    }
  /* G0 = (D_0 − D_−1)/r0, G1 = (D_−1 − D_−2)/r1, D' = G0 + r0/(r0 + r1) (G0 − G1),
   * D'' = c (G0 − G1)/(r0 + r1) */
  r1 = (node[-1].lambda - node[-2].lambda) / step->h;
  slope = plume_transfer_weight (step, 2);
  bend =
      (slope * r0 + plume_transfer_weight (step, 3) * (run->options.published ? 1 : 2)) / (r0 + r1);
  weights[0] += (slope + bend) / r0;
  weights[1] -= (slope + bend) / r0 + bend / r1;
  weights[2] += bend / r1;
}

static gboolean
walk_multistep (PlumeRun *run, guint order, GError **error)
{
  PlumePrediction form = plume_run_form (run, PLUME_PREDICT_DATA);
  gboolean lower = run->options.lower_order_final == PLUME_LOWER_ALWAYS
                   || (run->options.lower_order_final == PLUME_LOWER_AUTO && run->n_steps < 10);

  /* the corrected formula needs a start whose own error is of third order */
  if (order == 3 && !run->options.published)
    run->options.taylor = TRUE;
  for (guint i = 0; i < run->n_steps; i++)
    {
      PlumeTransfer step = plume_transfer (form, &run->nodes[i], &run->nodes[i + 1]);
      double weights[4] = { step.keep }, *answer = run->scratch[i % 3];
      guint k = MIN (order, i + 1);

      if (lower)
        k = MIN (k, run->n_steps - i);
      if (!plume_run_ask (run, form, &run->nodes[i], run->y, answer, error))
        return FALSE;
      plume_run_keep_answer (run, i, form, answer);
      weigh (run, i, k, &step, weights + 1);
      plume_run_combine (run, run->y, k + 1, weights,
                         (const double *[]){ run->y, answer, run->scratch[(i + 2) % 3],
                                             run->scratch[(i + 1) % 3] });
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

static gboolean
walk_second (PlumeRun *run, GError **error)
{
  return walk_multistep (run, 2, error);
}

static gboolean
walk_third (PlumeRun *run, GError **error)
{
  return walk_multistep (run, 3, error);
}

const PlumeSolver plume_solver_multistep_2 = {
  .id = "dpm-solver-2m",
  .title = N_ ("DPM-Solver++ 2M"),
  .help = N_ ("Integrates the line through this answer and the last one exactly; one evaluation a "
              "step"),
  .order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_second,
};

const PlumeSolver plume_solver_multistep_3 = {
  .id = "dpm-solver-3m",
  .title = N_ ("DPM-Solver++ 3M"),
  .help = N_ ("Integrates the parabola through the last three answers exactly. As published it "
              "takes half the second derivative and is of second order only, though often better "
              "at few steps"),
  .order = 3,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_third,
};
