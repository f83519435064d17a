/* plume-sne.c: the divergence of heat from Gaussian neighbourhoods, and its descent.
 *
 * Σ_i KL (h_i‖q_i) = (1/4t) Σ h_ij (‖y_i − y_j‖² − d_ij²) + Σ_i log Z_i, d² = −4t log h; the
 * gradient is (1/2t) Σ_j (h_ij − q_ij + h_ji − q_ji)(y_i − y_j).
 */
#include "manifold/plume-sne.h"

#include "core/plume-parallel.h"
#include "linalg/plume-bessel.h"

#include <math.h>
#include <string.h>

#define ROWS        16
#define MOST_STEPS  300
#define SETTLED     1e-7 /* relative fall of the divergence ... */
#define QUIET_STEPS 3    /* ... in each of so many steps, since one alone may be short */
#define HALVINGS    30

typedef struct
{
  gsize n, d;
  double t;
  const double *log_heat; /* H(i, j) at j × n + i */
  double *h;              /* n × n: rows of heat, sum 1, no diagonal; 0 where no heat leaves i */
  double *information;    /* of a row: Σ h log h; NaN where no heat leaves i */
  const double *places;
  double *q; /* n × n */
  double *divergences;
  double *gradient; /* nullable */
} Sne;

static Sne *
sne_new (const PlumeHeat *heat, gsize d)
{
  gsize n = heat->n;
  Sne *sne = g_new0 (Sne, 1);

  sne->n = n;
  sne->d = d;
  sne->t = heat->t;
  sne->log_heat = heat->log_heat;
  sne->h = g_new (double, n *n);
  sne->information = g_new (double, n + 1);
  sne->q = g_new (double, n *n);
  sne->divergences = g_new (double, n + 1);
  return sne;
}

static void
sne_free (Sne *sne)
{
  g_free (sne->h);
  g_free (sne->information);
  g_free (sne->q);
  g_free (sne->divergences);
  g_free (sne);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sne, sne_free)

static void
normalise_rows (gsize from, gsize to, gpointer data)
{
  const Sne *sne = data;
  gsize n = sne->n;

  for (gsize i = from; i < to; i++)
    {
      const double *log_heat = sne->log_heat + i;
      double *h = sne->h + i * n, most = -INFINITY, sum = 0;

      for (gsize j = 0; j < n; j++)
        if (j != i)
          most = MAX (most, log_heat[j * n]);
      sne->information[i] = isfinite (most) ? 0 : NAN;
      for (gsize j = 0; j < n; j++)
        {
          h[j] = j != i && isfinite (most) ? exp (log_heat[j * n] - most) : 0;
          sum += h[j];
        }
      for (gsize j = 0; sum > 0 && j < n; j++)
        {
          h[j] /= sum;
          sne->information[i] += h[j] > 0 ? h[j] * log (h[j]) : 0;
        }
    }
}

/* ‖y_i − y_j‖²/4t of all j; Σ_j h_ij of it. */
static double
stretch (const Sne *sne, gsize i, double *scaled)
{
  const double *a = sne->places + i * sne->d, *h = sne->h + i * sne->n;
  double pull = 0;

  for (gsize j = 0; j < sne->n; j++)
    {
      const double *b = sne->places + j * sne->d;
      double square = 0;

      for (gsize c = 0; c < sne->d; c++)
        square += (a[c] - b[c]) * (a[c] - b[c]);
      scaled[j] = square / (4 * sne->t);
      pull += h[j] * scaled[j];
    }
  return pull;
}

/* q ← exp (least − q); Σ q */
PLUME_VECTOR_CLONES static double
weigh (gsize n, double least, double *q)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize j = 0; j < n; j++)
    {
      q[j] = plume_exp_negative (least - q[j]);
      sum += q[j];
    }
  return sum;
}

/* q_i and KL (h_i‖q_i) = Σ h log h + Σ h ‖y_i − y_j‖²/4t + log Z_i. */
static void
fill_rows (gsize from, gsize to, gpointer data)
{
  const Sne *sne = data;
  gsize n = sne->n;

  for (gsize i = from; i < to; i++)
    {
      double *q = sne->q + i * n, least = INFINITY, sum, pull = stretch (sne, i, q);

      q[i] = INFINITY;
      for (gsize j = 0; j < n; j++)
        least = MIN (least, q[j]);
      if (isnan (sne->information[i]))
        {
          memset (q, 0, n * sizeof *q);
          sne->divergences[i] = 0;
          continue;
        }
      sum = weigh (n, least, q);
      q[i] = 0;
      for (gsize j = 0; j < n; j++)
        q[j] /= sum;
      sne->divergences[i] = sne->information[i] + pull + log (sum) - least;
    }
}

