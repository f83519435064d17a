/* demo-figure.c: typical figures, written to a folder to be looked at: demo-figure FOLDER. */
#include "figure/plume-export.h"
#include "figure/plume-paint.h"

#include <gio/gio.h>
#include <math.h>
#include <stdio.h>

#define INK(c, ...) ((PlumeInk){ .colour = PLUME_COLOUR_##c, __VA_ARGS__ })

static double
noise (guint64 *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0 - 0.5;
}

static double
normal (guint64 *state)
{
  double sum = 0;

  for (int i = 0; i < 12; i++)
    sum += noise (state);
  return sum;
}

static PlumeFigure *
chromatogram (void)
{
  static const char *const names[] = { "benzene", "toluene", "ethylbenzene", "<i>m</i>-xylene",
                                       "<i>o</i>-xylene" };
  static const double heights[] = { 0.31, 0.52, 0.24, 0.38, 0.18 };
  PlumeFigure *figure = plume_figure_new ("chromatogram", "Gas chromatography of BTEX");
  PlumeAxes *top = plume_figure_add_axes (figure, "signal", NULL, 3);
  PlumeAxes *low = plume_figure_add_axes (figure, "residuals", NULL, 1);
  g_autoptr (PlumeArray) t = plume_array_new_linear (0, 900, 3000);
  g_autoptr (PlumeArray) sum = plume_array_new (3000);
  g_autoptr (PlumeArray) rest = plume_array_new (3000);
  guint64 state = 7;

  top->link_x = low->link_x = 1;
  plume_axis_set (&top->x, PLUME_SCALE_TIME, "Time <i>t</i>", "s");
  plume_axis_set (&low->x, PLUME_SCALE_TIME, "Time <i>t</i>", "s");
  plume_axis_set (&top->y, PLUME_SCALE_LINEAR, "Concentration <i>c</i>", "mol/m³");
  plume_axis_set (&low->y, PLUME_SCALE_LINEAR, "Residual", "mol/m³");
  for (int k = 0; k < 5; k++)
    {
      g_autoptr (PlumeArray) y = plume_array_new (3000);

      for (gsize i = 0; i < 3000; i++)
        {
          double centre = 150 + 140 * k, width = 10 + 4 * k;

          y->values[i] = heights[k] * exp (-0.5 * pow ((t->values[i] - centre) / width, 2));
          sum->values[i] += y->values[i];
        }
      plume_axes_add_line (top, names[k], names[k], t, y,
                           (PlumeInk){ .colour = plume_colour_of_component ((guint)k) });
    }
  for (gsize i = 0; i < 3000; i++)
    {
      rest->values[i] = 0.003 * normal (&state);
      sum->values[i] += rest->values[i];
    }
  plume_axes_add_line (top, "measured", "measured", t, sum, INK (GREY, .width = 0.6));
  plume_axes_add_line (low, "residual", NULL, t, rest, INK (GREY, .width = 0.6));
  plume_axes_add_horizontal_rule (low, "zero", NULL, 0, INK (TEXT));
  plume_axes_add_vertical_rule (top, "dead-time", "<i>t</i><sub>0</sub>", 60,
                                INK (GREY, .dash = PLUME_DASH_DOTTED));
  plume_axes_add_handle (top, "inject", NULL, 60, 0.2, PLUME_DRAG_HORIZONTAL, INK (VERMILION));
  return figure;
}

