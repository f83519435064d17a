/* plume-slices.h: square pictures cut from volumes, of one size and in [−1, 1].
 *
 * A volume is a grid of three dimensions, slowest first, with sizes of voxels and an orientation
 * where its file tells them. It knows no format and no denoiser.
 */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"
#include "generative/plume-pictures.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_SLICES_AXIAL,    /* as if seen from the head or the feet */
  PLUME_SLICES_CORONAL,  /* from the front */
  PLUME_SLICES_SAGITTAL, /* from the side */
} PlumeSliceAxis;

/**
 * PlumeSlicePlan:
 * @side: pixels of a slice
 * @from: @to: part of the volume along the axis, 0 … 1
 * @most: slices at most, evenly chosen
 * @least_tissue: share of pixels that are not dark, of slices that are kept
 */
typedef struct
{
  PlumeSliceAxis axis;
  gsize side;
  double from, to;
  gsize most;
  double least_tissue;
} PlumeSlicePlan;

PlumeSlicePlan plume_slice_plan_init (gsize side);
/* Dimensions longer than 1, at most 3: 3 of volumes, 2 of single pictures; less is neither. */
guint plume_slices_count_dimensions (const PlumeGrid *grid);
/* All slices of one volume, or the one picture that a grid is; n × side × side appended. */
gboolean plume_slices_cut (const PlumeDataset *dataset,
                           guint grid,
                           const PlumeSlicePlan *plan,
                           GArray *values,
                           PlumeTask *task,
                           GError **error);

G_END_DECLS
