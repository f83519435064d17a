/* plume-paint-marks.c: every kind of mark in Cairo.
 *
 * On pixels, thousands of points are stamped from sixteen sprites (a marker at quarter-pixel
 * offsets); in files they stay vectors up to the number from which they are a density.
 */
#include "figure/plume-paint-private.h"

#include "figure/plume-ink.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-pixels.h"
#include "figure/plume-stamps.h"

#include <math.h>

#define STAMPED_POINTS 500

void
plume_cairo_set_colour (cairo_t *cr, PlumeRgba colour, double opacity)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha * opacity);
}

gboolean
plume_cairo_is_vector (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));

  return type == CAIRO_SURFACE_TYPE_SVG || type == CAIRO_SURFACE_TYPE_PDF
         || type == CAIRO_SURFACE_TYPE_PS || type == CAIRO_SURFACE_TYPE_RECORDING;
}

void
plume_cairo_set_stroke (cairo_t *cr, const PlumeLayout *layout, const PlumeMark *mark)
{
  PlumeInkStroke stroke = plume_ink_get_stroke (&layout->style, mark);
  const double dashes[] = { stroke.on, stroke.off };

  cairo_set_line_width (cr, stroke.width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, stroke.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, dashes, stroke.off > 0 ? 2 : 0, 0);
  plume_cairo_set_colour (cr, plume_ink_get_colour (&layout->style, mark), 1);
}

static void
trace_path (cairo_t *cr, const PlumePath *path, gboolean closed)
{
  gboolean down = FALSE;

  cairo_new_path (cr);
  for (gsize i = 0; i < path->n_points; i++)
    {
      float x = path->points[2 * i], y = path->points[2 * i + 1];

      if (isnan (x))
        {
          if (down && closed)
            cairo_close_path (cr);
          down = FALSE;
          continue;
        }
      if (down)
        cairo_line_to (cr, x, y);
      else
        {
          cairo_move_to (cr, x, y);
          if (!closed)
            cairo_line_to (cr, x, y);
        }
      down = TRUE;
    }
  if (down && closed)
    cairo_close_path (cr);
}

static void
clip_to_frame (cairo_t *cr, const PlumePlot *plot, double margin)
{
  cairo_rectangle (cr, plot->frame.x - margin, plot->frame.y - margin,
                   plot->frame.width + 2 * margin, plot->frame.height + 2 * margin);
  cairo_clip (cr);
}

static void
paint_line (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  PlumePath path;

  plume_path_from_mark (plot, mark, layout->style.pixels_per_unit, &path);
  trace_path (cr, &path, FALSE);
  plume_cairo_set_stroke (cr, layout, mark);
  /* Where a line goes up and down in every column its joins are not seen, but round ones cost twice
   * the time. */
  if ((double)path.n_points > 1.5 * plot->frame.width * layout->style.pixels_per_unit)
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_stroke (cr);
  plume_path_clear (&path);
}

static void
paint_band (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  PlumePath path;

  plume_path_from_band (plot, mark, layout->style.pixels_per_unit, &path);
  trace_path (cr, &path, TRUE);
  plume_cairo_set_colour (cr, plume_ink_get_colour (&layout->style, mark), 1);
  cairo_fill (cr);
  plume_path_clear (&path);
}

static double
near_frame (double value, double start, double length)
{
  return CLAMP (value, start - length - 8, start + 2 * length + 8);
}

static void
paint_bars (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  const PlumeRect *frame = &plot->frame;
  double foot = plume_plot_y (plot, 0);
  double gap = layout->style.hairline;

  if (isnan (foot))
    foot = plot->axes->y.reversed ? frame->y : frame->y + frame->height;
  foot = near_frame (foot, frame->y, frame->height);
  cairo_new_path (cr);
  for (gsize i = 0; i < mark->x->length; i++)
    {
      double x0 = plume_plot_x (plot, mark->x->values[i]),
             x1 = plume_plot_x (plot, mark->x1->values[i]);
      double y = plume_plot_y (plot, mark->y->values[i]), left, right;

      if (isnan (x0 + x1 + y))
        continue;
      left = MIN (x0, x1);
      right = MAX (x0, x1);
      if (right < frame->x || left > frame->x + frame->width)
        continue;
      left = near_frame (left, frame->x, frame->width);
      right = near_frame (right, frame->x, frame->width);
      y = near_frame (y, frame->y, frame->height);
      if (right - left > 8 * gap)
        left += gap / 2, right -= gap / 2;
      cairo_rectangle (cr, left, MIN (y, foot), right - left, fabs (foot - y));
    }
  plume_cairo_set_colour (cr, plume_ink_get_colour (&layout->style, mark), 1);
  cairo_fill (cr);
}

