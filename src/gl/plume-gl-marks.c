/* plume-gl-marks.c: what an ink means in pixels: strokes, and the colour of every point.
 *
 * The numbers are those of figure/plume-ink.h, which the Cairo painter uses too.
 */
#include "gl/plume-gl-marks.h"

#include "figure/plume-ink.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-pixels.h"

#include <math.h>

PlumeGlStroke
plume_gl_mark_get_stroke (const PlumeLayout *layout, const PlumeMark *mark, double scale)
{
  PlumeInkStroke stroke = plume_ink_get_stroke (&layout->style, mark);

  return (PlumeGlStroke){ .width = scale * stroke.width,
                          .on = scale * stroke.on,
                          .off = scale * stroke.off,
                          .round = stroke.round,
                          .colour = plume_ink_get_colour (&layout->style, mark) };
}

PlumeGlStroke
plume_gl_grid_get_stroke (const PlumeLayout *layout, double scale)
{
  return (PlumeGlStroke){ .width = scale * layout->style.hairline,
                          .colour = plume_style_colour (&layout->style, PLUME_COLOUR_FAINT) };
}

void
plume_gl_mark_get_marker (
    const PlumeLayout *layout, const PlumeMark *mark, double scale, double *diameter, double *width)
{
  double size = plume_ink_get_marker (&layout->style, mark);

  *diameter = scale * size;
  *width = scale * plume_ink_get_marker_stroke (size);
}

static void
premultiply (PlumeRgba colour, guint8 bytes[4])
{
  bytes[0] = (guint8)lround (255 * colour.red * colour.alpha);
  bytes[1] = (guint8)lround (255 * colour.green * colour.alpha);
  bytes[2] = (guint8)lround (255 * colour.blue * colour.alpha);
  bytes[3] = (guint8)lround (255 * colour.alpha);
}

/* The colours of the map, 512 of them, premultiplied. */
static guint8 (*make_table (PlumeColourMap map, double opacity))[4]
{
  guint8 (*table)[4] = g_malloc (4 * PLUME_COLOUR_TABLE);

  for (int i = 0; i < PLUME_COLOUR_TABLE; i++)
    {
      PlumeRgba colour = plume_colour_map_at (map, i / (PLUME_COLOUR_TABLE - 1.0));

      colour.alpha *= opacity;
      premultiply (colour, table[i]);
    }
  return table;
}

void
plume_gl_geometry_add_points (PlumeGlGeometry *geometry,
                              const PlumeLayout *layout,
                              const PlumePlot *plot,
                              const PlumeMark *mark,
                              double scale)
{
  const PlumeRect *frame = &plot->frame;
  double from = 0, to = 1;
  g_autofree guint8 (*table)[4] = NULL;
  PlumeGlMarker marker;

  premultiply (plume_ink_get_colour (&layout->style, mark), marker.colour);
  if (mark->value != NULL)
    {
      PlumeColourMap map = plume_style_colour_map (&layout->style, mark->colour_map);

      table = make_table (map, plume_ink_get_opacity (mark));
      plume_mark_colour_range (mark, map, &from, &to);
    }
  for (gsize i = 0; i < mark->x->length; i++)
    {
      double x = plume_plot_x (plot, mark->x->values[i]),
             y = plume_plot_y (plot, mark->y->values[i]);

      if (!(x >= frame->x - 0.5 && x <= frame->x + frame->width + 0.5 && y >= frame->y - 0.5
            && y <= frame->y + frame->height + 0.5))
        continue;
      if (table != NULL)
        {
          double fraction = plume_mark_tone_fraction (mark, from, to, mark->value->values[i]);

          if (isnan (fraction))
            continue;
          memcpy (marker.colour,
                  table[(int)(CLAMP (fraction, 0, 1) * (PLUME_COLOUR_TABLE - 1) + 0.5)], 4);
        }
      marker.x = (float)(scale * x);
      marker.y = (float)(scale * y);
      g_array_append_val (geometry->markers, marker);
    }
}
