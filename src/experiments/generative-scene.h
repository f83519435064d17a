/* generative-scene.h: what experiments on generative diffusion share, so that each adds only what
 * its paper adds: which density, which clock, how many samples, and the pictures of them.
 *
 * An experiment takes rows of parameters (SCENE_…_PARAMETERS), the input SCENE_POINTS_INPUT and
 * the stages SCENE_DENSITY_STAGE ("density-of-data" → SceneDensity), SCENE_HEAT_STAGE ("heat") and
 * SCENE_ARROWS_STAGE ("arrows"); its own stages read SCENE_CLOCK_READS and call
 * scene_read_clock(), scene_start_new() and plume_sample(). A picture of the plane is
 *
 *   axes = scene_plane_begin (figure, reads);         heat, arrows, outlines of components
 *   scene_plane_add_paths (axes, …);                  one solver's trajectories
 *   scene_plane_add_places (axes, …);                 where its samples are now
 *   scene_plane_add_handles (axes, reads);            last, on top
 *
 * in a view that reads SCENE_PLANE_READS and whose drag is scene_drag() and whose brush is
 * scene_brush(). All moments are one number, "progress": 0 is noise, 1 the end of sampling, equal
 * steps of λ between. It knows no paper.
 */
#pragma once

#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"
#include "generative/plume-toy-densities.h"
#include "lab/plume-experiment.h"

G_BEGIN_DECLS

#define SCENE_MAX_COMPONENTS      24
#define SCENE_N_COMPONENT_COLUMNS 7
#define SCENE_MOST_KERNELS        400 /* own points that stand in the mixture */

extern const PlumeParameter scene_component_columns[SCENE_N_COMPONENT_COLUMNS];
extern const PlumeChoice scene_densities[];
extern const PlumeChoice scene_processes[];
extern const PlumeChoice scene_arrows[];
extern const PlumeChoice scene_tones[];
extern const PlumeRole scene_point_roles[2];
extern const PlumeSample scene_point_samples[1];
extern const char scene_mixture_rows[]; /* of mixture A, as JSON */

#define SCENE_GROUP_DENSITY N_ ("Density")
#define SCENE_GROUP_PROCESS N_ ("Process")
#define SCENE_GROUP_SAMPLES N_ ("Samples")
#define SCENE_GROUP_VIEWS   N_ ("Views")

/* What a density is and how a person makes it: its chooser of the given id and, all their ids with
 * the given prefix before them, "components", "picture-is-dark" and "drawing" */
#define SCENE_SOURCE_PARAMETERS(prefix, chooser, heading, category, text_of_help, rows, places)    \
  { .id = chooser,                                                                                 \
    .title = heading,                                                                              \
    .group = category,                                                                             \
    .kind = PLUME_KIND_CHOICE,                                                                     \
    .choices = scene_densities,                                                                    \
    .help = text_of_help },                                                                        \
      { .id = prefix "components",                                                                 \
        .title = N_ ("Components"),                                                                \
        .group = category,                                                                         \
        .kind = PLUME_KIND_TABLE,                                                                  \
        .columns = scene_component_columns,                                                        \
        .n_columns = SCENE_N_COMPONENT_COLUMNS,                                                    \
        .max_rows = SCENE_MAX_COMPONENTS,                                                          \
        .text = rows,                                                                              \
        .visible_when = chooser "=components" },                                                   \
      { .id = prefix "picture-is-dark",                                                            \
        .title = N_ ("Dark pixels are dense"),                                                     \
        .group = category,                                                                         \
        .kind = PLUME_KIND_SWITCH,                                                                 \
        .value = 1,                                                                                \
        .help = N_ ("Ink on paper; off: light on a dark ground"),                                  \
        .visible_when = chooser "=picture" },                                                      \
  {                                                                                                \
    .id = prefix "drawing", .title = N_ ("Drawn points"), .group = category,                       \
    .kind = PLUME_KIND_TEXT, .text = places,                                                       \
    .help = N_ ("Pairs x,y, one after the other; draw them on the plane with the pencil, "         \
                "straight with Shift, and take them away with Control"),                           \
    .visible_when = chooser "=drawn"                                                               \
  }

