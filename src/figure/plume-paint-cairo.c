/* plume-paint-cairo.c: a layout in Cairo: background and grid, marks, and the overlay of axes and
 * words.
 *
 * The OpenGL painter takes background and overlay from here and draws the marks between them
 * itself.
 */
#include "figure/plume-paint-private.h"

#include "figure/plume-ink.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-pixels.h"

#include <math.h>

/* Hairlines on the middle of a device pixel, so that they are sharp; files keep the exact place. */
static double
sharpen (cairo_t *cr, const PlumeLayout *layout, double place)
{
  double scale = layout->style.pixels_per_unit;

  return plume_cairo_is_vector (cr) ? place : (floor (place * scale) + 0.5) / scale;
}

static void
set_hairline (cairo_t *cr, const PlumeLayout *layout)
{
  cairo_set_line_width (cr, layout->style.hairline);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_SQUARE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_dash (cr, NULL, 0, 0);
}

static gboolean
has_image (const PlumePlot *plot)
{
  for (guint i = 0; i < plot->axes->marks->len; i++)
    if (((const PlumeMark *)g_ptr_array_index (plot->axes->marks, i))->kind == PLUME_MARK_IMAGE)
      return TRUE;
  return FALSE;
}

/* Edges of the box of axes in space, of which a near look shows a part. */
static void
paint_edges (cairo_t *cr,
             const PlumeLayout *layout,
             const PlumePlot *plot,
             const GArray *segments,
             PlumeRgba colour)
{
  cairo_save (cr);
  cairo_rectangle (cr, plot->frame.x, plot->frame.y, plot->frame.width, plot->frame.height);
  cairo_clip (cr);
  set_hairline (cr, layout);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  plume_cairo_set_colour (cr, colour, 1);
  cairo_new_path (cr);
  for (guint i = 0; i < segments->len; i++)
    {
      const PlumeLayoutSegment *segment = &g_array_index (segments, PlumeLayoutSegment, i);

      cairo_move_to (cr, segment->x0, segment->y0);
      cairo_line_to (cr, segment->x1, segment->y1);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_grid (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot)
{
  if (has_image (plot))
    return;
  set_hairline (cr, layout);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  plume_cairo_set_colour (cr, plume_style_colour (&layout->style, PLUME_COLOUR_FAINT), 1);
  for (guint i = 0; i < plot->y_ticks->len; i++)
    {
      const PlumeTick *tick = &g_array_index (plot->y_ticks, PlumeTick, i);
      double y = sharpen (cr, layout, tick->position);

      if (tick->minor)
        continue;
      cairo_move_to (cr, plot->frame.x, y);
      cairo_line_to (cr, plot->frame.x + plot->frame.width, y);
    }
  cairo_stroke (cr);
}

/**
 * plume_cairo_paint_background:
 * @cr: where; one unit of the layout is one unit of the current transformation
 * @layout: a layout
 *
 * Fills the background, unless the style is transparent, and draws the grid.
 */
void
plume_cairo_paint_background (cairo_t *cr, const PlumeLayout *layout)
{
  cairo_save (cr);
  if (!layout->style.transparent)
    {
      plume_cairo_set_colour (cr, plume_style_background (&layout->style), 1);
      cairo_rectangle (cr, 0, 0, layout->width, layout->height);
      cairo_fill (cr);
    }
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      if (plot->space != NULL)
        paint_edges (cr, layout, plot, plot->space->back,
                     plume_style_colour (&layout->style, PLUME_COLOUR_FAINT));
      else
        paint_grid (cr, layout, plot);
    }
  cairo_restore (cr);
}

void
plume_cairo_paint_marks (cairo_t *cr, const PlumeLayout *layout)
{
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint k = 0; k < plot->axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, k);

          if (plume_layout_shows (layout, mark))
            plume_cairo_paint_mark (cr, layout, plot, mark);
        }
    }
}

static void
paint_ticks (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot)
{
  const PlumeRect *frame = &plot->frame;
  double left = sharpen (cr, layout, frame->x),
         bottom = sharpen (cr, layout, frame->y + frame->height);

  for (guint i = 0; i < plot->x_ticks->len; i++)
    {
      const PlumeTick *tick = &g_array_index (plot->x_ticks, PlumeTick, i);
      double x = sharpen (cr, layout, tick->position);

      cairo_move_to (cr, x, bottom);
      cairo_line_to (cr, x, bottom + layout->style.tick_length * (tick->minor ? 0.5 : 1));
    }
  for (guint i = 0; i < plot->y_ticks->len; i++)
    {
      const PlumeTick *tick = &g_array_index (plot->y_ticks, PlumeTick, i);
      double y = sharpen (cr, layout, tick->position);

      cairo_move_to (cr, left, y);
      cairo_line_to (cr, left - layout->style.tick_length * (tick->minor ? 0.5 : 1), y);
    }
}

