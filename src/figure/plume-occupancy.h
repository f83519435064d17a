/* plume-occupancy.h: which parts of a frame hold ink, on a coarse raster; a sample of every mark is
 * enough. Private to this room. */
#pragma once

#include "figure/plume-layout.h"

G_BEGIN_DECLS

typedef struct
{
  PlumeRect frame;
  double cell;
  int n_columns, n_rows;
  gsize max_samples; /* of a mark */
  guint8 *cells;
} PlumeOccupancy;

PlumeOccupancy *plume_occupancy_new (const PlumeLayout *layout, const PlumePlot *plot, double cell);
void plume_occupancy_free (PlumeOccupancy *occupancy);
void plume_occupancy_add_box (PlumeOccupancy *occupancy, const PlumeRect *box);
/* Share of the box that holds ink, 0…1. */
double plume_occupancy_of_box (const PlumeOccupancy *occupancy, const PlumeRect *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeOccupancy, plume_occupancy_free)

G_END_DECLS