static PlumeFigure *
log_log (void)
{
  PlumeFigure *figure = plume_figure_new ("msd", "Mean squared displacement");
  PlumeAxes *axes = plume_figure_add_axes (figure, "msd", NULL, 1);
  g_autoptr (PlumeArray) t = plume_array_new (60);
  g_autoptr (PlumeArray) y = plume_array_new (60);
  g_autoptr (PlumeArray) fit = plume_array_new (60);
  g_autoptr (PlumeArray) low = plume_array_new (60);
  g_autoptr (PlumeArray) high = plume_array_new (60);
  guint64 state = 3;

  plume_axis_set (&axes->x, PLUME_SCALE_LOG, "Lag time <i>τ</i>", "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, "⟨Δ<i>r</i>²⟩", "m²");
  for (gsize i = 0; i < 60; i++)
    {
      t->values[i] = pow (10, -6 + 7.0 * (double)i / 59);
      fit->values[i] = 4e-9 * pow (t->values[i], 0.8);
      y->values[i] = fit->values[i] * exp (0.25 * normal (&state));
      low->values[i] = fit->values[i] * 0.6;
      high->values[i] = fit->values[i] * 1.7;
    }
  plume_axes_add_band (axes, "ci", "95 % interval", t, low, high, INK (BLUE));
  plume_axes_add_line (axes, "fit", "fit, <i>α</i> = 0.80", t, fit,
                       INK (BLUE, .dash = PLUME_DASH_DASHED));
  plume_axes_add_points (axes, "measured", "measured", t, y, INK (TEXT, .size = 1.6));
  return figure;
}

static PlumeFigure *
heat_map (gboolean diverging)
{
  PlumeFigure *figure =
      plume_figure_new ("column", diverging ? "Difference to the exact solution"
                                            : "Column <i>c</i>(<i>x</i>, <i>t</i>)");
  PlumeAxes *axes = plume_figure_add_axes (figure, "column", NULL, 1);
  g_autoptr (PlumeArray) values = plume_array_new (300 * 400);
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_TIME, "Time <i>t</i>", "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Position <i>x</i>", "m");
  for (gsize row = 0; row < 300; row++)
    for (gsize column = 0; column < 400; column++)
      {
        double x = (double)row / 300, t = (double)column / 400, sigma = 0.03 + 0.06 * sqrt (t);

        values->values[row * 400 + column] =
            diverging ? 1e-4 * sin (9 * x) * cos (7 * t) + 3e-5
                      : 0.03 / sigma * exp (-0.5 * pow ((x - t) / sigma, 2));
        if (row > 250 && column < 40)
          values->values[row * 400 + column] = NAN;
      }
  mark = plume_axes_add_image (axes, "field", 300, 400, values, 0, 7200, 0, 30);
  plume_mark_set_values (mark, values,
                         diverging ? PLUME_COLOUR_MAP_DIVERGING : PLUME_COLOUR_MAP_DEFAULT,
                         diverging ? "Error (mol/m³)" : "Concentration <i>c</i> (mol/m³)");
  if (!diverging)
    plume_mark_set_value_range (mark, 0, 0.6);
  return figure;
}

static PlumeFigure *
density (gsize length, gboolean plain)
{
  PlumeFigure *figure = plume_figure_new ("phase", "Phase plane");
  PlumeAxes *axes = plume_figure_add_axes (figure, "phase", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new (length);
  g_autoptr (PlumeArray) y = plume_array_new (length);
  guint64 state = 1;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "<i>x</i>", "m");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "<i>y</i>", "m");
  axes->equal_aspect = TRUE;
  for (gsize i = 0; i < length; i++)
    {
      double r = 1 + 0.15 * normal (&state), angle = 6.283 * noise (&state);

      x->values[i] = r * cos (angle) + (i % 2 == 0 ? 0.8 : 0);
      y->values[i] = r * sin (angle);
    }
  if (plain)
    plume_axes_add_points (axes, "stars", "stars", x, y, INK (BLUE));
  else
    plume_axes_add_density (axes, "stars", NULL, x, y, INK (BLUE));
  return figure;
}

static PlumeFigure *
bars (void)
{
  static const char *const names[] = { "VP-SDE",        "VE-SDE",         "sub-VP", "EDM",
                                       "Flow matching", "Rectified flow", NULL };
  PlumeFigure *figure = plume_figure_new ("bars", "Steps to reach FID 3");
  PlumeAxes *axes = plume_figure_add_axes (figure, "histogram", "Histogram of displacements", 1);
  PlumeAxes *second = plume_figure_add_axes (figure, "methods", "By method", 1);
  g_autoptr (PlumeArray) left = plume_array_new_linear (-4e-6, 3.8e-6, 40);
  g_autoptr (PlumeArray) right = plume_array_new_linear (-3.8e-6, 4e-6, 40);
  g_autoptr (PlumeArray) height = plume_array_new (40);
  g_autoptr (PlumeArray) l2 = plume_array_new_linear (-0.35, 4.65, 6);
  g_autoptr (PlumeArray) r2 = plume_array_new_linear (0.35, 5.35, 6);
  g_autoptr (PlumeArray) h2 = plume_array_new_linear (180, 12, 6);

  for (gsize i = 0; i < 40; i++)
    height->values[i] = floor (240000 * exp (-0.5 * pow ((left->values[i] + 1e-7) / 1.2e-6, 2)));
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Displacement Δ<i>x</i>", "m");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Particles", NULL);
  plume_axes_add_bars (axes, "histogram", "simulated", left, right, height, INK (SKY));
  plume_axis_set (&second->x, PLUME_SCALE_CATEGORY, "Method", NULL);
  plume_axis_set_categories (&second->x, names);
  plume_axis_set (&second->y, PLUME_SCALE_LINEAR, "Steps", NULL);
  plume_axes_add_bars (second, "methods", NULL, l2, r2, h2, INK (GREEN));
  return figure;
}

