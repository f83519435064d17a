/* cli-grid.c: --vary name=from:to:count[:log] and --vary name=a,b,c. */
#include "cli/cli-grid.h"
#include "core/plume-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_RUNS 10000000

static void
free_axis (gpointer data)
{
  CliAxis *axis = data;

  g_free (axis->name);
  g_ptr_array_unref (axis->values);
  g_free (axis);
}

void
cli_grid_free (CliGrid *grid)
{
  if (grid == NULL)
    return;
  g_ptr_array_unref (grid->axes);
  g_free (grid);
}

/* The shortest text that reads as the same number again. */
static char *
format_number (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits < 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, number);
      if (g_ascii_strtod (text, NULL) == number)
        return g_strdup (text);
    }
  return g_strdup (g_ascii_dtostr (text, sizeof text, number));
}

static gboolean
parse_finite (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

/* The ends are met exactly. */
static double
range_value (double from, double to, guint index, guint count, gboolean logarithmic)
{
  double share = count > 1 ? (double)index / (count - 1) : 0;

  if (index == 0)
    return from;
  if (index == count - 1)
    return to;
  return logarithmic ? from * pow (to / from, share) : from + share * (to - from);
}

/* from:to:count[:log]; whole numbers are rounded, and taken once. */
static gboolean
add_range (CliAxis *axis, const PlumeParameter *parameter, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 5);
  guint n_parts = g_strv_length (parts);
  gboolean logarithmic = n_parts == 4 && strcmp (parts[3], "log") == 0;
  gboolean whole = parameter->kind != PLUME_KIND_NUMBER;
  double from, to, count;

  if ((n_parts != 3 && !logarithmic) || !parse_finite (parts[0], &from)
      || !parse_finite (parts[1], &to) || !parse_finite (parts[2], &count) || count != floor (count)
      || count < 1 || count > MAX_RUNS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--vary %s=%s: write from:to:count, from:to:count:log, or values with commas "
                      "between"),
                   axis->name, text);
      return FALSE;
    }
  if (logarithmic && !(from * to > 0))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--vary %s=%s: a logarithmic range neither begins, ends nor passes at 0"),
                   axis->name, text);
      return FALSE;
    }
  for (guint i = 0; i < (guint)count; i++)
    {
      double value = range_value (from, to, i, (guint)count, logarithmic);
      g_autofree char *number = format_number (whole ? round (value) : value);

      if (axis->values->len == 0
          || strcmp (g_ptr_array_index (axis->values, axis->values->len - 1), number) != 0)
        g_ptr_array_add (axis->values, g_steal_pointer (&number));
    }
  return TRUE;
}

static gboolean
is_numeric (const PlumeParameter *parameter)
{
  return parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER
         || parameter->kind == PLUME_KIND_SEED;
}

/* Whether every value is one of the parameter, before the first run. */
static gboolean
check_axis (const CliAxis *axis,
            const PlumeValues *values,
            const PlumeAddress *address,
            GError **error)
{
  for (guint i = 0; i < axis->values->len; i++)
    {
      g_autoptr (PlumeValues) changed =
          plume_values_with_text (values, address, g_ptr_array_index (axis->values, i), error);

      if (changed == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_axis (CliAxis *axis, const PlumeValues *values, const char *argument, GError **error)
{
  const char *bracket = strstr (argument, "].");
  const char *equals = strchr (bracket != NULL ? bracket : argument, '=');
  PlumeAddress address;

  if (equals == NULL || equals[1] == '\0')
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--vary %s: write --vary name=from:to:count or --vary name=a,b,c"), argument);
      return FALSE;
    }
  axis->name = g_strndup (argument, (gsize)(equals - argument));
  if (!plume_address_parse (values, axis->name, &address, error))
    return FALSE;

  const PlumeParameter *parameter = plume_address_get_parameter (values->experiment, &address);

  if (parameter->kind == PLUME_KIND_TABLE || parameter->kind == PLUME_KIND_GRID)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--vary %s: only numbers, choices, switches, seeds and texts can be varied; "
                      "set it with --set"),
                   axis->name);
      return FALSE;
    }
  if (is_numeric (parameter) && strchr (equals, ':') != NULL)
    {
      if (!add_range (axis, parameter, equals + 1, error))
        return FALSE;
    }
  else
    {
      g_auto (GStrv) parts = g_strsplit (equals + 1, ",", -1);

      for (char **part = parts; *part != NULL; part++)
        g_ptr_array_add (axis->values, g_strdup (g_strdelimit (g_strstrip (*part), "\r\n", ' ')));
    }
  return check_axis (axis, values, &address, error);
}

