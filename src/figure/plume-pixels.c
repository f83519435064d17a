/* plume-pixels.c: images as pixels: nearest cell where magnified, mean of the covered cells where
 * minified, then the colour map.
 *
 * Values are averaged before they are coloured, each cell weighted by the area that a pixel covers;
 * NaN counts for nothing and is transparent. All cores work on bands of rows; the result does not
 * depend on their number.
 */
#include "figure/plume-paint.h"

#include "core/plume-parallel.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-pixels.h"

#include <math.h>
#include <string.h>

#define ROWS_PER_CHUNK 16

/**
 * plume_mark_colour_range:
 * @mark: a mark with values
 * @map: its colour map, resolved
 * @from: @to: (out): values at the ends of the map
 *
 * The range that the view sets, else that of the data; that of a diverging map is symmetric about
 * 0.
 */
void
plume_mark_colour_range (const PlumeMark *mark, PlumeColourMap map, double *from, double *to)
{
  *from = mark->value_from;
  *to = mark->value_to;
  if (*from == *to || !isfinite (*from) || !isfinite (*to))
    {
      *from = isnan (mark->value_range.low) ? 0 : mark->value_range.low;
      *to = isnan (mark->value_range.high) ? 1 : mark->value_range.high;
      if (map == PLUME_COLOUR_MAP_DIVERGING)
        {
          *to = MAX (fabs (*from), fabs (*to));
          *from = -*to;
        }
    }
  if (!(*to - *from > 1e-12 * MAX (fabs (*from), fabs (*to))))
    {
      double half = *from != 0 ? 0.1 * fabs (*from) : 0.5;

      *from -= half;
      *to += half;
    }
}

/**
 * plume_mark_tone_fraction:
 * @mark: a mark with values
 * @from: @to: its colour range
 * @value: a value
 *
 * Returns: where the value stands in the colour map; beyond 0…1 outside the range
 */
double
plume_mark_tone_fraction (const PlumeMark *mark, double from, double to, double value)
{
  double fraction = (value - from) / (to - from);

  if (mark->tone == PLUME_TONE_LOG1P && fraction > 0)
    return log1p (999 * fraction) / log (1000);
  return fraction;
}

/* Premultiplied, native endian. */
guint32
plume_argb (PlumeRgba colour)
{
  guint alpha = (guint)(255 * colour.alpha + 0.5);
  guint red = (guint)(255 * colour.alpha * colour.red + 0.5);
  guint green = (guint)(255 * colour.alpha * colour.green + 0.5);
  guint blue = (guint)(255 * colour.alpha * colour.blue + 0.5);

  return alpha << 24 | red << 16 | green << 8 | blue;
}

void
plume_colour_table (PlumeColourMap map, guint32 table[PLUME_COLOUR_TABLE])
{
  for (int i = 0; i < PLUME_COLOUR_TABLE; i++)
    table[i] = plume_argb (plume_colour_map_at (map, i / (PLUME_COLOUR_TABLE - 1.0)));
}

/* The cells that a pixel covers along one axis. */
typedef struct
{
  gsize first, last; /* inclusive */
  double first_weight, last_weight;
} Span;

static Span *
make_spans (gsize n_pixels, double start, double step, gsize n_cells)
{
  Span *spans = g_new (Span, n_pixels);

  for (gsize i = 0; i < n_pixels; i++)
    {
      double a = start + step * (double)i, b = a + step;
      double low = CLAMP (MIN (a, b), 0, (double)n_cells),
             high = CLAMP (MAX (a, b), 0, (double)n_cells);

      if (fabs (step) <= 1)
        {
          gsize cell = (gsize)CLAMP (floor ((a + b) / 2), 0, (double)n_cells - 1);

          spans[i] = (Span){ cell, cell, 1, 1 };
          continue;
        }
      spans[i].first = MIN ((gsize)floor (low), n_cells - 1);
      spans[i].last = CLAMP ((gsize)ceil (high), spans[i].first + 1, n_cells) - 1;
      spans[i].first_weight = MIN ((double)spans[i].first + 1, high) - low;
      spans[i].last_weight = high - MAX ((double)spans[i].last, low);
      if (spans[i].first == spans[i].last)
        spans[i].first_weight = spans[i].last_weight = 1;
    }
  return spans;
}

typedef struct
{
  const PlumeMark *mark;
  const Span *x_spans, *y_spans;
  gsize width;
  guint32 *pixels;
  gsize stride; /* in pixels */
  double from, to;
  const guint32 *table;
  const double *quantiles;
} ImageWork;

