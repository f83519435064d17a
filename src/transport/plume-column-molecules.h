/* plume-column-molecules.h: single molecules that hop on and off the wall; their histogram is the
 * chromatogram.
 *
 * In the gas a molecule moves with the carrier and is caught after an exponential time of rate k'
 * k_d; on the wall it waits for an exponential time of rate k_d (Giddings & Eyring, J. Phys. Chem.
 * 59 (1955) 416). It must never know concentrations.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "transport/plume-column.h"

G_BEGIN_DECLS

/**
 * PlumeMoleculePath:
 * @n: number of corners
 * @time: (array length=n): times, s, never decreasing; the path is straight between corners
 * @travel: (array length=n): θ of the position, s; equal at two successive corners while the
 * molecule is adsorbed
 *
 * What one molecule did from its injection until it left.
 */
typedef struct
{
  gsize n;
  double *time;
  double *travel;
} PlumeMoleculePath;

PlumeMoleculePath *plume_molecule_path_new (const PlumeTransfer *transfer,
                                            const PlumeInlet *inlet,
                                            guint64 seed,
                                            guint64 molecule);
void plume_molecule_path_free (PlumeMoleculePath *path);
double plume_molecule_path_at (const PlumeMoleculePath *path, double t, gboolean *adsorbed);

PlumeArray *plume_molecule_exit_times (const PlumeTransfer *transfer,
                                       const PlumeInlet *inlet,
                                       guint64 seed,
                                       gsize n,
                                       PlumeTask *task,
                                       GError **error);
void plume_histogram (
    gsize n, const double *values, double from, double to, gsize n_bins, double *counts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeMoleculePath, plume_molecule_path_free)

G_END_DECLS
