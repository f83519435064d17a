/* stochastic-interpolants.c: any two densities joined in unit time, by a flow or by a whole family
 * of diffusions: what a person can set, open, see and read.
 *
 * M. S. Albergo, N. M. Boffi & E. Vanden-Eijnden 2023, arXiv 2303.08797. Ends, stages, views and
 * read-outs are in the files beside this one; the mathematics is in generative/.
 */
#include "experiments/stochastic-interpolants.h"

#include "core/plume-error.h"
#include "experiments/generative-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define G_LEFT        N_ ("Left density")
#define G_RIGHT       N_ ("Right density")
#define G_INTERPOLANT N_ ("Interpolant")
#define G_SAMPLES     N_ ("Samples")
#define G_VIEWS       N_ ("Views")
#define G_WRONG       N_ ("Wrong fields")

static const PlumeChoice pencils[] = {
  { "left", N_ ("The left density"), NULL },
  { "right", N_ ("The right density"), NULL },
  { NULL },
};
/* in the order of plume_paths and of plume_gammas */
static const PlumeChoice paths[] = {
  { "linear", N_ ("Linear"), N_ ("a = 1 − t, b̃ = t") },
  { "trigonometric", N_ ("Trigonometric"), N_ ("√(1 − γ²) (cos, sin) πt/2; γ must stay below 1") },
  { "encoding-decoding", N_ ("Encoding–decoding"), N_ ("Through pure noise at t = ½") },
  { "one-sided-linear", N_ ("One-sided linear"), N_ ("From N(0, I): (1 − t) z + t x₁") },
  { "one-sided-trigonometric", N_ ("One-sided trigonometric"),
    N_ ("From N(0, I): z cos πt/2 + x₁ sin πt/2") },
  { "diffusion", N_ ("One-sided diffusion"), N_ ("A diffusion process, its time turned round") },
  { "mirror", N_ ("Mirror"), N_ ("x₁ + γ z: leaves the right density and comes back") },
  { NULL },
};
static const PlumeChoice gammas[] = {
  { "brownian", N_ ("Brownian, √(c t(1 − t))"), NULL },
  { "parabola", N_ ("√c t(1 − t)"), NULL },
  { "sine-squared", N_ ("√c sin² πt"), NULL },
  { "sigmoid-bump", N_ ("Bump of two sigmoids"), NULL },
  { "none", N_ ("No noise"), NULL },
  { NULL },
};
static const PlumeChoice couplings[] = {
  { "independent", N_ ("Independent"), NULL },
  { "optimal-transport", N_ ("Optimal transport"),
    N_ ("Exact assignment, of up to 1,024 draws at once") },
  { "entropic", N_ ("Entropic transport"), N_ ("Sinkhorn with ε") },
  { "rows", N_ ("Row by row"), N_ ("Row i of the left file goes to row i of the right one") },
  { NULL },
};
static const PlumeChoice methods[] = {
  { "flow", N_ ("Flow, Runge–Kutta"), NULL },
  { "adaptive-flow", N_ ("Flow, adaptive"), NULL },
  { "heun", N_ ("Diffusion, Heun"), NULL },
  { "noise-first", N_ ("Diffusion, noise first, then Heun"), NULL },
  { "euler-maruyama", N_ ("Diffusion, Euler–Maruyama"), NULL },
  { NULL },
};
static const PlumeChoice directions[] = {
  { "forward", N_ ("Left to right"), NULL },
  { "backward", N_ ("Right to left"), NULL },
  { NULL },
};
static const PlumeChoice arrow_kinds[] = {
  { "none", N_ ("No arrows"), NULL },      { "flow", N_ ("Velocity b"), NULL },
  { "drift", N_ ("Drift b ± εs"), NULL },  { "score", N_ ("Score s"), NULL },
  { "denoiser", N_ ("Denoiser η"), NULL }, { NULL },
};

