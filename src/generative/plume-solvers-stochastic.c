/* plume-solvers-stochastic.c: reverse diffusions, step by step.
 *
 * dx = [f y − (1 + η²)/2 g² s] dt + η g dw̄ has the same marginals for every η. Ancestral sampling
 * (Ho et al. 2020), Euler–Maruyama and predictor–corrector (Song et al. 2021), churn (Karras et al.
 * 2022), annealed Langevin dynamics (Song & Ermon 2019, 2020), and exponential integrators of the
 * SDE (Lu et al. 2022, arXiv 2211.01095; Gonzalez et al. 2023). Where a solver is told no η it
 * takes
 * 1. It must never know what answers.
 */
#include "generative/plume-noise-ladder.h"
#include "generative/plume-run.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

extern const PlumeSolver plume_solver_ancestral, plume_solver_euler_maruyama,
    plume_solver_predictor_corrector, plume_solver_edm_churn, plume_solver_annealed_langevin,
    plume_solver_sde_dpm_1, plume_solver_sde_dpm_2m, plume_solver_sde_dpm_plus_1,
    plume_solver_sde_dpm_plus_2m;

static double
eta_of (const PlumeRun *run)
{
  return run->options.eta > 0 ? run->options.eta : 1;
}

/* y ← a y + b e + c z */
static void
combine (PlumeRun *run, double a, double b, const double *e, double c, const double *z)
{
  gsize length = run->n * run->d;

  if (c == 0)
    for (gsize j = 0; j < length; j++)
      run->y[j] = a * run->y[j] + b * e[j];
  else
    for (gsize j = 0; j < length; j++)
      run->y[j] = a * run->y[j] + b * e[j] + c * z[j];
}

/* mean (r σ_t² y + α_t σ_{s|t}² x̂0)/σ_s² with r = α_s/α_t and σ_{s|t}² = σ_s² − r² σ_t², variance
 * σ_{s|t}² (β) or σ_{s|t}² σ_t²/σ_s² (β̃); without noise where no noise is left */
