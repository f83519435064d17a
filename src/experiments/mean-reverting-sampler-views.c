/* mean-reverting-sampler-views.c: planes with the degraded observation as a handle, the race, the
 * weights of a step, and what lies between ODE and SDE. It only draws.
 */
#include "experiments/mean-reverting-sampler-pictures.h"

#include "generative/plume-transfer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static PlumeInk
ink_of (PlumeColour colour, double width, double opacity)
{
  return (PlumeInk){ .colour = colour, .width = width, .opacity = opacity };
}

static PlumeAxes *
begin_plane (PlumeFigure *figure, const PlumeReads *reads, const char *title)
{
  const MrsHeat *heat = plume_reads_result (reads, "heat");
  PlumeAxes *axes = plume_figure_add_axes (figure, "plane", title, 1);
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "<i>x</i>", NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "<i>y</i>", NULL);
  plume_axis_set_limits (&axes->x, heat->x_from, heat->x_to);
  plume_axis_set_limits (&axes->y, heat->y_from, heat->y_to);
  axes->equal_aspect = TRUE;
  mark = plume_axes_add_image (axes, "density", heat->n, heat->n, heat->values, heat->x_from,
                               heat->x_to, heat->y_from, heat->y_to);
  plume_mark_set_values (mark, heat->values, PLUME_COLOUR_MAP_MIST, NULL);
  plume_mark_set_value_range (mark, 0, heat->greatest);
  return axes;
}

static void
add_centre (PlumeAxes *axes, const PlumeReads *reads)
{
  double x = plume_reads_number (reads, "degraded-x"), y = plume_reads_number (reads, "degraded-y");
  g_autoptr (PlumeArray) at_x = plume_array_new_copy (&x, 1);
  g_autoptr (PlumeArray) at_y = plume_array_new_copy (&y, 1);
  PlumeInk ink = { .colour = PLUME_COLOUR_TEXT, .size = 2.2, .opacity = 1 };

  plume_axes_add_points (axes, "degraded-place", NULL, at_x, at_y, ink);
  plume_axes_add_text (axes, "degraded-name", x, y, "  <i>μ</i>", -1, 0, ink);
  ink.size = 1.2;
  plume_axes_add_handle (axes, "degraded", NULL, x, y, PLUME_DRAG_BOTH, ink);
}

static void
drag (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  if (strcmp (handle, "degraded") != 0)
    {
      scene_drag (handle, x, y, reads, changes);
      return;
    }
  plume_changes_set_number (changes, x, "degraded-x");
  plume_changes_set_number (changes, y, "degraded-y");
}

/* The first samples from the data to where they are now; nodes go from noise to data. */
static void
add_ways_out (PlumeAxes *axes,
              const PlumeSampling *sampling,
              const SceneClock *clock,
              double progress,
              guint count,
              PlumeInk ink)
{
  g_autofree double *now = scene_places_at (sampling, clock, progress);
  guint first = 0, each;
  gsize n = MIN (count, sampling->n), length = 2 * sampling->n;
  g_autoptr (PlumeArray) x = NULL;
  g_autoptr (PlumeArray) y = NULL;

  while (first + 1 < sampling->n_nodes && scene_progress (clock, sampling->times[first]) < progress)
    first++;
  each = sampling->n_nodes - first + 2;
  x = plume_array_new (n * each);
  y = plume_array_new (n * each);
  for (gsize s = 0; s < n; s++)
    {
      x->values[s * each] = now[2 * s];
      y->values[s * each] = now[2 * s + 1];
      for (guint i = first; i < sampling->n_nodes; i++)
        {
          x->values[s * each + i - first + 1] = sampling->path[i * length + 2 * s];
          y->values[s * each + i - first + 1] = sampling->path[i * length + 2 * s + 1];
        }
      x->values[s * each + each - 1] = y->values[s * each + each - 1] = NAN;
    }
  if (n > 0)
    plume_axes_add_line (axes, "paths", NULL, x, y, ink);
}

/* How faint many paths have to be */
static double
path_opacity (guint count)
{
  return CLAMP (6.0 / MAX (count, 1), 0.15, 0.7);
}

