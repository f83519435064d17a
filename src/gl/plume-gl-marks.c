/* plume-gl-marks.c: what an ink means in pixels: strokes, and the stamps of points.
 *
 * The numbers are those of figure/plume-ink.h and figure/plume-stamps.h, which the Cairo painter
 * uses too.
 */
#include "gl/plume-gl-marks.h"

#include "figure/plume-ink.h"
#include "figure/plume-stamps.h"

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

/* The channels of premultiplied ARGB, in the order of bytes that the card is given. */
static void
unpack (guint32 argb, guint8 bytes[4])
{
  bytes[0] = argb >> 16 & 255;
  bytes[1] = argb >> 8 & 255;
  bytes[2] = argb & 255;
  bytes[3] = argb >> 24;
}

void
plume_gl_geometry_add_points (PlumeGlGeometry *geometry,
                              const PlumeLayout *layout,
                              const PlumePlot *plot,
                              const PlumeMark *mark,
                              double scale)
{
  PlumeStamps stamps;

  plume_stamps_init (&stamps, layout, plot, mark);
  for (guint i = 0; i < stamps.stamps->len; i++)
    {
      const PlumeStamp *stamp = &g_array_index (stamps.stamps, PlumeStamp, i);
      PlumeGlMarker marker = { (float)scale * stamp->x, (float)scale * stamp->y, { 0 } };

      unpack (stamp->argb, marker.colour);
      g_array_append_val (geometry->markers, marker);
    }
  g_array_append_vals (geometry->runs, stamps.runs->data, stamps.runs->len);
  plume_stamps_clear (&stamps);
}
