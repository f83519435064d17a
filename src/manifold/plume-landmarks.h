/* plume-landmarks.h: heat among some vertices that stand for all, where n × n is too much (sheet
 * §3.4).
 *
 * Exact: columns of heat at the landmarks (mode E). Coarse: each landmark's cell becomes one vertex
 * of a small graph (mode C); its heat spreads too fast, since a cell mixes at once, and a factor κ
 * from the slowest modes of both graphs makes up for that. It knows no pictures.
 */
#pragma once

#include "manifold/plume-embedding.h"
#include "manifold/plume-heat-ladder.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_LANDMARKS_SEEDING,  /* as k-means++ draws its seeds, in the data */
  PLUME_LANDMARKS_FARTHEST, /* each the farthest along the graph from those before */
  PLUME_LANDMARKS_RANDOM,
} PlumeLandmarkChoice;

/**
 * PlumeLandmarks:
 * @n: number of vertices
 * @m: number of landmarks
 * @vertices: m: which
 * @cells: n: place of the landmark nearest along the graph
 * @distances: n: length of the way to it
 */
typedef struct
{
  gsize n, m;
  guint32 *vertices;
  guint32 *cells;
  double *distances;
} PlumeLandmarks;

PlumeLandmarks *plume_landmarks_new (const PlumeGraph *graph,
                                     const PlumePoints *points,
                                     PlumeLandmarkChoice choice,
                                     gsize m,
                                     guint64 seed,
                                     PlumeTask *task,
                                     GError **error);
PlumeLandmarks *plume_landmarks_ref (PlumeLandmarks *landmarks);
void plume_landmarks_unref (PlumeLandmarks *landmarks);

/* Mode E */
PlumeHeat *plume_heat_among (const PlumeGraph *graph,
                             const PlumeHeatEngine *engine,
                             const PlumeHeatOptions *options,
                             double t,
                             gsize m,
                             const guint32 *vertices,
                             PlumeTask *task,
                             GError **error);

/* Mode C */
typedef struct _PlumeCoarseHeat PlumeCoarseHeat;

PlumeCoarseHeat *plume_coarse_heat_new (const PlumeLandmarks *landmarks,
                                        const PlumeGraph *graph,
                                        PlumeLaplacianKind laplacian,
                                        PlumeTask *task,
                                        GError **error);
void plume_coarse_heat_free (PlumeCoarseHeat *coarse);
double plume_coarse_heat_get_factor (const PlumeCoarseHeat *coarse);
double plume_coarse_heat_get_slowest (const PlumeCoarseHeat *coarse);
PlumeHeat *
plume_coarse_heat_at (const PlumeCoarseHeat *coarse, double t, PlumeTask *task, GError **error);
PlumeHeatLadder *plume_coarse_heat_ladder (
    const PlumeCoarseHeat *coarse, double from, double to, PlumeTask *task, GError **error);
gboolean plume_coarse_heat_verify (const PlumeCoarseHeat *coarse,
                                   const PlumeLandmarks *landmarks,
                                   const PlumeGraph *graph,
                                   const PlumeHeatEngine *engine,
                                   const PlumeHeatOptions *options,
                                   double t,
                                   gsize n_sampled,
                                   double *difference,
                                   double *bias,
                                   PlumeTask *task,
                                   GError **error);

PlumeHeatTimes *plume_heat_times_new_from_ladder (const PlumeGraph *graph,
                                                  PlumeLaplacianKind kind,
                                                  const PlumeHeatLadder *ladder,
                                                  const PlumeLandmarks *landmarks,
                                                  double slowest,
                                                  guint64 seed,
                                                  PlumeTask *task,
                                                  GError **error);

PlumeLandmarkWeights *plume_landmarks_weigh (const PlumeLandmarks *landmarks,
                                             const PlumeGraph *graph,
                                             const PlumePoints *points,
                                             PlumeTask *task,
                                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLandmarks, plume_landmarks_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeCoarseHeat, plume_coarse_heat_free)

G_END_DECLS
