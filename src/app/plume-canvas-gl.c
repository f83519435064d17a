/* plume-canvas-gl.c: the marks painted by the graphics card, in a GtkGLArea below the words.
 *
 * A card that is only played by the processor is slower than Cairo on a worker thread, so there
 * Cairo paints unless a person wants otherwise; the display is asked once. Images and densities are
 * made by plume-canvas-pixels.c.
 */
#include "app/plume-canvas-private.h"

#include "gl/plume-gl-painter.h"
#include <epoxy/gl.h>
#include <string.h>

struct _PlumeCanvasGl
{
  PlumeGlPainter *painter;
  guint give_up;
};

#define IS_SOFTWARE "plume-gl-is-software" /* key of the display */

static gboolean
give_up (gpointer data)
{
  PlumeCanvas *canvas = data;

  canvas->gl->give_up = 0;
  plume_canvas_gl_close (canvas);
  plume_canvas_picture_update (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  return G_SOURCE_REMOVE;
}

/* From the next turn of the main loop on Cairo paints; a sentence says why, where there is
 * something to say. */
static void
fall_back (PlumeCanvas *canvas, const char *sentence)
{
  if (canvas->gl->give_up != 0)
    return;
  /* not at the priority of idle work, for which a picture that moves leaves no time */
  canvas->gl->give_up = g_idle_add_full (G_PRIORITY_DEFAULT, give_up, canvas, NULL);
  if (sentence != NULL)
    plume_canvas_notice (canvas, sentence);
}

static gboolean
is_software (void)
{
  const char *renderer = (const char *)glGetString (GL_RENDERER);

  return renderer != NULL
         && (strstr (renderer, "llvmpipe") != NULL || strstr (renderer, "softpipe") != NULL
             || strstr (renderer, "swrast") != NULL);
}

static void
on_realize (GtkGLArea *area, PlumeCanvas *canvas)
{
  g_autoptr (GError) error = NULL;

  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) != NULL)
    {
      fall_back (canvas, gtk_gl_area_get_error (area)->message);
      return;
    }
  if (!canvas->insist_on_gl && is_software ())
    {
      g_object_set_data (G_OBJECT (gtk_widget_get_display (GTK_WIDGET (area))), IS_SOFTWARE,
                         GINT_TO_POINTER (TRUE));
      fall_back (canvas, NULL);
      return;
    }
  canvas->gl->painter = plume_gl_painter_new (&error);
  if (canvas->gl->painter == NULL)
    fall_back (canvas, error->message);
  else
    plume_gl_painter_set_pixels_func (canvas->gl->painter, plume_canvas_pixels_get, canvas);
}

static void
on_unrealize (GtkGLArea *area, PlumeCanvas *canvas)
{
  gtk_gl_area_make_current (area);
  if (gtk_gl_area_get_error (area) == NULL)
    g_clear_pointer (&canvas->gl->painter, plume_gl_painter_free);
}

static gboolean
on_render (GtkGLArea *area, GdkGLContext *context, PlumeCanvas *canvas)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  g_autoptr (GError) error = NULL;

  if (canvas->gl->painter == NULL || canvas->layout == NULL)
    return TRUE;
  if (!plume_gl_painter_paint (canvas->gl->painter, canvas->layout,
                               gtk_widget_get_width (GTK_WIDGET (area)) * scale,
                               gtk_widget_get_height (GTK_WIDGET (area)) * scale, scale, &error))
    fall_back (canvas, error->message);
  return TRUE;
}

void
plume_canvas_gl_open (PlumeCanvas *canvas)
{
  GObject *display = G_OBJECT (gtk_widget_get_display (GTK_WIDGET (canvas)));

  if (canvas->area != NULL
      || (!canvas->insist_on_gl && g_object_get_data (display, IS_SOFTWARE) != NULL))
    return;
  if (canvas->gl == NULL)
    canvas->gl = g_new0 (PlumeCanvasGl, 1);
  canvas->area = gtk_gl_area_new ();
  gtk_gl_area_set_auto_render (GTK_GL_AREA (canvas->area), FALSE);
  gtk_widget_set_can_target (canvas->area, FALSE);
  g_signal_connect (canvas->area, "realize", G_CALLBACK (on_realize), canvas);
  g_signal_connect (canvas->area, "unrealize", G_CALLBACK (on_unrealize), canvas);
  g_signal_connect (canvas->area, "render", G_CALLBACK (on_render), canvas);
  gtk_widget_set_parent (canvas->area, GTK_WIDGET (canvas));
  gtk_gl_area_queue_render (GTK_GL_AREA (canvas->area));
}

void
plume_canvas_gl_close (PlumeCanvas *canvas)
{
  if (canvas->gl == NULL)
    return;
  g_clear_handle_id (&canvas->gl->give_up, g_source_remove);
  g_clear_pointer (&canvas->area, gtk_widget_unparent);
  g_clear_pointer (&canvas->gl, g_free);
}
