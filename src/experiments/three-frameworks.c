/* three-frameworks.c: denoising diffusion, noise-conditioned scores and score SDEs on the same data
 * with the same budget: one score, three clocks.
 *
 * Kazerouni et al. 2023, Medical Image Analysis 88, 102846 (arXiv 2211.07804), a survey; the
 * frameworks are Ho et al. 2020 (2006.11239), Song & Ermon 2019 and 2020 (1907.05600, 2006.09011),
 * and Song et al. 2021 (2011.13456). Stages, views and landmarks are in the files beside this one.
 */
#include "experiments/three-frameworks-atlas.h"
#include "experiments/three-frameworks-slices.h"
#include "generative/plume-picture-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define G_BUDGET N_ ("Budget")
#define G_CLOCK  N_ ("Common clock")
#define G_DDPM   N_ ("DDPM")
#define G_NCSN   N_ ("NCSN")
#define G_SDE    N_ ("SDE")
#define G_SLICES N_ ("Medical slices")
#define G_TASK   N_ ("Task on a slice")

/* as many as scene_processes that preserve the variance, in their order */
static const PlumeChoice clocks[] = {
  { "vp-linear", N_ ("Variance preserving, linear"), NULL },
  { "vp-cosine", N_ ("Variance preserving, cosine"), NULL },
  { NULL },
};
static const PlumeChoice variances[] = {
  { "beta-tilde", N_ ("β̃, of the posterior"), NULL },
  { "beta", N_ ("β, of the step"), NULL },
  { NULL },
};
static const PlumeChoice sdes[] = {
  { "vp", N_ ("Variance preserving"), NULL },
  { "sub-vp", N_ ("Sub-variance preserving"), NULL },
  { "ve", N_ ("Variance exploding"), NULL },
  { NULL },
};
static const PlumeChoice sde_samplers[] = {
  { "euler-maruyama", N_ ("Euler–Maruyama"), NULL },
  { "predictor-corrector", N_ ("Predictor–corrector"), NULL },
  { "sde-dpm-solver", N_ ("SDE-DPM-Solver++2M"), NULL },
  { "flow-euler", N_ ("Probability flow, Euler"), NULL },
  { "flow-heun", N_ ("Probability flow, Heun"), NULL },
  { NULL },
};

/* as TfTask */
static const PlumeChoice tasks[] = {
  { "anomaly", N_ ("Anomaly detection"),
    N_ ("Noise it a little, denoise it: what was healthy "
        "comes back, a lesion does not") },
  { "denoising", N_ ("Denoising"), N_ ("Start where the process has the noise of the slice") },
  { "lines", N_ ("Reconstruction from k-space"), N_ ("Magnetic resonance, some of the lines") },
  { "projections", N_ ("Reconstruction from projections"), N_ ("Tomography, few directions") },
  { "hole", N_ ("Filling a hole"), NULL },
  { "blocks", N_ ("Super-resolution"), N_ ("From means of squares of pixels") },
  { "translation", N_ ("Translation"),
    N_ ("To noise as a slice of the first volume, back as one "
        "of the second") },
  { NULL },
};
static const PlumeChoice slice_axes[] = {
  { "axial", N_ ("Axial"), NULL },
  { "coronal", N_ ("Coronal"), NULL },
  { "sagittal", N_ ("Sagittal"), NULL },
  { NULL },
};
static const PlumeChoice slice_sides[] = {
  { "16", N_ ("16 × 16"), NULL },
  { "32", N_ ("32 × 32"), NULL },
  { "64", N_ ("64 × 64"), NULL },
  { NULL },
};
static const PlumeChoice slice_scores[] = {
  { "local", N_ ("Local"), N_ ("Patches of the slices; makes new ones") },
  { "empirical", N_ ("Empirical"), N_ ("Exact for these slices; repeats them") },
  { "gaussian", N_ ("Gaussian"), N_ ("Exact for their mean and covariance; linear") },
  { NULL },
};
static const PlumeChoice block_sizes[] = {
  { "2", N_ ("2 × 2"), NULL },
  { "4", N_ ("4 × 4"), NULL },
  { "8", N_ ("8 × 8"), NULL },
  { NULL },
};

