/* plume-shepard.c: a choice of pairs, and their quartiles by bins. */
#include "manifold/plume-shepard.h"

#include "core/plume-random.h"
#include "manifold/plume-embedding-measures.h"

#include <math.h>

#define FEWEST_IN_A_BIN 8

static double
drawn_distance (const PlumePoints *picture, gsize i, gsize j)
{
  double sum = 0;

  for (gsize c = 0; c < picture->p; c++)
    sum += pow (picture->values[i * picture->p + c] - picture->values[j * picture->p + c], 2);
  return sqrt (sum);
}

/* All pairs where they are few enough, else pairs drawn with replacement. */
static void
choose_pairs (PlumeShepard *shepard,
              const PlumeDistances *meant,
              const PlumePoints *picture,
              gsize n_pairs,
              gboolean all,
              guint64 seed)
{
  gsize m = meant->m, i = 0, j = 0;

  shepard->meant = plume_array_new (n_pairs);
  shepard->drawn = plume_array_new (n_pairs);
  for (gsize k = 0; k < n_pairs; k++)
    {
      if (all)
        {
          if (++j == m)
            j = ++i + 1;
        }
      else
        {
          PlumeStream stream = plume_stream (seed, "shepard", k);

          i = MIN (m - 1, (gsize)(plume_stream_uniform (&stream) * (double)m));
          j = MIN (m - 2, (gsize)(plume_stream_uniform (&stream) * (double)(m - 1)));
          j += j >= i;
        }
      shepard->meant->values[k] = meant->values[i * m + j];
      shepard->drawn->values[k] = drawn_distance (picture, i, j);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static double
quantile (const GArray *sorted, double share)
{
  double place = share * (sorted->len - 1);
  guint below = (guint)place;
  double here = g_array_index (sorted, double, below),
         next = g_array_index (sorted, double, MIN (below + 1, sorted->len - 1));

  return here + (place - below) * (next - here);
}

static void
summarise (PlumeShepard *shepard)
{
  GArray *bins[PLUME_SHEPARD_BINS];
  double low, high, width;
  gsize n = 0;

  if (!plume_array_range (shepard->meant, &low, &high))
    low = high = 0;
  width = (high - low) / PLUME_SHEPARD_BINS;
  for (guint b = 0; b < PLUME_SHEPARD_BINS; b++)
    bins[b] = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize k = 0; k < shepard->meant->length; k++)
    {
      guint b = width > 0 ? MIN (PLUME_SHEPARD_BINS - 1,
                                 (guint)((shepard->meant->values[k] - low) / width))
                          : 0;

      g_array_append_val (bins[b], shepard->drawn->values[k]);
    }
  for (guint b = 0; b < PLUME_SHEPARD_BINS; b++)
    n += bins[b]->len >= FEWEST_IN_A_BIN;
  shepard->middle = plume_array_new (n);
  shepard->low = plume_array_new (n);
  shepard->median = plume_array_new (n);
  shepard->high = plume_array_new (n);
  n = 0;
  for (guint b = 0; b < PLUME_SHEPARD_BINS; b++)
    {
      if (bins[b]->len >= FEWEST_IN_A_BIN)
        {
          g_array_sort (bins[b], compare_doubles);
          shepard->middle->values[n] = low + (b + 0.5) * width;
          shepard->low->values[n] = quantile (bins[b], 0.25);
          shepard->median->values[n] = quantile (bins[b], 0.5);
          shepard->high->values[n++] = quantile (bins[b], 0.75);
        }
      g_array_unref (bins[b]);
    }
}

/**
 * plume_shepard_new:
 * @meant: m × m
 * @picture: m × d
 * @most_pairs: how many pairs to look at
 * @seed: of their choice
 *
 * Returns: (transfer full) (nullable): the pairs; %NULL when cancelled. O(pairs log pairs).
 */
PlumeShepard *
plume_shepard_new (const PlumeDistances *meant,
                   const PlumePoints *picture,
                   gsize most_pairs,
                   guint64 seed,
                   PlumeTask *task,
                   GError **error)
{
  g_autoptr (PlumeShepard) shepard = g_new0 (PlumeShepard, 1);
  gsize m = meant->m, all = m > 1 ? m * (m - 1) / 2 : 0, n = m > 1 ? MIN (all, most_pairs) : 0;
  g_autofree double *a = g_new (double, MAX (n, 1)), *b = g_new (double, MAX (n, 1));
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1));
  double product = 0, square = 0;

  choose_pairs (shepard, meant, picture, n, n == all, seed);
  if (!plume_task_check (task, error))
    return NULL;
  summarise (shepard);
  plume_mid_ranks (n, shepard->meant->values, a, order);
  if (!plume_task_check (task, error))
    return NULL;
  plume_mid_ranks (n, shepard->drawn->values, b, order);
  shepard->correlation = n > 1 ? plume_pearson (n, a, b) : NAN;
  for (gsize k = 0; k < n; k++)
    {
      product += shepard->meant->values[k] * shepard->drawn->values[k];
      square += shepard->drawn->values[k] * shepard->drawn->values[k];
    }
  shepard->scale = square > 0 ? product / square : 1;
  return plume_task_check (task, error) ? g_steal_pointer (&shepard) : NULL;
}

void
plume_shepard_free (PlumeShepard *shepard)
{
  if (shepard == NULL)
    return;
  plume_array_unref (shepard->meant);
  plume_array_unref (shepard->drawn);
  plume_array_unref (shepard->middle);
  plume_array_unref (shepard->low);
  plume_array_unref (shepard->median);
  plume_array_unref (shepard->high);
  g_free (shepard);
}

gsize
plume_shepard_get_bytes (const PlumeShepard *shepard)
{
  return (2 * shepard->meant->length + 4 * shepard->middle->length) * sizeof (double);
}
