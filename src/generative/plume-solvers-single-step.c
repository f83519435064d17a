/* plume-solvers-single-step.c: DPM-Solver (Lu et al. 2022, arXiv 2206.00927): exponential Taylor
 * steps whose derivatives come from inner nodes of the step; orders 1, 2 and 3.
 *
 * A budget of evaluations is spent on as many full steps as fit, and the rest on a last step of
 * lower order.
 */
#include "generative/plume-transfer.h"

#include <glib/gi18n-lib.h>

extern const PlumeSolver plume_solver_dpm_1, plume_solver_dpm_2, plume_solver_dpm_3;

/* The step from s to t with a stage at the part r of λ. */
static PlumeMarginal
inner_node (const PlumeRun *run, const PlumeMarginal *s, const PlumeMarginal *t, double r)
{
  return plume_process_at (
      run->process, plume_process_time_at (run->process, s->lambda + r * (t->lambda - s->lambda)));
}

static gboolean
step_second (PlumeRun *run,
             PlumePrediction form,
             const PlumeMarginal *s,
             const PlumeMarginal *t,
             double r,
             GError **error)
{
  double *d0 = run->scratch[0], *d1 = run->scratch[1], *y1 = run->scratch[3], slope;
  PlumeMarginal at = inner_node (run, s, t, r);
  PlumeTransfer part = plume_transfer (form, s, &at), whole = plume_transfer (form, s, t);

  plume_run_combine (run, y1, 2, (double[]){ part.keep, plume_transfer_weight (&part, 1) },
                     (const double *[]){ run->y, d0 });
  if (!plume_run_ask (run, form, &at, y1, d1, error))
    return FALSE;
  slope = (run->options.taylor ? plume_transfer_weight (&whole, 2)
                               : 0.5 * plume_transfer_weight (&whole, 1))
          / r;
  plume_run_combine (run, run->y, 3,
                     (double[]){ whole.keep, plume_transfer_weight (&whole, 1) - slope, slope },
                     (const double *[]){ run->y, d0, d1 });
  return TRUE;
}

static gboolean
step_third (PlumeRun *run,
            PlumePrediction form,
            const PlumeMarginal *s,
            const PlumeMarginal *t,
            double r1,
            double r2,
            GError **error)
{
  double *d0 = run->scratch[0], *d1 = run->scratch[1], *d2 = run->scratch[2], *y = run->scratch[3];
  PlumeMarginal at1 = inner_node (run, s, t, r1), at2 = inner_node (run, s, t, r2);
  PlumeTransfer part1 = plume_transfer (form, s, &at1), part2 = plume_transfer (form, s, &at2),
                whole = plume_transfer (form, s, t);
  double slope = r2 / r1 * plume_transfer_weight (&part2, 2), w1, w2;

  plume_run_combine (run, y, 2, (double[]){ part1.keep, plume_transfer_weight (&part1, 1) },
                     (const double *[]){ run->y, d0 });
  if (!plume_run_ask (run, form, &at1, y, d1, error))
    return FALSE;
  plume_run_combine (run, y, 3,
                     (double[]){ part2.keep, plume_transfer_weight (&part2, 1) - slope, slope },
                     (const double *[]){ run->y, d0, d1 });
  if (!plume_run_ask (run, form, &at2, y, d2, error))
    return FALSE;
  w1 = 0;
  w2 = plume_transfer_weight (&whole, 2) / r2;
  if (run->options.taylor)
    {
      /* with g_j = (d_j − d0)/r_j: d' = (r2 g1 − r1 g2)/(r2 − r1), d'' = 2 (g2 − g1)/(r2 − r1) */
      double first = plume_transfer_weight (&whole, 2) / (r2 - r1),
             second = 2 * plume_transfer_weight (&whole, 3) / (r2 - r1);

      w1 = (first * r2 - second) / r1;
      w2 = (second - first * r1) / r2;
    }
  plume_run_combine (run, run->y, 4,
                     (double[]){ whole.keep, plume_transfer_weight (&whole, 1) - w1 - w2, w1, w2 },
                     (const double *[]){ run->y, d0, d1, d2 });
  return TRUE;
}

