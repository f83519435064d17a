/* mean-reverting-sampler.c: restoration that does not start from pure noise, and its fast sampler,
 * where everything is known exactly.
 *
 * Luo et al. 2023, Image Restoration with Mean-Reverting SDEs (arXiv 2301.11699); Li et al. 2025,
 * MaRS (arXiv 2502.07856). Stages and views are in the files beside this one; the solvers are those
 * of generative/ in y = x − μ.
 */
#include "experiments/mean-reverting-sampler-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define G_SAMPLER  N_ ("Sampler")
#define G_PROCESS  N_ ("Process")
#define G_PICTURES N_ ("Pictures")

static const PlumeChoice speeds[] = {
  { "cosine", N_ ("Cosine"), N_ ("Slow at the data, fast at the degraded one") },
  { "linear", N_ ("Linear"), NULL },
  { "constant", N_ ("Constant"), NULL },
  { NULL },
};
static const PlumeChoice parameterisations[] = {
  { "data", N_ ("Data"), N_ ("The estimate of the clean data is integrated; the more stable") },
  { "noise", N_ ("Noise"), N_ ("The estimate of the noise is integrated") },
  { NULL },
};
static const PlumeChoice grids[] = {
  { "lambda", N_ ("Log-SNR λ"), N_ ("Equal steps of λ = ln (α/σ)") },
  { "time", N_ ("Time t"), N_ ("Equal steps of time") },
  { "karras", N_ ("Karras"), N_ ("Equal steps of κ = σ/α to the power 1/7") },
  { NULL },
};

static const PlumeChoice sources[] = {
  { "digits", N_ ("Digits"), N_ ("Handwritten ones that are built in") },
  { "own", N_ ("Own, clean"),
    N_ ("Opened pictures of one size, or a photograph, which is cut into windows of 32 pixels: the "
        "first are known, the last are degraded and restored") },
  { "degraded", N_ ("Own, degraded"),
    N_ ("Opened pictures of 28 × 28 pixels stand for <i>μ</i>; digits are known, and how they look "
        "when they are degraded as chosen here") },
  { NULL },
};
const PlumeChoice mrs_degradations[] = {
  { "blur", N_ ("Blur"), N_ ("A Gaussian of 1.5 pixels") },
  { "missing", N_ ("Missing pixels"),
    /* xgettext:no-c-format */
    N_ ("40 % are grey, the same ones in every picture") },
  { "noise", N_ ("Noise"), N_ ("White, 25/255 of the range of a picture") },
  { "coarse", N_ ("Coarse pixels"), N_ ("Means of 4 × 4 pixels") },
  { "rain", N_ ("Rain"), N_ ("Light streaks, the same ones in every picture") },
  { "haze", N_ ("Haze"), N_ ("Half of the light is that of a white sky") },
  { NULL },
};
static const PlumeChoice denoisers[] = {
  { "patches", N_ ("Patches"),
    N_ ("Every pixel from known patches that look alike, now and degraded; makes new pictures") },
  { "pictures", N_ ("Whole pictures"),
    N_ ("The exact answer for the known pictures; ends in one of them") },
  { NULL },
};
static const PlumeChoice picture_measures[] = {
  { "psnr", N_ ("PSNR"), N_ ("Signal over mean square error, in decibels") },
  { "ssim", N_ ("SSIM"), N_ ("Structural similarity; 1 is equal") },
  { NULL },
};

