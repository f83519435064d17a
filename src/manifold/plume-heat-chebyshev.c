/* plume-heat-chebyshev.c: exp(−tL) as a series of Chebyshev polynomials.
 *
 * exp(−tL) = Σ' c_k T_k ((L − φ)/φ), c_k = 2 (−1)^k e^(−tφ) I_k(tφ), with 2φ ≥ λ_max. Its terms
 * have both signs, so the error is that of the largest entry: good for signals, useless for the
 * logarithms of far entries, which is what it is here to show. It takes √(Λt) products where the
 * positive series takes Λt.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "manifold/plume-heat-operator.h"

/* What the terms left out may add up to. */
#define TAIL 1e-8

#define VALUES_AT_A_TIME 2000000
#define ROWS_AT_A_TIME   2048

/* Collatz and Wielandt's bound with |L| and the invariant vector: 2 max δ, or 2 where normalised.
 */
static double
bound_spectrum (const PlumeHeatOperator *generator)
{
  const PlumeSparse *laplacian = generator->laplacian;
  double bound = 0;

  for (gsize i = 0; i < generator->n; i++)
    {
      double sum = 0;

      for (gsize k = laplacian->starts[i]; k < laplacian->starts[i + 1]; k++)
        sum += fabs (laplacian->values[k]) * generator->invariant[laplacian->columns[k]];
      bound = MAX (bound, sum / generator->invariant[i]);
    }
  return bound;
}

/* e^(−x) I_k(x) for k < n by the recurrence downwards (Miller), normalised by their sum: e^(−x)
 * (I_0 + 2 Σ I_k) = 1. Only positive numbers are added. */
static void
scaled_bessel (double x, gsize n, double *values)
{
  double above = 0, here = 1e-300, sum = 0, inverse = 2 / MAX (x, 1e-30);

  memset (values, 0, n * sizeof (double));
  for (gsize k = 2 * n + 20; k > 0; k--)
    {
      double below = above + inverse * (double)k * here;

      above = here;
      here = below;
      sum += above;
      if (k < n)
        values[k] = above;
      if (here > 1e250)
        {
          above *= 1e-250;
          here *= 1e-250;
          sum *= 1e-250;
          for (gsize l = k; l < n; l++)
            values[l] *= 1e-250;
        }
    }
  values[0] = here;
  for (gsize k = 0; k < n; k++)
    values[k] /= here + 2 * sum;
}

/* c_0/2, c_1, … as many as asked for, or as the tail needs. */
static double *
coefficients (double x, guint order, gsize *n_terms)
{
  gsize n = order > 0 ? order + 1 : (gsize)(sqrt (2 * x * 45) + 1.5 * MIN (x, 60) + 60);
  double *c = g_new (double, n);
  double tail = 0;

  scaled_bessel (x, n, c);
  for (gsize k = 1; k < n; k++)
    c[k] *= k % 2 ? -2 : 2;
  while (order == 0 && n > 2 && (tail += fabs (c[n - 1])) < TAIL)
    n--;
  *n_terms = n;
  return c;
}

typedef struct
{
  gsize lanes;
  double scale, weight; /* next ← scale (L x) − 2 x − before; sum += weight next */
  const double *image;
  double *before, *now, *sum;
} Recurrence;

/* T_(k+1) takes the place of T_(k−1). */
static void
step_rows (gsize from, gsize to, gpointer data)
{
  Recurrence *step = data;

  for (gsize i = from * step->lanes; i < to * step->lanes; i++)
    {
      step->before[i] = step->scale * step->image[i] - 2 * step->now[i] - step->before[i];
      step->sum[i] += step->weight * step->before[i];
    }
}

/* sum ← exp(−tL) x for n × lanes values, row by row. */
static gboolean
apply (const PlumeHeatOperator *generator,
       double half_bound,
       gsize n_terms,
       const double *c,
       gsize lanes,
       const double *x,
       double *sum,
       PlumeTask *task,
       GError **error)
{
  gsize n_values = generator->n * lanes;
  g_autofree double *before = g_memdup2 (x, n_values * sizeof (double));
  g_autofree double *now = g_new (double, n_values), *image = g_new (double, n_values);
  double *old = before, *young = now;

  if (!plume_sparse_product (generator->laplacian, lanes, x, image, task, error))
    return FALSE;
  for (gsize i = 0; i < n_values; i++)
    {
      now[i] = image[i] / half_bound - x[i];
      sum[i] = c[0] * x[i] + (n_terms > 1 ? c[1] * now[i] : 0);
    }
  for (gsize k = 2; k < n_terms; k++)
    {
      Recurrence step = { lanes, 2 / half_bound, c[k], image, old, young, sum };

      if (!plume_sparse_product (generator->laplacian, lanes, young, image, task, error))
        return FALSE;
      plume_parallel_for (generator->n, ROWS_AT_A_TIME, step_rows, &step, NULL, NULL);
      old = young;
      young = step.before;
    }
  return TRUE;
}

