/* three-frameworks-views.c: three planes at the same λ, the clocks themselves, and what each budget
 * buys. DDPM is blue, NCSN vermilion and the SDE green everywhere. It only draws.
 */
#include "experiments/three-frameworks-atlas.h"
#include "experiments/three-frameworks-slices.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const names[TF_N_FRAMEWORKS] = { N_ ("DDPM"), N_ ("NCSN"), N_ ("SDE") };
static const char *const stages[TF_N_FRAMEWORKS] = { "ddpm", "ncsn", "sde-run" };
static const char *const ids[TF_N_FRAMEWORKS] = { "ddpm", "ncsn", "sde" };

static void
draw_framework (PlumeFigure *figure, const PlumeReads *reads, TfFramework which)
{
  const TfRun *run = plume_reads_result (reads, stages[which]);
  SceneClock clock = scene_read_clock (reads);
  PlumeAxes *axes = scene_plane_begin (figure, reads);
  double progress = plume_reads_number (reads, "progress"),
         lambda = scene_moment (&clock, progress).lambda;
  PlumeInk ink = { .colour = scene_colour (which), .width = 0.5, .opacity = 0.5 };

  g_free (axes->title);
  axes->title =
      g_strdup_printf (lambda < run->first - 1e-9 ? _ ("%s has not begun; <i>λ</i> = %s%.3g")
                                                  : _ ("%s, <i>λ</i> = %s%.3g"),
                       _ (names[which]), lambda < 0 ? "−" : "", fabs (lambda));
  scene_plane_add_paths (axes, "paths", NULL, run->sampling, &clock, progress,
                         (guint)plume_reads_integer (reads, "trajectories"), ink);
  ink.opacity = 0;
  ink.size = 0.6;
  scene_plane_add_places (axes, "places", NULL, run->sampling, &clock, progress, ink);
  scene_plane_add_handles (axes, reads);
}

static void
draw_ddpm (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_framework (figure, reads, TF_DDPM);
}

static void
draw_ncsn (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_framework (figure, reads, TF_NCSN);
}

static void
draw_sde (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_framework (figure, reads, TF_SDE);
}

#define CLOCK_POINTS 201

/* λ over the share of the framework's own time, and how much of the training falls on a unit of λ:
 * uniform time and weight 1 on ε for DDPM (2σ²/g² of λ), uniform levels of λ for NCSN, and the
 * likelihood weight g²/σ² of an SDE, which is uniform in λ too. */
static void
add_clock (PlumeAxes *clocks,
           PlumeAxes *weights,
           TfFramework which,
           const PlumeProcess *process,
           double end,
           gboolean uniform)
{
  g_autoptr (PlumeArray) share = plume_array_new_linear (1, 0, CLOCK_POINTS);
  g_autoptr (PlumeArray) lambda = plume_array_new (CLOCK_POINTS);
  g_autoptr (PlumeArray) weight = plume_array_new (CLOCK_POINTS);
  double sum = 0;
  PlumeInk ink = { .colour = scene_colour (which) };

  if (which == TF_DDPM) /* it may well lie on the SDE's */
    ink.dash = PLUME_DASH_DASHED;
  for (guint i = 0; i < CLOCK_POINTS; i++)
    {
      double t = end + share->values[i] * (process->last - end), f, g_squared;
      PlumeMarginal at = plume_process_at (process, t);

      lambda->values[i] = at.lambda;
      plume_process_rates (process, t, &f, &g_squared);
      weight->values[i] = uniform ? 1 : 2 * at.sigma * at.sigma / g_squared;
    }
  for (guint i = 0; i + 1 < CLOCK_POINTS; i++)
    sum += 0.5 * (weight->values[i] + weight->values[i + 1])
           * (lambda->values[i + 1] - lambda->values[i]);
  for (guint i = 0; i < CLOCK_POINTS; i++)
    {
      weight->values[i] /= sum;
      share->values[i] = 1 - share->values[i];
    }
  plume_axes_add_line (clocks, ids[which], _ (names[which]), share, lambda, ink);
  plume_axes_add_line (weights, ids[which], _ (names[which]), lambda, weight, ink);
}

