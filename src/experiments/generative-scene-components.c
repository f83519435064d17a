/* generative-scene-components.c: the components of a mixture as ellipses that a person moves,
 * turns, widens and weighs.
 *
 * It knows no experiment: whose table it is, and in what colour, the caller says.
 */
#include "experiments/generative-scene.h"

#include <math.h>
#include <string.h>

#define MAX_HANDLED    8
#define OUTLINE_POINTS 73
#define WEIGHT_RADIUS  0.55 /* of the ring that stands for the weight 1 */

/* One line of all ellipses */
void
scene_components_add_outlines (
    PlumeAxes *axes, const char *id, const char *label, const SceneDensity *density, PlumeInk ink)
{
  gsize length = density->n_components * (OUTLINE_POINTS + 1);
  g_autoptr (PlumeArray) x = plume_array_new (length);
  g_autoptr (PlumeArray) y = plume_array_new (length);

  for (guint k = 0; k < density->n_components; k++)
    {
      const SceneComponent *component = &density->components[k];
      double c = cos (component->angle), s = sin (component->angle);
      gsize first = k * (OUTLINE_POINTS + 1);

      for (gsize i = 0; i < OUTLINE_POINTS; i++)
        {
          double turn = 2 * G_PI * (double)i / (OUTLINE_POINTS - 1);
          double u = 2 * component->width * cos (turn),
                 v = 2 * component->second_width * sin (turn);

          x->values[first + i] = component->x + c * u - s * v;
          y->values[first + i] = component->y + s * u + c * v;
        }
      x->values[first + OUTLINE_POINTS] = y->values[first + OUTLINE_POINTS] = NAN;
    }
  plume_axes_add_line (axes, id, label, x, y, ink);
}

/* From the centre, away from both axes of the ellipse */
static double
weight_direction (const SceneComponent *component)
{
  return component->angle - 0.75 * G_PI;
}

static void
add_handle (PlumeAxes *axes,
            const char *prefix,
            const char *what,
            guint k,
            double x,
            double y,
            PlumeInk ink)
{
  g_autofree char *id = g_strdup_printf ("%s%s-%u", prefix, what, k);

  plume_axes_add_handle (axes, id, NULL, x, y, PLUME_DRAG_BOTH, ink);
}

/**
 * scene_components_add_handles:
 * @axes: of the plane
 * @prefix: before the name of each
 * @density: whose components
 * @colour: of them
 *
 * Of up to eight components: the centre, the ends of both axes at two widths, and a small square
 * whose distance from the centre is the root of the weight.
 */
void
scene_components_add_handles (PlumeAxes *axes,
                              const char *prefix,
                              const SceneDensity *density,
                              PlumeColour colour)
{
  for (guint k = 0; k < MIN (density->n_components, MAX_HANDLED); k++)
    {
      const SceneComponent *component = &density->components[k];
      double x = component->x, y = component->y, c = cos (component->angle),
             s = sin (component->angle), away = weight_direction (component),
             ring = WEIGHT_RADIUS * sqrt (component->weight);
      PlumeInk large = { .colour = colour, .size = 0.8 }, small = { .colour = colour, .size = 0.5 },
               square = { .colour = PLUME_COLOUR_GREY, .size = 0.5, .marker = PLUME_MARKER_SQUARE };

      add_handle (axes, prefix, "centre", k, x, y, large);
      add_handle (axes, prefix, "long", k, x + 2 * component->width * c,
                  y + 2 * component->width * s, small);
      add_handle (axes, prefix, "short", k, x - 2 * component->second_width * s,
                  y + 2 * component->second_width * c, small);
      add_handle (axes, prefix, "weight", k, x + ring * cos (away), y + ring * sin (away), square);
    }
}

/* Within ±π; not within half a turn, or the handle would leap to the other end of its ellipse */
static double
within_turn (double angle)
{
  return angle - 2 * G_PI * round (angle / (2 * G_PI));
}

/**
 * scene_components_drag:
 * @handle: such as "centre-2", without its prefix
 * @x: @y: where it is now
 * @density: whose components
 * @table: id of the parameter that they are written in
 * @changes: takes what this makes of the table
 */
void
scene_components_drag (const char *handle,
                       double x,
                       double y,
                       const SceneDensity *density,
                       const char *table,
                       PlumeChanges *changes)
{
  const char *dash = strrchr (handle, '-');
  guint k = dash != NULL ? (guint)g_ascii_strtoull (dash + 1, NULL, 10) : G_MAXUINT;
  double dx, dy, distance;

  if (k >= density->n_components)
    return;
  dx = x - density->components[k].x;
  dy = y - density->components[k].y;
  distance = hypot (dx, dy);
  if (g_str_has_prefix (handle, "centre-"))
    {
      plume_changes_set_number (changes, x, "%s[%u].x", table, k);
      plume_changes_set_number (changes, y, "%s[%u].y", table, k);
    }
  else if (g_str_has_prefix (handle, "long-"))
    {
      plume_changes_set_number (changes, 0.5 * distance, "%s[%u].width", table, k);
      plume_changes_set_number (changes, within_turn (atan2 (dy, dx)), "%s[%u].angle", table, k);
    }
  else if (g_str_has_prefix (handle, "short-"))
    {
      plume_changes_set_number (changes, 0.5 * distance, "%s[%u].second-width", table, k);
      plume_changes_set_number (changes, within_turn (atan2 (dy, dx) - 0.5 * G_PI), "%s[%u].angle",
                                table, k);
    }
  else if (g_str_has_prefix (handle, "weight-"))
    plume_changes_set_number (changes, pow (distance / WEIGHT_RADIUS, 2), "%s[%u].weight", table,
                              k);
}
