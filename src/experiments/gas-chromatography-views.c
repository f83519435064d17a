/* gas-chromatography-views.c: the pictures of the gas chromatograph. Each only draws; a component
 * keeps its colour everywhere.
 */
#include "experiments/gas-chromatography.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_HANDLES 8

static PlumeInk
component_ink (guint component)
{
  return (PlumeInk){ .colour = plume_colour_of_component (component) };
}

static const PlumeInk grey_thin = { .colour = PLUME_COLOUR_GREY, .width = 0.6 };
static const PlumeInk dotted = { .colour = PLUME_COLOUR_GREY,
                                 .dash = PLUME_DASH_DOTTED,
                                 .width = 0.7 };

/* The abscissa of every retention picture. */
static void
set_time_axis (PlumeAxes *axes)
{
  plume_axis_set (&axes->x, PLUME_SCALE_TIME, _ ("Time <i>t</i>"), "s");
}

static const char *
signal_unit (const PlumeReads *reads)
{
  return plume_reads_n_datasets (reads, "measured") > 0
             ? plume_reads_column_unit (reads, "measured", 0, "signal")
             : NULL;
}

static PlumeArray *
residual_of (const GcTrace *trace, const GcChromatogram *chromatogram)
{
  PlumeArray *residual = plume_array_new (trace->time->length);
  const PlumeArray *t = chromatogram->time, *sum = chromatogram->sum;
  gsize j = 0;

  for (gsize i = 0; i < residual->length; i++)
    {
      double now = trace->time->values[i], model = 0;

      while (j + 2 < t->length && t->values[j + 1] < now)
        j++;
      if (t->length > 1 && now >= t->values[0] && now <= t->values[t->length - 1])
        model = sum->values[j]
                + (sum->values[j + 1] - sum->values[j]) * (now - t->values[j])
                      / (t->values[j + 1] - t->values[j]);
      residual->values[i] = trace->corrected->values[i] - model;
    }
  return residual;
}

/* Peaks can be taken by their tops: sideways is k′, up and down the amount; the small handle on the
 * flank is k_d. */
static void
add_handles (PlumeAxes *axes, const GcMixture *mixture, const GcChromatogram *chromatogram)
{
  for (guint a = 0; a < mixture->n && mixture->n <= MAX_HANDLES; a++)
    {
      g_autofree char *top = g_strdup_printf ("peak-%u", a),
                      *flank = g_strdup_printf ("width-%u", a);
      PlumeInk ink = component_ink (a), small = component_ink (a);
      const PlumeArray *c = chromatogram->outlet[a];
      gsize apex = 0, right;

      for (gsize i = 0; i < c->length; i++)
        if (c->values[i] > c->values[apex])
          apex = i;
      if (!(c->values[apex] > 0))
        continue;
      for (right = apex; right + 1 < c->length && c->values[right] > 0.5 * c->values[apex]; right++)
        ;
      small.size = 0.7;
      plume_axes_add_handle (axes, top, NULL, chromatogram->time->values[apex], c->values[apex],
                             PLUME_DRAG_BOTH, ink);
      plume_axes_add_handle (axes, flank, NULL, chromatogram->time->values[right],
                             0.5 * c->values[apex], PLUME_DRAG_HORIZONTAL, small);
    }
}

static void
add_model (PlumeAxes *axes, const GcMixture *mixture, const GcChromatogram *chromatogram)
{
  if (chromatogram->noisy != NULL)
    plume_axes_add_line (axes, "noisy", _ ("simulated signal"), chromatogram->time,
                         chromatogram->noisy, grey_thin);
  if (mixture->n > 1)
    plume_axes_add_line (axes, "sum", NULL, chromatogram->time, chromatogram->sum,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .width = 0.7, .opacity = 0.75 });
  for (guint a = 0; a < mixture->n; a++)
    {
      g_autofree char *id = g_strdup_printf ("analyte-%u", a + 1);

      plume_axes_add_line (axes, id, mixture->names[a], chromatogram->time, chromatogram->outlet[a],
                           component_ink (a));
    }
  if (chromatogram->full != NULL)
    plume_axes_add_line (axes, "full", _ ("full equations"), chromatogram->time, chromatogram->full,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DASHED });
}

