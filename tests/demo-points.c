/* demo-points.c: points with categories, in space and chosen, written to a folder to be looked at:
 * demo-points FOLDER. */
#include "figure/plume-export.h"
#include "figure/plume-paint.h"

#include <gio/gio.h>
#include <math.h>

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

typedef struct
{
  PlumeArray *x, *y, *z, *value, *codes;
  GStrv names;
} Sample;

/* Clusters around places on a spiral. */
static Sample
make_sample (gsize n, guint n_clusters)
{
  static const char *const species[] = { "setosa", "versicolor", "virginica" };
  Sample sample = { plume_array_new (n), plume_array_new (n), plume_array_new (n),
                    plume_array_new (n), plume_array_new (n), NULL };
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint64 state = 11;

  for (gsize i = 0; i < n; i++)
    {
      guint cluster = (guint)(i * n_clusters / n);
      double turn = 7.0 * cluster / n_clusters + 0.6, width = 0.35 + 0.1 * (cluster % 4);

      sample.codes->values[i] = i % 211 == 0 ? NAN : cluster;
      sample.x->values[i] = turn * cos (turn) + width * normal (&state);
      sample.y->values[i] = turn * sin (turn) + width * normal (&state);
      sample.z->values[i] = 3 * cos (0.7 * turn) + width * normal (&state);
      sample.value->values[i] = hypot (sample.x->values[i], sample.y->values[i]);
    }
  for (guint i = 0; i < n_clusters; i++)
    {
      char letter[2] = { (char)('A' + (int)i % 26), 0 };
      const char *name = n_clusters == 3 ? species[i] : letter;

      g_strv_builder_add (names, name);
    }
  sample.names = g_strv_builder_end (names);
  return sample;
}

static void
clear_sample (Sample *sample)
{
  plume_array_unref (sample->x);
  plume_array_unref (sample->y);
  plume_array_unref (sample->z);
  plume_array_unref (sample->value);
  plume_array_unref (sample->codes);
  g_strfreev (sample->names);
}

static PlumeFigure *
plane (gsize n, guint n_clusters, gboolean density, gboolean values)
{
  PlumeFigure *figure = plume_figure_new ("plane", "Embedding");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  Sample sample = make_sample (n, n_clusters);
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Coordinate 1", NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Coordinate 2", NULL);
  axes->equal_aspect = TRUE;
  mark = density ? plume_axes_add_density (axes, "points", NULL, sample.x, sample.y,
                                           (PlumeInk){ PLUME_COLOUR_BLUE })
                 : plume_axes_add_points (axes, "points", NULL, sample.x, sample.y,
                                          (PlumeInk){ PLUME_COLOUR_BLUE });
  if (values)
    plume_mark_set_values (mark, sample.value, PLUME_COLOUR_MAP_DEFAULT, "Radius <i>r</i> (mm)");
  else if (n_clusters > 0)
    plume_mark_set_categories (mark, sample.codes, (const char *const *)sample.names);
  plume_mark_set_items (mark, NULL);
  clear_sample (&sample);
  return figure;
}

static PlumeFigure *
space (gsize n, guint n_clusters, double azimuth, double elevation)
{
  PlumeFigure *figure = plume_figure_new ("space", "Embedding in space");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  Sample sample = make_sample (n, n_clusters);
  g_autoptr (PlumeArray) x = plume_array_new (200);
  g_autoptr (PlumeArray) y = plume_array_new (200);
  g_autoptr (PlumeArray) z = plume_array_new (200);
  PlumeMark *mark;

  plume_axes_set_space (axes, azimuth, elevation);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Coordinate <i>x</i>", "mm");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Coordinate <i>y</i>", "mm");
  plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, "Coordinate <i>z</i>", "mm");
  axes->equal_aspect = TRUE;
  for (int i = 0; i < 200; i++)
    {
      double turn = 7.0 * i / 200 + 0.6;

      x->values[i] = turn * cos (turn);
      y->values[i] = turn * sin (turn);
      z->values[i] = i % 50 == 0 ? NAN : 3 * cos (0.7 * turn);
    }
  plume_axes_add_line_in_space (axes, "thread", NULL, x, y, z,
                                (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.7 });
  mark = plume_axes_add_points_in_space (axes, "points", NULL, sample.x, sample.y, sample.z,
                                         (PlumeInk){ PLUME_COLOUR_BLUE });
  plume_mark_set_categories (mark, sample.codes, (const char *const *)sample.names);
  plume_mark_set_items (mark, NULL);
  clear_sample (&sample);
  return figure;
}