static void
draw_clocks (PlumeFigure *figure, const PlumeReads *reads)
{
  SceneClock clock = scene_read_clock (reads);
  g_autoptr (PlumeArray) table = NULL;
  PlumeProcess ddpm = tf_ddpm_process (reads, &table), ncsn = tf_ncsn_process (reads),
               sde = tf_sde_process (reads);
  PlumeAxes *clocks = plume_figure_add_axes (figure, "clocks", NULL, 1),
            *weights = plume_figure_add_axes (figure, "weights", NULL, 1);
  double now = scene_moment (&clock, plume_reads_number (reads, "progress")).lambda;

  plume_axis_set (&clocks->x, PLUME_SCALE_LINEAR, _ ("Share of the way from noise to data"), NULL);
  plume_axis_set (&clocks->y, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&weights->x, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&weights->y, PLUME_SCALE_LINEAR, _ ("Weight of training"), NULL);
  weights->y.includes_zero = TRUE;
  weights->no_legend = TRUE;
  add_clock (clocks, weights, TF_SDE, &sde, clock.to, TRUE);
  add_clock (clocks, weights, TF_NCSN, &ncsn, 0, TRUE);
  add_clock (clocks, weights, TF_DDPM, &ddpm, 1.0 / (double)(table->length - 1), FALSE);
  plume_axes_add_horizontal_rule (clocks, "now", NULL, now,
                                  (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
  plume_axes_add_vertical_rule (weights, "now", NULL, now,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

static void
draw_quality (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfQuality *quality = plume_reads_result (reads, "quality");
  double budget = plume_reads_integer (reads, "evaluations");
  PlumeAxes *axes;

  if (quality->n_done == 0)
    {
      plume_figure_set_note (figure, _ ("Measured as soon as the controls rest"));
      return;
    }
  axes = plume_figure_add_axes (figure, "quality", NULL, 1);
  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Evaluations of the score"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Sliced <i>W</i><sub>2</sub> to the data"), NULL);
  plume_axis_set_limits (&axes->x, 8, 420);
  for (guint f = 0; f < TF_N_FRAMEWORKS; f++)
    {
      g_autofree char *points = g_strdup_printf ("%s-points", ids[f]),
                      *band = g_strdup_printf ("%s-band", ids[f]);
      PlumeInk ink = { .colour = scene_colour (f) };

      plume_axes_add_band (axes, band, NULL, quality->budget, quality->low[f], quality->high[f],
                           ink);
      plume_axes_add_line (axes, ids[f], _ (names[f]), quality->budget, quality->distance[f], ink);
      plume_axes_add_points (axes, points, NULL, quality->budget, quality->distance[f], ink);
    }
  plume_axes_add_horizontal_rule (
      axes, "floor", _ ("two draws of the data"), quality->floor,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  plume_axes_add_vertical_rule (axes, "budget", NULL, budget,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

/* The variance of a level's cloud while it takes its steps, in units of σ² */
static void
draw_levels (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfRun *run = plume_reads_result (reads, "ncsn");
  const TfLadder *ladder = plume_reads_result (reads, "ladder");
  PlumeInk line = { .colour = scene_colour (TF_NCSN) },
           wanted = { .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED },
           now = { .colour = PLUME_COLOUR_TEXT, .width = 0.7 };
  PlumeAxes *within = plume_figure_add_axes (figure, "within", NULL, 1),
            *over = plume_figure_add_axes (figure, "over", NULL, 1);

  plume_figure_set_columns (figure, 2);
  within->title = g_strdup_printf (_ ("%u levels, ratio %.2f, step <i>δ</i> = %.2g <i>σ</i>²"),
                                   run->levels, run->ratio, run->step);
  plume_axis_set (&within->x, PLUME_SCALE_LINEAR, _ ("Langevin steps at one level"), NULL);
  plume_axis_set (&within->y, PLUME_SCALE_LOG, _ ("Variance"), "<i>σ</i>²");
  plume_axes_add_line (within, "variance", NULL, ladder->step, ladder->variance, line);
  plume_axes_add_horizontal_rule (within, "wanted", NULL, 1, wanted);
  plume_axes_add_vertical_rule (within, "steps", NULL, run->steps, now);
  plume_axis_set (&over->x, PLUME_SCALE_LINEAR, _ ("Evaluations, all levels"), NULL);
  plume_axis_set (&over->y, PLUME_SCALE_LOG, _ ("Variance left at best"), "<i>σ</i>²");
  plume_axes_add_line (over, "left", NULL, ladder->evaluations, ladder->left, line);
  plume_axes_add_horizontal_rule (over, "wanted", NULL, 1, wanted);
  plume_axes_add_vertical_rule (over, "budget", NULL, run->levels * (double)run->steps, now);
}

static void
draw_forward (PlumeFigure *figure, const PlumeReads *reads)
{
  const TfForward *forward = plume_reads_result (reads, "forward");
  PlumeAxes *axes = plume_figure_add_axes (figure, "forward", NULL, 1);
  SceneClock clock = scene_read_clock (reads);
  double first = scene_moment (&clock, 0).lambda, last = scene_moment (&clock, 1).lambda,
         greatest = 0;
  PlumeMark *mark;

  /* the data are a few sharp columns: the colours are those of the noisier three quarters */
  for (gsize i = 0; i < forward->density->length; i++)
    if (i % forward->n_columns < forward->n_columns * 3 / 4)
      greatest = MAX (greatest, forward->density->values[i]);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Log-SNR <i>λ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("First coordinate <i>x</i>"), NULL);
  plume_axis_set_limits (&axes->x, first, last);
  plume_axis_set_limits (&axes->y, forward->from, forward->to);
  mark = plume_axes_add_image (axes, "density", forward->n_rows, forward->n_columns,
                               forward->density, first, last, forward->from, forward->to);
  plume_mark_set_values (mark, forward->density, PLUME_COLOUR_MAP_DEFAULT,
                         _ ("Density <i>p</i><sub>λ</sub>"));
  plume_mark_set_value_range (mark, 0, greatest);
  plume_axes_add_vertical_rule (
      axes, "now", NULL, scene_moment (&clock, plume_reads_number (reads, "progress")).lambda,
      (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

#define CLOCKS                                                                                     \
  "ddpm-steps", "level-least", "level-greatest", "sde", "density-of-data", SCENE_CLOCK_READS

const PlumeView tf_views[TF_N_VIEWS] = {
  { "ddpm",
    N_ ("Denoising diffusion (DDPM)"),
    N_ ("Steps back through the chain that added the noise. All three planes show the same λ, in "
        "coordinates that do not grow with the noise."),
    { SCENE_PLANE_READS, "ddpm", "trajectories" },
    draw_ddpm,
    scene_drag,
    FALSE },
  { "ncsn",
    N_ ("Noise-conditioned score (NCSN)"),
    N_ ("Annealed Langevin dynamics: many small steps at each of a ladder of noise levels."),
    { SCENE_PLANE_READS, "ncsn", "trajectories" },
    draw_ncsn,
    scene_drag,
    FALSE },
  { "sde",
    N_ ("Stochastic differential equation"),
    N_ ("A reverse SDE or its probability flow, with any solver."),
    { SCENE_PLANE_READS, "sde-run", "trajectories" },
    draw_sde,
    scene_drag,
    FALSE },
  { "slices",
    N_ ("Medical slices"),
    N_ ("A task of medical imaging, done with the score of healthy slices; paint a lesion on the "
        "slice with the brush."),
    { "restoration", "anomaly", "task", TF_LESION_READS },
    tf_draw_slices,
    NULL,
    FALSE,
    tf_paint_lesion },
  { "slice-columns",
    N_ ("Generated slices"),
    N_ ("New slices, made by each framework with the same number of evaluations of the same score; "
        "all at the same λ, in coordinates that do not grow with the noise."),
    { "slices-ddpm", "slices-ncsn", "slices-sde", SCENE_CLOCK_READS, "progress" },
    tf_draw_columns,
    NULL,
    TRUE },
  { "anomaly",
    N_ ("Anomaly"),
    N_ ("Where the slice differs from what comes back when it is noised and denoised, and how well "
        "that finds the painted lesion, whatever the threshold."),
    { "restoration", "anomaly", "task", TF_LESION_READS },
    tf_draw_anomaly,
    NULL,
    TRUE,
    tf_paint_lesion },
  { "measurement",
    N_ ("What was measured"),
    N_ ("The numbers of the scanner, the slice that they give alone, one that is likely as well, "
        "and where such slices differ."),
    { "restoration" },
    tf_draw_measurement,
    NULL,
    TRUE },
  { "clocks",
    N_ ("Three clocks"),
    N_ ("Where each framework spends its steps, and where its training, on one axis of λ."),
    { CLOCKS, "beta-start", "beta-end", "progress" },
    draw_clocks,
    NULL,
    FALSE },
  { "quality",
    N_ ("Quality over budget"),
    N_ ("Distance of the samples to the data at the same number of evaluations, with its standard "
        "error; the dotted line is what two draws of the data differ by."),
    { "quality", "evaluations" },
    draw_quality,
    NULL,
    FALSE },
  { "levels",
    N_ ("Why many levels"),
    N_ ("A level begins with the variance that the one before left. Few levels lie far apart, and "
        "no step size brings the variance down to 1."),
    { "ncsn", "ladder" },
    draw_levels,
    NULL,
    TRUE },
  { "forward",
    N_ ("Data dissolving"),
    N_ ("The law of the first coordinate, from noise on the left to data on the right."),
    { "forward", SCENE_CLOCK_READS, "progress" },
    draw_forward,
    NULL,
    TRUE },
  { "literature",
    N_ ("Atlas of the literature"),
    N_ ("Works of medical imaging by task and year, from a table of your own or the landmarks; the "
        "search goes through all its texts and years."),
    { "works" },
    tf_draw_literature,
    NULL,
    TRUE },
  { "flows",
    N_ ("Framework, task, modality"),
    N_ ("How works flow from the framework that they use to their task and to what they are done "
        "on; a work that names several counts a part in each."),
    { "works" },
    tf_draw_flows,
    NULL,
    TRUE },
  { "list-of-works",
    N_ ("Works"),
    N_ ("The newest works that the search finds, and where they can be read; the numbers of the "
        "view hold the addresses as texts."),
    { "works" },
    tf_draw_works,
    NULL,
    TRUE },
};
