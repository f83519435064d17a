/* plume-layout-hit.c: what is under a point of the picture: plot, datum, handle, legend entry; and
 * the words of the crosshair. */
#include "figure/plume-layout-private.h"
#include "figure/plume-ink.h"
#include "figure/plume-pixels.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
contains (const PlumeRect *rect, double x, double y)
{
  return x >= rect->x && x <= rect->x + rect->width && y >= rect->y && y <= rect->y + rect->height;
}

int
plume_layout_plot_at (const PlumeLayout *layout, double x, double y)
{
  for (guint i = 0; i < layout->plots->len; i++)
    if (contains (&((const PlumePlot *)g_ptr_array_index (layout->plots, i))->frame, x, y))
      return (int)i;
  return -1;
}

static gsize
bisect (const PlumeArray *x, double limit)
{
  gsize low = 0, high = x->length;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (x->values[middle] < limit)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* By category + 1: whether it is switched off; NULL where all are shown. */
static guint8 *
list_hidden (const PlumeLayout *layout, const PlumeMark *mark)
{
  guint8 *hidden;

  if (mark->codes == NULL || layout->hidden_marks == NULL)
    return NULL;
  hidden = g_new0 (guint8, mark->n_categories + 1);
  for (int i = 0; i < (int)mark->n_categories; i++)
    hidden[i + 1] = !plume_layout_shows_category (layout, mark, i);
  return hidden;
}

/* Looks at one mark; a datum nearer than *distance takes its place. */
static void
look_at_columns (const PlumePlot *plot,
                 const PlumeMark *mark,
                 const guint8 *hidden,
                 double x,
                 double y,
                 double *distance,
                 PlumeHit *hit)
{
  gsize first = 0, last = mark->x->length;

  if (mark->x_sorted && mark->kind != PLUME_MARK_BARS && mark->kind != PLUME_MARK_SEGMENTS)
    {
      double a = plume_plot_x_inverse (plot, x - *distance),
             b = plume_plot_x_inverse (plot, x + *distance);

      first = bisect (mark->x, MIN (a, b));
      last = bisect (mark->x, MAX (a, b));
      last = MIN (last + 1, mark->x->length);
    }
  for (gsize i = first; i < last; i++)
    {
      double dx, dy, here;

      if (hidden != NULL && hidden[plume_mark_get_category (mark, i) + 1])
        continue;
      plume_plot_place (plot, mark, i, &dx, &dy);
      dx -= x;
      dy -= y;
      here = hypot (dx, dy);
      if (mark->kind == PLUME_MARK_BARS)
        {
          double right = plume_plot_x (plot, mark->x1->values[i]) - x;

          here = dx * right <= 0 ? fabs (dy) : NAN;
        }
      else if (mark->kind == PLUME_MARK_BAND)
        here = fmin (here, hypot (dx, plume_plot_y (plot, mark->y1->values[i]) - y));
      else if (mark->kind == PLUME_MARK_SEGMENTS)
        here = fmin (here, hypot (plume_plot_x (plot, mark->x1->values[i]) - x,
                                  plume_plot_y (plot, mark->y1->values[i]) - y));
      if (here < *distance)
        {
          *distance = here;
          hit->mark = mark;
          hit->index = i;
          hit->x = mark->x->values[i];
          hit->y = mark->y->values[i];
          hit->value = mark->value != NULL ? mark->value->values[i] : NAN;
          hit->z = mark->z != NULL ? mark->z->values[i] : NAN;
        }
    }
}

static void
look_at_cloud (const PlumePlot *plot,
               const PlumeMark *mark,
               double x,
               double y,
               double *distance,
               PlumeHit *hit)
{
  double xs[512], ys[512];

  for (gsize from = 0; from < mark->cloud->length; from += 512)
    {
      gsize length = MIN (mark->cloud->length - from, 512);

      plume_cloud_get_places (mark->cloud, mark->time, from, length, xs, ys);
      for (gsize i = 0; i < length; i++)
        {
          double here = hypot (plume_plot_x (plot, xs[i]) - x, plume_plot_y (plot, ys[i]) - y);

          if (here < *distance)
            {
              *distance = here;
              *hit = (PlumeHit){ hit->plot, mark, from + i, xs[i], ys[i], NAN };
            }
        }
    }
}

static gboolean
look_at_image (const PlumePlot *plot, const PlumeMark *mark, double x, double y, PlumeHit *hit)
{
  double column = (plume_plot_x_inverse (plot, x) - mark->x_from) / (mark->x_to - mark->x_from)
                  * (double)mark->n_columns;
  double row = (plume_plot_y_inverse (plot, y) - mark->y_from) / (mark->y_to - mark->y_from)
               * (double)mark->n_rows;

  if (!(column >= 0 && column < (double)mark->n_columns && row >= 0 && row < (double)mark->n_rows))
    return FALSE;
  hit->mark = mark;
  hit->index = (gsize)row * mark->n_columns + (gsize)column;
  hit->x =
      mark->x_from + (floor (column) + 0.5) * (mark->x_to - mark->x_from) / (double)mark->n_columns;
  hit->y = mark->y_from + (floor (row) + 0.5) * (mark->y_to - mark->y_from) / (double)mark->n_rows;
  hit->value = mark->value->values[hit->index];
  return TRUE;
}

#define MOST_COUNTED 4000000 /* points that are counted while the pointer moves */

/* The count of one cell of a cloud */
static gboolean
look_at_cells (const PlumePlot *plot, const PlumeMark *mark, double x, double y, PlumeHit *hit)
{
  double width = (mark->x_to - mark->x_from) / (double)mark->n_columns,
         height = (mark->y_to - mark->y_from) / (double)mark->n_rows;
  double column = floor ((plume_plot_x_inverse (plot, x) - mark->x_from) / width),
         row = floor ((plume_plot_y_inverse (plot, y) - mark->y_from) / height);
  PlumeMark cell = *mark;

  if (!(column >= 0 && column < (double)mark->n_columns && row >= 0 && row < (double)mark->n_rows))
    return FALSE;
  cell.n_rows = cell.n_columns = 1;
  cell.x_from += column * width;
  cell.x_to = cell.x_from + width;
  cell.y_from += row * height;
  cell.y_to = cell.y_from + height;
  hit->mark = mark;
  hit->index = (gsize)row * mark->n_columns + (gsize)column;
  hit->x = cell.x_from + 0.5 * width;
  hit->y = cell.y_from + 0.5 * height;
  hit->value = NAN;
  if (mark->cloud->length <= MOST_COUNTED)
    {
      g_autoptr (PlumeArray) count = plume_density_cells (&cell);

      hit->value = count->values[0];
    }
  return TRUE;
}

/**
 * plume_layout_nearest:
 * @layout: a layout
 * @x: @y: a point, units
 * @radius: how far to look
 * @hit: (out): the datum
 *
 * Finds the datum nearest to a point among the marks shown; an image answers where nothing else is
 * near. Sorted marks are bisected, others looked through.
 *
 * Returns: whether there is one; @hit has the plot in any case
 */
gboolean
plume_layout_nearest (const PlumeLayout *layout, double x, double y, double radius, PlumeHit *hit)
{
  const PlumePlot *plot;
  double distance = radius;

  *hit = (PlumeHit){ plume_layout_plot_at (layout, x, y), NULL, 0, NAN, NAN, NAN };
  if (hit->plot < 0)
    return FALSE;
  plot = g_ptr_array_index (layout->plots, hit->plot);
  for (guint i = 0; i < plot->axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i);

      if (!plume_layout_shows (layout, mark) || plume_mark_has_cells (mark))
        continue;
      if (mark->kind == PLUME_MARK_CLOUD)
        look_at_cloud (plot, mark, x, y, &distance, hit);
      else if (mark->x != NULL && mark->y != NULL && mark->kind != PLUME_MARK_TEXT)
        {
          g_autofree guint8 *hidden = list_hidden (layout, mark);

          look_at_columns (plot, mark, hidden, x, y, &distance, hit);
        }
    }
  for (guint i = plot->axes->marks->len; i > 0 && hit->mark == NULL; i--)
    {
      const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, i - 1);

      if (!plume_layout_shows (layout, mark))
        continue;
      if (mark->kind == PLUME_MARK_IMAGE)
        look_at_image (plot, mark, x, y, hit);
      else if (plume_mark_has_cells (mark))
        look_at_cells (plot, mark, x, y, hit);
    }
  return hit->mark != NULL;
}

