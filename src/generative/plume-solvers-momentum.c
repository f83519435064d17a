/* plume-solvers-momentum.c: solvers that remember: Adams–Bashforth and its heavy balls.
 *
 * They integrate dz/dκ = ε̂. The heavy ball averages directions, the generalised heavy ball averages
 * answers and weighs the averages so that the order is kept (Wizadwongsa et al. 2024, arXiv
 * 2307.11118). The weights for unequal steps, and with them the full order on the grids of
 * diffusion, are ours. All start with v_0 = ε̂_0 and rise through the orders.
 */
#include "core/plume-error.h"
#include "generative/plume-momentum-weights.h"
#include "generative/plume-run.h"

#include <glib/gi18n-lib.h>
#include <math.h>

extern const PlumeSolver plume_solver_plms, plume_solver_lms, plume_solver_heavy_ball,
    plume_solver_nesterov, plume_solver_ghvb, plume_solver_vghvb, plume_solver_2m_heavy_ball;

static gboolean
settle (const PlumeRun *run, guint usual, guint *order, double *momentum, GError **error)
{
  *order = run->options.order > 0 ? run->options.order : usual;
  *momentum = run->options.momentum;
  if (*order > PLUME_MOMENTUM_ORDER)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("Solvers that remember have orders 1 to %d, and %u was asked for; choose a "
                      "lower order"),
                   PLUME_MOMENTUM_ORDER, *order);
      return FALSE;
    }
  if (!(*momentum > 0 && *momentum <= 1))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The damping of a heavy ball is above 0 and at most 1, and %g was given"),
                   *momentum);
      return FALSE;
    }
  return TRUE;
}

/* y_t = α_t (z_s + (κ_t − κ_s) Σ w_j v_j) */
static void
step_along (PlumeRun *run, guint i, guint n, const double *weights, double *const *directions)
{
  const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
  double ratio = t->alpha / s->alpha, reach = t->sigma - ratio * s->sigma;

  for (gsize c = 0; c < run->n * run->d; c++)
    {
      double direction = 0;

      for (guint j = 0; j < n; j++)
        direction += weights[j] * directions[j][c];
      run->y[c] = ratio * run->y[c] + reach * direction;
    }
  plume_run_reach (run, i + 1);
}

static gboolean
ask_noise (PlumeRun *run, guint i, double *e, GError **error)
{
  if (!plume_run_ask (run, PLUME_PREDICT_NOISE, &run->nodes[i], run->y, e, error))
    return FALSE;
  plume_run_keep_answer (run, i, PLUME_PREDICT_NOISE, e);
  return TRUE;
}

/* The last so many of a ring, newest first */
static void
look_back (PlumeRun *run, guint i, guint ring, guint n, double **past)
{
  for (guint j = 0; j < n; j++)
    past[j] = run->scratch[(i - j) % ring];
}

/* v_{n+1} = (1 − β) v_n + β ε̂_n, z_{n+1} = z_n + δ Σ b_j v_{n+1−j} */
static gboolean
walk_averages (PlumeRun *run, guint ring, double momentum, gboolean variable, GError **error)
{
  double *e = run->scratch[PLUME_MOMENTUM_ORDER], *past[PLUME_MOMENTUM_ORDER];
  double weights[PLUME_MOMENTUM_ORDER];
  g_autofree double *kappa = g_new (double, run->n_steps + 1);

  for (guint i = 0; i <= run->n_steps; i++)
    kappa[i] = run->nodes[i].kappa;
  for (guint i = 0; i < run->n_steps; i++)
    {
      guint order = MIN (ring, i + 1);
      double *average = run->scratch[i % ring],
             *before = i > 0 ? run->scratch[(i - 1) % ring] : NULL;

      if (!ask_noise (run, i, e, error))
        return FALSE;
      for (gsize c = 0; c < run->n * run->d; c++)
        average[c] = i > 0 ? (1 - momentum) * before[c] + momentum * e[c] : e[c];
      if (variable)
        plume_momentum_variable_weights (i, kappa, order, momentum, weights);
      else
        plume_momentum_averaged_weights (order, momentum, weights);
      look_back (run, i, ring, order, past);
      step_along (run, i, order, weights, past);
    }
  return TRUE;
}

/* p_n = Σ a_j ε̂_{n−j}, v_{n+1} = (1 − β) v_n + β p_n; Nesterov steps along (1 − β) v_{n+1} + β p_n
 */
static gboolean
walk_directions (PlumeRun *run, gboolean looks_ahead, GError **error)
{
  double *v = run->scratch[PLUME_MOMENTUM_ORDER], *p = run->scratch[PLUME_MOMENTUM_ORDER + 1];
  double *past[PLUME_MOMENTUM_ORDER], weights[PLUME_MOMENTUM_ORDER], momentum;
  guint ring;

  if (!settle (run, 2, &ring, &momentum, error))
    return FALSE;
  for (guint i = 0; i < run->n_steps; i++)
    {
      guint order = MIN (ring, i + 1);
      double along[2] = { looks_ahead ? 1 - momentum : 1, looks_ahead ? momentum : 0 };
      double *directions[2] = { v, p };

      if (!ask_noise (run, i, run->scratch[i % ring], error))
        return FALSE;
      plume_momentum_plain_weights (order, weights);
      look_back (run, i, ring, order, past);
      for (gsize c = 0; c < run->n * run->d; c++)
        {
          p[c] = 0;
          for (guint j = 0; j < order; j++)
            p[c] += weights[j] * past[j][c];
          v[c] = i > 0 ? (1 - momentum) * v[c] + momentum * p[c] : p[c];
        }
      step_along (run, i, 2, along, directions);
    }
  return TRUE;
}

