/* plume-heat-ladder.h: heat at many times, kept so that distances at any time between them are
 * there within a frame.
 *
 * Of every pair the decay u = −log (H(i,j)/√(H(i,i) H(j,j))) ≥ 0 is kept in single precision, of
 * every vertex log H(i,i): from them follow the distances of every law, σ and power. Levels are √2
 * apart in time; between two of them distances are interpolated linearly in log t.
 */
#pragma once

#include "manifold/plume-heat-geodesic.h"
#include "manifold/plume-heat-time.h"

G_BEGIN_DECLS

/**
 * PlumeHeatLadder:
 * @m: number of vertices
 * @n_levels: number of times
 * @times: t_l = t_0 2^(l/2)
 * @decays: of each level, m (m − 1)/2 of pairs i < j, row by row; the largest where no heat came
 * @own: n_levels × m: log H(i,i)
 * @largest: the largest finite decay of each level
 * @measures: of each level, of the whole graph
 */
typedef struct
{
  gsize m, n_levels;
  double *times;
  float **decays;
  double *own;
  double *largest;
  PlumeHeatMeasures *measures;
} PlumeHeatLadder;

PlumeHeatLadder *plume_heat_ladder_new (const PlumeGraph *graph,
                                        PlumeLaplacianKind laplacian,
                                        gsize m,
                                        const guint32 *vertices,
                                        double from,
                                        double to,
                                        PlumeTask *task,
                                        GError **error);
PlumeHeatLadder *plume_heat_ladder_ref (PlumeHeatLadder *ladder);
void plume_heat_ladder_unref (PlumeHeatLadder *ladder);
gsize plume_heat_ladder_get_bytes (const PlumeHeatLadder *ladder);
void
plume_heat_ladder_column (const PlumeHeatLadder *ladder, double t, gsize source, double *column);

/* How the decays of a ladder are read as distances. */
typedef struct _PlumeHeatGauge PlumeHeatGauge;

PlumeHeatGauge *plume_heat_gauge_new (PlumeHeatLadder *ladder,
                                      const PlumeGeodesicOptions *options,
                                      PlumeTask *task,
                                      GError **error);
PlumeHeatGauge *plume_heat_gauge_ref (PlumeHeatGauge *gauge);
void plume_heat_gauge_unref (PlumeHeatGauge *gauge);
/* source is a PlumeHeatGauge; of the kind that live scaling asks for. */
void plume_heat_gauge_distances (gpointer source, double t, float *triangle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeatLadder, plume_heat_ladder_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeatGauge, plume_heat_gauge_unref)

G_END_DECLS