#define LEFT_COMPONENTS                                                                            \
  "[{\"name\": \"A\", \"weight\": 0.6, \"x\": -1.9, \"y\": 0.9, \"width\": 0.4, "                  \
  "\"second-width\": 0.2, \"angle\": 0.6},"                                                        \
  " {\"name\": \"B\", \"weight\": 0.4, \"x\": -1.4, \"y\": -1.2, \"width\": 0.3, "                 \
  "\"second-width\": 0.3, \"angle\": 0}]"
#define RIGHT_COMPONENTS                                                                           \
  "[{\"name\": \"C\", \"weight\": 0.3, \"x\": 0.7, \"y\": -0.3, \"width\": 0.35, "                 \
  "\"second-width\": 0.14, \"angle\": 0.5},"                                                       \
  " {\"name\": \"D\", \"weight\": 0.3, \"x\": 2.3, \"y\": 0.9, \"width\": 0.2, "                   \
  "\"second-width\": 0.4, \"angle\": -0.3},"                                                       \
  " {\"name\": \"E\", \"weight\": 0.2, \"x\": 2, \"y\": -1.5, \"width\": 0.2, "                    \
  "\"second-width\": 0.2, \"angle\": 0},"                                                          \
  " {\"name\": \"F\", \"weight\": 0.2, \"x\": 0.5, \"y\": 1.9, \"width\": 0.45, "                  \
  "\"second-width\": 0.12, \"angle\": 1.2}]"

/* a hook and a wave, so that no drawing is empty before somebody draws */
#define LEFT_DRAWING                                                                               \
  "-2.6,1.2 -2.3,1.4 -2,1.3 -1.8,1 -1.8,0.6 -2,0.2 -2.3,-0.2 -2.5,-0.6 -2.5,-1 -2.2,-1.3 "         \
  "-1.8,-1.3 -1.5,-1.1"
#define RIGHT_DRAWING                                                                              \
  "0.6,-0.9 0.9,-0.5 1.1,0 1.3,0.5 1.6,0.9 1.9,0.9 2.1,0.5 2.2,0 2.4,-0.5 2.7,-0.9 3,-0.9"

#define BENDS      "path=linear|trigonometric"
#define FREE_GAMMA "path=linear|trigonometric|mirror"

#define BEND(name, heading, sign, text)                                                            \
  {                                                                                                \
    .id = name, .title = heading, .symbol = sign, .group = G_INTERPOLANT,                          \
    .kind = PLUME_KIND_NUMBER, .value = 0, .from = -2, .to = 2, .soft_from = -0.6, .soft_to = 0.6, \
    .plays = PLUME_PLAYS, .visible_when = BENDS, .help = text                                      \
  }