#define N_QUANTILES 1024

static guint32
colour_of (const ImageWork *work, double value)
{
  double fraction;

  if (isnan (value))
    return 0;
  fraction = plume_mark_tone_fraction (work->mark, work->from, work->to, value);
  fraction = CLAMP (fraction, 0, 1);
  if (work->quantiles != NULL)
    fraction = work->quantiles[(int)(fraction * (N_QUANTILES - 1))];
  return work->table[(int)(fraction * (PLUME_COLOUR_TABLE - 1) + 0.5)];
}

/* Mean of the cells under one pixel; NaN where all are. */
static double
mean_under (const ImageWork *work, const Span *rows, const Span *columns)
{
  double sum = 0, weights = 0;

  for (gsize row = rows->first; row <= rows->last; row++)
    {
      const double *values = work->mark->value->values + row * work->mark->n_columns;
      double row_weight = row == rows->first  ? rows->first_weight
                          : row == rows->last ? rows->last_weight
                                              : 1;

      for (gsize column = columns->first; column <= columns->last; column++)
        {
          double value = values[column];
          double weight = row_weight
                          * (column == columns->first  ? columns->first_weight
                             : column == columns->last ? columns->last_weight
                                                       : 1);

          if (value - value != 0)
            continue;
          sum += weight * value;
          weights += weight;
        }
    }
  return weights > 0 ? sum / weights : NAN;
}

static void
paint_rows (gsize from, gsize to, gpointer data)
{
  const ImageWork *work = data;

  for (gsize row = from; row < to; row++)
    {
      guint32 *pixels = work->pixels + row * work->stride;
      const Span *rows = &work->y_spans[row];

      if (row > from && rows->first == rows->last && memcmp (rows, rows - 1, sizeof *rows) == 0)
        {
          memcpy (pixels, pixels - work->stride, work->width * sizeof *pixels);
          continue;
        }
      for (gsize i = 0; i < work->width; i++)
        pixels[i] = colour_of (work, mean_under (work, rows, &work->x_spans[i]));
    }
}

/* Fraction of finite cells at or below each of N_QUANTILES levels of the range. */
static double *
make_quantiles (const PlumeMark *mark, double from, double to)
{
  double *quantiles = g_new0 (double, N_QUANTILES);
  double total = 0;

  for (gsize i = 0; i < mark->value->length; i++)
    {
      double fraction = (mark->value->values[i] - from) / (to - from);

      if (isfinite (fraction))
        quantiles[(int)(CLAMP (fraction, 0, 1) * (N_QUANTILES - 1))] += 1;
    }
  for (int i = 0; i < N_QUANTILES; i++)
    {
      total += quantiles[i];
      quantiles[i] = total;
    }
  for (int i = 0; i < N_QUANTILES; i++)
    quantiles[i] /= MAX (total, 1);
  return quantiles;
}

/**
 * plume_pixels_extent:
 * @layout: gives the resolution
 * @visible: the part of the picture that is wanted, units
 * @rect: (out): that part, grown to whole pixels
 * @width: @height: (out): its size in device pixels
 */
void
plume_pixels_extent (
    const PlumeLayout *layout, const PlumeRect *visible, PlumeRect *rect, int *width, int *height)
{
  double scale = layout->style.pixels_per_unit;
  double left = floor (visible->x * scale + 1e-6), top = floor (visible->y * scale + 1e-6);
  double right = ceil ((visible->x + visible->width) * scale - 1e-6);
  double bottom = ceil ((visible->y + visible->height) * scale - 1e-6);

  *width = (int)CLAMP (right - left, 1, 32000);
  *height = (int)CLAMP (bottom - top, 1, 32000);
  *rect = (PlumeRect){ left / scale, top / scale, *width / scale, *height / scale };
}

/**
 * plume_pixels_new:
 * @layout: gives the resolution
 * @visible: the part of the picture that is wanted, units
 * @rect: (out): that part, grown to whole pixels
 *
 * Returns: (transfer full): a transparent surface, one pixel a device pixel
 */
cairo_surface_t *
plume_pixels_new (const PlumeLayout *layout, const PlumeRect *visible, PlumeRect *rect)
{
  int width, height;

  plume_pixels_extent (layout, visible, rect, &width, &height);
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
}

