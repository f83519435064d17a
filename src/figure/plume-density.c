/* plume-density.c: very many points, counted per pixel by all cores and tone-mapped (as datashader
 * does; Cottam, Wang & Lumsdaine 2014).
 *
 * Counts are whole numbers, so their sum is the same in any order and for any number of threads.
 * Empty pixels stay transparent, a single point is seen. A density with a colour map of its own
 * uses it, other points fade in their ink.
 */
#include "figure/plume-pixels.h"

#include "core/plume-parallel.h"
#include "figure/plume-layout-private.h"

#include <math.h>
#include <string.h>

#define POINTS_PER_CHUNK 8192
#define SLOTS            PLUME_TONE_SLOTS
#define FAINTEST         0.35

typedef struct
{
  const double *x, *y;     /* of marks with columns */
  const PlumeCloud *cloud; /* of others */
  double time;
  const PlumeAxis *x_axis, *y_axis;
  PlumeProjection projection;
  gboolean linear;
  gsize width, height;
  gsize length, slice;
  guint32 **counts;
  gsize *inside;
} CountWork;

/* The whole part of a place, −1 below 0 and for NaN, @size beyond; without a jump */
static inline gint32
pixel_of (double place, double size)
{
  place = place > -1 ? place : -1;
  place = place < size ? place : size;
  return (gint32)(place + 1) - 1;
}

/* Whether a point is inside is as good as random where a raster holds a part of the plane, so what
 * is outside adds nothing to the first pixel instead of being jumped over. */
static void
count_linear (const CountWork *work, gsize from, gsize to, guint32 *counts, gsize *inside)
{
  const PlumeProjection *place = &work->projection;
  double width = (double)work->width, height = (double)work->height;
  guint32 n_columns = (guint32)work->width, n_rows = (guint32)work->height, n_inside = 0;

  for (gsize i = from; i < to; i++)
    {
      guint32 column = (guint32)pixel_of (work->x[i] * place->x_slope + place->x_offset, width);
      guint32 row = (guint32)pixel_of (work->y[i] * place->y_slope + place->y_offset, height);
      guint32 good = (column < n_columns) & (row < n_rows);

      counts[(row * n_columns + column) & -good] += good;
      n_inside += good;
    }
  *inside += n_inside;
}

/* The same for points that count differently. */
static void
count_weighted (
    const CountWork *work, const guint32 *weights, gsize length, guint32 *counts, gsize *inside)
{
  double width = (double)work->width, height = (double)work->height;

  for (gsize i = 0; i < length; i++)
    {
      double column = work->x[i] * work->projection.x_slope + work->projection.x_offset;
      double row = work->y[i] * work->projection.y_slope + work->projection.y_offset;

      if (column >= 0 && column < width && row >= 0 && row < height)
        {
          counts[(gsize)row * work->width + (gsize)column] += weights[i];
          *inside += weights[i] > 0;
        }
    }
}

#define BLOCK 512

/* Some points whose places have to be found first. */
static void
count_block (const CountWork *work, gsize from, gsize length, guint32 *counts, gsize *inside)
{
  CountWork block = *work;
  double x[BLOCK], y[BLOCK];
  guint32 weights[BLOCK];

  block.x = x;
  block.y = y;
  if (work->cloud != NULL)
    plume_cloud_get_places (work->cloud, work->time, from, length, x, y);
  else
    {
      memcpy (x, work->x + from, length * sizeof *x);
      memcpy (y, work->y + from, length * sizeof *y);
    }
  if (!work->linear)
    for (gsize k = 0; k < length; k++)
      {
        x[k] = plume_scale_forward (work->x_axis, x[k]);
        y[k] = plume_scale_forward (work->y_axis, y[k]);
      }
  if (work->cloud != NULL && work->cloud->weight != NULL)
    {
      plume_cloud_get_counts (work->cloud, from, length, weights);
      count_weighted (&block, weights, length, counts, inside);
    }
  else
    count_linear (&block, 0, length, counts, inside);
}

