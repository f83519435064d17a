/* plume-mixture.c: very many points that differ, pixel by pixel: the mixture of their categories'
 * colours (as datashader mixes them; Cottam, Wang & Lumsdaine 2014), the mean of their values, and
 * below them, in grey, those that are not chosen.
 *
 * All sums are of whole numbers (colours of 8 bits, values of 20), so they are the same in any
 * order and for any number of threads. It knows no Cairo but the surface it fills.
 */
#include "figure/plume-stamps.h"

#include "core/plume-parallel.h"
#include "figure/plume-layout-private.h"

#include <math.h>

#define BLOCK         512
#define MOST_SLICES   4 /* each has a raster of its own */
#define VALUE_STEPS   1048576.0
#define FAINTEST      0.35
#define GREY_FROM     0.10
#define GREY_TO       0.45
#define ROWS_A_CHUNK  32
#define CELLS_A_CHUNK 65536

/* What is known of one pixel. */
typedef struct
{
  guint32 chosen, faint; /* how many points */
  union
  {
    guint32 colour[3]; /* sums of red, green and blue */
    guint64 value;     /* sum of values, in steps */
  };
} Cell;

typedef struct
{
  const PlumeMark *mark;
  const PlumePointInk *ink;
  guint32 (*colours)[4]; /* by category + 1: red, green, blue, whether it is shown */
  gboolean has_values;
  PlumePlacing placing;
  gsize width, height, slice;
  Cell **cells;
} Work;

/**
 * plume_mark_is_mixture:
 * @layout: gives the selection
 * @mark: a density, or very many points
 *
 * Returns: whether its points differ, so that plume_mixture_paint() paints it
 */
gboolean
plume_mark_is_mixture (const PlumeLayout *layout, const PlumeMark *mark)
{
  return (mark->kind == PLUME_MARK_POINTS || mark->kind == PLUME_MARK_DENSITY)
         && (mark->codes != NULL || mark->value != NULL || mark->z != NULL
             || (mark->n_items > 0 && layout->selection != NULL));
}

/* The cell of each point of a block, and whether it is drawn there; the others have cell 0. */
static void
find_cells (const Work *work, gsize from, gsize length, guint32 cells[BLOCK], guint32 drawn[BLOCK])
{
  double columns[BLOCK], rows[BLOCK], width = (double)work->width, height = (double)work->height;

  plume_placing_find (&work->placing, work->mark, from, length, columns, rows);
  for (gsize i = 0; i < length; i++)
    {
      gboolean inside =
          (columns[i] >= 0) & (columns[i] < width) & (rows[i] >= 0) & (rows[i] < height);
      double column = inside ? columns[i] : 0, row = inside ? rows[i] : 0;

      drawn[i] = (guint32)inside;
      cells[i] = (guint32)row * (guint32)work->width + (guint32)column;
    }
}

/* Whether a point is chosen or of a category is as good as random, so that what does not count is
 * added as nothing instead of being jumped over. */
static void
add_colours (const Work *work, gsize from, gsize length, Cell *sums)
{
  guint32 cells[BLOCK], drawn[BLOCK];

  find_cells (work, from, length, cells, drawn);
  for (gsize i = 0; i < length; i++)
    {
      Cell *cell = &sums[cells[i]];
      const guint32 *colour = work->colours[plume_mark_get_category (work->mark, from + i) + 1];
      guint32 faint = (guint32)plume_point_ink_is_faint (work->ink, from + i);
      guint32 counts = drawn[i] & colour[3], chosen = counts & (faint ^ 1);

      cell->chosen += chosen;
      cell->faint += counts & faint;
      for (int k = 0; k < 3; k++)
        cell->colour[k] += colour[k] & -chosen;
    }
}

static void
add_values (const Work *work, gsize from, gsize length, Cell *sums)
{
  const double *values = work->mark->value->values + from;
  double low = work->ink->from, scale = 1 / (work->ink->to - work->ink->from);
  guint32 cells[BLOCK], drawn[BLOCK];

  find_cells (work, from, length, cells, drawn);
  for (gsize i = 0; i < length; i++)
    {
      Cell *cell = &sums[cells[i]];
      double fraction = (values[i] - low) * scale;
      guint32 faint = (guint32)plume_point_ink_is_faint (work->ink, from + i);
      guint32 counts = drawn[i] & (guint32)(fraction == fraction), chosen = counts & (faint ^ 1);

      fraction = fraction > 0 ? fraction : 0;
      fraction = fraction < 1 ? fraction : 1;
      cell->chosen += chosen;
      cell->faint += counts & faint;
      cell->value += (guint64)(fraction * VALUE_STEPS + 0.5) & -(guint64)chosen;
    }
}