static gboolean
add_axis (CliGrid *grid, const PlumeValues *values, const char *argument, GError **error)
{
  CliAxis *axis = g_new0 (CliAxis, 1);

  axis->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (grid->axes, axis);
  if (!read_axis (axis, values, argument, error))
    return FALSE;
  for (guint i = 0; i + 1 < grid->axes->len; i++)
    if (strcmp (((CliAxis *)g_ptr_array_index (grid->axes, i))->name, axis->name) == 0)
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("--vary %s is given twice"),
                     axis->name);
        return FALSE;
      }
  if (grid->n_runs * axis->values->len > MAX_RUNS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("a sweep takes at most %d runs; vary fewer values"), MAX_RUNS);
      return FALSE;
    }
  grid->n_runs *= axis->values->len;
  return TRUE;
}

/**
 * cli_grid_new:
 * @values: what all runs begin with
 * @arguments: (array zero-terminated=1): what stands behind each --vary
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full) (nullable): all combinations of the values
 */
CliGrid *
cli_grid_new (const PlumeValues *values, char **arguments, GError **error)
{
  g_autoptr (CliGrid) grid = g_new0 (CliGrid, 1);

  grid->axes = g_ptr_array_new_with_free_func (free_axis);
  grid->n_runs = 1;
  for (char **argument = arguments; argument != NULL && *argument != NULL; argument++)
    if (!add_axis (grid, values, *argument, error))
      return NULL;
  if (grid->axes->len > 0)
    return g_steal_pointer (&grid);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("sweep needs a parameter to vary: --vary name=from:to:count or --vary "
                  "name=a,b,c"));
  return NULL;
}

/**
 * cli_grid_get:
 * @run: index of a run
 * @axis: index of an axis
 *
 * Returns: the value of that parameter in that run, as text
 */
const char *
cli_grid_get (const CliGrid *grid, gsize run, guint axis)
{
  for (guint i = grid->axes->len - 1; i > axis; i--)
    run /= ((CliAxis *)g_ptr_array_index (grid->axes, i))->values->len;

  const CliAxis *chosen = g_ptr_array_index (grid->axes, axis);

  return g_ptr_array_index (chosen->values, run % chosen->values->len);
}

/**
 * cli_grid_apply:
 * @values: what all runs begin with
 * @error: %PLUME_ERROR_USAGE, such as where one varied parameter takes away the row of another
 *
 * Returns: (transfer full) (nullable): the values of one run
 */
PlumeValues *
cli_grid_apply (const CliGrid *grid, gsize run, PlumeValues *values, GError **error)
{
  g_autoptr (PlumeValues) changed = plume_values_ref (values);

  for (guint i = 0; i < grid->axes->len; i++)
    {
      const CliAxis *axis = g_ptr_array_index (grid->axes, i);
      PlumeAddress address;

      if (!plume_address_parse (changed, axis->name, &address, error))
        return NULL;

      PlumeValues *next =
          plume_values_with_text (changed, &address, cli_grid_get (grid, run, i), error);

      if (next == NULL)
        return NULL;
      plume_values_unref (changed);
      changed = next;
    }
  return g_steal_pointer (&changed);
}
