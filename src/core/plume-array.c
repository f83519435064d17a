/* plume-array.c: reference-counted, aligned vectors of doubles. */
#include "core/plume-array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

/**
 * plume_array_new:
 * @length: number of values, may be 0
 *
 * Makes a vector of zeros. The caller may write to it until it is shared.
 *
 * Returns: (transfer full): the vector
 */
PlumeArray *
plume_array_new (gsize length)
{
  PlumeArray *array = g_atomic_rc_box_new0 (PlumeArray);
  gsize bytes = (MAX (length, 1) * sizeof (double) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

  array->length = length;
  array->values = aligned_alloc (ALIGNMENT, bytes);
  if (array->values == NULL)
    g_error ("out of memory: %zu bytes", bytes);
  memset (array->values, 0, bytes);
  return array;
}

/**
 * plume_array_new_copy:
 * @values: (array length=length): values to copy
 * @length: their number
 *
 * Returns: (transfer full): a vector with the same values
 */
PlumeArray *
plume_array_new_copy (const double *values, gsize length)
{
  PlumeArray *array = plume_array_new (length);

  if (length > 0)
    memcpy (array->values, values, length * sizeof (double));
  return array;
}

/**
 * plume_array_new_linear:
 * @from: first value
 * @to: last value
 * @length: number of values, at least 1
 *
 * Returns: (transfer full): @length equally spaced values, both ends exact
 */
PlumeArray *
plume_array_new_linear (double from, double to, gsize length)
{
  PlumeArray *array = plume_array_new (length);

  for (gsize i = 0; i < length; i++)
    {
      double fraction = length > 1 ? (double)i / (double)(length - 1) : 0;

      array->values[i] = from * (1 - fraction) + to * fraction;
    }
  return array;
}

PlumeArray *
plume_array_ref (PlumeArray *array)
{
  return g_atomic_rc_box_acquire (array);
}

static void
clear_array (gpointer data)
{
  free (((PlumeArray *)data)->values);
}

void
plume_array_unref (PlumeArray *array)
{
  if (array != NULL)
    g_atomic_rc_box_release_full (array, clear_array);
}

/**
 * plume_array_range:
 * @array: a vector
 * @low: (out): least finite value
 * @high: (out): greatest finite value
 *
 * Returns: %FALSE, leaving @low and @high alone, where no value is finite
 */
gboolean
plume_array_range (const PlumeArray *array, double *low, double *high)
{
  double least = INFINITY, greatest = -INFINITY;

  for (gsize i = 0; i < array->length; i++)
    {
      double value = array->values[i];

      if (!isfinite (value))
        continue;
      least = MIN (least, value);
      greatest = MAX (greatest, value);
    }
  if (least > greatest)
    return FALSE;
  *low = least;
  *high = greatest;
  return TRUE;
}