static void
paint_segments (cairo_t *cr,
                const PlumeLayout *layout,
                const PlumePlot *plot,
                const PlumeMark *mark)
{
  const PlumeRect *frame = &plot->frame;

  cairo_new_path (cr);
  for (gsize i = 0; i < mark->x->length; i++)
    {
      double x0 = plume_plot_x (plot, mark->x->values[i]),
             y0 = plume_plot_y (plot, mark->y->values[i]);
      double x1 = plume_plot_x (plot, mark->x1->values[i]),
             y1 = plume_plot_y (plot, mark->y1->values[i]);

      if (!isfinite (x0 + y0 + x1 + y1) || MAX (x0, x1) < frame->x
          || MIN (x0, x1) > frame->x + frame->width || MAX (y0, y1) < frame->y
          || MIN (y0, y1) > frame->y + frame->height)
        continue;
      cairo_move_to (cr, near_frame (x0, frame->x, frame->width),
                     near_frame (y0, frame->y, frame->height));
      cairo_line_to (cr, near_frame (x1, frame->x, frame->width),
                     near_frame (y1, frame->y, frame->height));
    }
  plume_cairo_set_stroke (cr, layout, mark);
  cairo_stroke (cr);
}

static void
paint_rules (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  const PlumeRect *frame = &plot->frame;
  const PlumeArray *places = mark->x != NULL ? mark->x : mark->y;

  cairo_new_path (cr);
  for (gsize i = 0; i < places->length; i++)
    {
      double place = mark->x != NULL ? plume_plot_x (plot, places->values[i])
                                     : plume_plot_y (plot, places->values[i]);

      if (mark->x != NULL && place >= frame->x - 0.5 && place <= frame->x + frame->width + 0.5)
        {
          cairo_move_to (cr, place, frame->y);
          cairo_line_to (cr, place, frame->y + frame->height);
        }
      else if (mark->x == NULL && place >= frame->y - 0.5
               && place <= frame->y + frame->height + 0.5)
        {
          cairo_move_to (cr, frame->x, place);
          cairo_line_to (cr, frame->x + frame->width, place);
        }
    }
  plume_cairo_set_stroke (cr, layout, mark);
  cairo_stroke (cr);
}

/**
 * plume_cairo_marker:
 * @cr: where
 * @marker: its shape
 * @x: @y: its centre
 * @diameter: its size
 *
 * Draws a marker in the current colour.
 */
void
plume_cairo_marker (cairo_t *cr, PlumeMarker marker, double x, double y, double diameter)
{
  double radius = diameter / 2, reach;

  cairo_new_path (cr);
  cairo_set_line_width (cr, plume_ink_get_marker_stroke (diameter));
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  switch (marker)
    {
    case PLUME_MARKER_RING:
      cairo_arc (cr, x, y, PLUME_SHAPE_RING * radius, 0, 2 * G_PI);
      cairo_stroke (cr);
      return;
    case PLUME_MARKER_SQUARE:
      reach = PLUME_SHAPE_SQUARE * radius;
      cairo_rectangle (cr, x - reach, y - reach, 2 * reach, 2 * reach);
      cairo_fill (cr);
      return;
    case PLUME_MARKER_TRIANGLE:
      reach = PLUME_SHAPE_TRIANGLE_SIDE * radius;
      cairo_move_to (cr, x, y - PLUME_SHAPE_TRIANGLE_TOP * radius);
      cairo_line_to (cr, x + reach, y + PLUME_SHAPE_TRIANGLE_BOTTOM * radius);
      cairo_line_to (cr, x - reach, y + PLUME_SHAPE_TRIANGLE_BOTTOM * radius);
      cairo_close_path (cr);
      cairo_fill (cr);
      return;
    case PLUME_MARKER_CROSS:
      reach = PLUME_SHAPE_CROSS * radius;
      cairo_move_to (cr, x - reach, y - reach);
      cairo_line_to (cr, x + reach, y + reach);
      cairo_move_to (cr, x - reach, y + reach);
      cairo_line_to (cr, x + reach, y - reach);
      cairo_stroke (cr);
      return;
    case PLUME_MARKER_TICK:
      reach = PLUME_SHAPE_TICK * radius;
      cairo_move_to (cr, x, y - reach);
      cairo_line_to (cr, x, y + reach);
      cairo_stroke (cr);
      return;
    case PLUME_MARKER_DISC:
    default:
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      cairo_fill (cr);
      return;
    }
}