/* A block of rows at once, since the columns of h and q are read too. */
static void
differentiate (gsize from, gsize to, gpointer data)
{
  const Sne *sne = data;
  gsize n = sne->n, d = sne->d;
  const double *h = sne->h, *q = sne->q, *y = sne->places;

  memset (sne->gradient + from * d, 0, (to - from) * d * sizeof (double));
  for (gsize j = 0; j < n; j++)
    for (gsize i = from; i < to; i++)
      {
        double pull = (h[i * n + j] - q[i * n + j] + h[j * n + i] - q[j * n + i]) / (2 * sne->t);

        for (gsize c = 0; c < d; c++)
          sne->gradient[i * d + c] += pull * (y[i * d + c] - y[j * d + c]);
      }
}

static gboolean
evaluate (Sne *sne, double *value, PlumeTask *task, GError **error)
{
  if (!plume_parallel_for (sne->n, ROWS, fill_rows, sne, task, error)
      || (sne->gradient != NULL
          && !plume_parallel_for (sne->n, ROWS, differentiate, sne, task, error)))
    return FALSE;
  *value = plume_sum (sne->divergences, sne->n);
  return TRUE;
}

/**
 * plume_sne_divergence:
 * @heat: all n columns
 * @places: n × d
 * @gradient: (nullable): n × d, filled
 *
 * Returns: Σ_i KL (h_i‖q_i); NaN when cancelled. O(n²).
 */
double
plume_sne_divergence (const PlumeHeat *heat,
                      const PlumePoints *places,
                      PlumePoints *gradient,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (Sne) sne = sne_new (heat, places->p);
  double value;

  sne->places = places->values;
  sne->gradient = gradient != NULL ? gradient->values : NULL;
  return plume_parallel_for (sne->n, ROWS, normalise_rows, sne, task, error)
                 && evaluate (sne, &value, task, error)
             ? value
             : NAN;
}

static double
dot (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Where the descent stands, and where it tries to go. */
typedef struct
{
  gsize length;
  double value, rate;
  double *places, *gradient, *next, *next_gradient, *step, *change;
} Descent;

/* Halves the step until the divergence falls; its value there, or what it was. */
static gboolean
go_down (Sne *sne, Descent *descent, double *lower, PlumeTask *task, GError **error)
{
  sne->places = descent->next;
  sne->gradient = descent->next_gradient;
  for (guint halving = 0; halving < HALVINGS; halving++)
    {
      for (gsize k = 0; k < descent->length; k++)
        descent->next[k] = descent->places[k] - descent->rate * descent->gradient[k];
      if (!evaluate (sne, lower, task, error))
        return FALSE;
      if (*lower < descent->value)
        return TRUE;
      descent->rate *= 0.5;
    }
  *lower = descent->value;
  return TRUE;
}

/* The length of the next step, after Barzilai & Borwein (1988). */
static void
accept (Descent *descent, double lower)
{
  double curvature;

  for (gsize k = 0; k < descent->length; k++)
    {
      descent->step[k] = descent->next[k] - descent->places[k];
      descent->change[k] = descent->next_gradient[k] - descent->gradient[k];
    }
  curvature = dot (descent->length, descent->step, descent->change);
  descent->rate = curvature > 0 ? dot (descent->length, descent->step, descent->step) / curvature
                                : 2 * descent->rate;
  memcpy (descent->places, descent->next, descent->length * sizeof (double));
  memcpy (descent->gradient, descent->next_gradient, descent->length * sizeof (double));
  descent->value = lower;
}

static gboolean
descend (Sne *sne, double *places, PlumeTask *task, GError **error)
{
  gsize length = sne->n * sne->d;
  g_autofree double *work = g_new (double, 5 * length + 1);
  Descent descent = {
    length,           0, sne->t, places, work, work + length, work + 2 * length, work + 3 * length,
    work + 4 * length
  };

  sne->places = places;
  sne->gradient = descent.gradient;
  if (!evaluate (sne, &descent.value, task, error))
    return FALSE;
  for (guint s = 0, quiet = 0; s < MOST_STEPS && quiet < QUIET_STEPS; s++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)s / MOST_STEPS, (s + 1.0) / MOST_STEPS);
      double lower;

      if (!go_down (sne, &descent, &lower, part, error))
        return FALSE;
      if (!(lower < descent.value))
        break;
      quiet = descent.value - lower < SETTLED * descent.value ? quiet + 1 : 0;
      accept (&descent, lower);
    }
  return TRUE;
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
  g_autoptr (Sne) sne = sne_new (heat, start->p);
  g_autoptr (PlumePoints) places = plume_points_new (start->n, start->p);

  memcpy (places->values, start->values, start->n * start->p * sizeof (double));
  return plume_parallel_for (sne->n, ROWS, normalise_rows, sne, task, error)
                 && descend (sne, places->values, task, error)
             ? g_steal_pointer (&places)
             : NULL;
}
