/* plume-npy.h: one array in the NPY format of NumPy; also a member of an NPZ archive. */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

/**
 * PlumeNpyArray:
 * @n_dimensions: 0 to %PLUME_GRID_MAX_DIMENSIONS
 * @shape: lengths, slowest first
 * @values: (nullable): numbers in C order, or
 * @texts: (nullable): the texts of a one-dimensional array
 * @has_large_integers: whether an integer beyond 2⁵³ was rounded
 */
typedef struct
{
  guint n_dimensions;
  gsize shape[PLUME_GRID_MAX_DIMENSIONS];
  PlumeArray *values;
  GStrv texts;
  gboolean has_large_integers;
} PlumeNpyArray;

gboolean plume_is_npy (const guint8 *head, gsize length);
PlumeNpyArray *plume_npy_parse (
    const guint8 *data, gsize length, const char *name, PlumeTask *task, GError **error);
PlumeTable *plume_npy_make_table (const PlumeNpyArray *array, const char *name);
void plume_npy_add_grid (PlumeNpyArray *array, const char *name, PlumeDataset *dataset);
void plume_npy_array_free (PlumeNpyArray *array);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeNpyArray, plume_npy_array_free)

G_END_DECLS
