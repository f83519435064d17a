/* stochastic-interpolants-views.c: the pictures of the stochastic interpolants. Each only draws;
 * the left density is blue and the right one vermilion everywhere.
 */
#include "experiments/stochastic-interpolants.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_SHOWN 20000 /* samples on the plane */

static const char *const side_names[2] = { "left", "right" };

static PlumeColour
colour_of (guint side)
{
  return side == 0 ? PLUME_COLOUR_BLUE : PLUME_COLOUR_VERMILION;
}

/* An end as it is set: components with handles, else draws of it; nothing where the path has a left
 * end of its own */
static void
add_end (PlumeAxes *axes, const SiBridge *bridge, const SiEnds *ends, guint side)
{
  const PlumePath *path = plume_bridge_get_interpolant (bridge->plane)->path;
  const SceneDensity *density = &ends->sides[side];
  const char *label = side == 0 ? _ ("left density") : _ ("right density");
  g_autofree char *prefix = g_strdup_printf ("%s-", side_names[side]);
  g_autofree char *id =
      g_strconcat (prefix, density->n_components > 0 ? "components" : "draws", NULL);

  if (side == 0 && (path->normal_base || path->is_mirror))
    return;
  if (density->n_components == 0)
    {
      scene_plane_add_points (
          axes, id, label, SI_END_DRAWS, ends->draws[side],
          (PlumeInk){ .colour = colour_of (side), .size = 0.7, .opacity = 0.45 });
      return;
    }
  scene_components_add_outlines (
      axes, id, label, density,
      (PlumeInk){ .colour = colour_of (side), .width = 0.8, .opacity = 0.9 });
  scene_components_add_handles (axes, prefix, density, colour_of (side));
}

/* "left-centre-2", "right-long-0" … */
static void
drag_plane (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const SiEnds *ends = plume_reads_result (reads, "ends");
  guint side = g_str_has_prefix (handle, "right-") ? 1 : 0;

  scene_components_drag (handle + strlen (side_names[side]) + 1, x, y, &ends->sides[side],
                         si_sources[side].components, changes);
}

static void
brush_plane (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes)
{
  scene_source_brush (&si_sources[plume_reads_integer (reads, "pencil")], stroke, reads, changes);
}

/* The node at or before t on the way, and how far it is to the next */
static guint
find_node (const PlumeFlow *flow, double t, double *part)
{
  double sign = flow->times[flow->n_nodes - 1] >= flow->times[0] ? 1 : -1;
  guint i = 0;

  while (i + 2 < flow->n_nodes && sign * (t - flow->times[i + 1]) >= 0)
    i++;
  *part = CLAMP ((t - flow->times[i]) / (flow->times[i + 1] - flow->times[i]), 0, 1);
  return i;
}

static double
coordinate_at (const PlumeFlow *flow, guint node, double part, gsize sample, gsize c)
{
  const double *here = flow->path + (node * flow->n + sample) * flow->d + c;

  return part > 0 ? here[0] + part * (here[flow->n * flow->d] - here[0]) : here[0];
}

static void
add_trajectories (PlumeAxes *axes, const PlumeFlow *flow, double t, gsize count)
{
  double part;
  guint node = find_node (flow, t, &part);
  gsize n = MIN (count, flow->n), each = node + 3;
  g_autoptr (PlumeArray) x = plume_array_new (n * each);
  g_autoptr (PlumeArray) y = plume_array_new (n * each);

  if (n == 0)
    return;
  for (gsize s = 0; s < n; s++)
    {
      for (guint i = 0; i <= node + 1; i++)
        {
          guint from = MIN (i, node);
          double share = i > node ? part : 0;

          x->values[s * each + i] = coordinate_at (flow, from, share, s, 0);
          y->values[s * each + i] = coordinate_at (flow, from, share, s, 1);
        }
      x->values[s * each + each - 1] = y->values[s * each + each - 1] = NAN;
    }
  plume_axes_add_line (axes, "trajectories", NULL, x, y,
                       (PlumeInk){ .colour = PLUME_COLOUR_PURPLE, .width = 0.6, .opacity = 0.8 });
}

