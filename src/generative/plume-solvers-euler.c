/* plume-solvers-euler.c: textbook methods on the probability-flow ODE: Euler in t, Heun in κ
 * (Karras et al. 2022, arXiv 2206.00364, algorithm 1). Euler in κ is DDIM. */
#include "generative/plume-transfer.h"

#include <glib/gi18n-lib.h>

extern const PlumeSolver plume_solver_euler_time, plume_solver_heun;

/* dy/dt = f y − ½ g² s = f y + g²/(2σ) ε̂ */
static gboolean
walk_euler_time (PlumeRun *run, GError **error)
{
  double *e = run->scratch[0];

  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      double f, g_squared, step = t->time - s->time;

      plume_process_rates (run->process, s->time, &f, &g_squared);
      if (!plume_run_ask (run, PLUME_PREDICT_NOISE, s, run->y, e, error))
        return FALSE;
      plume_run_keep_answer (run, i, PLUME_PREDICT_NOISE, e);
      plume_run_combine (run, run->y, 2,
                         (double[]){ 1 + step * f, 0.5 * step * g_squared / s->sigma },
                         (const double *[]){ run->y, e });
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

const PlumeSolver plume_solver_euler_time = {
  .id = "euler-t",
  .title = N_ ("Euler in t"),
  .help = N_ ("Euler’s method on the probability-flow ODE in the process’ own time"),
  .order = 1,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_euler_time,
};

/* z' = z + Δκ ε̂_s, z += Δκ (ε̂_s + ε̂_t')/2, with α_t Δκ = −σ_t (e^h − 1) */
static gboolean
walk_heun (PlumeRun *run, GError **error)
{
  double *e = run->scratch[0], *ahead = run->scratch[1], *e_ahead = run->scratch[2];

  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      PlumeTransfer step = plume_transfer (PLUME_PREDICT_NOISE, s, t);
      double w = plume_transfer_weight (&step, 1);

      if (!plume_run_ask (run, PLUME_PREDICT_NOISE, s, run->y, e, error))
        return FALSE;
      plume_run_keep_answer (run, i, PLUME_PREDICT_NOISE, e);
      plume_run_combine (run, ahead, 2, (double[]){ step.keep, w },
                         (const double *[]){ run->y, e });
      if (!plume_run_ask (run, PLUME_PREDICT_NOISE, t, ahead, e_ahead, error))
        return FALSE;
      plume_run_combine (run, run->y, 3, (double[]){ step.keep, 0.5 * w, 0.5 * w },
                         (const double *[]){ run->y, e, e_ahead });
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

const PlumeSolver plume_solver_heun = {
  .id = "heun",
  .title = N_ ("Heun"),
  .help = N_ ("Steps to the estimated data, looks again from there, and takes the mean slope in κ"),
  .order = 2,
  .evaluations = 2,
  .smallest = 2,
  .walk = walk_heun,
};
