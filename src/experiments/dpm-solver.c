/* dpm-solver.c: exponential integrators for the diffusion ODE: several solvers race from the same
 * noise to an exactly known end.
 *
 * C. Lu et al. 2022, arXiv 2206.00927, and its sequel 2211.01095. Stages, views and read-outs are
 * in the files beside this one; the solvers are in generative/.
 */
#include "experiments/dpm-solver.h"

#include <glib/gi18n-lib.h>

#define G_SOLVERS  N_ ("Solvers")
#define G_GUIDANCE N_ ("Guidance")
#define G_PICTURES N_ ("Pictures")

const DpmContestant dpm_contestants[DPM_N_CONTESTANTS + 1] = {
  [DPM_NOBODY] = { "none", N_ ("No solver"), NULL, PLUME_FORM_AUTO, FALSE },
  [DPM_DDIM] = { "ddim", N_ ("DDIM"), "ddim", PLUME_FORM_NOISE, FALSE },
  [DPM_EULER] = { "euler", N_ ("Euler in t"), "euler-t", PLUME_FORM_NOISE, FALSE },
  [DPM_HEUN] = { "heun", N_ ("Heun"), "heun", PLUME_FORM_NOISE, FALSE },
  [DPM_SINGLE_2] = { "dpm-2", N_ ("DPM-2"), "dpm-solver-2", PLUME_FORM_NOISE, FALSE },
  [DPM_SINGLE_3] = { "dpm-3", N_ ("DPM-3"), "dpm-solver-3", PLUME_FORM_NOISE, FALSE },
  [DPM_SINGLE_2_DATA] = { "dpm-2s", N_ ("DPM++ 2S"), "dpm-solver-2", PLUME_FORM_DATA, FALSE },
  [DPM_SINGLE_3_DATA] = { "dpm-3s", N_ ("DPM++ 3S"), "dpm-solver-3", PLUME_FORM_DATA, FALSE },
  [DPM_MULTI_2] = { "dpm-2m", N_ ("DPM++ 2M"), "dpm-solver-2m", PLUME_FORM_DATA, FALSE },
  [DPM_MULTI_3] = { "dpm-3m", N_ ("DPM++ 3M"), "dpm-solver-3m", PLUME_FORM_DATA, FALSE },
  [DPM_MULTI_3_PUBLISHED] = { "dpm-3m-published", N_ ("3M as published"), "dpm-solver-3m",
                              PLUME_FORM_DATA, TRUE },
  [DPM_UNIFIED_2] = { "unipc-2", N_ ("UniPC-2"), "unipc-2", PLUME_FORM_DATA, FALSE },
  [DPM_UNIFIED_3] = { "unipc-3", N_ ("UniPC-3"), "unipc-3", PLUME_FORM_DATA, FALSE },
  [DPM_ADAPTIVE] = { "adaptive", N_ ("DPM-23 adaptive"), "dpm-solver-23", PLUME_FORM_NOISE, FALSE },
};

#define PUBLISHED_HELP                                                                             \
  N_ ("The third-order multistep formula in circulation takes half of the second derivative and "  \
      "is of second order; at few steps it is often the better one all the same")