static void
add_samples (PlumeAxes *axes, const PlumeFlow *flow, double t)
{
  double part;
  guint node = find_node (flow, t, &part);
  gsize n = MIN (flow->n, MOST_SHOWN);
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) y = plume_array_new (n);

  for (gsize i = 0; i < n; i++)
    {
      x->values[i] = coordinate_at (flow, node, part, i, 0);
      y->values[i] = coordinate_at (flow, node, part, i, 1);
    }
  plume_axes_add_points (axes, "samples", NULL, x, y,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .size = 0.6, .opacity = 0.35 });
}

static void
draw_bridge (PlumeFigure *figure, const PlumeReads *reads)
{
  const SiEnds *ends = plume_reads_result (reads, "ends");
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  const SiHeat *heat = plume_reads_result (reads, "heat");
  const SiField *field = plume_reads_result (reads, "field");
  const PlumeFlow *flow = plume_reads_result (reads, "walk");
  double t = plume_reads_number (reads, "time");
  PlumeBlend blend = plume_interpolant_at (plume_bridge_get_interpolant (bridge->plane), t);
  g_autofree char *when =
      g_strdup_printf (_ ("<i>t</i> = %.2f,  %.2f <i>x</i>₀ + %.2f <i>x</i>₁ + %.2f <i>z</i>"), t,
                       blend.left, blend.right, blend.gamma);
  PlumeAxes *axes = plume_figure_add_axes (figure, "plane", when, 1);
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "<i>x</i>", NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "<i>y</i>", NULL);
  plume_axis_set_limits (&axes->x, bridge->x_from, bridge->x_to);
  plume_axis_set_limits (&axes->y, bridge->y_from, bridge->y_to);
  axes->equal_aspect = TRUE;
  mark = plume_axes_add_image (axes, "density", heat->n, heat->n, heat->density, bridge->x_from,
                               bridge->x_to, bridge->y_from, bridge->y_to);
  plume_mark_set_values (mark, heat->density, PLUME_COLOUR_MAP_MIST, NULL);
  plume_mark_set_value_range (mark, 0, heat->greatest > 0 ? heat->greatest : 1);
  if (field->x->length > 0)
    plume_axes_add_segments (
        axes, "arrows", NULL, field->x, field->y, field->x1, field->y1,
        (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.6, .opacity = 0.8 });
  add_samples (axes, flow, t);
  add_trajectories (axes, flow, t, (gsize)plume_reads_integer (reads, "trajectories"));
  for (guint side = 0; side < 2 && plume_reads_switch (reads, "outlines"); side++)
    add_end (axes, bridge, ends, side);
}

/* x over t */
static void
add_line_paths (PlumeAxes *axes, const char *id, const PlumeFlow *flow, gsize count, PlumeInk ink)
{
  gsize n = MIN (count, flow->n), each = flow->n_nodes + 1;
  g_autoptr (PlumeArray) x = plume_array_new (n * each);
  g_autoptr (PlumeArray) y = plume_array_new (n * each);

  for (gsize s = 0; s < n; s++)
    {
      for (guint i = 0; i < flow->n_nodes; i++)
        {
          x->values[s * each + i] = flow->times[i];
          y->values[s * each + i] = flow->path[i * flow->n + s];
        }
      x->values[s * each + each - 1] = y->values[s * each + each - 1] = NAN;
    }
  if (n > 0)
    plume_axes_add_line (axes, id, NULL, x, y, ink);
}

static void
set_line_axes (PlumeAxes *axes, const SiBridge *bridge)
{
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>t</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "<i>x</i>", NULL);
  plume_axis_set_limits (&axes->x, 0, 1);
  plume_axis_set_limits (&axes->y, bridge->line_from, bridge->line_to);
}