static void
draw_way_back (PlumeFigure *figure,
               const PlumeReads *reads,
               const char *stage,
               const char *title,
               PlumeColour colour)
{
  const PlumeSampling *sampling = ((const MrsRun *)plume_reads_result (reads, stage))->sampling;
  SceneClock clock = mrs_read_clock (reads);
  double journey = plume_reads_number (reads, "journey"), progress = mrs_progress (journey);
  guint count = (guint)plume_reads_integer (reads, "trajectories");
  PlumeAxes *axes;
  PlumeInk points = { .colour = colour, .size = 0.6 };

  if (journey < 1)
    {
      const PlumeSampling *out = ((const MrsRun *)plume_reads_result (reads, "forward"))->sampling;

      axes = begin_plane (figure, reads, _ ("On the way to the degraded one"));
      add_ways_out (axes, out, &clock, progress, count,
                    ink_of (PLUME_COLOUR_GREY, 0.5, path_opacity (count)));
      points.colour = PLUME_COLOUR_GREY;
      scene_plane_add_places (axes, "places", NULL, out, &clock, progress, points);
    }
  else
    {
      g_autofree char *text =
          g_strdup_printf (_ ("%s, %u evaluations"), title, sampling->evaluations);

      axes = begin_plane (figure, reads, text);
      scene_plane_add_paths (axes, "paths", NULL, sampling, &clock, progress, count,
                             ink_of (colour, 0.7, path_opacity (count)));
      scene_plane_add_places (axes, "places", NULL, sampling, &clock, progress, points);
    }
  scene_plane_add_handles (axes, reads);
  add_centre (axes, reads);
}

static void
draw_sampler (PlumeFigure *figure, const PlumeReads *reads)
{
  double eta = plume_reads_number (reads, "stochasticity");
  int order = plume_reads_integer (reads, "order");
  g_autofree char *title =
      eta > 0 ? g_strdup_printf (_ ("MRS, order %d, <i>η</i> = %g"), MIN (order, 2), eta)
              : g_strdup_printf (_ ("MRS, order %d, ODE"), order);

  draw_way_back (figure, reads, "sampler", title, scene_colour (MRS_ODE_2));
}

static void
draw_posterior (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_way_back (figure, reads, "posterior-run", _ ("Posterior sampling"), scene_colour (2));
}

static void
draw_euler (PlumeFigure *figure, const PlumeReads *reads)
{
  draw_way_back (figure, reads, "euler-run", _ ("Euler–Maruyama"), scene_colour (3));
}

static void
draw_race (PlumeFigure *figure, const PlumeReads *reads)
{
  const SceneRace *race = plume_reads_result (reads, "race");
  SceneRaceLook look = { .measure = (SceneRaceMeasure)plume_reads_integer (reads, "race-measure"),
                         .chosen = -1 };

  for (guint i = 0; i < race->n_lanes; i++)
    look.colour[i] = PLUME_COLOUR_GREY;
  look.colour[MRS_ODE_1] = scene_colour (0);
  look.colour[MRS_ODE_2] = scene_colour (1);
  look.colour[MRS_ODE_3] = scene_colour (2);
  look.colour[MRS_ODE_3_PUBLISHED] = scene_colour (3);
  scene_race_draw (figure, race, &look);
}

typedef enum
{
  OF_PLACE,
  OF_CENTRE,
  OF_DATA, /* or of the noise prediction */
  OF_EARLIER,
  OF_NOISE,
  SUM,
  N_WEIGHTS,
} Weight;

/* x_t = a x_s + b μ + c x̂0 + d (earlier x̂0) + n z of one step; in y the predictions are less μ */
static void
weigh_step (const PlumeSamplingPlan *plan,
            guint order,
            const PlumeMarginal *before,
            const PlumeMarginal *s,
            const PlumeMarginal *t,
            double weights[N_WEIGHTS])
{
  double eta = plan->options.eta, more = 1 + eta * eta, h = t->lambda - s->lambda, slope = 0;
  gboolean is_data = plan->options.form == PLUME_FORM_DATA;

  if (is_data)
    {
      double u = -more * h;

      weights[OF_PLACE] = t->sigma / s->sigma * exp (-eta * eta * h);
      weights[OF_DATA] = -t->alpha * u * plume_phi (1, u);
      weights[OF_NOISE] = t->sigma * sqrt (-expm1 (-2 * eta * eta * h));
      slope = -t->alpha * u * plume_phi (2, u);
    }
  else
    {
      weights[OF_PLACE] = exp (t->log_alpha - s->log_alpha);
      weights[OF_DATA] = -more * t->sigma * h * plume_phi (1, h);
      weights[OF_NOISE] = eta * t->sigma * sqrt (expm1 (2 * h));
      slope = -more * t->sigma * h * plume_phi (2, h);
    }
  weights[OF_EARLIER] = 0;
  if (order > 1 && before != NULL)
    {
      slope *= h / (s->lambda - before->lambda);
      weights[OF_DATA] += slope;
      weights[OF_EARLIER] = -slope;
    }
  weights[OF_CENTRE] =
      1 - weights[OF_PLACE] - (is_data ? weights[OF_DATA] + weights[OF_EARLIER] : 0);
  weights[SUM] = weights[OF_PLACE] + weights[OF_CENTRE]
                 + (is_data ? weights[OF_DATA] + weights[OF_EARLIER] : 0);
}

