/* plume-ghost.c: what becomes of the marks of a pinned figure A beneath those of the present one B.
 *
 * Lines are dashed and thin, points, bands and bars faint, all of them half grey. Images, densities
 * and texts would only cover each other and are left out; of images that lie on the same grid the
 * difference B − A can be shown in the place of B. What is the same in both is not drawn twice.
 */
#include "figure/plume-ghost.h"

#include "figure/plume-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LINE_OPACITY  0.45
#define POINT_OPACITY 0.3
#define BAND_OPACITY  0.08
#define BAR_OPACITY   0.25
#define THIN          0.7

static PlumeArray *
share (PlumeArray *array)
{
  return array != NULL ? plume_array_ref (array) : NULL;
}

static PlumeMark *
add_mark_copy (PlumeAxes *axes, const PlumeMark *mark)
{
  PlumeMark *copy = g_memdup2 (mark, sizeof *mark);

  copy->id = g_strdup (mark->id);
  copy->label = g_strdup (mark->label);
  copy->value_title = g_strdup (mark->value_title);
  copy->texts = g_strdupv (mark->texts);
  copy->categories = g_strdupv (mark->categories);
  copy->codes = share (mark->codes);
  copy->items = share (mark->items);
  copy->x = share (mark->x);
  copy->y = share (mark->y);
  copy->z = share (mark->z);
  copy->x1 = share (mark->x1);
  copy->y1 = share (mark->y1);
  copy->value = share (mark->value);
  copy->cloud = mark->cloud != NULL ? plume_cloud_ref (mark->cloud) : NULL;
  g_ptr_array_add (axes->marks, copy);
  return copy;
}

static void
copy_axis (PlumeAxis *copy, const PlumeAxis *axis)
{
  *copy = *axis;
  copy->title = g_strdup (axis->title);
  copy->unit = g_strdup (axis->unit);
  copy->categories = g_strdupv (axis->categories);
}

/* The same axes, still without marks. */
static PlumeAxes *
add_axes_like (PlumeFigure *figure, const PlumeAxes *axes, const char *id, const char *title)
{
  PlumeAxes *copy = plume_figure_add_axes (figure, id, title, axes->weight);

  copy_axis (&copy->x, &axes->x);
  copy_axis (&copy->y, &axes->y);
  copy_axis (&copy->z, &axes->z);
  copy->in_space = axes->in_space;
  copy->camera = axes->camera;
  copy->link_x = axes->link_x;
  copy->link_y = axes->link_y;
  copy->equal_aspect = axes->equal_aspect;
  copy->no_legend = axes->no_legend;
  return copy;
}

/**
 * plume_figure_add_axes_copy:
 * @figure: a figure being built
 * @axes: of any figure
 * @id: unique within @figure
 * @title: (nullable): of the copy
 *
 * Returns: (transfer none): axes with the marks of @axes, whose columns they share. O(marks)
 */
PlumeAxes *
plume_figure_add_axes_copy (PlumeFigure *figure,
                            const PlumeAxes *axes,
                            const char *id,
                            const char *title)
{
  PlumeAxes *copy = add_axes_like (figure, axes, id, title);

  for (guint i = 0; i < axes->marks->len; i++)
    add_mark_copy (copy, g_ptr_array_index (axes->marks, i));
  return copy;
}

static gboolean
is_same_array (const PlumeArray *a, const PlumeArray *b)
{
  if (a == b)
    return TRUE;
  return a != NULL && b != NULL && a->length == b->length
         && memcmp (a->values, b->values, a->length * sizeof *a->values) == 0;
}

static gboolean
is_same_mark (const PlumeMark *a, const PlumeMark *b)
{
  return is_same_array (a->y, b->y) && is_same_array (a->x, b->x) && is_same_array (a->z, b->z)
         && is_same_array (a->x1, b->x1) && is_same_array (a->y1, b->y1);
}

static const PlumeMark *
find_mark (const PlumeAxes *axes, const PlumeMark *like)
{
  for (guint i = 0; i < axes->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (axes->marks, i);

      if (mark->kind == like->kind && g_strcmp0 (mark->id, like->id) == 0)
        return mark;
    }
  return NULL;
}

