/* plume-sne.c: the divergence of heat from Gaussian neighbourhoods, and its descent.
 *
 * Σ_i KL (h_i‖q_i) = (1/4t) Σ h_ij (‖y_i − y_j‖² − d_ij²) + Σ_i log Z_i, d² = −4t log h; the
 * gradient is (1/2t) Σ_j (h_ij − q_ij + h_ji − q_ji)(y_i − y_j), row by row: no q but that of a row
 * is kept.
 */
#include "manifold/plume-sne.h"

#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "linalg/plume-bessel.h"

#include <math.h>
#include <string.h>

#define ROWS        64
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
  double *columns;        /* d × n: a coordinate of all places after the other */
  const double *places;
  double *divergences;
  double *forces;   /* chunks × d × n: what the rows of a chunk add to the gradient of all */
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
  sne->columns = g_new (double, n *d + 1);
  sne->divergences = g_new (double, n + 1);
  sne->forces = g_new (double, (n + ROWS - 1) / ROWS * n * d + 1);
  return sne;
}

static void
sne_free (Sne *sne)
{
  g_free (sne->h);
  g_free (sne->information);
  g_free (sne->columns);
  g_free (sne->divergences);
  g_free (sne->forces);
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

/* q_j += (x_i − x_j)²/4t */
PLUME_VECTOR_CLONES static void
add_squares (gsize n, const double *x, double xi, double scale, double *q)
{
#pragma omp simd
  for (gsize j = 0; j < n; j++)
    q[j] += (xi - x[j]) * (xi - x[j]) * scale;
}

PLUME_VECTOR_CLONES static double
dot (gsize n, const double *a, const double *b)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

PLUME_VECTOR_CLONES static double
find_least (gsize n, const double *q)
{
  double least = INFINITY;

#pragma omp simd reduction(min : least)
  for (gsize j = 0; j < n; j++)
    least = q[j] < least ? q[j] : least;
  return least;
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

/* (h_ij − q_ij)(x_i − x_j)/2t pulls i to j and j to i. */
PLUME_VECTOR_CLONES static void
add_pulls (gsize n,
           const double *h,
           const double *q,
           const double *x,
           gsize i,
           double scale,
           double *force)
{
  double xi = x[i], sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize j = 0; j < n; j++)
    {
      double pull = (h[j] - q[j]) * (xi - x[j]) * scale;

      sum += pull;
      force[j] -= pull;
    }
  force[i] += sum;
}

/* KL (h_i‖q_i) = Σ h log h + Σ h ‖y_i − y_j‖²/4t + log Z_i, and q_i. */
static double
fill_row (const Sne *sne, gsize i, double *q)
{
  gsize n = sne->n;
  const double *h = sne->h + i * n;
  double least, pull, sum;

  memset (q, 0, n * sizeof *q);
  for (gsize c = 0; c < sne->d; c++)
    add_squares (n, sne->columns + c * n, sne->columns[c * n + i], 1 / (4 * sne->t), q);
  pull = dot (n, h, q);
  q[i] = INFINITY;
  least = find_least (n, q);
  sum = weigh (n, least, q);
  q[i] = 0;
  for (gsize j = 0; j < n; j++)
    q[j] /= sum;
  return sne->information[i] + pull + log (sum) - least;
}

static void
judge_rows (gsize from, gsize to, gpointer data)
{
  const Sne *sne = data;
  gsize n = sne->n, d = sne->d;
  double *forces = sne->forces + from / ROWS * n * d;
  g_autofree double *q = g_new (double, n);

  memset (forces, 0, n * d * sizeof *forces);
  for (gsize i = from; i < to; i++)
    {
      sne->divergences[i] = 0;
      if (isnan (sne->information[i]))
        continue;
      sne->divergences[i] = fill_row (sne, i, q);
      for (gsize c = 0; sne->gradient != NULL && c < d; c++)
        add_pulls (n, sne->h + i * n, q, sne->columns + c * n, i, 1 / (2 * sne->t), forces + c * n);
    }
}

static gboolean
evaluate (Sne *sne, double *value, PlumeTask *task, GError **error)
{
  gsize n = sne->n, d = sne->d;

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      sne->columns[c * n + i] = sne->places[i * d + c];
  if (!plume_parallel_for (n, ROWS, judge_rows, sne, task, error))
    return FALSE;
  if (sne->gradient != NULL)
    memset (sne->gradient, 0, n * d * sizeof (double));
  for (gsize from = 0; sne->gradient != NULL && from < n; from += ROWS)
    for (gsize i = 0; i < n; i++)
      for (gsize c = 0; c < d; c++)
        sne->gradient[i * d + c] += sne->forces[from / ROWS * n * d + c * n + i];
  *value = plume_sum (sne->divergences, n);
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
