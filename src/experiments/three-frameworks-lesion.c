/* three-frameworks-lesion.c: a lesion that a person paints on a slice: discs about the places that
 * the pointer passed.
 *
 * Places are the text parameter "lesion", in parts of the side from the upper left corner, so that
 * the lesion stays where it is when the slice becomes finer.
 */
#include "experiments/three-frameworks-slices.h"

#include <math.h>

/**
 * tf_lesion_read:
 * @reads: TF_LESION_READS
 * @side: pixels
 *
 * Returns: where it is, and how deep inside; tf_lesion_clear() it
 */
TfLesion
tf_lesion_read (const PlumeReads *reads, gsize side)
{
  g_autoptr (GArray) places = scene_drawing_read (plume_reads_text (reads, "lesion"));
  double radius = plume_reads_number (reads, "lesion-radius");
  TfLesion lesion = { g_new0 (gboolean, side * side), g_new0 (double, side *side), 0 };

  for (gsize j = 0; j < side * side; j++)
    {
      double x = ((double)(j % side) + 0.5) / (double)side,
             y = ((double)(j / side) + 0.5) / (double)side;

      for (guint i = 0; i + 1 < places->len; i += 2)
        {
          double apart = hypot (x - g_array_index (places, double, i),
                                y - g_array_index (places, double, i + 1));

          lesion.depth[j] = MAX (lesion.depth[j], 1 - apart / radius);
        }
      lesion.is_ill[j] = lesion.depth[j] > 0;
      lesion.n_ill += lesion.depth[j] > 0;
    }
  return lesion;
}

void
tf_lesion_clear (TfLesion *lesion)
{
  g_clear_pointer (&lesion->is_ill, g_free);
  g_clear_pointer (&lesion->depth, g_free);
}

/* From the row of pictures to the picture in which the stroke began, in parts of its side */
static double *
to_picture (const double *values, gsize length, double middle)
{
  double *parts = g_new (double, length);

  for (gsize i = 0; i < length; i++)
    parts[i] = (values[i] - middle + TF_PICTURE_HALF) / (2 * TF_PICTURE_HALF);
  return parts;
}

void
tf_paint_lesion (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes)
{
  g_autofree double *x = to_picture (stroke->x, stroke->length, round (stroke->x[0])),
                    *y = to_picture (stroke->y, stroke->length, 0);
  PlumeStroke within = { .length = stroke->length,
                         .x = x,
                         .y = y,
                         .reach = stroke->reach / (2 * TF_PICTURE_HALF),
                         .erases = stroke->erases };
  gboolean is_anomaly = plume_reads_integer (reads, "task") == TF_TASK_ANOMALY;
  g_autoptr (GArray) places = scene_drawing_read (plume_reads_text (reads, "lesion"));
  g_autofree char *text = NULL;

  if (stroke->axes != 0 || (stroke->erases && !is_anomaly))
    return;
  if (stroke->erases)
    scene_drawing_erase (places, &within, 0);
  else
    scene_drawing_add (places, &within, 0.5 * plume_reads_number (reads, "lesion-radius"));
  text = scene_drawing_write (places);
  plume_changes_set_text (changes, text, "lesion");
  plume_changes_set_text (changes, "anomaly", "task");
}
