/* plume-solvers-adaptive.c: DPM-Solver-12 and -23 (Lu et al. 2022, arXiv 2206.00927, appendix C):
 * pairs of orders that share evaluations choose their own steps in λ.
 *
 * One step serves the whole batch, accepted where the root mean square of its error over what is
 * tolerated is at most 1. Nodes of the run are only stops to be recorded.
 */
#include "generative/plume-transfer.h"

#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

extern const PlumeSolver plume_solver_dpm_12, plume_solver_dpm_23;

#define FIRST_STEP 0.05
#define MOST_STEPS 20000

/* Both orders from s to t: lower and higher (n × d); d0 is the answer at s. */
static gboolean
try_pair (PlumeRun *run,
          guint order,
          PlumePrediction form,
          const PlumeMarginal *s,
          const PlumeMarginal *t,
          double *lower,
          double *higher,
          GError **error)
{
  double *d0 = run->scratch[0], *d1 = run->scratch[1], *d2 = run->scratch[2], *stage = higher;
  double r1 = 1.0 / order, r2 = 2.0 / 3;
  PlumeMarginal at1 = plume_process_at (
      run->process, plume_process_time_at (run->process, s->lambda + r1 * (t->lambda - s->lambda)));
  PlumeTransfer part = plume_transfer (form, s, &at1), whole = plume_transfer (form, s, t);
  double w = plume_transfer_weight (&whole, 1), slope = 0.5 * w / r1;

  plume_run_combine (run, stage, 2, (double[]){ part.keep, plume_transfer_weight (&part, 1) },
                     (const double *[]){ run->y, d0 });
  if (!plume_run_ask (run, form, &at1, stage, d1, error))
    return FALSE;
  if (order == 2)
    {
      plume_run_combine (run, lower, 2, (double[]){ whole.keep, w },
                         (const double *[]){ run->y, d0 });
      plume_run_combine (run, higher, 3, (double[]){ whole.keep, w - slope, slope },
                         (const double *[]){ run->y, d0, d1 });
      return TRUE;
    }
  plume_run_combine (run, lower, 3, (double[]){ whole.keep, w - slope, slope },
                     (const double *[]){ run->y, d0, d1 });
  at1 = plume_process_at (
      run->process, plume_process_time_at (run->process, s->lambda + r2 * (t->lambda - s->lambda)));
  part = plume_transfer (form, s, &at1);
  slope = r2 / r1 * plume_transfer_weight (&part, 2);
  plume_run_combine (run, stage, 3,
                     (double[]){ part.keep, plume_transfer_weight (&part, 1) - slope, slope },
                     (const double *[]){ run->y, d0, d1 });
  if (!plume_run_ask (run, form, &at1, stage, d2, error))
    return FALSE;
  slope = plume_transfer_weight (&whole, 2) / r2;
  plume_run_combine (run, higher, 3, (double[]){ whole.keep, w - slope, slope },
                     (const double *[]){ run->y, d0, d2 });
  return TRUE;
}

/* √ mean ((higher − lower)/max (absolute, relative max (|lower|, |before|)))² */
static double
excess (
    PlumeRun *run, const double *lower, const double *higher, const double *before, double *squares)
{
  gsize length = run->n * run->d;

  for (gsize i = 0; i < length; i++)
    {
      double size = MAX (fabs (lower[i]), fabs (before[i])),
             tolerated =
                 MAX (run->options.absolute_tolerance, run->options.relative_tolerance * size),
             ratio = (higher[i] - lower[i]) / tolerated;

      squares[i] = ratio * ratio;
    }
  return sqrt (plume_sum (squares, length) / (double)length);
}