static void
count_slices (gsize from, gsize to, gpointer data)
{
  const CountWork *work = data;

  for (gsize slice = from; slice < to; slice++)
    {
      gsize begin = slice * work->slice, end = MIN (begin + work->slice, work->length);

      if (work->linear && work->cloud == NULL)
        count_linear (work, begin, end, work->counts[slice], &work->inside[slice]);
      else
        for (gsize i = begin; i < end; i += BLOCK)
          count_block (work, i, MIN (end - i, BLOCK), work->counts[slice], &work->inside[slice]);
    }
}

typedef struct
{
  guint32 **counts;
  gsize n_slices;
} MergeWork;

static void
merge_slices (gsize from, gsize to, gpointer data)
{
  const MergeWork *work = data;

  for (gsize slice = 1; slice < work->n_slices; slice++)
    for (gsize i = from; i < to; i++)
      work->counts[0][i] += work->counts[slice][i];
}

/* Counts all points into @counts, which are zero; returns how many are inside. */
static gsize
count_points (CountWork *work, guint32 *counts)
{
  gsize n_slices = work->length < 100000 ? 1 : (gsize)CLAMP (plume_parallel_get_threads (), 1, 16),
        total = 0;
  g_autofree guint32 **slices = g_new (guint32 *, n_slices);
  g_autofree gsize *inside = g_new0 (gsize, n_slices);

  slices[0] = counts;
  for (gsize i = 1; i < n_slices; i++)
    slices[i] = g_new0 (guint32, work->width * work->height);
  work->slice = (work->length + n_slices - 1) / n_slices;
  work->counts = slices;
  work->inside = inside;
  plume_parallel_for (n_slices, 1, count_slices, (gpointer)work, NULL, NULL);
  if (n_slices > 1)
    plume_parallel_for (work->width * work->height, 65536, merge_slices,
                        &(MergeWork){ slices, n_slices }, NULL, NULL);
  for (gsize i = 0; i < n_slices; i++)
    {
      total += inside[i];
      if (i > 0)
        g_free (slices[i]);
    }
  return total;
}

/**
 * plume_density_project:
 * @plot: a placed axes
 * @rect: the raster's extent, units
 * @width: @height: the raster's size
 *
 * Returns: where data, after the scales of their axes, are in the raster
 */
PlumeProjection
plume_density_project (const PlumePlot *plot, const PlumeRect *rect, gsize width, gsize height)
{
  const PlumeAxes *axes = plot->axes;
  const PlumeRect *frame = &plot->frame;
  double x_low = plume_scale_forward (&axes->x, plot->x_from),
         x_high = plume_scale_forward (&axes->x, plot->x_to);
  double y_low = plume_scale_forward (&axes->y, plot->y_from),
         y_high = plume_scale_forward (&axes->y, plot->y_to);
  double x_start = axes->x.reversed ? frame->x + frame->width : frame->x;
  double y_start = axes->y.reversed ? frame->y : frame->y + frame->height;
  double x_slope = (axes->x.reversed ? -1 : 1) * frame->width / (x_high - x_low);
  double y_slope = (axes->y.reversed ? 1 : -1) * frame->height / (y_high - y_low);
  double x_scale = (double)width / rect->width, y_scale = (double)height / rect->height;

  return (PlumeProjection){ .x_slope = x_slope * x_scale,
                            .x_offset = (x_start - x_low * x_slope - rect->x) * x_scale,
                            .y_slope = y_slope * y_scale,
                            .y_offset = (y_start - y_low * y_slope - rect->y) * y_scale };
}

/**
 * plume_density_count:
 * @plot: a placed axes
 * @mark: its points, or its cloud
 * @rect: the raster's extent, units
 * @width: @height: the raster's size
 * @counts: (out) (array): @width × @height counts, zero on entry, row 0 at the top; of a cloud with
 * weights in its quanta
 *
 * Returns: the number of points counted. O(n / cores + pixels)
 */