/* two spots, so that there is something to find before somebody paints */
#define LESION "0.36,0.4 0.4,0.44 0.66,0.62"
#define SCANS  "task=lines|projections|hole|blocks"

static const PlumeParameter parameters[] = {
  { .id = "evaluations",
    .title = N_ ("Evaluations"),
    .symbol = "NFE",
    .group = G_BUDGET,
    .kind = PLUME_KIND_INTEGER,
    .value = 100,
    .from = 4,
    .to = 4000,
    .soft_from = 4,
    .soft_to = 400,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("How often each framework may ask the score") },
  SCENE_DENSITY_PARAMETERS,
  { .id = "process",
    .title = N_ ("Clock"),
    .group = G_CLOCK,
    .kind = PLUME_KIND_CHOICE,
    .choices = clocks,
    .help = N_ ("All three are shown at the same λ, in the coordinates of this process") },
  { .id = "beta-start",
    .title = N_ ("Rate at the data"),
    .symbol = "<i>β</i><sub>0</sub>",
    .group = G_CLOCK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.1,
    .from = 1e-3,
    .to = 5,
    .soft_from = 1e-3,
    .soft_to = 1,
    .scale = PLUME_LOG,
    .help = N_ ("Of the linear process and of DDPM, whose step i has β(i/N)/N") },
  { .id = "beta-end",
    .title = N_ ("Rate at the noise"),
    .symbol = "<i>β</i><sub>1</sub>",
    .group = G_CLOCK,
    .kind = PLUME_KIND_NUMBER,
    .value = 20,
    .from = 5,
    .to = 100,
    .soft_from = 5,
    .soft_to = 40 },
  { .id = "end-time",
    .title = N_ ("End of sampling"),
    .symbol = "<i>t</i><sub>0</sub>",
    .group = G_CLOCK,
    .kind = PLUME_KIND_NUMBER,
    .value = 1e-3,
    .from = 1e-5,
    .to = 0.05,
    .scale = PLUME_LOG },
  { .id = "ddpm-steps",
    .title = N_ ("Trained steps"),
    .symbol = "<i>N</i>",
    .group = G_DDPM,
    .kind = PLUME_KIND_INTEGER,
    .value = 1000,
    .from = 10,
    .to = 4000,
    .scale = PLUME_LOG,
    .help = N_ ("Of the chain; with a smaller budget evenly chosen ones are taken") },
  { .id = "ddpm-variance",
    .title = N_ ("Variance of a step"),
    .group = G_DDPM,
    .kind = PLUME_KIND_CHOICE,
    .choices = variances },
  { .id = "level-greatest",
    .title = N_ ("Greatest level"),
    .symbol = "<i>σ</i><sub>1</sub>",
    .group = G_NCSN,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 100,
    .soft_from = 0,
    .soft_to = 20,
    .help = N_ ("0 for the largest distance between two data") },
  { .id = "level-least",
    .title = N_ ("Least level"),
    .symbol = "<i>σ</i><sub>L</sub>",
    .group = G_NCSN,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.01,
    .from = 1e-4,
    .to = 1,
    .scale = PLUME_LOG },
  { .id = "langevin-steps",
    .title = N_ ("Steps at a level"),
    .symbol = "<i>T</i>",
    .group = G_NCSN,
    .kind = PLUME_KIND_INTEGER,
    .value = 5,
    .from = 1,
    .to = 200,
    .soft_from = 1,
    .soft_to = 50,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("The budget over it is the number of levels") },
  { .id = "langevin-size",
    .title = N_ ("Size of a step"),
    .symbol = "<i>ε</i>",
    .group = G_NCSN,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 0.1,
    .soft_from = 0,
    .soft_to = 1e-3,
    .help = N_ ("δ = ε σ²/σ_L²; 0 for the one that leaves each level its own variance") },
  { .id = "ncsn-denoise",
    .title = N_ ("Denoise in the end"),
    .group = G_NCSN,
    .kind = PLUME_KIND_SWITCH,
    .value = 1,
    .help = N_ ("One more evaluation: x + σ_L² s") },
  { .id = "sde",
    .title = N_ ("Equation"),
    .group = G_SDE,
    .kind = PLUME_KIND_CHOICE,
    .choices = sdes },
  { .id = "sde-sampler",
    .title = N_ ("Sampler"),
    .group = G_SDE,
    .kind = PLUME_KIND_CHOICE,
    .choices = sde_samplers },
  { .id = "corrector-ratio",
    .title = N_ ("Signal to noise of the corrector"),
    .group = G_SDE,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.16,
    .from = 0.001,
    .to = 2,
    .soft_from = 0.01,
    .soft_to = 0.5,
    .scale = PLUME_LOG,
    .visible_when = "sde-sampler=predictor-corrector" },
  { .id = "sigma-least",
    .title = N_ ("Least noise"),
    .symbol = "<i>σ</i><sub>min</sub>",
    .group = G_SDE,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.01,
    .from = 1e-4,
    .to = 0.5,
    .scale = PLUME_LOG,
    .visible_when = "sde=ve" },
  { .id = "sigma-greatest",
    .title = N_ ("Greatest noise"),
    .symbol = "<i>σ</i><sub>max</sub>",
    .group = G_SDE,
    .kind = PLUME_KIND_NUMBER,
    .value = 50,
    .from = 1,
    .to = 1000,
    .soft_from = 2,
    .soft_to = 200,
    .scale = PLUME_LOG,
    .visible_when = "sde=ve" },
  { .id = "samples",
    .title = N_ ("Samples"),
    .symbol = "<i>n</i>",
    .group = SCENE_GROUP_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 2000,
    .from = 100,
    .to = 100000,
    .soft_from = 100,
    .soft_to = 10000,
    .scale = PLUME_LOG },
  { .id = "trajectories",
    .title = N_ ("Trajectories"),
    .group = SCENE_GROUP_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 6,
    .from = 0,
    .to = 1000,
    .soft_from = 0,
    .soft_to = 50,
    .help = N_ ("How many of the samples are followed; random ways soon fill the plane") },
  { .id = "seed",
    .title = N_ ("Seed"),
    .group = SCENE_GROUP_SAMPLES,
    .kind = PLUME_KIND_SEED,
    .value = 1 },
  SCENE_VIEW_PARAMETERS,
  { .id = "task",
    .title = N_ ("Task"),
    .group = G_TASK,
    .kind = PLUME_KIND_CHOICE,
    .choices = tasks,
    .help = N_ ("What is asked of a score that knows healthy slices") },
  { .id = "lesion",
    .title = N_ ("Lesion"),
    .group = G_TASK,
    .kind = PLUME_KIND_TEXT,
    .text = LESION,
    .help = N_ ("Pairs x,y in parts of the side; paint them on the slice"),
    .visible_when = "task=anomaly" },
  { .id = "lesion-radius",
    .title = N_ ("Radius of the brush"),
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.07,
    .from = 0.01,
    .to = 0.4,
    .soft_from = 0.02,
    .soft_to = 0.2,
    .help = N_ ("In parts of the side"),
    .visible_when = "task=anomaly" },
  { .id = "lesion-strength",
    .title = N_ ("Brightness of the lesion"),
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.7,
    .from = -2,
    .to = 2,
    .soft_from = -1,
    .soft_to = 1,
    .plays = PLUME_PLAYS,
    .help = N_ ("Added to the slice, whose values go from −1 to 1; below 0 it is dark"),
    .visible_when = "task=anomaly" },
  { .id = "noising",
    .title = N_ ("Noised up to"),
    .symbol = "<i>t</i>*",
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.25,
    .from = 0.02,
    .to = 0.98,
    .soft_from = 0.05,
    .soft_to = 0.6,
    .plays = PLUME_PLAYS,
    .help = N_ ("Too little keeps the lesion, too much forgets the slice"),
    .visible_when = "task=anomaly" },
  { .id = "octaves",
    .title = N_ ("Coarse noise"),
    .group = G_TASK,
    .kind = PLUME_KIND_SWITCH,
    .help = N_ ("Noise of several octaves instead of white noise, so that large lesions dissolve "
                "too"),
    .visible_when = "task=anomaly" },
  { .id = "map-smoothing",
    .title = N_ ("Smoothing of the map"),
    .unit = N_ ("px"),
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0,
    .to = 8,
    .soft_from = 0,
    .soft_to = 4,
    .visible_when = "task=anomaly" },
  { .id = "noise-level",
    .title = N_ ("Noise of the slice"),
    .symbol = "<i>σ</i><sub>n</sub>",
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.3,
    .from = 0.01,
    .to = 3,
    .soft_from = 0.02,
    .soft_to = 1,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .visible_when = "task=denoising" },
  { .id = "noise-estimated",
    .title = N_ ("Estimate the noise"),
    .group = G_TASK,
    .kind = PLUME_KIND_SWITCH,
    .value = 1,
    .help = N_ ("From the finest wavelets of the slice; off: the true level is known"),
    .visible_when = "task=denoising" },
  { .id = "acceleration",
    .title = N_ ("Acceleration"),
    .symbol = "×",
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 4,
    .from = 1,
    .to = 16,
    .soft_from = 1,
    .soft_to = 10,
    .plays = PLUME_PLAYS,
    .help = N_ ("One of so many lines of k-space is measured"),
    .visible_when = "task=lines" },
  { .id = "centre-lines",
    .title = N_ ("Lines in the centre"),
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.1,
    .from = 0,
    .to = 1,
    .soft_from = 0,
    .soft_to = 0.3,
    .help = N_ ("Part of all lines, about frequency 0"),
    .visible_when = "task=lines" },
  { .id = "directions",
    .title = N_ ("Directions"),
    .group = G_TASK,
    .kind = PLUME_KIND_INTEGER,
    .value = 10,
    .from = 1,
    .to = 180,
    .soft_from = 2,
    .soft_to = 64,
    .plays = PLUME_PLAYS,
    .visible_when = "task=projections" },
  { .id = "hole",
    .title = N_ ("Size of the hole"),
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.35,
    .from = 0,
    .to = 0.95,
    .plays = PLUME_PLAYS,
    .help = N_ ("In parts of the side"),
    .visible_when = "task=hole" },
  { .id = "block",
    .title = N_ ("Block"),
    .group = G_TASK,
    .kind = PLUME_KIND_CHOICE,
    .value = 1,
    .choices = block_sizes,
    .visible_when = "task=blocks" },
  { .id = "measurement-noise",
    .title = N_ ("Noise of the measurement"),
    .symbol = "<i>s</i>",
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 2,
    .soft_from = 0,
    .soft_to = 0.5,
    .help = N_ ("0 for exact numbers, which the restoration meets exactly"),
    .visible_when = SCANS },
  { .id = "translation-noising",
    .title = N_ ("Turned back at"),
    .symbol = "<i>t</i>*",
    .group = G_TASK,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.9,
    .from = 0.02,
    .to = 1,
    .plays = PLUME_PLAYS,
    .help = N_ ("How far the slice goes to noise before it comes back with the other looks"),
    .visible_when = "task=translation" },
  { .id = "slice-number",
    .title = N_ ("Examined slice"),
    .group = G_SLICES,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.5,
    .from = 0,
    .to = 1,
    .plays = PLUME_PLAYS,
    .help = N_ ("Which of them, from first to last") },
  { .id = "slice-held-out",
    .title = N_ ("The score does not know it"),
    .group = G_SLICES,
    .kind = PLUME_KIND_SWITCH,
    .value = 1,
    .help = N_ ("The examined slice and those beside it are left out of what the score knows") },
  { .id = "slice-axis",
    .title = N_ ("Axis"),
    .group = G_SLICES,
    .kind = PLUME_KIND_CHOICE,
    .choices = slice_axes,
    .help = N_ ("Across which volumes are cut") },
  { .id = "slice-side",
    .title = N_ ("Size"),
    .group = G_SLICES,
    .kind = PLUME_KIND_CHOICE,
    .value = 1,
    .choices = slice_sides },
  { .id = "slice-from",
    .title = N_ ("Slices from"),
    .group = G_SLICES,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 1,
    .help = N_ ("Part of the volume along the axis") },
  { .id = "slice-to",
    .title = N_ ("Slices to"),
    .group = G_SLICES,
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0,
    .to = 1 },
  { .id = "slice-score",
    .title = N_ ("Score"),
    .group = G_SLICES,
    .kind = PLUME_KIND_CHOICE,
    .choices = slice_scores,
    .help = N_ ("How the healthy slices are known; all in closed form, nothing is trained") },
  { .id = "slice-shift",
    .title = N_ ("Patches from up to"),
    .symbol = "<i>R</i>",
    .unit = N_ ("px"),
    .group = G_SLICES,
    .kind = PLUME_KIND_INTEGER,
    .value = 0,
    .from = 0,
    .to = 6,
    .soft_from = 0,
    .soft_to = 2,
    .help =
        N_ ("How far a patch may come from its place; 1 pixel makes better slices, nine times as "
            "slowly"),
    .visible_when = "slice-score=local" },
  { .id = "slice-steps",
    .title = N_ ("Steps"),
    .group = G_SLICES,
    .kind = PLUME_KIND_INTEGER,
    .value = 12,
    .from = 2,
    .to = 200,
    .soft_from = 2,
    .soft_to = 60,
    .scale = PLUME_LOG },
  { .id = "slice-evaluations",
    .title = N_ ("Evaluations of new slices"),
    .symbol = "NFE",
    .group = G_SLICES,
    .kind = PLUME_KIND_INTEGER,
    .value = 50,
    .from = 4,
    .to = 1000,
    .soft_from = 10,
    .soft_to = 100,
    .scale = PLUME_LOG,
    .help = N_ ("How often each framework may ask the score of slices to generate new ones") },
  { .id = "restorations",
    .title = N_ ("Restorations"),
    .symbol = "<i>n</i>",
    .group = G_SLICES,
    .kind = PLUME_KIND_INTEGER,
    .value = 8,
    .from = 1,
    .to = 64,
    .soft_from = 1,
    .soft_to = 32,
    .scale = PLUME_LOG,
    .help = N_ ("Each from noise of its own; shown is their mean") },
  { .id = "slice-stochasticity",
    .title = N_ ("Stochasticity"),
    .symbol = "<i>η</i>",
    .group = G_SLICES,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 1,
    .help = N_ ("0 follows the probability-flow ODE, 1 is ancestral sampling") },
  { .id = "search",
    .title = N_ ("Search the literature"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_TEXT,
    .text = "",
    .help = N_ ("Words that a work has to have in any of its texts, and years such as 2022 or "
                "2021-2023") },
};

static const char *const year_words[] = { "year", "published", "date", NULL };
static const PlumeRole literature_roles[] = {
  { .id = "year", .title = N_ ("Year"), .words = year_words },
};
static const PlumeSample literature_samples[] = {
  { "landmarks", N_ ("Twenty landmarks"), tf_make_landmarks },
};

static const PlumeSample slice_samples[] = {
  { "phantoms", N_ ("Heads of ellipses, two contrasts"), tf_make_phantoms },
};

static const PlumeInput inputs[] = {
  SCENE_POINTS_INPUT,
  { .id = "slices",
    .title = N_ ("Healthy slices"),
    .help = N_ ("A volume (NIfTI, NPY) or pictures (PNG), which are what the score knows; a second "
                "volume is what slices are translated to"),
    PLUME_TABLE_OF (samples, slice_samples),
    .many = TRUE,
    .sample = "phantoms" },
  { .id = "own-slice",
    .title = N_ ("Slice to examine"),
    .help = N_ ("A picture or a volume, examined in place of one of the healthy slices") },
  { .id = "literature",
    .title = N_ ("Literature"),
    .help = N_ ("A table of works with a column of texts named task and one of years; columns "
                "named framework, modality, title and link are used where there are any"),
    PLUME_TABLE_OF (roles, literature_roles),
    PLUME_TABLE_OF (samples, literature_samples),
    .sample = "landmarks" },
};

#define DDPM_READS "ddpm-steps", "ddpm-variance"
#define NCSN_READS                                                                                 \
  "level-greatest", "level-least", "langevin-steps", "langevin-size", "ncsn-denoise"
#define SDE_READS "sde", "sde-sampler", "corrector-ratio"

static const PlumeStage stages[] = {
  SCENE_DENSITY_STAGE,
  SCENE_HEAT_STAGE,
  SCENE_ARROWS_STAGE,
  { "ddpm", N_ ("DDPM"), { TF_READS, DDPM_READS }, tf_run_ddpm, NULL },
  { "ncsn", N_ ("NCSN"), { TF_READS, NCSN_READS }, tf_run_ncsn, NULL },
  { "sde-run", N_ ("SDE"), { TF_READS, SDE_READS }, tf_run_sde, NULL },
  { "ladder", N_ ("Ladders of levels"), { "ncsn" }, tf_find_ladder, NULL },
  { "quality",
    N_ ("Quality over budget"),
    { "density-of-data", SCENE_CLOCK_READS, "seed", DDPM_READS, NCSN_READS, SDE_READS },
    tf_measure_quality,
    tf_measure_quality_coarse },
  { "forward",
    N_ ("Data dissolving"),
    { "density-of-data", SCENE_CLOCK_READS },
    tf_dissolve,
    NULL },
  { "bound",
    N_ ("Variational bound"),
    { "density-of-data", SCENE_CLOCK_READS, "seed", "ddpm-steps" },
    tf_bound,
    tf_bound_coarse },
  { "slice-stack",
    N_ ("Slices"),
    { "slices", "slice-axis", "slice-side", "slice-from", "slice-to" },
    tf_cut_slices,
    NULL },
  { "examined-slice",
    N_ ("Examined slice"),
    { "slice-stack", "own-slice", "slice-axis", "slice-number", "slice-held-out" },
    tf_choose_slices,
    NULL },
  { "slice-scores",
    N_ ("Scores of slices"),
    { "examined-slice", "slice-score", "slice-shift" },
    tf_make_scores,
    NULL },
  { "slices-ddpm",
    N_ ("Slices by DDPM"),
    { "slice-scores", SCENE_CLOCK_READS, "slice-evaluations", "seed", DDPM_READS },
    tf_run_ddpm_on_slices,
    NULL },
  { "slices-ncsn",
    N_ ("Slices by NCSN"),
    { "slice-scores", SCENE_CLOCK_READS, "slice-evaluations", "seed", NCSN_READS },
    tf_run_ncsn_on_slices,
    NULL },
  { "slices-sde",
    N_ ("Slices by an SDE"),
    { "slice-scores", SCENE_CLOCK_READS, "slice-evaluations", "seed", SDE_READS },
    tf_run_sde_on_slices,
    NULL },
  { "restoration",
    N_ ("Restoration"),
    { "examined-slice",
      "slice-scores",
      SCENE_CLOCK_READS,
      "seed",
      "task",
      "slice-steps",
      "restorations",
      "slice-stochasticity",
      TF_LESION_READS,
      "noising",
      "octaves",
      "noise-level",
      "noise-estimated",
      "acceleration",
      "centre-lines",
      "directions",
      "hole",
      "block",
      "measurement-noise",
      "translation-noising" },
    tf_restore,
    tf_restore_coarse },
  { "anomaly", N_ ("Anomaly"), { "restoration", "map-smoothing" }, tf_find_anomaly, NULL },
  { "works", N_ ("Works"), { "literature", "search" }, tf_count_works, NULL },
};

static void
measure_evaluations (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  static const char *const runs[] = { "ddpm", "ncsn", "sde-run" };
  static const char *const labels[] = { N_ ("DDPM"), N_ ("NCSN"), N_ ("SDE") };

  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    plume_measurement_add (
        measurement, _ (labels[f]),
        ((const TfRun *)plume_reads_result (reads, runs[f]))->sampling->evaluations, NAN);
}

/* At the tabulated budget nearest to the present one */
static void
measure_distance (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  static const char *const labels[] = { N_ ("DDPM"), N_ ("NCSN"), N_ ("SDE") };
  const TfQuality *quality = plume_reads_result (reads, "quality");
  double budget = plume_reads_integer (reads, "evaluations");
  guint nearest = 0;

  for (guint i = 1; i < TF_BUDGETS; i++)
    if (fabs (log (quality->budget->values[i] / budget))
        < fabs (log (quality->budget->values[nearest] / budget)))
      nearest = i;
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    plume_measurement_add (measurement, _ (labels[f]), quality->distance[f]->values[nearest],
                           quality->high[f]->values[nearest]
                               - quality->distance[f]->values[nearest]);
}

static void
measure_levels (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         ((const TfRun *)plume_reads_result (reads, "ncsn"))->levels, NAN);
}

