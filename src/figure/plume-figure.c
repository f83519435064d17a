/* plume-figure.c: building figures.
 *
 * A figure is written by one thread and then shared for ever, so what painters would have to look
 * up in every frame (the ranges of the columns, whether x is sorted) is found here, once. It knows
 * no style, no size and no pixels.
 */
#include "figure/plume-figure.h"

#include <math.h>

/**
 * plume_colour_of_component:
 * @index: number of the component, from 0
 *
 * Returns: its colour; the six hues of the palette and grey take turns
 */
PlumeColour
plume_colour_of_component (guint index)
{
  return (PlumeColour)(index % (PLUME_COLOUR_GREY + 1));
}

static void
free_mark (gpointer data)
{
  PlumeMark *mark = data;

  g_free (mark->id);
  g_free (mark->label);
  g_free (mark->value_title);
  g_strfreev (mark->texts);
  g_strfreev (mark->categories);
  plume_array_unref (mark->codes);
  plume_array_unref (mark->items);
  plume_array_unref (mark->x);
  plume_array_unref (mark->y);
  plume_array_unref (mark->z);
  plume_array_unref (mark->x1);
  plume_array_unref (mark->y1);
  plume_array_unref (mark->value);
  plume_cloud_unref (mark->cloud);
  g_free (mark);
}

static void
clear_axis (PlumeAxis *axis)
{
  g_free (axis->title);
  g_free (axis->unit);
  g_strfreev (axis->categories);
}

static void
free_axes (gpointer data)
{
  PlumeAxes *axes = data;

  g_free (axes->id);
  g_free (axes->title);
  clear_axis (&axes->x);
  clear_axis (&axes->y);
  clear_axis (&axes->z);
  g_ptr_array_unref (axes->marks);
  g_free (axes);
}

static void
clear_figure (gpointer data)
{
  PlumeFigure *figure = data;

  g_free (figure->id);
  g_free (figure->title);
  g_free (figure->note);
  g_ptr_array_unref (figure->axes);
}

/**
 * plume_figure_new:
 * @id: of the view
 * @title: (nullable): translated, may hold Pango markup
 *
 * Returns: (transfer full): a figure without axes
 */
PlumeFigure *
plume_figure_new (const char *id, const char *title)
{
  PlumeFigure *figure = g_atomic_rc_box_new0 (PlumeFigure);

  figure->id = g_strdup (id);
  figure->title = g_strdup (title);
  figure->axes = g_ptr_array_new_with_free_func (free_axes);
  figure->n_columns = 1;
  return figure;
}

PlumeFigure *
plume_figure_ref (PlumeFigure *figure)
{
  return g_atomic_rc_box_acquire (figure);
}

void
plume_figure_unref (PlumeFigure *figure)
{
  if (figure != NULL)
    g_atomic_rc_box_release_full (figure, clear_figure);
}

/**
 * plume_figure_set_note:
 * @figure: a figure being built
 * @note: (nullable): one sentence that is shown instead of a picture where there is nothing to draw
 */
void
plume_figure_set_note (PlumeFigure *figure, const char *note)
{
  g_free (figure->note);
  figure->note = g_strdup (note);
}

/**
 * plume_figure_set_columns:
 * @figure: a figure being built
 * @n_columns: how many axes stand side by side, at least 1
 *
 * Lets the axes fill rows of @n_columns from the left. Frames of all columns are equally wide;
 * those of a row are as high as the greatest weight in it asks for. A single row, which has no
 * second one to stand in line with, breaks into more of them where the picture is narrow.
 */
void
plume_figure_set_columns (PlumeFigure *figure, guint n_columns)
{
  figure->n_columns = MAX (n_columns, 1);
}

/**
 * plume_figure_add_axes:
 * @figure: a figure being built
 * @id: kebab-case, unique within the figure
 * @title: (nullable): translated, may hold Pango markup
 * @weight: share of the figure's height, above 0
 *
 * Adds axes at the right of those that are there while their row has room, else below.
 *
 * Returns: (transfer none): linear axes without marks
 */