/* The part of the step in λ at which inner node number k lies. */
static double
inner_part (const PlumeRun *run, guint spent, guint order, guint k)
{
  double told = k == 1 ? run->options.r1 : run->options.r2;

  if (told > 0 && told < 1)
    return told;
  if (run->inner != NULL)
    {
      const PlumeMarginal *s = run->inner + spent;

      return (s[k].lambda - s->lambda) / (s[order].lambda - s->lambda);
    }
  return (double)k / order;
}

static gboolean
walk (PlumeRun *run, guint greatest, GError **error)
{
  PlumePrediction form = plume_run_form (run, PLUME_PREDICT_NOISE);

  for (guint i = 0, spent = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      guint order =
          run->order_at != NULL ? run->order_at (&run->options, run->budget, i) : greatest;

      if (!plume_run_ask (run, form, s, run->y, run->scratch[0], error))
        return FALSE;
      plume_run_keep_answer (run, i, form, run->scratch[0]);
      if (order == 1)
        {
          PlumeTransfer whole = plume_transfer (form, s, t);

          plume_run_combine (run, run->y, 2,
                             (double[]){ whole.keep, plume_transfer_weight (&whole, 1) },
                             (const double *[]){ run->y, run->scratch[0] });
        }
      else if (order == 2)
        {
          if (!step_second (run, form, s, t, inner_part (run, spent, 2, 1), error))
            return FALSE;
        }
      else if (!step_third (run, form, s, t, inner_part (run, spent, 3, 1),
                            inner_part (run, spent, 3, 2), error))
        return FALSE;
      plume_run_reach (run, i + 1);
      spent += order;
    }
  return TRUE;
}

static gboolean
walk_first (PlumeRun *run, GError **error)
{
  return walk (run, 1, error);
}

const PlumeSolver plume_solver_dpm_1 = {
  .id = "dpm-solver-1",
  .title = N_ ("DPM-Solver-1"),
  .help = N_ ("The exponential Euler step, which is DDIM’s"),
  .order = 1,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_first,
};

static guint
steps_second (const PlumeSolverOptions *options, guint budget)
{
  return (budget + 1) / 2;
}

static guint
order_second (const PlumeSolverOptions *options, guint budget, guint step)
{
  return MIN (budget - 2 * step, 2);
}

static gboolean
walk_second (PlumeRun *run, GError **error)
{
  return walk (run, 2, error);
}

const PlumeSolver plume_solver_dpm_2 = {
  .id = "dpm-solver-2",
  .title = N_ ("DPM-Solver-2"),
  .help = N_ ("Exponential steps with one inner node; two evaluations a step"),
  .order = 2,
  .evaluations = 2,
  .smallest = 1,
  .count_steps = steps_second,
  .order_at = order_second,
  .walk = walk_second,
};

/* 3 … 3 2 1, 3 … 3 1 or 3 … 3 2 by the rest of budget / 3 */
static guint
steps_third (const PlumeSolverOptions *options, guint budget)
{
  return budget / 3 + 1;
}

static guint
order_third (const PlumeSolverOptions *options, guint budget, guint step)
{
  guint steps = budget / 3 + 1, left = steps - step;

  if (budget % 3 == 0)
    return MIN (left, 3);
  return left > 1 ? 3 : budget % 3;
}

static gboolean
walk_third (PlumeRun *run, GError **error)
{
  return walk (run, 3, error);
}

const PlumeSolver plume_solver_dpm_3 = {
  .id = "dpm-solver-3",
  .title = N_ ("DPM-Solver-3"),
  .help = N_ ("Exponential steps with two inner nodes; three evaluations a step, the last steps of "
              "lower order so that the budget is spent"),
  .order = 3,
  .evaluations = 3,
  .smallest = 1,
  .count_steps = steps_third,
  .order_at = order_third,
  .walk = walk_third,
};