static void
draw_chromatogram (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcChromatogram *chromatogram = plume_reads_result (reads, "chromatogram");
  const GcMeasured *measured = plume_reads_result (reads, "measured-traces");
  PlumeAxes *axes = plume_figure_add_axes (figure, "signal", NULL, measured->n > 0 ? 3.6 : 1);

  set_time_axis (axes);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Signal"), signal_unit (reads));
  axes->y.includes_zero = TRUE;
  axes->link_x = 1;
  for (guint i = 0; i < measured->n; i++)
    {
      g_autofree char *id = g_strdup_printf (i == 0 ? "measured" : "measured-%u", i + 1);
      PlumeInk ink = i == 0 ? grey_thin
                            : (PlumeInk){ .colour = plume_colour_of_component (6 + i),
                                          .width = 0.6,
                                          .opacity = 0.7 };

      plume_axes_add_line (axes, id, measured->traces[i].name, measured->traces[i].time,
                           measured->traces[i].corrected, ink);
    }
  if (measured->n > 0 && measured->traces[0].marks != NULL)
    {
      g_autoptr (PlumeArray) ground = plume_array_new (measured->traces[0].marks->length);

      plume_axes_add_points (axes, "stored-peaks", _ ("peaks in the file"),
                             measured->traces[0].marks, ground,
                             (PlumeInk){ .colour = PLUME_COLOUR_TEXT,
                                         .marker = PLUME_MARKER_TICK,
                                         .size = 1.6,
                                         .opacity = 1 });
    }
  add_model (axes, mixture, chromatogram);
  add_handles (axes, mixture, chromatogram);
  if (measured->n == 0)
    return;

  PlumeAxes *strip = plume_figure_add_axes (figure, "residual", NULL, 1);
  g_autoptr (PlumeArray) residual = residual_of (&measured->traces[0], chromatogram);

  set_time_axis (strip);
  plume_axis_set (&strip->y, PLUME_SCALE_LINEAR, _ ("Residual"), NULL);
  strip->link_x = 1;
  plume_axes_add_horizontal_rule (strip, "zero", NULL, 0, dotted);
  plume_axes_add_line (strip, "residual", NULL, measured->traces[0].time, residual,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.7 });
}

/* Where the top of a peak has to be for the pointer to hold it. */
static void
drag_chromatogram (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcChromatogram *chromatogram = plume_reads_result (reads, "chromatogram");
  gboolean top = g_str_has_prefix (handle, "peak-");
  guint a = (guint)g_ascii_strtoull (strchr (handle, '-') + 1, NULL, 10);
  double hold_up = column->flow.hold_up_time, height = 0, apex = 0;

  if (a >= mixture->n)
    return;
  for (gsize i = 0; i < chromatogram->time->length; i++)
    if (chromatogram->outlet[a]->values[i] > height)
      {
        height = chromatogram->outlet[a]->values[i];
        apex = chromatogram->time->values[i];
      }
  if (top)
    {
      /* the whole peak moves with k′ t_M, so the distance from top to mean stays nearly the same */
      double k = mixture->transfer[a].retention_factor + (x - apex) / hold_up;

      plume_changes_set_number (changes, MAX (k, 0) / mixture->factor[a],
                                "analytes[%u].retention-factor", a);
      if (y > 0 && height > 0)
        plume_changes_set_number (changes, mixture->amount[a] * y / height, "analytes[%u].amount",
                                  a);
      return;
    }

  double sigma = fabs (x - apex) / 1.17741; /* half the width at half height */
  double desorption =
      2 * hold_up * mixture->transfer[a].retention_factor / mixture->transfer[a].desorption_rate;
  double rest = mixture->moments[a].variance - desorption; /* injection, diffusion, detector */
  double left = MAX (sigma * sigma - rest, 0.02 * desorption);

  plume_changes_set_number (
      changes, 2 * hold_up * mixture->transfer[a].retention_factor / left / mixture->rate_factor[a],
      "analytes[%u].desorption-rate", a);
}