/* ρ_t(x), its bright end left to the eye: ends with narrow components would hide all else */
static void
add_strip (PlumeAxes *axes, const char *id, const SiBridge *bridge, const SiStrip *strip)
{
  double low, high;
  PlumeMark *mark = plume_axes_add_image (axes, id, strip->n_rows, strip->n_columns, strip->density,
                                          0, 1, bridge->line_from, bridge->line_to);

  plume_mark_set_values (mark, strip->density, PLUME_COLOUR_MAP_MIST, NULL);
  if (plume_array_range (strip->density, &low, &high) && high > 0)
    plume_mark_set_value_range (mark, 0, 0.7 * high);
}

static void
draw_space_time (PlumeFigure *figure, const PlumeReads *reads)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  PlumeAxes *axes = plume_figure_add_axes (figure, "space-time", NULL, 1);

  set_line_axes (axes, bridge);
  add_strip (axes, "density", bridge, plume_reads_result (reads, "strip"));
  add_line_paths (axes, "paths", plume_reads_result (reads, "line-walk"),
                  (gsize)plume_reads_integer (reads, "trajectories"),
                  (PlumeInk){ .colour = PLUME_COLOUR_PURPLE, .width = 0.6, .opacity = 0.7 });
  plume_axes_add_vertical_rule (
      axes, "now", NULL, plume_reads_number (reads, "time"),
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED, .width = 0.7 });
}

static void
draw_comb (PlumeFigure *figure, const PlumeReads *reads)
{
  const SiBridge *bridge = plume_reads_result (reads, "bridge");
  const SiComb *comb = plume_reads_result (reads, "comb");

  plume_figure_set_columns (figure, SI_COMB);
  for (guint i = 0; i < SI_COMB; i++)
    {
      g_autofree char *id = g_strdup_printf ("epsilon-%u", i),
                      *density = g_strdup_printf ("density-%u", i),
                      *paths = g_strdup_printf ("paths-%u", i),
                      *title = g_strdup_printf ("<i>ε</i> = %g", si_comb_epsilons[i]);
      PlumeAxes *axes = plume_figure_add_axes (figure, id, title, 1);

      set_line_axes (axes, bridge);
      axes->link_x = axes->link_y = 1;
      add_strip (axes, density, bridge, plume_reads_result (reads, "strip"));
      add_line_paths (
          axes, paths, comb->flows[i], i < 2 ? 24 : 6,
          (PlumeInk){ .colour = scene_colour (i), .width = 0.5, .opacity = i < 2 ? 0.8 : 0.7 });
    }
}

static const char *const loss_titles[PLUME_N_LOSSES] = { N_ ("Velocity"), N_ ("Path velocity"),
                                                         N_ ("Score"), N_ ("Denoiser") };
static const char *const loss_ids[PLUME_N_LOSSES] = { "velocity", "path-velocity", "score",
                                                      "denoiser" };

