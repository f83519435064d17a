/* plume-canvas-snapshot.c: puts the picture together.
 *
 * Below the picture; over it the states (computing, failed), rings around handles, the rubber band
 * and the crosshair. It changes nothing of the canvas.
 */
#include "app/plume-canvas-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define OPACITY_WAITING 0.6
#define OPACITY_FAILED  0.25

static void
snapshot_sentence (PlumeCanvas *canvas, GtkSnapshot *snapshot, const char *sentence)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (widget, sentence);
  int room = gtk_widget_get_width (widget), width, height;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  pango_layout_set_width (text, MAX (room - 48, 48) < 480 ? MAX (room - 48, 48) * PANGO_SCALE
                                                          : 480 * PANGO_SCALE);
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (text, NULL, &height);
  width = pango_layout_get_width (text) / PANGO_SCALE;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float)(room - width) / 2,
                                      (float)(gtk_widget_get_height (widget) - height) / 2));
  gtk_snapshot_append_layout (snapshot, text, &colour);
  gtk_snapshot_restore (snapshot);
}

/* A faded picture lets its own background through and not the window's. */
static void
snapshot_ground (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  PlumeStyle style = plume_canvas_get_style (canvas);
  PlumeRgba ground = plume_style_background (&style);
  GdkRGBA colour = { (float)ground.red, (float)ground.green, (float)ground.blue,
                     (float)ground.alpha };

  gtk_snapshot_append_color (
      snapshot, &colour,
      &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (GTK_WIDGET (canvas)),
                           (float)gtk_widget_get_height (GTK_WIDGET (canvas))));
}

static void
snapshot_box (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  PlumeRgba ink = plume_style_colour (&canvas->layout->style, PLUME_COLOUR_BLUE);
  GdkRGBA fill = { (float)ink.red, (float)ink.green, (float)ink.blue, 0.12f };
  GdkRGBA edge = { (float)ink.red, (float)ink.green, (float)ink.blue, 0.8f };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (
      &outline,
      &GRAPHENE_RECT_INIT ((float)MIN (canvas->grip_x, canvas->box_x),
                           (float)MIN (canvas->grip_y, canvas->box_y),
                           (float)fabs (canvas->box_x - canvas->grip_x),
                           (float)fabs (canvas->box_y - canvas->grip_y)),
      0);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ edge, edge, edge, edge });
}

/* The free outline so far, closed. */
static void
snapshot_lasso (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  PlumeRgba ink = plume_style_colour (&canvas->layout->style, PLUME_COLOUR_BLUE);
  const double *places = (const double *)(gpointer)canvas->outline->data;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (GTK_WIDGET (canvas)),
                                     (float)gtk_widget_get_height (GTK_WIDGET (canvas))));

  for (guint i = 0; i < canvas->outline->len; i++)
    cairo_line_to (cr, places[2 * i], places[2 * i + 1]);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.12);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* A handle under the pointer, held, or chosen by keyboard has a ring around it. */
static void
snapshot_ring (PlumeCanvas *canvas,
               GtkSnapshot *snapshot,
               const PlumePlot *plot,
               const PlumeMark *mark)
{
  PlumeRgba ink = plume_style_colour (&canvas->layout->style, mark->ink.colour);
  double x = plume_plot_x (plot, mark->x->values[0]);
  double y = plume_plot_y (plot, mark->y->values[0]);
  float radius = (float)(3.2 * canvas->layout->style.marker);
  GdkRGBA fill = { (float)ink.red, (float)ink.green, (float)ink.blue, 0.22f };
  GdkRGBA edge = { (float)ink.red, (float)ink.green, (float)ink.blue, 1 };
  GskRoundedRect outline;

  if (!isfinite (x) || !isfinite (y))
    return;
  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT ((float)x - radius, (float)y - radius, 2 * radius, 2 * radius),
      radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1.5f, 1.5f, 1.5f, 1.5f },
                              (GdkRGBA[4]){ edge, edge, edge, edge });
}

static void
snapshot_grips (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  gboolean focus = gtk_widget_has_visible_focus (GTK_WIDGET (canvas));

  if (canvas->layout == NULL || canvas->failure != NULL)
    return;
  for (guint i = 0; i < canvas->layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (canvas->layout->plots, i);

      for (guint j = 0; j < plot->axes->marks->len; j++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, j);
          gboolean held =
              canvas->grip == PLUME_GRIP_HANDLE && g_strcmp0 (mark->id, canvas->grip_handle) == 0;
          gboolean chosen = focus && g_strcmp0 (mark->id, canvas->stop) == 0;

          if (mark->kind == PLUME_MARK_HANDLE && (mark == canvas->hovered_handle || held || chosen))
            snapshot_ring (canvas, snapshot, plot, mark);
        }
    }
  if (canvas->grip_moved
      && (canvas->grip == PLUME_GRIP_BOX || (canvas->grip == PLUME_GRIP_SELECT && !canvas->lasso)))
    snapshot_box (canvas, snapshot);
  else if (canvas->grip_moved && canvas->grip == PLUME_GRIP_SELECT)
    snapshot_lasso (canvas, snapshot);
}

void
plume_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlumeCanvas *canvas = PLUME_CANVAS (widget);
  double opacity = canvas->failure != NULL ? OPACITY_FAILED : canvas->waiting ? OPACITY_WAITING : 1;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (widget),
                                                         (float)gtk_widget_get_height (widget)));
  if (opacity < 1)
    {
      snapshot_ground (canvas, snapshot);
      gtk_snapshot_push_opacity (snapshot, opacity);
    }
  plume_canvas_picture_snapshot (canvas, snapshot);
  if (opacity < 1)
    gtk_snapshot_pop (snapshot);
  if (canvas->failure != NULL)
    snapshot_sentence (canvas, snapshot, canvas->failure);
  else if (canvas->figure == NULL && canvas->waiting)
    snapshot_sentence (canvas, snapshot, _ ("Computing…"));
  snapshot_grips (canvas, snapshot);
  plume_canvas_crosshair_snapshot (canvas, snapshot);
  gtk_snapshot_pop (snapshot);
}
