/* plume-solvers-ancestral.c: steps through an estimate of the data (Ho et al. 2020; Song, Meng &
 * Ermon 2021, arXiv 2010.02502). */
#include "generative/plume-run.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const PlumeSolver plume_solver_ddim;

/* y_t = α_t x̂0 + √(σ_t² − n²) ε̂ + n z with n = η σ_t/σ_s √(σ_s² − (α_s/α_t)² σ_t²) */
static gboolean
walk_ddim (PlumeRun *run, GError **error)
{
  double *e = run->scratch[0], *z = run->scratch[1];

  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      double ratio = t->alpha / s->alpha, back = s->alpha / t->alpha * t->sigma;
      double noise = run->options.eta * t->sigma / s->sigma
                     * sqrt (MAX (s->sigma * s->sigma - back * back, 0)),
             kept = sqrt (MAX (t->sigma * t->sigma - noise * noise, 0)) - ratio * s->sigma;

      if (!plume_run_ask (run, PLUME_PREDICT_NOISE, s, run->y, e, error))
        return FALSE;
      plume_run_keep_answer (run, i, PLUME_PREDICT_NOISE, e);
      if (noise > 0)
        plume_run_draw (run, s->time, t->time, z);
      for (gsize j = 0; j < run->n * run->d; j++)
        run->y[j] = ratio * run->y[j] + kept * e[j] + (noise > 0 ? noise * z[j] : 0);
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

const PlumeSolver plume_solver_ddim = {
  .id = "ddim",
  .title = N_ ("DDIM"),
  .help = N_ ("Steps straight to the estimated data; Euler’s method in κ"),
  .order = 1,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_ddim,
};