PlumeAxes *
plume_figure_add_axes (PlumeFigure *figure, const char *id, const char *title, double weight)
{
  PlumeAxes *axes = g_new0 (PlumeAxes, 1);

  axes->id = g_strdup (id);
  axes->title = g_strdup (title);
  axes->weight = weight > 0 ? weight : 1;
  axes->marks = g_ptr_array_new_with_free_func (free_mark);
  g_ptr_array_add (figure->axes, axes);
  return axes;
}

void
plume_axis_set (PlumeAxis *axis, PlumeScaleKind scale, const char *title, const char *unit)
{
  axis->scale = scale;
  g_free (axis->title);
  axis->title = g_strdup (title);
  g_free (axis->unit);
  axis->unit = g_strdup (unit);
}

/**
 * plume_axis_set_limits:
 * @axis: an axis
 * @from: @to: limits in data units; equal for those of the data
 */
void
plume_axis_set_limits (PlumeAxis *axis, double from, double to)
{
  axis->from = from;
  axis->to = to;
}

void
plume_axis_set_categories (PlumeAxis *axis, const char *const *categories)
{
  axis->scale = PLUME_SCALE_CATEGORY;
  g_strfreev (axis->categories);
  axis->categories = g_strdupv ((GStrv)categories);
}

/* Whether data and paper are in proportion. */
gboolean
plume_axis_is_linear (const PlumeAxis *axis)
{
  return axis->scale != PLUME_SCALE_LOG && axis->scale != PLUME_SCALE_SYMLOG;
}

static const PlumeRange no_range = { NAN, NAN, NAN };

static void
range_add (PlumeRange *range, double value)
{
  if (!isfinite (value))
    return;
  if (!(value >= range->low))
    range->low = value;
  if (!(value <= range->high))
    range->high = value;
  if (value > 0 && !(value >= range->least_positive))
    range->least_positive = value;
}

static void
range_add_array (PlumeRange *range, const PlumeArray *array)
{
  double low = INFINITY, high = -INFINITY, positive = INFINITY;

  if (array == NULL)
    return;
  for (gsize i = 0; i < array->length; i++)
    {
      double value = array->values[i];

      if (!isfinite (value))
        continue;
      low = MIN (low, value);
      high = MAX (high, value);
      if (value > 0)
        positive = MIN (positive, value);
    }
  range_add (range, low);
  range_add (range, high);
  range_add (range, positive);
}

static gboolean
is_sorted (const PlumeArray *array)
{
  if (array == NULL || array->length == 0 || isnan (array->values[0]))
    return FALSE;
  for (gsize i = 1; i < array->length; i++)
    if (!(array->values[i] >= array->values[i - 1]))
      return FALSE;
  return TRUE;
}

static PlumeArray *
share (PlumeArray *array)
{
  return array != NULL ? plume_array_ref (array) : NULL;
}

static PlumeMark *
add_mark (PlumeAxes *axes, PlumeMarkKind kind, const char *id, const char *label, PlumeInk ink)
{
  PlumeMark *mark = g_new0 (PlumeMark, 1);

  mark->kind = kind;
  mark->id = g_strdup (id);
  mark->label = g_strdup (label);
  mark->ink = ink;
  mark->x_range = mark->y_range = mark->z_range = mark->value_range = no_range;
  g_ptr_array_add (axes->marks, mark);
  return mark;
}

/* Columns of one length; the length of a mark is that of its shortest column, so that a wrong view
 * cannot make a painter read beyond. */
static PlumeMark *
set_columns (PlumeMark *mark, PlumeArray *x, PlumeArray *y, PlumeArray *x1, PlumeArray *y1)
{
  mark->x = share (x);
  mark->y = share (y);
  mark->x1 = share (x1);
  mark->y1 = share (y1);
  range_add_array (&mark->x_range, x);
  range_add_array (&mark->x_range, x1);
  range_add_array (&mark->y_range, y);
  range_add_array (&mark->y_range, y1);
  mark->x_sorted = is_sorted (x);
  return mark;
}