typedef struct
{
  double half_bound;
  gsize n_terms;
  double *c;
} Series;

static void
series_init (Series *series, const PlumeHeatOperator *generator, double t, guint order)
{
  double bound = bound_spectrum (generator);

  /* without an edge L = 0, and any φ will do */
  series->half_bound = bound > 0 ? 0.5 * bound : 1;
  series->c = coefficients (t * series->half_bound, order, &series->n_terms);
}

static gsize
lanes_for (gsize n, gsize wanted)
{
  return MIN (CLAMP (VALUES_AT_A_TIME / MAX (n, 1), 16, 256), MAX (wanted, 1));
}

/* Columns from … to by one run. */
static gboolean
fill_block (const PlumeHeatOperator *generator,
            const Series *series,
            PlumeHeat *heat,
            gsize from,
            gsize to,
            PlumeTask *task,
            GError **error)
{
  gsize n = heat->n, lanes = to - from;
  g_autofree double *unit = g_new0 (double, n *lanes), *sum = g_new (double, n *lanes);

  for (gsize c = from; c < to; c++)
    unit[(heat->columns != NULL ? heat->columns[c] : c) * lanes + c - from] = 1;
  if (!apply (generator, series->half_bound, series->n_terms, series->c, lanes, unit, sum, task,
              error))
    return FALSE;
  for (gsize c = from; c < to; c++)
    for (gsize i = 0; i < n; i++)
      {
        double value = sum[i * lanes + c - from];

        heat->n_not_positive += value <= 0;
        heat->log_heat[c * n + i] = value > 0 ? log (value) : -INFINITY;
      }
  return TRUE;
}

static PlumeHeat *
columns (const PlumeGraph *graph,
         const PlumeHeatOptions *options,
         double t,
         gsize m,
         const guint32 *vertices,
         PlumeTask *task,
         GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;
  g_autoptr (PlumeHeat) heat = NULL;
  g_autofree double *c = NULL;
  Series series;
  gsize lanes;

  if (!plume_heat_check_request (graph, t, m, vertices, error))
    return NULL;
  generator = plume_heat_operator_new (graph, options->laplacian);
  series_init (&series, generator, t, options->order);
  c = series.c;
  heat = plume_heat_new (generator->n, m, t, vertices);
  lanes = lanes_for (generator->n, m);
  for (gsize from = 0; from < m; from += lanes)
    {
      gsize to = MIN (from + lanes, m);
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)from / (double)m, (double)to / (double)m);

      if (!fill_block (generator, &series, heat, from, to, part, error))
        return NULL;
    }
  plume_heat_operator_shift (generator, heat);
  return g_steal_pointer (&heat);
}

static gboolean
smooth (const PlumeGraph *graph,
        const PlumeHeatOptions *options,
        double t,
        gsize n_signals,
        double *signals,
        PlumeTask *task,
        GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;
  g_autofree double *c = NULL, *x = NULL, *sum = NULL;
  Series series;

  if (!plume_heat_check_time (t, error))
    return FALSE;
  generator = plume_heat_operator_new (graph, options->laplacian);
  series_init (&series, generator, t, options->order);
  c = series.c;
  x = g_memdup2 (signals, generator->n * n_signals * sizeof (double));
  sum = g_new (double, MAX (generator->n * n_signals, 1));
  plume_heat_operator_weigh (generator, 0.5, n_signals, x);
  if (!apply (generator, series.half_bound, series.n_terms, series.c, n_signals, x, sum, task,
              error))
    return FALSE;
  memcpy (signals, sum, generator->n * n_signals * sizeof (double));
  plume_heat_operator_weigh (generator, -0.5, n_signals, signals);
  return TRUE;
}

const PlumeHeatEngine plume_heat_chebyshev = {
  .id = "chebyshev",
  .title = N_ ("Chebyshev series"),
  .help = N_ ("Quick, and accurate in terms of the largest entry only: far pairs are noise"),
  .relative = FALSE,
  .columns = columns,
  .smooth = smooth,
};