const PlumeChoice dpm_contestant_choices[] = {
  { "none", N_ ("No solver"), NULL },
  { "ddim", N_ ("DDIM"), N_ ("First order; the noise prediction is held during a step") },
  { "euler", N_ ("Euler in time"), N_ ("What one would do without knowing the equation") },
  { "heun", N_ ("Heun (EDM)"), N_ ("Second order, two evaluations a step") },
  { "dpm-2", N_ ("DPM-Solver-2"), N_ ("Second order, single step, noise prediction") },
  { "dpm-3", N_ ("DPM-Solver-3"), N_ ("Third order, single step, noise prediction") },
  { "dpm-2s", N_ ("DPM-Solver++ 2S"), N_ ("Second order, single step, data prediction") },
  { "dpm-3s", N_ ("DPM-Solver++ 3S"), N_ ("Third order, single step, data prediction") },
  { "dpm-2m", N_ ("DPM-Solver++ 2M"), N_ ("Second order, multistep, data prediction") },
  { "dpm-3m", N_ ("DPM-Solver++ 3M, corrected"), N_ ("Third order, multistep, data prediction") },
  { "dpm-3m-published", N_ ("DPM-Solver++ 3M as published"), PUBLISHED_HELP },
  { "unipc-2", N_ ("UniPC-2"), N_ ("Multistep with a corrector that costs nothing") },
  { "unipc-3", N_ ("UniPC-3"), N_ ("Multistep with a corrector that costs nothing") },
  { "adaptive", N_ ("DPM-Solver-23, adaptive"), N_ ("Chooses its own steps by the tolerance") },
  { NULL },
};
static const PlumeChoice slots[] = {
  { "a", N_ ("A"), NULL },
  { "b", N_ ("B"), NULL },
  { "c", N_ ("C"), NULL },
  { "d", N_ ("D"), NULL },
  { NULL },
};
static const PlumeChoice forms[] = {
  { "own", N_ ("Each solver’s own"), NULL },
  { "noise", N_ ("Noise prediction"), NULL },
  { "data", N_ ("Data prediction"), NULL },
  { NULL },
};
const PlumeChoice dpm_grids[DPM_N_GRIDS + 1] = {
  { "lambda", N_ ("Log-SNR λ"), N_ ("Equal steps of λ = ln (α/σ)") },
  { "time", N_ ("Time t"), N_ ("Equal steps of time") },
  { "quadratic", N_ ("Quadratic"), N_ ("Equal steps of √t") },
  { "karras", N_ ("Karras"), N_ ("Equal steps of κ to the power 1/ρ") },
  { "arc", N_ ("Arc"), N_ ("Steps where the trajectories of a pilot batch bend; best for DDIM") },
  { NULL },
};
static const PlumeChoice lower_orders[] = {
  { "auto", N_ ("Below ten steps"), NULL },
  { "never", N_ ("Never"), NULL },
  { "always", N_ ("Always"), NULL },
  { NULL },
};
const PlumeChoice dpm_guidances[] = {
  { "none", N_ ("No guidance"), NULL },
  { "classifier-free", N_ ("Classifier-free"),
    N_ ("Two evaluations each: <i>ε̂</i> + <i>w</i> (<i>ε̂</i> of the condition − <i>ε̂</i>)") },
  { "classifier", N_ ("Classifier"), N_ ("Adds the slope of the probability of the condition") },
  { NULL },
};
static const PlumeChoice denoisers[] = {
  { "empirical", N_ ("Empirical"), N_ ("The best one for the set; ends in a picture of it") },
  { "local", N_ ("Local"), N_ ("The best one that sees only a patch; makes new digits") },
  { NULL },
};
static const PlumeChoice digits[] = {
  { "all", N_ ("All"), NULL }, { "zero", N_ ("0"), NULL },  { "one", N_ ("1"), NULL },
  { "two", N_ ("2"), NULL },   { "three", N_ ("3"), NULL }, { "four", N_ ("4"), NULL },
  { "five", N_ ("5"), NULL },  { "six", N_ ("6"), NULL },   { "seven", N_ ("7"), NULL },
  { "eight", N_ ("8"), NULL }, { "nine", N_ ("9"), NULL },  { NULL },
};
static const PlumeChoice racers[] = {
  { "all", N_ ("All solvers"), NULL },
  { "chosen", N_ ("Only those chosen"), NULL },
  { NULL },
};

#define SLOT(letter, name, chosen)                                                                 \
  {                                                                                                \
    .id = "solver-" letter, .title = name, .group = G_SOLVERS, .kind = PLUME_KIND_CHOICE,          \
    .choices = dpm_contestant_choices, .value = chosen                                             \
  }

