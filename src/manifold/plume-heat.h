/* plume-heat.h: the heat kernel H_t = exp(−tL) of a graph, as logarithms, by several engines.
 *
 * The method takes logarithms of H down to 1e-300 and below, so entries need relative accuracy.
 * Uniformisation and backward Euler never subtract and have it; Chebyshev series and low-rank
 * spectra are accurate only absolutely and are there for comparison and for smooth signals (sheet
 * §2.5, §3.3). An engine is a const struct; nothing here knows distances.
 */
#pragma once

#include "manifold/plume-graph.h"

G_BEGIN_DECLS

/**
 * PlumeHeatOptions:
 * @laplacian: which L
 * @steps: K of backward Euler, in (1 + (t/K) L)^(−K)
 * @order: of the Chebyshev series; 0 for as many terms as 1e-8 takes
 * @rank: eigenpairs of the spectral engine
 */
typedef struct
{
  PlumeLaplacianKind laplacian;
  guint steps;
  guint order;
  guint rank;
} PlumeHeatOptions;

#define PLUME_HEAT_OPTIONS_DEFAULT ((PlumeHeatOptions){ PLUME_LAPLACIAN_COMBINATORIAL, 30, 0, 100 })

/**
 * PlumeHeat:
 * @n: number of vertices
 * @m: number of columns
 * @t: time, in 1/weight
 * @columns: (nullable): which vertices the columns belong to; %NULL for all n in order
 * @log_heat: m × n: log H_t(i, column c) at c × n + i; −∞ where H is 0, or not positive
 * @n_not_positive: entries that an inexact engine gave as ≤ 0
 */
typedef struct
{
  gsize n, m;
  double t;
  guint32 *columns;
  double *log_heat;
  gsize n_not_positive;
} PlumeHeat;

PlumeHeat *plume_heat_new (gsize n, gsize m, double t, const guint32 *columns);
PlumeHeat *plume_heat_ref (PlumeHeat *heat);
void plume_heat_unref (PlumeHeat *heat);
gsize plume_heat_get_bytes (const PlumeHeat *heat);

/**
 * PlumeHeatEngine:
 * @id: "uniformisation", "backward-euler", "chebyshev", "spectral"
 * @relative: whether every entry has relative accuracy
 * @columns: heat from each of m vertices (columns %NULL: from all)
 * @smooth: H_t applied to n_signals signals, n × n_signals row by row, in place
 */
typedef struct
{
  const char *id, *title, *help;
  gboolean relative;
  PlumeHeat *(*columns) (const PlumeGraph *graph,
                         const PlumeHeatOptions *options,
                         double t,
                         gsize m,
                         const guint32 *columns,
                         PlumeTask *task,
                         GError **error);
  gboolean (*smooth) (const PlumeGraph *graph,
                      const PlumeHeatOptions *options,
                      double t,
                      gsize n_signals,
                      double *signals,
                      PlumeTask *task,
                      GError **error);
} PlumeHeatEngine;

extern const PlumeHeatEngine plume_heat_uniformisation;
extern const PlumeHeatEngine plume_heat_backward_euler; /* present where built with CHOLMOD */
extern const PlumeHeatEngine plume_heat_chebyshev;
extern const PlumeHeatEngine plume_heat_spectral;

/* NULL-terminated. */
const PlumeHeatEngine *const *plume_heat_engines (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeat, plume_heat_unref)

G_END_DECLS
