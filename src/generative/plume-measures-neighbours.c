/* plume-measures-neighbours.c: what lies near what.
 *
 * Precision and recall by balls that reach to the third neighbour (Kynkäänniemi et al. 2019, arXiv
 * 1904.06991); copies of training data by the ratio of the two nearest distances below ⅓ (Yoon et
 * al. 2023).
 */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST       4000 /* of each side */
#define NEIGHBOURS 3
#define LEAVE_OUT  500 /* training data whose own neighbours are looked for */

typedef struct
{
  gsize d, n_balls, n_places;
  const double *balls, *places; /* as d × n */
  double *squares;              /* n_balls: radius² */
  double *answer;               /* n_places, or n_places × 2 */
} Near;

static void
take_place (const double *columns, gsize n, gsize d, gsize i, double *place)
{
  for (gsize c = 0; c < d; c++)
    place[c] = columns[c * n + i];
}

static void
measure_balls (gsize from, gsize to, gpointer data)
{
  Near *near = data;
  gsize n = near->n_balls;
  g_autofree double *row = g_new (double, n), *place = g_new (double, near->d);

  for (gsize i = from; i < to; i++)
    {
      double nearest[NEIGHBOURS] = { INFINITY, INFINITY, INFINITY };

      take_place (near->balls, n, near->d, i, place);
      plume_measure_squares (near->d, n, near->balls, place, row);
      row[i] = INFINITY;
      for (gsize j = 0; j < n; j++)
        {
          gsize at = NEIGHBOURS - 1;

          if (row[j] >= nearest[at])
            continue;
          for (; at > 0 && row[j] < nearest[at - 1]; at--)
            nearest[at] = nearest[at - 1];
          nearest[at] = row[j];
        }
      near->squares[i] = nearest[NEIGHBOURS - 1];
    }
}

static void
find_covered (gsize from, gsize to, gpointer data)
{
  Near *near = data;
  gsize n = near->n_balls;
  g_autofree double *row = g_new (double, n), *place = g_new (double, near->d);

  for (gsize i = from; i < to; i++)
    {
      take_place (near->places, near->n_places, near->d, i, place);
      plume_measure_squares (near->d, n, near->balls, place, row);
      near->answer[i] = 0;
      for (gsize j = 0; j < n; j++)
        if (row[j] <= near->squares[j])
          {
            near->answer[i] = 1;
            break;
          }
    }
}

/* The part of the places inside some ball; with one success and one failure added, so that no error
 * is 0 */
static gboolean
cover (Near *near, PlumeMeasured *measurement, PlumeTask *task, GError **error)
{
  g_autofree double *squares = g_new (double, near->n_balls),
                    *answer = g_new (double, near->n_places);
  double n = (double)near->n_places, part;

  near->squares = squares;
  near->answer = answer;
  if (near->n_balls <= NEIGHBOURS)
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("balls that reach to the third neighbour take at least four points; take more "
             "samples"));
      return FALSE;
    }
  if (!plume_parallel_for (near->n_balls, 16, measure_balls, near, task, error)
      || !plume_parallel_for (near->n_places, 16, find_covered, near, task, error))
    return FALSE;
  measurement->value = plume_sum (answer, near->n_places) / n;
  part = (measurement->value * n + 1) / (n + 2);
  measurement->error = sqrt (part * (1 - part) / n);
  return TRUE;
}

static gboolean
cover_by (const PlumeMeasureInput *input,
          gboolean by_reference,
          PlumeMeasured *measurement,
          PlumeTask *task,
          GError **error)
{
  gsize n, m;
  g_autofree double *x = plume_measure_pick (input->n, input->d, input->samples, MOST, input->seed,
                                             &n),
                    *y = plume_measure_pick (input->n_reference, input->d, input->reference, MOST,
                                             input->seed + 1, &m);
  Near near = { .d = input->d,
                .n_balls = by_reference ? m : n,
                .n_places = by_reference ? n : m,
                .balls = by_reference ? y : x,
                .places = by_reference ? x : y };

  measurement->used = n;
  measurement->used_reference = m;
  return cover (&near, measurement, task, error);
}

