/* plume-equation-view.c: equations below each other, as wide as there is room.
 *
 * Layouts of the last width are kept, since a widget is measured more often than it is laid out. An
 * equation that cannot be broken enough is drawn smaller instead of being cut.
 */
#include "app/plume-equation-view.h"

#include "figure/plume-equation.h"
#include <math.h>

#define GAP      12
#define LEAST    160 /* width, pixels */
#define NATURAL  340
#define RELATIVE 1.08 /* size over that of the text around */

struct _PlumeEquationView
{
  GtkWidget parent_instance;

  GPtrArray *equations; /* PlumeEquation */
  GPtrArray *layouts;   /* PlumeEquationLayout, of width and size */
  double width, size;
};

G_DEFINE_FINAL_TYPE (PlumeEquationView, plume_equation_view, GTK_TYPE_WIDGET)

static double
font_size (PlumeEquationView *view)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (view));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double)pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (resolution > 0 ? resolution : 96) / 72;
  return RELATIVE * (size > 0 ? size : 14);
}

static void
ensure_layouts (PlumeEquationView *view, double width)
{
  double size = font_size (view);
  PlumeStyle style = plume_style_screen (FALSE, 1);

  if (view->layouts->len == view->equations->len && view->width == width && view->size == size)
    return;
  g_ptr_array_set_size (view->layouts, 0);
  for (guint i = 0; i < view->equations->len; i++)
    g_ptr_array_add (
        view->layouts,
        plume_equation_layout_new (g_ptr_array_index (view->equations, i), &style, size, width));
  view->width = width;
  view->size = size;
}

/* What makes an equation fit that is too wide even when it is broken. */
static double
shrinkage (const PlumeEquationLayout *layout, double width)
{
  return layout->width > width ? width / layout->width : 1;
}

static void
plume_equation_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (widget);
  double width = for_size > 0 ? for_size : NATURAL, height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST;
      *natural = NATURAL;
      return;
    }
  ensure_layouts (view, width);
  for (guint i = 0; i < view->layouts->len; i++)
    {
      const PlumeEquationLayout *layout = g_ptr_array_index (view->layouts, i);

      height += (layout->ascent + layout->descent) * shrinkage (layout, width) + (i > 0 ? GAP : 0);
    }
  *minimum = *natural = (int)ceil (height);
}

static GtkSizeRequestMode
plume_equation_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
plume_equation_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  GdkRGBA foreground;
  PlumeRgba colour;
  double y = 0;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &foreground);
  colour = (PlumeRgba){ foreground.red, foreground.green, foreground.blue, foreground.alpha };
  ensure_layouts (view, width);
  for (guint i = 0; i < view->layouts->len; i++)
    {
      const PlumeEquationLayout *layout = g_ptr_array_index (view->layouts, i);
      double scale = shrinkage (layout, width);

      cairo_save (cr);
      cairo_translate (cr, 0, y);
      cairo_scale (cr, scale, scale);
      plume_equation_layout_draw (layout, cr, 0, layout->ascent, &colour);
      cairo_restore (cr);
      y += (layout->ascent + layout->descent) * scale + GAP;
    }
  cairo_destroy (cr);
}

static void
plume_equation_view_finalize (GObject *object)
{
  PlumeEquationView *view = PLUME_EQUATION_VIEW (object);

  g_ptr_array_unref (view->equations);
  g_ptr_array_unref (view->layouts);
  G_OBJECT_CLASS (plume_equation_view_parent_class)->finalize (object);
}

static void
plume_equation_view_class_init (PlumeEquationViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = plume_equation_view_finalize;
  widget_class->measure = plume_equation_view_measure;
  widget_class->get_request_mode = plume_equation_view_get_request_mode;
  widget_class->snapshot = plume_equation_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "equations");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
plume_equation_view_init (PlumeEquationView *view)
{
  view->equations = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_equation_unref);
  view->layouts = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_equation_layout_free);
}

/**
 * plume_equation_view_set_lines:
 * @view: a view
 * @lines: (nullable): one equation a line; what cannot be read is told in the log and not shown
 */
void
plume_equation_view_set_lines (PlumeEquationView *view, const char *lines)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *equations = plume_equations_new (lines, &error);
  g_autofree char *text = NULL;

  if (equations == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  g_ptr_array_unref (view->equations);
  view->equations = equations;
  g_ptr_array_set_size (view->layouts, 0);
  text = plume_equations_to_text (lines, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (view), equations->len > 0);
  gtk_widget_queue_resize (GTK_WIDGET (view));
}
