/* phase-spirals-views.c: the pictures of the phase spirals. Each only draws; bending (n = 1) is
 * blue and breathing (n = 2) vermilion everywhere, theory is a line and stars are points.
 */
#include "experiments/phase-spirals.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const PlumeInk dotted = { .colour = PLUME_COLOUR_GREY,
                                 .dash = PLUME_DASH_DOTTED,
                                 .width = 0.7 };

static PlumeInk
ink_of (guint n)
{
  return (PlumeInk){ .colour = n == 1 ? PLUME_COLOUR_BLUE : PLUME_COLOUR_VERMILION };
}

static void
set_plane_axes (PlumeAxes *axes, const PsDisc *disc)
{
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Height <i>z</i>"), "kpc");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Vertical velocity <i>v</i><sub>z</sub>"),
                  "km/s");
  plume_axis_set_limits (&axes->x, -disc->reach_z, disc->reach_z);
  plume_axis_set_limits (&axes->y, -disc->reach_v, disc->reach_v);
}

/* Columns from … to of a picture of the plane */
static PlumeMark *
add_part (PlumeAxes *axes,
          const char *id,
          const PsDisc *disc,
          const PlumeArray *values,
          gsize from,
          gsize to)
{
  gsize n = to - from;
  g_autoptr (PlumeArray) part = plume_array_new (MAX (n, 1) * PS_PIXELS);
  double pixel = 2 * disc->reach_z / PS_PIXELS;

  if (n == 0)
    return NULL;
  for (gsize row = 0; row < PS_PIXELS; row++)
    memcpy (part->values + row * n, values->values + row * PS_PIXELS + from, n * sizeof (double));
  return plume_axes_add_image (axes, id, PS_PIXELS, n, part, -disc->reach_z + from * pixel,
                               -disc->reach_z + to * pixel, -disc->reach_v, disc->reach_v);
}

/* Stars per pixel of the theory, as many as the stars are */
static PlumeArray *
density_of_theory (const PsTheory *theory, const PlumeArray *expected)
{
  PlumeArray *density = plume_array_new (PS_PIXELS * PS_PIXELS);

  for (gsize i = 0; i < density->length; i++)
    density->values[i] = expected->values[i] * MAX (1 + theory->contrast->values[i], 0);
  return density;
}

/* Without the rim where there would be no star to compare with */
static PlumeArray *
within_stars (const PlumeArray *values, const PlumeArray *expected)
{
  PlumeArray *within = plume_array_new (values->length);

  for (gsize i = 0; i < values->length; i++)
    within->values[i] = expected->values[i] > PS_THIN ? values->values[i] : NAN;
  return within;
}

/* A magnitude that few of the values exceed, rounded up to 1, 2 or 5 */
static double
round_range (const PlumeArray *values, const PlumeArray *weights)
{
  double sum = 0, weight = 0, range, decade;

  for (gsize i = 0; i < values->length; i++)
    if (isfinite (values->values[i]) && weights->values[i] > 0)
      {
        double w = sqrt (weights->values[i]); /* the outskirts count too */

        sum += w * values->values[i] * values->values[i];
        weight += w;
      }
  range = weight > 0 ? 2 * sqrt (sum / weight) : 1;
  range = CLAMP (range, 1e-6, 1e6);
  decade = pow (10, floor (log10 (range)));
  return range <= 1.5 * decade ? decade
         : range <= 3 * decade ? 2 * decade
         : range <= 7 * decade ? 5 * decade
                               : 10 * decade;
}

/* The stars right of column @from: as many as there are in each pixel, counted when painted */
static PlumeMark *
add_stars (PlumeAxes *axes, const PsDisc *disc, PlumeCloud *cloud, double time, gsize from)
{
  double border = disc->reach_z * (2 * (double)from / PS_PIXELS - 1);
  PlumeMark *mark;

  if (from == PS_PIXELS)
    return NULL;
  mark = plume_axes_add_cloud (axes, "stars", NULL, cloud, time, (PlumeInk){ 0 });
  plume_mark_set_cells (mark, PS_PIXELS, PS_PIXELS - from, border, disc->reach_z, -disc->reach_v,
                        disc->reach_v);
  return mark;
}