static void
paint_frame (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot)
{
  const PlumeRect *frame = &plot->frame;
  double left = sharpen (cr, layout, frame->x),
         bottom = sharpen (cr, layout, frame->y + frame->height);

  set_hairline (cr, layout);
  plume_cairo_set_colour (cr, plume_style_text (&layout->style), 0.75);
  cairo_new_path (cr);
  if (!plot->axes->y.hidden)
    {
      cairo_move_to (cr, left, frame->y);
      cairo_line_to (cr, left, bottom);
    }
  if (!plot->axes->x.hidden)
    {
      cairo_move_to (cr, left, bottom);
      cairo_line_to (cr, frame->x + frame->width, bottom);
    }
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  paint_ticks (cr, layout, plot);
  cairo_stroke (cr);
}

static void
paint_front (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot)
{
  PlumeRgba colour = plume_style_text (&layout->style);

  colour.alpha *= 0.6;
  paint_edges (cr, layout, plot, plot->space->front, colour);
}

/* Fills the path with the colours of a density, few points to many. */
static void
paint_key_ramp (cairo_t *cr, const PlumeLayout *layout, const PlumeMark *mark, const PlumeRect *key)
{
  cairo_pattern_t *ramp = cairo_pattern_create_linear (key->x, 0, key->x + key->width, 0);

  for (int i = 0; i <= 16; i++)
    {
      PlumeRgba colour = plume_density_colour_at (layout, mark, i / 16.0);

      cairo_pattern_add_color_stop_rgba (ramp, i / 16.0, colour.red, colour.green, colour.blue,
                                         colour.alpha);
    }
  cairo_set_source (cr, ramp);
  cairo_fill (cr);
  cairo_pattern_destroy (ramp);
}

/* The colour and the shape that the points of the category have. */
static void
paint_category_key (cairo_t *cr, const PlumeLayout *layout, const PlumeLegendEntry *entry)
{
  const PlumeRect *key = &entry->key;
  PlumeMarker shape = plume_mark_is_pixels (entry->mark)
                          ? PLUME_MARKER_SQUARE
                          : plume_category_marker (entry->category, entry->mark->ink.marker);
  double diameter =
      MAX (plume_ink_get_marker (&layout->style, entry->mark), 2.2 * layout->style.marker);

  plume_cairo_set_colour (cr, plume_style_category (&layout->style, entry->category), 1);
  plume_cairo_marker (cr, shape, key->x + key->width / 2, key->y + key->height / 2, diameter);
}

static void
paint_key (cairo_t *cr, const PlumeLayout *layout, const PlumeLegendEntry *entry)
{
  const PlumeMark *mark = entry->mark;
  const PlumeRect *key = &entry->key;
  double middle = key->y + key->height / 2, size = 0.5 * key->height;
  PlumeRgba colour = plume_ink_get_hue (&layout->style, &mark->ink);
  gboolean shown = plume_layout_shows (layout, mark)
                   && plume_layout_shows_category (layout, mark, entry->category);

  if (key->width <= 0)
    return;
  cairo_save (cr);
  if (!shown)
    cairo_push_group (cr);
  plume_cairo_set_colour (cr, colour, 1);
  if (entry->category >= 0)
    paint_category_key (cr, layout, entry);
  else
    switch (mark->kind)
      {
      case PLUME_MARK_POINTS:
        plume_cairo_marker (
            cr, mark->ink.marker, key->x + key->width / 2, middle,
            MAX (plume_ink_get_marker (&layout->style, mark), 1.3 * layout->style.marker));
        break;
      case PLUME_MARK_BAND:
      case PLUME_MARK_BARS:
        cairo_rectangle (cr, key->x, middle - size / 2, key->width, size);
        plume_cairo_set_colour (cr, plume_ink_get_colour (&layout->style, mark), 1);
        cairo_fill (cr);
        break;
      case PLUME_MARK_DENSITY:
      case PLUME_MARK_CLOUD:
        cairo_rectangle (cr, key->x, middle - size / 2, key->width, size);
        paint_key_ramp (cr, layout, mark, key);
        break;
      case PLUME_MARK_LINE:
      case PLUME_MARK_SEGMENTS:
      default:
        cairo_move_to (cr, key->x + layout->style.stroke, middle);
        cairo_line_to (cr, key->x + key->width - layout->style.stroke, middle);
        plume_cairo_set_stroke (cr, layout, mark);
        cairo_stroke (cr);
        break;
      }
  if (!shown)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, 0.3);
    }
  cairo_restore (cr);
}