static PlumeFigure *
decays (void)
{
  PlumeFigure *figure = plume_figure_new ("decay", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "decay", NULL, 1);
  g_autoptr (PlumeArray) t = plume_array_new_linear (0, 12, 400);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Diffusion time <i>t</i>", "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Mode amplitude <i>a</i>", NULL);
  for (int k = 0; k < 5; k++)
    {
      g_autoptr (PlumeArray) y = plume_array_new (400);
      g_autofree char *label = g_strdup_printf ("<i>k</i> = %d", k + 1);

      for (gsize i = 0; i < 400; i++)
        y->values[i] = (1 + 0.3 * k) * exp (-t->values[i] / (4 + 9 * k)) - 0.1 * k;
      plume_axes_add_line (axes, label, label, t, y,
                           (PlumeInk){ .colour = plume_colour_of_component ((guint)k) });
    }
  return figure;
}

static PlumeFigure *
long_names (void)
{
  PlumeFigure *figure =
      plume_figure_new ("long", "A title so long that no journal column could ever hold it, "
                                "whatever the editor says about it");
  PlumeAxes *axes = plume_figure_add_axes (figure, "long", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new_linear (1e6, 1e6 + 3e4, 200);
  g_autoptr (PlumeArray) y = plume_array_new (200);
  g_autoptr (PlumeArray) value = plume_array_new_linear (0, 1, 200);
  guint64 state = 5;
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR,
                  "Wave number <i>k</i> of an extremely long and rather boring description", "1/m");
  plume_axis_set (&axes->y, PLUME_SCALE_SYMLOG,
                  "Signed flux of everything that could possibly move at all", "mol/(m² s)");
  axes->y.symlog_threshold = 1;
  for (gsize i = 0; i < 200; i++)
    y->values[i] = 3000 * sin (i / 20.0) * noise (&state);
  mark = plume_axes_add_points (axes, "flux", NULL, x, y,
                                INK (BLUE, .marker = PLUME_MARKER_SQUARE, .size = 1.4));
  plume_mark_set_values (mark, value, PLUME_COLOUR_MAP_MAGMA, "Phase <i>φ</i>");
  plume_axes_add_text (axes, "word", 1.01e6, 300, "here it turns", -1, -1, INK (VERMILION));
  return figure;
}

static PlumeFigure *
note (void)
{
  PlumeFigure *figure = plume_figure_new ("none", "Nothing");

  plume_figure_set_note (figure,
                         "No data yet: open a chromatogram with Open, or drop a CSV file here.");
  return figure;
}

static void
show (const char *folder,
      const char *name,
      PlumeFigure *figure,
      double width,
      double height,
      gboolean dark,
      double scale)
{
  PlumeStyle style = plume_style_screen (dark, scale);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, width, height, NULL, 0, NULL);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(width * scale), (int)(height * scale));
  cairo_t *cr = cairo_create (surface);
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  cairo_scale (cr, scale, scale);
  plume_cairo_paint (cr, layout);
  cairo_surface_write_to_png (surface, path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
write_file (
    const char *folder, const char *name, PlumeFigure *figure, double width_mm, double height_mm)
{
  static const char *const endings[] = { "png", "svg", "pdf" };

  for (int format = PLUME_EXPORT_PNG; format <= PLUME_EXPORT_PDF; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *file = g_strdup_printf ("file-%s.%s", name, endings[format]);
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autofree char *description = plume_figure_describe (figure);
      PlumeExport settings = { .format = (PlumeExportFormat)format,
                               .width_mm = width_mm,
                               .height_mm = height_mm,
                               .dpi = 300,
                               .recipe = "{\"experiment\":\"demo\"}",
                               .description = description };

      if (!plume_export_figure (figure, NULL, 0, NULL, &settings, path, &error))
        g_printerr ("%s\n", error->message);
      if (format == PLUME_EXPORT_PNG)
        printf ("%s\n", description);
    }
}

int
main (int argc, char **argv)
{
  PlumeFigure *figures[] = {
    chromatogram (),      log_log (), heat_map (FALSE), heat_map (TRUE), density (300000, FALSE),
    density (3000, TRUE), bars (),    decays (),        long_names (),   note ()
  };
  static const char *const names[] = { "chromatogram", "loglog", "heat",   "difference", "density",
                                       "points",       "bars",   "decays", "long",       "note" };

  if (argc < 2)
    return 2;
  g_mkdir_with_parents (argv[1], 0755);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *dark = g_strconcat (names[i], "-dark", NULL),
                      *tiny = g_strconcat (names[i], "-tiny", NULL);

      show (argv[1], names[i], figures[i], 760, 460, FALSE, 1);
      show (argv[1], dark, figures[i], 900, 520, TRUE, 1);
      show (argv[1], tiny, figures[i], 200, 120, FALSE, 1);
      write_file (argv[1], names[i], figures[i], 89, 60);
    }
  show (argv[1], "chromatogram-large", figures[0], 1900, 1000, FALSE, 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    plume_figure_unref (figures[i]);
  return 0;
}
