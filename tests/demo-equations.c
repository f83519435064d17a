/* demo-equations.c: the equations of all experiments as pictures to be looked at, light and dark:
 * demo-equations FOLDER [WIDTH].
 */
#include "experiments/plume-experiments.h"
#include "figure/plume-equation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SCALE  2
#define MARGIN 12

static double
draw_all (cairo_t *cr, const PlumeExperiment *experiment, const PlumeStyle *style, double width)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) equations = plume_equations_new (experiment->equations, &error);
  PlumeRgba colour = plume_style_text (style);
  double y = MARGIN;

  if (equations == NULL)
    g_error ("%s: %s", experiment->id, error->message);
  for (guint i = 0; i < equations->len; i++)
    {
      g_autoptr (PlumeEquationLayout) layout = plume_equation_layout_new (
          g_ptr_array_index (equations, i), style, style->font_size, width - 2 * MARGIN);

      plume_equation_layout_draw (layout, cr, MARGIN, y + layout->ascent, &colour);
      y += layout->ascent + layout->descent + 10;
    }
  return y;
}

int
main (int argc, char **argv)
{
  double width = argc > 2 ? atof (argv[2]) : 340;

  if (argc < 2)
    return fprintf (stderr, "demo-equations FOLDER [WIDTH]\n"), 2;
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    for (int dark = 0; dark < 2; dark++)
      {
        PlumeStyle style = plume_style_screen (dark, SCALE);
        PlumeRgba ground = plume_style_background (&style);
        g_autofree char *path =
            g_strdup_printf ("%s/%s%s.png", argv[1], (*experiment)->id, dark ? "-dark" : "");
        cairo_surface_t *surface =
            cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)ceil (SCALE * width), SCALE * 620);
        cairo_t *cr = cairo_create (surface);

        cairo_scale (cr, SCALE, SCALE);
        cairo_set_source_rgb (cr, ground.red, ground.green, ground.blue);
        cairo_paint (cr);
        draw_all (cr, *experiment, &style, width);
        cairo_destroy (cr);
        cairo_surface_write_to_png (surface, path);
        cairo_surface_destroy (surface);
      }
  return 0;
}