static void
add_loss (PlumeAxes *axes, const SiLosses *losses, PlumeLossKind kind)
{
  g_autoptr (PlumeArray) t = plume_array_new_copy (losses->times, SI_LOSS_MOMENTS);
  g_autoptr (PlumeArray) truth = plume_array_new (SI_LOSS_MOMENTS);
  g_autoptr (PlumeArray) low = plume_array_new (SI_LOSS_MOMENTS);
  g_autoptr (PlumeArray) high = plume_array_new (SI_LOSS_MOMENTS);
  g_autoptr (PlumeArray) low_pair = plume_array_new (SI_LOSS_MOMENTS);
  g_autoptr (PlumeArray) high_pair = plume_array_new (SI_LOSS_MOMENTS);

  g_autofree char *single = g_strdup_printf ("%s-single", loss_ids[kind]),
                  *pair = g_strdup_printf ("%s-antithetic", loss_ids[kind]),
                  *exact = g_strdup_printf ("%s-exact", loss_ids[kind]);

  for (guint i = 0; i < SI_LOSS_MOMENTS; i++)
    {
      const PlumeLoss *loss = &losses->losses[i][kind];

      truth->values[i] = loss->truth;
      low->values[i] = loss->truth - loss->plain_spread;
      high->values[i] = loss->truth + loss->plain_spread;
      low_pair->values[i] = loss->truth - loss->paired_spread;
      high_pair->values[i] = loss->truth + loss->paired_spread;
    }
  plume_axes_add_band (axes, single, kind == 0 ? _ ("one sample") : NULL, t, low, high,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .opacity = 0.25 });
  plume_axes_add_band (axes, pair, kind == 0 ? _ ("antithetic pair") : NULL, t, low_pair, high_pair,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .opacity = 0.35 });
  plume_axes_add_line (axes, exact, kind == 0 ? _ ("exact field") : NULL, t, truth,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
}

static void
draw_losses (PlumeFigure *figure, const PlumeReads *reads)
{
  const SiLosses *losses = plume_reads_result (reads, "losses");

  plume_figure_set_columns (figure, 2);
  for (guint kind = 0; kind < PLUME_N_LOSSES; kind++)
    {
      PlumeAxes *axes;

      if (isnan (losses->losses[SI_LOSS_MOMENTS / 2][kind].truth))
        continue;
      axes = plume_figure_add_axes (figure, loss_ids[kind], _ (loss_titles[kind]), 1);
      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>t</i>"), NULL);
      plume_axis_set_limits (&axes->x, 0, 1);
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Loss"), NULL);
      axes->link_x = 1;
      add_loss (axes, losses, kind);
    }
}

static void
draw_valley (PlumeFigure *figure, const PlumeReads *reads)
{
  const SiValley *valley = plume_reads_result (reads, "valley");
  PlumeAxes *axes = plume_figure_add_axes (
      figure, "divergence", _ ("Exact fields with a synthetic error added, first coordinate"), 1);
  g_autoptr (PlumeArray) epsilon = plume_array_new_copy (valley->epsilons, SI_VALLEY);
  g_autoptr (PlumeArray) measured = plume_array_new (SI_VALLEY);
  g_autoptr (PlumeArray) tight = plume_array_new (SI_VALLEY);
  g_autoptr (PlumeArray) loose = plume_array_new (SI_VALLEY);
  double best = plume_gaps_best_epsilon (&valley->gaps);

  for (guint i = 0; i < SI_VALLEY; i++)
    {
      measured->values[i] = valley->measured[i] > 0 ? valley->measured[i] : NAN;
      tight->values[i] = plume_gaps_bound (&valley->gaps, valley->epsilons[i], FALSE);
      loose->values[i] = plume_gaps_bound (&valley->gaps, valley->epsilons[i], TRUE);
    }
  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Diffusion <i>ε</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("KL(<i>ρ</i>₁ ‖ <i>ρ̂</i>₁)"), "nat");
  plume_axis_set_limits (&axes->x, 0.01, 100);
  if (loose->values[0] > 0)
    {
      plume_axes_add_line (axes, "loose-bound",
                           _ ("Δ<i>L</i><sub>b</sub>/<i>ε</i> + <i>ε</i> "
                              "Δ<i>L</i><sub>s</sub>"),
                           epsilon, loose,
                           (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DASHED });
      plume_axes_add_line (axes, "bound", _ ("bound by the whole drift"), epsilon, tight,
                           (PlumeInk){ .colour = PLUME_COLOUR_ORANGE });
    }
  plume_axes_add_line (axes, "measured", _ ("diffusion, measured"), epsilon, measured,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  if (valley->of_flow > 0)
    plume_axes_add_horizontal_rule (
        axes, "flow", _ ("flow, measured"), valley->of_flow,
        (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .dash = PLUME_DASH_DASHED });
  if (best > 0.01 && best < 100)
    plume_axes_add_vertical_rule (
        axes, "best-epsilon", "<i>ε</i>*", best,
        (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED, .width = 0.8 });
}