static void
measure_bound (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfBound *bound = plume_reads_result (reads, "bound");

  plume_measurement_add (measurement, NULL, bound->bound, bound->bound_error);
}

static void
measure_entropy (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfBound *bound = plume_reads_result (reads, "bound");

  plume_measurement_add (measurement, NULL, bound->entropy, bound->entropy_error);
}

/* Before and after, against the truth where it is known */
static void
add_before_and_after (PlumeMeasurement *measurement, double before, double after)
{
  plume_measurement_add (measurement, _ ("Before"), before, NAN);
  plume_measurement_add (measurement, _ ("After"), after, NAN);
}

static void
measure_signal (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  gsize d = restoration->side * restoration->side;

  if (restoration->truth != NULL)
    add_before_and_after (measurement, plume_psnr (d, restoration->given, restoration->truth, 2),
                          plume_psnr (d, restoration->mean, restoration->truth, 2));
}

static void
measure_similarity (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfRestoration *restoration = plume_reads_result (reads, "restoration");
  gsize side = restoration->side;

  if (restoration->truth != NULL)
    add_before_and_after (measurement,
                          plume_ssim (side, side, restoration->given, restoration->truth, 2),
                          plume_ssim (side, side, restoration->mean, restoration->truth, 2));
}

static void
measure_area (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfAnomaly *anomaly = plume_reads_result (reads, "anomaly");

  if (anomaly->detection != NULL)
    plume_measurement_add (measurement, NULL, anomaly->detection->area, NAN);
}