static void
draw_weights (PlumeFigure *figure, const PlumeReads *reads)
{
  static const char *const ids[N_WEIGHTS] = { "of-place",   "of-centre", "of-prediction",
                                              "of-earlier", "of-noise",  "sum" };
  static const PlumeColour colours[N_WEIGHTS] = { PLUME_COLOUR_BLUE,  PLUME_COLOUR_ORANGE,
                                                  PLUME_COLOUR_GREEN, PLUME_COLOUR_PURPLE,
                                                  PLUME_COLOUR_GREY,  PLUME_COLOUR_TEXT };
  SceneClock clock = mrs_read_clock (reads);
  PlumeSamplingPlan plan = mrs_plan (reads, &clock, NULL);
  gboolean is_data = plan.options.form == PLUME_FORM_DATA;
  const char *names[N_WEIGHTS] = { _ ("place <i>x</i><sub>s</sub>"),
                                   _ ("degraded <i>μ</i>"),
                                   is_data ? _ ("data <i>x̂</i><sub>0</sub>") : _ ("noise <i>ε̂</i>"),
                                   is_data ? _ ("earlier <i>x̂</i><sub>0</sub>")
                                           : _ ("earlier <i>ε̂</i>"),
                                   _ ("fresh noise <i>z</i>"),
                                   NULL };
  guint n = plan.budget - (plan.options.denoise && plan.budget > 1 ? 1 : 0),
        order = (guint)plume_reads_integer (reads, "order");
  g_autoptr (PlumeArray) times =
      plume_time_grid_make (plan.grid, plan.process, plan.from, plan.to, 0, n, NULL);
  g_autoptr (PlumeArray) step = NULL;
  PlumeAxes *axes;
  PlumeArray *weights[N_WEIGHTS];

  if (times == NULL)
    {
      plume_figure_set_note (figure, _ ("The steps do not fall strictly; take fewer"));
      return;
    }
  axes = plume_figure_add_axes (figure, "weights", NULL, 1);
  step = plume_array_new_linear (1, n, n);
  for (guint w = 0; w < N_WEIGHTS; w++)
    weights[w] = plume_array_new (n);
  for (guint i = 0; i < n; i++)
    {
      PlumeMarginal nodes[3];
      double values[N_WEIGHTS];

      for (guint k = i > 0 ? 0 : 1; k < 3; k++)
        nodes[k] = plume_process_at (plan.process, times->values[i + k - 1]);
      weigh_step (&plan, order, i > 0 ? &nodes[0] : NULL, &nodes[1], &nodes[2], values);
      for (guint w = 0; w < N_WEIGHTS; w++)
        weights[w]->values[i] = values[w];
    }
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Step"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Weight in a step"), NULL);
  axes->y.includes_zero = TRUE;
  plume_axes_add_line (axes, "sum", is_data ? _ ("all but <i>z</i>") : _ ("place and <i>μ</i>"),
                       step, weights[SUM],
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DOTTED });
  for (guint w = 0; w < SUM; w++)
    {
      g_autofree char *points = g_strdup_printf ("%s-points", ids[w]);
      PlumeInk ink = { .colour = colours[w],
                       .dash = w == OF_NOISE ? PLUME_DASH_DASHED : PLUME_DASH_SOLID };

      if ((w == OF_EARLIER && order == 1) || (w == OF_NOISE && !(plan.options.eta > 0)))
        continue;
      plume_axes_add_line (axes, ids[w], names[w], step, weights[w], ink);
      if (n <= 40)
        plume_axes_add_points (axes, points, NULL, step, weights[w], ink);
    }
  for (guint w = 0; w < N_WEIGHTS; w++)
    plume_array_unref (weights[w]);
}

