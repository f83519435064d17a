/* plume-cells-private.h: a matrix of cells on its way to points, dense or sparse, with the rows and
 * columns of the block that are left in it. */
#pragma once

#include "manifold/plume-prepare.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n, p;
  double *dense;       /* nullable: n × p */
  PlumeSparse *sparse; /* nullable, its own */
  guint32 *rows, *columns;
  PlumeTask *task; /* nullable, not its own */
} PlumeCells;

PlumeCells *plume_cells_new (const PlumeBlock *block, PlumeTask *task);
void plume_cells_free (PlumeCells *cells);
/* Keeps the rows and columns whose flags are set; NULL for all. */
void plume_cells_select (PlumeCells *cells, const guint8 *rows, const guint8 *columns);
void plume_cells_make_dense (PlumeCells *cells);

/* Visits stored cells: all of a dense matrix, those that are stored of a sparse one; ends early
 * when the task is cancelled, which the caller checks before it believes a result. */
typedef void (*PlumeCellFunc) (gsize i, gsize j, double *cell, gpointer data);
void plume_cells_foreach (PlumeCells *cells, PlumeCellFunc function, gpointer data);
/* Mean and mean square about it of every column, cells that are not stored counted as 0 */
void plume_cells_get_moments (PlumeCells *cells, double *means, double *variances);
/* Least and greatest of every column, likewise */
void plume_cells_get_ranges (PlumeCells *cells, double *least, double *greatest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeCells, plume_cells_free)

G_END_DECLS
