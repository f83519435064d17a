/* plume-time-grid.h: where on the clock a sampler stops: N + 1 moments from t_T down to t_0.
 *
 * End points are exact, moments fall strictly, and N steps are N steps. It knows no score and no
 * solver.
 */
#pragma once

#include "core/plume-error.h"
#include "generative/plume-process.h"

G_BEGIN_DECLS

/**
 * PlumeTimeGrid:
 * @inner: moment number i of n, 0 < i < n, between the ends
 * @is_uniform_in_lambda: whether steps are equal in λ
 * @ends_without_noise: whether the last step leads on from t_0 to 0
 *
 * A row of the table of grids.
 */
typedef struct
{
  const char *id, *title, *help;
  double (*inner) (
      const PlumeProcess *process, double from, double to, double rho, guint i, guint n);
  gboolean is_uniform_in_lambda, ends_without_noise;
} PlumeTimeGrid;

extern const PlumeTimeGrid plume_time_grids[]; /* ended by an entry without id */
const PlumeTimeGrid *plume_time_grid_find (const char *id);

PlumeArray *plume_time_grid_make (const PlumeTimeGrid *grid,
                                  const PlumeProcess *process,
                                  double from,
                                  double to,
                                  double rho,
                                  guint n_steps,
                                  GError **error);

PlumeArray *plume_time_grid_round (const PlumeArray *times, guint n_trained, GError **error);

G_END_DECLS