static void
set_stamp_colour (cairo_t *cr, guint32 argb)
{
  double alpha = argb >> 24;

  if (alpha > 0)
    cairo_set_source_rgba (cr, (argb >> 16 & 255) / alpha, (argb >> 8 & 255) / alpha,
                           (argb & 255) / alpha, alpha / 255);
}

static void
paint_points_one_by_one (cairo_t *cr, const PlumeStamps *stamps)
{
  for (guint i = 0; i < stamps->runs->len; i++)
    {
      const PlumeStampRun *run = &g_array_index (stamps->runs, PlumeStampRun, i);

      for (gsize k = run->first; k < run->first + run->length; k++)
        {
          const PlumeStamp *stamp = &g_array_index (stamps->stamps, PlumeStamp, k);

          set_stamp_colour (cr, stamp->argb);
          plume_cairo_marker (cr, run->marker, stamp->x, stamp->y, run->diameter);
        }
    }
}

#define OFFSETS 4

/* The marker's coverage, 8 bits, its centre at (size / 2 + offset / OFFSETS) pixels. */
static cairo_surface_t *
make_sprite (PlumeMarker marker, double diameter, int size, int x_offset, int y_offset)
{
  cairo_surface_t *sprite = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  cairo_t *cr = cairo_create (sprite);

  cairo_set_source_rgba (cr, 0, 0, 0, 1);
  plume_cairo_marker (cr, marker, size / 2 + (x_offset + 0.5) / OFFSETS,
                      size / 2 + (y_offset + 0.5) / OFFSETS, diameter);
  cairo_destroy (cr);
  cairo_surface_flush (sprite);
  return sprite;
}

static inline guint32
over (guint32 below, const guint32 source[4], guint32 coverage)
{
  guint32 result = 0, alpha = (source[3] * coverage + 127) / 255;

  for (int channel = 0; channel < 4; channel++)
    {
      guint32 value = below >> (8 * channel) & 255;

      value = (source[channel] * coverage + 127) / 255 + (value * (255 - alpha) + 127) / 255;
      result |= MIN (value, 255) << (8 * channel);
    }
  return result;
}

static void
stamp (cairo_surface_t *surface, cairo_surface_t *sprite, int left, int top, guint32 argb)
{
  const guint8 *mask = cairo_image_surface_get_data (sprite);
  int mask_stride = cairo_image_surface_get_stride (sprite),
      size = cairo_image_surface_get_width (sprite);
  int width = cairo_image_surface_get_width (surface),
      height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  const guint32 source[4] = { argb & 255, argb >> 8 & 255, argb >> 16 & 255, argb >> 24 };

  for (int row = MAX (0, -top); row < size && top + row < height; row++)
    {
      guint32 *line = (guint32 *)(gpointer)(pixels + (gsize)(top + row) * (gsize)stride);

      for (int column = MAX (0, -left); column < size && left + column < width; column++)
        if (mask[row * mask_stride + column] > 0)
          line[left + column] =
              over (line[left + column], source, mask[row * mask_stride + column]);
    }
}