/* "density", "components", "picture-is-dark", "drawing", "kernel-width" */
#define SCENE_DENSITY_PARAMETERS                                                                   \
  SCENE_SOURCE_PARAMETERS ("", "density", N_ ("Data"), SCENE_GROUP_DENSITY,                        \
                           N_ ("What the samples should become"), SCENE_MIXTURE_A, SCENE_DRAWING), \
  {                                                                                                \
    .id = "kernel-width", .title = N_ ("Width of a point"), .symbol = "<i>h</i>",                  \
    .group = SCENE_GROUP_DENSITY, .kind = PLUME_KIND_NUMBER, .value = 0.08, .from = 1e-3,          \
    .to = 10, .soft_from = 0.01, .soft_to = 0.5, .scale = PLUME_LOG, .plays = PLUME_PLAYS,         \
    .help = N_ ("Every point of own data is a small round Gaussian of this width"),                \
    .visible_when = "density=points|picture|drawn"                                                 \
  }

/* "process" and its numbers, "end-time" */
#define SCENE_PROCESS_PARAMETERS                                                                   \
  { .id = "process",                                                                               \
    .title = N_ ("Process"),                                                                       \
    .group = SCENE_GROUP_PROCESS,                                                                  \
    .kind = PLUME_KIND_CHOICE,                                                                     \
    .choices = scene_processes,                                                                    \
    .help = N_ ("How noise takes the data over") },                                                \
      { .id = "beta-start",                                                                        \
        .title = N_ ("Rate at the data"),                                                          \
        .symbol = "<i>β</i><sub>0</sub>",                                                          \
        .group = SCENE_GROUP_PROCESS,                                                              \
        .kind = PLUME_KIND_NUMBER,                                                                 \
        .value = 0.1,                                                                              \
        .from = 1e-3,                                                                              \
        .to = 5,                                                                                   \
        .soft_from = 1e-3,                                                                         \
        .soft_to = 1,                                                                              \
        .scale = PLUME_LOG,                                                                        \
        .visible_when = "process=vp-linear|sub-vp" },                                              \
      { .id = "beta-end",                                                                          \
        .title = N_ ("Rate at the noise"),                                                         \
        .symbol = "<i>β</i><sub>1</sub>",                                                          \
        .group = SCENE_GROUP_PROCESS,                                                              \
        .kind = PLUME_KIND_NUMBER,                                                                 \
        .value = 20,                                                                               \
        .from = 5,                                                                                 \
        .to = 100,                                                                                 \
        .soft_from = 5,                                                                            \
        .soft_to = 40,                                                                             \
        .visible_when = "process=vp-linear|sub-vp" },                                              \
      { .id = "sigma-least",                                                                       \
        .title = N_ ("Least noise"),                                                               \
        .symbol = "<i>σ</i><sub>min</sub>",                                                        \
        .group = SCENE_GROUP_PROCESS,                                                              \
        .kind = PLUME_KIND_NUMBER,                                                                 \
        .value = 0.01,                                                                             \
        .from = 1e-4,                                                                              \
        .to = 0.5,                                                                                 \
        .scale = PLUME_LOG,                                                                        \
        .visible_when = "process=ve" },                                                            \
      { .id = "sigma-greatest",                                                                    \
        .title = N_ ("Greatest noise"),                                                            \
        .symbol = "<i>σ</i><sub>max</sub>",                                                        \
        .group = SCENE_GROUP_PROCESS,                                                              \
        .kind = PLUME_KIND_NUMBER,                                                                 \
        .value = 50,                                                                               \
        .from = 1,                                                                                 \
        .to = 1000,                                                                                \
        .soft_from = 2,                                                                            \
        .soft_to = 200,                                                                            \
        .scale = PLUME_LOG,                                                                        \
        .visible_when = "process=ve" },                                                            \
  {                                                                                                \
    .id = "end-time", .title = N_ ("End of sampling"), .symbol = "<i>t</i><sub>0</sub>",           \
    .group = SCENE_GROUP_PROCESS, .kind = PLUME_KIND_NUMBER, .value = 1e-3, .from = 1e-5,          \
    .to = 0.05, .scale = PLUME_LOG, .help = N_ ("The moment at which samples are taken as data")   \
  }