/* Records the nodes in (s, t]: z is the parabola in κ through z_s with slope ε̂ there, and z_t. */
static guint
record (PlumeRun *run,
        guint next,
        PlumePrediction form,
        const PlumeMarginal *s,
        const PlumeMarginal *t,
        const double *y_s,
        double *y_t)
{
  gsize length = run->n * run->d;
  double *place = run->y, a, b;

  plume_prediction_convert (form, PLUME_PREDICT_NOISE, s, run->level, &a, &b);
  for (; next <= run->n_steps && run->nodes[next].lambda <= t->lambda; next++)
    {
      const PlumeMarginal *node = &run->nodes[next];
      double way = node->kappa - s->kappa, share = way / (t->kappa - s->kappa);

      run->y = run->scratch[7];
      for (gsize i = 0; i < length; i++)
        {
          double noise = a * y_s[i] + b * run->scratch[0][i], z = y_s[i] / s->alpha,
                 bend = y_t[i] / t->alpha - z - (t->kappa - s->kappa) * noise;

          run->y[i] = node->alpha * (z + way * noise + share * share * bend);
        }
      plume_run_reach (run, next);
      run->y = place;
    }
  return next;
}

static gboolean
walk_adaptive (PlumeRun *run, guint order, GError **error)
{
  PlumePrediction form = plume_run_form (run, PLUME_PREDICT_NOISE);
  gsize size = run->n * run->d * sizeof (double);
  const PlumeMarginal *last = &run->nodes[run->n_steps];
  double *lower = run->scratch[3], *higher = run->scratch[4], *before = run->scratch[5], h;
  PlumeMarginal s = run->nodes[0], t;
  guint next = 1;

  h = FIRST_STEP;
  memcpy (before, run->y, size);
  if (!plume_run_ask (run, form, &s, run->y, run->scratch[0], error))
    return FALSE;
  plume_run_keep_answer (run, 0, form, run->scratch[0]);
  for (guint i = 0; s.lambda < last->lambda; i++)
    {
      gboolean is_last = s.lambda + 1.0001 * h >= last->lambda;
      double E, length;

      t = is_last
              ? *last
              : plume_process_at (run->process, plume_process_time_at (run->process, s.lambda + h));
      if (i == MOST_STEPS || !(t.lambda > s.lambda))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("the steps of the adaptive solver become too small at λ = %g; allow a "
                          "greater tolerance"),
                       s.lambda);
          return FALSE;
        }
      length = t.lambda - s.lambda;
      if (!try_pair (run, order, form, &s, &t, lower, higher, error))
        return FALSE;
      E = excess (run, lower, higher, before, run->scratch[6]);
      if (E <= 1)
        {
          next = record (run, next, form, &s, &t, run->y, higher);
          memcpy (before, lower, size);
          memcpy (run->y, higher, size);
          s = t;
          if (!is_last && !plume_run_ask (run, form, &s, run->y, run->scratch[0], error))
            return FALSE;
        }
      else
        run->rejected++;
      h = isfinite (E) ? length * CLAMP (0.9 * pow (MAX (E, 1e-10), -1.0 / order), 0.1, 10)
                       : 0.1 * length;
    }
  plume_run_reach (run, run->n_steps);
  return TRUE;
}

static gboolean
walk_12 (PlumeRun *run, GError **error)
{
  return walk_adaptive (run, 2, error);
}

static gboolean
walk_23 (PlumeRun *run, GError **error)
{
  return walk_adaptive (run, 3, error);
}

static guint
stops (const PlumeSolverOptions *options, guint budget)
{
  return budget;
}

const PlumeSolver plume_solver_dpm_12 = {
  .id = "dpm-solver-12",
  .title = N_ ("DPM-Solver-12, adaptive"),
  .help = N_ ("Chooses its steps so that orders 1 and 2 agree within the tolerance"),
  .order = 2,
  .is_coupled = TRUE,
  .smallest = 1,
  .count_steps = stops,
  .walk = walk_12,
};

const PlumeSolver plume_solver_dpm_23 = {
  .id = "dpm-solver-23",
  .title = N_ ("DPM-Solver-23, adaptive"),
  .help = N_ ("Chooses its steps so that orders 2 and 3 agree within the tolerance"),
  .order = 3,
  .is_coupled = TRUE,
  .smallest = 1,
  .count_steps = stops,
  .walk = walk_23,
};
