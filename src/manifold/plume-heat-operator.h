/* plume-heat-operator.h: what the engines of heat share: a symmetric L, and how to come back from
 * it; private to the room.
 *
 * The random walk's L is no symmetric matrix but similar to the normalised one:
 * exp(−t L_rw) = δ^−½ exp(−t L_sym) δ^½. So all engines work on symmetric operators, and logarithms
 * are shifted afterwards, which costs no accuracy. It knows no engine.
 */
#pragma once

#include "manifold/plume-heat.h"

G_BEGIN_DECLS

/**
 * PlumeHeatOperator:
 * @laplacian: symmetric, off-diagonals ≤ 0
 * @lazy: Q = 1 − L/Λ ≥ 0, with its diagonal
 * @rate: Λ
 * @most_hops: no two vertices of a piece are further apart
 * @invariant: v > 0 with L v = 0, hence H v = v: 1, or √δ
 * @pieces: number of the connected piece of each vertex
 * @half_log: (nullable): ½ log δ where L is that of the random walk
 */
typedef struct
{
  gsize n;
  PlumeSparse *laplacian, *lazy;
  double rate;
  gsize most_hops;
  double *invariant;
  guint32 *pieces;
  double *half_log;
} PlumeHeatOperator;

PlumeHeatOperator *plume_heat_operator_new (const PlumeGraph *graph, PlumeLaplacianKind kind);
PlumeHeatOperator *
plume_heat_operator_new_from_laplacian (PlumeSparse *laplacian, double *invariant, gsize most_hops);
void plume_heat_operator_free (PlumeHeatOperator *generator);
/* From logarithms of the symmetric kernel to those of the wanted one, in place. */
void plume_heat_operator_shift (const PlumeHeatOperator *generator, PlumeHeat *heat);
/* x ← δ^½ x, or δ^−½ x, of n × n_signals values, row by row. */
void plume_heat_operator_weigh (const PlumeHeatOperator *generator,
                                double power,
                                gsize n_signals,
                                double *signals);
/* Logarithms of the columns that heat asks for, out of the whole n × n kernel. is_poor: (out
 * caller-allocates) by column, whether an entry of its piece is below smallest, and so was not held
 * by a double. n_poor: how many are. O(n·m), in parallel. */
gboolean plume_heat_operator_take_logarithms (const PlumeHeatOperator *generator,
                                              const double *kernel,
                                              double smallest,
                                              PlumeHeat *heat,
                                              guint8 *is_poor,
                                              gsize *n_poor,
                                              PlumeTask *task,
                                              GError **error);
gboolean plume_heat_check_time (double t, GError **error);
gboolean plume_heat_check_request (
    const PlumeGraph *graph, double t, gsize m, const guint32 *columns, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeatOperator, plume_heat_operator_free)

G_END_DECLS