/* "samples", "trajectories", "seed" */
#define SCENE_SAMPLE_PARAMETERS                                                                    \
  { .id = "samples",                                                                               \
    .title = N_ ("Number of samples"),                                                             \
    .symbol = "<i>n</i>",                                                                          \
    .group = SCENE_GROUP_SAMPLES,                                                                  \
    .kind = PLUME_KIND_INTEGER,                                                                    \
    .value = 2000,                                                                                 \
    .from = 100,                                                                                   \
    .to = 1000000,                                                                                 \
    .soft_from = 100,                                                                              \
    .soft_to = 20000,                                                                              \
    .scale = PLUME_LOG },                                                                          \
      { .id = "trajectories",                                                                      \
        .title = N_ ("Trajectories"),                                                              \
        .group = SCENE_GROUP_SAMPLES,                                                              \
        .kind = PLUME_KIND_INTEGER,                                                                \
        .value = 50,                                                                               \
        .from = 0,                                                                                 \
        .to = 1000,                                                                                \
        .soft_from = 0,                                                                            \
        .soft_to = 200,                                                                            \
        .help = N_ ("How many of the samples are followed") },                                     \
  {                                                                                                \
    .id = "seed", .title = N_ ("Seed"), .group = SCENE_GROUP_SAMPLES, .kind = PLUME_KIND_SEED,     \
    .value = 1                                                                                     \
  }

/* "progress", "arrows", "heat-tone", "outlines" */
#define SCENE_VIEW_PARAMETERS                                                                      \
  { .id = "progress",                                                                              \
    .title = N_ ("From noise to data"),                                                            \
    .group = SCENE_GROUP_VIEWS,                                                                    \
    .kind = PLUME_KIND_NUMBER,                                                                     \
    .value = 1,                                                                                    \
    .from = 0,                                                                                     \
    .to = 1,                                                                                       \
    .plays = PLUME_PLAYS_FIRST,                                                                    \
    .help = N_ ("0 is noise, 1 the end of sampling; equal steps of λ = ln (α/σ) between") },       \
      { .id = "arrows",                                                                            \
        .title = N_ ("Arrows"),                                                                    \
        .group = SCENE_GROUP_VIEWS,                                                                \
        .kind = PLUME_KIND_CHOICE,                                                                 \
        .choices = scene_arrows },                                                                 \
      { .id = "heat-tone",                                                                         \
        .title = N_ ("Density on the plane"),                                                      \
        .group = SCENE_GROUP_VIEWS,                                                                \
        .kind = PLUME_KIND_CHOICE,                                                                 \
        .choices = scene_tones },                                                                  \
  {                                                                                                \
    .id = "outlines", .title = N_ ("Outlines and handles"), .group = SCENE_GROUP_VIEWS,            \
    .kind = PLUME_KIND_SWITCH, .value = 1, .visible_when = "density=components"                    \
  }

#define SCENE_MIXTURE_A                                                                            \
  "[{\"name\": \"A\", \"weight\": 0.3, \"x\": -1.5, \"y\": -0.5, \"width\": 0.3, "                 \
  "\"second-width\": 0.1, \"angle\": 0.5},"                                                        \
  " {\"name\": \"B\", \"weight\": 0.25, \"x\": 1.2, \"y\": 1, \"width\": 0.2, "                    \
  "\"second-width\": 0.4, \"angle\": -0.3},"                                                       \
  " {\"name\": \"C\", \"weight\": 0.25, \"x\": 0.9, \"y\": -1.3, \"width\": 0.15, "                \
  "\"second-width\": 0.15, \"angle\": 0},"                                                         \
  " {\"name\": \"D\", \"weight\": 0.2, \"x\": -0.4, \"y\": 1.6, \"width\": 0.5, "                  \
  "\"second-width\": 0.05, \"angle\": 1.2}]"
/* a small spiral, so that the drawn density is never empty before somebody draws */
#define SCENE_DRAWING                                                                              \
  "0.1,0 0.15,0.17 0.03,0.35 -0.24,0.39 -0.52,0.21 -0.62,-0.15 -0.45,-0.56 -0.02,-0.83 "           \
  "0.52,-0.78 0.97,-0.35 1.1,0.3 0.8,0.97 0.13,1.39 -0.71,1.35"

/* "points" and "picture", with a prefix before them; of points also which sample is open to begin
 * with */
#define SCENE_SOURCE_INPUTS(prefix, of_points, of_picture, usual)                                  \
  { .id = prefix "points",                                                                         \
    .title = of_points,                                                                            \
    .help = N_ ("Two columns of numbers, for the data “Own points”"),                              \
    .roles = scene_point_roles,                                                                    \
    .n_roles = 2,                                                                                  \
    .samples = scene_point_samples,                                                                \
    .n_samples = 1,                                                                                \
    .sample = usual },                                                                             \
  {                                                                                                \
    .id = prefix "picture", .title = of_picture,                                                   \
    .help = N_ ("A picture (PNG) or a matrix, for the data “Own picture”")                         \
  }