static gboolean
have_one_length (PlumeArray *a, PlumeArray *b, PlumeArray *c, PlumeArray *d)
{
  return (b == NULL || a->length == b->length) && (c == NULL || a->length == c->length)
         && (d == NULL || a->length == d->length);
}

/**
 * plume_axes_add_line:
 * @axes: axes being built
 * @id: kebab-case, unique within the view
 * @label: (nullable): translated name, may hold Pango markup
 * @x: @y: (transfer none): vectors of one length; NaN breaks the line
 * @ink: how it looks
 *
 * Returns: (transfer none): the mark. O(n), so that layouts are not
 */
PlumeMark *
plume_axes_add_line (
    PlumeAxes *axes, const char *id, const char *label, PlumeArray *x, PlumeArray *y, PlumeInk ink)
{
  g_return_val_if_fail (have_one_length (x, y, NULL, NULL), NULL);
  return set_columns (add_mark (axes, PLUME_MARK_LINE, id, label, ink), x, y, NULL, NULL);
}

PlumeMark *
plume_axes_add_points (
    PlumeAxes *axes, const char *id, const char *label, PlumeArray *x, PlumeArray *y, PlumeInk ink)
{
  g_return_val_if_fail (have_one_length (x, y, NULL, NULL), NULL);
  return set_columns (add_mark (axes, PLUME_MARK_POINTS, id, label, ink), x, y, NULL, NULL);
}

/**
 * plume_axes_set_space:
 * @axes: axes being built, still without marks
 * @azimuth: @elevation: degrees, from where they are looked at until a person turns them; see
 * #PlumeCamera
 *
 * Makes axes in space: a light box with z upright, seen from far away (orthographic), so that equal
 * lengths look equal at every depth.
 */
void
plume_axes_set_space (PlumeAxes *axes, double azimuth, double elevation)
{
  axes->in_space = TRUE;
  axes->camera = (PlumeCamera){ azimuth, CLAMP (elevation, -90, 90), 1 };
  /* What stands at the left and below a plane is at the edges of the box here. */
  axes->x.hidden = axes->y.hidden = TRUE;
}

/**
 * plume_axes_add_line_in_space:
 * @axes: axes in space, being built
 * @id: kebab-case, unique within the view
 * @label: (nullable): translated name, may hold Pango markup
 * @x: @y: @z: (transfer none): vectors of one length; NaN breaks the line, so that the branches of
 * a tree can be one mark
 * @ink: how it looks
 *
 * Returns: (transfer none): the mark
 */
PlumeMark *
plume_axes_add_line_in_space (PlumeAxes *axes,
                              const char *id,
                              const char *label,
                              PlumeArray *x,
                              PlumeArray *y,
                              PlumeArray *z,
                              PlumeInk ink)
{
  PlumeMark *mark;

  g_return_val_if_fail (axes->in_space && have_one_length (x, y, z, NULL), NULL);
  mark = plume_axes_add_line (axes, id, label, x, y, ink);
  mark->x_sorted = FALSE; /* of no use where x goes into the depth */
  mark->z = share (z);
  range_add_array (&mark->z_range, z);
  return mark;
}

PlumeMark *
plume_axes_add_points_in_space (PlumeAxes *axes,
                                const char *id,
                                const char *label,
                                PlumeArray *x,
                                PlumeArray *y,
                                PlumeArray *z,
                                PlumeInk ink)
{
  PlumeMark *mark;

  g_return_val_if_fail (axes->in_space && have_one_length (x, y, z, NULL), NULL);
  mark = plume_axes_add_points (axes, id, label, x, y, ink);
  mark->x_sorted = FALSE;
  mark->z = share (z);
  range_add_array (&mark->z_range, z);
  return mark;
}

PlumeMark *
plume_axes_add_band (PlumeAxes *axes,
                     const char *id,
                     const char *label,
                     PlumeArray *x,
                     PlumeArray *low,
                     PlumeArray *high,
                     PlumeInk ink)
{
  g_return_val_if_fail (have_one_length (x, low, high, NULL), NULL);
  return set_columns (add_mark (axes, PLUME_MARK_BAND, id, label, ink), x, low, NULL, high);
}