static void
draw_column (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcBands *bands = plume_reads_result (reads, "bands");
  g_autofree char *when =
      g_strdup_printf (_ ("<i>t</i> = %.4g s"), plume_reads_number (reads, "time"));
  PlumeAxes *gas = plume_figure_add_axes (figure, "gas", when, 1);
  PlumeAxes *wall = plume_figure_add_axes (figure, "wall", NULL, 1);
  g_autoptr (PlumeArray) zero = plume_array_new (bands->position->length);

  plume_axis_set (&gas->y, PLUME_SCALE_LINEAR, _ ("In the gas <i>c</i>"), NULL);
  plume_axis_set (&wall->y, PLUME_SCALE_LINEAR, _ ("On the wall <i>F q</i>"), NULL);
  plume_axis_set (&gas->x, PLUME_SCALE_LINEAR, _ ("Position <i>x</i>"), "m");
  plume_axis_set (&wall->x, PLUME_SCALE_LINEAR, _ ("Position <i>x</i>"), "m");
  plume_axis_set_limits (&gas->x, 0, bands->position->values[bands->position->length - 1]);
  plume_axis_set_limits (&wall->x, 0, bands->position->values[bands->position->length - 1]);
  wall->y.reversed = TRUE;
  gas->y.includes_zero = wall->y.includes_zero = TRUE;
  gas->link_x = wall->link_x = 1;
  for (guint a = 0; a < bands->n; a++)
    {
      g_autofree char *id = g_strdup_printf ("gas-%u", a + 1),
                      *id_wall = g_strdup_printf ("wall-%u", a + 1);
      g_autofree char *band = g_strdup_printf ("gas-band-%u", a + 1),
                      *band_wall = g_strdup_printf ("wall-band-%u", a + 1);
      PlumeInk fill = component_ink (a);

      plume_axes_add_band (gas, band, NULL, bands->position, zero, bands->gas[a], fill);
      plume_axes_add_line (gas, id, mixture->names[a], bands->position, bands->gas[a],
                           component_ink (a));
      plume_axes_add_band (wall, band_wall, NULL, bands->position, zero, bands->adsorbed[a], fill);
      plume_axes_add_line (wall, id_wall, NULL, bands->position, bands->adsorbed[a],
                           component_ink (a));
    }
}

static void
draw_map (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcMap *map = plume_reads_result (reads, "map");
  PlumeAxes *axes = plume_figure_add_axes (figure, "map", NULL, 1);
  double low = 0, high = 1;
  PlumeMark *image;

  set_time_axis (axes);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Position <i>x</i>"), "m");
  plume_axis_set_limits (&axes->x, 0, map->end_time);
  plume_axis_set_limits (&axes->y, 0, map->length);
  axes->no_legend = TRUE;
  image = plume_axes_add_image (axes, "concentration", map->n_positions, map->n_times, map->values,
                                0, map->end_time, 0, map->length);
  plume_array_range (map->values, &low, &high);
  plume_mark_set_values (image, map->values, PLUME_COLOUR_MAP_DEFAULT,
                         _ ("Concentration in the gas"));
  /* the plug at the inlet would drown the bands, so the map ends at what reaches the outlet thrice
   * over */
  double most = 0;
  for (gsize i = 0; i < map->n_times; i++)
    most = MAX (most, map->values->values[(map->n_positions - 1) * map->n_times + i]);
  plume_mark_set_value_range (image, 0, most > 0 ? MIN (high, 2 * most) : MAX (high, 1e-300));
  for (guint a = 0; a < mixture->n; a++)
    {
      g_autoptr (PlumeArray) x = plume_array_new_linear (0, column->flow.length, 100);
      g_autoptr (PlumeArray) t = plume_array_new (100);
      g_autofree char *id = g_strdup_printf ("characteristic-%u", a + 1);

      /* dx/dt = u/(1 + k′) */
      for (gsize i = 0; i < 100; i++)
        t->values[i] = mixture->inlet.duration / 2
                       + plume_flow_travel_time (&column->flow, x->values[i])
                             * (1 + mixture->transfer[a].retention_factor);
      plume_axes_add_line (axes, id, NULL, t, x,
                           (PlumeInk){ .colour = plume_colour_of_component (a),
                                       .dash = PLUME_DASH_DASHED,
                                       .width = 0.8 });
    }
}