gboolean
plume_layout_handle_at (const PlumeLayout *layout, double x, double y, double radius, PlumeHit *hit)
{
  double distance = radius;

  *hit = (PlumeHit){ -1, NULL, 0, NAN, NAN, NAN };
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint k = 0; k < plot->axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, k);
          double here;

          if (mark->kind != PLUME_MARK_HANDLE || !plume_layout_shows (layout, mark))
            continue;
          here = hypot (plume_plot_x (plot, mark->x->values[0]) - x,
                        plume_plot_y (plot, mark->y->values[0]) - y);
          if (here <= distance)
            {
              distance = here;
              *hit = (PlumeHit){ (int)i, mark, 0, mark->x->values[0], mark->y->values[0], NAN };
            }
        }
    }
  return hit->mark != NULL;
}

static const PlumeLegendEntry *
find_entry (const PlumeLayout *layout, double x, double y)
{
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint k = 0; k < plot->legend->len; k++)
        {
          const PlumeLegendEntry *entry = &g_array_index (plot->legend, PlumeLegendEntry, k);

          if (contains (&entry->box, x, y))
            return entry;
        }
    }
  return NULL;
}

const PlumeMark *
plume_layout_legend_at (const PlumeLayout *layout, double x, double y)
{
  const PlumeLegendEntry *entry = find_entry (layout, x, y);

  return entry != NULL ? entry->mark : NULL;
}