/* The distance that two draws of the data have from each other, below which nothing is told */
static void
add_floor (PlumeAxes *axes, double floor)
{
  plume_axes_add_horizontal_rule (
      axes, "floor", _ ("two draws of the data"), floor,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
}

static void
draw_laws (PlumeFigure *figure, const PlumeReads *reads)
{
  static const PlumeColour colours[MRS_N_LAWS] = { PLUME_COLOUR_VERMILION, PLUME_COLOUR_ORANGE,
                                                   PLUME_COLOUR_BLUE, PLUME_COLOUR_GREEN,
                                                   PLUME_COLOUR_PURPLE };
  const MrsLaws *laws = plume_reads_result (reads, "laws");
  PlumeAxes *axes = plume_figure_add_axes (figure, "laws", NULL, 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Evaluations of the score"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Sliced <i>W</i><sub>2</sub> to the data"), NULL);
  for (guint k = 0; k < MRS_N_LAWS; k++)
    {
      g_autoptr (PlumeArray) evaluations =
          plume_array_new_copy (laws->evaluations[k], MRS_N_TRIALS);
      g_autoptr (PlumeArray) distance = plume_array_new_copy (laws->distance[k], MRS_N_TRIALS);
      g_autofree char *points = g_strdup_printf ("%s-points", laws->id[k]);
      PlumeInk ink = { .colour = colours[k] };

      plume_axes_add_line (axes, laws->id[k], _ (laws->title[k]), evaluations, distance, ink);
      plume_axes_add_points (axes, points, NULL, evaluations, distance, ink);
    }
  add_floor (axes, laws->floor);
}