static void
add_slices (gsize from, gsize to, gpointer data)
{
  const Work *work = data;

  for (gsize slice = from; slice < to; slice++)
    {
      gsize end = MIN ((slice + 1) * work->slice, work->mark->x->length);

      for (gsize begin = slice * work->slice; begin < end; begin += BLOCK)
        {
          gsize length = MIN (end - begin, BLOCK);

          if (work->has_values)
            add_values (work, begin, length, work->cells[slice]);
          else
            add_colours (work, begin, length, work->cells[slice]);
        }
    }
}

typedef struct
{
  Cell **cells;
  gsize n_slices;
  gboolean has_values;
} Merge;

static void
merge_slices (gsize from, gsize to, gpointer data)
{
  const Merge *merge = data;
  Cell *sums = merge->cells[0];

  for (gsize slice = 1; slice < merge->n_slices; slice++)
    for (gsize i = from; i < to; i++)
      {
        const Cell *cell = &merge->cells[slice][i];

        sums[i].chosen += cell->chosen;
        sums[i].faint += cell->faint;
        if (merge->has_values)
          sums[i].value += cell->value;
        else
          for (int k = 0; k < 3; k++)
            sums[i].colour[k] += cell->colour[k];
      }
}

/* Adds all points up; returns the cells. */
static Cell *
add_points (Work *work)
{
  gsize n_slices = work->mark->x->length < 100000
                       ? 1
                       : (gsize)CLAMP (plume_parallel_get_threads (), 1, MOST_SLICES);
  Cell *cells[MOST_SLICES];

  for (gsize i = 0; i < n_slices; i++)
    cells[i] = g_new0 (Cell, work->width * work->height);
  work->slice = (work->mark->x->length + n_slices - 1) / n_slices;
  work->cells = cells;
  plume_parallel_for (n_slices, 1, add_slices, work, NULL, NULL);
  if (n_slices > 1)
    plume_parallel_for (work->width * work->height, CELLS_A_CHUNK, merge_slices,
                        &(Merge){ cells, n_slices, work->has_values }, NULL, NULL);
  for (gsize i = 1; i < n_slices; i++)
    g_free (cells[i]);
  return cells[0];
}

typedef struct
{
  const PlumeLayout *layout;
  const PlumeMark *mark;
  const PlumePointInk *ink;
  gboolean has_values, has_colours;
  double unit; /* of colours: what one full point adds */
  const Cell *cells;
  gsize width, stride;
  guint32 greatest[2];               /* of chosen and of faint points */
  double tones[2][PLUME_TONE_SLOTS]; /* of the same */
  guint32 *pixels;
} Toning;

static PlumeRgba
chosen_colour (const Toning *toning, const Cell *cell)
{
  double tone = toning->tones[0][plume_density_get_slot (cell->chosen, toning->greatest[0])];
  double opacity = toning->mark->ink.opacity > 0 ? toning->mark->ink.opacity : 1;
  PlumeRgba colour;

  if (toning->has_values)
    {
      const PlumePointInk *ink = toning->ink;
      double mean =
          ink->from + (double)cell->value / cell->chosen / VALUE_STEPS * (ink->to - ink->from);
      double fraction = plume_mark_tone_fraction (toning->mark, ink->from, ink->to, mean);

      colour = ink->values[(int)(CLAMP (fraction, 0, 1) * (PLUME_COLOUR_TABLE - 1) + 0.5)];
      colour.alpha = opacity;
      return colour;
    }
  if (!toning->has_colours)
    return plume_density_colour_at (toning->layout, toning->mark, tone);
  colour.red = cell->colour[0] / (toning->unit * cell->chosen);
  colour.green = cell->colour[1] / (toning->unit * cell->chosen);
  colour.blue = cell->colour[2] / (toning->unit * cell->chosen);
  colour.alpha = opacity * (FAINTEST + (1 - FAINTEST) * tone);
  return colour;
}

static guint32
over (PlumeRgba above, PlumeRgba below)
{
  double rest = below.alpha * (1 - above.alpha), alpha = above.alpha + rest;

  if (alpha <= 0)
    return 0;
  return plume_argb ((PlumeRgba){ (above.red * above.alpha + below.red * rest) / alpha,
                                  (above.green * above.alpha + below.green * rest) / alpha,
                                  (above.blue * above.alpha + below.blue * rest) / alpha, alpha });
}