#define SCENE_POINTS_INPUT SCENE_SOURCE_INPUTS ("", N_ ("Points"), N_ ("Own picture"), NULL)

#define SCENE_CLOCK_READS                                                                          \
  "process", "beta-start", "beta-end", "sigma-least", "sigma-greatest", "end-time"
#define SCENE_DENSITY_READS                                                                        \
  "density", "components", "kernel-width", "picture-is-dark", "drawing", "points", "picture"
#define SCENE_PLANE_READS                                                                          \
  SCENE_DENSITY_READS, SCENE_CLOCK_READS, "density-of-data", "heat", "arrow-field", "progress",    \
      "heat-tone", "outlines"

#define SCENE_DENSITY_STAGE                                                                        \
  {                                                                                                \
    "density-of-data", N_ ("Density"), { SCENE_DENSITY_READS }, scene_compute_density, NULL        \
  }
#define SCENE_HEAT_STAGE                                                                           \
  {                                                                                                \
    "heat", N_ ("Density on the plane"),                                                           \
        { "density-of-data", SCENE_CLOCK_READS, "progress", "heat-tone" }, scene_compute_heat,     \
        scene_compute_heat_coarse                                                                  \
  }
#define SCENE_ARROWS_STAGE                                                                         \
  {                                                                                                \
    "arrow-field", N_ ("Arrows"), { "density-of-data", SCENE_CLOCK_READS, "progress", "arrows" },  \
        scene_compute_arrows, NULL                                                                 \
  }

/**
 * SceneComponent:
 * @width: @second_width: standard deviations along the axis at @angle (rad) and across it
 */
typedef struct
{
  char name[32];
  double weight, x, y, width, second_width, angle;
} SceneComponent;

/**
 * SceneSource: where a density comes from.
 * @density: @components: @kernel_width: @picture_is_dark: @drawing: ids of parameters
 * @points: @picture: ids of inputs
 * @least_width: of components, which are never narrower
 * @most_kernels: own points that stand in the mixture
 * @keeps_scale: whether own points stay where they are, or come to mean 0 and spread 1
 *
 * An experiment with several densities has several.
 */
typedef struct
{
  const char *density, *components, *kernel_width, *picture_is_dark, *drawing, *points, *picture;
  double least_width;
  gsize most_kernels;
  gboolean keeps_scale;
} SceneSource;

extern const SceneSource scene_source; /* of SCENE_DENSITY_PARAMETERS */

/**
 * SceneDensity: what "density-of-data" gives.
 * @mixture: @score: the exact answer to everything; y = x
 * @components: (array length=n_components): as a person wrote them; none where points are the data
 * @n_points: own points, of which @n_used stand in the mixture
 * @places: (nullable): n_points × 2
 * @toy: (nullable): the shape
 * @x_from: @x_to: @y_from: @y_to: the square that is shown: data and a standard normal fit in
 */
typedef struct
{
  PlumeMixture *mixture;
  PlumeScore *score;
  guint n_components;
  SceneComponent components[SCENE_MAX_COMPONENTS];
  gsize n_points, n_used;
  double *places;
  const PlumeToyDensity *toy;
  double x_from, x_to, y_from, y_to;
} SceneDensity;

/**
 * SceneClock:
 * @from: @to: the moments T and t_0 between which samples go
 */
typedef struct
{
  PlumeProcess process;
  double from, to;
} SceneClock;

/* Reading. A stage that reads SCENE_CLOCK_READS may call scene_read_clock(); one that reads
 * "density-of-data" may call scene_read_density(). */
SceneClock scene_read_clock (const PlumeReads *reads);
const SceneDensity *scene_read_density (const PlumeReads *reads);
/* Number label (from 0) of the parts that a condition may name: components as written, classes of a
 * shape; taken modulo their number. */
PlumeMixture *scene_density_condition (const SceneDensity *density, guint label, GError **error);
/* The moment at a progress of 0 (noise) … 1 (end), equal steps of λ. */
PlumeMarginal scene_moment (const SceneClock *clock, double progress);
double scene_progress (const SceneClock *clock, double time); /* its inverse */
/* n × d starts, N(0, σ_T²); free with g_free(). */
double *scene_start_new (const SceneClock *clock, guint64 seed, gsize n, gsize dimension);

