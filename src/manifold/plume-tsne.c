/* plume-tsne.c: gradient descent on KL(p‖q) with momentum, gains and early exaggeration. */
#include "manifold/plume-tsne.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "manifold/plume-tsne-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_EXACT      2000
#define MOST_DIMENSIONS 3
#define MOST_TREE       400000 /* where the grid overtakes it */
#define START_SPREAD    1e-4
#define EARLY_MOMENTUM  0.5
#define LATE_MOMENTUM   0.8
#define LEAST_GAIN      0.01
#define SHOWN_EVERY     10
#define ROWS            256

typedef struct
{
  const PlumeSparse *p;
  guint d;
  const double *places, *repulsion;
  double exaggeration, total;
  double momentum, rate;
  double *velocity, *gains, *moved;
} Descent;

/* Σ_j p_ij q̃_ij (y_i − y_j) */
static void
attract (const Descent *descent, gsize i, double *force)
{
  const PlumeSparse *p = descent->p;
  const double *a = descent->places + i * descent->d;

  memset (force, 0, descent->d * sizeof *force);
  for (gsize k = p->starts[i]; k < p->starts[i + 1]; k++)
    {
      const double *b = descent->places + (gsize)p->columns[k] * descent->d;
      double square = 0, pull;

      for (guint c = 0; c < descent->d; c++)
        square += (a[c] - b[c]) * (a[c] - b[c]);
      pull = p->values[k] / (1 + square);
      for (guint c = 0; c < descent->d; c++)
        force[c] += pull * (a[c] - b[c]);
    }
}

/* 4 Σ_j (p_ij − q_ij) q̃_ij (y_i − y_j) of one coordinate, p exaggerated. */
static double
differentiate (const Descent *descent, gsize coordinate, double attraction)
{
  return 4 * (descent->exaggeration * attraction - descent->repulsion[coordinate] / descent->total);
}

/* One step of each point: a gain grows while the gradient keeps pulling the way it moves against,
 * as van der Maaten & Hinton have it. */
static void
move_points (gsize from, gsize to, gpointer data)
{
  const Descent *descent = data;
  guint d = descent->d;

  for (gsize i = from; i < to; i++)
    {
      double attraction[MOST_DIMENSIONS];

      attract (descent, i, attraction);
      for (guint c = 0; c < d; c++)
        {
          gsize k = i * d + c;
          double gradient = differentiate (descent, k, attraction[c]);
          double gain = descent->gains[k];

          gain = (gradient > 0) != (descent->velocity[k] > 0) ? gain + 0.2 : gain * 0.8;
          descent->gains[k] = MAX (gain, LEAST_GAIN);
          descent->velocity[k] = descent->momentum * descent->velocity[k]
                                 - descent->rate * descent->gains[k] * gradient;
          descent->moved[k] = descent->places[k] + descent->velocity[k];
        }
    }
}

static void
centre (gsize n, guint d, double *places)
{
  for (guint c = 0; c < d; c++)
    {
      double mean = 0;

      for (gsize i = 0; i < n; i++)
        mean += places[i * d + c];
      mean /= (double)n;
      for (gsize i = 0; i < n; i++)
        places[i * d + c] -= mean;
    }
}

/* Deviation of the first coordinate. */
static double
deviation (const PlumePoints *places)
{
  double square = 0;

  for (gsize i = 0; i < places->n; i++)
    square += places->values[i * places->p] * places->values[i * places->p];
  return sqrt (square / (double)places->n);
}

static void
draw_places (PlumePoints *places, guint64 seed)
{
  for (gsize i = 0; i < places->n; i++)
    {
      PlumeStream stream = plume_stream (seed, "t-sne", i);

      for (gsize c = 0; c < places->p; c++)
        places->values[i * places->p + c] = plume_stream_normal (&stream);
    }
  centre (places->n, (guint)places->p, places->values);
}

/* What is given, at a deviation of 1e-4 of its first coordinate; or normal numbers so wide. Places
 * that are all the same would never part. */
static PlumePoints *
make_start (gsize n, const PlumePoints *start, const PlumeTsneOptions *options)
{
  guint d = options->dimensions;
  PlumePoints *places = plume_points_new (n, d);
  double spread = 0;

  if (start != NULL)
    {
      memcpy (places->values, start->values, n * d * sizeof (double));
      centre (n, d, places->values);
      spread = deviation (places);
    }
  if (!(spread > 0))
    {
      draw_places (places, options->seed);
      spread = deviation (places);
    }
  for (gsize k = 0; k < n * d; k++)
    places->values[k] *= START_SPREAD / spread;
  return places;
}

static PlumeRepulse *
choose_repulsion (const PlumeTsneOptions *options, gsize n)
{
  switch (options->repulsion)
    {
    case PLUME_REPULSION_EXACT:
      return plume_repulse_exactly;
    case PLUME_REPULSION_TREE:
      return plume_repulse_by_tree;
    case PLUME_REPULSION_GRID:
      return options->dimensions == 2 ? plume_repulse_by_grid : plume_repulse_by_tree;
    case PLUME_REPULSION_AUTOMATIC:
      break;
    }
  if (n <= MOST_EXACT)
    return plume_repulse_exactly;
  return n <= MOST_TREE || options->dimensions > 2 ? plume_repulse_by_tree : plume_repulse_by_grid;
}

