/* momentum-sampling.c: fast solvers explode under strong guidance; momentum widens the region in
 * which they do not.
 *
 * S. Wizadwongsa et al., Diffusion Sampling with Momentum for Mitigating Divergence Artifacts, ICLR
 * 2024, arXiv 2307.11118. Weights for unequal steps and the eigenvalues in the plane are ours.
 */
#include "experiments/momentum-sampling.h"

#include <glib/gi18n-lib.h>

#define GROUP_SOLVER   N_ ("Solver")
#define GROUP_GUIDANCE N_ ("Guidance")
#define GROUP_PICTURES N_ ("Pictures")

static const PlumeParameter parameters[] = {
  { .id = "method",
    .title = N_ ("Method"),
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_CHOICE,
    .value = 4,
    .choices = ms_methods },
  { .id = "set-by",
    .title = N_ ("Set by"),
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_CHOICE,
    .choices = ms_ways,
    .help = N_ ("Order and damping on their own, or one number for both") },
  { .id = "order",
    .title = N_ ("Order"),
    .symbol = "<i>k</i>",
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_INTEGER,
    .value = 2,
    .from = 1,
    .to = PLUME_MOMENTUM_ORDER,
    .help = N_ ("How many answers or averages are weighed"),
    .visible_when = "set-by=both" },
  { .id = "momentum",
    .title = N_ ("Damping"),
    .symbol = "<i>β</i>",
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.8,
    .from = 0.05,
    .to = 1,
    .plays = PLUME_PLAYS,
    .help = N_ ("The share of the new in the average; 1 is no momentum"),
    .visible_when = "set-by=both;method=heavy-ball|nesterov|ghvb|vghvb|2m-heavy-ball" },
  { .id = "strength",
    .title = N_ ("Order and damping in one"),
    .symbol = "<i>r</i>",
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_NUMBER,
    .value = 1.8,
    .from = 0.05,
    .to = PLUME_MOMENTUM_ORDER,
    .plays = PLUME_PLAYS,
    .help = N_ ("r = k − 1 + β: 1.8 is order 2 with β = 0.8, a whole number is no momentum"),
    .visible_when = "set-by=one" },
  { .id = "steps",
    .title = N_ ("Number of steps"),
    .symbol = "<i>N</i>",
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_INTEGER,
    .value = 10,
    .from = 4,
    .to = 200,
    .soft_from = 4,
    .soft_to = 60,
    .plays = PLUME_PLAYS },
  { .id = "grid",
    .title = N_ ("Steps equal in"),
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_CHOICE,
    .choices = ms_grids },
  { .id = "compared",
    .title = N_ ("Compared with"),
    .group = GROUP_SOLVER,
    .kind = PLUME_KIND_CHOICE,
    .value = 1,
    .choices = ms_compared },
  { .id = "guidance",
    .title = N_ ("Guidance"),
    .symbol = "<i>w</i>",
    .group = GROUP_GUIDANCE,
    .kind = PLUME_KIND_NUMBER,
    .value = 15,
    .from = 0,
    .to = 30,
    .plays = PLUME_PLAYS,
    .help =
        N_ ("0: the whole mixture, 1: the component alone, above: beyond it; only with a mixture "
            "of Gaussians as data"),
    .visible_when = "density=components" },
  { .id = "towards",
    .title = N_ ("Towards component"),
    .group = GROUP_GUIDANCE,
    .kind = PLUME_KIND_INTEGER,
    .value = 1,
    .from = 1,
    .to = SCENE_MAX_COMPONENTS,
    .soft_from = 1,
    .soft_to = 8,
    .visible_when = "density=components" },
  SCENE_DENSITY_PARAMETERS,
  { .id = "width-factor",
    .title = N_ ("Width of all components"),
    .group = SCENE_GROUP_DENSITY,
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0.05,
    .to = 5,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("Times their own widths; narrow data are stiff") },
  { .id = "digit",
    .title = N_ ("Guided towards digit"),
    .group = GROUP_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 3,
    .from = 0,
    .to = 9 },
  SCENE_PROCESS_PARAMETERS,
  SCENE_SAMPLE_PARAMETERS,
  SCENE_VIEW_PARAMETERS,
};

static const PlumeInput inputs[] = { SCENE_POINTS_INPUT };

#define RUN_READS MS_PROBLEM_READS, "steps", "grid", "samples", "seed"