/* The mixture of a source and what it is made of; no score and no square */
gboolean scene_density_read (SceneDensity *density,
                             const SceneSource *source,
                             const PlumeReads *reads,
                             GError **error);
/* Puts own points at other places, n_points × 2, and makes the mixture again. */
gboolean scene_density_move (
    SceneDensity *density, const double *places, gsize most, double width, GError **error);
void scene_density_clear (SceneDensity *density);
/* So that the mean of n places is 0 and their greater spread 1 */
void scene_standardize (gsize n, double *places);

PlumeResult *scene_compute_density (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *scene_compute_heat (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *scene_compute_heat_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *scene_compute_arrows (const PlumeReads *reads, PlumeTask *task, GError **error);

/* The plane. */
PlumeAxes *scene_plane_begin (PlumeFigure *figure, const PlumeReads *reads);
/* Trajectories of the first @count samples up to @progress, straight between nodes, one line mark;
 * ends at 2-D samplings with a path only. label may be NULL. */
void scene_plane_add_paths (PlumeAxes *axes,
                            const char *id,
                            const char *label,
                            const PlumeSampling *sampling,
                            const SceneClock *clock,
                            double progress,
                            guint count,
                            PlumeInk ink);
/* Samples where they are at @progress: points, or a density from 50,000 on. */
void scene_plane_add_places (PlumeAxes *axes,
                             const char *id,
                             const char *label,
                             const PlumeSampling *sampling,
                             const SceneClock *clock,
                             double progress,
                             PlumeInk ink);
void scene_plane_add_points (PlumeAxes *axes,
                             const char *id,
                             const char *label,
                             gsize n,
                             const double *places,
                             PlumeInk ink);
void scene_plane_add_handles (PlumeAxes *axes, const PlumeReads *reads);

/* Components of any density: ellipses at two widths; handles "PREFIXcentre-k", "long-k", "short-k",
 * "weight-k"; what a drag of one, named without prefix, changes in a table */
void scene_components_add_outlines (
    PlumeAxes *axes, const char *id, const char *label, const SceneDensity *density, PlumeInk ink);
void scene_components_add_handles (PlumeAxes *axes,
                                   const char *prefix,
                                   const SceneDensity *density,
                                   PlumeColour colour);
void scene_components_drag (const char *handle,
                            double x,
                            double y,
                            const SceneDensity *density,
                            const char *table,
                            PlumeChanges *changes);
/* For PlumeView.drag: "centre-k", "long-k", "short-k", "weight-k". */
void
scene_drag (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes);
/* For PlumeView.brush: strokes become drawn points, and the density "drawn" is chosen. */
void scene_brush (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes);
void scene_source_brush (const SceneSource *source,
                         const PlumeStroke *stroke,
                         const PlumeReads *reads,
                         PlumeChanges *changes);
/* Points of a text parameter, and strokes that add to them or take away. */
GArray *scene_drawing_read (const char *text);
char *scene_drawing_write (const GArray *places);
void scene_drawing_add (GArray *places, const PlumeStroke *stroke, double spacing);
void scene_drawing_erase (GArray *places, const PlumeStroke *stroke, guint least);
/* y of the samples at a progress, n × d, linear in λ between nodes; free with g_free(). Without a
 * path, starts and ends are all there is: the end is given. */
double *scene_places_at (const PlumeSampling *sampling, const SceneClock *clock, double progress);

/* The strip: p_t (x) of the first coordinate over progress, with x-trajectories on it; for a view
 * that reads SCENE_CLOCK_READS, "density-of-data" and "strip". Rows are scaled to their maxima. */
#define SCENE_STRIP_STAGE                                                                          \
  {                                                                                                \
    "strip", N_ ("Density over time"), { "density-of-data", SCENE_CLOCK_READS },                   \
        scene_compute_strip, NULL                                                                  \
  }
PlumeResult *scene_compute_strip (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeAxes *scene_strip_begin (PlumeFigure *figure, const PlumeReads *reads);
void scene_strip_add_paths (PlumeAxes *axes,
                            const char *id,
                            const char *label,
                            const PlumeSampling *sampling,
                            const SceneClock *clock,
                            guint count,
                            PlumeInk ink);
/* The colour of the n-th compared thing, the same in every view: blue, vermilion, green … */
PlumeColour scene_colour (guint index);

PlumeDataset *scene_make_moons (GError **error);

G_END_DECLS
