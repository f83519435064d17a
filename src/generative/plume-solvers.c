/* plume-solvers.c: the list of solvers. */
#include "generative/plume-solver.h"

#include <string.h>

extern const PlumeSolver plume_solver_ddim;
extern const PlumeSolver plume_solver_euler_time;
extern const PlumeSolver plume_solver_heun;
extern const PlumeSolver plume_solver_dpm_1;
extern const PlumeSolver plume_solver_dpm_2;
extern const PlumeSolver plume_solver_dpm_3;
extern const PlumeSolver plume_solver_multistep_2;
extern const PlumeSolver plume_solver_multistep_3;
extern const PlumeSolver plume_solver_unipc_2;
extern const PlumeSolver plume_solver_unipc_3;
extern const PlumeSolver plume_solver_unipc_2_bh1;
extern const PlumeSolver plume_solver_unipc_3_bh1;
extern const PlumeSolver plume_solver_unip_3;
extern const PlumeSolver plume_solver_dpm_12;
extern const PlumeSolver plume_solver_dpm_23;
extern const PlumeSolver plume_solver_plms;
extern const PlumeSolver plume_solver_lms;
extern const PlumeSolver plume_solver_heavy_ball;
extern const PlumeSolver plume_solver_nesterov;
extern const PlumeSolver plume_solver_ghvb;
extern const PlumeSolver plume_solver_vghvb;
extern const PlumeSolver plume_solver_2m_heavy_ball;
extern const PlumeSolver plume_solver_ancestral;
extern const PlumeSolver plume_solver_euler_maruyama;
extern const PlumeSolver plume_solver_predictor_corrector;
extern const PlumeSolver plume_solver_edm_churn;
extern const PlumeSolver plume_solver_annealed_langevin;
extern const PlumeSolver plume_solver_sde_dpm_1;
extern const PlumeSolver plume_solver_sde_dpm_2m;
extern const PlumeSolver plume_solver_sde_dpm_plus_1;
extern const PlumeSolver plume_solver_sde_dpm_plus_2m;

/* clang-format off */
const PlumeSolver *const plume_solvers[] = {
  &plume_solver_ddim,
  &plume_solver_euler_time,
  &plume_solver_heun,
  &plume_solver_dpm_1,
  &plume_solver_dpm_2,
  &plume_solver_dpm_3,
  &plume_solver_multistep_2,
  &plume_solver_multistep_3,
  &plume_solver_unipc_2,
  &plume_solver_unipc_3,
  &plume_solver_unipc_2_bh1,
  &plume_solver_unipc_3_bh1,
  &plume_solver_unip_3,
  &plume_solver_dpm_12,
  &plume_solver_dpm_23,
  &plume_solver_plms,
  &plume_solver_lms,
  &plume_solver_heavy_ball,
  &plume_solver_nesterov,
  &plume_solver_ghvb,
  &plume_solver_vghvb,
  &plume_solver_2m_heavy_ball,
  &plume_solver_ancestral,
  &plume_solver_euler_maruyama,
  &plume_solver_predictor_corrector,
  &plume_solver_edm_churn,
  &plume_solver_annealed_langevin,
  &plume_solver_sde_dpm_1,
  &plume_solver_sde_dpm_2m,
  &plume_solver_sde_dpm_plus_1,
  &plume_solver_sde_dpm_plus_2m,
  NULL,
};
/* clang-format on */

const PlumeSolver *
plume_solver_find (const char *id)
{
  for (guint i = 0; plume_solvers[i] != NULL; i++)
    if (strcmp (plume_solvers[i]->id, id) == 0)
      return plume_solvers[i];
  return NULL;
}

PlumeSolverOptions
plume_solver_options_init (void)
{
  return (PlumeSolverOptions){ .momentum = 1,
                               .churn_to = G_MAXDOUBLE,
                               .churn_noise = 1,
                               .langevin_steps = 1,
                               .langevin_ratio = 0.16,
                               .relative_tolerance = 1e-6,
                               .absolute_tolerance = 1e-6 };
}