static void
label_sides (PlumeAxes *axes, const PsDisc *disc, const PsStars *shown, gsize split)
{
  double border = disc->reach_z * (2 * (double)split / PS_PIXELS - 1);

  plume_axes_add_vertical_rule (axes, "border", NULL, border,
                                (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7 });
  if (split > PS_PIXELS / 8)
    plume_axes_add_text (axes, "theory-name", border - 0.03 * disc->reach_z, 0.92 * disc->reach_v,
                         _ ("theory"), 1, 0, (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
  if (split < PS_PIXELS - PS_PIXELS / 8)
    plume_axes_add_text (axes, "stars-name", border + 0.03 * disc->reach_z, 0.92 * disc->reach_v,
                         shown->name, -1, 0, (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
  plume_axes_add_handle (axes, "divider", NULL, border, -0.9 * disc->reach_v, PLUME_DRAG_HORIZONTAL,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
}

static void
draw_plane (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsTheory *theory = plume_reads_result (reads, "theory");
  const PsStars *shown = plume_reads_result (reads, "shown");
  const PsPlane *plane = plume_reads_result (reads, "plane");
  int shows = plume_reads_integer (reads, "plane-shows");
  gsize split = (gsize)lround (plume_reads_number (reads, "divider") * PS_PIXELS);
  double now = shown->now * PLUME_DISC_TIME_MYR - plume_reads_number (reads, "rewind"), least,
         range;
  g_autoptr (PlumeArray) expected = ps_expect (disc, shown);
  g_autoptr (PlumeArray) left = NULL;
  const char *titles[] = { _ ("Stars per pixel"), _ ("Contrast <i>δ</i>"),
                           _ ("⟨<i>v</i><sub>R</sub>⟩ [km/s]"),
                           _ ("⟨<i>v</i><sub>φ</sub>⟩ − mean [km/s]") };
  gboolean density = shows == PS_SHOWS_DENSITY;
  PlumeMark *sides[2];
  PlumeAxes *axes;

  if (!density && plane->still)
    {
      plume_figure_set_note (
          figure, shown->measured
                      ? _ ("This table has no azimuthal velocities; bind a column to v_φ")
                      : _ ("Motions in the plane need a spread of angular momenta in a galaxy"));
      return;
    }
  left = density ? density_of_theory (theory, expected)
                 : within_stars (shows == PS_SHOWS_AZIMUTHAL ? theory->spin : theory->contrast,
                                 expected);
  if (shows == PS_SHOWS_RADIAL) /* nothing in the linear theory couples to v_R */
    for (gsize i = 0; i < left->length; i++)
      left->values[i] *= 0;
  axes = plume_figure_add_axes (figure, "plane", NULL, 1);
  axes->no_legend = TRUE;
  set_plane_axes (axes, disc);
  sides[0] = add_part (axes, "theory", disc, left, 0, split);
  if (density)
    {
      sides[1] =
          add_stars (axes, disc, (PlumeCloud *)plume_reads_result (reads, "cloud"), now, split);
      plume_array_range (expected, &least, &range);
      range *= 1.05;
    }
  else
    {
      sides[1] = add_part (axes, "stars", disc, plane->values, split, PS_PIXELS);
      range = round_range (shows == PS_SHOWS_RADIAL || shown->measured ? plane->values : left,
                           expected);
    }
  for (guint side = 0; side < 2; side++)
    if (sides[side] != NULL)
      {
        plume_mark_set_values (sides[side], sides[side]->value,
                               density ? PLUME_COLOUR_MAP_DEFAULT : PLUME_COLOUR_MAP_DIVERGING,
                               side == 0 && split < PS_PIXELS ? NULL : titles[shows]);
        plume_mark_set_value_range (sides[side], density ? 0 : -range, range);
      }
  label_sides (axes, disc, shown, split);
}

static void
drag_plane (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");

  plume_changes_set_number (changes, CLAMP (0.5 * (1 + x / disc->reach_z), 0, 1), "divider");
}

/* Where the line passes at the fast and the slow end of the picture */
static double
line_angle_at (const PsAngles *angles, const PlumeReads *reads, double omega)
{
  double theta = plume_reads_number (reads, "line-angle")
                 + omega * ps_time (plume_reads_number (reads, "line-age"));

  return theta - 2 * G_PI * floor (theta / (2 * G_PI));
}

static double
pivot_of (const PsAngles *angles, guint which)
{
  double span = angles->fastest - angles->slowest;

  return which == 0 ? angles->fastest - 0.04 * span : angles->fastest - 0.6 * span;
}

#define LINE_POINTS 600

/* θ = θ0 + Ω t over either abscissa, broken where it goes round */
static void
add_line (PlumeAxes *axes,
          const PsDisc *disc,
          const PsAngles *angles,
          const PlumeReads *reads,
          gboolean over_frequency)
{
  g_autoptr (PlumeArray) x = plume_array_new (LINE_POINTS);
  g_autoptr (PlumeArray) y = plume_array_new (LINE_POINTS);
  double before = NAN;

  for (guint i = 0; i < LINE_POINTS; i++)
    {
      double share = i / (LINE_POINTS - 1.0), omega;

      x->values[i] = over_frequency ? angles->slowest + share * (angles->fastest - angles->slowest)
                                    : share * angles->root_to;
      omega = over_frequency ? x->values[i]
                             : ps_interpolate (disc, disc->frequency, x->values[i] * x->values[i]);
      y->values[i] = line_angle_at (angles, reads, omega);
      if (fabs (y->values[i] - before) > G_PI)
        {
          before = y->values[i];
          y->values[i] = NAN;
        }
      else
        before = y->values[i];
    }
  plume_axes_add_line (axes, "line", NULL, x, y,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.8 });
}

static void
draw_angles (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsAngles *angles = plume_reads_result (reads, "angles");
  double contrast = 0;
  PlumeMark *mark;
  PlumeAxes *left, *right;

  for (gsize i = 0; i < angles->by_root->length; i++)
    if (isfinite (angles->by_root->values[i]))
      contrast += angles->by_root->values[i] * angles->by_root->values[i] / angles->by_root->length;
  contrast = CLAMP (2.5 * sqrt (contrast), 0.05, 2);
  plume_figure_set_columns (figure, 2);
  left = plume_figure_add_axes (figure, "frequency", NULL, 1);
  plume_axis_set (&left->x, PLUME_SCALE_LINEAR, _ ("Frequency <i>Ω</i>"), "km/s/kpc");
  plume_axis_set (&left->y, PLUME_SCALE_LINEAR, _ ("Angle <i>θ</i>"), "rad");
  plume_axis_set_limits (&left->x, angles->slowest, angles->fastest);
  plume_axis_set_limits (&left->y, 0, 2 * G_PI);
  mark = plume_axes_add_image (left, "by-frequency", angles->n_rows, angles->n_columns,
                               angles->by_frequency, angles->slowest, angles->fastest, 0, 2 * G_PI);
  plume_mark_set_values (mark, mark->value, PLUME_COLOUR_MAP_DIVERGING, NULL);
  plume_mark_set_value_range (mark, -contrast, contrast);
  add_line (left, disc, angles, reads, TRUE);
  plume_axes_add_handle (left, "angle", NULL, pivot_of (angles, 0),
                         line_angle_at (angles, reads, pivot_of (angles, 0)), PLUME_DRAG_VERTICAL,
                         (PlumeInk){ .colour = PLUME_COLOUR_GREEN });
  plume_axes_add_handle (left, "slope", NULL, pivot_of (angles, 1),
                         line_angle_at (angles, reads, pivot_of (angles, 1)), PLUME_DRAG_VERTICAL,
                         (PlumeInk){ .colour = PLUME_COLOUR_ORANGE });
  right = plume_figure_add_axes (figure, "root", NULL, 1);
  left->link_y = right->link_y = 1;
  plume_axis_set (&right->x, PLUME_SCALE_LINEAR, _ ("Action √<i>J</i>"), "√(kpc km/s)");
  plume_axis_set (&right->y, PLUME_SCALE_LINEAR, _ ("Angle <i>θ</i>"), "rad");
  plume_axis_set_limits (&right->x, 0, angles->root_to);
  plume_axis_set_limits (&right->y, 0, 2 * G_PI);
  mark = plume_axes_add_image (right, "by-root", angles->n_rows, angles->n_columns, angles->by_root,
                               0, angles->root_to, 0, 2 * G_PI);
  plume_mark_set_values (mark, mark->value, PLUME_COLOUR_MAP_DIVERGING, _ ("Contrast <i>δ</i>"));
  plume_mark_set_value_range (mark, -contrast, contrast);
  add_line (right, disc, angles, reads, FALSE);
}

/* The angle moves the whole line; the slope turns it about the other handle, by the shorter way. */
static void
drag_angles (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const PsAngles *angles = plume_reads_result (reads, "angles");
  double age = plume_reads_number (reads, "line-age"),
         angle = plume_reads_number (reads, "line-angle");
  double fast = pivot_of (angles, 0), slow = pivot_of (angles, 1), turn;

  if (strcmp (handle, "angle") == 0)
    {
      turn = y - line_angle_at (angles, reads, fast);
      plume_changes_set_number (changes, remainder (angle + turn, 2 * G_PI), "line-angle");
      return;
    }
  turn = remainder (y - line_angle_at (angles, reads, slow), 2 * G_PI);

  double later = CLAMP (age + turn / (slow - fast) * PLUME_DISC_TIME_MYR, 0, PS_LATEST);

  plume_changes_set_number (changes, later, "line-age");
  plume_changes_set_number (changes,
                            remainder (angle + fast * (ps_time (age) - ps_time (later)), 2 * G_PI),
                            "line-angle");
}

static PlumeArray *
frequencies_of (const PlumeVertical *vertical, const PlumeArray *actions)
{
  PlumeArray *values = plume_array_new (actions->length);
  double largest = plume_vertical_largest_action (vertical);

  for (gsize i = 0; i < actions->length; i++)
    values->values[i] = actions->values[i] <= largest
                            ? plume_vertical_frequency (vertical, actions->values[i], NULL)
                            : NAN;
  return values;
}

static void
draw_frequencies (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  PlumeAxes *axes = plume_figure_add_axes (figure, "frequencies", NULL, 1);
  g_autoptr (PlumeArray) action =
      plume_array_new_linear (0, MIN (2.5 * disc->action_90, disc->action[PS_NODES - 1]), 301);
  g_autoptr (PlumeArray) with = frequencies_of (disc->vertical, action);
  double probe = MIN (plume_reads_number (reads, "action"), disc->action[PS_NODES - 1]);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Action <i>J</i>"), "kpc km/s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Frequency <i>Ω</i>"), "km/s/kpc");
  plume_axes_add_line (axes, "frequency", disc->isolated != NULL ? _ ("with halo") : _ ("slab"),
                       action, with, (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  if (disc->isolated != NULL)
    {
      g_autoptr (PlumeArray) without = frequencies_of (disc->isolated, action);

      plume_axes_add_line (axes, "isolated", _ ("disc alone"), action, without,
                           (PlumeInk){ .colour = PLUME_COLOUR_ORANGE, .dash = PLUME_DASH_DASHED });
    }
  plume_axes_add_handle (axes, "action", NULL, probe, ps_interpolate (disc, disc->frequency, probe),
                         PLUME_DRAG_HORIZONTAL, (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
}

static void
drag_frequencies (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  plume_changes_set_number (changes, CLAMP (x, 0.01, 500), "action");
}

static void
draw_amplitudes (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsAmplitudes *self = plume_reads_result (reads, "amplitudes");
  g_autofree char *title = g_strdup_printf (_ ("<i>J</i> = %.3g kpc km/s"), self->action);
  double time = plume_reads_number (reads, "time");

  for (guint n = 1; n <= 2; n++)
    {
      PlumeAxes *axes = plume_figure_add_axes (figure, n == 1 ? "bending" : "breathing",
                                               n == 1 ? title : NULL, 1);
      PlumeInk ink = ink_of (n), thin = ink, dashed = ink, band = ink;

      thin.width = 0.6;
      thin.dash = PLUME_DASH_DOTTED;
      dashed.dash = PLUME_DASH_DASHED;
      band.opacity = 0.2;
      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>t</i>"), "Myr");
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR,
                      n == 1 ? _ ("2|<i>f</i><sub>1</sub>|/<i>f</i><sub>0</sub>")
                             : _ ("2|<i>f</i><sub>2</sub>|/<i>f</i><sub>0</sub>"),
                      NULL);
      plume_axis_set_limits (&axes->x, 0, 1500);
      axes->y.includes_zero = TRUE;
      axes->link_x = 1;
      axes->no_legend = n == 2;
      plume_axes_add_band (axes, "noise", NULL, self->star_time, self->low[n], self->high[n], band);
      plume_axes_add_line (axes, "free", _ ("without clouds"), self->time, self->free[n], thin);
      plume_axes_add_line (axes, "wkb", _ ("WKB"), self->time, self->wkb[n], dashed);
      plume_axes_add_line (axes, "exact", _ ("exact solution"), self->time, self->scattered[n],
                           ink);
      plume_axes_add_points (axes, "stars", _ ("stars"), self->star_time, self->stars[n], ink);
      plume_axes_add_vertical_rule (axes, "now", NULL, time, dotted);
      if (isfinite (self->escape[n]) && self->escape[n] < 1500)
        {
          PlumeInk mark = { .colour = PLUME_COLOUR_GREY, .width = 0.7 };

          plume_axes_add_vertical_rule (axes, "damping-time", _ ("<i>τ</i><sub>D</sub>"),
                                        self->escape[n], mark);
        }
    }
}

static void
draw_durations (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsDurations *self = plume_reads_result (reads, "durations");
  PlumeAxes *axes = plume_figure_add_axes (figure, "response", NULL, 1);
  double top = 0;

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Duration <i>τ</i><sub>P</sub>"), "Myr");
  plume_axis_set (&axes->y, PLUME_SCALE_LOG,
                  _ ("Response 2|<i>f</i><sub>n</sub>|/<i>f</i><sub>0</sub>"), NULL);
  for (guint n = 1; n <= 2; n++)
    for (gsize i = 0; i < self->response[n]->length; i++)
      if (isfinite (self->response[n]->values[i]))
        top = MAX (top, self->response[n]->values[i]);
  if (!(top > 0))
    {
      plume_figure_set_note (figure,
                             _ ("Nothing disturbs the disc; raise the perturber’s strength"));
      return;
    }
  plume_axis_set_limits (&axes->x, 0.1, 500);
  plume_axis_set_limits (&axes->y, top * 1e-6, top * 3);
  for (guint n = 1; n <= 2; n++)
    {
      g_autofree char *curve = g_strdup_printf ("response-%u", n),
                      *power = g_strdup_printf ("power-law-%u", n),
                      *exponential = g_strdup_printf ("exponential-%u", n),
                      *dot = g_strdup_printf ("now-%u", n);
      double now[] = { isfinite (self->now) ? self->now : 0.1 };
      g_autoptr (PlumeArray) x = plume_array_new_copy (now, 1);
      g_autoptr (PlumeArray) y = plume_array_new_copy (&self->dot[n], 1);
      PlumeInk ink = ink_of (n), thin = ink, dashes = ink, big = ink;

      if (!(self->dot[n] > 1e-9 * top) && !(self->response[n]->values[0] > 1e-9 * top))
        continue;
      thin.width = dashes.width = 0.7;
      thin.dash = PLUME_DASH_DOTTED;
      dashes.dash = PLUME_DASH_DASHED;
      big.size = 2.2;
      plume_axes_add_line (axes, curve,
                           n == 1 ? _ ("<i>n</i> = 1, bending") : _ ("<i>n</i> = 2, breathing"),
                           self->duration, self->response[n], ink);
      if (self->power_law)
        plume_axes_add_line (axes, power, NULL, self->duration, self->power[n], thin);
      plume_axes_add_line (axes, exponential, NULL, self->duration, self->exponential[n], dashes);
      plume_axes_add_points (axes, dot, NULL, x, y, big);
    }
  if (isfinite (self->now))
    plume_axes_add_handle (axes, "duration", NULL, self->now,
                           MAX (self->dot[1], self->dot[2]) > 0 ? MAX (self->dot[1], self->dot[2])
                                                                : top,
                           PLUME_DRAG_HORIZONTAL, (PlumeInk){ .colour = PLUME_COLOUR_GREEN });
}

static void
drag_durations (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const PsResponse *response = plume_reads_result (reads, "response");

  if (response->kind == PS_FLYBY)
    plume_changes_set_number (
        changes,
        CLAMP (hypot (response->perturber.distance, response->perturber.softening)
                   / ps_time (MAX (x, 0.01)),
               5, 3000),
        "passage-speed");
  else
    plume_changes_set_number (changes, CLAMP (x, 0.1, 500), "pulse-duration");
}

#define SATELLITES_SEEN 8 /* at first; the others are a pan away */

/* Names over a plot of satellites, strongest first */
static PlumeAxes *
add_satellite_axes (PlumeFigure *figure, const char *id, double weight, const char *const *names)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, id, NULL, weight);
  guint n = g_strv_length ((GStrv)names);

  plume_axis_set (&axes->x, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&axes->x, names);
  plume_axis_set_limits (&axes->x, -0.6, MIN (n, SATELLITES_SEEN) - 0.4);
  axes->link_x = 1;
  return axes;
}

/* Columns of @n points, later a few of them */
typedef struct
{
  PlumeArray *place, *value;
  gsize n;
} Dots;

static void
add_dot (Dots *dots, double place, double value)
{
  dots->place->values[dots->n] = place;
  dots->value->values[dots->n++] = value;
}

static void
show_dots (PlumeAxes *axes, const char *id, const char *label, Dots *dots, PlumeInk ink)
{
  g_autoptr (PlumeArray) place = plume_array_new_copy (dots->place->values, dots->n);
  g_autoptr (PlumeArray) value = plume_array_new_copy (dots->value->values, dots->n);

  if (dots->n > 0)
    plume_axes_add_points (axes, id, label, place, value, ink);
  plume_array_unref (dots->place);
  plume_array_unref (dots->value);
}

static void
draw_responses (PlumeFigure *figure,
                const PsSatellites *self,
                const PsVerdict *verdict,
                const char *const *names)
{
  PlumeAxes *axes = add_satellite_axes (figure, "response", 1, names);
  double top = 0;
  Dots dots[3]; /* bending, breathing, and bending that is vetoed */

  for (guint k = 0; k < 3; k++)
    dots[k] = (Dots){ plume_array_new (self->n), plume_array_new (self->n), 0 };
  for (guint i = 0; i < self->n; i++)
    {
      const PlumeDiscVisit *visit = &self->visits[verdict->order[i]];
      double bending = cabs (visit->bending);

      if (!visit->valid)
        continue;
      add_dot (&dots[i < verdict->n_possible ? 0 : 2], i, bending);
      add_dot (&dots[1], i, 2 * cabs (visit->breathing));
      top = isfinite (bending) ? MAX (top, bending) : top;
    }
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("|<i>n I</i><sub>n</sub>|"), "kpc km/s");
  if (top > 0)
    plume_axis_set_limits (&axes->y, top * 1e-6, top * 3);
  show_dots (axes, "bending", _ ("bending"), &dots[0],
             (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .size = 1.6 });
  show_dots (axes, "bending-vetoed", _ ("bending, wiped out"), &dots[2],
             (PlumeInk){ .colour = PLUME_COLOUR_GREY, .marker = PLUME_MARKER_RING, .size = 1.6 });
  show_dots (axes, "breathing", _ ("breathing"), &dots[1],
             (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .size = 1.6 });
}

static void
draw_crossings (PlumeFigure *figure,
                const PsSatellites *self,
                const PsVerdict *verdict,
                const char *const *names)
{
  PlumeAxes *axes = add_satellite_axes (figure, "crossings", 0.8, names);
  Dots dots[2]; /* within τ_D, before */

  for (guint k = 0; k < 2; k++)
    dots[k] = (Dots){ plume_array_new (self->n * PLUME_DISC_MOST_CROSSINGS),
                      plume_array_new (self->n * PLUME_DISC_MOST_CROSSINGS), 0 };
  for (guint i = 0; i < self->n; i++)
    {
      const PlumeDiscVisit *visit = &self->visits[verdict->order[i]];

      for (gsize k = 0; visit->valid && k < MIN (visit->n_crossings, PLUME_DISC_MOST_CROSSINGS);
           k++)
        {
          double time = visit->crossings[k].time * PLUME_DISC_TIME_MYR;

          add_dot (&dots[-time > verdict->escape], i, time);
        }
    }
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Crossing"), "Myr");
  plume_axis_set_limits (&axes->y, -3000, 0);
  axes->no_legend = TRUE;
  show_dots (axes, "crossings", NULL, &dots[0],
             (PlumeInk){ .colour = PLUME_COLOUR_GREEN, .marker = PLUME_MARKER_CROSS });
  show_dots (axes, "crossings-vetoed", NULL, &dots[1],
             (PlumeInk){ .colour = PLUME_COLOUR_GREY, .marker = PLUME_MARKER_CROSS });
  if (isfinite (verdict->escape))
    plume_axes_add_horizontal_rule (axes, "damping-time", _ ("−<i>τ</i><sub>D</sub>"),
                                    -verdict->escape,
                                    (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.7 });
}

static void
draw_orbit (PlumeFigure *figure, const PsSatellites *self)
{
  const char *const ids[] = { "orbit-x", "orbit-y", "orbit-z" };
  const char *const labels[] = { "<i>X</i>", "<i>Y</i>", "<i>Z</i>" };
  PlumeArray *const positions[] = { self->x, self->y, self->z };
  const PlumeColour colours[] = { PLUME_COLOUR_BLUE, PLUME_COLOUR_ORANGE, PLUME_COLOUR_GREEN };
  g_autofree char *name = NULL;
  PlumeAxes *axes;

  if (self->time == NULL)
    return;
  name = g_markup_escape_text (self->names[self->chosen], -1);
  axes = plume_figure_add_axes (figure, "orbit", NULL, 0.9);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Time <i>τ</i>"), "Myr");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, name, "kpc");
  for (guint i = 0; i < 3; i++)
    plume_axes_add_line (axes, ids[i], labels[i], self->time, positions[i],
                         (PlumeInk){ .colour = colours[i] });
  plume_axes_add_horizontal_rule (axes, "plane", NULL, 0, dotted);
}

static void
draw_satellites (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsSatellites *self = plume_reads_result (reads, "ranking");
  const PsVerdict *verdict = plume_reads_result (reads, "verdict");
  g_autofree const char **names = g_new0 (const char *, self->n + 1);

  if (self->n == 0)
    {
      plume_figure_set_note (
          figure,
          _ ("There is no satellite: add a row to their table, or choose a galaxy to go around"));
      return;
    }
  for (guint i = 0; i < self->n; i++)
    names[i] = self->names[verdict->order[i]];
  draw_responses (figure, self, verdict, names);
  draw_crossings (figure, self, verdict, names);
  draw_orbit (figure, self);
}

static void
draw_ages (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");
  double rewind = plume_reads_number (reads, "rewind");

  for (guint n = 1; n <= 2; n++)
    {
      PlumeAxes *axes = plume_figure_add_axes (figure, n == 1 ? "one-arm" : "two-arms", NULL, 1);
      double top = 0;

      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Age <i>t</i>"), "Myr");
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR,
                      n == 1 ? _ ("<i>P</i><sub>1</sub>") : _ ("<i>P</i><sub>2</sub>"), NULL);
      plume_axis_set_limits (&axes->x, 0, PS_LATEST);
      axes->y.includes_zero = TRUE;
      axes->link_x = 1;
      axes->no_legend = TRUE;
      plume_axes_add_line (axes, "power", NULL, spectrum->time[n], spectrum->power[n], ink_of (n));
      plume_axes_add_horizontal_rule (axes, "noise", NULL, 1, dotted);
      for (gsize i = 0; i < spectrum->power[n]->length; i++)
        top = MAX (top, spectrum->power[n]->values[i]);
      for (guint i = 0; i < spectrum->n_peaks[n]; i++)
        {
          const PsPeak *peak = &spectrum->peaks[n][i];
          int digits = peak->error < 0.095 ? 2 : peak->error < 0.95 ? 1 : 0;
          g_autofree char *text =
              g_strdup_printf (_ ("%.*f ± %.*f Myr"), digits, peak->age, digits, peak->error);
          g_autofree char *label = g_strdup_printf ("age-%u", i + 1),
                          *handle = g_strdup_printf ("peak-%u-%u", n, i + 1);

          if (peak->power < 0.06 * top)
            continue;
          plume_axes_add_text (axes, label, peak->age + 0.012 * PS_LATEST, peak->power, text, -1, 0,
                               (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
          plume_axes_add_handle (axes, handle, NULL, peak->age, peak->power, PLUME_DRAG_HORIZONTAL,
                                 (PlumeInk){ .colour = ink_of (n).colour, .size = 0.8 });
        }
      plume_axes_add_vertical_rule (axes, "rewind-to", NULL, rewind,
                                    (PlumeInk){ .colour = PLUME_COLOUR_GREEN, .width = 0.8 });
      plume_axes_add_handle (axes, n == 1 ? "rewind" : "rewind-2", NULL, rewind, 0.5 * MAX (top, 1),
                             PLUME_DRAG_HORIZONTAL, (PlumeInk){ .colour = PLUME_COLOUR_GREEN });
    }
}

/* Taking a peak rewinds to it; the green handle goes anywhere. */
static void
drag_ages (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");
  guint n, i;

  if (sscanf (handle, "peak-%u-%u", &n, &i) == 2 && n >= 1 && n <= 2 && i >= 1
      && i <= spectrum->n_peaks[n])
    x = spectrum->peaks[n][i - 1].age;
  plume_changes_set_number (changes, CLAMP (x, 0, PS_LATEST), "rewind");
}

/* Sums over v at each z of the plane: n(z) and n(z) ⟨v⟩ */
static void
sum_over_speed (const PsDisc *disc,
                const double *counts,
                double number[PS_PIXELS],
                double flux[PS_PIXELS])
{
  for (guint column = 0; column < PS_PIXELS; column++)
    {
      number[column] = flux[column] = 0;
      for (guint row = 0; row < PS_PIXELS; row++)
        {
          double v = disc->reach_v * (2 * (row + 0.5) / PS_PIXELS - 1),
                 count = counts[row * PS_PIXELS + column];

          if (!isfinite (count))
            continue;
          number[column] += count;
          flux[column] += count * v;
        }
    }
}

#define MERGED 2 /* columns of the plane to one point */

static void
add_heights (PlumeAxes *asymmetry,
             PlumeAxes *speed,
             const PsDisc *disc,
             const double *counts,
             gboolean stars)
{
  double number[PS_PIXELS], flux[PS_PIXELS], pixel = 2 * disc->reach_z / PS_PIXELS;
  const guint half = PS_PIXELS / 2 / MERGED, whole = PS_PIXELS / MERGED;
  g_autoptr (PlumeArray) height = plume_array_new (half);
  g_autoptr (PlumeArray) ratio = plume_array_new (half);
  g_autoptr (PlumeArray) z = plume_array_new (whole);
  g_autoptr (PlumeArray) mean = plume_array_new (whole);
  PlumeInk ink = { .colour = stars ? PLUME_COLOUR_SKY : PLUME_COLOUR_BLUE, .size = 0.8 };

  sum_over_speed (disc, counts, number, flux);
  for (guint i = 0; i < whole; i++)
    {
      double count = 0, sum = 0;

      for (guint k = 0; k < MERGED; k++)
        {
          count += number[i * MERGED + k];
          sum += flux[i * MERGED + k];
        }
      z->values[i] = -disc->reach_z + (i + 0.5) * MERGED * pixel;
      mean->values[i] = count > (stars ? 30 : 0) ? sum / count : NAN;
      if (i < half)
        continue;

      double south = 0;

      for (guint k = 0; k < MERGED; k++)
        south += number[PS_PIXELS - 1 - (i * MERGED + k)];
      height->values[i - half] = z->values[i];
      ratio->values[i - half] =
          count + south > (stars ? 60 : 0) ? (count - south) / (count + south) : NAN;
    }
  if (stars)
    {
      plume_axes_add_points (asymmetry, "stars", _ ("stars"), height, ratio, ink);
      plume_axes_add_points (speed, "stars", NULL, z, mean, ink);
    }
  else
    {
      plume_axes_add_line (asymmetry, "theory", _ ("theory"), height, ratio, ink);
      plume_axes_add_line (speed, "theory", NULL, z, mean, ink);
    }
}

static void
draw_heights (PlumeFigure *figure, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsTheory *theory = plume_reads_result (reads, "theory");
  const PlumeArray *counts = plume_reads_result (reads, "counts");
  g_autoptr (PlumeArray) expected = ps_expect (disc, plume_reads_result (reads, "shown"));
  PlumeAxes *asymmetry = plume_figure_add_axes (figure, "asymmetry", NULL, 1);
  PlumeAxes *speed = plume_figure_add_axes (figure, "speed", NULL, 1);
  g_autofree double *model = g_new (double, PS_PIXELS *PS_PIXELS);

  plume_axis_set (&asymmetry->x, PLUME_SCALE_LINEAR, _ ("Height |<i>z</i>|"), "kpc");
  plume_axis_set (&asymmetry->y, PLUME_SCALE_LINEAR, _ ("Asymmetry <i>A</i>"), NULL);
  plume_axis_set (&speed->x, PLUME_SCALE_LINEAR, _ ("Height <i>z</i>"), "kpc");
  plume_axis_set (&speed->y, PLUME_SCALE_LINEAR, _ ("⟨<i>v</i><sub>z</sub>⟩"), "km/s");
  plume_axis_set_limits (&asymmetry->x, 0, disc->reach_z);
  plume_axis_set_limits (&speed->x, -disc->reach_z, disc->reach_z);
  for (gsize i = 0; i < PS_PIXELS * PS_PIXELS; i++)
    model[i] = expected->values[i] * MAX (1 + theory->contrast->values[i], 0);
  plume_axes_add_horizontal_rule (asymmetry, "zero", NULL, 0, dotted);
  plume_axes_add_horizontal_rule (speed, "zero", NULL, 0, dotted);
  add_heights (asymmetry, speed, disc, counts->values, TRUE);
  add_heights (asymmetry, speed, disc, model, FALSE);
  for (guint i = 0; i < plume_reads_n_datasets (reads, "points"); i++)
    {
      g_autofree char *id = g_strdup_printf ("points-%u", i + 1);
      PlumeArray *z = plume_reads_column (reads, "points", i, "z"),
                 *value = plume_reads_column (reads, "points", i, "value");
      PlumeAxes *axes = plume_reads_integer (reads, "points-are") == 0 ? asymmetry : speed;

      plume_axes_add_points (
          axes, id, plume_reads_dataset_name (reads, "points", i), z, value,
          (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .marker = PLUME_MARKER_RING });
    }
}

const PlumeView ps_views[PS_N_VIEWS] = {
  { "plane",
    N_ ("Plane of heights and velocities"),
    N_ ("Theory left of the divider, stars right of it. Drag the divider; play the time."),
    { "disc", "theory", "shown", "cloud", "plane", "plane-shows", "divider", "rewind" },
    draw_plane,
    drag_plane,
    FALSE },
  { "angles",
    N_ ("Frequencies and angles"),
    N_ ("Over frequency the spiral is a straight line whose slope is the age; drag the orange "
        "handle to turn it, the green one to move it."),
    { "disc", "angles", "line-age", "line-angle" },
    draw_angles,
    drag_angles,
    FALSE },
  { "frequencies",
    N_ ("Frequency over action"),
    N_ ("Stars that swing high are slow; the halo makes the difference smaller."),
    { "disc", "action" },
    draw_frequencies,
    drag_frequencies,
    TRUE },
  { "amplitudes",
    N_ ("Amplitude over time"),
    N_ ("How clouds wipe the spiral out: exactly, by WKB, and by stars with their noise."),
    { "amplitudes", "time" },
    draw_amplitudes,
    NULL,
    FALSE },
  { "durations",
    N_ ("Response over duration"),
    N_ ("Short pulses act in proportion to their length, long ones are followed adiabatically. A "
        "kick is spread over a Gaussian of the same area."),
    { "durations", "response" },
    draw_durations,
    drag_durations,
    TRUE },
  { "satellites",
    N_ ("Satellites"),
    N_ ("Which satellite could have done it: response at the chosen action, with the masses of "
        "the table, times of crossing, and the orbit of the chosen one. What crossed before the "
        "damping time is grey and stands behind; drag to see the others."),
    { "ranking", "verdict" },
    draw_satellites,
    NULL,
    TRUE },
  { "ages",
    N_ ("Age spectrum"),
    N_ ("Each kick is a peak at its age; noise has mean 1. Take a peak to rewind the stars to it, "
        "or drag the green handle."),
    { "spectrum", "rewind" },
    draw_ages,
    drag_ages,
    FALSE },
  { "heights",
    N_ ("Asymmetry over height"),
    N_ ("North against south, and the mean vertical velocity, with points of your own."),
    { "disc", "theory", "shown", "counts", "points", "points-are" },
    draw_heights,
    NULL,
    TRUE },
};
