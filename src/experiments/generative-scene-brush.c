/* generative-scene-brush.c: what a person draws: strokes become points, points become a text, and
 * on the plane a density.
 *
 * Points are a text parameter, so drawing is undone, saved and sent like any other change.
 */
#include "experiments/generative-scene.h"

#include <math.h>
#include <string.h>

#define MOST_DRAWN 4000

/**
 * scene_drawing_read:
 * @text: pairs "x,y x,y …"; anything that is no number ends it
 *
 * Returns: (transfer full): x, y, x, y …, doubles
 */
GArray *
scene_drawing_read (const char *text)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (double));

  for (;;)
    {
      char *end = NULL;
      double value;

      while (*text == ',' || *text == ';' || g_ascii_isspace (*text))
        text++;
      value = g_ascii_strtod (text, &end);
      if (end == text)
        break;
      g_array_append_val (places, value);
      text = end;
    }
  g_array_set_size (places, places->len / 2 * 2);
  return places;
}

char *
scene_drawing_write (const GArray *places)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i + 1 < places->len; i += 2)
    {
      char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (x, sizeof x, "%.4g", g_array_index (places, double, i));
      g_ascii_formatd (y, sizeof y, "%.4g", g_array_index (places, double, i + 1));
      g_string_append_printf (text, "%s%s,%s", i > 0 ? " " : "", x, y);
    }
  return g_string_free (text, FALSE);
}

static void
add_place (GArray *places, double x, double y)
{
  if (places->len >= 2 * MOST_DRAWN)
    return;
  g_array_append_val (places, x);
  g_array_append_val (places, y);
}

/**
 * scene_drawing_add:
 * @stroke: of at least one point
 * @spacing: between points
 *
 * Adds points at even distances along the stroke, however fast the pointer was.
 */
void
scene_drawing_add (GArray *places, const PlumeStroke *stroke, double spacing)
{
  double last_x = stroke->x[0], last_y = stroke->y[0];

  add_place (places, last_x, last_y);
  for (gsize i = 1; i < stroke->length; i++)
    for (double rest = hypot (stroke->x[i] - last_x, stroke->y[i] - last_y); rest >= spacing;
         rest = hypot (stroke->x[i] - last_x, stroke->y[i] - last_y))
      {
        if (places->len >= 2 * MOST_DRAWN)
          return;
        last_x += (stroke->x[i] - last_x) * spacing / rest;
        last_y += (stroke->y[i] - last_y) * spacing / rest;
        add_place (places, last_x, last_y);
      }
}

/* From (x, y) to the part of the stroke that ends at its j-th place */
static double
distance_to_part (const PlumeStroke *stroke, gsize j, double x, double y)
{
  gsize i = j > 0 ? j - 1 : 0;
  double along_x = stroke->x[j] - stroke->x[i], along_y = stroke->y[j] - stroke->y[i],
         square = along_x * along_x + along_y * along_y, share;

  x -= stroke->x[i];
  y -= stroke->y[i];
  share = square > 0 ? CLAMP ((x * along_x + y * along_y) / square, 0, 1) : 0;
  return hypot (x - share * along_x, y - share * along_y);
}

/**
 * scene_drawing_erase:
 * @least: how many points stay, whatever the stroke reaches
 *
 * Takes away what is within reach of the stroke.
 */
void
scene_drawing_erase (GArray *places, const PlumeStroke *stroke, guint least)
{
  guint kept = 0;

  for (guint i = 0; i < places->len; i += 2)
    {
      double x = g_array_index (places, double, i), y = g_array_index (places, double, i + 1);
      gboolean is_near = FALSE;

      for (gsize j = 0; j < stroke->length && !is_near; j++)
        is_near = distance_to_part (stroke, j, x, y) <= stroke->reach;
      if (is_near)
        continue;
      g_array_index (places, double, kept++) = x;
      g_array_index (places, double, kept++) = y;
    }
  g_array_set_size (places, MAX (kept, MIN (2 * least, places->len)));
}

/**
 * scene_source_brush:
 * @source: the density that is drawn
 * @stroke: on the plane
 * @reads: of a view that reads its chooser, drawing and width of a point
 *
 * The first stroke on another density begins a new drawing; later ones add to it or erase from it.
 */
void
scene_source_brush (const SceneSource *source,
                    const PlumeStroke *stroke,
                    const PlumeReads *reads,
                    PlumeChanges *changes)
{
  gboolean is_drawn =
      strcmp (scene_densities[plume_reads_integer (reads, source->density)].id, "drawn") == 0;
  g_autoptr (GArray) places =
      scene_drawing_read (is_drawn ? plume_reads_text (reads, source->drawing) : "");
  g_autofree char *text = NULL;

  if (stroke->erases && !is_drawn)
    return;
  if (stroke->erases)
    scene_drawing_erase (places, stroke, 1); /* a density of nothing cannot be sampled */
  else
    scene_drawing_add (places, stroke, 0.8 * plume_reads_number (reads, source->kernel_width));
  text = scene_drawing_write (places);
  plume_changes_set_text (changes, text, source->drawing);
  plume_changes_set_text (changes, "drawn", source->density);
}

/**
 * scene_brush:
 * @stroke: on the plane
 * @reads: of a view that reads SCENE_PLANE_READS
 *
 * As scene_source_brush(), of the only density.
 */
void
scene_brush (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes)
{
  scene_source_brush (&scene_source, stroke, reads, changes);
}