static gboolean
is_same_axis (const PlumeAxis *a, const PlumeAxis *b)
{
  static const char *const none[] = { NULL };

  return a->scale == b->scale && g_strcmp0 (a->unit, b->unit) == 0
         && g_strv_equal (a->categories != NULL ? (const char *const *)a->categories : none,
                          b->categories != NULL ? (const char *const *)b->categories : none);
}

/* The axes of @figure on which the marks of @axes mean the same; %NULL for none. */
static const PlumeAxes *
find_axes (const PlumeFigure *figure, const PlumeAxes *axes)
{
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *other = g_ptr_array_index (figure->axes, i);

      if (g_strcmp0 (other->id, axes->id) == 0)
        return other->in_space == axes->in_space && is_same_axis (&other->x, &axes->x)
                       && is_same_axis (&other->y, &axes->y)
                   ? other
                   : NULL;
    }
  return NULL;
}

/* Wished limits hold both; those of the data do by themselves. */
static void
unite_limits (PlumeAxis *axis, const PlumeAxis *other)
{
  if (axis->from == axis->to || other->from == other->to
      || (axis->from < axis->to) != (other->from < other->to))
    return;
  if (axis->from < axis->to)
    plume_axis_set_limits (axis, MIN (axis->from, other->from), MAX (axis->to, other->to));
  else
    plume_axis_set_limits (axis, MAX (axis->from, other->from), MIN (axis->to, other->to));
}