PlumeMark *
plume_axes_add_bars (PlumeAxes *axes,
                     const char *id,
                     const char *label,
                     PlumeArray *left,
                     PlumeArray *right,
                     PlumeArray *height,
                     PlumeInk ink)
{
  PlumeMark *mark;

  g_return_val_if_fail (have_one_length (left, right, height, NULL), NULL);
  mark = set_columns (add_mark (axes, PLUME_MARK_BARS, id, label, ink), left, height, right, NULL);
  range_add (&mark->y_range, 0);
  return mark;
}

PlumeMark *
plume_axes_add_segments (PlumeAxes *axes,
                         const char *id,
                         const char *label,
                         PlumeArray *x,
                         PlumeArray *y,
                         PlumeArray *x1,
                         PlumeArray *y1,
                         PlumeInk ink)
{
  g_return_val_if_fail (have_one_length (x, y, x1, y1), NULL);
  return set_columns (add_mark (axes, PLUME_MARK_SEGMENTS, id, label, ink), x, y, x1, y1);
}

PlumeMark *
plume_axes_add_vertical_rule (
    PlumeAxes *axes, const char *id, const char *label, double x, PlumeInk ink)
{
  g_autoptr (PlumeArray) column = plume_array_new_copy (&x, 1);

  return set_columns (add_mark (axes, PLUME_MARK_RULES, id, label, ink), column, NULL, NULL, NULL);
}

PlumeMark *
plume_axes_add_horizontal_rule (
    PlumeAxes *axes, const char *id, const char *label, double y, PlumeInk ink)
{
  g_autoptr (PlumeArray) column = plume_array_new_copy (&y, 1);

  return set_columns (add_mark (axes, PLUME_MARK_RULES, id, label, ink), NULL, column, NULL, NULL);
}

/**
 * plume_axes_add_texts:
 * @axes: axes being built
 * @id: kebab-case
 * @x: @y: (transfer none): where
 * @texts: as many strings, may hold Pango markup
 * @anchor_x: −1 text stands right of the point, 0 centred, 1 left of it
 * @anchor_y: −1 above, 0 centred, 1 below
 * @ink: its colour
 *
 * Returns: (transfer none): the mark
 */
PlumeMark *
plume_axes_add_texts (PlumeAxes *axes,
                      const char *id,
                      PlumeArray *x,
                      PlumeArray *y,
                      GStrv texts,
                      double anchor_x,
                      double anchor_y,
                      PlumeInk ink)
{
  PlumeMark *mark;

  g_return_val_if_fail (have_one_length (x, y, NULL, NULL) && g_strv_length (texts) == x->length,
                        NULL);
  mark = set_columns (add_mark (axes, PLUME_MARK_TEXT, id, NULL, ink), x, y, NULL, NULL);
  mark->texts = g_strdupv (texts);
  mark->anchor_x = anchor_x;
  mark->anchor_y = anchor_y;
  return mark;
}

PlumeMark *
plume_axes_add_text (PlumeAxes *axes,
                     const char *id,
                     double x,
                     double y,
                     const char *text,
                     double anchor_x,
                     double anchor_y,
                     PlumeInk ink)
{
  g_autoptr (PlumeArray) x_column = plume_array_new_copy (&x, 1);
  g_autoptr (PlumeArray) y_column = plume_array_new_copy (&y, 1);
  char *texts[] = { (char *)text, NULL };

  return plume_axes_add_texts (axes, id, x_column, y_column, texts, anchor_x, anchor_y, ink);
}

/**
 * plume_axes_add_image:
 * @axes: axes being built
 * @id: kebab-case
 * @n_rows: @n_columns: shape
 * @values: (transfer none): @n_rows × @n_columns values, row by row; NaN is transparent
 * @x_from: @x_to: outer edges of the first and the last column
 * @y_from: @y_to: outer edges of the first and the last row
 *
 * Returns: (transfer none): the mark
 */
