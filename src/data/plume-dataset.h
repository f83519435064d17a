/* plume-dataset.h: what one file holds: tables, matrices of samples (blocks), n-d arrays (grids)
 * and attributes; immutable once read.
 *
 * It knows no experiment. A reader fills it; an experiment's input asks it for columns by role.
 */
#pragma once

#include "data/plume-block.h"
#include "data/plume-table.h"

G_BEGIN_DECLS

#define PLUME_GRID_MAX_DIMENSIONS 8

/**
 * PlumeGrid:
 * @name: its name within the file
 * @n_dimensions: 0 to %PLUME_GRID_MAX_DIMENSIONS
 * @shape: length of each dimension, slowest first
 * @values: product of @shape values in C order
 */
typedef struct
{
  char *name;
  guint n_dimensions;
  gsize shape[PLUME_GRID_MAX_DIMENSIONS];
  PlumeArray *values;
} PlumeGrid;

typedef struct _PlumeDataset PlumeDataset;

PlumeDataset *plume_dataset_new (const char *name);
void plume_dataset_take_table (PlumeDataset *dataset, PlumeTable *table);
void plume_dataset_take_grid (PlumeDataset *dataset,
                              const char *name,
                              guint n_dimensions,
                              const gsize *shape,
                              PlumeArray *values);
void plume_dataset_take_block (PlumeDataset *dataset, PlumeBlock *block);
void plume_dataset_set_attribute (PlumeDataset *dataset, const char *name, const char *value);
void plume_dataset_add_note (PlumeDataset *dataset, const char *format, ...) G_GNUC_PRINTF (2, 3);

PlumeDataset *plume_dataset_ref (PlumeDataset *dataset);
void plume_dataset_unref (PlumeDataset *dataset);

const char *plume_dataset_get_name (const PlumeDataset *dataset);
guint plume_dataset_get_n_tables (const PlumeDataset *dataset);
PlumeTable *plume_dataset_get_table (const PlumeDataset *dataset, guint index);
PlumeTable *plume_dataset_find_table (const PlumeDataset *dataset, const char *name);
guint plume_dataset_get_n_grids (const PlumeDataset *dataset);
const PlumeGrid *plume_dataset_get_grid (const PlumeDataset *dataset, guint index);
guint plume_dataset_get_n_blocks (const PlumeDataset *dataset);
PlumeBlock *plume_dataset_get_block (const PlumeDataset *dataset, guint index);
PlumeBlock *plume_dataset_find_block (const PlumeDataset *dataset, const char *name);
const char *plume_dataset_get_attribute (const PlumeDataset *dataset, const char *name);
const char *const *plume_dataset_get_notes (const PlumeDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDataset, plume_dataset_unref)

G_END_DECLS
