/* plume-layout-select.c: which items lie inside an outline that a person draws.
 *
 * The outline is filled into a mask of one cell a unit, so that a point costs one look whatever the
 * outline is: 10⁶ points take some milliseconds. It knows no pointer.
 */
#include "figure/plume-pixels.h"

#include <math.h>

#define BLOCK 512

/**
 * plume_figure_count_items:
 * @figure: a figure
 *
 * Returns: how many items there are to choose from in its marks; 0 where nothing can be chosen
 */
gsize
plume_figure_count_items (const PlumeFigure *figure)
{
  gsize n_items = 0;

  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      for (guint k = 0; k < axes->marks->len; k++)
        n_items = MAX (n_items, ((const PlumeMark *)g_ptr_array_index (axes->marks, k))->n_items);
    }
  return n_items;
}

typedef struct
{
  cairo_surface_t *surface;
  const guint8 *bytes;
  int left, top, width, height, stride;
} Mask;

static gboolean
mask_init (Mask *mask, const PlumeRect *frame, const double *outline, gsize n_points)
{
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
  cairo_t *cr;

  for (gsize i = 0; i < 2 * n_points; i++)
    {
      low[i % 2] = fmin (low[i % 2], outline[i]);
      high[i % 2] = fmax (high[i % 2], outline[i]);
    }
  mask->left = (int)floor (MAX (low[0], frame->x) - 1);
  mask->top = (int)floor (MAX (low[1], frame->y) - 1);
  mask->width = (int)ceil (MIN (high[0], frame->x + frame->width) + 1) - mask->left;
  mask->height = (int)ceil (MIN (high[1], frame->y + frame->height) + 1) - mask->top;
  if (n_points < 3 || !(mask->width > 0) || !(mask->height > 0))
    return FALSE;
  mask->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, mask->width, mask->height);
  cr = cairo_create (mask->surface);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_translate (cr, -mask->left, -mask->top);
  for (gsize i = 0; i < n_points; i++)
    cairo_line_to (cr, outline[2 * i], outline[2 * i + 1]);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (mask->surface);
  mask->bytes = cairo_image_surface_get_data (mask->surface);
  mask->stride = cairo_image_surface_get_stride (mask->surface);
  return mask->bytes != NULL;
}

static gboolean
mask_contains (const Mask *mask, const PlumeRect *frame, double x, double y)
{
  int column, row;

  if (!(x >= frame->x && x <= frame->x + frame->width && y >= frame->y
        && y <= frame->y + frame->height))
    return FALSE;
  column = (int)x - mask->left;
  row = (int)y - mask->top;
  return column >= 0 && column < mask->width && row >= 0 && row < mask->height
         && mask->bytes[row * mask->stride + column] > 0;
}

static void
flag_points (const PlumeLayout *layout,
             const PlumePlot *plot,
             const PlumeMark *mark,
             const Mask *mask,
             guint8 *flags)
{
  g_autofree gboolean *shown = g_new (gboolean, mark->n_categories + 1);
  PlumePlacing placing = plume_placing_new (plot);
  double x[BLOCK], y[BLOCK];

  for (int i = -1; i < (int)mark->n_categories; i++)
    shown[i + 1] = plume_layout_shows_category (layout, mark, i);
  for (gsize from = 0; from < mark->x->length; from += BLOCK)
    {
      gsize length = MIN (mark->x->length - from, BLOCK);

      plume_placing_find (&placing, mark, from, length, x, y);
      for (gsize i = 0; i < length; i++)
        {
          gsize item = plume_mark_get_item (mark, from + i);

          if (item != G_MAXSIZE && mask_contains (mask, &plot->frame, x[i], y[i])
              && shown[plume_mark_get_category (mark, from + i) + 1])
            flags[item] = 1;
        }
    }
}

/**
 * plume_layout_select:
 * @layout: a layout
 * @plot: index of the axes
 * @outline: (array): 2 × @n_points numbers: corners of a closed outline, units, x and y in turn
 * @n_points: their number
 *
 * Returns: (transfer full): the items whose points are shown inside the outline and the frame, of
 * all that the figure knows. O(n)
 */
PlumeSelection *
plume_layout_select (const PlumeLayout *layout, int plot, const double *outline, gsize n_points)
{
  const PlumePlot *placed = g_ptr_array_index (layout->plots, plot);
  gsize n_items = plume_figure_count_items (layout->figure);
  g_autofree guint8 *flags = g_new0 (guint8, n_items + 1);
  Mask mask = { 0 };

  if (mask_init (&mask, &placed->frame, outline, n_points))
    for (guint i = 0; i < placed->axes->marks->len; i++)
      {
        const PlumeMark *mark = g_ptr_array_index (placed->axes->marks, i);

        if (mark->n_items > 0 && plume_layout_shows (layout, mark))
          flag_points (layout, placed, mark, &mask, flags);
      }
  g_clear_pointer (&mask.surface, cairo_surface_destroy);
  return plume_selection_new_from_flags (flags, n_items);
}