static cairo_surface_t *
paint_image (const PlumeLayout *layout,
             const PlumePlot *plot,
             const PlumeMark *mark,
             PlumeRect *rect)
{
  double x0 = plume_plot_x (plot, mark->x_from), x1 = plume_plot_x (plot, mark->x_to);
  double y0 = plume_plot_y (plot, mark->y_from), y1 = plume_plot_y (plot, mark->y_to);
  double left = MAX (MIN (x0, x1), plot->frame.x),
         right = MIN (MAX (x0, x1), plot->frame.x + plot->frame.width);
  double top = MAX (MIN (y0, y1), plot->frame.y),
         bottom = MIN (MAX (y0, y1), plot->frame.y + plot->frame.height);
  PlumeRect visible = { left, top, right - left, bottom - top };
  guint32 table[PLUME_COLOUR_TABLE];
  PlumeColourMap map = plume_style_colour_map (&layout->style, mark->colour_map);
  g_autofree double *quantiles = NULL;
  g_autofree Span *x_spans = NULL, *y_spans = NULL;
  ImageWork work = { mark };
  cairo_surface_t *surface;
  double scale;
  gsize height;

  if (!(right > left) || !(bottom > top) || mark->n_rows == 0 || mark->n_columns == 0)
    return NULL;
  surface = plume_pixels_new (layout, &visible, rect);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  scale = layout->style.pixels_per_unit;
  work.width = (gsize)cairo_image_surface_get_width (surface);
  height = (gsize)cairo_image_surface_get_height (surface);
  work.pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  work.stride = (gsize)cairo_image_surface_get_stride (surface) / sizeof (guint32);
  x_spans = make_spans (work.width, (rect->x - x0) / (x1 - x0) * (double)mark->n_columns,
                        (double)mark->n_columns / (x1 - x0) / scale, mark->n_columns);
  y_spans = make_spans (height, (rect->y - y0) / (y1 - y0) * (double)mark->n_rows,
                        (double)mark->n_rows / (y1 - y0) / scale, mark->n_rows);
  work.x_spans = x_spans;
  work.y_spans = y_spans;
  plume_colour_table (map, table);
  work.table = table;
  plume_mark_colour_range (mark, map, &work.from, &work.to);
  if (mark->tone == PLUME_TONE_QUANTILE)
    work.quantiles = quantiles = make_quantiles (mark, work.from, work.to);
  plume_parallel_for (height, ROWS_PER_CHUNK, paint_rows, &work, NULL, NULL);
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* A cloud in cells of its own is the image of its counts. */
static cairo_surface_t *
paint_cells (const PlumeLayout *layout,
             const PlumePlot *plot,
             const PlumeMark *mark,
             PlumeRect *rect)
{
  g_autoptr (PlumeArray) cells = plume_density_cells (mark);
  PlumeMark image = *mark;

  image.value = cells;
  if (!(image.value_to > image.value_from))
    {
      image.value_from = 0;
      plume_array_range (cells, &image.value_from, &image.value_to);
      image.value_from = 0;
    }
  return paint_image (layout, plot, &image, rect);
}

/**
 * plume_mark_is_pixels:
 * @mark: a mark
 *
 * Returns: whether it is painted by plume_paint_pixels(): an image, a density, a cloud, or very
 * many points
 */
gboolean
plume_mark_is_pixels (const PlumeMark *mark)
{
  return mark->kind == PLUME_MARK_IMAGE || mark->kind == PLUME_MARK_DENSITY
         || mark->kind == PLUME_MARK_CLOUD
         || (mark->kind == PLUME_MARK_POINTS && mark->x->length >= PLUME_MANY_POINTS);
}

/**
 * plume_paint_pixels:
 * @layout: a layout
 * @plot: one of its plots
 * @mark: an image, a density, a cloud, or very many points
 * @rect: (out): where the pixels belong, units; whole device pixels that cover the visible part
 *
 * Returns: (transfer full) (nullable): the picture at the style's resolution; %NULL where nothing
 * of it is visible
 */
cairo_surface_t *
plume_paint_pixels (const PlumeLayout *layout,
                    const PlumePlot *plot,
                    const PlumeMark *mark,
                    PlumeRect *rect)
{
  if (!(plot->frame.width > 0) || !(plot->frame.height > 0))
    return NULL;
  if (plume_mark_has_cells (mark))
    return paint_cells (layout, plot, mark, rect);
  if (mark->kind == PLUME_MARK_IMAGE)
    return paint_image (layout, plot, mark, rect);
  return plume_mark_is_mixture (layout, mark) ? plume_mixture_paint (layout, plot, mark, rect)
                                              : plume_density_paint (layout, plot, mark, rect);
}
