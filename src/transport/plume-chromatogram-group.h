/* plume-chromatogram-group.h: analytes that are fitted together in one window; used by the fit and
 * its profiles alone. */
#pragma once

#include "transport/plume-chromatogram-fit.h"
#include "transport/plume-chromatogram-model.h"
#include "transport/plume-chromatogram-solve.h"

G_BEGIN_DECLS

/**
 * PlumeFitGroup:
 * @problem: the whole
 * @m: analytes in the group
 * @members: (array length=m): their indices in the problem
 * @from: first point
 * @to: one past the last
 * @t: (array): times since the injection of all points of the problem; shared by the groups
 * @model: the fitted model
 * @report: how the fit went
 * @freedom: of the baseline
 * @degrees_of_freedom: points − parameters − @freedom
 * @variance: s² of the residuals
 * @q: parameters: 3m, and t_M
 * @covariance: q × q of k', k_d, amplitude, …, t_M
 * @task: (nullable): cancels
 * @error: why there is no model
 */
typedef struct
{
  const PlumeFitProblem *problem;
  gsize m;
  gsize *members;
  gsize from, to;
  const double *t;
  PlumeModel *model;
  PlumeSolveReport report;
  double freedom, degrees_of_freedom, variance;
  gsize q;
  double *covariance;
  PlumeTask *task;
  GError *error;
} PlumeFitGroup;

GPtrArray *plume_fit_groups_new (const PlumeFitProblem *problem,
                                 const double *t,
                                 PlumeTask *task,
                                 GError **error);
void plume_fit_group_prepare (PlumeFitGroup *group);
gboolean plume_fit_group_run (PlumeFitGroup *group);
gsize plume_fit_group_free_shapes (const PlumeFitGroup *group, gsize *parameters);
double plume_fit_group_objective (const PlumeFitGroup *group);

G_END_DECLS
