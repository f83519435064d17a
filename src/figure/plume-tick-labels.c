/* plume-tick-labels.c: ticks of every kind of scale, and how their numbers are written.
 *
 * True minus, no noise of trailing digits, powers of ten as 3 × 10⁵ or as a factor that the axis'
 * title carries. It measures nothing: the layout asks for fewer ticks when the labels do not fit.
 */
#include "figure/plume-layout-private.h"

#include <math.h>
#include <string.h>

#define MAX_TICKS  64
#define MINUS      "\xe2\x88\x92"
#define THIN_SPACE "\xe2\x80\x89"
#define TIMES      THIN_SPACE "×" THIN_SPACE

static void
clear_tick (gpointer data)
{
  g_free (((PlumeScaleTick *)data)->label);
}

void
plume_tick_set_free (PlumeTickSet *set)
{
  g_array_unref (set->ticks);
  g_free (set);
}

static void
add_tick (PlumeTickSet *set, double value, char *label)
{
  PlumeScaleTick tick = { value, label, label == NULL };

  g_array_append_val (set->ticks, tick);
}

/**
 * plume_number_markup:
 * @value: a number
 * @decimals: digits after the point, 0…17
 *
 * Returns: (transfer full): markup with a true minus and the locale's decimal mark; thin spaces
 * between groups of three from five digits on
 */
char *
plume_number_markup (double value, int decimals)
{
  char number[400];
  const char *digits = number;
  gsize whole;
  GString *text = g_string_new (NULL);

  g_snprintf (number, sizeof number, "%.*f", CLAMP (decimals, 0, 17), value);
  if (*digits == '-')
    {
      digits++;
      if (strspn (digits, "0.,") != strlen (digits))
        g_string_append (text, MINUS);
    }
  whole = strspn (digits, "0123456789");
  for (gsize i = 0; i < whole; i++)
    {
      if (whole > 4 && i > 0 && (whole - i) % 3 == 0)
        g_string_append (text, THIN_SPACE);
      g_string_append_c (text, digits[i]);
    }
  g_string_append (text, digits + whole);
  return g_string_free (text, FALSE);
}

char *
plume_power_markup (int exponent)
{
  return g_strdup_printf ("10<sup>%s%d</sup>", exponent < 0 ? MINUS : "", ABS (exponent));
}

static char *
scientific_markup (const char *mantissa, int exponent)
{
  g_autofree char *power = plume_power_markup (exponent);

  if (g_str_equal (mantissa, "1"))
    return g_steal_pointer (&power);
  return g_strconcat (mantissa, TIMES, power, NULL);
}

static int
decimals_of (double value, double tolerance)
{
  for (int decimals = 0; decimals < 15; decimals++)
    {
      double scale = pow (10, decimals);

      if (fabs (value - round (value * scale) / scale) <= tolerance)
        return decimals;
    }
  return 15;
}

/**
 * plume_number_text:
 * @value: a number
 * @digits: significant digits, 1…15
 *
 * Returns: (transfer full): markup for reading; "–" for NaN
 */
char *
plume_number_text (double value, int digits)
{
  int exponent;

  if (isnan (value))
    return g_strdup ("–");
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : MINUS "∞");
  if (value == 0)
    return g_strdup ("0");
  exponent = (int)floor (log10 (fabs (value)) + 1e-12);
  if (exponent >= 5 || exponent < -3)
    {
      double scaled = value / pow (10, exponent);
      g_autofree char *mantissa = plume_number_markup (
          scaled, MIN (decimals_of (scaled, 0.5 * pow (10, 1 - digits)), digits - 1));

      return scientific_markup (mantissa, exponent);
    }
  return plume_number_markup (value,
                              MIN (decimals_of (value, 0.5 * pow (10, exponent + 1 - digits)),
                                   MAX (digits - 1 - exponent, 0)));
}

/* Numbers of one linear set: as few decimals as tell them apart, and one power of ten for all. */
static void
label_linear (
    PlumeTickSet *set, const double *values, guint n_values, double step, gboolean factor_in_title)
{
  double largest = 0, scale;
  int exponent = 0, decimals = 0;

  for (guint i = 0; i < n_values; i++)
    largest = MAX (largest, fabs (values[i]));
  if (largest > 0 && (largest >= 1e5 * (1 - 1e-9) || largest < 1e-3 * (1 - 1e-9)))
    exponent = 3 * (int)floor ((log10 (largest) + 1e-9) / 3);
  if (!factor_in_title && exponent != 0)
    exponent = (int)floor (log10 (largest) + 1e-9);
  scale = pow (10, exponent);
  for (guint i = 0; i < n_values; i++)
    decimals = MAX (decimals, decimals_of (values[i] / scale, 1e-4 * step / scale));
  for (guint i = 0; i < n_values; i++)
    {
      g_autofree char *number = plume_number_markup (values[i] / scale, decimals);

      if (exponent == 0 || factor_in_title || values[i] == 0)
        add_tick (set, values[i],
                  values[i] == 0 && decimals == 0 ? g_strdup ("0") : g_steal_pointer (&number));
      else
        add_tick (set, values[i], scientific_markup (number, exponent));
    }
  set->exponent = factor_in_title ? exponent : 0;
}

static void
fill_linear (
    PlumeTickSet *set, double from, double to, double target, double unit, gboolean factor_in_title)
{
  double values[MAX_TICKS], step = 1;
  guint n_values = plume_ticks_extended (from / unit, to / unit, target, MAX_TICKS, values, &step);

  label_linear (set, values, n_values, step, factor_in_title);
  for (guint i = 0; i < n_values; i++)
    g_array_index (set->ticks, PlumeScaleTick, i).value *= unit;
}