static gboolean
descend (PlumePoints *places,
         const PlumeSparse *affinities,
         const PlumeTsneOptions *options,
         PlumeTask *task,
         GError **error)
{
  gsize n = places->n, length = n * options->dimensions;
  g_autofree double *repulsion = g_new (double, length), *velocity = g_new0 (double, length),
                    *gains = g_new (double, length), *moved = g_new (double, length);
  PlumeRepulse *repulse = choose_repulsion (options, n);
  Descent descent = { .p = affinities,
                      .d = options->dimensions,
                      .places = places->values,
                      .repulsion = repulsion,
                      .rate = options->rate > 0 ? options->rate : MAX ((double)n / 48, 50),
                      .velocity = velocity,
                      .gains = gains,
                      .moved = moved };

  for (gsize k = 0; k < length; k++)
    gains[k] = 1;
  for (guint step = 0; step < options->steps; step++)
    {
      gboolean early = step < options->early_steps;
      g_autoptr (PlumeTask) part = plume_task_new_part (task, (double)step / options->steps,
                                                        (double)(step + 1) / options->steps);

      descent.exaggeration = early ? options->exaggeration : 1;
      descent.momentum = early ? EARLY_MOMENTUM : LATE_MOMENTUM;
      if (!repulse (n, descent.d, places->values, repulsion, &descent.total, part, error)
          || !plume_parallel_for (n, ROWS, move_points, &descent, part, error))
        return FALSE;
      memcpy (places->values, moved, length * sizeof *moved);
      centre (n, descent.d, places->values);
      if (options->show != NULL && step % SHOWN_EVERY == SHOWN_EVERY - 1)
        options->show (places, options->show_data);
    }
  return TRUE;
}

/**
 * plume_tsne:
 * @affinities: n × n, symmetric, sum 1
 * @start: (nullable): n × d
 *
 * Returns: (transfer full) (nullable): n × d; %NULL when cancelled or with %PLUME_ERROR_COMPUTE
 */
PlumePoints *
plume_tsne (const PlumeSparse *affinities,
            const PlumePoints *start,
            const PlumeTsneOptions *options,
            PlumeTask *task,
            GError **error)
{
  gsize n = affinities->n_rows;
  g_autoptr (PlumePoints) places = NULL;

  if (n < 3)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("t-SNE needs three points at least, and there are %zu"), n);
      return NULL;
    }
  places = make_start (n, start, options);
  return descend (places, affinities, options, task, error) ? g_steal_pointer (&places) : NULL;
}

typedef struct
{
  const Descent *descent;
  double *divergences, *gradient;
} Judgement;

/* Σ_j p_ij log (p_ij/q_ij), and the gradient that the descent takes. */
static void
judge_points (gsize from, gsize to, gpointer data)
{
  const Judgement *judgement = data;
  const Descent *descent = judgement->descent;
  const PlumeSparse *p = descent->p;
  gsize d = descent->d;

  for (gsize i = from; i < to; i++)
    {
      double attraction[MOST_DIMENSIONS], sum = 0;

      for (gsize k = p->starts[i]; k < p->starts[i + 1]; k++)
        {
          double square = 0;

          for (gsize c = 0; c < d; c++)
            square +=
                pow (descent->places[i * d + c] - descent->places[(gsize)p->columns[k] * d + c], 2);
          if (p->values[k] > 0)
            sum += p->values[k] * log (p->values[k] * descent->total * (1 + square));
        }
      judgement->divergences[i] = sum;
      attract (descent, i, attraction);
      for (gsize c = 0; judgement->gradient != NULL && c < d; c++)
        judgement->gradient[i * d + c] = differentiate (descent, i * d + c, attraction[c]);
    }
}

/**
 * plume_tsne_divergence:
 * @places: n × d, d ≤ 3
 * @gradient: (nullable): n × d: 4 Σ_j (p_ij − q_ij)(y_i − y_j)/(1 + ‖y_i − y_j‖²)
 *
 * Returns: Σ p_ij log (p_ij/q_ij); NaN when cancelled
 */
double
plume_tsne_divergence (const PlumeSparse *affinities,
                       const PlumePoints *places,
                       PlumePoints *gradient,
                       PlumeTask *task,
                       GError **error)
{
  gsize n = places->n;
  g_autofree double *forces = g_new (double, n * places->p), *divergences = g_new (double, n);
  Descent descent = { .p = affinities,
                      .d = (guint)places->p,
                      .places = places->values,
                      .repulsion = forces,
                      .exaggeration = 1 };
  Judgement judgement = { &descent, divergences, gradient != NULL ? gradient->values : NULL };

  if (!plume_repulse_exactly (n, descent.d, places->values, forces, &descent.total, task, error)
      || !plume_parallel_for (n, ROWS, judge_points, &judgement, task, error))
    return NAN;
  return plume_sum (divergences, n);
}