static void
draw_van_deemter (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcCurves *curves = plume_reads_result (reads, "van-deemter");
  guint a = gc_selected (reads, mixture);
  if (curves->n == 0)
    {
      plume_figure_set_note (figure, _ ("There is no analyte. Add one to the mixture."));
      return;
    }

  PlumeAxes *axes = plume_figure_add_axes (figure, "plate-height", mixture->names[a], 1);
  static const char *const ids[] = { "plate-height", "eddy", "diffusion", "mass-transfer",
                                     "golay" };
  const char *const labels[] = { "<i>H</i>", "<i>A</i>", "<i>B</i>/<i>u</i>", "<i>C u</i>",
                                 _ ("Golay") };
  const PlumeColour colours[] = { plume_colour_of_component (a), PLUME_COLOUR_GREY,
                                  PLUME_COLOUR_SKY, PLUME_COLOUR_ORANGE, PLUME_COLOUR_GREY };

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Mean velocity <i>u</i>"), "m/s");
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Plate height <i>H</i>"), "mm");
  for (guint i = 0; i < curves->n; i++)
    {
      g_autoptr (PlumeArray) millimetres = plume_array_new (curves->x->length);
      double low, high;

      for (gsize j = 0; j < curves->x->length; j++)
        millimetres->values[j] =
            curves->curves[i]->values[j] > 0 ? curves->curves[i]->values[j] * 1e3 : NAN;
      if (plume_array_range (millimetres, &low, &high))
        plume_axes_add_line (axes, ids[i], labels[i], curves->x, millimetres,
                             (PlumeInk){ .colour = colours[i],
                                         .dash = i == 4 ? PLUME_DASH_DASHED : PLUME_DASH_SOLID,
                                         .width = i == 0 ? 1.3 : 0.9 });
    }
  plume_axis_set_limits (&axes->y, curves->numbers[3] * 1e3 / 20, curves->numbers[3] * 1e3 * 20);
  plume_axes_add_vertical_rule (axes, "optimum", NULL, curves->numbers[2], dotted);
  if (column->column.mode != PLUME_VELOCITY_PRESSURES)
    plume_axes_add_handle (axes, "working-point", NULL, curves->numbers[0],
                           curves->numbers[1] * 1e3, PLUME_DRAG_HORIZONTAL, component_ink (a));
}

static void
drag_van_deemter (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  const GcColumn *column = plume_reads_result (reads, "column");

  if (!(x > 0))
    return;
  if (column->column.mode == PLUME_VELOCITY_HOLD_UP_TIME)
    plume_changes_set_number (changes, column->flow.length / x, "hold-up-time");
  else if (column->column.mode == PLUME_VELOCITY_CONSTANT)
    plume_changes_set_number (changes, x, "velocity");
}

static void
draw_pressure (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, column->flow.length, 400);
  g_autoptr (PlumeArray) pressure = plume_array_new (400);
  g_autoptr (PlumeArray) velocity = plume_array_new (400);

  for (gsize i = 0; i < 400; i++)
    {
      pressure->values[i] = plume_flow_pressure (&column->flow, x->values[i]) * 1e-3;
      velocity->values[i] = plume_flow_velocity (&column->flow, x->values[i]);
    }

  PlumeAxes *top = plume_figure_add_axes (figure, "pressure", NULL, 1),
            *bottom = plume_figure_add_axes (figure, "velocity", NULL, 1);

  plume_axis_set (&top->x, PLUME_SCALE_LINEAR, _ ("Position <i>x</i>"), "m");
  plume_axis_set (&bottom->x, PLUME_SCALE_LINEAR, _ ("Position <i>x</i>"), "m");
  plume_axis_set (&top->y, PLUME_SCALE_LINEAR, _ ("Pressure <i>p</i>"), "kPa");
  plume_axis_set (&bottom->y, PLUME_SCALE_LINEAR, _ ("Velocity <i>u</i>"), "m/s");
  top->y.includes_zero = bottom->y.includes_zero = TRUE;
  top->link_x = bottom->link_x = 1;
  plume_axes_add_line (top, "pressure", NULL, x, pressure,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  plume_axes_add_line (bottom, "velocity", NULL, x, velocity,
                       (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });
}