static const PlumeParameter parameters[] = {
  { .id = "time",
    .title = N_ ("Time"),
    .symbol = "<i>t</i>",
    .group = G_VIEWS,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.55,
    .from = 0,
    .to = 1,
    .plays = PLUME_PLAYS_FIRST,
    .help = N_ ("0 is the left density, 1 the right one") },
  { .id = "arrows",
    .title = N_ ("Arrows"),
    .group = G_VIEWS,
    .kind = PLUME_KIND_CHOICE,
    .choices = arrow_kinds,
    .value = SI_ARROWS_FLOW },
  { .id = "outlines",
    .title = N_ ("Outlines and handles"),
    .group = G_VIEWS,
    .kind = PLUME_KIND_SWITCH,
    .value = 1 },
  { .id = "pencil",
    .title = N_ ("The pencil draws"),
    .group = G_VIEWS,
    .kind = PLUME_KIND_CHOICE,
    .choices = pencils,
    .value = 1 },
  SCENE_SOURCE_PARAMETERS (
      "left-", "left-source", N_ ("Data on the left"), G_LEFT, NULL, LEFT_COMPONENTS, LEFT_DRAWING),
  SCENE_SOURCE_PARAMETERS ("right-",
                           "right-source",
                           N_ ("Data on the right"),
                           G_RIGHT,
                           NULL,
                           RIGHT_COMPONENTS,
                           RIGHT_DRAWING),
  { .id = "coupling",
    .title = N_ ("Coupling"),
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_CHOICE,
    .choices = couplings,
    .visible_when = "path=linear|trigonometric|encoding-decoding",
    .help = N_ ("Which left place belongs to which right one") },
  { .id = "most-pairs",
    .title = N_ ("Pairs"),
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_INTEGER,
    .value = 512,
    .from = 16,
    .to = PLUME_SINKHORN_MOST_POINTS,
    .soft_from = 64,
    .soft_to = 1024,
    .scale = PLUME_LOG,
    .help = N_ ("That stand for a coupling; at most 256 while a slider is held. The independent "
                "one takes fewer where there are no more pairs of components") },
  { .id = "point-width",
    .title = N_ ("Width of a point"),
    .symbol = "<i>h</i>",
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.12,
    .from = 0.01,
    .to = 10,
    .soft_from = 0.03,
    .soft_to = 0.5,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("Points, pixels and the places of a coupling are small round Gaussians") },
  { .id = "fits",
    .title = N_ ("Scale opened points to the plane"),
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_SWITCH,
    .value = 1,
    .help =
        N_ ("Mean 0 and greater spread 1; points on both sides together, so that what lies left "
            "stays left") },
  { .id = "path",
    .title = N_ ("Path"),
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_CHOICE,
    .choices = paths },
  { .id = "process",
    .title = N_ ("Process"),
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_CHOICE,
    .choices = scene_processes,
    .visible_when = "path=diffusion" },
  { .id = "gamma",
    .title = N_ ("Noise"),
    .symbol = "<i>γ</i>",
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_CHOICE,
    .choices = gammas,
    .visible_when = FREE_GAMMA },
  { .id = "gamma-scale",
    .title = N_ ("Scale of the noise"),
    .symbol = "<i>c</i>",
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = 0,
    .to = 4,
    .plays = PLUME_PLAYS,
    .visible_when = FREE_GAMMA,
    .help = N_ ("Multiplies γ²") },
  { .id = "gamma-lean",
    .title = N_ ("Lean of the noise"),
    .symbol = "<i>κ</i>",
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_NUMBER,
    .value = 0,
    .from = -6,
    .to = 6,
    .soft_from = -3,
    .soft_to = 3,
    .visible_when = FREE_GAMMA,
    .help = N_ ("Weights γ² by exp (κ(2t − 1)): more of it early or late") },
  BEND ("bend-left-1", N_ ("Bend of the left share"), "<i>A</i>₁", N_ ("Adds A₁ sin πt to a")),
  BEND ("bend-left-2",
        N_ ("Second bend of the left share"),
        "<i>A</i>₂",
        N_ ("Adds A₂ sin 2πt to a")),
  BEND ("bend-right-1", N_ ("Bend of the right share"), "<i>B</i>₁", N_ ("Adds B₁ sin πt to b̃")),
  BEND ("bend-right-2",
        N_ ("Second bend of the right share"),
        "<i>B</i>₂",
        N_ ("Adds B₂ sin 2πt to b̃")),
  { .id = "centred",
    .title = N_ ("Bend about the means"),
    .group = G_INTERPOLANT,
    .kind = PLUME_KIND_SWITCH,
    .value = 0,
    .visible_when = BENDS,
    .help = N_ ("Bends act on what is left of x₀ and x₁ without their means, so that the mean of x "
                "goes as it would without") },
  { .id = "method",
    .title = N_ ("Carried by"),
    .group = G_SAMPLES,
    .kind = PLUME_KIND_CHOICE,
    .choices = methods },
  { .id = "epsilon",
    .title = N_ ("Diffusion"),
    .symbol = "<i>ε</i>",
    .group = G_SAMPLES,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.5,
    .from = 0,
    .to = 10,
    .soft_from = 0.01,
    .soft_to = 10,
    .scale = PLUME_LOG,
    .plays = PLUME_PLAYS,
    .help = N_ ("Of the diffusions, of the drift b ± εs, of the energy and of entropic transport; "
                "the density at t does not depend on it") },
  { .id = "direction",
    .title = N_ ("Direction"),
    .group = G_SAMPLES,
    .kind = PLUME_KIND_CHOICE,
    .choices = directions },
  { .id = "steps",
    .title = N_ ("Number of steps"),
    .group = G_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 50,
    .from = 2,
    .to = 2000,
    .soft_from = 2,
    .soft_to = 200,
    .plays = PLUME_PLAYS },
  { .id = "stays-stable",
    .title = N_ ("Cut steps that are too long"),
    .group = G_SAMPLES,
    .kind = PLUME_KIND_SWITCH,
    .value = 1,
    .visible_when = "method=heun|noise-first|euler-maruyama",
    .help = N_ ("A large ε pulls so hard towards the density that long steps overshoot. Where 32 "
                "parts of a step do not do, ε is lowered, which leaves the density as it is") },
  { .id = "samples",
    .title = N_ ("Number of samples"),
    .symbol = "<i>n</i>",
    .group = G_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 4000,
    .from = 100,
    .to = 100000,
    .soft_from = 500,
    .soft_to = 20000,
    .scale = PLUME_LOG,
    .help = N_ ("While a slider is held 2,000 go in 20 steps") },
  { .id = "trajectories",
    .title = N_ ("Trajectories"),
    .group = G_SAMPLES,
    .kind = PLUME_KIND_INTEGER,
    .value = 40,
    .from = 0,
    .to = 400,
    .soft_from = 0,
    .soft_to = 100 },
  { .id = "seed", .title = N_ ("Seed"), .group = G_SAMPLES, .kind = PLUME_KIND_SEED, .value = 1 },
  { .id = "velocity-error",
    .title = N_ ("Error of the velocity"),
    .symbol = "<i>δ</i><sub>b</sub>",
    .group = G_WRONG,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.4,
    .from = 0,
    .to = 10,
    .soft_from = 0,
    .soft_to = 2,
    .plays = PLUME_PLAYS,
    .help = N_ ("A synthetic error: b̂ = b + δ sin kx. No fit has made it") },
  { .id = "score-error",
    .title = N_ ("Error of the score"),
    .symbol = "<i>δ</i><sub>s</sub>",
    .group = G_WRONG,
    .kind = PLUME_KIND_NUMBER,
    .value = 0.4,
    .from = 0,
    .to = 10,
    .soft_from = 0,
    .soft_to = 2,
    .plays = PLUME_PLAYS,
    .help = N_ ("A synthetic error: ŝ = s + δ cos kx. No fit has made it") },
  { .id = "error-wavenumber",
    .title = N_ ("Wavenumber of the errors"),
    .symbol = "<i>k</i>",
    .group = G_WRONG,
    .kind = PLUME_KIND_NUMBER,
    .value = 3,
    .from = 0,
    .to = 50,
    .soft_from = 0.5,
    .soft_to = 10 },
};