static gboolean
walk_ancestral (PlumeRun *run, GError **error)
{
  double *data = run->scratch[0], *z = run->scratch[1];

  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      double r = exp (s->log_alpha - t->log_alpha), all = s->sigma * s->sigma,
             left = t->sigma * t->sigma, between = all - r * r * left;
      double variance = run->options.variance_beta && left > 0 ? between : between * left / all;

      if (!plume_run_ask (run, PLUME_PREDICT_DATA, s, run->y, data, error))
        return FALSE;
      plume_run_keep_answer (run, i, PLUME_PREDICT_DATA, data);
      if (variance > 0)
        plume_run_draw (run, s->time, t->time, z);
      combine (run, r * left / all, t->alpha * between / all, data, sqrt (MAX (variance, 0)), z);
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

/* One step of Euler–Maruyama from node i, coefficients at the noisier end */
static gboolean
step_euler_maruyama (PlumeRun *run, guint i, double eta, double *e, double *z, GError **error)
{
  const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
  double f, g_squared, dt = t->time - s->time;

  plume_process_rates (run->process, s->time, &f, &g_squared);
  if (!plume_run_ask (run, PLUME_PREDICT_NOISE, s, run->y, e, error))
    return FALSE;
  plume_run_keep_answer (run, i, PLUME_PREDICT_NOISE, e);
  plume_run_draw (run, s->time, t->time, z);
  combine (run, 1 + f * dt, 0.5 * (1 + eta * eta) * g_squared / s->sigma * dt, e,
           eta * sqrt (-g_squared * dt), z);
  return TRUE;
}

static gboolean
walk_euler_maruyama (PlumeRun *run, GError **error)
{
  for (guint i = 0; i < run->n_steps; i++)
    {
      if (!step_euler_maruyama (run, i, eta_of (run), run->scratch[0], run->scratch[1], error))
        return FALSE;
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

static double
mean_norm (const double *values, gsize n, gsize d)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      double square = 0;

      for (gsize c = 0; c < d; c++)
        square += values[i * d + c] * values[i * d + c];
      sum += sqrt (square);
    }
  return sum / (double)n;
}

/* x ← x + δ s + √(2δ) ξ with δ = 2 α² (ratio ‖ξ‖/‖s‖)², norms being means over the batch */
static gboolean
correct (PlumeRun *run, const PlumeMarginal *at, double *e, double *z, GError **error)
{
  double ratio, delta;

  if (!plume_run_ask (run, PLUME_PREDICT_NOISE, at, run->y, e, error))
    return FALSE;
  plume_run_draw (run, at->time, at->time, z);
  ratio = run->options.langevin_ratio * mean_norm (z, run->n, run->d) * at->sigma
          / MAX (mean_norm (e, run->n, run->d), 1e-300) * at->alpha;
  delta = 2 * ratio * ratio;
  combine (run, 1, -delta / at->sigma, e, sqrt (2 * delta), z);
  return TRUE;
}

static gboolean
walk_predictor_corrector (PlumeRun *run, GError **error)
{
  for (guint i = 0; i < run->n_steps; i++)
    {
      if (!step_euler_maruyama (run, i, 1, run->scratch[0], run->scratch[1], error))
        return FALSE;
      for (guint k = 0; k < run->options.langevin_steps; k++)
        if (!correct (run, &run->nodes[i + 1], run->scratch[0], run->scratch[1], error))
          return FALSE;
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

static guint
count_corrected (const PlumeSolverOptions *options, guint budget)
{
  return budget / (1 + options->langevin_steps);
}

/* Karras et al. 2022, algorithm 2: noise is added up to κ̂ = κ (1 + γ), then one step of Heun */
static gboolean
walk_edm_churn (PlumeRun *run, GError **error)
{
  double *e = run->scratch[0], *later = run->scratch[1], *z = run->scratch[2],
         *guess = run->scratch[3];
  const PlumeSolverOptions *options = &run->options;
  gsize length = run->n * run->d;

  for (guint i = 0; i < run->n_steps; i++)
    {
      PlumeMarginal s = run->nodes[i];
      const PlumeMarginal *t = &run->nodes[i + 1];
      double churn = MIN (options->churn / run->n_steps, G_SQRT2 - 1);

      if (churn > 0 && s.kappa >= options->churn_from && s.kappa <= options->churn_to)
        {
          double raised = s.kappa * (1 + churn),
                 added = sqrt (raised * raised - s.kappa * s.kappa) * options->churn_noise;
          double time = plume_process_time_at (run->process, -log (raised));

          if (time > run->process->last) /* the clock ends there; no more noise can be told */
            time = run->process->last;

          PlumeMarginal noisy = plume_process_at (run->process, time);

          if (noisy.kappa > s.kappa)
            {
              added *= sqrt ((noisy.kappa * noisy.kappa - s.kappa * s.kappa)
                             / (raised * raised - s.kappa * s.kappa));
              plume_run_draw (run, s.time, s.time, z); /* fresh: stretches would overlap */
              for (gsize j = 0; j < length; j++)
                run->y[j] = noisy.alpha * (run->y[j] / s.alpha + added * z[j]);
              s = noisy;
            }
        }
      if (!plume_run_ask (run, PLUME_PREDICT_NOISE, &s, run->y, e, error))
        return FALSE;
      for (gsize j = 0; j < length; j++)
        guess[j] = t->alpha * (run->y[j] / s.alpha + (t->kappa - s.kappa) * e[j]);
      if (t->sigma > 0)
        {
          if (!plume_run_ask (run, PLUME_PREDICT_NOISE, t, guess, later, error))
            return FALSE;
          for (gsize j = 0; j < length; j++)
            run->y[j] =
                t->alpha * (run->y[j] / s.alpha + 0.5 * (t->kappa - s.kappa) * (e[j] + later[j]));
        }
      else
        memcpy (run->y, guess, length * sizeof (double));
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

/* At each level T steps with δ_i = ε σ_i²/σ_L²; in y/α where the process is not variance exploding
 */
static gboolean
walk_annealed_langevin (PlumeRun *run, GError **error)
{
  double *e = run->scratch[0], *z = run->scratch[1];
  guint n_levels = run->n_steps + 1, n_each = MAX (run->options.langevin_steps, 1);
  double last = run->nodes[run->n_steps].kappa, first = run->nodes[0].kappa,
         gamma = n_levels > 1 ? pow (first / last, 1.0 / (n_levels - 1)) : 1;
  double c = run->options.langevin_size > 0 ? run->options.langevin_size / (last * last)
                                            : plume_noise_ladder_step (gamma, n_each);

  for (guint i = 0; i < n_levels; i++)
    {
      const PlumeMarginal *at = &run->nodes[i];

      if (i > 0) /* the same z = y/α seen at the next level */
        for (gsize j = 0; j < run->n * run->d; j++)
          run->y[j] *= at->alpha / run->nodes[i - 1].alpha;
      for (guint k = 0; k < n_each; k++)
        {
          if (!plume_run_ask (run, PLUME_PREDICT_NOISE, at, run->y, e, error))
            return FALSE;
          if (k == 0)
            plume_run_keep_answer (run, i, PLUME_PREDICT_NOISE, e);
          plume_run_draw (run, at->time, at->time, z);
          combine (run, 1, -0.5 * c * at->sigma, e, sqrt (c) * at->sigma, z);
        }
      plume_run_reach (run, i);
    }
  return TRUE;
}

static guint
count_levels (const PlumeSolverOptions *options, guint budget)
{
  guint n_levels = budget / MAX (options->langevin_steps, 1);

  return MAX (n_levels, 2) - 1;
}

/* Exponential integrators of the SDE; e is the prediction of the form that is integrated and G its
 * slope over the last step, by the multistep.
 * noise: y_t = A y − (1 + η²) σ_t [q(h) e + (q(h)/h − 1) G] + η σ_t √(e^2h − 1) ξ
 * data: y_t = (σ_t/σ_s) e^(−η²h) y + α_t [P D + ½ P G or (1 − P/((1+η²)h)) G] + σ_t √(1 −
 * e^(−2η²h)) ξ, P = 1 − e^(−(1+η²)h) */
static gboolean
walk_sde_dpm (PlumeRun *run, gboolean data, gboolean second, GError **error)
{
  double *now = run->scratch[0], *before = run->scratch[1], *z = run->scratch[2];
  PlumePrediction kind = data ? PLUME_PREDICT_DATA : PLUME_PREDICT_NOISE;
  double eta = eta_of (run), more = 1 + eta * eta;

  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      double h = t->lambda - s->lambda, keep, ask, slope, noise;
      gboolean has_slope = second && i > 0;

      if (!plume_run_ask (run, kind, s, run->y, now, error))
        return FALSE;
      plume_run_keep_answer (run, i, kind, now);
      plume_run_draw (run, s->time, t->time, z);
      if (data && t->sigma == 0) /* all that is left is the data */
        {
          memcpy (run->y, now, run->n * run->d * sizeof (double));
          plume_run_reach (run, i + 1);
          return TRUE;
        }
      if (data)
        {
          double part = -expm1 (-more * h), u = more * h;

          keep = t->sigma / s->sigma * exp (-eta * eta * h);
          ask = t->alpha * part;
          slope = t->alpha
                  * (!run->options.taylor ? 0.5 * part
                     : u < 1e-2           ? u / 2 - u * u / 6 + u * u * u / 24 - u * u * u * u / 120
                                          : 1 - part / u);
          noise = t->sigma * sqrt (-expm1 (-2 * eta * eta * h));
        }
      else
        {
          double growth = expm1 (h);

          keep = t->alpha / s->alpha;
          ask = -more * t->sigma * growth;
          slope = -more * t->sigma
                  * (h < 1e-2 ? h / 2 + h * h / 6 + h * h * h / 24 + h * h * h * h / 120
                              : growth / h - 1);
          noise = eta * t->sigma * sqrt (expm1 (2 * h));
        }
      if (has_slope)
        {
          double ratio = (s->lambda - run->nodes[i - 1].lambda) / h;

          for (gsize j = 0; j < run->n * run->d; j++)
            before[j] = (now[j] - before[j]) / ratio;
        }
      for (gsize j = 0; j < run->n * run->d; j++)
        run->y[j] =
            keep * run->y[j] + ask * now[j] + (has_slope ? slope * before[j] : 0) + noise * z[j];
      memcpy (before, now, run->n * run->d * sizeof (double));
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

static gboolean
walk_sde_dpm_1 (PlumeRun *run, GError **error)
{
  return walk_sde_dpm (run, FALSE, FALSE, error);
}

static gboolean
walk_sde_dpm_2m (PlumeRun *run, GError **error)
{
  return walk_sde_dpm (run, FALSE, TRUE, error);
}

static gboolean
walk_sde_dpm_plus_1 (PlumeRun *run, GError **error)
{
  return walk_sde_dpm (run, TRUE, FALSE, error);
}

static gboolean
walk_sde_dpm_plus_2m (PlumeRun *run, GError **error)
{
  return walk_sde_dpm (run, TRUE, TRUE, error);
}

const PlumeSolver plume_solver_ancestral = {
  .id = "ancestral",
  .title = N_ ("Ancestral (DDPM)"),
  .help = N_ ("Draws from the posterior of the step before, given the estimated data"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 1,
  .walk = walk_ancestral,
};
const PlumeSolver plume_solver_euler_maruyama = {
  .id = "euler-maruyama",
  .title = N_ ("Euler–Maruyama"),
  .help = N_ ("The reverse SDE in the process’ own time"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 1,
  .walk = walk_euler_maruyama,
};
const PlumeSolver plume_solver_predictor_corrector = {
  .id = "predictor-corrector",
  .title = N_ ("Predictor–corrector"),
  .help = N_ ("A step of the reverse SDE, then Langevin steps at the new noise level"),
  .order = 1,
  .evaluations = 2,
  .is_stochastic = TRUE,
  .is_coupled = TRUE,
  .smallest = 2,
  .count_steps = count_corrected,
  .walk = walk_predictor_corrector,
};
const PlumeSolver plume_solver_edm_churn = {
  .id = "edm-churn",
  .title = N_ ("Heun with churn (EDM)"),
  .help = N_ ("Adds a little noise before each step of Heun’s method"),
  .order = 2,
  .evaluations = 2,
  .is_stochastic = TRUE,
  .smallest = 2,
  .walk = walk_edm_churn,
};
const PlumeSolver plume_solver_annealed_langevin = {
  .id = "annealed-langevin",
  .title = N_ ("Annealed Langevin (NCSN)"),
  .help = N_ ("Many Langevin steps at each of a ladder of noise levels"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 2,
  .count_steps = count_levels,
  .walk = walk_annealed_langevin,
};
const PlumeSolver plume_solver_sde_dpm_1 = {
  .id = "sde-dpm-solver-1",
  .title = N_ ("SDE-DPM-Solver-1"),
  .help = N_ ("The reverse SDE, integrated exactly for a constant noise prediction"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 1,
  .walk = walk_sde_dpm_1,
};
const PlumeSolver plume_solver_sde_dpm_2m = {
  .id = "sde-dpm-solver-2m",
  .title = N_ ("SDE-DPM-Solver-2M"),
  .help = N_ ("The same with the slope of the noise prediction over the last step"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 1,
  .walk = walk_sde_dpm_2m,
};
const PlumeSolver plume_solver_sde_dpm_plus_1 = {
  .id = "sde-dpm-solver++-1",
  .title = N_ ("SDE-DPM-Solver++1"),
  .help = N_ ("The reverse SDE, integrated exactly for a constant data prediction"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 1,
  .walk = walk_sde_dpm_plus_1,
};
const PlumeSolver plume_solver_sde_dpm_plus_2m = {
  .id = "sde-dpm-solver++-2m",
  .title = N_ ("SDE-DPM-Solver++2M"),
  .help = N_ ("The same with the slope of the data prediction over the last step"),
  .order = 1,
  .evaluations = 1,
  .is_stochastic = TRUE,
  .smallest = 1,
  .walk = walk_sde_dpm_plus_2m,
};