static void
draw_molecules (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcMolecules *molecules = plume_reads_result (reads, "molecules");
  guint a = gc_selected (reads, mixture);
  PlumeAxes *paths = plume_figure_add_axes (figure, "paths", mixture->names[a], 1.2),
            *exits = plume_figure_add_axes (figure, "exits", NULL, 1);
  double end = molecules->time->values[molecules->time->length - 1], most = 0, low;

  set_time_axis (paths);
  set_time_axis (exits);
  plume_axis_set (&paths->y, PLUME_SCALE_LINEAR, _ ("Ahead of the band"), "m");
  plume_axis_set (&exits->y, PLUME_SCALE_LINEAR, _ ("Exits"), "1/s");
  plume_axis_set_limits (&paths->x, 0, end);
  plume_axis_set_limits (&exits->x, 0, end);
  plume_axis_set_limits (&paths->y, -molecules->reach, molecules->reach);
  paths->link_x = exits->link_x = 1;
  paths->no_legend = TRUE;
  for (guint i = 0; i < molecules->n_paths; i++)
    {
      g_autofree char *id = g_strdup_printf ("molecule-%u", i + 1);

      if (molecules->path_time[i]->length > 1)
        plume_axes_add_line (
            paths, id, NULL, molecules->path_time[i], molecules->path_position[i],
            (PlumeInk){ .colour = plume_colour_of_component (a), .width = 0.5, .opacity = 0.45 });
    }
  plume_axes_add_horizontal_rule (paths, "band", NULL, 0, dotted);
  plume_axes_add_points (
      paths, "now", NULL, molecules->now_x, molecules->now_y,
      (PlumeInk){ .colour = plume_colour_of_component (a), .size = 1.4, .opacity = 1 });
  plume_axes_add_vertical_rule (paths, "time", NULL, plume_reads_number (reads, "time"), dotted);
  plume_axes_add_bars (exits, "histogram", _ ("20,000 molecules"), molecules->left,
                       molecules->right, molecules->density,
                       (PlumeInk){ .colour = plume_colour_of_component (a), .opacity = 0.4 });
  plume_axes_add_line (exits, "exact", _ ("exact peak"), molecules->time, molecules->exact,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
  plume_array_range (molecules->exact, &low, &most);
  plume_axis_set_limits (&exits->y, 0, 1.15 * most);
  plume_axes_add_vertical_rule (exits, "time-exits", NULL, plume_reads_number (reads, "time"),
                                dotted);
}

static void
draw_overload (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcCurves *curves = plume_reads_result (reads, "overload");
  guint a = gc_selected (reads, mixture),
        b = mixture->n > 1 ? (a + 1 < mixture->n ? a + 1 : a - 1) : a;
  PlumeAxes *isotherm = plume_figure_add_axes (figure, "isotherm", NULL, 1);
  PlumeAxes *peaks = plume_figure_add_axes (figure, "peaks", NULL, 1.4);
  PlumeAxes *pair = plume_figure_add_axes (figure, "competition", NULL, 1.2);
  static const PlumeColour colours[] = { PLUME_COLOUR_SKY, PLUME_COLOUR_GREEN, PLUME_COLOUR_ORANGE,
                                         PLUME_COLOUR_VERMILION };
  double loading = curves->numbers[3], most = MAX (3, 1.3 * loading);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, most, 200);
  g_autoptr (PlumeArray) y = plume_array_new (200);

  for (gsize i = 0; i < 200; i++)
    y->values[i] = x->values[i] / (1 + x->values[i]);
  plume_axis_set (&isotherm->x, PLUME_SCALE_LINEAR, _ ("Loading <i>K c</i>/<i>q</i><sub>m</sub>"),
                  NULL);
  plume_axis_set (&isotherm->y, PLUME_SCALE_LINEAR, _ ("Coverage <i>q</i>*/<i>q</i><sub>m</sub>"),
                  NULL);
  plume_axis_set_limits (&isotherm->y, 0, 1);
  plume_axis_set_limits (&isotherm->x, 0, most);
  plume_axes_add_line (isotherm, "langmuir", NULL, x, y, (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
  plume_axes_add_handle (isotherm, "loading", NULL, loading, loading / (1 + loading),
                         PLUME_DRAG_HORIZONTAL, (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });

  set_time_axis (peaks);
  set_time_axis (pair);
  peaks->link_x = pair->link_x = 1;
  plume_axis_set (&peaks->y, PLUME_SCALE_LINEAR, "<i>c</i>/<i>c</i><sub>0</sub>", NULL);
  plume_axis_set (&pair->y, PLUME_SCALE_LINEAR, "<i>c</i>/<i>c</i><sub>0</sub>", NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("loading-%u", i + 1),
                      *label = g_strdup_printf ("<i>θ</i> = %.2g", curves->numbers[i]);

      plume_axes_add_line (peaks, id, label, curves->x, curves->curves[i],
                           (PlumeInk){ .colour = colours[i] });
    }
  for (guint i = 0; i < (a == b ? 1u : 2u); i++)
    {
      g_autofree char *with = g_strdup_printf ("with-%u", i + 1),
                      *alone = g_strdup_printf ("alone-%u", i + 1);
      guint component = i == 0 ? a : b;

      plume_axes_add_line (pair, with, mixture->names[component], curves->x, curves->curves[4 + i],
                           component_ink (component));
      plume_axes_add_line (pair, alone, i == 0 ? _ ("alone") : NULL, curves->x,
                           curves->curves[6 + i],
                           (PlumeInk){ .colour = plume_colour_of_component (component),
                                       .dash = PLUME_DASH_DASHED,
                                       .width = 0.8 });
    }
}

static void
drag_overload (
    const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  plume_changes_set_number (changes, x, "loading");
}

static void
draw_methods (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcCurves *curves = plume_reads_result (reads, "methods");
  guint a = gc_selected (reads, mixture), n_methods = curves->n - 1;
  const char *const names[] = { _ ("single integral"), _ ("Fourier"), _ ("Talbot"), _ ("Weideman"),
                                _ ("full equations") };
  static const char *const ids[] = { "single-integral", "fourier", "talbot", "weideman", "full" };
  static const PlumeColour colours[] = { PLUME_COLOUR_BLUE, PLUME_COLOUR_GREEN,
                                         PLUME_COLOUR_VERMILION, PLUME_COLOUR_ORANGE,
                                         PLUME_COLOUR_PURPLE };
  PlumeAxes *errors = plume_figure_add_axes (figure, "errors", mixture->names[a], 2),
            *times = plume_figure_add_axes (figure, "times", NULL, 1);
  g_autoptr (PlumeArray) left = plume_array_new (n_methods);
  g_autoptr (PlumeArray) right = plume_array_new (n_methods);
  g_autoptr (PlumeArray) spent = plume_array_new (n_methods);
  const char *categories[] = { names[0], names[1], names[2], names[3], names[4], NULL };

  set_time_axis (errors);
  plume_axis_set (&errors->y, PLUME_SCALE_LOG, _ ("Error / largest value"), NULL);
  plume_axis_set_limits (&errors->y, 1e-17, 20);
  for (guint i = 0; i < n_methods; i++)
    {
      g_autoptr (PlumeArray) shown = plume_array_new (curves->x->length);

      gboolean overflows = FALSE;

      for (gsize j = 0; j < shown->length; j++)
        {
          double value = curves->curves[1 + i]->values[j];

          overflows = overflows || !isfinite (value);
          shown->values[j] = isfinite (value) ? CLAMP (value, 1e-17, 10) : 10;
        }

      g_autofree char *label = g_strdup_printf (overflows ? _ ("%s (overflows)") : "%s", names[i]);

      plume_axes_add_line (errors, ids[i], label, curves->x, shown,
                           (PlumeInk){ .colour = colours[i] });
      left->values[i] = i - 0.3;
      right->values[i] = i + 0.3;
      spent->values[i] = curves->numbers[n_methods + i];
    }
  plume_axis_set (&times->x, PLUME_SCALE_CATEGORY, NULL, NULL);
  plume_axis_set_categories (&times->x, categories);
  plume_axis_set (&times->y, PLUME_SCALE_LINEAR, _ ("Measured time"), "ms");
  times->y.includes_zero = TRUE;
  plume_axes_add_bars (times, "time", NULL, left, right, spent,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .opacity = 0.6 });
}

static void
draw_programme (PlumeFigure *figure, const PlumeReads *reads)
{
  const GcColumn *column = plume_reads_result (reads, "column");
  const GcMixture *mixture = plume_reads_result (reads, "mixture");
  const GcChromatogram *chromatogram = plume_reads_result (reads, "chromatogram");

  if (!gc_is_programmed (column) || chromatogram->temperature == NULL)
    {
      plume_figure_set_note (
          figure,
          _ ("The column is isothermal. Add a ramp to the temperature programme to see it here."));
      return;
    }

  PlumeAxes *oven = plume_figure_add_axes (figure, "oven", NULL, 1),
            *signal = plume_figure_add_axes (figure, "programmed", NULL, 2);

  set_time_axis (oven);
  set_time_axis (signal);
  oven->link_x = signal->link_x = 1;
  plume_axis_set (&oven->y, PLUME_SCALE_LINEAR, _ ("Oven <i>T</i>"), "K");
  plume_axis_set (&signal->y, PLUME_SCALE_LINEAR, _ ("Signal"), NULL);
  signal->y.includes_zero = TRUE;
  plume_axes_add_line (oven, "temperature", NULL, chromatogram->time, chromatogram->temperature,
                       (PlumeInk){ .colour = PLUME_COLOUR_VERMILION });
  add_model (signal, mixture, chromatogram);
}

const PlumeView gc_views[GC_N_VIEWS] = {
  { "chromatogram",
    N_ ("Chromatogram"),
    N_ ("What the detector sees, with the measured traces. Drag peaks by their handles: sideways "
        "changes k′, up and down the amount, the handle on the flank k_d."),
    { "column", "mixture", "chromatogram", "measured-traces", "measured" },
    draw_chromatogram,
    drag_chromatogram,
    FALSE },
  { "column",
    N_ ("Inside the column"),
    N_ ("Bands of the compounds in the gas (above) and on the wall (below). Play the time."),
    { "mixture", "bands", "time" },
    draw_column,
    NULL,
    FALSE },
  { "van-deemter",
    N_ ("Plate height"),
    N_ ("Van Deemter’s curve of the selected analyte with the working point, which can be "
        "dragged."),
    { "column", "mixture", "van-deemter", "selected" },
    draw_van_deemter,
    drag_van_deemter,
    FALSE },
  { "map",
    N_ ("Position and time"),
    N_ ("The bands on their way, with the lines dx/dt = u/(1 + k′)."),
    { "column", "mixture", "map" },
    draw_map,
    NULL,
    TRUE },
  { "pressure",
    N_ ("Pressure and velocity"),
    N_ ("The gas expands on its way and speeds up."),
    { "column" },
    draw_pressure,
    NULL,
    TRUE },
  { "molecules",
    N_ ("Single molecules"),
    N_ ("Molecules hop on and off the wall; their exits grow into the exact peak. Play the time."),
    { "mixture", "molecules", "selected", "time" },
    draw_molecules,
    NULL,
    TRUE },
  { "overload",
    N_ ("Isotherm and overload"),
    N_ ("From a Gaussian to a shark fin as the amount rises; and what two compounds do to each "
        "other."),
    { "mixture", "overload", "selected" },
    draw_overload,
    drag_overload,
    TRUE },
  { "fit",
    N_ ("Fit"),
    N_ ("The fitted peaks with the baseline, what is left over, and how well each number is "
        "known."),
    { "fit-result", "measured-traces", "mixture" },
    gc_draw_fit,
    NULL,
    TRUE },
  { "ellipses",
    /* xgettext:no-c-format */
    N_ ("95 % likelihood ellipses"),
    N_ ("Where k′ and k_d of each analyte may lie together."),
    { "fit-result", "measured-traces", "mixture" },
    gc_draw_ellipses,
    NULL,
    TRUE },
  { "correlation",
    N_ ("Correlation of the fit"),
    N_ ("How the errors of the fitted numbers hang together."),
    { "fit-result", "measured-traces" },
    gc_draw_correlation,
    NULL,
    TRUE },
  { "profile",
    N_ ("Likelihood profile"),
    N_ ("How the fit worsens as the desorption rate of the selected analyte is held off its best."),
    { "profile", "fit-result", "measured-traces", "mixture" },
    gc_draw_profile,
    NULL,
    TRUE },
  { "calibration",
    N_ ("Calibration"),
    N_ ("Peak area against concentration over the opened files."),
    { "calibration", "measured-traces" },
    gc_draw_calibration,
    NULL,
    TRUE },
  { "methods",
    N_ ("Methods compared"),
    N_ ("Errors and times of other ways to the same curve, against the closed form."),
    { "mixture", "methods", "selected" },
    draw_methods,
    NULL,
    TRUE },
  { "programme",
    N_ ("Temperature programme"),
    N_ ("The oven over the chromatogram."),
    { "column", "mixture", "chromatogram" },
    draw_programme,
    NULL,
    TRUE },
};