static gboolean
walk_plms (PlumeRun *run, GError **error)
{
  guint order;
  double momentum;

  return settle (run, 4, &order, &momentum, error) && walk_averages (run, order, 1, FALSE, error);
}

static gboolean
walk_lms (PlumeRun *run, GError **error)
{
  guint order;
  double momentum;

  return settle (run, 4, &order, &momentum, error) && walk_averages (run, order, 1, TRUE, error);
}

static gboolean
walk_heavy_ball (PlumeRun *run, GError **error)
{
  return walk_directions (run, FALSE, error);
}

static gboolean
walk_nesterov (PlumeRun *run, GError **error)
{
  return walk_directions (run, TRUE, error);
}

static gboolean
walk_ghvb (PlumeRun *run, GError **error)
{
  guint order;
  double momentum;

  return settle (run, 2, &order, &momentum, error)
         && walk_averages (run, order, momentum, FALSE, error);
}

static gboolean
walk_vghvb (PlumeRun *run, GError **error)
{
  guint order;
  double momentum;

  return settle (run, 4, &order, &momentum, error)
         && walk_averages (run, order, momentum, TRUE, error);
}

/* v ← (1 − β) v + β (D_0 + ½ (D_0 − D_{−1})/r), y_t = (σ_t/σ_s) y + α_t (1 − e^{−h}) v; started
 * with v = D_0 */
static gboolean
walk_2m_heavy_ball (PlumeRun *run, GError **error)
{
  double *v = run->scratch[2], momentum;
  gboolean lower = run->options.lower_order_final == PLUME_LOWER_ALWAYS
                   || (run->options.lower_order_final == PLUME_LOWER_AUTO && run->n_steps < 10);
  guint order;

  if (!settle (run, 2, &order, &momentum, error))
    return FALSE;
  for (guint i = 0; i < run->n_steps; i++)
    {
      const PlumeMarginal *s = &run->nodes[i], *t = &run->nodes[i + 1];
      double *now = run->scratch[i % 2], *before = run->scratch[(i + 1) % 2];
      double h = t->lambda - s->lambda, half = 0;

      if (!plume_run_ask (run, PLUME_PREDICT_DATA, s, run->y, now, error))
        return FALSE;
      plume_run_keep_answer (run, i, PLUME_PREDICT_DATA, now);
      if (i > 0 && order > 1 && !(lower && i + 1 == run->n_steps))
        half = 0.5 * h / (s->lambda - run->nodes[i - 1].lambda);
      for (gsize c = 0; c < run->n * run->d; c++)
        {
          double direction = i > 0 ? now[c] + half * (now[c] - before[c]) : now[c];

          v[c] = i > 0 ? (1 - momentum) * v[c] + momentum * direction : direction;
          run->y[c] = t->sigma / s->sigma * run->y[c] - t->alpha * expm1 (-h) * v[c];
        }
      plume_run_reach (run, i + 1);
    }
  return TRUE;
}

const PlumeSolver plume_solver_plms = {
  .id = "plms",
  .title = N_ ("PLMS"),
  .help = N_ ("Adams–Bashforth with the weights of equal steps, as pseudo linear multistep"),
  .order = 2, /* the weights fit equal steps only */
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_plms,
};

const PlumeSolver plume_solver_lms = {
  .id = "lms",
  .title = N_ ("LMS"),
  .help = N_ ("Adams–Bashforth with weights for the steps as they are"),
  .order = 4,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_lms,
};

const PlumeSolver plume_solver_heavy_ball = {
  .id = "heavy-ball",
  .title = N_ ("Heavy ball"),
  .help = N_ ("Averages the direction: stable, first order"),
  .order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_heavy_ball,
};

const PlumeSolver plume_solver_nesterov = {
  .id = "nesterov",
  .title = N_ ("Nesterov"),
  .help = N_ ("A heavy ball that looks ahead"),
  .order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_nesterov,
};

const PlumeSolver plume_solver_ghvb = {
  .id = "ghvb",
  .title = N_ ("GHVB"),
  .help = N_ ("Averages the answers and keeps the order on equal steps"),
  .order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_ghvb,
};

const PlumeSolver plume_solver_vghvb = {
  .id = "vghvb",
  .title = N_ ("Variable GHVB"),
  .help = N_ ("Averages the answers and keeps the order on any grid"),
  .order = 4,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_vghvb,
};

const PlumeSolver plume_solver_2m_heavy_ball = {
  .id = "2m-heavy-ball",
  .title = N_ ("2M++ with heavy ball"),
  .help = N_ ("DPM-Solver++ 2M along an averaged direction"),
  .order = 2,
  .evaluations = 1,
  .smallest = 1,
  .walk = walk_2m_heavy_ball,
};