static const PlumeInput inputs[] = {
  SCENE_SOURCE_INPUTS (
      "left-", N_ ("Points of the left density"), N_ ("Picture of the left density"), "two-moons"),
  SCENE_SOURCE_INPUTS ("right-",
                       N_ ("Points of the right density"),
                       N_ ("Picture of the right density"),
                       "two-moons"),
};

#define WALK_READS                                                                                 \
  "bridge", "method", "epsilon", "direction", "steps", "stays-stable", "samples", "seed"

static const PlumeStage stages[] = {
  { "ends",
    N_ ("Densities"),
    { "left-source", "left-components", "left-picture-is-dark", "left-drawing", "left-points",
      "left-picture", "right-source", "right-components", "right-picture-is-dark", "right-drawing",
      "right-points", "right-picture", "point-width", "fits" },
    si_make_ends,
    NULL },
  { "pairs",
    N_ ("Coupling"),
    { "ends", "path", "coupling", "most-pairs", "seed" },
    si_make_pairs,
    si_make_pairs_coarse },
  { "plan", N_ ("Entropic coupling"), { "pairs", "epsilon", "seed" }, si_make_plan, NULL },
  { "bridge",
    N_ ("Bridge"),
    { "ends", "pairs", "plan", SI_INTERPOLANT_READS, "point-width" },
    si_make_bridge,
    NULL },
  { "walk", N_ ("Samples"), { WALK_READS }, si_walk, si_walk_coarse },
  { "line-walk", N_ ("Paths of one coordinate"), { WALK_READS }, si_walk_line, NULL },
  { "heat", N_ ("Density at t"), { "bridge", "time" }, si_make_heat, si_make_heat_coarse },
  { "field",
    N_ ("Arrows"),
    { "bridge", "time", "arrows", "epsilon", "direction" },
    si_make_field,
    NULL },
  { "strip", N_ ("Density over t"), { "bridge" }, si_make_strip, NULL },
  { "comb", N_ ("ε comb"), { "bridge", "direction", "seed" }, si_make_comb, NULL },
  { "losses", N_ ("Losses"), { "bridge", "seed" }, si_find_losses, NULL },
  { "valley",
    N_ ("Divergences"),
    { "bridge", "velocity-error", "score-error", "error-wavenumber", "seed" },
    si_find_valley,
    NULL },
  { "energy", N_ ("Energy"), { "bridge", "epsilon", "seed" }, si_find_energy, NULL },
  { "measures", N_ ("Measures of the samples"), { "bridge", "walk", "seed" }, si_measure, NULL },
};

