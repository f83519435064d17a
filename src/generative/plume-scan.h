/* plume-scan.h: what a scanner measures of a slice: linear maps y = Ax with exact transposes, and
 * the way back to pictures that agree with a measurement.
 *
 * Lines of k-space (MRI), projections from few directions (CT), pixels outside of a hole, means of
 * blocks. A measurement also makes a score conditional: whatever a source expects of the clean
 * picture is moved to the nearest picture that was measured so, which for exact measurements of
 * orthonormal rows is the null-space decomposition of Wang et al. 2023 (arXiv 2212.00490) and with
 * conjugate gradients the one of Chung et al. 2024 (arXiv 2303.05754). It knows no process.
 */
#pragma once

#include "core/plume-array.h"
#include "generative/plume-score.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_SCAN_LINES,       /* rows of k-space */
  PLUME_SCAN_PROJECTIONS, /* the Radon transform from evenly spread directions */
  PLUME_SCAN_HOLE,        /* all pixels but those of a square in the middle */
  PLUME_SCAN_BLOCKS,      /* means of squares of pixels */
  PLUME_N_SCANS,
} PlumeScanKind;

/**
 * PlumeScanPlan:
 * @lines: share of the lines of k-space that are measured, 0 … 1; those of low frequency first, the
 * others at random
 * @centre: share of all lines that are measured about frequency 0
 * @directions: of projections
 * @hole: share of the side that the hole takes, below 1
 * @block: pixels a side of a block
 * @seed: of the choice of lines
 *
 * What each kind may be told; each reads what concerns it.
 */
typedef struct
{
  PlumeScanKind kind;
  gsize height, width;
  double lines, centre;
  guint directions;
  double hole;
  gsize block;
  guint64 seed;
} PlumeScanPlan;

/**
 * PlumeScan:
 * @n_data: numbers measured, at least 1
 * @n_rows: @n_columns: how they are shown: n_rows × n_columns = @n_data, for projections directions
 * × places on the detector; for lines of k-space a row holds real and imaginary parts
 * @lines: (nullable): of k-space: which rows of the transform, in its order, are measured
 *
 * Immutable, shared by reference.
 */
typedef struct
{
  gatomicrefcount ref_count;
  PlumeScanPlan plan;
  gsize dimension, n_data, n_rows, n_columns;
  gsize *lines;
  guint32 *bins;  /* projections: first of the two places that a pixel's shadow falls on, … */
  float *shadows; /* … and the part of it that falls on the second */
  gsize *pixels;  /* of a hole: those that are seen */
} PlumeScan;

PlumeScan *plume_scan_new (const PlumeScanPlan *plan, GError **error);
PlumeScan *plume_scan_ref (PlumeScan *scan);
void plume_scan_unref (PlumeScan *scan);

void plume_scan_apply (const PlumeScan *scan, const double *picture, double *data);
void plume_scan_apply_transposed (const PlumeScan *scan, const double *data, double *picture);
/* Moves a picture towards those that were measured so. */
void plume_scan_reconcile (
    const PlumeScan *scan, const double *data, double trust, guint n_steps, double *picture);
/* A source that knows a measurement. */
PlumeScore *plume_scan_score_new (
    PlumeScore *prior, PlumeScan *scan, const double *data, double noise, guint n_steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeScan, plume_scan_unref)

G_END_DECLS