static void
add_excess_bar (PlumeAxes *axes, const char *id, guint place, double value, PlumeColour colour)
{
  double left = place - 0.3, right = place + 0.3;
  g_autoptr (PlumeArray) x = plume_array_new_copy (&left, 1);
  g_autoptr (PlumeArray) x1 = plume_array_new_copy (&right, 1);
  g_autoptr (PlumeArray) y = plume_array_new_copy (&value, 1);
  g_autofree char *number = g_strdup_printf ("%.3g", value),
                  *label = g_strdup_printf ("%s-value", id);

  plume_axes_add_bars (axes, id, NULL, x, x1, y, (PlumeInk){ .colour = colour });
  plume_axes_add_text (axes, label, place, MAX (value, 0), number, 0, -1,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
}

static void
add_least (PlumeAxes *axes, double least)
{
  g_autoptr (PlumeArray) t = plume_array_new_linear (0, 1, 2);
  g_autoptr (PlumeArray) y = plume_array_new_linear (least, least, 2);

  plume_axes_add_line (axes, "least", _ ("mean of the Schrödinger bridge"), t, y,
                       (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });
}

/* What is paid above the least, over the whole way */
static void
add_excess (PlumeFigure *figure, const SiEnergy *energy)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "excess", NULL, 0.7);
  const char *names[] = { _ ("this interpolant"), _ ("best bends"), NULL };
  double top = MAX (energy->total - energy->least, 0);

  if (!isfinite (energy->total_straight))
    names[1] = NULL;
  plume_axis_set_categories (&axes->x, names);
  plume_axis_set_limits (&axes->x, -0.5, names[1] != NULL ? 1.5 : 0.5);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Above the bridge"), NULL);
  axes->y.includes_zero = TRUE;
  add_excess_bar (axes, "interpolant-excess", 0, energy->total - energy->least, PLUME_COLOUR_BLUE);
  if (names[1] != NULL)
    {
      double value = energy->total_straight - energy->least;

      add_excess_bar (axes, "straightened-excess", 1, value, PLUME_COLOUR_GREEN);
      top = MAX (top, value);
    }
  plume_axis_set_limits (&axes->y, 0, top > 0 ? 1.2 * top : 1);
}

static void
draw_energy (PlumeFigure *figure, const PlumeReads *reads)
{
  const SiEnergy *energy = plume_reads_result (reads, "energy");
  PlumeAxes *axes = plume_figure_add_axes (figure, "energy", energy->reason, 1);
  g_autoptr (PlumeArray) t = plume_array_new_copy (energy->times, SI_ENERGY_MOMENTS);
  g_autoptr (PlumeArray) now = plume_array_new_copy (energy->energy, SI_ENERGY_MOMENTS);
  g_autoptr (PlumeArray) straight = plume_array_new_copy (energy->straight, SI_ENERGY_MOMENTS);
  g_autoptr (PlumeArray) low = plume_array_new (SI_ENERGY_MOMENTS);
  g_autoptr (PlumeArray) high = plume_array_new (SI_ENERGY_MOMENTS);
  double top = 0;

  for (guint i = 0; i < SI_ENERGY_MOMENTS; i++)
    {
      low->values[i] = MAX (energy->energy[i] - 2 * energy->noise[i], 0);
      high->values[i] = energy->energy[i] + 2 * energy->noise[i];
      top = MAX (top, energy->energy[i]);
    }
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>t</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("E|<i>b</i> + <i>εs</i>|²"), NULL);
  plume_axis_set_limits (&axes->x, 0, 1);
  axes->y.includes_zero = TRUE;
  plume_axes_add_band (axes, "interpolant-noise", NULL, t, low, high,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .opacity = 0.2 });
  plume_axes_add_line (axes, "interpolant", _ ("this interpolant"), t, now,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  if (isfinite (energy->total_straight))
    plume_axes_add_line (axes, "straightened", _ ("best bends, γ² = 2<i>εt</i>(1 − <i>t</i>)"), t,
                         straight,
                         (PlumeInk){ .colour = PLUME_COLOUR_GREEN, .dash = PLUME_DASH_DASHED });
  if (isfinite (energy->least))
    {
      add_least (axes, energy->least);
      add_excess (figure, energy);
    }
}

