/* plume-canvas-brush.c: drawing on a view whose experiment takes strokes.
 *
 * A stroke is collected in data coordinates and told from its beginning at every movement, so that
 * the experiment sees one stroke and the undo list one step.
 */
#include "app/plume-canvas-private.h"

#define REACH 9.0 /* of the eraser, pixels */

typedef struct
{
  double x, y;
} Place;

gboolean
plume_canvas_can_draw (PlumeCanvas *canvas)
{
  return plume_study_get_experiment (canvas->study)->views[canvas->view].brush != NULL;
}

/**
 * plume_canvas_set_draws:
 * @draws: whether the pointer draws instead of moving axes; only where the view has a brush
 */
void
plume_canvas_set_draws (PlumeCanvas *canvas, gboolean draws)
{
  draws = draws && plume_canvas_can_draw (canvas);
  if (canvas->draws == draws)
    return;
  plume_canvas_gestures_stop (canvas);
  plume_canvas_crosshair_hide (canvas);
  if (draws)
    plume_canvas_set_selects (canvas, FALSE);
  canvas->draws = draws;
  g_signal_emit_by_name (canvas, "draws-changed");
}

gboolean
plume_canvas_get_draws (PlumeCanvas *canvas)
{
  return canvas->draws;
}

static void
tell (PlumeCanvas *canvas)
{
  const PlumePlot *plot = g_ptr_array_index (canvas->grip_layout->plots, canvas->grip_zone.plot);
  gsize n = canvas->stroke->len;
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  g_autoptr (GError) error = NULL;
  PlumeStroke stroke = {
    .length = n, .x = x, .y = y, .axes = (guint)canvas->grip_zone.plot, .erases = canvas->erases
  };

  for (gsize i = 0; i < n; i++)
    {
      x[i] = g_array_index (canvas->stroke, Place, i).x;
      y[i] = g_array_index (canvas->stroke, Place, i).y;
    }
  stroke.reach = plume_plot_x_inverse (plot, plot->frame.x + REACH)
                 - plume_plot_x_inverse (plot, plot->frame.x);
  if (!plume_study_brush (canvas->study, canvas->view, canvas->drawn_on, &stroke, &error))
    plume_canvas_notice (canvas, error->message);
}

static void
add_place (PlumeCanvas *canvas, double x, double y)
{
  const PlumePlot *plot = g_ptr_array_index (canvas->grip_layout->plots, canvas->grip_zone.plot);
  Place place = {
    plume_plot_x_inverse (plot, CLAMP (x, plot->frame.x, plot->frame.x + plot->frame.width)),
    plume_plot_y_inverse (plot, CLAMP (y, plot->frame.y, plot->frame.y + plot->frame.height)),
  };

  g_array_append_val (canvas->stroke, place);
}

/* After the grip began on a plot. */
void
plume_canvas_brush_begin (PlumeCanvas *canvas, double x, double y, gboolean erases)
{
  canvas->erases = erases;
  canvas->straight_from = 0;
  canvas->stroke = g_array_new (FALSE, FALSE, sizeof (Place));
  canvas->drawn_on = plume_values_ref (plume_study_get_values (canvas->study));
  plume_study_set_held (canvas->study, TRUE);
  add_place (canvas, x, y);
  tell (canvas);
}

/**
 * plume_canvas_brush_to:
 * @x, @y: where the pointer is now
 * @straight: whether the stroke goes there straight from where it was when this began to be so
 */
void
plume_canvas_brush_to (PlumeCanvas *canvas, double x, double y, gboolean straight)
{
  if (!straight)
    canvas->straight_from = 0;
  else if (canvas->straight_from == 0)
    canvas->straight_from = canvas->stroke->len;
  else
    g_array_set_size (canvas->stroke, canvas->straight_from);
  add_place (canvas, x, y);
  tell (canvas);
}

void
plume_canvas_brush_end (PlumeCanvas *canvas)
{
  g_clear_pointer (&canvas->stroke, g_array_unref);
  g_clear_pointer (&canvas->drawn_on, plume_values_unref);
  plume_study_set_held (canvas->study, FALSE);
}