static void
tone_rows (gsize from, gsize to, gpointer data)
{
  const Toning *toning = data;

  for (gsize row = from; row < to; row++)
    for (gsize i = 0; i < toning->width; i++)
      {
        const Cell *cell = &toning->cells[row * toning->width + i];
        PlumeRgba above = { 0, 0, 0, 0 }, below = toning->ink->faint;

        if (cell->chosen == 0 && cell->faint == 0)
          continue;
        below.alpha = 0;
        if (cell->faint > 0)
          below.alpha =
              GREY_FROM
              + (GREY_TO - GREY_FROM)
                    * toning->tones[1][plume_density_get_slot (cell->faint, toning->greatest[1])];
        if (cell->chosen > 0)
          above = chosen_colour (toning, cell);
        toning->pixels[row * toning->stride + i] = over (above, below);
      }
}

static void
make_tones (Toning *toning, gsize n_pixels)
{
  g_autofree guint32 *counts = g_new (guint32, n_pixels);
  PlumeMark counted = *toning->mark;

  if (toning->has_values) /* whose tone is another matter */
    counted.tone = PLUME_TONE_LOG1P;
  for (int layer = 0; layer < 2; layer++)
    {
      for (gsize i = 0; i < n_pixels; i++)
        counts[i] = layer == 0 ? toning->cells[i].chosen : toning->cells[i].faint;
      toning->greatest[layer] = plume_density_find_greatest (counts, n_pixels);
      plume_density_make_tones (&counted, counts, n_pixels, toning->greatest[layer],
                                toning->tones[layer]);
    }
}

/* Colours in whole numbers, so large that the sum of all points fits. */
static void
make_colours (Work *work, guint32 unit)
{
  guint n = work->mark->codes != NULL ? work->mark->n_categories : 0;

  work->colours = g_malloc (sizeof *work->colours * (n + 1));
  for (guint i = 0; i <= n; i++)
    {
      PlumeRgba colour = work->ink->categories != NULL ? work->ink->categories[i] : work->ink->ink;

      work->colours[i][0] = (guint32)(colour.red * unit + 0.5);
      work->colours[i][1] = (guint32)(colour.green * unit + 0.5);
      work->colours[i][2] = (guint32)(colour.blue * unit + 0.5);
      work->colours[i][3] = colour.alpha > 0;
    }
}

/**
 * plume_mixture_paint:
 * @layout: a layout
 * @plot: one of its plots
 * @mark: a density or points, see plume_mark_is_mixture()
 * @rect: (out): where the pixels belong
 *
 * A pixel has the mean colour of its points, as strong as they are many; with values the colour of
 * their mean, whatever their number. Values beyond the range of the colour map count as its ends.
 *
 * Returns: (transfer full): the picture at the style's resolution. O(n / cores + pixels)
 */
cairo_surface_t *
plume_mixture_paint (const PlumeLayout *layout,
                     const PlumePlot *plot,
                     const PlumeMark *mark,
                     PlumeRect *rect)
{
  cairo_surface_t *surface = plume_pixels_new (layout, &plot->frame, rect);
  guint32 unit = (guint32)CLAMP (G_MAXUINT32 / (mark->x->length + 1), 1, 255);
  g_autofree Toning *toning = NULL;
  g_autofree Cell *cells = NULL;
  PlumePointInk ink;
  Work work = { .mark = mark, .ink = &ink };

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS
      || (mark->z != NULL && plot->space == NULL))
    return surface;
  work.width = (gsize)cairo_image_surface_get_width (surface);
  work.height = (gsize)cairo_image_surface_get_height (surface);
  plume_point_ink_init (&ink, layout, mark);
  work.has_values = mark->value != NULL && mark->codes == NULL;
  work.placing = plume_placing_new_for (plot, rect, work.width, work.height);
  make_colours (&work, unit);
  cells = add_points (&work);
  g_free (work.colours);

  toning = g_new (Toning, 1);
  *toning = (Toning){ .layout = layout,
                      .mark = mark,
                      .ink = &ink,
                      .has_values = work.has_values,
                      .has_colours = mark->codes != NULL || mark->kind == PLUME_MARK_POINTS,
                      .unit = unit,
                      .cells = cells,
                      .width = work.width };
  toning->pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  toning->stride = (gsize)cairo_image_surface_get_stride (surface) / sizeof (guint32);
  make_tones (toning, work.width * work.height);
  plume_parallel_for (work.height, ROWS_A_CHUNK, tone_rows, toning, NULL, NULL);
  plume_point_ink_clear (&ink);
  cairo_surface_mark_dirty (surface);
  return surface;
}