static const PlumeStage stages[] = {
  { "density-of-data",
    N_ ("Density"),
    { SCENE_DENSITY_READS, "width-factor" },
    ms_compute_density,
    NULL },
  SCENE_HEAT_STAGE,
  SCENE_ARROWS_STAGE,
  { "region",
    N_ ("Stability"),
    { MS_SOLVER_READS, MS_STEPS_READS },
    ms_compute_region,
    ms_compute_region_coarse },
  { "other-region",
    N_ ("Stability of the other"),
    { "compared", MS_STEPS_READS },
    ms_compute_other_region,
    NULL },
  { "run", N_ ("Samples"), { RUN_READS, MS_SOLVER_READS }, ms_compute_run, NULL },
  { "other-run",
    N_ ("Samples of the other"),
    { RUN_READS, "compared" },
    ms_compute_other_run,
    NULL },
  { "exact", N_ ("Exact ends"), { MS_PROBLEM_READS, "seed" }, ms_compute_exact, NULL },
  { "ends", N_ ("Exact ends of the race"), { MS_PROBLEM_READS, "seed" }, ms_compute_ends, NULL },
  { "eigenvalues", N_ ("Eigenvalues"), { "run", MS_PROBLEM_READS }, ms_compute_eigenvalues, NULL },
  { "pilot",
    N_ ("Eigenvalues of true trajectories"),
    { MS_PROBLEM_READS, MS_SOLVER_READS, "steps", "grid", "seed" },
    ms_compute_pilot,
    NULL },
  { "trade-off",
    N_ ("Trade-off"),
    { MS_PROBLEM_READS, "exact", "method", "set-by", "order", "momentum", "strength", "steps",
      "grid", "seed" },
    ms_compute_trade_off,
    ms_compute_trade_off_coarse },
  { "orders",
    N_ ("Race"),
    { MS_PROBLEM_READS, "ends", MS_SOLVER_READS, "compared", "grid", "seed" },
    ms_compute_orders,
    ms_compute_orders_coarse },
  { "digits", N_ ("Digits"), { "digit" }, ms_compute_digits, NULL },
  { "pictures",
    N_ ("Pictures"),
    { "digits", MS_SOLVER_READS, MS_STEPS_READS, "guidance", "seed" },
    ms_compute_pictures,
    NULL },
  { "other-pictures",
    N_ ("Pictures of the other"),
    { "digits", "compared", MS_STEPS_READS, "guidance", "seed" },
    ms_compute_other_pictures,
    NULL },
};

#define ABOUT                                                                                      \
  N_ ("To sample in ten steps a solver must look far ahead, and under strong guidance the "        \
      "equation is stiff: modes that should die shrink faster than a step of high order can "      \
      "follow, and grow instead. Parts of the picture fly out of range. That is no lack of "       \
      "accuracy but of stability, and a heavy ball, an average over past steps, widens the "       \
      "region in which a solver is stable.\n\n"                                                    \
      "The plane of stability shows that region, as if all steps were taken with the weights of "  \
      "the last. Dots are the eigenvalues of the true Jacobian times the step, at every step of "  \
      "the running samples. The heavy ball and Nesterov average the direction: stable, but of "    \
      "first order. GHVB averages the answers and chooses its weights anew, so that the order "    \
      "stays. Its weights suppose equal steps; on the grids of diffusion, whose steps shrink, it " \
      "is of second order at most. The variable one is of full order there, and stable where the " \
      "other is not.\n\n"                                                                          \
      "Try: press “Start from the explosion”: guidance 15, ten steps, PLMS of order 4 throws " \
      "most samples out. Choose the heavy ball of order 4 and damp to 0.5: bounded at once, but "  \
      "far from the exact ends. Choose GHVB, set it by one number and slide r from 4 down: the "   \
      "explosion ends at a sharp threshold between 2.7 and 2.3. Now take 20 steps: all is "        \
      "healed, and high order wins. At guidance 1 nothing explodes, and damping only costs "       \
      "accuracy. Make the components narrower and watch the dots of the last steps move left. "    \
      "The digits break in the same way.\n\n"                                                      \
      "A sample counts as escaped where its Mahalanobis distance to every component is above 5. "  \
      "2M++ integrates the data prediction, so its dots and region are those of its own "          \
      "variable.")

#define EQUATIONS                                                                                  \
  N_ ("\\frac{\\dd z}{\\dd\\kappa} = \\hat\\varepsilon, \\quad z = "                               \
      "\\frac{x}{\\alpha}, \\quad \\kappa = \\frac{\\sigma}{\\alpha}, \\quad "                     \
      "\\delta_n = \\kappa_{n+1} - \\kappa_n\n"                                                    \
      "v_{n+1} = (1 - \\beta) v_n + \\beta \\hat\\varepsilon_n, \\quad z_{n+1} = "                 \
      "z_n + \\delta_n \\sum_j b_j(\\beta) v_{n+1-j}\n"                                            \
      "\\zeta(r) = \\frac{(r - 1)(r - 1 + \\beta)}{\\beta r \\sum_j b_j r^{-j}}, "                 \
      "\\quad |r| = 1\n"                                                                           \
      "\\hat\\varepsilon = \\hat\\varepsilon_\\text{all} + w "                                     \
      "(\\hat\\varepsilon_\\text{one} - \\hat\\varepsilon_\\text{all})")

const PlumeExperiment plume_experiment_momentum_sampling = {
  .id = "momentum-sampling",
  .title = N_ ("Momentum Sampling"),
  .summary = N_ ("Why few steps explode under strong guidance, and how a heavy ball helps"),
  .chapter = PLUME_CHAPTER_DENOISING,
  .version = 1,
  .authors = "S. Wizadwongsa, W. Chinchuthakun, P. Khungurn, A. Raj, S. Suwajanakorn",
  .paper = "Diffusion Sampling with Momentum for Mitigating Divergence Artifacts",
  .year = "2024",
  .link = "https://arxiv.org/abs/2307.11118",
  .about = ABOUT,
  .equations = EQUATIONS,
  .keywords =
      N_ ("heavy ball Nesterov Adams Bashforth PLMS GHVB stability region guidance divergence "
          "artefact solver multistep eigenvalue"),
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = ms_views,
  .n_views = MS_N_VIEWS,
  .readouts = ms_readouts,
  .n_readouts = MS_N_READOUTS,
  .actions = ms_actions,
  .n_actions = MS_N_ACTIONS,
};
