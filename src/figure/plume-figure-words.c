/* plume-figure-words.c: what a figure shows, in words.
 *
 * For those who hear it: whole sentences, one after the other, which every language orders in its
 * own way.
 */
#include "figure/plume-export.h"

#include "figure/plume-layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static char *
plain_text (const char *markup)
{
  char *plain = NULL;

  if (markup != NULL && pango_parse_markup (markup, -1, 0, NULL, &plain, NULL, NULL))
    return plain;
  return g_strdup (markup);
}

static char *
plain_number (double value)
{
  return g_strdup_printf ("%.4g", value);
}

static void
describe_axis (GString *text, const PlumeAxis *axis, gboolean upright, double low, double high)
{
  g_autofree char *title = plain_text (axis->title);
  g_autofree char *unit =
      plain_text (axis->scale == PLUME_SCALE_TIME && axis->unit == NULL ? "s" : axis->unit);
  g_autofree char *from = plain_number (low), *number = plain_number (high);
  g_autofree char *to =
      unit != NULL && *unit != '\0' ? g_strconcat (number, " ", unit, NULL) : g_strdup (number);

  if (axis->hidden || isnan (low))
    return;
  g_string_append_c (text, ' ');
  /* Translators: "Horizontally: Time from 0 to 12 s." */
  g_string_append_printf (
      text, upright ? _ ("Vertically: %s from %s to %s.") : _ ("Horizontally: %s from %s to %s."),
      title != NULL ? title : _ ("values"), from, to);
}

/* The three titles of axes in space, of which none is horizontal or vertical for long. */
static void
describe_space (GString *text, const PlumeAxes *axes)
{
  g_autofree char *x = plain_text (axes->x.title), *y = plain_text (axes->y.title),
                  *z = plain_text (axes->z.title);

  g_string_append_c (text, ' ');
  /* Translators: the three axes of a picture in space. */
  g_string_append_printf (text, _ ("In space: %s, %s, %s."), x != NULL ? x : "x",
                          y != NULL ? y : "y", z != NULL ? z : "z");
}

/* How many data a mark has, and in which categories. */
static void
describe_size (GString *text, const PlumeMark *mark)
{
  guint n = (guint)plume_mark_get_length (mark);

  if (mark->kind == PLUME_MARK_IMAGE)
    {
      g_string_append_c (text, ' ');
      /* Translators: columns and rows of an image. */
      g_string_append_printf (text, _ ("It has %u × %u cells."), (guint)mark->n_columns,
                              (guint)mark->n_rows);
    }
  else if (n > 1)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("There is %u point.", "There are %u points.", n), n);
    }
  if (mark->codes != NULL)
    {
      g_autofree char *names = g_strjoinv (", ", mark->categories);
      g_autofree char *plain = plain_text (names);

      g_string_append_c (text, ' ');
      /* Translators: of points: "There are 3 categories: setosa, versicolor, virginica." */
      g_string_append_printf (text,
                              ngettext ("There is %u category: %s.", "There are %u categories: %s.",
                                        mark->n_categories),
                              mark->n_categories, plain);
    }
}

/* Where the data of a mark lie. */
static void
describe_place (GString *text, const PlumeMark *mark)
{
  const PlumeRange *range = mark->kind == PLUME_MARK_IMAGE ? &mark->value_range : &mark->y_range;
  g_autofree char *low = plain_number (range->low), *high = plain_number (range->high);
  g_autofree char *x = plain_number (mark->x_range.low), *time = plain_number (mark->time);

  if (mark->kind == PLUME_MARK_CLOUD)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("The time is %s."), time);
    }
  if (mark->kind == PLUME_MARK_HANDLE)
    {
      g_string_append_c (text, ' ');
      /* Translators: the two coordinates of a point that can be dragged. */
      g_string_append_printf (text, _ ("It stands at %s, %s."), x, low);
    }
  else if (!isnan (range->low))
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("The values go from %s to %s."), low, high);
    }
}

