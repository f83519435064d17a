/* dpm-solver.c: exponential integrators for the diffusion ODE: several solvers race from the same
 * noise to an exactly known end.
 *
 * C. Lu et al. 2022, arXiv 2206.00927, and its sequel 2211.01095.
 */
#include "experiments/generative-scene.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const PlumeParameter parameters[] = {
  SCENE_DENSITY_PARAMETERS,
  SCENE_PROCESS_PARAMETERS,
  { .id = "evaluations",
    .title = N_ ("Evaluations"),
    .group = N_ ("Solver"),
    .kind = PLUME_KIND_INTEGER,
    .value = 10,
    .from = 1,
    .to = 200,
    .soft_from = 1,
    .soft_to = 60,
    .plays = PLUME_PLAYS },
  SCENE_SAMPLE_PARAMETERS,
  SCENE_VIEW_PARAMETERS,
};

static const PlumeInput inputs[] = { SCENE_POINTS_INPUT };

static void
free_sampling (gpointer data)
{
  plume_sampling_free (data);
}

static PlumeResult *
compute_run (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  SceneClock clock = scene_read_clock (reads);
  gsize n = (gsize)plume_reads_integer (reads, "samples");
  g_autofree double *start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), n, 2);
  PlumeSamplingPlan plan = { .process = &clock.process,
                             .score = density->score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = (guint)plume_reads_integer (reads, "evaluations"),
                             .from = clock.from,
                             .to = clock.to };
  PlumeSampling *sampling = plume_sample (&plan, n, start, PLUME_KEEP_PATH, task, error);

  if (sampling == NULL)
    return NULL;
  return plume_result_new (sampling, (sampling->n_nodes + 1) * n * 16, free_sampling);
}

static void
draw_plane (PlumeFigure *figure, const PlumeReads *reads)
{
  PlumeAxes *axes = scene_plane_begin (figure, reads);
  SceneClock clock = scene_read_clock (reads);
  const PlumeSampling *run = plume_reads_result (reads, "run");
  double progress = plume_reads_number (reads, "progress");

  scene_plane_add_paths (axes, "paths", NULL, run, &clock, progress,
                         (guint)plume_reads_integer (reads, "trajectories"),
                         (PlumeInk){ .colour = scene_colour (0), .width = 0.6, .opacity = 0.6 });
  scene_plane_add_places (axes, "places", NULL, run, &clock, progress,
                          (PlumeInk){ .colour = scene_colour (0), .size = 0.6 });
  scene_plane_add_handles (axes, reads);
}

static const PlumeStage stages[] = {
  SCENE_DENSITY_STAGE,
  SCENE_HEAT_STAGE,
  SCENE_ARROWS_STAGE,
  { "run",
    N_ ("Samples"),
    { "density-of-data", SCENE_CLOCK_READS, "evaluations", "samples", "seed" },
    compute_run,
    NULL },
};

static const PlumeView views[] = {
  { .id = "plane",
    .title = N_ ("Plane"),
    .reads = { SCENE_PLANE_READS, "run", "trajectories" },
    .draw = draw_plane,
    .drag = scene_drag },
};

const PlumeExperiment plume_experiment_dpm_solver = {
  .id = "dpm-solver",
  .title = N_ ("DPM-Solver"),
  .summary = N_ ("Fast solvers of the diffusion ODE race from the same noise"),
  .chapter = PLUME_CHAPTER_DENOISING,
  .version = 1,
  .authors = "C. Lu, Y. Zhou, F. Bao, J. Chen, C. Li, J. Zhu",
  .paper = "DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic Model Sampling in Around 10 "
           "Steps",
  .year = "2022",
  .link = "https://arxiv.org/abs/2206.00927",
  .about = N_ ("Sampling a diffusion model means solving its probability-flow equation."),
  .equations = "d<i>x</i>/d<i>t</i> = <i>f x</i> − ½ <i>g</i>² ∇ ln <i>p</i><sub>t</sub>",
  .keywords = "sampling ODE exponential integrator DDIM",
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  PLUME_TABLE_OF (views, views),
};