static void
measure_overlap (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const TfAnomaly *anomaly = plume_reads_result (reads, "anomaly");

  if (anomaly->detection != NULL)
    plume_measurement_add (measurement, NULL, anomaly->detection->dice, NAN);
}

static void
measure_noise (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL,
                         ((const TfRestoration *)plume_reads_result (reads, "restoration"))->noise,
                         NAN);
}

static const PlumeReadout readouts[] = {
  { "evaluations-made",
    N_ ("Evaluations made"),
    NULL,
    NULL,
    N_ ("Frameworks"),
    NULL,
    { "ddpm", "ncsn", "sde-run" },
    measure_evaluations },
  { "distance",
    N_ ("Sliced distance"),
    "<i>W</i><sub>2</sub>",
    NULL,
    N_ ("Frameworks"),
    N_ ("To the data, at the tabulated budget nearest to the present one"),
    { "quality", "evaluations" },
    measure_distance },
  { "levels",
    N_ ("Noise levels of NCSN"),
    "<i>L</i>",
    NULL,
    NULL,
    NULL,
    { "ncsn" },
    measure_levels },
  { "entropy",
    N_ ("Entropy of the data"),
    "<i>H</i>",
    N_ ("nat"),
    N_ ("Information"),
    NULL,
    { "bound" },
    measure_entropy },
  { "variational-bound",
    N_ ("Variational bound of DDPM"),
    NULL,
    N_ ("nat"),
    N_ ("Information"),
    N_ ("What the chain of all trained steps needs to tell the data with the exact score; no less "
        "than their entropy"),
    { "bound" },
    measure_bound },
  { "signal-to-noise",
    N_ ("Peak signal to noise"),
    "PSNR",
    N_ ("dB"),
    N_ ("Slices"),
    N_ ("Of the mean of the restorations against the truth"),
    { "restoration" },
    measure_signal },
  { "similarity",
    N_ ("Structural similarity"),
    "SSIM",
    NULL,
    N_ ("Slices"),
    NULL,
    { "restoration" },
    measure_similarity },
  { "detection-area",
    N_ ("Area under the curve"),
    "AUC",
    NULL,
    N_ ("Detection"),
    N_ ("How often an ill pixel stands higher on the map than a healthy one; ½ is a guess"),
    { "anomaly" },
    measure_area },
  { "detection-overlap",
    N_ ("Greatest overlap"),
    "Dice",
    NULL,
    N_ ("Detection"),
    N_ ("With the lesion, at the best threshold of the map"),
    { "anomaly" },
    measure_overlap },
  { "estimated-noise",
    N_ ("Estimated noise"),
    "<i>σ̂</i><sub>n</sub>",
    NULL,
    NULL,
    N_ ("Of the noisy slice, from its finest wavelets"),
    { "restoration" },
    measure_noise },
};