gsize
plume_density_count (const PlumePlot *plot,
                     const PlumeMark *mark,
                     const PlumeRect *rect,
                     gsize width,
                     gsize height,
                     guint32 *counts)
{
  const PlumeAxes *axes = plot->axes;
  CountWork work = {
    .x = mark->cloud == NULL ? mark->x->values : NULL,
    .y = mark->cloud == NULL ? mark->y->values : NULL,
    .cloud = mark->cloud,
    .time = mark->time,
    .x_axis = &axes->x,
    .y_axis = &axes->y,
    .projection = plume_density_project (plot, rect, width, height),
    .linear = plume_axis_is_linear (&axes->x) && plume_axis_is_linear (&axes->y),
    .width = width,
    .height = height,
    .length = plume_mark_get_length (mark),
  };

  return count_points (&work, counts);
}

/**
 * plume_density_cells:
 * @mark: a cloud with cells
 *
 * Returns: (transfer full): how many of its points, or what weight, is in each cell, from (x_from,
 * y_from) on, columns fastest, as in the image that it is painted like. O(n / cores + cells)
 */
PlumeArray *
plume_density_cells (const PlumeMark *mark)
{
  gsize n_cells = mark->n_rows * mark->n_columns;
  double x_slope = (double)mark->n_columns / (mark->x_to - mark->x_from),
         y_slope = (double)mark->n_rows / (mark->y_to - mark->y_from);
  CountWork work = {
    .cloud = mark->cloud,
    .time = mark->time,
    .projection = { x_slope, -mark->x_from * x_slope, y_slope, -mark->y_from * y_slope },
    .linear = TRUE,
    .width = mark->n_columns,
    .height = mark->n_rows,
    .length = mark->cloud->length,
  };
  g_autofree guint32 *counts = g_new0 (guint32, n_cells);
  PlumeArray *cells = plume_array_new (n_cells);

  count_points (&work, counts);
  for (gsize i = 0; i < n_cells; i++)
    cells->values[i] = counts[i] / plume_density_quanta (mark);
  return cells;
}

guint32
plume_density_find_greatest (const guint32 *counts, gsize n_pixels)
{
  guint32 greatest = 0;

  for (gsize i = 0; i < n_pixels; i++)
    greatest = MAX (greatest, counts[i]);
  return greatest;
}

/* Counts are sorted into slots: exactly below SLOTS, in equal ratios above. */
gsize
plume_density_get_slot (guint32 count, guint32 greatest)
{
  if (greatest < SLOTS)
    return count;
  return (gsize)(1 + (SLOTS - 2) * log (count) / log (greatest));
}

static double
slot_count (gsize slot, guint32 greatest)
{
  return greatest < SLOTS ? (double)slot : exp ((double)(slot - 1) / (SLOTS - 2) * log (greatest));
}

/* Whether counts become colours of a map, and not strengths of one colour. */
static gboolean
is_mapped (const PlumeMark *mark)
{
  return (mark->kind == PLUME_MARK_DENSITY && mark->codes == NULL)
         || mark->kind == PLUME_MARK_CLOUD;
}

double
plume_density_quanta (const PlumeMark *mark)
{
  return mark->cloud != NULL ? mark->cloud->quanta : 1;
}

double
plume_density_full (const PlumeMark *mark)
{
  return mark->value_to > mark->value_from ? mark->value_to : NAN;
}