static const PlumeParameter parameters[] = {
  { .id = "evaluations",
    .title = N_ ("Evaluations"),
    .symbol = "<i>N</i>",
    .group = G_SOLVERS,
    .kind = PLUME_KIND_INTEGER,
    .value = 10,
    .from = 1,
    .to = 200,
    .soft_from = 2,
    .soft_to = 60,
    .plays = PLUME_PLAYS,
    .help = N_ ("How often the score may be asked") },
  SLOT ("a", N_ ("Solver A"), DPM_DDIM),
  SLOT ("b", N_ ("Solver B"), DPM_MULTI_2),
  SLOT ("c", N_ ("Solver C"), DPM_SINGLE_3),
  SLOT ("d", N_ ("Solver D"), DPM_UNIFIED_3),
  { .id = "detail",
    .title = N_ ("Look at"),
    .group = G_SOLVERS,
    .kind = PLUME_KIND_CHOICE,
    .choices = slots,
    .help = N_ ("Whose samples are on the plane, and whose integrand is shown") },
  { .id = "grid",
    .title = N_ ("Time grid"),
    .group = G_SOLVERS,
    .kind = PLUME_KIND_CHOICE,
    .choices = dpm_grids },
  { .id = "rho",
    .title = N_ ("Exponent"),
    .symbol = "<i>ρ</i>",
    .group = G_SOLVERS,
    .kind = PLUME_KIND_NUMBER,
    .value = 7,
    .from = 1,
    .to = 10,
    .plays = PLUME_PLAYS,
    .visible_when = "grid=karras" },
  { .id = "form",
    .title = N_ ("Integrate"),
    .group = G_SOLVERS,
    .kind = PLUME_KIND_CHOICE,
    .choices = forms },
  { .id = "taylor",
    .title = N_ ("Taylor coefficients"),
    .group = G_SOLVERS,
    .kind = PLUME_KIND_SWITCH,
    .help = N_ ("The other variant of the single-step formulas") },
  { .id = "first-inner-node",
    .title = N_ ("First inner node"),
    .symbol = "<i>r</i><sub>1</sub>",
    .group = G_SOLVERS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 0.95,
    .help = N_ ("Of single-step solvers, as part of the step in λ; 0 stands for ½ at second and ⅓ "
                "at third order") },
  { .id = "second-inner-node",
    .title = N_ ("Second inner node"),
    .symbol = "<i>r</i><sub>2</sub>",
    .group = G_SOLVERS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 1,
    .help = N_ ("Of third order; 0 stands for ⅔") },
  { .id = "lower-order-final",
    .title = N_ ("Lower order at the end"),
    .group = G_SOLVERS,
    .kind = PLUME_KIND_CHOICE,
    .choices = lower_orders,
    .help = N_ ("Whether multistep solvers end with lower orders") },
  { .id = "stochasticity",
    .title = N_ ("Stochasticity"),
    .symbol = "<i>η</i>",
    .group = G_SOLVERS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 1,
    .plays = PLUME_PLAYS,
    .help = N_ ("0 follows the equation, 1 the reverse random walk; of solvers that know both") },
  { .id = "tolerance",
    .title = N_ ("Tolerance"),
    .group = G_SOLVERS,
    .kind = PLUME_KIND_NUMBER,
    .value = 1e-3,
    .from = 1e-9,
    .to = 0.5,
    .soft_from = 1e-6,
    .soft_to = 0.1,
    .scale = PLUME_LOG,
    .help = N_ ("Of the adaptive solver") },
  SCENE_DENSITY_PARAMETERS,
  { .id = "guidance",
    .title = N_ ("Guidance"),
    .group = G_GUIDANCE,
    .kind = PLUME_KIND_CHOICE,
    .choices = dpm_guidances },
  { .id = "condition",
    .title = N_ ("Towards component"),
    .group = G_GUIDANCE,
    .kind = PLUME_KIND_INTEGER,
    .value = 1,
    .from = 1,
    .to = 100,
    .soft_from = 1,
    .soft_to = 8,
    .visible_when = "guidance=classifier-free|classifier" },
  { .id = "guidance-scale",
    .title = N_ ("Strength"),
    .symbol = "<i>w</i>",
    .group = G_GUIDANCE,
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0,
    .to = 20,
    .plays = PLUME_PLAYS,
    .help =
        N_ ("1 samples the condition, more goes past it; single-step solvers of noise predictions "
            "explode then, those of data predictions do not"),
    .visible_when = "guidance=classifier-free|classifier" },
  { .id = "thresholding",
    .title = N_ ("Dynamic thresholding"),
    .group = G_GUIDANCE,
    .kind = PLUME_KIND_SWITCH,
    .help = N_ ("Keeps predicted data within bounds") },
  SCENE_PROCESS_PARAMETERS,
  SCENE_SAMPLE_PARAMETERS,
  SCENE_VIEW_PARAMETERS,
  { .id = "race-measure",
    .title = N_ ("Error in the race"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_CHOICE,
    .choices = scene_race_measures },
  { .id = "racers",
    .title = N_ ("Who races"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_CHOICE,
    .choices = racers },
  { .id = "followed",
    .title = N_ ("Sample of the integrand"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_INTEGER,
    .value = 1,
    .from = 1,
    .to = 100000,
    .soft_from = 1,
    .soft_to = 50,
    .plays = PLUME_PLAYS },
  { .id = "denoiser",
    .title = N_ ("Denoiser of pictures"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_CHOICE,
    .choices = denoisers },
  { .id = "digit",
    .title = N_ ("Digit"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_CHOICE,
    .choices = digits },
  { .id = "training-pictures",
    .title = N_ ("Training pictures"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 200,
    .from = 2,
    .to = 2000,
    .soft_from = 10,
    .soft_to = 500,
    .scale = PLUME_LOG },
  { .id = "pictures",
    .title = N_ ("Pictures to make"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 8,
    .from = 1,
    .to = 64,
    .soft_from = 1,
    .soft_to = 12 },
};

static const PlumeInput inputs[] = { SCENE_POINTS_INPUT };

#define RUN_STAGE(letter, name, function)                                                          \
  {                                                                                                \
    "run-" letter, name,                                                                           \
        { "density-of-data",                                                                       \
          SCENE_CLOCK_READS,                                                                       \
          DPM_SOLVER_READS,                                                                        \
          "solver-" letter,                                                                        \
          "evaluations",                                                                           \
          "samples",                                                                               \
          "seed" },                                                                                \
        function, NULL                                                                             \
  }

static const PlumeStage stages[] = {
  SCENE_DENSITY_STAGE,
  SCENE_HEAT_STAGE,
  SCENE_ARROWS_STAGE,
  SCENE_STRIP_STAGE,
  { "guided",
    N_ ("Guided score"),
    { "density-of-data", SCENE_CLOCK_READS, "guidance", "condition", "guidance-scale",
      "thresholding" },
    dpm_compute_guided,
    NULL },
  { "arc", N_ ("Bends"), { "guided", SCENE_CLOCK_READS, "grid", "seed" }, dpm_compute_arc, NULL },
  RUN_STAGE ("a", N_ ("Samples of A"), dpm_compute_run_a),
  RUN_STAGE ("b", N_ ("Samples of B"), dpm_compute_run_b),
  RUN_STAGE ("c", N_ ("Samples of C"), dpm_compute_run_c),
  RUN_STAGE ("d", N_ ("Samples of D"), dpm_compute_run_d),
  { "exact",
    N_ ("Exact trajectories"),
    { "guided", SCENE_CLOCK_READS, "trajectories", "seed" },
    dpm_compute_exact,
    dpm_compute_exact_coarse },
  { "exact-ends",
    N_ ("Exact ends"),
    { "guided", SCENE_CLOCK_READS, "samples", "seed" },
    dpm_compute_ends,
    dpm_compute_ends_coarse },
  { "judgement",
    N_ ("Judgement"),
    { "density-of-data", SCENE_CLOCK_READS, "exact-ends", DPM_RUN_READS },
    dpm_judge,
    NULL },
  { "race",
    N_ ("Race"),
    { SCENE_CLOCK_READS, DPM_SOLVER_READS, DPM_SLOT_READS, "racers", "samples", "seed" },
    dpm_compute_race,
    dpm_compute_race_coarse },
  { "steps",
    N_ ("Steps"),
    { SCENE_CLOCK_READS, DPM_SOLVER_READS, DPM_SLOT_READS, "evaluations", "seed" },
    dpm_compute_steps,
    dpm_compute_steps_coarse },
  { "integrand",
    N_ ("Integrand"),
    { SCENE_CLOCK_READS, DPM_SOLVER_READS, DPM_SLOT_READS, "detail", "evaluations", "followed",
      "seed" },
    dpm_compute_integrand,
    NULL },
  { "grids",
    N_ ("Time grids"),
    { "guided", SCENE_CLOCK_READS, DPM_SLOT_READS, "detail", "evaluations", "rho", "seed" },
    dpm_compute_grids,
    NULL },
  { "denoiser-of-pictures",
    N_ ("Denoiser of pictures"),
    { "denoiser", "digit", "training-pictures" },
    dpm_compute_denoiser,
    NULL },
  { "picture-runs",
    N_ ("Pictures"),
    { "denoiser-of-pictures", SCENE_CLOCK_READS, DPM_SOLVER_READS, DPM_SLOT_READS, "detail",
      "evaluations", "pictures", "seed" },
    dpm_compute_pictures,
    dpm_compute_pictures_coarse },
  { "picture-moment",
    N_ ("Pictures now"),
    { "denoiser-of-pictures", "picture-runs", SCENE_CLOCK_READS, "progress", "detail" },
    dpm_compute_picture_moment,
    NULL },
};

#define ABOUT                                                                                         \
  N_ ("A diffusion model turns noise into data by solving an equation whose right-hand side is a "    \
      "network. Each look at the network is dear, so a good solver is one that needs few. "           \
      "DPM-Solver notices that part of the equation can be integrated exactly: what remains is "      \
      "an integral of the noise prediction, which hardly changes, over <i>λ</i>, half the "          \
      "logarithm of the signal-to-noise ratio, with an exponential weight. A Taylor series of "       \
      "it gives orders one, two and three; the first is DDIM.\n\n"                                    \
      "Here the data are a mixture whose score is known in closed form, so the end of every "         \
      "trajectory is known to twelve digits and solvers can race against it: from the same "          \
      "noise, to the same end. Slopes in the race are orders, measured, not claimed.\n\n"             \
      "Try: play from noise to data. Look at DDIM with 10 evaluations: where trajectories part "      \
      "it goes straight on and ends in the wrong mode. Take 2M (look at B): the same cost, a "        \
      "tenth of the error. Change the time grid from λ to t and see in “Steps” where the error " \
      "is now made. Compare 3M corrected with 3M as published: with ten evaluations the one of "      \
      "lower order wins; with a hundred it loses. Guide towards a component with strength 8 and "     \
      "compare DPM-Solver-2 with 2S: the noise prediction explodes, the data prediction does "        \
      "not. Drag a component by its centre or turn its "                                              \
      "ellipse: everything is solved again while you drag. Draw your own data with the pencil.")

#define EQUATIONS                                                                                  \
  "\\frac{\\dd x}{\\dd t} = f x - \\frac{1}{2} g^2 \\nabla \\ln p_t(x), \\quad "                   \
  "\\lambda = \\ln \\frac{\\alpha}{\\sigma}\n"                                                     \
  "x_t = \\frac{\\alpha_t}{\\alpha_s} x_s - \\alpha_t "                                            \
  "\\int_{\\lambda_s}^{\\lambda_t} \\mathrm{e}^{-\\lambda} \\hat\\varepsilon "                     \
  "\\dd\\lambda\n"                                                                                 \
  "x_t = \\frac{\\sigma_t}{\\sigma_s} x_s + \\sigma_t "                                            \
  "\\int_{\\lambda_s}^{\\lambda_t} \\mathrm{e}^\\lambda \\hat x_0 \\dd\\lambda\n"                  \
  "x_t = \\frac{\\alpha_t}{\\alpha_s} x_s - \\sigma_t \\sum_{n=0}^{k-1} "                          \
  "h^{n+1} \\varphi_{n+1}(h) \\hat\\varepsilon^{(n)}(\\lambda_s) + O(h^{k+1})"

const PlumeExperiment plume_experiment_dpm_solver = {
  .id = "dpm-solver",
  .title = N_ ("DPM-Solver"),
  .summary = N_ ("Fast solvers of the diffusion equation race from the same noise"),
  .chapter = PLUME_CHAPTER_DENOISING,
  .version = 1,
  .authors = "C. Lu, Y. Zhou, F. Bao, J. Chen, C. Li, J. Zhu",
  .paper = "DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic Model Sampling in Around 10 "
           "Steps",
  .year = "2022",
  .link = "https://arxiv.org/abs/2206.00927",
  .about = ABOUT,
  .equations = EQUATIONS,
  .keywords = N_ ("sampling ODE exponential integrator DDIM UniPC Heun multistep order log-SNR"),
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = dpm_views,
  .n_views = DPM_N_VIEWS,
  .readouts = dpm_readouts,
  .n_readouts = DPM_N_READOUTS,
};