#define ABOUT                                                                                      \
  N_ ("Diffusion models came to medical imaging under three names. Denoising diffusion (DDPM) "    \
      "undoes a chain of small noisings, noise-conditioned score networks (NCSN) walk at random "  \
      "down a ladder of noise levels, and stochastic differential equations contain both. They "   \
      "share one thing, the score, the direction in which noisy data become likelier.\n\n"         \
      "Here the score is exact, so that nothing but the frameworks differs: the schedule, the "    \
      "place where training looks, and the sampler. All three start from the same noise, may ask " \
      "the score equally often, and are shown at the same λ, the logarithm of signal over "       \
      "noise.\n\n"                                                                                 \
      "What the score of healthy slices is good for is seen on heads: a lesion does not come "     \
      "back from noise, a noisy slice starts where the process is as noisy, and what a scanner "   \
      "measured is put back after every step. The heads are drawn by chance; open your own "       \
      "volume.\n\n"                                                                                \
      "Try: play from noise to data. Lower the evaluations and see who suffers first. Give NCSN "  \
      "one step at a level, then fifty, and look at “Why many levels”. Paint a lesion on the " \
      "slice, and make it faint or dark. Measure fewer lines of k-space, and see in “What was "  \
      "measured” where restorations differ. Let the score know the examined slice, and it is "   \
      "copied. Open a table of works, search it, and see how they flow.")