/* Where the curves can be taken */
static const double bend_at[2] = { 1 / 3.0, 2 / 3.0 }, gamma_at[2] = { 0.25, 0.75 };

static gboolean
can_bend (const PlumeInterpolant *interpolant)
{
  return !interpolant->path->owns_gamma && !interpolant->path->is_mirror;
}

static void
add_curves (PlumeAxes *axes, const PlumeInterpolant *interpolant)
{
  static const PlumeColour colours[3] = { PLUME_COLOUR_BLUE, PLUME_COLOUR_VERMILION,
                                          PLUME_COLOUR_GREEN };
  static const char *const ids[3] = { "left-share", "right-share", "noise" };
  const char *labels[3] = { "<i>a</i>(<i>t</i>)", "<i>b̃</i>(<i>t</i>)", "<i>γ</i>(<i>t</i>)" };
  g_autoptr (PlumeArray) t = plume_array_new_linear (0, 1, SI_CURVE);

  for (guint curve = 0; curve < 3; curve++)
    {
      g_autoptr (PlumeArray) y = plume_array_new (SI_CURVE);

      for (guint i = 0; i < SI_CURVE; i++)
        {
          PlumeBlend blend = plume_interpolant_at (interpolant, t->values[i]);

          y->values[i] = curve == 0 ? blend.left : curve == 1 ? blend.right : blend.gamma;
        }
      plume_axes_add_line (axes, ids[curve], labels[curve], t, y,
                           (PlumeInk){ .colour = colours[curve] });
    }
}