static gboolean
can_be_ghost (const PlumeMark *mark)
{
  switch (mark->kind)
    {
    case PLUME_MARK_POINTS:
      return mark->x->length < PLUME_MANY_POINTS;
    case PLUME_MARK_LINE:
    case PLUME_MARK_BAND:
    case PLUME_MARK_BARS:
    case PLUME_MARK_SEGMENTS:
    case PLUME_MARK_RULES:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
fade (PlumeMark *mark)
{
  PlumeInk *ink = &mark->ink;
  double opacity = ink->opacity > 0 ? ink->opacity : 1;

  ink->faded = TRUE;
  switch (mark->kind)
    {
    case PLUME_MARK_POINTS:
      ink->opacity = POINT_OPACITY * opacity;
      break;
    case PLUME_MARK_BAND:
      ink->opacity = MIN (BAND_OPACITY, opacity);
      break;
    case PLUME_MARK_BARS:
      ink->opacity = BAR_OPACITY * opacity;
      break;
    default:
      ink->opacity = LINE_OPACITY * opacity;
      ink->width = THIN * (ink->width > 0 ? ink->width : 1);
      if (ink->dash == PLUME_DASH_SOLID)
        ink->dash = PLUME_DASH_DASHED;
      break;
    }
}

static PlumeMark *
add_ghost (PlumeAxes *axes, const PlumeMark *mark)
{
  PlumeMark *ghost = add_mark_copy (axes, mark);
  char *id = g_strconcat (PLUME_GHOST_PREFIX, mark->id, NULL);

  g_free (ghost->id);
  ghost->id = id;
  /* neither named, nor chosen from, nor coloured by values whose bar B has */
  g_clear_pointer (&ghost->label, g_free);
  g_clear_pointer (&ghost->value_title, g_free);
  g_clear_pointer (&ghost->codes, plume_array_unref);
  g_clear_pointer (&ghost->categories, g_strfreev);
  g_clear_pointer (&ghost->value, plume_array_unref);
  g_clear_pointer (&ghost->items, plume_array_unref);
  ghost->n_categories = 0;
  ghost->n_items = 0;
  fade (ghost);
  return ghost;
}

/* Returns: the mark of @from that the first ghost stands for; %NULL where there is no ghost. */
static const PlumeMark *
add_ghosts (PlumeAxes *axes, const PlumeAxes *present, const PlumeAxes *from)
{
  const PlumeMark *first = NULL;

  for (guint i = 0; i < from->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (from->marks, i);
      const PlumeMark *twin = find_mark (present, mark);
      PlumeMark *ghost;

      if (!can_be_ghost (mark) || (twin != NULL && is_same_mark (mark, twin)))
        continue;
      ghost = add_ghost (axes, mark);
      if (first != NULL || mark->kind == PLUME_MARK_SEGMENTS || mark->kind == PLUME_MARK_RULES)
        continue;
      ghost->label = g_strdup (_ ("A (pinned)"));
      first = mark;
    }
  return first;
}

static gboolean
have_difference (const PlumeMark *a, const PlumeMark *b)
{
  return b != NULL && a->kind == PLUME_MARK_IMAGE && a->value != NULL && b->value != NULL
         && a->value->length == b->value->length && a->n_rows == b->n_rows
         && a->n_columns == b->n_columns && a->x_from == b->x_from && a->x_to == b->x_to
         && a->y_from == b->y_from && a->y_to == b->y_to;
}

static void
subtract (PlumeMark *mark, const PlumeMark *pinned)
{
  g_autoptr (PlumeArray) difference = plume_array_new (mark->value->length);
  g_autofree char *title =
      mark->value_title != NULL ? g_strdup_printf ("B \u2212 A: %s", mark->value_title) : NULL;
  double greatest = 0;

  for (gsize i = 0; i < difference->length; i++)
    {
      difference->values[i] = mark->value->values[i] - pinned->value->values[i];
      if (fabs (difference->values[i]) > greatest)
        greatest = fabs (difference->values[i]);
    }
  g_clear_pointer (&mark->value, plume_array_unref);
  g_clear_pointer (&mark->value_title, g_free);
  plume_mark_set_values (mark, difference, PLUME_COLOUR_MAP_DIVERGING,
                         title != NULL ? title : "B \u2212 A");
  if (greatest > 0)
    plume_mark_set_value_range (mark, -greatest, greatest);
  else
    plume_mark_set_value_range (mark, -1, 1);
}

static void
add_present (PlumeAxes *axes,
             const PlumeAxes *present,
             const PlumeAxes *pinned,
             const PlumeMark *first,
             gboolean difference)
{
  for (guint i = 0; i < present->marks->len; i++)
    {
      const PlumeMark *mark = g_ptr_array_index (present->marks, i);
      const PlumeMark *twin = pinned != NULL ? find_mark (pinned, mark) : NULL;
      PlumeMark *copy = add_mark_copy (axes, mark);

      if (difference && have_difference (mark, twin))
        subtract (copy, twin);
      if (first != NULL && twin == first && copy->label == NULL)
        copy->label = g_strdup ("B");
    }
}

/**
 * plume_figure_with_ghost:
 * @figure: (transfer none): the present one, B
 * @pinned: (transfer none): of the same view, A
 * @difference: whether images that lie on the same grid become their difference B − A
 *
 * Returns: (transfer full): a figure that shows A faded beneath B, in axes that hold both; @figure
 * itself where there is nothing to add. O(marks), and O(pixels) for differences
 */
PlumeFigure *
plume_figure_with_ghost (PlumeFigure *figure, PlumeFigure *pinned, gboolean difference)
{
  g_autoptr (PlumeFigure) both = NULL;

  if (figure == pinned || figure->note != NULL || pinned->note != NULL)
    return plume_figure_ref (figure);
  both = plume_figure_new (figure->id, figure->title);
  plume_figure_set_columns (both, figure->n_columns);
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *present = g_ptr_array_index (figure->axes, i);
      const PlumeAxes *from = find_axes (pinned, present);
      PlumeAxes *axes = add_axes_like (both, present, present->id, present->title);
      const PlumeMark *first = NULL;

      if (from != NULL)
        {
          unite_limits (&axes->x, &from->x);
          unite_limits (&axes->y, &from->y);
          unite_limits (&axes->z, &from->z);
          first = add_ghosts (axes, present, from);
        }
      add_present (axes, present, from, first, difference);
    }
  return g_steal_pointer (&both);
}

gboolean
plume_figure_has_difference (const PlumeFigure *figure, const PlumeFigure *pinned)
{
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);
      const PlumeAxes *from = find_axes (pinned, axes);

      for (guint j = 0; from != NULL && j < axes->marks->len; j++)
        {
          const PlumeMark *mark = g_ptr_array_index (axes->marks, j);

          if (have_difference (mark, find_mark (from, mark)))
            return TRUE;
        }
    }
  return FALSE;
}