char *
plume_layout_legend_toggle_at (const PlumeLayout *layout, double x, double y)
{
  const PlumeLegendEntry *entry = find_entry (layout, x, y);

  if (entry == NULL)
    return NULL;
  return entry->category >= 0 ? plume_category_id (entry->mark, entry->category)
                              : g_strdup (entry->mark->id);
}

void
plume_layout_hit_place (const PlumeLayout *layout, const PlumeHit *hit, double *x, double *y)
{
  const PlumePlot *plot = g_ptr_array_index (layout->plots, hit->plot);
  double place[2];

  *x = plume_plot_x (plot, hit->x);
  *y = plume_plot_y (plot, hit->y);
  if (plot->space == NULL || hit->mark == NULL || hit->mark->z == NULL)
    return;
  plume_space_place (plot, hit->x, hit->y, hit->z, place, NULL);
  *x = place[0];
  *y = place[1];
}

PlumeRgba
plume_layout_hit_colour (const PlumeLayout *layout, const PlumeHit *hit)
{
  return hit->mark->codes != NULL ? plume_style_category (
             &layout->style, plume_mark_get_category (hit->mark, hit->index))
                                  : plume_ink_get_hue (&layout->style, &hit->mark->ink);
}

static gboolean
is_function (const char *word, gsize length)
{
  static const char *const names[] = { "Re", "Im", "ln", "lg", "exp", "tr", "arg", "max", "min" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && strncmp (names[i], word, length) == 0)
      return TRUE;
  return length >= 3 && strncmp (word, "log", 3) == 0;
}

/* The symbol in a title, with what is done to it: of "Action √<i>J</i>" the root, of "Heat
 * log<sub>10</sub> <i>H</i>" the logarithm; up to a comma. NULL where there is none. */
static char *
find_symbol (const char *title)
{
  const char *italic = title != NULL ? strstr (title, "<i>") : NULL, *begin = italic, *end, *before;
  g_autofree char *symbol = NULL;

  if (italic == NULL)
    return NULL;
  while (begin > title && begin[-1] != ' ')
    begin--;
  if (begin - 1 > title)
    {
      for (before = begin - 1; before > title && before[-1] != ' ';)
        before--;
      if (is_function (before, (gsize)(begin - 1 - before)))
        begin = before;
    }
  end = strstr (italic, ", ");
  symbol = end != NULL ? g_strndup (begin, (gsize)(end - begin)) : g_strdup (begin);
  return plume_text_safe_markup (symbol);
}