/* What a mark without a name is; ids are no words. */
static const char *const nameless[] = {
  [PLUME_MARK_LINE] = N_ ("There is a line."),
  [PLUME_MARK_POINTS] = N_ ("There are points."),
  [PLUME_MARK_BAND] = N_ ("There is a band."),
  [PLUME_MARK_BARS] = N_ ("There are bars."),
  [PLUME_MARK_SEGMENTS] = N_ ("There are segments."),
  [PLUME_MARK_RULES] = N_ ("There is a rule."),
  [PLUME_MARK_TEXT] = N_ ("There are words."),
  [PLUME_MARK_IMAGE] = N_ ("There is an image."),
  [PLUME_MARK_DENSITY] = N_ ("There is a density."),
  [PLUME_MARK_CLOUD] = N_ ("There is a density."),
  [PLUME_MARK_HANDLE] = N_ ("There is a handle."),
};

static char *
name_mark (PlumeMarkKind kind, const char *name)
{
  switch (kind)
    {
    case PLUME_MARK_LINE:
      return g_strdup_printf (_ ("A line shows “%s”."), name);
    case PLUME_MARK_POINTS:
      return g_strdup_printf (_ ("Points show “%s”."), name);
    case PLUME_MARK_BAND:
      return g_strdup_printf (_ ("A band shows “%s”."), name);
    case PLUME_MARK_BARS:
      return g_strdup_printf (_ ("Bars show “%s”."), name);
    case PLUME_MARK_SEGMENTS:
      return g_strdup_printf (_ ("Segments show “%s”."), name);
    case PLUME_MARK_RULES:
      return g_strdup_printf (_ ("A rule marks “%s”."), name);
    case PLUME_MARK_TEXT:
      return g_strdup_printf (_ ("Words stand at “%s”."), name);
    case PLUME_MARK_IMAGE:
      return g_strdup_printf (_ ("An image shows “%s”."), name);
    case PLUME_MARK_DENSITY:
    case PLUME_MARK_CLOUD:
      return g_strdup_printf (_ ("A density shows “%s”."), name);
    case PLUME_MARK_HANDLE:
      return g_strdup_printf (_ ("A handle moves “%s”."), name);
    default:
      g_assert_not_reached ();
    }
}

static void
describe_mark (GString *text, const PlumeMark *mark)
{
  g_autofree char *label = plain_text (mark->label != NULL ? mark->label : mark->value_title);
  g_autofree char *sentence =
      label != NULL ? name_mark (mark->kind, label) : g_strdup (_ (nameless[mark->kind]));

  g_string_append_printf (text, " %s", sentence);
  if (mark->kind == PLUME_MARK_TEXT || mark->kind == PLUME_MARK_RULES)
    return;
  describe_size (text, mark);
  describe_place (text, mark);
}

/**
 * plume_figure_describe:
 * @figure: a figure
 *
 * Returns: (transfer full): its title, axes with ranges and units, and marks, in plain sentences
 */
char *
plume_figure_describe (const PlumeFigure *figure)
{
  g_autofree char *title = plain_text (figure->title != NULL ? figure->title : figure->id);
  GString *text = g_string_new (title);

  g_string_append_c (text, '.');
  if (figure->note != NULL)
    g_string_append_printf (text, " %s", figure->note);
  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);
      PlumeRange x = { NAN, NAN, NAN }, y = { NAN, NAN, NAN };
      g_autofree char *name = plain_text (axes->title);

      if (name != NULL && *name != '\0')
        g_string_append_printf (text, " %s.", name);
      for (guint k = 0; k < axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (axes->marks, k);

          x.low = fmin (x.low, mark->x_range.low);
          x.high = fmax (x.high, mark->x_range.high);
          y.low = fmin (y.low, mark->y_range.low);
          y.high = fmax (y.high, mark->y_range.high);
        }
      if (axes->in_space)
        describe_space (text, axes);
      describe_axis (text, &axes->x, FALSE, x.low, x.high);
      describe_axis (text, &axes->y, TRUE, y.low, y.high);
      for (guint k = 0; k < axes->marks->len; k++)
        describe_mark (text, g_ptr_array_index (axes->marks, k));
    }
  return g_string_free (text, FALSE);
}