static void
draw_between (PlumeFigure *figure, const PlumeReads *reads)
{
  const MrsBetween *between = plume_reads_result (reads, "between");
  PlumeAxes *axes = plume_figure_add_axes (figure, "between", NULL, 1);
  g_autoptr (PlumeArray) eta = plume_array_new_linear (0, 1, MRS_N_ETAS);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Stochasticity <i>η</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Sliced <i>W</i><sub>2</sub> to the data"), NULL);
  for (guint b = 0; b < MRS_N_BUDGETS; b++)
    {
      g_autoptr (PlumeArray) distance = plume_array_new_copy (between->distance[b], MRS_N_ETAS);
      g_autofree char *id = g_strdup_printf ("evaluations-%u", b),
                      *points = g_strdup_printf ("points-%u", b),
                      *label = g_strdup_printf (_ ("%u evaluations"), between->budget[b]);
      PlumeInk ink = { .colour = scene_colour (b) };

      plume_axes_add_line (axes, id, label, eta, distance, ink);
      plume_axes_add_points (axes, points, NULL, eta, distance, ink);
    }
  add_floor (axes, between->floor);
  plume_axes_add_vertical_rule (axes, "now", NULL, plume_reads_number (reads, "stochasticity"),
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

/* λ, α and σ over time */
static void
draw_clock (PlumeFigure *figure, const PlumeReads *reads)
{
  SceneClock clock = mrs_read_clock (reads);
  gsize n = 301;
  g_autoptr (PlumeArray) time = plume_array_new_linear (0, clock.from, n);
  g_autoptr (PlumeArray) alpha = plume_array_new (n);
  g_autoptr (PlumeArray) sigma = plume_array_new (n);
  g_autoptr (PlumeArray) centre = plume_array_new (n);
  PlumeAxes *axes = plume_figure_add_axes (figure, "clock", NULL, 1);
  PlumeMarginal now = scene_moment (&clock, mrs_progress (plume_reads_number (reads, "journey")));

  for (gsize i = 0; i < n; i++)
    {
      PlumeMarginal at = plume_process_at (&clock.process, time->values[i]);

      alpha->values[i] = at.alpha;
      sigma->values[i] = at.sigma;
      centre->values[i] = -expm1 (at.log_alpha);
    }
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>t</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Share of <i>x</i><sub>t</sub>"), NULL);
  axes->y.includes_zero = TRUE;
  plume_axes_add_line (axes, "alpha", _ ("clean, <i>α</i>"), time, alpha,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREEN });
  plume_axes_add_line (axes, "centre", _ ("degraded, 1 − <i>α</i>"), time, centre,
                       (PlumeInk){ .colour = PLUME_COLOUR_ORANGE });
  plume_axes_add_line (axes, "sigma", _ ("noise, <i>σ</i>"), time, sigma,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY });
  plume_axes_add_vertical_rule (axes, "now", NULL, now.time,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
}

#define PLANE_READS                                                                                \
  "density-of-data", MRS_CLOCK_READS, MRS_CENTRE_READS, "heat", "forward", "journey",              \
      "trajectories", "outlines"

const PlumeView mrs_views[MRS_N_VIEWS] = {
  { "plane",
    N_ ("There and back"),
    N_ ("Clean data drift to the degraded one (<i>μ</i>, drag it) and gather noise; the sampler "
        "brings them back. The mist is the exact density at that moment."),
    { PLANE_READS, SCENE_DENSITY_READS, "sampler", "stochasticity", "order" },
    draw_sampler,
    drag,
    FALSE,
    .brush = scene_brush },
  { "posterior",
    N_ ("Posterior sampling"),
    N_ ("The original’s better sampler at the same number of evaluations: steps through the "
        "estimated data."),
    { PLANE_READS, "posterior-run" },
    draw_posterior,
    drag,
    FALSE },
  { "euler",
    N_ ("Euler–Maruyama"),
    N_ ("The original’s first sampler at the same number of evaluations."),
    { PLANE_READS, "euler-run" },
    draw_euler,
    drag,
    FALSE },
  { "race",
    N_ ("Race"),
    N_ ("Error of those without randomness against evaluations, with fitted orders."),
    { "race", "race-measure" },
    draw_race,
    NULL,
    FALSE },
  { "laws",
    N_ ("Distributions"),
    N_ ("How far 1000 samples are from as many data, with randomness or without. The dotted line "
        "is what two draws of the data differ by; near it and below, differences are chance."),
    { "laws" },
    draw_laws,
    NULL,
    FALSE },
  { "restoration",
    N_ ("Pictures"),
    N_ ("Clean pictures, what is left of them, where the sampler is, what it takes them for there, "
        "and where it ends. The denoiser knows other pictures and how they look degraded."),
    { "restoration", "picture-moment", "picture-quality", "draws" },
    mrs_draw_restoration,
    NULL,
    FALSE },
  { "film",
    N_ ("The way back of a picture"),
    N_ ("From the degraded one with noise to the end, in equal steps of λ, by three samplers with "
        "the same number of evaluations; last the clean one."),
    { "restoration", "picture-run", "picture-rivals", MRS_CLOCK_READS },
    mrs_draw_film,
    NULL,
    FALSE },
  { "picture-quality",
    N_ ("Quality of pictures"),
    N_ ("How near restored pictures come to the clean ones, against evaluations."),
    { "picture-race", "picture-measure" },
    mrs_draw_picture_race,
    NULL,
    TRUE },
  { "spread",
    N_ ("How sure a restoration is"),
    N_ ("Standard deviation over draws at each pixel, and how far their mean is from the clean "
        "picture."),
    { "restoration", "picture-quality", "draws" },
    mrs_draw_spread,
    NULL,
    TRUE },
  { "weights",
    N_ ("What a step is made of"),
    N_ ("Weights of the present place, the degraded one, the estimated data and fresh noise in "
        "each "
        "step of first or second order. In the data form all but the noise sum to 1: a step is a "
        "mean."),
    { MRS_PLAN_READS, MRS_CLOCK_READS },
    draw_weights,
    NULL,
    FALSE },
  { "between",
    N_ ("Between ODE and SDE"),
    N_ ("Every <i>η</i> leads to the same distribution with exact steps; with few steps they "
        "differ. Second order, 1000 samples."),
    { "between", "stochasticity" },
    draw_between,
    NULL,
    TRUE },
  { "clock",
    N_ ("Clock"),
    N_ ("How much of the clean data, of the degraded one and of noise there is over time."),
    { MRS_CLOCK_READS, "journey" },
    draw_clock,
    NULL,
    TRUE },
};