static gboolean
take_straightened (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const SiEnergy *energy = plume_reads_result (reads, "energy");
  const PlumeInterpolant *best = &energy->straightened;

  if (!isfinite (energy->total_straight))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                           _ ("The cheapest bends are searched between two tables of components "
                              "and with ε above 0; choose those."));
      return FALSE;
    }
  plume_changes_set_text (changes, "linear", "path");
  plume_changes_set_text (changes, "brownian", "gamma");
  plume_changes_set_number (changes, MIN (best->scale, 4), "gamma-scale");
  plume_changes_set_number (changes, 0, "gamma-lean");
  plume_changes_set_number (changes, 1, "centred");
  for (guint k = 0; k < PLUME_INTERPOLANT_BENDS; k++)
    {
      plume_changes_set_number (changes, CLAMP (best->bend_left[k], -2, 2), "bend-left-%u", k + 1);
      plume_changes_set_number (changes, CLAMP (best->bend_right[k], -2, 2), "bend-right-%u",
                                k + 1);
    }
  return TRUE;
}

static const PlumeAction actions[] = {
  { "straighten",
    N_ ("Take the cheapest bends"),
    N_ ("Sets γ² = 2εt(1 − t) and the bends of a and b̃ that cost least; γ² is held at most 4"),
    { "energy" },
    take_straightened },
};

