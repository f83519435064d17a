/* plume-chromatogram-solve.h: one least-squares run over the shapes of a model, with GSL's trust
 * region; used by the fit alone. */
#pragma once

#include "core/plume-task.h"
#include "transport/plume-chromatogram-model.h"

G_BEGIN_DECLS

/**
 * PlumeSolveReport:
 * @iterations: added up over runs
 * @evaluations: of the model, added up
 * @converged: whether the last run met its tolerance
 */
typedef struct
{
  guint iterations, evaluations;
  gboolean converged;
} PlumeSolveReport;

gboolean plume_model_solve (PlumeModel *model,
                            gsize p,
                            const gsize *parameters,
                            double tolerance,
                            guint max_iterations,
                            PlumeSolveReport *report,
                            PlumeTask *task,
                            GError **error);

G_END_DECLS