const PlumeExperiment plume_experiment_three_frameworks = {
  .id = "three-frameworks",
  .title = N_ ("Three Frameworks"),
  .summary = N_ ("DDPM, NCSN and SDEs: one score, three clocks"),
  .chapter = PLUME_CHAPTER_DENOISING,
  .version = 1,
  .authors =
      "A. Kazerouni, E. Khodapanah Aghdam, M. Heidari, R. Azad, M. Fayyaz, I. Hacihaliloglu, "
      "D. Merhof",
  .paper = "Diffusion Models in Medical Imaging: A Comprehensive Survey",
  .year = "2023",
  .link = "https://arxiv.org/abs/2211.07804",
  .about = ABOUT,
  .equations =
      "<i>x</i><sub>t</sub> = <i>α</i><sub>t</sub> <i>x</i><sub>0</sub> + <i>σ</i><sub>t</sub> "
      "<i>ε</i>,  <i>λ</i> = ln (<i>α</i>/<i>σ</i>)\n"
      "DDPM: <i>x</i><sub>i−1</sub> ∼ <i>q</i>(<i>x</i><sub>i−1</sub> | <i>x</i><sub>i</sub>, "
      "<i>x̂</i><sub>0</sub>)\n"
      "NCSN: <i>x</i> ← <i>x</i> + ½<i>δ</i><sub>i</sub> <i>s</i>(<i>x</i>, <i>σ</i><sub>i</sub>) "
      "+ "
      "√<i>δ</i><sub>i</sub> <i>ξ</i>\n"
      "SDE: d<i>x</i> = [<i>f x</i> − <i>g</i>² <i>s</i>(<i>x</i>, <i>t</i>)] d<i>t</i> + <i>g</i> "
      "d<i>w̄</i>\n"
      "measured: <i>x̂</i><sub>0</sub> ← argmin |<i>Ax</i> − <i>y</i>|² + <i>μ</i> |<i>x</i> − "
      "<i>x̂</i><sub>0</sub>|²",
  .keywords = "medical imaging survey DDPM NCSN score SDE Langevin annealed literature atlas VE VP "
              "sub-VP ancestral anomaly lesion MRI CT k-space Radon slice NIfTI denoising "
              "reconstruction inpainting",
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = tf_views,
  .n_views = TF_N_VIEWS,
  PLUME_TABLE_OF (readouts, readouts),
};