static PlumeFigure *
side_by_side (void)
{
  static const char *const methods[] = { "Heat-geodesic", "PHATE", "Diffusion map", "t-SNE" };
  PlumeFigure *figure = plume_figure_new ("methods", "Four methods");
  Sample sample = make_sample (800, 10);

  plume_figure_set_columns (figure, 2);
  for (int i = 0; i < 4; i++)
    {
      PlumeAxes *axes = plume_figure_add_axes (figure, methods[i], methods[i], 1);
      PlumeMark *mark;

      axes->no_legend = i % 2 == 0;
      axes->link_x = 1;
      plume_axes_set_space (axes, 35, 25);
      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Coordinate 1", NULL);
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Coordinate 2", NULL);
      plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, "Coordinate 3", NULL);
      mark = plume_axes_add_points_in_space (axes, methods[i], NULL, sample.x, sample.y, sample.z,
                                             (PlumeInk){ PLUME_COLOUR_BLUE });
      plume_mark_set_categories (mark, sample.codes, (const char *const *)sample.names);
      plume_mark_set_items (mark, NULL);
    }
  clear_sample (&sample);
  return figure;
}

static void
show (const char *folder,
      const char *name,
      PlumeFigure *figure,
      double width,
      double height,
      gboolean dark,
      PlumeSelection *selection)
{
  PlumeStyle style = plume_style_screen (dark, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, width, height, NULL, 0, NULL);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  plume_layout_set_selection (layout, selection);
  plume_cairo_paint (cr, layout);
  cairo_surface_write_to_png (surface, path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
write_svg (const char *folder, const char *name, PlumeFigure *figure, PlumeSelection *selection)
{
  g_autofree char *file = g_strdup_printf ("%s.svg", name);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  PlumeExport settings = {
    .format = PLUME_EXPORT_SVG, .width_mm = 89, .height_mm = 66, .dpi = 300, .selection = selection
  };

  if (!plume_export_figure (figure, NULL, 0, NULL, &settings, path, &error))
    g_printerr ("%s\n", error->message);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *name;
    PlumeFigure *figure;
    gsize n;
  } figures[] = {
    { "three", plane (600, 3, FALSE, FALSE), 600 },
    { "ten", plane (3000, 10, FALSE, FALSE), 3000 },
    { "letters", plane (8000, 26, FALSE, FALSE), 8000 },
    { "many", plane (400000, 10, FALSE, FALSE), 400000 },
    { "density", plane (400000, 0 + 1, TRUE, FALSE), 400000 },
    { "values", plane (400000, 10, FALSE, TRUE), 400000 },
    { "space", space (1500, 10, 35, 25), 1500 },
    { "space-many", space (200000, 10, 35, 25), 200000 },
    { "space-above", space (600, 3, -60, 70), 600 },
    { "side-by-side", side_by_side (), 800 },
    { "space-below", space (600, 3, 0, -20), 600 },
  };

  if (argc < 2)
    return 2;
  g_mkdir_with_parents (argv[1], 0755);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *dark = g_strconcat (figures[i].name, "-dark", NULL),
                      *small = g_strconcat (figures[i].name, "-small", NULL),
                      *chosen = g_strconcat (figures[i].name, "-chosen", NULL);
      g_autofree guint8 *flags = g_new0 (guint8, figures[i].n);
      g_autoptr (PlumeSelection) selection = NULL;

      for (gsize k = figures[i].n / 2; k < figures[i].n * 2 / 3; k++)
        flags[k] = 1;
      selection = plume_selection_new_from_flags (flags, figures[i].n);
      show (argv[1], figures[i].name, figures[i].figure, 640, 440, FALSE, NULL);
      show (argv[1], dark, figures[i].figure, 640, 440, TRUE, NULL);
      show (argv[1], chosen, figures[i].figure, 640, 440, FALSE, selection);
      show (argv[1], small, figures[i].figure, 260, 180, FALSE, NULL);
      write_svg (argv[1], figures[i].name, figures[i].figure, NULL);
      write_svg (argv[1], chosen, figures[i].figure, selection);
      plume_figure_unref (figures[i].figure);
    }
  return 0;
}
