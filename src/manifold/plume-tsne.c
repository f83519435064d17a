/* plume-tsne.c: gradient descent on KL(p‖q) with momentum, gains and early exaggeration. */
#include "manifold/plume-tsne.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "manifold/plume-tsne-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_EXACT     2000
#define MOST_TREE      20000
#define START_SPREAD   1e-4
#define EARLY_MOMENTUM 0.5
#define LATE_MOMENTUM  0.8
#define LEAST_GAIN     0.01
#define SHOWN_EVERY    10
#define ROWS           256

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

/* One step of each point: a gain grows while the gradient keeps pulling the way it moves against,
 * as van der Maaten & Hinton have it. */
static void
move_points (gsize from, gsize to, gpointer data)
{
  const Descent *descent = data;
  guint d = descent->d;

  for (gsize i = from; i < to; i++)
    {
      double attraction[3];

      attract (descent, i, attraction);
      for (guint c = 0; c < d; c++)
        {
          gsize k = i * d + c;
          double gradient =
              4 * (descent->exaggeration * attraction[c] - descent->repulsion[k] / descent->total);
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

/* What is given, at a deviation of 1e-4 of its first coordinate; or normal numbers so wide. */
static PlumePoints *
make_start (gsize n, const PlumePoints *start, const PlumeTsneOptions *options)
{
  guint d = options->dimensions;
  PlumePoints *places = plume_points_new (n, d);
  double square = 0;

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (options->seed, "t-sne", i);

      for (guint c = 0; c < d; c++)
        places->values[i * d + c] =
            start != NULL ? start->values[i * d + c] : plume_stream_normal (&stream);
    }
  centre (n, d, places->values);
  for (gsize i = 0; i < n; i++)
    square += places->values[i * d] * places->values[i * d];
  square = sqrt (square / (double)n);
  for (gsize k = 0; k < n * d; k++)
    places->values[k] *= START_SPREAD / (square > 0 ? square : 1);
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

      descent.exaggeration = early ? options->exaggeration : 1;
      descent.momentum = early ? EARLY_MOMENTUM : LATE_MOMENTUM;
      if (!repulse (n, descent.d, places->values, repulsion, &descent.total, task, error)
          || !plume_parallel_for (n, ROWS, move_points, &descent, task, error))
        return FALSE;
      memcpy (places->values, moved, length * sizeof *moved);
      centre (n, descent.d, places->values);
      plume_task_set_progress (task, (double)(step + 1) / options->steps);
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
                   _ ("t-SNE needs three points at least, and there are %" G_GSIZE_FORMAT), n);
      return NULL;
    }
  places = make_start (n, start, options);
  return descend (places, affinities, options, task, error) ? g_steal_pointer (&places) : NULL;
}

/**
 * plume_tsne_divergence:
 *
 * Returns: Σ p_ij log (p_ij/q_ij)
 */
double
plume_tsne_divergence (const PlumeSparse *affinities, const PlumePoints *places)
{
  gsize n = places->n, d = places->p;
  g_autofree double *forces = g_new (double, n *d);
  double total = 1, sum = 0;

  plume_repulse_exactly (n, (guint)d, places->values, forces, &total, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    for (gsize k = affinities->starts[i]; k < affinities->starts[i + 1]; k++)
      {
        double square = 0, p = affinities->values[k];

        for (gsize c = 0; c < d; c++)
          square += pow (
              places->values[i * d + c] - places->values[(gsize)affinities->columns[k] * d + c], 2);
        if (p > 0)
          sum += p * log (p * total * (1 + square));
      }
  return sum;
}