/* Fraction of the tone range for every slot. */
void
plume_density_make_tones (const PlumeMark *mark,
                          const guint32 *counts,
                          gsize n_pixels,
                          guint32 greatest,
                          double tones[SLOTS])
{
  double quanta = plume_density_quanta (mark), full = plume_density_full (mark);

  if (isnan (full))
    full = greatest / quanta;
  if (mark->tone == PLUME_TONE_QUANTILE)
    {
      double total = 0, below = 0;

      memset (tones, 0, SLOTS * sizeof *tones);
      for (gsize i = 0; i < n_pixels; i++)
        if (counts[i] > 0)
          tones[plume_density_get_slot (counts[i], greatest)] += 1;
      for (gsize i = 0; i < SLOTS; i++)
        total += tones[i];
      for (gsize i = 0; i < SLOTS; i++)
        {
          double here = tones[i];

          tones[i] = total > 0 ? (below + 0.5 * here) / total : 0;
          below += here;
        }
      return;
    }
  for (gsize i = 0; i < SLOTS; i++)
    {
      double count = slot_count (MAX (i, 1), greatest) / quanta;

      if (full <= 1)
        tones[i] = 1;
      else if (mark->tone == PLUME_TONE_LINEAR && is_mapped (mark))
        tones[i] = (count - 1) / (full - 1);
      else
        tones[i] = (log1p (count) - log (2)) / (log1p (full) - log (2));
      tones[i] = CLAMP (tones[i], 0, 1);
    }
}

/**
 * plume_density_colour_at:
 * @layout: gives the style
 * @mark: a density, a cloud or points
 * @tone: 0 for a single point … 1 for the fullest pixel
 *
 * Returns: the colour, not premultiplied
 */
PlumeRgba
plume_density_colour_at (const PlumeLayout *layout, const PlumeMark *mark, double tone)
{
  PlumeColourMap map = plume_style_colour_map (&layout->style, mark->colour_map);
  PlumeRgba colour;

  /* The dark end of the maps does not stand out from a dark page. */
  if (is_mapped (mark))
    colour = plume_colour_map_at (map, layout->style.dark ? 0.25 + 0.75 * tone : 0.97 * tone);
  else
    {
      colour = plume_style_colour (&layout->style, mark->ink.colour);
      colour.alpha *= FAINTEST + (1 - FAINTEST) * tone;
    }
  colour.alpha *= mark->ink.opacity > 0 ? mark->ink.opacity : 1;
  return colour;
}

typedef struct
{
  const guint32 *counts, *colours;
  guint32 greatest;
  gsize width, stride;
  guint32 *pixels;
} ToneWork;

static void
tone_rows (gsize from, gsize to, gpointer data)
{
  const ToneWork *work = data;

  for (gsize row = from; row < to; row++)
    for (gsize i = 0; i < work->width; i++)
      {
        guint32 count = work->counts[row * work->width + i];

        if (count > 0)
          work->pixels[row * work->stride + i] =
              work->colours[plume_density_get_slot (count, work->greatest)];
      }
}

/**
 * plume_density_paint:
 * @layout: a layout
 * @plot: one of its plots
 * @mark: a density, a cloud or points
 * @rect: (out): where the pixels belong
 *
 * Returns: (transfer full): the density at the style's resolution
 */
cairo_surface_t *
plume_density_paint (const PlumeLayout *layout,
                     const PlumePlot *plot,
                     const PlumeMark *mark,
                     PlumeRect *rect)
{
  cairo_surface_t *surface = plume_pixels_new (layout, &plot->frame, rect);
  g_autofree guint32 *counts = NULL, *colours = NULL;
  g_autofree double *tones = NULL;
  ToneWork work;
  gsize height;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  work.width = (gsize)cairo_image_surface_get_width (surface);
  height = (gsize)cairo_image_surface_get_height (surface);
  counts = g_new0 (guint32, work.width * height);
  colours = g_new (guint32, SLOTS);
  tones = g_new (double, SLOTS);
  plume_density_count (plot, mark, rect, work.width, height, counts);
  work.greatest = plume_density_find_greatest (counts, work.width * height);
  plume_density_make_tones (mark, counts, work.width * height, work.greatest, tones);
  for (gsize i = 0; i < SLOTS; i++)
    colours[i] = plume_argb (plume_density_colour_at (layout, mark, tones[i]));
  work.counts = counts;
  work.colours = colours;
  work.pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  work.stride = (gsize)cairo_image_surface_get_stride (surface) / sizeof (guint32);
  plume_parallel_for (height, 32, tone_rows, &work, NULL, NULL);
  cairo_surface_mark_dirty (surface);
  return surface;
}