/* One run onto a surface whose corner is at rect. */
static void
stamp_run (cairo_surface_t *surface,
           const PlumeRect *rect,
           double scale,
           const PlumeStampRun *run,
           const PlumeStamps *stamps)
{
  int size = 2 * (int)ceil (run->diameter * scale) + 4;
  cairo_surface_t *sprites[OFFSETS * OFFSETS];

  for (int i = 0; i < OFFSETS * OFFSETS; i++)
    sprites[i] = make_sprite (run->marker, run->diameter * scale, size, i % OFFSETS, i / OFFSETS);
  for (gsize i = run->first; i < run->first + run->length; i++)
    {
      const PlumeStamp *point = &g_array_index (stamps->stamps, PlumeStamp, i);
      int column = (int)floor ((point->x - rect->x) * scale * OFFSETS);
      int row = (int)floor ((point->y - rect->y) * scale * OFFSETS);

      stamp (surface, sprites[MAX (row, 0) % OFFSETS * OFFSETS + MAX (column, 0) % OFFSETS],
             column / OFFSETS - size / 2, row / OFFSETS - size / 2, point->argb);
    }
  for (int i = 0; i < OFFSETS * OFFSETS; i++)
    cairo_surface_destroy (sprites[i]);
}

static double
largest_diameter (const PlumeStamps *stamps)
{
  double largest = 0;

  for (guint i = 0; i < stamps->runs->len; i++)
    largest = MAX (largest, g_array_index (stamps->runs, PlumeStampRun, i).diameter);
  return largest;
}

static void
paint_points_stamped (cairo_t *cr,
                      const PlumeLayout *layout,
                      const PlumePlot *plot,
                      const PlumeStamps *stamps)
{
  double scale = layout->style.pixels_per_unit, reach = largest_diameter (stamps);
  PlumeRect grown = { plot->frame.x - reach, plot->frame.y - reach, plot->frame.width + 2 * reach,
                      plot->frame.height + 2 * reach };
  PlumeRect rect;
  cairo_surface_t *surface = plume_pixels_new (layout, &grown, &rect);

  for (guint i = 0; i < stamps->runs->len; i++)
    stamp_run (surface, &rect, scale, &g_array_index (stamps->runs, PlumeStampRun, i), stamps);
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, 1 / scale, 1 / scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
paint_points (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  PlumeStamps stamps;

  plume_stamps_init (&stamps, layout, plot, mark);
  if (mark->x->length > STAMPED_POINTS && !plume_cairo_is_vector (cr))
    paint_points_stamped (cr, layout, plot, &stamps);
  else
    paint_points_one_by_one (cr, &stamps);
  plume_stamps_clear (&stamps);
}

static void
paint_pixels (cairo_t *cr, const PlumeLayout *layout, const PlumePlot *plot, const PlumeMark *mark)
{
  double scale = layout->style.pixels_per_unit;
  PlumeRect rect;
  cairo_surface_t *surface = plume_paint_pixels (layout, plot, mark, &rect);

  if (surface == NULL)
    return;
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, 1 / scale, 1 / scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            plume_cairo_is_vector (cr) ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

/**
 * plume_cairo_paint_mark:
 * @cr: where
 * @layout: a layout
 * @plot: one of its plots
 * @mark: one of its marks; handles and texts belong to the overlay and are passed over
 */
void
plume_cairo_paint_mark (cairo_t *cr,
                        const PlumeLayout *layout,
                        const PlumePlot *plot,
                        const PlumeMark *mark)
{
  gboolean heavy = plume_mark_is_pixels (mark);

  cairo_save (cr);
  if (heavy)
    {
      clip_to_frame (cr, plot, 0);
      paint_pixels (cr, layout, plot, mark);
    }
  else if (mark->kind == PLUME_MARK_POINTS)
    paint_points (cr, layout, plot, mark);
  else
    {
      clip_to_frame (cr, plot,
                     mark->kind == PLUME_MARK_BARS || mark->kind == PLUME_MARK_BAND
                         ? 0
                         : layout->style.stroke);
      if (mark->kind == PLUME_MARK_LINE)
        paint_line (cr, layout, plot, mark);
      else if (mark->kind == PLUME_MARK_BAND)
        paint_band (cr, layout, plot, mark);
      else if (mark->kind == PLUME_MARK_BARS)
        paint_bars (cr, layout, plot, mark);
      else if (mark->kind == PLUME_MARK_SEGMENTS)
        paint_segments (cr, layout, plot, mark);
      else if (mark->kind == PLUME_MARK_RULES)
        paint_rules (cr, layout, plot, mark);
    }
  cairo_restore (cr);
}