static void
fill_categories (PlumeTickSet *set, const PlumeAxis *axis, double from, double to, double target)
{
  guint n_categories = axis->categories != NULL ? g_strv_length (axis->categories) : 0;
  int first = MAX ((int)ceil (MAX (from, 0) - 1e-9), 0);
  int last = (int)floor (MIN (to, n_categories) + 1e-9);
  int count = MIN (last, (int)n_categories - 1) - first + 1;
  int skip = count > target ? (int)ceil (count / MAX (target, 1)) : 1;

  for (int i = first; i < first + count; i += skip)
    add_tick (set, i, plume_text_safe_markup (axis->categories[i]));
}

static char *
log_label (double mantissa, int exponent, gboolean plain)
{
  g_autofree char *number = NULL;

  if (plain)
    return plume_number_markup (mantissa * pow (10, exponent), MAX (-exponent, 0));
  number = plume_number_markup (mantissa, 0);
  return scientific_markup (number, exponent);
}

static void
fill_log (PlumeTickSet *set, double from, double to, double target, gboolean factor_in_title)
{
  double low = log10 (from), high = log10 (to);
  int first = (int)ceil (low - 1e-9), last = (int)floor (high + 1e-9);
  int n_decades = last - first + 1;
  int skip = n_decades > target ? (int)ceil (n_decades / target) : 1;
  gboolean plain = from >= 1e-3 * (1 - 1e-9) && to < 1e5 * (1 - 1e-9);
  gboolean between = skip == 1 && high - low < 2.5 && 3 * n_decades <= target + 1;

  if (high - low < 1)
    {
      fill_linear (set, from, to, target, 1, factor_in_title);
      return;
    }
  for (int exponent = first - 1; exponent <= last; exponent++)
    for (int mantissa = 1; mantissa <= 9; mantissa++)
      {
        double value =
            exponent < 0 ? mantissa / pow (10, -exponent) : mantissa * pow (10, exponent);
        gboolean labelled = mantissa == 1 ? ((exponent % skip) + skip) % skip == 0
                                          : between && (mantissa == 2 || mantissa == 5);

        if (value < from * (1 - 1e-9) || value > to * (1 + 1e-9))
          continue;
        if (labelled)
          add_tick (set, CLAMP (value, from, to), log_label (mantissa, exponent, plain));
        else if (mantissa == 1 ? n_decades <= 40 : skip == 1 && n_decades <= 12)
          add_tick (set, value, NULL);
      }
}

static void
fill_symlog (PlumeTickSet *set,
             const PlumeAxis *axis,
             double from,
             double to,
             double target,
             gboolean factor_in_title)
{
  double threshold = plume_scale_symlog_threshold (axis);
  double largest = MAX (fabs (from), fabs (to));
  int first = (int)ceil (log10 (threshold) - 1e-9);
  int last = (int)floor (log10 (largest) + 1e-9);
  int sides = (from < 0) + (to > 0);
  int n_ticks = sides * (last - first + 1) + 1;
  int skip = n_ticks > target ? (int)ceil (n_ticks / target) : 1;
  gboolean plain = threshold >= 1e-3 * (1 - 1e-9) && largest < 1e5 * (1 - 1e-9);

  if (last - first < 1 || (from > threshold && to / from < 10)
      || (to < -threshold && from / to < 10))
    {
      fill_linear (set, from, to, target, 1, factor_in_title);
      return;
    }
  for (int exponent = last; exponent >= first; exponent--)
    if (-pow (10, exponent) >= from * (1 + 1e-9) && -pow (10, exponent) <= to)
      {
        g_autofree char *label =
            (exponent - first) % skip == 0 ? log_label (1, exponent, plain) : NULL;

        add_tick (set, -pow (10, exponent),
                  label != NULL ? g_strconcat (MINUS, label, NULL) : NULL);
      }
  if (from <= 0 && to >= 0)
    add_tick (set, 0, g_strdup ("0"));
  for (int exponent = first; exponent <= last; exponent++)
    if (pow (10, exponent) <= to * (1 + 1e-9) && pow (10, exponent) >= from)
      add_tick (set, pow (10, exponent),
                (exponent - first) % skip == 0 ? log_label (1, exponent, plain) : NULL);
}

/**
 * plume_tick_set_new:
 * @axis: its scale
 * @from: @to: limits, @from < @to, both positive on a logarithmic axis
 * @target: labels wished
 * @factor_in_title: whether there is a title to carry a common power of ten
 *
 * Returns: (transfer full): ascending ticks within the limits
 */
PlumeTickSet *
plume_tick_set_new (
    const PlumeAxis *axis, double from, double to, double target, gboolean factor_in_title)
{
  PlumeTickSet *set = g_new0 (PlumeTickSet, 1);

  set->ticks = g_array_new (FALSE, FALSE, sizeof (PlumeScaleTick));
  g_array_set_clear_func (set->ticks, clear_tick);
  switch (axis->scale)
    {
    case PLUME_SCALE_LOG:
      fill_log (set, from, to, target, factor_in_title);
      break;
    case PLUME_SCALE_SYMLOG:
      fill_symlog (set, axis, from, to, target, factor_in_title);
      break;
    case PLUME_SCALE_CATEGORY:
      fill_categories (set, axis, from, to, target);
      break;
    case PLUME_SCALE_TIME:
      fill_linear (set, from, to, target, plume_time_unit (from, to)->seconds, factor_in_title);
      break;
    case PLUME_SCALE_LINEAR:
    default:
      fill_linear (set, from, to, target, 1, factor_in_title);
      break;
    }
  return set;
}