/* "<i>t</i> = 12.4 s": the symbol where the title has one, else the title. */
static char *
describe_coordinate (
    const PlumeAxis *axis, const char *fallback, double value, double from, double to)
{
  const char *unit = axis->unit;
  g_autofree char *symbol = find_symbol (axis->title);
  g_autofree char *name =
      symbol != NULL ? g_steal_pointer (&symbol) : plume_text_safe_markup (axis->title);
  g_autofree char *number = NULL, *safe_unit = NULL;

  if (axis->scale == PLUME_SCALE_CATEGORY && axis->categories != NULL)
    {
      double index = round (value);

      if (index >= 0 && index < g_strv_length (axis->categories))
        return plume_text_safe_markup (axis->categories[(guint)index]);
    }
  if (axis->scale == PLUME_SCALE_TIME)
    {
      const PlumeTimeUnit *time = plume_time_unit (from, to);

      value /= time->seconds;
      unit = time->name;
    }
  number = plume_number_text (value, 5);
  safe_unit = plume_text_safe_markup (unit != NULL ? unit : "");
  return g_strdup_printf ("%s = %s%s%s", name != NULL && *name != '\0' ? name : fallback, number,
                          *safe_unit != '\0' ? "\xe2\x80\x89" : "", safe_unit);
}

/**
 * plume_layout_describe_hit:
 * @layout: a layout
 * @hit: what plume_layout_nearest() found
 *
 * Returns: (transfer full): markup for the crosshair: name, coordinates with units, value
 */
char *
plume_layout_describe_hit (const PlumeLayout *layout, const PlumeHit *hit)
{
  const PlumePlot *plot = hit->plot >= 0 && (guint)hit->plot < layout->plots->len
                              ? g_ptr_array_index (layout->plots, hit->plot)
                              : NULL;
  g_autofree char *x = NULL, *y = NULL, *text = NULL;

  if (plot == NULL || hit->mark == NULL)
    return g_strdup ("");
  x = describe_coordinate (&plot->axes->x, "<i>x</i>", hit->x, plot->x_from, plot->x_to);
  y = describe_coordinate (&plot->axes->y, "<i>y</i>", hit->y, plot->y_from, plot->y_to);
  text = g_strconcat (x, ", ", y, NULL);
  if (plot->space != NULL && hit->mark->z != NULL)
    {
      g_autofree char *z = describe_coordinate (&plot->axes->z, "<i>z</i>", hit->z,
                                                plot->space->z_from, plot->space->z_to);
      char *deep = g_strconcat (text, ", ", z, NULL);

      g_free (text);
      text = deep;
    }
  if (plume_mark_get_category (hit->mark, hit->index) >= 0)
    {
      int category = plume_mark_get_category (hit->mark, hit->index);
      g_autofree char *name = plume_text_safe_markup (hit->mark->categories[category]);
      char *named = g_strconcat (name, ": ", text, NULL);

      g_free (text);
      text = named;
    }
  if (hit->mark->label != NULL && *hit->mark->label != '\0')
    {
      g_autofree char *label = plume_text_safe_markup (hit->mark->label);
      char *named = g_strconcat (label, ": ", text, NULL);

      g_free (text);
      text = named;
    }
  if ((hit->mark->value != NULL || plume_mark_has_cells (hit->mark)) && !isnan (hit->value))
    {
      g_autofree char *title = plume_text_safe_markup (hit->mark->value_title);
      g_autofree char *number = plume_number_text (hit->value, 5);
      char *valued =
          g_strconcat (text, ", ", title != NULL ? title : _ ("value"), " = ", number, NULL);

      g_free (text);
      text = valued;
    }
  return g_steal_pointer (&text);
}