#define ABOUT                                                                                        \
  N_ ("A stochastic interpolant takes one place from the left density and one from the right, "      \
      "blends them, and adds a little noise that is gone at both ends. The density of all blends "   \
      "at t joins the two exactly, whatever they are and whatever the curves a, b̃ and γ. Its "    \
      "velocity b carries samples as a flow; its score s lets them diffuse with any ε, there or "   \
      "back, and the density at t stays the same: only the paths turn rough.\n\n"                    \
      "Between mixtures of Gaussians everything here is exact: b, s, the denoiser η and the "       \
      "density. Points of a file, a picture, a drawing, and couplings other than the independent "   \
      "one, stand in small Gaussians.\n\n"                                                           \
      "Try: play the time. Drag a component of either side. Choose a diffusion and raise ε; "       \
      "look at the comb. Take the noise to 0 and see paths turn sharply where they would cross. "    \
      "Couple by optimal transport: the crossing index falls and paths are nearly straight. Draw "   \
      "an end with the pencil, or let a checkerboard become a spiral. Take "                         \
      "the mirror: samples leave the right density and come home. In the energy view press “Take " \
      "the cheapest bends”, then lower ε.\n\n"                                                    \
      "The view of KL over ε adds a synthetic error, sin kx and cos kx, to exact fields; no "       \
      "network has been fitted. A diffusion heals a wrong velocity and pays with the error of "      \
      "its score. The bound has its valley at ε*; what is measured can level off instead, since "   \
      "in one dimension a wrong score is the score of some other density, to which a large ε "      \
      "relaxes.")

#define EQUATIONS                                                                                  \
  N_ ("x_t = a(t) x_0 + \\tilde b(t) x_1 + \\gamma(t) z\n"                                         \
      "b = \\mathrm{E}\\left[\\dot I + \\dot\\gamma z \\mid x_t = x\\right], "                     \
      "\\quad s = \\nabla \\ln \\rho_t = -\\frac{\\eta}{\\gamma}, \\quad v = b + "                 \
      "\\gamma \\dot\\gamma s\n"                                                                   \
      "\\partial_t \\rho + \\nabla \\cdot (b \\rho) = 0\n"                                         \
      "\\dd X = (b \\pm \\varepsilon s) \\dd t + \\sqrt{2 \\varepsilon} \\dd W\n"                  \
      "b = \\sum_{i,j} r_{ij} \\left[\\dot M + \\frac{1}{2} \\dot Q Q^{-1} (x - "                  \
      "M)\\right], \\quad Q = a^2 C_i + \\tilde b^2 D_j + \\gamma^2 I\n"                           \
      "\\operatorname{KL}(\\rho_1 \\parallel \\hat\\rho_1) \\le \\frac{\\Delta "                   \
      "L_b}{\\varepsilon} + \\varepsilon \\Delta L_s\n"                                            \
      "\\frac{1}{2} \\int_0^1 \\mathrm{E} |b + \\varepsilon s|^2 \\dd t \\ge "                     \
      "\\text{that of the Schrödinger bridge}, \\quad \\max_I \\min_u \\int_0^1 "                 \
      "\\mathrm{E}\\left[\\frac{1}{2} |u|^2 - \\left(\\dot I + \\left(\\dot\\gamma "               \
      "- \\frac{\\varepsilon}{\\gamma}\\right) z\\right) \\cdot u\\right] \\dd t\n"                \
      "I = (1 - t) x_0 + t x_1 + \\sum_k \\sin(\\pi k t) \\left[A_k (x_0 - "                       \
      "\\mathrm{E} x_0) + B_k (x_1 - \\mathrm{E} x_1)\\right]")

const PlumeExperiment plume_experiment_stochastic_interpolants = {
  .id = "stochastic-interpolants",
  .title = N_ ("Stochastic Interpolants"),
  .summary = N_ ("Flows and diffusions between any two densities"),
  .chapter = PLUME_CHAPTER_DENOISING,
  .version = 1,
  .authors = "M. S. Albergo, N. M. Boffi, E. Vanden-Eijnden",
  .paper = "Stochastic Interpolants: A Unifying Framework for Flows and Diffusions",
  .year = "2023",
  .link = "https://arxiv.org/abs/2303.08797",
  .about = ABOUT,
  .equations = EQUATIONS,
  .keywords =
      N_ ("flow matching transport Schrödinger bridge Sinkhorn optimal transport score velocity "
          "denoiser diffusion Fokker–Planck rectified flow"),
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = si_views,
  .n_views = SI_N_VIEWS,
  .readouts = si_readouts,
  .n_readouts = SI_N_READOUTS,
  PLUME_TABLE_OF (actions, actions),
};