gboolean
plume_measure_precision (const PlumeMeasureInput *input,
                         PlumeMeasured *measurement,
                         PlumeTask *task,
                         GError **error)
{
  return cover_by (input, TRUE, measurement, task, error);
}

gboolean
plume_measure_recall (const PlumeMeasureInput *input,
                      PlumeMeasured *measurement,
                      PlumeTask *task,
                      GError **error)
{
  return cover_by (input, FALSE, measurement, task, error);
}

/* Distances to the nearest and the second nearest of the balls' centres */
static void
find_nearest (gsize from, gsize to, gpointer data)
{
  Near *near = data;
  gsize n = near->n_balls;
  g_autofree double *row = g_new (double, n), *place = g_new (double, near->d);

  for (gsize i = from; i < to; i++)
    {
      double first = INFINITY, second = INFINITY;

      take_place (near->places, near->n_places, near->d, i, place);
      plume_measure_squares (near->d, n, near->balls, place, row);
      for (gsize j = 0; j < n; j++)
        if (row[j] < second)
          {
            second = MAX (first, row[j]);
            first = MIN (first, row[j]);
          }
      near->answer[2 * i] = sqrt (first);
      near->answer[2 * i + 1] = sqrt (second);
    }
}

/* All of the training data, at most MOST samples */
static double *
look_around (
    const PlumeMeasureInput *input, gsize *n, double **training, PlumeTask *task, GError **error)
{
  gsize m;
  g_autofree double *x =
      plume_measure_pick (input->n, input->d, input->samples, MOST, input->seed, n);
  g_autofree double *answer = g_new (double, 2 * *n);
  Near near = { .d = input->d, .n_places = *n, .places = x, .answer = answer };

  *training = plume_measure_pick (input->n_reference, input->d, input->reference, G_MAXSIZE, 0, &m);
  near.balls = *training;
  near.n_balls = m;
  return plume_parallel_for (*n, 8, find_nearest, &near, task, error) ? g_steal_pointer (&answer)
                                                                      : NULL;
}

/* Mean distance of samples to training data over that of training data to each other */
gboolean
plume_measure_nearest (const PlumeMeasureInput *input,
                       PlumeMeasured *measurement,
                       PlumeTask *task,
                       GError **error)
{
  gsize n, m = input->n_reference, kept;
  g_autofree double *training = NULL, *of_samples = look_around (input, &n, &training, task, error),
                    *chosen = NULL, *of_training = NULL;
  double error_samples, error_training, mean, between;
  Near near = { .d = input->d, .n_balls = m, .balls = training };

  if (of_samples == NULL)
    return FALSE;
  chosen = plume_measure_pick (m, input->d, input->reference, LEAVE_OUT, input->seed, &kept);
  of_training = g_new (double, 2 * kept);
  near.places = chosen;
  near.n_places = kept;
  near.answer = of_training;
  if (!plume_parallel_for (kept, 8, find_nearest, &near, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    of_samples[i] = of_samples[2 * i];
  for (gsize i = 0; i < kept; i++) /* the nearest is itself */
    of_training[i] = of_training[2 * i + 1];
  mean = plume_measure_mean (of_samples, n, &error_samples);
  between = plume_measure_mean (of_training, kept, &error_training);
  if (!(between > 0))
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("all training data are repeated, so their distances say nothing; remove "
             "duplicates"));
      return FALSE;
    }
  measurement->used = n;
  measurement->value = mean / between;
  measurement->error = hypot (error_samples, measurement->value * error_training) / between;
  return TRUE;
}

gboolean
plume_measure_copies (const PlumeMeasureInput *input,
                      PlumeMeasured *measurement,
                      PlumeTask *task,
                      GError **error)
{
  gsize n, copies = 0;
  g_autofree double *training = NULL, *distances = look_around (input, &n, &training, task, error);
  double part;

  if (distances == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    copies += 3 * distances[2 * i] < distances[2 * i + 1];
  part = ((double)copies + 1) / (double)(n + 2);
  measurement->used = n;
  measurement->value = (double)copies / (double)n;
  measurement->error = sqrt (part * (1 - part) / (double)n);
  return TRUE;
}