static const PlumeParameter parameters[] = {
  { .id = "evaluations",
    .title = N_ ("Evaluations"),
    .symbol = "<i>N</i>",
    .group = G_SAMPLER,
    .kind = PLUME_KIND_INTEGER,
    .value = 10,
    .from = 2,
    .to = 200,
    .soft_from = 2,
    .soft_to = 60,
    .plays = PLUME_PLAYS,
    .help = N_ ("How often every sampler may ask for an estimate") },
  { .id = "order",
    .title = N_ ("Order"),
    .group = G_SAMPLER,
    .kind = PLUME_KIND_INTEGER,
    .value = 2,
    .from = 1,
    .to = 3,
    .help = N_ ("Third order without randomness only") },
  { .id = "published",
    .title = N_ ("Third order as published"),
    .group = G_SAMPLER,
    .kind = PLUME_KIND_SWITCH,
    .help = N_ ("The published formula takes half of the second derivative and is of second order; "
                "at few steps it is often the better one all the same"),
    .visible_when = "order=3" },
  { .id = "parameterisation",
    .title = N_ ("Integrate"),
    .group = G_SAMPLER,
    .kind = PLUME_KIND_CHOICE,
    .choices = parameterisations },
  { .id = "stochasticity",
    .title = N_ ("Stochasticity"),
    .symbol = "<i>η</i>",
    .group = G_SAMPLER,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = 0,
    .to = 1,
    .plays = PLUME_PLAYS,
    .help = N_ ("0 follows the probability-flow ODE, 1 the reverse SDE") },
  { .id = "grid",
    .title = N_ ("Time grid"),
    .group = G_SAMPLER,
    .kind = PLUME_KIND_CHOICE,
    .choices = grids },
  { .id = "denoise",
    .title = N_ ("Denoise in the end"),
    .group = G_SAMPLER,
    .kind = PLUME_KIND_SWITCH,
    .help = N_ ("The last evaluation gives the estimated data there") },
  { .id = "degraded-x",
    .title = N_ ("Degraded one, first"),
    .symbol = "<i>μ</i><sub>x</sub>",
    .group = G_PROCESS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.7,
    .from = -100,
    .to = 100,
    .soft_from = -3,
    .soft_to = 3,
    .plays = PLUME_PLAYS },
  { .id = "degraded-y",
    .title = N_ ("Degraded one, second"),
    .symbol = "<i>μ</i><sub>y</sub>",
    .group = G_PROCESS,
    .kind = PLUME_KIND_NUMBER,
    .value = -0.4,
    .from = -100,
    .to = 100,
    .soft_from = -3,
    .soft_to = 3,
    .plays = PLUME_PLAYS },
  { .id = "level",
    .title = N_ ("Noise that stays"),
    .symbol = "<i>σ</i><sub>∞</sub>",
    .group = G_PROCESS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.5,
    .from = 0.02,
    .to = 5,
    .soft_from = 0.05,
    .soft_to = 1.5,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("Standard deviation of the noise about the degraded one") },
  { .id = "end-alpha",
    .title = N_ ("Clean data left"),
    .symbol = "<i>δ</i>",
    .group = G_PROCESS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.005,
    .from = 1e-4,
    .to = 0.5,
    .soft_from = 1e-4,
    .soft_to = 0.1,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("<i>α</i> at the end of the way to the degraded one") },
  { .id = "process",
    .title = N_ ("Speed of the drift"),
    .symbol = "<i>θ</i>",
    .group = G_PROCESS,
    .kind = PLUME_KIND_CHOICE,
    .choices = speeds },
  { .id = "end-time",
    .title = N_ ("End of sampling"),
    .symbol = "<i>t</i><sub>0</sub>",
    .group = G_PROCESS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.01,
    .from = 1e-3,
    .to = 0.2,
    .scale = PLUME_LOG,
    .help = N_ ("The moment at which samples are taken as data") },
  SCENE_DENSITY_PARAMETERS,
  { .id = "samples",
    .title = N_ ("Number of samples"),
    .symbol = "<i>n</i>",
    .group = SCENE_GROUP_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 1000,
    .from = 100,
    .to = 20000,
    .soft_from = 100,
    .soft_to = 5000,
    .scale = PLUME_LOG },
  { .id = "trajectories",
    .title = N_ ("Trajectories"),
    .group = SCENE_GROUP_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 30,
    .from = 0,
    .to = 1000,
    .soft_from = 0,
    .soft_to = 100,
    .help = N_ ("How many of the samples are followed") },
  { .id = "seed",
    .title = N_ ("Seed"),
    .group = SCENE_GROUP_SAMPLES,
    .kind = PLUME_KIND_SEED,
    .value = 1 },
  { .id = "journey",
    .title = N_ ("There and back"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_NUMBER,
    .value = 2,
    .from = 0,
    .to = 2,
    .plays = PLUME_PLAYS_FIRST,
    .help =
        N_ ("0 is clean, 1 the degraded one with noise, 2 restored; equal steps of λ between") },
  { .id = "outlines",
    .title = N_ ("Handles of the components"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_SWITCH,
    .value = 1,
    .visible_when = "density=components" },
  { .id = "race-measure",
    .title = N_ ("Error in the race"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_CHOICE,
    .value = SCENE_RACE_MEDIAN,
    .choices = scene_race_measures },
  { .id = "clean-pictures",
    .title = N_ ("Pictures"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_CHOICE,
    .choices = sources },
  { .id = "degradation",
    .title = N_ ("Degradation"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_CHOICE,
    .choices = mrs_degradations,
    .help = N_ ("What happened to the pictures; known to the denoiser") },
  { .id = "degradation-strength",
    .title = N_ ("Strength"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0.1,
    .to = 4,
    .soft_from = 0.25,
    .soft_to = 2.5,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("As a multiple of the usual one: width, share, noise, block, streaks, depth") },
  { .id = "picture-denoiser",
    .title = N_ ("Denoiser of pictures"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_CHOICE,
    .choices = denoisers,
    .help = N_ ("Exact for what it may see; nothing is trained") },
  { .id = "patch-radius",
    .title = N_ ("Greatest patch radius"),
    .symbol = "<i>r</i>",
    .unit = "px",
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 3,
    .from = 1,
    .to = 28,
    .soft_from = 1,
    .soft_to = 14,
    .plays = PLUME_PLAYS,
    .help = N_ ("At much noise; falls to 1 as the noise goes"),
    .visible_when = "picture-denoiser=patches" },
  { .id = "patch-shift",
    .title = N_ ("Patches may move by"),
    .symbol = "<i>R</i>",
    .unit = "px",
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 1,
    .from = 0,
    .to = 4,
    .soft_to = 2,
    .visible_when = "picture-denoiser=patches" },
  { .id = "tolerance",
    .title = N_ ("Tolerance to the degraded one"),
    .symbol = "<i>τ</i>",
    .group = G_PICTURES,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.1,
    .from = 1e-3,
    .to = 10,
    .soft_from = 0.02,
    .soft_to = 2,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help =
        N_ ("How far a pixel of a degraded candidate may be from <i>μ</i>, of a range of 2; the "
            "noise of the degradation is added") },
  { .id = "training-pictures",
    .title = N_ ("Known pictures"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 200,
    .from = 2,
    .to = 5000,
    .soft_from = 10,
    .soft_to = 1000,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS },
  { .id = "pictures",
    .title = N_ ("Pictures to restore"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 5,
    .from = 1,
    .to = 16,
    .soft_from = 1,
    .soft_to = 8 },
  { .id = "draws",
    .title = N_ ("Draws of each"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 3,
    .from = 1,
    .to = 32,
    .soft_from = 1,
    .soft_to = 8,
    .help = N_ ("From noise of their own; how they differ is how unsure the restoration is") },
  { .id = "first-picture",
    .title = N_ ("First picture"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_INTEGER,
    .value = 1,
    .from = 1,
    .to = 100000,
    .soft_from = 1,
    .soft_to = 100,
    .plays = PLUME_PLAYS,
    .visible_when = "clean-pictures=digits|own" },
  { .id = "known-pictures",
    .title = N_ ("Restore known pictures"),
    .group = G_PICTURES,
    .kind = PLUME_KIND_SWITCH,
    .help = N_ ("Those to be restored are among the known ones, or are new"),
    .visible_when = "clean-pictures=digits|own" },
  { .id = "picture-measure",
    .title = N_ ("Quality of pictures"),
    .group = SCENE_GROUP_VIEWS,
    .kind = PLUME_KIND_CHOICE,
    .choices = picture_measures },
};

static const PlumeInput inputs[] = {
  SCENE_POINTS_INPUT,
  { .id = "own-pictures",
    .title = N_ ("Own pictures"),
    .help = N_ ("A photograph (PNG), or an array of pictures × rows × columns, for the pictures "
                "“Own, clean” or “Own, degraded”") },
};

#define RUN_READS     "shifted", MRS_CLOCK_READS, "seed", "samples"
#define RIVAL_READS   RUN_READS, "evaluations"
#define PICTURE_READS "restoration", MRS_CLOCK_READS, "seed"
#define RACE_READS    "shifted", MRS_CLOCK_READS, "seed", "grid"

static const PlumeStage stages[] = {
  SCENE_DENSITY_STAGE,
  { "shifted",
    N_ ("Data about the degraded one"),
    { "density-of-data", MRS_CENTRE_READS },
    mrs_compute_shifted,
    NULL },
  { "heat",
    N_ ("Density on the plane"),
    { "density-of-data", "shifted", MRS_CLOCK_READS, "journey" },
    mrs_compute_heat,
    NULL },
  { "forward", N_ ("The way there"), { RUN_READS }, mrs_compute_forward, NULL },
  { "sampler", N_ ("The way back"), { RUN_READS, MRS_PLAN_READS }, mrs_compute_sampler, NULL },
  { "posterior-run", N_ ("Posterior sampling"), { RIVAL_READS }, mrs_compute_posterior, NULL },
  { "euler-run", N_ ("Euler–Maruyama"), { RIVAL_READS }, mrs_compute_euler, NULL },
  { "exact", N_ ("Exact trajectories"), { RUN_READS }, mrs_compute_exact, NULL },
  { "race", N_ ("Race"), { RACE_READS }, mrs_compute_race, mrs_compute_race_coarse },
  { "laws", N_ ("Distributions"), { RACE_READS }, mrs_compute_laws, NULL },
  { "between",
    N_ ("Between ODE and SDE"),
    { RACE_READS, "evaluations", "parameterisation" },
    mrs_compute_between,
    NULL },
  { "clean-set",
    N_ ("Clean pictures"),
    { "clean-pictures", "own-pictures" },
    mrs_compute_clean_set,
    NULL },
  { "restoration",
    N_ ("Pictures to restore"),
    { "clean-set", "clean-pictures", "own-pictures", "degradation", "degradation-strength",
      "picture-denoiser", "patch-radius", "patch-shift", "tolerance", "training-pictures",
      "pictures", "first-picture", "known-pictures", "seed" },
    mrs_compute_restoration,
    NULL },
  { "picture-run",
    N_ ("Restored pictures"),
    { PICTURE_READS, MRS_PLAN_READS, "draws" },
    mrs_compute_picture_run,
    mrs_compute_picture_run_coarse },
  { "picture-rivals",
    N_ ("Pictures of the rivals"),
    { PICTURE_READS, "grid", "evaluations" },
    mrs_compute_picture_rivals,
    mrs_compute_picture_rivals_coarse },
  { "picture-moment",
    N_ ("Pictures now"),
    { "restoration", "picture-run", MRS_CLOCK_READS, "journey" },
    mrs_compute_picture_moment,
    NULL },
  { "picture-quality",
    N_ ("Quality of pictures"),
    { "restoration", "picture-run" },
    mrs_compute_picture_quality,
    NULL },
  { "picture-race",
    N_ ("Race with pictures"),
    { PICTURE_READS, "grid", "draws" },
    mrs_compute_picture_race,
    mrs_compute_picture_race_coarse },
};

static void
measure_error (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const MrsExact *exact = plume_reads_result (reads, "exact");
  const PlumeSampling *sampling = ((const MrsRun *)plume_reads_result (reads, "sampler"))->sampling;
  double sum = 0;

  /* a random way has no exact end of its own */
  if (plume_reads_number (reads, "stochasticity") > 0)
    return;
  for (gsize i = 0; i < 2 * exact->n; i++)
    sum += (sampling->end[i] - exact->end[i]) * (sampling->end[i] - exact->end[i]);
  plume_measurement_add (measurement, NULL, sqrt (sum / (double)exact->n), NAN);
}

static void
measure_evaluations (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (
      measurement, NULL,
      ((const MrsRun *)plume_reads_result (reads, "sampler"))->sampling->evaluations, NAN);
}

static void
measure_orders (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SceneRace *race = plume_reads_result (reads, "race");

  for (guint i = 0; i < MRS_N_ODE; i++)
    plume_measurement_add (measurement, race->title[i], race->slope[SCENE_RACE_MEDIAN][i],
                           race->slope_error[SCENE_RACE_MEDIAN][i]);
}

static void
measure_reach (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const SceneRace *race = plume_reads_result (reads, "race");

  for (guint i = 0; i < MRS_N_ODE; i++)
    plume_measurement_add (measurement, race->title[i],
                           scene_race_reach (race, SCENE_RACE_RMS, i, 0.01), NAN);
}

/* How far the start of the samplers, N(μ, σ_T²), is from p_T: the data that are left */
static void
measure_left (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  SceneClock clock = mrs_read_clock (reads);
  PlumeMarginal last = plume_process_at (&clock.process, clock.from);

  plume_measurement_add (measurement, NULL, last.alpha / last.sigma, NAN);
}

#define G_ORDERS N_ ("Orders")

static const PlumeReadout readouts[] = {
  { "error",
    N_ ("Distance to the exact end, rms"),
    NULL,
    NULL,
    NULL,
    N_ ("Of the sampler that is set, from the same starts; without randomness only"),
    { "exact", "sampler", "stochasticity" },
    measure_error },
  { "evaluations-made",
    N_ ("Evaluations made"),
    NULL,
    NULL,
    NULL,
    NULL,
    { "sampler" },
    measure_evaluations },
  { "fitted-order",
    N_ ("Fitted order"),
    NULL,
    NULL,
    G_ORDERS,
    N_ ("Slope of the median error over the last four points of the race, with its standard error; "
        "a few samples that start on a watershed do not move it"),
    { "race" },
    measure_orders },
  { "evaluations-needed",
    N_ ("Evaluations to an error of 0.01"),
    NULL,
    NULL,
    G_ORDERS,
    N_ ("Of the race, between its points by a power law"),
    { "race" },
    measure_reach },
  { "signal-left",
    N_ ("Signal over noise at the start"),
    "<i>α</i><sub>T</sub>/<i>σ</i><sub>T</sub>",
    NULL,
    NULL,
    N_ ("What the start of the samplers leaves out"),
    { MRS_CLOCK_READS },
    measure_left },
  { "psnr",
    N_ ("PSNR"),
    NULL,
    "dB",
    G_PICTURES,
    N_ ("Of the pictures, mean over them"),
    { "picture-quality" },
    mrs_measure_psnr },
  { "ssim",
    N_ ("SSIM"),
    NULL,
    NULL,
    G_PICTURES,
    N_ ("Structural similarity of the pictures, mean over them"),
    { "picture-quality" },
    mrs_measure_ssim },
  { "nearest-distance",
    N_ ("Distance to the nearest known picture"),
    NULL,
    NULL,
    NULL,
    N_ ("Of the restored ones, as root mean square over pixels of a range of 2; near 0 they are "
        "repeated"),
    { "picture-quality" },
    mrs_measure_novelty },
};

#define ABOUT                                                                                      \
  N_ ("Restoring an image with an ordinary diffusion model begins with pure noise. A "             \
      "mean-reverting one begins with the degraded image itself: the forward process "             \
      "pulls clean data towards the degraded <i>μ</i> while noise gathers about it to a "         \
      "level that stays, and sampling goes back from there. The original sampler needs "           \
      "about a hundred steps; solving the reverse equation almost exactly in the "                 \
      "logarithm of signal over noise needs five to ten.\n\n"                                      \
      "On the plane the data are a density of which everything is known, so that errors "          \
      "are measured against the exact trajectory. With <i>y</i> = <i>x</i> − <i>μ</i> "         \
      "the sampler is the well known DPM-Solver: that is tested here to 12 digits. With "          \
      "pictures <i>μ</i> is a degraded picture, and the denoiser is the best one for a "          \
      "set of clean pictures of which it is known how they look degraded; nothing is "             \
      "trained. With whole pictures its draws are of the exact posterior and end in "              \
      "pictures of the set; with patches it makes pictures that nobody gave it.\n\n"               \
      "Try: play there and back. Drag <i>μ</i> and watch the way bend. Set five "                 \
      "evaluations and compare the three planes and the films. Raise the order; then "             \
      "see in the race that the published third order is a second one. Move <i>η</i> "            \
      "from the ODE to the SDE and look at the weights: the random sampler first goes "            \
      "back to <i>μ</i>, the ODE is pushed away from it all the way. Lose more pixels "           \
      "until the sampler has to guess, and see how sure it is: the mean of draws is "              \
      "nearer to the truth than they are, and grey where they differ.")

const PlumeExperiment plume_experiment_mean_reverting_sampler = {
  .id = "mean-reverting-sampler",
  .title = N_ ("Mean-Reverting Sampler"),
  .summary = N_ ("From the degraded back to the clean in ten steps"),
  .chapter = PLUME_CHAPTER_DENOISING,
  .version = 1,
  .authors = "A. Li, W. Fang, H. Zhao, L. Lu, G. Yang, M. Xu",
  .paper = "MaRS: A Fast Sampler for Mean Reverting Diffusion based on ODE and SDE Solvers",
  .year = "2025",
  .link = "https://arxiv.org/abs/2502.07856",
  .about = ABOUT,
  .equations = "\\dd x = \\theta_t (\\mu - x) \\dd t + g_t \\dd w, \\quad g^2 = 2 "
               "\\sigma_\\infty^2 \\theta\n"
               "x_t = \\alpha x_0 + (1 - \\alpha) \\mu + \\sigma \\varepsilon, \\quad "
               "\\sigma = \\sigma_\\infty \\sqrt{1 - \\alpha^2}\n"
               "y = x - \\mu: \\quad y_t = \\frac{\\sigma_t}{\\sigma_s} "
               "\\mathrm{e}^{-\\eta^2 h} y_s + \\alpha_t \\left(1 - \\mathrm{e}^{-(1 + "
               "\\eta^2) h}\\right) \\hat x_0' + \\sigma_t \\sqrt{1 - \\mathrm{e}^{-2 "
               "\\eta^2 h}} z",
  .keywords =
      N_ ("restoration image Ornstein-Uhlenbeck IR-SDE MRS MaRS DPM-Solver posterior sampling "
          "reverse SDE ODE degraded"),
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = mrs_views,
  .n_views = MRS_N_VIEWS,
  PLUME_TABLE_OF (readouts, readouts),
};