PlumeMark *
plume_axes_add_image (PlumeAxes *axes,
                      const char *id,
                      gsize n_rows,
                      gsize n_columns,
                      PlumeArray *values,
                      double x_from,
                      double x_to,
                      double y_from,
                      double y_to)
{
  PlumeMark *mark;

  g_return_val_if_fail (n_rows == 0 || values->length / n_rows == n_columns, NULL);
  g_return_val_if_fail (n_rows * n_columns == values->length, NULL);
  mark = add_mark (axes, PLUME_MARK_IMAGE, id, NULL, (PlumeInk){ 0 });
  mark->n_rows = n_rows;
  mark->n_columns = n_columns;
  mark->x_from = x_from;
  mark->x_to = x_to;
  mark->y_from = y_from;
  mark->y_to = y_to;
  range_add (&mark->x_range, x_from);
  range_add (&mark->x_range, x_to);
  range_add (&mark->y_range, y_from);
  range_add (&mark->y_range, y_to);
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_DEFAULT, NULL);
  return mark;
}

PlumeMark *
plume_axes_add_density (
    PlumeAxes *axes, const char *id, const char *label, PlumeArray *x, PlumeArray *y, PlumeInk ink)
{
  PlumeMark *mark;

  g_return_val_if_fail (have_one_length (x, y, NULL, NULL), NULL);
  mark = set_columns (add_mark (axes, PLUME_MARK_DENSITY, id, label, ink), x, y, NULL, NULL);
  mark->tone = PLUME_TONE_LOG1P;
  return mark;
}

/**
 * plume_axes_add_cloud:
 * @axes: linear axes being built; on others a cloud is refused with a warning
 * @id: kebab-case, unique within the view
 * @label: (nullable): translated name, may hold Pango markup
 * @cloud: (transfer none): closed; shared by the figures of all times
 * @time: when, in the unit of the cloud's rates
 * @ink: its opacity
 *
 * Adds points on known orbits. They are shown as a density, by default log1p-toned; axes without
 * limits of their own have those of the whole table, so that they stand still while time goes.
 *
 * Returns: (transfer none) (nullable): the mark, %NULL where it is refused. O(1)
 */
PlumeMark *
plume_axes_add_cloud (PlumeAxes *axes,
                      const char *id,
                      const char *label,
                      PlumeCloud *cloud,
                      double time,
                      PlumeInk ink)
{
  PlumeMark *mark;

  g_return_val_if_fail (cloud->table != NULL, NULL);
  if (!plume_axis_is_linear (&axes->x) || !plume_axis_is_linear (&axes->y))
    {
      g_critical ("The cloud “%s” is not drawn: the axes “%s” are logarithmic, and orbits go "
                  "through zero; give it linear axes.",
                  id, axes->id);
      return NULL;
    }
  mark = add_mark (axes, PLUME_MARK_CLOUD, id, label, ink);
  mark->tone = PLUME_TONE_LOG1P;
  mark->cloud = plume_cloud_ref (cloud);
  mark->time = time;
  range_add (&mark->x_range, cloud->x_low);
  range_add (&mark->x_range, cloud->x_high);
  range_add (&mark->y_range, cloud->y_low);
  range_add (&mark->y_range, cloud->y_high);
  return mark;
}

PlumeMark *
plume_axes_add_handle (PlumeAxes *axes,
                       const char *id,
                       const char *label,
                       double x,
                       double y,
                       PlumeDrag drag,
                       PlumeInk ink)
{
  g_autoptr (PlumeArray) x_column = plume_array_new_copy (&x, 1);
  g_autoptr (PlumeArray) y_column = plume_array_new_copy (&y, 1);
  PlumeMark *mark = add_mark (axes, PLUME_MARK_HANDLE, id, label, ink);

  mark->drag = drag;
  return set_columns (mark, x_column, y_column, NULL, NULL);
}

/**
 * plume_mark_set_values:
 * @mark: an image, or points or a density that are to be coloured
 * @values: (transfer none): a value a cell or point
 * @map: the colour map
 * @value_title: (nullable): title with unit of the colour bar; %NULL for no bar
 */