static void
draw_design (PlumeFigure *figure, const PlumeReads *reads)
{
  PlumeInterpolant interpolant = si_read_interpolant (reads);
  PlumeAxes *axes = plume_figure_add_axes (figure, "design", NULL, 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>t</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Share"), NULL);
  plume_axis_set_limits (&axes->x, 0, 1);
  axes->y.includes_zero = TRUE;
  if (!plume_interpolant_check (&interpolant, NULL))
    {
      plume_figure_set_note (figure, _ ("γ reaches 1, and the trigonometric path divides by "
                                        "√(1 − γ²); lower the scale of γ."));
      return;
    }
  add_curves (axes, &interpolant);
  for (guint i = 0; i < 2; i++)
    {
      PlumeBlend bent = plume_interpolant_at (&interpolant, bend_at[i]),
                 noisy = plume_interpolant_at (&interpolant, gamma_at[i]);
      g_autofree char *left = g_strdup_printf ("left-%u", i),
                      *right = g_strdup_printf ("right-%u", i),
                      *gamma = g_strdup_printf ("gamma-%u", i);

      if (can_bend (&interpolant))
        {
          plume_axes_add_handle (axes, left, NULL, bend_at[i], bent.left, PLUME_DRAG_VERTICAL,
                                 (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
          plume_axes_add_handle (axes, right, NULL, bend_at[i], bent.right, PLUME_DRAG_VERTICAL,
                                 (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });
        }
      if (!interpolant.path->owns_gamma && noisy.gamma > 0)
        plume_axes_add_handle (axes, gamma, NULL, gamma_at[i], noisy.gamma, PLUME_DRAG_VERTICAL,
                               (PlumeInk){ .colour = PLUME_COLOUR_GREEN });
    }
}

/* Two bends so that the curve goes through the new place at one third, and stays at the other */
static void
drag_bend (const double bends[2], guint which, double step, const char *name, PlumeChanges *changes)
{
  double at_first = (bends[0] + bends[1]) * sqrt (0.75),
         at_second = (bends[0] - bends[1]) * sqrt (0.75);

  if (which == 0)
    at_first += step;
  else
    at_second += step;
  plume_changes_set_number (changes, CLAMP ((at_first + at_second) / sqrt (3), -2, 2), "%s-1",
                            name);
  plume_changes_set_number (changes, CLAMP ((at_first - at_second) / sqrt (3), -2, 2), "%s-2",
                            name);
}

static void
drag_design (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  PlumeInterpolant interpolant = si_read_interpolant (reads);
  guint which = g_str_has_suffix (handle, "-1") ? 1 : 0;
  PlumeBlend bent = plume_interpolant_at (&interpolant, bend_at[which]);

  if (g_str_has_prefix (handle, "left-"))
    drag_bend (interpolant.bend_left, which, y - bent.left, "bend-left", changes);
  else if (g_str_has_prefix (handle, "right-"))
    drag_bend (interpolant.bend_right, which, y - bent.right, "bend-right", changes);
  else
    {
      /* ln γ² at ¼ and ¾ is ln c ∓ κ/2 and what the shape gives to both */
      double logs[2], shape[2], rate;

      for (guint i = 0; i < 2; i++)
        {
          double now = plume_interpolant_at (&interpolant, gamma_at[i]).gamma;

          interpolant.gamma->at (gamma_at[i], &shape[i], &rate);
          if (i == which)
            now = MAX (y, 0.02);
          logs[i] = log (now * now / shape[i]);
        }
      plume_changes_set_number (changes, CLAMP (exp (0.5 * (logs[0] + logs[1])), 1e-4, 4),
                                "gamma-scale");
      plume_changes_set_number (changes, CLAMP (logs[1] - logs[0], -6, 6), "gamma-lean");
    }
}

const PlumeView si_views[SI_N_VIEWS] = {
  { "bridge",
    N_ ("Bridge"),
    N_ ("The density between the two at t, samples on their way, and the field that carries them. "
        "Drag the handles of either density, or draw one with the pencil"),
    { "ends", "bridge", "heat", "field", "walk", "time", "trajectories", "outlines", "pencil",
      "left-source", "right-source", "left-drawing", "right-drawing", "point-width" },
    draw_bridge,
    drag_plane,
    .brush = brush_plane },
  { "space-time",
    N_ ("Space–time"),
    N_ ("The first coordinate alone: its density over time, with paths"),
    { "bridge", "strip", "line-walk", "time", "trajectories" },
    draw_space_time,
    NULL },
  { "epsilon-comb",
    N_ ("ε comb"),
    N_ ("The same starts with ε = 0, 0.1, 1 and 10: straight or rough, and the same density"),
    { "bridge", "strip", "comb" },
    draw_comb,
    NULL },
  { "design",
    N_ ("Design"),
    N_ ("The curves of the interpolant; drag them, their ends are pinned"),
    { SI_INTERPOLANT_READS },
    draw_design,
    drag_design },
  { "energy",
    N_ ("Energy"),
    N_ ("What the interpolant costs as a diffusion, against the Schrödinger bridge"),
    { "energy" },
    draw_energy,
    NULL,
    .hidden = TRUE },
  { "losses",
    N_ ("Losses"),
    N_ ("The quadratic losses at the exact fields over t, and how much samples of them scatter"),
    { "losses" },
    draw_losses,
    NULL,
    .hidden = TRUE },
  { "divergence",
    N_ ("KL over ε"),
    N_ ("How far the end is off when the fields are wrong by a stated, synthetic error"),
    { "valley" },
    draw_valley,
    NULL,
    .hidden = TRUE },
};
