/* plume-time-grid.h: where on the clock a sampler stops: N + 1 moments from t_T down to t_0.
 *
 * End points are exact, moments fall strictly, and N steps are N steps. It knows no score and no
 * solver.
 */
#pragma once

#include "core/plume-error.h"
#include "generative/plume-process.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id, *title, *help;
  /* moment number i of n, 0 < i < n, between the ends */
  double (*inner) (
      const PlumeProcess *process, double from, double to, double rho, guint i, guint n);
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

G_END_DECLS