static void
paint_tip (cairo_t *cr, const PlumeRect *box, double base, double tip, PlumeRgba colour)
{
  cairo_move_to (cr, box->x, base);
  cairo_line_to (cr, box->x + box->width, base);
  cairo_line_to (cr, box->x + box->width / 2, tip);
  cairo_close_path (cr);
  plume_cairo_set_colour (cr, colour, 1);
  cairo_fill (cr);
}

static void
paint_colour_bar (cairo_t *cr, const PlumeLayout *layout, const PlumeColourBar *bar)
{
  PlumeColourMap map = plume_style_colour_map (&layout->style, bar->mark->colour_map);
  const PlumeRect *box = &bar->box;
  cairo_pattern_t *ramp = cairo_pattern_create_linear (0, box->y + box->height, 0, box->y);
  double tip = 0.75 * box->width;

  for (int i = 0; i <= 64; i++)
    {
      PlumeRgba colour = plume_colour_map_at (map, i / 64.0);

      cairo_pattern_add_color_stop_rgb (ramp, i / 64.0, colour.red, colour.green, colour.blue);
    }
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_set_source (cr, ramp);
  cairo_fill (cr);
  cairo_pattern_destroy (ramp);
  if (bar->above)
    paint_tip (cr, box, box->y - 1, box->y - 1 - tip, plume_colour_map_at (map, 1));
  if (bar->below)
    paint_tip (cr, box, box->y + box->height + 1, box->y + box->height + 1 + tip,
               plume_colour_map_at (map, 0));
  set_hairline (cr, layout);
  plume_cairo_set_colour (cr, plume_style_text (&layout->style), 0.75);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (guint i = 0; i < bar->ticks->len; i++)
    {
      double y = sharpen (cr, layout, g_array_index (bar->ticks, PlumeTick, i).position);

      cairo_move_to (cr, box->x + box->width, y);
      cairo_line_to (cr, box->x + box->width + layout->style.tick_length, y);
    }
  cairo_stroke (cr);
}

/* A ring with a filled centre: what can be dragged. */
static void
paint_handle (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  const PlumeRect *frame = &plot->frame;
  double x = plume_plot_x (plot, mark->x->values[0]), y = plume_plot_y (plot, mark->y->values[0]);
  double radius = 4 * layout->style.stroke * (mark->ink.size > 0 ? mark->ink.size : 1);
  PlumeRgba colour = plume_style_colour (&layout->style, mark->ink.colour);

  if (!(x >= frame->x - 1 && x <= frame->x + frame->width + 1 && y >= frame->y - 1
        && y <= frame->y + frame->height + 1))
    return;
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  plume_cairo_set_colour (cr, plume_style_background (&layout->style), 0.9);
  cairo_fill_preserve (cr);
  plume_cairo_set_colour (cr, colour, 1);
  cairo_set_line_width (cr, layout->style.stroke);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 0.42 * radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
paint_labels (cairo_t *cr, const PlumeLayout *layout)
{
  g_autoptr (PlumeText) text = plume_text_new (&layout->style);
  PlumeRgba halo = plume_style_background (&layout->style);

  for (guint i = 0; i < layout->labels->len; i++)
    {
      const PlumeLabel *label = &g_array_index (layout->labels, PlumeLabel, i);

      plume_text_draw (text, cr, label, label->halo ? &halo : NULL);
    }
}

/**
 * plume_cairo_paint_overlay:
 * @cr: where
 * @layout: a layout
 *
 * Draws what stands over the marks: axes, ticks, colour bars, handles, legend keys and all words.
 */
void
plume_cairo_paint_overlay (cairo_t *cr, const PlumeLayout *layout)
{
  cairo_save (cr);
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      if (plot->space != NULL)
        paint_front (cr, layout, plot);
      else
        paint_frame (cr, layout, plot);
      for (guint k = 0; k < plot->legend->len; k++)
        paint_key (cr, layout, &g_array_index (plot->legend, PlumeLegendEntry, k));
      if (plot->colour_bar != NULL)
        paint_colour_bar (cr, layout, plot->colour_bar);
      for (guint k = 0; k < plot->axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, k);

          if (mark->kind == PLUME_MARK_HANDLE && !layout->style.without_handles
              && plume_layout_shows (layout, mark))
            paint_handle (cr, layout, plot, mark);
        }
    }
  paint_labels (cr, layout);
  cairo_restore (cr);
}

/**
 * plume_cairo_paint:
 * @cr: where; one unit of the layout is one unit of the current transformation
 * @layout: a layout
 *
 * Paints the whole figure.
 */
void
plume_cairo_paint (cairo_t *cr, const PlumeLayout *layout)
{
  plume_cairo_paint_background (cr, layout);
  plume_cairo_paint_marks (cr, layout);
  plume_cairo_paint_overlay (cr, layout);
}