void
plume_mark_set_values (PlumeMark *mark,
                       PlumeArray *values,
                       PlumeColourMap map,
                       const char *value_title)
{
  PlumeArray *old = mark->value;
  char *old_title = mark->value_title;

  g_return_if_fail (mark->kind == PLUME_MARK_IMAGE
                        ? values->length == mark->n_rows * mark->n_columns
                        : values == NULL || values->length == mark->x->length);
  mark->value = share (values);
  plume_array_unref (old);
  mark->value_range = no_range;
  range_add_array (&mark->value_range, values);
  mark->colour_map = map;
  if (mark->kind == PLUME_MARK_DENSITY)
    mark->tone = PLUME_TONE_LINEAR; /* of the values; numbers of points are not seen any more */
  mark->value_title = g_strdup (value_title);
  g_free (old_title);
}

void
plume_mark_set_value_range (PlumeMark *mark, double from, double to)
{
  mark->value_from = from;
  mark->value_to = to;
}

/**
 * plume_mark_set_categories:
 * @mark: points or a density
 * @codes: (transfer none): one a point: 0 … number of names − 1; points with any other number,
 * such as NaN, are of no category and grey
 * @names: %NULL-terminated, translated; may hold Pango markup
 *
 * Colours each point by its category, which comes before values. The legend lists the categories,
 * and a person can switch each of them off.
 */
void
plume_mark_set_categories (PlumeMark *mark, PlumeArray *codes, const char *const *names)
{
  g_return_if_fail (mark->kind == PLUME_MARK_POINTS || mark->kind == PLUME_MARK_DENSITY);
  g_return_if_fail (codes->length == mark->x->length && mark->codes == NULL);
  mark->codes = share (codes);
  mark->categories = g_strdupv ((GStrv)names);
  mark->n_categories = g_strv_length (mark->categories);
}

/**
 * plume_mark_set_items:
 * @mark: points or a density
 * @items: (transfer none) (nullable): which item each point is, whole numbers from 0; %NULL where
 * point i is item i; what is no whole number stands for no item
 *
 * Lets a mark take part in selections: its points can be chosen, and show what is chosen in any
 * view of the study.
 */
void
plume_mark_set_items (PlumeMark *mark, PlumeArray *items)
{
  PlumeRange range = no_range;

  g_return_if_fail (mark->kind == PLUME_MARK_POINTS || mark->kind == PLUME_MARK_DENSITY);
  g_return_if_fail ((items == NULL || items->length == mark->x->length) && mark->items == NULL);
  mark->items = share (items);
  mark->n_items = mark->x->length;
  if (items == NULL)
    return;
  range_add_array (&range, items);
  mark->n_items = range.high >= 0 && range.high < 1e15 ? (gsize)range.high + 1 : 0;
}

/**
 * plume_mark_set_cells:
 * @mark: a cloud
 * @n_rows: @n_columns: number of cells, at least 1 each
 * @x_from: @x_to: @y_from: @y_to: what they cover; points elsewhere are not shown
 *
 * Counts the points of a cloud in cells of the plane instead of the pixels of the screen, so that
 * the picture is the same quantity at every size and in every file: it is painted like an image of
 * its counts, empty cells in the colour of 0, with the map and the range of values that an image
 * would have. The cells also clip: a part of the plane can be left to another mark.
 */
void
plume_mark_set_cells (PlumeMark *mark,
                      gsize n_rows,
                      gsize n_columns,
                      double x_from,
                      double x_to,
                      double y_from,
                      double y_to)
{
  g_return_if_fail (mark->kind == PLUME_MARK_CLOUD);
  g_return_if_fail (n_rows > 0 && n_columns > 0 && x_to > x_from && y_to > y_from);
  mark->n_rows = n_rows;
  mark->n_columns = n_columns;
  mark->x_from = x_from;
  mark->x_to = x_to;
  mark->y_from = y_from;
  mark->y_to = y_to;
  mark->tone = PLUME_TONE_LINEAR;
}

gboolean
plume_mark_has_cells (const PlumeMark *mark)
{
  return mark->kind == PLUME_MARK_CLOUD && mark->n_columns > 0;
}
