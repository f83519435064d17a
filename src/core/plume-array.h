/* plume-array.h: a shared vector of doubles.
 *
 * The one who makes it fills it; from the moment it is given away it is never written again, so
 * threads, stages, figures and tables share one copy.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeArray:
 * @length: number of values
 * @values: 64-byte aligned values
 */
typedef struct
{
  gsize length;
  double *values;
} PlumeArray;

PlumeArray *plume_array_new (gsize length);
PlumeArray *plume_array_new_copy (const double *values, gsize length);
PlumeArray *plume_array_new_linear (double from, double to, gsize length);
PlumeArray *plume_array_ref (PlumeArray *array);
void plume_array_unref (PlumeArray *array);
gboolean plume_array_range (const PlumeArray *array, double *low, double *high);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeArray, plume_array_unref)

G_END_DECLS
