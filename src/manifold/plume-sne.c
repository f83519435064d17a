/* plume-sne.c: the divergence of heat from Gaussian neighbourhoods, and its descent.
 *
 * Σ_i KL (h_i‖q_i) = (1/4t) Σ h_ij (‖y_i − y_j‖² − d_ij²) + Σ_i log Z_i, d² = −4t log h; the
 * gradient is (1/2t) Σ_j (h_ij − q_ij + h_ji − q_ji)(y_i − y_j).
 */
#include "manifold/plume-sne.h"

#include "core/plume-parallel.h"

#include <math.h>
#include <string.h>

#define ROWS       16
#define MOST_STEPS 300
#define SETTLED    1e-7 /* relative change of the divergence */
#define HALVINGS   30

typedef struct
{
  gsize n, d;
  double t;
  const double *h; /* n × n: rows of heat, sum 1, no diagonal */
  const double *places;
  double *q; /* n × n */
  double *divergences;
  double *gradient; /* nullable */
} Sne;

static void
normalise_rows (gsize n, const double *log_heat, double *h)
{
  for (gsize i = 0; i < n; i++)
    {
      double most = -INFINITY, sum = 0;

      for (gsize j = 0; j < n; j++)
        if (j != i)
          most = MAX (most, log_heat[i * n + j]);
      for (gsize j = 0; j < n; j++)
        {
          h[i * n + j] = j != i && isfinite (most) ? exp (log_heat[i * n + j] - most) : 0;
          sum += h[i * n + j];
        }
      for (gsize j = 0; sum > 0 && j < n; j++)
        h[i * n + j] /= sum;
    }
}

static double
squared_distance (const Sne *sne, gsize i, gsize j)
{
  double sum = 0;

  for (gsize c = 0; c < sne->d; c++)
    sum += (sne->places[i * sne->d + c] - sne->places[j * sne->d + c])
           * (sne->places[i * sne->d + c] - sne->places[j * sne->d + c]);
  return sum;
}

/* q_i and KL (h_i‖q_i). */
static void
fill_rows (gsize from, gsize to, gpointer data)
{
  const Sne *sne = data;
  gsize n = sne->n;

  for (gsize i = from; i < to; i++)
    {
      double *q = sne->q + i * n, least = INFINITY, sum = 0, divergence = 0;
      const double *h = sne->h + i * n;

      for (gsize j = 0; j < n; j++)
        {
          q[j] = squared_distance (sne, i, j) / (4 * sne->t);
          if (j != i)
            least = MIN (least, q[j]);
        }
      for (gsize j = 0; j < n; j++)
        sum += j != i ? exp (least - q[j]) : 0;
      for (gsize j = 0; j < n; j++)
        {
          double log_q = least - q[j] - log (sum);

          if (h[j] > 0)
            divergence += h[j] * (log (h[j]) - log_q);
          q[j] = j != i ? exp (log_q) : 0;
        }
      sne->divergences[i] = divergence;
    }
}

static void
differentiate (gsize from, gsize to, gpointer data)
{
  const Sne *sne = data;
  gsize n = sne->n, d = sne->d;

  for (gsize i = from; i < to; i++)
    {
      double *force = sne->gradient + i * d;

      memset (force, 0, d * sizeof *force);
      for (gsize j = 0; j < n; j++)
        {
          double pull =
              (sne->h[i * n + j] - sne->q[i * n + j] + sne->h[j * n + i] - sne->q[j * n + i])
              / (2 * sne->t);

          for (gsize c = 0; c < d; c++)
            force[c] += pull * (sne->places[i * d + c] - sne->places[j * d + c]);
        }
    }
}

/* NaN when cancelled. */
static double
evaluate (Sne *sne, PlumeTask *task, GError **error)
{
  if (!plume_parallel_for (sne->n, ROWS, fill_rows, sne, task, error))
    return NAN;
  if (sne->gradient != NULL && !plume_parallel_for (sne->n, ROWS, differentiate, sne, task, error))
    return NAN;
  return plume_sum (sne->divergences, sne->n);
}

/**
 * plume_sne_divergence:
 * @heat: all n columns
 * @places: n × d
 * @gradient: (nullable): n × d, filled
 *
 * Returns: Σ_i KL (h_i‖q_i). O(n²).
 */
double
plume_sne_divergence (const PlumeHeat *heat, const PlumePoints *places, PlumePoints *gradient)
{
  gsize n = heat->n;
  g_autofree double *h = g_new (double, n *n), *q = g_new (double, n *n),
                    *divergences = g_new (double, n);
  Sne sne = { .n = n,
              .d = places->p,
              .t = heat->t,
              .h = h,
              .places = places->values,
              .q = q,
              .divergences = divergences,
              .gradient = gradient != NULL ? gradient->values : NULL };

  normalise_rows (n, heat->log_heat, h);
  return evaluate (&sne, NULL, NULL);
}

static double
dot (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Gradient steps of Barzilai & Borwein (1988), halved until the divergence falls. */
static gboolean
descend (Sne *sne, double *places, PlumeTask *task, GError **error)
{
  gsize length = sne->n * sne->d;
  g_autofree double *gradient = g_new (double, length), *next = g_new (double, length),
                    *next_gradient = g_new (double, length), *step = g_new (double, length),
                    *change = g_new (double, length);
  double value, rate = sne->t;

  sne->places = places;
  sne->gradient = gradient;
  value = evaluate (sne, task, error);
  for (guint s = 0; s < MOST_STEPS && isfinite (value); s++)
    {
      double lower = INFINITY;

      for (guint halving = 0; halving < HALVINGS && !(lower < value); halving++)
        {
          for (gsize k = 0; k < length; k++)
            next[k] = places[k] - rate * gradient[k];
          sne->places = next;
          sne->gradient = next_gradient;
          lower = evaluate (sne, task, error);
          if (isnan (lower) && plume_task_is_cancelled (task))
            return FALSE;
          if (!(lower < value))
            rate *= 0.5;
        }
      if (!(lower < value))
        break;
      for (gsize k = 0; k < length; k++)
        {
          step[k] = next[k] - places[k];
          change[k] = next_gradient[k] - gradient[k];
        }
      rate = dot (length, step, change) > 0 ? dot (length, step, step) / dot (length, step, change)
                                            : 2 * rate;
      memcpy (places, next, length * sizeof *places);
      memcpy (gradient, next_gradient, length * sizeof *gradient);
      plume_task_set_progress (task, (s + 1.0) / MOST_STEPS);
      if (value - lower < SETTLED * value)
        break;
      value = lower;
    }
  return plume_task_check (task, error);
}

/**
 * plume_sne:
 * @heat: all n columns
 * @start: n × d
 *
 * Returns: (transfer full) (nullable): n × d; %NULL when cancelled. O(n²) a step.
 */
PlumePoints *
plume_sne (const PlumeHeat *heat, const PlumePoints *start, PlumeTask *task, GError **error)
{
  gsize n = heat->n;
  g_autofree double *h = g_new (double, n *n), *q = g_new (double, n *n),
                    *divergences = g_new (double, n);
  g_autoptr (PlumePoints) places = plume_points_new (n, start->p);
  Sne sne = { .n = n, .d = start->p, .t = heat->t, .h = h, .q = q, .divergences = divergences };

  memcpy (places->values, start->values, n * start->p * sizeof (double));
  normalise_rows (n, heat->log_heat, h);
  return descend (&sne, places->values, task, error) ? g_steal_pointer (&places) : NULL;
}
