/* plume-detection.c: one sort, then one pass down the thresholds. */
#include "generative/plume-detection.h"

#include <stdlib.h>

typedef struct
{
  double score;
  gboolean is_ill;
} Item;

static int
compare_items (const void *a, const void *b)
{
  double one = ((const Item *)a)->score, other = ((const Item *)b)->score;

  return (one < other) - (one > other);
}

/**
 * plume_detection_new:
 * @n: items
 * @scores: (array length=n): finite; the greater, the more likely ill
 * @is_ill: (array length=n): the truth
 *
 * Items of one score are called ill together, so that the area is that of Mann and Whitney's
 * statistic (Hanley & McNeil 1982, doi 10.1148/radiology.143.1.7063747). O(n log n).
 *
 * Returns: (transfer full) (nullable): %NULL where there is nothing ill or nothing well
 */
PlumeDetection *
plume_detection_new (gsize n, const double *scores, const gboolean *is_ill)
{
  g_autofree Item *items = g_new (Item, n);
  g_autoptr (GArray) false_positives = g_array_new (FALSE, FALSE, sizeof (double)),
                     true_positives = g_array_new (FALSE, FALSE, sizeof (double));
  gsize n_ill = 0, found = 0, wrong = 0;
  double x = 0, y = 0;
  PlumeDetection *detection;

  for (gsize i = 0; i < n; i++)
    {
      items[i] = (Item){ scores[i], is_ill[i] };
      n_ill += is_ill[i] != FALSE;
    }
  if (n_ill == 0 || n_ill == n)
    return NULL;
  qsort (items, n, sizeof *items, compare_items);
  detection = g_new0 (PlumeDetection, 1);
  g_array_append_val (false_positives, x);
  g_array_append_val (true_positives, y);
  for (gsize i = 0; i < n;)
    {
      double threshold = items[i].score, before_x = x, before_y = y, dice;

      for (; i < n && items[i].score == threshold; i++)
        if (items[i].is_ill)
          found++;
        else
          wrong++;
      x = (double)wrong / (double)(n - n_ill);
      y = (double)found / (double)n_ill;
      detection->area += (x - before_x) * (y + before_y) / 2;
      g_array_append_val (false_positives, x);
      g_array_append_val (true_positives, y);
      dice = 2.0 * (double)found / (double)(n_ill + found + wrong);
      if (dice > detection->dice)
        {
          detection->dice = dice;
          detection->threshold = threshold;
        }
    }
  detection->false_positives =
      plume_array_new_copy ((const double *)(gpointer)false_positives->data, false_positives->len);
  detection->true_positives =
      plume_array_new_copy ((const double *)(gpointer)true_positives->data, true_positives->len);
  return detection;
}

void
plume_detection_free (PlumeDetection *detection)
{
  plume_array_unref (detection->false_positives);
  plume_array_unref (detection->true_positives);
  g_free (detection);
}
